//! Columns that stand beside: what another collection has in the row of the same id. They are columns like any other to filters
//! and counts, so that nothing is joined when a list is read; whichever of the two rows is written brings them in step.

use crate::{Cell, Derived, Kind, Shape, fault::Step, mirror::cell::cell, store::Write};
use rusqlite::{OptionalExtension, Row};

/// Each by its place, with the collection and the column that it comes from.
fn columns(shape: &Shape) -> impl Iterator<Item = (usize, &'static str, &'static str)> {
    let places = shape.columns.iter().enumerate();
    places.filter_map(|(place, column)| match column.kind {
        Kind::Beside { collection, column } => Some((place, collection, column)),
        _ => None,
    })
}

/// What is read of them beside an object, as the last columns of a SELECT over the derived table `t`.
pub(super) fn named(shape: &Shape) -> String {
    columns(shape)
        .map(|(place, ..)| format!(", t.\"{}\"", shape.columns[place].name))
        .collect()
}

/// These, of a row in which they begin at this place.
pub(super) fn read(shape: &Shape, row: &Row, from: usize) -> rusqlite::Result<Vec<Cell>> {
    columns(shape)
        .enumerate()
        .map(|(place, _)| cell(row, from + place))
        .collect()
}

/// Fills them in what was derived of the object with this id.
pub(super) fn fill(tx: &Write, shape: &Shape, id: &str, derived: &mut Derived) -> Step<()> {
    for (place, other, column) in columns(shape) {
        let sql = format!(
            "SELECT t.\"{column}\" FROM mirror.\"{other}_raw\" AS raw JOIN mirror.\"{other}\" AS t ON t.rid = raw.rid WHERE raw.id = ?1"
        );
        let found = tx.prepare_cached(&sql)?.query_row([id], |row| cell(row, 0));
        derived.cells[place] = found.optional()?.unwrap_or(Cell::Null);
    }
    Ok(())
}

/// Hands on what the row of this collection with this id and number has now, or that it is gone. Gives the collections where
/// that is news.
pub(super) fn hand_on(tx: &Write, from: &Shape, id: &str, rid: i64) -> Step<Vec<&'static str>> {
    let mut touched = Vec::new();
    for shape in tx.shapes {
        let (name, other) = (shape.collection, from.collection);
        for (place, _, column) in columns(shape).filter(|(_, collection, _)| *collection == other) {
            let own = shape.columns[place].name;
            let value = format!("(SELECT \"{column}\" FROM mirror.\"{other}\" WHERE rid = ?2)");
            let sql = format!(
                "UPDATE mirror.\"{name}\" SET \"{own}\" = {value}
                 WHERE rid = (SELECT rid FROM mirror.\"{name}_raw\" WHERE id = ?1) AND \"{own}\" IS NOT {value}"
            );
            if tx.prepare_cached(&sql)?.execute((id, rid))? > 0 {
                touched.push(name);
            }
        }
    }
    Ok(touched)
}
