//! Commands that queue operations and steer the outbox.

use super::{Empty, OfTenant};
use crate::access::{MayDo, Standing};
use crate::operations::{OPERATIONS, Wish};
use crate::outbox::{self, Action, Offboarding, Preview, SendPolicy};
use crate::session::Session;
use crate::{Host, Kontor};
use chrono::{DateTime, Utc};
use kontor_model::{
    Conflict, Error, Evidence, FieldChange, Hold, Operation, OperationId, Result, State, Target, TenantId,
};
use kontor_store::Which;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

/// A kind of operation, as forms and `kontor run` need it.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OperationKind {
    pub name: &'static str,
    /// The collection that its target is in.
    pub collection: &'static str,
    /// The least Entra role, if it needs one, and the delegated scope that sending it needs.
    pub least_role: Option<&'static str>,
    pub scope: Option<&'static str>,
    /// Microsoft's page on which a person does it, where there is no public API.
    pub page: Option<&'static str>,
}

/// An operation that is not queued yet.
#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Draft {
    pub tenant: TenantId,
    /// Its kind (`reset-password`).
    pub operation: String,
    /// The id of the target; empty for one that is to be made.
    #[serde(default)]
    pub id: String,
    /// By the kind; secrets (`password`) stand among the rest and are taken out at once.
    #[ts(type = "OperationInput")]
    pub input: Value,
    /// The operation whose place it takes, if any: one that was not sent, or failed.
    #[serde(default)]
    #[ts(optional)]
    pub replaces: Option<OperationId>,
}

/// An operation as the outbox shows it.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OperationView {
    pub id: OperationId,
    pub operation: String,
    pub target: Target,
    pub state: State,
    pub changes: Vec<FieldChange>,
    pub queued_at: DateTime<Utc>,
    /// The undo hold, or the next attempt.
    pub not_before: DateTime<Utc>,
    pub attempts: u32,
    pub sent_at: Option<DateTime<Utc>>,
    pub finished_at: Option<DateTime<Utc>>,
    pub hold: Option<Hold>,
    pub conflicts: Vec<Conflict>,
    pub error: Option<Error>,
    pub evidence: Option<Evidence>,
    /// What was asked for, without secrets: what a form starts from that edits it.
    #[ts(type = "Record<string, unknown>")]
    pub input: Value,
    pub who: String,
    pub approved_at: Option<DateTime<Utc>>,
    /// The bulk that it was queued with.
    pub bulk: Option<OperationId>,
    pub undoes: Option<OperationId>,
    pub replaced_by: Option<OperationId>,
    pub acknowledged: bool,
    /// The first of those that were queued together as a checklist.
    pub checklist: Option<OperationId>,
    /// The operation that it waits for, if any.
    pub waits_for: Option<OperationId>,
    /// How many people it concerns, where that is more than its target. Counted while it is not over.
    #[ts(type = "number | null")]
    pub reach: Option<u64>,
    /// Whether the account may do it; told while it is not over.
    pub access: Option<MayDo>,
    /// What the admin can do with it now.
    pub actions: Vec<Action>,
}

/// Operations that are queued together because of one person, all of them or none.
#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Checklist {
    pub tenant: TenantId,
    /// The user whom they are about.
    pub id: String,
    /// In the order in which they are to be done.
    pub steps: Vec<ChecklistStep>,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ChecklistStep {
    /// As in [`Draft`].
    pub operation: String,
    pub id: String,
    #[ts(type = "OperationInput")]
    pub input: Value,
}

/// A checklist as it stands in the outbox.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct StandingChecklist {
    /// That of the first of its steps.
    pub id: OperationId,
    pub about: Target,
    pub steps: Vec<OperationView>,
}

