//! `/policies/authorizationPolicy`: one object, with the switch that lets administrators reset a forgotten password; and
//! `/policies/authenticationMethodsPolicy`: which methods of signing in are allowed, and to whom.

use serde_json::{Value as Json, json};

use super::{entity, users};
use crate::call::{Answer, Call};
use crate::effect::Change;
use crate::groups::Group;
use crate::world::World;

const SWITCH: &str = "allowedToUseSSPR";

pub fn authorization(world: &World, call: &Call) -> Result<Answer, Answer> {
    let as_of = world.lagging_replica();
    let item = json!({
        "id": "authorizationPolicy", "deletedDateTime": null, "allowEmailVerifiedUsersToJoinOrganization": false,
        "allowInvitesFrom": "everyone", "allowUserConsentForRiskyApps": null, "allowedToSignUpEmailBasedSubscriptions": true,
        "allowedToUseSSPR": world.tenant.password_reset.admins_as_of(as_of), "blockMsolPowerShell": false,
        "defaultUserRolePermissions": {
            "allowedToCreateApps": true, "allowedToCreateSecurityGroups": true, "allowedToCreateTenants": true,
            "allowedToReadBitlockerKeysForOwnedDevice": true, "allowedToReadOtherUsers": true,
            "permissionGrantPoliciesAssigned": [],
        },
        "description": "Used to manage authorization related settings across the company.",
        "displayName": "Authorization Policy", "guestUserRoleId": "10dae51f-b6af-4016-8d66-8c2a99b929b3",
    });
    entity(call, "policies/authorizationPolicy", item)
}

pub fn authentication_methods(world: &World, call: &Call) -> Result<Answer, Answer> {
    let everybody = json!([{"targetType": "group", "id": "all_users", "isRegistrationRequired": false}]);
    let one = |group: &Group| json!({"targetType": "group", "id": group.id, "isRegistrationRequired": false});
    let some: Vec<Json> = world.groups.all().iter().take(1).map(|group| one(group)).collect();
    let method = |kind: &str, id: &str, state: &str, targets: &Json| {
        json!({
            "@odata.type": format!("#microsoft.graph.{kind}AuthenticationMethodConfiguration"), "id": id, "state": state,
            "excludeTargets": [], "includeTargets": targets,
        })
    };
    let item = json!({
        "id": "authenticationMethodsPolicy", "displayName": "Authentication Methods Policy",
        "description": "The tenant-wide policy that controls which authentication methods are allowed in the tenant, authentication method registration requirements, and self-service password reset settings",
        "lastModifiedDateTime": "2026-03-02T09:12:44.0152417Z", "policyVersion": "1.5", "policyMigrationState": "migrationComplete",
        "registrationEnforcement": { "authenticationMethodsRegistrationCampaign": {
            "snoozeDurationInDays": 1, "state": "default", "excludeTargets": [],
            "includeTargets": [{"id": "all_users", "targetType": "group", "targetedAuthenticationMethod": "microsoftAuthenticator"}],
        } },
        "authenticationMethodConfigurations": [
            method("fido2", "Fido2", "enabled", &Json::from(some)),
            method("microsoftAuthenticator", "MicrosoftAuthenticator", "enabled", &everybody),
            method("sms", "Sms", "enabled", &everybody),
            method("temporaryAccessPass", "TemporaryAccessPass", "disabled", &everybody),
            method("softwareOath", "SoftwareOath", "enabled", &everybody),
            method("voice", "Voice", "disabled", &everybody),
            method("email", "Email", "enabled", &everybody),
            method("x509Certificate", "X509Certificate", "disabled", &everybody),
        ],
    });
    entity(call, "authenticationMethodsPolicy", item)
}

pub fn update_authorization(world: &mut World, call: &Call) -> Result<Answer, Answer> {
    let body = users::object(call)?;
    let mut wished = world.tenant.password_reset.admins;
    for (name, value) in &body {
        match (name.as_str(), value) {
            (SWITCH, Json::Bool(on)) => wished = *on,
            (name, _) if name.starts_with('@') => {}
            (other, _) => {
                let message =
                    format!("Invalid value specified for property '{other}' of resource 'AuthorizationPolicy'.");
                return Err(Answer::bad(&message));
            }
        }
    }
    let (now, lag) = (world.clock.millis(), world.lag);
    let reset = &mut world.tenant.password_reset;
    let before = reset.admins;
    reset.earlier_admins.retain(|(at, _)| *at > now - lag);
    reset.earlier_admins.push((now, before));
    reset.admins = wished;
    let change = Change {
        before: json!({ SWITCH: before }),
        after: json!({ SWITCH: wished }),
    };
    world.log(call, "authorizationPolicy", &Json::Object(body), change, 204);
    Ok(Answer::empty(204))
}
