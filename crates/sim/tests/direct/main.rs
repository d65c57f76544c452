//! The simulator asked in its own process, on a clock that stands.

#![allow(clippy::unwrap_used, reason = "a helper of tests that fails is a failed test")]

mod accounts;
mod effects;
mod mail;
mod replicas;
mod sameness;

use chrono::{DateTime, Utc};
use kontor_sim::{Answer, Cloud, Options, Outcome, Pace};
use serde_json::{Value as Json, json};

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
        Outcome::Answered(answer) => (answer.status, parsed(&answer)),
        other => panic!("{method} {target}: {other:?}"),
    }
}

pub fn faults(cloud: &Cloud, rule: &str) {
    cloud.set_faults(kontor_sim::read_faults(&format!("[[rule]]\n{rule}")).unwrap());
}

pub fn new_user(upn: &str) -> Json {
    json!({"accountEnabled": true, "displayName": "Ny Bruker", "mailNickname": "ny.bruker", "userPrincipalName": upn,
           "passwordProfile": {"password": "Fjord-8-Lys", "forceChangePasswordNextSignIn": true}})
}

/// The path of a cloud-only member who holds no role, in a world of nine users or more.
pub fn member(cloud: &Cloud) -> String {
    let users = cloud.users_json();
    let plain = |u: &&Json| u["employeeId"] == "10008" && u["onPremisesSyncEnabled"].is_null();
    format!(
        "/v1.0/users/{}",
        users.iter().find(plain).unwrap()["id"].as_str().unwrap()
    )
}

pub fn parsed(answer: &Answer) -> Json {
    serde_json::from_slice(&answer.body).unwrap_or(Json::Null)
}
