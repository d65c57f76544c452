//! The ways in which an operation comes to rest: done, refused, in conflict, or in a person's hands.

use super::look::{Sight, known};
use super::send::Step;
use super::{Note, advance};
use crate::operations::{self, Change, Effect, Kind};
use crate::session::Session;
use crate::sync::note_stale;
use chrono::TimeDelta;
use kontor_model::{Conflict, Error, Evidence, EvidenceKind, Hold, Object, Operation, Result, State};
use kontor_store::{Fresh, Which};
use serde_json::{Value, json};
use std::slice::from_ref;

/// States from which an operation moves on without a person: the sender has it in its hands, or a sync may see it.
pub(super) const IN_HAND: [State; 5] = [
    State::Queued,
    State::Sending,
    State::Waiting,
    State::Unknown,
    State::Guided,
];

/// Moves an operation on that is in hand. One that was taken back meanwhile stays as it is.
pub(super) fn store(session: &Session, operation: &Operation, note: Note) -> Result<Step> {
    advance(session, &IN_HAND, operation, Fresh::Unread, note)?;
    Ok(Step::Moved)
}

/// It is as wished: the evidence, and what was read, are stored in one step.
pub(super) fn done(session: &Session, mut operation: Operation, seen: &Sight, kind: EvidenceKind) -> Result<Step> {
    let found = Kind::find(&operation.operation)?;
    let effect = found.effect;
    let change = found.read(&operation.input)?;
    let along = change.moves_along();
    let from = [operation.state];
    operation.state = State::Done;
    operation.finished_at = Some(session.now());
    operation.error = None;
    if kind != EvidenceKind::Accepted {
        operation.evidence = Some(Evidence {
            kind,
            at: seen.at,
            request_id: seen.request_id.clone(),
        });
    }
    if let (Effect::Creates, Some(id)) = (
        effect,
        seen.server.object.as_ref().and_then(|made| made.get("id")?.as_str()),
    ) {
        operation.target.id = id.to_owned();
    }
    // A replica that shows this write may lag behind in all else, and behind what a sync has read since it was sent: only
    // what the write is about is taken over, and nothing where a sync knows more.
    let shown = seen.server.object.as_ref().map(|object| match effect {
        Effect::Creates => object.clone(),
        _ => {
            let about = operation.before.keys().map(String::as_str);
            // Nobody as manager is left out of the answer, where a property without a value is null.
            let told = about.filter_map(|name| {
                let nobody = (name == "manager").then_some(Value::Null);
                Some((name.to_owned(), object.get(name).cloned().or(nobody)?))
            });
            let along = along
                .iter()
                .filter_map(|name| Some(((*name).to_owned(), object.get(*name)?.clone())));
            along.chain(told).collect()
        }
    });
    let fresh = match (effect, &shown, operation.attempted_at) {
        // What was read before it was sent may be older than what stands here.
        _ if kind == EvidenceKind::Accepted => Fresh::Unread,
        (_, _, None) => Fresh::Unread,
        (Effect::Creates, Some(shown), Some(at)) => Fresh::Object(shown, at),
        (_, Some(shown), Some(at)) => Fresh::Part(shown, at),
        (_, None, Some(at)) => Fresh::Gone(at),
    };
    let note = Note::new("confirmed", json!(operation.evidence)).of_request(seen.request_id.clone());
    if !advance(session, &from, &operation, fresh, note)? {
        return Ok(Step::Moved);
    }
    if let Some(object) = &seen.server.object {
        base_those_behind(session, &operation, object)?;
    }
    if let (Effect::Moves { to, .. }, Some(object), Some(at)) = (effect, &seen.server.elsewhere, operation.attempted_at)
    {
        let rules = session.rules(to)?;
        session
            .store
            .put(&rules, &operation.target.id, Some(object), true, at)?;
    }
    if let (Some(beside), Some(at)) = (change.beside(&operation, &seen.server), operation.attempted_at) {
        let rules = session.rules(beside.collection)?;
        session
            .store
            .put(&rules, &beside.id, beside.object.as_ref(), false, at)?;
    }
    if let Some(shows) = change.shows_in() {
        note_stale(session, shows)?;
        session.ask_sync(false);
    }
    if kind == EvidenceKind::AlreadySo {
        // Somebody else did it: what that was comes with the next sync, which need not be far.
        session.ask_sync(false);
    }
    Ok(Step::Done)
}

/// What had nothing to be decided on, since this would move it, is decided on what this left.
fn base_those_behind(session: &Session, done: &Operation, left: &Object) -> Result<()> {
    let (collection, id) = (&done.target.collection, &done.target.id);
    let mut before: Vec<Operation> = Vec::new();
    for mut behind in session.store.operations(Which::Of { collection, id })? {
        if behind.state.is_final() {
            continue;
        }
        if behind.base.is_empty()
            && let Ok(change) = operations::read(&behind.operation, &behind.input)
            && change.base(left, from_ref(done)).is_empty()
        {
            // It stays empty where another one stands before it that moves this once more.
            behind.base = change.base(left, &before);
            if !behind.base.is_empty() {
                let note = Note::new("rebased", json!({ "after": done.id, "base": behind.base }));
                advance(session, &[behind.state], &behind, Fresh::Unread, note)?;
            }
        }
        before.push(behind);
    }
    Ok(())
}

/// Microsoft said no.
pub(super) fn fail(session: &Session, mut operation: Operation, error: Error) -> Result<Step> {
    let note = Note::new("failed", json!(error)).of_request(error.request_id.clone());
    operation.state = State::Failed;
    operation.error = Some(error);
    operation.sent_at = None;
    operation.finished_at = Some(session.now());
    store(session, &operation, note)
}

/// Leaves it to the admin what should stand. What the server has now is kept, so that "keep mine" overwrites nothing else.
pub(super) fn conflict(
    session: &Session,
    mut operation: Operation,
    conflicts: Vec<Conflict>,
    change: &dyn Change,
    seen: &Sight,
) -> Result<Step> {
    let from = [operation.state];
    operation.state = State::Conflict;
    operation.conflicts = conflicts;
    operation.before = change.base(&known(&seen.server), &[]);
    let note = Note::new("conflict", json!(operation.conflicts)).of_request(seen.request_id.clone());
    advance(session, &from, &operation, Fresh::Unread, note)?;
    Ok(Step::Moved)
}

/// Gives it to a person.
pub(super) fn hold(session: &Session, mut operation: Operation, why: Hold, error: Option<Error>) -> Result<Step> {
    let note = Note::new("held", json!({ "why": why, "error": error }));
    operation.state = State::Held;
    operation.hold = Some(why);
    operation.error = error;
    store(session, &operation, note)
}

/// Comes back to it after so many seconds.
pub(super) fn look_again(session: &Session, mut operation: Operation, seconds: i64) -> Result<Step> {
    if operation.state == State::Sending {
        operation.state = State::Unknown;
    }
    operation.wait(session.now(), TimeDelta::seconds(seconds));
    advance(session, &IN_HAND, &operation, Fresh::Unread, None)?;
    Ok(Step::Moved)
}
