//! One row of a collection in all its tables at once.

use super::beside;
use super::changes::{differences, merged};
use super::{
    ChangeKind, ChangedField,
    cell::{cell, held, texts},
    search,
    tables::{WORDS, several},
};
use crate::{Cell, Derivation, Derived, fault::Step, ledger, store::Write};
use chrono::{DateTime, Utc};
use kontor_model::{Object, Operation, Tag};
use rusqlite::{OptionalExtension, params_from_iter};
use serde_json::Value;
use std::collections::{BTreeSet, HashMap};

/// Active operations of one target, and the mark that says which of them, as they were, a row was derived with.
#[derive(Default)]
pub(crate) struct Pending {
    pub operations: Vec<Operation>,
    pub mark: String,
}

/// Stands for the round in a raw row of an object that the server is only expected to have, since an operation that is
/// under way makes it. Such a row is no part of what the server said: its JSON is `{}`, and no round sweeps it.
pub(crate) const EXPECTED: i64 = -1;

/// Removals that are remembered, of all collections together. A reading that comes late is seconds old, not days.
const REMOVALS: i64 = 1000;

/// What stays of the stored object when one comes in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Merge {
    /// The properties that the new one does not have.
    Always,
    /// The same, if this round has brought a part of it already: the server may send an object in pieces.
    WithinRound,
    /// As [`Merge::Always`], and nothing comes in where nothing of it is stored: a part makes no object.
    IntoKnown,
    Never,
}

/// Writes rows of one collection within one transaction.
pub(crate) struct Rows<'w> {
    d: &'w dyn Derivation,
    pending: HashMap<String, Pending>,
    /// Ids whose rows were derived with operations laid over them, and which.
    projected: HashMap<String, String>,
    /// Whether differences are logged: not during the first load.
    logged: bool,
    /// Whether there was no row at all.
    first: bool,
    /// Whether any row was derived.
    derived: bool,
    at: DateTime<Utc>,
    select_sql: String,
    insert_sql: String,
    /// Rows added less rows removed.
    pub(crate) grown: i64,
    pub(crate) changed: bool,
    /// Other collections in which something stands that came from here.
    touched: BTreeSet<&'static str>,
}

impl<'w> Rows<'w> {
    pub(crate) fn new(tx: &Write, d: &'w dyn Derivation, at: DateTime<Utc>) -> Step<Self> {
        let name = d.shape().collection;
        let sql = "SELECT id, operations FROM mirror.projected WHERE collection = ?1";
        let projected = tx
            .prepare_cached(sql)?
            .query_map([name], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<rusqlite::Result<_>>()?;
        Self::with(tx, d, at, ledger::outbox::pending(tx, name)?, projected)
    }

    /// For these rows and no others: what stands in the outbox for the rest is not read, so that a step of one operation costs
    /// the same however many there are.
    pub(crate) fn of(tx: &Write, d: &'w dyn Derivation, at: DateTime<Utc>, ids: &[&str]) -> Step<Self> {
        let name = d.shape().collection;
        let (mut pending, mut projected) = (HashMap::new(), HashMap::new());
        let mut statement =
            tx.prepare_cached("SELECT operations FROM mirror.projected WHERE collection = ?1 AND id = ?2")?;
        for id in ids {
            if let Some(found) = ledger::outbox::pending_of(tx, name, id)? {
                pending.insert((*id).to_owned(), found);
            }
            if let Some(mark) = statement.query_row((name, id), |row| row.get(0)).optional()? {
                projected.insert((*id).to_owned(), mark);
            }
        }
        Self::with(tx, d, at, pending, projected)
    }

    fn with(
        tx: &Write,
        d: &'w dyn Derivation,
        at: DateTime<Utc>,
        pending: HashMap<String, Pending>,
        projected: HashMap<String, String>,
    ) -> Step<Self> {
        let (name, columns) = (d.shape().collection, d.shape().columns);
        let names: String = columns.iter().map(|column| format!(", \"{}\"", column.name)).collect();
        let places = ", ?".repeat(columns.len());
        Ok(Self {
            d,
            pending,
            projected,
            logged: tx.query_row(
                "SELECT complete FROM mirror.sync_state WHERE collection = ?1",
                [name],
                |row| row.get(0),
            )?,
            first: tx
                .prepare_cached(&format!("SELECT NOT EXISTS (SELECT 1 FROM mirror.\"{name}_raw\")"))?
                .query_row([], |row| row.get(0))?,
            derived: false,
            at,
            select_sql: format!("SELECT \"{WORDS}\"{names} FROM mirror.\"{name}\" WHERE rid = ?1"),
            insert_sql: format!("INSERT INTO mirror.\"{name}\" (rid, \"{WORDS}\"{names}) VALUES (?, ?{places})"),
            grown: 0,
            changed: false,
            touched: BTreeSet::new(),
        })
    }

    fn name(&self) -> &'static str {
        self.d.shape().collection
    }

