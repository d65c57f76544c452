//! What must hold at the end of every history. The judge reads the cloud's log and the disk, never what Kontor believes.

use crate::admin::{Admin, Asked};
use crate::desk::Desk;
use crate::effect::is_as_asked;
use crate::order::{First, in_order};
use crate::other::Other;
use crate::paid::{self, is_paid_for};
use crate::world::World;
use kontor_core::Session;
use kontor_core::collections::{COLLECTIONS, Collection};
use kontor_model::{EvidenceKind, Hold, Operation, OperationId, State};
use kontor_sim::Effect;
use kontor_store::{Item, JournalRow, Query, Which};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, HashMap, HashSet};

/// Replicas lag at most this long in a history, in milliseconds.
pub const LAG: i64 = 100_000;

/// What the licensing service does by itself to a group, and no delta round tells: the daily sweep finds it.
const UNTOLD: &str = "licenseProcessingState";

/// A promise that was broken, in words.
pub type Broken = String;

struct Log {
    effects: Vec<Effect>,
    /// The operation of each write, by `client-request-id`, as the journal on the disk had it before the write was sent.
    asked_by: HashMap<String, OperationId>,
    /// When Kontor last read before each of its writes, by `client-request-id`.
    looked: HashMap<String, i64>,
}

impl Log {
    fn of_desk(world: &World, desk: &Desk, journal: &[JournalRow]) -> Self {
        let attempt = |row: &JournalRow| {
            Some((
                row.entry.detail["clientRequestId"].as_str()?.to_owned(),
                row.entry.operation,
            ))
        };
        let looked = desk.wire.writes().into_iter().map(|sent| (sent.id, sent.looked_at));
        Log {
            effects: world.cloud.effects(),
            asked_by: journal.iter().filter_map(attempt).collect(),
            looked: looked.collect(),
        }
    }

    /// The effects of one operation. A cart alone costs nobody anything.
    fn of(&self, id: OperationId) -> Vec<&Effect> {
        let is = |effect: &&Effect| {
            self.asked_by.get(&effect.client_request_id) == Some(&id) && !effect.path.ends_with("/carts")
        };
        self.effects.iter().filter(is).collect()
    }

    fn is_ours(&self, effect: &Effect) -> bool {
        self.looked.contains_key(&effect.client_request_id)
    }
}

/// Looks at everything.
///
/// # Errors
/// The first promise that was broken.
pub fn check(world: &World) -> Result<(), Broken> {
    let admin = world.admin();
    desk(world, &admin, &world.desk)?;
    if let Some(colleague) = &world.colleague {
        desk(world, &admin, colleague)?;
        once_over_both(world, colleague)?;
    }
    let listed = operations(&world.desk)?;
    for asked in &admin.asked {
        if !listed.iter().any(|one| one.id == asked.id) {
            return Err(format!("(b) {} {} is not listed any more", asked.operation, asked.id));
        }
    }
    for (operation, field, value) in &admin.unsaved {
        if listed
            .iter()
            .any(|one| one.operation == *operation && one.input[field] == *value)
        {
            return Err(format!(
                "(b) {operation} with {field} = {value} was told as not saved, and stands there"
            ));
        }
    }
    Ok(())
}

/// What one desk holds, against the cloud.
fn desk(world: &World, admin: &Admin, desk: &Desk) -> Result<(), Broken> {
    let listed = operations(desk)?;
    let journal = journal(desk)?;
    let log = Log::of_desk(world, desk, &journal);
    if let Some(id) = log.looked.keys().find(|id| !log.asked_by.contains_key(*id)) {
        return Err(format!("(a) the write {id} was sent and stands in no journal"));
    }
    let mut firsts: Vec<First> = Vec::new();
    let mut told: HashMap<(&str, String), &Operation> = HashMap::new();
    for (place, operation) in listed.iter().enumerate() {
        let own = log.of(operation.id);
        let asked = admin.asked.iter().find(|asked| asked.id == operation.id);
        one(asked, operation, &own, &log, &world.other)?;
        let entries = || {
            journal
                .iter()
                .map(|row| &row.entry)
                .filter(|one| one.operation == operation.id)
        };
        // What came in a change request waits, whatever it did where it came from.
        let taken_over = entries().any(|one| one.step == "queued" && one.detail["from"].is_string());
        let held = taken_over || asked.is_some_and(|asked| asked.held);
        let steps: Vec<&str> = entries().map(|one| one.step.as_str()).collect();
        was_let_go(operation, held, &steps)?;
        paid::check(operation, entries(), &own)?;
        dependencies_came_first(operation, &listed)?;
        if !own.is_empty() && !operation.input["about"].is_null() {
            let about = (operation.target.id.as_str(), operation.input["about"].to_string());
            if let Some(other) = told
                .insert(about, operation)
                .filter(|other| other.replaced_by != Some(operation.id))
            {
                return Err(format!("(a) {} and {} told somebody the same", other.id, operation.id));
            }
        }
        if let Some(first) = own.first() {
            firsts.push(First {
                target: &operation.target.id,
                // Members of one group are nothing to each other.
                member: operation.input["memberId"].as_str(),
                number: first.number,
                place,
            });
        }
    }
    in_order(&firsts)?;
    nothing_leaked(world, desk, admin, &listed, &journal)?;
    mirror_is_cloud(world, desk)?;
    paid::nothing_pends(desk)
}

