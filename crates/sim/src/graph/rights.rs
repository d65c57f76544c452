//! Who may do what: a delegated call needs a scope of the token and a role of the person, and both can be missing.

use serde_json::Value as Json;

use super::users;
use crate::call::{Answer, Call};
use crate::products;
use crate::tokens::{Party, Token, holds};
use crate::world::World;

/// 403, when the token has none of the scopes that permit the call, or its owner none of the roles.
pub fn refused(world: &World, call: &Call, segments: &[&str], token: &Token) -> Option<Answer> {
    let lacks_scope = token
        .scopes
        .as_ref()
        .is_some_and(|held| !in_scope(world, held, call, segments));
    let lacks_role = match &token.party {
        Party::Person(person) => !in_role(world, &world.tenant.roles_of(*person), call, segments),
        Party::Delegate { roles, .. } => !in_role(world, roles, call, segments),
        Party::Application(_) => false,
    };
    if lacks_scope || lacks_role {
        return Some(denied());
    }
    sign_ins_refused(world, call, segments, token)
}

/// Of sign-ins the request fails as a whole: without the scope that reads them, and in a tenant without Entra ID P1 or P2.
fn sign_ins_refused(world: &World, call: &Call, segments: &[&str], token: &Token) -> Option<Answer> {
    let asked = ["$select", "$filter"]
        .iter()
        .any(|name| call.query(name).is_some_and(|text| text.contains("signInActivity")));
    if segments.first() != Some(&"users") || !asked {
        return None;
    }
    if token
        .scopes
        .as_ref()
        .is_some_and(|held| !holds(held, "AuditLog.Read.All"))
    {
        return Some(denied());
    }
    let premium = ["AAD_PREMIUM", "AAD_PREMIUM_P2", "SPE_E3", "SPE_E5", "SPE_F1", "SPB"];
    let mut bought = world.tenant.subscriptions.iter().filter(|s| s.status != "Suspended");
    let is_premium = bought.any(|s| premium.contains(&products::all()[s.product as usize].part_number));
    (!is_premium).then(|| {
        Answer::error(
            403,
            "Authentication_RequestFromNonPremiumTenantOrB2CTenant",
            "Neither tenant is B2C or tenant doesn't have premium license",
        )
    })
}

pub fn denied() -> Answer {
    Answer::error(
        403,
        "Authorization_RequestDenied",
        "Insufficient privileges to complete the operation.",
    )
}

fn in_scope(world: &World, held: &[String], call: &Call, segments: &[&str]) -> bool {
    let read = call.method == "GET";
    let enough: &[&str] = match segments {
        ["me", "sendMail"] | ["users", _, "sendMail"] => return holds(held, "Mail.Send"),
        ["admin", "serviceAnnouncement", ..] => return holds(held, "ServiceHealth.Read.All"),
        ["me", ..] => &["User.Read", "User.ReadWrite", "User.Read.All", "User.ReadWrite.All"],
        ["users", _, "assignLicense"] => &["LicenseAssignment.ReadWrite.All", "User.ReadWrite.All"],
        ["users", _, "reprocessLicenseAssignment"] => &["User.ReadWrite.All"],
        ["users", _, "revokeSignInSessions"] => &["User.RevokeSessions.All", "User.ReadWrite.All"],
        ["users", _] if call.method == "PATCH" && names(call).iter().any(|n| n == "passwordProfile") => {
            &["User-PasswordProfile.ReadWrite.All"]
        }
        ["users", _] if call.method == "DELETE" => &["User.DeleteRestore.All", "User.ReadWrite.All"],
        ["users", ..] if read => &["User.Read.All", "User.ReadWrite.All", "User.ReadBasic.All"],
        ["users", ..] => &["User.ReadWrite.All"],
        ["directory", "deletedItems", ..] if read => &["User.Read.All", "User.ReadWrite.All", "User.DeleteRestore.All"],
        ["directory", "deletedItems", ..] => &["User.DeleteRestore.All", "User.ReadWrite.All"],
        ["directory", "onPremisesSynchronization", ..] => &["OnPremDirectorySynchronization.Read.All"],
        ["subscribedSkus", ..] => &[
            "LicenseAssignment.Read.All",
            "LicenseAssignment.ReadWrite.All",
            "Organization.Read.All",
        ],
        ["directory", ..] => &["Organization.Read.All", "Organization.ReadWrite.All"],
        ["organization", ..] => &["User.Read", "Organization.Read.All", "Organization.ReadWrite.All"],
        ["domains", ..] if read => &["Domain.Read.All", "Domain.ReadWrite.All"],
        ["domains", ..] => &["Domain.ReadWrite.All"],
        ["tenantRelationships", name] if name.starts_with("findTenantInformation") => {
            return holds(held, "CrossTenantInformation.ReadBasic.All");
        }
        ["tenantRelationships", ..] => &[
            "DelegatedAdminRelationship.Read.All",
            "DelegatedAdminRelationship.ReadWrite.All",
        ],
        ["contracts", ..] => &[],
        ["groups", _, "assignLicense"] => &["LicenseAssignment.ReadWrite.All", "Group.ReadWrite.All"],
        ["groups", id, "members", ..] if !read => {
            let for_roles = super::groups::is_for_roles(world, id);
            if for_roles && !holds(held, "RoleManagement.ReadWrite.Directory") {
                return false;
            }
            &["GroupMember.ReadWrite.All", "Group.ReadWrite.All"]
        }
        ["groups", ..] => &[
            "Group.Read.All",
            "Group.ReadBasic.All",
            "Group.ReadWrite.All",
            "GroupMember.Read.All",
        ],
        ["reports", ..] => return holds(held, "AuditLog.Read.All"),
        ["policies", "authenticationMethodsPolicy"] if read => {
            return holds(held, "Policy.Read.AuthenticationMethod") || holds(held, "Policy.Read.All");
        }
        ["policies", ..] if read => {
            return holds(held, "Policy.Read.All") || holds(held, "Policy.ReadWrite.Authorization");
        }
        ["policies", ..] => return holds(held, "Policy.ReadWrite.Authorization"),
        ["roleManagement", ..] if !read => return holds(held, "RoleManagement.ReadWrite.Directory"),
        ["directoryRoles" | "roleManagement", ..] => {
            &["RoleManagement.Read.Directory", "RoleManagement.ReadWrite.Directory"]
        }
        _ => return true,
    };
    let wide: &[&str] = if read {
        &["Directory.Read.All", "Directory.ReadWrite.All"]
    } else {
        &["Directory.ReadWrite.All"]
    };
    enough.iter().chain(wide).any(|scope| holds(held, scope))
}

