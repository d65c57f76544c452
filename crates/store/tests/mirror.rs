//! Taking in pages, resuming, the change log, deriving again.
#![allow(clippy::unwrap_used)] // the clippy setting for tests does not know of their own functions

mod common;

use common::*;
use kontor_model::{Code, State, Tag};
use kontor_store::{Applied, ChangeKind, Cursor, Fresh, Page, Query, Round, Store};
use serde_json::{Value, json};
use std::{collections::BTreeSet, time::Duration};

const ALL: Query = Query {
    search: None,
    filters: &[],
    order: None,
    descending: false,
    after: None,
    limit: 1000,
    total: true,
    mirror_only: false,
};

fn delta(store: &Store, items: Vec<(&str, Value)>, removed: Vec<(&str, &str)>) -> Applied {
    let generation = store.begin_generation("people", Round::Delta).unwrap().generation;
    let items = items.into_iter().map(|(id, value)| (id, object(value))).collect();
    let removed = removed
        .into_iter()
        .map(|(id, reason)| (id.into(), reason.into()))
        .collect();
    let cursor = Cursor::Done {
        delta_link: Some("next".into()),
        sweep: false,
    };
    store
        .apply(
            &RULES,
            Page {
                merge: true,
                removed,
                ..page(generation, items, cursor)
            },
        )
        .unwrap()
}

fn tags(store: &Store, work: impl FnOnce()) -> BTreeSet<Tag> {
    let since = store.commit_seq().unwrap();
    work();
    store.changed_since(since, Duration::ZERO).unwrap().1
}

#[test]
fn a_round_resumes_after_a_kill_at_any_page_and_sweeps_at_its_end() {
    let (dir, store) = fresh();
    load(
        &store,
        vec![("gone", person("Gone")), ("a", person("A")), ("b", person("B"))],
    );
    let generation = store.begin_generation("people", Round::Full).unwrap().generation;
    let more = |link: &str| Cursor::More { next_link: link.into() };
    store
        .apply(&RULES, page(generation, vec![("a", person("A"))], more("page 2")))
        .unwrap();
    drop(store);

    let store = open(dir.path());
    let state = store.sync_state("people").unwrap();
    assert_eq!((state.round, state.generation), (Some(Round::Full), generation));
    assert_eq!(
        (state.next_link.as_deref(), state.delta_link.as_deref()),
        (Some("page 2"), Some("link"))
    );
    assert_eq!(
        ids(&store, &ALL),
        ["gone", "a", "b"],
        "the old mirror serves until the end"
    );
    // The first page again, for the kill may have come before its answer was used.
    store
        .apply(&RULES, page(generation, vec![("a", person("A"))], more("page 2")))
        .unwrap();
    let last = store.apply(
        &RULES,
        page(generation, vec![("b", person("B")), ("c", person("C"))], done("link 2")),
    );
    assert_eq!(
        last.unwrap(),
        Applied {
            upserted: 1,
            unchanged: 1,
            removed: 1
        }
    );
    let state = store.sync_state("people").unwrap();
    assert_eq!(
        (state.round, state.next_link, state.delta_link.as_deref()),
        (None, None, Some("link 2"))
    );
    assert_eq!(
        (state.complete, state.count, state.as_of),
        (true, 3, Some(at(generation)))
    );
    assert_eq!(ids(&store, &ALL), ["a", "b", "c"]);
    assert_eq!(store.list(&RULES, &ALL).unwrap().total, Some(3));
}

#[test]
fn a_page_of_an_older_round_is_refused() {
    let (_dir, store) = fresh();
    let old = store.begin_generation("people", Round::Full).unwrap().generation;
    let new = store.begin_generation("people", Round::Full).unwrap().generation;
    let apply = |generation| store.apply(&RULES, page(generation, vec![("1", person("Ola"))], done("link")));
    assert_eq!(apply(old).unwrap_err().code, Code::Busy);
    assert_eq!(store.sync_state("people").unwrap().count, 0);
    apply(new).unwrap();
    assert_eq!(apply(new).unwrap_err().code, Code::Busy, "the round is over");
}

#[test]
fn absent_is_not_null_when_a_delta_is_merged() {
    let (_dir, store) = fresh();
    load(
        &store,
        vec![(
            "1",
            object(json!({"displayName": "Ola", "department": "IT", "mail": "ola@contoso.com"})),
        )],
    );
    delta(&store, vec![("1", json!({"department": null}))], vec![]);
    let server = store.show(&RULES, "1").unwrap().unwrap().server;
    assert_eq!(
        Value::Object(server),
        json!({"displayName": "Ola", "department": null, "mail": "ola@contoso.com"})
    );
    // A whole object replaces.
    load(&store, vec![("1", person("Ola"))]);
    assert_eq!(store.show(&RULES, "1").unwrap().unwrap().server, person("Ola"));
}

