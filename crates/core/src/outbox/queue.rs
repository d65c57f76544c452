//! From a wish to an operation in the outbox.

use super::due::{are_apart, part_of};
use super::reach::reach;
use super::send::person_needed;
use super::{Note, UNDO_HOLD_SECONDS, advance};
use crate::access::{MayDo, Standing};
use crate::derivation::Rules;
use crate::kontor::new_uuid;
use crate::operations::{Change, Effect, Kind, Secrets, Warning, Wish, password};
use crate::session::Session;
use chrono::TimeDelta;
use kontor_model::{
    Code, Error, FieldChange, Hold, Object, Operation, OperationId, Planted, Result, State, Target, planted,
};
use kontor_store::{Derivation, Entering, Fresh, Item, Which};
use serde::Serialize;
use serde_json::{Value, json};
use ts_rs::TS;

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
    /// How many people it concerns, where that is more than its target.
    #[ts(type = "number | null")]
    pub reach: Option<u64>,
    /// Whether the account may do it.
    pub access: MayDo,
    /// Why it will be held until somebody has approved it, if it will.
    pub hold: Option<Hold>,
}

/// What is the same for all targets of one kind of operation.
pub(super) struct Ground {
    pub kind: &'static Kind,
    pub rules: Rules,
    standing: Standing,
    pub hold: Option<Hold>,
}

impl Ground {
    pub fn of(session: &Session, operation: &str) -> Result<Self> {
        let kind = Kind::find(operation)?;
        Ok(Self {
            kind,
            rules: session.rules(kind.collection)?,
            standing: Standing::of(session)?,
            hold: person_needed(session, kind, None, session.now())?,
        })
    }
}

/// A wish that was looked at against the mirror.
pub(super) struct Considered {
    pub kind: &'static Kind,
    pub id: OperationId,
    pub change: Box<dyn Change>,
    /// The target as it will be found: the server's object under what stands before it in the outbox.
    pub current: Object,
    pending: Vec<Operation>,
    input: Value,
    secrets: Secrets,
    pub preview: Preview,
}

/// What the wish would do, field by field, what would refuse it, and what the admin should know.
///
/// # Errors
/// [`Code::NotFound`] when the mirror has no such target, [`Code::Invalid`] when the input cannot be read at all.
pub fn preview(session: &Session, wish: Wish, replaces: Option<OperationId>) -> Result<Preview> {
    Ok(consider(session, wish, replaces, &[])?.preview)
}

/// Puts the operation into the outbox, for good: it survives whatever happens next.
///
/// # Errors
/// The first of the preview's errors, or [`Code::NotSaved`] when the disk did not take it.
pub fn queue(session: &Session, wish: Wish) -> Result<Operation> {
    enter(session, consider(session, wish, None, &[])?, None, None)
}

/// Puts several operations on different targets of one collection into the outbox, in this order: all of them, or none. A setting
/// that they were made from is `used_up` in the same step, if it still has this value.
///
/// # Errors
/// As [`queue`], for the first that would be refused; [`Code::WrongState`] when the setting has another value.
pub fn queue_all(session: &Session, wishes: Vec<Wish>, used_up: Option<(&str, &Value)>) -> Result<Vec<Operation>> {
    let mut all = Vec::with_capacity(wishes.len());
    let mut rules = None;
    for wish in wishes {
        let considered = consider(session, wish, None, &[])?;
        rules = Some(session.rules(considered.kind.collection)?);
        all.push(drawn_up(session, considered, None, None)?);
    }
    if let Some(rules) = rules {
        session.store.enqueue_all(&[&rules], &all, used_up, |_| Ok(()))?;
        session.nudge.notify_one();
    }
    Ok(all.into_iter().map(|one| one.operation).collect())
}

