//! Scopes, and who agreed that a client may have them.

use uuid::Uuid;

use super::Refusal;
use crate::tokens::Audience;
use crate::world::World;

/// That a client may have a scope: of one person's, or of everybody's by an administrator's word.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Consent {
    client: String,
    person: Option<Uuid>,
    audience: Audience,
    name: String,
}

/// One that was asked for.
#[derive(Clone, Debug)]
pub struct Scope {
    pub audience: Audience,
    /// Without the resource's address.
    pub name: String,
    /// As it was asked for.
    pub text: String,
}

/// About the person rather than of a resource.
pub const OPENID: [&str; 4] = ["openid", "profile", "email", "offline_access"];

/// What a list of scopes asks of resources.
pub fn scopes(text: &str, base: &str) -> Result<Vec<Scope>, Refusal> {
    let all = text.split_whitespace().filter(|s| !OPENID.contains(s));
    all.map(|one| {
        let (audience, name) = match one.rsplit_once('/') {
            None => (Some(Audience::Graph), one),
            Some((address, name)) => (resource(address.trim_end_matches('/'), base), name),
        };
        let message = || format!("The provided value for the input parameter 'scope' is not valid: {one}.");
        Ok(Scope {
            audience: audience.ok_or_else(|| Refusal::new("invalid_scope", 70011, message()))?,
            name: name.to_owned(),
            text: one.to_owned(),
        })
    })
    .collect()
}

fn resource(address: &str, base: &str) -> Option<Audience> {
    match address {
        "https://graph.microsoft.com" | "00000003-0000-0000-c000-000000000000" => Some(Audience::Graph),
        "https://management.azure.com"
        | "https://management.core.windows.net"
        | "797f4846-ba00-4fd7-ba43-dac1f8f63013" => Some(Audience::Arm),
        "https://api.partnercenter.microsoft.com" | "fa3d9a0c-3fb0-42cc-9193-47c7ecd2edbd" => Some(Audience::Partner),
        own if own == base => Some(Audience::Any),
        _ => None,
    }
}

/// The one resource that these are of.
pub fn one_resource(scopes: &[Scope]) -> Result<Audience, Refusal> {
    let first = scopes.first().map_or(Audience::Graph, |s| s.audience);
    if scopes.iter().any(|s| s.audience != first) {
        let message = "The scopes belong to more than one resource.";
        return Err(Refusal::new("invalid_scope", 70011, message));
    }
    Ok(first)
}

/// What a client may have of a resource for this person, in lower case.
pub fn held(world: &World, client: &str, person: Uuid, audience: Audience) -> Vec<String> {
    let all = world.login.consents.iter();
    let fits = |c: &&Consent| c.client == client && c.audience == audience && c.person.is_none_or(|p| p == person);
    let mut names: Vec<String> = all.filter(fits).map(|c| c.name.clone()).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// Those that nobody agreed to yet.
pub fn missing(world: &World, client: &str, person: Uuid, scopes: &[Scope]) -> Vec<Scope> {
    if !world.login.behaviour.consent {
        return Vec::new();
    }
    let lacks = |scope: &&Scope| {
        let held = held(world, client, person, scope.audience);
        let all = scope.name == ".default";
        (all && held.is_empty()) || (!all && !held.contains(&scope.name.to_lowercase()))
    };
    scopes.iter().filter(lacks).cloned().collect()
}

/// Somebody agrees, for themselves or (`None`) for everybody.
pub fn agree(world: &mut World, client: &str, person: Option<Uuid>, scopes: &[Scope]) {
    world.login.consents.extend(scopes.iter().map(|scope| Consent {
        client: client.to_owned(),
        person,
        audience: scope.audience,
        name: scope.name.to_lowercase(),
    }));
}

/// Whether this person may agree to everything, and for everybody.
pub fn is_admin(world: &World, person: Uuid) -> bool {
    world.tenant.roles_of(person).contains(&"Global Administrator")
}

/// Whether only an administrator may agree to it.
pub fn is_for_admins(scope: &Scope) -> bool {
    const ANYONE: [&str; 4] = [
        "user.read",
        "mail.send",
        "licenseassignment.read.all",
        "licenseassignment.readwrite.all",
    ];
    scope.audience == Audience::Graph && !ANYONE.contains(&scope.name.to_lowercase().as_str())
}

pub fn not_agreed(client: &str) -> Refusal {
    let message = format!(
        "The user or administrator has not consented to use the application with ID '{client}'. Send an interactive authorization \
         request for this user and resource."
    );
    Refusal::new("invalid_grant", 65001, message).under("consent_required")
}

pub fn needs_admin() -> Refusal {
    let message = "An administrator must grant the permissions that this application requests before it may be used.";
    Refusal::new("access_denied", 90094, message)
}
