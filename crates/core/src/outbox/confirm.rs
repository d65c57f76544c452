//! Finding out by reading what became of a write.

use super::Note;
use super::end::{conflict, done, fail, hold, look_again, store};
use super::look::{REPLICAS_LAG, Sight, just_written, look};
use super::send::{Step, unread};
use crate::collections::field;
use crate::operations::{Effect, Kind, Precondition, Sent};
use crate::session::Session;
use chrono::TimeDelta;
use kontor_model::{Code, Error, Evidence, EvidenceKind, Hold, Operation, Planted, Result, State, planted};
use serde_json::json;

/// A request that was never answered may have been on its way this long before the server worked on it.
const ON_THE_WAY: TimeDelta = TimeDelta::minutes(2);

/// An accepted write whose effect is not seen by then is given to a person.
const GIVE_UP: TimeDelta = TimeDelta::hours(1);

/// What has gone so often without an answer or an effect goes on with a person's word only.
const REPEATS: u32 = 20;

/// Looks whether the effect of a sent operation is there, and moves it on.
pub(super) async fn confirm(session: &Session, mut operation: Operation) -> Result<Step> {
    let kind = Kind::find(&operation.operation)?;
    let change = kind.read(&operation.input)?;
    let accepted = operation.state == State::Waiting;
    let seen = match look(session, &operation, &*change).await {
        Ok(seen) => seen,
        Err(fault) => return unread(session, operation, fault),
    };
    // Without the server's word, a replica that still shows what stood before another write of ours proves nothing.
    let mut proves = accepted || !just_written(session, &operation, seen.at)?;
    // Both moments are the server's: a clock here that runs ahead must not make an unknown outcome look certain.
    let waited = operation.sent_at.map_or(TimeDelta::zero(), |sent| seen.at - sent);
    let word_is_enough = change.is_never_shown() || change.may_show_nothing() && waited >= REPLICAS_LAG;
    let taken = accepted && word_is_enough && seen.server.object.is_some();
    let shows = change.is_confirmed(&sent(&operation), &seen.server);
    if proves && (taken || shows) {
        let kind = match kind.effect {
            Effect::Sends => EvidenceKind::Accepted,
            _ if !shows => EvidenceKind::Accepted,
            _ => EvidenceKind::Seen,
        };
        return done(session, operation, &seen, kind);
    }
    if !accepted && change.is_under_way(&sent(&operation), &seen.server) {
        return under_way(session, operation, &seen);
    }
    if matches!(kind.effect, Effect::Sends) && !planted(Planted::MailAgain) {
        return hold(session, operation, Hold::OutcomeUnknown, Some(no_trace()));
    }
    let mut certain = match operation.refused {
        _ if accepted => GIVE_UP,
        true => REPLICAS_LAG,
        false => ON_THE_WAY + REPLICAS_LAG,
    };
    if planted(Planted::ReplicaTrusted) && !accepted {
        proves = true;
        certain = TimeDelta::zero();
    }
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
    let made = seen
        .server
        .object
        .as_ref()
        .and_then(|object| field::time(object, "createdDateTime"));
    let maybe_ours = kind.creates()
        && made
            .zip(operation.sent_at)
            .is_some_and(|(made, sent)| made >= sent - ON_THE_WAY);
    if operation.refused && !maybe_ours {
        let error = operation.error.clone().unwrap_or_else(no_trace);
        return match kind.creates() && seen.server.object.is_some() {
            true => hold(session, operation, Hold::NameTaken, Some(error)),
            false if kind.may_repeat() => fail(session, operation, error),
            false if kind.moves_money() => hold(session, operation, Hold::OutcomeUnknown, Some(error)),
            // It was refused for what is not so: what it did may have been undone by somebody else since.
            false => hold(session, operation, Hold::OutcomeUnknown, Some(undone(&error))),
        };
    }
    if operation.attempts >= REPEATS {
        return hold(session, operation, Hold::OutcomeUnknown, Some(no_trace()));
    }
    let repeats =
        planted(Planted::RepeatsEverything) || (planted(Planted::MailAgain) && matches!(kind.effect, Effect::Sends));
    if !kind.may_repeat() && !repeats {
        return hold(session, operation, Hold::OutcomeUnknown, Some(no_trace()));
    }
    // No answer, and after all replicas had time the effect is not there. The very same values may go again if nobody
    // else wrote in between.
    match change.precondition(&operation.base, &seen.server) {
        Precondition::Go => {
            operation.state = State::Queued;
            operation.sent_at = None;
            operation.wait(session.now(), TimeDelta::zero());
            store(
                session,
                &operation,
                Note::new("not-applied", json!({})).of_request(seen.request_id),
            )
        }
        Precondition::AlreadySo => done(session, operation, &seen, EvidenceKind::Seen),
        Precondition::Conflict(conflicts) => conflict(session, operation, conflicts, &*change, &seen),
        Precondition::Gone => {
            let why = "No answer came, and by now the object is gone: nobody can tell any more whether the change had reached it.";
            let error = Error::new(Code::NotFound, why);
            hold(session, operation, Hold::OutcomeUnknown, Some(error))
        }
        Precondition::Refused(error) => fail(session, operation, error),
    }
}

/// It came through although no answer did, and is waited for like what was accepted.
pub(super) fn under_way(session: &Session, mut operation: Operation, seen: &Sight) -> Result<Step> {
    operation.state = State::Waiting;
    operation.error = None;
    operation.evidence = Some(Evidence {
        kind: EvidenceKind::Accepted,
        at: seen.at,
        request_id: seen.request_id.clone(),
    });
    operation.wait(session.now(), TimeDelta::seconds(10));
    let note = Note::new("accepted", json!({})).of_request(seen.request_id.clone());
    store(session, &operation, note)
}

/// What is known of the last attempt.
pub(super) fn sent(operation: &Operation) -> Sent<'_> {
    Sent {
        before: &operation.before,
        at: operation.sent_at,
        accepted: operation.state == State::Waiting,
    }
}

fn undone(refusal: &Error) -> Error {
    Error::new(
        Code::Malformed,
        "Microsoft refused it as something that was done already, and it is not done now: it may have been done, and undone by somebody else. Look in the admin center before you let it go again.",
    )
    .with_request_id(refusal.request_id.clone())
}

fn no_trace() -> Error {
    Error::new(
        Code::Malformed,
        "It was sent, no answer came, and its effect cannot be seen. Look in the admin center before you let it go again.",
    )
}
