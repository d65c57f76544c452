//! `/directory/deletedItems`: the thirty days in which a deleted user can come back.

use serde_json::{Value as Json, json};

use super::list::{self, Which};
use super::users;
use crate::call::{Answer, Call};
use crate::http::Shared;
use crate::user::{Prop, User, Value};
use crate::world::World;

/// As in `/users`, with the time of deletion.
const PROPS: [Prop; 12] = {
    let mut all = [Prop::DeletedDateTime; 12];
    let mut i = 0;
    while i < Prop::DEFAULT.len() {
        all[i] = Prop::DEFAULT[i];
        i += 1;
    }
    all
};

pub fn list(world: &Shared, call: &Call) -> Result<Answer, Answer> {
    list::page(world, call, Which::Deleted)
}

fn find(world: &World, id: &str) -> Result<u32, Answer> {
    let slot = id.parse().ok().and_then(|id| world.people.slot_of_id(id));
    slot.filter(|s| world.people.get(*s).is_some_and(|u| u.deleted.is_some()))
        .ok_or_else(|| Answer::not_found(id))
}

pub fn get(world: &mut World, call: &Call, id: &str) -> Result<Answer, Answer> {
    let as_of = world.replica();
    let seen = id.parse::<uuid::Uuid>().ok().and_then(|_| world.people.read(id, as_of));
    let user = seen
        .filter(|u| u.deleted.is_some())
        .ok_or_else(|| Answer::not_found(id))?;
    let props = if call.query("$select").is_some() {
        list::select(call)?
    } else {
        PROPS.to_vec()
    };
    let mut body = user.json(&props);
    if let Some(map) = body.as_object_mut() {
        map.shift_insert(0, "@odata.type".to_owned(), "#microsoft.graph.user".into());
        map.shift_insert(
            0,
            "@odata.context".to_owned(),
            super::context(call, "directoryObjects/$entity").into(),
        );
    }
    Ok(Answer::json(200, &body))
}

pub fn restore(world: &mut World, call: &Call, id: &str) -> Result<Answer, Answer> {
    let slot = find(world, id)?;
    let Some(mut user) = world.people.get(slot).map(|u| User::clone(u)) else {
        return Err(Answer::not_found(id));
    };
    if world.people.slot_of_upn(user.text(Prop::UserPrincipalName)).is_some() {
        return Err(users::taken("userPrincipalName"));
    }
    let sent: Json = serde_json::from_slice(&call.body).unwrap_or(json!({}));
    let mine = users::addresses(&user);
    if users::address_taken(world, Some(slot), &mine) {
        if sent.get("autoReconcileProxyConflict") != Some(&json!(true)) {
            return Err(users::taken("proxyAddresses"));
        }
        let kept: Vec<String> = texts(&user)
            .into_iter()
            .zip(mine)
            .filter(|(_, plain)| !users::address_taken(world, Some(slot), std::slice::from_ref(plain)))
            .map(|(address, _)| address)
            .collect();
        user.set(Prop::ProxyAddresses, Value::texts(&kept));
    }
    user.deleted = None;
    let mut body = user.json(&Prop::DEFAULT);
    if let Some(map) = body.as_object_mut() {
        map.shift_insert(0, "@odata.type".to_owned(), "#microsoft.graph.user".into());
        map.shift_insert(
            0,
            "@odata.context".to_owned(),
            super::context(call, "directoryObjects/$entity").into(),
        );
    }
    world.write_user(call, slot, Some(user), &sent, 200);
    Ok(Answer::json(200, &body))
}

fn texts(user: &User) -> Vec<String> {
    match user.get(Prop::ProxyAddresses) {
        Value::Texts(all) => all.iter().map(|a| a.to_string()).collect(),
        _ => Vec::new(),
    }
}

pub fn purge(world: &mut World, call: &Call, id: &str) -> Result<Answer, Answer> {
    let slot = find(world, id)?;
    world.write_user(call, slot, None, &Json::Null, 204);
    Ok(Answer::empty(204))
}
