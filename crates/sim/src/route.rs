//! Which tenant a request is for, and which of the services.

use crate::call::{Answer, Call};
use crate::http::{Shared, lock};
use crate::{arm, control, graph, login, partner};

/// The place of the tenant that a request is for: what its path, its token or its link tells, or else `home`.
pub fn place(worlds: &[Shared], home: usize, call: &Call) -> usize {
    if worlds.len() == 1 {
        return home;
    }
    let mut all = worlds.iter().map(lock);
    let found = match call.segments.first().map(String::as_str) {
        Some("_sim") => {
            let wanted = call.query("tenant").unwrap_or_default().to_lowercase();
            all.position(|w| w.tenant.id.to_string() == wanted)
        }
        Some("documents") => all.position(|w| call.query("sig").is_some_and(|sig| w.unseal(sig).is_some())),
        Some("v1.0" | "v1" | "providers") => all.position(|w| w.tokens.knows(call)),
        _ => all.position(|w| login::is_for(&w, call)),
    };
    found.unwrap_or(home)
}

pub fn answer(worlds: &[Shared], place: usize, call: &Call) -> Answer {
    let world = &worlds[place];
    match call.segments.first().map(String::as_str) {
        Some("_sim") => control::answer(worlds, place, call),
        Some("v1.0") => graph::answer(world, call),
        Some("beta") => Answer::error(400, "BadRequest", "Only v1.0 is served here."),
        Some("v1") => partner::answer(worlds, place, call),
        Some("providers" | "documents") => arm::answer(&mut lock(world), call),
        _ => login::answer(worlds, place, call)
            .unwrap_or_else(|| Answer::error(404, "NotFound", "The resource could not be found.")),
    }
}
