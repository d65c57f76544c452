//! Sending: count the attempt, check the precondition, send, confirm by reading.
//!
//! One sender a tenant. Every step is stored before the next begins, so that a crash anywhere leaves a state from which the
//! truth can be found out by reading. A write is never repeated before its outcome is known.

use super::cart;
use super::confirm::{confirm, sent, under_way};
use super::due::{due, next_due, sendable, undone_dependency};
use super::end::{conflict, done, fail, hold, look_again, store};
use super::look::{Sight, just_written, look, quick};
use super::policy::SendPolicy;
use super::{Note, advance, advance_all};
use crate::kontor::new_uuid;
use crate::mail::why_not_again;
use crate::operations::{Change, Effect, Kind, Precondition, Secrets};
use crate::session::Session;
use chrono::{DateTime, TimeDelta, Utc};
use kontor_cloud::{Fault, FaultKind, Written};
use kontor_model::{
    Api, Code, Error, Evidence, EvidenceKind, Hold, Operation, OperationId, Planted, Result, Secret, State, planted,
};
use kontor_store::{Fresh, Which};
use serde_json::{Value, json};
use std::time::Duration;

/// Whether to wait for what is under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// Do what is due now and return: the background loop comes back.
    Due,
    /// End undo holds, and stay until everything sent is confirmed or needs a person (the command line, "Send now").
    Settle,
}

/// What a drain did.
#[derive(Debug, Default)]
pub struct Drained {
    pub done: u32,
    /// What ended it before its time: offline, signed out.
    pub stopped: Option<Error>,
}

/// What is due later than this is left to the next sender: a `Retry-After` of an hour, an effect that does not show.
const SETTLES_WITHIN: TimeDelta = TimeDelta::minutes(5);

/// A refusal that may pass by itself is met so often, this far apart: five minutes in all. Counted in attempts, since what
/// was queued offline may be hours old when it is first sent.
const PASSING_REFUSALS: u32 = 20;
const PASSING_REFUSAL_WAIT: TimeDelta = TimeDelta::seconds(15);

/// What has waited longer is looked at by a person before it goes: the world has moved on since.
const OLD: TimeDelta = TimeDelta::days(14);

/// What moves money goes within this time of a person's word, or waits for another.
const CONFIRMED: TimeDelta = TimeDelta::minutes(10);

/// What was read longer ago is read again before anything is sent.
const FRESH: TimeDelta = TimeDelta::seconds(30);

/// Sends what may be sent.
///
/// # Errors
/// [`Code::Busy`] when another Kontor sends for this tenant; faults of the store. What the cloud says is in [`Drained`] or
/// with the operation.
pub async fn drain(session: &Session, pace: Pace) -> Result<Drained> {
    let _lock = super::lock(session, "send.lock")?;
    let mut drained = Drained::default();
    if session.works_offline()? {
        let why = "You are working offline. Switch \"Work offline\" off in the window to send.";
        drained.stopped = Some(Error::new(Code::Offline, why));
        return Ok(drained);
    }
    if pace == Pace::Settle {
        end_undo_holds(session)?;
    }
    let began = session.now();
    let mut troubled: Option<OperationId> = None;
    loop {
        let before = drained.done;
        for operation in due(session)? {
            if session.stop.is_cancelled() || session.works_offline()? {
                return Ok(drained);
            }
            let id = operation.id;
            match step(session, operation).await? {
                Step::Done => drained.done += 1,
                Step::Moved => {}
                // One object that cannot be read does not stop the others; two, and it is the service.
                Step::Stop(fault) if fault.kind == FaultKind::Server && troubled.is_none_or(|other| other == id) => {
                    troubled = Some(id);
                }
                Step::Stop(fault) => {
                    session.saw(Err(&fault));
                    drained.stopped = Some(fault.error);
                    return Ok(drained);
                }
            }
        }
        if drained.done > before {
            // A domain's policy moves the dates of all its users.
            session.refresh_rows()?;
        }
        let next = next_due(session)?.filter(|next| pace == Pace::Settle && *next - began < SETTLES_WITHIN);
        let Some(next) = next else {
            return Ok(drained);
        };
        let wait = (next - session.now())
            .max(TimeDelta::zero())
            .to_std()
            .unwrap_or_default();
        tokio::select! {
            () = session.clock.sleep(wait.min(Duration::from_secs(30))) => {}
            () = session.stop.cancelled() => return Ok(drained),
        }
    }
}

