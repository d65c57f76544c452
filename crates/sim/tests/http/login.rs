//! Sign-in: the flows, what they refuse, and what a token is good for.

use base64::Engine;
use reqwest::Method;
use serde_json::Value as Json;
use sha2::Digest;

use crate::{Cloud, Reply};

async fn token(cloud: &Cloud, fields: &[(&str, &str)]) -> Reply {
    let form: Vec<String> = fields
        .iter()
        .map(|(n, v)| format!("{n}={}", v.replace('+', "%2B").replace(' ', "+")))
        .collect();
    let request = cloud
        .http
        .post(format!("{}/organizations/oauth2/v2.0/token", cloud.base));
    let answer = request
        .header("content-type", "application/x-www-form-urlencoded")
        .body(form.join("&"))
        .send()
        .await
        .unwrap();
    Reply {
        status: answer.status(),
        headers: answer.headers().clone(),
        bytes: answer.bytes().await.unwrap().to_vec(),
    }
}

async fn with_token(cloud: &Cloud, token: &Json, method: Method, target: &str) -> u16 {
    let bearer = format!("Bearer {}", token["access_token"].as_str().unwrap());
    cloud
        .call(method, target, &[("authorization", &bearer)], None)
        .await
        .status
        .as_u16()
}

#[tokio::test]
async fn a_code_is_redeemed_once_and_with_its_verifier() {
    let cloud = Cloud::with(10).await;
    let challenge = base64::prelude::BASE64_URL_SAFE_NO_PAD.encode(sha2::Sha256::digest("verifier"));
    let authorize = format!(
        "/organizations/oauth2/v2.0/authorize?client_id=c&response_type=code&redirect_uri=http://localhost:9&state=s1&\
         scope=openid offline_access User.Read.All&code_challenge={challenge}&code_challenge_method=S256"
    );
    let redeem = async |verifier: &str| {
        let location = cloud.get(&authorize).await.header("location").to_owned();
        assert!(
            location.starts_with("http://localhost:9?code=") && location.contains("&state=s1"),
            "{location}"
        );
        let code = location
            .split("code=")
            .nth(1)
            .unwrap()
            .split('&')
            .next()
            .unwrap()
            .to_owned();
        let fields = [
            ("grant_type", "authorization_code"),
            ("client_id", "c"),
            ("code", &code),
            ("redirect_uri", "http://localhost:9"),
            ("code_verifier", verifier),
            ("scope", "openid offline_access User.Read.All"),
        ];
        (token(&cloud, &fields).await, token(&cloud, &fields).await)
    };
    let (first, second) = redeem("verifier").await;
    assert_eq!(first.status, 200);
    assert_eq!(second.json()["error"], "invalid_grant");
    let (wrong, _) = redeem("another").await;
    assert_eq!(wrong.json()["error"], "invalid_grant");
    assert!(
        wrong.json()["error_description"]
            .as_str()
            .unwrap()
            .starts_with("AADSTS501481")
    );
    assert!(wrong.json()["correlation_id"].is_string());

    let first = first.json();
    let claims = first["id_token"].as_str().unwrap().split('.').nth(1).unwrap();
    let claims: Json =
        serde_json::from_slice(&base64::prelude::BASE64_URL_SAFE_NO_PAD.decode(claims).unwrap()).unwrap();
    assert_eq!(claims["tid"].as_str().unwrap(), cloud.sim.tenant_id());
    assert_eq!(with_token(&cloud, &first, Method::GET, "/v1.0/users").await, 200);
    assert_eq!(
        with_token(&cloud, &first, Method::GET, "/v1.0/domains").await,
        403,
        "not consented"
    );
    assert_eq!(
        with_token(
            &cloud,
            &first,
            Method::GET,
            "/providers/Microsoft.Billing/billingAccounts?api-version=1"
        )
        .await,
        401
    );

    let refresh = first["refresh_token"].as_str().unwrap();
    let fields = [
        ("grant_type", "refresh_token"),
        ("client_id", "c"),
        ("refresh_token", refresh),
        (
            "scope",
            "https://management.azure.com/user_impersonation offline_access",
        ),
    ];
    let arm = token(&cloud, &fields).await.json();
    assert_eq!(
        with_token(
            &cloud,
            &arm,
            Method::GET,
            "/providers/Microsoft.Billing/billingAccounts?api-version=1"
        )
        .await,
        200
    );
    assert_eq!(
        with_token(&cloud, &arm, Method::GET, "/v1.0/me").await,
        401,
        "another resource's token"
    );
    cloud.sim.revoke_tokens();
    assert_eq!(token(&cloud, &fields).await.json()["error"], "invalid_grant");
}

#[tokio::test]
async fn a_device_code_waits_and_then_signs_in() {
    let cloud = Cloud::with(10).await;
    let request = cloud
        .http
        .post(format!("{}/organizations/oauth2/v2.0/devicecode", cloud.base));
    let answer = request.body("client_id=c&scope=User.Read").send().await.unwrap();
    let started: Json = serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap();
    let fields = [
        ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"),
        ("client_id", "c"),
        ("device_code", started["device_code"].as_str().unwrap()),
    ];
    assert_eq!(token(&cloud, &fields).await.json()["error"], "authorization_pending");
    cloud.sim.advance(std::time::Duration::from_secs(1));
    let done = token(&cloud, &fields).await.json();
    assert_eq!(with_token(&cloud, &done, Method::GET, "/v1.0/me").await, 200);
}

#[tokio::test]
async fn applications_sign_in_with_a_secret_and_tokens_expire() {
    let cloud = Cloud::with(10).await;
    let scope = ("scope", "https://graph.microsoft.com/.default");
    let bare = token(
        &cloud,
        &[("grant_type", "client_credentials"), ("client_id", "c"), scope],
    )
    .await;
    assert_eq!(
        (bare.status.as_u16(), bare.json()["error"].as_str()),
        (401, Some("invalid_client"))
    );
    let fields = [
        ("grant_type", "client_credentials"),
        ("client_id", "c"),
        ("client_secret", "s"),
        scope,
    ];
    let app = token(&cloud, &fields).await.json();
    assert_eq!(with_token(&cloud, &app, Method::GET, "/v1.0/users").await, 200);
    assert_eq!(
        with_token(&cloud, &app, Method::GET, "/v1.0/me").await,
        400,
        "nobody signed in"
    );
    cloud.sim.advance(std::time::Duration::from_secs(3901));
    assert_eq!(with_token(&cloud, &app, Method::GET, "/v1.0/users").await, 401);
}
