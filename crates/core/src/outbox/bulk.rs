//! Operations that were queued in one step, as one: how many stand where, and what can be done with all of them.

use super::many::enter_all;
use super::queue::{Ground, drawn_up, left_by, look_at, new_id};
use super::steer::{self, UNSENT, anew, approved, inverse, may_go_with_all, release};
use super::{Action, Note, actions, advance_all};
use crate::session::Session;
use chrono::{DateTime, Utc};
use kontor_model::{Code, Error, FieldChange, Hold, Operation, OperationId, Result, State, Target};
use kontor_store::{Entering, Which};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::{BTreeMap, HashSet};
use ts_rs::TS;

/// Operations that were queued in one step.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Bulk {
    /// That of the first.
    pub id: OperationId,
    /// The kind of the first.
    pub operation: String,
    /// How many there are of each kind: somebody new comes with licences, groups and a manager.
    pub kinds: Vec<OfKind>,
    pub who: String,
    pub queued_at: DateTime<Utc>,
    /// When the first of those that wait goes, as far as it is known.
    pub not_before: DateTime<Utc>,
    #[ts(type = "number")]
    pub count: u64,
    pub states: Vec<InState>,
    pub holds: Vec<HeldFor>,
    /// What the first one changes, and what the first few targets are called.
    pub changes: Vec<FieldChange>,
    pub names: Vec<String>,
    /// What can be done with at least one of them now, and with how many.
    pub steps: Vec<Stepped>,
}

#[derive(Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OfKind {
    pub operation: String,
    #[ts(type = "number")]
    pub count: u64,
}

#[derive(Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct InState {
    pub state: State,
    #[ts(type = "number")]
    pub count: u64,
}

#[derive(Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HeldFor {
    pub hold: Hold,
    #[ts(type = "number")]
    pub count: u64,
}

/// What is done with all of a bulk for which it can be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum BulkStep {
    /// Take back what was not sent.
    Discard,
    /// Let go what is held for review, age, as destructive, or for a dependency.
    Approve,
    /// Try again what was refused.
    Retry,
    /// Note the refusals.
    Acknowledge,
    /// Queue the opposite of what is done.
    Undo,
}

/// A step, and of how many operations.
#[derive(Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Stepped {
    pub step: BulkStep,
    #[ts(type = "number")]
    pub count: u64,
}

const STEPS: [BulkStep; 5] = [
    BulkStep::Discard,
    BulkStep::Approve,
    BulkStep::Retry,
    BulkStep::Acknowledge,
    BulkStep::Undo,
];

impl BulkStep {
    fn fits(self, operation: &Operation) -> bool {
        let may = |action| actions(operation).contains(&action);
        match self {
            Self::Discard => UNSENT.contains(&operation.state),
            Self::Approve => may_go_with_all(operation),
            Self::Retry => may(Action::Retry),
            Self::Acknowledge => may(Action::Acknowledge),
            Self::Undo => may(Action::Undo),
        }
    }
}

/// Every bulk of the outbox, the oldest first.
pub fn bulks(session: &Session) -> Result<Vec<Bulk>> {
    let mut by_bulk: BTreeMap<OperationId, Vec<Operation>> = BTreeMap::new();
    for operation in session.store.operations(Which::All)? {
        if let Some(bulk) = operation.bulk {
            by_bulk.entry(bulk).or_default().push(operation);
        }
    }
    let told = by_bulk.into_iter().filter_map(|(id, all)| told(id, &all));
    let mut all: Vec<Bulk> = told.collect();
    all.sort_by_key(|bulk| bulk.queued_at);
    Ok(all)
}

const NAMES: usize = 5;

fn told(id: OperationId, all: &[Operation]) -> Option<Bulk> {
    let first = all.first()?;
    let counted = |state: &State| InState {
        state: *state,
        count: all.iter().filter(|one| one.state == *state).count() as u64,
    };
    let mut holds: Vec<HeldFor> = Vec::new();
    for hold in all.iter().filter_map(|one| one.hold) {
        match holds.iter_mut().find(|held| held.hold == hold) {
            Some(held) => held.count += 1,
            None => holds.push(HeldFor { hold, count: 1 }),
        }
    }
    let mut kinds: Vec<OfKind> = Vec::new();
    for one in all {
        match kinds.iter_mut().find(|kind| kind.operation == one.operation) {
            Some(kind) => kind.count += 1,
            None => kinds.push(OfKind {
                operation: one.operation.clone(),
                count: 1,
            }),
        }
    }
    let steps = STEPS.map(|step| Stepped {
        step,
        count: all.iter().filter(|one| step.fits(one)).count() as u64,
    });
    let waits = all.iter().filter(|one| !one.state.is_final());
    Some(Bulk {
        id,
        operation: first.operation.clone(),
        kinds,
        who: first.who.clone(),
        queued_at: first.queued_at,
        not_before: waits.map(|one| one.not_before).min().unwrap_or(first.not_before),
        count: all.len() as u64,
        states: State::ALL.iter().map(counted).filter(|one| one.count > 0).collect(),
        holds,
        changes: first.changes.clone(),
        names: targets(all).take(NAMES).map(|one| one.name.clone()).collect(),
        steps: steps.into_iter().filter(|one| one.count > 0).collect(),
    })
}

