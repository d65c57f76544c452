//! The change log: what the server changed, as seen from here.

use super::{Change, ChangeKind, ChangedField};
use crate::{
    Store,
    fault::{Step, corrupt},
};
use chrono::{DateTime, Utc};
use kontor_model::{Object, Result};
use rusqlite::Connection;
use serde_json::Value;

/// Times are stored in microseconds since 1970, UTC.
pub(crate) fn time(micros: i64) -> Step<DateTime<Utc>> {
    DateTime::from_timestamp_micros(micros).ok_or_else(|| corrupt().into())
}

pub(super) fn log(
    tx: &Connection,
    at: DateTime<Utc>,
    collection: &str,
    id: &str,
    kind: ChangeKind,
    fields: &[ChangedField],
) -> Step<()> {
    let kind = match kind {
        ChangeKind::Created => "created",
        ChangeKind::Updated => "updated",
        ChangeKind::Removed => "removed",
    };
    tx.prepare_cached("INSERT INTO mirror.change_log (at, collection, id, kind, fields) VALUES (?1, ?2, ?3, ?4, ?5)")?
        .execute((
            at.timestamp_micros(),
            collection,
            id,
            kind,
            serde_json::to_string(fields)?,
        ))?;
    Ok(())
}

impl Store {
    /// The change log from `since` on, newest first. A created object has no fields; a removed one has those it had,
    /// and `@removed` when the server gave a reason.
    pub fn changes(&self, since: Option<DateTime<Utc>>, collection: Option<&str>, limit: u32) -> Result<Vec<Change>> {
        let only = if collection.is_some() {
            "collection = ?2"
        } else {
            "?2 IS NULL"
        };
        let since = since.map_or(i64::MIN, |since| since.timestamp_micros());
        self.read(|view| {
            let mut statement = view.prepare_cached(&format!(
                "SELECT seq, at, collection, id, kind, fields FROM mirror.change_log
                 WHERE {only} AND at >= ?1 ORDER BY seq DESC LIMIT ?3"
            ))?;
            let mut rows = statement.query((since, collection, limit))?;
            let mut changes = Vec::new();
            while let Some(row) = rows.next()? {
                changes.push(Change {
                    seq: row.get(0)?,
                    at: time(row.get(1)?)?,
                    collection: row.get(2)?,
                    id: row.get(3)?,
                    kind: match row.get_ref(4)?.as_str().unwrap_or_default() {
                        "created" => ChangeKind::Created,
                        "updated" => ChangeKind::Updated,
                        "removed" => ChangeKind::Removed,
                        _ => return Err(corrupt().into()),
                    },
                    fields: serde_json::from_str(row.get_ref(5)?.as_str().unwrap_or_default())?,
                });
            }
            Ok(changes)
        })
    }
}

/// What is another in the new object.
pub(super) fn differences(old: &Object, new: &Object) -> Vec<ChangedField> {
    let value = |object: &Object, field: &str| object.get(field).cloned().unwrap_or(Value::Null);
    let added = new.keys().filter(|field| !old.contains_key(*field));
    old.keys()
        .chain(added)
        // Delta leaves out what was never set, a single read gives it as null: no change to tell.
        .filter(|field| value(old, field) != value(new, field))
        .map(|field| ChangedField {
            field: field.clone(),
            from: value(old, field),
            to: value(new, field),
        })
        .collect()
}

/// The old object with the new one's properties over it: absent ones stay, `null` counts.
pub(super) fn merged(old: &Object, new: Object) -> Object {
    let mut object = old.clone();
    object.extend(new);
    object
}