fn operations(desk: &Desk) -> Result<Vec<Operation>, Broken> {
    desk.session(0)
        .store
        .operations(Which::All)
        .map_err(|error| error.to_string())
}

fn journal(desk: &Desk) -> Result<Vec<JournalRow>, Broken> {
    desk.session(0)
        .store
        .journal_all(None, u32::MAX)
        .map_err(|error| error.to_string())
}

/// What was handed on takes effect once, wherever it was sent from, unless it may be repeated.
fn once_over_both(world: &World, colleague: &Desk) -> Result<(), Broken> {
    let log = |desk: &Desk| -> Result<Log, Broken> { Ok(Log::of_desk(world, desk, &journal(desk)?)) };
    let (here, there) = (log(&world.desk)?, log(colleague)?);
    for operation in operations(colleague)? {
        let sent = [here.of(operation.id), there.of(operation.id)];
        if !may_repeat(&operation) && sent.iter().all(|own| !own.is_empty()) {
            return Err(format!(
                "(a) {} {} went from both desks",
                operation.operation, operation.id
            ));
        }
    }
    Ok(())
}

fn may_repeat(operation: &Operation) -> bool {
    let once = [
        "create-user",
        "send-mail",
        "delete-user",
        "restore-user",
        "purge-user",
        "assign-role",
        "remove-role",
    ];
    !once.contains(&operation.operation.as_str()) && !is_paid_for(&operation.operation)
}

/// What waits for a person goes when that person has let it go, and not before.
fn was_let_go(operation: &Operation, mut waits: bool, steps: &[&str]) -> Result<(), Broken> {
    for step in steps {
        match *step {
            "held" | "exported" | "conflict" => waits = true,
            "approved" | "released" | "kept-mine" | "retried" => waits = false,
            "attempt" if waits => {
                let (kind, id) = (&operation.operation, operation.id);
                return Err(format!("(i) {kind} {id} was sent without a person's word: {steps:?}"));
            }
            _ => {}
        }
    }
    Ok(())
}

/// As the cloud's log shows a password.
fn hashed(password: &str) -> String {
    let digest = Sha256::digest(password);
    format!(
        "sha256:{}",
        digest.iter().map(|byte| format!("{byte:02x}")).collect::<String>()
    )
}

/// What went out is what was asked for, and nothing else.
fn as_asked(named: &str, asked: Option<&Asked>, operation: &Operation, own: &[&Effect]) -> Result<(), Broken> {
    let password = asked.filter(|asked| asked.operation == "reset-password");
    let password = password.and_then(|asked| asked.mark.as_ref()?.1.as_str());
    let other = own.iter().find(|effect| {
        let another = password.is_some_and(|given| effect.body["passwordProfile"]["password"] != hashed(given));
        another || !is_as_asked(operation, effect)
    });
    match other {
        Some(other) => Err(format!(
            "(c) {named} did something else: {} {} {}",
            other.method, other.path, other.body
        )),
        None => Ok(()),
    }
}

