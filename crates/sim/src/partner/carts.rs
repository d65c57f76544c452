//! Carts and orders. A cart runs out after a quarter of an hour and is checked out once; what of it cannot be had is told beside what was
//! ordered.

use serde_json::{Map, Value as Json, json};
use uuid::Uuid;

use super::{accepted, catalog, list, of_customer, refusal, told};
use crate::call::{Answer, Call};
use crate::effect::Change;
use crate::http::{Shared, lock};
use crate::products;
use crate::tenant::{Ordered, Subscription};
use crate::time::{DAY, stamp};
use crate::world::World;

/// A cart can be checked out for so long, in milliseconds.
const LIVES: i64 = 15 * 60_000;

/// An order is worked on for so long, in milliseconds.
const WORKED_ON: i64 = 2_000;

/// The customer's own directory shows what was ordered after so long, in milliseconds.
const PROVISIONED: i64 = 45_000;

pub struct Cart {
    id: Uuid,
    customer: Uuid,
    lines: Vec<Line>,
    made: i64,
    ordered: bool,
}

#[derive(Clone)]
struct Line {
    place: usize,
    item: String,
    name: Option<String>,
    quantity: u32,
    term: String,
    billed: String,
    /// The number of what is wrong with it, and the words.
    error: Option<(u32, &'static str)>,
    product: u8,
}

pub struct Order {
    id: Uuid,
    customer: Uuid,
    at: i64,
    /// When it is carried out.
    settles: i64,
    billed: String,
    lines: Vec<(Line, Uuid)>,
}

pub fn make(worlds: &[Shared], world: &mut World, call: &Call, customer: &str) -> Result<Answer, Answer> {
    let tenant = lock(of_customer(worlds, world, customer)?).tenant.id;
    let unreadable = || refusal(400, 2000, "The cart that was sent cannot be read.");
    let body: Json = serde_json::from_slice(&call.body).map_err(|_| unreadable())?;
    let lines = body["lineItems"].as_array().filter(|lines| !lines.is_empty());
    let lines = lines.ok_or_else(unreadable)?;
    let lines = lines.iter().enumerate().map(|(place, line)| {
        let line = line.as_object().ok_or_else(unreadable)?;
        Ok(read(place, line))
    });
    let cart = Cart {
        id: world.new_id(),
        customer: tenant,
        lines: lines.collect::<Result<_, Answer>>()?,
        made: world.clock.millis(),
        ordered: false,
    };
    let (id, shown) = (cart.id.to_string(), cart.json());
    world.partner_center.carts.push(cart);
    let change = Change {
        before: Json::Null,
        after: shown.clone(),
    };
    world.log(call, &id, &body, change, 201);
    Ok(told(201, &shown))
}

fn read(place: usize, line: &Map<String, Json>) -> Line {
    let text = |name: &str| line.get(name).and_then(Json::as_str).map(str::to_owned);
    let item = text("catalogItemId").unwrap_or_default();
    let product = catalog::by_item(&item);
    let of = product.map(|product| &products::all()[usize::from(product)]);
    let terms = of.map_or(&[][..], catalog::terms);
    let quantity = line.get("quantity").and_then(Json::as_u64).unwrap_or_default();
    let (term, billed) = (text("termDuration"), text("billingCycle"));
    let fits = |(duration, cycle): &&(&str, &str)| {
        term.as_ref().is_none_or(|term| term.eq_ignore_ascii_case(duration))
            && billed.as_ref().is_none_or(|billed| billed.eq_ignore_ascii_case(cycle))
    };
    let chosen = terms.iter().find(fits);
    let error = match (product, chosen) {
        (None, _) => Some((10001, "The catalog item id is not valid.")),
        (_, None) => Some((10010, "The item cannot be had for this term and billing cycle.")),
        _ if !(1..=catalog::MOST).contains(&quantity) => Some((10002, "Not enough quota is available.")),
        _ => None,
    };
    let (duration, cycle) = chosen.copied().unwrap_or_default();
    Line {
        place,
        item,
        name: text("friendlyName"),
        quantity: u32::try_from(quantity).unwrap_or(u32::MAX),
        term: duration.to_owned(),
        billed: cycle.to_owned(),
        error,
        product: product.unwrap_or_default(),
    }
}

impl Cart {
    fn json(&self) -> Json {
        let line = |line: &Line| {
            let error = line
                .error
                .map(|(code, text)| json!({"errorCode": code, "errorDescription": text}));
            json!({"id": line.place, "catalogItemId": line.item, "friendlyName": line.name, "quantity": line.quantity,
                   "termDuration": line.term, "billingCycle": line.billed, "orderGroup": self.group(line), "error": error})
        };
        json!({
            "id": self.id, "creationTimestamp": stamp(self.made / 1000), "lastModifiedTimestamp": stamp(self.made / 1000),
            "expirationTimestamp": stamp((self.made + LIVES) / 1000), "status": if self.ordered { "Ordered" } else { "Active" },
            "lineItems": self.lines.iter().map(line).collect::<Vec<_>>(), "attributes": {"objectType": "Cart"},
        })
    }

