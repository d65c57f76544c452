//! The small collections: organization, directory synchronisation, roles.

use serde_json::{Value as Json, json};

use super::{collection, entity};
use crate::call::{Answer, Call};
use crate::user::Prop;
use crate::world::World;

pub fn unknown(rest: &[&str]) -> Answer {
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

pub fn role(role: &crate::tenant::Role) -> Json {
    json!({"id": role.id, "deletedDateTime": null, "description": role.description, "displayName": role.name,
           "roleTemplateId": role.template})
}

pub fn roles(world: &mut World, call: &Call, rest: &[&str]) -> Result<Answer, Answer> {
    let all = &world.tenant.roles;
    let find = |id: &str| {
        all.iter()
            .find(|r| r.id.to_string().eq_ignore_ascii_case(id))
            .ok_or_else(|| Answer::not_found(id))
    };
    match rest {
        [] => collection(call, "directoryRoles", all.iter().map(role).collect()),
        [id] => entity(call, "directoryRoles", role(find(id)?)),
        [id, "members"] => {
            let holders = find(id)?.assignments.iter().map(|a| a.1);
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

pub fn role_management(world: &mut World, call: &Call, rest: &[&str]) -> Result<Answer, Answer> {
    let all = &world.tenant.roles;
    let definition = |r: &crate::tenant::Role| {
        json!({"id": r.template, "description": r.description, "displayName": r.name, "isBuiltIn": true,
               "isEnabled": true, "resourceScopes": ["/"], "rolePermissions": [], "templateId": r.template, "version": "1"})
    };
    match rest {
        ["roleDefinitions"] => collection(
            call,
            "roleManagement/directory/roleDefinitions",
            all.iter().map(definition).collect(),
        ),
        ["roleAssignments"] => {
            let expand = call.query("$expand") == Some("roleDefinition");
            let of = |r: &crate::tenant::Role| -> Vec<Json> {
                r.assignments
                    .iter()
                    .map(|(id, holder)| {
                        let mut item = json!({"id": id.simple().to_string(), "principalId": holder,
                                              "directoryScopeId": "/", "roleDefinitionId": r.template});
                        if expand {
                            item["roleDefinition"] = definition(r);
                        }
                        item
                    })
                    .collect()
            };
            collection(
                call,
                "roleManagement/directory/roleAssignments",
                all.iter().flat_map(of).collect(),
            )
        }
        _ => Err(unknown(rest)),
    }
}
