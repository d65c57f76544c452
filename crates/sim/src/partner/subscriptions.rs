//! What a partner's customers have subscribed to: read, and changed by sending the whole resource back.

use std::cmp::Ordering;

use serde_json::{Map, Value as Json, json};

use super::{accepted, list, of_customer, refusal, told};
use crate::call::{Answer, Call};
use crate::effect::Change;
use crate::http::{Shared, lock};
use crate::products;
use crate::tenant::{Ordered, Subscription};
use crate::time::{DAY, stamp};
use crate::world::World;

/// The most seats of one subscription.
const MOST: u64 = 10_000;

/// Seats can be given back for so long.
const WINDOW: i64 = 7 * DAY;

/// Fewer seats are an order that is worked on for so long, in milliseconds.
const WORKED_ON: i64 = 5_000;

/// The customer's own directory shows what was ordered after so long, in milliseconds.
const PROVISIONED: i64 = 45_000;

pub fn all(worlds: &[Shared], world: &World, customer: &str) -> Result<Answer, Answer> {
    let theirs = lock(of_customer(worlds, world, customer)?);
    let now = theirs.clock.millis();
    let sold = theirs
        .tenant
        .subscriptions
        .iter()
        .filter(|one| one.owner == Some(world.tenant.id) && is_there(one, now));
    let items: Vec<Json> = sold.map(|one| shown(one, now)).collect();
    let own = json!({"uri": format!("/customers/{customer}/subscriptions"), "method": "GET", "headers": []});
    Ok(told(200, &list(items, json!({"self": own}))))
}

pub fn one(worlds: &[Shared], world: &World, customer: &str, id: &str) -> Result<Answer, Answer> {
    let mut theirs = lock(of_customer(worlds, world, customer)?);
    let now = theirs.clock.millis();
    Ok(told(200, &shown(find(world, &mut theirs, id)?, now)))
}

fn find<'a>(world: &World, theirs: &'a mut World, id: &str) -> Result<&'a mut Subscription, Answer> {
    let (partner, now) = (Some(world.tenant.id), theirs.clock.millis());
    let mut sold = theirs
        .tenant
        .subscriptions
        .iter_mut()
        .filter(|one| one.owner == partner && is_there(one, now));
    sold.find(|one| one.commerce_id.to_string().eq_ignore_ascii_case(id))
        .ok_or_else(|| refusal(404, 20002, "There is no such subscription of this customer."))
}

/// The seats as Partner Center knows them, which is before the customer's directory does.
fn seats(one: &Subscription, now: i64) -> u32 {
    match &one.ordered {
        Some(ordered) if ordered.settles <= now => ordered.seats,
        Some(ordered) => ordered.before,
        None => one.seats,
    }
}

/// What was ordered is there once the order is carried out.
fn is_there(one: &Subscription, now: i64) -> bool {
    one.ordered.is_none() || seats(one, now) > 0
}

/// Until when seats can be given back (seconds since 1970), and down to how many.
fn window(one: &Subscription) -> Option<(i64, u32)> {
    let term = if one.annual { 365 } else { 30 } * DAY;
    let begun = one.next.map(|next| (next - term + WINDOW, 1));
    // What was added since can be given back for as long.
    begun.max(one.added.map(|(at, from)| (at + WINDOW, from)))
}

fn shown(one: &Subscription, now: i64) -> Json {
    let product = &products::all()[one.product as usize];
    let status = match one.status {
        "Enabled" => "active",
        "Warning" => "expired",
        "Suspended" => "suspended",
        _ => "disabled",
    };
    let plain = |at: i64| stamp(at).trim_end_matches('Z').to_owned();
    json!({
        "id": one.commerce_id.to_string().to_uppercase(), "offerId": format!("CFQ7TTC0:{}", product.part_number),
        "offerName": product.name, "friendlyName": product.name, "productType": {"id": "OnlineServicesNCE", "displayName": "OnlineServicesNCE"},
        "quantity": seats(one, now), "unitType": "Licenses", "hasPurchasableAddons": false,
        "creationDate": stamp(one.created), "effectiveStartDate": plain(one.created),
        "commitmentEndDate": one.next.map_or("9999-12-10T00:00:00".to_owned(), stamp),
        "cancellationAllowedUntilDate": window(one).map(|(until, _)| stamp(until)), "status": status,
        "autoRenewEnabled": one.auto_renew, "isTrial": one.trial, "billingType": "license",
        "billingCycle": "monthly", "termDuration": one.next.map(|_| if one.annual { "P1Y" } else { "P1M" }),
        "isMicrosoftProduct": true, "partnerId": "", "suspensionReasons": null, "contractType": "subscription",
        "refundOptions": null, "lastModifiedDate": "0001-01-01T00:00:00",
        "links": {"self": {"uri": format!("/subscriptions/{}", one.commerce_id), "method": "GET", "headers": []}},
        "attributes": {"etag": etag(one), "objectType": "Subscription"},
    })
}

