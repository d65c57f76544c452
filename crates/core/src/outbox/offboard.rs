//! Somebody leaves: which steps there are, what each would do as things stand here, and what stays and why.

use super::many::LeftOrTold;
use super::queue::{Ground, Preview, generate_password, look_at, new_id};
use crate::collections::field::{flag, objects, text};
use crate::collections::roles::WHOLE_TENANT;
use crate::collections::{USERS, users};
use crate::insights::Facts;
use crate::operations::{self, Kind, Warning, Wish, is_given_by_groups_only};
use crate::session::Session;
use kontor_model::{Code, Error, Object, Result};
use kontor_store::{Cell, Filter, Item, Query};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use ts_rs::TS;

/// What is done when somebody leaves, in the order in which it is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum OffboardingStep {
    Block,
    SignOut,
    Password,
    Licenses,
    Groups,
    Manager,
    Reports,
    Roles,
    /// Never chosen unasked: nobody can use the account by then, and mail may be wanted.
    Delete,
}

impl OffboardingStep {
    pub const ALL: [Self; 9] = [
        Self::Block,
        Self::SignOut,
        Self::Password,
        Self::Licenses,
        Self::Groups,
        Self::Manager,
        Self::Reports,
        Self::Roles,
        Self::Delete,
    ];
}

/// A step, as it would be done now.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Offboarding {
    pub step: OffboardingStep,
    pub goes: Vec<Going>,
    /// What is left as it is.
    pub stays: Vec<Staying>,
    /// How many more there are than are done in one go.
    #[ts(type = "number")]
    pub more: u64,
}

/// An operation of a step. A password is still to be put into its input.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Going {
    pub operation: &'static str,
    pub id: String,
    #[ts(type = "OperationInput")]
    pub input: Value,
    pub preview: Preview,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Staying {
    pub id: String,
    pub name: String,
    pub why: LeftOrTold,
}

/// So many people are handed over at once.
const REPORTS: u32 = 100;

/// Every step. The reports go to the `successor`, or else to the manager of who leaves.
///
/// # Errors
/// [`Code::NotFound`] when the mirror has no such user.
pub fn offboarding(session: &Session, id: &str, successor: Option<&str>) -> Result<Vec<Offboarding>> {
    let rules = session.rules(&USERS)?;
    let item = session.store.show(&rules, id)?;
    let user =
        item.ok_or_else(|| Error::new(Code::NotFound, "This user is not in the offline copy; sync to be sure."))?;
    let led = session.store.list(
        &rules,
        &Query {
            filters: &[Filter::In {
                column: "manager".to_owned(),
                cells: vec![Cell::Text(id.to_lowercase())],
            }],
            order: Some("name"),
            limit: REPORTS,
            total: true,
            ..Query::default()
        },
    )?;
    let leaves = Leaving {
        user: &user,
        reports: led.items.into_iter().map(|one| one.id).collect(),
        successor: successor.map(str::to_owned).or_else(|| users::manager(&user.object)),
    };
    let mut grounds = BTreeMap::new();
    let planned = OffboardingStep::ALL.map(|step| {
        let mut planned = Offboarding {
            step,
            goes: Vec::new(),
            stays: Vec::new(),
            more: match step {
                OffboardingStep::Reports => led.total.unwrap_or_default().saturating_sub(u64::from(REPORTS)),
                _ => 0,
            },
        };
        for (operation, id, input) in leaves.wishes(step, &rules.facts) {
            match looked_at(session, &mut grounds, operation, &id, &input)? {
                Ok(preview) => planned.goes.push(Going {
                    operation,
                    id,
                    input,
                    preview,
                }),
                Err(staying) => planned.stays.push(staying),
            }
        }
        Ok(planned)
    });
    planned.into_iter().collect()
}

/// What of these steps goes, for [`super::queue_checklist`]. Unless a password is given, one is made up that nobody is told.
///
/// # Errors
/// [`Code::Usage`] when a password is given and none of the steps takes it.
pub fn wishes(session: &Session, steps: Vec<Offboarding>, mut password: Option<String>) -> Result<Vec<Wish>> {
    let mut wishes = Vec::new();
    for mut going in steps.into_iter().flat_map(|step| step.goes) {
        if Kind::find(going.operation)?.has_secrets() {
            let made_up = || generate_password(&*session.random);
            going.input["password"] = password.take().unwrap_or_else(made_up).into();
        }
        wishes.push(Wish {
            operation: going.operation.to_owned(),
            id: going.id,
            input: going.input,
        });
    }
    if password.is_some() {
        let why = "A password was given that is not set: the step is left out, or Microsoft would refuse it.";
        return Err(Error::new(Code::Usage, why));
    }
    Ok(wishes)
}