fn one(asked: Option<&Asked>, operation: &Operation, own: &[&Effect], log: &Log, other: &Other) -> Result<(), Broken> {
    let named = format!(
        "{} {} ({:?}, {} attempts)",
        operation.operation, operation.id, operation.state, operation.attempts
    );
    let attempts: HashSet<&str> = own.iter().map(|effect| effect.client_request_id.as_str()).collect();
    if !operation.state.is_final() {
        return Err(format!("(b) {named} did not come to an end"));
    }
    if attempts.len() > 1 && !may_repeat(operation) {
        return Err(format!("(a) {named} took effect {} times", attempts.len()));
    }
    if let (Some(first), Some(last)) = (own.first(), own.last()) {
        if own.iter().any(|effect| effect.body != first.body) {
            return Err(format!("(a) {named} was repeated with other values"));
        }
        let between = log.effects.iter().filter(|effect| {
            effect.number > first.number
                && effect.number < last.number
                && !log.is_ours(effect)
                && touches_same(effect, first)
        });
        // What stood there for less than replicas lag cannot be seen.
        let seen_in_time = |foreign: &Effect| last.at - foreign.at > LAG;
        if attempts.len() > 1 && between.into_iter().any(seen_in_time) {
            return Err(format!("(a) {named} was repeated over a foreign write"));
        }
    }
    as_asked(&named, asked, operation, own)?;
    match operation.state {
        State::Failed if !own.is_empty() => {
            return Err(format!("(c) {named} is shown as failed and had effect {own:?}"));
        }
        State::Discarded | State::Replaced if operation.attempts == 0 && !own.is_empty() => {
            return Err(format!("(c) {named} was never sent and had effect"));
        }
        // In conflict after a lost answer: it may have been there before somebody else wrote, and is not called undone.
        State::Discarded | State::Replaced
            if !own.is_empty()
                && operation.hold != Some(Hold::OutcomeUnknown)
                // Let go once more after the attempt and then given up: it is said that it may have taken effect.
                && !(operation.request_key.is_some() && operation.approved_at > operation.attempted_at)
                && operation.evidence.is_none()
                && operation.conflicts.is_empty() =>
        {
            return Err(format!(
                "(c) {named} was given up as without effect (hold {:?}) and had one",
                operation.hold
            ));
        }
        State::Done if operation.operation == "change-license-count" => {
            let count = operation.input["totalLicenses"].as_u64().unwrap_or_default();
            if !own.is_empty() || !other.has_bought(&operation.target.id, count) {
                return Err(format!("(c) {named} is shown as done, and nobody has bought so many"));
            }
        }
        // Somebody has bought: how many there are now may have changed again since.
        State::Done if operation.operation == "purchase-licenses" => {
            let seen = operation.evidence.as_ref().map(|evidence| evidence.kind);
            if !own.is_empty() || seen != Some(EvidenceKind::Seen) {
                return Err(format!("(c) {named} is shown as done and was not seen"));
            }
        }
        // Nothing shows it: it is done by a person's word, and nothing was sent.
        State::Done
            if ["set-partner-information", "set-password-reset-scope"].contains(&operation.operation.as_str()) =>
        {
            let told = operation.evidence.as_ref().map(|evidence| evidence.kind);
            if !own.is_empty() || told != Some(EvidenceKind::Told) {
                return Err(format!("(c) {named} is shown as done without a person's word"));
            }
        }
        State::Done if own.is_empty() => {
            // Somebody else may have done the same, or it was so before the history began.
            let already = operation
                .evidence
                .as_ref()
                .is_some_and(|evidence| evidence.kind == EvidenceKind::AlreadySo);
            let by_another = log.effects.iter().any(|effect| is_as_asked(operation, effect));
            let unmarked = asked.is_none_or(|asked| asked.mark.is_none());
            if !(by_another || already && unmarked) {
                return Err(format!("(c) {named} is shown as done and had no effect"));
            }
        }
        _ => {}
    }
    own.iter()
        .try_for_each(|effect| seen_before(&named, operation, effect, log))
}

/// Nothing that another admin did was overwritten unseen.
fn seen_before(named: &str, operation: &Operation, effect: &Effect, log: &Log) -> Result<(), Broken> {
    let sets = ["update-user", "update-domain", "set-password-never-expires"];
    if !sets.contains(&operation.operation.as_str()) {
        return Ok(());
    }
    let Some(body) = effect.body.as_object() else {
        return Ok(());
    };
    for (field, wish) in body {
        let stood = &effect.before[field];
        let decided_on = operation.base.get(field).unwrap_or(&Value::Null);
        if stood == wish || stood == decided_on {
            continue;
        }
        // Whoever wrote it last is the one who was overwritten.
        let last = log.effects.iter().rev().find(|other| {
            other.number < effect.number && other.object_id == effect.object_id && other.after[field] == *stood
        });
        let foreign = last.filter(|last| !log.is_ours(last));
        let looked = log.looked.get(&effect.client_request_id).copied().unwrap_or_default();
        if foreign.is_some_and(|foreign| foreign.at < looked - LAG) {
            return Err(format!(
                "(e) {named} overwrote {field} = {stood}, decided on {decided_on}"
            ));
        }
    }
    Ok(())
}

fn touches_same(one: &Effect, other: &Effect) -> bool {
    // Whom a link names is a field of its own: members of one group are nothing to each other.
    let field = |(name, value): (&String, &Value)| match name.as_str() {
        "@odata.id" => value.to_string(),
        _ => name.clone(),
    };
    let fields = |effect: &Effect| {
        effect
            .body
            .as_object()
            .into_iter()
            .flatten()
            .map(field)
            .collect::<HashSet<_>>()
    };
    one.object_id == other.object_id && !fields(one).is_disjoint(&fields(other))
}

