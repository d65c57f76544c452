//! Who has registered what for signing in and for resetting a forgotten password
//! (Graph's `reports/authenticationMethods/userRegistrationDetails`). A report, some hours old, that needs Entra ID P1.

use super::field::{flag, flag_cell, text, text_cell, texts, time};
use super::{Collection, Source};
use chrono::{DateTime, Utc};
use kontor_model::Object;
use kontor_store::{Column, Derived, Kind, Order, Shape};
use serde::Serialize;
use serde_json::json;
use ts_rs::TS;

pub static REGISTRATION_DETAILS: Collection = Collection {
    name: "registration-details",
    source: Source::Report {
        path: "/v1.0/reports/authenticationMethods/userRegistrationDetails",
    },
    scope: Some("AuditLog.Read.All"),
    shape: Shape {
        collection: "registration-details",
        columns: &[
            Column {
                name: "name",
                kind: Kind::Text,
            },
            Column {
                name: "user_type",
                kind: Kind::Text,
            },
            Column {
                name: "admin",
                kind: Kind::Integer,
            },
            Column {
                name: "enabled",
                kind: Kind::Integer,
            },
            Column {
                name: "registered",
                kind: Kind::Integer,
            },
            Column {
                name: "capable",
                kind: Kind::Integer,
            },
            Column {
                name: "mfa",
                kind: Kind::Integer,
            },
        ],
        orders: &[Order {
            name: "name",
            by: &["name"],
        }],
        revision: 1,
    },
    derive: |id, object, facts| {
        let row = row(id, object);
        Derived {
            cells: vec![
                text_cell(row.user_display_name.as_deref().map(|name| facts.sort_key(name))),
                text_cell(row.user_type.map(|kind| kind.to_lowercase())),
                flag_cell(row.is_admin),
                flag_cell(row.is_sspr_enabled),
                flag_cell(row.is_sspr_registered),
                flag_cell(row.is_sspr_capable),
                flag_cell(row.is_mfa_registered),
            ],
            search: [row.user_display_name, row.user_principal_name]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(" "),
        }
    },
    row: |id, object, _| json!(row(id, object)),
    title: |object| {
        text(object, "userDisplayName")
            .or_else(|| text(object, "userPrincipalName"))
            .unwrap_or_default()
    },
};

/// What a user has registered. The id is the user's own.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RegistrationDetailsRow {
    pub id: String,
    pub user_display_name: Option<String>,
    pub user_principal_name: Option<String>,
    pub user_type: Option<String>,
    pub is_admin: Option<bool>,
    /// The tenant lets this user reset a forgotten password.
    pub is_sspr_enabled: Option<bool>,
    /// The user has registered as many methods as that takes.
    pub is_sspr_registered: Option<bool>,
    /// Both: it would work.
    pub is_sspr_capable: Option<bool>,
    pub is_mfa_registered: Option<bool>,
    pub is_mfa_capable: Option<bool>,
    /// As they came, such as `mobilePhone`, `microsoftAuthenticatorPush`.
    pub methods_registered: Vec<String>,
    pub last_updated_date_time: Option<DateTime<Utc>>,
}

fn row(id: &str, object: &Object) -> RegistrationDetailsRow {
    RegistrationDetailsRow {
        id: id.to_owned(),
        user_display_name: text(object, "userDisplayName"),
        user_principal_name: text(object, "userPrincipalName"),
        user_type: text(object, "userType"),
        is_admin: flag(object, "isAdmin"),
        is_sspr_enabled: flag(object, "isSsprEnabled"),
        is_sspr_registered: flag(object, "isSsprRegistered"),
        is_sspr_capable: flag(object, "isSsprCapable"),
        is_mfa_registered: flag(object, "isMfaRegistered"),
        is_mfa_capable: flag(object, "isMfaCapable"),
        methods_registered: texts(object, "methodsRegistered"),
        last_updated_date_time: time(object, "lastUpdatedDateTime"),
    }
}
