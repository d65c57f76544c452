//! What was spent, by month and product, each currency on its own. Without tax.

use super::Known;
use super::decimal::Decimal;
use super::prices::Prices;
use crate::alerts::each;
use crate::collections::{INVOICES, InvoiceRow, TRANSACTIONS, TransactionRow, invoices, transactions};
use crate::session::Session;
use chrono::{DateTime, Datelike, Utc};
use kontor_model::Result;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use ts_rs::TS;

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Spending {
    pub currencies: Vec<SpendingIn>,
    /// Bills whose date or amount is not known: they are in no figure.
    #[ts(type = "number")]
    pub left_out: u64,
    pub invoices: Known,
    pub lines: Known,
}

/// What was spent in one currency.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SpendingIn {
    pub currency: String,
    /// `2026-09`, without a gap.
    pub months: Vec<String>,
    /// Of each month, exact.
    pub totals: Vec<String>,
    pub total: String,
    /// The dearest first.
    pub products: Vec<SpendingOf>,
}

/// What was spent on one product.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SpendingOf {
    /// As the bills name it; none for what no line explains.
    pub name: Option<String>,
    pub sku_id: Option<String>,
    /// Of each month, exact.
    pub by_month: Vec<String>,
    pub total: String,
}

/// Sums by month.
type Months = BTreeMap<String, Decimal>;

#[derive(Default)]
struct Sums {
    all: Months,
    products: BTreeMap<Option<String>, (Option<String>, Months)>,
}

pub fn spending(session: &Session, now: DateTime<Utc>) -> Result<Spending> {
    let prices = Prices::read(session, now)?;
    let mut lines: BTreeMap<String, Vec<TransactionRow>> = BTreeMap::new();
    each(session, &TRANSACTIONS, &[], |id, object, _| {
        let line = transactions::row(id, object);
        lines
            .entry(line.invoice.clone().unwrap_or_default())
            .or_default()
            .push(line);
    })?;
    let mut bills = Vec::new();
    each(session, &INVOICES, &[], |id, object, _| {
        bills.push(invoices::row(id, object))
    })?;
    let void: BTreeSet<String> = bills
        .iter()
        .filter(|bill| is(&bill.status, "void"))
        .filter_map(|bill| bill.name.clone())
        .collect();
    let mut found: BTreeMap<String, Sums> = BTreeMap::new();
    let mut left_out = 0;
    for bill in bills.iter().filter(|bill| counts(bill, &void)) {
        let own = bill
            .name
            .as_ref()
            .and_then(|name| lines.get(name))
            .map(Vec::as_slice)
            .unwrap_or_default();
        if add(&mut found, bill, own, &prices).is_none() {
            left_out += 1;
        }
    }
    Ok(Spending {
        currencies: found
            .into_iter()
            .filter_map(|(currency, sums)| sums.told(currency))
            .collect(),
        left_out,
        invoices: Known::of(session, &INVOICES)?,
        lines: Known::of(session, &TRANSACTIONS)?,
    })
}

fn is(text: &Option<String>, wanted: &str) -> bool {
    text.as_deref().is_some_and(|text| text.eq_ignore_ascii_case(wanted))
}

/// A void bill and the note that takes it back are nothing together; receipts and summaries repeat what bills say.
fn counts(bill: &InvoiceRow, void: &BTreeSet<String>) -> bool {
    let takes_back = bill
        .credit_for_document_id
        .as_ref()
        .is_some_and(|name| void.contains(name));
    let repeats = ["voidnote", "taxreceipt", "summary", "transactions"]
        .iter()
        .any(|kind| is(&bill.document_type, kind));
    !(is(&bill.status, "void") || takes_back || repeats)
}

/// Adds a bill. What its lines do not explain, or cannot be added, is of no product.
fn add(found: &mut BTreeMap<String, Sums>, bill: &InvoiceRow, lines: &[TransactionRow], prices: &Prices) -> Option<()> {
    let date = bill.invoice_date?;
    let month = format!("{:04}-{:02}", date.year(), date.month());
    let whole = bill.sub_total.as_ref()?;
    let currency = whole.currency.clone()?;
    let mut rest = Decimal::read(whole.value.as_deref()?)?;
    let sums = found.entry(currency.clone()).or_default();
    grow(&mut sums.all, &month, rest)?;
    for line in lines {
        let amount = line
            .sub_total
            .as_ref()
            .filter(|amount| amount.currency.as_ref() == Some(&currency));
        let value = amount.and_then(|amount| Decimal::read(amount.value.as_deref()?));
        if let (Some(product), Some(value)) = (&line.product, value) {
            let entry = sums.products.entry(Some(product.clone())).or_default();
            entry.0 = entry.0.take().or_else(|| prices.sku(line).map(str::to_owned));
            grow(&mut entry.1, &month, value)?;
            rest = rest.minus(value)?;
        }
    }
    if !rest.is_zero() {
        grow(&mut sums.products.entry(None).or_default().1, &month, rest)?;
    }
    Some(())
}

fn grow(months: &mut Months, month: &str, by: Decimal) -> Option<()> {
    let sum = months.entry(month.to_owned()).or_default();
    *sum = sum.plus(by)?;
    Some(())
}

fn sum(months: &Months) -> Option<Decimal> {
    months
        .values()
        .try_fold(Decimal::default(), |sum, month| sum.plus(*month))
}

impl Sums {
    fn told(self, currency: String) -> Option<SpendingIn> {
        let months = without_gaps(self.all.keys().next()?, self.all.keys().next_back()?);
        let each = |of: &Months| {
            months
                .iter()
                .map(|month| of.get(month).copied().unwrap_or_default().to_string())
                .collect()
        };
        let mut products: Vec<(Decimal, SpendingOf)> = Vec::new();
        for (name, (sku_id, of)) in &self.products {
            let total = sum(of)?;
            let told = SpendingOf {
                name: name.clone(),
                sku_id: sku_id.clone(),
                by_month: each(of),
                total: total.to_string(),
            };
            products.push((total, told));
        }
        products.sort_by(|(a, _), (b, _)| b.partial_cmp(a).unwrap_or(std::cmp::Ordering::Equal));
        Some(SpendingIn {
            totals: each(&self.all),
            total: sum(&self.all)?.to_string(),
            products: products.into_iter().map(|(_, of)| of).collect(),
            currency,
            months,
        })
    }
}

/// Every month from the first to the last.
fn without_gaps(first: &str, last: &str) -> Vec<String> {
    let number = |month: &str| -> Option<i32> {
        let (year, month) = month.split_once('-')?;
        Some(year.parse::<i32>().ok()? * 12 + month.parse::<i32>().ok()? - 1)
    };
    let (Some(from), Some(to)) = (number(first), number(last)) else {
        return Vec::new();
    };
    (from..=to)
        .map(|month| format!("{:04}-{:02}", month / 12, month % 12 + 1))
        .collect()
}
