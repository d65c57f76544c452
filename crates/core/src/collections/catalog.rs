//! What can be bought: Microsoft's products by the table that Kontor carries, each with how many licenses of it the tenant has. For a
//! direct customer there is no public list of offers, so that no price is known here.

use super::field::{flag_cell, integer, integer_cell, text, text_cell};
use super::{Collection, Source};
use crate::insights::Facts;
use kontor_model::Object;
use kontor_store::{Column, Derived, Kind, Order, Shape};
use serde::Serialize;
use serde_json::json;
use ts_rs::TS;

pub static CATALOG: Collection = Collection {
    name: "catalog",
    source: Source::Catalog {
        owned: "/v1.0/directory/subscriptions",
    },
    scope: Some("Organization.Read.All"),
    shape: Shape {
        collection: "catalog",
        columns: &[
            Column {
                name: "name",
                kind: Kind::Text,
            },
            Column {
                name: "owned",
                kind: Kind::Integer,
            },
            Column {
                name: "licenses",
                kind: Kind::Integer,
            },
        ],
        orders: &[
            Order {
                name: "name",
                by: &["name"],
            },
            Order {
                name: "licenses",
                by: &["licenses", "name"],
            },
        ],
        revision: 1,
    },
    derive,
    row: |id, object, _| json!(row(id, object)),
    title: |object| {
        text(object, "displayName")
            .or_else(|| text(object, "skuPartNumber"))
            .unwrap_or_default()
    },
};

/// How many licenses of a product the tenant has, in grace too; null when its subscriptions cannot be read.
pub(crate) const LICENSES: &str = "totalLicenses";

/// A product that can be bought.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CatalogRow {
    /// Its `skuId`.
    pub id: String,
    pub name: String,
    pub sku_part_number: Option<String>,
    /// Licenses that the tenant has of it; none when that cannot be read.
    #[ts(type = "number | null")]
    pub total_licenses: Option<i64>,
}

fn row(id: &str, object: &Object) -> CatalogRow {
    CatalogRow {
        id: id.to_owned(),
        name: (CATALOG.title)(object),
        sku_part_number: text(object, "skuPartNumber"),
        total_licenses: integer(object, LICENSES),
    }
}

fn derive(id: &str, object: &Object, facts: &Facts) -> Derived {
    let row = row(id, object);
    Derived {
        cells: vec![
            text_cell(Some(facts.sort_key(&row.name))),
            flag_cell(row.total_licenses.map(|count| count > 0)),
            integer_cell(row.total_licenses),
        ],
        search: format!("{} {}", row.name, row.sku_part_number.unwrap_or_default()),
    }
}
