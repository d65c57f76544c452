//! Objects that do not exist yet: an operation under way makes them, and they show like any other.
#![allow(clippy::unwrap_used)] // the clippy setting for tests does not know of their own functions

mod common;

use common::*;
use kontor_model::{Object, Operation, State};
use kontor_store::{Cell, Page};
use kontor_store::{ChangeKind, Cursor, Filter, Fresh, Item, Query, Round, Shape, Store, fold};
use serde_json::json;
use std::fs;
use tempfile::TempDir;

const ALL: Query = Query {
    search: None,
    filters: &[],
    order: Some("name"),
    descending: false,
    after: None,
    limit: 9,
    total: true,
    mirror_only: false,
};

/// What is still to be made goes by the id of the operation that makes it: number 1.
const NEW: &str = "00000000-0000-0000-0000-000000000001";

/// Ada and Eva are there, Bea is to be made.
fn bea_to_come() -> (TempDir, Store, Operation) {
    let (dir, store) = fresh();
    load(&store, vec![("a", person("Ada")), ("e", person("Eva"))]);
    let op = create(1, NEW, "Bea");
    store
        .enqueue(&RULES, &op, &[("password", &secret())], queued(&op), None)
        .unwrap();
    (dir, store, op)
}

fn move_on(store: &Store, op: &Operation, fresh: Fresh) {
    assert!(store.transition(&RULES, &State::ALL, op, fresh, &[]).unwrap());
}

/// Ids and total of a query, which must agree.
fn listed(store: &Store, query: &Query) -> Vec<String> {
    let listing = store.list(&RULES, query).unwrap();
    let ids: Vec<String> = listing.items.into_iter().map(|item| item.id).collect();
    assert_eq!(listing.total, Some(ids.len() as u64), "{query:?}");
    ids
}

fn named_bea() -> [Filter; 1] {
    [Filter::In {
        column: "name".into(),
        cells: vec![Cell::Text(fold("Bea"))],
    }]
}

#[test]
fn it_is_listed_shown_and_found_but_is_no_part_of_the_mirror() {
    let (_dir, store, op) = bea_to_come();
    assert_eq!(listed(&store, &ALL), ["a", NEW, "e"], "in its place");
    let bea = Item {
        id: NEW.into(),
        object: person("Bea"),
        server: Object::new(),
        pending: vec![op.clone()],
        beside: Vec::new(),
    };
    assert_eq!(store.show(&RULES, NEW).unwrap(), Some(bea.clone()));
    assert_eq!(store.list(&RULES, &ALL).unwrap().items[1], bea);
    let search = Query {
        search: Some("bea"),
        ..ALL
    };
    let filters = named_bea();
    let filter = Query {
        filters: &filters,
        ..ALL
    };
    for query in [&search, &filter] {
        assert_eq!(listed(&store, query), [NEW]);
    }
    for (query, ids) in [(&ALL, vec!["a", "e"]), (&search, vec![]), (&filter, vec![])] {
        let mirror_only = Query {
            mirror_only: true,
            ..query.clone()
        };
        assert_eq!(listed(&store, &mirror_only), ids);
    }
    assert_eq!(store.sync_state("people").unwrap().count, 2);
    assert_eq!(store.changes(None, None, 9).unwrap(), []);

    // A second operation on it is laid over the first one's work.
    let more = change(2, NEW, "department", json!("IT"));
    store.enqueue(&RULES, &more, &[], queued(&more), None).unwrap();
    assert_eq!(store.show(&RULES, NEW).unwrap().unwrap().object["department"], "IT");
    // A change alone makes nothing out of nothing.
    let other = change(3, "nobody", "department", json!("IT"));
    store.enqueue(&RULES, &other, &[], queued(&other), None).unwrap();
    assert_eq!(store.show(&RULES, "nobody").unwrap(), None);
    assert_eq!(listed(&store, &ALL).len(), 3);
}

#[test]
fn rounds_leave_it_alone() {
    let (_dir, store, _) = bea_to_come();
    assert_eq!(load(&store, vec![("a", person("Ada"))]).removed, 1);
    assert_eq!(listed(&store, &ALL), ["a", NEW]);
    store.put(&RULES, NEW, Some(&person("Bea")), true, at(2)).unwrap();
    assert_eq!(store.sync_state("people").unwrap().count, 2, "no round has removed it");
}

