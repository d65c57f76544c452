//! Reading a collection item by item, as `list` and `export` print it.

use crate::arguments::Wanted;
use crate::exit::Stop;
use crate::table::text;
use chrono::{DateTime, Utc};
use kontor_core::Session;
use kontor_core::collections::Named;
use kontor_core::commands::pending;
use kontor_core::insights::Facts;
use kontor_core::selection::{filters, is_own};
use kontor_model::{Object, Operation};
use kontor_store::{Item, Query};
use serde_json::{Value, json};

/// Items that are in memory at a time.
const PAGE: u32 = 1_000;

/// Hands over every wanted item; the answer says when the server last confirmed the list.
pub fn each(
    session: &Session,
    wanted: &Wanted,
    mut act: impl FnMut(Object) -> Result<(), Stop>,
) -> Result<Option<DateTime<Utc>>, Stop> {
    let named = Session::named(&wanted.collection)?;
    let rules = session.rules(named.collection())?;
    let (own, by_field): (Vec<_>, Vec<_>) =
        (wanted.filter.iter()).partition(|(name, value)| is_own(session, named, name, value));
    let mut narrowed = named.filters();
    for (name, value) in own {
        narrowed.extend(filters(session, named, &[(name.clone(), vec![value.clone()])].into())?);
    }
    let mut open = wanted.limit.unwrap_or(u64::MAX);
    let mut after: Option<String> = None;
    let mut as_of = None;
    loop {
        let limit = if by_field.is_empty() {
            open.min(u64::from(PAGE)) as u32
        } else {
            PAGE
        };
        let query = Query {
            search: wanted.search.as_deref(),
            filters: &narrowed,
            order: named.order(),
            after: after.as_deref(),
            limit,
            mirror_only: wanted.mirror,
            ..Query::default()
        };
        let page = session.store.list(&rules, &query)?;
        // A sync may end between two pages: the older moment holds for the whole list.
        if after.is_none() {
            as_of = page.as_of;
        }
        for item in page.items {
            let object = object(named, item, &rules.facts, wanted.mirror);
            if open > 0 && by_field.iter().all(|(field, value)| meets(&object, field, value)) {
                open -= 1;
                act(object)?;
            }
        }
        after = page.next;
        if after.is_none() || open == 0 {
            return Ok(as_of);
        }
    }
}

/// Every mirrored field under Graph's own name, and `pending` when queued changes lie over it.
pub fn object(named: Named, item: Item, facts: &Facts, mirror: bool) -> Object {
    let shown = if mirror { item.server } else { item.object };
    let mut object = named.object(&item.id, shown, facts);
    if !mirror && !item.pending.is_empty() {
        object.insert("pending".to_owned(), json!(fields(&item.pending)));
    }
    object
}

/// The fields that operations change, each once, in outbox order.
fn fields(operations: &[Operation]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for change in pending(operations) {
        if !names.contains(&change.field) {
            names.push(change.field);
        }
    }
    names
}

fn meets(object: &Object, field: &str, wanted: &str) -> bool {
    let (first, rest) = field
        .split_once('.')
        .map_or((field, None), |(first, rest)| (first, Some(rest)));
    value_meets(object.get(first).unwrap_or(&Value::Null), rest, wanted)
}

/// Values are compared as text; null and absent are the empty text, and one entry of a list is enough.
fn value_meets(value: &Value, field: Option<&str>, wanted: &str) -> bool {
    match (value, field) {
        (Value::Array(items), _) if items.is_empty() => wanted.is_empty(),
        (Value::Array(items), _) => items.iter().any(|item| value_meets(item, field, wanted)),
        (Value::Object(object), Some(field)) => meets(object, field, wanted),
        (_, Some(_)) | (Value::Null, None) => wanted.is_empty(),
        (Value::String(text), None) => text == wanted,
        (other, None) => text(other) == wanted,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_found_by_graphs_names_and_compared_as_text() {
        let object = json!({
            "accountEnabled": false, "city": null, "units": {"enabled": 25}, "phones": ["1", "2"], "none": [],
            "plans": [{"id": "a"}, {"id": "b"}],
        });
        let object = object.as_object().unwrap();
        for (field, value) in [
            ("accountEnabled", "false"),
            ("city", ""),
            ("absent", ""),
            ("absent.deeper", ""),
            ("units.enabled", "25"),
            ("phones", "2"),
            ("none", ""),
            ("plans.id", "b"),
        ] {
            assert!(meets(object, field, value), "{field}={value}");
        }
        for (field, value) in [
            ("accountEnabled", "False"),
            ("AccountEnabled", "false"),
            ("city", "null"),
            ("units.enabled", "2"),
            ("phones", ""),
            ("plans.id", "c"),
            ("city.deeper", "x"),
        ] {
            assert!(!meets(object, field, value), "{field}={value}");
        }
    }
}