const GLOBAL: &str = "Global Administrator";
const USER: &str = "User Administrator";
const PRIVILEGED: &str = "Privileged Authentication Administrator";

/// Roles that may set other people's passwords.
const PASSWORD: [&str; 5] = [
    USER,
    "Helpdesk Administrator",
    "Password Administrator",
    "Authentication Administrator",
    PRIVILEGED,
];

fn in_role(world: &World, roles: &[&str], call: &Call, segments: &[&str]) -> bool {
    if roles.contains(&GLOBAL) {
        return true;
    }
    let has = |any: &[&str]| any.iter().any(|r| roles.contains(r));
    let (read, target) = (call.method == "GET", segments.get(1).copied().unwrap_or_default());
    match segments {
        // Global Administrators only, even to read.
        ["directory", "onPremisesSynchronization", ..] => false,
        // No directory role that is not an administrator's.
        ["admin", ..] => roles
            .iter()
            .any(|role| !["Directory Readers", "Guest Inviter"].contains(role)),
        ["reports", ..] => has(&[
            "Reports Reader",
            "Global Reader",
            "Security Reader",
            "Security Administrator",
        ]),
        // Every member may read the directory.
        _ if read => true,
        ["users", _, "sendMail"] => true,
        ["users" | "groups", _, "assignLicense"] | ["users", _, "reprocessLicenseAssignment"] => {
            has(&[USER, "License Administrator"])
        }
        ["groups", id, "members", ..] if super::groups::is_for_roles(world, id) => {
            has(&["Privileged Role Administrator"])
        }
        ["groups", _, "members", ..] => has(&[USER, "Groups Administrator"]),
        ["users", _, "revokeSignInSessions"] => {
            has(&[USER, "Helpdesk Administrator"]) && may_manage(world, roles, target, false)
        }
        ["users", _] if call.method == "PATCH" => {
            let names = names(call);
            let password = names.iter().any(|n| n == "passwordProfile");
            let other = names.iter().any(|n| n != "passwordProfile");
            let sensitive = names.iter().any(|n| SENSITIVE.contains(&n.as_str()));
            (!password || has(&PASSWORD))
                && (!other || has(&[USER]))
                && (!sensitive || may_manage(world, roles, target, !other))
        }
        ["users", _] if call.method == "DELETE" => has(&[USER]) && may_manage(world, roles, target, false),
        ["users", ..] => has(&[USER]),
        ["directory", "deletedItems", id, ..] => has(&[USER]) && may_manage(world, roles, id, false),
        ["domains", ..] => has(&["Domain Name Administrator"]),
        ["policies" | "roleManagement", ..] => has(&["Privileged Role Administrator"]),
        _ => true,
    }
}

/// What may not be changed on somebody whose role is out of the caller's reach.
const SENSITIVE: [&str; 7] = [
    "accountEnabled",
    "businessPhones",
    "mobilePhone",
    "onPremisesImmutableId",
    "otherMails",
    "passwordProfile",
    "userPrincipalName",
];

/// Whether somebody with these roles reaches the target's. Which role reaches which is told in part only: what is not told is out of
/// reach.
fn may_manage(world: &World, roles: &[&str], target: &str, password_only: bool) -> bool {
    let holder = world.people.find(target).and_then(|s| world.people.get(s));
    let held = holder.map(|u| world.tenant.roles_of(u.id)).unwrap_or_default();
    if password_only && roles.contains(&PRIVILEGED) {
        return true;
    }
    let low = ["Directory Readers", "Guest Inviter", "Password Administrator"];
    held.iter().all(|role| {
        low.contains(role)
            || (*role == "Helpdesk Administrator" && !roles.iter().all(|r| *r == "Password Administrator"))
            || (*role == USER && roles.contains(&USER))
    })
}

/// The properties that the request's body names.
fn names(call: &Call) -> Vec<String> {
    let body = users::object(call).unwrap_or_default();
    body.into_iter().map(|(name, _): (String, Json)| name).collect()
}
