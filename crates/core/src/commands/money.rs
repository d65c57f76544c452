//! Commands about what is paid for.

use super::lists::found;
use super::{Empty, OfTenant};
use crate::collections::{INVOICES, invoices};
use crate::money::{self, Renewals, Spending, Waste};
use crate::session::Session;
use crate::{Host, Kontor};
use base64::{Engine, prelude::BASE64_STANDARD};
use chrono::{DateTime, Utc};
use kontor_model::{Code, Error, Result, TenantId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Bills whose files are to be fetched.
#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WantDocuments {
    pub tenant: TenantId,
    pub ids: Vec<String>,
}

/// A file of a bill, by the bill and the name that Microsoft gave the file.
#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OneDocument {
    pub tenant: TenantId,
    pub id: String,
    pub name: String,
}

/// A file of a bill that was asked for.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DocumentState {
    /// Of the bill.
    pub id: String,
    pub name: String,
    /// The next sync fetches it.
    pub wanted: bool,
    /// Why it could not be fetched.
    pub error: Option<Error>,
    pub fetched_at: Option<DateTime<Utc>>,
    /// In bytes.
    #[ts(type = "number | null")]
    pub size: Option<u64>,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DocumentContent {
    /// What it is saved as.
    pub name: String,
    pub base64: String,
}

pub(super) async fn renewals(kontor: &Kontor, _: &dyn Host, input: OfTenant) -> Result<Renewals> {
    let session = kontor.session(input.tenant).await?;
    money::renewals(&session, session.now())
}

pub(super) async fn waste(kontor: &Kontor, _: &dyn Host, input: OfTenant) -> Result<Waste> {
    let session = kontor.session(input.tenant).await?;
    money::waste(&session, session.now())
}

pub(super) async fn spending(kontor: &Kontor, _: &dyn Host, input: OfTenant) -> Result<Spending> {
    let session = kontor.session(input.tenant).await?;
    money::spending(&session, session.now())
}

pub(super) async fn documents(kontor: &Kontor, _: &dyn Host, input: OfTenant) -> Result<Vec<DocumentState>> {
    let session = kontor.session(input.tenant).await?;
    let documents = session.store.documents(INVOICES.name)?.into_iter();
    let state = |one: kontor_store::Document| DocumentState {
        id: one.id,
        name: one.name,
        wanted: one.wanted,
        error: one.error,
        fetched_at: one.fetched.map(|(at, _)| at),
        size: one.fetched.map(|(_, size)| size),
    };
    Ok(documents.map(state).collect())
}

pub(super) async fn want_documents(kontor: &Kontor, _: &dyn Host, input: WantDocuments) -> Result<Empty> {
    let session = kontor.session(input.tenant).await?;
    for id in &input.ids {
        want_documents_of(&session, id)?;
    }
    session.ask_sync(false);
    Ok(Empty {})
}

pub(super) async fn document(kontor: &Kontor, _: &dyn Host, input: OneDocument) -> Result<DocumentContent> {
    let session = kontor.session(input.tenant).await?;
    let (name, content) = document_of(&session, &input.id, &input.name)?;
    Ok(DocumentContent {
        name,
        base64: BASE64_STANDARD.encode(content),
    })
}

/// Shows a file in another program, which needs it in the clear.
pub(super) async fn open_document(kontor: &Kontor, host: &dyn Host, input: OneDocument) -> Result<Empty> {
    let session = kontor.session(input.tenant).await?;
    let (name, content) = document_of(&session, &input.id, &input.name)?;
    let path = kontor.put_in_clear(&name, &content)?;
    let shown = host.open_file(&path).await;
    if shown.is_err() {
        kontor.delete_opened()?;
    }
    shown.map(|()| Empty {})
}

/// A file of a bill that was fetched, and what it is saved as: the number of the bill, or Microsoft's name where it says more.
///
/// # Errors
/// [`Code::NotFound`] when it is not here.
pub fn document_of(session: &Session, id: &str, name: &str) -> Result<(String, Vec<u8>)> {
    let content = session.store.document(INVOICES.name, id, name)?;
    let content = content.ok_or_else(|| Error::new(Code::NotFound, "The file is not on this computer yet."))?;
    let bill = session.store.show(&session.rules(&INVOICES)?, id)?;
    let bill = bill.map(|item| invoices::row(id, &item.object));
    let of = match &bill {
        Some(bill) if bill.documents.len() <= 1 => bill.name.as_deref().unwrap_or(name),
        _ => name,
    };
    let plain = crate::opened::plain(of);
    let plain = if plain.is_empty() { "invoice" } else { &plain };
    Ok((format!("{plain}.pdf"), content))
}

/// Asks for every file of a bill, and gives their names. A bill that names none has one without a name.
///
/// # Errors
/// [`Code::NotFound`] for a bill that is not in the offline copy.
pub fn want_documents_of(session: &Session, id: &str) -> Result<Vec<String>> {
    let bill = found(session.store.show(&session.rules(&INVOICES)?, id)?)?;
    let mut names: Vec<_> = invoices::row(id, &bill.object)
        .documents
        .into_iter()
        .map(|one| one.name)
        .collect();
    if names.is_empty() {
        names.push(String::new());
    }
    let wanted: Vec<_> = names.iter().map(|name| (id.to_owned(), name.clone())).collect();
    session.store.want_documents(INVOICES.name, &wanted)?;
    Ok(names)
}
