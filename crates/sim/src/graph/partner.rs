//! What a partner reads of its customers. Everybody else has none.

use serde_json::Value as Json;
use uuid::Uuid;

use super::{collection, entity};
use crate::call::{Answer, Call};
use crate::partnership::Customer;
use crate::world::World;

pub fn contracts(world: &World, call: &Call, rest: &[&str]) -> Result<Answer, Answer> {
    read(world, call, "contracts", rest, Customer::contract)
}

pub fn relationships(world: &World, call: &Call, rest: &[&str]) -> Result<Answer, Answer> {
    let name = "tenantRelationships/delegatedAdminRelationships";
    read(world, call, name, rest, Customer::relationship)
}

pub fn customers(world: &World, call: &Call, rest: &[&str]) -> Result<Answer, Answer> {
    let name = "tenantRelationships/delegatedAdminCustomers";
    read(world, call, name, rest, Customer::delegated)
}

/// `findTenantInformationByTenantId(tenantId='…')`, of any organisation.
pub fn information(world: &World, call: &Call, name: &str) -> Result<Answer, Answer> {
    let id = name
        .strip_prefix("findTenantInformationByTenantId(tenantId='")
        .and_then(|rest| rest.strip_suffix("')"))
        .ok_or_else(|| super::unknown_segment(name))?;
    let id: Uuid = id.parse().map_err(|_| Answer::bad("The tenant id is not a GUID."))?;
    let found = world.organisations.iter().find(|one| one.tenant == id);
    let mut body = found.ok_or_else(|| Answer::not_found(&id.to_string()))?.json();
    body["@odata.context"] = super::context(call, "microsoft.graph.tenantInformation").into();
    Ok(Answer::json(200, &body))
}

fn read(world: &World, call: &Call, name: &str, rest: &[&str], show: fn(&Customer) -> Json) -> Result<Answer, Answer> {
    let mut items = world.partnership.customers().iter().map(show);
    match rest {
        [] => collection(call, name, items.collect()),
        [id] => {
            let found = items.find(|item| item["id"].as_str().is_some_and(|own| own.eq_ignore_ascii_case(id)));
            entity(call, name, found.ok_or_else(|| Answer::not_found(id))?)
        }
        [_, below, ..] => Err(super::unknown_segment(below)),
    }
}
