//! What is bought (`subscribedSkus`, `directory/subscriptions`) and who has it (`assignLicense`, `licenseDetails`).

use std::sync::Arc;

use serde_json::{Value as Json, json};
use uuid::Uuid;

use super::users;
use crate::call::{Answer, Call};
use crate::licensing;
use crate::products;
use crate::user::{Licence, Prop, User, Value};
use crate::world::World;

pub fn skus(world: &mut World, call: &Call, rest: &[&str]) -> Result<Answer, Answer> {
    let all = (0u8..)
        .take(products::all().len())
        .filter_map(|p| world.tenant.sku(p, &world.people));
    match rest {
        [] if call.query("$filter").is_some() || call.query("$top").is_some() => {
            Err(Answer::bad("The query is not supported: only $select is."))
        }
        [] => super::collection(call, "subscribedSkus", all.collect()),
        [id] => {
            let found = all
                .into_iter()
                .find(|s| s["id"].as_str().is_some_and(|s| s.eq_ignore_ascii_case(id)));
            super::entity(call, "subscribedSkus", found.ok_or_else(|| Answer::not_found(id))?)
        }
        _ => Err(Answer::not_found(rest[0])),
    }
}

pub fn subscriptions(world: &mut World, call: &Call, rest: &[&str]) -> Result<Answer, Answer> {
    let mut all = world.tenant.shown();
    let one = |found: Option<&crate::tenant::Subscription>, key: &str| {
        let found = found.ok_or_else(|| Answer::not_found(key))?;
        super::entity(call, "directory/subscriptions", found.json())
    };
    match rest {
        ["subscriptions"] => super::collection(call, "directory/subscriptions", all.map(|s| s.json()).collect()),
        ["subscriptions", id] => one(all.find(|s| s.id.to_string().eq_ignore_ascii_case(id)), id),
        [key] => {
            let id = key
                .strip_prefix("subscriptions(commerceSubscriptionId='")
                .and_then(|k| k.strip_suffix("')"));
            let id = id.ok_or_else(|| Answer::not_found(key))?;
            one(all.find(|s| s.commerce_id.to_string().eq_ignore_ascii_case(id)), id)
        }
        _ => Err(Answer::not_found(&rest.join("/"))),
    }
}

pub fn details(world: &mut World, call: &Call, key: &str) -> Result<Answer, Answer> {
    let slot = users::find(world, key)?;
    let Some(user) = world.people.get(slot) else {
        return Err(Answer::not_found(key));
    };
    let mut items: Vec<Json> = Vec::new();
    for licence in user.licences.iter().filter(|l| l.state == "Active") {
        let product = &products::all()[licence.product as usize];
        if items.iter().any(|i| i["skuId"] == json!(product.sku_id)) {
            continue;
        }
        let plans: Vec<Json> = product
            .plans
            .iter()
            .map(|(name, id)| {
                let status = if licence.disabled_plans.contains(id) {
                    "Disabled"
                } else {
                    "Success"
                };
                json!({"servicePlanId": id, "servicePlanName": name, "provisioningStatus": status, "appliesTo": "User"})
            })
            .collect();
        items.push(
            json!({"id": format!("{}_{}", user.id.simple(), product.sku_id.simple()), "skuId": product.sku_id,
                          "skuPartNumber": product.part_number, "servicePlans": plans}),
        );
    }
    super::collection(call, &format!("users('{}')/licenseDetails", user.id), items)
}

/// A refused assignment: nothing of the request is carried out.
pub fn refuse(message: &str) -> Answer {
    Answer::bad(message)
}

