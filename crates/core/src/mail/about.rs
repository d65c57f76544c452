//! What a mail tells its reader, of which once is enough; the outbox, which forgets nothing, knows who was told.

use crate::collections::{USERS, password_expiry};
use crate::operations;
use crate::session::Session;
use chrono::{DateTime, Utc};
use kontor_model::{Code, Error, Operation, Result, State};
use kontor_store::Which;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use ts_rs::TS;

/// The operation that a mail is.
pub(crate) const SEND_MAIL: &str = "send-mail";

/// What there are templates for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(rename = "MailKind")]
pub enum Kind {
    PasswordExpiry,
    Registration,
}

/// What one mail tells. The same matter, once more, is told to nobody who may have been told before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "kebab-case")]
#[ts(rename = "MailAbout")]
pub enum About {
    /// This very end of the password: when it moves, it is another one.
    PasswordExpiry { at: DateTime<Utc> },
    /// That the person has not registered for resetting a forgotten password.
    Registration,
}

/// How far a mail has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Progress {
    /// It stands in the outbox, and surely nobody has read it.
    Waits,
    /// It went out, or nobody knows that it did not.
    Told,
}

/// Who was told what, or is about to be, by the reader's id.
pub(super) struct Told(HashMap<String, Vec<(About, Progress)>>);

impl Told {
    pub fn of(session: &Session) -> Result<Self> {
        let mut told: HashMap<String, Vec<(About, Progress)>> = HashMap::new();
        for operation in session.store.operations(Which::All)? {
            if let (Some(about), Some(progress)) = (about(&operation), progress(&operation)) {
                told.entry(operation.target.id).or_default().push((about, progress));
            }
        }
        Ok(Self(told))
    }

    /// Why this needs no mail to that person.
    pub fn why_not(&self, id: &str, about: &About) -> Option<Error> {
        let all = self.0.get(id).into_iter().flatten();
        let same: Vec<Progress> = all.filter(|(one, _)| one == about).map(|(_, far)| *far).collect();
        if same.contains(&Progress::Told) {
            return Some(told_before());
        }
        let why = "A mail about the same stands in the outbox and has not gone yet.";
        (!same.is_empty()).then(|| Error::new(Code::WrongState, why))
    }
}

fn told_before() -> Error {
    let why = "The person was written to about the same before. Nobody gets such a mail twice.";
    Error::new(Code::WrongState, why)
}

fn about(operation: &Operation) -> Option<About> {
    if operation.operation != SEND_MAIL {
        return None;
    }
    operations::read(SEND_MAIL, &operation.input).ok()?.about().cloned()
}

/// None for one that surely never went and never will by itself.
fn progress(operation: &Operation) -> Option<Progress> {
    // The time of sending is forgotten when it is certain that nothing was sent.
    let told = operation.sent_at.map(|_| Progress::Told);
    match operation.state {
        State::Done | State::Sending | State::Waiting | State::Unknown => Some(Progress::Told),
        State::Failed => None,
        State::Discarded | State::Replaced => told,
        State::Queued | State::Held | State::Conflict | State::Guided => told.or(Some(Progress::Waits)),
    }
}

/// Why a mail must not go out now, whichever way it came to stand there: somebody else's has told it, or it is so no more.
/// There is one sender for a tenant, so that nothing comes between this look and the sending.
pub(crate) fn why_not_again(session: &Session, operation: &Operation, about_what: &About) -> Result<Option<Error>> {
    let (collection, id) = (operation.target.collection.as_str(), operation.target.id.as_str());
    let others = session.store.operations(Which::Of { collection, id })?;
    let told = others.iter().any(|other| {
        other.id != operation.id
            && other.replaced_by != Some(operation.id)
            && about(other).as_ref() == Some(about_what)
            && progress(other) == Some(Progress::Told)
    });
    if told {
        return Ok(Some(told_before()));
    }
    let About::PasswordExpiry { at } = about_what else {
        return Ok(None);
    };
    let rules = session.rules(&USERS)?;
    let Some(user) = session.store.show(&rules, id)? else {
        return Ok(None);
    };
    let moved = password_expiry::expiry_of(&user.server, &rules.facts).at != Some(*at);
    let why = "The end of the password has moved since the mail was written, so that it would tell a wrong day.";
    Ok(moved.then(|| Error::new(Code::WrongState, why)))
}
