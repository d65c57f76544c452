//! `/directoryRoles` and `/roleManagement/directory`: which roles there are, who holds them, giving and taking them.

use serde_json::{Map, Value as Json, json};
use uuid::Uuid;

use super::collections::unknown;
use super::{collection, entity, users};
use crate::call::{Answer, Call};
use crate::effect::Change;
use crate::roles::{Assignment, BUILT_IN, Definition, Role};
use crate::user::Prop;
use crate::world::World;

const ASSIGNMENTS: &str = "roleManagement/directory/roleAssignments";

pub fn activated(role: &Role) -> Json {
    json!({"id": role.id, "deletedDateTime": null, "description": role.definition.description,
           "displayName": role.definition.name, "roleTemplateId": role.definition.id})
}

pub fn directory_roles(world: &mut World, call: &Call, rest: &[&str]) -> Result<Answer, Answer> {
    let all = &world.tenant.roles;
    let find = |id: &str| {
        all.iter()
            .find(|r| r.id.to_string().eq_ignore_ascii_case(id))
            .ok_or_else(|| Answer::not_found(id))
    };
    match rest {
        [] => collection(call, "directoryRoles", all.iter().map(activated).collect()),
        [id] => entity(call, "directoryRoles", activated(find(id)?)),
        [id, "members"] => {
            let holders = find(id)?.assignments.iter().map(|a| a.principal);
            let items = holders.filter_map(|h| world.people.get(world.people.slot_of_id(h)?));
            let items = items.filter(|u| u.deleted.is_none()).map(|u| {
                let mut item = u.json(&Prop::DEFAULT);
                if let Some(map) = item.as_object_mut() {
                    map.shift_insert(0, "@odata.type".to_owned(), "#microsoft.graph.user".into());
                }
                item
            });
            collection(call, "directoryObjects", items.collect())
        }
        _ => Err(unknown(rest)),
    }
}

fn definition(of: &Definition) -> Json {
    json!({"id": of.id, "description": of.description, "displayName": of.name, "isBuiltIn": of.built_in,
           "isEnabled": true, "resourceScopes": ["/"], "rolePermissions": [], "templateId": of.id, "version": "1"})
}

fn assignment(role: &Role, one: &Assignment) -> Map<String, Json> {
    let item = json!({"id": one.id(role.definition.id), "principalId": one.principal,
                      "directoryScopeId": one.scope, "roleDefinitionId": role.definition.id});
    item.as_object().cloned().unwrap_or_default()
}

pub fn read(world: &World, call: &Call, rest: &[&str]) -> Result<Answer, Answer> {
    let as_of = world.lagging_replica();
    let expand = call.query("$expand") == Some("roleDefinition");
    let shown = |role: &Role, one: &Assignment| {
        let mut item = assignment(role, one);
        if expand {
            item.insert("roleDefinition".to_owned(), definition(&role.definition));
        }
        Json::Object(item)
    };
    let tenant = &world.tenant;
    let assigned = tenant
        .roles_as_of(as_of)
        .iter()
        .flat_map(|r| r.assignments.iter().map(move |a| (r, a)));
    match rest {
        ["roleDefinitions"] => {
            let all = BUILT_IN.iter().chain([&tenant.own_role]).map(definition).collect();
            collection(call, "roleManagement/directory/roleDefinitions", all)
        }
        ["roleAssignments"] => collection(call, ASSIGNMENTS, assigned.map(|(r, a)| shown(r, a)).collect()),
        ["roleAssignments", id] => {
            let mut assigned = assigned;
            let found = assigned.find(|(r, a)| a.id(r.definition.id) == *id);
            let (role, one) = found.ok_or_else(|| Answer::not_found(id))?;
            entity(call, ASSIGNMENTS, shown(role, one))
        }
        _ => Err(unknown(rest)),
    }
}

/// Keeps what replicas still show that lag behind.
fn remember(world: &mut World) {
    let now = world.clock.millis();
    let lag = world.lag;
    let tenant = &mut world.tenant;
    tenant.earlier_roles.retain(|(at, _)| *at > now - lag);
    tenant.earlier_roles.push((now, tenant.roles.clone()));
}

pub fn assign(world: &mut World, call: &Call) -> Result<Answer, Answer> {
    let body = users::object(call)?;
    let text = |name: &str| body.get(name).and_then(Json::as_str).unwrap_or_default();
    let id = |name: &str| {
        let invalid = || {
            Answer::bad(&format!(
                "Invalid value specified for property '{name}' of resource 'RoleAssignment'."
            ))
        };
        text(name).parse::<Uuid>().map_err(|_| invalid())
    };
    let (principal, wanted) = (id("principalId")?, id("roleDefinitionId")?);
    let all = BUILT_IN.iter().chain([&world.tenant.own_role]);
    let definition = all
        .copied()
        .find(|one| one.id == wanted)
        .ok_or_else(|| Answer::not_found(text("roleDefinitionId")))?;
    let scope = text("directoryScopeId").to_owned();
    if scope != "/" && !scope.starts_with("/administrativeUnits/") {
        return Err(Answer::bad(
            "Only a tenant-wide scope or an administrative unit is supported.",
        ));
    }
    if !world.people.is_active(principal) && !world.groups.all().iter().any(|g| g.id == principal) {
        return Err(Answer::not_found(text("principalId")));
    }
    let one = Assignment { principal, scope };
    let found = world.tenant.roles.iter().position(|r| r.definition.id == wanted);
    let same = |a: &Assignment| a.principal == one.principal && a.scope.eq_ignore_ascii_case(&one.scope);
    if found.is_some_and(|place| world.tenant.roles[place].assignments.iter().any(same)) {
        return Err(Answer::bad(
            "A conflicting object with one or more of the specified property values is present in the directory.",
        ));
    }
    remember(world);
    let place = found.unwrap_or_else(|| {
        // The first who is given a role activates it.
        world.tenant.roles.push(Role {
            id: crate::seed::uuid(&mut world.rng),
            definition,
            assignments: Vec::new(),
        });
        world.tenant.roles.len() - 1
    });
    let role = &mut world.tenant.roles[place];
    role.assignments.push(one.clone());
    let made = Json::Object(assignment(role, &one));
    let change = Change {
        before: Json::Null,
        after: made.clone(),
    };
    world.log(call, &one.id(wanted), &Json::Object(body), change, 201);
    let mut answer = entity(call, ASSIGNMENTS, made)?;
    answer.status = 201;
    Ok(answer)
}

pub fn remove(world: &mut World, call: &Call, id: &str) -> Result<Answer, Answer> {
    let places = world.tenant.roles.iter().enumerate().find_map(|(place, role)| {
        let same = |a: &Assignment| a.id(role.definition.id) == id;
        Some((place, role.assignments.iter().position(same)?))
    });
    let (place, at) = places.ok_or_else(|| Answer::not_found(id))?;
    let role = &world.tenant.roles[place];
    let holders = role.assignments.iter().filter(|a| world.people.is_active(a.principal));
    if role.definition.id == BUILT_IN[0].id && holders.count() <= 1 {
        return Err(Answer::bad(
            "Removing the last active Global Administrator is not allowed.",
        ));
    }
    remember(world);
    let role = &mut world.tenant.roles[place];
    let gone = role.assignments.remove(at);
    let change = Change {
        before: Json::Object(assignment(role, &gone)),
        after: Json::Null,
    };
    world.log(call, id, &Json::Null, change, 204);
    Ok(Answer::empty(204))
}
