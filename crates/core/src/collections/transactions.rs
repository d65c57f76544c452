//! Transactions (ARM): the lines of each bill. A line does not change once the bill is made.

use super::arm::{Amount, amount, date, properties};
use super::field::{integer, text, text_cell, time_cell};
use super::{Collection, Source};
use crate::insights::Facts;
use chrono::{DateTime, Utc};
use kontor_model::Object;
use kontor_store::{Column, Derived, Kind, Order, Shape};
use serde::Serialize;
use serde_json::json;
use ts_rs::TS;

pub static TRANSACTIONS: Collection = Collection {
    name: "transactions",
    source: Source::Transactions,
    scope: None,
    shape: Shape {
        collection: "transactions",
        columns: &[
            Column {
                name: "invoice",
                kind: Kind::Text,
            },
            Column {
                name: "product",
                kind: Kind::Text,
            },
            Column {
                name: "date",
                kind: Kind::Integer,
            },
        ],
        orders: &[
            Order {
                name: "product",
                by: &["product"],
            },
            Order {
                name: "date",
                by: &["date"],
            },
        ],
        revision: 1,
    },
    derive,
    row: |id, object, _| json!(row(id, object)),
    title: |object| row("", object).product.unwrap_or_default(),
};

/// A line of a bill.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TransactionRow {
    pub id: String,
    /// The number of the bill.
    pub invoice: Option<String>,
    pub date: Option<DateTime<Utc>>,
    pub product: Option<String>,
    pub product_type_id: Option<String>,
    /// `Purchase`, `Credit` …, as it came.
    pub transaction_type: Option<String>,
    #[ts(type = "number | null")]
    pub quantity: Option<i64>,
    /// For one seat and the service period, after discounts, without tax.
    pub effective_price: Option<Amount>,
    pub sub_total: Option<Amount>,
    pub tax: Option<Amount>,
    pub transaction_amount: Option<Amount>,
    pub service_period_start_date: Option<DateTime<Utc>>,
    pub service_period_end_date: Option<DateTime<Utc>>,
}

pub fn row(id: &str, object: &Object) -> TransactionRow {
    let properties = properties(object);
    TransactionRow {
        id: id.to_owned(),
        invoice: text(properties, "invoice"),
        date: date(properties, "date"),
        product: text(properties, "productDescription").or_else(|| text(properties, "productType")),
        product_type_id: text(properties, "productTypeId"),
        transaction_type: text(properties, "transactionType"),
        quantity: integer(properties, "quantity"),
        effective_price: amount(properties, "effectivePrice"),
        sub_total: amount(properties, "subTotal"),
        tax: amount(properties, "tax"),
        transaction_amount: amount(properties, "transactionAmount"),
        service_period_start_date: date(properties, "servicePeriodStartDate"),
        service_period_end_date: date(properties, "servicePeriodEndDate"),
    }
}

fn derive(id: &str, object: &Object, facts: &Facts) -> Derived {
    let row = row(id, object);
    let product = row.product.unwrap_or_default();
    let cells = vec![
        text_cell(row.invoice.clone()),
        text_cell(Some(facts.sort_key(&product))),
        time_cell(row.date),
    ];
    Derived {
        cells,
        search: format!("{product} {}", row.invoice.unwrap_or_default()),
    }
}