    /// What is paid for alike is one order.
    fn group(&self, line: &Line) -> usize {
        let same = |one: &Line| (&one.term, &one.billed) == (&line.term, &line.billed);
        self.lines.iter().position(same).unwrap_or_default()
    }
}

fn find<'a>(world: &'a mut World, customer: Uuid, id: &str) -> Result<&'a mut Cart, Answer> {
    let now = world.clock.millis();
    let mut carts = world.partner_center.carts.iter_mut();
    let found = carts.find(|cart| {
        cart.customer == customer && cart.id.to_string() == id && (cart.ordered || now < cart.made + LIVES)
    });
    found.ok_or_else(|| refusal(404, 404, "There is no such cart, or it has expired."))
}

pub fn one(worlds: &[Shared], world: &mut World, customer: &str, id: &str) -> Result<Answer, Answer> {
    let tenant = lock(of_customer(worlds, world, customer)?).tenant.id;
    Ok(told(200, &find(world, tenant, id)?.json()))
}

pub fn check_out(
    worlds: &[Shared],
    world: &mut World,
    call: &Call,
    customer: &str,
    id: &str,
) -> Result<Answer, Answer> {
    let theirs = of_customer(worlds, world, customer)?;
    let tenant = lock(theirs).tenant.id;
    let (partner, now) = (world.tenant.id, world.clock.millis());
    let takes = world.partner_center.takes;
    let cart = find(world, tenant, id)?;
    if cart.ordered {
        return Err(refusal(409, 800065, "The cart was already submitted."));
    }
    if cart.lines.iter().any(|line| line.error.is_some()) {
        return Err(refusal(400, 800003, "The cart has lines that cannot be ordered."));
    }
    let lines: Vec<(usize, Line)> = cart.lines.iter().map(|line| (cart.group(line), line.clone())).collect();
    let (mut orders, mut errors) = (Vec::new(), Vec::new());
    let mut groups: Vec<usize> = lines.iter().map(|(group, _)| *group).collect();
    groups.dedup();
    for group in groups {
        let of_group: Vec<&Line> = lines
            .iter()
            .filter(|(of, _)| *of == group)
            .map(|(_, line)| line)
            .collect();
        let had = |line: &&&Line| {
            let sold = &lock(theirs).tenant.subscriptions;
            catalog::is_trial(&products::all()[usize::from(line.product)])
                && sold
                    .iter()
                    .any(|one| one.product == line.product && one.owner == Some(partner))
        };
        if of_group.iter().any(|line| had(&line)) {
            errors.push(json!({"orderGroupId": group.to_string(), "code": 800030, "description": "The customer has had this trial already."}));
            continue;
        }
        let mut order = Order {
            id: world.new_id(),
            customer: tenant,
            at: now,
            settles: now + takes.unwrap_or(WORKED_ON),
            billed: of_group[0].billed.clone(),
            lines: Vec::new(),
        };
        for line in of_group {
            let ids = (world.new_id(), world.new_id());
            let new = subscription(line, partner, ids, (now, now + takes.unwrap_or_default()));
            lock(theirs).tenant.subscriptions.push(new);
            order.lines.push((line.clone(), ids.1));
        }
        orders.push(order.json(now));
        world.partner_center.orders.push(order);
    }
    let body = json!({"orders": orders, "orderErrors": errors, "attributes": {"objectType": "CartCheckoutResult"}});
    // One that is worked on for long is only taken for now.
    let later = takes.and(orders.first()).filter(|_| errors.is_empty());
    let (status, answer) = match later.and_then(|order| order["id"].as_str()) {
        Some(order) => (202, accepted(&format!("/v1/customers/{customer}/orders/{order}"))),
        None => (201, told(201, &body)),
    };
    if !orders.is_empty() {
        find(world, tenant, id)?.ordered = true;
        let change = Change {
            before: Json::Null,
            after: body,
        };
        world.log(call, id, &Json::Null, change, status);
    }
    Ok(answer)
}

