//! The Entra roles that there are (Graph's `roleManagement/directory/roleDefinitions`): Microsoft's own and those of the tenant.

use super::field::{flag, flag_cell, text, text_cell};
use super::{Collection, Source};
use crate::access::roles;
use crate::text::role_in_norwegian;
use kontor_model::Object;
use kontor_store::{Column, Derived, Kind, Order, Shape};
use serde::Serialize;
use serde_json::json;
use ts_rs::TS;

pub static ROLE_DEFINITIONS: Collection = Collection {
    name: "role-definitions",
    source: Source::List {
        path: "/v1.0/roleManagement/directory/roleDefinitions",
    },
    scope: Some("RoleManagement.Read.Directory"),
    shape: Shape {
        collection: "role-definitions",
        columns: &[
            Column {
                name: "name",
                kind: Kind::Text,
            },
            Column {
                name: "built_in",
                kind: Kind::Integer,
            },
        ],
        orders: &[Order {
            name: "name",
            by: &["name"],
        }],
        revision: 2,
    },
    derive: |id, object, facts| {
        let row = row(id, object);
        Derived {
            cells: vec![text_cell(Some(facts.role_key(&row.name))), flag_cell(row.is_built_in)],
            search: format!(
                "{} {} {}",
                row.name,
                role_in_norwegian(&row.name).unwrap_or_default(),
                row.description.unwrap_or_default()
            ),
        }
    },
    row: |id, object, _| json!(row(id, object)),
    title: |object| row("", object).name,
};

/// A role that can be assigned.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RoleDefinitionRow {
    pub id: String,
    /// In English as Microsoft names it; its id where it has none.
    pub name: String,
    pub description: Option<String>,
    /// Microsoft's own; otherwise made in this tenant.
    pub is_built_in: Option<bool>,
    /// None that is switched off can be assigned.
    pub is_enabled: Option<bool>,
}

pub fn row(id: &str, object: &Object) -> RoleDefinitionRow {
    let known = roles::name(id).map(str::to_owned);
    RoleDefinitionRow {
        name: known
            .or_else(|| text(object, "displayName"))
            .unwrap_or_else(|| id.to_owned()),
        description: text(object, "description"),
        is_built_in: flag(object, "isBuiltIn"),
        is_enabled: flag(object, "isEnabled"),
        id: id.to_owned(),
    }
}
