//! Billing subscriptions (ARM): the only place that tells whether a subscription renews by itself, and its term.

use super::arm::{date, properties};
use super::field::{integer, text, text_cell, time_cell};
use super::{Collection, Source};
use crate::insights::Facts;
use chrono::{DateTime, Utc};
use kontor_model::Object;
use kontor_store::{Column, Derived, Kind, Order, Shape};
use serde::Serialize;
use serde_json::json;
use ts_rs::TS;

pub static BILLING_SUBSCRIPTIONS: Collection = Collection {
    name: "billing-subscriptions",
    source: Source::BelowBillingAccounts {
        path: "billingSubscriptions",
        of_a_period: false,
    },
    scope: None,
    shape: Shape {
        collection: "billing-subscriptions",
        columns: &[
            Column {
                name: "name",
                kind: Kind::Text,
            },
            Column {
                name: "status",
                kind: Kind::Text,
            },
            Column {
                name: "term_end",
                kind: Kind::Integer,
            },
        ],
        orders: &[
            Order {
                name: "name",
                by: &["name"],
            },
            Order {
                name: "end",
                by: &["term_end"],
            },
        ],
        revision: 1,
    },
    derive,
    row: |id, object, _| json!(row(id, object)),
    title: |object| row("", object).display_name.unwrap_or_default(),
};

/// A subscription as it is billed.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BillingSubscriptionRow {
    pub id: String,
    pub display_name: Option<String>,
    /// What Graph calls `commerceSubscriptionId`.
    pub subscription_id: Option<String>,
    /// What the lines of a bill call the product.
    pub product_type_id: Option<String>,
    pub status: Option<String>,
    #[ts(type = "number | null")]
    pub quantity: Option<i64>,
    /// `On` or `Off`, as it came.
    pub auto_renew: Option<String>,
    /// `P1M`, `P1Y` …, as it came.
    pub term_duration: Option<String>,
    pub billing_frequency: Option<String>,
    pub term_start_date: Option<DateTime<Utc>>,
    pub term_end_date: Option<DateTime<Utc>>,
    pub billing_profile_display_name: Option<String>,
}

pub fn row(id: &str, object: &Object) -> BillingSubscriptionRow {
    let properties = properties(object);
    BillingSubscriptionRow {
        id: id.to_owned(),
        display_name: text(properties, "displayName").or_else(|| text(properties, "productType")),
        subscription_id: text(properties, "subscriptionId"),
        product_type_id: text(properties, "productTypeId"),
        status: text(properties, "status"),
        quantity: integer(properties, "quantity"),
        auto_renew: text(properties, "autoRenew"),
        term_duration: text(properties, "termDuration"),
        billing_frequency: text(properties, "billingFrequency"),
        term_start_date: date(properties, "termStartDate"),
        term_end_date: date(properties, "termEndDate"),
        billing_profile_display_name: text(properties, "billingProfileDisplayName"),
    }
}

fn derive(id: &str, object: &Object, facts: &Facts) -> Derived {
    let row = row(id, object);
    let name = row.display_name.unwrap_or_default();
    let cells = vec![
        text_cell(Some(facts.sort_key(&name))),
        text_cell(row.status.map(|status| status.to_lowercase())),
        time_cell(row.term_end_date),
    ];
    Derived { cells, search: name }
}
