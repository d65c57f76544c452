//! A small collection of people, and the few lines with which every test of the store begins.
#![allow(dead_code, clippy::unwrap_used)] // every test file uses another part of it, and none ships

use chrono::{DateTime, TimeDelta, Utc};
use kontor_model::{Key, Object, Operation, OperationId, Secret, State};
use kontor_store::{
    Applied, Cell, Column, Cursor, Derivation, Derived, JournalEntry, Kind, Order, Page, Query, Round, Shape, Store,
    fold,
};
use serde_json::{Value, json};
use std::path::Path;
use tempfile::TempDir;

const fn column(name: &'static str, kind: Kind) -> Column {
    Column { name, kind }
}

pub const COLUMNS: &[Column] = &[
    column("name", Kind::Text),
    column("department", Kind::Text),
    column("expires", Kind::Integer),
    column("score", Kind::Real),
    column("groups", Kind::Texts),
];

pub const ORDERS: &[Order] = &[
    Order {
        name: "name",
        by: &["name"],
    },
    Order {
        name: "expires",
        by: &["expires"],
    },
    Order {
        name: "department",
        by: &["department", "expires", "name"],
    },
    Order {
        name: "score",
        by: &["score"],
    },
];

pub static PEOPLE: Shape = Shape {
    collection: "people",
    columns: COLUMNS,
    orders: ORDERS,
    revision: 1,
};
/// The same collection as a later program would have it.
pub static PEOPLE_LATER: Shape = Shape {
    collection: "people",
    columns: COLUMNS,
    orders: &[Order {
        name: "newest",
        by: &["expires"],
    }],
    revision: 2,
};

pub struct People {
    pub shape: &'static Shape,
    pub facts: &'static str,
}

pub const RULES: People = People {
    shape: &PEOPLE,
    facts: "policy 90",
};

fn text(object: &Object, field: &str) -> Option<String> {
    object.get(field).and_then(Value::as_str).map(str::to_owned)
}

fn several(object: &Object, field: &str) -> Vec<String> {
    let items = object.get(field).and_then(Value::as_array).into_iter().flatten();
    items.filter_map(Value::as_str).map(str::to_owned).collect()
}

impl Derivation for People {
    fn shape(&self) -> &'static Shape {
        self.shape
    }

    fn facts(&self) -> String {
        self.facts.to_owned()
    }

    fn project(&self, pending: &[Operation], object: &mut Object) {
        for operation in pending {
            if object.is_empty() && operation.operation != "create-person" {
                continue;
            }
            for change in &operation.changes {
                object.insert(change.field.clone(), change.to.clone());
            }
        }
    }

    fn derive(&self, _: &str, object: &Object) -> Derived {
        let number = |field| object.get(field).and_then(Value::as_i64);
        let fields = ["displayName", "mail", "phone"].map(|field| text(object, field).unwrap_or_default());
        Derived {
            cells: vec![
                text(object, "displayName").map_or(Cell::Null, |name| Cell::Text(fold(&name))),
                text(object, "department").map_or(Cell::Null, Cell::Text),
                number("expires").map_or(Cell::Null, Cell::Integer),
                object
                    .get("score")
                    .and_then(Value::as_f64)
                    .map_or(Cell::Null, Cell::Real),
                Cell::Texts(several(object, "groups")),
            ],
            search: fields.join("\n"),
        }
    }
}

pub fn key() -> Key {
    Key::new([7; 32])
}

pub fn open(dir: &Path) -> Store {
    Store::open(dir, &key(), &[&PEOPLE]).unwrap()
}

pub fn fresh() -> (TempDir, Store) {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    (dir, store)
}

pub fn at(minute: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_700_000_000, 0).unwrap() + TimeDelta::minutes(minute)
}

pub fn object(value: Value) -> Object {
    value.as_object().unwrap().clone()
}

pub fn person(name: &str) -> Object {
    object(json!({ "displayName": name }))
}

