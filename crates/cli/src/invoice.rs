//! `invoice`: the files of bills. They are wanted here, fetched by a sync, and read without a network.

use crate::arguments::Invoice;
use crate::exit::{self, Exit, Stop};
use crate::file::{self, Older};
use crate::output::Output;
use kontor_core::collections::INVOICES;
use kontor_core::commands::{document_of, want_documents_of};
use kontor_core::{Kontor, Session};
use kontor_model::{Code, Error, Result};
use kontor_store::{Cell, Filter, Query};
use serde_json::json;
use std::io::Write;
use std::path::Path;

pub async fn perform(kontor: &Kontor, session: &Session, command: Invoice, output: &mut Output) -> exit::Done {
    match command {
        Invoice::Fetch { ids, all } => fetch(session, &ids, all, output),
        Invoice::Pdf { id, document, to } => pdf(session, &id, document.as_deref(), &to, output),
        Invoice::Open { id, document } => open(kontor, session, &id, document.as_deref(), output).await,
        Invoice::Close => {
            kontor.delete_opened()?;
            output.answer(json!({}), || "No copy is left in the clear.".to_owned())?;
            Ok(Exit::Done)
        }
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
    let (_, content) = content(session, id, document)?;
    file::write(to, Older::Replace, |file| {
        file.write_all(&content).map_err(Stop::Output)
    })?;
    output.answer(json!({ "file": to, "size": content.len() }), || {
        format!("Written to {}.", to.display())
    })?;
    Ok(Exit::Done)
}

/// Another program shows it, from a copy in the clear.
async fn open(kontor: &Kontor, session: &Session, id: &str, document: Option<&str>, output: &mut Output) -> exit::Done {
    let (name, content) = content(session, id, document)?;
    let path = kontor.put_in_clear(&name, &content)?;
    if let Err(error) = kontor_host::open_file(&path).await {
        kontor.delete_opened()?;
        return Err(error.into());
    }
    output.answer(json!({ "file": path }), || {
        let copy = path.display();
        format!("Opened from {copy}, a copy in the clear that only your account can read. Delete it with: kontor invoice close")
    })?;
    Ok(Exit::Done)
}

/// The file that was fetched, and its name.
fn content(session: &Session, id: &str, document: Option<&str>) -> Result<(String, Vec<u8>)> {
    let id = found(session, id)?;
    let known = session.store.documents(INVOICES.name)?;
    let state = known
        .iter()
        .find(|one| one.id == id && document.is_none_or(|name| name == one.name));
    let here = state.filter(|one| one.fetched.is_some());
    match here {
        Some(one) => document_of(session, &id, &one.name),
        None => Err(missing(state.and_then(|one| one.error.as_ref()))),
    }
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
