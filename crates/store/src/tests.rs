//! What can only be tried from inside: query plans, a full disk, a lock, a stop in the middle.

#[path = "../tests/common/mod.rs"]
mod common;
mod figures;

use crate::{
    Query, Round, Store, Which,
    mirror::{
        cursor::Position,
        list::{Plan, ranges},
    },
    store::{held, versions},
};
use common::*;
use kontor_model::{Code, Key};
use rusqlite::params_from_iter;
use serde_json::json;
use std::time::Duration;

/// The plans of every range that a page of this query is read by.
fn plans(store: &Store, q: &Query, after: Option<&Position>) -> Vec<String> {
    let read = store.read(|view| {
        let plan = Plan::new(view, &RULES, q)?;
        let explain = |range| {
            let (sql, values) = plan.sql(&range, 100);
            let mut statement = view.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
            let lines = statement
                .query_map(params_from_iter(values), |row| row.get::<_, String>(3))
                .unwrap();
            lines.map(Result::unwrap).collect::<Vec<_>>().join("; ")
        };
        Ok(ranges(&plan.keys, after, q.descending)
            .into_iter()
            .map(explain)
            .collect())
    });
    read.unwrap()
}

#[test]
fn every_page_of_every_order_is_read_along_its_index() {
    let (_dir, store) = fresh();
    let person =
        |n: i64| object(json!({"displayName": format!("N{n}"), "department": "IT", "expires": n, "score": 0.5}));
    load(&store, vec![("1", person(1)), ("2", person(2)), ("3", person(3))]);
    for order in ORDERS {
        for descending in [false, true] {
            let q = Query {
                order: Some(order.name),
                descending,
                limit: 1,
                ..Query::default()
            };
            let next = store.list(&RULES, &q).unwrap().next.unwrap();
            let keys = order.keys("t.", descending).len();
            let after = Position::read(&next, q.order, descending, keys).unwrap();
            let all = plans(&store, &q, None).into_iter().map(|plan| (plan, false));
            let all = all.chain(plans(&store, &q, Some(&after)).into_iter().map(|plan| (plan, true)));
            for (place, (plan, keyed)) in all.enumerate() {
                let index = order.index("people", descending).replace('"', "");
                assert!(
                    plan.contains(&format!("USING INDEX {index}"))
                        || plan.contains(&format!("USING COVERING INDEX {index}")),
                    "{plan}"
                );
                assert!(
                    !plan.contains("TEMP B-TREE"),
                    "{order:?} {descending} range {place}: {plan}"
                );
                assert!(!keyed || plan.contains("SEARCH t"), "{plan}");
            }
        }
    }
}

#[test]
fn few_hits_are_sorted_and_many_are_met_along_the_order() {
    let (_dir, store) = fresh();
    let names: Vec<String> = (0..5100).map(|number| format!("Common {number:04}")).collect();
    load(&store, names.iter().map(|name| (name.as_str(), person(name))).collect());
    let q = |search| Query {
        search: Some(search),
        order: Some("name"),
        limit: 3,
        ..Query::default()
    };
    let few = plans(&store, &q("4321"), None).remove(0);
    assert!(
        few.contains("USING INTEGER PRIMARY KEY") && !few.contains("people_by_name"),
        "{few}"
    );
    let many = plans(&store, &q("common"), None).remove(0);
    assert!(
        many.contains("INDEX people_by_name") && !many.contains("TEMP B-TREE FOR ORDER"),
        "{many}"
    );
    assert_eq!(
        ids(
            &store,
            &Query {
                descending: true,
                ..q("common")
            }
        ),
        ["Common 5099", "Common 5098", "Common 5097"]
    );
    assert_eq!(ids(&store, &q("c 4321")), ["Common 4321"]);
}

/// Lets a file grow by no more than a few pages.
fn fill(store: &Store, schema: &str) {
    let writer = held(&store.writer);
    let pages: i64 = writer
        .query_row(&format!("PRAGMA {schema}.page_count"), [], |row| row.get(0))
        .unwrap();
    writer
        .query_row(&format!("PRAGMA {schema}.max_page_count={}", pages + 2), [], |_| Ok(()))
        .unwrap();
}

