//! The tables of one collection: raw JSON, derived columns with an index per order, the words to be found by, and the texts of
//! columns that hold several.

use crate::{Kind, Order, Shape, fault::Step};
use kontor_model::{Code, Error, Result};
use rusqlite::{Connection, OptionalExtension};

/// Holds a fingerprint of the words that are indexed. No column of a shape can have this name.
pub(super) const WORDS: &str = "_words";

/// A key of an index, in SQL: a column, or whether it is missing.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct KeyPart {
    pub sql: String,
    /// Missing values are possible and come last.
    pub nullable: bool,
}

impl Order {
    /// What the order is sorted by, in a form where SQLite's own order (NULL is the smallest) needs no help.
    ///
    /// Descending, NULLs come last by themselves. Ascending, they are read as a second part for the first column, and
    /// pushed back by a leading "is it missing" for the others.
    pub(crate) fn keys(&self, table: &str, descending: bool) -> Vec<KeyPart> {
        let mut keys = Vec::with_capacity(self.by.len());
        for (place, column) in self.by.iter().enumerate() {
            if place > 0 && !descending {
                keys.push(KeyPart {
                    sql: format!("({table}\"{column}\" IS NULL)"),
                    nullable: false,
                });
            }
            keys.push(KeyPart {
                sql: format!("{table}\"{column}\""),
                nullable: true,
            });
        }
        keys
    }

    /// The index that serves a direction; with one column both use the same.
    pub(crate) fn index(&self, collection: &str, descending: bool) -> String {
        let direction = if self.by.len() > 1 && descending { "_down" } else { "" };
        format!("\"{collection}_by_{}{direction}\"", self.name)
    }
}

/// Names go into SQL as they are, so they must be plain.
pub(crate) fn check(shape: &Shape) -> Result<()> {
    let plain = |name: &str, joint: char| {
        name.starts_with(|c: char| c.is_ascii_lowercase())
            && name
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == joint)
    };
    let columns = shape.columns.iter().map(|column| column.name);
    let fine = plain(shape.collection, '-')
        && columns.clone().all(|name| plain(name, '_') && name != "rid")
        && shape.orders.iter().all(|order| {
            plain(&order.name.replace('-', "_"), '_')
                && !order.by.is_empty()
                && order.by.iter().all(|by| sortable(shape, by))
        });
    if fine {
        return Ok(());
    }
    Err(Error::new(
        Code::Internal,
        format!("The shape of {} is not well formed.", shape.collection),
    ))
}

fn sortable(shape: &Shape, name: &str) -> bool {
    let mut columns = shape.columns.iter();
    columns.any(|column| column.name == name && column.kind != Kind::Texts)
}

/// The places of the columns that hold several texts: each text has a row in a table of its own, to be found by.
pub(super) fn several(shape: &Shape) -> impl Iterator<Item = usize> {
    let places = shape.columns.iter().enumerate();
    places
        .filter(|(_, column)| column.kind == Kind::Texts)
        .map(|(place, _)| place)
}

/// Makes what is missing. Derived tables of another shape are dropped, to be derived again from the raw rows.
pub(crate) fn make(tx: &Connection, shape: &Shape) -> Step<()> {
    let name = shape.collection;
    let print = format!("{:?} {:?} {}", shape.columns, shape.orders, shape.revision);
    let sql = "SELECT shape FROM mirror.sync_state WHERE collection = ?1";
    match tx.query_row(sql, [name], |row| row.get::<_, String>(0)).optional()? {
        Some(stored) if stored == print => return Ok(()),
        Some(_) => {
            tx.execute_batch(&format!(
                "DROP TABLE mirror.\"{name}\"; DROP TABLE mirror.\"{name}_find\";
                 DROP TABLE IF EXISTS mirror.\"{name}_texts\""
            ))?;
            tx.execute("DELETE FROM mirror.projected WHERE collection = ?1", [name])?;
            tx.execute(
                "UPDATE mirror.sync_state SET shape = ?2, facts = NULL, deriving = NULL, derived_to = 0
                 WHERE collection = ?1",
                (name, &print),
            )?;
        }
        None => {
            tx.execute_batch(&format!(
                "CREATE TABLE mirror.\"{name}_raw\" (rid INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
                 json TEXT NOT NULL, seen INTEGER NOT NULL, at INTEGER NOT NULL) STRICT"
            ))?;
            tx.execute(
                "INSERT INTO mirror.sync_state (collection, generation, complete, count, shape, derived_to)
                 VALUES (?1, 0, 0, 0, ?2, 0)",
                (name, &print),
            )?;
        }
    }
    let columns: String = shape
        .columns
        .iter()
        .map(|column| {
            let kind = match column.kind {
                Kind::Text | Kind::Texts => "TEXT",
                Kind::Integer | Kind::Beside { .. } => "INTEGER",
                Kind::Real => "REAL",
            };
            format!(", \"{}\" {kind}", column.name)
        })
        .collect();
    tx.execute_batch(&format!(
        "CREATE TABLE mirror.\"{name}\" (rid INTEGER PRIMARY KEY, \"{WORDS}\" INTEGER NOT NULL{columns}) STRICT;
         CREATE VIRTUAL TABLE mirror.\"{name}_find\"
         USING fts5(words, content='', contentless_delete=1, tokenize='trigram case_sensitive 1')"
    ))?;
    if several(shape).next().is_some() {
        tx.execute_batch(&format!(
            "CREATE TABLE mirror.\"{name}_texts\" (place INTEGER NOT NULL, value TEXT NOT NULL, rid INTEGER NOT NULL,
             PRIMARY KEY (place, value, rid)) STRICT, WITHOUT ROWID"
        ))?;
    }
    for order in shape.orders {
        let directions: &[bool] = if order.by.len() > 1 { &[false, true] } else { &[false] };
        for descending in directions {
            let keys: Vec<String> = order.keys("", *descending).into_iter().map(|key| key.sql).collect();
            let index = order.index(name, *descending);
            tx.execute_batch(&format!(
                "CREATE INDEX mirror.{index} ON \"{name}\" ({})",
                keys.join(", ")
            ))?;
        }
    }
    Ok(())
}
