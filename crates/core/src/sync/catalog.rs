//! The catalogue: the products of the table and those that the tenant has besides, with how many licenses it has of each.

use super::{Session, Stop, ended, options, store_whole};
use crate::collections::catalog::LICENSES;
use crate::collections::field::{integer, text};
use crate::collections::products;
use crate::derivation::Rules;
use kontor_cloud::FaultKind;
use kontor_model::{Api, Object};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use tokio_util::sync::CancellationToken;

/// States of a subscription in which its licenses can be used.
const USABLE: [&str; 2] = ["enabled", "warning"];

/// Reads what the tenant has, and lays it beside what there is.
pub(super) async fn catalog(
    session: &Session,
    rules: &Rules,
    path: &str,
    cancel: &CancellationToken,
) -> Result<u64, Stop> {
    let owned = match owned(session, path, cancel).await {
        Ok(owned) => Some(owned),
        // What there is to buy is known all the same.
        Err(Stop::Cloud(fault)) if fault.kind == FaultKind::Denied => None,
        Err(other) => return Err(other),
    };
    let mut found: BTreeMap<String, Object> = BTreeMap::new();
    for (sku, part, name) in products::all() {
        found.insert(sku.to_owned(), product(sku, part, name, owned.as_ref().map(|_| 0)));
    }
    for (sku, (part, count)) in owned.into_iter().flatten() {
        let new = || product(&sku, &part, &products::name(&sku, Some(&part)), None);
        let object = found.entry(sku.clone()).or_insert_with(new);
        object.insert(LICENSES.to_owned(), json!(count));
    }
    Ok(store_whole(session, rules, found.into_iter().collect(), ended(true))?)
}

fn product(sku: &str, part: &str, name: &str, count: Option<i64>) -> Object {
    let object = json!({ "id": sku, "skuId": sku, "skuPartNumber": part, "displayName": name, LICENSES: count });
    match object {
        Value::Object(object) => object,
        _ => Object::new(),
    }
}

/// The part number and the usable licenses of each product that the tenant has.
async fn owned(
    session: &Session,
    path: &str,
    cancel: &CancellationToken,
) -> Result<BTreeMap<String, (String, Option<i64>)>, Stop> {
    let mut owned: BTreeMap<String, (String, Option<i64>)> = BTreeMap::new();
    let mut link = Some(path.to_owned());
    while let Some(here) = link {
        let page = session.cloud.page(Api::Graph, &here, &options(cancel)).await?;
        for one in &page.items {
            let Some(sku) = text(one, "skuId") else { continue };
            // One count or status that is not known, and the sum is not.
            let count = match text(one, "status").map(|status| USABLE.contains(&status.to_lowercase().as_str())) {
                Some(true) => integer(one, "totalLicenses"),
                Some(false) => Some(0),
                None => None,
            };
            let part = text(one, "skuPartNumber").unwrap_or_default();
            let so_far = owned.entry(sku.to_lowercase()).or_insert((part, Some(0)));
            so_far.1 = so_far.1.zip(count).map(|(sum, count)| sum.saturating_add(count));
        }
        link = page.next_link;
    }
    Ok(owned)
}
