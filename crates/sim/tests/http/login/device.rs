//! The device code flow, with the page where the code is entered.

use std::time::Duration;

use kontor_sim::SignIn;
use reqwest::Method;
use serde_json::Value as Json;

use super::{answer, nobody, number, post, token, with_token};
use crate::Cloud;

async fn begin(cloud: &Cloud) -> Json {
    let fields = [("client_id", "c"), ("scope", "User.Read")];
    post(cloud, "/organizations/oauth2/v2.0/devicecode", &fields)
        .await
        .json()
}

/// Asks whether the person is done, an interval after the last time.
async fn poll(cloud: &Cloud, begun: &Json) -> Json {
    cloud
        .sim
        .advance(Duration::from_secs(begun["interval"].as_u64().unwrap()));
    at_once(cloud, begun).await
}

async fn at_once(cloud: &Cloud, begun: &Json) -> Json {
    let fields = [
        ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"),
        ("client_id", "c"),
        ("device_code", begun["device_code"].as_str().unwrap()),
    ];
    token(cloud, &fields).await.json()
}

async fn enter(cloud: &Cloud, begun: &Json) -> crate::Reply {
    let code = begun["user_code"].as_str().unwrap().to_lowercase();
    post(cloud, "/common/oauth2/deviceauth", &[("user_code", &code)]).await
}

#[tokio::test]
async fn a_device_code_waits_and_then_signs_in_by_itself() {
    let cloud = Cloud::with(10).await;
    let begun = begin(&cloud).await;
    assert_eq!(poll(&cloud, &begun).await["error"], "authorization_pending");
    assert_eq!(at_once(&cloud, &begun).await["error"], "slow_down");
    let done = poll(&cloud, &begun).await;
    assert_eq!(with_token(&cloud, &done, Method::GET, "/v1.0/me").await, 200);
    assert_eq!(
        poll(&cloud, &begun).await["error"],
        "bad_verification_code",
        "a code is good once"
    );
}

#[tokio::test]
async fn the_page_signs_a_device_in_or_declines() {
    let cloud = Cloud::with(60).await;
    cloud.sim.set_sign_in(SignIn {
        device_polls: None,
        ..SignIn::default()
    });
    let begun = begin(&cloud).await;
    for _ in 0..5 {
        assert_eq!(poll(&cloud, &begun).await["error"], "authorization_pending");
    }
    let page = cloud.get(begun["verification_uri"].as_str().unwrap()).await;
    assert!(page.text().contains("name=\"user_code\""));
    let wrong = post(&cloud, "/devicelogin", &[("user_code", "NONSENSE")]).await;
    assert!(wrong.text().contains("That code did not work."));
    let page = enter(&cloud, &begun).await;
    let nobody = nobody(&cloud);
    let page = answer(&cloud, &page, "account", &nobody).await;
    assert!(page.text().contains("You have signed in"));
    assert!(
        enter(&cloud, &begun).await.text().contains("That code did not work."),
        "it was used"
    );
    let token = poll(&cloud, &begun).await;
    let bearer = format!("Bearer {}", token["access_token"].as_str().unwrap());
    let me = cloud
        .call(Method::GET, "/v1.0/me", &[("authorization", &bearer)], None)
        .await
        .json();
    assert_eq!(me["userPrincipalName"], nobody.as_str());

    let begun = begin(&cloud).await;
    let page = enter(&cloud, &begun).await;
    assert!(
        answer(&cloud, &page, "answer", "cancel")
            .await
            .text()
            .contains("You have declined")
    );
    assert_eq!(number(&poll(&cloud, &begun).await), ("authorization_declined", 70017));
}

#[tokio::test]
async fn a_device_code_runs_out_and_is_its_clients() {
    let cloud = Cloud::with(10).await;
    let begun = begin(&cloud).await;
    let fields = [
        ("grant_type", "device_code"),
        ("client_id", "another"),
        ("device_code", begun["device_code"].as_str().unwrap()),
    ];
    assert_eq!(
        number(&token(&cloud, &fields).await.json()),
        ("bad_verification_code", 70018)
    );
    cloud.sim.advance(Duration::from_secs(900));
    assert!(enter(&cloud, &begun).await.text().contains("That code did not work."));
    assert_eq!(number(&poll(&cloud, &begun).await), ("expired_token", 70020));
}
