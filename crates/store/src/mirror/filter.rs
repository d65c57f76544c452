//! Filters and search as SQL: names are checked against the shape, values are always bound.

use super::{EXPECTED, Filter, Query, search};
use crate::{Cell, Shape};
use kontor_model::{Error, Result};

/// A condition and the values it is asked with.
pub(super) struct Conditions {
    pub sql: String,
    pub values: Vec<Cell>,
}

impl Default for Conditions {
    fn default() -> Self {
        Self {
            sql: "1".into(),
            values: Vec::new(),
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

impl Conditions {
    /// Filters and search of a query over the derived table, known as `t`.
    pub fn new(shape: &Shape, q: &Query) -> Result<Self> {
        let mut conditions = Self::default();
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
                self.column(shape, column)?;
                let values = cells.iter().filter(|cell| **cell != Cell::Null);
                let places = vec!["?"; values.clone().count()].join(", ");
                self.values.extend(values.cloned());
                let missing = if cells.contains(&Cell::Null) {
                    format!(" OR t.\"{column}\" IS NULL")
                } else {
                    String::new()
                };
                format!("(t.\"{column}\" IN ({places}){missing})")
            }
            Filter::Holds { column, text } => {
                self.column(shape, column)?;
                self.values.push(Cell::Text(text.clone()));
                format!("instr(t.\"{column}\", ?) > 0")
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

    pub fn column(&self, shape: &Shape, name: &str) -> Result<()> {
        if shape.columns.iter().any(|column| column.name == name) {
            return Ok(());
        }
        Err(Error::invalid(
            name,
            format!("{} has no column {name:?}.", shape.collection),
        ))
    }
}
