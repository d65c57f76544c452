//! Commands about a tenant as a whole: connection, sync, Home, alerts.

use super::Empty;
use crate::alerts::Alert;
use crate::collections::{COLLECTIONS, Collection, ORGANIZATION, Source, USERS, organization};
use crate::session::{Connection, Progress, Session};
use crate::{Host, Kontor};
use chrono::{DateTime, Utc};
use kontor_model::{Code, Error, Result, State, TenantId};
use kontor_store::{Query, Which};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OfTenant {
    pub tenant: TenantId,
}

/// Everything the frame of the window shows of a tenant.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Status {
    pub connection: Connection,
    /// Why it is offline, or must sign in.
    pub error: Option<Error>,
    /// The oldest as-of time of all collections; none before each was loaded once.
    pub as_of: Option<DateTime<Utc>>,
    /// What sync is doing; none when it rests.
    pub syncing: Option<Progress>,
    pub collections: Vec<CollectionStatus>,
    pub outbox: OutboxCounts,
    pub alerts: u32,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CollectionStatus {
    pub collection: String,
    #[ts(type = "number")]
    pub count: u64,
    pub as_of: Option<DateTime<Utc>>,
    /// Whether everything was read once. Until then the list is only a part.
    pub complete: bool,
    pub error: Option<Error>,
}

/// Operations by what they wait for.
#[derive(Debug, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OutboxCounts {
    /// Will go by themselves.
    pub pending: u32,
    /// Need a person: held, in conflict, or to be done elsewhere.
    pub attention: u32,
    /// Refused by the server, and not acknowledged since.
    pub failed: u32,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SetWorkOffline {
    pub tenant: TenantId,
    pub work_offline: bool,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Sync {
    pub tenant: TenantId,
    /// Read everything again rather than what changed.
    #[serde(default)]
    #[ts(optional, as = "Option<bool>")]
    pub full: bool,
}

/// The first screen: the organisation, and what needs attention today.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Home {
    pub organization: Option<crate::collections::OrganizationRow>,
    pub attention: Vec<Alert>,
    pub as_of: Option<DateTime<Utc>>,
}

pub(super) async fn status(kontor: &Kontor, _: &dyn Host, input: OfTenant) -> Result<Status> {
    let session = kontor.session(input.tenant).await?;
    let (connection, error) = session.connection()?;
    let mut collections = Vec::new();
    for collection in COLLECTIONS {
        let state = session.store.sync_state(collection.name)?;
        collections.push(CollectionStatus {
            collection: collection.name.to_owned(),
            count: state.count,
            as_of: state.as_of,
            complete: state.complete,
            error: state.error,
        });
    }
    let as_of = as_of(&session)?;
    let alerts = crate::alerts::alerts(&session, session.now())?.len() as u32;
    Ok(Status {
        connection,
        error,
        as_of,
        syncing: session.progress(),
        collections,
        outbox: outbox_counts(&session)?,
        alerts,
    })
}

/// The oldest as-of time of all collections; none before each was loaded once.
pub(super) fn as_of(session: &Session) -> Result<Option<DateTime<Utc>>> {
    let mut oldest = Vec::new();
    for collection in COLLECTIONS {
        // What is read once in a while says for itself how old it is.
        if matches!(collection.source, Source::Apart { .. } | Source::Report { .. }) {
            continue;
        }
        let state = session.store.sync_state(collection.name)?;
        // A collection that may not be read has no as-of time and does not make the others look old.
        if state.error.is_none_or(|error| error.code != Code::Denied) {
            oldest.push(state.as_of);
        }
    }
    Ok(oldest.into_iter().min().flatten())
}

pub(super) fn outbox_counts(session: &Session) -> Result<OutboxCounts> {
    let mut counts = OutboxCounts::default();
    for operation in session.store.operations(Which::All)? {
        match operation.state {
            State::Queued | State::Sending | State::Unknown | State::Waiting => counts.pending += 1,
            State::Held | State::Conflict | State::Guided => counts.attention += 1,
            State::Failed => counts.failed += u32::from(!operation.acknowledged),
            State::Done | State::Discarded | State::Replaced => {}
        }
    }
    Ok(counts)
}

pub(super) async fn set_work_offline(kontor: &Kontor, _: &dyn Host, input: SetWorkOffline) -> Result<Empty> {
    kontor
        .session(input.tenant)
        .await?
        .set_works_offline(input.work_offline)?;
    Ok(Empty {})
}

pub(super) async fn sync(kontor: &Kontor, _: &dyn Host, input: Sync) -> Result<Empty> {
    let session = kontor.session(input.tenant).await?;
    if session.works_offline()? {
        return Err(Error::new(
            Code::Offline,
            "You are working offline. Switch \"Work offline\" off to sync.",
        ));
    }
    session.ask_sync(input.full);
    Ok(Empty {})
}

pub(super) async fn cancel_sync(kontor: &Kontor, _: &dyn Host, input: OfTenant) -> Result<Empty> {
    kontor.session(input.tenant).await?.cancel_sync();
    Ok(Empty {})
}

pub(super) async fn permissions(_: &Kontor, _: &dyn Host, _: Empty) -> Result<Vec<crate::access::Permission>> {
    Ok(crate::access::permissions())
}

pub(super) async fn access(kontor: &Kontor, _: &dyn Host, input: OfTenant) -> Result<crate::access::Access> {
    crate::access::access(&*kontor.session(input.tenant).await?)
}

pub(super) async fn alerts(kontor: &Kontor, _: &dyn Host, input: OfTenant) -> Result<Vec<Alert>> {
    let session = kontor.session(input.tenant).await?;
    crate::alerts::alerts(&session, session.now())
}

pub(super) async fn home(kontor: &Kontor, _: &dyn Host, input: OfTenant) -> Result<Home> {
    let session = kontor.session(input.tenant).await?;
    let attention = crate::alerts::alerts(&session, session.now())?;
    let items = all(&session, &ORGANIZATION)?;
    let organization = items.first().map(|(id, object)| organization::row(id, object));
    let as_of = session.store.sync_state(USERS.name)?.as_of;
    Ok(Home {
        organization,
        attention,
        as_of,
    })
}

/// Every object of a small collection.
fn all(session: &Session, collection: &'static Collection) -> Result<Vec<(String, kontor_model::Object)>> {
    let query = Query {
        limit: 5_000,
        ..Query::default()
    };
    let page = session.store.list(&session.rules(collection)?, &query)?;
    Ok(page.items.into_iter().map(|item| (item.id, item.object)).collect())
}
