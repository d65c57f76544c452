//! The encrypted store of one tenant: a ledger that cannot be fetched again and a mirror that can.

#[cfg(test)]
extern crate self as kontor_store;

mod fault;
mod fold;
mod ledger;
mod mirror;
mod open;
mod paths;
pub mod private;
mod shape;
mod store;
#[cfg(test)]
mod tests;

pub use fold::fold;
pub use ledger::{Document, Entering, Fresh, JournalEntry, JournalRow, JournalState, Which};
pub use mirror::{
    Applied, Change, ChangeKind, ChangedField, Cursor, Filter, Item, Listing, Page, Query, Round, SyncState,
};
pub use shape::{Cell, Column, Derivation, Derived, Kind, Order, Shape};
pub use store::{CommitSeq, Store};
