//! A partner's customers, and what can be bought in the countries that they are in. Each customer is asked for its country once; the
//! catalogue takes a request for each product and each edition of it, and changes from month to month.

use super::partner_center::{all, customer_id, has_customers, in_words, is_about_one};
use super::round::{note_whole, was_read_within};
use super::{Cursor, Progress, Session, Stop, ended, options, store_whole};
use crate::collections::field::text;
use crate::collections::{CUSTOMERS, PARTNER_CATALOG, customers, partner_catalog, users};
use crate::derivation::Rules;
use chrono::TimeDelta;
use kontor_cloud::{Fault, FaultKind};
use kontor_model::{Api, Object, Result as Outcome};
use kontor_store::Query;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

/// Where the settings keep of which countries the catalogue was read.
const COUNTRIES: &str = "catalog-countries";

/// What is bought per seat, under the new commerce.
const VIEW: &str = "OnlineServicesNCE";

/// What was read so lately is not read again by itself.
fn lately() -> TimeDelta {
    TimeDelta::days(7)
}

/// Reads who the customers are, and of those that are new where.
pub(super) async fn customers(
    session: &Session,
    rules: &Rules,
    path: &str,
    full: bool,
    cancel: &CancellationToken,
) -> Result<u64, Stop> {
    if !has_customers(session).map_err(|stop| *stop)? {
        return Ok(store_whole(session, rules, Vec::new(), ended(true))?);
    }
    let listed = all(session, &format!("{path}?size=500"), cancel)
        .await
        .map_err(in_words)?;
    let total = listed.len();
    let mut found = Vec::new();
    for (done, mut customer) in listed.into_iter().enumerate() {
        show(session, rules, done, total);
        let Some(id) = text(&customer, "id").filter(|id| Uuid::parse_str(id).is_ok()) else {
            continue;
        };
        let id = id.to_lowercase();
        let known = session.store.show(rules, &id)?.map(|item| item.server);
        let known = known.filter(|known| !full && customers::country(known).is_some());
        let told = match known {
            Some(known) => known.get("billingProfile").cloned(),
            None => billing(session, &id, cancel).await?,
        };
        customer.extend(told.map(|told| ("billingProfile".to_owned(), told)));
        customer.insert("id".to_owned(), json!(id));
        customer.remove("links");
        found.push((id, customer));
    }
    Ok(store_whole(session, rules, found, ended(true))?)
}

/// Where a customer is billed; none where this person may not see it.
async fn billing(session: &Session, id: &str, cancel: &CancellationToken) -> Result<Option<Value>, Stop> {
    let path = format!("/v1/customers/{}", customer_id(id)?);
    match session.cloud.get(Api::PartnerCenter, &path, &options(cancel)).await {
        Ok(reply) => Ok(reply.body.get("billingProfile").cloned()),
        Err(fault) if is_about_one(fault.kind) || fault.kind == FaultKind::NotFound => Ok(None),
        Err(fault) => Err(in_words(fault).into()),
    }
}

fn show(session: &Session, rules: &Rules, done: usize, total: usize) {
    session.set_progress(Some(Progress {
        collection: rules.collection.name.to_owned(),
        done: done as u64,
        total: Some(total as u64),
    }));
}

/// Reads what can be bought, when somebody asks for it, a week has gone, or a customer is in another country than those that are known.
pub(super) async fn catalog(
    session: &Session,
    rules: &Rules,
    path: &str,
    asked: bool,
    cancel: &CancellationToken,
) -> Result<u64, Stop> {
    let partner = has_customers(session).map_err(|stop| *stop)?;
    let countries = if partner { countries(session)? } else { BTreeMap::new() };
    let names = json!(countries.keys().collect::<Vec<_>>());
    let fresh = was_read_within(session, PARTNER_CATALOG.name, lately())?;
    if !asked && fresh && session.store.setting(COUNTRIES)? == Some(names.clone()) {
        return Ok(0);
    }
    let (mut found, mut refused) = (Vec::new(), None);
    for (country, theirs) in &countries {
        match of_country(session, rules, path, country, theirs, &mut found, cancel).await {
            Ok(()) => {}
            // One country that cannot be read hides nothing of the others.
            Err(fault) if is_about_one(fault.kind) || fault.kind == FaultKind::NotFound => refused = Some(fault),
            Err(fault) => {
                // Many products, many requests: what was read by now stays read.
                let next_link = path.to_owned();
                store_whole(session, rules, found, Cursor::More { next_link })?;
                return Err(in_words(fault).into());
            }
        }
    }
    let count = store_whole(session, rules, found, ended(refused.is_none()))?;
    if let Some(fault) = refused {
        return Err(in_words(fault).into());
    }
    session.store.set_setting(COUNTRIES, &names)?;
    note_whole(session, PARTNER_CATALOG.name)?;
    Ok(count)
}

/// The countries that customers are in, with the customers in each.
fn countries(session: &Session) -> Outcome<BTreeMap<String, Vec<String>>> {
    let rules = session.rules(&CUSTOMERS)?;
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut after: Option<String> = None;
    loop {
        let query = Query {
            after: after.as_deref(),
            limit: 1_000,
            mirror_only: true,
            ..Query::default()
        };
        let page = session.store.list(&rules, &query)?;
        for item in page.items {
            if let Some(country) = customers::country(&item.server) {
                found.entry(country).or_default().push(item.id);
            }
        }
        after = page.next;
        if after.is_none() {
            return Ok(found);
        }
    }
}

/// Partner Center shows what there is through a customer: the first in the country that it answers for.
async fn of_country(
    session: &Session,
    rules: &Rules,
    path: &str,
    country: &str,
    theirs: &[String],
    found: &mut Vec<(String, Object)>,
    cancel: &CancellationToken,
) -> Result<(), Fault> {
    let mut refused = None;
    for customer in theirs {
        let below = format!("{path}/{customer}/products");
        let products = match all(session, &format!("{below}?targetView={VIEW}"), cancel).await {
            Ok(products) => products,
            Err(fault) if is_about_one(fault.kind) || fault.kind == FaultKind::NotFound => {
                refused = Some(fault);
                continue;
            }
            Err(fault) => return Err(fault),
        };
        for (done, product) in products.iter().enumerate() {
            show(session, rules, done, products.len());
            let Some(id) = text(product, "id") else { continue };
            let below = format!("{below}/{}/skus", users::segment(&id));
            for sku in &listed(session, &below, cancel).await? {
                let Some(id) = text(sku, "id") else { continue };
                let below = format!("{below}/{}/availabilities", users::segment(&id));
                let availabilities = listed(session, &below, cancel).await?;
                let read = |one: &Object| partner_catalog::object(country, product, sku, one);
                found.extend(availabilities.iter().filter_map(read));
            }
        }
        return Ok(());
    }
    refused.map_or(Ok(()), Err)
}

/// What stands below a product; nothing when it has gone since the list above it was read.
async fn listed(session: &Session, path: &str, cancel: &CancellationToken) -> Result<Vec<Object>, Fault> {
    match all(session, path, cancel).await {
        Err(fault) if fault.kind == FaultKind::NotFound && fault.error.request_id.is_some() => Ok(Vec::new()),
        other => other,
    }
}
