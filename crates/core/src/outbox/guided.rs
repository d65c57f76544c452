//! What a person finishes on Microsoft's own page: nothing is sent, and a sync that shows the wanted state ends it.

use super::due::blocked_by;
use super::end::{done, hold};
use super::look::Sight;
use super::{Note, advance};
use crate::alerts::each;
use crate::collections::{Collection, field};
use crate::operations::{self, Kind, Reading, Sent, Server, ShownBy};
use crate::session::Session;
use chrono::{DateTime, Utc};
use kontor_model::{EvidenceKind, Hold, Operation, Planted, Result, State, planted};
use kontor_store::{Fresh, Query, Which};
use serde_json::json;

/// Looks at every guided operation whose collection has just been `read` whole.
///
/// One that was asked for while the reading went on is not ended by what stood there before: it was not as wished then.
pub(crate) fn see_guided(session: &Session, read: &[&str]) -> Result<()> {
    let active = session.store.operations(Which::Active)?;
    // What was asked for before it comes first: the state that both began with is not yet its own.
    let blocked = blocked_by(session, &active)?;
    let may_end = |one: &Operation| one.state == State::Guided && !blocked.contains_key(&one.id);
    for mut operation in active.into_iter().filter(may_end) {
        // What this version cannot read stays as it is.
        let Ok(change) = operations::read(&operation.operation, &operation.input) else {
            continue;
        };
        if let Some(by) = change.shown_by() {
            if read.contains(&by.collection.name) && is_shown(session, &operation, &by)? {
                let seen = Sight {
                    server: Server::default(),
                    request_id: None,
                    at: as_of(session, by.collection)?,
                };
                done(session, operation, &seen, EvidenceKind::Seen)?;
            }
            continue;
        }
        if !read.contains(&operation.target.collection.as_str()) {
            continue;
        }
        // What nobody can read back ends when the person says so.
        if change.reading(&operation) == Reading::Nowhere {
            continue;
        }
        let kind = Kind::find(&operation.operation)?;
        let item = session
            .store
            .show(&session.rules(kind.collection)?, &operation.target.id)?;
        let object = item.map(|item| item.server).filter(|server| !server.is_empty());
        if object.is_none() {
            hold(session, operation, Hold::TargetGone, None)?;
            continue;
        }
        if operation.base.is_empty() {
            // What stood before it is over, done or not: it counts from what that has left.
            if let Some(left) = &object {
                operation.base = change.base(left, &[]);
                let note = Note::new("rebased", json!({ "base": operation.base }));
                advance(session, &[State::Guided], &operation, Fresh::Unread, note)?;
            }
            continue;
        }
        let seen = Sight {
            server: Server {
                object,
                elsewhere: None,
            },
            request_id: None,
            at: as_of(session, kind.collection)?,
        };
        let sent = Sent {
            before: &operation.base,
            at: Some(operation.queued_at),
            accepted: false,
        };
        if change.is_confirmed(&sent, &seen.server) || planted(Planted::GuidedBelieved) {
            done(session, operation, &seen, EvidenceKind::Seen)?;
        }
    }
    Ok(())
}

fn as_of(session: &Session, collection: &Collection) -> Result<DateTime<Utc>> {
    let read = session.store.sync_state(collection.name)?.as_of;
    Ok(read.unwrap_or_else(|| session.now()))
}

/// Whether the rows show it, and were made after it was asked for.
fn is_shown(session: &Session, operation: &Operation, by: &ShownBy) -> Result<bool> {
    let rules = session.rules(by.collection)?;
    let one = |filters| Query {
        filters,
        limit: 1,
        ..Query::default()
    };
    if !session.store.list(&rules, &one(&by.none))?.items.is_empty() {
        return Ok(false);
    }
    let mut newer = false;
    each(session, by.collection, &by.some, |_, row, _| {
        newer |= field::time(row, by.as_of).is_some_and(|made| made > operation.queued_at);
    })?;
    Ok(newer)
}
