//! Users to be made with all that belongs to them: licences, manager, groups. Each is an operation of its own that waits for
//! the one that makes its user; all of them enter the outbox in one transaction.

use super::many::{Group, Groups, LeftOrTold, NAMES, Told};
use super::queue::{Considered, Ground, drawn_up, expected, look_at, new_id};
use crate::access::Verdict;
use crate::collections::GROUPS;
use crate::operations::{ADD_GROUP_MEMBER, ASSIGN_LICENSES, CREATE_USER, LicenseToAdd, SET_MANAGER, Warning};
use crate::session::Session;
use crate::work::Work;
use kontor_model::{Error, FieldChange, Hold, Object, Operation, OperationId, Result, Secret};
use kontor_store::{Entering, Item};
use serde_json::{Value, json};
use std::collections::HashMap;

/// A user to be made.
pub struct Newcomer {
    /// For `create-user`, without the password.
    pub input: Object,
    pub password: Secret,
    pub licenses: Vec<LicenseToAdd>,
    pub manager: Option<Manager>,
    /// By id.
    pub groups: Vec<String>,
}

/// Who somebody's manager will be.
pub enum Manager {
    /// By id.
    User(String),
    /// Who is still to be made, by an operation of the outbox.
    Expected(OperationId),
    /// Another newcomer, by place.
    Newcomer(usize),
}

/// Or all that is wrong with it.
pub type OrWrong<T> = std::result::Result<T, Vec<Error>>;

/// Newcomers that were looked at, in the order in which they came.
pub struct Newcomers<'s> {
    session: &'s Session,
    ground: Grounds,
    all: Vec<OrWrong<Steps>>,
}

struct Grounds {
    create: Ground,
    license: Ground,
    manager: Ground,
    member: Ground,
}

/// What makes one of them, each step with what it waits for besides its target.
struct Steps {
    name: String,
    /// The place of a newcomer without whom this one cannot be as asked.
    needs: Option<usize>,
    all: Vec<(Considered, Vec<OperationId>)>,
}

/// Looks at each; what is wrong already stays so.
///
/// # Errors
/// [`kontor_model::Code::Cancelled`], and faults of the store.
pub fn consider<'s>(session: &'s Session, asked: Vec<OrWrong<Newcomer>>, work: &Work) -> Result<Newcomers<'s>> {
    let ground = Grounds {
        create: Ground::of(session, CREATE_USER)?,
        license: Ground::of(session, ASSIGN_LICENSES)?,
        manager: Ground::of(session, SET_MANAGER)?,
        member: Ground::of(session, ADD_GROUP_MEMBER)?,
    };
    let ids: Vec<OperationId> = asked.iter().map(|_| new_id(session)).collect();
    let total = asked.len() as u64;
    let mut known = Known::new();
    let mut all = Vec::with_capacity(asked.len());
    for (place, one) in asked.into_iter().enumerate() {
        work.at(place as u64, total)?;
        all.push(match one {
            Ok(one) => steps(session, &ground, &ids, place, one, &mut known)?,
            Err(errors) => Err(errors),
        });
    }
    let mut newcomers = Newcomers { session, ground, all };
    newcomers.leave_out_whose_manager_is_not_made();
    Ok(newcomers)
}

/// Groups that were read already, by id.
type Known = HashMap<String, Option<Item>>;

fn steps(
    session: &Session,
    ground: &Grounds,
    ids: &[OperationId],
    place: usize,
    one: Newcomer,
    known: &mut Known,
) -> Result<OrWrong<Steps>> {
    let id = ids[place];
    let mut input = one.input;
    input.insert("password".to_owned(), json!(one.password.expose()));
    let input = Value::Object(input);
    let look = || look_at(session, &ground.create, id, expected(id), input.clone(), None, &[]);
    let made = match look() {
        Ok(made) => made,
        Err(error) => return Ok(Err(vec![error])),
    };
    let mut errors = made.preview.errors.clone();
    // It stands before all the others, and is drawn up for good once it is known what goes.
    let before: Vec<Operation> = match errors.is_empty() {
        true => vec![drawn_up(session, look()?, None, None)?.operation],
        false => Vec::new(),
    };
    let name = made.preview.target.name.clone();
    let mut all = vec![(made, Vec::new())];
    // What stands on a user that cannot be made is not looked at.
    if errors.is_empty() {
        let mut add = |ground: &Ground, item: Item, input: Value, behind: Vec<OperationId>| match look_at(
            session,
            ground,
            new_id(session),
            item,
            input,
            None,
            &before,
        ) {
            Ok(step) => {
                errors.extend(step.preview.errors.iter().cloned());
                all.push((step, behind));
            }
            Err(error) => errors.push(error),
        };
        if !one.licenses.is_empty() {
            let input = json!({ "addLicenses": one.licenses, "removeLicenses": [] });
            add(&ground.license, expected(id), input, Vec::new());
        }
        if let Some(manager) = &one.manager {
            let (manager, behind) = match manager {
                Manager::User(id) => (id.clone(), Vec::new()),
                Manager::Expected(by) => (by.to_string(), vec![*by]),
                Manager::Newcomer(other) => (ids[*other].to_string(), vec![ids[*other]]),
            };
            add(&ground.manager, expected(id), json!({ "managerId": manager }), behind);
        }
        for group in one.groups {
            let item = match known.get(&group) {
                Some(item) => item.clone(),
                None => {
                    let item = session.store.show(&session.rules(&GROUPS)?, &group)?;
                    known.insert(group.clone(), item.clone());
                    item
                }
            };
            match item {
                Some(item) => add(&ground.member, item, json!({ "memberId": id }), vec![id]),
                None => {
                    let why = "A group that is asked for is not in the offline copy. It may have been deleted; sync to be sure.";
                    return Ok(Err(vec![Error::invalid("groups", why)]));
                }
            }
        }
    }
    let needs = match one.manager {
        Some(Manager::Newcomer(other)) => Some(other),
        _ => None,
    };
    Ok(match errors.is_empty() {
        true => Ok(Steps { name, needs, all }),
        false => Err(errors),
    })
}

