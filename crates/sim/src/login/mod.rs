//! Entra's sign-in service: OAuth 2.0 and OpenID Connect. Nobody types a password here: whoever is picked is taken at their word.

mod authorize;
mod client;
mod consent;
mod delegate;
mod device;
mod discovery;
mod html;
mod keys;
mod memory;
mod refresh;
mod refusal;
mod session;
mod token;
mod visit;

pub use client::App;
pub use memory::{Memory, Policy, SignIn};

use crate::call::{Answer, Call};
use crate::http::{Shared, lock};
use crate::world::World;
use refusal::Refusal;

/// `/{tenant}/…`: `None` when the path is not one of Entra's.
pub fn answer(worlds: &[Shared], place: usize, call: &Call) -> Option<Answer> {
    let place = visit::carry_over(worlds, place, call);
    if let Some(answer) = delegate::answer(worlds, place, call) {
        return Some(answer);
    }
    of_tenant(&mut lock(&worlds[place]), call)
}

/// Whether a request concerns this tenant: by its name in the path, by what was begun here, or by who is hinted at.
pub fn is_for(world: &World, call: &Call) -> bool {
    let tenant = call.segments.first().map(String::as_str).unwrap_or_default();
    if !any(tenant) && tenant != "devicelogin" {
        return known(world, tenant).is_ok();
    }
    let domain = call
        .query("login_hint")
        .and_then(|hint| hint.rsplit_once('@'))
        .map(|(_, domain)| domain);
    let hinted = domain.or_else(|| call.query("domain_hint"));
    hinted.is_some_and(|domain| world.tenant.is_verified(domain)) || world.login.began(&call.form())
}

fn of_tenant(world: &mut World, call: &Call) -> Option<Answer> {
    let segments: Vec<&str> = call.segments.iter().map(String::as_str).collect();
    let answer = match (call.method.as_str(), segments.as_slice()) {
        ("GET", [tenant, "v2.0", ".well-known", "openid-configuration"]) => {
            discovery::configuration(world, call, tenant).unwrap_or_else(|r| r.json(world, call))
        }
        ("GET", [tenant, "discovery", "v2.0", "keys"]) => discovery::keys(world, call, tenant),
        ("GET", ["common", "discovery", "instance"]) => discovery::instance(call),
        ("GET", [tenant, "oauth2", "v2.0", "authorize"]) => known(world, tenant)
            .and_then(|()| authorize::begin(world, call))
            .unwrap_or_else(|r| html::refused(&r)),
        ("POST", [tenant, "oauth2", "v2.0", "devicecode"]) => known(world, tenant)
            .and_then(|()| device::begin(world, call))
            .unwrap_or_else(|r| r.json(world, call)),
        ("POST", [tenant, "oauth2", "v2.0", "token"]) => known(world, tenant)
            .and_then(|()| token::answer(world, call))
            .unwrap_or_else(|r| r.json(world, call)),
        ("GET", ["common", "oauth2", "deviceauth"] | ["devicelogin"]) => html::user_code(""),
        ("POST", ["common", "oauth2", "deviceauth"] | ["devicelogin"]) => device::entered(world, call),
        ("POST", ["common", "login"]) => visit::posted(world, call),
        _ => return None,
    };
    Some(answer)
}

/// Whether a tenant's name in the path is one that leads here.
fn known(world: &World, tenant: &str) -> Result<(), Refusal> {
    let ours =
        any(tenant) || tenant.eq_ignore_ascii_case(&world.tenant.id.to_string()) || world.tenant.is_verified(tenant);
    let refusal = || Refusal::new("invalid_request", 90002, format!("Tenant '{tenant}' not found."));
    ours.then_some(()).ok_or_else(refusal)
}

/// Whether a request's path leaves open which tenant it is for.
fn any_of(call: &Call) -> bool {
    call.segments.first().is_some_and(|tenant| any(tenant))
}

/// The names that stand for whichever tenant the person is of.
fn any(tenant: &str) -> bool {
    ["common", "organizations"].contains(&tenant)
}

fn field<'a>(form: &'a [(String, String)], name: &str) -> &'a str {
    form.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v)
}

fn missing(name: &str) -> Refusal {
    let message = format!("The request body must contain the following parameter: '{name}'.");
    Refusal::new("invalid_request", 900_144, message)
}
