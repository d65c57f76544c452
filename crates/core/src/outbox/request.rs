//! Change requests: operations of one admin in a signed file, which another opens, approves and sends from their own Kontor.

use super::due::{are_apart, part_of};
use super::{Note, advance_or_say, find};
use crate::collections::PARTNER_LINK;
use crate::operations::{self, Effect, Kind, Secrets};
use crate::session::Session;
use chrono::{DateTime, Utc};
use kontor_model::{Code, Error, FieldChange, Hold, Object, Operation, OperationId, Result, Secret, State, Target};
use kontor_store::Which;
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use ts_rs::TS;

/// Where the ledger keeps the key that this Kontor signs with.
const SIGNING_KEY: &str = "signing-key";

const FORMAT: &str = "kontor-change-request-1";

/// The file: the signature is over the very bytes of `content`.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Signed {
    format: String,
    content: String,
    public_key: String,
    signature: String,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Content {
    tenant: String,
    from: String,
    made_at: DateTime<Utc>,
    operations: Vec<Requested>,
}

/// An operation as it was queued. Target and base stay those that it was decided on.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Requested {
    pub id: OperationId,
    pub operation: String,
    pub target: Target,
    #[ts(type = "unknown")]
    pub input: Value,
    #[ts(type = "Record<string, unknown>")]
    pub base: Object,
    pub changes: Vec<FieldChange>,
}

/// A request as its reader sees it.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ChangeRequest {
    /// Who made it, as they say.
    pub from: String,
    pub made_at: DateTime<Utc>,
    /// The fingerprint of the key that signed it: compare it with what the maker reads out.
    pub signer: String,
    pub operations: Vec<Requested>,
}

/// The text of a file with these operations, signed.
///
/// # Errors
/// [`Code::WrongState`] for one that was sent, is over, or waits for one that is left out; [`Code::Invalid`] for one that needs a
/// secret: secrets never leave this computer.
pub fn export_request(session: &Session, ids: &[OperationId]) -> Result<String> {
    let mut operations = Vec::new();
    let mut chosen = ids.iter().map(|id| find(session, *id)).collect::<Result<Vec<_>>>()?;
    // In the order of the outbox, whatever the order of choosing: what is asked for one object stays in order there too.
    let places: Vec<OperationId> = session
        .store
        .operations(Which::Active)?
        .iter()
        .map(|one| one.id)
        .collect();
    chosen.sort_by_key(|one| places.iter().position(|id| *id == one.id));
    chosen.dedup_by_key(|one| one.id);
    for operation in &chosen {
        if !may_travel(Kind::find(&operation.operation)?) {
            let why = format!(
                "{} for {} cannot be handed on: it needs a password, which never leaves this computer, could happen twice, is about your own account, or is done by a person at Microsoft. Leave it out.",
                operation.operation, operation.target.name
            );
            return Err(Error::new(Code::Invalid, why));
        }
        if !matches!(operation.state, State::Queued | State::Held | State::Conflict) || operation.attempts > 0 {
            let why = format!(
                "{} for {} was sent already.",
                operation.operation, operation.target.name
            );
            return Err(Error::new(Code::WrongState, why));
        }
        if operation.depends_on.iter().any(|needed| !ids.contains(needed)) {
            let why = format!(
                "{} for {} waits for another that is left out.",
                operation.operation, operation.target.name
            );
            return Err(Error::new(Code::WrongState, why));
        }
        operations.push(Requested {
            id: operation.id,
            operation: operation.operation.clone(),
            target: operation.target.clone(),
            input: operation.input.clone(),
            base: operation.base.clone(),
            changes: operation.changes.clone(),
        });
    }
    let content = Content {
        tenant: session.tenant.tenant_id.clone(),
        from: session.who.clone(),
        made_at: session.now(),
        operations,
    };
    let content = serde_json::to_string(&content).map_err(|error| Error::new(Code::Internal, error.to_string()))?;
    let key = signing_key(session)?;
    let signed = Signed {
        format: FORMAT.to_owned(),
        public_key: hex(key.public_key().as_ref()),
        signature: hex(key.sign(content.as_bytes()).as_ref()),
        content,
    };
    let text = serde_json::to_string_pretty(&signed).map_err(|error| Error::new(Code::Internal, error.to_string()))?;
    for operation in chosen {
        park(session, operation)?;
    }
    Ok(text)
}

