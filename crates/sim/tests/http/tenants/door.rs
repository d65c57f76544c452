//! A partner's person signs in at a customer's own door, with the account that they have at home.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64;
use kontor_sim::{Cloud as Tenant, Policy, SignIn};
use reqwest::Method;
use serde_json::{Value as Json, json};

use super::{SCOPE, as_bearer, cloud, refresh_at};
use crate::login::{answer, nobody, number, post, redeem, returned};
use crate::{Cloud, Reply};

/// The first page at the door, answered with a name.
async fn enter(cloud: &Cloud, at: &Tenant, account: &str) -> Reply {
    let page = cloud
        .get(&format!(
            "/{}/oauth2/v2.0/authorize?client_id=c&response_type=code&redirect_uri=http://localhost:9/back&scope={SCOPE}\
             &nonce=n7&login_hint={account}",
            at.tenant_id()
        ))
        .await;
    assert!(page.text().contains("Pick an account"), "{}", page.text());
    answer(cloud, &page, "account", account).await
}

async fn redeem_at(cloud: &Cloud, at: &Tenant, done: &Reply) -> Json {
    let fields = [
        ("grant_type", "authorization_code"),
        ("client_id", "c"),
        ("code", &returned(done)["code"]),
        ("redirect_uri", "http://localhost:9/back"),
    ];
    post(cloud, &format!("/{}/oauth2/v2.0/token", at.tenant_id()), &fields)
        .await
        .json()
}

async fn partners_person(cloud: &Cloud) -> Json {
    cloud.get("/v1.0/me").await.json()
}

fn account(person: &Json) -> &str {
    person["userPrincipalName"].as_str().unwrap()
}

/// They are in that tenant, with what it delegates: people may be changed, its domains may not.
async fn is_in(cloud: &Cloud, at: &Tenant, token: &Json) {
    let bearer = token["access_token"].as_str().unwrap_or_else(|| panic!("{token}"));
    let own = as_bearer(cloud, bearer, Method::GET, "/v1.0/organization", None)
        .await
        .json();
    assert_eq!(own["value"][0]["id"], at.tenant_id());
    let users = at.users_json();
    let plain = |u: &&Json| u["onPremisesSyncEnabled"].is_null() && u["employeeId"].as_str() > Some("10024");
    let user = users.iter().find(plain).unwrap()["id"].as_str().unwrap();
    for (path, body, status) in [
        (format!("/v1.0/users/{user}"), json!({"jobTitle": "Sjef"}), 204),
        (
            format!("/v1.0/domains/{}", at.domain()),
            json!({"passwordValidityPeriodInDays": 60}),
            403,
        ),
    ] {
        let tried = as_bearer(cloud, bearer, Method::PATCH, &path, Some(body)).await;
        assert_eq!(tried.status, status, "{path}: {}", tried.text());
    }
}

#[tokio::test]
async fn they_are_let_in_for_what_the_customer_delegates() {
    let cloud = cloud(3).await;
    let tenants = cloud.sim.tenants();
    let customer = &tenants[2];
    let person = partners_person(&cloud).await;
    let token = redeem_at(&cloud, customer, &enter(&cloud, customer, account(&person)).await).await;
    is_in(&cloud, customer, &token).await;
    let claims = token["id_token"].as_str().unwrap().split('.').nth(1).unwrap();
    let claims: Json = serde_json::from_slice(&BASE64.decode(claims).unwrap()).unwrap();
    assert_eq!(
        (&claims["tid"], &claims["oid"], &claims["nonce"]),
        (&json!(customer.tenant_id()), &person["id"], &json!("n7"))
    );
    assert_eq!(claims["preferred_username"], person["userPrincipalName"]);
    assert!(claims["iss"].as_str().unwrap().contains(&customer.tenant_id()));
    is_in(
        &cloud,
        customer,
        &refresh_at(&cloud, &customer.tenant_id(), &token).await,
    )
    .await;

    // A code is good at the door that it was asked for at, and at no other.
    for other in [&tenants[0], &tenants[1]] {
        let done = enter(&cloud, customer, account(&person)).await;
        let tried = redeem_at(&cloud, other, &done).await;
        assert_eq!(number(&tried), ("invalid_grant", 700_005));
    }
    let home = enter(&cloud, customer, account(&person)).await;
    assert_eq!(
        number(&redeem(&cloud, &home, SCOPE).await),
        ("invalid_grant", 700_005),
        "at the tenant of the account"
    );
}