#[test]
fn tombstones_leave_it_alone() {
    let (_dir, store, _) = bea_to_come();
    let generation = store.begin_generation("people", Round::Delta).unwrap().generation;
    let cursor = Cursor::Done {
        delta_link: None,
        sweep: false,
    };
    let removed = vec![(NEW.to_owned(), "deleted".to_owned())];
    let page = Page {
        removed,
        ..page(generation, vec![], cursor)
    };
    assert_eq!(store.apply(&RULES, page).unwrap().removed, 0);
    store.put(&RULES, NEW, None, true, at(9)).unwrap();
    assert_eq!(listed(&store, &ALL), ["a", NEW, "e"]);
    assert_eq!(store.sync_state("people").unwrap().count, 2);
}

#[test]
fn it_goes_when_the_operation_ends_without_success() {
    for end in [State::Failed, State::Discarded] {
        let (_dir, store, op) = bea_to_come();
        for state in [State::Sending, State::Unknown, State::Held] {
            move_on(&store, &now(&op, state), Fresh::Unread);
            assert_eq!(found(&store, "bea"), [NEW]);
        }
        move_on(&store, &now(&op, end), Fresh::Unread);
        assert_eq!(
            (listed(&store, &ALL), found(&store, "bea")),
            (vec!["a".into(), "e".into()], vec![])
        );
        assert_eq!(store.show(&RULES, NEW).unwrap(), None);
    }
}

#[test]
fn under_another_id_the_real_one_takes_its_place_and_those_behind_follow() {
    let (_dir, store, op) = bea_to_come();
    let behind = change(2, NEW, "department", json!("IT"));
    let over = change(3, NEW, "department", json!("HR"));
    for op in [&behind, &over] {
        store.enqueue(&RULES, op, &[], queued(op), None).unwrap();
    }
    move_on(&store, &now(&over, State::Discarded), Fresh::Unread);
    // Accepted: the server has named it, but a reading does not show it yet.
    move_on(&store, &named(&op, "b", State::Waiting), Fresh::Unread);
    assert_eq!(listed(&store, &ALL), ["a", "b", "e"]);
    assert_eq!(store.show(&RULES, NEW).unwrap(), None);
    assert_eq!(
        store.operation(behind.id).unwrap(),
        Some(named(&behind, "b", State::Queued))
    );
    assert_eq!(store.operation(over.id).unwrap(), Some(now(&over, State::Discarded)));

    move_on(
        &store,
        &named(&op, "b", State::Done),
        Fresh::Object(&person("Bea"), at(2)),
    );
    assert_eq!(listed(&store, &ALL), ["a", "b", "e"]);
    let bea = store.show(&RULES, "b").unwrap().unwrap();
    assert_eq!((bea.server, &bea.object["department"]), (person("Bea"), &json!("IT")));
    assert_eq!(store.sync_state("people").unwrap().count, 3);
    let mirror_only = Query {
        mirror_only: true,
        ..ALL
    };
    assert_eq!(listed(&store, &mirror_only), ["a", "b", "e"]);
    assert_eq!(store.changes(None, None, 9).unwrap()[0].kind, ChangeKind::Created);
    assert_eq!(found(&store, "bea"), ["b"]);
}

#[test]
fn under_the_same_id_it_becomes_an_ordinary_row() {
    let (_dir, store, op) = bea_to_come();
    let generation = store.begin_generation("people", Round::Full).unwrap().generation;
    let more = Cursor::More { next_link: "2".into() };
    store
        .apply(&RULES, page(generation, vec![(NEW, person("Bea B"))], more))
        .unwrap();
    let bea = store.show(&RULES, NEW).unwrap().unwrap();
    assert_eq!((bea.server, bea.object), (person("Bea B"), person("Bea")));
    assert_eq!(store.sync_state("people").unwrap().count, 3);
    move_on(&store, &now(&op, State::Done), Fresh::Unread);
    assert_eq!(listed(&store, &ALL), ["a", NEW, "e"]);
    store
        .apply(&RULES, page(generation, vec![("a", person("Ada"))], done("link")))
        .unwrap();
    assert_eq!(listed(&store, &ALL), ["a", NEW]);
    load(&store, vec![]);
    assert_eq!(listed(&store, &ALL), [""; 0]);
}

