//! Groups: reading them and their members, giving them licences, and who is a member.

use std::sync::Arc;

use serde_json::{Map, Value as Json, json};
use uuid::Uuid;

use super::collections::unknown;
use super::roles::activated;
use super::{collection, entity, licences, list, users};
use crate::call::{Answer, Call};
use crate::groups::{Group, What};
use crate::user::User;
use crate::world::World;

/// Only given when selected by name.
const HIDDEN: [&str; 3] = [
    "assignedLicenses",
    "licenseProcessingState",
    "hasMembersWithLicenseErrors",
];

fn is_bad(user: &User, group: Uuid) -> bool {
    let mut licences = user.licences.iter();
    user.deleted.is_none() && licences.any(|l| l.group == Some(group) && l.error != "None")
}

/// The group with every property.
pub fn whole(world: &World, group: &Group) -> Json {
    let errors = world.people.all().any(|(_, user)| is_bad(user, group.id));
    group.json(errors, &world.tenant.main)
}

/// The names that may be selected, and that an answer has unless told otherwise.
pub fn selected(call: &Call, known: &Map<String, Json>) -> Result<Vec<String>, Answer> {
    let Some(select) = call.query("$select").filter(|select| !select.is_empty()) else {
        let shown = known.keys().filter(|name| !HIDDEN.contains(&name.as_str()));
        return Ok(shown.cloned().collect());
    };
    let mut names = vec!["id".to_owned()];
    for name in select.split(',').map(str::trim) {
        if name != "members" && !known.contains_key(name) {
            let message = format!(
                "Parsing OData Select and Expand failed: Could not find a property named '{name}' on type 'microsoft.graph.group'."
            );
            return Err(Answer::error(400, "BadRequest", &message));
        }
        names.push(name.to_owned());
    }
    Ok(names)
}

fn shown(call: &Call, item: Json) -> Result<Json, Answer> {
    let Json::Object(mut map) = item else { return Ok(item) };
    let names = selected(call, &map)?;
    map.retain(|name, _| names.contains(name));
    Ok(Json::Object(map))
}

fn find(world: &World, id: &str) -> Result<usize, Answer> {
    world.groups.find(id).ok_or_else(|| Answer::not_found(id))
}

pub fn read(world: &mut World, call: &Call, rest: &[&str]) -> Result<Answer, Answer> {
    let as_of = world.replica();
    let Some((id, below)) = rest.split_first() else {
        let all = 0..world.groups.all().len();
        let items: Result<Vec<Json>, Answer> = all
            .map(|place| whole(world, world.groups.view(place, as_of)))
            .map(|item| match call.query("$filter") {
                None => shown(call, item),
                Some(_) => Ok(item),
            })
            .collect();
        return collection(call, "groups", items?);
    };
    let group = world.groups.view(find(world, id)?, as_of).clone();
    match below {
        [] => entity(call, "groups", shown(call, whole(world, &group))?),
        ["members"] => members(world, call, &group, |_| true),
        ["membersWithLicenseErrors"] => members(world, call, &group, |user| is_bad(user, group.id)),
        _ => Err(unknown(rest)),
    }
}

/// A page of directory objects, in the order of their ids in the group.
fn members(world: &World, call: &Call, group: &Group, keep: impl Fn(&User) -> bool) -> Result<Answer, Answer> {
    let props = list::select(call)?;
    let from = match call.query("$skiptoken") {
        None => 0,
        Some(token) => world
            .unseal(token)
            .and_then(|t| t.strip_prefix('m')?.parse::<usize>().ok())
            .ok_or_else(|| {
                Answer::error(
                    400,
                    "DirectoryPageTokenNotFoundException",
                    "The specified page token value is invalid or has expired.",
                )
            })?,
    };
    let top = call
        .query("$top")
        .and_then(|t| t.parse::<usize>().ok())
        .unwrap_or(100)
        .clamp(1, 999);
    let all: Vec<&Arc<User>> = group
        .members
        .iter()
        .filter_map(|id| world.people.get(world.people.slot_of_id(*id)?))
        .filter(|u| u.deleted.is_none() && keep(u))
        .collect();
    let items: Vec<Json> = all
        .iter()
        .skip(from)
        .take(top)
        .map(|u| {
            let mut item = u.json(&props);
            if let Some(map) = item.as_object_mut() {
                map.shift_insert(0, "@odata.type".to_owned(), "#microsoft.graph.user".into());
            }
            item
        })
        .collect();
    let mut body = json!({"@odata.context": super::context(call, "directoryObjects"), "value": items});
    if from + top < all.len() {
        let token = world.seal(&format!("m{}", from + top));
        let path = list::call_path(call);
        body["@odata.nextLink"] = format!("{}{path}?{}$skiptoken={token}", call.base, call.query_for_link()).into();
    }
    Ok(Answer::json(200, &body))
}