/// Lets everything that stands ready go now.
pub fn send_now(session: &Session) -> Result<()> {
    end_undo_holds(session)?;
    session.nudge.notify_one();
    Ok(())
}

fn end_undo_holds(session: &Session) -> Result<()> {
    let now = session.now();
    let mut ended = Vec::new();
    for mut operation in session.store.operations(Which::Active)? {
        // Other waits (for a service that is down, `Retry-After`) are not this person's to end.
        let holds = operation.waits_since == operation.queued_at && operation.due_at(now) > now;
        let held = operation.state == State::Queued && operation.attempts == 0 && holds;
        if held && sendable(&operation) {
            operation.wait(now, TimeDelta::zero());
            ended.push((operation, Note::new("undo-hold-ended", json!({}))));
        }
    }
    advance_all(session, &[State::Queued], ended)?;
    Ok(())
}

/// What one step did.
pub(super) enum Step {
    Done,
    Moved,
    /// Nothing can be sent for now.
    Stop(Fault),
}

async fn step(session: &Session, listed: Operation) -> Result<Step> {
    // What stands before it in the list took its time: a person may have changed it meanwhile.
    let Some(operation) = session
        .store
        .operation(listed.id)?
        .filter(|now| now.state == listed.state)
    else {
        return Ok(Step::Moved);
    };
    if !operation.tenant.eq_ignore_ascii_case(&session.tenant.tenant_id) {
        return hold(session, operation, Hold::OtherTenant, None);
    }
    if let Err(fault) = session.verify_tenant(&quick(session)).await {
        return Ok(Step::Stop(fault));
    }
    match operation.state {
        State::Queued => attempt(session, operation).await,
        // `Sending` without a sender is what a crash leaves: it may or may not have gone out.
        _ => confirm(session, operation).await,
    }
}

/// Who was still to be made when it was queued (a manager, the member of a group) goes by the server's id from now on. Tells
/// whether there was anybody.
fn names_those_made(session: &Session, operation: &mut Operation) -> Result<bool> {
    let before = operation.input.clone();
    for id in operation.depends_on.clone() {
        let Some(made) = session.store.operation(id)? else {
            continue;
        };
        if Kind::find(&made.operation).is_ok_and(Kind::creates) {
            rename(&mut operation.input, &id.to_string(), &made.target.id);
            for change in &mut operation.changes {
                rename(&mut change.to, &id.to_string(), &made.target.id);
            }
        }
    }
    Ok(operation.input != before)
}

fn rename(value: &mut Value, from: &str, to: &str) {
    match value {
        Value::String(text) if text == from => to.clone_into(text),
        Value::Array(all) => all.iter_mut().for_each(|one| rename(one, from, to)),
        Value::Object(all) => all.values_mut().for_each(|one| rename(one, from, to)),
        _ => {}
    }
}

/// Why a person must look at an operation before it goes for the first time.
pub(super) fn person_needed(
    session: &Session,
    kind: &Kind,
    approved_at: Option<DateTime<Utc>>,
    queued_at: DateTime<Utc>,
) -> Result<Option<Hold>> {
    if planted(Planted::ReviewIgnored) {
        return Ok(None);
    }
    let looked_at = approved_at.unwrap_or(queued_at);
    let confirmed = approved_at.is_some_and(|at| (session.now() - at).abs() <= CONFIRMED);
    Ok(if kind.moves_money() && !confirmed {
        Some(Hold::Money)
    } else if approved_at.is_none() && kind.is_destructive() {
        Some(Hold::Destructive)
    } else if approved_at.is_none() && SendPolicy::of(session)? == SendPolicy::AfterReview {
        Some(Hold::Review)
    } else {
        (session.now() - looked_at > OLD).then_some(Hold::Age)
    })
}

