//! Who sold the tenant its subscriptions: the organisations that own them (`ownerTenantId`), with the names that Microsoft gives.
//! Reading says nothing of the partner of record of a subscription, for which there is no public API.

use super::field::{integer_cell, objects, text, text_cell};
use super::{Collection, Source, products};
use crate::insights::Facts;
use kontor_model::Object;
use kontor_store::{Column, Derived, Kind, Order, Shape};
use serde::Serialize;
use serde_json::json;
use ts_rs::TS;

pub static PARTNERS: Collection = Collection {
    name: "partners",
    source: Source::SubscriptionOwners,
    scope: Some("CrossTenantInformation.ReadBasic.All"),
    shape: Shape {
        collection: "partners",
        columns: &[
            Column {
                name: "name",
                kind: Kind::Text,
            },
            Column {
                name: "subscriptions",
                kind: Kind::Integer,
            },
        ],
        orders: &[
            Order {
                name: "name",
                by: &["name"],
            },
            Order {
                name: "subscriptions",
                by: &["subscriptions"],
            },
        ],
        revision: 1,
    },
    derive,
    row: |id, object, _| json!(row(id, object)),
    title: |object| {
        text(object, "displayName")
            .or_else(|| text(object, "tenantId"))
            .unwrap_or_default()
    },
};

/// What stands in an owner's object beside Graph's own properties: the subscriptions that it owns.
pub(crate) const SUBSCRIPTIONS: &str = "subscriptions";
/// And why its name could not be read.
pub(crate) const UNNAMED: &str = "unnamedBecause";

/// An organisation that owns subscriptions of the tenant.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PartnerRow {
    /// Entra's id of the organisation.
    pub id: String,
    pub display_name: Option<String>,
    pub default_domain_name: Option<String>,
    /// Why there is no name, in Microsoft's words.
    pub unnamed_because: Option<String>,
    /// Names of the products that it sold.
    pub products: Vec<String>,
    #[ts(type = "number")]
    pub subscriptions: u64,
}

fn row(id: &str, object: &Object) -> PartnerRow {
    let mut names: Vec<String> = objects(object, SUBSCRIPTIONS)
        .map(|one| match text(one, "skuId") {
            Some(sku) => products::name(&sku, text(one, "skuPartNumber").as_deref()),
            None => text(one, "skuPartNumber").unwrap_or_default(),
        })
        .collect();
    let subscriptions = names.len() as u64;
    names.sort_unstable();
    names.dedup();
    PartnerRow {
        id: id.to_owned(),
        display_name: text(object, "displayName"),
        default_domain_name: text(object, "defaultDomainName"),
        unnamed_because: text(object, UNNAMED),
        products: names,
        subscriptions,
    }
}

fn derive(id: &str, object: &Object, facts: &Facts) -> Derived {
    let row = row(id, object);
    Derived {
        cells: vec![
            text_cell(row.display_name.as_ref().map(|name| facts.sort_key(name))),
            integer_cell(i64::try_from(row.subscriptions).ok()),
        ],
        search: format!(
            "{} {} {} {}",
            row.display_name.unwrap_or_default(),
            row.default_domain_name.unwrap_or_default(),
            row.products.join(" "),
            row.id
        ),
    }
}
