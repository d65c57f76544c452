//! Filters and search as SQL: names are checked against the shape, values are always bound.

use super::{EXPECTED, Filter, Query, search};
use crate::{Cell, Kind, Shape};
use kontor_model::{Error, Result};

/// A condition and the values it is asked with.
pub(super) struct Conditions {
    pub sql: String,
    pub values: Vec<Cell>,
    /// Rows are met in the order of an index and each is asked whether it has a text, rather than found by the text.
    walking: bool,
}

impl Default for Conditions {
    fn default() -> Self {
        Self {
            sql: "1".into(),
            values: Vec::new(),
            walking: false,
        }
    }
}

/// The rows of objects that the server does not have yet. They are few, and each is marked as projected.
pub(super) fn expected(name: &str) -> String {
    format!(
        "SELECT x.rid FROM mirror.projected AS p CROSS JOIN mirror.\"{name}_raw\" AS x ON x.id = p.id
         WHERE p.collection = '{name}' AND x.seen = {EXPECTED}"
    )
}

/// The rows that have one of the texts (`?, ?`) in a column that holds several.
pub(super) fn with_text(shape: &Shape, place: usize, texts: &str) -> String {
    let name = shape.collection;
    format!("SELECT x.rid FROM mirror.\"{name}_texts\" AS x WHERE x.place = {place} AND x.value IN ({texts})")
}

impl Conditions {
    /// Filters and search of a query over the derived table, known as `t`.
    pub fn new(shape: &Shape, q: &Query, walking: bool) -> Result<Self> {
        let mut conditions = Self {
            walking,
            ..Self::default()
        };
        conditions.filter(shape, q.filters)?;
        if q.mirror_only {
            conditions.sql += &format!(" AND t.rid NOT IN ({})", expected(shape.collection));
        }
        if let Some(expression) = q.search.and_then(search::expression) {
            let find = format!("\"{}_find\"", shape.collection);
            conditions.sql += &format!(" AND t.rid IN (SELECT rowid FROM mirror.{find} WHERE {find} MATCH ?)");
            conditions.values.push(Cell::Text(expression));
        }
        Ok(conditions)
    }

    pub fn filter(&mut self, shape: &Shape, filters: &[Filter]) -> Result<()> {
        for filter in filters {
            let sql = self.one(shape, filter)?;
            self.sql += &format!(" AND {sql}");
        }
        Ok(())
    }

    fn one(&mut self, shape: &Shape, filter: &Filter) -> Result<String> {
        Ok(match filter {
            Filter::In { column, cells } => {
                let place = self.column(shape, column)?;
                let values = cells.iter().filter(|cell| **cell != Cell::Null);
                let places = vec!["?"; values.clone().count()].join(", ");
                self.values.extend(values.cloned());
                let missing = if cells.contains(&Cell::Null) {
                    format!(" OR t.\"{column}\" IS NULL")
                } else {
                    String::new()
                };
                match (shape.columns[place].kind, self.walking) {
                    (Kind::Texts, false) => format!("(t.rid IN ({}){missing})", with_text(shape, place, &places)),
                    (Kind::Texts, true) => {
                        let found = with_text(shape, place, &places);
                        format!("(EXISTS ({found} AND x.rid = t.rid){missing})")
                    }
                    _ => format!("(t.\"{column}\" IN ({places}){missing})"),
                }
            }
            Filter::AtLeast { column, cell } => {
                self.column(shape, column)?;
                self.values.push(cell.clone());
                format!("t.\"{column}\" >= ?")
            }
            Filter::AtMost { column, cell } => {
                self.column(shape, column)?;
                self.values.push(cell.clone());
                format!("t.\"{column}\" <= ?")
            }
            Filter::Not(inner) => format!("NOT coalesce({}, 0)", self.one(shape, inner)?),
            Filter::Any(groups) => {
                let mut alternatives = vec!["0".to_owned()];
                for group in groups {
                    let all: Vec<String> = group
                        .iter()
                        .map(|filter| self.one(shape, filter))
                        .collect::<Result<_>>()?;
                    alternatives.push(format!("(1 AND {})", all.join(" AND ")));
                }
                format!("({})", alternatives.join(" OR "))
            }
        })
    }

    /// The place of the column of that name.
    pub fn column(&self, shape: &Shape, name: &str) -> Result<usize> {
        let place = shape.columns.iter().position(|column| column.name == name);
        place.ok_or_else(|| Error::invalid(name, format!("{} has no column {name:?}.", shape.collection)))
    }
}
