//! Who holds which Entra role (Graph's `roleManagement/directory/roleAssignments`). Roles that wait to be activated (PIM) are not
//! among them.

use super::field::{flag, flag_cell, text, text_cell};
use super::{Collection, Source};
use crate::access::roles::name;
use crate::insights::Facts;
use crate::text::role_in_norwegian;
use kontor_model::Object;
use kontor_store::{Column, Derived, Kind, Order, Shape};
use serde::Serialize;
use serde_json::{Value, json};
use ts_rs::TS;

/// The scope of a role that is held in the whole tenant.
pub const WHOLE_TENANT: &str = "/";

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
            Column {
                name: "holder",
                kind: Kind::Text,
            },
            Column {
                name: "user_type",
                kind: Kind::Text,
            },
            Column {
                name: "enabled",
                kind: Kind::Integer,
            },
            Column {
                name: "mfa",
                kind: Kind::Integer,
            },
            Column {
                name: "role_key",
                kind: Kind::Text,
            },
        ],
        orders: &[
            Order {
                name: "role",
                by: &["role_key", "holder"],
            },
            Order {
                name: "holder",
                by: &["holder", "principal", "role_key"],
            },
        ],
        revision: 3,
    },
    derive: |id, object, facts| {
        let row = row(id, object, facts);
        let holder = row.holder.as_ref();
        let told = [
            role_in_norwegian(&row.role),
            holder.and_then(|one| one.display_name.as_deref()),
            holder.and_then(|one| one.user_principal_name.as_deref()),
        ];
        let search: Vec<&str> = [row.role.as_str()]
            .into_iter()
            .chain(told.into_iter().flatten())
            .collect();
        Derived {
            search: search.join(" "),
            cells: vec![
                text_cell(Some(row.role.clone())),
                text_cell(row.principal_id.as_ref().map(|id| id.to_lowercase())),
                text_cell(
                    holder
                        .and_then(|one| one.display_name.as_deref())
                        .map(|name| facts.sort_key(name)),
                ),
                text_cell(
                    holder
                        .and_then(|one| one.user_type.as_ref())
                        .map(|kind| kind.to_lowercase()),
                ),
                flag_cell(holder.and_then(|one| one.account_enabled)),
                flag_cell(holder.and_then(|one| one.is_mfa_registered)),
                text_cell(Some(facts.role_key(&row.role))),
            ],
        }
    },
    row: |id, object, facts| json!(row(id, object, facts)),
    title: |object| role(object),
};

/// One role of one principal.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RoleAssignmentRow {
    pub id: String,
    /// The role's name, in English as Microsoft names it; its id where it has none.
    pub role: String,
    pub role_definition_id: Option<String>,
    /// The user, group or application that holds it.
    pub principal_id: Option<String>,
    /// Who that is, where it is a user of the offline copy.
    pub holder: Option<Holder>,
    /// It is the account that is signed in here.
    pub is_own: bool,
    /// `/` for the whole tenant.
    pub directory_scope_id: Option<String>,
}

/// A user who holds a role, as far as it matters for one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Holder {
    pub display_name: Option<String>,
    pub user_principal_name: Option<String>,
    pub account_enabled: Option<bool>,
    pub user_type: Option<String>,
    /// None while it is not known: the report was not read, or does not name the user.
    pub is_mfa_registered: Option<bool>,
}

impl Holder {
    /// From the user, and from the user's line in the report of registrations.
    pub fn new(user: &Object, registered: Option<&Object>) -> Self {
        Self {
            display_name: text(user, "displayName").or_else(|| text(user, "userPrincipalName")),
            user_principal_name: text(user, "userPrincipalName"),
            account_enabled: flag(user, "accountEnabled"),
            user_type: text(user, "userType"),
            is_mfa_registered: registered.and_then(|line| flag(line, "isMfaRegistered")),
        }
    }
}

/// A role that somebody holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Held {
    pub name: String,
    /// In lower case.
    pub definition_id: String,
    /// A part of the tenant, such as an administrative unit, or [`WHOLE_TENANT`].
    pub scope: Option<String>,
}

impl Held {
    pub fn is_of_whole_tenant(&self) -> bool {
        self.scope.as_deref() == Some(WHOLE_TENANT)
    }
}

/// The holder's id in lower case, and the role.
pub fn held(object: &Object) -> Option<(String, Held)> {
    let held = Held {
        name: role(object),
        definition_id: text(object, "roleDefinitionId").unwrap_or_default().to_lowercase(),
        scope: text(object, "directoryScopeId"),
    };
    Some((text(object, "principalId")?.to_lowercase(), held))
}

fn role(object: &Object) -> String {
    let definition = text(object, "roleDefinitionId").unwrap_or_default();
    let named = object.get("roleDefinition").and_then(Value::as_object);
    let role = name(&definition).map(str::to_owned);
    role.or_else(|| text(named?, "displayName")).unwrap_or(definition)
}

fn row(id: &str, object: &Object, facts: &Facts) -> RoleAssignmentRow {
    let principal = text(object, "principalId");
    let key = principal.as_ref().map(|id| id.to_lowercase());
    RoleAssignmentRow {
        id: id.to_owned(),
        role: role(object),
        role_definition_id: text(object, "roleDefinitionId"),
        holder: key.as_ref().and_then(|key| facts.holders.get(key)).cloned(),
        is_own: key.is_some() && key == facts.own,
        principal_id: principal,
        directory_scope_id: text(object, "directoryScopeId"),
    }
}

/// With its holder as Graph's `$expand=principal` would name them.
pub fn named(mut object: Object, facts: &Facts) -> Object {
    let key = text(&object, "principalId").unwrap_or_default().to_lowercase();
    if let Some(holder) = facts.holders.get(&key) {
        let principal = json!({
            "displayName": holder.display_name,
            "userPrincipalName": holder.user_principal_name,
            "accountEnabled": holder.account_enabled,
            "userType": holder.user_type,
        });
        object.insert("principal".to_owned(), principal);
    }
    object
}
