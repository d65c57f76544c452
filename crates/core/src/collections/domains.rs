//! Domains, each with its own password policy.

use super::field::{flag, flag_cell, integer, text, text_cell, texts};
use super::{Collection, Source};
use crate::insights::{DomainPolicy, Facts};
use kontor_model::Object;
use kontor_store::{Column, Derived, Kind, Order, Shape};
use serde::Serialize;
use serde_json::json;
use ts_rs::TS;

pub static DOMAINS: Collection = Collection {
    name: "domains",
    source: Source::List { path: "/v1.0/domains" },
    scope: Some("Domain.Read.All"),
    shape: Shape {
        collection: "domains",
        columns: &[
            Column {
                name: "name",
                kind: Kind::Text,
            },
            Column {
                name: "verified",
                kind: Kind::Integer,
            },
        ],
        orders: &[Order {
            name: "name",
            by: &["name"],
        }],
        revision: 1,
    },
    derive,
    row: |id, object, _| json!(row(id, object)),
    title: |object| text(object, "id").unwrap_or_default(),
};

/// A domain. Its id is its name.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DomainRow {
    pub id: String,
    /// `Managed` or `Federated`, as it came.
    pub authentication_type: Option<String>,
    pub is_default: Option<bool>,
    pub is_initial: Option<bool>,
    pub is_root: Option<bool>,
    pub is_verified: Option<bool>,
    pub supported_services: Vec<String>,
    /// Days; 2147483647 means never, none means that Microsoft's default applies.
    #[ts(type = "number | null")]
    pub password_validity_period_in_days: Option<i64>,
    #[ts(type = "number | null")]
    pub password_notification_window_in_days: Option<i64>,
}

/// The password policy that a domain states for itself.
pub fn policy(object: &Object) -> DomainPolicy {
    DomainPolicy {
        federated: text(object, "authenticationType").is_some_and(|kind| kind.eq_ignore_ascii_case("federated")),
        validity_days: integer(object, "passwordValidityPeriodInDays"),
        notice_days: integer(object, "passwordNotificationWindowInDays"),
    }
}

fn row(id: &str, object: &Object) -> DomainRow {
    DomainRow {
        id: id.to_owned(),
        authentication_type: text(object, "authenticationType"),
        is_default: flag(object, "isDefault"),
        is_initial: flag(object, "isInitial"),
        is_root: flag(object, "isRoot"),
        is_verified: flag(object, "isVerified"),
        supported_services: texts(object, "supportedServices"),
        password_validity_period_in_days: integer(object, "passwordValidityPeriodInDays"),
        password_notification_window_in_days: integer(object, "passwordNotificationWindowInDays"),
    }
}

fn derive(id: &str, object: &Object, _: &Facts) -> Derived {
    let cells = vec![
        text_cell(Some(id.to_lowercase())),
        flag_cell(flag(object, "isVerified")),
    ];
    Derived {
        cells,
        search: id.to_owned(),
    }
}
