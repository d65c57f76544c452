//! The mirror: what the server last said, and the rows derived from it.

mod apply;
mod beside;
mod cell;
mod changes;
pub(crate) mod cursor;
mod derive;
mod filter;
pub(crate) mod list;
mod rows;
mod search;
pub(crate) mod tables;

pub(crate) use apply::put;
pub(crate) use changes::time;
pub(crate) use rows::{EXPECTED, Merge, Pending, Rows};

use crate::shape::Cell;
use chrono::{DateTime, Utc};
use kontor_model::{Error, Object, Operation};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// One page of a round, as it came.
#[derive(Debug)]
pub struct Page {
    /// From [`crate::Store::begin_generation`]; a page of an older one is refused.
    pub generation: i64,
    /// Ids and objects. When an id comes twice in a round, the later one's properties are laid over the earlier one's.
    pub items: Vec<(String, Object)>,
    /// A delta: properties that are absent stay as they were.
    pub merge: bool,
    /// Ids and the reason as it came (`changed`, `deleted`).
    pub removed: Vec<(String, String)>,
    pub cursor: Cursor,
    /// When it was read. [`crate::Store::put`] is told by it what is older.
    pub at: DateTime<Utc>,
}

/// Where the round goes on.
#[derive(Clone, Debug, PartialEq)]
pub enum Cursor {
    More {
        next_link: String,
    },
    /// `sweep` drops what this generation did not see.
    Done {
        delta_link: Option<String>,
        sweep: bool,
    },
}

/// How a round reads the collection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Round {
    Full,
    Delta,
}

/// What one page did to the rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Applied {
    pub upserted: u64,
    pub unchanged: u64,
    /// Tombstones and swept rows that were there.
    pub removed: u64,
}

/// How far the mirror of one collection has come.
#[derive(Clone, Debug, PartialEq)]
pub struct SyncState {
    /// 0 before the first round.
    pub generation: i64,
    /// The round that is under way.
    pub round: Option<Round>,
    /// Where it goes on after a stop.
    pub next_link: Option<String>,
    /// Where the next delta round begins.
    pub delta_link: Option<String>,
    /// The end of the last whole round.
    pub as_of: Option<DateTime<Utc>>,
    /// A whole round has ended at least once.
    pub complete: bool,
    pub error: Option<Error>,
    /// Objects that the server has, as far as they are stored now.
    pub count: u64,
}

/// What a list asks for.
#[derive(Clone, Debug, Default)]
pub struct Query<'a> {
    /// Words that must all be found, in any order. Any text is safe.
    pub search: Option<&'a str>,
    /// All must hold.
    pub filters: &'a [Filter],
    /// Of [`crate::Shape::orders`]; none is the order of arrival.
    pub order: Option<&'a str>,
    pub descending: bool,
    /// From [`Listing::next`] of the same query.
    pub after: Option<&'a str>,
    /// At most so many items; 0 only counts.
    pub limit: u32,
    pub total: bool,
    /// The server's last word in the items, and none that it does not have yet. Filters and order still use the derived
    /// columns.
    pub mirror_only: bool,
}

/// A condition on a derived column. NULL is neither at least nor at most anything.
#[derive(Clone, Debug, PartialEq)]
pub enum Filter {
    /// One of these; NULL meets [`Cell::Null`].
    In {
        column: String,
        cells: Vec<Cell>,
    },
    AtLeast {
        column: String,
        cell: Cell,
    },
    AtMost {
        column: String,
        cell: Cell,
    },
    /// Everything the inner one does not hold for, NULLs included.
    Not(Box<Filter>),
    /// At least one of the groups, each of which holds when all in it do.
    Any(Vec<Vec<Filter>>),
}

/// One object.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    pub id: String,
    /// With the pending operations laid over it.
    pub object: Object,
    /// As the server last sent it; empty when it does not have it yet.
    pub server: Object,
    /// Active operations on it, in outbox order.
    pub pending: Vec<Operation>,
    /// Its columns of the kind [`crate::Kind::Beside`], in the order of the shape; none of an object that has no row yet.
    pub beside: Vec<Cell>,
}

/// One page of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Listing {
    pub items: Vec<Item>,
    /// For [`Query::after`]; none at the end.
    pub next: Option<String>,
    /// Rows that match, over all pages, when asked for.
    pub total: Option<u64>,
    pub as_of: Option<DateTime<Utc>>,
}

/// One entry of the change log.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    pub seq: i64,
    pub at: DateTime<Utc>,
    pub collection: String,
    pub id: String,
    pub kind: ChangeKind,
    pub fields: Vec<ChangedField>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChangeKind {
    Created,
    Updated,
    Removed,
}

/// A property that the server changed; an absent one is null here.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChangedField {
    pub field: String,
    pub from: Value,
    pub to: Value,
}
