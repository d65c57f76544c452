//! Orders, keyset pages, filters, search.
#![allow(clippy::unwrap_used)] // the clippy setting for tests does not know of their own functions

mod common;

use common::*;
use kontor_model::{Code, Object};
use kontor_store::{Cell, Filter, Query, Store};
use serde_json::{Value, json};
use std::cmp::Ordering;

/// People of whom any value may be missing, with many ties.
fn crowd(count: usize) -> Vec<(String, Object)> {
    let departments = [json!("IT"), Value::Null, json!("Sales"), json!("")];
    let scores = [json!(0.1), Value::Null, json!(-3.5), json!(1e300), json!(0.1)];
    (0..count)
        .map(|number| {
            let mut person = json!({
                "department": departments[number % 4],
                "expires": if number % 3 == 0 { Value::Null } else { json!((number * 7 % 5) as i64 - 2) },
                "score": scores[number % 5],
            });
            if number % 7 != 0 {
                person["displayName"] = json!(format!("Name {}", number * 13 % 11));
            }
            (format!("p{number:03}"), object(person))
        })
        .collect()
}

fn crowded(count: usize) -> (tempfile::TempDir, Store) {
    let (dir, store) = fresh();
    let crowd = crowd(count);
    load(
        &store,
        crowd.iter().map(|(id, object)| (id.as_str(), object.clone())).collect(),
    );
    (dir, store)
}

/// The values one after the other; a missing one is last in either direction.
fn compare(left: &Object, right: &Object, by: &[&str], descending: bool) -> Ordering {
    let value = |object: &Object, by: &str| {
        let field = if by == "name" { "displayName" } else { by };
        object.get(field).filter(|value| !value.is_null()).cloned()
    };
    by.iter()
        .map(|by| match (value(left, by), value(right, by)) {
            (None, None) => Ordering::Equal,
            (None, _) => Ordering::Greater,
            (_, None) => Ordering::Less,
            (Some(left), Some(right)) => {
                let order = match (left.as_f64(), right.as_f64()) {
                    (Some(left), Some(right)) => left.total_cmp(&right),
                    _ => left.as_str().cmp(&right.as_str()),
                };
                if descending { order.reverse() } else { order }
            }
        })
        .find(|order| order.is_ne())
        .unwrap_or(Ordering::Equal)
}

fn walked(store: &Store, query: Query) -> Vec<String> {
    let mut all = Vec::new();
    let mut after: Option<String> = None;
    loop {
        let listing = store
            .list(
                &RULES,
                &Query {
                    after: after.as_deref(),
                    ..query
                },
            )
            .unwrap();
        assert!(listing.items.len() <= query.limit as usize);
        all.extend(listing.items.into_iter().map(|item| item.id));
        match listing.next {
            Some(next) => after = Some(next),
            None => return all,
        }
    }
}

#[test]
fn every_order_is_the_sorted_crowd_in_both_directions_and_in_pages_of_any_size() {
    let (_dir, store) = crowded(97);
    for order in ORDERS {
        for descending in [false, true] {
            let mut expected = crowd(97);
            if descending {
                expected.reverse();
            }
            expected.sort_by(|left, right| compare(&left.1, &right.1, order.by, descending));
            let expected: Vec<String> = expected.into_iter().map(|(id, _)| id).collect();
            for limit in [1, 2, 10, 96, 97, 1000] {
                let query = Query {
                    order: Some(order.name),
                    descending,
                    limit,
                    ..Query::default()
                };
                assert_eq!(
                    walked(&store, query),
                    expected,
                    "{} {descending} by {limit}",
                    order.name
                );
            }
            // Found by search, sorted the same.
            let query = Query {
                order: Some(order.name),
                descending,
                limit: 7,
                search: Some("na"),
                ..Query::default()
            };
            let named: Vec<_> = expected
                .iter()
                .filter(|id| id[1..].parse::<usize>().unwrap() % 7 != 0)
                .collect();
            assert_eq!(walked(&store, query).iter().collect::<Vec<_>>(), named);
        }
    }
    assert_eq!(
        walked(
            &store,
            Query {
                limit: 10,
                ..Query::default()
            }
        )
        .len(),
        97
    );
    assert_eq!(
        walked(
            &store,
            Query {
                limit: 10,
                descending: true,
                ..Query::default()
            }
        )[0],
        "p096"
    );
}

