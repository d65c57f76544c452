//! What goes on by itself while a host runs: sync by schedule, the outbox, notices.
//!
//! Due times are compared with the wall clock after short sleeps, so that hours of sleep of the machine are noticed.

use crate::alerts;
use crate::collections::COLLECTIONS;
use crate::host::Host;
use crate::kontor::Kontor;
use crate::outbox::{self, Pace};
use crate::session::{Connection, Session};
use crate::sync::{self, Wish};
use crate::text;
use chrono::{DateTime, TimeDelta, Utc};
use kontor_model::{Code, Result, Tag};
use std::sync::{Arc, Weak};
use std::time::Duration;
use tokio::task::JoinSet;

/// Between two syncs while the cloud answers.
const SYNC_EVERY: TimeDelta = TimeDelta::minutes(5);

/// No sleep is longer, so that a machine that wakes is syncing within half a minute.
const LONGEST_SLEEP: Duration = Duration::from_secs(15);

/// The first and the longest wait for a cloud that does not answer. It doubles in between.
const FIRST_RETRY: TimeDelta = TimeDelta::seconds(5);
const LONGEST_RETRY: TimeDelta = TimeDelta::seconds(60);

/// How long the watcher of commits waits before it looks whether it should end.
const WATCH: Duration = Duration::from_millis(500);

/// Runs every connected tenant, also those that are connected later, until Kontor is stopped and all has come to rest.
pub(crate) async fn run(kontor: Kontor, host: Arc<dyn Host>) {
    let mut tenants = kontor.0.tenants.subscribe();
    let mut running: Vec<Weak<Session>> = Vec::new();
    let mut tasks = JoinSet::new();
    while !kontor.0.stop.is_cancelled() {
        for tenant in kontor.folder().tenants().unwrap_or_default() {
            // A tenant that cannot be opened now (keychain locked) follows when a command has opened it.
            let Ok(session) = kontor.session(tenant.id).await else {
                continue;
            };
            running.retain(|one| one.strong_count() > 0);
            if !running.iter().any(|one| one.ptr_eq(&Arc::downgrade(&session))) {
                running.push(Arc::downgrade(&session));
                tasks.spawn(watch(kontor.clone(), session.clone()));
                tasks.spawn(keep_synced(session.clone()));
                tasks.spawn(keep_sending(session, kontor.clone(), host.clone()));
            }
        }
        tokio::select! {
            changed = tenants.changed() => if changed.is_err() { break },
            () = kontor.0.stop.cancelled() => {}
        }
    }
    while tasks.join_next().await.is_some() {}
}

/// Passes on what was committed, here or by another process.
async fn watch(kontor: Kontor, session: Arc<Session>) {
    let Ok(mut seq) = session.store.commit_seq() else {
        return;
    };
    while !session.stop.is_cancelled() {
        let here = session.clone();
        let changed = tokio::task::spawn_blocking(move || here.store.changed_since(seq, WATCH)).await;
        match changed {
            Ok(Ok((now, tags))) => {
                seq = now;
                if !tags.is_empty() {
                    let stored = session.store.token("credential");
                    if matches!(&stored, Ok(Some(stored)) if *stored != session.credential) {
                        kontor.reopen(&session);
                    }
                    if tags.contains(&Tag::OUTBOX) || tags.contains(&Tag::SETTINGS) {
                        session.nudge.notify_one();
                    }
                    if tags.contains(&Tag::SETTINGS) {
                        session.sync_nudge.notify_one();
                    }
                    kontor.tell(Some(session.tenant.id), tags.into_iter().collect());
                }
            }
            Ok(Err(_)) => session.clock.sleep(WATCH).await,
            Err(_) => return,
        }
    }
}

/// Syncs by schedule and when asked. A first load may take long: sending does not wait for it.
async fn keep_synced(session: Arc<Session>) {
    let mut next = session.now();
    let mut retry = FIRST_RETRY;
    // How long the cloud asked to be left alone.
    let mut quiet = TimeDelta::zero();
    // Asked for and not done yet.
    let mut full = false;
    while !session.stop.is_cancelled() {
        let offline = session.works_offline().unwrap_or(true);
        let asked = session.take_asked();
        full |= asked == Some(true);
        // A clock that is set back must not put the next sync off until it has caught up.
        next = next.min(session.now() + SYNC_EVERY.max(quiet));
        if offline || !session.is_reached() {
            // The sender may have found the cloud gone: that it is back is found out here.
            next = next.min(session.now() + retry.max(quiet));
        }
        if !offline && (asked.is_some() || session.now() >= next) {
            let synced = sync_once(&session, full).await;
            quiet = TimeDelta::zero();
            match synced {
                Synced::Answered(wait) => {
                    quiet = wait;
                    (next, retry, full) = (session.now() + SYNC_EVERY.max(quiet), FIRST_RETRY, false);
                }
                Synced::Elsewhere => next = session.now() + FIRST_RETRY,
                Synced::Unanswered(wait) => {
                    quiet = wait;
                    next = session.now() + retry.max(quiet);
                    retry = (retry * 2).min(LONGEST_RETRY);
                }
            }
            // What was read may be worth a notice, and an operation may go on.
            session.nudge.notify_one();
        }
        tokio::select! {
            () = session.sync_nudge.notified() => {}
            () = session.clock.sleep(until(&session, Some(next).filter(|_| !offline))) => {}
            () = session.stop.cancelled() => return,
        }
    }
}