/// What was handed on does not go from here as well, unless a person says so. One that has gone out since it was looked at is
/// not taken out of the sender's hands.
fn park(session: &Session, mut operation: Operation) -> Result<()> {
    let from = [operation.state];
    operation.state = State::Held;
    operation.hold = Some(Hold::Exported);
    advance_or_say(session, &from, &operation, Note::new("exported", json!({})))
}

/// What needs a secret stays here; what makes or sends something would do it twice if both admins let it go.
fn may_travel(kind: &Kind) -> bool {
    // The link is the account's own: another admin would send it for theirs.
    let own = kind.collection.name == PARTNER_LINK.name;
    !own && !kind.has_secrets()
        && matches!(
            kind.effect,
            Effect::Sets | Effect::Once { .. } | Effect::Moves { .. } | Effect::Destroys
        )
}

/// What a file asks for.
///
/// # Errors
/// [`Code::Invalid`] when it is no change request or was altered since it was signed; [`Code::WrongTenant`] when it is for another
/// tenant.
pub fn open_request(session: &Session, text: &str) -> Result<ChangeRequest> {
    let unreadable = |_| Error::new(Code::Invalid, "This is not a change request that this Kontor can read.");
    let signed: Signed = serde_json::from_str(text).map_err(unreadable)?;
    if signed.format != FORMAT {
        let why = "This change request was made by another version of Kontor. Use the same version.";
        return Err(Error::new(Code::Invalid, why));
    }
    let (key, signature) = (bytes(&signed.public_key), bytes(&signed.signature));
    let genuine = UnparsedPublicKey::new(&ED25519, &key).verify(signed.content.as_bytes(), &signature);
    genuine.map_err(|_| {
        Error::new(
            Code::Invalid,
            "The change request was altered after it was signed. Ask for it again.",
        )
    })?;
    let content: Content = serde_json::from_str(&signed.content).map_err(unreadable)?;
    if !content.tenant.eq_ignore_ascii_case(&session.tenant.tenant_id) {
        let why = format!(
            "The change request is for another tenant ({}). Nothing was taken over.",
            content.tenant
        );
        return Err(Error::new(Code::WrongTenant, why));
    }
    let operations = content.operations.into_iter().map(|one| seen_from_here(session, one));
    Ok(ChangeRequest {
        from: content.from,
        made_at: content.made_at,
        signer: fingerprint(&key),
        operations: operations.collect::<Result<_>>()?,
    })
}

/// What it would really do: target and changes as this Kontor knows them, whatever the file says of them.
///
/// # Errors
/// [`Code::NotFound`] when the target is not in the mirror; what the kind's own check says.
fn seen_from_here(session: &Session, mut one: Requested) -> Result<Requested> {
    let kind = Kind::find(&one.operation)?;
    if !may_travel(kind) || kind.collection.name != one.target.collection {
        let why = "The change request asks for what cannot be asked for in one.";
        return Err(Error::new(Code::Invalid, why));
    }
    let rules = session.rules(kind.collection)?;
    let item = session
        .store
        .show(&rules, &one.target.id)?
        .filter(|item| !item.server.is_empty());
    let item = item.ok_or_else(|| {
        let why = format!(
            "There is no {} in {} here. Sync, then try again.",
            one.target.id, kind.collection.name
        );
        Error::new(Code::NotFound, why)
    })?;
    let change = kind.read(&one.input)?;
    let mut decided_on = item.server.clone();
    decided_on.extend(one.base.clone());
    if let Some(error) = change
        .check(&decided_on, &rules.facts, &Secrets::new())
        .into_iter()
        .next()
    {
        return Err(error);
    }
    one.base = change.base(&decided_on, &[]);
    one.changes = change.changes(&decided_on);
    one.target = Target {
        name: (kind.collection.title)(&item.server),
        ..one.target
    };
    Ok(one)
}

