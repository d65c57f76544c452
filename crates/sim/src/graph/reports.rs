//! `/reports/authenticationMethods`: what people have registered. A report of some hours ago, for tenants with a premium licence.

use serde_json::{Value as Json, json};

use super::list::call_path;
use crate::call::{Answer, Call};
use crate::filter::Term;
use crate::password_reset;
use crate::products;
use crate::world::World;

/// Lines on a page.
const PAGE: usize = 500;

fn is_premium(world: &World) -> bool {
    let counts = |status: &str| ["Enabled", "Warning"].contains(&status);
    world.tenant.subscriptions.iter().filter(|s| counts(s.status)).any(|s| {
        let plans = &products::all()[s.product as usize].plans;
        plans
            .iter()
            .any(|(name, _)| ["AAD_PREMIUM", "AAD_PREMIUM_P2"].contains(name))
    })
}

pub fn registration_details(world: &World, call: &Call) -> Result<Answer, Answer> {
    if !is_premium(world) {
        return Err(Answer::error(
            403,
            "Authentication_RequestFromNonPremiumTenantOrB2CTenant",
            "Neither tenant is B2C or tenant doesn't have premium license",
        ));
    }
    let filter = call.query("$filter").map(Term::parse).transpose();
    let filter = filter.map_err(|message| Answer::error(400, "BadRequest", &message))?;
    let from = match call.query("$skiptoken") {
        None => 0,
        Some(token) => world
            .unseal(token)
            .and_then(|token| token.strip_prefix('r')?.parse::<usize>().ok())
            .ok_or_else(|| Answer::error(400, "BadRequest", "The skip token is not valid."))?,
    };
    let now = world.clock.seconds();
    let line = |user: &crate::user::User| password_reset::line(world.seed, &world.tenant, user, now);
    let all = world.people.all().filter_map(|(_, user)| line(user));
    let mut all = all
        .filter(|one| filter.as_ref().is_none_or(|f| f.matches(one)))
        .skip(from);
    let items: Vec<Json> = all.by_ref().take(PAGE).collect();
    let name = "reports/authenticationMethods/userRegistrationDetails";
    let mut body = json!({"@odata.context": super::context(call, name), "value": items});
    if all.next().is_some() {
        let token = world.seal(&format!("r{}", from + PAGE));
        body["@odata.nextLink"] = format!(
            "{}{}?{}$skiptoken={token}",
            call.base,
            call_path(call),
            call.query_for_link()
        )
        .into();
    }
    Ok(Answer::json(200, &body))
}
