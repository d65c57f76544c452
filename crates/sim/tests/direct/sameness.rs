//! One seed and one list of calls are one history.

use std::fmt::Write as _;
use std::time::Duration;

use kontor_sim::{Cloud, Outcome, read_faults};
use serde_json::{Value as Json, json};

use crate::{BASE, ask, call, cloud, options, parsed, start};

const RULES: &str = r#"
[[rule]]
match = "GET /v1.0/domains"
action = "throttle"
retry_after = "3"
probability = 0.5

[[rule]]
match = "PATCH *"
action = "reset"
applied = true
times = 1
"#;

/// All that a client and a checker can see of a day in the cloud, as one text.
fn history(cloud: &Cloud) -> String {
    let mut seen = String::new();
    let token = cloud.token();
    let mut tell = |method: &str, target: &str, body: Json| {
        let outcome = ask(cloud, &token, method, target, &body);
        let text = match &outcome {
            Outcome::Answered(answer) => {
                format!("{:?} {}", answer.headers, String::from_utf8_lossy(&answer.body))
            }
            other => format!("{other:?}"),
        };
        writeln!(seen, "{method} {target} {text}").unwrap();
        match outcome {
            Outcome::Answered(answer) => parsed(&answer),
            _ => Json::Null,
        }
    };
    cloud.set_faults(read_faults(RULES).unwrap());
    let user = json!({"accountEnabled": true, "displayName": "Ny", "mailNickname": "ny", "userPrincipalName":
        "ny@fjordlys.example", "passwordProfile": {"password": "Fjord-8-Lys"}});
    let made = tell("POST", "/v1.0/users", user);
    let id = made["id"].as_str().unwrap().to_owned();
    for _ in 0..6 {
        tell("GET", "/v1.0/users?$top=3", Json::Null);
        tell("GET", "/v1.0/domains", Json::Null);
        tell("GET", "/v1.0/users/ny@fjordlys.example", Json::Null);
        tell("PATCH", &format!("/v1.0/users/{id}"), json!({"jobTitle": "Sjef"}));
        cloud.mutate(7, 10);
        cloud.advance(Duration::from_millis(700));
    }
    let mut target = "/v1.0/users/delta?$select=displayName,jobTitle".to_owned();
    while let Some(next) = tell("GET", &target, Json::Null)["@odata.nextLink"].as_str() {
        target = next.to_owned();
    }
    let requests = json!([{"id": "1", "method": "GET", "url": "/subscribedSkus"},
                          {"id": "2", "method": "DELETE", "url": format!("/users/{id}")}]);
    tell("POST", "/v1.0/$batch", json!({"requests": requests}));
    tell("GET", "/v1.0/nothing", Json::Null);
    let form = b"client_id=c&grant_type=client_credentials&client_secret=s&scope=https://graph.microsoft.com/.default";
    write!(
        seen,
        "{:?}",
        cloud.answer("POST", "/organizations/oauth2/v2.0/token", &[], form)
    )
    .unwrap();
    let state = (cloud.users_json(), cloud.deleted_users_json(), cloud.domains_json());
    write!(seen, "{state:?} {}", serde_json::to_string(&cloud.effects()).unwrap()).unwrap();
    seen
}

#[test]
fn the_same_seed_and_calls_give_the_same_bytes() {
    let (first, second) = (history(&Cloud::new(options(9))), history(&Cloud::new(options(9))));
    assert!(first == second);
    let other = kontor_sim::Options { seed: 5, ..options(9) };
    assert_ne!(first, history(&Cloud::new(other)));
}

#[test]
fn the_clock_moves_only_when_told() {
    let cloud = cloud(5);
    assert_eq!(cloud.now(), start());
    cloud.advance(Duration::from_secs(90));
    assert_eq!(cloud.now() - start(), chrono::TimeDelta::seconds(90));
    let Outcome::Answered(answer) = ask(&cloud, &cloud.token(), "GET", "/v1.0/me", &Json::Null) else {
        panic!("an answer");
    };
    let date = answer.headers.iter().find(|(n, _)| *n == "date").unwrap();
    assert_eq!(date.1, "Sun, 22 Nov 2026 17:31:30 GMT");
}

#[test]
fn links_lead_to_the_host_that_was_named() {
    let cloud = cloud(9);
    let next = |target: &str| {
        let page = call(&cloud, &cloud.token(), "GET", target, &Json::Null).1;
        page["@odata.nextLink"].as_str().unwrap().to_owned()
    };
    assert!(next("/v1.0/users?$top=2").starts_with(&format!("{BASE}/v1.0/users?")));
    let other = next("https://elsewhere.test/v1.0/users?$top=2");
    assert!(other.starts_with("https://elsewhere.test/v1.0/users?"));
    assert_eq!(call(&cloud, &cloud.token(), "GET", &other, &Json::Null).0, 200);
}

#[test]
fn a_small_world_has_every_collection() {
    let cloud = cloud(5);
    for path in [
        "/v1.0/users",
        "/v1.0/directory/deletedItems/microsoft.graph.user",
        "/v1.0/domains",
        "/v1.0/organization",
        "/v1.0/subscribedSkus",
        "/v1.0/directory/subscriptions",
        "/v1.0/directory/onPremisesSynchronization",
        "/v1.0/groups",
        "/v1.0/directoryRoles",
        "/v1.0/roleManagement/directory/roleAssignments",
        "/providers/Microsoft.Billing/billingAccounts?api-version=2024-04-01",
    ] {
        let (status, body) = call(&cloud, &cloud.token(), "GET", path, &Json::Null);
        assert!(status == 200 && !body["value"].as_array().unwrap().is_empty(), "{path}");
    }
}

#[test]
fn what_the_connection_does_is_an_outcome_of_its_own() {
    let cloud = cloud(5);
    let with = |action: &str| {
        cloud.set_faults(read_faults(&format!("[[rule]]\nmatch = \"*\"\naction = \"{action}\"")).unwrap());
        ask(&cloud, &cloud.token(), "GET", "/v1.0/domains", &Json::Null)
    };
    assert_eq!(with("reset"), Outcome::Reset);
    let Outcome::Cut(cut) = with("cut") else {
        panic!("a cut")
    };
    let length = cut.headers.iter().find(|(n, _)| *n == "content-length").unwrap();
    assert_eq!(length.1.parse::<usize>().unwrap() / 2, cut.body.len());
}
