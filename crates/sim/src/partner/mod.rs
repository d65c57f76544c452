//! Partner Center, for who sells to the other tenants of this cloud. Everybody else is refused, in Partner Center's own error shape.

mod carts;
mod catalog;
mod subscriptions;

use std::collections::HashMap;

use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::call::{Answer, Call, encode};
use crate::http::{Shared, lock};
use crate::tokens::{Audience, Party};
use crate::world::World;

/// What a partner's Partner Center remembers.
#[derive(Default)]
pub struct Memory {
    /// The answers to writes, by the `MS-RequestId` that they came with.
    answers: HashMap<String, Answer>,
    carts: Vec<carts::Cart>,
    orders: Vec<carts::Order>,
    /// How long every order is worked on, in milliseconds: it is accepted then, and the answer tells where it will show. Unless told
    /// otherwise most are carried out while the answer is waited for.
    pub takes: Option<i64>,
}

/// Customers on a page, however many are asked for: few, so that whoever reads them has to go on.
const PAGE: usize = 3;

/// The partner's tenant is held for the whole of it, so that what comes twice under one key comes one after the other.
pub fn answer(worlds: &[Shared], place: usize, call: &Call) -> Answer {
    let mut world = lock(&worlds[place]);
    let outcome = allowed(&world, call).map(|()| {
        let key = call.header("ms-requestid").filter(|_| call.method != "GET");
        if let Some(answered) = key.and_then(|key| world.partner_center.answers.get(key)) {
            return answered.clone();
        }
        let answer = route(worlds, &mut world, call).unwrap_or_else(|refused| refused);
        if let Some(key) = key {
            world.partner_center.answers.insert(key.to_owned(), answer.clone());
        }
        answer
    });
    outcome
        .unwrap_or_else(|refused| refused)
        .with("ms-correlationid", call.header("ms-correlationid").unwrap_or(&call.id))
        .with("ms-requestid", call.header("ms-requestid").unwrap_or(&call.id))
}

fn allowed(world: &World, call: &Call) -> Result<(), Answer> {
    let Some(token) = world.tokens.check(call, Audience::Partner, world.clock.seconds()) else {
        return Err(refusal(401, 401, "Access token is invalid or has expired."));
    };
    if world.partnership.customers().is_empty() {
        let text = "The account is not allowed to perform this operation: it has no partner relationship.";
        return Err(refusal(403, 2003, text));
    }
    match token.party {
        Party::Person(id) if world.tenant.roles_of(id).contains(&"Global Administrator") => Ok(()),
        _ => Err(refusal(403, 2005, "The account is no agent of the partner.")),
    }
}

fn route(worlds: &[Shared], world: &mut World, call: &Call) -> Result<Answer, Answer> {
    if call
        .header("ms-contract-version")
        .is_some_and(|version| version != "v1")
    {
        return Err(refusal(400, 2000, "The contract version is not supported."));
    }
    let path: Vec<&str> = call.segments.iter().skip(1).map(String::as_str).collect();
    match (call.method.as_str(), path.as_slice()) {
        ("GET", ["customers"]) => customers(world, call),
        ("GET", ["customers", id]) => customer(world, id),
        ("GET", ["customers", id, "products"]) => catalog::products(worlds, world, call, id),
        ("GET", ["customers", id, "products", product, "skus"]) => catalog::skus(worlds, world, call, id, product),
        ("GET", ["customers", id, "products", product, "skus", sku, "availabilities"]) => {
            catalog::availabilities(worlds, world, call, id, product, sku)
        }
        ("POST", ["customers", id, "carts"]) => carts::make(worlds, world, call, id),
        ("GET", ["customers", id, "carts", cart]) => carts::one(worlds, world, id, cart),
        ("POST", ["customers", id, "carts", cart, "checkout"]) => carts::check_out(worlds, world, call, id, cart),
        ("GET", ["customers", id, "orders"]) => carts::orders(worlds, world, id),
        ("GET", ["customers", id, "orders", order]) => carts::order(worlds, world, id, order),
        ("GET", ["customers", id, "subscriptions"]) => subscriptions::all(worlds, world, id),
        ("GET", ["customers", id, "subscriptions", one]) => subscriptions::one(worlds, world, id, one),
        ("PATCH", ["customers", id, "subscriptions", one]) => subscriptions::change(worlds, world, call, id, one),
        _ => Err(refusal(404, 404, "There is no such resource.")),
    }
}

/// One page, and where the next is: the token for it travels in a header that the link names.
fn customers(world: &World, call: &Call) -> Result<Answer, Answer> {
    let all = world.partnership.customers();
    let size = call.query("size").and_then(|size| size.parse().ok()).unwrap_or(PAGE);
    let from = match call.header("ms-continuationtoken") {
        None => 0,
        Some(token) => world
            .unseal(token)
            .and_then(|place| place.parse::<usize>().ok())
            .ok_or_else(|| refusal(400, "2001", "The continuation token is not valid."))?,
    };
    let size = size.clamp(1, PAGE);
    let items: Vec<Json> = all
        .iter()
        .skip(from)
        .take(size)
        .map(|one| one.at_partner_center())
        .collect();
    let own = json!({"uri": format!("/customers?size={size}"), "method": "GET", "headers": []});
    let mut links = json!({"self": own});
    if from + size < all.len() {
        let token = world.seal(&(from + size).to_string());
        links["next"] = json!({
            "uri": format!("/customers?size={size}&seekOperation={}", encode("Next")), "method": "GET",
            "headers": [{"key": "MS-ContinuationToken", "value": token}],
        });
    }
    Ok(told(200, &list(items, links)))
}

fn customer(world: &World, id: &str) -> Result<Answer, Answer> {
    let none = || refusal(404, 2032, "The partner has no relation with this customer.");
    let id: Uuid = id.parse().map_err(|_| none())?;
    let found = world.partnership.customers().iter().find(|one| one.tenant() == id);
    Ok(told(200, &found.ok_or_else(none)?.with_billing()))
}

fn list(items: Vec<Json>, links: Json) -> Json {
    json!({"totalCount": items.len(), "items": items, "links": links, "attributes": {"objectType": "Collection"}})
}

/// The tenant of a customer of this partner.
fn of_customer<'a>(worlds: &'a [Shared], world: &World, id: &str) -> Result<&'a Shared, Answer> {
    let none = || refusal(404, 2032, "The partner has no relation with this customer.");
    let id: Uuid = id.parse().map_err(|_| none())?;
    let customers = world.partnership.customers();
    let place = customers.iter().position(|one| one.tenant() == id).ok_or_else(none)?;
    // The partner comes first among the tenants, its customers in their order behind it.
    worlds.get(place + 1).ok_or_else(none)
}

/// What was taken, and shows there once it is carried out.
fn accepted(location: &str) -> Answer {
    Answer::empty(202).with("location", location)
}

/// Its answers begin with a byte order mark.
fn told(status: u16, body: &Json) -> Answer {
    let bytes = [&b"\xef\xbb\xbf"[..], body.to_string().as_bytes()].concat();
    Answer::bytes(status, "application/json; charset=utf-8", bytes)
}

/// Some codes come as numbers, others as texts.
fn refusal(status: u16, code: impl Into<Json>, text: &str) -> Answer {
    told(
        status,
        &json!({"code": code.into(), "description": text, "data": [], "source": "PartnerFD"}),
    )
}