/// Puts the operation in the place of one that was not sent, or failed. A secret that is not given anew is taken over.
///
/// # Errors
/// As [`queue`], and [`Code::WrongState`] when the other one was sent or is over.
pub fn replace(session: &Session, old: OperationId, wish: Wish) -> Result<Operation> {
    let replaced = super::find(session, old)?;
    if Kind::find(&wish.operation)?.collection.name != replaced.target.collection {
        let why =
            "An operation gives way to one on an object of the same sort only. Discard it, and queue the other anew.";
        return Err(Error::invalid("operation", why));
    }
    let active = session.store.operations(Which::Active)?;
    let behind = active.into_iter().filter(|other| other.depends_on.contains(&old));
    let behind: Vec<Operation> = behind.collect();
    if Kind::find(&replaced.operation)?.creates() && !behind.is_empty() {
        let why = "Other operations wait for the user it makes. Discard those first, then edit it.";
        return Err(Error::new(Code::WrongState, why));
    }
    let considered = consider(session, wish, Some(old), &[])?;
    let new = enter(session, considered, Some(replaced.clone()), None)?;
    for mut waiting in behind {
        waiting
            .depends_on
            .iter_mut()
            .filter(|id| **id == old)
            .for_each(|id| *id = new.id);
        let note = Note::new("waits-for", json!({ "id": new.id, "instead-of": old }));
        advance(session, &[waiting.state], &waiting, Fresh::Unread, note)?;
    }
    super::steer::rebase_behind(session, &replaced, new.id, &new.changes)?;
    Ok(new)
}

/// Queues what takes `done` back.
pub(super) fn queue_inverse(session: &Session, wish: Wish, done: &Operation) -> Result<Operation> {
    let mut considered = consider(session, wish, None, &[])?;
    if let Some(left) = left_by(done)? {
        // Decided on what it left behind: what somebody has made of it since is not taken back unseen.
        considered.current = left;
    }
    enter(session, considered, None, Some(done.id))
}

/// The touched values as a done operation left them.
pub(super) fn left_by(done: &Operation) -> Result<Option<Object>> {
    let kind = Kind::find(&done.operation)?;
    if !matches!(
        kind.effect,
        Effect::Sets | Effect::Pays | Effect::Creates | Effect::Guided { .. }
    ) {
        return Ok(None);
    }
    let mut left = done.base.clone();
    kind.read(&done.input)?.project(&mut left);
    Ok(Some(left))
}

fn enter(
    session: &Session,
    considered: Considered,
    replaces: Option<Operation>,
    undoes: Option<OperationId>,
) -> Result<Operation> {
    let kind = considered.kind;
    let Entering {
        mut operation,
        secrets,
        entry,
    } = drawn_up(session, considered, undoes, None)?;
    // An edited step stays where it stood: in its checklist or bulk, behind what it waited for.
    if let Some(old) = &replaces {
        (operation.checklist, operation.bulk) = (old.checklist, old.bulk);
        operation.about.clone_from(&old.about);
        let waited = old.depends_on.iter().filter(|id| !operation.depends_on.contains(id));
        let waited: Vec<_> = waited.copied().collect();
        operation.depends_on.extend(waited);
    }
    let (id, now) = (operation.id, operation.queued_at);
    let secrets: Vec<_> = secrets.iter().map(|(name, secret)| (name.as_str(), secret)).collect();
    let replaced = replaces.map(|mut old| {
        old.state = State::Replaced;
        old.replaced_by = Some(id);
        old.finished_at = Some(now);
        let entry = Note::new("replaced", json!({ "by": id })).entry(session, &old);
        (old, entry)
    });
    let replaced = replaced.as_ref().map(|(old, entry)| (old, entry.clone()));
    let rules = session.rules(kind.collection)?;
    let saved = session.store.enqueue(&rules, &operation, &secrets, entry, replaced);
    if !(planted(Planted::NotSavedHidden) && saved.as_ref().is_err_and(|error| error.code == Code::NotSaved)) {
        saved?;
    }
    session.nudge.notify_one();
    Ok(operation)
}

/// The operation as it enters the outbox.
///
/// # Errors
/// The first of the preview's errors.
pub(super) fn drawn_up(
    session: &Session,
    considered: Considered,
    undoes: Option<OperationId>,
    bulk: Option<OperationId>,
) -> Result<Entering> {
    let Considered {
        kind,
        id,
        change,
        current,
        pending,
        input,
        preview,
        secrets,
    } = considered;
    if let Some(error) = preview.errors.into_iter().next() {
        return Err(error);
    }
    let now = session.now();
    // A target that is still to be made comes first for everything about it.
    let needed = pending
        .iter()
        .filter(|other| Kind::find(&other.operation).is_ok_and(Kind::creates) || change.needs(other));
    let mut operation = Operation {
        id,
        tenant: session.tenant.tenant_id.clone(),
        operation: kind.name.to_owned(),
        target: preview.target,
        state: kind.ready(),
        base: change.base(&current, &pending),
        before: Object::new(),
        input,
        changes: preview.changes,
        depends_on: needed.map(|other| other.id).collect(),
        who: session.who.clone(),
        queued_at: now,
        approved_at: None,
        not_before: now + TimeDelta::seconds(UNDO_HOLD_SECONDS),
        waits_since: now,
        attempts: 0,
        sent_at: None,
        attempted_at: None,
        request_key: None,
        cart: None,
        refused: false,
        finished_at: None,
        hold: None,
        conflicts: Vec::new(),
        error: None,
        evidence: None,
        bulk,
        undoes,
        replaced_by: None,
        acknowledged: false,
        checklist: None,
        about: None,
    };
    operation.hold = preview.hold;
    if operation.hold.is_some() {
        operation.state = State::Held;
    }
    let mut detail = json!({ "changes": operation.changes, "base": operation.base, "undoes": undoes });
    if let (Some(bulk), Some(detail)) = (bulk, detail.as_object_mut()) {
        detail.insert("bulk".to_owned(), json!(bulk));
    }
    let entry = Note::new("queued", detail).entry(session, &operation);
    Ok(Entering {
        operation,
        secrets: secrets.into_iter().collect(),
        entry,
    })
}

