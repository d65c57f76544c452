//! Commands about service health.

use super::lists::found;
use crate::collections::{ISSUES, IssuePost, issues};
use crate::{Host, Kontor};
use kontor_model::{Result, TenantId};
use serde::Deserialize;
use ts_rs::TS;

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OfIssue {
    pub tenant: TenantId,
    pub id: String,
}

pub(super) async fn issue_posts(kontor: &Kontor, _: &dyn Host, input: OfIssue) -> Result<Vec<IssuePost>> {
    let session = kontor.session(input.tenant).await?;
    let item = found(session.store.show(&session.rules(&ISSUES)?, &input.id)?)?;
    Ok(issues::posts(&item.object))
}