#[test]
fn a_place_in_a_list_stays_while_rows_come_and_go() {
    let (_dir, store) = fresh();
    load(&store, vec![("b", person("B")), ("d", person("D")), ("f", person("F"))]);
    let first = Query {
        order: Some("name"),
        limit: 2,
        ..Query::default()
    };
    let listing = store.list(&RULES, &first).unwrap();
    let next = listing.next.unwrap();
    for (id, name) in [("a", "A"), ("c", "C"), ("e", "E")] {
        store.put(&RULES, id, Some(&person(name)), false, at(1)).unwrap();
    }
    store.put(&RULES, "d", None, false, at(2)).unwrap();
    assert_eq!(
        ids(
            &store,
            &Query {
                after: Some(&next),
                ..first
            }
        ),
        ["e", "f"]
    );
}

#[test]
fn a_cursor_that_is_not_of_this_list_is_refused() {
    let (_dir, store) = crowded(9);
    let by_name = Query {
        order: Some("name"),
        limit: 2,
        ..Query::default()
    };
    let next = store.list(&RULES, &by_name).unwrap().next.unwrap();
    for query in [
        Query {
            after: Some("zz"),
            ..by_name
        },
        Query {
            after: Some(""),
            ..by_name
        },
        Query {
            after: Some("7b7d"),
            ..by_name
        },
        Query {
            after: Some(&next),
            descending: true,
            ..by_name
        },
        Query {
            after: Some(&next),
            order: Some("score"),
            ..by_name
        },
    ] {
        let error = store.list(&RULES, &query).unwrap_err();
        assert_eq!((error.code, error.field.as_deref()), (Code::Invalid, Some("after")));
    }
}

#[test]
fn filters_meet_missing_values_and_their_opposites() {
    let (_dir, store) = crowded(97);
    let column = || "expires".to_owned();
    let is = |cells: &[Cell]| Filter::In {
        column: column(),
        cells: cells.to_vec(),
    };
    let count = |filter: Filter| {
        let filters = [filter];
        let query = Query {
            filters: &filters,
            order: Some("name"),
            limit: 1000,
            total: true,
            ..Query::default()
        };
        let listing = store.list(&RULES, &query).unwrap();
        assert_eq!(listing.total, Some(listing.items.len() as u64));
        listing.items.len()
    };
    let crowd = crowd(97);
    let expected = |test: &dyn Fn(Option<i64>) -> bool| {
        crowd
            .iter()
            .filter(|(_, object)| test(object["expires"].as_i64()))
            .count()
    };
    use Cell::{Integer, Null};
    assert_eq!(
        count(is(&[Integer(1), Integer(2)])),
        expected(&|v| matches!(v, Some(1 | 2)))
    );
    assert_eq!(
        count(is(&[Integer(1), Null])),
        expected(&|v| matches!(v, Some(1) | None))
    );
    assert_eq!(count(is(&[Null])), expected(&|v| v.is_none()));
    assert_eq!(count(is(&[])), 0);
    assert_eq!(
        count(Filter::Not(Box::new(is(&[Integer(1)])))),
        expected(&|v| v != Some(1))
    );
    assert_eq!(
        count(Filter::AtLeast {
            column: column(),
            cell: Integer(1)
        }),
        expected(&|v| v >= Some(1))
    );
    let most = Filter::AtMost {
        column: column(),
        cell: Integer(0),
    };
    assert_eq!(count(most.clone()), expected(&|v| v.is_some_and(|v| v <= 0)));
    assert_eq!(
        count(Filter::Not(Box::new(most))),
        expected(&|v| v.is_none_or(|v| v > 0))
    );
    let unknown = [Filter::AtMost {
        column: "\" OR 1 --".into(),
        cell: Null,
    }];
    assert_eq!(
        store
            .list(
                &RULES,
                &Query {
                    filters: &unknown,
                    ..Query::default()
                }
            )
            .unwrap_err()
            .code,
        Code::Invalid
    );
}

