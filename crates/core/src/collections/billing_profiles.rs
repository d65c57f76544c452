//! Billing profiles (ARM): to whom a customer agreement bills, in which currency and on which day.

use super::arm::properties;
use super::field::{integer, text, text_cell};
use super::{Collection, Source};
use crate::insights::Facts;
use kontor_model::Object;
use kontor_store::{Column, Derived, Kind, Order, Shape};
use serde::Serialize;
use serde_json::{Value, json};
use ts_rs::TS;

pub static BILLING_PROFILES: Collection = Collection {
    name: "billing-profiles",
    source: Source::BelowBillingAccounts {
        path: "billingProfiles",
        of_a_period: false,
    },
    scope: None,
    shape: Shape {
        collection: "billing-profiles",
        columns: &[Column {
            name: "name",
            kind: Kind::Text,
        }],
        orders: &[Order {
            name: "name",
            by: &["name"],
        }],
        revision: 1,
    },
    derive,
    row: |id, object, _| json!(row(id, object)),
    title: |object| row("", object).display_name.unwrap_or_default(),
};

/// A billing profile.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BillingProfileRow {
    pub id: String,
    pub display_name: Option<String>,
    pub currency: Option<String>,
    /// The day of the month on which it is billed.
    #[ts(type = "number | null")]
    pub invoice_day: Option<i64>,
    pub status: Option<String>,
    pub po_number: Option<String>,
    /// The organisation that the bills are made out to.
    pub bill_to: Option<String>,
}

pub fn row(id: &str, object: &Object) -> BillingProfileRow {
    let properties = properties(object);
    let bill_to = properties.get("billTo").and_then(Value::as_object);
    BillingProfileRow {
        id: id.to_owned(),
        display_name: text(properties, "displayName").or_else(|| text(object, "name")),
        currency: text(properties, "currency"),
        invoice_day: integer(properties, "invoiceDay"),
        status: text(properties, "status"),
        po_number: text(properties, "poNumber"),
        bill_to: bill_to.and_then(|address| text(address, "companyName")),
    }
}

fn derive(id: &str, object: &Object, facts: &Facts) -> Derived {
    let name = row(id, object).display_name.unwrap_or_default();
    Derived {
        cells: vec![text_cell(Some(facts.sort_key(&name)))],
        search: name,
    }
}
