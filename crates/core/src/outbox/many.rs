//! One wish for many: each target is looked at against the mirror, what comes of it is told in groups, and all that goes is
//! put into the outbox in one transaction.

use super::queue::{Considered, Ground, drawn_up, look_at, new_id};
use crate::access::{MayDo, Verdict};
use crate::collections::{Collection, GROUPS};
use crate::operations::{Kind, Warning};
use crate::selection::Selected;
use crate::session::Session;
use crate::work::Work;
use kontor_model::{Code, Error, FieldChange, Hold, OperationId, Result, Target};
use kontor_store::{Entering, Item};
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use ts_rs::TS;

/// A target and what is asked for it, or why nothing can be.
pub struct Asked {
    pub item: Item,
    pub input: std::result::Result<Value, Error>,
    /// Whom it is about, where that is another than the target.
    pub about: Option<Target>,
}

/// What a wish for many would do.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Survey {
    /// How many were looked at.
    #[ts(type = "number")]
    pub total: u64,
    /// How many would be queued.
    #[ts(type = "number")]
    pub goes: u64,
    /// Who is left out, and what the admin should know of those that go, the most of them first.
    pub groups: Vec<Group>,
    /// Some of those that go, field by field.
    pub sample: Vec<Told>,
    /// Why each will be held until somebody has approved it, if it will.
    pub hold: Option<Hold>,
}

/// Those that have something in common.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Group {
    pub why: LeftOrTold,
    /// They are left alone.
    pub left_out: bool,
    #[ts(type = "number")]
    pub count: u64,
    /// What some of them are called.
    pub names: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum LeftOrTold {
    /// It cannot be done, or is so already.
    Error {
        error: Error,
    },
    Warning {
        warning: Warning,
    },
    /// The account may not do it as things are.
    Access {
        access: MayDo,
    },
}

/// What is done to one target.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Told {
    /// Whom it is about.
    pub target: Target,
    pub changes: Vec<FieldChange>,
}

/// What was queued.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct QueuedMany {
    /// By which they go together; none when nothing was to be done.
    pub bulk: Option<OperationId>,
    pub survey: Survey,
}

/// So many names stand with a group, and so many targets in the sample.
pub(super) const NAMES: usize = 5;

/// What it would do. What Microsoft would refuse is left out unless `even_if_refused`: that is a prediction.
///
/// # Errors
/// [`Code::Usage`] for an operation that is not for many; [`Code::Cancelled`].
pub fn preview_many(session: &Session, operation: &str, asked: Vec<Asked>, even_if_refused: bool) -> Result<Survey> {
    let ground = ground(session, operation)?;
    let work = Work::begin(session, ground.kind.collection.name);
    Ok(survey(session, &ground, asked, even_if_refused, &work)?.1)
}

/// Puts all that goes into the outbox, or nothing.
///
/// # Errors
/// As [`preview_many`]; [`Code::WrongState`] when it would be another number than the `expected` one; [`Code::NotSaved`].
pub fn queue_many(
    session: &Session,
    operation: &str,
    asked: Vec<Asked>,
    even_if_refused: bool,
    expected: Option<u64>,
) -> Result<QueuedMany> {
    let ground = ground(session, operation)?;
    let work = Work::begin(session, ground.kind.collection.name);
    let (goes, survey) = survey(session, &ground, asked, even_if_refused, &work)?;
    if expected.is_some_and(|expected| expected != survey.goes) {
        let why =
            "It would be another number of changes than was shown: something has changed meanwhile. Look at it again.";
        return Err(Error::new(Code::WrongState, why));
    }
    let bulk = goes.first().map(|one| one.id);
    let entering = goes.into_iter().map(|one| drawn_up(session, one, None, bulk));
    enter_all(session, &ground, entering.collect::<Result<_>>()?, Some(&work))?;
    Ok(QueuedMany { bulk, survey })
}

/// One transaction for all.
pub(super) fn enter_all(
    session: &Session,
    ground: &Ground,
    entering: Vec<Entering>,
    work: Option<&Work>,
) -> Result<()> {
    let total = entering.len() as u64;
    let tell = |done: usize| work.map_or(Ok(()), |work| work.at(done as u64, total));
    session.store.enqueue_all(&[&ground.rules], &entering, None, tell)?;
    session.nudge.notify_one();
    Ok(())
}

/// The same input for each of a selection.
///
/// # Errors
/// [`Code::Usage`] when the operation is for objects of another collection.
pub fn same_for_all(operation: &str, selected: Selected, input: &Value) -> Result<Vec<Asked>> {
    let kind = Kind::find(operation)?;
    if kind.collection.name != selected.collection.name {
        let why = format!(
            "{operation} is for {}, not for {}.",
            kind.collection.name, selected.collection.name
        );
        return Err(Error::new(Code::Usage, why));
    }
    Ok(asked(selected, |_| Ok(input.clone())))
}

/// What is asked for each; what is not in the mirror is left out with the reason.
pub fn asked(selected: Selected, input: impl Fn(&Item) -> std::result::Result<Value, Error>) -> Vec<Asked> {
    let found = selected.items.into_iter().map(|item| Asked {
        input: input(&item),
        item,
        about: None,
    });
    let missing = selected.missing.into_iter().map(|id| Asked {
        item: Item {
            id,
            object: Default::default(),
            server: Default::default(),
            pending: Vec::new(),
            beside: Vec::new(),
        },
        input: Err(Error::new(
            Code::NotFound,
            "It is not in the offline copy. It may have been deleted; sync to be sure.",
        )),
        about: None,
    });
    found.chain(missing).collect()
}

