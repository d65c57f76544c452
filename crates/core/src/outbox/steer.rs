//! What the admin does with an operation that stands in the outbox.

use super::queue::queue_inverse;
use super::{Note, advance, advance_all, advance_or_say};
use crate::operations::{self, Effect, Kind, Reading};
use crate::session::Session;
use chrono::TimeDelta;
use kontor_model::{Code, Error, Evidence, EvidenceKind, FieldChange, Hold, Operation, OperationId, Result, State};
use kontor_store::{Fresh, Which};
use serde::Serialize;
use serde_json::json;
use std::collections::HashSet;
use ts_rs::TS;

/// States in which nothing is on the wire and nothing was answered.
pub(super) const UNSENT: &[State] = &[State::Queued, State::Held, State::Conflict, State::Guided];

/// What can be done with an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    Send,
    Discard,
    Retry,
    Approve,
    Resolve,
    /// Another one in its place, with other values.
    Edit,
    /// Take back what is done.
    Undo,
    /// Note that it failed.
    Acknowledge,
    /// Say that it is done, where nothing that can be read shows it.
    Tell,
}

/// What the admin can do with it now.
pub fn actions(operation: &Operation) -> Vec<Action> {
    let kind = Kind::find(&operation.operation);
    match operation.state {
        State::Queued => vec![Action::Send, Action::Edit, Action::Discard],
        State::Held => vec![Action::Approve, Action::Edit, Action::Discard],
        State::Conflict => vec![Action::Resolve, Action::Edit, Action::Discard],
        State::Failed => {
            // Its secrets were wiped when it ended: what needs one is edited, to give it anew.
            let retry = kind.is_ok_and(|kind| !kind.has_secrets()).then_some(Action::Retry);
            let acknowledge = (!operation.acknowledged).then_some(Action::Acknowledge);
            retry.into_iter().chain([Action::Edit]).chain(acknowledge).collect()
        }
        State::Done if inverse(operation).is_some() => vec![Action::Undo],
        State::Guided if is_unseen(operation) => vec![Action::Tell, Action::Edit, Action::Discard],
        State::Guided => vec![Action::Edit, Action::Discard],
        _ => Vec::new(),
    }
}

/// Whether no reading shows what it does.
fn is_unseen(operation: &Operation) -> bool {
    operations::read(&operation.operation, &operation.input)
        .is_ok_and(|change| change.reading(operation) == Reading::Nowhere)
}

/// Ends what a person has done on Microsoft's page and nothing that can be read shows: their word is the evidence.
///
/// # Errors
/// [`Code::WrongState`] when it is not guided, or when a sync will see it.
pub fn tell(session: &Session, id: OperationId) -> Result<Operation> {
    let mut operation = find(session, id)?;
    if operation.state == State::Guided && !is_unseen(&operation) {
        let why = "The next sync that sees it ends it by itself: nobody needs to say so.";
        return Err(Error::new(Code::WrongState, why));
    }
    operation.state = State::Done;
    operation.finished_at = Some(session.now());
    operation.evidence = Some(Evidence {
        kind: EvidenceKind::Told,
        at: session.now(),
        request_id: None,
    });
    let note = Note::new("told", json!(operation.evidence));
    advance_or_say(session, &[State::Guided], &operation, note)?;
    Ok(operation)
}

pub(super) fn inverse(operation: &Operation) -> Option<operations::Wish> {
    operations::read(&operation.operation, &operation.input)
        .ok()?
        .inverse(operation)
}

/// Whether a person may let it go without having looked at this very one. An unknown outcome would be sent twice, what is
/// taken away for good never comes back, and the other holds return unless their reason is seen to.
pub fn may_go_with_all(operation: &Operation) -> bool {
    let harmless = [Hold::Review, Hold::Age, Hold::Destructive, Hold::Dependency];
    let for_good = Kind::find(&operation.operation).is_ok_and(|kind| matches!(kind.effect, Effect::Destroys));
    operation.state == State::Held && !for_good && operation.hold.is_some_and(|why| harmless.contains(&why))
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
    advance_or_say(session, UNSENT, &operation, Note::new("discarded", json!({})))?;
    rebase_those_behind(session, &operation)?;
    Ok(operation)
}

/// What was decided on the values that `gone` would have set is decided on those that stand there without it.
pub(super) fn rebase_those_behind(session: &Session, gone: &Operation) -> Result<()> {
    rebase_behind(session, gone, gone.id, &[])
}

/// The same, where another operation has taken the place of `gone` and sets `instead`.
pub(super) fn rebase_behind(
    session: &Session,
    gone: &Operation,
    place: OperationId,
    instead: &[FieldChange],
) -> Result<()> {
    let target = Which::Of {
        collection: &gone.target.collection,
        id: &gone.target.id,
    };
    // Only values that are set one over the other have a base in common.
    let sets = |one: &Operation| {
        Kind::find(&one.operation)
            .is_ok_and(|kind| matches!(kind.effect, Effect::Sets | Effect::Pays | Effect::Guided { .. }))
    };
    if !sets(gone) {
        return Ok(());
    }
    let all = session.store.operations(target)?;
    let behind = all.into_iter().skip_while(|other| other.id != place).skip(1);
    for mut operation in behind.filter(|other| UNSENT.contains(&other.state) && sets(other)) {
        let before = operation.base.clone();
        for change in gone.changes.iter().filter(|change| !change.secret) {
            if let Some(value) = operation.base.get_mut(&change.field)
                && *value == change.to
            {
                let now = instead.iter().find(|other| other.field == change.field);
                *value = now.map_or(&change.from, |other| &other.to).clone();
            }
        }
        if operation.base != before {
            let note = Note::new("rebased", json!({ "without": gone.id, "base": operation.base }));
            advance(session, &[operation.state], &operation, Fresh::Unread, note)?;
        }
    }
    Ok(())
}

