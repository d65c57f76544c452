//! Which of the services a path belongs to.

use crate::call::{Answer, Call};
use crate::http::{Shared, lock};
use crate::{arm, control, graph, login, partner};

pub fn answer(world: &Shared, call: &Call) -> Answer {
    match call.segments.first().map(String::as_str) {
        Some("_sim") => control::answer(world, call),
        Some("v1.0") => graph::answer(world, call),
        Some("beta") => Answer::error(400, "BadRequest", "Only v1.0 is served here."),
        Some("v1") => partner::answer(&lock(world), call),
        Some("providers" | "documents") => arm::answer(&mut lock(world), call),
        _ => login::answer(&mut lock(world), call)
            .unwrap_or_else(|| Answer::error(404, "NotFound", "The resource could not be found.")),
    }
}
