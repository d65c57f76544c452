//! Commands about several tenants: each one's figures, a search across all, and forgetting one.

use super::status::outbox_counts;
use super::{OfTenant, OperationView, OutboxCounts};
use crate::alerts::{self, Kind};
use crate::collections::{Collection, DELETED_USERS, DOMAINS, INVOICES, ISSUES, LICENSES, SUBSCRIPTIONS, USERS};
use crate::kontor::panicked;
use crate::session::{Connection, Session};
use crate::{Host, Kontor};
use chrono::{DateTime, Utc};
use kontor_model::{Code, Error, Result, TenantId};
use kontor_store::Query;
use serde::{Deserialize, Serialize};
use tokio::task::JoinSet;
use ts_rs::TS;

/// What the overview of all tenants shows of one, from its mirror and outbox alone. The figures are those of its alerts; none
/// where what they count was never read whole, or may not be.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Overview {
    pub connection: Option<Connection>,
    pub error: Option<Error>,
    /// The oldest as-of time of what may be read; none before all of it was loaded once.
    pub as_of: Option<DateTime<Utc>>,
    #[ts(type = "number | null")]
    pub users: Option<u64>,
    /// Passwords that end within the days of notice.
    pub passwords_ending: Option<u32>,
    /// Passwords that have ended.
    pub passwords_ended: Option<u32>,
    /// Products with more licences assigned than bought.
    pub license_shortages: Option<u32>,
    /// Subscriptions that end or renew soon, and the soonest day of these.
    pub subscriptions_ending: Option<u32>,
    pub next_subscription_end: Option<DateTime<Utc>>,
    /// Subscriptions in warning, suspended or locked.
    pub subscriptions_in_trouble: Option<u32>,
    pub invoices_overdue: Option<u32>,
    /// Open incidents of the tenant's services.
    pub incidents: Option<u32>,
    pub outbox: OutboxCounts,
}

/// A search across all tenants.
#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Search {
    /// Words, each of which must be found.
    pub text: String,
    /// Hits of each collection of a tenant, 1 to 50; 5 unless told.
    #[serde(default)]
    #[ts(optional)]
    pub limit: Option<u32>,
}

/// What was found in one tenant. Tenants without a hit are left out.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FoundIn {
    pub tenant: TenantId,
    pub name: String,
    pub hits: Vec<Hit>,
    /// Why it could not be searched.
    pub error: Option<Error>,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Hit {
    pub collection: &'static str,
    pub id: String,
    pub title: String,
    /// What tells two of the same title apart: a sign-in name, an address, a number.
    pub detail: Option<String>,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RemoveTenant {
    pub tenant: TenantId,
    /// Its operations that are not over may be lost.
    #[serde(default)]
    #[ts(optional, as = "Option<bool>")]
    pub discard_unsent: bool,
}

/// What became of it.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Removed {
    /// What would be lost: the tenant was kept. Empty when it is gone.
    pub unsent: Vec<OperationView>,
}

/// What a search goes through, in the order of its hits, and the property that tells two of the same title apart.
static SEARCHED: [(&Collection, Option<&str>); 6] = [
    (&USERS, Some("userPrincipalName")),
    (&DELETED_USERS, Some("userPrincipalName")),
    (&DOMAINS, None),
    (&SUBSCRIPTIONS, None),
    (&INVOICES, None),
    (&ISSUES, Some("id")),
];

const HITS: u32 = 5;
const MOST_HITS: u32 = 50;

pub(super) async fn overview(kontor: &Kontor, _: &dyn Host, input: OfTenant) -> Result<Overview> {
    let session = kontor.session(input.tenant).await?;
    // Forty tenants at once must not hold up what else a window asks for.
    let figures = tokio::task::spawn_blocking(move || overview_of(&session)).await;
    figures.map_err(panicked)?
}

