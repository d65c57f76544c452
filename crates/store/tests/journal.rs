//! The journal: only added to, chained, and read by operation, by object and as a whole.
#![allow(clippy::unwrap_used)] // the clippy setting for tests does not know of their own functions

mod common;

use common::*;
use kontor_model::{OperationId, State};
use kontor_store::{Fresh, JournalEntry, JournalState, Store};
use rusqlite::Connection;
use serde_json::json;
use std::path::Path;
use tempfile::TempDir;

fn raw(dir: &Path) -> Connection {
    let ledger = Connection::open(dir.join("ledger.db")).unwrap();
    ledger
        .execute_batch(&format!("PRAGMA key = \"x'{}'\"", *key().to_hex()))
        .unwrap();
    ledger
}

fn of(number: u128) -> OperationId {
    OperationId(uuid::Uuid::from_u128(number))
}

fn step(number: u128, step: &str) -> JournalEntry {
    JournalEntry {
        operation: of(number),
        at: at(number as i64),
        who: "admin".into(),
        step: step.into(),
        detail: json!({"status": 204}),
        request_id: (number < 5).then(|| "r".into()),
    }
}

/// Five entries.
fn five() -> (TempDir, Store) {
    let (dir, store) = fresh();
    for number in 1..=5 {
        store.journal(&step(number, "sent")).unwrap();
    }
    (dir, store)
}

#[test]
fn it_is_only_added_to() {
    let (dir, store) = fresh();
    // An earlier time second: the clock was set back.
    let entries = [
        step(1, "attempt"),
        JournalEntry {
            at: at(0),
            request_id: None,
            ..step(1, "confirmed")
        },
    ];
    for entry in &entries {
        store.journal(entry).unwrap();
    }
    assert_eq!(store.journal_of(of(1)).unwrap(), entries);
    assert_eq!(store.journal_of(of(2)).unwrap(), []);
    drop(store);
    let ledger = raw(dir.path());
    for sql in ["UPDATE journal SET step = 'x'", "DELETE FROM journal"] {
        assert!(ledger.execute(sql, []).unwrap_err().to_string().contains("append-only"));
    }
}

#[test]
fn whatever_is_done_to_an_entry_shows_in_the_chain() {
    let insert = "UPDATE journal SET seq = -(seq + 1) WHERE seq > 2; UPDATE journal SET seq = -seq WHERE seq < 0;
        INSERT INTO journal (seq, hash, operation, at, who, step, detail, request_id)
        SELECT 3, hash, operation, at, who, step, detail, request_id FROM journal WHERE seq = 2";
    for (sql, broken_at) in [
        ("UPDATE journal SET operation = 'x' WHERE seq = 3", 3),
        ("UPDATE journal SET at = at + 1 WHERE seq = 1", 1),
        ("UPDATE journal SET who = 'another' WHERE seq = 3", 3),
        ("UPDATE journal SET who = 'admins', step = 'ent' WHERE seq = 3", 3),
        ("UPDATE journal SET detail = '{}' WHERE seq = 5", 5),
        ("UPDATE journal SET request_id = NULL WHERE seq = 2", 2),
        ("UPDATE journal SET request_id = '' WHERE seq = 2", 2),
        ("UPDATE journal SET request_id = '' WHERE seq = 5", 5),
        ("UPDATE journal SET seq = 15 WHERE seq = 5", 15),
        ("UPDATE journal SET hash = zeroblob(32) WHERE seq = 5", 5),
        ("UPDATE journal SET hash = NULL WHERE seq = 4", 4),
        ("UPDATE journal SET hash = NULL WHERE seq < 3", 3),
        ("DELETE FROM journal WHERE seq = 1", 2),
        ("DELETE FROM journal WHERE seq = 3", 4),
        (
            "DELETE FROM journal WHERE seq = 3; UPDATE journal SET seq = seq - 1 WHERE seq > 3",
            3,
        ),
        (
            "UPDATE journal SET seq = -2 WHERE seq = 3; UPDATE journal SET seq = 3 WHERE seq = 2;
             UPDATE journal SET seq = 2 WHERE seq = -2",
            2,
        ),
        (insert, 3),
    ] {
        let (dir, store) = five();
        let before = store.verify_journal().unwrap();
        assert_eq!((before.entries, before.broken_at), (5, None));
        let ledger = raw(dir.path());
        ledger
            .execute_batch("DROP TRIGGER journal_is_not_rewritten; DROP TRIGGER journal_is_not_erased")
            .unwrap();
        ledger.execute_batch(sql).unwrap();
        assert_eq!(store.verify_journal().unwrap().broken_at, Some(broken_at), "{sql}");
        // What is written later does not heal it.
        store.journal(&step(6, "sent")).unwrap();
        assert_eq!(store.verify_journal().unwrap().broken_at, Some(broken_at), "{sql}");
    }
}