async fn attempt(session: &Session, mut operation: Operation) -> Result<Step> {
    let kind = Kind::find(&operation.operation)?;
    let change = kind.read(&operation.input)?;
    if let Some(undone) = undone_dependency(session, &operation)?.filter(|_| !planted(Planted::DependencyIgnored)) {
        let why = Error::new(
            Code::WrongState,
            format!(
                "It depends on {} for {}, which was not done.",
                undone.operation, undone.target.name
            ),
        );
        return hold(session, operation, Hold::Dependency, Some(why));
    }
    if let Some(why) = person_needed(session, kind, operation.approved_at, operation.queued_at)? {
        return hold(session, operation, why, None);
    }
    let change = match names_those_made(session, &mut operation)? {
        true => kind.read(&operation.input)?,
        false => change,
    };
    if let Some(about) = change.about()
        && let Some(why) = why_not_again(session, &operation, about)?
    {
        return fail(session, operation, why);
    }
    let began = session.now();
    let seen = match look(session, &operation, &*change).await {
        Ok(seen) => seen,
        Err(fault) if fault.kind == FaultKind::Denied => {
            return hold(session, operation, Hold::Denied, Some(fault.error));
        }
        Err(fault) => return unread(session, operation, fault),
    };
    let mut precondition = change.precondition(&operation.base, &seen.server);
    if planted(Planted::PreconditionSkipped) && matches!(precondition, Precondition::Conflict(_)) {
        precondition = Precondition::Go;
    }
    if precondition != Precondition::Go && just_written(session, &operation, seen.at)? {
        return look_again(session, operation, 10);
    }
    match precondition {
        Precondition::Go => {}
        Precondition::AlreadySo => return done(session, operation, &seen, EvidenceKind::AlreadySo),
        Precondition::Conflict(conflicts) => return conflict(session, operation, conflicts, &*change, &seen),
        Precondition::Gone => return hold(session, operation, Hold::TargetGone, None),
        // What was sent before may be what stands there now.
        Precondition::Refused(error) if operation.attempts > 0 => {
            return hold(session, operation, Hold::OutcomeUnknown, Some(error));
        }
        // The name may become free, and what was given with it (a password) is kept until then.
        Precondition::Refused(error) => return hold(session, operation, Hold::NameTaken, Some(error)),
    }
    // An attempt that was never answered may have come through since it was last looked for.
    if kind.moves_money() && operation.sent_at.is_some() {
        if planted(Planted::PaidAnew) {
            (operation.sent_at, operation.cart, operation.request_key) = (None, None, None);
        } else if change.is_confirmed(&sent(&operation), &seen.server) {
            return done(session, operation, &seen, EvidenceKind::Seen);
        } else if change.is_under_way(&sent(&operation), &seen.server) {
            return under_way(session, operation, &seen);
        }
    }
    let (mut secrets, mut masked) = (Secrets::new(), Secrets::new());
    for name in kind.secret_fields() {
        let Some(secret) = session.store.secret(operation.id, name)? else {
            return hold(session, operation, Hold::SecretGone, None);
        };
        secrets.insert(name.to_owned(), secret);
        masked.insert(name.to_owned(), Secret::new("•••".to_owned()));
    }
    if let Some(ended) = cart::provide(session, &mut operation, &*change).await? {
        return Ok(ended);
    }
    let call = change.call(&operation, &seen.server, &secrets)?;
    let shown = change.call(
        &operation,
        &seen.server,
        if planted(Planted::SecretInJournal) {
            &secrets
        } else {
            &masked
        },
    )?;

    if (session.now() - began).abs() > FRESH {
        // The machine slept in between, or the answer took long: the world may have moved on.
        return look_again(session, operation, 0);
    }

    // The attempt is counted, and what confirming needs is stored, before a byte leaves.
    let from = [operation.state];
    operation.state = State::Sending;
    operation.attempts += 1;
    // Until it is known what became of an earlier one, its effect is told from what stood there before that.
    if !(kind.moves_money() && operation.sent_at.is_some()) {
        operation.before = change.before(&seen.server);
    }
    operation.sent_at = Some(seen.at);
    operation.attempted_at = Some(session.now());
    if kind.api() == Api::PartnerCenter {
        operation.request_key.get_or_insert_with(|| new_uuid(&*session.random));
    }
    operation.error = None;
    operation.evidence = None;
    operation.refused = false;
    let request = format!("{} {}", shown.method, shown.path);
    // Known before anything is sent, so that Microsoft's support can be asked after a request that was never answered.
    let client_request_id = new_uuid(&*session.random).to_string();
    let note = Note::new(
        "attempt",
        json!({
            "request": request,
            "body": shown.body,
            "before": operation.before,
            "clientRequestId": client_request_id,
        }),
    );
    if !planted(Planted::AttemptNotCounted) && !advance(session, &from, &operation, Fresh::Unread, note)? {
        return Ok(Step::Moved);
    }
    let mut headers = vec![("client-request-id".to_owned(), client_request_id)];
    // Partner Center does once what comes twice under one key.
    headers.extend(
        operation
            .request_key
            .map(|key| ("ms-requestid".to_owned(), key.to_string())),
    );
    let written = session
        .cloud
        .write(kind.api(), call.method, &call.path, call.body.as_ref(), &headers)
        .await;
    answered(session, operation, kind, &*change, &seen, written).await
}

