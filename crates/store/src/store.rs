//! One writer, many readers, and the commit log by which other windows and processes learn what changed.

use crate::{
    Shape,
    fault::{Fault, Step, maybe_saved},
    open::{Files, ledger_version},
};
use kontor_model::{Code, Error, Planted, Result, Tag, planted};
use rusqlite::{Connection, ErrorCode, OptionalExtension, Transaction, TransactionBehavior};
use std::{
    collections::BTreeSet,
    ops::Deref,
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

/// Entries of the commit log that are kept in each file.
const KEPT: i64 = 1000;
/// How soon a commit of another process is seen; one of this process is seen at once.
const POLL: Duration = Duration::from_millis(500);

/// The two open files of one tenant. Everything blocks; callers stand on worker threads.
pub struct Store {
    pub(crate) files: Files,
    pub(crate) shapes: Vec<&'static Shape>,
    /// Marks this store's entries in the commit log.
    pub(crate) writer_id: i64,
    pub(crate) writer: Mutex<Connection>,
    pub(crate) readers: Mutex<Vec<Connection>>,
    pub(crate) commits: Mutex<u64>,
    pub(crate) committed: Condvar,
}

/// A place in the order of commits of both files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CommitSeq {
    ledger: i64,
    mirror: i64,
}

/// A write transaction over both files and the tags it will announce.
pub(crate) struct Write<'c> {
    tx: Transaction<'c>,
    pub(crate) shapes: &'c [&'static Shape],
    ledger: BTreeSet<Tag>,
    mirror: BTreeSet<Tag>,
}

impl<'c> Deref for Write<'c> {
    type Target = Transaction<'c>;

    fn deref(&self) -> &Self::Target {
        &self.tx
    }
}

impl Write<'_> {
    /// Announces a change in the ledger.
    pub(crate) fn tag(&mut self, tag: Tag) {
        self.ledger.insert(tag);
    }

    /// Announces a change in the mirror.
    pub(crate) fn tag_mirror(&mut self, tag: Tag) {
        self.mirror.insert(tag);
    }
}

impl Store {
    /// One transaction; an error leaves nothing behind.
    ///
    /// SQLite commits the ledger first. When the mirror's half then fails (its disk is full), the ledger's word counts:
    /// the caller hears that it was saved, and the next [`Store::reconcile`] brings the mirror's rows after it.
    pub(crate) fn write<T>(&self, work: impl FnOnce(&mut Write) -> Step<T>) -> Result<T> {
        let (result, announced) = self.transact(&mut held(&self.writer), work)?;
        if announced {
            *held(&self.commits) += 1;
            self.committed.notify_all();
        }
        Ok(result)
    }

    fn transact<T>(&self, connection: &mut Connection, work: impl FnOnce(&mut Write) -> Step<T>) -> Step<(T, bool)> {
        let (result, mark, announced, committed) = {
            let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let mut write = Write {
                tx,
                shapes: &self.shapes,
                ledger: BTreeSet::new(),
                mirror: BTreeSet::new(),
            };
            let result = work(&mut write)?;
            let mark = log(&write, "main", self.writer_id, &write.ledger)?;
            log(&write, "mirror", self.writer_id, &write.mirror)?;
            let announced = !(write.ledger.is_empty() && write.mirror.is_empty());
            (result, mark, announced, write.tx.commit())
        };
        match (committed, mark) {
            (Ok(()), _) => {}
            (Err(error), Some(seq)) => self.after_failure(connection, seq, error)?,
            // What only the mirror was to hold is fetched again.
            (Err(error), None) => return Err(error.into()),
        }
        Ok((result, announced))
    }

    /// Finds out what became of a commit of the ledger that failed. No error: it stands.
    fn after_failure(&self, connection: &Connection, seq: i64, error: rusqlite::Error) -> Step<()> {
        match is_logged(connection, seq, self.writer_id) {
            Ok(true) => Ok(()),
            Ok(false) if error.sqlite_error_code() != Some(ErrorCode::SystemIoFailure) => Err(error.into()),
            // When the log could not be synced, the commit stands in it whole: whoever opens the files after a crash would
            // take it for saved. The next transaction writes over it, so there is one at once.
            Ok(false) if planted(Planted::FailedSyncLeft) || connection.execute_batch(&ledger_version()).is_ok() => {
                Err(error.into())
            }
            _ => Err(maybe_saved().into()),
        }
    }

    /// One consistent view of each file.
    pub(crate) fn read<T>(&self, work: impl FnOnce(&Connection) -> Step<T>) -> Result<T> {
        let mut connection = self.reader()?;
        let view = connection.transaction().map_err(Fault::from)?;
        let result = work(&view);
        drop(view);
        self.put_back(connection);
        result.map_err(Error::from)
    }

    pub(crate) fn reader(&self) -> Result<Connection> {
        let idle = held(&self.readers).pop();
        match idle {
            Some(connection) => Ok(connection),
            None => self.files.connect(false),
        }
    }

    fn put_back(&self, reader: Connection) {
        let mut readers = held(&self.readers);
        if readers.len() < 8 {
            readers.push(reader);
        }
    }

