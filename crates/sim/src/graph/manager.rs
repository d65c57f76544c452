//! Who somebody's manager is, and whose manager somebody is: relations, read and written at addresses of their own.

use serde_json::Value as Json;
use uuid::Uuid;

use super::{list, users};
use crate::call::{Answer, Call};
use crate::user::{Prop, User};
use crate::world::World;

/// `GET /users/{id}/manager`.
pub fn get(world: &mut World, call: &Call, key: &str) -> Result<Answer, Answer> {
    let as_of = world.replica();
    let user = world.people.read(key, as_of).filter(|u| u.deleted.is_none());
    let user = user.ok_or_else(|| Answer::not_found(key))?;
    let manager = user
        .manager
        .and_then(|id| world.people.get(world.people.slot_of_id(id)?));
    let manager = manager.ok_or_else(|| missing("manager"))?;
    let mut body = person(manager, &list::select(call)?);
    if let Some(map) = body.as_object_mut() {
        let context = super::context(call, "directoryObjects/$entity");
        map.shift_insert(0, "@odata.context".to_owned(), context.into());
    }
    Ok(Answer::json(200, &body))
}

/// `GET /users/{id}/directReports`.
pub fn reports(world: &mut World, call: &Call, key: &str) -> Result<Answer, Answer> {
    let slot = users::find(world, key)?;
    let id = world.people.get(slot).map(|u| u.id);
    let props = list::select(call)?;
    let all = world.people.all().map(|(_, u)| u);
    let items = all.filter(|u| u.deleted.is_none() && u.manager.is_some() && u.manager == id);
    super::collection(call, "directoryObjects", items.map(|u| person(u, &props)).collect())
}

/// `PUT /users/{id}/manager/$ref`.
pub fn set(world: &mut World, call: &Call, key: &str) -> Result<Answer, Answer> {
    let slot = users::find(world, key)?;
    let body = users::object(call)?;
    let address = body.get("@odata.id").and_then(Json::as_str).unwrap_or_default();
    let id = ["users", "directoryObjects"]
        .into_iter()
        .find_map(|kind| address.strip_prefix(&format!("{}/v1.0/{kind}/", call.base)))
        .ok_or_else(|| Answer::bad("Invalid URL format specified in @odata.id."))?;
    let manager = users::find(world, id).map_err(|_| missing(id))?;
    let manager = world.people.get(manager).map(|u| u.id);
    change(world, call, slot, manager, &Json::Object(body))
}

/// `DELETE /users/{id}/manager/$ref`.
pub fn remove(world: &mut World, call: &Call, key: &str) -> Result<Answer, Answer> {
    let slot = users::find(world, key)?;
    if world.people.get(slot).is_none_or(|u| u.manager.is_none()) {
        return Err(missing("manager"));
    }
    change(world, call, slot, None, &Json::Null)
}

fn change(world: &mut World, call: &Call, slot: u32, manager: Option<Uuid>, body: &Json) -> Result<Answer, Answer> {
    let Some(mut user) = world.people.get(slot).map(|u| User::clone(u)) else {
        return Err(missing("user"));
    };
    if user.is(Prop::OnPremisesSyncEnabled) {
        return Err(Answer::bad(
            "Unable to update the specified properties for on-premises mastered Directory Sync objects or objects currently undergoing migration.",
        ));
    }
    if manager == Some(user.id) {
        return Err(Answer::bad("A user cannot be the manager of itself."));
    }
    appoint(&mut user, manager);
    world.write_user(call, slot, Some(user), body, 204);
    Ok(Answer::empty(204))
}

/// Says who the manager is from now on.
pub fn appoint(user: &mut User, manager: Option<Uuid>) {
    if user.manager != manager {
        user.manager_before = std::mem::replace(&mut user.manager, manager);
    }
}

/// What `$expand=manager` adds to a user; nothing where there is nobody.
pub fn expanded(world: &World, call: &Call, user: &User) -> Result<Option<Json>, Answer> {
    let Some(expand) = call.query("$expand") else {
        return Ok(None);
    };
    let (name, options) = expand.split_once('(').unwrap_or((expand, ")"));
    let select = options
        .strip_suffix(')')
        .map(|one| one.strip_prefix("$select=").unwrap_or(one));
    let (true, Some(select)) = (name == "manager", select) else {
        return Err(Answer::unsupported(&format!("Expanding '{expand}' is not supported.")));
    };
    let props = match select {
        "" => Prop::DEFAULT.to_vec(),
        names => names.split(',').filter_map(Prop::find).chain([Prop::Id]).collect(),
    };
    let manager = user
        .manager
        .and_then(|id| world.people.get(world.people.slot_of_id(id)?));
    Ok(manager.map(|manager| person(manager, &props)))
}

fn person(user: &User, props: &[Prop]) -> Json {
    let mut item = user.json(props);
    if let Some(map) = item.as_object_mut() {
        map.shift_insert(0, "@odata.type".to_owned(), "#microsoft.graph.user".into());
    }
    item
}

fn missing(what: &str) -> Answer {
    let message =
        format!("Resource '{what}' does not exist or one of its queried reference-property objects are not present.");
    Answer::error(404, "Request_ResourceNotFound", &message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_it_was_before_is_remembered_until_it_changes_again() {
        let [one, two] = [Uuid::from_u128(1), Uuid::from_u128(2)];
        let mut user = User::new(Uuid::from_u128(9));
        appoint(&mut user, Some(one));
        appoint(&mut user, Some(one));
        assert_eq!((user.manager, user.manager_before), (Some(one), None));
        appoint(&mut user, Some(two));
        appoint(&mut user, None);
        assert_eq!((user.manager, user.manager_before), (None, Some(two)));
    }
}
