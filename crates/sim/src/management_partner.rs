//! Azure Resource Manager's management partner, api-version 2018-02-01: to which partner what an account does in a tenant is credited.

use std::collections::HashMap;

use serde_json::{Map, Value as Json, json};

use crate::call::{Answer, Call};
use crate::effect::Change;
use crate::time::stamp;
use crate::world::World;

/// The links of a tenant, by who has them.
pub type Links = HashMap<String, Link>;

#[derive(Clone)]
pub struct Link {
    partner: String,
    /// Counts the writes, in `etag` and `version` alike.
    version: u32,
    created: i64,
    updated: i64,
}

/// Partners whose names are known; others are named by their id.
const NAMES: [(&str, &str); 3] = [
    ("4419021", "Lysverk Sky AS"),
    ("5120388", "Fjordnett Drift AS"),
    ("6033517", "Havblikk IT AS"),
];

impl Link {
    fn json(&self, world: &World, actor: &str) -> Json {
        let name = NAMES.iter().find(|(id, _)| *id == self.partner).map(|(_, name)| *name);
        json!({
            "etag": self.version, "id": format!("/providers/microsoft.managementpartner/partners/{}", self.partner),
            "name": self.partner, "type": "Microsoft.ManagementPartner/partners",
            "properties": {
                "partnerId": self.partner, "partnerName": name.unwrap_or(&self.partner), "tenantId": world.tenant.id,
                "objectId": actor, "version": self.version, "createdTime": stamp(self.created),
                "updatedTime": stamp(self.updated), "state": "Active",
            },
        })
    }
}

/// `rest` is what follows `/providers/Microsoft.ManagementPartner`.
pub fn route(world: &mut World, call: &Call, rest: &[&str]) -> Result<Answer, Answer> {
    let ["partners", id @ ..] = rest else {
        return Err(not_found(&call.path));
    };
    let held = world.links.get(&call.actor).cloned();
    match (call.method.as_str(), id) {
        ("GET", []) => {
            let link = held.ok_or_else(|| not_found("partners"))?;
            Ok(Answer::json(200, &link.json(world, &call.actor)))
        }
        ("GET", [id]) => {
            let link = held.filter(|link| link.partner == *id).ok_or_else(|| not_found(id))?;
            Ok(Answer::json(200, &link.json(world, &call.actor)))
        }
        ("PUT", [id]) => match held {
            Some(link) => {
                let message = format!("The account is linked with the partner id {} already.", link.partner);
                Err(Answer::error(409, "Conflict", &message))
            }
            None => set(world, call, valid(id)?, None),
        },
        ("PATCH", [id]) => {
            let link = held.ok_or_else(|| not_found(id))?;
            set(world, call, valid(id)?, Some(link))
        }
        ("DELETE", [id]) => {
            let link = held.filter(|link| link.partner == *id).ok_or_else(|| not_found(id))?;
            world.links.remove(&call.actor);
            log(world, call, Some(&link), None);
            Ok(Answer::empty(200))
        }
        _ => Err(Answer::error(
            405,
            "MethodNotAllowed",
            "The method is not allowed here.",
        )),
    }
}

fn valid(id: &str) -> Result<&str, Answer> {
    let fits = (4..=10).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_digit());
    fits.then_some(id)
        .ok_or_else(|| Answer::error(400, "BadRequest", &format!("The partner id '{id}' is not valid.")))
}

fn not_found(what: &str) -> Answer {
    Answer::error(404, "NotFound", &format!("The partner link '{what}' was not found."))
}

fn set(world: &mut World, call: &Call, id: &str, before: Option<Link>) -> Result<Answer, Answer> {
    let now = world.clock.seconds();
    let link = Link {
        partner: id.to_owned(),
        version: before.as_ref().map_or(0, |link| link.version) + 1,
        created: before.as_ref().map_or(now, |link| link.created),
        updated: now,
    };
    world.links.insert(call.actor.clone(), link.clone());
    log(world, call, before.as_ref(), Some(&link));
    Ok(Answer::json(200, &link.json(world, &call.actor)))
}

fn log(world: &mut World, call: &Call, before: Option<&Link>, after: Option<&Link>) {
    let shown = |link: Option<&Link>| match link {
        Some(link) => Json::Object(Map::from_iter([("partnerId".to_owned(), json!(link.partner))])),
        None => Json::Null,
    };
    let change = Change {
        before: shown(before),
        after: shown(after),
    };
    world.log(call, &call.actor, &Json::Null, change, 200);
}