/// Each once, however much is done to it.
fn targets(all: &[Operation]) -> impl Iterator<Item = &Target> {
    let mut seen = HashSet::new();
    all.iter()
        .map(|one| &one.target)
        .filter(move |one| seen.insert(one.id.as_str()))
}

/// Does it with all of the bulk for which it can be done now, in one transaction; tells with how many.
///
/// # Errors
/// [`Code::NotFound`] for an unknown bulk; [`Code::WrongState`] when it can be done with none.
pub fn step_bulk(session: &Session, id: OperationId, step: BulkStep) -> Result<Stepped> {
    let all = session.store.operations(Which::Bulk(id))?;
    if all.is_empty() {
        return Err(Error::new(
            Code::NotFound,
            format!("There is no bulk {id} in the outbox."),
        ));
    }
    let fit: Vec<Operation> = all.into_iter().filter(|one| step.fits(one)).collect();
    if fit.is_empty() {
        let why = "This can no longer be done with any of these changes. Look at them again in the outbox.";
        return Err(Error::new(Code::WrongState, why));
    }
    let count = match step {
        BulkStep::Undo => undo(session, fit)?,
        _ => steer(session, fit, step)?,
    };
    session.nudge.notify_one();
    Ok(Stepped { step, count })
}

fn steer(session: &Session, fit: Vec<Operation>, step: BulkStep) -> Result<u64> {
    let from: &[State] = match step {
        BulkStep::Discard => UNSENT,
        BulkStep::Approve => &[State::Held],
        _ => &[State::Failed],
    };
    let mut moved = Vec::new();
    for mut one in fit.iter().cloned() {
        let word = match step {
            BulkStep::Discard => {
                one.state = State::Discarded;
                one.finished_at = Some(session.now());
                "discarded"
            }
            BulkStep::Approve => {
                one = approved(session, one)?;
                "approved"
            }
            BulkStep::Retry => {
                one = anew(session, one)?;
                "retried"
            }
            BulkStep::Acknowledge | BulkStep::Undo => {
                one.acknowledged = true;
                "acknowledged"
            }
        };
        moved.push((one, Note::new(word, json!({ "bulk": true }))));
    }
    let written = advance_all(session, from, moved)?;
    match step {
        BulkStep::Discard => {
            for gone in fit.iter().filter(|one| written.contains(&one.id)) {
                steer::rebase_those_behind(session, gone)?;
            }
        }
        BulkStep::Retry => release(session, &written)?,
        _ => {}
    }
    Ok(written.len() as u64)
}

/// The opposite of each that is done, as one bulk for each kind of it.
fn undo(session: &Session, done: Vec<Operation>) -> Result<u64> {
    let mut by_kind: BTreeMap<String, Vec<(Operation, crate::operations::Wish)>> = BTreeMap::new();
    for one in done {
        if let Some(wish) = inverse(&one) {
            by_kind.entry(wish.operation.clone()).or_default().push((one, wish));
        }
    }
    let mut count = 0;
    for (operation, wishes) in by_kind {
        let ground = Ground::of(session, &operation)?;
        let mut entering: Vec<Entering> = Vec::new();
        let mut bulk = None;
        let mut seen = HashSet::new();
        for (one, wish) in wishes {
            let Some(item) = session.store.show(&ground.rules, &wish.id)? else {
                continue;
            };
            let opposite = (wish.id, wish.input.to_string());
            let mut considered = look_at(session, &ground, new_id(session), item, wish.input, None, &[])?;
            // What is so again already, or cannot be taken back as things are, is left as it is.
            if !considered.preview.errors.is_empty() || !seen.insert(opposite) {
                continue;
            }
            if let Some(left) = left_by(&one)? {
                considered.current = left;
            }
            bulk = bulk.or(Some(considered.id));
            entering.push(drawn_up(session, considered, Some(one.id), bulk)?);
        }
        count += entering.len() as u64;
        enter_all(session, &ground, entering, None)?;
    }
    Ok(count)
}
