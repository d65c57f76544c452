//! Azure Resource Manager: the billing provider, api-version 2024-04-01, and the way to the others.

use chrono::NaiveDate;
use serde_json::{Value as Json, json};

use crate::billing::document;
use crate::call::{Answer, Call, encode};
use crate::management_partner;
use crate::pdf;
use crate::time::stamp;
use crate::tokens::Audience;
use crate::world::World;

/// Items on a page.
const PAGE: usize = 10;

pub fn answer(world: &mut World, call: &Call) -> Answer {
    let segments: Vec<&str> = call.segments.iter().map(String::as_str).collect();
    // A document's link carries its own signature. A token beside it is looked at first, and is none of the store's.
    if let ("GET", ["documents", file]) = (call.method.as_str(), segments.as_slice()) {
        if call.header("authorization").is_some_and(|value| !value.is_empty()) {
            let xml = "<?xml version=\"1.0\" encoding=\"utf-8\"?><Error><Code>InvalidAuthenticationInfo</Code><Message>Authentication information is not given in the correct format. Check the value of Authorization header.</Message></Error>";
            return Answer::bytes(401, "application/xml", xml.into());
        }
        return file_answer(world, call, file).unwrap_or_else(|a| a);
    }
    if world.tokens.check(call, Audience::Arm, world.clock.seconds()).is_none() {
        let answer = Answer::error(
            401,
            "InvalidAuthenticationToken",
            "The access token is invalid or has expired.",
        );
        return answer.with(
            "www-authenticate",
            "Bearer authorization_uri=\"https://login.microsoftonline.com/common\", error=\"invalid_token\"",
        );
    }
    if call.query("api-version").is_none() {
        return Answer::error(
            400,
            "MissingApiVersionParameter",
            "The api-version query parameter (?api-version=) is required for all requests.",
        );
    }
    let ["providers", provider, rest @ ..] = segments.as_slice() else {
        return unknown(call);
    };
    if provider.eq_ignore_ascii_case("Microsoft.ManagementPartner") {
        return management_partner::route(world, call, rest).unwrap_or_else(|a| a);
    }
    if !provider.eq_ignore_ascii_case("Microsoft.Billing") {
        return unknown(call);
    }
    route(world, call, rest).unwrap_or_else(|a| a)
}

fn route(world: &mut World, call: &Call, rest: &[&str]) -> Result<Answer, Answer> {
    let get = call.method == "GET";
    if let (true, ["billingAccounts"]) = (get, rest) {
        let (billing, tenant) = (&world.billing, &world.tenant);
        let accounts = vec![billing.account_json(tenant), billing.old_account_json(tenant)];
        return Ok(list(world, call, accounts));
    }
    let ["billingAccounts", account, below @ ..] = rest else {
        return Err(unknown(call));
    };
    if *account == world.billing.old_account {
        return match (call.method.as_str(), below) {
            ("GET", []) => Ok(Answer::json(200, &world.billing.old_account_json(&world.tenant))),
            _ => Err(unknown(call)),
        };
    }
    if !account.eq_ignore_ascii_case(&world.billing.account) {
        let message = format!("The billing account '{account}' does not exist or you do not have access to it.");
        return Err(Answer::error(404, "NotFound", &message));
    }
    let (billing, tenant) = (&world.billing, &world.tenant);
    let answer = match (call.method.as_str(), below) {
        ("GET", []) => Answer::json(200, &billing.account_json(tenant)),
        ("GET", ["billingProfiles"]) => list(world, call, vec![billing.profile_json(tenant)]),
        ("GET", ["billingProfiles", name]) if *name == billing.profile => {
            Answer::json(200, &billing.profile_json(tenant))
        }
        ("GET", ["billingSubscriptions"] | ["billingProfiles", _, "billingSubscriptions"]) => {
            let all = tenant
                .subscriptions
                .iter()
                .map(|s| billing.subscription_json(tenant, s))
                .collect();
            list(world, call, all)
        }
        ("GET", ["billingSubscriptions", name]) => {
            let found = tenant
                .subscriptions
                .iter()
                .find(|s| s.commerce_id.to_string().eq_ignore_ascii_case(name));
            Answer::json(
                200,
                &billing.subscription_json(tenant, found.ok_or_else(|| unknown(call))?),
            )
        }
        ("GET", ["invoices"] | ["billingProfiles", _, "invoices"]) => invoices(world, call)?,
        ("GET", ["invoices", name]) => {
            let all = billing.invoices(tenant, world.clock.seconds());
            let found = all.iter().find(|i| i.name == *name).ok_or_else(|| no_invoice(name))?;
            Answer::json(200, &billing.invoice_json(tenant, found))
        }
        ("GET", ["invoices", name, "transactions"]) => {
            let all = billing.invoices(tenant, world.clock.seconds());
            let found = all.iter().find(|i| i.name == *name).ok_or_else(|| no_invoice(name))?;
            list(world, call, billing.transactions_json(tenant, found))
        }
        ("POST", ["invoices", name, "download"]) => download(world, call, name)?,
        ("GET", ["invoices", name, "operationResults", id]) => poll(world, call, name, id)?,
        _ => return Err(unknown(call)),
    };
    Ok(answer)
}