#[test]
fn an_object_that_comes_in_pieces_is_put_together_within_a_round() {
    let (_dir, store) = fresh();
    load(
        &store,
        vec![("1", object(json!({"displayName": "Ola", "mail": "old@x"})))],
    );
    let generation = store.begin_generation("people", Round::Full).unwrap().generation;
    let piece = |value, cursor| {
        store
            .apply(&RULES, page(generation, vec![("1", object(value))], cursor))
            .unwrap()
    };
    let more = || Cursor::More { next_link: "2".into() };
    piece(json!({"displayName": "Ola", "department": "IT"}), more());
    piece(json!({"department": null, "score": 1.5}), more());
    piece(json!({"score": 2.5}), done("link"));
    assert_eq!(
        Value::Object(store.show(&RULES, "1").unwrap().unwrap().server),
        json!({"displayName": "Ola", "department": null, "score": 2.5}),
        "and nothing of the round before"
    );
}

#[test]
fn what_was_read_before_a_removal_does_not_bring_it_back() {
    let (_dir, store) = fresh();
    load(
        &store,
        vec![("1", person("Ola")), ("2", person("Kari")), ("3", person("Liv"))],
    );
    let put = |id, name: Option<&str>, minute| {
        let object = name.map(person);
        store.put(&RULES, id, object.as_ref(), true, at(minute)).unwrap();
    };
    // By a tombstone, which comes with its page at minute 2; by its absence from a round, at minute 3; by a reading.
    delta(&store, vec![], vec![("1", "deleted")]);
    load(&store, vec![("3", person("Liv"))]);
    put("3", None, 4);
    for (id, removed) in [("1", 2), ("2", 3), ("3", 4)] {
        put(id, Some("Late"), removed - 1);
        assert_eq!(store.show(&RULES, id).unwrap(), None, "{id}");
    }
    let op = change(1, "1", "department", json!("A"));
    store.enqueue(&RULES, &op, &[], queued(&op), None).unwrap();
    let (late, done) = (person("Late"), now(&op, State::Done));
    let fresh = Fresh::Object(&late, at(1));
    assert!(store.transition(&RULES, &[State::Queued], &done, fresh, &[]).unwrap());
    assert_eq!(store.show(&RULES, "1").unwrap(), None);
    // A later reading, and a page of whatever time, do.
    put("1", Some("Back"), 5);
    load(&store, vec![("1", person("Back")), ("2", person("Back"))]);
    assert_eq!(ids(&store, &ALL), ["1", "2"]);
    // Then it can be removed and come back once more.
    put("2", None, 6);
    put("2", Some("Again"), 7);
    assert_eq!(ids(&store, &ALL), ["1", "2"]);
}

#[test]
fn a_part_makes_no_object_that_is_not_known() {
    let (_dir, store) = fresh();
    load(&store, vec![("1", person("Ola"))]);
    for (number, id, shown) in [(1, "1", 1), (2, "9", 0)] {
        let op = change(number, id, "department", json!("A"));
        store.enqueue(&RULES, &op, &[], queued(&op), None).unwrap();
        let (part, done) = (object(json!({"department": "A"})), now(&op, State::Done));
        let fresh = Fresh::Part(&part, at(5));
        assert!(store.transition(&RULES, &[State::Queued], &done, fresh, &[]).unwrap());
        let item = store.show(&RULES, id).unwrap();
        assert_eq!(
            item.iter().filter(|item| item.server["department"] == "A").count(),
            shown
        );
    }
    assert_eq!(ids(&store, &ALL), ["1"]);
}

#[test]
fn removals_are_remembered_for_a_while_only() {
    let (_dir, store) = fresh();
    let many: Vec<String> = (0..1001).map(|number| number.to_string()).collect();
    load(&store, many.iter().map(|id| (id.as_str(), person(id))).collect());
    load(&store, vec![]);
    for id in ["0", "1"] {
        store.put(&RULES, id, Some(&person("Late")), true, at(1)).unwrap();
    }
    assert_eq!(ids(&store, &ALL), ["0"], "the oldest of 1001");
}

#[test]
fn what_was_read_earlier_does_not_overwrite_what_was_read_later() {
    let (_dir, store) = fresh();
    load(&store, vec![("1", person("Loaded"))]);
    let put = |name: Option<&str>, minute| {
        let object = name.map(person);
        store.put(&RULES, "1", object.as_ref(), true, at(minute)).unwrap();
        store.show(&RULES, "1").unwrap().unwrap().server["displayName"].clone()
    };
    assert_eq!(put(Some("Early"), 0), "Loaded", "the page was read later");
    assert_eq!(put(Some("Five"), 5), "Five");
    assert_eq!(put(Some("Four"), 4), "Five");
    assert_eq!(put(None, 4), "Five");
    assert_eq!(put(Some("Same minute"), 5), "Same minute");
    assert_eq!(put(Some("Same minute"), 8), "Same minute", "read again");
    assert_eq!(put(Some("Seven"), 7), "Same minute");
    // A page is always believed.
    delta(&store, vec![("1", json!({"displayName": "Page"}))], vec![]);
    assert_eq!(put(Some("One"), 1), "Page");
}

