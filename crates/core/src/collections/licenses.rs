//! Licences (Graph's `subscribedSkus`): what was bought of each product, what is assigned, what is free.

use super::field::{integer, integer_cell, text, text_cell};
use super::{Collection, Source, products};
use crate::insights::Facts;
use kontor_model::Object;
use kontor_store::{Column, Derived, Kind, Order, Shape};
use serde::Serialize;
use serde_json::{Value, json};
use ts_rs::TS;

pub static LICENSES: Collection = Collection {
    name: "licenses",
    source: Source::List {
        path: "/v1.0/subscribedSkus",
    },
    scope: Some("LicenseAssignment.Read.All"),
    shape: Shape {
        collection: "licenses",
        columns: &[
            Column {
                name: "name",
                kind: Kind::Text,
            },
            Column {
                name: "assigned",
                kind: Kind::Integer,
            },
            Column {
                name: "available",
                kind: Kind::Integer,
            },
            Column {
                name: "applies_to",
                kind: Kind::Text,
            },
        ],
        orders: &[
            Order {
                name: "name",
                by: &["name"],
            },
            Order {
                name: "assigned",
                by: &["assigned"],
            },
            Order {
                name: "available",
                by: &["available"],
            },
        ],
        revision: 1,
    },
    derive,
    row: |id, object, _| json!(row(id, object)),
    title: product_name,
};

/// A product with its seats.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LicenseRow {
    pub id: String,
    pub sku_id: Option<String>,
    pub sku_part_number: Option<String>,
    /// The name people know.
    pub name: String,
    /// `User` or `Company`, as it came. Only those for users can be assigned.
    pub applies_to: Option<String>,
    /// `Enabled`, `Warning` …, as it came.
    pub capability_status: Option<String>,
    #[ts(type = "number | null")]
    pub enabled: Option<i64>,
    /// In the grace period after the end: still usable.
    #[ts(type = "number | null")]
    pub warning: Option<i64>,
    #[ts(type = "number | null")]
    pub suspended: Option<i64>,
    #[ts(type = "number | null")]
    pub locked_out: Option<i64>,
    #[ts(type = "number | null")]
    pub assigned: Option<i64>,
    /// Seats that can be used: enabled + warning.
    #[ts(type = "number | null")]
    pub bought: Option<i64>,
    /// Bought less assigned. Negative when more are assigned than bought, which Microsoft allows for a time.
    #[ts(type = "number | null")]
    pub available: Option<i64>,
    pub service_plans: Vec<ServicePlan>,
}

/// A part of a product that can be switched off for one user.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ServicePlan {
    pub service_plan_id: String,
    pub service_plan_name: Option<String>,
    pub applies_to: Option<String>,
}

/// The name of the product of a subscribedSku or a subscription.
pub fn product_name(object: &Object) -> String {
    products::name(
        &text(object, "skuId").unwrap_or_default(),
        text(object, "skuPartNumber").as_deref(),
    )
}

/// `skuId` in lower case with its part number.
pub fn part_number(object: &Object) -> Option<(String, String)> {
    Some((text(object, "skuId")?.to_lowercase(), text(object, "skuPartNumber")?))
}

pub fn row(id: &str, object: &Object) -> LicenseRow {
    let units = object.get("prepaidUnits").and_then(Value::as_object);
    let unit = |name| units.and_then(|units| integer(units, name));
    let (enabled, warning) = (unit("enabled"), unit("warning"));
    let bought = enabled.and_then(|enabled| enabled.checked_add(warning.unwrap_or(0)));
    let assigned = integer(object, "consumedUnits");
    let plans = super::field::objects(object, "servicePlans").filter_map(|plan| {
        Some(ServicePlan {
            service_plan_id: text(plan, "servicePlanId")?,
            service_plan_name: text(plan, "servicePlanName"),
            applies_to: text(plan, "appliesTo"),
        })
    });
    LicenseRow {
        id: id.to_owned(),
        sku_id: text(object, "skuId"),
        sku_part_number: text(object, "skuPartNumber"),
        name: product_name(object),
        applies_to: text(object, "appliesTo"),
        capability_status: text(object, "capabilityStatus"),
        enabled,
        warning,
        suspended: unit("suspended"),
        locked_out: unit("lockedOut"),
        assigned,
        bought,
        available: bought
            .zip(assigned)
            .and_then(|(bought, assigned)| bought.checked_sub(assigned)),
        service_plans: plans.collect(),
    }
}

fn derive(id: &str, object: &Object, facts: &Facts) -> Derived {
    let row = row(id, object);
    let cells = vec![
        text_cell(Some(facts.sort_key(&row.name))),
        integer_cell(row.assigned),
        integer_cell(row.available),
        text_cell(row.applies_to.map(|kind| kind.to_lowercase())),
    ];
    Derived {
        cells,
        search: format!("{} {}", row.name, row.sku_part_number.unwrap_or_default()),
    }
}
