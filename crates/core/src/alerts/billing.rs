//! Licences that run short, subscriptions that end, invoices that are overdue.

use super::{Alert, Kind, Severity, each};
use crate::collections::{INVOICES, LICENSES, SUBSCRIPTIONS, invoices, licenses, subscriptions};
use crate::money::{AutoRenew, Term, auto_renew, by_commerce_id, term};
use crate::session::Session;
use chrono::{DateTime, TimeDelta, Utc};
use kontor_model::Result;
use serde_json::Value;
use std::collections::BTreeMap;

/// A subscription's next date is news this long before.
const ENDS_SOON: TimeDelta = TimeDelta::days(30);

pub(super) fn alerts(session: &Session, now: DateTime<Utc>) -> Result<Vec<Alert>> {
    let mut found = Vec::new();
    each(session, &LICENSES, &[], |id, object, _| {
        let row = licenses::row(id, object);
        let (Some(free), Some(bought)) = (row.available, row.bought) else {
            return;
        };
        if free < 0 {
            let args = BTreeMap::from([("missing", Value::from(free.unsigned_abs())), ("bought", bought.into())]);
            let facts = free.to_string();
            found.push(alert(
                Kind::LicenseShortage,
                Severity::Warning,
                "licenses",
                id,
                row.name,
                None,
                args,
                facts,
            ));
        }
    })?;
    let billed = by_commerce_id(session)?;
    each(session, &SUBSCRIPTIONS, &[], |id, object, _| {
        let row = subscriptions::row(id, object);
        let status = row.status.unwrap_or_default();
        if matches!(status.to_lowercase().as_str(), "warning" | "suspended" | "lockedout") {
            let args = BTreeMap::from([("status", Value::String(status.clone()))]);
            let at = row.next_lifecycle_date_time;
            found.push(alert(
                Kind::SubscriptionInTrouble,
                Severity::Critical,
                "subscriptions",
                id,
                row.name,
                at,
                args,
                status,
            ));
            return;
        }
        let Some(at) = row
            .next_lifecycle_date_time
            .filter(|at| *at > now && *at - now < ENDS_SOON)
        else {
            return;
        };
        let commerce = row.commerce_subscription_id.unwrap_or_default().to_lowercase();
        let billing = billed.get(&commerce).and_then(Option::as_ref);
        let renews = auto_renew(billing);
        let trial = row.is_trial == Some(true);
        // What goes on by itself every month would be news every month; a trial that does begins to cost.
        if (term(billing), renews) == (Term::Month, AutoRenew::On) && !trial {
            return;
        }
        let ends = trial || renews == AutoRenew::Off;
        let severity = if ends { Severity::Warning } else { Severity::Info };
        let args = BTreeMap::from([
            ("seats", row.total_licenses.map_or(Value::Null, Value::from)),
            ("trial", Value::from(i64::from(trial))),
            ("renews", serde_json::to_value(renews).unwrap_or_default()),
        ]);
        found.push(alert(
            Kind::SubscriptionEnds,
            severity,
            "subscriptions",
            id,
            row.name,
            Some(at),
            args,
            format!("{} {ends}", at.timestamp()),
        ));
    })?;
    each(session, &INVOICES, &[], |id, object, _| {
        let row = invoices::row(id, object);
        if !row.is_late(now) {
            return;
        }
        let status = row.status.unwrap_or_default();
        let amount = row.amount_due.or(row.total_amount);
        let text = |part: Option<String>| part.map_or(Value::Null, Value::String);
        let (currency, value) = amount.map_or((None, None), |amount| (amount.currency, amount.value));
        let args = BTreeMap::from([("amount", text(value)), ("currency", text(currency))]);
        let name = row.name.unwrap_or_default();
        found.push(alert(
            Kind::InvoiceOverdue,
            Severity::Critical,
            "invoices",
            id,
            name,
            row.due_date,
            args,
            status,
        ));
    })?;
    Ok(found)
}

#[expect(
    clippy::too_many_arguments,
    reason = "one line for each field of an alert; a builder would be longer"
)]
fn alert(
    kind: Kind,
    severity: Severity,
    collection: &str,
    id: &str,
    name: String,
    at: Option<DateTime<Utc>>,
    args: BTreeMap<&'static str, Value>,
    facts: String,
) -> Alert {
    let matter = match kind {
        Kind::LicenseShortage => "license-shortage",
        Kind::SubscriptionEnds => "subscription-ends",
        Kind::SubscriptionInTrouble => "subscription-in-trouble",
        _ => "invoice-overdue",
    };
    Alert {
        id: format!("{matter}/{id}"),
        kind,
        severity,
        collection: collection.to_owned(),
        object_id: Some(id.to_owned()),
        name,
        at,
        args,
        facts,
    }
}
