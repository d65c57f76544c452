//! A partner's customers (Graph's `contracts`): with whom the tenant has a contract as a partner, and of which sort.

use super::field::{text, text_cell};
use super::{Collection, Source};
use crate::insights::Facts;
use kontor_model::Object;
use kontor_store::{Column, Derived, Kind, Order, Shape};
use serde::Serialize;
use serde_json::json;
use ts_rs::TS;

pub static CONTRACTS: Collection = Collection {
    name: "contracts",
    source: Source::List {
        path: "/v1.0/contracts",
    },
    scope: Some("Directory.Read.All"),
    shape: Shape {
        collection: "contracts",
        columns: &[
            Column {
                name: "name",
                kind: Kind::Text,
            },
            Column {
                name: "type",
                kind: Kind::Text,
            },
        ],
        orders: &[
            Order {
                name: "name",
                by: &["name"],
            },
            Order {
                name: "type",
                by: &["type", "name"],
            },
        ],
        revision: 1,
    },
    derive,
    row: |id, object, _| json!(row(id, object)),
    title: |object| text(object, "displayName").unwrap_or_default(),
};

/// A customer of this tenant.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ContractRow {
    pub id: String,
    pub display_name: Option<String>,
    pub default_domain_name: Option<String>,
    /// Entra's id of the customer's organisation.
    pub customer_id: Option<String>,
    /// `ResellerPartner`, `SyndicationPartner` …, as it came.
    pub contract_type: Option<String>,
}

fn row(id: &str, object: &Object) -> ContractRow {
    ContractRow {
        id: id.to_owned(),
        display_name: text(object, "displayName"),
        default_domain_name: text(object, "defaultDomainName"),
        customer_id: text(object, "customerId"),
        contract_type: text(object, "contractType"),
    }
}

fn derive(id: &str, object: &Object, facts: &Facts) -> Derived {
    let row = row(id, object);
    Derived {
        cells: vec![
            text_cell(row.display_name.as_ref().map(|name| facts.sort_key(name))),
            text_cell(row.contract_type),
        ],
        search: format!(
            "{} {} {}",
            row.display_name.unwrap_or_default(),
            row.default_domain_name.unwrap_or_default(),
            row.customer_id.unwrap_or_default()
        ),
    }
}
