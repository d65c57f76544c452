//! `journal`: what was done from here, whether it is as it was written, and all of it in a file.

use crate::arguments::{Journal as Command, is_csv};
use crate::csv;
use crate::exit::{self, Exit, Stop};
use crate::file::{self, Older};
use crate::operation::steps;
use crate::output::Output;
use kontor_core::Session;
use kontor_core::commands::{JournalStep, each_step};
use kontor_model::{Code, Error, Object};
use serde_json::json;
use std::cell::Cell;
use std::io::Write;
use std::path::Path;

const COLUMNS: &[&str] = &["seq", "at", "operation", "who", "step", "detail", "requestId", "hash"];

pub fn perform(session: &Session, command: Command, output: &mut Output) -> exit::Done {
    match command {
        Command::Check => check(session, output),
        Command::Export { to } => export(session, &to, output),
        Command::Show { collection, id } => {
            let collection = Session::named(&collection)?.collection().name;
            let steps_of = session.store.journal_of_target(collection, &id)?;
            let journal: Vec<_> = steps_of.into_iter().map(JournalStep::from).collect();
            output.answer(json!({ "items": journal }), || steps(&journal))?;
            Ok(Exit::Done)
        }
    }
}

fn check(session: &Session, output: &mut Output) -> exit::Done {
    let state = session.store.verify_journal()?;
    let answer = json!({ "entries": state.entries, "head": state.head, "brokenAt": state.broken_at });
    let text = || match &state.head {
        Some(head) => format!("{} entries, the last with the hash {head}", state.entries),
        None => "The journal is empty.".to_owned(),
    };
    let Some(broken) = state.broken_at else {
        output.answer(answer, text)?;
        return Ok(Exit::Done);
    };
    let why =
        format!("The journal was altered: entry {broken} is not as it was written, or the one before it is gone.");
    let error = Error::new(Code::Corrupt, why);
    output.partial(answer, &error, text)?;
    Ok(Exit::of(&error))
}

fn export(session: &Session, to: &Path, output: &mut Output) -> exit::Done {
    let count = Cell::new(0u64);
    let read = |act: &mut dyn FnMut(Object) -> Result<(), Stop>| {
        count.set(0);
        each_step(session, |step| {
            count.set(count.get() + 1);
            act(json!(step).as_object().cloned().unwrap_or_default())
        })
    };
    file::write(to, Older::Replace, |file| match is_csv(to) {
        true => csv::rows(file, COLUMNS, read),
        false => {
            file.write_all(b"{\"items\":[")?;
            let mut begun = false;
            read(&mut |row| {
                file.write_all(if begun { b",\n" } else { b"\n" })?;
                begun = true;
                Ok(serde_json::to_writer(&mut *file, &row).map_err(std::io::Error::from)?)
            })?;
            Ok(file.write_all(b"\n]}\n")?)
        }
    })?;
    let answer = json!({ "file": to, "count": count.get() });
    output.answer(answer, || {
        format!("{} entries written to {}.", count.get(), to.display())
    })?;
    Ok(Exit::Done)
}
