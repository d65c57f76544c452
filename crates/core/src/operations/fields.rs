//! Operations that set properties of an object: what they share in comparing wish, base and server.

use super::{Precondition, Sent, value};
use crate::collections::field;
use chrono::TimeDelta;
use kontor_model::{Conflict, FieldChange, Object};
use serde_json::Value;

/// Properties whose value differs from the wish.
pub(super) fn changes(wish: &Object, current: &Object) -> Vec<FieldChange> {
    let differs = wish.iter().filter(|(name, wish)| value(current, name) != **wish);
    differs
        .map(|(name, wish)| FieldChange {
            field: name.clone(),
            from: value(current, name),
            to: wish.clone(),
            secret: false,
        })
        .collect()
}

/// What is done to an object and is no property of it, in a word.
pub(super) fn happens(what: &str, current: &Object) -> Vec<FieldChange> {
    let change = FieldChange {
        field: what.to_owned(),
        from: Value::Bool(false),
        to: Value::Bool(true),
        secret: false,
    };
    (!current.is_empty()).then_some(change).into_iter().collect()
}

/// The values that the wish will replace.
pub(super) fn base(wish: &Object, current: &Object) -> Object {
    wish.keys().map(|name| (name.clone(), value(current, name))).collect()
}

/// What somebody else has set to neither base nor wish is a conflict.
pub(super) fn precondition(wish: &Object, base: &Object, server: Option<&Object>) -> Precondition {
    let Some(server) = server else {
        return Precondition::Gone;
    };
    let open: Vec<&String> = wish.keys().filter(|name| value(server, name) != wish[*name]).collect();
    if open.is_empty() {
        return Precondition::AlreadySo;
    }
    let moved = open.into_iter().filter(|name| value(server, name) != value(base, name));
    let conflicts: Vec<Conflict> = moved
        .map(|name| Conflict {
            field: name.clone(),
            base: value(base, name),
            theirs: value(server, name),
            yours: wish[name].clone(),
        })
        .collect();
    match conflicts.is_empty() {
        true => Precondition::Go,
        false => Precondition::Conflict(conflicts),
    }
}

/// Of what sets nothing itself: whatever was decided on and is not so any more is a conflict.
pub(super) fn unmoved(base: &Object, server: &Object) -> Precondition {
    let moved: Vec<Conflict> = changes(base, server)
        .into_iter()
        .map(|change| Conflict {
            field: change.field,
            base: change.to,
            theirs: change.from,
            yours: Value::Null,
        })
        .collect();
    match moved.is_empty() {
        true => Precondition::Go,
        false => Precondition::Conflict(moved),
    }
}

/// Whether the server shows every wished value.
pub(super) fn is_there(wish: &Object, server: Option<&Object>) -> bool {
    server.is_some_and(|server| wish.iter().all(|(name, wish)| value(server, name) == *wish))
}

/// How far apart the clocks of two of Microsoft's services may be.
const CLOCKS_DIFFER: TimeDelta = TimeDelta::seconds(5);

/// A request takes effect within this time, or somebody else's was there first.
const ON_THE_WAY: TimeDelta = TimeDelta::minutes(3);

/// Whether the date that the server notes of such a write is one that this attempt can have made.
pub(super) fn is_stamped(name: &str, sent: &Sent, server: Option<&Object>) -> bool {
    // Without knowing what stood there before the attempt, a date proves nothing.
    let (Some(_), Some(now)) = (
        sent.before.get(name),
        server.and_then(|server| field::time(server, name)),
    ) else {
        return false;
    };
    let newer = field::time(sent.before, name).is_none_or(|then| now > then);
    let since = |slack| sent.at.is_some_and(|at| now >= at - slack);
    // A later date is that of another change: whether this one came before it, nobody can tell.
    if sent.at.is_none_or(|at| now > at + ON_THE_WAY) {
        return false;
    }
    if sent.accepted {
        // Two within one second leave the same date.
        newer || since(TimeDelta::zero())
    } else {
        // Somebody else's, older than this attempt, may only now have reached the replica that answers.
        newer && since(CLOCKS_DIFFER)
    }
}
