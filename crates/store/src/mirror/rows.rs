//! One row of a collection in all its tables at once.

use super::{ChangeKind, ChangedField, cell::cell, search, tables::WORDS};
use crate::{Cell, Derivation, Derived, fault::Step, ledger, store::Write};
use chrono::{DateTime, Utc};
use kontor_model::{Object, Operation};
use rusqlite::{OptionalExtension, params_from_iter};
use serde_json::Value;
use std::{
    collections::{BTreeSet, HashMap},
    hash::{DefaultHasher, Hash, Hasher},
};

/// Active operations of one target, and the mark that says which of them, as they were, a row was derived with.
#[derive(Default)]
pub(crate) struct Pending {
    pub operations: Vec<Operation>,
    pub mark: String,
}

/// Writes rows of one collection within one transaction.
pub(crate) struct Rows<'w> {
    d: &'w dyn Derivation,
    pending: HashMap<String, Pending>,
    /// Ids whose rows were derived with operations laid over them, and which.
    projected: HashMap<String, String>,
    /// Whether differences are logged: not during the first load.
    logged: bool,
    at: DateTime<Utc>,
    select_sql: String,
    insert_sql: String,
    /// Rows added less rows removed.
    pub(crate) grown: i64,
    pub(crate) changed: bool,
}

impl<'w> Rows<'w> {
    pub(crate) fn new(tx: &Write, d: &'w dyn Derivation, at: DateTime<Utc>) -> Step<Self> {
        let (name, columns) = (d.shape().collection, d.shape().columns);
        let names: String = columns.iter().map(|column| format!(", \"{}\"", column.name)).collect();
        let places = ", ?".repeat(columns.len());
        let sql = "SELECT id, operations FROM mirror.projected WHERE collection = ?1";
        Ok(Self {
            d,
            pending: ledger::outbox::pending(tx, name)?,
            projected: tx
                .prepare_cached(sql)?
                .query_map([name], |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect::<rusqlite::Result<_>>()?,
            logged: tx.query_row(
                "SELECT complete FROM mirror.sync_state WHERE collection = ?1",
                [name],
                |row| row.get(0),
            )?,
            at,
            select_sql: format!("SELECT \"{WORDS}\"{names} FROM mirror.\"{name}\" WHERE rid = ?1"),
            insert_sql: format!("INSERT INTO mirror.\"{name}\" (rid, \"{WORDS}\"{names}) VALUES (?, ?{places})"),
            grown: 0,
            changed: false,
        })
    }

    fn name(&self) -> &'static str {
        self.d.shape().collection
    }

