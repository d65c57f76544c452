//! The journal: what happened to each operation, step by step, never rewritten.
//!
//! Each entry carries the SHA-256 over the hash of the one before it and all that it says itself, its number included. So
//! an entry that was changed, removed, inserted or moved shows in [`Store::verify_journal`]. Entries that were cut off at
//! the end leave a whole chain behind: only who noted the head of the chain elsewhere notices them.

use super::{JournalEntry, JournalRow, JournalState};
use crate::{
    Store,
    fault::{Step, corrupt},
    mirror::time,
    store::Write,
};
use kontor_model::{OperationId, Result, Tag};
use rusqlite::{OptionalExtension, Row};
use sha2::{Digest, Sha256};

/// What [`stored`] reads.
const COLUMNS: &str = "seq, hash, operation, at, who, step, detail, request_id";

/// One row as it stands in the file: the hash is over exactly this.
struct Stored {
    seq: i64,
    /// None for an entry from before there was a chain.
    hash: Option<Vec<u8>>,
    operation: String,
    /// Microseconds since 1970, UTC.
    at: i64,
    who: String,
    step: String,
    detail: String,
    request_id: Option<String>,
}

impl Store {
    pub fn journal(&self, entry: &JournalEntry) -> Result<()> {
        self.write(|tx| write(tx, entry))
    }

    /// All entries of one operation, oldest first. Times are kept to the microsecond.
    pub fn journal_of(&self, id: OperationId) -> Result<Vec<JournalEntry>> {
        self.read(|view| {
            let sql = format!("SELECT {COLUMNS} FROM main.journal WHERE operation = ?1 ORDER BY seq");
            let mut statement = view.prepare_cached(&sql)?;
            let rows = statement.query_map([id.to_string()], stored)?;
            rows.map(|row| row?.entry()).collect()
        })
    }

    /// All entries of the operations on one object, oldest first: its history as far as it was made from here.
    pub fn journal_of_target(&self, collection: &str, target_id: &str) -> Result<Vec<JournalEntry>> {
        self.read(|view| {
            let sql = format!(
                "SELECT {COLUMNS} FROM main.journal WHERE operation IN
                 (SELECT id FROM main.operations WHERE collection = ?1 AND target_id = ?2) ORDER BY seq"
            );
            let mut statement = view.prepare_cached(&sql)?;
            let rows = statement.query_map([collection, target_id], stored)?;
            rows.map(|row| row?.entry()).collect()
        })
    }

    /// The journal from its beginning, or after an entry, oldest first, with the hashes of the chain.
    pub fn journal_all(&self, after_seq: Option<i64>, limit: u32) -> Result<Vec<JournalRow>> {
        self.read(|view| {
            let sql = format!("SELECT {COLUMNS} FROM main.journal WHERE seq > ?1 ORDER BY seq LIMIT ?2");
            let mut statement = view.prepare_cached(&sql)?;
            let rows = statement.query_map((after_seq.unwrap_or(i64::MIN), limit), stored)?;
            rows.map(|row| {
                let row = row?;
                Ok(JournalRow {
                    seq: row.seq,
                    hash: row.hash.as_ref().map(hex::encode).unwrap_or_default(),
                    entry: row.entry()?,
                })
            })
            .collect()
        })
    }

    /// Follows the chain from its beginning. What it cannot see: entries cut off at the end (compare the head with the one
    /// noted earlier), and what stood there before the chain began.
    pub fn verify_journal(&self) -> Result<JournalState> {
        self.read(|view| {
            let sql = format!("SELECT {COLUMNS} FROM main.journal ORDER BY seq");
            let mut statement = view.prepare_cached(&sql)?;
            let (mut entries, mut head, mut broken_at) = (0, None::<Vec<u8>>, None);
            for row in statement.query_map([], stored)? {
                let row = row?;
                if row.hash.is_none() && head.is_none() {
                    continue;
                }
                let follows = row.hash.as_deref() == Some(row.link(head.as_deref()).as_slice());
                if !follows && broken_at.is_none() {
                    broken_at = Some(row.seq);
                }
                entries += 1;
                head = Some(row.hash.unwrap_or_default());
            }
            Ok(JournalState {
                entries,
                head: head.map(hex::encode),
                broken_at,
            })
        })
    }
}

impl Stored {
    /// Every part is preceded by its length, so that no two entries read the same. A part that is missing is told from an
    /// empty one.
    fn link(&self, previous: Option<&[u8]>) -> [u8; 32] {
        let mut hasher = Sha256::new();
        for part in [
            previous,
            Some(&self.seq.to_be_bytes()),
            Some(self.operation.as_bytes()),
            Some(&self.at.to_be_bytes()),
            Some(self.who.as_bytes()),
            Some(self.step.as_bytes()),
            Some(self.detail.as_bytes()),
            self.request_id.as_deref().map(str::as_bytes),
        ] {
            let length = part.map_or(u64::MAX, |part| part.len() as u64);
            hasher.update(length.to_be_bytes());
            hasher.update(part.unwrap_or_default());
        }
        hasher.finalize().into()
    }

    fn entry(self) -> Step<JournalEntry> {
        Ok(JournalEntry {
            operation: self.operation.parse().map_err(|_| corrupt())?,
            at: time(self.at)?,
            who: self.who,
            step: self.step,
            detail: serde_json::from_str(&self.detail)?,
            request_id: self.request_id,
        })
    }
}

fn stored(row: &Row) -> rusqlite::Result<Stored> {
    Ok(Stored {
        seq: row.get(0)?,
        hash: row.get(1)?,
        operation: row.get(2)?,
        at: row.get(3)?,
        who: row.get(4)?,
        step: row.get(5)?,
        detail: row.get(6)?,
        request_id: row.get(7)?,
    })
}

/// Adds an entry to what is being written.
pub(super) fn write(tx: &mut Write, entry: &JournalEntry) -> Step<()> {
    let last: Option<(i64, Option<Vec<u8>>)> = tx
        .prepare_cached("SELECT seq, hash FROM main.journal ORDER BY seq DESC LIMIT 1")?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let (last, head) = last.unwrap_or_default();
    let row = Stored {
        seq: last + 1,
        hash: None,
        operation: entry.operation.to_string(),
        at: entry.at.timestamp_micros(),
        who: entry.who.clone(),
        step: entry.step.clone(),
        detail: serde_json::to_string(&entry.detail)?,
        request_id: entry.request_id.clone(),
    };
    let hash = row.link(head.as_deref());
    tx.prepare_cached(
        "INSERT INTO main.journal (seq, hash, operation, at, who, step, detail, request_id)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?
    .execute((
        row.seq,
        hash,
        row.operation,
        row.at,
        row.who,
        row.step,
        row.detail,
        row.request_id,
    ))?;
    tx.tag(Tag::OUTBOX);
    Ok(())
}