#[tokio::test]
async fn who_has_no_place_there_is_told_so_once_signed_in() {
    let cloud = cloud(3).await;
    let tenants = cloud.sim.tenants();
    let customer = &tenants[1];
    let person = partners_person(&cloud).await;
    let refused = async |at: &Tenant, who: &str, why: &str| {
        let page = enter(&cloud, at, who).await;
        assert!(page.text().contains(why), "{}", page.text());
        let told = returned(&answer(&cloud, &page, "answer", "cancel").await);
        assert_eq!(told["error"], "access_denied");
        assert!(told["error_description"].starts_with(why), "{told:?}");
    };
    refused(customer, &nobody(&cloud), "AADSTS50020").await;
    let other = as_bearer(&cloud, &tenants[2].token(), Method::GET, "/v1.0/me", None)
        .await
        .json();
    refused(customer, account(&other), "AADSTS50020").await;
    refused(&tenants[0], account(&other), "AADSTS50020").await;
    customer.set_sign_in(SignIn {
        consent: true,
        ..SignIn::default()
    });
    refused(customer, account(&person), "AADSTS90094").await;
    customer.set_sign_in(SignIn::default());

    let done = enter(&cloud, customer, account(&person)).await;
    let control = format!("/_sim/end-delegation?tenant={}", customer.tenant_id());
    assert_eq!(cloud.post(&control, Json::Null).await.status, 204);
    let late = redeem_at(&cloud, customer, &done).await;
    assert_eq!(number(&late), ("invalid_grant", 50020), "it ended in between");
    refused(customer, account(&person), "AADSTS50020").await;
    let still = enter(&cloud, &tenants[2], account(&person)).await;
    assert!(
        returned(&still).contains_key("code"),
        "the other customer's door is open"
    );
}

#[tokio::test]
async fn what_home_demands_is_asked_and_what_home_has_ended_is_refused() {
    let cloud = cloud(2).await;
    let tenants = cloud.sim.tenants();
    let person = partners_person(&cloud).await;
    cloud.sim.set_sign_in(SignIn {
        policy: Policy::Mfa,
        ..SignIn::default()
    });
    let page = enter(&cloud, &tenants[1], account(&person)).await;
    assert!(page.text().contains("Verify your identity"), "{}", page.text());
    let done = answer(&cloud, &page, "number", &cloud.sim.mfa_number()).await;
    cloud.sim.revoke_tokens();
    let late = redeem_at(&cloud, &tenants[1], &done).await;
    assert_eq!(number(&late), ("invalid_grant", 50173));
    cloud.sim.set_sign_in(SignIn {
        policy: Policy::Block,
        ..SignIn::default()
    });
    let page = enter(&cloud, &tenants[1], account(&person)).await;
    assert!(page.text().contains("AADSTS53003"), "{}", page.text());
}

#[tokio::test]
async fn a_device_is_signed_in_at_the_door_whose_code_it_shows() {
    let cloud = cloud(3).await;
    let tenants = cloud.sim.tenants();
    for tenant in &tenants {
        tenant.set_sign_in(SignIn {
            device_polls: None,
            ..SignIn::default()
        });
    }
    let customer = &tenants[2];
    let at = |what: &str| format!("/{}/oauth2/v2.0/{what}", customer.tenant_id());
    let fields = [("client_id", "c"), ("scope", SCOPE)];
    let begun = post(&cloud, &at("devicecode"), &fields).await.json();
    let code = begun["user_code"].as_str().unwrap();
    let page = post(&cloud, "/common/oauth2/deviceauth", &[("user_code", code)]).await;
    let shown = answer(&cloud, &page, "account", account(&partners_person(&cloud).await)).await;
    assert!(shown.text().contains("You have signed in"), "{}", shown.text());
    let fields = [
        ("grant_type", "device_code"),
        ("client_id", "c"),
        ("device_code", begun["device_code"].as_str().unwrap()),
    ];
    is_in(&cloud, customer, &post(&cloud, &at("token"), &fields).await.json()).await;
}