impl Newcomers<'_> {
    fn leave_out_whose_manager_is_not_made(&mut self) {
        loop {
            let lost = self.all.iter().position(|one| {
                let needs = one.as_ref().ok().and_then(|one| one.needs);
                needs.is_some_and(|other| self.all[other].is_err())
            });
            let Some(lost) = lost else { return };
            let why = "Its manager is another row, which cannot be added.";
            self.all[lost] = Err(vec![Error::invalid("manager", why)]);
        }
    }

    /// What is wrong with each that cannot be made, by place.
    pub fn wrong(&self) -> impl Iterator<Item = (usize, &[Error])> {
        let errors = self.all.iter().map(|one| one.as_ref().err());
        errors
            .enumerate()
            .filter_map(|(place, errors)| Some((place, errors?.as_slice())))
    }

    fn good(&self) -> impl Iterator<Item = &Steps> {
        self.all.iter().filter_map(|one| one.as_ref().ok())
    }

    /// How many are made.
    pub fn count(&self) -> u64 {
        self.good().count() as u64
    }

    /// Whether this one is made.
    pub fn is_made(&self, place: usize) -> bool {
        self.all[place].is_ok()
    }

    pub fn hold(&self) -> Option<Hold> {
        self.ground.create.hold
    }

    /// The first few, with all that is done for each: who is still to be made goes by name, and not by an id that nobody knows.
    pub fn sample(&self) -> Vec<Told> {
        let told = self.good().take(NAMES).map(|one| {
            let manager = one.needs.and_then(|other| self.all[other].as_ref().ok());
            let changes = one
                .all
                .iter()
                .flat_map(|(step, _)| match step.preview.target.collection == GROUPS.name {
                    true => vec![FieldChange {
                        field: "groups".to_owned(),
                        from: Value::Null,
                        to: json!(step.preview.target.name),
                        secret: false,
                    }],
                    false => step.preview.changes.clone(),
                });
            let named = changes.map(|change| match manager.filter(|_| change.field == "manager") {
                Some(manager) => FieldChange {
                    to: json!(manager.name),
                    ..change
                },
                None => change,
            });
            Told {
                target: one.all[0].0.preview.target.clone(),
                changes: named.collect(),
            }
        });
        told.collect()
    }

    /// How many seats of each product they take, by `skuId` in lower case.
    pub fn seats(&self) -> HashMap<String, u64> {
        let mut seats = HashMap::new();
        for (step, _) in self.good().flat_map(|one| &one.all) {
            for sku_id in step.change.takes_seats(&step.current) {
                *seats.entry(sku_id).or_default() += 1;
            }
        }
        seats
    }

    /// What the admin should know of those that are made.
    pub fn told(&self) -> Vec<Group> {
        let mut groups = Groups::default();
        for one in self.good() {
            for (step, _) in &one.all {
                for warning in &step.preview.warnings {
                    // That the user comes first is what is asked for, and seats are counted on their own.
                    if !matches!(warning, Warning::OthersPending | Warning::NoSeatFree) {
                        groups.add(LeftOrTold::Warning { warning: *warning }, false, one.name.clone());
                    }
                }
                let access = step.preview.access.clone();
                if matches!(access.verdict, Verdict::NeedsRole | Verdict::NeedsPermission) {
                    groups.add(LeftOrTold::Access { access }, false, one.name.clone());
                }
            }
        }
        groups.told()
    }

    /// Puts all that can be made into the outbox as one bulk, in one transaction; tells the operation of the first. None when
    /// there is nobody.
    ///
    /// # Errors
    /// [`kontor_model::Code::NotSaved`], and [`kontor_model::Code::Cancelled`]: then nothing is queued.
    pub fn queue(self, work: &Work) -> Result<Option<Operation>> {
        let Self { session, ground, all } = self;
        let good: Vec<Steps> = all.into_iter().flatten().collect();
        let Some(bulk) = good.first().map(|one| one.all[0].0.id) else {
            return Ok(None);
        };
        // One alone with nothing else is no bulk.
        let bulk = (good.len() > 1 || good[0].all.len() > 1).then_some(bulk);
        let mut entering: Vec<Entering> = Vec::new();
        for (step, behind) in good.into_iter().flat_map(|one| one.all) {
            let mut one = drawn_up(session, step, None, bulk)?;
            one.operation.depends_on.extend(behind);
            entering.push(one);
        }
        let total = entering.len() as u64;
        let rules = [
            &ground.create.rules as &dyn kontor_store::Derivation,
            &ground.member.rules,
        ];
        session
            .store
            .enqueue_all(&rules, &entering, None, |done| work.at(done as u64, total))?;
        session.nudge.notify_one();
        Ok(entering.into_iter().next().map(|first| first.operation))
    }
}
