//! Faults on purpose, and the life of the server itself.

use kontor_sim::read_faults;
use reqwest::Method;
use serde_json::json;

use crate::{Cloud, plain};

fn rule(text: &str) -> Vec<kontor_sim::Rule> {
    read_faults(&format!("[[rule]]\n{text}")).unwrap()
}

#[tokio::test]
async fn retry_after_comes_in_every_form() {
    let cloud = Cloud::with(10).await;
    for (given, expected) in [
        ("retry_after = \"7\"", "7"),
        ("retry_after = \"30,120\"", "30,120"),
        ("", ""),
    ] {
        cloud.sim.set_faults(rule(&format!(
            "match = \"GET /v1.0/users\"\naction = \"throttle\"\ntimes = 1\n{given}"
        )));
        let reply = cloud.get("/v1.0/users").await;
        assert_eq!((reply.status.as_u16(), reply.header("retry-after")), (429, expected));
        assert_eq!(cloud.get("/v1.0/users").await.status, 200, "once only");
    }
    cloud.sim.set_faults(rule(
        "match = \"GET /v1.0/users\"\naction = \"status\"\nstatus = 503\nretry_after = \"date\"",
    ));
    let reply = cloud.get("/v1.0/users").await;
    assert!(reply.status == 503 && reply.header("retry-after").ends_with("GMT"));
}

#[tokio::test]
async fn an_answer_can_be_lost_before_and_after_the_work() {
    let cloud = Cloud::with(50).await;
    let id = cloud.user(plain)["id"].as_str().unwrap().to_owned();
    for (applied, effects) in [(false, 0), (true, 1)] {
        cloud.sim.set_faults(rule(&format!(
            "match = \"PATCH *\"\naction = \"reset\"\ntimes = 1\napplied = {applied}"
        )));
        let lost = cloud
            .try_call(
                Method::PATCH,
                &format!("/v1.0/users/{id}"),
                &[],
                Some(json!({"jobTitle": "x"})),
            )
            .await;
        assert!(lost.is_err());
        assert_eq!(cloud.sim.effects().len(), effects);
    }
}

#[tokio::test]
async fn bodies_can_be_html_half_or_cut_off() {
    let cloud = Cloud::with(50).await;
    let with = async |action: &str| {
        cloud.sim.set_faults(rule(&format!(
            "match = \"GET /v1.0/users\"\naction = \"{action}\"\ntimes = 1"
        )));
        cloud.try_call(Method::GET, "/v1.0/users", &[], None).await
    };
    let html = with("html").await.unwrap();
    assert!(html.status == 200 && html.header("content-type").starts_with("text/html"));
    let half = with("truncate").await.unwrap();
    assert!(half.status == 200 && serde_json::from_slice::<serde_json::Value>(&half.bytes).is_err());
    assert!(with("cut").await.is_err());
    assert_eq!(with("gone").await.unwrap().status, 410);
    let claims = with("claims").await.unwrap();
    assert!(claims.header("www-authenticate").contains("insufficient_claims"));
    cloud.sim.set_faults(rule(
        "match = \"GET /v1.0/users\"\naction = \"merge\"\nset = { userType = \"Alien\" }",
    ));
    assert_eq!(cloud.get("/v1.0/users").await.json()["value"][3]["userType"], "Alien");
}

#[tokio::test]
async fn faults_reach_into_batches() {
    let cloud = Cloud::with(10).await;
    cloud.sim.set_faults(rule(
        "match = \"GET /v1.0/me\"\naction = \"throttle\"\nretry_after = \"3\"",
    ));
    let body = json!({"requests": [{"id": "a", "method": "GET", "url": "/me"}, {"id": "b", "method": "GET", "url": "/domains"}]});
    let reply = cloud.post("/v1.0/$batch", body).await.json();
    let item = |id: &str| {
        reply["responses"]
            .as_array()
            .unwrap()
            .iter()
            .find(|r| r["id"] == id)
            .unwrap()
            .clone()
    };
    assert_eq!(
        (
            item("a")["status"].as_u64(),
            item("a")["headers"]["retry-after"].as_str()
        ),
        (Some(429), Some("3"))
    );
    assert_eq!(item("b")["status"], 200);
}

#[tokio::test]
async fn the_plug_can_be_pulled_and_put_back() {
    let mut cloud = Cloud::with(50).await;
    let id = cloud.user(plain)["id"].as_str().unwrap().to_owned();
    assert_eq!(
        cloud
            .patch(&format!("/v1.0/users/{id}"), json!({"jobTitle": "Sjef"}))
            .await
            .status,
        204
    );
    cloud.sim.stop().await;
    assert!(
        cloud.try_call(Method::GET, "/v1.0/users", &[], None).await.is_err(),
        "also on the connection that was open"
    );
    cloud.sim.restart().await.unwrap();
    let user = cloud.get(&format!("/v1.0/users/{id}")).await.json();
    assert_eq!(user["jobTitle"], "Sjef");
}

#[tokio::test]
async fn the_control_paths_answer_as_the_library_does() {
    let cloud = Cloud::with(60).await;
    let state = cloud.get("/_sim/state/users").await.json();
    assert_eq!(state["value"].as_array().unwrap(), &cloud.sim.users_json());
    assert_eq!(
        cloud
            .call(Method::POST, "/_sim/mutate?seed=3&count=20", &[], None)
            .await
            .status,
        200
    );
    assert_eq!(
        cloud.get("/_sim/effects").await.json()["value"]
            .as_array()
            .unwrap()
            .len(),
        cloud.sim.effects().len()
    );
    let before = cloud.sim.now();
    cloud.call(Method::POST, "/_sim/advance?seconds=3600", &[], None).await;
    assert!(cloud.sim.now() - before >= chrono::TimeDelta::hours(1));
    let put = cloud
        .http
        .put(format!("{}/_sim/faults", cloud.base))
        .body("[[rule]]\nmatch = \"GET /v1.0/me\"\naction = \"gone\"");
    assert_eq!(put.send().await.unwrap().status(), 204);
    assert_eq!(cloud.get("/v1.0/me").await.status, 410);
}

#[tokio::test]
async fn the_same_seed_gives_the_same_tenant_and_the_same_changes() {
    let now = chrono::Utc::now();
    let make = async || {
        let options = kontor_sim::Options {
            users: 120,
            seed: 5,
            now,
            ..Default::default()
        };
        let sim = kontor_sim::start(options).await.unwrap();
        let fresh = sim.users_json();
        // Two runs may stand in different seconds: the changes are compared without their times.
        sim.mutate(1, 300);
        let changed: Vec<String> = sim
            .effects()
            .into_iter()
            .map(|e| format!("{} {}", e.method, e.path))
            .collect();
        (fresh, changed)
    };
    let (first, second) = (make().await, make().await);
    assert!(first == second);
}