/// Takes back what was done, by queueing its opposite from the values it was decided on; what waits is discarded.
///
/// # Errors
/// [`Code::WrongState`] when it is neither done nor waiting, or has no opposite; what queueing says.
pub fn undo(session: &Session, id: OperationId) -> Result<Operation> {
    let operation = find(session, id)?;
    if UNSENT.contains(&operation.state) {
        return discard(session, id);
    }
    let wish = inverse(&operation).filter(|_| operation.state == State::Done);
    let wish = wish.ok_or_else(|| Error::new(Code::WrongState, "This cannot be taken back."))?;
    queue_inverse(session, wish, &operation)
}

/// Notes that the admin has seen that it failed.
pub fn acknowledge(session: &Session, id: OperationId) -> Result<Operation> {
    let mut operation = find(session, id)?;
    operation.acknowledged = true;
    advance_or_say(
        session,
        &[State::Failed],
        &operation,
        Note::new("acknowledged", json!({})),
    )?;
    Ok(operation)
}

/// Tries a refused operation again. Its projection returns, and what was held for its sake goes on.
pub fn retry(session: &Session, id: OperationId) -> Result<Operation> {
    let operation = again(session, id)?;
    if Kind::find(&operation.operation)?.has_secrets() {
        let why = "What it needs was wiped when it failed. Give it anew by editing it.";
        return Err(Error::new(Code::WrongState, why));
    }
    advance_or_say(session, &[State::Failed], &operation, Note::new("retried", json!({})))?;
    release(session, &HashSet::from([id]))?;
    session.nudge.notify_one();
    Ok(operation)
}

/// Lets go on what was held because one of these was not done.
pub(super) fn release(session: &Session, by: &HashSet<OperationId>) -> Result<()> {
    let mut free = Vec::new();
    for mut held in session.store.operations(Which::Active)? {
        let Some(id) = held.depends_on.iter().find(|id| by.contains(id)) else {
            continue;
        };
        if held.hold == Some(Hold::Dependency) {
            let note = Note::new("released", json!({ "by": id }));
            (held.state, held.hold, held.error) = (Kind::find(&held.operation)?.ready(), None, None);
            free.push((held, note));
        }
    }
    advance_all(session, &[State::Held], free)?;
    Ok(())
}

/// Lets a held operation go on. The target is read again before anything is sent.
pub fn approve(session: &Session, id: OperationId) -> Result<Operation> {
    let operation = approved(session, find(session, id)?)?;
    advance_or_say(session, &[State::Held], &operation, Note::new("approved", json!({})))?;
    session.nudge.notify_one();
    Ok(operation)
}

/// Lets several go on by one word: all of them, or none when one of them is not held.
pub fn approve_all(session: &Session, ids: &[OperationId]) -> Result<Vec<Operation>> {
    let mut moved = Vec::new();
    for id in ids {
        let held = find(session, *id)?;
        if held.state != State::Held {
            let why = format!("{id} is {}, not held. None was approved.", held.state.name());
            return Err(Error::new(Code::WrongState, why));
        }
        moved.push((approved(session, held)?, Note::new("approved", json!({}))));
    }
    advance_all(session, &[State::Held], moved)?;
    session.nudge.notify_one();
    ids.iter().map(|id| find(session, *id)).collect()
}

/// Ends a conflict in the admin's favour: the values that the conflict showed become the base. If the server has others by
/// now, that is another conflict.
pub fn keep_mine(session: &Session, id: OperationId) -> Result<Operation> {
    let mut operation = again(session, id)?;
    operation.base = operation.before.clone();
    operation.conflicts.clear();
    let note = Note::new("kept-mine", json!({ "base": operation.base }));
    advance_or_say(session, &[State::Conflict], &operation, note)?;
    session.nudge.notify_one();
    Ok(operation)
}

/// Ends a conflict in the server's favour.
pub fn keep_theirs(session: &Session, id: OperationId) -> Result<Operation> {
    discard(session, id)
}

/// As it stands once a person has let it go.
pub(super) fn approved(session: &Session, held: Operation) -> Result<Operation> {
    let why = held.hold;
    let mut operation = anew(session, held)?;
    operation.approved_at = Some(session.now());
    if why == Some(Hold::Dependency) {
        // Who lets it go without what it depends on has seen that.
        operation.depends_on.clear();
    }
    Ok(operation)
}

fn again(session: &Session, id: OperationId) -> Result<Operation> {
    anew(session, find(session, id)?)
}

/// Ready to go, with nothing left of what stopped it.
pub(super) fn anew(session: &Session, mut operation: Operation) -> Result<Operation> {
    operation.state = Kind::find(&operation.operation)?.ready();
    operation.wait(session.now(), TimeDelta::zero());
    operation.finished_at = None;
    operation.hold = None;
    operation.error = None;
    operation.acknowledged = false;
    Ok(operation)
}

/// One operation, over or not.
pub fn find(session: &Session, id: OperationId) -> Result<Operation> {
    let found = session.store.operation(id)?;
    found.ok_or_else(|| Error::new(Code::NotFound, format!("There is no operation {id} in the outbox.")))
}