/// Puts what a file asks for into the outbox, each held until it is approved here. What is there already is left out.
///
/// # Errors
/// As [`open_request`]; [`Code::Invalid`] for a kind or an input that this version does not know: then nothing is taken over.
pub fn accept_request(session: &Session, text: &str) -> Result<Vec<Operation>> {
    let request = open_request(session, text)?;
    let who = format!("{}, change request signed {}", request.from, request.signer);
    let mut taken: Vec<Operation> = Vec::new();
    for one in request.operations {
        if session.store.operation(one.id)?.is_some() {
            continue;
        }
        let operation = held(session, one, &who, &taken)?;
        let note = Note::new(
            "queued",
            json!({ "changes": operation.changes, "base": operation.base, "from": who }),
        );
        let entry = note.entry(session, &operation);
        let rules = super::rules_of(session, &operation)?;
        session.store.enqueue(&rules, &operation, &[], entry, None)?;
        taken.push(operation);
    }
    Ok(taken)
}

fn held(session: &Session, one: Requested, who: &str, before: &[Operation]) -> Result<Operation> {
    let now = session.now();
    let part = operations::read(&one.operation, &one.input)?.part();
    let mut needed = Vec::new();
    for other in before.iter().filter(|other| other.target == one.target) {
        if !are_apart(part.as_ref(), part_of(session, other)?.as_ref()) {
            needed.push(other.id);
        }
    }
    Ok(Operation {
        id: one.id,
        tenant: session.tenant.tenant_id.clone(),
        operation: one.operation,
        depends_on: needed,
        target: one.target,
        state: State::Held,
        input: one.input,
        base: one.base,
        before: Object::new(),
        changes: one.changes,
        who: who.to_owned(),
        queued_at: now,
        approved_at: None,
        not_before: now,
        waits_since: now,
        attempts: 0,
        sent_at: None,
        attempted_at: None,
        request_key: None,
        cart: None,
        refused: false,
        finished_at: None,
        hold: Some(Hold::Review),
        conflicts: Vec::new(),
        error: None,
        evidence: None,
        undoes: None,
        replaced_by: None,
        bulk: None,
        acknowledged: false,
        checklist: None,
        about: None,
    })
}

/// The fingerprint of the key that this Kontor signs with, for reading out.
pub fn own_fingerprint(session: &Session) -> Result<String> {
    Ok(fingerprint(signing_key(session)?.public_key().as_ref()))
}

/// Made when it is first needed, and kept in the ledger.
fn signing_key(session: &Session) -> Result<Ed25519KeyPair> {
    let seed = match session.store.token(SIGNING_KEY)? {
        Some(stored) => bytes(stored.expose()),
        None => {
            let mut seed = vec![0; 32];
            (session.random)(&mut seed);
            session.store.set_token(SIGNING_KEY, Some(&Secret::new(hex(&seed))))?;
            seed
        }
    };
    let unreadable = |_| {
        Error::new(
            Code::Corrupt,
            "The key that change requests are signed with cannot be read.",
        )
    };
    Ed25519KeyPair::from_seed_unchecked(&seed).map_err(unreadable)
}

/// Eight groups of four digits of the key's SHA-256.
fn fingerprint(key: &[u8]) -> String {
    let digest = hex(&Sha256::digest(key)[..16]);
    let groups: Vec<&str> = (0..8).map(|group| &digest[4 * group..4 * group + 4]).collect();
    groups.join(" ")
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Nothing for what is no hexadecimal text: no key and no signature fits it.
fn bytes(hex: &str) -> Vec<u8> {
    let digits: Option<Vec<u8>> = hex
        .chars()
        .map(|digit| digit.to_digit(16).map(|digit| digit as u8))
        .collect();
    digits
        .filter(|digits| digits.len() % 2 == 0)
        .map(|digits| digits.chunks(2).map(|pair| pair[0] << 4 | pair[1]).collect())
        .unwrap_or_default()
}
