//! What the admin does with an operation that stands in the outbox.

use super::{journal, transition};
use crate::operations::Kind;
use crate::session::Session;
use kontor_model::{Code, Error, Operation, OperationId, Result, State};
use serde::Serialize;
use serde_json::json;
use ts_rs::TS;

/// States in which nothing is on the wire and nothing was answered.
const UNSENT: &[State] = &[State::Queued, State::Held, State::Conflict, State::Guided];

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    Send,
    Discard,
    Retry,
    Approve,
    Resolve,
}

/// What the admin can do with it now.
pub fn actions(operation: &Operation) -> Vec<Action> {
    match operation.state {
        State::Queued => vec![Action::Send, Action::Discard],
        State::Held => vec![Action::Approve, Action::Discard],
        State::Conflict => vec![Action::Resolve, Action::Discard],
        // Its secrets were wiped when it ended: what needs one must be asked for anew.
        State::Failed if Kind::find(&operation.operation).is_ok_and(|kind| !kind.has_secrets()) => vec![Action::Retry],
        State::Guided => vec![Action::Discard],
        _ => Vec::new(),
    }
}

/// Takes it back. What was sent cannot be taken back: it is `unknown`, `sending` or waits for its effect.
pub fn discard(session: &Session, id: OperationId) -> Result<Operation> {
    let mut operation = find(session, id)?;
    if matches!(operation.state, State::Sending | State::Waiting | State::Unknown) {
        return Err(Error::new(
            Code::WrongState,
            "It was sent already; Kontor is waiting to see its effect.",
        ));
    }
    operation.state = State::Discarded;
    operation.finished_at = Some(session.now());
    transition(session, UNSENT, &operation)?;
    journal(session, &operation, "discarded", json!({}), None)?;
    Ok(operation)
}

/// Tries a refused operation again. Its projection returns.
pub fn retry(session: &Session, id: OperationId) -> Result<Operation> {
    let operation = again(session, id)?;
    if Kind::find(&operation.operation)?.has_secrets() {
        let why = "What it needs was wiped when it failed. Ask for it anew.";
        return Err(Error::new(Code::WrongState, why));
    }
    transition(session, &[State::Failed], &operation)?;
    journal(session, &operation, "retried", json!({}), None)?;
    session.nudge.notify_one();
    Ok(operation)
}

/// Lets a held operation go on. The target is read again before anything is sent.
pub fn approve(session: &Session, id: OperationId) -> Result<Operation> {
    let operation = again(session, id)?;
    transition(session, &[State::Held], &operation)?;
    journal(session, &operation, "approved", json!({}), None)?;
    session.nudge.notify_one();
    Ok(operation)
}

/// Ends a conflict in the admin's favour: the values that the conflict showed become the base. If the server has others by
/// now, that is another conflict.
pub fn keep_mine(session: &Session, id: OperationId) -> Result<Operation> {
    let mut operation = again(session, id)?;
    operation.base = operation.before.clone();
    operation.conflicts.clear();
    transition(session, &[State::Conflict], &operation)?;
    journal(
        session,
        &operation,
        "kept-mine",
        json!({ "base": operation.base }),
        None,
    )?;
    session.nudge.notify_one();
    Ok(operation)
}

/// Ends a conflict in the server's favour.
pub fn keep_theirs(session: &Session, id: OperationId) -> Result<Operation> {
    discard(session, id)
}

fn again(session: &Session, id: OperationId) -> Result<Operation> {
    let mut operation = find(session, id)?;
    operation.state = State::Queued;
    operation.not_before = session.now();
    operation.finished_at = None;
    operation.hold = None;
    operation.error = None;
    Ok(operation)
}

/// One operation, over or not.
pub fn find(session: &Session, id: OperationId) -> Result<Operation> {
    let found = session.store.operation(id)?;
    found.ok_or_else(|| Error::new(Code::NotFound, format!("There is no operation {id} in the outbox.")))
}
