//! The partner that the account that is signed in credits its own work to (ARM's Microsoft.ManagementPartner). It is about the
//! account's credentials in this tenant, and says nothing of who sold the subscriptions. There is one object, also while there
//! is no link.

use super::field::{text, text_cell, time};
use super::{Collection, Source};
use chrono::{DateTime, Utc};
use kontor_model::Object;
use kontor_store::{Column, Derived, Kind, Order, Shape};
use serde::Serialize;
use serde_json::{Value, json};
use ts_rs::TS;

pub static PARTNER_LINK: Collection = Collection {
    name: "partner-link",
    source: Source::PartnerLink {
        path: "/providers/Microsoft.ManagementPartner/partners?api-version=2018-02-01",
    },
    scope: None,
    shape: Shape {
        collection: "partner-link",
        columns: &[Column {
            name: "partner",
            kind: Kind::Text,
        }],
        orders: &[Order {
            name: "partner",
            by: &["partner"],
        }],
        revision: 1,
    },
    derive: |id, object, _| {
        let row = row(id, object);
        Derived {
            cells: vec![text_cell(row.partner_id.clone())],
            search: format!(
                "{} {}",
                row.partner_id.unwrap_or_default(),
                row.partner_name.unwrap_or_default()
            ),
        }
    },
    row: |id, object, _| json!(row(id, object)),
    title: |object| match text(object, "partnerId") {
        Some(partner) => text(object, "partnerName").unwrap_or(partner),
        None => "Microsoft.ManagementPartner".to_owned(),
    },
};

/// The id of the one object.
pub(crate) const OWN: &str = "own";

/// The link of the account that is signed in.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PartnerLinkRow {
    pub id: String,
    /// The Partner Network ID; none when there is no link.
    pub partner_id: Option<String>,
    pub partner_name: Option<String>,
    /// `Active` …, as it came.
    pub state: Option<String>,
    pub created_date_time: Option<DateTime<Utc>>,
    pub updated_date_time: Option<DateTime<Utc>>,
}

/// ARM's answer as the one object; none stands for "there is no link".
pub(crate) fn object(answer: Option<&Object>) -> Object {
    let mut object = answer
        .and_then(|answer| answer.get("properties"))
        .and_then(Value::as_object)
        .cloned()
        .unwrap_or_default();
    // Kept as it came: it is a number here, where the rest of ARM has a text.
    let etag = answer.and_then(|answer| answer.get("etag")).cloned();
    object.insert("etag".to_owned(), etag.unwrap_or_default());
    object.entry("partnerId").or_insert(Value::Null);
    object.insert("id".to_owned(), json!(OWN));
    object
}

fn row(id: &str, object: &Object) -> PartnerLinkRow {
    PartnerLinkRow {
        id: id.to_owned(),
        partner_id: text(object, "partnerId"),
        partner_name: text(object, "partnerName"),
        state: text(object, "state"),
        created_date_time: time(object, "createdTime"),
        updated_date_time: time(object, "updatedTime"),
    }
}
