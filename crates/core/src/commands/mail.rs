//! Commands about mails that are written from a template.

use super::bulk::apart;
use super::{Empty, OfTenant};
use crate::mail::{self, Draft, Kind, Letter, MailTemplates};
use crate::outbox::{QueuedMany, Survey};
use crate::{Host, Kontor};
use kontor_model::{Result, TenantId};
use serde::Deserialize;
use ts_rs::TS;

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SetMailTemplate {
    pub tenant: TenantId,
    pub kind: Kind,
    pub language: String,
    /// Left out: Kontor's own words again, or none where it has none.
    #[serde(default)]
    #[ts(optional)]
    pub words: Option<MailWords>,
}

#[derive(Debug, Deserialize, TS)]
pub struct MailWords {
    pub subject: String,
    pub body: String,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SetMailLanguage {
    pub tenant: TenantId,
    /// For whoever's own language is not known, or has no template.
    pub language: String,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LetterTo {
    pub tenant: TenantId,
    pub kind: Kind,
    /// Of the user.
    pub id: String,
    /// Left out: the user's own.
    #[serde(default)]
    #[ts(optional)]
    pub language: Option<String>,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct MailToMany {
    pub tenant: TenantId,
    pub draft: Draft,
    /// As of many.
    #[serde(default)]
    #[ts(optional, as = "Option<bool>")]
    pub even_if_refused: bool,
    #[serde(default)]
    #[ts(optional, type = "number")]
    pub expected: Option<u64>,
}

pub(super) async fn mail_templates(kontor: &Kontor, _: &dyn Host, input: OfTenant) -> Result<MailTemplates> {
    mail::templates(&*kontor.session(input.tenant).await?)
}

pub(super) async fn set_mail_template(kontor: &Kontor, _: &dyn Host, input: SetMailTemplate) -> Result<Empty> {
    let session = kontor.session(input.tenant).await?;
    let words = input.words.map(|words| (words.subject, words.body));
    mail::set_template(&session, input.kind, &input.language, words)?;
    Ok(Empty {})
}

pub(super) async fn set_mail_language(kontor: &Kontor, _: &dyn Host, input: SetMailLanguage) -> Result<Empty> {
    mail::set_default_language(&*kontor.session(input.tenant).await?, &input.language)?;
    Ok(Empty {})
}

pub(super) async fn mail_letter(kontor: &Kontor, _: &dyn Host, input: LetterTo) -> Result<Letter> {
    let session = kontor.session(input.tenant).await?;
    mail::letter(&session, input.kind, &input.id, input.language.as_deref())
}

pub(super) async fn preview_mail(kontor: &Kontor, _: &dyn Host, wish: MailToMany) -> Result<Survey> {
    apart(kontor.session(wish.tenant).await?, move |session| {
        mail::preview_mail(session, &wish.draft, wish.even_if_refused)
    })
    .await
}

pub(super) async fn queue_mail(kontor: &Kontor, _: &dyn Host, wish: MailToMany) -> Result<QueuedMany> {
    apart(kontor.session(wish.tenant).await?, move |session| {
        mail::queue_mail(session, &wish.draft, wish.even_if_refused, wish.expected)
    })
    .await
}
