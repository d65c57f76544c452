//! Invoices live under billing accounts: those come first, then the invoices of each.

use super::{Progress, Session, Stop, options, store_whole};
use crate::derivation::Rules;
use chrono::TimeDelta;
use kontor_cloud::FaultKind;
use kontor_model::{Api, Object};
use serde_json::Value;
use tokio_util::sync::CancellationToken;

const VERSION: &str = "api-version=2024-04-01";

/// How far back invoices are read: Microsoft keeps them longer, but asks for a period.
const DAYS_BACK: i64 = 3 * 365;

/// Reads the invoices of every billing account. No account at all is normal: billing roles are separate from Entra's.
pub(super) async fn invoices(session: &Session, rules: &Rules, cancel: &CancellationToken) -> Result<u64, Stop> {
    let name = rules.collection.name;
    session.set_progress(Some(Progress {
        collection: name.to_owned(),
        done: 0,
        total: None,
    }));
    let today = session.now().date_naive();
    let from = today - TimeDelta::days(DAYS_BACK);
    let to = today + TimeDelta::days(1);
    let accounts = all(
        session,
        format!("/providers/Microsoft.Billing/billingAccounts?{VERSION}"),
        cancel,
    )
    .await?;
    let mut found = Vec::new();
    let mut refused = None;
    for account in accounts {
        let Some(id) = account.get("id").and_then(Value::as_str) else {
            continue;
        };
        let period = format!("periodStartDate={from}&periodEndDate={to}");
        match all(session, format!("{id}/invoices?{VERSION}&{period}"), cancel).await {
            Ok(invoices) => found.extend(invoices),
            // Accounts of the old kind list no invoices here.
            Err(Stop::Cloud(fault)) if fault.kind == FaultKind::NotFound => {}
            // One account that this admin may not read does not hide the bills of the others.
            Err(Stop::Cloud(fault)) if fault.kind == FaultKind::Denied => refused = Some(fault),
            Err(other) => return Err(other),
        }
    }
    let items = found
        .into_iter()
        .filter_map(|invoice| Some((invoice.get("id")?.as_str()?.to_owned(), invoice)))
        .collect();
    // Bills of a refused account stay as they were.
    let count = store_whole(session, rules, items, refused.is_none())?;
    match refused {
        Some(fault) => Err(fault.into()),
        None => Ok(count),
    }
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
