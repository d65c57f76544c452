//! Finding out by reading what became of a write.

use super::journal;
use super::send::{Step, conflict, done, hold, quick, store, unread};
use crate::collections::Source;
use crate::operations::{Kind, Precondition, Sent};
use crate::session::Session;
use chrono::{DateTime, TimeDelta, Utc};
use kontor_cloud::{Fault, FaultKind};
use kontor_model::{Api, Code, Error, EvidenceKind, Hold, Object, Operation, Result, State};
use kontor_store::Which;
use serde_json::{Value, json};

/// Replicas may lag this long behind a write (Microsoft names one to two minutes).
const REPLICAS_LAG: TimeDelta = TimeDelta::minutes(2);

/// A request that was never answered may have been on its way this long before the server worked on it.
const ON_THE_WAY: TimeDelta = TimeDelta::minutes(2);

/// An accepted write whose effect is not seen by then is given to a person.
const GIVE_UP: TimeDelta = TimeDelta::hours(1);

/// The target as the server has it now.
pub(super) struct Sight {
    pub object: Object,
    pub request_id: String,
    /// By the server's clock where it told, so that a wrong clock here does not matter.
    pub at: DateTime<Utc>,
}

pub(super) enum Seen {
    Object(Box<Sight>),
    Gone(Error),
    Fault(Fault),
}

/// Reads the target of an operation.
pub(super) async fn look(session: &Session, operation: &Operation) -> Seen {
    let path = match Kind::find(&operation.operation).map(|kind| &kind.collection.source) {
        Ok(Source::Delta { one, select, .. }) => format!("{one}{}{select}", operation.target.id),
        Ok(_) => {
            return Seen::Fault(Error::new(Code::Internal, "This collection has no single objects to read.").into());
        }
        Err(error) => return Seen::Fault(error.into()),
    };
    match session.cloud.get(Api::Graph, &path, &quick(session)).await {
        Ok(reply) => match reply.body {
            Value::Object(mut object) => {
                session.saw(Ok(()));
                object.retain(|name, _| !name.starts_with("@odata."));
                let request_id = reply.request_id.unwrap_or_default();
                Seen::Object(Box::new(Sight {
                    object,
                    request_id,
                    at: reply.date.unwrap_or_else(|| session.now()),
                }))
            }
            _ => Seen::Fault(Error::new(Code::Malformed, "Microsoft's answer is not an object.").into()),
        },
        Err(fault) if fault.kind == FaultKind::NotFound => Seen::Gone(fault.error),
        Err(fault) => Seen::Fault(fault),
    }
}

/// Looks whether the effect of a sent operation is there, and moves it on.
pub(super) async fn confirm(session: &Session, mut operation: Operation) -> Result<Step> {
    let change = crate::operations::read(&operation.operation, &operation.input)?;
    let seen = match look(session, &operation).await {
        Seen::Object(seen) => *seen,
        Seen::Gone(error) => return hold(session, operation, Hold::TargetGone, Some(error)),
        Seen::Fault(fault) => return unread(session, operation, fault),
    };
    let accepted = operation.state == State::Waiting;
    let sent = Sent {
        before: &operation.before,
        at: operation.sent_at,
        accepted,
    };
    // Without the server's word, a replica that still shows what stood before another write of ours proves nothing.
    let proves = accepted || !just_written(session, &operation)?;
    if proves && change.is_confirmed(&sent, &seen.object) {
        return done(session, operation, &seen, EvidenceKind::Seen);
    }
    // Both moments are the server's: a clock here that runs ahead must not make an unknown outcome look certain.
    let waited = operation.sent_at.map_or(TimeDelta::zero(), |sent| seen.at - sent);
    let certain = if accepted { GIVE_UP } else { ON_THE_WAY + REPLICAS_LAG };
    if waited < certain || !proves {
        return look_again(session, operation, (waited.num_seconds() / 2).clamp(1, 30));
    }
    if accepted {
        let why = Error::new(
            Code::Malformed,
            "Microsoft accepted the change, but an hour later the server does not show it.",
        );
        return hold(session, operation, Hold::OutcomeUnknown, Some(why));
    }
    // No answer, and after all replicas had time the effect is not there. The very same values may go again if nobody
    // else wrote in between.
    match change.precondition(&operation.base, &seen.object) {
        Precondition::Go => {
            operation.state = State::Queued;
            operation.sent_at = None;
            operation.not_before = session.now();
            store(session, &operation)?;
            journal(session, &operation, "not-applied", json!({}), Some(seen.request_id))?;
        }
        Precondition::AlreadySo => {
            return done(session, operation, &seen, EvidenceKind::Seen);
        }
        Precondition::Conflict(conflicts) => return conflict(session, operation, conflicts, &*change, &seen),
    }
    Ok(Step::Moved)
}

/// Whether Kontor itself has written to this target so lately that a replica may still show what stood there before: then
/// a reading that speaks against going on is not believed yet.
pub(super) fn just_written(session: &Session, operation: &Operation) -> Result<bool> {
    let target = Which::Of {
        collection: &operation.target.collection,
        id: &operation.target.id,
    };
    let lately = |at: DateTime<Utc>| (session.now() - at).abs() < REPLICAS_LAG;
    Ok(session
        .store
        .operations(target)?
        .iter()
        .any(|other| other.state == State::Done && other.attempts > 0 && other.finished_at.is_some_and(lately)))
}

pub(super) fn look_again(session: &Session, mut operation: Operation, seconds: i64) -> Result<Step> {
    if operation.state == State::Sending {
        operation.state = State::Unknown;
    }
    operation.not_before = session.now() + TimeDelta::seconds(seconds);
    store(session, &operation)
}
