//! Columns that stand beside: what another collection has in the row of the same id, whichever of the two comes first or changes.

#![allow(clippy::unwrap_used)] // the clippy setting for tests does not know of their own functions

mod common;

use common::{at, done, key, object, page};
use kontor_model::{Object, Operation, Tag};
use kontor_store::{Cell, Column, Derivation, Derived, Filter, Kind, Order, Page, Query, Round, Shape, Store};
use serde_json::{Value, json};
use std::time::Duration;

const NAME: &[Order] = &[Order {
    name: "name",
    by: &["name"],
}];

static STAFF: Shape = Shape {
    collection: "staff",
    columns: &[
        Column {
            name: "name",
            kind: Kind::Text,
        },
        Column {
            name: "floor",
            kind: Kind::Beside {
                collection: "badges",
                column: "opens",
            },
        },
    ],
    orders: NAME,
    revision: 1,
};

/// As an earlier program had it.
static STAFF_BEFORE: Shape = Shape {
    collection: "staff",
    columns: &[Column {
        name: "name",
        kind: Kind::Text,
    }],
    orders: NAME,
    revision: 1,
};

static BADGES: Shape = Shape {
    collection: "badges",
    columns: &[Column {
        name: "opens",
        kind: Kind::Integer,
    }],
    orders: &[],
    revision: 1,
};

struct Rules(&'static Shape);

impl Derivation for Rules {
    fn shape(&self) -> &'static Shape {
        self.0
    }

    fn facts(&self) -> String {
        String::new()
    }

    fn project(&self, _: &[Operation], _: &mut Object) {}

    fn derive(&self, id: &str, object: &Object) -> Derived {
        let cell = |column: &Column| match column.kind {
            Kind::Text => Cell::Text(id.to_owned()),
            Kind::Integer => object["opens"].as_i64().map_or(Cell::Null, Cell::Integer),
            _ => Cell::Null,
        };
        Derived {
            cells: self.0.columns.iter().map(cell).collect(),
            search: id.to_owned(),
        }
    }
}

fn read(store: &Store, shape: &'static Shape, items: &[(&str, Value)]) {
    let generation = store
        .begin_generation(shape.collection, Round::Full)
        .unwrap()
        .generation;
    let items = items
        .iter()
        .map(|(id, value)| ((*id).to_owned(), object(value.clone())))
        .collect();
    let page = Page {
        items,
        ..page(generation, vec![], done("d"))
    };
    store.apply(&Rules(shape), page).unwrap();
}

fn people(store: &Store, names: &[&str]) {
    let all: Vec<(&str, Value)> = names.iter().map(|name| (*name, json!({}))).collect();
    read(store, &STAFF, &all);
}

/// Who is on this floor by the filter, as counted, and as each row has it.
fn on(store: &Store, floor: Cell) -> Vec<String> {
    let filters = [Filter::In {
        column: "floor".into(),
        cells: vec![floor.clone()],
    }];
    let query = Query {
        order: Some("name"),
        filters: &filters,
        limit: 10,
        total: true,
        ..Query::default()
    };
    let listing = store.list(&Rules(&STAFF), &query).unwrap();
    assert_eq!(listing.total, Some(listing.items.len() as u64));
    for item in &listing.items {
        assert_eq!(item.beside, std::slice::from_ref(&floor), "{}", item.id);
        assert_eq!(
            store.show(&Rules(&STAFF), &item.id).unwrap().unwrap().beside,
            item.beside
        );
        assert!(item.object.is_empty(), "nothing is laid over the object");
    }
    listing.items.into_iter().map(|item| item.id).collect()
}

fn fresh() -> (tempfile::TempDir, Store) {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path(), &key(), &[&STAFF, &BADGES]).unwrap();
    (dir, store)
}

#[test]
fn the_row_of_the_same_id_is_beside_whichever_was_read_first() {
    let (_dir, store) = fresh();
    people(&store, &["Anne", "Bo"]);
    read(
        &store,
        &BADGES,
        &[("Bo", json!({"opens": 2})), ("Cato", json!({"opens": 2}))],
    );
    assert_eq!(on(&store, Cell::Integer(2)), ["Bo"]);
    assert_eq!(on(&store, Cell::Null), ["Anne"]);
    people(&store, &["Anne", "Bo", "Cato"]);
    assert_eq!(on(&store, Cell::Integer(2)), ["Bo", "Cato"]);
}

#[test]
fn what_changes_or_goes_there_changes_or_goes_here_and_is_announced() {
    let (_dir, store) = fresh();
    people(&store, &["Anne", "Bo"]);
    read(
        &store,
        &BADGES,
        &[("Anne", json!({"opens": 1})), ("Bo", json!({"opens": 2}))],
    );
    let tags = |since| store.changed_since(since, Duration::ZERO).unwrap().1;
    let before = store.commit_seq().unwrap();
    read(&store, &BADGES, &[("Anne", json!({"opens": 3}))]);
    assert!(tags(before).contains(&Tag::collection("staff")));
    assert_eq!(on(&store, Cell::Integer(3)), ["Anne"]);
    assert_eq!(on(&store, Cell::Null), ["Bo"]);

    let before = store.commit_seq().unwrap();
    read(&store, &BADGES, &[("Anne", json!({"opens": 3, "color": "red"}))]);
    assert!(
        !tags(before).contains(&Tag::collection("staff")),
        "nothing that stands here"
    );
    store.put(&Rules(&BADGES), "Anne", None, false, at(9)).unwrap();
    assert_eq!(on(&store, Cell::Null), ["Anne", "Bo"]);
}

#[test]
fn a_copy_from_before_there_was_such_a_column_is_derived_again_with_it() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path(), &key(), &[&STAFF_BEFORE, &BADGES]).unwrap();
    read(&store, &STAFF_BEFORE, &[("Anne", json!({}))]);
    read(&store, &BADGES, &[("Anne", json!({"opens": 1}))]);
    drop(store);
    let store = Store::open(dir.path(), &key(), &[&STAFF, &BADGES]).unwrap();
    assert!(store.is_stale(&Rules(&STAFF)).unwrap());
    let shown = store.show(&Rules(&STAFF), "Anne").unwrap().unwrap();
    assert_eq!(shown.beside, [Cell::Null], "not known yet");
    store.rederive(&Rules(&STAFF)).unwrap();
    assert_eq!(on(&store, Cell::Integer(1)), ["Anne"]);
}
