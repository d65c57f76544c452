//! The surface, ahead of its bodies.
#![allow(unused_variables, clippy::todo)]
use crate::*;
use chrono::{DateTime, Utc};
use kontor_model::{Error, Key, Object, Operation, OperationId, Result, Secret, State, Tag};
use serde_json::Value;
use std::{
    collections::{BTreeSet, HashMap, HashSet},
    path::Path,
    time::Duration,
};

pub struct Store(());

/// A place in the order of commits of both files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CommitSeq {
    ledger: i64,
    mirror: i64,
}

impl Store {
    pub fn open(dir: &Path, key: &Key, shapes: &[&'static Shape]) -> Result<Store> {
        todo!()
    }
    /// The place of the last commit, to wait from.
    pub fn commit_seq(&self) -> Result<CommitSeq> {
        todo!()
    }
    /// Waits up to `timeout` for a commit after `since`, here or in another process.
    pub fn changed_since(&self, since: CommitSeq, timeout: Duration) -> Result<(CommitSeq, BTreeSet<Tag>)> {
        todo!()
    }
    pub fn apply(&self, d: &dyn Derivation, page: Page) -> Result<Applied> {
        todo!()
    }
    pub fn begin_generation(&self, collection: &str, round: Round) -> Result<SyncState> {
        todo!()
    }
    pub fn sync_state(&self, collection: &str) -> Result<SyncState> {
        todo!()
    }
    pub fn set_sync_error(&self, collection: &str, error: Option<&Error>) -> Result<()> {
        todo!()
    }
    pub fn put(
        &self,
        d: &dyn Derivation,
        id: &str,
        object: Option<&Object>,
        merge: bool,
        at: DateTime<Utc>,
    ) -> Result<()> {
        todo!()
    }
    pub fn is_stale(&self, d: &dyn Derivation) -> Result<bool> {
        todo!()
    }
    pub fn rederive(&self, d: &dyn Derivation) -> Result<()> {
        todo!()
    }
    pub fn list(&self, d: &dyn Derivation, q: &Query) -> Result<Listing> {
        todo!()
    }
    pub fn show(&self, d: &dyn Derivation, id: &str) -> Result<Option<Item>> {
        todo!()
    }
    pub fn tally(&self, d: &dyn Derivation, column: &str, filters: &[Filter]) -> Result<Vec<(Cell, u64)>> {
        todo!()
    }
    /// Newest first.
    pub fn changes(&self, since: Option<DateTime<Utc>>, collection: Option<&str>, limit: u32) -> Result<Vec<Change>> {
        todo!()
    }
    pub fn enqueue(&self, d: &dyn Derivation, op: &Operation, secrets: &[(&str, &Secret)]) -> Result<()> {
        todo!()
    }
    pub fn operation(&self, id: OperationId) -> Result<Option<Operation>> {
        todo!()
    }
    pub fn operations(&self, which: Which) -> Result<Vec<Operation>> {
        todo!()
    }
    pub fn secret(&self, id: OperationId, name: &str) -> Result<Option<Secret>> {
        todo!()
    }
    pub fn transition(
        &self,
        d: &dyn Derivation,
        from: &[State],
        op: &Operation,
        fresh: Option<&Object>,
    ) -> Result<bool> {
        todo!()
    }
    pub fn reconcile(&self, d: &dyn Derivation) -> Result<()> {
        todo!()
    }
    pub fn journal(&self, entry: &JournalEntry) -> Result<()> {
        todo!()
    }
    pub fn journal_of(&self, id: OperationId) -> Result<Vec<JournalEntry>> {
        todo!()
    }
    pub fn setting(&self, name: &str) -> Result<Option<Value>> {
        todo!()
    }
    pub fn set_setting(&self, name: &str, value: &Value) -> Result<()> {
        todo!()
    }
    pub fn token(&self, name: &str) -> Result<Option<Secret>> {
        todo!()
    }
    pub fn set_token(&self, name: &str, value: Option<&Secret>) -> Result<()> {
        todo!()
    }
    /// Identities of alerts that were told, with the facts they were told with.
    pub fn told(&self) -> Result<HashMap<String, String>> {
        todo!()
    }
    pub fn mark_told(&self, identity: &str, facts: &str, at: DateTime<Utc>) -> Result<bool> {
        todo!()
    }
    pub fn forget_told_except(&self, identities: &HashSet<String>) -> Result<()> {
        todo!()
    }
}
