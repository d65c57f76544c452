//! One change that the admin asked for, and the life it leads in the outbox.

use crate::{Error, Object};
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::{fmt, str::FromStr};
use ts_rs::TS;
use uuid::Uuid;

/// Chosen when the operation is queued; never reused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[ts(type = "string")]
pub struct OperationId(pub Uuid);

impl fmt::Display for OperationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for OperationId {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        Uuid::from_str(text)
            .map(Self)
            .map_err(|_| Error::invalid("id", "That is not the id of an operation."))
    }
}

/// Where an operation stands. See "Life of an operation" in ARCHITECTURE.md.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Waits for its undo hold to end, or for a connection.
    Queued,
    /// An attempt is counted and may be on the wire.
    Sending,
    /// Sent, no answer: nothing is sent again before reading back has told what happened.
    Unknown,
    /// Waits for another operation, for `Retry-After`, or for the server to show the effect.
    Waiting,
    /// Needs a person before it may go on.
    Held,
    /// The server holds another value than the one the change was based on.
    Conflict,
    /// A person finishes it elsewhere; sync confirms it.
    Guided,
    /// Confirmed by reading the server.
    Done,
    /// The server refused it.
    Failed,
    /// The admin took it back before it was sent.
    Discarded,
    /// Another operation took its place.
    Replaced,
}

impl State {
    pub const ALL: [State; 11] = [
        Self::Queued,
        Self::Sending,
        Self::Unknown,
        Self::Waiting,
        Self::Held,
        Self::Conflict,
        Self::Guided,
        Self::Done,
        Self::Failed,
        Self::Discarded,
        Self::Replaced,
    ];

    /// The operation is over and its projection is gone.
    pub fn is_final(self) -> bool {
        matches!(self, Self::Done | Self::Failed | Self::Discarded | Self::Replaced)
    }

    /// The name used in JSON and on disk.
    pub fn name(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sending => "sending",
            Self::Unknown => "unknown",
            Self::Waiting => "waiting",
            Self::Held => "held",
            Self::Conflict => "conflict",
            Self::Guided => "guided",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Discarded => "discarded",
            Self::Replaced => "replaced",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

/// Why an operation is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Hold {
    /// The outcome of an attempt cannot be found out by reading.
    OutcomeUnknown,
    /// A scope or role is missing.
    Denied,
    /// It has waited so long that a person should look at it again.
    Age,
    /// The account that is signed in belongs to another tenant.
    OtherTenant,
    /// The target is gone from the server.
    TargetGone,
    /// It was handed to another admin in a change request.
    Exported,
    /// The secret it needs is no longer stored.
    SecretGone,
    /// The tenant's policy wants each change looked at before it goes.
    Review,
    /// It takes something away that people would miss.
    Destructive,
    /// It moves money: a person confirms it just before it is sent.
    Money,
    /// What it depends on was not done.
    Dependency,
    /// Somebody else's object has the name that it would give to a new one.
    NameTaken,
}

/// The object that an operation changes. Its id is fixed when the operation is queued.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Target {
    pub collection: String,
    pub id: String,
    /// What people call it, as it was when the operation was queued.
    pub name: String,
}

impl Target {
    /// Whether `maker` has yet to make it: until then it goes by the id of the operation that makes it.
    pub fn is_expected(&self, maker: OperationId) -> bool {
        self.id == maker.to_string()
    }
}

/// One field as it was and as it will be. Secret values are never here: `secret` says that there is one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FieldChange {
    /// Graph's own name.
    pub field: String,
    #[ts(type = "unknown")]
    pub from: Value,
    #[ts(type = "unknown")]
    pub to: Value,
    #[serde(default)]
    pub secret: bool,
}

/// A field whose value on the server is neither the base nor the wish.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Conflict {
    pub field: String,
    #[ts(type = "unknown")]
    pub base: Value,
    #[ts(type = "unknown")]
    pub theirs: Value,
    #[ts(type = "unknown")]
    pub yours: Value,
}