    /// The shape as it was opened with.
    pub(crate) fn known(&self, collection: &str) -> Result<&'static Shape> {
        let unknown = || Error::new(Code::Invalid, format!("There is no collection named {collection}."));
        self.shapes
            .iter()
            .find(|shape| shape.collection == collection)
            .copied()
            .ok_or_else(unknown)
    }

    /// The place of the last commit, to wait from.
    pub fn commit_seq(&self) -> Result<CommitSeq> {
        self.read(|view| {
            Ok(CommitSeq {
                ledger: last(view, "main")?,
                mirror: last(view, "mirror")?,
            })
        })
    }

    /// Waits up to `timeout` until something was committed after `since`, here or by another process. Gives the new
    /// place and all tags since; none when the time is over. A place that is too old gives every tag there is.
    pub fn changed_since(&self, since: CommitSeq, timeout: Duration) -> Result<(CommitSeq, BTreeSet<Tag>)> {
        let begun = Instant::now();
        let watcher = self.reader()?;
        let result = loop {
            let (commits, versions) = (*held(&self.commits), versions(&watcher)?);
            let (now, tags) = self.tags_since(since)?;
            let left = timeout.saturating_sub(begun.elapsed());
            if !tags.is_empty() || left.is_zero() {
                break (now, tags);
            }
            self.wait(&watcher, commits, versions, left)?;
        };
        self.put_back(watcher);
        Ok(result)
    }

    /// Waits for a commit here or elsewhere. Asking for the versions reads the log's index in memory and no file.
    fn wait(&self, watcher: &Connection, commits: u64, seen: (i64, i64), left: Duration) -> Result<()> {
        let begun = Instant::now();
        while begun.elapsed() < left && versions(watcher)? == seen {
            let pause = left.saturating_sub(begun.elapsed()).min(POLL);
            let (now, _) = self
                .committed
                .wait_timeout_while(held(&self.commits), pause, |now| *now == commits)
                .unwrap_or_else(PoisonError::into_inner);
            if *now != commits {
                break;
            }
        }
        Ok(())
    }

    fn tags_since(&self, since: CommitSeq) -> Result<(CommitSeq, BTreeSet<Tag>)> {
        self.read(|view| {
            let now = CommitSeq {
                ledger: last(view, "main")?,
                mirror: last(view, "mirror")?,
            };
            let mut tags = BTreeSet::new();
            for (schema, from, to) in [("main", since.ledger, now.ledger), ("mirror", since.mirror, now.mirror)] {
                if from > to || to - from > KEPT {
                    tags.extend([Tag::OUTBOX, Tag::ALERTS, Tag::STATUS, Tag::SETTINGS]);
                    tags.extend(self.shapes.iter().map(|shape| Tag::collection(shape.collection)));
                } else if from < to {
                    let sql = format!("SELECT tags FROM {schema}.commit_log WHERE seq > ?1");
                    let mut statement = view.prepare_cached(&sql)?;
                    let mut rows = statement.query([from])?;
                    while let Some(row) = rows.next()? {
                        tags.extend(serde_json::from_str::<Vec<Tag>>(
                            row.get_ref(0)?.as_str().unwrap_or_default(),
                        )?);
                    }
                }
            }
            Ok((now, tags))
        })
    }
}

/// A panic elsewhere rolled its transaction back, so what is behind the lock is whole.
pub(crate) fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn log(tx: &Connection, schema: &str, writer: i64, tags: &BTreeSet<Tag>) -> Step<Option<i64>> {
    if tags.is_empty() {
        return Ok(None);
    }
    tx.prepare_cached(&format!(
        "INSERT INTO {schema}.commit_log (writer, tags) VALUES (?1, ?2)"
    ))?
    .execute((writer, serde_json::to_string(tags)?))?;
    let seq = tx.last_insert_rowid();
    tx.prepare_cached(&format!("DELETE FROM {schema}.commit_log WHERE seq <= ?1"))?
        .execute([seq - KEPT])?;
    Ok(Some(seq))
}

/// Numbers that change when another connection, of whatever process, has committed to the ledger or the mirror.
pub(crate) fn versions(watcher: &Connection) -> Result<(i64, i64)> {
    let version = |schema| -> Step<i64> {
        let sql = format!("PRAGMA {schema}.data_version");
        Ok(watcher.prepare_cached(&sql)?.query_row([], |row| row.get(0))?)
    };
    Ok((version("main")?, version("mirror")?))
}

fn last(view: &Connection, schema: &str) -> Step<i64> {
    let sql = format!("SELECT coalesce(max(seq), 0) FROM {schema}.commit_log");
    Ok(view.prepare_cached(&sql)?.query_row([], |row| row.get(0))?)
}

fn is_logged(connection: &Connection, seq: i64, writer: i64) -> Step<bool> {
    let sql = "SELECT 1 FROM main.commit_log WHERE seq = ?1 AND writer = ?2";
    Ok(connection
        .query_row(sql, (seq, writer), |_| Ok(()))
        .optional()?
        .is_some())
}
