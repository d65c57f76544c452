//! The organisation itself: one object.

use super::field::{flag, text, text_cell, time};
use super::{Collection, Source};
use crate::insights::Facts;
use chrono::{DateTime, Utc};
use kontor_model::Object;
use kontor_store::{Column, Derived, Kind, Order, Shape};
use serde::Serialize;
use serde_json::json;
use ts_rs::TS;

pub static ORGANIZATION: Collection = Collection {
    name: "organization",
    source: Source::List {
        path: "/v1.0/organization",
    },
    scope: Some("Organization.Read.All"),
    shape: Shape {
        collection: "organization",
        columns: &[Column {
            name: "name",
            kind: Kind::Text,
        }],
        orders: &[Order {
            name: "name",
            by: &["name"],
        }],
        revision: 1,
    },
    derive,
    row: |id, object, _| json!(row(id, object)),
    title: |object| text(object, "displayName").unwrap_or_default(),
};

/// The organisation as Home shows it.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OrganizationRow {
    pub id: String,
    pub display_name: Option<String>,
    pub country_letter_code: Option<String>,
    pub created_date_time: Option<DateTime<Utc>>,
    /// None: never synced with a directory on the premises; false: it once was.
    pub on_premises_sync_enabled: Option<bool>,
    pub on_premises_last_sync_date_time: Option<DateTime<Utc>>,
}

/// When the tenant was made.
pub fn created(object: &Object) -> Option<DateTime<Utc>> {
    time(object, "createdDateTime")
}

pub fn row(id: &str, object: &Object) -> OrganizationRow {
    OrganizationRow {
        id: id.to_owned(),
        display_name: text(object, "displayName"),
        country_letter_code: text(object, "countryLetterCode"),
        created_date_time: time(object, "createdDateTime"),
        on_premises_sync_enabled: flag(object, "onPremisesSyncEnabled"),
        on_premises_last_sync_date_time: time(object, "onPremisesLastSyncDateTime"),
    }
}

fn derive(_: &str, object: &Object, facts: &Facts) -> Derived {
    let name = text(object, "displayName");
    Derived {
        cells: vec![text_cell(name.as_deref().map(|name| facts.sort_key(name)))],
        search: name.unwrap_or_default(),
    }
}