/// What the server has shown of an operation's effect.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Evidence {
    pub kind: EvidenceKind,
    /// By the server's clock.
    pub at: DateTime<Utc>,
    /// Microsoft's `request-id` of the answer.
    pub request_id: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum EvidenceKind {
    /// The server took it; its effect was not seen yet.
    Accepted,
    /// Reading the server showed the effect.
    Seen,
    /// Reading the server before sending showed that it was so already; nothing was sent.
    AlreadySo,
    /// A person said that they have done it; nothing that can be read shows it.
    Told,
}

/// One row of the outbox.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Operation {
    pub id: OperationId,
    /// The tenant id it was queued for. It is never sent to another.
    pub tenant: String,
    /// Its kind, in kebab case (`reset-password`).
    pub operation: String,
    pub target: Target,
    pub state: State,
    /// What the admin asked for. Secrets are stored apart.
    pub input: Value,
    /// The server's values of the touched fields when it was queued.
    pub base: Object,
    /// The same fields as read from the server just before the last attempt; empty before the first.
    #[serde(default)]
    pub before: Object,
    pub changes: Vec<FieldChange>,
    /// Operations that must be done before this one goes.
    #[serde(default)]
    pub depends_on: Vec<OperationId>,
    /// Who asked for it: the person at this computer and the program, or the signature of a change request.
    #[serde(default)]
    pub who: String,
    pub queued_at: DateTime<Utc>,
    /// When a person last looked at it and let it go.
    #[serde(default)]
    pub approved_at: Option<DateTime<Utc>>,
    /// The undo hold, or the earliest moment of the next attempt.
    pub not_before: DateTime<Utc>,
    /// When that wait began. A clock that shows an earlier time has been set back since.
    #[serde(default)]
    pub waits_since: DateTime<Utc>,
    pub attempts: u32,
    /// When the last attempt went out, by the server's clock.
    pub sent_at: Option<DateTime<Utc>>,
    /// The same by the clock here, which orders it among what was read.
    #[serde(default)]
    pub attempted_at: Option<DateTime<Utc>>,
    /// The key of the last attempt, kept until it is answered: a service that knows such keys does once what comes twice under one.
    #[serde(default)]
    pub request_key: Option<Uuid>,
    /// The cart of the last attempt: it can be checked out once, and another is made only when it is known what became of this one.
    #[serde(default)]
    pub cart: Option<String>,
    /// The last attempt was refused in a way that may be the echo of its own success: something on the way may deliver a
    /// request twice. `error` says how.
    #[serde(default)]
    pub refused: bool,
    pub finished_at: Option<DateTime<Utc>>,
    pub hold: Option<Hold>,
    pub conflicts: Vec<Conflict>,
    pub error: Option<Error>,
    /// How the effect was seen.
    pub evidence: Option<Evidence>,
    /// The first of those that were queued in one step with it; none when it was queued alone.
    #[serde(default)]
    pub bulk: Option<OperationId>,
    /// The operation that it takes back.
    #[serde(default)]
    pub undoes: Option<OperationId>,
    /// The operation that took its place.
    #[serde(default)]
    pub replaced_by: Option<OperationId>,
    /// The admin has seen that it failed.
    #[serde(default)]
    pub acknowledged: bool,
    /// The first of those that were queued together as a checklist.
    #[serde(default)]
    pub checklist: Option<OperationId>,
    /// Whom that checklist is about.
    #[serde(default)]
    pub about: Option<Target>,
}

/// A clock is corrected by less than this all the time, and nothing follows from it.
const CORRECTION: TimeDelta = TimeDelta::minutes(1);

impl Operation {
    /// Whether it is done, and was not so already.
    pub fn did_it(&self) -> bool {
        let evidence = self.evidence.as_ref();
        evidence.is_none_or(|evidence| evidence.kind != EvidenceKind::AlreadySo)
    }

    /// From `now` on it is left alone for so long.
    pub fn wait(&mut self, now: DateTime<Utc>, span: TimeDelta) {
        self.waits_since = now;
        self.not_before = now.checked_add_signed(span).unwrap_or(DateTime::<Utc>::MAX_UTC);
    }

    /// When its turn comes. A clock that was set back must not prolong a wait for as much.
    pub fn due_at(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        if now < self.waits_since - CORRECTION {
            now
        } else {
            self.not_before
        }
    }
}