fn unknown(call: &Call) -> Answer {
    Answer::error(
        404,
        "ResourceNotFound",
        &format!("The resource '{}' was not found.", call.path),
    )
}

fn no_invoice(name: &str) -> Answer {
    Answer::error(404, "NotFound", &format!("The invoice '{name}' was not found."))
}

/// A page of a list; `nextLink` while there is more.
fn list(world: &World, call: &Call, items: Vec<Json>) -> Answer {
    let from = call
        .query("$skiptoken")
        .and_then(|t| world.unseal(t))
        .and_then(|t| t.parse().ok())
        .unwrap_or(0usize);
    let size = call
        .query("top")
        .and_then(|t| t.parse().ok())
        .unwrap_or(PAGE)
        .clamp(1, 50);
    let total = items.len();
    let page: Vec<Json> = items.into_iter().skip(from).take(size).collect();
    let mut body = json!({"value": page});
    if from + size < total {
        let path = call.path.split('/').map(encode).collect::<Vec<_>>().join("/");
        let token = world.seal(&(from + size).to_string());
        body["nextLink"] = format!("{}{path}?{}$skiptoken={token}", call.base, call.query_for_link()).into();
    }
    Answer::json(200, &body)
}

fn invoices(world: &World, call: &Call) -> Result<Answer, Answer> {
    let date = |name: &str| {
        let text = call.query(name).unwrap_or_default();
        NaiveDate::parse_from_str(text, "%Y-%m-%d").map_err(|_| {
            Answer::error(
                400,
                "BadRequest",
                &format!("The query parameter '{name}' is required in the form YYYY-MM-DD."),
            )
        })
    };
    let (from, to) = (date("periodStartDate")?, date("periodEndDate")?);
    let all = world.billing.invoices(&world.tenant, world.clock.seconds());
    let items = all
        .iter()
        .filter(|i| (from..=to).contains(&i.date))
        .map(|i| world.billing.invoice_json(&world.tenant, i));
    Ok(list(world, call, items.collect()))
}

fn download(world: &mut World, call: &Call, name: &str) -> Result<Answer, Answer> {
    let all = world.billing.invoices(&world.tenant, world.clock.seconds());
    let invoice = all.iter().find(|i| i.name == name).ok_or_else(|| no_invoice(name))?;
    if call.query("documentName").is_some_and(|d| d != document(invoice)) {
        return Err(Answer::error(404, "NotFound", "The document was not found."));
    }
    let id = world.start_download(name);
    let path = world
        .billing
        .account_path()
        .split('/')
        .map(encode)
        .collect::<Vec<_>>()
        .join("/");
    let version = encode(call.query("api-version").unwrap_or_default());
    let url = format!(
        "{}{path}/invoices/{name}/operationResults/{id}?api-version={version}",
        call.base
    );
    Ok(Answer::empty(202).with("location", url).with("retry-after", "1"))
}

fn poll(world: &mut World, call: &Call, name: &str, id: &str) -> Result<Answer, Answer> {
    let found = id
        .parse()
        .ok()
        .and_then(|id| world.poll_download(id))
        .filter(|(invoice, _)| invoice == name);
    let (_, polls) = found.ok_or_else(|| unknown(call))?;
    if polls == 0 {
        return Ok(Answer::empty(202)
            .with("location", format!("{}{}?api-version=2024-04-01", call.base, call.path))
            .with("retry-after", "1"));
    }
    let until = world.clock.seconds() + 3600;
    let signature = world.seal(&format!("pdf|{name}|{until}"));
    let url = format!(
        "{}/documents/{name}.pdf?sp=r&se={}&sig={signature}",
        call.base,
        encode(&stamp(until))
    );
    Ok(Answer::json(200, &json!({"url": url, "expiryTime": stamp(until)})))
}

fn file_answer(world: &World, call: &Call, file: &str) -> Result<Answer, Answer> {
    let refused = || {
        let xml = "<?xml version=\"1.0\" encoding=\"utf-8\"?><Error><Code>AuthenticationFailed</Code><Message>Server failed to authenticate the request.</Message></Error>";
        Answer::bytes(403, "application/xml", xml.into())
    };
    let signature = call.query("sig").and_then(|s| world.unseal(s)).ok_or_else(refused)?;
    let mut parts = signature.strip_prefix("pdf|").ok_or_else(refused)?.split('|');
    let (name, until) = (
        parts.next().unwrap_or_default(),
        parts.next().and_then(|u| u.parse::<i64>().ok()).unwrap_or(0),
    );
    if file != format!("{name}.pdf") || until < world.clock.seconds() {
        return Err(refused());
    }
    let all = world.billing.invoices(&world.tenant, world.clock.seconds());
    let invoice = all.iter().find(|i| i.name == name).ok_or_else(refused)?;
    Ok(Answer::bytes(
        200,
        "application/pdf",
        pdf::invoice(invoice, &world.tenant.name),
    ))
}
