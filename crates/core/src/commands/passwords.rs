//! Commands about password policies and the ends of passwords.

use super::{OfTenant, OperationView, Text};
use crate::passwords::{self, DayCount, Gaps, Per, PolicyPreview};
use crate::text::Language;
use crate::{Host, Kontor};
use chrono::{DateTime, Utc};
use kontor_model::{OperationId, Result, TenantId};
use serde::Deserialize;
use serde_json::Value;
use ts_rs::TS;

/// A password policy that is not queued yet.
#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PolicyDraft {
    pub tenant: TenantId,
    /// Left out or empty: every verified and managed one.
    #[serde(default)]
    #[ts(optional, as = "Option<Vec<String>>")]
    pub domains: Vec<String>,
    #[ts(type = "UpdateDomain")]
    pub input: Value,
    /// The operation whose place it takes, if any.
    #[serde(default)]
    #[ts(optional)]
    pub replaces: Option<OperationId>,
}

pub(super) async fn preview_policy(kontor: &Kontor, _: &dyn Host, draft: PolicyDraft) -> Result<PolicyPreview> {
    let session = kontor.session(draft.tenant).await?;
    passwords::preview_policy(&session, &draft.domains, &draft.input, draft.replaces)
}

pub(super) async fn queue_policy(kontor: &Kontor, _: &dyn Host, draft: PolicyDraft) -> Result<Vec<OperationView>> {
    let session = kontor.session(draft.tenant).await?;
    let queued = passwords::queue_policy(&session, &draft.domains, &draft.input)?;
    Ok(queued.into_iter().map(OperationView::from).collect())
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CalendarOf {
    pub tenant: TenantId,
    /// The moments at which the reader's days begin, in order, and the one at which the last of them is over.
    pub begins: Vec<DateTime<Utc>>,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CalendarFile {
    pub tenant: TenantId,
    /// Ends from this moment on.
    pub from: DateTime<Utc>,
    pub per: Per,
    /// Of the words in it.
    pub language: Language,
}

pub(super) async fn policy_gaps(kontor: &Kontor, _: &dyn Host, input: OfTenant) -> Result<Gaps> {
    passwords::gaps(&*kontor.session(input.tenant).await?)
}

pub(super) async fn expiry_calendar(kontor: &Kontor, _: &dyn Host, input: CalendarOf) -> Result<Vec<DayCount>> {
    passwords::calendar(&*kontor.session(input.tenant).await?, &input.begins)
}

/// Accounts that are blocked are left out: nobody waits for them.
pub(super) async fn calendar_file(kontor: &Kontor, _: &dyn Host, input: CalendarFile) -> Result<Text> {
    let session = kontor.session(input.tenant).await?;
    let entries = passwords::entries(&session, input.from)?;
    let tenant = &session.tenant.tenant_id;
    Ok(Text {
        text: passwords::file(tenant, &entries, input.per, input.language, session.now()),
    })
}
