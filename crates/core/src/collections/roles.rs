//! Who holds which Entra role (Graph's `roleManagement/directory/roleAssignments`). Roles that wait to be activated (PIM) are not
//! among them.

use super::field::{text, text_cell};
use super::{Collection, Source};
use crate::access::roles::name;
use crate::insights::Facts;
use kontor_model::Object;
use kontor_store::{Column, Derived, Kind, Order, Shape};
use serde::Serialize;
use serde_json::{Value, json};
use ts_rs::TS;

pub static ROLES: Collection = Collection {
    name: "roles",
    source: Source::List {
        path: "/v1.0/roleManagement/directory/roleAssignments?$expand=roleDefinition",
    },
    scope: Some("RoleManagement.Read.Directory"),
    shape: Shape {
        collection: "roles",
        columns: &[
            Column {
                name: "role",
                kind: Kind::Text,
            },
            Column {
                name: "principal",
                kind: Kind::Text,
            },
        ],
        orders: &[Order {
            name: "role",
            by: &["role", "principal"],
        }],
        revision: 1,
    },
    derive: |id, object, facts| {
        let row = row(id, object);
        Derived {
            search: row.role.clone(),
            cells: vec![text_cell(Some(facts.sort_key(&row.role))), text_cell(row.principal_id)],
        }
    },
    row: |id, object, _: &Facts| json!(row(id, object)),
    title: |object| row("", object).role,
};

/// One role of one principal.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RoleAssignmentRow {
    pub id: String,
    /// The role's name, in English as Microsoft names it; its id where it has none.
    pub role: String,
    /// The user, group or application that holds it.
    pub principal_id: Option<String>,
    /// `/` for the whole tenant.
    pub directory_scope_id: Option<String>,
}

/// A role that somebody holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Held {
    pub name: String,
    /// Not of a part of it only, such as an administrative unit.
    pub whole_tenant: bool,
}

/// The holder's id in lower case, and the role.
pub fn held(object: &Object) -> Option<(String, Held)> {
    let row = row("", object);
    let held = Held {
        name: row.role,
        whole_tenant: row.directory_scope_id.as_deref() == Some("/"),
    };
    Some((row.principal_id?.to_lowercase(), held))
}

fn row(id: &str, object: &Object) -> RoleAssignmentRow {
    let definition = text(object, "roleDefinitionId").unwrap_or_default();
    let named = object.get("roleDefinition").and_then(Value::as_object);
    let role = name(&definition).map(str::to_owned);
    RoleAssignmentRow {
        id: id.to_owned(),
        role: role.or_else(|| text(named?, "displayName")).unwrap_or(definition),
        principal_id: text(object, "principalId"),
        directory_scope_id: text(object, "directoryScopeId"),
    }
}