pub fn assign(world: &mut World, call: &Call, key: &str) -> Result<Answer, Answer> {
    let slot = users::find(world, key)?;
    let body = users::object(call)?;
    let (add, remove) = wishes(&body)?;
    let Some(mut user) = world.people.get(slot).map(|u| User::clone(u)) else {
        return Err(Answer::not_found(key));
    };
    // The licensing service reads a copy of the directory that lags: a place set moments ago is not there yet.
    let as_of = world.lagging_replica();
    let known = world.people.view(slot, as_of).map_or_else(
        || user.get(Prop::UsageLocation).clone(),
        |u| u.get(Prop::UsageLocation).clone(),
    );
    if !add.is_empty() && known == Value::Null {
        return Err(refuse(
            "License assignment cannot be done for user with invalid usage location.",
        ));
    }
    let now = world.clock.seconds();
    for sku in remove {
        let product = product(sku)?;
        let (direct, inherited): (Vec<_>, Vec<_>) = user
            .licences
            .iter()
            .filter(|l| l.product == product)
            .partition(|l| l.group.is_none());
        match (direct.is_empty(), inherited.is_empty()) {
            (true, true) => return Err(refuse("User does not have a corresponding license.")),
            (true, false) => {
                return Err(refuse(
                    "User license is inherited from a group membership and it cannot be removed directly from the user.",
                ));
            }
            _ => user.licences.retain(|l| l.product != product || l.group.is_some()),
        }
    }
    for entry in add {
        let product = product(entry.get("skuId").unwrap_or(&Json::Null))?;
        let plans = disabled(entry, product)?;
        if let Some(own) = user
            .licences
            .iter_mut()
            .find(|l| l.product == product && l.group.is_none())
        {
            if *own.disabled_plans != *plans {
                own.disabled_plans = plans.into();
                own.updated = now;
            }
            continue;
        }
        let (enabled, warning, _) = world.tenant.seats(product);
        let held = world
            .people
            .get(slot)
            .is_some_and(|u| u.licences.iter().any(|l| l.product == product && l.state == "Active"));
        if !held && world.people.consumed(product) >= enabled + warning {
            let sku = products::all()[product as usize].sku_id;
            return Err(refuse(&format!(
                "Subscription with SKU {sku} does not have any available licenses."
            )));
        }
        user.licences.push(Licence {
            product,
            group: None,
            disabled_plans: Arc::from(plans),
            state: "Active",
            error: "None",
            updated: now,
        });
    }
    let shown = shown(call, &user);
    world.write_user(call, slot, Some(user), &Json::Object(body), 200);
    Ok(shown)
}

/// The user as a write of licences answers with it.
fn shown(call: &Call, user: &User) -> Answer {
    let mut shown = user.json(&Prop::DEFAULT);
    let licences = user.json(&[Prop::AssignedLicenses]);
    if let Some(map) = shown.as_object_mut() {
        map.insert("assignedLicenses".to_owned(), licences["assignedLicenses"].clone());
        map.shift_insert(
            0,
            "@odata.context".to_owned(),
            super::context(call, "users/$entity").into(),
        );
    }
    Answer::json(200, &shown)
}

/// Tries again to give a user what their groups have.
pub fn reprocess(world: &mut World, call: &Call, key: &str) -> Result<Answer, Answer> {
    let slot = users::find(world, key)?;
    let Some(user) = world.people.get(slot).cloned() else {
        return Err(Answer::not_found(key));
    };
    let after = licensing::given(world, &user, world.groups.all(), |group| {
        group.members.contains(&user.id)
    });
    let shown = shown(call, &after);
    world.write_user(call, slot, Some(after), &Json::Null, 200);
    Ok(shown)
}

/// What is to be added and removed: both must be named.
pub fn wishes(body: &serde_json::Map<String, Json>) -> Result<(&Vec<Json>, &Vec<Json>), Answer> {
    let list = |name: &str| body.get(name).and_then(Json::as_array);
    list("addLicenses").zip(list("removeLicenses")).ok_or_else(|| {
        Answer::bad(
            "One or more parameters of the function import 'assignLicense' are missing from the request payload. The missing parameters are: addLicenses, removeLicenses.",
        )
    })
}

pub fn product(sku: &Json) -> Result<u8, Answer> {
    let id = sku.as_str().and_then(|s| s.parse::<Uuid>().ok());
    let id = id.ok_or_else(|| {
        Answer::error(
            400,
            "BadRequest",
            "Cannot convert the literal to the expected type 'Edm.Guid'.",
        )
    })?;
    products::by_sku(id).ok_or_else(|| refuse(&format!("License {id} does not correspond to a valid company License.")))
}

pub fn disabled(entry: &Json, product: u8) -> Result<Vec<Uuid>, Answer> {
    let plans = &products::all()[product as usize].plans;
    let mut all = Vec::new();
    for plan in entry
        .get("disabledPlans")
        .and_then(Json::as_array)
        .into_iter()
        .flatten()
    {
        let id = plan
            .as_str()
            .and_then(|s| s.parse::<Uuid>().ok())
            .filter(|id| plans.iter().any(|p| p.1 == *id));
        all.push(id.ok_or_else(|| refuse("One or more of the disabled plans do not belong to the license."))?);
    }
    Ok(all)
}
