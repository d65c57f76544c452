//! Partner Center: who may use it, its pages, and a customer's subscription that is changed by sending it back whole.

use kontor_sim::{Options, Rights, Running};
use reqwest::{Method, StatusCode};
use serde_json::{Value as Json, json};
use std::time::Duration;

/// A partner with four customers.
pub async fn partner() -> Running {
    crate::install_provider();
    let options = Options {
        users: 20,
        tenants: 5,
        ..Options::default()
    };
    kontor_sim::start(options).await.unwrap()
}

pub async fn ask(
    cloud: &Running,
    method: Method,
    path: &str,
    headers: &[(&str, &str)],
    body: Option<&Json>,
) -> (StatusCode, Json) {
    let url = format!("{}{path}", cloud.endpoints().partner_center);
    let mut request = reqwest::Client::new().request(method, url).bearer_auth(cloud.token());
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    if let Some(body) = body {
        request = request
            .header("content-type", "application/json")
            .body(body.to_string());
    }
    let answer = request.send().await.unwrap();
    let status = answer.status();
    let bytes = answer.bytes().await.unwrap();
    if bytes.is_empty() {
        return (status, Json::Null);
    }
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").expect("a byte order mark first");
    (status, serde_json::from_slice(text).unwrap())
}

async fn get(cloud: &Running, path: &str) -> Json {
    ask(cloud, Method::GET, path, &[], None).await.1
}

/// The path of an active subscription of the first customer, and what it shows.
async fn subscription(cloud: &Running) -> (String, Json) {
    let customer = cloud.tenants()[1].tenant_id();
    let all = get(cloud, &format!("/v1/customers/{customer}/subscriptions")).await;
    let active = all["items"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["status"] == "active");
    let active = active.unwrap().clone();
    let id = active["id"].as_str().unwrap();
    (format!("/v1/customers/{customer}/subscriptions/{id}"), active)
}

fn with(subscription: &Json, quantity: u64) -> Json {
    let mut body = subscription.clone();
    body["quantity"] = json!(quantity);
    body
}

#[tokio::test]
async fn customers_come_in_pages_whose_token_stands_in_a_header() {
    let cloud = partner().await;
    let first = get(&cloud, "/v1/customers?size=500").await;
    assert_eq!(first["items"].as_array().unwrap().len(), 3);
    let next = &first["links"]["next"];
    let header = &next["headers"][0];
    let (name, token) = (header["key"].as_str().unwrap(), header["value"].as_str().unwrap());
    let path = format!("/v1{}", next["uri"].as_str().unwrap());
    let (_, second) = ask(&cloud, Method::GET, &path, &[(name, token)], None).await;
    assert_eq!(second["items"].as_array().unwrap().len(), 1);
    assert!(second["links"]["next"].is_null());
    let (status, refused) = ask(&cloud, Method::GET, &path, &[(name, "made-up")], None).await;
    assert_eq!((status.as_u16(), &refused["code"]), (400, &json!("2001")));
}

#[tokio::test]
async fn only_an_agent_of_a_partner_and_only_its_own_customers() {
    let cloud = partner().await;
    let strange = get(
        &cloud,
        "/v1/customers/7d6f3f0e-0000-4000-8000-000000000000/subscriptions",
    )
    .await;
    assert_eq!(strange["code"], 2032);
    let reader = Rights {
        scopes: None,
        roles: vec!["Global Reader".to_owned()],
    };
    cloud.set_rights(&cloud.token(), reader).unwrap();
    let (status, refused) = ask(&cloud, Method::GET, "/v1/customers", &[], None).await;
    assert_eq!((status.as_u16(), &refused["code"]), (403, &json!(2005)));
}

#[tokio::test]
async fn a_subscription_takes_the_newest_version_whole_in_its_range_and_within_its_days() {
    let cloud = partner().await;
    let (path, shown) = subscription(&cloud).await;
    let had = shown["quantity"].as_u64().unwrap();
    let patch = async |body: &Json| ask(&cloud, Method::PATCH, &path, &[], Some(body)).await;
    let part = json!({ "quantity": had + 1, "attributes": shown["attributes"] });
    assert_eq!(patch(&part).await.0, 400, "a part of it is not enough");
    assert_eq!(patch(&with(&shown, 0)).await.1["code"], 2002);
    assert_eq!(
        patch(&with(&shown, had - 1)).await.1["code"],
        800027,
        "its days are over"
    );
    assert!(cloud.effects().is_empty());

    let (status, more) = patch(&with(&shown, had + 2)).await;
    assert_eq!((status.as_u16(), &more["quantity"]), (200, &json!(had + 2)));
    assert_eq!(
        patch(&with(&shown, had + 3)).await.1["code"],
        2055,
        "that version is gone"
    );
    // What was added can be given back, as an order that takes a while.
    assert_eq!(patch(&with(&more, had)).await.0, 202);
    let meanwhile = get(&cloud, &path).await;
    assert_eq!(meanwhile["quantity"], had + 2);
    assert_eq!(patch(&with(&meanwhile, had + 5)).await.1["code"], "800060");
    cloud.advance(Duration::from_secs(6));
    assert_eq!(get(&cloud, &path).await["quantity"], had);
    assert_eq!(cloud.effects().len(), 2);
}

#[tokio::test]
async fn what_comes_twice_under_one_key_is_done_once_and_answered_alike() {
    let cloud = partner().await;
    let (path, shown) = subscription(&cloud).await;
    let body = with(&shown, shown["quantity"].as_u64().unwrap() + 1);
    let key = [("ms-requestid", "5f1c1b53-6f4e-4c66-9a58-0f1f4f2c9a01")];
    let first = ask(&cloud, Method::PATCH, &path, &key, Some(&body)).await;
    assert_eq!(first.0, 200);
    assert_eq!(ask(&cloud, Method::PATCH, &path, &key, Some(&body)).await, first);
    assert_eq!(cloud.effects().len(), 1);
}
