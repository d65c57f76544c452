//! `$batch`: up to twenty calls in one, each with its own outcome.

use std::collections::HashMap;

use serde_json::{Value as Json, json};

use crate::call::{Answer, Call};
use crate::cloud::complete;
use crate::faults::Action;
use crate::http::{Shared, lock};

pub fn answer(world: &Shared, call: &Call) -> Result<Answer, Answer> {
    let bad = |message: &str| Answer::error(400, "BadRequest", message);
    let body = call.json()?;
    let requests = body
        .get("requests")
        .and_then(Json::as_array)
        .ok_or_else(|| bad("Invalid batch payload format."))?;
    if requests.is_empty() || requests.len() > 20 {
        return Err(bad(&format!(
            "Number of batch request steps exceeds the maximum value of 20: {}.",
            requests.len()
        )));
    }
    let mut statuses: HashMap<String, u64> = HashMap::new();
    let mut responses: Vec<Json> = Vec::new();
    for request in requests {
        let id = request.get("id").and_then(Json::as_str).filter(|i| !i.is_empty());
        let id = id.ok_or_else(|| bad("Each batch request step needs an id."))?;
        if statuses.contains_key(id) {
            return Err(bad("Request ids of a batch must be unique."));
        }
        let after: Vec<&str> = request
            .get("dependsOn")
            .and_then(Json::as_array)
            .into_iter()
            .flatten()
            .filter_map(Json::as_str)
            .collect();
        if after.iter().any(|a| !statuses.contains_key(*a)) {
            return Err(bad("A step depends on one that does not come before it."));
        }
        let failed = after.iter().any(|a| statuses.get(*a).is_none_or(|s| *s >= 400));
        let answer = if failed {
            Answer::error(
                424,
                "FailedDependency",
                "A request that this one depends on has failed.",
            )
        } else {
            step(world, call, request)?
        };
        statuses.insert(id.to_owned(), u64::from(answer.status));
        responses.push(item(id, &answer));
    }
    // The order says nothing: clients must go by the id.
    if requests.len() > 1 {
        responses.rotate_left(requests.len() / 2);
    }
    Ok(Answer::json(200, &json!({"responses": responses})))
}

fn step(world: &Shared, outer: &Call, request: &Json) -> Result<Answer, Answer> {
    let text = |name: &str| request.get(name).and_then(Json::as_str).unwrap_or_default();
    let url = text("url").trim_start_matches('/');
    let url = url.strip_prefix("v1.0/").unwrap_or(url);
    if url.starts_with("$batch") {
        return Err(Answer::error(400, "BadRequest", "Batches cannot be nested."));
    }
    let mut headers: Vec<(String, String)> = Vec::new();
    for (name, value) in request.get("headers").and_then(Json::as_object).into_iter().flatten() {
        headers.push((name.to_lowercase(), value.as_str().unwrap_or_default().to_owned()));
    }
    let body = request.get("body").filter(|b| !b.is_null());
    if body.is_some() && !headers.iter().any(|(n, _)| n == "content-type") {
        return Ok(Answer::error(
            400,
            "BadRequest",
            "Write request id requires a Content-Type header.",
        ));
    }
    headers.extend(outer.headers.iter().filter(|(n, _)| n == "authorization").cloned());
    let body = body.map(|b| b.to_string().into_bytes()).unwrap_or_default();
    let mut call = Call::new(text("method"), &format!("/v1.0/{url}"), headers, body, &outer.base);
    let (rule, now) = {
        let mut world = lock(world);
        call.exchange = outer.exchange;
        call.place = outer.place;
        world.admit(&mut call);
        (world.faults.next(&call), world.clock.seconds())
    };
    let answer = match rule {
        None => super::answer(world, &call),
        Some(rule) => {
            let truth = rule.let_through(|| super::answer(world, &call));
            // There is no connection of its own to break: the gateway reports it.
            let broken = matches!(rule.action, Action::Truncate | Action::Cut | Action::Reset);
            let gateway = || Answer::error(504, "GatewayTimeout", "The gateway did not receive a response in time.");
            let answer = rule.answer(now, &call);
            let answer = answer
                .or_else(|| truth.filter(|_| !broken).map(|t| rule.spoil(t)))
                .unwrap_or_else(gateway);
            lock(world).answered(|e| e.request_id == call.id, answer.status);
            answer
        }
    };
    Ok(complete(&call, answer, now))
}

fn item(id: &str, answer: &Answer) -> Json {
    let headers: serde_json::Map<String, Json> = answer
        .headers
        .iter()
        .map(|(n, v)| ((*n).to_owned(), v.clone().into()))
        .collect();
    let mut item = json!({"id": id, "status": answer.status, "headers": headers});
    if !answer.body.is_empty() {
        let text = || String::from_utf8_lossy(&answer.body).into_owned().into();
        item["body"] = serde_json::from_slice(&answer.body).unwrap_or_else(|_| text());
    }
    item
}
