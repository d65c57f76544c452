//! The outbox: operations in the order they were queued, and the secrets they need until they are over.

use super::{Entering, Fresh, JournalEntry, Which, journal};
use crate::{
    Derivation, Store,
    fault::Step,
    mirror::{Merge, Pending, Rows, put},
    store::Write,
};
use chrono::DateTime;
use kontor_model::{Code, Error, Operation, OperationId, Planted, Result, Secret, State, Tag, planted};
use rusqlite::{Connection, OptionalExtension, Params, Row};
use std::collections::HashMap;

impl Store {
    /// Puts an operation at the end of the outbox, with its secrets, the projection of its effect and the first entry of
    /// its journal, in one transaction: what is told to be not saved never stands in the outbox.
    ///
    /// `replaces` is an operation that gives way to it, moved to [`State::Replaced`] by the caller, with its own entry.
    /// Secrets of it for which the new one brings none are handed on, the others are wiped.
    ///
    /// # Errors
    /// [`Code::NotSaved`] when the disk is full: then nothing at all was queued. [`Code::WrongState`] when the id is
    /// known already, or what is to be replaced has been sent or is over.
    pub fn enqueue(
        &self,
        d: &dyn Derivation,
        op: &Operation,
        secrets: &[(&str, &Secret)],
        entry: JournalEntry,
        replaces: Option<(&Operation, JournalEntry)>,
    ) -> Result<()> {
        self.of_target(d, op)?;
        if let Some((old, _)) = &replaces {
            self.of_target(d, old)?;
            debug_assert_eq!(old.state, State::Replaced);
        }
        self.write(|tx| {
            insert(tx, op, secrets)?;
            let mut targets = vec![op.target.id.as_str()];
            if let Some((old, entry)) = &replaces {
                let failed = match stored(tx, old.id)? {
                    Some((state, target)) if is_one_of(&state, REPLACEABLE) && target == old.target.id => {
                        state == State::Failed.name()
                    }
                    _ => {
                        let why = "The operation that this one was to replace has moved on meanwhile.";
                        return Err(Error::new(Code::WrongState, why).into());
                    }
                };
                // What waits for the old one, or stands behind it, waits for the new one. One that failed is passed already.
                if !failed {
                    change_places(tx, old.id, op.id)?;
                }
                // What the new operation brings itself stays behind, and is wiped with the old one.
                tx.prepare_cached("UPDATE OR IGNORE main.secrets SET operation = ?2 WHERE operation = ?1")?
                    .execute((old.id.to_string(), op.id.to_string()))?;
                update(tx, old)?;
                journal::write(tx, entry)?;
                targets.push(&old.target.id);
            }
            journal::write(tx, &entry)?;
            announce(tx, d);
            relay(tx, d, &targets)
        })
    }

