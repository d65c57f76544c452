//! Microsoft Graph v1.0: who may call, and which handler a path has.

mod batch;
mod collections;
mod deleted;
mod delta;
mod domains;
mod group_delta;
mod groups;
mod health;
mod licences;
mod list;
mod mail;
pub mod manager;
mod partner;
mod policies;
mod reports;
mod rights;
mod roles;
mod users;

use serde_json::{Value as Json, json};

use crate::call::{Answer, Call};
use crate::faults;
use crate::http::{Shared, lock};
use crate::tokens::{Audience, Party, Token};

pub use groups::whole as group;

pub fn answer(world: &Shared, call: &Call) -> Answer {
    let token = {
        let world = lock(world);
        let token = world.tokens.check(call, Audience::Graph, world.clock.seconds());
        token.filter(|t| !matches!(t.party, Party::Person(id) if !world.people.is_active(id)))
    };
    match token {
        Some(token) => dispatch(world, call, &token),
        None => faults::unauthorized(None),
    }
}

fn dispatch(world: &Shared, call: &Call, token: &Token) -> Answer {
    let segments: Vec<&str> = call.segments[1..].iter().map(String::as_str).collect();
    if let Some(refusal) = rights::refused(&lock(world), call, &segments, token) {
        return refusal;
    }
    let result = match (call.method.as_str(), segments.as_slice()) {
        ("POST", ["$batch"]) => batch::answer(world, call),
        ("GET", ["users"]) => users::list(world, call),
        ("POST", ["users"]) => users::create(&mut lock(world), call),
        ("GET", ["users", "$count"]) => users::count(world, call),
        ("GET", ["users", "delta"]) => delta::answer(world, call),
        ("GET", ["users", id]) => users::get(&mut lock(world), call, id),
        ("GET", ["me"]) => users::me(&mut lock(world), call, &token.party),
        ("POST", ["me", "sendMail"]) => mail::send(&mut lock(world), call, None, &token.party),
        ("POST", ["users", id, "sendMail"]) => mail::send(&mut lock(world), call, Some(id), &token.party),
        ("PATCH", ["users", id]) => users::update(&mut lock(world), call, id),
        ("DELETE", ["users", id]) => users::delete(&mut lock(world), call, id, &token.party),
        ("GET", ["users", id, "manager"]) => manager::get(&mut lock(world), call, id),
        ("PUT", ["users", id, "manager", "$ref"]) => manager::set(&mut lock(world), call, id),
        ("DELETE", ["users", id, "manager", "$ref"]) => manager::remove(&mut lock(world), call, id),
        ("GET", ["users", id, "directReports"]) => manager::reports(&mut lock(world), call, id),
        ("GET", ["users", id, "licenseDetails"]) => licences::details(&mut lock(world), call, id),
        ("GET", ["users", id, "memberOf", group]) => groups::member_in(&mut lock(world), call, id, group),
        ("GET", ["users", id, "memberOf"]) => groups::member_of(&mut lock(world), call, id),
        ("POST", ["users", id, "assignLicense"]) => licences::assign(&mut lock(world), call, id),
        ("POST", ["users", id, "reprocessLicenseAssignment"]) => licences::reprocess(&mut lock(world), call, id),
        ("POST", ["users", id, "revokeSignInSessions"]) => users::revoke(&mut lock(world), call, id),
        ("GET", ["directory", "deletedItems", "microsoft.graph.user" | "graph.user"]) => deleted::list(world, call),
        ("GET", ["directory", "deletedItems"]) => {
            Err(Answer::bad("Resource type must be specified: microsoft.graph.user."))
        }
        ("GET", ["directory", "deletedItems", id]) => deleted::get(&mut lock(world), call, id),
        ("DELETE", ["directory", "deletedItems", id]) => deleted::purge(&mut lock(world), call, id),
        ("POST", ["directory", "deletedItems", id, "restore"]) => deleted::restore(&mut lock(world), call, id),
        ("GET", ["subscribedSkus", rest @ ..]) => licences::skus(&mut lock(world), call, rest),
        ("GET", ["directory", rest @ ..]) if rest.first().is_some_and(|s| s.starts_with("subscriptions")) => {
            licences::subscriptions(&mut lock(world), call, rest)
        }
        ("GET", ["domains", rest @ ..]) => domains::read(&mut lock(world), call, rest),
        ("PATCH", ["domains", name]) => domains::update(&mut lock(world), call, name),
        ("GET", ["organization", rest @ ..]) => collections::organization(&mut lock(world), call, rest),
        ("GET", ["directory", "onPremisesSynchronization", rest @ ..]) => {
            collections::synchronization(&mut lock(world), call, rest)
        }
        ("GET", ["groups", "delta"]) => group_delta::answer(&mut lock(world), call),
        ("GET", ["groups", rest @ ..]) => groups::read(&mut lock(world), call, rest),
        ("POST", ["groups", id, "assignLicense"]) => groups::assign(&mut lock(world), call, id),
        ("POST", ["groups", id, "members", "$ref"]) => groups::add_member(&mut lock(world), call, id),
        ("DELETE", ["groups", id, "members", member, "$ref"]) => {
            groups::remove_member(&mut lock(world), call, id, member)
        }
        ("GET", ["directoryRoles", rest @ ..]) => roles::directory_roles(&mut lock(world), call, rest),
        ("POST", ["roleManagement", "directory", "roleAssignments"]) => roles::assign(&mut lock(world), call),
        ("DELETE", ["roleManagement", "directory", "roleAssignments", id]) => roles::remove(&mut lock(world), call, id),
        ("GET", ["policies", "authorizationPolicy"]) => policies::authorization(&lock(world), call),
        ("GET", ["policies", "authenticationMethodsPolicy"]) => policies::authentication_methods(&lock(world), call),
        ("PATCH", ["policies", "authorizationPolicy"]) => policies::update_authorization(&mut lock(world), call),
        ("GET", ["reports", "authenticationMethods", "userRegistrationDetails"]) => {
            reports::registration_details(&lock(world), call)
        }
        ("GET", ["roleManagement", "directory", rest @ ..]) => roles::read(&lock(world), call, rest),
        ("GET", ["admin", "serviceAnnouncement", "healthOverviews", rest @ ..]) => {
            health::overviews(&lock(world), call, rest)
        }
        ("GET", ["admin", "serviceAnnouncement", "issues", rest @ ..]) => health::issues(&lock(world), call, rest),
        ("GET", ["contracts", rest @ ..]) => partner::contracts(&lock(world), call, rest),
        ("GET", ["tenantRelationships", "delegatedAdminRelationships", rest @ ..]) => {
            partner::relationships(&lock(world), call, rest)
        }
        ("GET", ["tenantRelationships", "delegatedAdminCustomers", rest @ ..]) => {
            partner::customers(&lock(world), call, rest)
        }
        ("GET", ["tenantRelationships", name]) => partner::information(&lock(world), call, name),
        (_, known) if KNOWN.iter().any(|k| known.first() == Some(k)) => Err(Answer::error(
            405,
            "Request_BadRequest",
            "Specified HTTP method is not allowed for the request target.",
        )),
        (_, rest) => Err(unknown_segment(rest.first().copied().unwrap_or_default())),
    };
    result.unwrap_or_else(|refusal| refusal)
}

