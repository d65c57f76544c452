//! The ledger: outbox, projection, secrets, journal, tokens, alerts; two who write at once; a crash between two commits.
#![allow(clippy::unwrap_used)] // the clippy setting for tests does not know of their own functions

mod common;

use common::*;
use kontor_model::{Code, Secret, State};
use kontor_store::{Entering, Fresh, Query, Store, Which};
use serde_json::{Value, json};
use std::{collections::HashSet, fs};

fn department(store: &Store, id: &str) -> Value {
    store.show(&RULES, id).unwrap().unwrap().object["department"].clone()
}

#[test]
fn a_queued_change_shows_at_once_and_goes_with_the_operation() {
    let (_dir, store) = fresh();
    two(&store);
    let op = change(1, "2", "department", json!("A"));
    store.enqueue(&RULES, &op, &[], queued(&op), None).unwrap();
    assert_eq!(by_department(&store), ["2", "1"], "sorted by what it will be");
    let item = store.show(&RULES, "2").unwrap().unwrap();
    assert_eq!(
        (&item.object["department"], &item.server["department"]),
        (&json!("A"), &json!("C"))
    );
    assert_eq!(item.pending, std::slice::from_ref(&op));
    let mirror_only = Query {
        mirror_only: true,
        limit: 9,
        ..Query::default()
    };
    assert_eq!(
        store.list(&RULES, &mirror_only).unwrap().items[1].object["department"],
        json!("C")
    );

    // The projection stays over what sync brings meanwhile.
    store
        .put(&RULES, "2", Some(&object(json!({"department": "D"}))), true, at(1))
        .unwrap();
    assert_eq!(
        (department(&store, "2"), by_department(&store)),
        (json!("A"), vec!["2".into(), "1".into()])
    );

    let second = change(2, "2", "department", json!("Z"));
    store.enqueue(&RULES, &second, &[], queued(&second), None).unwrap();
    assert_eq!(
        (department(&store, "2"), by_department(&store)),
        (json!("Z"), vec!["1".into(), "2".into()])
    );
    assert!(
        store
            .transition(
                &RULES,
                &[State::Queued],
                &now(&second, State::Discarded),
                Fresh::Unread,
                &[]
            )
            .unwrap()
    );
    assert_eq!(by_department(&store), ["2", "1"]);
    assert!(
        store
            .transition(
                &RULES,
                &[State::Queued],
                &now(&op, State::Discarded),
                Fresh::Unread,
                &[]
            )
            .unwrap()
    );
    assert_eq!(
        (department(&store, "2"), by_department(&store)),
        (json!("D"), vec!["1".into(), "2".into()])
    );
}

#[test]
fn confirming_stores_what_was_read_and_drops_the_projection_in_one_step() {
    let (_dir, store) = fresh();
    two(&store);
    let op = change(1, "2", "department", json!("A"));
    store.enqueue(&RULES, &op, &[], queued(&op), None).unwrap();
    assert!(
        store
            .transition(&RULES, &[State::Queued], &now(&op, State::Sending), Fresh::Unread, &[])
            .unwrap()
    );
    let fresh = object(json!({"department": "A"}));
    assert!(
        store
            .transition(
                &RULES,
                &[State::Sending],
                &now(&op, State::Done),
                Fresh::Object(&fresh, at(1)),
                &[]
            )
            .unwrap()
    );
    let item = store.show(&RULES, "2").unwrap().unwrap();
    assert_eq!(
        (&item.server["department"], &item.server["displayName"]),
        (&json!("A"), &json!("C"))
    );
    assert_eq!(
        (item.pending, by_department(&store)),
        (vec![], vec!["2".into(), "1".into()])
    );
    assert_eq!(store.changes(None, None, 9).unwrap().len(), 1);
}

