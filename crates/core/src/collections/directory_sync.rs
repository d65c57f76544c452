//! Directory synchronisation with a directory on the premises: its features. Reading needs Global Administrator.

use super::field::flag;
use super::{Collection, Source};
use crate::insights::{Facts, SyncedUsers};
use kontor_model::Object;
use kontor_store::{Cell, Column, Derived, Kind, Order, Shape};
use serde::Serialize;
use serde_json::{Value, json};
use ts_rs::TS;

pub static DIRECTORY_SYNC: Collection = Collection {
    name: "directory-sync",
    source: Source::List {
        path: "/v1.0/directory/onPremisesSynchronization",
    },
    scope: Some("OnPremDirectorySynchronization.Read.All"),
    shape: Shape {
        collection: "directory-sync",
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
    derive: |id, _, _| Derived {
        cells: vec![Cell::Text(id.to_owned())],
        search: id.to_owned(),
    },
    row: |id, object, _: &Facts| json!(row(id, object)),
    title: |_| "directory-sync".to_owned(),
};

/// The features that matter for passwords.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DirectorySyncRow {
    pub id: String,
    pub password_sync_enabled: Option<bool>,
    pub password_writeback_enabled: Option<bool>,
    pub cloud_password_policy_for_password_synced_users_enabled: Option<bool>,
}

/// Which policy synced users follow.
pub fn synced_users(object: &Object) -> SyncedUsers {
    match row("", object).cloud_password_policy_for_password_synced_users_enabled {
        Some(true) => SyncedUsers::FollowCloudPolicy,
        Some(false) => SyncedUsers::FollowPremises,
        None => SyncedUsers::Unknown,
    }
}

fn row(id: &str, object: &Object) -> DirectorySyncRow {
    let features = object.get("features").and_then(Value::as_object);
    let feature = |name| features.and_then(|features| flag(features, name));
    DirectorySyncRow {
        id: id.to_owned(),
        password_sync_enabled: feature("passwordSyncEnabled"),
        password_writeback_enabled: feature("passwordWritebackEnabled"),
        cloud_password_policy_for_password_synced_users_enabled: feature(
            "cloudPasswordPolicyForPasswordSyncedUsersEnabled",
        ),
    }
}
