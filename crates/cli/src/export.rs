//! `export`: a collection in a file, whole or not at all.

use crate::arguments::{Export, is_csv};
use crate::exit::{self, Exit, Stop};
use crate::file::{self, Older};
use crate::output::Output;
use crate::{csv, items, list, table};
use kontor_core::Session;
use kontor_model::{Code, Error, Object};
use serde_json::json;
use std::cell::Cell;

pub fn perform(session: &Session, export: &Export, output: &mut Output) -> exit::Done {
    let count = Cell::new(0u64);
    let as_of = Cell::new(None);
    let read = |act: &mut dyn FnMut(Object) -> Result<(), Stop>| {
        count.set(0);
        let read = items::each(session, &export.wanted, |object| {
            count.set(count.get() + 1);
            act(object)
        })?;
        as_of.set(read);
        Ok(read)
    };
    file::write(&export.to, Older::Replace, |file| {
        let exit = if is_csv(&export.to) {
            csv::write(file, read).map(|_| Exit::Done)?
        } else {
            list::json(file, read)?
        };
        if exit == Exit::Done {
            return Ok(());
        }
        let why = "The offline copy could not be read to its end; no file was written.";
        Err(Error::new(Code::Corrupt, why).into())
    })?;

    let answer = json!({ "file": export.to, "count": count.get(), "asOf": as_of.get() });
    output.answer(answer, || {
        format!(
            "{} items written to {}. {}",
            count.get(),
            export.to.display(),
            table::as_of(as_of.get())
        )
    })?;
    Ok(Exit::Done)
}