#[test]
fn a_transition_from_another_state_writes_nothing() {
    let (_dir, store) = fresh();
    two(&store);
    let op = change(1, "1", "department", json!("A"));
    assert!(
        !store
            .transition(&RULES, &[State::Queued], &op, Fresh::Unread, &[])
            .unwrap(),
        "not there"
    );
    store
        .enqueue(&RULES, &op, &[("password", &secret())], queued(&op), None)
        .unwrap();
    assert_eq!(
        store.enqueue(&RULES, &op, &[], queued(&op), None).unwrap_err().code,
        Code::WrongState
    );
    let seq = store.commit_seq().unwrap();
    let gone = object(json!({"department": "X"}));
    assert!(
        !store
            .transition(
                &RULES,
                &[State::Sending],
                &now(&op, State::Done),
                Fresh::Object(&gone, at(1)),
                &[]
            )
            .unwrap()
    );
    assert_eq!(store.commit_seq().unwrap(), seq);
    assert_eq!(store.operation(op.id).unwrap(), Some(op.clone()));
    assert_eq!(store.secret(op.id, "password").unwrap(), Some(secret()));
    assert_eq!(department(&store, "1"), json!("A"));
    // Of many that try at once, one wins.
    let won = std::thread::scope(|scope| {
        let tries: Vec<_> = (0..8)
            .map(|_| {
                scope.spawn(|| {
                    store
                        .transition(&RULES, &[State::Queued], &now(&op, State::Sending), Fresh::Unread, &[])
                        .unwrap()
                })
            })
            .collect();
        tries
            .into_iter()
            .filter(|_| true)
            .map(|won| won.join().unwrap())
            .filter(|won| *won)
            .count()
    });
    assert_eq!(won, 1);
}

#[test]
fn operations_come_in_the_order_they_were_queued() {
    let (_dir, store) = fresh();
    two(&store);
    let ops = [
        change(9, "1", "a", json!(1)),
        change(5, "2", "a", json!(2)),
        change(7, "1", "a", json!(3)),
    ];
    for op in &ops {
        store.enqueue(&RULES, op, &[], queued(op), None).unwrap();
    }
    let numbers = |which| -> Vec<u128> {
        store
            .operations(which)
            .unwrap()
            .iter()
            .map(|op| op.id.0.as_u128())
            .collect()
    };
    assert!(
        store
            .transition(
                &RULES,
                &[State::Queued],
                &now(&ops[0], State::Failed),
                Fresh::Unread,
                &[]
            )
            .unwrap()
    );
    assert_eq!(numbers(Which::All), [9, 5, 7]);
    assert_eq!(numbers(Which::Active), [5, 7]);
    assert_eq!(
        numbers(Which::Of {
            collection: "people",
            id: "1"
        }),
        [9, 7]
    );
    // One whose target is not in the mirror (yet).
    store
        .enqueue(
            &RULES,
            &change(11, "new", "a", json!(1)),
            &[],
            queued(&change(11, "new", "a", json!(1))),
            None,
        )
        .unwrap();
    store.reconcile(&RULES).unwrap();
    assert_eq!(store.show(&RULES, "new").unwrap(), None);
    store.put(&RULES, "new", Some(&person("New")), false, at(1)).unwrap();
    assert_eq!(store.show(&RULES, "new").unwrap().unwrap().object["a"], json!(1));
}

#[test]
fn secrets_live_as_long_as_the_operation() {
    for end in [State::Done, State::Failed, State::Discarded, State::Replaced] {
        let (dir, store) = fresh();
        two(&store);
        let path = dir.path().join("ledger.db");
        let op = change(1, "1", "department", json!("A"));
        store
            .enqueue(&RULES, &op, &[("password", &secret())], queued(&op), None)
            .unwrap();
        for state in [State::Sending, State::Unknown, State::Held] {
            assert!(
                store
                    .transition(&RULES, &State::ALL, &now(&op, state), Fresh::Unread, &[])
                    .unwrap()
            );
            assert_eq!(store.secret(op.id, "password").unwrap(), Some(secret()));
            assert_eq!(texts(&path).matches(secret().expose()).count(), 1);
        }
        assert_eq!(store.secret(op.id, "other").unwrap(), None);
        assert!(
            store
                .transition(&RULES, &State::ALL, &now(&op, end), Fresh::Unread, &[])
                .unwrap()
        );
        assert_eq!(store.secret(op.id, "password").unwrap(), None);
        assert!(!texts(&path).contains(secret().expose()));
    }
}

