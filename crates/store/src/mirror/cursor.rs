//! The opaque text that says after which row the next page begins.

use crate::Cell;
use kontor_model::{Error, Result};
use serde::{Deserialize, Serialize};

/// The key of a row in an order, and its row number for ties.
#[derive(Debug, PartialEq)]
pub(crate) struct Position {
    pub key: Vec<Cell>,
    pub rid: i64,
}

/// As written. A real goes as its bits, since decimal digits may lose the last one.
#[derive(Serialize, Deserialize)]
struct Written {
    order: Option<String>,
    descending: bool,
    key: Vec<WrittenCell>,
    rid: i64,
}

#[derive(Serialize, Deserialize)]
enum WrittenCell {
    N,
    I(i64),
    R(u64),
    T(String),
}

impl Position {
    pub(crate) fn write(self, order: Option<&str>, descending: bool) -> String {
        let cell = |cell| match cell {
            Cell::Null => WrittenCell::N,
            Cell::Integer(number) => WrittenCell::I(number),
            Cell::Real(number) => WrittenCell::R(number.to_bits()),
            Cell::Text(text) => WrittenCell::T(text),
            // Nothing is sorted by it.
            Cell::Texts(_) => WrittenCell::N,
        };
        let key = self.key.into_iter().map(cell).collect();
        let written = Written {
            order: order.map(str::to_owned),
            descending,
            key,
            rid: self.rid,
        };
        hex::encode(serde_json::to_vec(&written).unwrap_or_default())
    }

    /// # Errors
    /// [`kontor_model::Code::Invalid`] when it is not a cursor of this order and direction.
    pub(crate) fn read(text: &str, order: Option<&str>, descending: bool, parts: usize) -> Result<Self> {
        let bytes = hex::decode(text).unwrap_or_default();
        let fits = |written: &Written| {
            written.order.as_deref() == order && written.descending == descending && written.key.len() == parts
        };
        let written = serde_json::from_slice(&bytes).ok().filter(fits);
        let written: Written = written.ok_or_else(|| {
            Error::invalid(
                "after",
                "That is not a place in this list. Begin again at its first page.",
            )
        })?;
        let cell = |cell| match cell {
            WrittenCell::N => Cell::Null,
            WrittenCell::I(number) => Cell::Integer(number),
            WrittenCell::R(bits) => Cell::Real(f64::from_bits(bits)),
            WrittenCell::T(text) => Cell::Text(text),
        };
        Ok(Self {
            key: written.key.into_iter().map(cell).collect(),
            rid: written.rid,
        })
    }
}