#[test]
fn what_is_identical_leaves_no_trace() {
    let (_dir, store) = fresh();
    let ola = || object(json!({"displayName": "Ola", "expires": 2147483647, "score": 0.1, "odd": [1, {"x": null}]}));
    load(&store, vec![("1", ola())]);
    let other_order =
        object(json!({"odd": [1, {"x": null}], "score": 0.1, "expires": 2147483647, "displayName": "Ola"}));
    let news = tags(&store, || {
        assert_eq!(
            load(&store, vec![("1", ola())]),
            Applied {
                upserted: 0,
                unchanged: 1,
                removed: 0
            }
        );
        assert_eq!(load(&store, vec![("1", other_order)]).unchanged, 1);
        assert_eq!(
            delta(
                &store,
                vec![("1", json!({"displayName": "Ola"}))],
                vec![("2", "deleted")]
            )
            .unchanged,
            1
        );
        store.put(&RULES, "1", Some(&ola()), false, at(9)).unwrap();
    });
    assert_eq!(news, BTreeSet::from([Tag::STATUS]), "only the as-of time moved");
    assert_eq!(store.changes(None, None, 100).unwrap(), []);
}

#[test]
fn the_change_log_tells_what_the_server_changed_but_not_the_first_load() {
    let (_dir, store) = fresh();
    load(&store, vec![("1", person("Ola")), ("2", person("Kari"))]);
    assert_eq!(store.changes(None, None, 100).unwrap(), []);
    delta(
        &store,
        vec![("1", json!({"displayName": "Ola N", "mail": "o@x"})), ("3", json!({}))],
        vec![("2", "changed")],
    );
    let changes = store.changes(None, Some("people"), 100).unwrap();
    let told: Vec<_> = changes.iter().map(|change| (change.kind, change.id.as_str())).collect();
    assert_eq!(
        told,
        [
            (ChangeKind::Removed, "2"),
            (ChangeKind::Created, "3"),
            (ChangeKind::Updated, "1")
        ]
    );
    let fields: Vec<_> = changes[2]
        .fields
        .iter()
        .map(|field| (field.field.as_str(), &field.from, &field.to))
        .collect();
    assert_eq!(
        fields,
        [
            ("displayName", &json!("Ola"), &json!("Ola N")),
            ("mail", &Value::Null, &json!("o@x"))
        ]
    );
    assert_eq!(changes[0].fields[0].from, json!("Kari"));
    assert_eq!(
        (changes[0].fields[1].field.as_str(), &changes[0].fields[1].to),
        ("@removed", &json!({"reason": "changed"}))
    );
    assert_eq!(store.changes(Some(at(2)), None, 2).unwrap(), changes[..2]);
    assert_eq!(store.changes(Some(at(3)), None, 9).unwrap(), []);
    assert_eq!(store.changes(None, Some("others"), 9).unwrap(), []);
}

#[test]
fn case_15_an_id_can_go_and_come_back() {
    let (_dir, store) = fresh();
    load(&store, vec![("1", person("Ola Nordmann")), ("2", person("Kari"))]);
    assert_eq!(delta(&store, vec![], vec![("1", "deleted")]).removed, 1);
    assert_eq!(
        (found(&store, "nordmann"), store.show(&RULES, "1").unwrap()),
        (vec![], None)
    );
    delta(&store, vec![("1", json!({"displayName": "Ola Hansen"}))], vec![]);
    assert_eq!(
        (found(&store, "nordmann"), found(&store, "hansen")),
        (vec![], vec!["1".to_owned()])
    );
    store.put(&RULES, "1", None, false, at(5)).unwrap();
    store
        .put(&RULES, "1", Some(&person("Ola Nordmann")), false, at(6))
        .unwrap();
    assert_eq!(
        (found(&store, "nordmann"), found(&store, "hansen")),
        (vec!["1".to_owned()], vec![])
    );
    assert_eq!(store.sync_state("people").unwrap().count, 2);
    // In both lists of one page: it is gone.
    delta(
        &store,
        vec![("1", json!({"displayName": "Back"}))],
        vec![("1", "deleted")],
    );
    assert_eq!(ids(&store, &ALL), ["2"]);
}