#[test]
fn an_alert_is_told_once_whoever_asks() {
    let (dir, store) = fresh();
    let other = open(dir.path());
    let told = std::thread::scope(|scope| {
        let tries: Vec<_> = [&store, &other, &store, &other]
            .map(|store| scope.spawn(|| store.mark_told("expiry:1", "in 14 days", at(0)).unwrap()))
            .into();
        tries
            .into_iter()
            .map(|told| usize::from(told.join().unwrap()))
            .sum::<usize>()
    });
    assert_eq!(told, 1);
    assert!(store.mark_told("expiry:1", "in 7 days", at(1)).unwrap());
    assert!(!other.mark_told("expiry:1", "in 7 days", at(2)).unwrap());
    store.mark_told("expiry:2", "", at(1)).unwrap();
    store
        .forget_told_except(&HashSet::from(["expiry:2".to_owned()]))
        .unwrap();
    assert_eq!(
        other.told().unwrap().into_iter().collect::<Vec<_>>(),
        [("expiry:2".to_owned(), String::new())]
    );
    assert!(other.mark_told("expiry:1", "in 7 days", at(3)).unwrap());
}

#[test]
fn tokens_and_settings_outlive_the_program() {
    let (dir, store) = fresh();
    store.set_token("refresh", Some(&Secret::new("one"))).unwrap();
    store.set_token("refresh", Some(&secret())).unwrap();
    store.set_setting("notice", &json!({"days": 14})).unwrap();
    drop(store);
    let store = open(dir.path());
    assert_eq!(store.token("refresh").unwrap(), Some(secret()));
    assert_eq!(store.setting("notice").unwrap(), Some(json!({"days": 14})));
    assert_eq!(
        (store.token("none").unwrap(), store.setting("none").unwrap()),
        (None, None)
    );
    store.set_token("refresh", None).unwrap();
    assert_eq!(store.token("refresh").unwrap(), None);
}

#[test]
fn two_write_at_once_and_nothing_is_lost() {
    let (dir, window) = fresh();
    two(&window);
    let cli = open(dir.path());
    std::thread::scope(|scope| {
        for (base, store) in [(1000, &window), (2000, &cli)] {
            scope.spawn(move || {
                for number in 0..50 {
                    store
                        .enqueue(
                            &RULES,
                            &change(base + number, "1", "n", json!(number as u64)),
                            &[],
                            queued(&change(base + number, "1", "n", json!(number as u64))),
                            None,
                        )
                        .unwrap();
                }
            });
        }
        scope.spawn(|| {
            (0..20).for_each(|number| assert_eq!(load(&cli, vec![("1", person(&number.to_string()))]).upserted, 1))
        });
    });
    assert_eq!(window.operations(Which::Active).unwrap().len(), 100);
    assert_eq!(window.show(&RULES, "1").unwrap().unwrap().pending.len(), 100);
    assert_eq!(cli.sync_state("people").unwrap().generation, 21);
}

/// Puts the mirror back to an earlier state, as a crash does that kept only the ledger's half of a commit.
fn with_the_mirror_of_before(work: impl FnOnce(&Store)) -> (tempfile::TempDir, Store) {
    let (dir, store) = fresh();
    two(&store);
    store
        .enqueue(
            &RULES,
            &change(1, "1", "department", json!("Y")),
            &[],
            queued(&change(1, "1", "department", json!("Y"))),
            None,
        )
        .unwrap();
    drop(store);
    let mirror = dir.path().join("mirror.db");
    let before = fs::read(&mirror).unwrap();
    let store = open(dir.path());
    work(&store);
    drop(store);
    fs::write(&mirror, before).unwrap();
    let store = open(dir.path());
    (dir, store)
}

