//! Finding out by reading what became of a write.

use super::send::{Step, done, hold, quick, store};
use super::{journal, rules_of};
use crate::collections::Source;
use crate::operations::{Kind, Precondition};
use crate::session::Session;
use chrono::{DateTime, TimeDelta, Utc};
use kontor_cloud::{Fault, FaultKind};
use kontor_model::{Api, Code, Error, Hold, Object, Operation, Result, State};
use serde_json::{Value, json};

/// Replicas may lag this long behind a write (Microsoft names one to two minutes).
const REPLICAS_LAG: TimeDelta = TimeDelta::minutes(2);

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
        Seen::Fault(fault) if matches!(fault.kind, FaultKind::Denied | FaultKind::Throttled) => {
            return look_again(
                session,
                operation,
                fault.retry_after.map_or(30, |wait| wait.as_secs() as i64),
            );
        }
        Seen::Fault(fault) => return Ok(Step::Stop(fault)),
    };
    if change.is_confirmed(&operation.before, &seen.object) {
        let evidence = format!(
            "Seen on the server at {} (request {}).",
            seen.at.format("%F %T UTC"),
            seen.request_id
        );
        return done(session, operation, &seen.object, evidence);
    }
    let waited = operation.sent_at.map_or(TimeDelta::zero(), |sent| session.now() - sent);
    let accepted = operation.state == State::Waiting;
    if waited < if accepted { GIVE_UP } else { REPLICAS_LAG } {
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
            return done(session, operation, &seen.object, "The server has these values.".into());
        }
        Precondition::Conflict(conflicts) => {
            let from = [operation.state];
            operation.state = State::Conflict;
            operation.conflicts = conflicts;
            session
                .store
                .transition(&rules_of(session, &operation)?, &from, &operation, Some(&seen.object))?;
            journal(
                session,
                &operation,
                "conflict",
                json!(operation.conflicts),
                Some(seen.request_id),
            )?;
        }
    }
    Ok(Step::Moved)
}

fn look_again(session: &Session, mut operation: Operation, seconds: i64) -> Result<Step> {
    if operation.state == State::Sending {
        operation.state = State::Unknown;
    }
    operation.not_before = session.now() + TimeDelta::seconds(seconds);
    store(session, &operation)?;
    Ok(Step::Moved)
}
