//! Partner Center. The tenant is a customer, no partner: everything is refused, in Partner Center's own error shape.

use serde_json::json;

use crate::call::{Answer, Call};
use crate::tokens::Audience;
use crate::world::World;

pub fn answer(world: &World, call: &Call) -> Answer {
    let (status, code, text) = match world.tokens.check(call, Audience::Partner, world.clock.seconds()) {
        None => (401, 401, "Access token is invalid or has expired."),
        Some(_) => (
            403,
            2003,
            "The account is not allowed to perform this operation: it has no partner relationship.",
        ),
    };
    let body = json!({"code": code, "description": text, "data": [], "source": "PartnerFD"});
    // Its answers begin with a byte order mark.
    let bytes = [&b"\xef\xbb\xbf"[..], body.to_string().as_bytes()].concat();
    Answer::bytes(status, "application/json; charset=utf-8", bytes)
        .with("ms-correlationid", call.header("ms-correlationid").unwrap_or(&call.id))
        .with("ms-requestid", call.header("ms-requestid").unwrap_or(&call.id))
}
