//! `invoice`: the files of bills. They are wanted here, fetched by a sync, and read without a network.

use crate::arguments::Invoice;
use crate::exit::{self, Exit, Stop};
use crate::file::{self, Older};
use crate::output::Output;
use kontor_core::Session;
use kontor_core::collections::INVOICES;
use kontor_core::commands::want_documents_of;
use kontor_model::{Code, Error, Result};
use kontor_store::{Cell, Filter, Query};
use serde_json::json;
use std::io::Write;
use std::path::Path;

pub fn perform(session: &Session, command: Invoice, output: &mut Output) -> exit::Done {
    match command {
        Invoice::Fetch { ids, all } => fetch(session, &ids, all, output),
        Invoice::Pdf { id, document, to } => pdf(session, &id, document.as_deref(), &to, output),
    }
}

fn fetch(session: &Session, ids: &[String], all: bool, output: &mut Output) -> exit::Done {
    let ids = match all {
        true => matching(session, &[])?,
        false => ids.iter().map(|id| found(session, id)).collect::<Result<_>>()?,
    };
    let mut wanted = 0;
    for id in &ids {
        wanted += want_documents_of(session, id)?.len();
    }
    output.answer(json!({ "count": wanted }), || {
        format!("{wanted} files are wanted, as far as they are not here. `kontor sync` fetches them.")
    })?;
    Ok(Exit::Done)
}

fn pdf(session: &Session, id: &str, document: Option<&str>, to: &Path, output: &mut Output) -> exit::Done {
    let id = found(session, id)?;
    let known = session.store.documents(INVOICES.name)?;
    let state = known
        .iter()
        .find(|one| one.id == id && document.is_none_or(|name| name == one.name));
    let content = match state {
        Some(one) => session.store.document(INVOICES.name, &id, &one.name)?,
        None => None,
    };
    let Some(content) = content else {
        return Err(missing(state.and_then(|one| one.error.as_ref())).into());
    };
    file::write(to, Older::Replace, |file| {
        file.write_all(&content).map_err(Stop::Output)
    })?;
    output.answer(json!({ "file": to, "size": content.len() }), || {
        format!("Written to {}.", to.display())
    })?;
    Ok(Exit::Done)
}

fn missing(why: Option<&Error>) -> Error {
    let because = why
        .map(|error| format!(" ({})", error.message.trim_end_matches('.')))
        .unwrap_or_default();
    let text = format!(
        "The file is not on this computer{because}. `kontor invoice fetch` asks for it, `kontor sync` fetches it."
    );
    Error::new(Code::NotFound, text)
}

/// The bill of that number or ARM id.
fn found(session: &Session, id: &str) -> Result<String> {
    if session.store.show(&session.rules(&INVOICES)?, id)?.is_some() {
        return Ok(id.to_owned());
    }
    let number = Filter::In {
        column: "number".to_owned(),
        cells: vec![Cell::Text(id.to_owned())],
    };
    let found = matching(session, &[number])?.into_iter().next();
    found.ok_or_else(|| {
        Error::new(
            Code::NotFound,
            format!("There is no bill {id} in the offline copy; sync to be sure."),
        )
    })
}

fn matching(session: &Session, filters: &[Filter]) -> Result<Vec<String>> {
    let query = Query {
        filters,
        limit: 5_000,
        ..Query::default()
    };
    let listed = session.store.list(&session.rules(&INVOICES)?, &query)?;
    Ok(listed.items.into_iter().map(|item| item.id).collect())
}
