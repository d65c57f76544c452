//! Sending: count the attempt, check the precondition, send, confirm by reading.
//!
//! One sender a tenant. Every step is stored before the next begins, so that a crash anywhere leaves a state from which the
//! truth can be found out by reading. A write is never repeated before its outcome is known.

use super::confirm::{Seen, Sight, confirm, just_written, look, look_again};
use super::{journal, rules_of};
use crate::operations::{self, Change, Kind, Precondition, Secrets};
use crate::session::Session;
use chrono::{DateTime, TimeDelta, Utc};
use kontor_cloud::{Fault, FaultKind, ReadOptions, Written};
use kontor_model::{Api, Code, Conflict, Error, Evidence, EvidenceKind, Hold, Object, Operation, Result, State};
use kontor_store::Which;
use serde_json::json;
use std::collections::HashSet;
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
    loop {
        for operation in due(session)? {
            if session.stop.is_cancelled() || session.works_offline()? {
                return Ok(drained);
            }
            match step(session, operation).await? {
                Step::Done => drained.done += 1,
                Step::Moved => {}
                Step::Stop(fault) => {
                    session.saw(Err(&fault));
                    drained.stopped = Some(fault.error);
                    return Ok(drained);
                }
            }
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

/// When the sender has something to do next.
pub fn next_due(session: &Session) -> Result<Option<DateTime<Utc>>> {
    Ok(first_of_each_target(session)?
        .into_iter()
        .filter(sendable)
        .map(|operation| operation.not_before)
        .min())
}

/// What this version cannot read stays as it is, and holds up only what stands behind it on the same object.
fn sendable(operation: &Operation) -> bool {
    matches!(
        operation.state,
        State::Queued | State::Waiting | State::Unknown | State::Sending
    ) && operations::read(&operation.operation, &operation.input).is_ok()
}

/// Order is kept for each object; a stuck operation holds up only those behind it on the same object.
fn first_of_each_target(session: &Session) -> Result<Vec<Operation>> {
    let mut seen = HashSet::new();
    let active = session.store.operations(Which::Active)?;
    Ok(active
        .into_iter()
        .filter(|one| seen.insert((one.target.collection.clone(), one.target.id.clone())))
        .collect())
}

fn due(session: &Session) -> Result<Vec<Operation>> {
    let now = session.now();
    let first = first_of_each_target(session)?;
    Ok(first
        .into_iter()
        .filter(|one| sendable(one) && (one.not_before <= now || one.state == State::Sending))
        .collect())
}

/// Lets everything that stands ready go now.
pub fn send_now(session: &Session) -> Result<()> {
    end_undo_holds(session)?;
    session.nudge.notify_one();
    Ok(())
}

fn end_undo_holds(session: &Session) -> Result<()> {
    let now = session.now();
    for mut operation in session.store.operations(Which::Active)? {
        let held = operation.state == State::Queued && operation.attempts == 0 && operation.not_before > now;
        if held && sendable(&operation) {
            operation.not_before = now;
            session
                .store
                .transition(&rules_of(session, &operation)?, &[State::Queued], &operation, None)?;
        }
    }
    Ok(())
}

/// What one step did.
pub(super) enum Step {
    Done,
    Moved,
    /// Nothing can be sent for now.
    Stop(Fault),
}

async fn step(session: &Session, operation: Operation) -> Result<Step> {
    if operation.tenant != session.tenant.tenant_id {
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

async fn attempt(session: &Session, mut operation: Operation) -> Result<Step> {
    let kind = Kind::find(&operation.operation)?;
    let change = kind.read(&operation.input)?;
    let seen = match look(session, &operation).await {
        Seen::Object(seen) => *seen,
        Seen::Gone(error) => return hold(session, operation, Hold::TargetGone, Some(error)),
        Seen::Fault(fault) => return refused_to_read(session, operation, fault),
    };
    let precondition = change.precondition(&operation.base, &seen.object);
    if precondition != Precondition::Go && just_written(session, &operation)? {
        return look_again(session, operation, 10);
    }
    match precondition {
        Precondition::Go => {}
        Precondition::AlreadySo => {
            return done(session, operation, &seen, EvidenceKind::AlreadySo);
        }
        Precondition::Conflict(conflicts) => return conflict(session, operation, conflicts, &*change, &seen),
    }
    let mut secrets = Secrets::new();
    for field in kind
        .fields
        .iter()
        .filter(|field| field.kind == operations::FieldKind::Secret)
    {
        match session.store.secret(operation.id, field.name)? {
            Some(secret) => secrets.insert(field.name.to_owned(), secret),
            None => return hold(session, operation, Hold::SecretGone, None),
        };
    }
    let call = change.call(&operation.target.id, &secrets)?;

    // The attempt is counted, and what confirming needs is stored, before a byte leaves.
    let from = [operation.state];
    operation.state = State::Sending;
    operation.attempts += 1;
    operation.sent_at = Some(seen.at);
    operation.before = change.base(&seen.object, &[]);
    operation.error = None;
    if !session
        .store
        .transition(&rules_of(session, &operation)?, &from, &operation, Some(&seen.object))?
    {
        return Ok(Step::Moved);
    }
    let path = format!("{} {}", call.method, call.path);
    journal(
        session,
        &operation,
        "attempt",
        json!({ "request": path, "before": operation.before }),
        None,
    )?;
    let written = session
        .cloud
        .write(Api::Graph, call.method, &call.path, Some(&call.body), &[])
        .await;
    answered(session, operation, &*change, &seen.object, written).await
}

async fn answered(
    session: &Session,
    mut operation: Operation,
    change: &dyn Change,
    before: &Object,
    written: Written,
) -> Result<Step> {
    match written {
        Written::Answered(reply) => {
            session.saw(Ok(()));
            operation.state = State::Waiting;
            operation.evidence = Some(Evidence {
                kind: EvidenceKind::Accepted,
                at: reply.date.unwrap_or_else(|| session.now()),
                request_id: reply.request_id.clone(),
            });
            store(session, &operation)?;
            journal(
                session,
                &operation,
                "accepted",
                json!({ "status": reply.status }),
                reply.request_id,
            )?;
            confirm(session, operation).await
        }
        Written::Refused(fault) => {
            journal(
                session,
                &operation,
                "refused",
                json!(fault.error),
                fault.error.request_id.clone(),
            )?;
            operation.sent_at = None;
            if fault.kind == FaultKind::Denied {
                return hold(session, operation, Hold::Denied, Some(fault.error));
            }
            if change.is_refused_for_now(&fault.error, before) && operation.attempts < PASSING_REFUSALS {
                operation.state = State::Queued;
                operation.not_before = session.now() + PASSING_REFUSAL_WAIT;
                operation.error = Some(fault.error);
                return store(session, &operation);
            }
            operation.state = State::Failed;
            operation.error = Some(fault.error);
            operation.finished_at = Some(session.now());
            store(session, &operation)
        }
        Written::Unknown { why } => {
            operation.state = State::Unknown;
            operation.error = Some(why.clone());
            operation.not_before = session.now() + TimeDelta::seconds(1);
            store(session, &operation)?;
            journal(session, &operation, "no-answer", json!(why), why.request_id.clone())?;
            Ok(Step::Moved)
        }
        Written::NotSent(fault) => {
            // Surely not applied: the attempt is taken back to where it was, and counted.
            let wait = fault.retry_after.unwrap_or(Duration::from_secs(5));
            operation.state = State::Queued;
            operation.sent_at = None;
            operation.not_before = session.now() + TimeDelta::from_std(wait).unwrap_or(TimeDelta::hours(1));
            operation.error = Some(fault.error.clone());
            store(session, &operation)?;
            journal(session, &operation, "not-sent", json!(fault.error), None)?;
            Ok(if fault.kind == FaultKind::Throttled {
                Step::Moved
            } else {
                Step::Stop(fault)
            })
        }
    }
}

fn refused_to_read(session: &Session, operation: Operation, fault: Fault) -> Result<Step> {
    match fault.kind {
        FaultKind::Denied => hold(session, operation, Hold::Denied, Some(fault.error)),
        _ => unread(session, operation, fault),
    }
}

/// A target that could not be read. What lies with this one object must not hold up the others: its turn comes again later.
pub(super) fn unread(session: &Session, operation: Operation, fault: Fault) -> Result<Step> {
    use FaultKind::{Cancelled, Offline, Server, SignIn, UntrustedTls};
    if matches!(fault.kind, Offline | UntrustedTls | SignIn | Cancelled) {
        return Ok(Step::Stop(fault));
    }
    let wait = fault.retry_after.map_or(30, |wait| wait.as_secs() as i64);
    let moved = look_again(session, operation, wait)?;
    // A service that is down answers the others no better, and each would wait for it in turn.
    Ok(if fault.kind == Server { Step::Stop(fault) } else { moved })
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
    operation.before = change.base(&seen.object, &[]);
    session
        .store
        .transition(&rules_of(session, &operation)?, &from, &operation, Some(&seen.object))?;
    journal(
        session,
        &operation,
        "conflict",
        json!(operation.conflicts),
        Some(seen.request_id.clone()),
    )?;
    Ok(Step::Moved)
}

/// Moves an operation on that this sender has in its hands. One that was taken back meanwhile stays as it is.
pub(super) fn store(session: &Session, operation: &Operation) -> Result<Step> {
    let from = [State::Queued, State::Sending, State::Waiting, State::Unknown];
    session
        .store
        .transition(&rules_of(session, operation)?, &from, operation, None)?;
    Ok(Step::Moved)
}

pub(super) fn done(session: &Session, mut operation: Operation, seen: &Sight, kind: EvidenceKind) -> Result<Step> {
    let from = [operation.state];
    operation.state = State::Done;
    operation.finished_at = Some(session.now());
    operation.error = None;
    operation.evidence = Some(Evidence {
        kind,
        at: seen.at,
        request_id: Some(seen.request_id.clone()),
    });
    if session
        .store
        .transition(&rules_of(session, &operation)?, &from, &operation, Some(&seen.object))?
    {
        let request_id = Some(seen.request_id.clone());
        journal(session, &operation, "confirmed", json!(operation.evidence), request_id)?;
        return Ok(Step::Done);
    }
    Ok(Step::Moved)
}

pub(super) fn hold(session: &Session, mut operation: Operation, why: Hold, error: Option<Error>) -> Result<Step> {
    operation.state = State::Held;
    operation.hold = Some(why);
    operation.error = error;
    store(session, &operation)?;
    journal(session, &operation, "held", json!(why), None)?;
    Ok(Step::Moved)
}

/// For reads that somebody waits for.
pub(super) fn quick(session: &Session) -> ReadOptions {
    ReadOptions {
        priority: kontor_cloud::Priority::High,
        patience: Duration::from_secs(20),
        cancel: session.stop.clone(),
        ..ReadOptions::default()
    }
}