pub fn member_of(world: &mut World, call: &Call, key: &str) -> Result<Answer, Answer> {
    let slot = users::find(world, key)?;
    let id = world.people.get(slot).map(|u| u.id).unwrap_or_default();
    let typed = |mut item: Json, kind: &str| {
        if let Some(map) = item.as_object_mut() {
            map.retain(|name, _| !HIDDEN.contains(&name.as_str()));
            map.shift_insert(0, "@odata.type".to_owned(), format!("#microsoft.graph.{kind}").into());
        }
        item
    };
    let groups = world.groups.all().iter().filter(|g| g.members.contains(&id));
    let roles = world.tenant.roles.iter();
    let roles = roles.filter(|r| r.assignments.iter().any(|a| a.principal == id));
    let items = groups
        .map(|g| typed(whole(world, g), "group"))
        .chain(roles.map(|r| typed(activated(r), "directoryRole")))
        .collect();
    collection(call, "directoryObjects", items)
}

/// One group of a user's, as a replica knows it; not found when the user is no member.
pub fn member_in(world: &mut World, call: &Call, key: &str, group: &str) -> Result<Answer, Answer> {
    let as_of = world.replica();
    let slot = users::find(world, key)?;
    let id = world.people.get(slot).map(|u| u.id).unwrap_or_default();
    let found = world.groups.view(find(world, group)?, as_of).clone();
    if !found.members.contains(&id) {
        return Err(Answer::not_found(group));
    }
    entity(call, "directoryObjects", shown(call, whole(world, &found))?)
}

/// Accepted at once; the members get it, or do not, when the licensing service comes to them.
pub fn assign(world: &mut World, call: &Call, id: &str) -> Result<Answer, Answer> {
    let place = find(world, id)?;
    let body = users::object(call)?;
    let (add, remove) = licences::wishes(&body)?;
    let mut group = Group::clone(&world.groups.all()[place]);
    for sku in remove {
        let product = licences::product(sku)?;
        if !group.has(product) {
            return Err(licences::refuse("Group does not have a corresponding license."));
        }
        group.products.retain(|(own, _)| *own != product);
    }
    for entry in add {
        let product = licences::product(entry.get("skuId").unwrap_or(&Json::Null))?;
        let off: Arc<[Uuid]> = licences::disabled(entry, product)?.into();
        match group.products.iter_mut().find(|(own, _)| *own == product) {
            Some((_, plans)) => *plans = off,
            None => group.products.push((product, off)),
        }
    }
    group.processing = Some("QueuedForProcessing");
    let mut shown = whole(world, &group);
    if let Some(map) = shown.as_object_mut() {
        map.retain(|name, _| !HIDDEN[1..].contains(&name.as_str()));
        map.shift_insert(
            0,
            "@odata.context".to_owned(),
            super::context(call, "groups/$entity").into(),
        );
    }
    world.write_group(call, place, group, What::Properties, &Json::Object(body));
    Ok(Answer::json(202, &shown))
}

/// A group whose members nobody can change by hand.
fn changeable(group: &Group) -> Result<(), Answer> {
    if group.synced {
        return Err(Answer::bad(
            "Unable to update the specified properties for on-premises mastered Directory Sync objects or objects currently undergoing migration.",
        ));
    }
    match group.rule {
        Some(_) => Err(super::rights::denied()),
        None => Ok(()),
    }
}

pub fn add_member(world: &mut World, call: &Call, id: &str) -> Result<Answer, Answer> {
    let place = find(world, id)?;
    let mut group = Group::clone(&world.groups.all()[place]);
    changeable(&group)?;
    let body = users::object(call)?;
    let link = body.get("@odata.id").and_then(Json::as_str).unwrap_or_default();
    let key = link.rsplit('/').next().unwrap_or_default();
    if !(link.contains("/directoryObjects/") || link.contains("/users/")) {
        return Err(Answer::bad("Invalid URL format specified in '@odata.id'."));
    }
    let slot = users::find(world, key)?;
    let member = world.people.get(slot).map(|u| u.id).unwrap_or_default();
    if group.members.contains(&member) {
        return Err(Answer::bad(
            "One or more added object references already exist for the following modified properties: 'members'.",
        ));
    }
    group.members.push(member);
    world.write_group(call, place, group, What::Member(member, true), &Json::Object(body));
    Ok(Answer::empty(204))
}

pub fn remove_member(world: &mut World, call: &Call, id: &str, member: &str) -> Result<Answer, Answer> {
    let place = find(world, id)?;
    let mut group = Group::clone(&world.groups.all()[place]);
    changeable(&group)?;
    let is = |id: &Uuid| id.to_string().eq_ignore_ascii_case(member);
    let at = group
        .members
        .iter()
        .position(is)
        .ok_or_else(|| Answer::not_found(member))?;
    let gone = group.members.remove(at);
    world.write_group(call, place, group, What::Member(gone, false), &Json::Null);
    Ok(Answer::empty(204))
}

/// Whether roles can be given to the group, so that only few may change who is in it.
pub fn is_for_roles(world: &World, id: &str) -> bool {
    let place = world.groups.find(id);
    place.is_some_and(|place| world.groups.all()[place].role_assignable)
}
