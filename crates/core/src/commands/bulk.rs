//! Commands for many at once: what a wish would do to a selection, queueing it, and steering what was queued in one step.

use super::{Empty, OfTenant};
use crate::outbox::{self, Asked, Bulk, BulkStep, QueuedMany, Stepped, Survey};
use crate::selection::Selection;
use crate::session::{Progress, Session};
use crate::{Host, Kontor};
use kontor_model::{Code, Error, OperationId, Result, TenantId};
use serde::Deserialize;
use serde_json::Value;
use std::sync::Arc;
use ts_rs::TS;

/// One wish for many.
#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Many {
    pub tenant: TenantId,
    pub of: Selection,
    pub operation: String,
    #[ts(type = "OperationInput")]
    pub input: Value,
    /// The group that each becomes a member of, or leaves, where the operation is about members; the input is nothing then.
    #[serde(default)]
    #[ts(optional)]
    pub group: Option<String>,
    /// Queue also what would be refused, by all that is known here.
    #[serde(default)]
    #[ts(optional, as = "Option<bool>")]
    pub even_if_refused: bool,
    /// How many the preview told; another number is refused.
    #[serde(default)]
    #[ts(optional, type = "number")]
    pub expected: Option<u64>,
}

impl Many {
    fn asked(&self, session: &Session) -> Result<Vec<Asked>> {
        let selected = self.of.find(session)?;
        match &self.group {
            Some(group) => outbox::members(session, &self.operation, selected, group),
            None => outbox::same_for_all(&self.operation, selected, &self.input),
        }
    }
}

/// Sign-in names that go to another domain.
#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct MoveDomain {
    pub tenant: TenantId,
    pub of: Selection,
    pub domain: String,
    /// As in [`Many`].
    #[serde(default)]
    #[ts(optional, as = "Option<bool>")]
    pub even_if_refused: bool,
    #[serde(default)]
    #[ts(optional, type = "number")]
    pub expected: Option<u64>,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct StepBulk {
    pub tenant: TenantId,
    /// Of the bulk.
    pub id: OperationId,
    pub step: BulkStep,
}

/// Off the workers that answer the window: thousands take seconds.
pub(super) async fn apart<T: Send + 'static>(
    session: Arc<Session>,
    work: impl FnOnce(&Session) -> Result<T> + Send + 'static,
) -> Result<T> {
    let done = tokio::task::spawn_blocking(move || work(&session)).await;
    done.unwrap_or_else(|error| Err(Error::new(Code::Internal, format!("It ended early: {error}."))))
}

pub(super) async fn preview_many(kontor: &Kontor, _: &dyn Host, many: Many) -> Result<Survey> {
    apart(kontor.session(many.tenant).await?, move |session| {
        let asked = many.asked(session)?;
        outbox::preview_many(session, &many.operation, asked, many.even_if_refused)
    })
    .await
}

pub(super) async fn queue_many(kontor: &Kontor, _: &dyn Host, many: Many) -> Result<QueuedMany> {
    apart(kontor.session(many.tenant).await?, move |session| {
        let asked = many.asked(session)?;
        outbox::queue_many(session, &many.operation, asked, many.even_if_refused, many.expected)
    })
    .await
}

pub(super) async fn preview_move_domain(kontor: &Kontor, _: &dyn Host, wish: MoveDomain) -> Result<Survey> {
    apart(kontor.session(wish.tenant).await?, move |session| {
        let asked = outbox::move_domain(session, wish.of.find(session)?, &wish.domain)?;
        outbox::preview_many(session, outbox::MOVES_DOMAIN, asked, wish.even_if_refused)
    })
    .await
}

pub(super) async fn queue_move_domain(kontor: &Kontor, _: &dyn Host, wish: MoveDomain) -> Result<QueuedMany> {
    apart(kontor.session(wish.tenant).await?, move |session| {
        let asked = outbox::move_domain(session, wish.of.find(session)?, &wish.domain)?;
        outbox::queue_many(
            session,
            outbox::MOVES_DOMAIN,
            asked,
            wish.even_if_refused,
            wish.expected,
        )
    })
    .await
}

pub(super) async fn work(kontor: &Kontor, _: &dyn Host, input: OfTenant) -> Result<Option<Progress>> {
    Ok(kontor.session(input.tenant).await?.work())
}

pub(super) async fn cancel_work(kontor: &Kontor, _: &dyn Host, input: OfTenant) -> Result<Empty> {
    kontor.session(input.tenant).await?.cancel_work();
    Ok(Empty {})
}

pub(super) async fn bulks(kontor: &Kontor, _: &dyn Host, input: OfTenant) -> Result<Vec<Bulk>> {
    outbox::bulks(&*kontor.session(input.tenant).await?)
}

pub(super) async fn step_bulk(kontor: &Kontor, _: &dyn Host, input: StepBulk) -> Result<Stepped> {
    apart(kontor.session(input.tenant).await?, move |session| {
        outbox::step_bulk(session, input.id, input.step)
    })
    .await
}
