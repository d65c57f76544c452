//! `export`: a collection in a file, whole or not at all.

use crate::arguments::{Export, PerEvent, is_calendar, is_csv};
use crate::exit::{self, Exit, Stop};
use crate::file::{self, Older};
use crate::output::Output;
use crate::{csv, items, list, table};
use kontor_core::Language;
use kontor_core::Session;
use kontor_core::passwords::{self, Entry, Per};
use kontor_model::{Code, Error, Object};
use serde_json::json;
use std::cell::Cell;
use std::io::Write;

pub fn perform(session: &Session, export: &Export, output: &mut Output) -> exit::Done {
    if is_calendar(&export.to) {
        return calendar(session, export, output);
    }
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

/// The items that have a date, each an event or all of a day one.
fn calendar(session: &Session, export: &Export, output: &mut Output) -> exit::Done {
    if export.wanted.collection != "password-expiry" {
        let why = "Only password-expiry has dates for a calendar. Export the others to FILE.csv or FILE.json.";
        return Err(Error::new(Code::Usage, why).into());
    }
    let mut entries = Vec::new();
    let as_of = items::each(session, &export.wanted, |object| {
        let text = |name: &str| object.get(name).and_then(|value| value.as_str()).map(str::to_owned);
        if let Some(at) = text("at").and_then(|at| at.parse().ok()) {
            let upn = text("userPrincipalName").unwrap_or_default();
            entries.push(Entry {
                id: text("id").unwrap_or_default(),
                name: text("displayName").unwrap_or_else(|| upn.clone()),
                upn,
                at,
            });
        }
        Ok(())
    })?;
    let per = match export.per {
        PerEvent::Day => Per::Day,
        PerEvent::Person => Per::Person,
    };
    let tenant = &session.tenant.tenant_id;
    let made = passwords::file(tenant, &entries, per, Language::En, session.now());
    file::write(&export.to, Older::Replace, |file| {
        file.write_all(made.as_bytes()).map_err(Stop::Output)
    })?;
    let answer = json!({ "file": export.to, "count": entries.len(), "asOf": as_of });
    output.answer(answer, || {
        let to = export.to.display();
        format!("{} dates written to {to}. {}", entries.len(), table::as_of(as_of))
    })?;
    Ok(Exit::Done)
}