/// What was to be done first is done.
fn dependencies_came_first(operation: &Operation, listed: &[Operation]) -> Result<(), Broken> {
    if operation.state != State::Done {
        return Ok(());
    }
    let undone = |id: &OperationId| listed.iter().any(|other| other.id == *id && other.state != State::Done);
    match operation.depends_on.iter().find(|id| undone(id)) {
        Some(needed) => Err(format!(
            "(d) {} {} went without {needed}",
            operation.operation, operation.id
        )),
        None => Ok(()),
    }
}

fn nothing_leaked(
    world: &World,
    desk: &Desk,
    admin: &Admin,
    listed: &[Operation],
    journal: &[JournalRow],
) -> Result<(), Broken> {
    let token = world.cloud.token();
    let mut secrets: Vec<&str> = admin.secrets.iter().map(String::as_str).collect();
    secrets.push(&token);
    let in_text = |text: &[u8]| {
        secrets
            .iter()
            .find(|secret| memchr::memmem::find(text, secret.as_bytes()).is_some())
            .copied()
    };
    for path in desk.files() {
        if let Some(secret) = in_text(&std::fs::read(&path).unwrap_or_default()) {
            return Err(format!("(g) {secret} stands in {}", path.display()));
        }
    }
    let store = &desk.session(0).store;
    let texts = listed
        .iter()
        .map(|one| format!("{one:?}"))
        .chain(journal.iter().map(|row| format!("{row:?}")));
    for text in texts {
        if let Some(secret) = in_text(text.as_bytes()) {
            return Err(format!("(g) {secret} stands in {text}"));
        }
    }
    for operation in listed {
        if store.secret(operation.id, "password").ok().flatten().is_some() {
            return Err(format!("(g) the password of {} is still kept", operation.id));
        }
    }
    let state = store.verify_journal().map_err(|error| error.to_string())?;
    match state.broken_at {
        Some(at) => Err(format!("(g) the journal is broken at {at}")),
        None => Ok(()),
    }
}

/// Without the licences by a group, which the licensing service gives and takes by itself: no delta round tells.
fn direct(value: &Value) -> Value {
    let by_group = |state: &Value| state.get("assignedByGroup").is_some_and(|group| !group.is_null());
    match value {
        Value::Array(all) => all.iter().filter(|one| !by_group(one)).cloned().collect(),
        other => other.clone(),
    }
}

/// At rest the mirror holds what the cloud holds, and nothing else; what is shown is what that and the outbox make.
fn mirror_is_cloud(world: &World, desk: &Desk) -> Result<(), Broken> {
    let session = desk.session(0);
    for (name, truth) in [
        ("users", world.cloud.users_json()),
        ("deleted-users", world.cloud.deleted_users_json()),
        ("domains", world.cloud.domains_json()),
        ("groups", world.cloud.groups_json()),
        ("subscriptions", world.cloud.subscriptions_json()),
    ] {
        let Some(collection) = COLLECTIONS.iter().find(|one| one.name == name) else {
            continue;
        };
        let shown = mirrored(&session, collection).map_err(|error| error.to_string())?;
        // What the mirror has of one, it must have of all. Delta leaves out what was never set: that counts as null.
        let fields: HashSet<&String> = shown.values().flat_map(|mine| mine.server.keys()).collect();
        let ids: HashSet<&str> = truth.iter().filter_map(|object| object["id"].as_str()).collect();
        if let Some(ghost) = shown.keys().find(|id| !ids.contains(id.as_str())) {
            return Err(format!("(f) {name} has {ghost}, which is not in the cloud"));
        }
        for object in &truth {
            let id = object["id"].as_str().unwrap_or_default();
            let Some(mine) = shown.get(id) else {
                return Err(format!("(f) {name} lacks {id}"));
            };
            // Sign-ins are read apart, once a day.
            let follows =
                |field: &&&String| !field.starts_with('@') && **field != "signInActivity" && **field != UNTOLD;
            for field in fields.iter().filter(follows) {
                let (value, truth) = (mine.server.get(*field).unwrap_or(&Value::Null), &object[field.as_str()]);
                if direct(truth) != direct(value) {
                    return Err(format!("(f) {name} {id}: {field} is {value} and should be {truth}"));
                }
            }
            if mine.object != mine.server || !mine.pending.is_empty() {
                return Err(format!("(f) {name} {id} is shown as pending when everything is over"));
            }
        }
        let again = || {
            session.store.rederive(&session.rules(collection)?)?;
            mirrored(&session, collection)
        };
        if again().map_err(|error| error.to_string())? != shown {
            return Err(format!("(f) rows of {name} are not those that their objects make"));
        }
    }
    Ok(())
}

pub fn mirrored(session: &Session, collection: &'static Collection) -> kontor_model::Result<BTreeMap<String, Item>> {
    let query = Query {
        limit: 10_000,
        ..Query::default()
    };
    let items = session.store.list(&session.rules(collection)?, &query)?.items;
    Ok(items.into_iter().map(|item| (item.id.clone(), item)).collect())
}