#[test]
fn a_full_disk_saves_nothing_and_harms_nothing() {
    for schema in ["main", "mirror"] {
        let (dir, store) = fresh();
        load(&store, vec![("1", person("Ola"))]);
        fill(&store, schema);
        let generation = store.begin_generation("people", Round::Full).unwrap().generation;
        let before = (store.commit_seq().unwrap(), store.sync_state("people").unwrap());
        let long = "x".repeat(100_000);
        let refused = if schema == "main" {
            store
                .enqueue(
                    &RULES,
                    &change(1, "1", "department", json!(long)),
                    &[("password", &secret())],
                    queued(&change(1, "1", "department", json!(long))),
                    None,
                )
                .unwrap_err()
        } else {
            let items = vec![("2", person("Kari")), ("3", person(&long))];
            store
                .apply(&RULES, page(generation, items, done("link 2")))
                .unwrap_err()
        };
        assert_eq!(refused.code, Code::NotSaved);
        assert_eq!(
            (store.commit_seq().unwrap(), store.sync_state("people").unwrap()),
            before
        );
        assert_eq!(store.operations(Which::All).unwrap(), []);
        assert_eq!(
            ids(
                &store,
                &Query {
                    limit: 9,
                    ..Query::default()
                }
            ),
            ["1"]
        );
        drop(store);
        // With room again.
        let store = open(dir.path());
        let sound = held(&store.writer).query_row(&format!("PRAGMA {schema}.integrity_check"), [], |row| {
            row.get::<_, String>(0)
        });
        assert_eq!(sound.unwrap(), "ok");
        store
            .enqueue(
                &RULES,
                &change(1, "1", "department", json!(long)),
                &[("password", &secret())],
                queued(&change(1, "1", "department", json!(long))),
                None,
            )
            .unwrap();
        store
            .apply(&RULES, page(generation, vec![("2", person(&long))], done("link 2")))
            .unwrap();
        assert_eq!(
            ids(
                &store,
                &Query {
                    limit: 9,
                    ..Query::default()
                }
            ),
            ["2"]
        );
    }
}

#[test]
fn a_mirror_that_is_full_keeps_an_operation_out_of_the_ledger_too() {
    let (_dir, store) = fresh();
    load(&store, vec![("1", person("Ola"))]);
    fill(&store, "mirror");
    let op = change(1, "1", "displayName", json!("x".repeat(50_000)));
    assert_eq!(
        store.enqueue(&RULES, &op, &[], queued(&op), None).unwrap_err().code,
        Code::NotSaved
    );
    assert_eq!(store.operations(Which::All).unwrap(), []);
}

#[test]
fn who_waits_too_long_for_another_writer_is_told() {
    let (dir, store) = fresh();
    let other = open(dir.path());
    let mut writer = held(&other.writer);
    let held_by_another = writer
        .transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)
        .unwrap();
    held(&store.writer).busy_timeout(Duration::from_millis(50)).unwrap();
    assert_eq!(store.set_setting("a", &json!(1)).unwrap_err().code, Code::Busy);
    assert_eq!(store.setting("a").unwrap(), None, "reading goes on");
    drop(held_by_another);
    store.set_setting("a", &json!(1)).unwrap();
}

#[test]
fn deriving_again_goes_on_where_it_was_stopped() {
    let (dir, store) = fresh();
    let ids: Vec<String> = (0..2500).map(|number| number.to_string()).collect();
    load(&store, ids.iter().map(|id| (id.as_str(), person("Ola"))).collect());
    drop(store);
    let later = People {
        shape: &PEOPLE_LATER,
        ..RULES
    };
    let reopen = || Store::open(dir.path(), &key(), &[&PEOPLE_LATER]).unwrap();
    let derived = |store: &Store| {
        store
            .tally(&later, "name", &[])
            .unwrap()
            .first()
            .map_or(0, |first| first.1)
    };
    for expected in [1000, 2000, 2500] {
        let store = reopen();
        assert!(!store.rederive_chunk(&later).unwrap());
        assert_eq!(derived(&store), expected);
        assert!(store.is_stale(&later).unwrap());
        // What sync brings meanwhile is derived too.
        store.put(&later, "5", Some(&person("Ola")), false, at(1)).unwrap();
    }
    assert!(reopen().rederive_chunk(&later).unwrap());
    assert!(!reopen().is_stale(&later).unwrap());
}

