//! A derived value on its way into SQLite and back.

use crate::Cell;
use rusqlite::{
    Row, ToSql,
    types::{Null, ToSqlOutput},
};
use std::collections::BTreeSet;

impl ToSql for Cell {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        match self {
            Cell::Null => Null.to_sql(),
            Cell::Text(text) => text.to_sql(),
            Cell::Integer(number) => number.to_sql(),
            Cell::Real(number) => number.to_sql(),
            Cell::Texts(_) => joined(self).map_or_else(|| Null.to_sql(), |text| Ok(text.into())),
        }
    }
}

/// Several texts as one column holds them: sorted, each once, one a line. None when there is none.
fn joined(cell: &Cell) -> Option<String> {
    let texts: Vec<&str> = texts(cell).into_iter().collect();
    (!texts.is_empty()).then(|| texts.join("\n"))
}

/// The texts of a cell, as it was derived or as it is held.
pub(super) fn texts(cell: &Cell) -> BTreeSet<&str> {
    let lines: &mut dyn Iterator<Item = &str> = match cell {
        Cell::Texts(texts) => &mut texts.iter().flat_map(|text| text.split('\n')),
        Cell::Text(text) => &mut text.split('\n'),
        _ => return BTreeSet::new(),
    };
    lines.filter(|line| !line.is_empty()).collect()
}

/// The cell as its column holds it.
pub(super) fn held(cell: &Cell) -> Cell {
    match cell {
        Cell::Texts(_) => joined(cell).map_or(Cell::Null, Cell::Text),
        other => other.clone(),
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