fn etag(one: &Subscription) -> String {
    format!("eyJ2IjoiMSIsIm4iOi{:06}", one.version)
}

pub fn change(worlds: &[Shared], world: &mut World, call: &Call, customer: &str, id: &str) -> Result<Answer, Answer> {
    let unreadable = || refusal(400, "2000", "The subscription that was sent cannot be read.");
    let body: Map<String, Json> = serde_json::from_slice(&call.body).map_err(|_| unreadable())?;
    let tenant = of_customer(worlds, world, customer)?;
    let mut theirs = lock(tenant);
    let now = theirs.clock.millis();
    let found = find(world, &mut theirs, id)?;
    // What is not sent back whole is taken for a change that nobody may make.
    if let Some(name) = touched(&shown(found, now), &body) {
        return Err(refusal(
            400,
            "2000",
            &format!("The property {name} is missing or cannot be changed."),
        ));
    }
    if found.ordered.as_ref().is_some_and(|ordered| ordered.settles > now) {
        return Err(refusal(409, "800060", "An order for the subscription is in progress."));
    }
    if body["attributes"]["etag"] != etag(found).as_str() {
        return Err(refusal(409, 2055, "Etag is no longer valid."));
    }
    if found.status != "Enabled" {
        return Err(refusal(
            400,
            800027,
            "The subscription is not eligible for adding or removing seats.",
        ));
    }
    let wanted = body["quantity"].as_u64().filter(|count| (1..=MOST).contains(count));
    let wanted = wanted.ok_or_else(|| refusal(400, 2002, "The quantity is out of range."))? as u32;
    let had = seats(found, now);
    let open = window(found).is_some_and(|(until, least)| now / 1000 <= until && wanted >= least);
    if wanted < had && !open {
        return Err(refusal(400, 800027, "The seats can no longer be removed in this term."));
    }
    let before = json!({"quantity": had, "autoRenewEnabled": found.auto_renew});
    if wanted > had {
        found.added = Some((now / 1000, found.added.map_or(had, |(_, from)| from.min(had))));
    }
    let works = world.partner_center.takes.unwrap_or_default();
    let settles = match wanted.cmp(&had) {
        Ordering::Less => now + works.max(WORKED_ON),
        Ordering::Equal => now,
        Ordering::Greater => now + works,
    };
    if wanted != had {
        found.ordered = Some(Ordered {
            seats: wanted,
            before: had,
            settles,
            shows: settles + PROVISIONED,
        });
    }
    found.auto_renew = body["autoRenewEnabled"].as_bool().unwrap_or(found.auto_renew);
    found.version += 1;
    let after = json!({"quantity": wanted, "autoRenewEnabled": found.auto_renew});
    let (object_id, answer) = (found.commerce_id.to_string(), shown(found, now));
    drop(theirs);
    let (status, answer) = match settles > now {
        true => (202, accepted(&format!("/v1/customers/{customer}/subscriptions/{id}"))),
        false => (200, told(200, &answer)),
    };
    world.log(call, &object_id, &Json::Object(body), Change { before, after }, status);
    Ok(answer)
}

/// The first property, of those that cannot be changed so, that was not sent as it stands.
fn touched(stands: &Json, sent: &Map<String, Json>) -> Option<String> {
    let free = [
        "quantity",
        "autoRenewEnabled",
        "attributes",
        "links",
        "cancellationAllowedUntilDate",
        "refundOptions",
    ];
    let fixed = stands
        .as_object()?
        .iter()
        .filter(|(name, _)| !free.contains(&name.as_str()));
    let missing = ["quantity", "attributes"]
        .into_iter()
        .find(|name| !sent.contains_key(*name));
    let mut other = fixed.filter(|(name, value)| sent.get(*name) != Some(value) && !value.is_null());
    missing
        .map(str::to_owned)
        .or_else(|| other.next().map(|(name, _)| name.clone()))
}
