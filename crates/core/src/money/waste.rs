//! Seats that are paid for and serve nobody, per product.

use super::Known;
use super::decimal::Decimal;
use super::prices::{Period, PriceUnknown, Prices, UnitPrice};
use crate::alerts::each;
use crate::collections::arm::Amount;
use crate::collections::{LICENSES, SIGN_IN_ACTIVITY, TRANSACTIONS, USERS, licenses, users};
use crate::selection::sign_ins_until;
use crate::session::Session;
use chrono::{DateTime, Utc};
use kontor_model::Result;
use kontor_store::{Cell, Filter};
use serde::Serialize;
use std::collections::BTreeMap;
use ts_rs::TS;

/// What is not used, what is known to cost most first.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Waste {
    pub items: Vec<Wasted>,
    /// Of those whose price is known, by currency and period.
    pub costs: Vec<Cost>,
    /// Whether anything at all is known of when people signed in.
    pub sign_ins_known: bool,
    pub users: Known,
    pub sign_ins: Known,
    pub licenses: Known,
    /// Where prices come from.
    pub bills: Known,
}

/// A product with its seats that serve nobody. A person counts once: blocked before anything else.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Wasted {
    /// Of the product among the licences.
    pub id: String,
    pub sku_id: String,
    pub name: String,
    #[ts(type = "number | null")]
    pub bought: Option<i64>,
    #[ts(type = "number | null")]
    pub assigned: Option<i64>,
    #[ts(type = "number | null")]
    pub unassigned: Option<i64>,
    /// Assigned to accounts that cannot sign in.
    #[ts(type = "number")]
    pub blocked: u64,
    /// Assigned to accounts that are not new and never signed in. Unknown when nothing is known of sign-ins.
    #[ts(type = "number | null")]
    pub never: Option<u64>,
    /// Assigned to people who have not signed in for long.
    #[ts(type = "number | null")]
    pub long_ago: Option<u64>,
    /// Assigned to accounts of which nobody knows.
    #[ts(type = "number")]
    pub sign_in_unknown: u64,
    /// All of them that are known.
    #[ts(type = "number")]
    pub seats: u64,
    pub price: Option<UnitPrice>,
    pub price_unknown: Option<PriceUnknown>,
    /// What these seats cost, in the currency and for the period of the price.
    pub cost: Option<String>,
}

/// Money in a currency for a period.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Cost {
    pub amount: Amount,
    pub period: Period,
}

/// The seats of everybody whom a kind of filter leaves, by product.
type Seats = BTreeMap<String, u64>;

pub fn waste(session: &Session, now: DateTime<Utc>) -> Result<Waste> {
    let known_until = sign_ins_until(session)?;
    let seats = |kind: &str| -> Result<Seats> {
        let filters = users::timed("seat", kind, known_until).unwrap_or_default();
        by_product(session, &filters)
    };
    let (blocked, never, long_ago, unknown) = (
        seats("blocked")?,
        seats("never")?,
        seats("long-ago")?,
        seats("unknown")?,
    );
    let unseen: u64 = session
        .store
        .tally(&session.rules(&USERS)?, "last_sign_in", &[])?
        .iter()
        .filter(|(cell, _)| *cell != Cell::Null)
        .map(|(_, count)| count)
        .sum();
    // Dates that may not be read any more grow old without anybody's doing.
    let sign_ins_known = unseen > 0 && Known::of(session, &SIGN_IN_ACTIVITY)?.error.is_none();
    let users = Known::of(session, &USERS)?;
    let prices = Prices::read(session, now)?;
    let mut items: Vec<(Wasted, Option<Decimal>)> = Vec::new();
    each(session, &LICENSES, &[], |id, object, _| {
        let row = licenses::row(id, object);
        let for_people = row
            .applies_to
            .as_deref()
            .is_none_or(|kind| kind.eq_ignore_ascii_case("user"));
        let Some(sku_id) = row.sku_id.filter(|_| for_people) else {
            return;
        };
        let count = |seats: &Seats| seats.get(&sku_id.to_lowercase()).copied().unwrap_or_default();
        let known = |seats: &Seats| sign_ins_known.then(|| count(seats));
        let unassigned = row.available.map(|free| free.max(0));
        let (never, long_ago) = (known(&never), known(&long_ago));
        let seats = unassigned.unwrap_or_default().unsigned_abs()
            + count(&blocked)
            + never.unwrap_or_default()
            + long_ago.unwrap_or_default();
        if seats == 0 {
            return;
        }
        let (price, price_unknown) = match prices.of(&sku_id) {
            Ok(price) => (Some(price), None),
            Err(why) => (None, Some(why)),
        };
        // Before all users were read it is not known how many seats serve nobody.
        let cost = price.as_ref().filter(|_| users.read).and_then(|price| {
            let unit = Decimal::read(price.amount.value.as_deref()?)?;
            unit.times(i64::try_from(seats).ok()?)
        });
        let wasted = Wasted {
            id: id.to_owned(),
            name: row.name,
            bought: row.bought,
            assigned: row.assigned,
            unassigned,
            blocked: count(&blocked),
            never,
            long_ago,
            sign_in_unknown: count(&unknown),
            seats,
            price,
            price_unknown,
            cost: cost.map(|cost| cost.to_string()),
            sku_id,
        };
        items.push((wasted, cost));
    })?;
    let costs = costs(&items);
    items.sort_by(|(a, first), (b, second)| {
        second
            .partial_cmp(first)
            .unwrap_or(std::cmp::Ordering::Equal)
            .then(b.seats.cmp(&a.seats))
            .then(a.id.cmp(&b.id))
    });
    Ok(Waste {
        items: items.into_iter().map(|(wasted, _)| wasted).collect(),
        costs,
        sign_ins_known,
        users,
        sign_ins: Known::of(session, &SIGN_IN_ACTIVITY)?,
        licenses: Known::of(session, &LICENSES)?,
        bills: Known::of(session, &TRANSACTIONS)?,
    })
}

/// A person with several products has a seat of each.
fn by_product(session: &Session, filters: &[Filter]) -> Result<Seats> {
    let mut seats = Seats::new();
    for (cell, count) in session.store.tally(&session.rules(&USERS)?, "products", filters)? {
        let Cell::Text(products) = cell else { continue };
        for product in products.split_whitespace() {
            *seats.entry(product.to_owned()).or_default() += count;
        }
    }
    Ok(seats)
}

/// Currencies and periods do not add up: a sum for each.
fn costs(items: &[(Wasted, Option<Decimal>)]) -> Vec<Cost> {
    let mut sums: BTreeMap<(String, Period), Option<Decimal>> = BTreeMap::new();
    for (wasted, cost) in items {
        if let (Some(price), Some(cost)) = (&wasted.price, cost) {
            let currency = price.amount.currency.clone().unwrap_or_default();
            let sum = sums.entry((currency, price.period)).or_insert(Some(Decimal::default()));
            *sum = sum.and_then(|sum| sum.plus(*cost));
        }
    }
    let cost = |((currency, period), sum): ((String, Period), Option<Decimal>)| {
        let amount = Amount {
            currency: Some(currency).filter(|currency| !currency.is_empty()),
            value: Some(sum?.to_string()),
        };
        Some(Cost { amount, period })
    };
    sums.into_iter().filter_map(cost).collect()
}