/// What the customer has of it: Partner Center shows it when the order is carried out, the directory when it is provisioned.
fn subscription(
    line: &Line,
    partner: Uuid,
    (id, commerce_id): (Uuid, Uuid),
    (now, settles): (i64, i64),
) -> Subscription {
    let annual = line.term == "P1Y";
    let seconds = now / 1000;
    Subscription {
        id,
        commerce_id,
        product: line.product,
        status: "Enabled",
        seats: 0,
        trial: catalog::is_trial(&products::all()[usize::from(line.product)]),
        annual,
        auto_renew: true,
        owner: Some(partner),
        created: seconds,
        next: Some(seconds + if annual { 365 } else { 30 } * DAY),
        version: 1,
        ordered: Some(Ordered {
            seats: line.quantity,
            before: 0,
            settles,
            shows: settles + PROVISIONED,
        }),
        added: None,
    }
}

impl Order {
    fn json(&self, now: i64) -> Json {
        let line = |(place, (line, subscription)): (usize, &(Line, Uuid))| {
            json!({"lineItemNumber": place, "offerId": line.item, "subscriptionId": subscription.to_string().to_uppercase(),
                   "friendlyName": line.name, "quantity": line.quantity, "termDuration": line.term, "transactionType": "New"})
        };
        let status = if now < self.settles { "pending" } else { "completed" };
        json!({
            "id": self.id, "alternateId": self.id, "referenceCustomerId": self.customer, "billingCycle": self.billed,
            "transactionType": "UserPurchase", "creationDate": stamp(self.at / 1000), "status": status,
            "lineItems": self.lines.iter().enumerate().map(line).collect::<Vec<_>>(), "attributes": {"objectType": "Order"},
        })
    }
}

pub fn orders(worlds: &[Shared], world: &World, customer: &str) -> Result<Answer, Answer> {
    let tenant = lock(of_customer(worlds, world, customer)?).tenant.id;
    let now = world.clock.millis();
    let takes = world.partner_center.takes.unwrap_or_default();
    // What was only taken for now is listed when somebody has begun with it.
    let theirs = world
        .partner_center
        .orders
        .iter()
        .filter(|order| order.customer == tenant && now >= order.at + takes / 2);
    let own = json!({"uri": format!("/customers/{customer}/orders"), "method": "GET", "headers": []});
    Ok(told(
        200,
        &list(theirs.map(|order| order.json(now)).collect(), json!({"self": own})),
    ))
}

pub fn order(worlds: &[Shared], world: &World, customer: &str, id: &str) -> Result<Answer, Answer> {
    let tenant = lock(of_customer(worlds, world, customer)?).tenant.id;
    let is = |one: &&Order| one.customer == tenant && one.id.to_string().eq_ignore_ascii_case(id);
    let found = world.partner_center.orders.iter().find(is);
    let found = found.ok_or_else(|| refusal(404, 20002, "There is no such order of this customer."))?;
    Ok(told(200, &found.json(world.clock.millis())))
}
