//! Bills live under billing accounts: those come first, then what stands below each, then the lines of each invoice.

use super::{Cursor, Progress, Session, Stop, ended, options, store_whole};
use crate::collections::field::text;
use crate::collections::{BILLING_ACCOUNTS, INVOICES, billing_accounts, invoices};
use crate::derivation::Rules;
use chrono::TimeDelta;
use kontor_cloud::FaultKind;
use kontor_model::{Api, Object};
use kontor_store::{Cell, Query};
use serde_json::json;
use std::collections::BTreeSet;
use tokio_util::sync::CancellationToken;

pub(super) const VERSION: &str = "api-version=2024-04-01";

/// How far back invoices are read: Microsoft keeps them longer, but asks for a period.
const DAYS_BACK: i64 = 3 * 365;

/// Accounts that were read so lately need not be asked for again by what stands below them.
const FRESH: TimeDelta = TimeDelta::minutes(5);

/// No account at all is normal: billing roles are separate from Entra's.
pub(super) async fn accounts(session: &Session, rules: &Rules, cancel: &CancellationToken) -> Result<u64, Stop> {
    begin(session, rules);
    let path = format!("/providers/Microsoft.Billing/billingAccounts?{VERSION}");
    let found = all(session, path, cancel).await?;
    Ok(store_whole(session, rules, by_id(found), ended(true))?)
}

/// Reads one list below every billing account.
pub(super) async fn below_accounts(
    session: &Session,
    rules: &Rules,
    path: &str,
    of_a_period: bool,
    cancel: &CancellationToken,
) -> Result<u64, Stop> {
    begin(session, rules);
    let mut query = VERSION.to_owned();
    if of_a_period {
        let today = session.now().date_naive();
        let (from, to) = (today - TimeDelta::days(DAYS_BACK), today + TimeDelta::days(1));
        query += &format!("&periodStartDate={from}&periodEndDate={to}");
    }
    let mut found = Vec::new();
    let mut refused = None;
    for account in known_accounts(session, cancel).await? {
        let Some(id) = text(&account, "id") else { continue };
        match all(session, format!("{id}/{path}?{query}"), cancel).await {
            Ok(items) => found.extend(items),
            // Accounts of the old kind lack most lists, and nobody has written down how they say so.
            Err(Stop::Cloud(fault)) if fault.kind == FaultKind::NotFound => {}
            Err(Stop::Cloud(fault)) if fault.kind == FaultKind::Refused && is_of_the_old_kind(&account) => {}
            // One account that this admin may not read does not hide what the others have.
            Err(Stop::Cloud(fault)) if fault.kind == FaultKind::Denied => refused = Some(fault),
            Err(other) => return Err(other),
        }
    }
    // What a refused account has stays as it was.
    let count = store_whole(session, rules, by_id(found), ended(refused.is_none()))?;
    match refused {
        Some(fault) => Err(fault.into()),
        None => Ok(count),
    }
}

/// The lines of the invoices whose lines are not known yet; of all of them when everything is wanted again.
pub(super) async fn transactions(
    session: &Session,
    rules: &Rules,
    full: bool,
    cancel: &CancellationToken,
) -> Result<u64, Stop> {
    begin(session, rules);
    let known: BTreeSet<String> = match full {
        true => BTreeSet::new(),
        false => session
            .store
            .tally(rules, "invoice", &[])?
            .into_iter()
            .filter_map(named)
            .collect(),
    };
    let mut empty = match full {
        true => BTreeSet::new(),
        false => without_lines(session)?,
    };
    let mut found = Vec::new();
    let mut refused = None;
    for (id, invoice) in mirrored(session, &session.rules(&INVOICES)?)? {
        if empty.contains(&id) || text(&invoice, "name").is_some_and(|name| known.contains(&name)) {
            continue;
        }
        let settled = invoices::row(&id, &invoice)
            .invoice_date
            .is_some_and(|date| date < session.now() - NEW);
        match all(session, format!("{id}/transactions?{VERSION}"), cancel).await {
            Ok(lines) if lines.is_empty() && settled => {
                empty.insert(id);
            }
            Ok(lines) => found.extend(lines),
            // Not every agreement has lines.
            Err(Stop::Cloud(fault)) if matches!(fault.kind, FaultKind::NotFound | FaultKind::Refused) => {
                if settled {
                    empty.insert(id);
                }
            }
            Err(Stop::Cloud(fault)) if fault.kind == FaultKind::Denied => refused = Some(fault),
            Err(other) => {
                // Many invoices, many requests: what was read by now stays read.
                let next_link = format!("{id}/transactions?{VERSION}");
                session.store.set_setting(WITHOUT_LINES, &json!(empty))?;
                store_whole(session, rules, by_id(found), Cursor::More { next_link })?;
                return Err(other);
            }
        }
    }
    session.store.set_setting(WITHOUT_LINES, &json!(empty))?;
    let count = store_whole(session, rules, by_id(found), ended(full && refused.is_none()))?;
    match refused {
        Some(fault) => Err(fault.into()),
        None => Ok(count),
    }
}

/// Invoices that were asked about and have no lines.
const WITHOUT_LINES: &str = "invoices-without-lines";

/// So young an invoice may get its lines later.
const NEW: TimeDelta = TimeDelta::days(7);

fn without_lines(session: &Session) -> kontor_model::Result<BTreeSet<String>> {
    let stored = session.store.setting(WITHOUT_LINES)?.unwrap_or_default();
    Ok(serde_json::from_value(stored).unwrap_or_default())
}

fn named((cell, _): (Cell, u64)) -> Option<String> {
    match cell {
        Cell::Text(name) => Some(name),
        _ => None,
    }
}

fn is_of_the_old_kind(account: &Object) -> bool {
    billing_accounts::row("", account).bills_elsewhere
}

/// The accounts as they were read a moment ago, or now.
async fn known_accounts(session: &Session, cancel: &CancellationToken) -> Result<Vec<Object>, Stop> {
    let state = session.store.sync_state(BILLING_ACCOUNTS.name)?;
    let fresh = state
        .as_of
        .is_some_and(|at| at <= session.now() && session.now() - at < FRESH);
    if fresh && state.error.is_none() {
        let accounts = mirrored(session, &session.rules(&BILLING_ACCOUNTS)?)?;
        return Ok(accounts.into_iter().map(|(_, account)| account).collect());
    }
    let path = format!("/providers/Microsoft.Billing/billingAccounts?{VERSION}");
    all(session, path, cancel).await
}

fn mirrored(session: &Session, rules: &Rules) -> kontor_model::Result<Vec<(String, Object)>> {
    let query = Query {
        limit: 5_000,
        mirror_only: true,
        ..Query::default()
    };
    let items = session.store.list(rules, &query)?.items;
    Ok(items.into_iter().map(|item| (item.id, item.server)).collect())
}

fn begin(session: &Session, rules: &Rules) {
    session.set_progress(Some(Progress {
        collection: rules.collection.name.to_owned(),
        done: 0,
        total: None,
    }));
}

/// Each by the id that ARM gives it.
fn by_id(found: Vec<Object>) -> Vec<(String, Object)> {
    let keyed = found.into_iter().filter_map(|item| Some((text(&item, "id")?, item)));
    keyed.collect()
}

async fn all(session: &Session, first: String, cancel: &CancellationToken) -> Result<Vec<Object>, Stop> {
    let mut items = Vec::new();
    let mut link = Some(first);
    while let Some(here) = link {
        let page = session.cloud.page(Api::Arm, &here, &options(cancel)).await?;
        items.extend(page.items);
        link = page.next_link;
    }
    Ok(items)
}
