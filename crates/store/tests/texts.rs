//! Columns that hold several texts: rows are found by any of them, whatever happens to the row.

#![allow(clippy::unwrap_used)] // the clippy setting for tests does not know of their own functions

mod common;

use common::*;
use kontor_model::Object;
use kontor_store::{Cell, Filter, Page, Query, Round, Store};
use serde_json::json;

fn in_groups(name: &str, groups: &[&str]) -> (String, Object) {
    (
        name.to_owned(),
        object(json!({ "displayName": name, "groups": groups })),
    )
}

fn of(groups: &[&str]) -> [Filter; 1] {
    let cell = |group: &&str| {
        if group.is_empty() {
            Cell::Null
        } else {
            Cell::Text((*group).to_owned())
        }
    };
    [Filter::In {
        column: "groups".into(),
        cells: groups.iter().map(cell).collect(),
    }]
}

/// The names that are found, in order, and the total that is told.
fn found(store: &Store, filters: &[Filter]) -> (Vec<String>, u64) {
    let query = Query {
        order: Some("name"),
        filters,
        limit: 100,
        total: true,
        ..Query::default()
    };
    let listing = store.list(&RULES, &query).unwrap();
    (
        listing.items.into_iter().map(|item| item.id).collect(),
        listing.total.unwrap(),
    )
}

fn load(store: &Store, items: Vec<(String, Object)>) {
    let generation = store.begin_generation("people", Round::Full).unwrap().generation;
    let page = Page {
        items,
        ..page(generation, vec![], done("d"))
    };
    store.apply(&RULES, page).unwrap();
}

#[test]
fn a_row_is_found_by_each_of_its_texts_and_counted_once() {
    let (_dir, store) = fresh();
    let people = vec![
        in_groups("Ada", &["a", "b", "a"]),
        in_groups("Bo", &["b"]),
        in_groups("Cia", &[]),
    ];
    load(&store, people);
    let names = |names: &[&str]| {
        (
            names.iter().map(|name| (*name).to_owned()).collect(),
            names.len() as u64,
        )
    };
    assert_eq!(found(&store, &of(&["a"])), names(&["Ada"]));
    assert_eq!(found(&store, &of(&["a", "b"])), names(&["Ada", "Bo"]));
    assert_eq!(found(&store, &of(&[""])), names(&["Cia"]));
    assert_eq!(found(&store, &of(&["a", ""])), names(&["Ada", "Cia"]));
    assert_eq!(found(&store, &of(&["c"])), names(&[]));
    assert_eq!(
        found(&store, &[Filter::Not(Box::new(of(&["b"])[0].clone()))]),
        names(&["Cia"])
    );
    let tally = |filters: &[Filter]| store.tally(&RULES, "groups", filters).unwrap();
    let text = |text: &str, count| (Cell::Text(text.to_owned()), count);
    assert_eq!(tally(&[]), [text("b", 2), text("a", 1)]);
    assert_eq!(tally(&of(&["a"])), [text("a", 1), text("b", 1)]);
}

#[test]
fn what_a_row_loses_it_is_no_longer_found_by() {
    let (_dir, store) = fresh();
    load(
        &store,
        vec![
            in_groups("Ada", &["a", "b"]),
            in_groups("Bo", &["b"]),
            in_groups("Cia", &["a"]),
        ],
    );
    // Ada leaves one group and joins another, and Bo is gone.
    load(&store, vec![in_groups("Ada", &["b", "c"]), in_groups("Cia", &["a"])]);
    store.rederive(&RULES).unwrap();
    let ids = |group: &str| found(&store, &of(&[group])).0;
    assert_eq!([ids("a"), ids("b"), ids("c")], [vec!["Cia"], vec!["Ada"], vec!["Ada"]]);
    let counted = store.tally(&RULES, "groups", &[]).unwrap();
    assert_eq!(counted.iter().map(|(_, count)| count).sum::<u64>(), 3, "{counted:?}");
}

#[test]
fn a_text_that_most_have_is_walked_through_page_by_page() {
    let (_dir, store) = fresh();
    let person = |n: usize| {
        in_groups(
            &format!("p{n:05}"),
            if n.is_multiple_of(3) { &["few"] } else { &["many"] },
        )
    };
    load(&store, (0..9000).map(person).collect());
    let (mut after, mut seen) = (None, Vec::new());
    loop {
        let filters = of(&["many"]);
        let query = Query {
            order: Some("name"),
            filters: &filters,
            after: after.as_deref(),
            limit: 1000,
            ..Query::default()
        };
        let listing = store.list(&RULES, &query).unwrap();
        seen.extend(listing.items.into_iter().map(|item| item.id));
        match listing.next {
            Some(next) => after = Some(next),
            None => break,
        }
    }
    assert_eq!(seen.len(), 6000);
    assert!(seen.is_sorted());
    assert_eq!(found(&store, &of(&["few"])).1, 3000);
}
