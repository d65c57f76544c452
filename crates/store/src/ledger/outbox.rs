//! The outbox: operations in the order they were queued, and the secrets they need until they are over.

use super::{JournalEntry, Which, journal};
use crate::{
    Derivation, Store,
    fault::Step,
    mirror::{Pending, Rows, put},
    store::Write,
};
use chrono::DateTime;
use kontor_model::{Code, Error, Object, Operation, OperationId, Result, Secret, State, Tag};
use rusqlite::{Connection, OptionalExtension, Params};
use std::collections::HashMap;

impl Store {
    /// Puts an operation at the end of the outbox, with its secrets, the projection of its effect and the first entry of
    /// its journal (`queued`), in one transaction.
    ///
    /// # Errors
    /// [`Code::NotSaved`] when the disk is full: then nothing at all was queued. [`Code::WrongState`] when the id is
    /// known already.
    pub fn enqueue(&self, d: &dyn Derivation, op: &Operation, secrets: &[(&str, &Secret)]) -> Result<()> {
        self.of_target(d, op)?;
        self.write(|tx| {
            let added = tx
                .prepare_cached(
                    "INSERT INTO main.operations (id, collection, target_id, state, final, version, json)
                     VALUES (?1, ?2, ?3, ?4, ?5, 0, ?6) ON CONFLICT (id) DO NOTHING",
                )?
                .execute((
                    op.id.to_string(),
                    &op.target.collection,
                    &op.target.id,
                    op.state.name(),
                    op.state.is_final(),
                    json(op)?,
                ))?;
            if added == 0 {
                return Err(Error::new(Code::WrongState, "This operation is in the outbox already.").into());
            }
            for (name, secret) in secrets {
                tx.prepare_cached("INSERT INTO main.secrets (operation, name, value) VALUES (?1, ?2, ?3)")?
                    .execute((op.id.to_string(), name, secret.expose()))?;
            }
            // In the same transaction: what was told to be not saved must not stand in the outbox.
            let entry = JournalEntry {
                operation: op.id,
                at: op.queued_at,
                step: "queued".into(),
                detail: serde_json::json!({ "changes": op.changes, "base": op.base }),
                request_id: None,
            };
            journal::write(tx, &entry)?;
            announce(tx, d);
            relay(tx, d, &[&op.target.id])
        })
    }

    pub fn operation(&self, id: OperationId) -> Result<Option<Operation>> {
        self.read(|view| {
            let sql = "SELECT json FROM main.operations WHERE id = ?1";
            Ok(operations(view, sql, [id.to_string()])?.pop())
        })
    }

    /// Operations in the order they were queued: the newest is last.
    pub fn operations(&self, which: Which) -> Result<Vec<Operation>> {
        self.read(|view| match which {
            Which::All => operations(view, "SELECT json FROM main.operations ORDER BY seq", []),
            Which::Active => operations(
                view,
                "SELECT json FROM main.operations WHERE final = 0 ORDER BY seq",
                [],
            ),
            Which::Of { collection, id } => operations(
                view,
                "SELECT json FROM main.operations WHERE collection = ?1 AND target_id = ?2 ORDER BY seq",
                (collection, id),
            ),
        })
    }

    /// A secret of an operation that is not over yet.
    pub fn secret(&self, id: OperationId, name: &str) -> Result<Option<Secret>> {
        self.read(|view| {
            let sql = "SELECT value FROM main.secrets WHERE operation = ?1 AND name = ?2";
            let mut statement = view.prepare_cached(sql)?;
            let value = statement
                .query_row((id.to_string(), name), |row| row.get::<_, String>(0))
                .optional()?;
            Ok(value.map(Secret::new))
        })
    }