/// A tenant's figures of this moment.
pub fn overview_of(session: &Session) -> Result<Overview> {
    let (connection, error) = session.connection()?;
    let alerts = alerts::alerts(session, session.now())?;
    let of = |kind: Kind| alerts.iter().filter(move |alert| alert.kind == kind);
    let read = |collection: &Collection| Ok::<_, Error>(session.store.sync_state(collection.name)?.complete);
    let count = |known: bool, kind: Kind| known.then(|| of(kind).count() as u32);
    let (users, subscriptions) = (read(&USERS)?, read(&SUBSCRIPTIONS)?);
    // A password's day comes from its domain.
    let passwords = users && read(&DOMAINS)?;
    Ok(Overview {
        connection: Some(connection),
        error,
        as_of: super::status::as_of(session)?,
        users: users.then_some(session.store.sync_state(USERS.name)?.count),
        passwords_ending: count(passwords, Kind::PasswordEnds),
        passwords_ended: count(passwords, Kind::PasswordEnded),
        license_shortages: count(read(&LICENSES)?, Kind::LicenseShortage),
        subscriptions_ending: count(subscriptions, Kind::SubscriptionEnds),
        next_subscription_end: of(Kind::SubscriptionEnds).filter_map(|alert| alert.at).min(),
        subscriptions_in_trouble: count(subscriptions, Kind::SubscriptionInTrouble),
        invoices_overdue: count(read(&INVOICES)?, Kind::InvoiceOverdue),
        incidents: count(read(&ISSUES)?, Kind::Incident),
        outbox: outbox_counts(session)?,
    })
}

pub(super) async fn search(kontor: &Kontor, _: &dyn Host, input: Search) -> Result<Vec<FoundIn>> {
    search_all(kontor, &input).await
}

/// Searches every connected tenant, in the order of their names.
///
/// # Errors
/// [`Code::Usage`] for a limit out of range. A tenant that cannot be searched says so among the answers.
pub async fn search_all(kontor: &Kontor, input: &Search) -> Result<Vec<FoundIn>> {
    let limit = input.limit.unwrap_or(HITS);
    if !(1..=MOST_HITS).contains(&limit) {
        return Err(Error::new(Code::Usage, format!("Ask for 1 to {MOST_HITS} hits.")));
    }
    let text = input.text.trim().to_owned();
    if text.is_empty() {
        return Ok(Vec::new());
    }
    let tenants = kontor.folder().tenants()?;
    let mut searches = JoinSet::new();
    for (place, tenant) in tenants.into_iter().enumerate() {
        let (kontor, text) = (kontor.clone(), text.clone());
        searches.spawn(async move {
            let hits = async {
                let session = kontor.session(tenant.id).await?;
                let found = tokio::task::spawn_blocking(move || hits(&session, &text, limit));
                found.await.map_err(panicked)?
            };
            let (hits, error) = hits
                .await
                .map_or_else(|error| (Vec::new(), Some(error)), |hits| (hits, None));
            let (tenant, name) = (tenant.id, tenant.name);
            (
                place,
                FoundIn {
                    tenant,
                    name,
                    hits,
                    error,
                },
            )
        });
    }
    let mut found = searches.join_all().await;
    found.sort_by_key(|(place, _)| *place);
    let told = |found: &FoundIn| !found.hits.is_empty() || found.error.is_some();
    Ok(found.into_iter().map(|(_, found)| found).filter(told).collect())
}

fn hits(session: &Session, text: &str, limit: u32) -> Result<Vec<Hit>> {
    let mut hits = Vec::new();
    for (collection, detail) in SEARCHED {
        let query = Query {
            search: Some(text),
            limit,
            ..Query::default()
        };
        let page = session.store.list(&session.rules(collection)?, &query)?;
        hits.extend(page.items.into_iter().map(|item| Hit {
            collection: collection.name,
            title: (collection.title)(&item.object),
            detail: detail.and_then(|name| item.object.get(name)?.as_str().map(str::to_owned)),
            id: item.id,
        }));
    }
    Ok(hits)
}

pub(super) async fn remove_tenant(kontor: &Kontor, _: &dyn Host, input: RemoveTenant) -> Result<Removed> {
    let unsent = kontor.remove(input.tenant, input.discard_unsent).await?;
    let unsent = unsent.into_iter().map(OperationView::from).collect();
    Ok(Removed { unsent })
}
