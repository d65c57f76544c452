//! What the tenant lets its people do (Graph's `policies/authorizationPolicy`): one object. Of interest here is the switch that
//! lets administrators reset a forgotten password; for users there is none in any API.

use super::field::{flag, flag_cell, text};
use super::{Collection, Source};
use kontor_model::Object;
use kontor_store::{Column, Derived, Kind, Order, Shape};
use serde::Serialize;
use serde_json::json;
use ts_rs::TS;

pub static AUTHORIZATION_POLICY: Collection = Collection {
    name: "authorization-policy",
    source: Source::List {
        path: "/v1.0/policies/authorizationPolicy",
    },
    scope: Some("Policy.Read.All"),
    shape: Shape {
        collection: "authorization-policy",
        columns: &[Column {
            name: "sspr",
            kind: Kind::Integer,
        }],
        orders: &[Order {
            name: "sspr",
            by: &["sspr"],
        }],
        revision: 1,
    },
    derive: |id, object, _| Derived {
        cells: vec![flag_cell(flag(object, "allowedToUseSSPR"))],
        search: text(object, "displayName").unwrap_or_else(|| id.to_owned()),
    },
    row: |id, object, _| json!(row(id, object)),
    title: |object| {
        text(object, "displayName")
            .or_else(|| text(object, "id"))
            .unwrap_or_default()
    },
};

/// The policy, as far as Kontor shows it.
#[derive(Debug, Serialize, TS)]
pub struct AuthorizationPolicyRow {
    pub id: String,
    /// Administrators may reset a forgotten password themselves. The name is Graph's, whatever it sounds like.
    #[serde(rename = "allowedToUseSSPR")]
    pub allowed_to_use_sspr: Option<bool>,
}

fn row(id: &str, object: &Object) -> AuthorizationPolicyRow {
    AuthorizationPolicyRow {
        id: id.to_owned(),
        allowed_to_use_sspr: flag(object, "allowedToUseSSPR"),
    }
}