/// What an operation would do, or why it is left alone: it cannot be queued, or Microsoft is known to refuse it. A role or a
/// permission may yet be given, so that what the account may not do now is no reason.
fn looked_at(
    session: &Session,
    grounds: &mut BTreeMap<&'static str, Ground>,
    operation: &'static str,
    id: &str,
    input: &Value,
) -> Result<std::result::Result<Preview, Staying>> {
    if !grounds.contains_key(operation) {
        grounds.insert(operation, Ground::of(session, operation)?);
    }
    let ground = &grounds[operation];
    let Some(item) = session.store.show(&ground.rules, id)? else {
        let why = "It is not in the offline copy. It may have been deleted; sync to be sure.";
        return Ok(Err(Staying {
            id: id.to_owned(),
            name: id.to_owned(),
            why: LeftOrTold::Error {
                error: Error::new(Code::NotFound, why),
            },
        }));
    };
    let mut input = input.clone();
    if ground.kind.has_secrets() {
        // Any will do to see what the change would do.
        input["password"] = generate_password(&*session.random).into();
    }
    let mut preview = look_at(session, ground, new_id(session), item, input, None, &[])?.preview;
    let why = match preview.warnings.iter().find(|warning| warning.foretells_refusal()) {
        _ if !preview.errors.is_empty() => Some(LeftOrTold::Error {
            error: preview.errors.swap_remove(0),
        }),
        // What comes through a group too is taken away as far as it was given directly.
        Some(Warning::InheritedFromGroup) | None => None,
        Some(warning) => Some(LeftOrTold::Warning { warning: *warning }),
    };
    let Some(why) = why else { return Ok(Ok(preview)) };
    let (id, name) = (preview.target.id, preview.target.name);
    Ok(Err(Staying { id, name, why }))
}

struct Leaving<'a> {
    user: &'a Item,
    reports: Vec<String>,
    successor: Option<String>,
}

type Wished = (&'static str, String, Value);

impl Leaving<'_> {
    /// The operations of a step; none where there is nothing to do.
    fn wishes(&self, step: OffboardingStep, facts: &Facts) -> Vec<Wished> {
        let (id, user) = (self.user.id.clone(), &self.user.object);
        let one = |operation: &'static str, input: Value| vec![(operation, id.clone(), input)];
        match step {
            OffboardingStep::Block if flag(user, "accountEnabled") == Some(false) => Vec::new(),
            OffboardingStep::Block => one(operations::UPDATE_USER, json!({ "accountEnabled": false })),
            OffboardingStep::SignOut => one("revoke-sign-in-sessions", json!({})),
            OffboardingStep::Password => one("reset-password", json!({ "forceChangePasswordNextSignIn": true })),
            OffboardingStep::Licenses => match given_directly(user) {
                none if none.is_empty() => Vec::new(),
                skus => one("assign-licenses", json!({ "addLicenses": [], "removeLicenses": skus })),
            },
            OffboardingStep::Groups => groups(user)
                .into_iter()
                .map(|group| ("remove-group-member", group, json!({ "memberId": id })))
                .collect(),
            OffboardingStep::Manager if users::manager(user).is_none() => Vec::new(),
            OffboardingStep::Manager => one("set-manager", json!({ "managerId": null })),
            OffboardingStep::Reports => self.reports.iter().map(|report| self.handed_over(report)).collect(),
            OffboardingStep::Roles => facts
                .roles
                .get(&id.to_lowercase())
                .into_iter()
                .flatten()
                .map(|held| {
                    let scope = held.scope.as_deref().unwrap_or(WHOLE_TENANT);
                    let role = json!({ "roleDefinitionId": held.definition_id, "directoryScopeId": scope });
                    ("remove-role", id.clone(), role)
                })
                .collect(),
            OffboardingStep::Delete => one("delete-user", json!({})),
        }
    }

    /// Nobody becomes their own manager.
    fn handed_over(&self, report: &str) -> Wished {
        let successor = self.successor.as_deref().filter(|id| !id.eq_ignore_ascii_case(report));
        ("set-manager", report.to_owned(), json!({ "managerId": successor }))
    }
}

/// The products that were given to the person, alone or as well: what comes through a group only is taken away there.
fn given_directly(user: &Object) -> Vec<String> {
    objects(user, "assignedLicenses")
        .filter_map(|one| text(one, "skuId"))
        .filter(|sku_id| !is_given_by_groups_only(user, sku_id))
        .collect()
}

/// The groups that the licences tell of; no other memberships are mirrored.
fn groups(user: &Object) -> BTreeSet<String> {
    objects(user, "licenseAssignmentStates")
        .filter_map(|state| text(state, "assignedByGroup"))
        .collect()
}
