//! Deriving rows again from what is stored, offline: after a change of shape, of facts, or of pending operations.

use super::{EXPECTED, Rows};
use crate::{Derivation, Store, fault::Step};
use chrono::DateTime;
use kontor_model::{Result, Tag};
use rusqlite::Connection;

/// Rows derived in one transaction; others may write in between.
const CHUNK: i64 = 1000;

impl Store {
    /// Whether the rows were derived with another shape or with other facts.
    pub fn is_stale(&self, d: &dyn Derivation) -> Result<bool> {
        let name = self.known(d.shape().collection)?.collection;
        self.read(|view| {
            let (facts, _, _, any) = progress(view, name)?;
            Ok(any && facts.as_deref() != Some(d.facts().as_str()))
        })
    }

    /// Derives all rows again, in chunks that are each a transaction; after a stop it goes on where it was. Until the
    /// end [`Store::is_stale`] holds.
    pub fn rederive(&self, d: &dyn Derivation) -> Result<()> {
        self.known(d.shape().collection)?;
        while !self.rederive_chunk(d)? {}
        Ok(())
    }

    /// True when it was the last.
    pub(crate) fn rederive_chunk(&self, d: &dyn Derivation) -> Result<bool> {
        let (name, wanted) = (d.shape().collection, d.facts());
        self.write(|tx| {
            let (_, deriving, derived_to, _) = progress(tx, name)?;
            let from = if deriving.as_deref() == Some(wanted.as_str()) {
                derived_to
            } else {
                0
            };
            let mut rows = Rows::new(tx, d, DateTime::UNIX_EPOCH)?;
            let (mut last, mut expected) = (None, Vec::new());
            {
                let sql = format!(
                    "SELECT rid, id, json, seen FROM mirror.\"{name}_raw\" WHERE rid > ?1 ORDER BY rid LIMIT ?2"
                );
                let mut statement = tx.prepare_cached(&sql)?;
                let mut stored = statement.query((from, CHUNK))?;
                while let Some(row) = stored.next()? {
                    let (rid, id): (i64, String) = (row.get(0)?, row.get(1)?);
                    if row.get::<_, i64>(3)? == EXPECTED {
                        expected.push(id);
                    } else {
                        let server = serde_json::from_str(row.get_ref(2)?.as_str().unwrap_or_default())?;
                        rows.derive(tx, rid, &id, &server, false)?;
                    }
                    last = Some(rid);
                }
            }
            for id in expected {
                rows.derive_again(tx, &id)?;
            }
            rows.settle(tx)?;
            let sql = match last {
                Some(_) => "UPDATE mirror.sync_state SET deriving = ?2, derived_to = ?3 WHERE collection = ?1",
                None => {
                    "UPDATE mirror.sync_state SET facts = ?2, deriving = NULL, derived_to = ?3 WHERE collection = ?1"
                }
            };
            tx.execute(sql, (name, &wanted, last.unwrap_or(0)))?;
            tx.tag_mirror(Tag::collection(name));
            Ok(last.is_none())
        })
    }

    /// Brings the rows of the collection in step with the outbox where they are not: after a crash between the commits of
    /// the two files, or a mirror that could not be written.
    pub fn reconcile(&self, d: &dyn Derivation) -> Result<()> {
        self.known(d.shape().collection)?;
        self.write(|tx| {
            let mut rows = Rows::new(tx, d, DateTime::UNIX_EPOCH)?;
            for id in rows.out_of_step() {
                rows.derive_again(tx, &id)?;
            }
            rows.settle(tx)
        })
    }
}

/// What the rows were derived with, what they are being derived with, up to which, and whether there are any.
fn progress(view: &Connection, name: &str) -> Step<(Option<String>, Option<String>, i64, bool)> {
    let sql = format!(
        "SELECT facts, deriving, derived_to, EXISTS (SELECT 1 FROM mirror.\"{name}_raw\")
         FROM mirror.sync_state WHERE collection = ?1"
    );
    Ok(view.query_row(&sql, [name], |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
    })?)
}