async fn answered(
    session: &Session,
    mut operation: Operation,
    kind: &Kind,
    change: &dyn Change,
    before: &Sight,
    written: Written,
) -> Result<Step> {
    // What was answered is over; what was not goes again under the same key, if it goes.
    if matches!(&written, Written::Answered(reply) if reply.request_id.is_some())
        || matches!(written, Written::Refused(_))
    {
        operation.request_key = None;
    }
    match written {
        // Each answer of Graph carries an id. What has none may be a proxy's, which says yes to everything.
        Written::Answered(reply) if reply.request_id.is_none() && !planted(Planted::DoneBeforeConfirmed) => {
            unanswered(session, operation, nobody_known())
        }
        Written::Answered(reply) => {
            session.saw(Ok(()));
            session.asked_to_sign_in(None);
            if let Some(error) = change.refused_in(&reply.body) {
                return fail(session, operation, error.with_request_id(reply.request_id));
            }
            operation.state = State::Waiting;
            operation.evidence = Some(Evidence {
                kind: EvidenceKind::Accepted,
                at: reply.date.unwrap_or_else(|| session.now()),
                request_id: reply.request_id.clone(),
            });
            if let (true, Some(id)) = (kind.creates(), reply.body.get("id").and_then(Value::as_str)) {
                operation.target.id = id.to_owned();
            }
            let note = Note::new("accepted", json!({ "status": reply.status })).of_request(reply.request_id);
            store(session, &operation, note)?;
            if matches!(kind.effect, Effect::Sends) || change.is_never_shown() || planted(Planted::DoneBeforeConfirmed)
            {
                return done(session, operation, before, EvidenceKind::Accepted);
            }
            confirm(session, operation).await
        }
        Written::Refused(fault) => {
            session.saw(Err(&fault));
            if fault.kind == FaultKind::Denied {
                operation.sent_at = None;
                return hold(session, operation, Hold::Denied, Some(fault.error));
            }
            let at = fault.date.unwrap_or_else(|| session.now());
            let unseen = fault.kind == FaultKind::NotFound && just_written(session, &operation, at)?;
            let passes = unseen || change.is_refused_for_now(&fault.error);
            if passes && operation.attempts < PASSING_REFUSALS {
                let note = Note::new("refused", json!(fault.error)).of_request(fault.error.request_id.clone());
                operation.state = State::Queued;
                operation.sent_at = None;
                operation.wait(session.now(), PASSING_REFUSAL_WAIT);
                operation.error = Some(fault.error);
                return store(session, &operation, note);
            }
            if change.is_maybe_echo(&fault.error) && !planted(Planted::EchoBelieved) {
                let note = Note::new("refused", json!(fault.error)).of_request(fault.error.request_id.clone());
                operation.state = State::Unknown;
                operation.refused = true;
                operation.error = Some(fault.error);
                store(session, &operation, note)?;
                return confirm(session, operation).await;
            }
            fail(session, operation, fault.error)
        }
        Written::Unknown { why } => unanswered(session, operation, why),
        Written::NotSent(fault) => {
            // Surely not applied: the attempt is taken back to where it was, and counted.
            let elsewhere = is_elsewhere(kind, &fault);
            if fault.kind == FaultKind::SignIn && !elsewhere {
                session.asked_to_sign_in(Some(&fault));
            }
            let soon = if elsewhere {
                ELSEWHERE_WAIT
            } else {
                Duration::from_secs(5)
            };
            let wait = fault.retry_after.unwrap_or(soon);
            operation.state = State::Queued;
            operation.sent_at = None;
            operation.wait(session.now(), TimeDelta::from_std(wait).unwrap_or(TimeDelta::hours(1)));
            operation.error = Some(fault.error.clone());
            store(session, &operation, Note::new("not-sent", json!(fault.error)))?;
            Ok(if fault.kind == FaultKind::Throttled || elsewhere {
                Step::Moved
            } else {
                Step::Stop(fault)
            })
        }
    }
}

