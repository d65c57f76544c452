//! The outbox: queueing what the admin asks for, and sending it so that it takes effect once or is visibly not done.

mod bulk;
mod cart;
mod checklist;
mod confirm;
mod copy_as;
mod due;
mod end;
mod guided;
mod look;
mod many;
mod move_domain;
mod names;
mod newcomers;
mod offboard;
mod policy;
mod queue;
mod reach;
mod request;
mod send;
mod steer;

pub use bulk::{Bulk, BulkStep, HeldFor, InState, OfKind, Stepped, bulks, step_bulk};
pub use checklist::{checklists, queue_checklist};
pub use copy_as::{CopyFormat, copy_as};
pub use due::{blocked_by, next_due};
pub(crate) use guided::see_guided;
pub use many::{
    Asked, Group, LeftOrTold, QueuedMany, Survey, Told, asked, members, preview_many, queue_many, same_for_all,
};
pub(crate) use move_domain::usable;
pub use move_domain::{OPERATION as MOVES_DOMAIN, move_domain};
pub(crate) use names::{Holder, holders};
pub(crate) use newcomers::{Manager, Newcomer, Newcomers, OrWrong, consider};
pub use offboard::{Going, Offboarding, OffboardingStep, Staying, offboarding, wishes as offboarding_wishes};
pub use policy::SendPolicy;
pub use queue::{Preview, generate_password, preview, queue, queue_all, replace};
pub use reach::reach_of;
pub use request::{ChangeRequest, Requested, accept_request, export_request, open_request, own_fingerprint};
pub use send::{Drained, Pace, drain, send_now};
pub use steer::{
    Action, acknowledge, actions, approve, approve_all, discard, find, keep_mine, keep_theirs, may_go_with_all, retry,
    tell, undo,
};

use crate::derivation::Rules;
use crate::operations::Kind;
use crate::session::Session;
use kontor_model::{Code, Error, Operation, OperationId, Planted, Result, State, planted};
use kontor_store::{Fresh, JournalEntry, private};
use serde_json::Value;
use std::collections::{BTreeMap, HashSet};
use std::fs::{File, TryLockError};

/// Undo is a removal for this long after queueing. In seconds.
pub const UNDO_HOLD_SECONDS: i64 = 30;

/// Takes a lock on the tenant that a dead process cannot keep. It is given back when the file is dropped.
///
/// # Errors
/// [`Code::Busy`] when another process has it.
pub(crate) fn lock(session: &Session, name: &str) -> Result<File> {
    let cannot = |error: std::io::Error| Error::new(Code::NotSaved, format!("{name} cannot be opened ({error})."));
    let path = session.folder.join(name);
    let file = private::options()
        .create(true)
        .truncate(false)
        .open(path)
        .map_err(cannot)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) if planted(Planted::TwoSenders) => Ok(file),
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

/// A step of an operation, for the journal.
struct Note {
    step: &'static str,
    /// Never a secret.
    detail: Value,
    request_id: Option<String>,
}

impl Note {
    fn new(step: &'static str, detail: Value) -> Self {
        Self {
            step,
            detail,
            request_id: None,
        }
    }

    /// With Microsoft's id of the request that it tells of.
    fn of_request(mut self, id: Option<String>) -> Self {
        self.request_id = id.filter(|id| !id.is_empty());
        self
    }

    fn entry(self, session: &Session, operation: &Operation) -> JournalEntry {
        JournalEntry {
            operation: operation.id,
            at: session.now(),
            who: session.who.clone(),
            step: self.step.to_owned(),
            detail: self.detail,
            request_id: self.request_id,
        }
    }
}

/// Writes `operation` and the step that brought it there (waiting is none), if it is still in one of `from`; says whether it was.
fn advance(
    session: &Session,
    from: &[State],
    operation: &Operation,
    fresh: Fresh,
    note: impl Into<Option<Note>>,
) -> Result<bool> {
    let rules = rules_of(session, operation)?;
    let entry = note.into().map(|note| note.entry(session, operation));
    session
        .store
        .transition(&rules, from, operation, fresh, entry.as_slice())
}

/// The same for many, in one transaction for each collection; tells which were moved.
fn advance_all(session: &Session, from: &[State], moved: Vec<(Operation, Note)>) -> Result<HashSet<OperationId>> {
    let mut by_kind: BTreeMap<&'static str, Vec<(Operation, JournalEntry)>> = BTreeMap::new();
    for (operation, note) in moved {
        let entry = note.entry(session, &operation);
        let collection = Kind::find(&operation.operation)?.collection.name;
        by_kind.entry(collection).or_default().push((operation, entry));
    }
    let mut written = HashSet::new();
    for moved in by_kind.into_values() {
        let Some((first, _)) = moved.first() else { continue };
        let rules = rules_of(session, first)?;
        written.extend(session.store.transition_all(&rules, from, &moved)?);
    }
    Ok(written)
}

/// The same for a person, who is told when it has moved on meanwhile.
///
/// # Errors
/// [`Code::WrongState`] then.
fn advance_or_say(session: &Session, from: &[State], operation: &Operation, note: Note) -> Result<()> {
    if advance(session, from, operation, Fresh::Unread, note)? {
        return Ok(());
    }
    Err(Error::new(
        Code::WrongState,
        "The operation has moved on meanwhile. Look at it again in the outbox.",
    ))
}