    /// The same for many operations, `rules` being those of every collection that they are about: all of them, or none. `tell` is
    /// called before each with how many stand behind it; its error takes back all.
    ///
    /// # Errors
    /// As [`Store::enqueue`], and what `tell` says.
    pub fn enqueue_all(
        &self,
        rules: &[&dyn Derivation],
        all: &[Entering],
        mut tell: impl FnMut(usize) -> Result<()>,
    ) -> Result<()> {
        let of = |d: &dyn Derivation, op: &Operation| d.shape().collection == op.target.collection;
        for one in all {
            let own = rules.iter().find(|d| of(**d, &one.operation)).or(rules.first());
            own.map_or(Ok(()), |d| self.of_target(*d, &one.operation))?;
        }
        self.write(|tx| {
            for (done, one) in all.iter().enumerate() {
                tell(done)?;
                let secrets: Vec<_> = one
                    .secrets
                    .iter()
                    .map(|(name, secret)| (name.as_str(), secret))
                    .collect();
                insert(tx, &one.operation, &secrets)?;
                journal::write(tx, &one.entry)?;
            }
            for d in rules {
                let own = all.iter().filter(|one| of(*d, &one.operation));
                let targets: Vec<_> = own.map(|one| one.operation.target.id.as_str()).collect();
                if !targets.is_empty() {
                    announce(tx, *d);
                    relay(tx, *d, &targets)?;
                }
            }
            Ok(())
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
            Which::Bulk(id) => operations(
                view,
                "SELECT json FROM main.operations WHERE json ->> '$.bulk' = ?1 ORDER BY seq",
                [id.to_string()],
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
    /// transaction: its secrets are wiped when it is over, `entries` go into the journal, what was read from the server
    /// goes into the mirror, and the target's row is derived again.
    ///
    /// An operation whose target goes by the operation's own id makes it: when it brings the id that the server gave, the
    /// active operations that wait for the old one follow. Any other keeps the target that is stored.
    pub fn transition(
        &self,
        d: &dyn Derivation,
        from: &[State],
        op: &Operation,
        fresh: Fresh,
        entries: &[JournalEntry],
    ) -> Result<bool> {
        self.of_target(d, op)?;
        self.write(|tx| {
            let Some((state, target)) = stored(tx, op.id)? else {
                return Ok(false);
            };
            if !is_one_of(&state, from) {
                return Ok(false);
            }
            let mut op = op.clone();
            // Only the operation that makes an object names it. A copy from before its target was made follows it.
            let names = target != op.target.id && target == op.id.to_string();
            if !names {
                op.target.id.clone_from(&target);
            }
            update(tx, &op)?;
            if names {
                tx.prepare_cached(
                    "UPDATE main.operations SET target_id = ?3, version = version + 1,
                     json = json_set(json, '$.target.id', ?3)
                     WHERE collection = ?1 AND target_id = ?2 AND final = 0",
                )?
                .execute((&op.target.collection, &target, &op.target.id))?;
            }
            for entry in entries {
                journal::write(tx, entry)?;
            }
            announce(tx, d);
            match fresh {
                Fresh::Unread => {}
                Fresh::Object(object, at) => put(tx, d, &op.target.id, Some(object), Merge::Always, at)?,
                Fresh::Part(object, at) => put(tx, d, &op.target.id, Some(object), Merge::IntoKnown, at)?,
                Fresh::Gone(at) => put(tx, d, &op.target.id, None, Merge::Never, at)?,
            }
            relay(tx, d, &[&op.target.id, &target])?;
            Ok(true)
        })
    }

    /// Writes each of `moved` that is stored in one of the states `from`, with its entry of the journal, in one transaction; tells
    /// which were. Their targets stay those that are stored.
    pub fn transition_all(
        &self,
        d: &dyn Derivation,
        from: &[State],
        moved: &[(Operation, JournalEntry)],
    ) -> Result<Vec<OperationId>> {
        for (op, _) in moved {
            self.of_target(d, op)?;
        }
        self.write(|tx| {
            let (mut written, mut targets) = (Vec::new(), Vec::new());
            for (op, entry) in moved {
                let Some((_, target)) = stored(tx, op.id)?.filter(|(state, _)| is_one_of(state, from)) else {
                    continue;
                };
                let mut op = op.clone();
                op.target.id.clone_from(&target);
                update(tx, &op)?;
                journal::write(tx, entry)?;
                written.push(op.id);
                targets.push(target);
            }
            if !written.is_empty() {
                announce(tx, d);
                let targets: Vec<_> = targets.iter().map(String::as_str).collect();
                relay(tx, d, &targets)?;
            }
            Ok(written)
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

fn insert(tx: &Write, op: &Operation, secrets: &[(&str, &Secret)]) -> Step<()> {
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
    Ok(())
}

/// Each stands where the other stood.
fn change_places(tx: &Write, one: OperationId, other: OperationId) -> Step<()> {
    let place = |id: OperationId| -> Step<i64> {
        let sql = "SELECT seq FROM main.operations WHERE id = ?1";
        Ok(tx.query_row(sql, [id.to_string()], |row| row.get(0))?)
    };
    let (first, second) = (place(one)?, place(other)?);
    for (id, seq) in [(one, -1), (other, first), (one, second)] {
        tx.execute(
            "UPDATE main.operations SET seq = ?2 WHERE id = ?1",
            (id.to_string(), seq),
        )?;
    }
    // A place and a version say what a row was derived with: the same place must not pass for the same operation.
    let sql =
        "UPDATE main.operations SET version = 1 + (SELECT version FROM main.operations WHERE id = ?2) WHERE id = ?1";
    tx.execute(sql, (other.to_string(), one.to_string()))?;
    Ok(())
}

/// The states in which nothing of an operation can be on its way.
const REPLACEABLE: &[State] = &[
    State::Queued,
    State::Held,
    State::Conflict,
    State::Guided,
    State::Failed,
];

fn is_one_of(state: &str, states: &[State]) -> bool {
    states.iter().any(|one| one.name() == state)
}

/// State and target of an operation as they are stored.
fn stored(tx: &Write, id: OperationId) -> Step<Option<(String, String)>> {
    let mut statement = tx.prepare_cached("SELECT state, target_id FROM main.operations WHERE id = ?1")?;
    let row = statement.query_row([id.to_string()], |row| Ok((row.get(0)?, row.get(1)?)));
    Ok(row.optional()?)
}

/// Writes an operation that is stored, and wipes its secrets when it is over.
fn update(tx: &mut Write, op: &Operation) -> Step<()> {
    let id = op.id.to_string();
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
    if op.state.is_final() && !planted(Planted::SecretsKept) {
        tx.prepare_cached("DELETE FROM main.secrets WHERE operation = ?1")?
            .execute([&id])?;
    }
    Ok(())
}

/// Lists of the collection show the operation, so they change with the outbox.
fn announce(tx: &mut Write, d: &dyn Derivation) {
    tx.tag(Tag::OUTBOX);
    tx.tag(Tag::collection(d.shape().collection));
}

/// Derives the rows that these operations touch.
fn relay(tx: &mut Write, d: &dyn Derivation, ids: &[&str]) -> Step<()> {
    let mut rows = Rows::of(tx, d, DateTime::UNIX_EPOCH, ids)?;
    for id in rows.out_of_step() {
        rows.derive_again(tx, &id)?;
    }
    rows.settle(tx)
}

/// Active operations of a collection by target, each with the mark of a row that was derived with them.
pub(crate) fn pending(view: &Connection, collection: &str) -> Step<HashMap<String, Pending>> {
    let mut statement = view.prepare_cached(
        "SELECT target_id, json, seq, version FROM main.operations WHERE final = 0 AND collection = ?1 ORDER BY seq",
    )?;
    let mut rows = statement.query([collection])?;
    let mut pending: HashMap<String, Pending> = HashMap::new();
    while let Some(row) = rows.next()? {
        add(pending.entry(row.get(0)?).or_default(), row)?;
    }
    Ok(pending)
}

/// The same for one target; none when nothing is active on it.
pub(crate) fn pending_of(view: &Connection, collection: &str, id: &str) -> Step<Option<Pending>> {
    let mut statement = view.prepare_cached(
        "SELECT target_id, json, seq, version FROM main.operations INDEXED BY operations_by_target
         WHERE final = 0 AND collection = ?1 AND target_id = ?2 ORDER BY seq",
    )?;
    let mut rows = statement.query([collection, id])?;
    let mut pending: Option<Pending> = None;
    while let Some(row) = rows.next()? {
        add(pending.get_or_insert_default(), row)?;
    }
    Ok(pending)
}

fn add(pending: &mut Pending, row: &Row) -> Step<()> {
    pending
        .operations
        .push(serde_json::from_str(row.get_ref(1)?.as_str().unwrap_or_default())?);
    pending.mark += &format!("{}.{} ", row.get::<_, i64>(2)?, row.get::<_, i64>(3)?);
    Ok(())
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
