//! What may go now: order is kept for each object, dependencies are kept between operations, and the rest overtakes.

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
    let mut seen = HashSet::new();
    Ok(active
        .into_iter()
        .filter(|one| seen.insert(one.target.id.clone()) || planted(Planted::OrderIgnored))
        .filter(|one| !one.depends_on.iter().any(|id| open.contains(id)))
        .collect())
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
pub fn blocked_by(active: &[Operation]) -> HashMap<OperationId, OperationId> {
    let open: HashSet<OperationId> = active.iter().map(|one| one.id).collect();
    let mut first = HashMap::new();
    let mut blocked = HashMap::new();
    for operation in active {
        if let Some(needed) = operation.depends_on.iter().find(|id| open.contains(id)) {
            blocked.insert(operation.id, *needed);
        }
        match first.get(&operation.target.id) {
            Some(before) => {
                blocked.entry(operation.id).or_insert(*before);
            }
            None => {
                first.insert(&operation.target.id, operation.id);
            }
        }
    }
    blocked
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
