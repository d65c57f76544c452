//! From a wish to an operation in the outbox.

use super::UNDO_HOLD_SECONDS;
use crate::kontor::new_uuid;
use crate::operations::{Kind, Secrets, Warning, password};
use crate::session::Session;
use chrono::TimeDelta;
use kontor_model::{Code, Error, FieldChange, Operation, OperationId, Result, State, Target};
use kontor_store::{Derivation, Item};
use serde::Serialize;
use serde_json::Value;
use ts_rs::TS;

/// A wish: the kind, the id of the target and the input, secrets among it.
pub struct Draft {
    pub operation: String,
    pub id: String,
    pub input: Value,
}

/// What an operation would do, before it is queued.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Preview {
    pub target: Target,
    pub changes: Vec<FieldChange>,
    /// What would refuse it. Nothing can be queued while there is one.
    pub errors: Vec<Error>,
    /// What the admin should know and may accept.
    pub warnings: Vec<Warning>,
}

/// A draft that was looked at against the mirror.
struct Considered {
    kind: &'static Kind,
    item: Item,
    input: Value,
    secrets: Secrets,
    preview: Preview,
}

/// What the draft would do, field by field, what would refuse it, and what the admin should know.
///
/// # Errors
/// [`Code::NotFound`] when the mirror has no such target, [`Code::Invalid`] when the input cannot be read at all.
pub fn preview(session: &Session, draft: Draft) -> Result<Preview> {
    Ok(consider(session, draft)?.preview)
}

/// Puts the operation into the outbox, for good: it survives whatever happens next.
///
/// # Errors
/// The first of the preview's errors, or [`Code::NotSaved`] when the disk did not take it.
pub fn queue(session: &Session, draft: Draft) -> Result<Operation> {
    let Considered {
        kind,
        item,
        input,
        secrets,
        preview,
    } = consider(session, draft)?;
    if let Some(error) = preview.errors.into_iter().next() {
        return Err(error);
    }
    let rules = session.rules(kind.collection)?;
    let now = session.now();
    let operation = Operation {
        id: OperationId(new_uuid(&*session.random)),
        tenant: session.tenant.tenant_id.clone(),
        operation: kind.name.to_owned(),
        target: preview.target,
        state: State::Queued,
        base: kind.read(&input)?.base(&item.object, &item.pending),
        before: Default::default(),
        input,
        changes: preview.changes,
        queued_at: now,
        not_before: now + TimeDelta::seconds(UNDO_HOLD_SECONDS),
        attempts: 0,
        sent_at: None,
        finished_at: None,
        hold: None,
        conflicts: Vec::new(),
        error: None,
        evidence: None,
    };
    let secrets: Vec<_> = secrets.iter().map(|(name, secret)| (name.as_str(), secret)).collect();
    session.store.enqueue(&rules, &operation, &secrets)?;
    session.nudge.notify_one();
    Ok(operation)
}

/// A password by Microsoft's rules.
pub fn generate_password(session_random: &(dyn Fn(&mut [u8]) + Send + Sync)) -> String {
    password::generate(&session_random)
}

fn consider(session: &Session, draft: Draft) -> Result<Considered> {
    let kind = Kind::find(&draft.operation)?;
    let rules = session.rules(kind.collection)?;
    let item = session.store.show(&rules, &draft.id)?.ok_or_else(|| {
        let name = kind.collection.name;
        Error::new(
            Code::NotFound,
            format!("There is no {} in {name} here. Sync, then try again.", draft.id),
        )
    })?;
    let mut input = draft.input;
    let secrets = kind.take_secrets(&mut input);
    let change = kind.read(&input)?;
    let mut warnings = change.warnings(&item.object, &rules.facts);
    if !item.pending.is_empty() {
        warnings.push(Warning::OthersPending);
    }
    let target = Target {
        collection: rules.shape().collection.to_owned(),
        id: item.id.clone(),
        name: (kind.collection.title)(&item.server),
    };
    let errors = change.check(&item.object, &rules.facts, &secrets);
    let preview = Preview {
        target,
        changes: change.changes(&item.object),
        errors,
        warnings,
    };
    Ok(Considered {
        kind,
        item,
        input,
        secrets,
        preview,
    })
}
