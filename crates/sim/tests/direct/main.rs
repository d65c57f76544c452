//! The simulator asked in its own process, on a clock that stands.

#![allow(clippy::unwrap_used, reason = "a helper of tests that fails is a failed test")]

mod sameness;

use chrono::{DateTime, Utc};
use kontor_sim::{Answer, Cloud, Options, Outcome, Pace};
use serde_json::Value as Json;

pub const BASE: &str = "https://graph.sim.test";

pub fn start() -> DateTime<Utc> {
    "2026-11-22T17:30:00Z".parse().unwrap()
}

pub fn options(users: usize) -> Options {
    Options {
        users,
        now: start(),
        pace: Pace::Standing,
        base: Some(BASE.to_owned()),
        ..Options::default()
    }
}

/// With no replication lag: the tests of lag ask for it.
pub fn cloud(users: usize) -> Cloud {
    let cloud = Cloud::new(options(users));
    cloud.set_lag(std::time::Duration::ZERO);
    cloud
}

pub fn ask(cloud: &Cloud, token: &str, method: &str, target: &str, body: &Json) -> Outcome {
    let headers = [
        ("Authorization".to_owned(), format!("Bearer {token}")),
        ("Content-Type".to_owned(), "application/json".to_owned()),
    ];
    let body = if body.is_null() {
        String::new()
    } else {
        body.to_string()
    };
    cloud.answer(method, target, &headers, body.as_bytes())
}

/// An answer that came whole.
pub fn call(cloud: &Cloud, token: &str, method: &str, target: &str, body: &Json) -> (u16, Json) {
    match ask(cloud, token, method, target, body) {
        Outcome::Answered(answer) => (answer.status, json(&answer)),
        other => panic!("{method} {target}: {other:?}"),
    }
}

pub fn json(answer: &Answer) -> Json {
    serde_json::from_slice(&answer.body).unwrap_or(Json::Null)
}
