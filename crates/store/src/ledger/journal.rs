//! The journal: what happened to each operation, step by step, never rewritten.

use super::JournalEntry;
use crate::{Store, fault::Step, mirror::time, store::Write};
use kontor_model::{OperationId, Result, Tag};

impl Store {
    pub fn journal(&self, entry: &JournalEntry) -> Result<()> {
        self.write(|tx| write(tx, entry))
    }

    /// All entries of one operation, oldest first. Times are kept to the microsecond.
    pub fn journal_of(&self, id: OperationId) -> Result<Vec<JournalEntry>> {
        self.read(|view| {
            let mut statement = view.prepare_cached(
                "SELECT at, step, detail, request_id FROM main.journal WHERE operation = ?1 ORDER BY seq",
            )?;
            let mut rows = statement.query([id.to_string()])?;
            let mut entries = Vec::new();
            while let Some(row) = rows.next()? {
                entries.push(JournalEntry {
                    operation: id,
                    at: time(row.get(0)?)?,
                    step: row.get(1)?,
                    detail: serde_json::from_str(row.get_ref(2)?.as_str().unwrap_or_default())?,
                    request_id: row.get(3)?,
                });
            }
            Ok(entries)
        })
    }
}

/// Adds an entry to what is being written.
pub(super) fn write(tx: &mut Write, entry: &JournalEntry) -> Step<()> {
    tx.prepare_cached(
        "INSERT INTO main.journal (operation, at, step, detail, request_id) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?
    .execute((
        entry.operation.to_string(),
        entry.at.timestamp_micros(),
        &entry.step,
        serde_json::to_string(&entry.detail)?,
        &entry.request_id,
    ))?;
    tx.tag(Tag::OUTBOX);
    Ok(())
}
