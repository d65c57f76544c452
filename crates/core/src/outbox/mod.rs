//! The outbox: queueing what the admin asks for, and sending it so that it takes effect once or is visibly not done.

mod confirm;
mod queue;
mod send;
mod steer;

pub use queue::{Draft, Preview, generate_password, preview, queue};
pub use send::{Drained, Pace, drain, next_due, send_now};
pub use steer::{Action, actions, approve, discard, find, keep_mine, keep_theirs, retry};

use crate::derivation::Rules;
use crate::operations::Kind;
use crate::session::Session;
use kontor_model::{Code, Error, Operation, Result, State};
use kontor_store::JournalEntry;
use serde_json::Value;
use std::fs::{File, OpenOptions, TryLockError};

/// Undo is a removal for this long after queueing. In seconds.
pub const UNDO_HOLD_SECONDS: i64 = 30;

/// Takes a lock on the tenant that a dead process cannot keep. It is given back when the file is dropped.
///
/// # Errors
/// [`Code::Busy`] when another process has it.
pub(crate) fn lock(session: &Session, name: &str) -> Result<File> {
    let cannot = |error: std::io::Error| Error::new(Code::NotSaved, format!("{name} cannot be opened ({error})."));
    let path = session.folder.join(name);
    let file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(path)
        .map_err(cannot)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(Error::new(
            Code::Busy,
            "Another Kontor is doing this for the same tenant. It will finish by itself.",
        )),
        Err(TryLockError::Error(error)) => Err(cannot(error)),
    }
}

/// The rules of the collection that an operation's target is in.
fn rules_of(session: &Session, operation: &Operation) -> Result<Rules> {
    session.rules(Kind::find(&operation.operation)?.collection)
}

/// Writes `operation` if it is still in one of `from`.
///
/// # Errors
/// [`Code::WrongState`] when it has moved on meanwhile.
fn transition(session: &Session, from: &[State], operation: &Operation) -> Result<()> {
    let rules = rules_of(session, operation)?;
    if session.store.transition(&rules, from, operation, None)? {
        return Ok(());
    }
    Err(Error::new(
        Code::WrongState,
        "The operation has moved on meanwhile. Look at it again in the outbox.",
    ))
}

/// Adds a step to the journal.
fn journal(
    session: &Session,
    operation: &Operation,
    step: &str,
    detail: Value,
    request_id: Option<String>,
) -> Result<()> {
    let step = step.to_owned();
    session.store.journal(&JournalEntry {
        operation: operation.id,
        at: session.now(),
        step,
        detail,
        request_id,
    })
}
