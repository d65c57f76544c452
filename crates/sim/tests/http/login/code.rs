//! The authorization code flow: what the browser's request must bring, and what the code is good for.

use base64::Engine;
use reqwest::Method;
use serde_json::Value as Json;
use sha2::Digest;

use super::{number, open, redeem, returned, token, with_token};
use crate::Cloud;

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
async fn a_code_is_for_its_client_and_address_for_ten_minutes_and_one_use() {
    let cloud = Cloud::with(10).await;
    let fresh = async || returned(&open(&cloud, "scope=User.Read").await)["code"].clone();
    let redeem = async |code: &str, client: &str, redirect: &str| {
        let fields = [
            ("grant_type", "authorization_code"),
            ("client_id", client),
            ("code", code),
            ("redirect_uri", redirect),
        ];
        let answer = token(&cloud, &fields).await.json();
        let (error, number) = number(&answer);
        (error.to_owned(), number)
    };
    let refused = |number: u64| ("invalid_grant".to_owned(), number);
    let back = "http://localhost:9/back";
    let code = fresh().await;
    assert_eq!(redeem(&code, "another", back).await, refused(70000));
    assert_eq!(redeem(&code, "c", "http://localhost:9/else").await, refused(500_112));
    assert_eq!(redeem("made.up", "c", back).await, refused(9_002_313));
    assert_eq!(redeem(&code, "c", back).await, (String::new(), 0));
    assert_eq!(redeem(&code, "c", back).await, refused(54005));
    let code = fresh().await;
    cloud.sim.advance(std::time::Duration::from_secs(601));
    assert_eq!(redeem(&code, "c", back).await, refused(70008));
}

#[tokio::test]
async fn nothing_is_sent_to_an_address_that_is_not_the_clients() {
    let cloud = Cloud::with(10).await;
    let to = async |redirect: &str| {
        let target = format!(
            "/common/oauth2/v2.0/authorize?client_id=c&response_type=code&scope=User.Read&redirect_uri={redirect}"
        );
        cloud.get(&target).await
    };
    for good in [
        "http://localhost",
        "http://localhost:8400/a",
        "http://127.0.0.1:1",
        "http://[::1]:65535/b",
    ] {
        assert_eq!(to(good).await.status, 302, "{good}");
    }
    for bad in [
        "http://localhost.example/",
        "http://localhost:99999",
        "https://example.org",
        "",
        "http://127.0.0.1@example.org",
    ] {
        let page = to(bad).await;
        assert_eq!((page.status.as_u16(), page.header("location")), (400, ""), "{bad}");
        assert!(page.text().contains("AADSTS50011"), "{bad}");
    }
}

#[tokio::test]
async fn what_is_wrong_with_a_request_is_told_to_the_client() {
    let cloud = Cloud::with(10).await;
    for (more, error, number) in [
        (
            "scope=User.Read&code_challenge=abc&code_challenge_method=plain",
            "invalid_request",
            "50147",
        ),
        (
            "scope=User.Read&code_challenge=abc&code_challenge_method=S256",
            "invalid_request",
            "501491",
        ),
        ("scope=https://example.org/all", "invalid_scope", "70011"),
        ("scope=User.Read&claims=garbage", "invalid_request", "9002336"),
        ("prompt=select_account", "invalid_request", "900144"),
    ] {
        let told = returned(&open(&cloud, more).await);
        assert_eq!(
            (told["error"].as_str(), told["state"].as_str()),
            (error, "s1"),
            "{more}"
        );
        assert!(
            told["error_description"].starts_with(&format!("AADSTS{number}:")),
            "{told:?}"
        );
    }
    let implicit = "/common/oauth2/v2.0/authorize?client_id=c&response_type=token&redirect_uri=http://localhost:9/back";
    assert_eq!(
        returned(&cloud.get(implicit).await)["error"],
        "unsupported_response_type"
    );
}

#[tokio::test]
async fn the_answer_comes_in_the_asked_mode() {
    let cloud = Cloud::with(10).await;
    let fragment = open(&cloud, "scope=User.Read&response_mode=fragment").await;
    assert!(fragment.header("location").starts_with("http://localhost:9/back#code="));
    let form = open(&cloud, "scope=User.Read&response_mode=form_post").await;
    assert!(
        form.text()
            .contains("<form method=\"post\" action=\"http://localhost:9/back\"><input type=\"hidden\" name=\"code\"")
    );
}

#[tokio::test]
async fn a_challenged_call_passes_with_a_token_that_was_asked_for_with_claims() {
    let cloud = Cloud::with(10).await;
    let rule = "[[rule]]\nmatch = \"GET /v1.0/users*\"\naction = \"claims\"";
    cloud.sim.set_faults(kontor_sim::read_faults(rule).unwrap());
    let scope = "User.Read.All offline_access";
    let plain = redeem(&cloud, &open(&cloud, &format!("scope={scope}")).await, scope).await;
    assert_eq!(plain["scope"], "User.Read.All");
    assert_eq!(with_token(&cloud, &plain, Method::GET, "/v1.0/users").await, 401);
    assert_eq!(with_token(&cloud, &plain, Method::GET, "/v1.0/me").await, 200);
    let claims = r#"{"access_token":{"nbf":{"essential":true,"value":"1700000000"}}}"#;
    let again = super::refresh(&cloud, &plain, &[("claims", claims)]).await;
    assert_eq!(with_token(&cloud, &again, Method::GET, "/v1.0/users").await, 200);
    let anew = redeem(
        &cloud,
        &open(&cloud, &format!("scope={scope}&claims={claims}")).await,
        scope,
    )
    .await;
    assert_eq!(with_token(&cloud, &anew, Method::GET, "/v1.0/users").await, 200);
}
