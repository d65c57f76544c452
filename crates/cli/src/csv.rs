//! CSV as spreadsheets and scripts read it: UTF-8, one column for each field, nothing that a spreadsheet would run.
//!
//! There is no byte order mark: most readers would make it a part of the first column's name.

use crate::exit::Stop;
use kontor_model::Object;
use serde_json::Value;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::io::{self, Write};

/// Writes every item that `read` hands over. It is called twice: the columns must be known before the first row, and all
/// items together may be larger than memory. The columns are every field that occurs: `id` first, the others by name.
pub fn write<T>(
    out: &mut impl Write,
    read: impl Fn(&mut dyn FnMut(Object) -> Result<(), Stop>) -> Result<T, Stop>,
) -> Result<T, Stop> {
    let mut names = BTreeSet::new();
    read(&mut |object| {
        for name in object.keys().filter(|name| *name != "id") {
            if !names.contains(name) {
                names.insert(name.clone());
            }
        }
        Ok(())
    })?;
    let columns: Vec<&str> = std::iter::once("id").chain(names.iter().map(String::as_str)).collect();
    rows(out, &columns, read)
}

/// Writes these fields of every item that `read` hands over.
pub fn rows<T>(
    out: &mut impl Write,
    columns: &[&str],
    read: impl FnOnce(&mut dyn FnMut(Object) -> Result<(), Stop>) -> Result<T, Stop>,
) -> Result<T, Stop> {
    let mut csv = csv::Writer::from_writer(out);
    csv.write_record(columns).map_err(io_error)?;
    let read = read(&mut |object| {
        let row = columns
            .iter()
            .map(|column| field(object.get(*column).unwrap_or(&Value::Null)).into_owned());
        csv.write_record(row).map_err(io_error)
    })?;
    csv.flush()?;
    Ok(read)
}

fn io_error(error: csv::Error) -> Stop {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => Stop::Output(error),
        other => Stop::Output(io::Error::other(format!("{other:?}"))),
    }
}

/// Null is empty, nested values are JSON. A spreadsheet takes a text that begins like a formula for one: an apostrophe
/// before it makes it text again. Numbers cannot do harm and stay numbers.
fn field(value: &Value) -> Cow<'_, str> {
    match value {
        Value::Null => "".into(),
        Value::String(text) if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) => format!("'{text}").into(),
        Value::String(text) => text.into(),
        other => other.to_string().into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn case_37_what_a_spreadsheet_would_run_is_neutralised() {
        for text in ["=1+1", "+47 55", "-x", "@SUM(A1)", "\tx", "\rx"] {
            assert_eq!(field(&json!(text)), format!("'{text}"));
        }
        for (value, written) in [
            (json!("a=b"), "a=b"),
            (json!(-5), "-5"),
            (json!(null), ""),
            (json!(true), "true"),
            (json!(["=x"]), "[\"=x\"]"),
        ] {
            assert_eq!(field(&value), written);
        }
    }

    #[test]
    fn every_field_that_occurs_has_a_column() {
        let items = [json!({"b": 1, "id": "x"}), json!({"id": "y", "a": "c,d"})];
        let mut out = Vec::new();
        let done = write(&mut out, |act| {
            items
                .iter()
                .try_for_each(|item| act(item.as_object().cloned().unwrap()))
        });
        assert!(done.is_ok());
        assert_eq!(String::from_utf8(out).unwrap(), "id,a,b\nx,,1\ny,\"c,d\",\n");
    }
}