    /// Takes the server's word for one object; says whether it was news.
    pub(crate) fn take(&mut self, tx: &Write, id: &str, object: Object, merge: Merge, generation: i64) -> Step<bool> {
        let name = self.name();
        let stored: Option<(i64, String, i64, i64)> = tx
            .prepare_cached(&format!(
                "SELECT rid, json, seen, at FROM mirror.\"{name}_raw\" WHERE id = ?1"
            ))?
            .query_row([id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
            .optional()?;
        let (rid, json, seen, at) = match stored {
            Some(stored) if stored.2 != EXPECTED => stored,
            _ if merge == Merge::IntoKnown => return Ok(false),
            missing => {
                let rid = missing.map(|expected| expected.0);
                self.create(tx, rid, id, &object, generation)?;
                return Ok(true);
            }
        };
        let merge = match merge {
            Merge::Always | Merge::IntoKnown => true,
            Merge::WithinRound => seen == generation,
            Merge::Never => false,
        };
        let same_text = !merge && serde_json::to_string(&object)? == json;
        let old: Object = if same_text {
            Object::new()
        } else {
            serde_json::from_str(&json)?
        };
        let mut new = if merge { merged(&old, object) } else { object };
        if let Some((name, value)) = self.d.apart().and_then(|name| old.get_key_value(name)) {
            new.entry(name).or_insert_with(|| value.clone());
        }
        let read_at = self.at.timestamp_micros();
        if same_text || new == old {
            if seen != generation || at < read_at {
                tx.prepare_cached(&format!(
                    "UPDATE mirror.\"{name}_raw\" SET seen = ?2, at = ?3 WHERE rid = ?1"
                ))?
                .execute((rid, generation, read_at))?;
            }
            return Ok(false);
        }
        tx.prepare_cached(&format!(
            "UPDATE mirror.\"{name}_raw\" SET json = ?2, seen = ?3, at = ?4 WHERE rid = ?1"
        ))?
        .execute((rid, serde_json::to_string(&new)?, generation, read_at))?;
        self.derive(tx, rid, id, &new, false)?;
        let fields = differences(&old, &new);
        if !fields.is_empty() {
            self.log(tx, id, ChangeKind::Updated, &fields)?;
        }
        Ok(true)
    }

    /// Lays a part over an object that is known, whichever round has read the rest of it. It is no change that people follow.
    pub(crate) fn lay(&mut self, tx: &Write, id: &str, part: Object) -> Step<()> {
        let name = self.name();
        let stored: Option<(i64, String)> = tx
            .prepare_cached(&format!(
                "SELECT rid, json FROM mirror.\"{name}_raw\" WHERE id = ?1 AND seen <> ?2"
            ))?
            .query_row((id, EXPECTED), |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let Some((rid, json)) = stored else { return Ok(()) };
        let old: Object = serde_json::from_str(&json)?;
        let new = merged(&old, part);
        if new == old {
            return Ok(());
        }
        tx.prepare_cached(&format!("UPDATE mirror.\"{name}_raw\" SET json = ?2 WHERE rid = ?1"))?
            .execute((rid, serde_json::to_string(&new)?))?;
        self.derive(tx, rid, id, &new, false)
    }

    /// An object that the server did not have before; `expected` is the row that stood in for it.
    fn create(&mut self, tx: &Write, expected: Option<i64>, id: &str, object: &Object, generation: i64) -> Step<()> {
        tx.prepare_cached("DELETE FROM mirror.removed WHERE collection = ?1 AND id = ?2")?
            .execute((self.name(), id))?;
        tx.prepare_cached(&format!(
            "INSERT OR REPLACE INTO mirror.\"{}_raw\" (rid, id, json, seen, at) VALUES (?1, ?2, ?3, ?4, ?5)",
            self.name()
        ))?
        .execute((
            expected,
            id,
            serde_json::to_string(object)?,
            generation,
            self.at.timestamp_micros(),
        ))?;
        self.grown += 1;
        self.derive(tx, tx.last_insert_rowid(), id, object, expected.is_none())?;
        self.log(tx, id, ChangeKind::Created, &[])
    }

    /// Whether what is stored of this id was read later, the word that it is gone included.
    pub(crate) fn is_outdated(&self, tx: &Write, id: &str) -> Step<bool> {
        let sql = format!(
            "SELECT EXISTS (SELECT 1 FROM mirror.\"{0}_raw\" WHERE id = ?1 AND at > ?2)
                 OR EXISTS (SELECT 1 FROM mirror.removed WHERE collection = '{0}' AND id = ?1 AND at > ?2)",
            self.name()
        );
        let mut statement = tx.prepare_cached(&sql)?;
        Ok(statement.query_row((id, self.at.timestamp_micros()), |row| row.get(0))?)
    }

    /// Drops one object; false when it was not there. `reason` is kept as the server gave it.
    pub(crate) fn drop_id(&mut self, tx: &Write, id: &str, reason: Option<&str>) -> Step<bool> {
        self.remember_removal(tx, id)?;
        let name = self.name();
        let sql = format!("DELETE FROM mirror.\"{name}_raw\" WHERE id = ?1 AND seen <> ?2 RETURNING rid, json");
        let gone: Option<(i64, String)> = tx
            .prepare_cached(&sql)?
            .query_row((id, EXPECTED), |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let Some((rid, json)) = gone else { return Ok(false) };
        self.erase(tx, rid, id)?;
        self.grown -= 1;
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
        self.expect(tx, None, id)?;
        Ok(true)
    }

    /// So that a reading from before it does not bring the object back.
    fn remember_removal(&self, tx: &Write, id: &str) -> Step<()> {
        tx.prepare_cached("INSERT OR REPLACE INTO mirror.removed (collection, id, at) VALUES (?1, ?2, ?3)")?
            .execute((self.name(), id, self.at.timestamp_micros()))?;
        tx.prepare_cached("DELETE FROM mirror.removed WHERE seq <= ?1")?
            .execute([tx.last_insert_rowid() - REMOVALS])?;
        Ok(())
    }

    /// Takes a row out of the derived tables.
    fn erase(&mut self, tx: &Write, rid: i64, id: &str) -> Step<()> {
        let name = self.name();
        for place in several(self.d.shape()) {
            let column = self.d.shape().columns[place].name;
            let sql = format!("SELECT \"{column}\" FROM mirror.\"{name}\" WHERE rid = ?1");
            let old = tx
                .prepare_cached(&sql)?
                .query_row([rid], |row| cell(row, 0))
                .optional()?;
            self.store_texts(tx, place, &Cell::Integer(rid), &old.unwrap_or(Cell::Null), &Cell::Null)?;
        }
        tx.prepare_cached(&format!("DELETE FROM mirror.\"{name}\" WHERE rid = ?1"))?
            .execute([rid])?;
        tx.prepare_cached(&format!("DELETE FROM mirror.\"{name}_find\" WHERE rowid = ?1"))?
            .execute([rid])?;
        self.changed = true;
        self.touched.extend(beside::hand_on(tx, self.d.shape(), id, rid)?);
        self.mark_projected(tx, id, "")
    }

    /// Derives one row again from what is stored and what is pending.
    pub(crate) fn derive_again(&mut self, tx: &Write, id: &str) -> Step<()> {
        let sql = format!(
            "SELECT rid, json, seen FROM mirror.\"{}_raw\" WHERE id = ?1",
            self.name()
        );
        let stored: Option<(i64, String, i64)> = tx
            .prepare_cached(&sql)?
            .query_row([id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .optional()?;
        match stored {
            Some((rid, json, seen)) if seen != EXPECTED => {
                self.derive(tx, rid, id, &serde_json::from_str(&json)?, false)
            }
            missing => self.expect(tx, missing.map(|expected| expected.0), id),
        }
    }

    /// Keeps the row of an object that the server does not have: it is there as long as pending operations make something
    /// out of nothing. `stored` is the row that stands in for it now.
    fn expect(&mut self, tx: &Write, stored: Option<i64>, id: &str) -> Step<()> {
        let mut object = Object::new();
        if let Some(pending) = self.pending.get(id) {
            self.d.project(&pending.operations, &mut object);
        }
        let raw = format!("mirror.\"{}_raw\"", self.name());
        match stored {
            None if object.is_empty() => self.mark_projected(tx, id, ""),
            Some(rid) if object.is_empty() => {
                tx.prepare_cached(&format!("DELETE FROM {raw} WHERE rid = ?1"))?
                    .execute([rid])?;
                self.erase(tx, rid, id)
            }
            Some(rid) => self.derive(tx, rid, id, &Object::new(), false),
            None => {
                tx.prepare_cached(&format!(
                    "INSERT INTO {raw} (id, json, seen, at) VALUES (?1, '{{}}', ?2, 0)"
                ))?
                .execute((id, EXPECTED))?;
                self.derive(tx, tx.last_insert_rowid(), id, &Object::new(), true)
            }
        }
    }

    /// Keeps the count and the facts that the rows are derived with, and announces the collection when something differs.
    pub(crate) fn settle(&self, tx: &mut Write) -> Step<()> {
        let name = self.name();
        if self.grown != 0 {
            tx.prepare_cached("UPDATE mirror.sync_state SET count = count + ?2 WHERE collection = ?1")?
                .execute((name, self.grown))?;
        }
        if self.derived {
            // Rows that were derived with different facts stand side by side from here on: neither is true of all.
            tx.prepare_cached(
                "UPDATE mirror.sync_state SET facts = CASE WHEN ?3 OR facts = ?2 THEN ?2 END,
                 deriving = CASE WHEN deriving = ?2 THEN ?2 END
                 WHERE collection = ?1 AND (facts IS NOT ?2 OR deriving <> ?2)",
            )?
            .execute((name, self.d.facts(), self.first))?;
        }
        if self.changed {
            tx.tag_mirror(Tag::collection(name));
        }
        for other in &self.touched {
            tx.tag_mirror(Tag::collection(other));
        }
        Ok(())
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
        let (mut derived, mark) = match self.pending.get(id) {
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
        beside::fill(tx, self.d.shape(), id, &mut derived)?;
        self.store(tx, rid, &derived, new)?;
        self.touched.extend(beside::hand_on(tx, self.d.shape(), id, rid)?);
        (self.changed, self.derived) = (true, true);
        self.mark_projected(tx, id, &mark)
    }

    /// Writes what differs only: an index or the search index that is not touched costs nothing.
    fn store(&self, tx: &Write, rid: i64, derived: &Derived, new: bool) -> Step<()> {
        let words = search::indexed(&derived.search);
        let print = Cell::Integer(search::fingerprint(&words));
        let rid = Cell::Integer(rid);
        let stored = if new {
            None
        } else {
            let columns = 0..=derived.cells.len();
            tx.prepare_cached(&self.select_sql)?
                .query_row([&rid], |row| {
                    columns
                        .map(|place| cell(row, place))
                        .collect::<rusqlite::Result<Vec<_>>>()
                })
                .optional()?
        };
        let derived: Vec<Cell> = derived.cells.iter().map(held).collect();
        let cells = || std::iter::once(&print).chain(&derived);
        for place in several(self.d.shape()) {
            let old = stored.as_ref().and_then(|stored| stored.get(place + 1));
            self.store_texts(tx, place, &rid, old.unwrap_or(&Cell::Null), &derived[place])?;
        }
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

    /// Keeps the table in step in which rows are found by one of several texts.
    fn store_texts(&self, tx: &Write, place: usize, rid: &Cell, old: &Cell, new: &Cell) -> Step<()> {
        if old == new {
            return Ok(());
        }
        let (old, new, name) = (texts(old), texts(new), self.name());
        let gone = format!("DELETE FROM mirror.\"{name}_texts\" WHERE place = {place} AND value = ?1 AND rid = ?2");
        for text in old.difference(&new) {
            tx.prepare_cached(&gone)?.execute((text, rid))?;
        }
        let come = format!("INSERT INTO mirror.\"{name}_texts\" (place, value, rid) VALUES ({place}, ?1, ?2)");
        for text in new.difference(&old) {
            tx.prepare_cached(&come)?.execute((text, rid))?;
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

fn corrupt_shape(collection: &str) -> kontor_model::Error {
    kontor_model::Error::new(
        kontor_model::Code::Internal,
        format!("The rows of {collection} were derived with another number of columns than its shape has."),
    )
}
