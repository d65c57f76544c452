//! Incidents and advisories (Graph's `admin/serviceAnnouncement/issues`). What Microsoft shows no longer stays here.

use super::field::{flag, flag_cell, objects, text, text_cell, time, time_cell};
use super::{Collection, Source};
use crate::html;
use crate::insights::Facts;
use chrono::{DateTime, Utc};
use kontor_model::Object;
use kontor_store::{Column, Derived, Kind, Order, Shape};
use serde::Serialize;
use serde_json::{Value, json};
use ts_rs::TS;

pub static ISSUES: Collection = Collection {
    name: "issues",
    source: Source::Kept {
        path: "/v1.0/admin/serviceAnnouncement/issues",
        forget,
    },
    scope: Some("ServiceHealth.Read.All"),
    shape: Shape {
        collection: "issues",
        columns: &[
            Column {
                name: "title",
                kind: Kind::Text,
            },
            Column {
                name: "service",
                kind: Kind::Text,
            },
            Column {
                name: "classification",
                kind: Kind::Text,
            },
            Column {
                name: "resolved",
                kind: Kind::Integer,
            },
            Column {
                name: "started",
                kind: Kind::Integer,
            },
            Column {
                name: "changed",
                kind: Kind::Integer,
            },
        ],
        orders: &[
            Order {
                name: "title",
                by: &["title"],
            },
            Order {
                name: "service",
                by: &["service", "changed"],
            },
            Order {
                name: "started",
                by: &["started"],
            },
            Order {
                name: "changed",
                by: &["changed"],
            },
        ],
        revision: 1,
    },
    derive,
    row: |id, object, _| json!(row(id, object)),
    title: |object| text(object, "title").or_else(|| text(object, "id")).unwrap_or_default(),
};

/// What is or was wrong with a service.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct IssueRow {
    /// Microsoft's number, such as EX1234567.
    pub id: String,
    pub title: Option<String>,
    pub service: Option<String>,
    pub feature: Option<String>,
    pub feature_group: Option<String>,
    /// `incident` or `advisory`, as it came.
    pub classification: Option<String>,
    /// `investigating`, `serviceDegradation` …, as it came.
    pub status: Option<String>,
    /// `microsoft`, `thirdParty`, `customer`, as it came.
    pub origin: Option<String>,
    pub is_resolved: Option<bool>,
    pub impact_description: Option<String>,
    pub start_date_time: Option<DateTime<Utc>>,
    pub end_date_time: Option<DateTime<Utc>>,
    pub last_modified_date_time: Option<DateTime<Utc>>,
}

/// What Microsoft wrote about an issue at one time.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct IssuePost {
    pub created_date_time: Option<DateTime<Utc>>,
    /// HTML that can do no harm: text with paragraphs, lists and links.
    pub html: String,
}

/// Whether it goes on and is more than an advisory.
pub fn is_open_incident(row: &IssueRow) -> bool {
    let incident = |kind: &String| kind.eq_ignore_ascii_case("incident");
    row.is_resolved == Some(false) && row.classification.as_ref().is_some_and(incident)
}

/// Of what went on when it was last seen nobody knows how it ended.
fn forget(object: &mut Object) -> bool {
    if flag(object, "isResolved") != Some(false) {
        return false;
    }
    for name in ["isResolved", "status"] {
        object.insert(name.to_owned(), Value::Null);
    }
    true
}

/// What was written about it, the newest first.
pub fn posts(object: &Object) -> Vec<IssuePost> {
    let mut posts: Vec<IssuePost> = objects(object, "posts")
        .map(|post| IssuePost {
            created_date_time: time(post, "createdDateTime"),
            html: content(post).map_or_else(String::new, |(kind, content)| html::safe(&kind, &content)),
        })
        .collect();
    posts.sort_by_key(|post| std::cmp::Reverse(post.created_date_time));
    posts
}

/// The type and the content of a post's `itemBody`.
fn content(post: &Object) -> Option<(String, String)> {
    let body = post.get("description")?.as_object()?;
    Some((text(body, "contentType").unwrap_or_default(), text(body, "content")?))
}

pub fn row(id: &str, object: &Object) -> IssueRow {
    IssueRow {
        id: id.to_owned(),
        title: text(object, "title"),
        service: text(object, "service"),
        feature: text(object, "feature"),
        feature_group: text(object, "featureGroup"),
        classification: text(object, "classification"),
        status: text(object, "status"),
        origin: text(object, "origin"),
        is_resolved: flag(object, "isResolved"),
        impact_description: text(object, "impactDescription"),
        start_date_time: time(object, "startDateTime"),
        end_date_time: time(object, "endDateTime"),
        last_modified_date_time: time(object, "lastModifiedDateTime"),
    }
}

fn derive(id: &str, object: &Object, facts: &Facts) -> Derived {
    let row = row(id, object);
    let written = objects(object, "posts").filter_map(content);
    let written = written.map(|(kind, content)| html::words(&kind, &content));
    let named = [
        row.title.clone(),
        Some(row.id),
        row.service.clone(),
        row.feature,
        row.impact_description,
    ];
    Derived {
        search: named.into_iter().flatten().chain(written).collect::<Vec<_>>().join(" "),
        cells: vec![
            text_cell(row.title.map(|title| facts.sort_key(&title))),
            text_cell(row.service),
            text_cell(row.classification.map(|kind| kind.to_lowercase())),
            flag_cell(row.is_resolved),
            time_cell(row.start_date_time),
            time_cell(row.last_modified_date_time),
        ],
    }
}