#[test]
fn a_new_name_is_found_and_the_old_one_is_not() {
    let (_dir, store) = fresh();
    load(&store, vec![("1", person("Ola Nordmann"))]);
    delta(&store, vec![("1", json!({"displayName": "Ola Hansen"}))], vec![]);
    assert_eq!(
        (found(&store, "nordmann"), found(&store, "hansen")),
        (vec![], vec!["1".to_owned()])
    );
    store
        .enqueue(
            &RULES,
            &change(1, "1", "displayName", json!("Ola Berg")),
            &[],
            queued(&change(1, "1", "displayName", json!("Ola Berg"))),
            None,
        )
        .unwrap();
    assert_eq!(
        (found(&store, "hansen"), found(&store, "berg")),
        (vec![], vec!["1".to_owned()])
    );
}

#[test]
fn errors_of_a_round_are_kept_until_one_ends_well() {
    let (_dir, store) = fresh();
    let error = kontor_model::Error::new(Code::Throttled, "Too many requests.").with_request_id(Some("r1".into()));
    store.set_sync_error("people", Some(&error)).unwrap();
    assert_eq!(store.sync_state("people").unwrap().error, Some(error));
    load(&store, vec![]);
    assert_eq!(store.sync_state("people").unwrap().error, None);
    assert_eq!(store.sync_state("nobody").unwrap_err().code, Code::Invalid);
}

#[test]
fn another_shape_is_derived_again_from_what_is_stored() {
    let (dir, store) = fresh();
    let many: Vec<String> = (0..2500).map(|number| format!("{number:04}")).collect();
    load(
        &store,
        many.iter()
            .map(|id| (id.as_str(), object(json!({"displayName": id, "expires": 1}))))
            .collect(),
    );
    assert!(!store.is_stale(&RULES).unwrap());
    drop(store);

    let later = People {
        shape: &PEOPLE_LATER,
        ..RULES
    };
    let store = Store::open(dir.path(), &key(), &[&PEOPLE_LATER]).unwrap();
    assert!(store.is_stale(&later).unwrap());
    store.rederive(&later).unwrap();
    assert!(!store.is_stale(&later).unwrap());
    let listing = store
        .list(
            &later,
            &Query {
                order: Some("newest"),
                search: Some("2499"),
                ..ALL
            },
        )
        .unwrap();
    assert_eq!((listing.items.len(), listing.total), (1, Some(1)));
    let whole = Query {
        order: Some("newest"),
        limit: 9999,
        ..ALL
    };
    assert_eq!(store.list(&later, &whole).unwrap().items.len(), 2500);
    assert_eq!(
        store
            .list(
                &later,
                &Query {
                    order: Some("score"),
                    ..ALL
                }
            )
            .unwrap_err()
            .code,
        Code::Invalid
    );
}

#[test]
fn rows_derived_with_different_facts_are_stale_whatever_the_facts_are() {
    let other = People {
        facts: "policy 30",
        ..RULES
    };
    let apply = |store: &Store| {
        let generation = store.begin_generation("people", Round::Delta).unwrap().generation;
        let more = Cursor::More { next_link: "2".into() };
        store
            .apply(&other, page(generation, vec![("1", person("Other"))], more))
            .unwrap();
    };
    let put = |store: &Store| store.put(&other, "1", Some(&person("Other")), true, at(9)).unwrap();
    let enqueue = |store: &Store| {
        let op = change(1, "1", "department", json!("A"));
        store.enqueue(&other, &op, &[], queued(&op), None).unwrap();
    };
    for write in [&apply as &dyn Fn(&Store), &put, &enqueue] {
        let (_dir, store) = fresh();
        load(&store, vec![("1", person("Ola")), ("2", person("Kari"))]);
        assert!(!store.is_stale(&RULES).unwrap());
        write(&store);
        assert!(store.is_stale(&RULES).unwrap() && store.is_stale(&other).unwrap());
        store.rederive(&RULES).unwrap();
        assert!(!store.is_stale(&RULES).unwrap());
    }
    // The very first rows say what they were derived with, also after all had gone.
    let (_dir, store) = fresh();
    put(&store);
    assert!(!store.is_stale(&other).unwrap());
    store.put(&RULES, "1", None, true, at(10)).unwrap();
    store.put(&RULES, "1", Some(&person("Ola")), true, at(11)).unwrap();
    assert!(!store.is_stale(&RULES).unwrap());
}

#[test]
fn other_facts_make_rows_stale_until_they_are_derived_again() {
    let (_dir, store) = fresh();
    load(&store, vec![("1", person("Ola"))]);
    let other = People {
        facts: "policy 30",
        ..RULES
    };
    assert!(store.is_stale(&other).unwrap());
    let news = tags(&store, || store.rederive(&other).unwrap());
    assert_eq!(news, BTreeSet::from([Tag::collection("people")]));
    assert!(!store.is_stale(&other).unwrap() && store.is_stale(&RULES).unwrap());
    assert_eq!(found(&store, "ola"), ["1"]);
}
