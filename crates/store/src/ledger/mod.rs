//! The ledger: what cannot be fetched again.

mod archive;
mod documents;
mod journal;
pub(crate) mod outbox;
mod settings;
mod tokens;
mod told;

pub use documents::Document;

use chrono::{DateTime, Utc};
use kontor_model::{Object, Operation, OperationId, Secret};
use serde_json::Value;

/// Which operations to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which<'a> {
    All,
    /// Those that are not over.
    Active,
    /// Those that were queued in one step.
    Bulk(OperationId),
    /// All of one target.
    Of {
        collection: &'a str,
        id: &'a str,
    },
}

/// An operation on its way into the outbox.
#[derive(Debug)]
pub struct Entering {
    pub operation: Operation,
    pub secrets: Vec<(String, Secret)>,
    /// The first of its journal.
    pub entry: JournalEntry,
}

/// What the server said about an operation's target, on its way into the mirror together with the operation. Times are
/// those of reading; see [`crate::Store::put`].
#[derive(Clone, Copy, Debug)]
pub enum Fresh<'a> {
    /// Nothing was read.
    Unread,
    /// It was read; it is merged into what is stored.
    Object(&'a Object, DateTime<Utc>),
    /// Some of its properties were read. They are merged into what is stored, and left out where nothing of it is.
    Part(&'a Object, DateTime<Utc>),
    /// The server has it no longer.
    Gone(DateTime<Utc>),
}

/// One step in the life of an operation. Entries are only ever added.
#[derive(Clone, Debug, PartialEq)]
pub struct JournalEntry {
    pub operation: OperationId,
    pub at: DateTime<Utc>,
    /// The account or the program that did it. Empty in entries of versions that did not note it.
    pub who: String,
    /// What happened, in kebab case (`attempt`, `sent`, `confirmed`).
    pub step: String,
    /// Whatever helps to explain it. Never a secret.
    pub detail: Value,
    /// Microsoft's `request-id`.
    pub request_id: Option<String>,
}

/// One entry with its place in the chain.
#[derive(Clone, Debug, PartialEq)]
pub struct JournalRow {
    /// From 1 on, without gaps.
    pub seq: i64,
    pub entry: JournalEntry,
    /// SHA-256 in hex, over the hash before it and this entry; empty for one from before there was a chain.
    pub hash: String,
}

/// How the chain of the journal stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JournalState {
    /// Entries in the chain.
    pub entries: u64,
    /// The hash of the last entry, in hex. Noted elsewhere, it tells later whether entries were cut off.
    pub head: Option<String>,
    /// The number of the first entry that does not follow from the one before it.
    pub broken_at: Option<i64>,
}