#[test]
fn a_cut_tail_leaves_another_head() {
    let (dir, store) = five();
    let noted = store.verify_journal().unwrap();
    let rows = store.journal_all(None, 9).unwrap();
    assert_eq!(noted.head.as_ref(), rows.last().map(|row| &row.hash));
    raw(dir.path())
        .execute_batch("DROP TRIGGER journal_is_not_erased; DELETE FROM journal WHERE seq = 5")
        .unwrap();
    let cut = store.verify_journal().unwrap();
    assert_eq!((cut.entries, cut.broken_at), (4, None));
    assert!(cut.head.is_some() && cut.head != noted.head);
}

#[test]
fn entries_from_before_the_chain_stand_before_it() {
    let dir = tempfile::tempdir().unwrap();
    let old = raw(dir.path());
    old.execute_batch(include_str!("../src/migrations/ledger_1.sql"))
        .unwrap();
    old.execute_batch("PRAGMA user_version=1").unwrap();
    for number in [1, 2] {
        let sql = "INSERT INTO journal (operation, at, step, detail) VALUES (?1, 0, 'sent', '{}')";
        old.execute(sql, [of(number).to_string()]).unwrap();
    }
    drop(old);
    let store = open(dir.path());
    let none = JournalState {
        entries: 0,
        head: None,
        broken_at: None,
    };
    assert_eq!(store.verify_journal().unwrap(), none);
    assert_eq!(store.journal_of(of(1)).unwrap()[0].who, "");
    store.journal(&step(3, "sent")).unwrap();
    store.journal(&step(4, "sent")).unwrap();
    let state = store.verify_journal().unwrap();
    assert_eq!((state.entries, state.broken_at), (2, None));
    let hashes: Vec<usize> = store
        .journal_all(None, 9)
        .unwrap()
        .iter()
        .map(|row| row.hash.len())
        .collect();
    assert_eq!(hashes, [0, 0, 64, 64]);
}

#[test]
fn it_is_read_page_by_page() {
    let (_dir, store) = five();
    let first = store.journal_all(None, 3).unwrap();
    let rest = store.journal_all(Some(first[2].seq), 3).unwrap();
    let read: Vec<_> = first.into_iter().chain(rest).map(|row| (row.seq, row.entry)).collect();
    let written: Vec<_> = (1..=5).map(|number| (number as i64, step(number, "sent"))).collect();
    assert_eq!(read, written);
}

#[test]
fn an_object_has_the_history_of_its_operations() {
    // What is still to be made goes by the id of the operation that makes it.
    const NEW: &str = "00000000-0000-0000-0000-000000000002";
    let (_dir, store) = fresh();
    load(&store, vec![("1", person("Ola"))]);
    let ops = [
        change(1, "1", "a", json!(1)),
        create(2, NEW, "Kari"),
        change(3, "1", "a", json!(2)),
    ];
    for op in &ops {
        store.enqueue(&RULES, op, &[], queued(op), None).unwrap();
    }
    let steps = |id: &str| -> Vec<(u128, String)> {
        let entries = store.journal_of_target("people", id).unwrap();
        entries
            .into_iter()
            .map(|entry| (entry.operation.0.as_u128(), entry.step))
            .collect()
    };
    assert_eq!(steps("1"), [(1, "queued".into()), (3, "queued".into())]);
    // What was done under the first id belongs to the object as the server has named it.
    let done = named(&ops[1], "2", State::Done);
    let (object, entries) = (person("Kari"), [entry(&done, "confirmed")]);
    assert!(
        store
            .transition(&RULES, &[State::Queued], &done, Fresh::Object(&object, at(2)), &entries)
            .unwrap()
    );
    assert_eq!(steps(NEW), []);
    assert_eq!(steps("2"), [(2, "queued".into()), (2, "confirmed".into())]);
}

#[test]
fn entries_go_in_with_the_transition_or_not_at_all() {
    let (_dir, store) = fresh();
    load(&store, vec![("1", person("Ola"))]);
    let op = change(1, "1", "a", json!(1));
    store.enqueue(&RULES, &op, &[], queued(&op), None).unwrap();
    let entries = [entry(&op, "attempt"), entry(&op, "sent")];
    let go = |from: State, to: State| store.transition(&RULES, &[from], &now(&op, to), Fresh::Unread, &entries);
    assert!(!go(State::Sending, State::Done).unwrap());
    assert_eq!(store.journal_of(op.id).unwrap(), [queued(&op)]);
    assert!(go(State::Queued, State::Sending).unwrap());
    assert_eq!(store.journal_of(op.id).unwrap().len(), 3);
    assert_eq!(store.verify_journal().unwrap().broken_at, None);
}