#[test]
fn deriving_again_begins_anew_when_the_facts_changed_meanwhile() {
    let (_dir, store) = fresh();
    let ids: Vec<String> = (0..1500).map(|number| number.to_string()).collect();
    load(&store, ids.iter().map(|id| (id.as_str(), person("Ola"))).collect());
    let with = |facts| People { facts, ..RULES };
    // Stopped half-way, and back to the facts of before: half of the rows are not theirs.
    assert!(!store.rederive_chunk(&with("b")).unwrap());
    assert!(store.is_stale(&RULES).unwrap());
    // A row of the first half is written with yet others: it must be met again.
    store.put(&with("c"), "5", Some(&person("Kari")), false, at(1)).unwrap();
    assert!(!store.rederive_chunk(&with("b")).unwrap());
    assert!(!store.rederive_chunk(&with("b")).unwrap());
    assert!(store.rederive_chunk(&with("b")).unwrap());
    assert!(!store.is_stale(&with("b")).unwrap());
}

#[test]
fn a_commit_is_noticed_in_either_file_without_reading_it() {
    let (dir, store) = fresh();
    let other = open(dir.path());
    let watcher = store.reader().unwrap();
    let ledger = |store: &Store| store.set_setting("a", &json!(store.writer_id)).unwrap();
    let mirror = |store: &Store| {
        assert_eq!(
            load(store, vec![("1", person(&store.writer_id.to_string()))]).upserted,
            1
        )
    };
    for store in [&store, &other] {
        for work in [&ledger as &dyn Fn(&Store), &mirror] {
            let seen = versions(&watcher).unwrap();
            assert_eq!(versions(&watcher).unwrap(), seen);
            work(store);
            assert_ne!(versions(&watcher).unwrap(), seen);
        }
    }
}

#[test]
fn readers_cannot_write_and_every_connection_is_set_up_as_it_must_be() {
    let (_dir, store) = fresh();
    let reader = store.files.connect(false).unwrap();
    assert!(reader.execute("DELETE FROM main.settings", []).is_err());
    for connection in [&reader, &*held(&store.writer)] {
        let pragma = |name: &str| -> String {
            connection
                .query_row(&format!("PRAGMA {name}"), [], |row| {
                    row.get::<_, rusqlite::types::Value>(0)
                })
                .map(|value| format!("{value:?}"))
                .unwrap()
        };
        for (name, value) in [
            ("main.journal_mode", "Text(\"wal\")"),
            ("mirror.journal_mode", "Text(\"wal\")"),
            ("main.synchronous", "Integer(2)"),
            ("mirror.synchronous", "Integer(1)"),
            ("temp_store", "Integer(2)"),
            ("main.secure_delete", "Integer(1)"),
            ("cipher_memory_security", "Text(\"0\")"),
            ("foreign_keys", "Integer(1)"),
        ] {
            assert_eq!(pragma(name), value, "{name}");
        }
    }
}

#[test]
fn the_key_and_secrets_are_in_no_error() {
    let (dir, store) = fresh();
    load(&store, vec![("1", person("Ola"))]);
    let wrong = Store::open(dir.path(), &Key::new([9; 32]), &[&PEOPLE]).err().unwrap();
    let op = change(1, "1", "department", json!("A"));
    let twice = [("password", &secret()), ("password", &secret())];
    let refused = store.enqueue(&RULES, &op, &twice, queued(&op), None).unwrap_err();
    for error in [wrong, refused] {
        let text = format!("{error:?} {error}");
        assert!(
            !text.contains("0909") && !text.contains(secret().expose()) && !text.contains("INSERT"),
            "{text}"
        );
    }
    assert_eq!(store.operations(Which::All).unwrap(), [], "all or nothing");
}
