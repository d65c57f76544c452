//! What may go now: order is kept for each object, or for each part of one whose parts are nothing to each other; dependencies are kept
//! between operations; and the rest overtakes.

use super::policy::SendPolicy;
use crate::operations;
use crate::session::Session;
use chrono::{DateTime, Utc};
use kontor_model::{Operation, OperationId, Planted, Result, State, planted};
use kontor_store::Which;
use std::collections::{HashMap, HashSet};

/// What this version cannot read stays as it is, and holds up only what stands behind it on the same object.
pub(super) fn sendable(operation: &Operation) -> bool {
    matches!(
        operation.state,
        State::Queued | State::Waiting | State::Unknown | State::Sending
    ) && operations::read(&operation.operation, &operation.input).is_ok()
}

/// Active operations whose turn it is: the first of each target, with nothing open that they depend on. A user and the same
/// user among the deleted ones are one target.
fn whose_turn(session: &Session) -> Result<Vec<Operation>> {
    let active = session.store.operations(Which::Active)?;
    let open: HashSet<OperationId> = active.iter().map(|one| one.id).collect();
    let behind = behind(session, &active)?;
    Ok(active
        .into_iter()
        .filter(|one| !behind.contains_key(&one.id) || planted(Planted::OrderIgnored))
        .filter(|one| !one.depends_on.iter().any(|id| open.contains(id)))
        .collect())
}

/// For each active operation that stands behind another on the same target: the first of those.
fn behind(session: &Session, active: &[Operation]) -> Result<HashMap<OperationId, OperationId>> {
    let mut firsts: HashMap<&str, Firsts> = HashMap::new();
    let mut behind = HashMap::new();
    for operation in active {
        let part = part_of(session, operation)?;
        let firsts = firsts.entry(&operation.target.id).or_default();
        if let Some(before) = firsts.before(part.as_ref()) {
            behind.insert(operation.id, before);
        }
        firsts.enter(part, operation.id);
    }
    Ok(behind)
}

/// What stands first on a target.
#[derive(Default)]
struct Firsts {
    of_all: Option<OperationId>,
    /// Of what is about the whole target.
    of_whole: Option<OperationId>,
    of_part: HashMap<String, OperationId>,
}

impl Firsts {
    fn before(&self, part: Option<&String>) -> Option<OperationId> {
        match part {
            Some(part) => self.of_whole.or_else(|| self.of_part.get(part).copied()),
            None => self.of_all,
        }
    }

    fn enter(&mut self, part: Option<String>, id: OperationId) {
        self.of_all.get_or_insert(id);
        match part {
            Some(part) => self.of_part.entry(part).or_insert(id),
            None => self.of_whole.get_or_insert(id),
        };
    }
}

/// The part of its target that an operation is about. Who was still to be made when it was queued goes by the server's id.
pub(super) fn part_of(session: &Session, operation: &Operation) -> Result<Option<String>> {
    let change = operations::read(&operation.operation, &operation.input).ok();
    let Some(part) = change.and_then(|change| change.part()) else {
        return Ok(None);
    };
    match operation.depends_on.iter().find(|id| id.to_string() == part) {
        Some(maker) => {
            let made = session.store.operation(*maker)?;
            Ok(Some(made.map_or(part, |made| made.target.id.to_lowercase())))
        }
        None => Ok(Some(part)),
    }
}

/// Whether these are two parts of a target that are nothing to each other.
pub(super) fn are_apart(one: Option<&String>, other: Option<&String>) -> bool {
    one.zip(other).is_some_and(|(one, other)| one != other)
}

/// What can be sent or looked at now.
pub(super) fn due(session: &Session) -> Result<Vec<Operation>> {
    let now = session.now();
    let open = SendPolicy::of(session)?.opens(now) <= now;
    Ok(whose_turn(session)?
        .into_iter()
        .filter(sendable)
        .filter(|one| open || one.state != State::Queued)
        .filter(|one| one.due_at(now) <= now || one.state == State::Sending)
        .collect())
}

/// When the sender has something to do next.
pub fn next_due(session: &Session) -> Result<Option<DateTime<Utc>>> {
    let now = session.now();
    let opens = SendPolicy::of(session)?.opens(now);
    let next = |one: Operation| match one.state {
        State::Queued => one.due_at(now).max(opens),
        _ => one.due_at(now),
    };
    Ok(whose_turn(session)?.into_iter().filter(sendable).map(next).min())
}

/// For each active operation that waits for another: which one.
pub fn blocked_by(session: &Session, active: &[Operation]) -> Result<HashMap<OperationId, OperationId>> {
    let open: HashSet<OperationId> = active.iter().map(|one| one.id).collect();
    let mut blocked = behind(session, active)?;
    for operation in active {
        if let Some(needed) = operation.depends_on.iter().find(|id| open.contains(id)) {
            blocked.insert(operation.id, *needed);
        }
    }
    Ok(blocked)
}

/// The first operation that this one depends on and that ended without being done.
pub(super) fn undone_dependency(session: &Session, operation: &Operation) -> Result<Option<Operation>> {
    for id in &operation.depends_on {
        if let Some(needed) = session.store.operation(*id)?
            && needed.state != State::Done
        {
            return Ok(Some(needed));
        }
    }
    Ok(None)
}