/// How long a service other than Graph is left alone that is down or wants a sign-in of its own.
const ELSEWHERE_WAIT: Duration = Duration::from_secs(300);

/// Whether a fault lies with a service that has nothing to do with the directory: what goes there goes on.
fn is_elsewhere(kind: &Kind, fault: &Fault) -> bool {
    use FaultKind::{Denied, Offline, Server, SignIn, UntrustedTls};
    kind.api() != Api::Graph && matches!(fault.kind, Server | SignIn | Denied | Offline | UntrustedTls)
}

/// It may or may not have been applied: reading will tell.
fn unanswered(session: &Session, mut operation: Operation, why: Error) -> Result<Step> {
    let note = Note::new("no-answer", json!(why)).of_request(why.request_id.clone());
    operation.state = State::Unknown;
    if planted(Planted::UnknownAsFailed) {
        return fail(session, operation, why);
    }
    if planted(Planted::ResendAfterTimeout) {
        operation.state = State::Queued;
    }
    operation.error = Some(why);
    operation.wait(session.now(), TimeDelta::seconds(1));
    store(session, &operation, note)
}

fn nobody_known() -> Error {
    Error::new(
        Code::Malformed,
        "The answer does not say that it is Microsoft's. Whether the change was made is found out by reading.",
    )
}

/// A target that could not be read. What lies with this one object must not hold up the others: its turn comes again later.
pub(super) fn unread(session: &Session, mut operation: Operation, fault: Fault) -> Result<Step> {
    use FaultKind::{Cancelled, Offline, Server, SignIn, UntrustedTls};
    if is_elsewhere(Kind::find(&operation.operation)?, &fault) {
        operation.error = Some(fault.error);
        return look_again(session, operation, ELSEWHERE_WAIT.as_secs() as i64);
    }
    if matches!(fault.kind, Offline | UntrustedTls | SignIn | Cancelled) {
        return Ok(Step::Stop(fault));
    }
    let wait = fault.retry_after.map_or(30, |wait| wait.as_secs() as i64);
    let moved = look_again(session, operation, wait)?;
    // A service that is down answers the others no better, and each would wait for it in turn.
    Ok(if fault.kind == Server { Step::Stop(fault) } else { moved })
}