pub fn done(delta_link: &str) -> Cursor {
    Cursor::Done {
        delta_link: Some(delta_link.into()),
        sweep: true,
    }
}

pub fn page(generation: i64, items: Vec<(&str, Object)>, cursor: Cursor) -> Page {
    let items = items.into_iter().map(|(id, object)| (id.to_owned(), object)).collect();
    Page {
        generation,
        items,
        merge: false,
        removed: vec![],
        cursor,
        at: at(generation),
    }
}

/// A whole round in one page.
pub fn load(store: &Store, items: Vec<(&str, Object)>) -> Applied {
    let generation = store.begin_generation("people", Round::Full).unwrap().generation;
    store.apply(&RULES, page(generation, items, done("link"))).unwrap()
}

pub fn ids(store: &Store, query: &Query) -> Vec<String> {
    store
        .list(&RULES, query)
        .unwrap()
        .items
        .into_iter()
        .map(|item| item.id)
        .collect()
}

pub fn found(store: &Store, search: &str) -> Vec<String> {
    ids(
        store,
        &Query {
            search: Some(search),
            limit: 100,
            ..Query::default()
        },
    )
}

/// A queued operation that sets one field of a person.
pub fn change(number: u128, id: &str, field: &str, to: Value) -> Operation {
    serde_json::from_value(json!({
        "id": OperationId(uuid::Uuid::from_u128(number)),
        "tenant": "contoso",
        "operation": "update-person",
        "target": { "collection": "people", "id": id, "name": id },
        "state": "queued",
        "input": {},
        "base": {},
        "changes": [{ "field": field, "from": null, "to": to }],
        "queued_at": at(0),
        "not_before": at(0),
        "attempts": 0,
        "conflicts": [],
    }))
    .unwrap()
}

/// One entry of an operation's journal.
pub fn entry(operation: &Operation, step: &str) -> JournalEntry {
    JournalEntry {
        operation: operation.id,
        at: operation.queued_at,
        who: "admin@contoso.com".into(),
        step: step.into(),
        detail: json!({}),
        request_id: None,
    }
}

pub fn queued(operation: &Operation) -> JournalEntry {
    entry(operation, "queued")
}

/// A queued operation that makes a person; until the server names it, it goes by an id of ours.
pub fn create(number: u128, id: &str, name: &str) -> Operation {
    Operation {
        operation: "create-person".into(),
        ..change(number, id, "displayName", name.into())
    }
}

/// What an operation becomes when the server has named its target.
pub fn named(operation: &Operation, id: &str, state: State) -> Operation {
    let mut operation = now(operation, state);
    operation.target.id = id.into();
    operation
}

pub fn now(operation: &Operation, state: State) -> Operation {
    Operation {
        state,
        ..operation.clone()
    }
}

pub fn secret() -> Secret {
    Secret::new("Correct-Horse-Battery-Staple")
}

pub fn by_department(store: &Store) -> Vec<String> {
    ids(
        store,
        &Query {
            order: Some("department"),
            limit: 100,
            ..Query::default()
        },
    )
}

pub fn two(store: &Store) {
    let person = |department: &str| object(json!({"displayName": department, "department": department}));
    load(store, vec![("1", person("B")), ("2", person("C"))]);
}

/// Every text in every table of the ledger.
pub fn texts(path: &Path) -> String {
    let ledger = rusqlite::Connection::open(path).unwrap();
    ledger
        .execute_batch(&format!("PRAGMA key = \"x'{}'\"", *key().to_hex()))
        .unwrap();
    let names = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'";
    let names: Vec<String> = ledger
        .prepare(names)
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let mut texts = String::new();
    for name in names {
        let mut statement = ledger.prepare(&format!("SELECT * FROM {name}")).unwrap();
        let columns = statement.column_count();
        let mut rows = statement.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            texts.extend((0..columns).map(|column| format!("{:?}\n", row.get_ref(column).unwrap().as_str())));
        }
    }
    texts
}
