//! Operations that set properties of an object: what they share in comparing wish, base and server.

use super::{Precondition, value};
use kontor_model::{Conflict, FieldChange, Object};

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

/// Whether the server shows every wished value.
pub(super) fn is_there(wish: &Object, server: Option<&Object>) -> bool {
    server.is_some_and(|server| wish.iter().all(|(name, wish)| value(server, name) == *wish))
}
