//! A measurement, on people with as many columns and orders as the real collection has.

use super::common::{done, key, page};
use crate::{Cell, Column, Cursor, Derivation, Derived, Kind, Order, Page, Query, Round, Shape, Store, fold};
use kontor_model::{Object, Operation, Tag};
use serde_json::{Value, json};
use std::time::Duration;

const fn text(name: &'static str) -> Column {
    Column { name, kind: Kind::Text }
}

pub static WIDE: Shape = Shape {
    collection: "wide",
    columns: &[
        text("name"),
        text("upn"),
        text("department"),
        text("title"),
        text("city"),
        text("country"),
        text("user_type"),
        text("state"),
        text("created"),
        text("changed"),
        Column {
            name: "expires",
            kind: Kind::Integer,
        },
        Column {
            name: "licences",
            kind: Kind::Integer,
        },
    ],
    orders: &[
        Order {
            name: "name",
            by: &["name"],
        },
        Order {
            name: "upn",
            by: &["upn"],
        },
        Order {
            name: "department",
            by: &["department"],
        },
        Order {
            name: "created",
            by: &["created"],
        },
        Order {
            name: "expires",
            by: &["expires"],
        },
        Order {
            name: "licences",
            by: &["licences"],
        },
    ],
    revision: 1,
};

pub struct Wide;

impl Derivation for Wide {
    fn shape(&self) -> &'static Shape {
        &WIDE
    }

    fn facts(&self) -> String {
        String::new()
    }

    fn project(&self, _: &[Operation], _: &mut Object) {}

    fn derive(&self, _: &str, object: &Object) -> Derived {
        let value = |field: &str| object.get(field).and_then(Value::as_str).unwrap_or_default();
        let fields = [
            "upn",
            "department",
            "title",
            "city",
            "country",
            "userType",
            "state",
            "created",
            "changed",
        ];
        let mut cells = vec![Cell::Text(fold(value("displayName")))];
        cells.extend(fields.map(|field| Cell::Text(value(field).to_owned())));
        cells.extend(["expires", "licences"].map(|field| object[field].as_i64().map_or(Cell::Null, Cell::Integer)));
        Derived {
            cells,
            search: format!("{}\n{}\n{}", value("displayName"), value("upn"), value("phone")),
        }
    }
}

pub fn person(number: usize, changed: usize) -> Object {
    let family = ["Nordmann", "Hansen", "Ødegård", "Smith", "Sæther", "Johansen"][number % 6];
    let given = ["Ola", "Kari", "Bjørn", "Åse", "John"][number / 6 % 5];
    let person = json!({
        "displayName": format!("{given} {family}{}", number / 30),
        "upn": format!("person{number}@contoso.onmicrosoft.com"),
        "mail": format!("person{number}@contoso.com"),
        "phone": format!("+47 {:08}", number * 7919 % 100_000_000),
        "department": (["IT", "Sales", "HR", "Legal"][number % 4]),
        "title": "Consultant", "city": "Bergen", "country": "NO", "userType": "Member", "state": "enabled",
        "created": format!("2024-01-{:02}T{:02}:00:00Z", number % 28 + 1, number % 24),
        "changed": "2025-01-01T00:00:00Z",
        "expires": (!number.is_multiple_of(3)).then_some(number * 31 % 90),
        "licences": number % 4 + changed,
        "assignedLicenses": [{"skuId": "c7df2760-2c81-4ef7-b578-5b5392b571df", "disabledPlans": []},
            {"skuId": "b05e124f-c7cc-45a0-a6aa-8cf78c946968", "disabledPlans": []}],
        "accountEnabled": true, "passwordPolicies": null, "onPremisesSyncEnabled": null,
    });
    person.as_object().unwrap().clone()
}

/// Prints rows a second: `cargo test --release -p kontor-store -- --ignored --nocapture`.
#[test]
#[ignore = "a measurement"]
fn figures() {
    let rows: usize = std::env::var("ROWS")
        .ok()
        .and_then(|rows| rows.parse().ok())
        .unwrap_or(100_000);
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path(), &key(), &[&WIDE]).unwrap();
    let timed = |what: &str, count: usize, work: &mut dyn FnMut()| {
        let begun = std::time::Instant::now();
        work();
        let took = begun.elapsed();
        println!(
            "{what}: {:.2} ms, {:.0} a second",
            took.as_secs_f64() * 1e3,
            count as f64 / took.as_secs_f64()
        );
    };
    let round = |kind: Round, changed: usize| {
        let generation = store.begin_generation("wide", kind).unwrap().generation;
        for (number, first) in (0..rows).step_by(999).enumerate() {
            let last = (first + 999).min(rows);
            let items = (first..last)
                .map(|n| (format!("{n:032x}"), person(n, changed)))
                .collect();
            let cursor = if last == rows {
                done("d")
            } else {
                Cursor::More {
                    next_link: number.to_string(),
                }
            };
            store
                .apply(
                    &Wide,
                    Page {
                        items,
                        ..page(generation, vec![], cursor)
                    },
                )
                .unwrap();
        }
    };
    timed("objects made", rows, &mut || {
        (0..rows).for_each(|n| assert!(!person(n, 0).is_empty()))
    });
    timed("first load", rows, &mut || round(Round::Full, 0));
    timed("full round, nothing new", rows, &mut || round(Round::Full, 0));
    timed("full round, all new", rows, &mut || round(Round::Full, 1));
    timed("derive again", rows, &mut || store.rederive(&Wide).unwrap());
    let q = |search, order| Query {
        search,
        order,
        limit: 100,
        ..Query::default()
    };
    let list = |q: &Query| drop(store.list(&Wide, q).unwrap());
    let mut next = store.list(&Wide, &q(None, Some("name"))).unwrap().next;
    timed("first page", 1, &mut || list(&q(None, Some("name"))));
    timed("100 keyset pages", 100, &mut || {
        for _ in 0..100 {
            let after = next.take();
            next = store
                .list(
                    &Wide,
                    &Query {
                        after: after.as_deref(),
                        ..q(None, Some("name"))
                    },
                )
                .unwrap()
                .next;
        }
    });
    for search in ["nordmann99", "hans", "h", "an", "person 77 contoso"] {
        timed(&format!("search {search:?}"), 1, &mut || {
            list(&q(Some(search), Some("name")))
        });
        timed(&format!("search {search:?} with total"), 1, &mut || {
            list(&Query {
                total: true,
                ..q(Some(search), Some("name"))
            })
        });
    }
    timed("tally", 1, &mut || drop(store.tally(&Wide, "department", &[]).unwrap()));
    let size = |name: &str| std::fs::metadata(dir.path().join(name)).unwrap().len() / 1_000_000;
    println!("mirror.db: {} MB, log {} MB", size("mirror.db"), size("mirror.db-wal"));
    let news = store.changed_since(Default::default(), Duration::ZERO).unwrap().1;
    assert!(news.contains(&Tag::collection("wide")));
}