#[test]
fn a_crash_between_the_two_commits_is_made_good() {
    let (_dir, store) = with_the_mirror_of_before(|store| {
        store
            .enqueue(
                &RULES,
                &change(2, "2", "department", json!("A")),
                &[],
                queued(&change(2, "2", "department", json!("A"))),
                None,
            )
            .unwrap();
    });
    assert_eq!(by_department(&store), ["2", "1"], "C before Y");
    assert_eq!(
        department(&store, "2"),
        json!("A"),
        "what is shown is right even before"
    );
    store
        .put(&RULES, "3", Some(&object(json!({"department": "B"}))), false, at(1))
        .unwrap();
    assert_eq!(by_department(&store), ["3", "2", "1"]);
    store.reconcile(&RULES).unwrap();
    assert_eq!(by_department(&store), ["2", "3", "1"]);

    let (_dir, store) = with_the_mirror_of_before(|store| {
        let op = store.operations(Which::All).unwrap().remove(0);
        let edited = change(1, "1", "department", json!("D"));
        assert!(
            store
                .transition(&RULES, &[op.state], &edited, Fresh::Unread, &[])
                .unwrap()
        );
    });
    assert_eq!(by_department(&store), ["2", "1"]);
    store.reconcile(&RULES).unwrap();
    assert_eq!(
        store
            .list(
                &RULES,
                &Query {
                    limit: 9,
                    ..Query::default()
                }
            )
            .unwrap()
            .items[0]
            .object["department"],
        json!("D")
    );
    store
        .put(&RULES, "3", Some(&object(json!({"department": "E"}))), false, at(1))
        .unwrap();
    assert_eq!(by_department(&store), ["2", "1", "3"], "C, D, E");

    let (_dir, store) = with_the_mirror_of_before(|store| {
        let op = store.operations(Which::All).unwrap().remove(0);
        assert!(
            store
                .transition(&RULES, &[op.state], &now(&op, State::Discarded), Fresh::Unread, &[])
                .unwrap()
        );
    });
    assert_eq!(by_department(&store), ["2", "1"]);
    store.reconcile(&RULES).unwrap();
    assert_eq!(by_department(&store), ["1", "2"]);
}

#[test]
fn many_enter_together_or_not_at_all() {
    let (_dir, store) = fresh();
    two(&store);
    let all: Vec<Entering> = ["1", "2"]
        .iter()
        .zip(1..)
        .map(|(id, number)| {
            let operation = change(number, id, "department", json!("B"));
            let entry = queued(&operation);
            Entering {
                operation,
                secrets: vec![("password".into(), Secret::new("Skjult-1".to_owned()))],
                entry,
            }
        })
        .collect();
    let stopped = store.enqueue_all(&[&RULES], &all, |done| match done {
        0 => Ok(()),
        _ => Err(kontor_model::Error::new(Code::Cancelled, "That is enough.")),
    });
    assert_eq!(stopped.unwrap_err().code, Code::Cancelled);
    assert!(store.operations(Which::All).unwrap().is_empty());
    assert_eq!(department(&store, "2"), "C", "nothing lies over it");
    assert_eq!(store.secret(all[0].operation.id, "password").unwrap(), None);

    store.enqueue_all(&[&RULES], &all, |_| Ok(())).unwrap();
    assert_eq!(
        (department(&store, "1"), department(&store, "2")),
        (json!("B"), json!("B"))
    );
    let moved: Vec<_> = all
        .iter()
        .map(|one| (now(&one.operation, State::Discarded), queued(&one.operation)))
        .collect();
    let written = store.transition_all(&RULES, &[State::Queued], &moved).unwrap();
    assert_eq!(written.len(), 2);
    assert_eq!(department(&store, "2"), "C", "as it was");
    assert_eq!(store.secret(all[0].operation.id, "password").unwrap(), None, "wiped");
    let again = store.transition_all(&RULES, &[State::Queued], &moved).unwrap();
    assert!(again.is_empty(), "they have moved on");
}
