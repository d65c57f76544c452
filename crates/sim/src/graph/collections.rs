//! The small collections: organization, directory synchronisation, groups.

use serde_json::{Value as Json, json};
use uuid::Uuid;

use super::{collection, entity, list, roles, users};
use crate::call::{Answer, Call};
use crate::user::User;
use crate::world::World;

fn unknown(rest: &[&str]) -> Answer {
    super::unknown_segment(rest.last().copied().unwrap_or_default())
}

pub fn organization(world: &mut World, call: &Call, rest: &[&str]) -> Result<Answer, Answer> {
    let mut item = world.tenant.organization(world.clock.seconds() - 1500);
    if !world.partnership.customers().is_empty() {
        item["partnerTenantType"] = "resellerPartnerDelegatedAdmin".into();
    }
    match rest {
        [] => collection(call, "organization", vec![item]),
        [id] if id.eq_ignore_ascii_case(&world.tenant.id.to_string()) => entity(call, "organization", item),
        [id] => Err(Answer::not_found(id)),
        _ => Err(unknown(rest)),
    }
}

pub fn synchronization(world: &mut World, call: &Call, rest: &[&str]) -> Result<Answer, Answer> {
    let item = json!({
        "id": world.tenant.sync_id,
        "configuration": {"accidentalDeletionPrevention": {"synchronizationPreventionType": "enabledForCount", "alertThreshold": 500}},
        "features": world.tenant.sync_features,
    });
    match rest {
        [] => collection(call, "directory/onPremisesSynchronization", vec![item]),
        [id] if id.eq_ignore_ascii_case(&world.tenant.sync_id.to_string()) => {
            entity(call, "directory/onPremisesSynchronization", item)
        }
        [id] => Err(Answer::not_found(id)),
        _ => Err(unknown(rest)),
    }
}

pub fn groups(world: &mut World, call: &Call, rest: &[&str]) -> Result<Answer, Answer> {
    let errors = |group: Uuid| {
        let bad =
            |u: &User| u.deleted.is_none() && u.licences.iter().any(|l| l.group == Some(group) && l.error != "None");
        world.people.all().any(|(_, u)| bad(u))
    };
    let Some((id, below)) = rest.split_first() else {
        let mut items: Vec<Json> = world
            .groups
            .iter()
            .map(|g| g.json(errors(g.id), &world.tenant.main))
            .collect();
        if call.query("$select").is_none() {
            items.iter_mut().for_each(hide);
        }
        return collection(call, "groups", items);
    };
    let group = world.groups.iter().find(|g| g.id.to_string().eq_ignore_ascii_case(id));
    let group = group.ok_or_else(|| Answer::not_found(id))?;
    let is_bad = |u: &User| {
        u.licences
            .iter()
            .any(|l| l.group == Some(group.id) && l.error != "None")
    };
    match below {
        [] => {
            let mut item = group.json(errors(group.id), &world.tenant.main);
            if call.query("$select").is_none() {
                hide(&mut item);
            }
            entity(call, "groups", item)
        }
        ["members"] => members(world, call, group.members.iter().copied(), |_| true),
        ["membersWithLicenseErrors"] => members(world, call, group.members.iter().copied(), is_bad),
        _ => Err(unknown(rest)),
    }
}

/// Only given when selected by name.
fn hide(group: &mut Json) {
    if let Some(map) = group.as_object_mut() {
        map.retain(|name, _| {
            ![
                "assignedLicenses",
                "licenseProcessingState",
                "hasMembersWithLicenseErrors",
            ]
            .contains(&name.as_str())
        });
    }
}

/// A page of directory objects, in the order of their ids in the group.
fn members(
    world: &World,
    call: &Call,
    ids: impl Iterator<Item = Uuid>,
    keep: impl Fn(&User) -> bool,
) -> Result<Answer, Answer> {
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
    let all: Vec<&std::sync::Arc<User>> = ids
        .filter_map(|id| world.people.get(world.people.slot_of_id(id)?))
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
        hide(&mut item);
        if let Some(map) = item.as_object_mut() {
            map.shift_insert(0, "@odata.type".to_owned(), format!("#microsoft.graph.{kind}").into());
        }
        item
    };
    let groups = world.groups.iter().filter(|g| g.members.contains(&id));
    let roles = world
        .tenant
        .roles
        .iter()
        .filter(|r| r.assignments.iter().any(|a| a.principal == id));
    let items = groups
        .map(|g| typed(g.json(false, &world.tenant.main), "group"))
        .chain(roles.map(|r| typed(roles::activated(r), "directoryRole")))
        .collect();
    collection(call, "directoryObjects", items)
}
