//! What customers delegate to this tenant, if it is a partner (GDAP). A customer cannot read its own side: Graph shows it to the
//! partner alone.

use super::field::{objects, text, text_cell, time, time_cell};
use super::{Collection, Source};
use crate::access::roles;
use crate::insights::Facts;
use chrono::{DateTime, Utc};
use kontor_model::Object;
use kontor_store::{Column, Derived, Kind, Order, Shape};
use serde::Serialize;
use serde_json::{Value, json};
use ts_rs::TS;

pub static DELEGATED_ADMIN_RELATIONSHIPS: Collection = Collection {
    name: "delegated-admin-relationships",
    source: Source::List {
        path: "/v1.0/tenantRelationships/delegatedAdminRelationships",
    },
    scope: Some("DelegatedAdminRelationship.Read.All"),
    shape: Shape {
        collection: "delegated-admin-relationships",
        columns: &[
            Column {
                name: "customer",
                kind: Kind::Text,
            },
            Column {
                name: "status",
                kind: Kind::Text,
            },
            Column {
                name: "ends",
                kind: Kind::Integer,
            },
        ],
        orders: &[
            Order {
                name: "customer",
                by: &["customer", "ends"],
            },
            Order {
                name: "ends",
                by: &["ends"],
            },
        ],
        revision: 1,
    },
    derive,
    row: |id, object, _| json!(row(id, object)),
    title: |object| text(object, "displayName").unwrap_or_default(),
};

/// What one customer delegates, for how long.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DelegatedAdminRelationshipRow {
    pub id: String,
    pub display_name: Option<String>,
    pub customer: Option<String>,
    pub customer_tenant_id: Option<String>,
    /// `active`, `expired`, `approvalPending` …, as it came.
    pub status: Option<String>,
    /// A role that is not known here goes by its id.
    pub roles: Vec<String>,
    pub activated_date_time: Option<DateTime<Utc>>,
    pub end_date_time: Option<DateTime<Utc>>,
}

/// The roles of one relationship.
pub(crate) fn delegated_roles(relationship: &Object) -> Vec<String> {
    let Some(details) = relationship.get("accessDetails").and_then(Value::as_object) else {
        return Vec::new();
    };
    let ids = objects(details, "unifiedRoles").filter_map(|role| text(role, "roleDefinitionId"));
    ids.map(|id| roles::name(&id).map_or(id, str::to_owned)).collect()
}

fn row(id: &str, object: &Object) -> DelegatedAdminRelationshipRow {
    let customer = object.get("customer").and_then(Value::as_object);
    DelegatedAdminRelationshipRow {
        id: id.to_owned(),
        display_name: text(object, "displayName"),
        customer: customer.and_then(|customer| text(customer, "displayName")),
        customer_tenant_id: customer.and_then(|customer| text(customer, "tenantId")),
        status: text(object, "status"),
        roles: delegated_roles(object),
        activated_date_time: time(object, "activatedDateTime"),
        end_date_time: time(object, "endDateTime"),
    }
}

fn derive(id: &str, object: &Object, facts: &Facts) -> Derived {
    let row = row(id, object);
    Derived {
        cells: vec![
            text_cell(row.customer.as_ref().map(|name| facts.sort_key(name))),
            text_cell(row.status),
            time_cell(row.end_date_time),
        ],
        search: format!(
            "{} {} {}",
            row.customer.unwrap_or_default(),
            row.display_name.unwrap_or_default(),
            row.roles.join(" ")
        ),
    }
}
