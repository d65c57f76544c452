//! What renews or ends, and when.
//!
//! Graph knows the day; whether a subscription renews by itself, and its term, only billing knows.

use super::Known;
use super::prices::{Prices, UnitPrice, by_commerce_id};
use crate::alerts::each;
use crate::collections::{
    BILLING_SUBSCRIPTIONS, BillingSubscriptionRow, SUBSCRIPTIONS, SubscriptionRow, subscriptions,
};
use crate::session::Session;
use chrono::{DateTime, TimeDelta, Utc};
use kontor_model::Result;
use serde::Serialize;
use ts_rs::TS;

/// What renews or ends, soonest first.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Renewals {
    pub items: Vec<Renewal>,
    pub subscriptions: Known,
    /// Where auto-renewal and terms come from.
    pub billing: Known,
}

/// A subscription at its next date.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Renewal {
    /// Of the subscription.
    pub id: String,
    pub name: String,
    pub sku_id: Option<String>,
    /// `Enabled`, `Warning` …, as it came.
    pub status: Option<String>,
    #[ts(type = "number | null")]
    pub seats: Option<i64>,
    pub is_trial: Option<bool>,
    /// When it renews, ends, or moves to its next state.
    pub at: Option<DateTime<Utc>>,
    pub term: Term,
    pub auto_renew: AutoRenew,
    pub billing_frequency: Option<String>,
    /// The tenant of the partner that sold it; none when Microsoft did.
    pub sold_by: Option<String>,
    pub reduce: Reduce,
    /// Until when seats can be taken back, where that is known.
    pub reduce_until: Option<DateTime<Utc>>,
    /// Of a seat, on the newest bill.
    pub price: Option<UnitPrice>,
}

/// How long a subscription is bought for at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Term {
    Month,
    /// Several months, a year, or several.
    Longer,
    Unknown,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum AutoRenew {
    On,
    Off,
    Unknown,
}

/// What is known of taking seats back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Reduce {
    /// Sold by a partner, whose window is open now.
    PartnerNow,
    /// Sold by a partner: in the days after the next renewal.
    PartnerAfterRenewal,
    /// Sold by a partner, and its dates are not known.
    PartnerUnknown,
    /// Bought from Microsoft, which does not tell.
    NotTold,
}

/// Partner Center takes seats of the new commerce back for so long after a purchase or a renewal.
const WINDOW: TimeDelta = TimeDelta::days(7);

/// Everything that is not over, at `now`.
pub fn renewals(session: &Session, now: DateTime<Utc>) -> Result<Renewals> {
    let billed = by_commerce_id(session)?;
    let prices = Prices::read(session, now)?;
    let mut items = Vec::new();
    each(session, &SUBSCRIPTIONS, &[], |id, object, _| {
        let row = subscriptions::row(id, object);
        if row
            .status
            .as_deref()
            .is_some_and(|status| status.eq_ignore_ascii_case("deleted"))
        {
            return;
        }
        let commerce = row
            .commerce_subscription_id
            .as_deref()
            .unwrap_or_default()
            .to_lowercase();
        let billing = billed.get(&commerce).and_then(Option::as_ref);
        items.push(renewal(row, billing, &prices, &session.tenant.tenant_id, now));
    })?;
    items.sort_by(|a: &Renewal, b| (a.at.is_none(), a.at, &a.name, &a.id).cmp(&(b.at.is_none(), b.at, &b.name, &b.id)));
    Ok(Renewals {
        items,
        subscriptions: Known::of(session, &SUBSCRIPTIONS)?,
        billing: Known::of(session, &BILLING_SUBSCRIPTIONS)?,
    })
}

fn renewal(
    row: SubscriptionRow,
    billing: Option<&BillingSubscriptionRow>,
    prices: &Prices,
    tenant: &str,
    now: DateTime<Utc>,
) -> Renewal {
    let sold_by = row.owner_tenant_id.filter(|owner| !owner.eq_ignore_ascii_case(tenant));
    let at = row
        .next_lifecycle_date_time
        .or(billing.and_then(|billing| billing.term_end_date));
    let auto_renew = auto_renew(billing);
    let started = billing.and_then(|billing| billing.term_start_date);
    let (reduce, reduce_until) = match (&sold_by, started, at) {
        (None, ..) => (Reduce::NotTold, None),
        (Some(_), Some(started), _) if started <= now && now < started + WINDOW => {
            (Reduce::PartnerNow, Some(started + WINDOW))
        }
        (Some(_), _, Some(at)) if auto_renew != AutoRenew::Off => (Reduce::PartnerAfterRenewal, Some(at + WINDOW)),
        (Some(_), ..) => (Reduce::PartnerUnknown, None),
    };
    Renewal {
        price: row.sku_id.as_deref().and_then(|sku| prices.of(sku).ok()),
        id: row.id,
        name: row.name,
        sku_id: row.sku_id,
        status: row.status,
        seats: row.total_licenses,
        is_trial: row.is_trial,
        at,
        term: term(billing),
        auto_renew,
        billing_frequency: billing.and_then(|billing| billing.billing_frequency.clone()),
        sold_by,
        reduce,
        reduce_until,
    }
}

pub(crate) fn auto_renew(billing: Option<&BillingSubscriptionRow>) -> AutoRenew {
    match billing.and_then(|billing| billing.auto_renew.as_deref()) {
        Some(on) if on.eq_ignore_ascii_case("on") => AutoRenew::On,
        Some(off) if off.eq_ignore_ascii_case("off") => AutoRenew::Off,
        _ => AutoRenew::Unknown,
    }
}

pub(crate) fn term(billing: Option<&BillingSubscriptionRow>) -> Term {
    match billing.and_then(|billing| billing.term_duration.as_deref()) {
        Some(month) if month.eq_ignore_ascii_case("p1m") => Term::Month,
        // Three months, a year, three years; what else may come is left unknown.
        Some(other) if longer(other) => Term::Longer,
        _ => Term::Unknown,
    }
}

/// `P3M`, `P1Y` …: a count of months or years.
fn longer(duration: &str) -> bool {
    let upper = duration.to_uppercase();
    let count = upper.strip_prefix('P').and_then(|rest| rest.strip_suffix(['M', 'Y']));
    count
        .and_then(|count| count.parse::<u32>().ok())
        .is_some_and(|count| count > 0)
}
