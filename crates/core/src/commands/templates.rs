//! Commands about what new users have in common.

use super::{Empty, OfTenant};
use crate::templates::{self, Likeness, UserTemplate};
use crate::{Host, Kontor};
use kontor_model::{Result, TenantId};
use serde::Deserialize;
use ts_rs::TS;

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OfUser {
    pub tenant: TenantId,
    pub id: String,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SaveTemplate {
    pub tenant: TenantId,
    pub template: UserTemplate,
    /// The name of the one whose place it takes, if any.
    #[serde(default)]
    #[ts(optional)]
    pub instead_of: Option<String>,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct NamedTemplate {
    pub tenant: TenantId,
    pub name: String,
}

pub(super) async fn user_templates(kontor: &Kontor, _: &dyn Host, input: OfTenant) -> Result<Vec<UserTemplate>> {
    templates::templates(&*kontor.session(input.tenant).await?)
}

pub(super) async fn template_of(kontor: &Kontor, _: &dyn Host, input: OfUser) -> Result<Likeness> {
    templates::template_of(&*kontor.session(input.tenant).await?, &input.id)
}

pub(super) async fn save_user_template(kontor: &Kontor, _: &dyn Host, input: SaveTemplate) -> Result<Empty> {
    let session = kontor.session(input.tenant).await?;
    templates::save_template(&session, input.template, input.instead_of.as_deref())?;
    Ok(Empty {})
}

pub(super) async fn delete_user_template(kontor: &Kontor, _: &dyn Host, input: NamedTemplate) -> Result<Empty> {
    templates::delete_template(&*kontor.session(input.tenant).await?, &input.name)?;
    Ok(Empty {})
}
