//! `/domains`: reading them and setting how long passwords last.

use serde_json::{Map, Value as Json, json};

use super::users;
use crate::call::{Answer, Call};
use crate::effect::Change;
use crate::world::World;

pub fn read(world: &mut World, call: &Call, rest: &[&str]) -> Result<Answer, Answer> {
    let as_of = world.replica();
    let all = world.tenant.domains_as_of(as_of);
    let Some((name, below)) = rest.split_first() else {
        return super::collection(call, "domains", all.iter().cloned().map(Json::Object).collect());
    };
    let named = |d: &&Map<String, Json>| {
        d.get("id")
            .and_then(Json::as_str)
            .is_some_and(|id| id.eq_ignore_ascii_case(name))
    };
    let domain = all.iter().find(named).ok_or_else(|| Answer::not_found(name))?;
    match below {
        [] => super::entity(call, "domains", Json::Object(domain.clone())),
        ["rootDomain"] => {
            let root = all.iter().find(|d| {
                d.get("isRoot") == Some(&Json::Bool(true))
                    && d.get("id")
                        .and_then(Json::as_str)
                        .is_some_and(|root| name.ends_with(root))
            });
            super::entity(call, "domains", Json::Object(root.unwrap_or(domain).clone()))
        }
        _ => Err(Answer::error(
            400,
            "BadRequest",
            &format!("Resource not found for the segment '{}'.", below[0]),
        )),
    }
}

pub fn update(world: &mut World, call: &Call, name: &str) -> Result<Answer, Answer> {
    let domain = world
        .tenant
        .domain(name)
        .cloned()
        .ok_or_else(|| Answer::not_found(name))?;
    let body = users::object(call)?;
    if domain.get("isVerified") != Some(&Json::Bool(true)) {
        return Err(Answer::bad("Only verified domains can be updated."));
    }
    let federated = domain.get("authenticationType").and_then(Json::as_str) == Some("Federated");
    let invalid = |name: &str| {
        Answer::bad(&format!(
            "Invalid value specified for property '{name}' of resource 'Domain'."
        ))
    };
    let mut changed = domain.clone();
    for (name, value) in &body {
        let good = match name.as_str() {
            "passwordValidityPeriodInDays" | "passwordNotificationWindowInDays" if federated => {
                return Err(Answer::bad("The password policy of a federated domain cannot be set."));
            }
            "passwordValidityPeriodInDays" => value
                .as_i64()
                .is_some_and(|d| (14..=730).contains(&d) || d == i64::from(i32::MAX)),
            "passwordNotificationWindowInDays" => value.as_i64().is_some_and(|d| (1..=30).contains(&d)),
            "isDefault" => value == &Json::Bool(true),
            "supportedServices" => value.as_array().is_some_and(|all| {
                all.iter()
                    .all(|s| ["Email", "OfficeCommunicationsOnline", "Yammer"].iter().any(|k| s == k))
            }),
            name if name.starts_with('@') => continue,
            other => {
                return Err(Answer::bad(&format!(
                    "Property '{other}' is read-only and cannot be set."
                )));
            }
        };
        if !good {
            return Err(invalid(name));
        }
        changed.insert(name.clone(), value.clone());
    }
    let id = changed.get("id").and_then(Json::as_str).unwrap_or(name).to_owned();
    let now = world.clock.millis();
    let tenant = &mut world.tenant;
    tenant.earlier_domains.retain(|(at, _)| *at > now - world.lag);
    tenant.earlier_domains.push((now, tenant.domains.clone()));
    for domain in &mut tenant.domains {
        if domain.get("id").and_then(Json::as_str) == Some(&id) {
            *domain = changed.clone();
        } else if body.contains_key("isDefault") {
            domain.insert("isDefault".to_owned(), json!(false));
        }
    }
    let change = Change::of_object(&domain, &changed, &body);
    world.log(call, &id, &Json::Object(body), change, 204);
    Ok(Answer::empty(204))
}