#[test]
fn a_tally_counts_the_commonest_first() {
    let (_dir, store) = fresh();
    let people = [
        ("1", json!("IT")),
        ("2", Value::Null),
        ("3", json!("IT")),
        ("4", json!("HR")),
        ("5", Value::Null),
        ("6", json!("IT")),
    ];
    load(
        &store,
        people
            .iter()
            .map(|(id, department)| (*id, object(json!({"department": department}))))
            .collect(),
    );
    let text = |text: &str| Cell::Text(text.into());
    assert_eq!(
        store.tally(&RULES, "department", &[]).unwrap(),
        [(text("IT"), 3), (Cell::Null, 2), (text("HR"), 1)]
    );
    let named = [Filter::Not(Box::new(Filter::In {
        column: "department".into(),
        cells: vec![Cell::Null, text("IT")],
    }))];
    assert_eq!(store.tally(&RULES, "department", &named).unwrap(), [(text("HR"), 1)]);
    assert_eq!(store.tally(&RULES, "rid", &[]).unwrap_err().code, Code::Invalid);
}

#[test]
fn people_are_found_by_any_part_and_by_the_first_letters() {
    let (_dir, store) = fresh();
    let person =
        |name: &str, mail: &str, phone: &str| object(json!({"displayName": name, "mail": mail, "phone": phone}));
    load(
        &store,
        vec![
            (
                "1",
                person("Bjørn Ødegård", "bjorn.odegard@contoso.com", "+47 912 34 567"),
            ),
            ("2", person("Åse Nordmann", "aase@fabrikam.no", "22 33 44 55")),
            ("3", person("O'Brien \"Bo\" 100% a_b", "x*y@z.no", "")),
            ("4", person("李小龍 Lee", "lee@contoso.com", "(555) 010-99")),
        ],
    );
    for (search, expected) in [
        ("BJÖRN", vec!["1"]),
        ("degår", vec!["1"]),
        ("bjorn.odegard@contoso", vec!["1"]),
        ("contoso.com", vec!["1", "4"]),
        ("contoso ødegard", vec!["1"]),
        ("odegard fabrikam", vec![]),
        ("b", vec!["1", "3"]),
        ("bj", vec!["1"]),
        ("no", vec!["2", "3"]),
        ("or", vec![]),
        ("91234567", vec!["1"]),
        ("912 34", vec!["1"]),
        ("+47", vec!["1"]),
        ("555010", vec!["4"]),
        ("o'brien", vec!["3"]),
        ("\"bo\"", vec!["3"]),
        ("100%", vec!["3"]),
        ("a_b", vec!["3"]),
        ("x*y", vec!["3"]),
        ("李", vec!["4"]),
        ("李小龍", vec!["4"]),
        ("  åse \t nord ", vec!["2"]),
        ("åse\u{0}nord", vec!["2"]),
    ] {
        assert_eq!(found(&store, search), expected, "{search:?}");
    }
    assert_eq!(found(&store, " \t ").len(), 4, "nothing to look for");
}

#[test]
fn no_text_breaks_a_search() {
    let (_dir, store) = fresh();
    load(&store, vec![("1", person("Ola"))]);
    let pieces = [
        "\"", "'", "*", "(", ")", "NEAR", "AND", "OR", "NOT", "-", "^", ":", "words:", "{", "}", "+", "\0", "\u{1}",
        "ola", "\\", "%", "😀", "ﷺ", "\u{300}", ";--", " ",
    ];
    for first in pieces {
        for second in pieces {
            for search in [
                format!("{first}{second}"),
                format!("{first} {second}"),
                format!("{second}{first}{second}"),
            ] {
                let query = Query {
                    search: Some(&search),
                    order: Some("name"),
                    limit: 9,
                    total: true,
                    ..Query::default()
                };
                store
                    .list(&RULES, &query)
                    .unwrap_or_else(|error| panic!("{search:?}: {error}"));
            }
        }
    }
}
