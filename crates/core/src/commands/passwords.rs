//! Commands about password policies and the ends of passwords.

use super::OperationView;
use crate::passwords::{self, PolicyPreview};
use crate::{Host, Kontor};
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