    /// Writes `op` if it is stored in one of the states `from`, else gives false and writes nothing. With it, in the same
    /// transaction: its secrets are wiped when it is over, the target's row is derived again, and `fresh`, an object just
    /// read from the server, is merged into the mirror.
    pub fn transition(
        &self,
        d: &dyn Derivation,
        from: &[State],
        op: &Operation,
        fresh: Option<&Object>,
    ) -> Result<bool> {
        self.of_target(d, op)?;
        self.write(|tx| {
            let id = op.id.to_string();
            let stored: Option<(String, String)> = tx
                .prepare_cached("SELECT state, target_id FROM main.operations WHERE id = ?1")?
                .query_row([&id], |row| Ok((row.get(0)?, row.get(1)?)))
                .optional()?;
            let Some((state, target)) = stored else {
                return Ok(false);
            };
            if !from.iter().any(|from| from.name() == state) {
                return Ok(false);
            }
            tx.prepare_cached(
                "UPDATE main.operations SET collection = ?2, target_id = ?3, state = ?4, final = ?5,
                 version = version + 1, json = ?6 WHERE id = ?1",
            )?
            .execute((
                &id,
                &op.target.collection,
                &op.target.id,
                op.state.name(),
                op.state.is_final(),
                json(op)?,
            ))?;
            if op.state.is_final() {
                tx.prepare_cached("DELETE FROM main.secrets WHERE operation = ?1")?
                    .execute([&id])?;
            }
            announce(tx, d);
            if let Some(fresh) = fresh {
                let read_at = op.finished_at.or(op.sent_at).unwrap_or(op.queued_at);
                put(tx, d, &op.target.id, Some(fresh), true, read_at)?;
            }
            relay(tx, d, &[&op.target.id, &target])?;
            Ok(true)
        })
    }

    fn of_target(&self, d: &dyn Derivation, op: &Operation) -> Result<()> {
        let name = self.known(d.shape().collection)?.collection;
        if name == op.target.collection {
            return Ok(());
        }
        Err(Error::new(
            Code::Internal,
            format!(
                "An operation on {} came with the rules of {name}.",
                op.target.collection
            ),
        ))
    }
}

/// Lists of the collection show the operation, so they change with the outbox.
fn announce(tx: &mut Write, d: &dyn Derivation) {
    tx.tag(Tag::OUTBOX);
    tx.tag(Tag::collection(d.shape().collection));
}

/// Derives the rows that these operations touch.
fn relay(tx: &mut Write, d: &dyn Derivation, ids: &[&str]) -> Step<()> {
    let mut rows = Rows::new(tx, d, DateTime::UNIX_EPOCH)?;
    for id in rows.out_of_step().into_iter().filter(|id| ids.contains(&id.as_str())) {
        rows.derive_again(tx, &id)?;
    }
    if rows.changed {
        tx.tag_mirror(Tag::collection(d.shape().collection));
    }
    Ok(())
}

/// Active operations of a collection by target, each with the mark of a row that was derived with them.
pub(crate) fn pending(view: &Connection, collection: &str) -> Step<HashMap<String, Pending>> {
    let mut statement = view.prepare_cached(
        "SELECT target_id, json, seq, version FROM main.operations WHERE final = 0 AND collection = ?1 ORDER BY seq",
    )?;
    let mut rows = statement.query([collection])?;
    let mut pending: HashMap<String, Pending> = HashMap::new();
    while let Some(row) = rows.next()? {
        let target = pending.entry(row.get(0)?).or_default();
        target
            .operations
            .push(serde_json::from_str(row.get_ref(1)?.as_str().unwrap_or_default())?);
        target.mark += &format!("{}.{} ", row.get::<_, i64>(2)?, row.get::<_, i64>(3)?);
    }
    Ok(pending)
}

fn operations(view: &Connection, sql: &str, params: impl Params) -> Step<Vec<Operation>> {
    let mut statement = view.prepare_cached(sql)?;
    let mut rows = statement.query(params)?;
    let mut operations = Vec::new();
    while let Some(row) = rows.next()? {
        operations.push(serde_json::from_str(row.get_ref(0)?.as_str().unwrap_or_default())?);
    }
    Ok(operations)
}

fn json(op: &Operation) -> Step<String> {
    Ok(serde_json::to_string(op)?)
}
