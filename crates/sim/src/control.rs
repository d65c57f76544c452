//! `/_sim`: what tests of the separate program may ask and do; with `?tenant=` and its id to another tenant than the first. No Microsoft API has such a path, and no client calls it.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value as Json, json};

use crate::call::{Answer, Call};
use crate::faults;
use crate::graph;
use crate::groups::Group;
use crate::http::{Shared, lock};
use crate::login::{App, SignIn};
use crate::mutate;
use crate::partnership;
use crate::user::{Kind, Prop};
use crate::world::{Rights, World};

pub fn answer(worlds: &[Shared], place: usize, call: &Call) -> Answer {
    let segments: Vec<&str> = call.segments[1..].iter().map(String::as_str).collect();
    let mut world = lock(&worlds[place]);
    let number = |name: &str| call.query(name).and_then(|n| n.parse::<u64>().ok());
    match (call.method.as_str(), segments.as_slice()) {
        ("GET", ["state", "users"]) => Answer::bytes(200, "application/json", users(&world, false)),
        ("GET", ["state", "deleted-users"]) => Answer::bytes(200, "application/json", users(&world, true)),
        ("GET", ["effects"]) => Answer::json(200, &json!({"value": world.effects})),
        ("POST", ["mutate"]) => {
            let count = usize::try_from(number("count").unwrap_or(1)).unwrap_or(1);
            let done = mutate::run(&mut world, number("seed").unwrap_or(0), count);
            Answer::json(200, &json!({"applied": done}))
        }
        ("POST", ["provision"]) => {
            let count = usize::try_from(number("count").unwrap_or(1)).unwrap_or(1);
            Answer::json(200, &json!({"applied": mutate::provision(&mut world, count)}))
        }
        ("POST", ["seats"]) => match number("count").and_then(|count| u32::try_from(count).ok()) {
            Some(seats) if mutate::buy(&mut world, call.query("subscription").unwrap_or_default(), seats) => {
                Answer::empty(204)
            }
            Some(_) => Answer::error(404, "NotFound", "There is no such subscription."),
            None => Answer::error(400, "BadRequest", "count is missing."),
        },
        ("PUT", ["password-reset"]) => match serde_json::from_value(call.query("who").unwrap_or_default().into()) {
            Ok(who) => {
                let now = world.clock.seconds();
                world.tenant.password_reset.set(who, now);
                Answer::empty(204)
            }
            Err(error) => Answer::error(400, "BadRequest", &error.to_string()),
        },
        ("POST", ["advance"]) => match number("seconds") {
            Some(seconds) => {
                drop(world);
                let by = Duration::from_secs(seconds);
                worlds.iter().for_each(|world| lock(world).advance(by));
                Answer::json(
                    200,
                    &json!({"now": crate::time::stamp(lock(&worlds[place]).clock.seconds())}),
                )
            }
            None => Answer::error(400, "BadRequest", "seconds is missing."),
        },
        ("POST", ["lag"]) => match number("ms").and_then(|ms| i64::try_from(ms).ok()) {
            Some(ms) => {
                world.lag = ms;
                Answer::empty(204)
            }
            None => Answer::error(400, "BadRequest", "ms is missing."),
        },
        ("PUT", ["faults"]) => match faults::read(&String::from_utf8_lossy(&call.body)) {
            Ok(rules) => {
                world.faults.set(rules);
                Answer::empty(204)
            }
            Err(message) => Answer::error(400, "BadRequest", &message),
        },
        ("GET", ["state", "domains"]) => Answer::json(200, &json!({"value": world.tenant.domains})),
        ("GET", ["state", "groups"]) => Answer::json(200, &json!({"value": groups_json(&world)})),
        ("GET", ["secrets"]) => Answer::json(200, &json!({"value": world.tokens.secrets})),
        ("GET", ["mails"]) => Answer::json(200, &json!({"value": world.mails})),
        ("POST", ["accounts"]) => match rights(call).and_then(|r| world.add_account(r)) {
            Ok(token) => Answer::json(201, &json!({"id": world.tokens.person(&token), "token": token})),
            Err(message) => Answer::error(400, "BadRequest", &message),
        },
        ("PUT", ["rights"]) => {
            match rights(call).and_then(|r| world.set_rights(call.query("token").unwrap_or_default(), r)) {
                Ok(()) => Answer::empty(204),
                Err(message) => Answer::error(400, "BadRequest", &message),
            }
        }
        ("POST", [what @ ("expire" | "revive")]) => {
            if world
                .tokens
                .expire(call.query("token").unwrap_or_default(), *what == "expire")
            {
                Answer::empty(204)
            } else {
                Answer::error(404, "NotFound", "There is no such token.")
            }
        }
        ("POST", ["revoke"]) => {
            world.revoke();
            Answer::empty(204)
        }
        ("POST", ["end-delegation"]) => {
            drop(world);
            partnership::end(worlds, place);
            Answer::empty(204)
        }
        ("PUT", ["sign-in"]) => match serde_json::from_slice::<SignIn>(&call.body) {
            Ok(behaviour) => {
                world.login.behaviour = behaviour;
                Answer::empty(204)
            }
            Err(error) => Answer::error(400, "BadRequest", &error.to_string()),
        },
        ("PUT", ["apps"]) => {
            let app = serde_json::from_slice::<App>(&call.body).map_err(|e| e.to_string());
            match app.and_then(|app| world.login.register(app)) {
                Ok(()) => Answer::empty(204),
                Err(message) => Answer::error(400, "BadRequest", &message),
            }
        }
        ("GET", ["mfa"]) => Answer::json(200, &json!({"number": world.login.number()})),
        ("POST", ["keys", "rotate"]) => {
            drop(world);
            worlds.iter().for_each(|world| lock(world).login.keys.rotate());
            Answer::empty(204)
        }
        _ => Answer::error(404, "NotFound", "There is no such control."),
    }
}

/// `{"scopes":[…],"roles":[…]}`; without scopes, all of them.
fn rights(call: &Call) -> Result<Rights, String> {
    serde_json::from_slice(&call.body).map_err(|e| e.to_string())
}

/// Every property that a user's reads can give.
pub fn every_property() -> Vec<Prop> {
    Prop::ALL
        .iter()
        .copied()
        .filter(|p| p.kind() != Kind::Outside)
        .collect()
}

/// `{"value":[…]}` with every property of every user, as the primary holds them.
pub fn users(world: &World, deleted: bool) -> Vec<u8> {
    let props = every_property();
    let mut out = b"{\"value\":[".to_vec();
    let mut first = true;
    for (_, user) in world.people.all().filter(|(_, u)| u.deleted.is_some() == deleted) {
        if !first {
            out.push(b',');
        }
        first = false;
        user.write(&props, &mut out);
    }
    out.extend_from_slice(b"]}");
    out
}

/// The same as values.
pub fn users_json(world: &World, deleted: bool) -> Vec<Json> {
    match serde_json::from_slice::<Json>(&users(world, deleted)) {
        Ok(Json::Object(mut map)) => match map.remove("value") {
            Some(Json::Array(all)) => all,
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// Every group with every property and its members, as the primary holds it.
pub fn groups_json(world: &World) -> Vec<Json> {
    let whole = |group: &Arc<Group>| {
        let mut item = graph::group(world, group);
        item["members"] = json!(group.members);
        item
    };
    world.groups.all().iter().map(whole).collect()
}
