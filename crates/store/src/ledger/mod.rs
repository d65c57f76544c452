//! The ledger: what cannot be fetched again.

mod journal;
pub(crate) mod outbox;
mod settings;
mod tokens;
mod told;

use chrono::{DateTime, Utc};
use kontor_model::OperationId;
use serde_json::Value;

/// Which operations to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which<'a> {
    All,
    /// Those that are not over.
    Active,
    /// All of one target.
    Of {
        collection: &'a str,
        id: &'a str,
    },
}

/// One step in the life of an operation. Entries are only ever added.
#[derive(Clone, Debug, PartialEq)]
pub struct JournalEntry {
    pub operation: OperationId,
    pub at: DateTime<Utc>,
    /// What happened, in kebab case (`attempt`, `sent`, `confirmed`).
    pub step: String,
    /// Whatever helps to explain it. Never a secret.
    pub detail: Value,
    /// Microsoft's `request-id`.
    pub request_id: Option<String>,
}
