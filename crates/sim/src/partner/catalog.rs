//! What a partner can buy for a customer: products, their editions, and what can be ordered of those. The ids look like Microsoft's.

use serde_json::{Value as Json, json};

use super::{list, of_customer, refusal, told};
use crate::call::{Answer, Call};
use crate::http::Shared;
use crate::products::{self, Product};
use crate::world::World;

/// The most seats of one line.
pub const MOST: u64 = 10_000;

/// One edition of each product.
const SKU: &str = "0001";

/// For how long, and how it is billed.
pub fn terms(product: &Product) -> &'static [(&'static str, &'static str)] {
    match is_trial(product) {
        true => &[("P1M", "none")],
        false => &[("P1M", "monthly"), ("P1Y", "monthly"), ("P1Y", "annual")],
    }
}

/// What costs nothing can be had once.
pub fn is_trial(product: &Product) -> bool {
    product.price == 0.0
}

fn product_id(place: usize) -> String {
    format!("CFQ7TTC0L{:03X}", place + 0x100)
}

fn item(place: usize) -> String {
    format!("{}:{SKU}:CFQ7TTC0K{:03X}", product_id(place), place + 0x200)
}

/// The place of the product that such an item is of.
pub fn by_item(text: &str) -> Option<u8> {
    let place = (0..products::all().len()).find(|place| item(*place).eq_ignore_ascii_case(text))?;
    u8::try_from(place).ok()
}

fn find(id: &str) -> Result<usize, Answer> {
    let place = (0..products::all().len()).find(|place| product_id(*place) == id);
    place.ok_or_else(|| refusal(404, 400013, "There is no such product."))
}

fn whole(call: &Call, items: Vec<Json>) -> Answer {
    let own = json!({"uri": call.path.trim_start_matches("/v1"), "method": "GET", "headers": []});
    told(200, &list(items, json!({"self": own})))
}

pub fn products(worlds: &[Shared], world: &World, call: &Call, customer: &str) -> Result<Answer, Answer> {
    of_customer(worlds, world, customer)?;
    if call
        .query("targetView")
        .is_none_or(|view| !view.eq_ignore_ascii_case("OnlineServicesNCE"))
    {
        return Err(refusal(400, 400009, "The target view is missing or not known."));
    }
    let shown = |(place, product): (usize, &Product)| {
        json!({
            "id": product_id(place), "title": product.name, "description": format!("{} for each user.", product.name),
            "productType": {"id": "OnlineServicesNCE", "displayName": "OnlineServicesNCE", "subType": null},
            "isMicrosoftProduct": true, "publisherName": "Microsoft Corporation",
            "links": {"skus": {"uri": format!("/customers/{customer}/products/{}/skus", product_id(place)), "method": "GET", "headers": []}},
        })
    };
    Ok(whole(call, products::all().iter().enumerate().map(shown).collect()))
}

pub fn skus(worlds: &[Shared], world: &World, call: &Call, customer: &str, product: &str) -> Result<Answer, Answer> {
    of_customer(worlds, world, customer)?;
    let place = find(product)?;
    let of = &products::all()[place];
    let sku = json!({
        "id": SKU, "productId": product, "title": of.name, "description": format!("{} for each user.", of.name),
        "minimumQuantity": 1, "maximumQuantity": if is_trial(of) { 25 } else { MOST }, "isTrial": is_trial(of),
        "supportedBillingCycles": ["monthly", "annual"], "purchasePrerequisites": [], "dynamicAttributes": {},
    });
    Ok(whole(call, vec![sku]))
}

pub fn availabilities(
    worlds: &[Shared],
    world: &World,
    call: &Call,
    customer: &str,
    product: &str,
    sku: &str,
) -> Result<Answer, Answer> {
    of_customer(worlds, world, customer)?;
    let place = find(product)?;
    if sku != SKU {
        return Err(refusal(404, 400018, "There is no such SKU."));
    }
    let country = world.partnership.country_of(customer);
    let currency = if country == "SE" { ("SEK", "kr") } else { ("NOK", "kr") };
    let item = item(place);
    let terms = terms(&products::all()[place]).iter().map(|(term, billed)| {
        json!({"duration": term, "description": "", "billingCycle": billed, "cancellationPolicies": []})
    });
    let one = json!({
        "id": item.rsplit(':').next(), "productId": product, "skuId": sku, "catalogItemId": item,
        "defaultCurrency": {"code": currency.0, "symbol": currency.1}, "segment": "commercial", "country": country,
        "isPurchasable": true, "isRenewable": true, "terms": terms.collect::<Vec<_>>(),
    });
    Ok(whole(call, vec![one]))
}