    /// Takes the server's word for one object; says whether it was news.
    pub(crate) fn take(&mut self, tx: &Write, id: &str, object: Object, merge: bool, generation: i64) -> Step<bool> {
        let name = self.name();
        let stored: Option<(i64, String, i64)> = tx
            .prepare_cached(&format!(
                "SELECT rid, json, seen FROM mirror.\"{name}_raw\" WHERE id = ?1"
            ))?
            .query_row([id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .optional()?;
        let Some((rid, json, seen)) = stored else {
            tx.prepare_cached(&format!(
                "INSERT INTO mirror.\"{name}_raw\" (id, json, seen) VALUES (?1, ?2, ?3)"
            ))?
            .execute((id, serde_json::to_string(&object)?, generation))?;
            self.grown += 1;
            self.derive(tx, tx.last_insert_rowid(), id, &object, true)?;
            self.log(tx, id, ChangeKind::Created, &[])?;
            return Ok(true);
        };
        let same_text = !merge && serde_json::to_string(&object)? == json;
        let old: Object = if same_text {
            Object::new()
        } else {
            serde_json::from_str(&json)?
        };
        let new = if merge { merged(&old, object) } else { object };
        if same_text || new == old {
            if seen != generation {
                tx.prepare_cached(&format!("UPDATE mirror.\"{name}_raw\" SET seen = ?2 WHERE rid = ?1"))?
                    .execute((rid, generation))?;
            }
            return Ok(false);
        }
        tx.prepare_cached(&format!(
            "UPDATE mirror.\"{name}_raw\" SET json = ?2, seen = ?3 WHERE rid = ?1"
        ))?
        .execute((rid, serde_json::to_string(&new)?, generation))?;
        self.derive(tx, rid, id, &new, false)?;
        let fields = differences(&old, &new);
        if !fields.is_empty() {
            self.log(tx, id, ChangeKind::Updated, &fields)?;
        }
        Ok(true)
    }

    /// Drops one object; false when it was not there. `reason` is kept as the server gave it.
    pub(crate) fn drop_id(&mut self, tx: &Write, id: &str, reason: Option<&str>) -> Step<bool> {
        let name = self.name();
        let sql = format!("DELETE FROM mirror.\"{name}_raw\" WHERE id = ?1 RETURNING rid, json");
        let gone: Option<(i64, String)> = tx
            .prepare_cached(&sql)?
            .query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let Some((rid, json)) = gone else { return Ok(false) };
        tx.prepare_cached(&format!("DELETE FROM mirror.\"{name}\" WHERE rid = ?1"))?
            .execute([rid])?;
        tx.prepare_cached(&format!("DELETE FROM mirror.\"{name}_find\" WHERE rowid = ?1"))?
            .execute([rid])?;
        self.mark_projected(tx, id, "")?;
        self.grown -= 1;
        self.changed = true;
        let mut fields = differences(&serde_json::from_str(&json)?, &Object::new());
        if let Some(reason) = reason {
            let to = serde_json::json!({ "reason": reason });
            fields.push(ChangedField {
                field: "@removed".into(),
                from: Value::Null,
                to,
            });
        }
        self.log(tx, id, ChangeKind::Removed, &fields)?;
        Ok(true)
    }

    /// Derives one row again from what is stored, when it is there.
    pub(crate) fn derive_again(&mut self, tx: &Write, id: &str) -> Step<()> {
        let sql = format!("SELECT rid, json FROM mirror.\"{}_raw\" WHERE id = ?1", self.name());
        let stored: Option<(i64, String)> = tx
            .prepare_cached(&sql)?
            .query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        match stored {
            Some((rid, json)) => self.derive(tx, rid, id, &serde_json::from_str(&json)?, false),
            None => self.mark_projected(tx, id, ""),
        }
    }

    /// Ids whose rows were derived with other operations than those that are active now.
    pub(crate) fn out_of_step(&self) -> Vec<String> {
        let ids: BTreeSet<&String> = self.pending.keys().chain(self.projected.keys()).collect();
        let mark = |id| self.pending.get(id).map(|pending| pending.mark.as_str());
        ids.into_iter()
            .filter(|id| mark(*id) != self.projected.get(*id).map(String::as_str))
            .cloned()
            .collect()
    }

    pub(crate) fn derive(&mut self, tx: &Write, rid: i64, id: &str, server: &Object, new: bool) -> Step<()> {
        let (derived, mark) = match self.pending.get(id) {
            None => (self.d.derive(id, server), String::new()),
            Some(pending) => {
                let mut object = server.clone();
                self.d.project(&pending.operations, &mut object);
                (self.d.derive(id, &object), pending.mark.clone())
            }
        };
        if derived.cells.len() != self.d.shape().columns.len() {
            return Err(corrupt_shape(self.name()).into());
        }
        self.store(tx, rid, &derived, new)?;
        self.changed = true;
        self.mark_projected(tx, id, &mark)
    }

    /// Writes what differs only: an index or the search index that is not touched costs nothing.
    fn store(&self, tx: &Write, rid: i64, derived: &Derived, new: bool) -> Step<()> {
        let words = search::indexed(&derived.search);
        let print = Cell::Integer(fingerprint(&words));
        let stored = if new {
            None
        } else {
            let columns = 0..=derived.cells.len();
            tx.prepare_cached(&self.select_sql)?
                .query_row([rid], |row| {
                    columns
                        .map(|place| cell(row, place))
                        .collect::<rusqlite::Result<Vec<_>>>()
                })
                .optional()?
        };
        let cells = || std::iter::once(&print).chain(&derived.cells);
        let rid = Cell::Integer(rid);
        match &stored {
            None => {
                tx.prepare_cached(&self.insert_sql)?
                    .execute(params_from_iter(std::iter::once(&rid).chain(cells())))?;
            }
            Some(stored) => {
                let names = std::iter::once(WORDS).chain(self.d.shape().columns.iter().map(|column| column.name));
                let differ = || stored.iter().zip(cells()).map(|(old, new)| old != new);
                let set: Vec<String> = names
                    .zip(differ())
                    .filter(|(_, differ)| *differ)
                    .map(|(name, _)| format!("\"{name}\" = ?"))
                    .collect();
                if !set.is_empty() {
                    let values = cells()
                        .zip(differ())
                        .filter(|(_, differ)| *differ)
                        .map(|(cell, _)| cell);
                    let sql = format!("UPDATE mirror.\"{}\" SET {} WHERE rid = ?", self.name(), set.join(", "));
                    tx.prepare_cached(&sql)?
                        .execute(params_from_iter(values.chain(std::iter::once(&rid))))?;
                }
            }
        }
        if stored.and_then(|stored| stored.into_iter().next()) != Some(print) {
            let verb = if new { "INSERT" } else { "INSERT OR REPLACE" };
            tx.prepare_cached(&format!(
                "{verb} INTO mirror.\"{}_find\" (rowid, words) VALUES (?1, ?2)",
                self.name()
            ))?
            .execute((&rid, words))?;
        }
        Ok(())
    }

    /// Remembers what the row was derived with; the empty mark is nothing.
    fn mark_projected(&mut self, tx: &Write, id: &str, mark: &str) -> Step<()> {
        if self.projected.get(id).map_or("", String::as_str) == mark {
            return Ok(());
        }
        if mark.is_empty() {
            tx.prepare_cached("DELETE FROM mirror.projected WHERE collection = ?1 AND id = ?2")?
                .execute((self.name(), id))?;
            self.projected.remove(id);
        } else {
            tx.prepare_cached(
                "INSERT OR REPLACE INTO mirror.projected (collection, id, operations) VALUES (?1, ?2, ?3)",
            )?
            .execute((self.name(), id, mark))?;
            self.projected.insert(id.to_owned(), mark.to_owned());
        }
        Ok(())
    }

    fn log(&self, tx: &Write, id: &str, kind: ChangeKind, fields: &[ChangedField]) -> Step<()> {
        if self.logged {
            super::changes::log(tx, self.at, self.name(), id, kind, fields)?;
        }
        Ok(())
    }
}

/// Tells whether the words are the indexed ones; another answer from a later compiler only costs time.
fn fingerprint(words: &str) -> i64 {
    let mut hasher = DefaultHasher::new();
    words.hash(&mut hasher);
    hasher.finish().cast_signed()
}

fn corrupt_shape(collection: &str) -> kontor_model::Error {
    kontor_model::Error::new(
        kontor_model::Code::Internal,
        format!("The rows of {collection} were derived with another number of columns than its shape has."),
    )
}

/// The old object with the new one's properties over it: absent ones stay, `null` counts.
fn merged(old: &Object, new: Object) -> Object {
    let mut object = old.clone();
    object.extend(new);
    object
}

fn differences(old: &Object, new: &Object) -> Vec<ChangedField> {
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
