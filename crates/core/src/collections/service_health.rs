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
            cells: vec![text_cell(Some(facts.sort_key(&row.service))), text_cell(row.status)],
            search: row.service,
        }
    },
    row: |id, object, _| json!(row(id, object)),
    title: |object| row("", object).service,
};

/// A service that the tenant has.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ServiceHealthRow {
    pub id: String,
    /// Its name as Microsoft shows it; its id where it has none.
    pub service: String,
    /// `serviceOperational`, `serviceDegradation` …, as it came.
    pub status: Option<String>,
}

fn row(id: &str, object: &Object) -> ServiceHealthRow {
    ServiceHealthRow {
        id: id.to_owned(),
        service: text(object, "service")
            .or_else(|| text(object, "id"))
            .unwrap_or_default(),
        status: text(object, "status"),
    }
}