/// A password by Microsoft's rules.
pub fn generate_password(session_random: &(dyn Fn(&mut [u8]) + Send + Sync)) -> String {
    password::generate(&session_random)
}

/// `before` are about to be queued with it, and stand before it.
pub(super) fn consider(
    session: &Session,
    wish: Wish,
    replaces: Option<OperationId>,
    before: &[Operation],
) -> Result<Considered> {
    let ground = Ground::of(session, &wish.operation)?;
    let kind = ground.kind;
    let id = new_id(session);
    let item = match kind.creates() {
        true => expected(id),
        false => session.store.show(&ground.rules, &wish.id)?.ok_or_else(|| {
            let name = kind.collection.name;
            Error::new(
                Code::NotFound,
                format!("There is no {} in {name} here. Sync, then try again.", wish.id),
            )
        })?,
    };
    look_at(session, &ground, id, item, wish.input, replaces, before)
}

/// An id for an operation.
pub(super) fn new_id(session: &Session) -> OperationId {
    OperationId(new_uuid(&*session.random))
}

/// The same for a target that was read already.
pub(super) fn look_at(
    session: &Session,
    ground: &Ground,
    id: OperationId,
    item: Item,
    mut input: Value,
    replaces: Option<OperationId>,
    before: &[Operation],
) -> Result<Considered> {
    let Ground { kind, rules, .. } = ground;
    let mut secrets = kind.take_secrets(&mut input);
    let given = secrets.clone();
    if let Some(old) = replaces {
        // What is not given anew is taken over: it counts as given for the checks.
        for name in kind.secret_fields().filter(|name| !given.contains_key(*name)) {
            secrets.extend(session.store.secret(old, name)?.map(|secret| (name.to_owned(), secret)));
        }
    }
    let change = kind.read(&input)?;
    let pending: Vec<Operation> = item
        .pending
        .into_iter()
        .filter(|other| Some(other.id) != replaces)
        .chain(before.iter().filter(|other| other.target.id == item.id).cloned())
        .collect();
    let mut current = item.server.clone();
    rules.project(&pending, &mut current);
    let mut warnings = change.warnings(&current, &rules.facts);
    let part = change.part();
    for other in &pending {
        if !are_apart(part.as_ref(), part_of(session, other)?.as_ref()) {
            warnings.push(Warning::OthersPending);
            break;
        }
    }
    let mut named = current.clone();
    if kind.creates() {
        change.project(&mut named);
    } else if !item.server.is_empty() {
        named = item.server;
    }
    let mut errors = change.check(&current, &rules.facts, &secrets);
    errors.extend(change.refused_at(&current, session.now()));
    let target = Target {
        collection: rules.shape().collection.to_owned(),
        id: item.id,
        name: (kind.collection.title)(&named),
    };
    let preview = Preview {
        changes: change.told(&current, &rules.facts),
        errors,
        warnings,
        reach: reach(session, &*change, &target)?,
        access: ground.standing.may_change(kind, &*change, &target.id, &rules.facts),
        hold: ground.hold,
        target,
    };
    Ok(Considered {
        kind,
        id,
        change,
        current,
        pending,
        input,
        secrets: given,
        preview,
    })
}

/// What is still to be made goes by the id of the operation that makes it.
pub(super) fn expected(id: OperationId) -> Item {
    Item {
        id: id.to_string(),
        object: Object::new(),
        server: Object::new(),
        pending: Vec::new(),
        beside: Vec::new(),
    }
}