fn unknown_segment(name: &str) -> Answer {
    Answer::error(
        400,
        "BadRequest",
        &format!("Resource not found for the segment '{name}'."),
    )
}

/// First segments that are served, for telling a wrong method from an unknown resource.
const KNOWN: [&str; 15] = [
    "admin",
    "contracts",
    "tenantRelationships",
    "$batch",
    "users",
    "me",
    "directory",
    "subscribedSkus",
    "domains",
    "organization",
    "groups",
    "directoryRoles",
    "roleManagement",
    "policies",
    "reports",
];

/// A collection that comes whole, with `$select` and `$filter` applied.
fn collection(call: &Call, name: &str, items: Vec<Json>) -> Result<Answer, Answer> {
    let filter = match call.query("$filter") {
        Some(text) => Some(crate::filter::Term::parse(text).map_err(|m| Answer::error(400, "BadRequest", &m))?),
        None => None,
    };
    let items: Vec<Json> = items
        .into_iter()
        .filter(|i| filter.as_ref().is_none_or(|f| f.matches(i)))
        .map(|i| selected(call, i))
        .collect();
    Ok(Answer::json(
        200,
        &json!({"@odata.context": context(call, name), "value": items}),
    ))
}

/// One object, with `$select` applied.
fn entity(call: &Call, name: &str, item: Json) -> Result<Answer, Answer> {
    let mut item = selected(call, item);
    if let Some(map) = item.as_object_mut() {
        map.shift_insert(
            0,
            "@odata.context".to_owned(),
            context(call, &format!("{name}/$entity")).into(),
        );
    }
    Ok(Answer::json(200, &item))
}

fn context(call: &Call, name: &str) -> String {
    format!("{}/v1.0/$metadata#{name}", call.base)
}

fn selected(call: &Call, mut item: Json) -> Json {
    if let (Some(select), Some(map)) = (call.query("$select"), item.as_object_mut()) {
        let names: Vec<&str> = select.split(',').map(str::trim).collect();
        map.retain(|name, _| name == "id" || name.starts_with('@') || names.contains(&name.as_str()));
    }
    item
}