/// Sends what is due and tells what is new.
async fn keep_sending(session: Arc<Session>, kontor: Kontor, host: Arc<dyn Host>) {
    while !session.stop.is_cancelled() {
        let mut next = None;
        if matches!(session.connection(), Ok((Connection::Online, _))) {
            let drained = outbox::drain(&session, Pace::Due).await;
            next = outbox::next_due(&session).ok().flatten();
            // Something is in the way (another sender, no right to read, a full disk): it is not asked again at once.
            if drained.as_ref().map_or(true, |drained| drained.stopped.is_some()) {
                next = next.max(Some(session.now() + FIRST_RETRY));
                session.sync_nudge.notify_one();
            }
        }
        // A store that cannot be read now says so to whoever asks it something.
        let _ = tell_alerts(&session, &kontor, &*host).await;
        tokio::select! {
            () = session.nudge.notified() => {}
            () = session.clock.sleep(until(&session, next)) => {}
            () = session.stop.cancelled() => return,
        }
    }
}

/// What became of a sync.
enum Synced {
    /// With the time that the cloud asked for, as has `Unanswered`.
    Answered(TimeDelta),
    Unanswered(TimeDelta),
    /// Another process is at it.
    Elsewhere,
}

async fn sync_once(session: &Session, full: bool) -> Synced {
    match sync::sync(session, &Wish { full, only: Vec::new() }).await {
        Ok(outcome) => {
            let wait = outcome.wait.and_then(|wait| TimeDelta::from_std(wait).ok());
            let wait = wait.unwrap_or_default();
            match outcome.stopped {
                Some(error) if error.code != Code::Cancelled => Synced::Unanswered(wait),
                _ => Synced::Answered(wait),
            }
        }
        Err(error) if error.code == Code::Busy => Synced::Elsewhere,
        Err(_) => Synced::Unanswered(TimeDelta::zero()),
    }
}

fn until(session: &Session, next: Option<DateTime<Utc>>) -> Duration {
    let wait = next.map_or(LONGEST_SLEEP, |next| {
        (next - session.now()).to_std().unwrap_or_default()
    });
    wait.clamp(Duration::from_millis(50), LONGEST_SLEEP)
}

/// Shows what was not told yet. What could not be shown stays untold and is tried again.
///
/// # Errors
/// Faults of the store. A host that cannot show anything is no error: the notices come later.
pub async fn tell_alerts(session: &Session, kontor: &Kontor, host: &dyn Host) -> Result<()> {
    // Two windows on the same files tell each notice once between them.
    let _lock = match outbox::lock(session, "tell.lock") {
        Err(error) if error.code == Code::Busy => return Ok(()),
        lock => lock?,
    };
    let now = session.now();
    let alerts = alerts::alerts(session, now)?;
    let told = session.store.told()?;
    let untold = alerts
        .iter()
        .filter(|alert| alert.notifies() && told.get(&alert.id) != Some(&alert.facts));
    // What is hidden in the window is not told beside it: that there is something is said once.
    let locked = kontor.is_locked();
    for (place, alert) in untold.enumerate() {
        let notice = match locked {
            true => text::locked_notice(&session.tenant, kontor.locale()?),
            false => text::notice(&session.tenant, alert, now, kontor.locale()?),
        };
        if (!locked || place == 0) && host.notify(&notice).await.is_err() {
            return Ok(());
        }
        session.store.mark_told(&alert.id, &alert.facts, now)?;
    }
    // While something was never read whole, an alert that is not there may still come back. What may not be read at all
    // brings none.
    for collection in COLLECTIONS {
        let state = session.store.sync_state(collection.name)?;
        if !state.complete && state.error.is_none_or(|error| error.code != Code::Denied) {
            return Ok(());
        }
    }
    session
        .store
        .forget_told_except(&alerts.into_iter().map(|alert| alert.id).collect())
}
