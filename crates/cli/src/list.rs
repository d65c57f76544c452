//! `list`: a collection as JSON, CSV or a table.

use crate::arguments::List;
use crate::csv;
use crate::exit::{self, Exit, Stop};
use crate::items;
use crate::output::Output;
use crate::table::{self, Table};
use chrono::{DateTime, Utc};
use kontor_core::Session;
use kontor_model::{Code, Error, Object};
use serde_json::json;
use std::io::Write;

pub fn perform(session: &Session, list: &List, output: &mut Output) -> exit::Done {
    if list.csv && output.is_json() {
        return Err(Error::new(Code::Usage, "--json and --csv cannot be used together.").into());
    }
    let wanted = &list.wanted;
    let read = |act: &mut dyn FnMut(Object) -> Result<(), Stop>| items::each(session, wanted, act);
    if list.csv {
        csv::write(output.writer(), read)?;
        return Ok(Exit::Done);
    }
    if output.is_json() {
        return json(output.writer(), read);
    }
    let columns = table::columns(&wanted.collection);
    let mut table = Table::new(columns.iter().copied());
    let as_of = read(&mut |object| {
        table.row(columns.iter().map(|column| table::cell(&object, column)));
        Ok(())
    })?;
    writeln!(output.writer(), "{table}\n{}", table::as_of(as_of))?;
    Ok(Exit::Done)
}

/// `{"items":[…],"asOf":…}`, written as it is read. What fails half way is told inside the same object.
pub fn json(
    out: &mut impl Write,
    read: impl Fn(&mut dyn FnMut(Object) -> Result<(), Stop>) -> Result<Option<DateTime<Utc>>, Stop>,
) -> exit::Done {
    let mut begun = false;
    let done = read(&mut |object| {
        out.write_all(if begun { b"," } else { b"{\"items\":[" })?;
        begun = true;
        Ok(serde_json::to_writer(&mut *out, &object).map_err(std::io::Error::from)?)
    });
    match done {
        Ok(as_of) => {
            out.write_all(if begun { b"" } else { b"{\"items\":[" })?;
            writeln!(out, "],\"asOf\":{}}}", json!(as_of))?;
            Ok(Exit::Done)
        }
        Err(Stop::Said(error)) if begun => {
            writeln!(out, "],\"error\":{}}}", json!(error))?;
            Ok(Exit::of(&error))
        }
        Err(stop) => Err(stop),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    fn printed(items: usize, fails: bool) -> (Value, Option<Exit>) {
        let mut out = Vec::new();
        let exit = json(&mut out, |act| {
            for number in 0..items {
                act(Object::from_iter([("id".to_owned(), number.into())]))?;
            }
            if fails {
                Err(Error::new(Code::Corrupt, "The database is damaged.").into())
            } else {
                Ok(None)
            }
        });
        let printed = if out.is_empty() {
            Value::Null
        } else {
            serde_json::from_slice(&out).unwrap()
        };
        (printed, exit.ok())
    }

    #[test]
    fn it_is_one_object_whatever_happens_half_way() {
        assert_eq!(
            printed(0, false),
            (json!({"items": [], "asOf": null}), Some(Exit::Done))
        );
        assert_eq!(printed(2, false).0["items"], json!([{"id": 0}, {"id": 1}]));
        let (broken, exit) = printed(1, true);
        assert_eq!(
            (&broken["items"], &broken["error"]["code"]),
            (&json!([{"id": 0}]), &json!("corrupt"))
        );
        assert_eq!(exit, Some(Exit::Failed));
        assert_eq!(printed(0, true), (Value::Null, None));
    }
}
