//! Taking in what the server said, page by page.

use super::{
    Applied, Cursor, EXPECTED, Page, Round, SyncState,
    changes::time,
    rows::{Merge, Rows},
};
use crate::{
    Derivation, Store,
    fault::{Step, corrupt},
    store::Write,
};
use chrono::{DateTime, Utc};
use kontor_model::{Code, Error, Object, Result, Tag};
use rusqlite::{Connection, Row};

impl Store {
    /// Begins a round and gives it a number; pages of earlier rounds are refused from now on. The link of an unfinished
    /// round is forgotten, the delta link stays until this round has ended.
    pub fn begin_generation(&self, collection: &str, round: Round) -> Result<SyncState> {
        let name = self.known(collection)?.collection;
        self.write(|tx| {
            tx.execute(
                "UPDATE mirror.sync_state SET generation = generation + 1, round = ?2, next_link = NULL
                 WHERE collection = ?1",
                (name, round_name(round)),
            )?;
            tx.tag_mirror(Tag::STATUS);
            state(tx, name)
        })
    }

    pub fn sync_state(&self, collection: &str) -> Result<SyncState> {
        let name = self.known(collection)?.collection;
        self.read(|view| state(view, name))
    }

    pub fn set_sync_error(&self, collection: &str, error: Option<&Error>) -> Result<()> {
        let name = self.known(collection)?.collection;
        self.write(|tx| {
            let error = error.map(serde_json::to_string).transpose()?;
            let sql = "UPDATE mirror.sync_state SET error = ?2 WHERE collection = ?1 AND error IS NOT ?2";
            if tx.execute(sql, (name, error))? > 0 {
                tx.tag_mirror(Tag::STATUS);
            }
            Ok(())
        })
    }

    /// One page, in one transaction: rows, search index, tombstones, change log and the link to go on from. The last page
    /// also drops what the round did not see. An id that stands in both `items` and `removed` is removed.
    ///
    /// The same page twice does no harm. Nothing is logged before the first round has ended.
    ///
    /// # Errors
    /// [`Code::Busy`] when another round has begun since, or this one has ended.
    pub fn apply(&self, d: &dyn Derivation, page: Page) -> Result<Applied> {
        let name = self.known(d.shape().collection)?.collection;
        self.write(|tx| {
            let before = state(tx, name)?;
            if before.round.is_none() || before.generation != page.generation {
                return Err(Error::new(Code::Busy, "Another sync of this collection has begun since.").into());
            }
            let mut applied = Applied::default();
            let mut rows = Rows::new(tx, d, page.at)?;
            let merge = if page.merge { Merge::Always } else { Merge::WithinRound };
            for (id, object) in page.items {
                match rows.take(tx, &id, object, merge, page.generation)? {
                    true => applied.upserted += 1,
                    false => applied.unchanged += 1,
                }
            }
            for (id, reason) in &page.removed {
                applied.removed += u64::from(rows.drop_id(tx, id, Some(reason))?);
            }
            match page.cursor {
                Cursor::More { next_link } => {
                    tx.execute(
                        "UPDATE mirror.sync_state SET next_link = ?2 WHERE collection = ?1",
                        (name, next_link),
                    )?;
                }
                Cursor::Done { delta_link, sweep } => {
                    if sweep {
                        for id in unseen(tx, name, page.generation)? {
                            applied.removed += u64::from(rows.drop_id(tx, &id, None)?);
                        }
                    }
                    tx.execute(
                        "UPDATE mirror.sync_state SET round = NULL, next_link = NULL, delta_link = ?2, as_of = ?3,
                         complete = 1, error = NULL WHERE collection = ?1",
                        (name, delta_link, page.at.timestamp_micros()),
                    )?;
                    tx.tag_mirror(Tag::STATUS);
                }
            }
            rows.settle(tx)?;
            Ok(applied)
        })
    }

    /// Lays a property that is read apart over those of the objects that are known, in one transaction.
    pub fn lay(&self, d: &dyn Derivation, parts: Vec<(String, Object)>) -> Result<()> {
        self.known(d.shape().collection)?;
        self.write(|tx| {
            let mut rows = Rows::new(tx, d, DateTime::UNIX_EPOCH)?;
            for (id, part) in parts {
                rows.lay(tx, &id, part)?;
            }
            rows.settle(tx)
        })
    }

    /// The objects that the round with this number has not seen.
    pub fn unseen(&self, collection: &str, generation: i64) -> Result<Vec<String>> {
        let name = self.known(collection)?.collection;
        self.read(|view| unseen(view, name, generation))
    }

    /// Takes in one object that was read by itself; `None` says that it is gone. `at` is when the reading was begun, by the
    /// clock that [`Page::at`] is of: what was read before the row as it stands, or before its removal, comes too late
    /// and is left out.
    pub fn put(
        &self,
        d: &dyn Derivation,
        id: &str,
        object: Option<&Object>,
        merge: bool,
        at: DateTime<Utc>,
    ) -> Result<()> {
        self.known(d.shape().collection)?;
        let merge = if merge { Merge::Always } else { Merge::Never };
        self.write(|tx| put(tx, d, id, object, merge, at))
    }
}

pub(crate) fn put(
    tx: &mut Write,
    d: &dyn Derivation,
    id: &str,
    object: Option<&Object>,
    merge: Merge,
    at: DateTime<Utc>,
) -> Step<()> {
    let generation = state(tx, d.shape().collection)?.generation;
    let mut rows = Rows::of(tx, d, at, &[id])?;
    if rows.is_outdated(tx, id)? {
        return Ok(());
    }
    match object {
        Some(object) => rows.take(tx, id, object.clone(), merge, generation)?,
        None => rows.drop_id(tx, id, None)?,
    };
    rows.settle(tx)
}

fn unseen(tx: &Connection, name: &str, generation: i64) -> Step<Vec<String>> {
    let mut statement = tx.prepare_cached(&format!(
        "SELECT id FROM mirror.\"{name}_raw\" WHERE seen NOT IN (?1, ?2)"
    ))?;
    let ids = statement
        .query_map([generation, EXPECTED], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    Ok(ids)
}

fn round_name(round: Round) -> &'static str {
    match round {
        Round::Full => "full",
        Round::Delta => "delta",
    }
}

/// What one row of `sync_state` says.
pub(crate) fn state(view: &Connection, name: &str) -> Step<SyncState> {
    let mut statement = view.prepare_cached(
        "SELECT generation, round, next_link, delta_link, as_of, complete, error, count
         FROM mirror.sync_state WHERE collection = ?1",
    )?;
    let mut rows = statement.query([name])?;
    let row: &Row = rows.next()?.ok_or_else(corrupt)?;
    Ok(SyncState {
        generation: row.get(0)?,
        round: match row.get_ref(1)?.as_str_or_null().map_err(|_| corrupt())? {
            None => None,
            Some("full") => Some(Round::Full),
            Some("delta") => Some(Round::Delta),
            Some(_) => return Err(corrupt().into()),
        },
        next_link: row.get(2)?,
        delta_link: row.get(3)?,
        as_of: row.get::<_, Option<i64>>(4)?.map(time).transpose()?,
        complete: row.get(5)?,
        error: row
            .get::<_, Option<String>>(6)?
            .map(|text| serde_json::from_str(&text))
            .transpose()?,
        count: row.get::<_, i64>(7)?.try_into().unwrap_or_default(),
    })
}
