//! Reading a property of an object that somebody else made: whatever stands there, nothing panics and nothing is invented.

use chrono::{DateTime, Datelike, Utc};
use kontor_model::Object;
use kontor_store::Cell;
use serde_json::Value;

/// The text of a property. A value of another type is given as it came; `null` and absent are `None`.
pub fn text(object: &Object, name: &str) -> Option<String> {
    match object.get(name)? {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}

pub fn flag(object: &Object, name: &str) -> Option<bool> {
    object.get(name)?.as_bool()
}

pub fn integer(object: &Object, name: &str) -> Option<i64> {
    object.get(name)?.as_i64()
}

/// A moment in RFC 3339. Anything else, and what lies outside the years 1 to 9999, is `None`.
pub fn time(object: &Object, name: &str) -> Option<DateTime<Utc>> {
    parse_time(object.get(name)?.as_str()?)
}

pub fn parse_time(text: &str) -> Option<DateTime<Utc>> {
    let time = DateTime::parse_from_rfc3339(text).ok()?;
    Some(time.with_timezone(&Utc)).filter(is_sensible)
}

/// Calculating with what lies further out may overflow.
pub fn is_sensible(time: &DateTime<Utc>) -> bool {
    (1..=9999).contains(&time.year())
}

/// The texts of a list property, leaving out what is not text.
pub fn texts(object: &Object, name: &str) -> Vec<String> {
    let items = object.get(name).map(texts_of);
    items.into_iter().flatten().map(str::to_owned).collect()
}

/// The texts of a list, leaving out what is not text.
pub fn texts_of(value: &Value) -> impl Iterator<Item = &str> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str)
}

/// The objects of a list property, leaving out what is not an object.
pub fn objects<'a>(object: &'a Object, name: &str) -> impl Iterator<Item = &'a Object> {
    object
        .get(name)
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_object)
}

pub fn text_cell(value: Option<String>) -> Cell {
    value.map_or(Cell::Null, Cell::Text)
}

pub fn integer_cell(value: Option<i64>) -> Cell {
    value.map_or(Cell::Null, Cell::Integer)
}

pub fn flag_cell(value: Option<bool>) -> Cell {
    integer_cell(value.map(i64::from))
}

/// A moment as whole seconds since 1970, UTC.
pub fn time_cell(value: Option<DateTime<Utc>>) -> Cell {
    integer_cell(value.map(|time| time.timestamp()))
}