/// That each of a selection becomes a member of a group, or leaves it. The target of each change is the group.
///
/// # Errors
/// [`Code::Usage`] when it is no operation of members; [`Code::NotFound`] when there is no such group.
pub fn members(session: &Session, operation: &str, selected: Selected, group: &str) -> Result<Vec<Asked>> {
    let kind = Kind::find(operation)?;
    if kind.collection.name != GROUPS.name || !kind.fields.iter().any(|field| field.name == MEMBER) {
        let why = format!("{operation} is not about the members of a group.");
        return Err(Error::new(Code::Usage, why));
    }
    let group = session.store.show(&session.rules(&GROUPS)?, group)?.ok_or_else(|| {
        let why = "This group is not in the offline copy. It may have been deleted; sync to be sure.";
        Error::new(Code::NotFound, why)
    })?;
    let collection = selected.collection;
    let member = |one: Asked| Asked {
        about: Some(Target {
            collection: collection.name.to_owned(),
            name: title(collection, &one.item),
            id: one.item.id.clone(),
        }),
        input: one.input,
        item: group.clone(),
    };
    let each = asked(selected, |user| Ok(json!({ MEMBER: user.id })));
    Ok(each.into_iter().map(member).collect())
}

/// The field that names a member.
const MEMBER: &str = "memberId";

fn title(collection: &Collection, item: &Item) -> String {
    match (collection.title)(&item.object) {
        name if name.is_empty() => item.id.clone(),
        name => name,
    }
}

fn ground(session: &Session, operation: &str) -> Result<Ground> {
    let ground = Ground::of(session, operation)?;
    if ground.kind.creates() || ground.kind.has_secrets() {
        let why = format!("{operation} is done one by one: each has a name or a password of its own.");
        return Err(Error::new(Code::Usage, why));
    }
    Ok(ground)
}

fn survey(
    session: &Session,
    ground: &Ground,
    asked: Vec<Asked>,
    even_if_refused: bool,
    work: &Work,
) -> Result<(Vec<Considered>, Survey)> {
    let total = asked.len() as u64;
    let mut groups = Groups::default();
    let mut goes: Vec<Considered> = Vec::new();
    let mut sample = Vec::new();
    let mut free = ground.rules.facts.free.clone();
    for (done, Asked { item, input, about }) in asked.into_iter().enumerate() {
        work.at(done as u64, total)?;
        let name = match &about {
            Some(about) => about.name.clone(),
            None => title(ground.kind.collection, &item),
        };
        let looked_at = input.and_then(|input| look_at(session, ground, new_id(session), item, input, None, &[]));
        let mut one = match looked_at {
            Ok(one) => one,
            Err(error) => {
                groups.add(LeftOrTold::Error { error }, true, name);
                continue;
            }
        };
        if !one.preview.errors.is_empty() {
            let error = one.preview.errors.swap_remove(0);
            groups.add(LeftOrTold::Error { error }, true, name);
            continue;
        }
        let seats = one.change.takes_seats(&one.current);
        let short = seats
            .iter()
            .any(|sku_id| free.get(sku_id).is_some_and(|free| *free <= 0));
        if short && !one.preview.warnings.contains(&Warning::NoSeatFree) {
            one.preview.warnings.push(Warning::NoSeatFree);
        }
        let refused = one.preview.access.verdict == Verdict::NeedsRole;
        let foretold = one.preview.warnings.iter().find(|warning| warning.foretells_refusal());
        let why = match foretold {
            Some(warning) => Some(LeftOrTold::Warning { warning: *warning }),
            None => refused.then(|| LeftOrTold::Access {
                access: one.preview.access.clone(),
            }),
        };
        if let Some(why) = why {
            groups.add(why, !even_if_refused, name.clone());
            if !even_if_refused {
                continue;
            }
        }
        for sku_id in seats {
            free.entry(sku_id).and_modify(|free| *free -= 1);
        }
        for warning in one
            .preview
            .warnings
            .iter()
            .filter(|warning| !warning.foretells_refusal())
        {
            groups.add(LeftOrTold::Warning { warning: *warning }, false, name.clone());
        }
        if one.preview.access.verdict == Verdict::NeedsPermission {
            let access = one.preview.access.clone();
            groups.add(LeftOrTold::Access { access }, false, name);
        }
        if sample.len() < NAMES {
            sample.push(Told {
                target: about.unwrap_or_else(|| one.preview.target.clone()),
                changes: one.preview.changes.clone(),
            });
        }
        goes.push(one);
    }
    let survey = Survey {
        total,
        goes: goes.len() as u64,
        sample,
        groups: groups.told(),
        hold: ground.hold,
    };
    Ok((goes, survey))
}

#[derive(Default)]
pub(super) struct Groups {
    all: Vec<Group>,
    place: BTreeMap<String, usize>,
}

impl Groups {
    pub fn add(&mut self, why: LeftOrTold, left_out: bool, name: String) {
        let key = serde_json::to_string(&why).unwrap_or_default();
        let all = &mut self.all;
        let place = *self.place.entry(key).or_insert_with(|| {
            all.push(Group {
                why,
                left_out,
                count: 0,
                names: Vec::new(),
            });
            all.len() - 1
        });
        let group = &mut all[place];
        group.count += 1;
        if group.names.len() < NAMES {
            group.names.push(name);
        }
    }

    pub fn told(mut self) -> Vec<Group> {
        self.all
            .sort_by_key(|group| (!group.left_out, std::cmp::Reverse(group.count)));
        self.all
    }
}
