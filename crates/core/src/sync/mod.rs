//! Bringing the mirror up to date: a round for each collection, page by page, resumable wherever it stopped.

mod billing;
mod catalog;
mod documents;
mod kept;
mod owners;
mod partner_catalog;
pub(crate) mod partner_center;
pub(crate) mod partner_link;
mod round;

pub(crate) use round::note_stale;

use crate::collections::{BILLING_ACCOUNTS, COLLECTIONS, Collection, INVOICES};
use crate::derivation::Rules;
use crate::kontor::SOMEBODY_WAITS;
use crate::session::{Progress, Session};
use kontor_cloud::{Fault, FaultKind, ReadOptions};
use kontor_model::{Api, Code, Error, Object, Result};
use kontor_store::{Cursor, Page, Round};
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// Delta leaves out some changes (`licenseAssignmentStates` is one): everything is read again after this long.
const FULL_AFTER_HOURS: i64 = 24;

/// What to sync.
#[derive(Clone, Debug, Default)]
pub struct Wish {
    /// Everything again, rather than what changed.
    pub full: bool,
    /// Only these collections; all when empty.
    pub only: Vec<String>,
}

/// What a sync did.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Per collection: how many objects were written, or why it failed.
    pub collections: Vec<(&'static str, Result<u64>)>,
    /// What ended the whole sync before its time.
    pub stopped: Option<Error>,
    /// How long Microsoft asked to stay away.
    pub(crate) wait: Option<Duration>,
}

/// Reads what changed in the cloud since the last time.
///
/// A collection that is refused fails alone. Being offline, signed out or cancelled ends the sync; what was stored by then
/// stays, and the next sync goes on from there.
///
/// # Errors
/// [`Code::Busy`] when another Kontor syncs this tenant; [`Code::Usage`] for an unknown collection; faults of the store.
pub async fn sync(session: &Session, wish: &Wish) -> Result<Outcome> {
    let chosen = chosen(&wish.only)?;
    let _lock = crate::outbox::lock(session, "sync.lock")?;
    let cancel = session.begin_cancellable();
    let mut outcome = Outcome::default();
    // After there is something to cancel, so that switching the network off at this very moment is never missed.
    if session.works_offline()? {
        outcome.stopped = Some(Error::new(Code::Offline, "You are working offline."));
        return Ok(outcome);
    }
    let verified = reach(session, &cancel).await;
    session.saw(verified.as_ref().copied());
    if let Err(fault) = verified {
        outcome.wait = fault.retry_after;
        outcome.stopped = Some(fault.error);
        return Ok(outcome);
    }
    crate::access::learn_account(session, &options(&cancel)).await?;
    let mut billing_is_shut: Option<Error> = None;
    for collection in chosen {
        if let Some(error) = billing_is_shut.as_ref().filter(|_| collection.source.is_billing()) {
            session.store.set_sync_error(collection.name, Some(error))?;
            outcome.collections.push((collection.name, Err(error.clone())));
            continue;
        }
        let done = round::round(session, collection, wish.full, !wish.only.is_empty(), &cancel).await;
        session.set_progress(None);
        match done {
            Ok(count) => {
                session.store.set_sync_error(collection.name, None)?;
                outcome.collections.push((collection.name, Ok(count)));
            }
            Err(Stop::Store(error)) => return Err(error),
            Err(Stop::Cloud(fault)) => {
                // Another service wants a token of its own: it says nothing of the directory.
                let elsewhere = collection.source.api() != Api::Graph;
                if !elsewhere {
                    session.saw(Err(&fault));
                }
                outcome.wait = outcome.wait.max(fault.retry_after);
                let ends = match fault.kind {
                    FaultKind::Cancelled => true,
                    kind => is_of_the_service(kind) && !elsewhere,
                };
                // Asking four more times would find the same, and each may wait its whole patience.
                if collection.source.is_billing()
                    && (collection.name == BILLING_ACCOUNTS.name || is_of_the_service(fault.kind))
                {
                    billing_is_shut = Some(fault.error.clone());
                }
                if fault.kind != FaultKind::Cancelled {
                    session.store.set_sync_error(collection.name, Some(&fault.error))?;
                }
                outcome.collections.push((collection.name, Err(fault.error.clone())));
                if ends {
                    outcome.stopped = Some(fault.error);
                    break;
                }
            }
        }
    }
    session.refresh_rows()?;
    let bills = outcome.collections.iter().any(|(name, _)| *name == INVOICES.name);
    if bills && billing_is_shut.is_none() && outcome.stopped.is_none() {
        documents::fetch(session, &cancel).await?;
    }
    let read = outcome.collections.iter().filter(|(_, read)| read.is_ok());
    let read: Vec<_> = read.map(|(name, _)| *name).collect();
    crate::outbox::see_guided(session, &read)?;
    Ok(outcome)
}

/// Whether nothing else of the same service would be answered either.
fn is_of_the_service(kind: FaultKind) -> bool {
    matches!(
        kind,
        FaultKind::Offline | FaultKind::Server | FaultKind::UntrustedTls | FaultKind::SignIn
    )
}

/// The first contact. That nothing answers is told soon; a server that asks for time gets it.
async fn reach(session: &Session, cancel: &CancellationToken) -> std::result::Result<(), Fault> {
    let patient = options(cancel);
    let first = ReadOptions {
        patience: SOMEBODY_WAITS,
        ..options(cancel)
    };
    let fault = match session.verify_tenant(&first).await {
        Err(fault) if fault.retry_after.is_some_and(|wait| wait < patient.patience) => fault,
        other => return other,
    };
    tokio::select! {
        () = session.clock.sleep(fault.retry_after.unwrap_or_default()) => session.verify_tenant(&patient).await,
        () = cancel.cancelled() => Err(fault),
    }
}

/// Why a round ended early.
enum Stop {
    Cloud(Fault),
    Store(Error),
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Store(error)
    }
}

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Self {
        Self::Cloud(fault)
    }
}

/// The end of a round. `sweep` drops what it did not see.
fn ended(sweep: bool) -> Cursor {
    Cursor::Done {
        delta_link: None,
        sweep,
    }
}

/// Stores what a round has read in one piece.
fn store_whole(session: &Session, rules: &Rules, found: Vec<(String, Object)>, cursor: Cursor) -> Result<u64> {
    let generation = session
        .store
        .begin_generation(rules.collection.name, Round::Full)?
        .generation;
    let count = found.len() as u64;
    let page = Page {
        generation,
        items: found,
        merge: false,
        removed: Vec::new(),
        cursor,
        at: session.now(),
    };
    session.store.apply(rules, page)?;
    Ok(count)
}

fn chosen(only: &[String]) -> Result<Vec<&'static Collection>> {
    for name in only {
        Session::named(name)?;
    }
    let wanted = |collection: &&Collection| {
        only.is_empty()
            || only
                .iter()
                .any(|name| Session::named(name).is_ok_and(|named| named.collection().name == collection.name))
    };
    Ok(COLLECTIONS.iter().copied().filter(wanted).collect())
}

fn options(cancel: &CancellationToken) -> ReadOptions {
    ReadOptions {
        patience: Duration::from_secs(60),
        cancel: cancel.clone(),
        ..ReadOptions::default()
    }
}