/// Somebody who leaves.
#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WhoLeaves {
    pub tenant: TenantId,
    pub id: String,
    /// Who leads the reports from then on; the manager unless told.
    #[serde(default)]
    #[ts(optional)]
    pub successor: Option<String>,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct GeneratedPassword {
    pub password: String,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OutboxOf {
    pub tenant: TenantId,
    /// Only those that are not over.
    #[serde(default)]
    #[ts(optional, as = "Option<bool>")]
    pub active: bool,
    /// Only those that were queued alone: the others stand in `bulks`.
    #[serde(default)]
    #[ts(optional, as = "Option<bool>")]
    pub alone: bool,
    /// Only those of this bulk.
    #[serde(default)]
    #[ts(optional)]
    pub bulk: Option<OperationId>,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OneOperation {
    pub tenant: TenantId,
    pub id: OperationId,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SeveralOperations {
    pub tenant: TenantId,
    pub ids: Vec<OperationId>,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Resolve {
    pub tenant: TenantId,
    pub id: OperationId,
    pub keep: Keep,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SetSendPolicy {
    pub tenant: TenantId,
    pub policy: SendPolicy,
}

/// Whose value stays in a conflict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Keep {
    /// The admin's: the operation goes on, based on the server's present value.
    Mine,
    /// The server's: the operation is discarded.
    Theirs,
}

impl OperationView {
    /// Operations with what each waits for, whom it concerns and whether it may be done, while it is not over.
    pub fn of(session: &Session, operations: Vec<Operation>) -> Result<Vec<Self>> {
        let blocked = outbox::blocked_by(session, &session.store.operations(Which::Active)?)?;
        let (standing, facts) = (Standing::of(session)?, session.facts()?);
        let view = |operation: Operation| {
            let (mut reach, mut access) = (None, None);
            if !operation.state.is_final() {
                reach = outbox::reach_of(session, &operation)?;
                access = standing.access_to(&operation, &facts);
            }
            Ok(Self {
                reach,
                access,
                waits_for: blocked.get(&operation.id).copied(),
                ..Self::from(operation)
            })
        };
        operations.into_iter().map(view).collect()
    }
}

impl From<Operation> for OperationView {
    fn from(operation: Operation) -> Self {
        Self {
            actions: outbox::actions(&operation),
            id: operation.id,
            operation: operation.operation,
            target: operation.target,
            state: operation.state,
            changes: operation.changes,
            queued_at: operation.queued_at,
            not_before: operation.not_before,
            attempts: operation.attempts,
            sent_at: operation.sent_at,
            finished_at: operation.finished_at,
            hold: operation.hold,
            conflicts: operation.conflicts,
            error: operation.error,
            evidence: operation.evidence,
            input: operation.input,
            who: operation.who,
            approved_at: operation.approved_at,
            bulk: operation.bulk,
            undoes: operation.undoes,
            replaced_by: operation.replaced_by,
            acknowledged: operation.acknowledged,
            checklist: operation.checklist,
            waits_for: None,
            reach: None,
            access: None,
        }
    }
}

pub(super) async fn operations(_: &Kontor, _: &dyn Host, _: Empty) -> Result<Vec<OperationKind>> {
    let kind = |kind: &&crate::operations::Kind| OperationKind {
        name: kind.name,
        collection: kind.collection.name,
        least_role: kind.least_role(),
        scope: kind.scope,
        page: kind.page(),
    };
    Ok(OPERATIONS.iter().map(kind).collect())
}

pub(super) async fn preview(kontor: &Kontor, _: &dyn Host, draft: Draft) -> Result<Preview> {
    let replaces = draft.replaces;
    outbox::preview(&*kontor.session(draft.tenant).await?, draft.into(), replaces)
}

pub(super) async fn queue(kontor: &Kontor, _: &dyn Host, draft: Draft) -> Result<OperationView> {
    let session = kontor.session(draft.tenant).await?;
    let queued = match draft.replaces {
        Some(old) => outbox::replace(&session, old, draft.into()),
        None => outbox::queue(&session, draft.into()),
    };
    queued.map(OperationView::from)
}

pub(super) async fn queue_checklist(kontor: &Kontor, _: &dyn Host, input: Checklist) -> Result<Vec<OperationView>> {
    let session = kontor.session(input.tenant).await?;
    let wish = |step: ChecklistStep| Wish {
        operation: step.operation,
        id: step.id,
        input: step.input,
    };
    let steps = input.steps.into_iter().map(wish).collect();
    let queued = outbox::queue_checklist(&session, &input.id, steps)?;
    Ok(queued.into_iter().map(OperationView::from).collect())
}

pub(super) async fn checklists(kontor: &Kontor, _: &dyn Host, input: OfTenant) -> Result<Vec<StandingChecklist>> {
    StandingChecklist::all(&*kontor.session(input.tenant).await?)
}

impl StandingChecklist {
    /// Every checklist of the outbox, the oldest first.
    pub fn all(session: &Session) -> Result<Vec<Self>> {
        let view = |steps: Vec<Operation>| {
            // Whom those of an earlier version are about was not noted: their first step was the person's own.
            let first = steps.first();
            let found =
                first.and_then(|one| Some((one.checklist?, one.about.clone().unwrap_or_else(|| one.target.clone()))));
            let Some((id, about)) = found else { return Ok(None) };
            let steps = OperationView::of(session, steps)?;
            Ok(Some(Self { id, about, steps }))
        };
        let all = outbox::checklists(session)?.into_iter();
        all.filter_map(|steps| view(steps).transpose()).collect()
    }
}

pub(super) async fn offboarding(kontor: &Kontor, _: &dyn Host, input: WhoLeaves) -> Result<Vec<Offboarding>> {
    let session = kontor.session(input.tenant).await?;
    outbox::offboarding(&session, &input.id, input.successor.as_deref())
}

impl From<Draft> for Wish {
    fn from(draft: Draft) -> Self {
        Self {
            operation: draft.operation,
            id: draft.id,
            input: draft.input,
        }
    }
}

pub(super) async fn generate_password(kontor: &Kontor, _: &dyn Host, _: Empty) -> Result<GeneratedPassword> {
    Ok(GeneratedPassword {
        password: outbox::generate_password(&*kontor.0.options.random),
    })
}

pub(super) async fn outbox(kontor: &Kontor, _: &dyn Host, input: OutboxOf) -> Result<Vec<OperationView>> {
    let session = kontor.session(input.tenant).await?;
    let mut operations = session.store.operations(match input.bulk {
        Some(bulk) => Which::Bulk(bulk),
        None if input.active => Which::Active,
        None => Which::All,
    })?;
    operations.retain(|one| !(input.alone && one.bulk.is_some()));
    OperationView::of(&session, operations)
}

pub(super) async fn operation(kontor: &Kontor, _: &dyn Host, input: OneOperation) -> Result<OperationView> {
    outbox::find(&*kontor.session(input.tenant).await?, input.id).map(OperationView::from)
}

/// Ends the undo holds, so that what stands ready goes now.
pub(super) async fn send(kontor: &Kontor, _: &dyn Host, input: OfTenant) -> Result<Empty> {
    outbox::send_now(&*kontor.session(input.tenant).await?)?;
    Ok(Empty {})
}

pub(super) async fn discard(kontor: &Kontor, _: &dyn Host, input: OneOperation) -> Result<OperationView> {
    outbox::discard(&*kontor.session(input.tenant).await?, input.id).map(OperationView::from)
}

pub(super) async fn retry(kontor: &Kontor, _: &dyn Host, input: OneOperation) -> Result<OperationView> {
    outbox::retry(&*kontor.session(input.tenant).await?, input.id).map(OperationView::from)
}

pub(super) async fn approve(kontor: &Kontor, _: &dyn Host, input: OneOperation) -> Result<OperationView> {
    outbox::approve(&*kontor.session(input.tenant).await?, input.id).map(OperationView::from)
}

pub(super) async fn approve_all(kontor: &Kontor, _: &dyn Host, input: SeveralOperations) -> Result<Empty> {
    outbox::approve_all(&*kontor.session(input.tenant).await?, &input.ids)?;
    Ok(Empty {})
}

pub(super) async fn undo(kontor: &Kontor, _: &dyn Host, input: OneOperation) -> Result<OperationView> {
    outbox::undo(&*kontor.session(input.tenant).await?, input.id).map(OperationView::from)
}

pub(super) async fn tell(kontor: &Kontor, _: &dyn Host, input: OneOperation) -> Result<OperationView> {
    outbox::tell(&*kontor.session(input.tenant).await?, input.id).map(OperationView::from)
}

pub(super) async fn acknowledge(kontor: &Kontor, _: &dyn Host, input: OneOperation) -> Result<OperationView> {
    outbox::acknowledge(&*kontor.session(input.tenant).await?, input.id).map(OperationView::from)
}

pub(super) async fn send_policy(kontor: &Kontor, _: &dyn Host, input: OfTenant) -> Result<SendPolicy> {
    SendPolicy::of(&*kontor.session(input.tenant).await?)
}

pub(super) async fn set_send_policy(kontor: &Kontor, _: &dyn Host, input: SetSendPolicy) -> Result<Empty> {
    input.policy.set(&*kontor.session(input.tenant).await?)?;
    Ok(Empty {})
}

pub(super) async fn resolve(kontor: &Kontor, _: &dyn Host, input: Resolve) -> Result<OperationView> {
    let session = kontor.session(input.tenant).await?;
    let resolved = match input.keep {
        Keep::Mine => outbox::keep_mine(&session, input.id),
        Keep::Theirs => outbox::keep_theirs(&session, input.id),
    };
    resolved.map(OperationView::from)
}
