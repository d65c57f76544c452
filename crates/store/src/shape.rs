//! How a collection's objects become columns, orders and words to be found by.

use kontor_model::{Object, Operation};
use serde::{Deserialize, Serialize};

/// The derived table of one collection. Any change of it makes the rows be derived again from the raw JSON, offline.
#[derive(Debug)]
pub struct Shape {
    /// Kebab case, as on the command line (`guest-users`).
    pub collection: &'static str,
    pub columns: &'static [Column],
    pub orders: &'static [Order],
    /// Raised whenever `derive` gives another answer for the same object.
    pub revision: u32,
}

/// One derived column. Its name is snake case and not `rid`.
#[derive(Debug)]
pub struct Column {
    pub name: &'static str,
    pub kind: Kind,
}

/// What a column holds, besides NULL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Text,
    Integer,
    Real,
    /// Several texts. A filter finds the rows that have one of them by an index; nothing is sorted by it.
    Texts,
    /// The whole number that stands in this column of another collection, in the row of the same id; NULL while there is none.
    /// `derive` leaves it NULL, and the store keeps it in step with the other row.
    Beside {
        collection: &'static str,
        column: &'static str,
    },
}

/// A named way to sort: values that are missing come last in both directions, and ties fall in the order of arrival.
///
/// One column costs one index, several columns cost two (one a direction).
#[derive(Debug)]
pub struct Order {
    pub name: &'static str,
    pub by: &'static [&'static str],
}

/// One derived value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Cell {
    Null,
    Integer(i64),
    Real(f64),
    Text(String),
    Texts(Vec<String>),
}

/// What [`Derivation::derive`] gives for one object.
#[derive(Clone, Debug, PartialEq)]
pub struct Derived {
    /// As many as [`Shape::columns`], in that order.
    pub cells: Vec<Cell>,
    /// The words the object is found by, one field a line. The store folds them.
    pub search: String,
}

/// The rules of one collection that the store needs to keep its rows. They come from `core`.
pub trait Derivation: Send + Sync {
    fn shape(&self) -> &'static Shape;

    /// A fingerprint of all else that `derive` depends on. When it is not the one the rows were derived with, they are stale.
    fn facts(&self) -> String;

    /// A property that is read apart from the rest ([`crate::Store::lay`]): a round that does not have it leaves it as it is.
    fn apart(&self) -> Option<&'static str> {
        None
    }

    /// Lays queued operations, in outbox order, over the server's object.
    ///
    /// An object that the server does not have comes in empty. What is made of it is listed as an object that is expected,
    /// so an operation that changes an object and does not create one must leave it empty.
    fn project(&self, pending: &[Operation], object: &mut Object);

    fn derive(&self, id: &str, object: &Object) -> Derived;
}
