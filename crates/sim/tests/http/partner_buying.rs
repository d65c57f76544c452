//! Partner Center's catalogue, carts and orders.

use crate::partner_center::{ask, partner};
use kontor_sim::{Outcome, Running};
use reqwest::{Method, StatusCode};
use serde_json::{Value as Json, json};
use std::time::Duration;

/// An item that costs something, and one that does not.
async fn items(cloud: &Running, customer: &str) -> (String, String) {
    let below = format!("/v1/customers/{customer}/products");
    let (status, products) = ask(
        cloud,
        Method::GET,
        &format!("{below}?targetView=OnlineServicesNCE"),
        &[],
        None,
    )
    .await;
    assert_eq!(status, StatusCode::OK);
    let (mut paid, mut trial) = (None, None);
    for product in products["items"].as_array().unwrap() {
        let skus = format!("{below}/{}/skus", product["id"].as_str().unwrap());
        let (_, found) = ask(cloud, Method::GET, &skus, &[], None).await;
        let sku = &found["items"][0];
        let availabilities = format!("{skus}/{}/availabilities", sku["id"].as_str().unwrap());
        let (_, found) = ask(cloud, Method::GET, &availabilities, &[], None).await;
        let item = found["items"][0]["catalogItemId"].as_str().unwrap().to_owned();
        match sku["isTrial"].as_bool().unwrap() {
            true => trial = Some(item),
            false => paid = Some(item),
        }
    }
    (paid.unwrap(), trial.unwrap())
}

fn cart(lines: &[(&str, u32)]) -> Json {
    let lines = lines
        .iter()
        .enumerate()
        .map(|(id, (item, quantity))| json!({ "id": id, "catalogItemId": item, "quantity": quantity }));
    json!({ "lineItems": lines.collect::<Vec<_>>() })
}

async fn make(cloud: &Running, customer: &str, lines: &[(&str, u32)]) -> Json {
    let path = format!("/v1/customers/{customer}/carts");
    let (status, made) = ask(cloud, Method::POST, &path, &[], Some(&cart(lines))).await;
    assert_eq!(status, StatusCode::CREATED);
    made
}

async fn check_out(cloud: &Running, customer: &str, cart: &Json, key: &str) -> (StatusCode, Json) {
    let path = format!(
        "/v1/customers/{customer}/carts/{}/checkout",
        cart["id"].as_str().unwrap()
    );
    ask(cloud, Method::POST, &path, &[("ms-requestid", key)], None).await
}

async fn orders(cloud: &Running, customer: &str) -> Vec<Json> {
    let (_, listed) = ask(
        cloud,
        Method::GET,
        &format!("/v1/customers/{customer}/orders"),
        &[],
        None,
    )
    .await;
    listed["items"].as_array().unwrap().clone()
}

#[tokio::test]
async fn the_catalogue_is_asked_for_by_its_view_and_has_what_a_cart_names() {
    let cloud = partner().await;
    let customer = cloud.tenants()[1].tenant_id();
    let (status, refused) = ask(
        &cloud,
        Method::GET,
        &format!("/v1/customers/{customer}/products"),
        &[],
        None,
    )
    .await;
    assert_eq!((status, &refused["code"]), (StatusCode::BAD_REQUEST, &json!(400009)));
    let (paid, trial) = items(&cloud, &customer).await;
    assert_ne!(paid, trial);
    let (_, whole) = ask(&cloud, Method::GET, &format!("/v1/customers/{customer}"), &[], None).await;
    assert!(whole["billingProfile"]["defaultAddress"]["country"].is_string());
    let stranger = "/v1/customers/00000000-0000-0000-0000-000000000001";
    for below in ["", "/products?targetView=OnlineServicesNCE", "/orders"] {
        let (status, refused) = ask(&cloud, Method::GET, &format!("{stranger}{below}"), &[], None).await;
        assert_eq!(
            (status, &refused["code"]),
            (StatusCode::NOT_FOUND, &json!(2032)),
            "{below}"
        );
    }
}

#[tokio::test]
async fn a_cart_is_checked_out_once_however_often_it_is_asked_for() {
    let cloud = partner().await;
    let customer = cloud.tenants()[1].tenant_id();
    let (paid, _) = items(&cloud, &customer).await;
    let cart = make(&cloud, &customer, &[(&paid, 3)]).await;
    assert_eq!(cart["status"], "Active");
    let first = check_out(&cloud, &customer, &cart, "1b0f7f2e-0000-4000-8000-000000000001").await;
    assert_eq!(first.0, StatusCode::CREATED);
    assert_eq!(first.1["orders"][0]["lineItems"][0]["quantity"], 3);
    let again = check_out(&cloud, &customer, &cart, "1b0f7f2e-0000-4000-8000-000000000001").await;
    assert_eq!(again, first, "the same key gets the same answer");
    let (status, refused) = check_out(&cloud, &customer, &cart, "1b0f7f2e-0000-4000-8000-000000000002").await;
    assert_eq!((status, &refused["code"]), (StatusCode::CONFLICT, &json!(800065)));
    assert_eq!(orders(&cloud, &customer).await.len(), 1);
}

