//! What a seat costs, from the bills alone.
//!
//! A line of a bill names the product by `productTypeId`. So does the billing subscription, whose `subscriptionId` is
//! Graph's `commerceSubscriptionId`, which leads to the `skuId`. Names are never compared: two products may share one.

use super::decimal::Decimal;
use crate::alerts::each;
use crate::collections::arm::Amount;
use crate::collections::{
    BILLING_SUBSCRIPTIONS, BillingSubscriptionRow, SUBSCRIPTIONS, TRANSACTIONS, TransactionRow, billing_subscriptions,
    subscriptions, transactions,
};
use crate::session::Session;
use chrono::{DateTime, TimeDelta, Utc};
use kontor_model::Result;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use ts_rs::TS;

/// The price of a seat on the newest bill that has the product.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct UnitPrice {
    /// Without tax.
    pub amount: Amount,
    pub period: Period,
    /// The number of the bill.
    pub invoice: Option<String>,
}

/// What a price is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(rename = "PricePeriod")]
pub enum Period {
    Month,
    Year,
}

/// Why the price of a seat is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum PriceUnknown {
    /// No bill could be read.
    NoBills,
    /// No bill names the product.
    NotBilled,
    /// Seats of it cost differently: which ones are not used nobody can tell.
    Several,
}

/// How products and prices hang together.
pub(super) struct Prices {
    /// `skuId` in lower case by `productTypeId`, where it is one only.
    skus: BTreeMap<String, String>,
    /// What seats cost on the bills of late, by `skuId`, with the day of the bill.
    units: BTreeMap<String, Vec<(DateTime<Utc>, UnitPrice)>>,
    any: bool,
}

/// The billing subscriptions by what Graph calls `commerceSubscriptionId`; none where two claim to be the same.
pub(crate) fn by_commerce_id(session: &Session) -> Result<BTreeMap<String, Option<BillingSubscriptionRow>>> {
    let mut found: BTreeMap<String, Option<BillingSubscriptionRow>> = BTreeMap::new();
    each(session, &BILLING_SUBSCRIPTIONS, &[], |id, object, _| {
        let row = billing_subscriptions::row(id, object);
        if let Some(commerce) = row.subscription_id.clone() {
            let entry = found.entry(commerce.to_lowercase());
            entry.and_modify(|other| *other = None).or_insert(Some(row));
        }
    })?;
    Ok(found)
}

impl Prices {
    pub fn read(session: &Session, now: DateTime<Utc>) -> Result<Self> {
        let billed = by_commerce_id(session)?;
        let mut leads: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        each(session, &SUBSCRIPTIONS, &[], |id, object, _| {
            let row = subscriptions::row(id, object);
            let commerce = row.commerce_subscription_id.unwrap_or_default().to_lowercase();
            let product = billed
                .get(&commerce)
                .and_then(|row| row.as_ref()?.product_type_id.clone());
            if let (Some(product), Some(sku)) = (product, row.sku_id) {
                leads.entry(product).or_default().insert(sku.to_lowercase());
            }
        })?;
        let one = |(product, skus): (String, BTreeSet<String>)| {
            let mut skus = skus.into_iter();
            Some((product, skus.next()?)).filter(|_| skus.next().is_none())
        };
        let mut prices = Self {
            skus: leads.into_iter().filter_map(one).collect(),
            units: BTreeMap::new(),
            any: false,
        };
        each(session, &TRANSACTIONS, &[], |id, object, _| {
            prices.any = true;
            let line = transactions::row(id, object);
            if let (Some(sku), Some(unit)) = (prices.sku(&line).map(str::to_owned), unit(&line, now)) {
                prices.units.entry(sku).or_default().push(unit);
            }
        })?;
        Ok(prices)
    }

    /// The product of a line, where that is known.
    pub fn sku(&self, line: &TransactionRow) -> Option<&str> {
        self.skus.get(line.product_type_id.as_ref()?).map(String::as_str)
    }

    /// What a seat of a product costs as bills stand.
    pub fn of(&self, sku_id: &str) -> std::result::Result<UnitPrice, PriceUnknown> {
        let units = self
            .units
            .get(&sku_id.to_lowercase())
            .map(Vec::as_slice)
            .unwrap_or_default();
        let newest = |period| {
            units
                .iter()
                .filter(|(_, unit)| unit.period == period)
                .map(|(at, _)| *at)
                .max()
        };
        let prices: Vec<&UnitPrice> = units
            .iter()
            .filter(|(at, unit)| Some(*at) == newest(unit.period))
            .map(|(_, unit)| unit)
            .collect();
        let Some(first) = prices.first() else {
            return Err(if self.any {
                PriceUnknown::NotBilled
            } else {
                PriceUnknown::NoBills
            });
        };
        let same = |other: &&UnitPrice| (&other.amount, other.period) == (&first.amount, first.period);
        match prices.iter().all(same) {
            true => Ok((*first).clone()),
            false => Err(PriceUnknown::Several),
        }
    }
}

/// The next bill may come so long after the time is over that the last one was for.
const UNTIL_NEXT_BILL: TimeDelta = TimeDelta::days(35);

/// The price of a seat on a line that charges for seats, now or until lately.
fn unit(line: &TransactionRow, now: DateTime<Utc>) -> Option<(DateTime<Utc>, UnitPrice)> {
    let (from, to) = (line.service_period_start_date?, line.service_period_end_date?);
    let amount = line.effective_price.clone()?;
    let price = Decimal::read(amount.value.as_deref()?)?;
    // The last day may be counted in or not.
    let period = match (to - from).num_days() {
        27..=31 => Period::Month,
        364..=366 => Period::Year,
        _ => return None,
    };
    let charges = price.is_positive() && line.quantity? > 0 && from <= now && now < to + UNTIL_NEXT_BILL;
    let unit = UnitPrice {
        amount,
        period,
        invoice: line.invoice.clone(),
    };
    charges.then_some((line.date?, unit))
}
