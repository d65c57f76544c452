//! `export`: a collection in a file, whole or not at all.

use crate::arguments::Export;
use crate::exit::{self, Exit, Stop};
use crate::output::Output;
use crate::{csv, items, list, table};
use kontor_core::Session;
use kontor_model::{Code, Error, Object};
use serde_json::json;
use std::cell::Cell;
use std::io::{self, BufWriter, Write};
use std::path::Path;

pub fn perform(session: &Session, export: &Export, output: &mut Output) -> exit::Done {
    let csv = export
        .to
        .extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case("csv"));
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

    // Written beside and moved into place, so that nobody ever finds half a file.
    let folder = export
        .to
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let cannot = |error: io::Error| not_written(&export.to, &error);
    let mut beside = tempfile::NamedTempFile::new_in(folder).map_err(cannot)?;
    let mut file = BufWriter::new(beside.as_file_mut());
    let written = if csv {
        csv::write(&mut file, read).map(|_| Exit::Done)
    } else {
        list::json(&mut file, read)
    };
    let exit = written.map_err(|stop| match stop {
        Stop::Output(error) => cannot(error).into(),
        said => said,
    })?;
    file.flush().map_err(cannot)?;
    drop(file);
    if exit != Exit::Done {
        return Err(Error::new(
            Code::Corrupt,
            "The offline copy could not be read to its end; no file was written.",
        )
        .into());
    }
    beside.as_file().sync_all().map_err(cannot)?;
    beside.persist(&export.to).map_err(|error| cannot(error.error))?;

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

fn not_written(path: &Path, error: &io::Error) -> Error {
    Error::new(
        Code::NotSaved,
        format!("{} cannot be written ({error}).", path.display()),
    )
}