#[tokio::test]
async fn an_order_is_worked_on_and_the_customers_directory_shows_it_later() {
    let cloud = partner().await;
    let customer = cloud.tenants()[1].tenant_id();
    let (paid, _) = items(&cloud, &customer).await;
    let theirs = cloud.tenants().remove(1);
    let had = theirs.subscriptions_json().len();
    let cart = make(&cloud, &customer, &[(&paid, 3)]).await;
    let (_, answer) = check_out(&cloud, &customer, &cart, "1b0f7f2e-0000-4000-8000-000000000003").await;
    assert_eq!(answer["orders"][0]["status"], "pending");
    cloud.advance(Duration::from_secs(10));
    assert_eq!(orders(&cloud, &customer).await[0]["status"], "completed");
    assert_eq!(theirs.subscriptions_json().len(), had);
    cloud.advance(Duration::from_secs(60));
    assert_eq!(theirs.subscriptions_json().len(), had + 1);
}

#[tokio::test]
async fn what_of_a_cart_cannot_be_had_is_told_beside_what_was_ordered() {
    let cloud = partner().await;
    let customer = cloud.tenants()[1].tenant_id();
    let (paid, trial) = items(&cloud, &customer).await;
    let first = make(&cloud, &customer, &[(&trial, 1)]).await;
    check_out(&cloud, &customer, &first, "1b0f7f2e-0000-4000-8000-000000000004").await;
    let both = make(&cloud, &customer, &[(&paid, 2), (&trial, 1)]).await;
    let (status, part) = check_out(&cloud, &customer, &both, "1b0f7f2e-0000-4000-8000-000000000005").await;
    assert_eq!(status, StatusCode::CREATED);
    assert_eq!(part["orders"].as_array().unwrap().len(), 1);
    assert_eq!(part["orderErrors"][0]["code"], 800030);
    assert_eq!(orders(&cloud, &customer).await.len(), 2);

    let odd = make(&cloud, &customer, &[("CFQ7TTC0XXXX:0001:CFQ7TTC0YYYY", 1), (&paid, 0)]).await;
    assert_eq!(odd["lineItems"][0]["error"]["errorCode"], 10001);
    assert_eq!(odd["lineItems"][1]["error"]["errorCode"], 10002);
    let (status, _) = check_out(&cloud, &customer, &odd, "1b0f7f2e-0000-4000-8000-000000000006").await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_cart_runs_out_after_a_quarter_of_an_hour() {
    let cloud = partner().await;
    let customer = cloud.tenants()[1].tenant_id();
    let (paid, _) = items(&cloud, &customer).await;
    let cart = make(&cloud, &customer, &[(&paid, 1)]).await;
    cloud.advance(Duration::from_secs(16 * 60));
    let (status, _) = check_out(&cloud, &customer, &cart, "1b0f7f2e-0000-4000-8000-000000000007").await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    assert!(orders(&cloud, &customer).await.is_empty());
}

/// The status, and where what was accepted will show.
fn asked(cloud: &Running, method: &str, path: &str, body: &Json) -> (u16, Option<String>) {
    let token = ("authorization".to_owned(), format!("Bearer {}", cloud.token()));
    let Outcome::Answered(answer) = cloud.answer(method, path, &[token], body.to_string().as_bytes()) else {
        panic!("the connection ended");
    };
    let location = answer.headers.iter().find(|(name, _)| *name == "location");
    (answer.status, location.map(|(_, to)| to.clone()))
}

#[tokio::test]
async fn what_takes_its_time_is_accepted_and_shows_where_the_answer_says_once_it_is_carried_out() {
    let cloud = partner().await;
    let customer = cloud.tenants()[1].tenant_id();
    let (paid, _) = items(&cloud, &customer).await;
    cloud.set_order_time(Duration::from_secs(600));
    let theirs = format!("/v1/customers/{customer}/subscriptions");
    let (_, before) = ask(&cloud, Method::GET, &theirs, &[], None).await;
    let had = before["totalCount"].as_u64().unwrap();

    let made = make(&cloud, &customer, &[(&paid, 3)]).await;
    let checkout = format!(
        "/v1/customers/{customer}/carts/{}/checkout",
        made["id"].as_str().unwrap()
    );
    let (status, order) = asked(&cloud, "POST", &checkout, &Json::Null);
    let order = order.unwrap();
    assert_eq!(status, 202);
    let mut all = before["items"].as_array().unwrap().iter();
    let mut one = all.find(|one| one["status"] == "active").unwrap().clone();
    let path = format!("{theirs}/{}", one["id"].as_str().unwrap());
    let seats = one["quantity"].as_u64().unwrap();
    one["quantity"] = json!(seats + 1);
    let (status, place) = asked(&cloud, "PATCH", &path, &one);
    assert_eq!((status, place.as_deref()), (202, Some(path.as_str())));
    let seen = async || {
        let (_, order) = ask(&cloud, Method::GET, &order, &[], None).await;
        let (_, all) = ask(&cloud, Method::GET, &theirs, &[], None).await;
        let (_, one) = ask(&cloud, Method::GET, &path, &[], None).await;
        let status = order["status"].as_str().unwrap().to_owned();
        (
            status,
            all["totalCount"].as_u64().unwrap(),
            one["quantity"].as_u64().unwrap(),
        )
    };
    assert_eq!(seen().await, ("pending".to_owned(), had, seats));
    assert!(orders(&cloud, &customer).await.is_empty(), "nobody has begun with it");
    cloud.advance(Duration::from_secs(400));
    assert_eq!(orders(&cloud, &customer).await[0]["status"], "pending");
    cloud.advance(Duration::from_secs(400));
    assert_eq!(seen().await, ("completed".to_owned(), had + 1, seats + 1));
}
