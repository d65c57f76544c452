//! Commands that add users by other ways than one by one: from a file, and with all that a template gives.

use super::bulk::apart;
use super::{OperationView, Text};
use crate::import::{self, ImportPreview, Imported};
use crate::templates::{UserTemplate, template};
use crate::text::Language;
use crate::{Host, Kontor, Session};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use kontor_model::{Error, Result, TenantId};
use serde::Deserialize;
use serde_json::Value;
use std::fmt;
use ts_rs::TS;

/// A file of users.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ImportUsers {
    pub tenant: TenantId,
    /// As it stands on the disk, in base64. It may have passwords in it.
    pub file: String,
    /// The template that gives what a row leaves open, by name.
    #[serde(default)]
    #[ts(optional)]
    pub template: Option<String>,
    /// How many users the preview told; another number is refused.
    #[serde(default)]
    #[ts(optional, type = "number")]
    pub expected: Option<u64>,
}

impl fmt::Debug for ImportUsers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ImportUsers")
            .field("tenant", &self.tenant)
            .finish_non_exhaustive()
    }
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BlankImport {
    /// Of the headings.
    pub language: Language,
    /// Between them, as the reader's spreadsheet has it.
    #[ts(type = "string")]
    pub separator: char,
}

/// Somebody new, with all that a template gives besides properties of the user.
#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct NewUser {
    pub tenant: TenantId,
    #[ts(type = "OperationInput")]
    pub input: Value,
    pub template: UserTemplate,
}

impl ImportUsers {
    fn read<'s>(&self, session: &'s Session) -> Result<import::Import<'s>> {
        let file = STANDARD.decode(&self.file);
        let file = file.map_err(|_| Error::invalid("file", "The file did not arrive whole. Choose it again."))?;
        let template = self.template.as_deref().map(|name| template(session, name));
        import::read(session, &file, &template.transpose()?.unwrap_or_default())
    }
}

pub(super) async fn preview_import(kontor: &Kontor, _: &dyn Host, wish: ImportUsers) -> Result<ImportPreview> {
    apart(kontor.session(wish.tenant).await?, move |session| {
        Ok(wish.read(session)?.told())
    })
    .await
}

pub(super) async fn queue_import(kontor: &Kontor, _: &dyn Host, wish: ImportUsers) -> Result<Imported> {
    apart(kontor.session(wish.tenant).await?, move |session| {
        wish.read(session)?.queue(wish.expected)
    })
    .await
}

pub(super) async fn blank_import(_: &Kontor, _: &dyn Host, wish: BlankImport) -> Result<Text> {
    Ok(Text {
        text: import::blank(wish.language, wish.separator),
    })
}

pub(super) async fn queue_new_user(kontor: &Kontor, _: &dyn Host, new: NewUser) -> Result<OperationView> {
    let session = kontor.session(new.tenant).await?;
    Ok(import::queue_one(&session, new.input, &new.template)?.into())
}
