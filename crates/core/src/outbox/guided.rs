//! What a person finishes on Microsoft's own page: nothing is sent, and a sync that shows the wanted state ends it.

use super::due::blocked_by;
use super::end::{done, hold};
use super::look::Sight;
use super::{Note, advance};
use crate::operations::{self, Kind, Reading, Sent, Server};
use crate::session::Session;
use kontor_model::{EvidenceKind, Hold, Operation, Planted, Result, State, planted};
use kontor_store::{Fresh, Which};
use serde_json::json;

/// Looks at every guided operation whose collection has just been `read` whole.
///
/// One that was asked for while the reading went on is not ended by what stood there before: it was not as wished then.
pub(crate) fn see_guided(session: &Session, read: &[&str]) -> Result<()> {
    let active = session.store.operations(Which::Active)?;
    // What was asked for before it comes first: the state that both began with is not yet its own.
    let blocked = blocked_by(&active);
    let may_end = |one: &Operation| read.contains(&one.target.collection.as_str()) && !blocked.contains_key(&one.id);
    for mut operation in active
        .into_iter()
        .filter(|one| one.state == State::Guided && may_end(one))
    {
        // What this version cannot read stays as it is.
        let Ok(change) = operations::read(&operation.operation, &operation.input) else {
            continue;
        };
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
            at: session
                .store
                .sync_state(kind.collection.name)?
                .as_of
                .unwrap_or_else(|| session.now()),
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
