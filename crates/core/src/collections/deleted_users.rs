//! Users that were deleted less than 30 days ago and can be restored.

use super::field::{is_sensible, text, text_cell, time, time_cell};
use super::{Collection, Source};
use crate::insights::Facts;
use chrono::{DateTime, TimeDelta, Utc};
use kontor_model::Object;
use kontor_store::{Column, Derived, Kind, Order, Shape};
use serde::Serialize;
use serde_json::json;
use ts_rs::TS;

/// Microsoft keeps them this long.
const KEPT: TimeDelta = TimeDelta::days(30);

pub static DELETED_USERS: Collection = Collection {
    name: "deleted-users",
    source: Source::List {
        path: "/v1.0/directory/deletedItems/microsoft.graph.user?$select=id,displayName,userPrincipalName,mail,userType,deletedDateTime",
    },
    scope: Some("User.Read.All"),
    shape: Shape {
        collection: "deleted-users",
        columns: &[
            Column {
                name: "name",
                kind: Kind::Text,
            },
            Column {
                name: "deleted",
                kind: Kind::Integer,
            },
        ],
        orders: &[
            Order {
                name: "name",
                by: &["name"],
            },
            Order {
                name: "deleted",
                by: &["deleted"],
            },
        ],
        revision: 1,
    },
    derive,
    row: |id, object, _| json!(row(id, object)),
    title: |object| {
        text(object, "displayName")
            .or_else(|| text(object, "userPrincipalName"))
            .unwrap_or_default()
    },
};

/// A user that can be restored.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DeletedUserRow {
    pub id: String,
    pub display_name: Option<String>,
    /// Microsoft puts the id before the name while the user is deleted; this is the name it had.
    pub user_principal_name: Option<String>,
    pub mail: Option<String>,
    pub user_type: Option<String>,
    pub deleted_date_time: Option<DateTime<Utc>>,
    /// When it is gone for good.
    pub restorable_until: Option<DateTime<Utc>>,
}

fn row(id: &str, object: &Object) -> DeletedUserRow {
    let deleted = time(object, "deletedDateTime");
    let prefix = id.replace('-', "");
    let name = text(object, "userPrincipalName");
    DeletedUserRow {
        id: id.to_owned(),
        display_name: text(object, "displayName"),
        user_principal_name: name.map(|name| name.strip_prefix(&prefix).unwrap_or(&name).to_owned()),
        mail: text(object, "mail"),
        user_type: text(object, "userType"),
        deleted_date_time: deleted,
        restorable_until: deleted.and_then(|at| at.checked_add_signed(KEPT)).filter(is_sensible),
    }
}

fn derive(id: &str, object: &Object, facts: &Facts) -> Derived {
    let row = row(id, object);
    let name = row.display_name.clone().or_else(|| row.user_principal_name.clone());
    let words = [&row.display_name, &row.user_principal_name, &row.mail];
    Derived {
        cells: vec![
            text_cell(name.map(|name| facts.sort_key(&name))),
            time_cell(row.deleted_date_time),
        ],
        search: words.into_iter().flatten().map(|word| format!("{word}\n")).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_can_be_restored_for_thirty_days_and_no_day_beyond_the_calendar_is_named() {
        let until = |deleted: &str| {
            let object = json!({ "deletedDateTime": deleted });
            row("", object.as_object().unwrap()).restorable_until
        };
        assert_eq!(until("2026-11-02T09:00:00Z"), "2026-12-02T09:00:00Z".parse().ok());
        assert_eq!(until("9999-12-31T23:59:59Z"), None);
    }
}
