//! Commands that tell what happened, and hand operations to other tools and people.

use super::{OfTenant, OneOperation, OperationView};
use crate::outbox::{self, ChangeRequest, CopyFormat};
use crate::{Host, Kontor, Session};
use chrono::{DateTime, Utc};
use kontor_model::{Code, Error, OperationId, Result, TenantId};
use kontor_store::{JournalEntry, JournalRow};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

/// One step in the life of an operation.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct JournalStep {
    pub operation: OperationId,
    pub at: DateTime<Utc>,
    /// The person at this computer and the program.
    pub who: String,
    /// What happened (`attempt`, `accepted`, `confirmed`).
    pub step: String,
    /// Whatever helps to explain it; never a secret.
    #[ts(type = "unknown")]
    pub detail: Value,
    pub request_id: Option<String>,
}

/// A step with its place in the chain, as it stands in an exported journal.
#[derive(Debug, Serialize)]
pub struct ChainedStep {
    #[serde(flatten)]
    pub step: JournalStep,
    pub seq: i64,
    pub hash: String,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OfObject {
    pub tenant: TenantId,
    pub collection: String,
    pub id: String,
}

/// Whether the journal is as it was written.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct JournalCheck {
    #[ts(type = "number")]
    pub entries: u64,
    /// The hash of the last entry. Who notes it down sees later whether the end was cut off.
    pub head: Option<String>,
    /// The first entry that is not as it was written.
    #[ts(type = "number | null")]
    pub broken_at: Option<i64>,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CopyAs {
    pub tenant: TenantId,
    pub id: OperationId,
    pub format: CopyFormat,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Text {
    pub text: String,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ExportRequest {
    pub tenant: TenantId,
    pub ids: Vec<OperationId>,
}

/// A change request as it stands in its file.
#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RequestText {
    pub tenant: TenantId,
    pub text: String,
}

impl From<JournalRow> for ChainedStep {
    fn from(row: JournalRow) -> Self {
        Self {
            step: row.entry.into(),
            seq: row.seq,
            hash: row.hash,
        }
    }
}

impl From<JournalEntry> for JournalStep {
    fn from(entry: JournalEntry) -> Self {
        Self {
            operation: entry.operation,
            at: entry.at,
            who: entry.who,
            step: entry.step,
            detail: entry.detail,
            request_id: entry.request_id,
        }
    }
}

pub(super) async fn journal(kontor: &Kontor, _: &dyn Host, input: OneOperation) -> Result<Vec<JournalStep>> {
    let steps = kontor.session(input.tenant).await?.store.journal_of(input.id)?;
    Ok(steps.into_iter().map(JournalStep::from).collect())
}

pub(super) async fn history(kontor: &Kontor, _: &dyn Host, input: OfObject) -> Result<Vec<JournalStep>> {
    let session = kontor.session(input.tenant).await?;
    let steps = session.store.journal_of_target(&input.collection, &input.id)?;
    Ok(steps.into_iter().map(JournalStep::from).collect())
}

pub(super) async fn check_journal(kontor: &Kontor, _: &dyn Host, input: OfTenant) -> Result<JournalCheck> {
    let state = kontor.session(input.tenant).await?.store.verify_journal()?;
    Ok(JournalCheck {
        entries: state.entries,
        head: state.head,
        broken_at: state.broken_at,
    })
}

/// Entries of the journal that are in memory at a time.
const PAGE: u32 = 1_000;

/// Goes through the whole journal, from its first entry.
///
/// # Errors
/// What the store says; whatever `act` says.
pub fn each_step<E: From<Error>>(
    session: &Session,
    mut act: impl FnMut(ChainedStep) -> std::result::Result<(), E>,
) -> std::result::Result<(), E> {
    let mut after = None;
    loop {
        let rows = session.store.journal_all(after, PAGE)?;
        let Some(last) = rows.last() else { return Ok(()) };
        after = Some(last.seq);
        rows.into_iter().map(ChainedStep::from).try_for_each(&mut act)?;
    }
}

/// The whole journal as JSON, in the shape that `kontor journal export` writes.
pub(super) async fn export_journal(kontor: &Kontor, _: &dyn Host, input: OfTenant) -> Result<Text> {
    let session = kontor.session(input.tenant).await?;
    let mut steps = Vec::new();
    each_step(&session, |step| {
        let line = serde_json::to_string(&step).map_err(|error| Error::new(Code::Internal, error.to_string()))?;
        steps.push(line);
        Ok::<_, Error>(())
    })?;
    Ok(Text {
        text: format!("{{\"items\":[\n{}\n]}}\n", steps.join(",\n")),
    })
}

pub(super) async fn copy_as(kontor: &Kontor, _: &dyn Host, input: CopyAs) -> Result<Text> {
    let session = kontor.session(input.tenant).await?;
    let text = outbox::copy_as(&session, input.id, input.format)?;
    Ok(Text { text })
}

pub(super) async fn export_request(kontor: &Kontor, _: &dyn Host, input: ExportRequest) -> Result<Text> {
    let text = outbox::export_request(&*kontor.session(input.tenant).await?, &input.ids)?;
    Ok(Text { text })
}

pub(super) async fn open_request(kontor: &Kontor, _: &dyn Host, input: RequestText) -> Result<ChangeRequest> {
    outbox::open_request(&*kontor.session(input.tenant).await?, &input.text)
}

pub(super) async fn accept_request(kontor: &Kontor, _: &dyn Host, input: RequestText) -> Result<Vec<OperationView>> {
    let taken = outbox::accept_request(&*kontor.session(input.tenant).await?, &input.text)?;
    Ok(taken.into_iter().map(OperationView::from).collect())
}

/// The fingerprint that this Kontor's change requests are signed with.
pub(super) async fn own_fingerprint(kontor: &Kontor, _: &dyn Host, input: OfTenant) -> Result<Text> {
    let text = outbox::own_fingerprint(&*kontor.session(input.tenant).await?)?;
    Ok(Text { text })
}
