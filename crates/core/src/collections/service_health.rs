//! Service health (Graph's `admin/serviceAnnouncement/healthOverviews`): each service of the tenant with its state.

use super::field::{text, text_cell};
use super::{Collection, Source};
use kontor_model::Object;
use kontor_store::{Column, Derived, Kind, Order, Shape};
use serde::Serialize;
use serde_json::json;
use ts_rs::TS;

pub static SERVICE_HEALTH: Collection = Collection {
    name: "service-health",
    source: Source::List {
        path: "/v1.0/admin/serviceAnnouncement/healthOverviews",
    },
    scope: Some("ServiceHealth.Read.All"),
    shape: Shape {
        collection: "service-health",
        columns: &[
            Column {
                name: "service",
                kind: Kind::Text,
            },
            Column {
                name: "status",
                kind: Kind::Text,
            },
        ],
        orders: &[
            Order {
                name: "service",
                by: &["service"],
            },
            Order {
                name: "status",
                by: &["status", "service"],
            },
        ],
        revision: 1,
    },
    derive: |id, object, facts| {
        let row = row(id, object);
        Derived {
            cells: vec![
                text_cell(row.service.as_ref().map(|name| facts.sort_key(name))),
                text_cell(row.status),
            ],
            search: row.service.unwrap_or_default(),
        }
    },
    row: |id, object, _| json!(row(id, object)),
    title: |object| {
        text(object, "service")
            .or_else(|| text(object, "id"))
            .unwrap_or_default()
    },
};

/// A service that the tenant has.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ServiceHealthRow {
    pub id: String,
    /// Its name as Microsoft shows it.
    pub service: Option<String>,
    /// `serviceOperational`, `serviceDegradation` …, as it came.
    pub status: Option<String>,
}

fn row(id: &str, object: &Object) -> ServiceHealthRow {
    ServiceHealthRow {
        id: id.to_owned(),
        service: text(object, "service"),
        status: text(object, "status"),
    }
}