#[test]
fn what_the_server_lost_is_expected_again_and_a_confirmed_deletion_is_gone() {
    let (_dir, store, op) = bea_to_come();
    store.put(&RULES, NEW, Some(&person("Bea")), true, at(2)).unwrap();
    store.put(&RULES, NEW, None, true, at(3)).unwrap();
    assert_eq!(store.show(&RULES, NEW).unwrap().unwrap().server, Object::new());
    assert_eq!(
        (store.sync_state("people").unwrap().count, listed(&store, &ALL).len()),
        (2, 3)
    );
    move_on(&store, &now(&op, State::Discarded), Fresh::Unread);

    let delete = change(2, "e", "deletedDateTime", json!("2026-01-01T00:00:00Z"));
    store.enqueue(&RULES, &delete, &[], queued(&delete), None).unwrap();
    move_on(&store, &now(&delete, State::Done), Fresh::Gone(at(4)));
    assert_eq!(listed(&store, &ALL), ["a"]);
    assert_eq!(store.sync_state("people").unwrap().count, 1);
}

/// Puts the mirror back to an earlier state, as a crash does that kept only the ledger's half of a commit.
fn without_the_mirrors_half(store: Store, dir: &TempDir, work: impl FnOnce(&Store)) -> Store {
    drop(store);
    let mirror = dir.path().join("mirror.db");
    let before = fs::read(&mirror).unwrap();
    let store = open(dir.path());
    work(&store);
    drop(store);
    fs::write(&mirror, before).unwrap();
    open(dir.path())
}

#[test]
fn a_crash_between_the_two_commits_is_made_good() {
    let (dir, store) = fresh();
    load(&store, vec![("a", person("Ada"))]);
    let op = create(1, NEW, "Bea");
    let store = without_the_mirrors_half(store, &dir, |store| {
        store.enqueue(&RULES, &op, &[], queued(&op), None).unwrap();
    });
    let shows = |store: &Store, id: &str, shows: bool| {
        assert_eq!(store.show(&RULES, id).unwrap().is_some(), shows, "right even before");
        store.reconcile(&RULES).unwrap();
        assert_eq!(store.show(&RULES, id).unwrap().is_some(), shows);
    };
    shows(&store, NEW, true);
    assert_eq!(listed(&store, &ALL), ["a", NEW]);
    let store = without_the_mirrors_half(store, &dir, |store| {
        move_on(store, &named(&op, "b", State::Waiting), Fresh::Unread);
    });
    shows(&store, "b", true);
    assert_eq!(listed(&store, &ALL), ["a", "b"]);
    let store = without_the_mirrors_half(store, &dir, |store| {
        move_on(store, &named(&op, "b", State::Failed), Fresh::Unread);
    });
    shows(&store, "b", false);
    assert_eq!(listed(&store, &ALL), ["a"]);
}

#[test]
fn another_shape_expects_it_again_also_when_it_is_over_by_then() {
    for (over, empty) in [(false, false), (true, false), (false, true), (true, true)] {
        let (dir, store) = fresh();
        if !empty {
            load(&store, vec![("a", person("Ada"))]);
        }
        let op = create(1, NEW, "Bea");
        store.enqueue(&RULES, &op, &[], queued(&op), None).unwrap();
        drop(store);
        let mirror = dir.path().join("mirror.db");
        let before = fs::read(&mirror).unwrap();
        if over {
            move_on(&open(dir.path()), &now(&op, State::Discarded), Fresh::Unread);
            fs::write(&mirror, before).unwrap();
        }
        let shape: &'static Shape = &PEOPLE_LATER;
        let later = People { shape, ..RULES };
        let store = Store::open(dir.path(), &key(), &[shape]).unwrap();
        if store.is_stale(&later).unwrap() {
            store.rederive(&later).unwrap();
        }
        store.reconcile(&later).unwrap();
        let query = Query { order: None, ..ALL };
        let listing = store.list(&later, &query).unwrap();
        let expected = usize::from(!empty) + usize::from(!over);
        assert_eq!((listing.items.len(), listing.total), (expected, Some(expected as u64)));
        assert!(!store.is_stale(&later).unwrap());
    }
}

#[test]
fn other_facts_derive_it_again_or_find_it_over() {
    let other = People {
        facts: "policy 30",
        ..RULES
    };
    let (dir, store, op) = bea_to_come();
    store.rederive(&other).unwrap();
    assert_eq!(listed(&store, &ALL), ["a", NEW, "e"]);
    assert!(!store.is_stale(&other).unwrap());
    drop(store);
    let mirror = dir.path().join("mirror.db");
    let before = fs::read(&mirror).unwrap();
    move_on(&open(dir.path()), &now(&op, State::Discarded), Fresh::Unread);
    fs::write(&mirror, before).unwrap();
    let store = open(dir.path());
    store.rederive(&RULES).unwrap();
    store.reconcile(&RULES).unwrap();
    assert_eq!(listed(&store, &ALL), ["a", "e"]);
}
