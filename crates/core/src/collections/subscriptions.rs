//! Subscriptions (Graph's `directory/subscriptions`): what was bought, with its state and its next date. All read-only.

use super::field::{flag, integer, integer_cell, text, text_cell, time, time_cell};
use super::licenses::product_name;
use super::{Collection, Source};
use crate::insights::Facts;
use chrono::{DateTime, Utc};
use kontor_model::Object;
use kontor_store::{Column, Derived, Kind, Order, Shape};
use serde::Serialize;
use serde_json::json;
use ts_rs::TS;

pub static SUBSCRIPTIONS: Collection = Collection {
    name: "subscriptions",
    source: Source::List {
        path: "/v1.0/directory/subscriptions",
    },
    scope: Some("Organization.Read.All"),
    shape: Shape {
        collection: "subscriptions",
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
                name: "seats",
                kind: Kind::Integer,
            },
            Column {
                name: "next_date",
                kind: Kind::Integer,
            },
        ],
        orders: &[
            Order {
                name: "name",
                by: &["name"],
            },
            Order {
                name: "seats",
                by: &["seats"],
            },
            Order {
                name: "next",
                by: &["next_date"],
            },
        ],
        revision: 1,
    },
    derive,
    row: |id, object, _| json!(row(id, object)),
    title: product_name,
};

/// A subscription as "Your products" shows one.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SubscriptionRow {
    pub id: String,
    pub name: String,
    pub sku_id: Option<String>,
    pub sku_part_number: Option<String>,
    pub commerce_subscription_id: Option<String>,
    /// `Enabled`, `Warning`, `Suspended` …, as it came.
    pub status: Option<String>,
    #[ts(type = "number | null")]
    pub total_licenses: Option<i64>,
    pub is_trial: Option<bool>,
    pub created_date_time: Option<DateTime<Utc>>,
    /// When it moves to the next state if it is not renewed. Graph does not say whether it renews by itself.
    pub next_lifecycle_date_time: Option<DateTime<Utc>>,
    /// The tenant of the partner that sold it.
    pub owner_tenant_id: Option<String>,
}

pub fn row(id: &str, object: &Object) -> SubscriptionRow {
    SubscriptionRow {
        id: id.to_owned(),
        name: product_name(object),
        sku_id: text(object, "skuId"),
        sku_part_number: text(object, "skuPartNumber"),
        commerce_subscription_id: text(object, "commerceSubscriptionId"),
        status: text(object, "status"),
        total_licenses: integer(object, "totalLicenses"),
        is_trial: flag(object, "isTrial"),
        created_date_time: time(object, "createdDateTime"),
        next_lifecycle_date_time: time(object, "nextLifecycleDateTime"),
        owner_tenant_id: text(object, "ownerTenantId"),
    }
}

fn derive(id: &str, object: &Object, facts: &Facts) -> Derived {
    let row = row(id, object);
    let cells = vec![
        text_cell(Some(facts.sort_key(&row.name))),
        text_cell(row.status.map(|status| status.to_lowercase())),
        integer_cell(row.total_licenses),
        time_cell(row.next_lifecycle_date_time),
    ];
    Derived {
        cells,
        search: format!("{} {}", row.name, row.sku_part_number.unwrap_or_default()),
    }
}
