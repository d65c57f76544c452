//! A derived value on its way into SQLite and back.

use crate::Cell;
use rusqlite::{
    Row, ToSql,
    types::{Null, ToSqlOutput},
};

impl ToSql for Cell {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        match self {
            Cell::Null => Null.to_sql(),
            Cell::Text(text) => text.to_sql(),
            Cell::Integer(number) => number.to_sql(),
            Cell::Real(number) => number.to_sql(),
        }
    }
}

pub(super) fn cell(row: &Row, place: usize) -> rusqlite::Result<Cell> {
    use rusqlite::types::Value;
    Ok(match row.get::<_, Value>(place)? {
        Value::Integer(number) => Cell::Integer(number),
        Value::Real(number) => Cell::Real(number),
        Value::Text(text) => Cell::Text(text),
        Value::Null | Value::Blob(_) => Cell::Null,
    })
}
