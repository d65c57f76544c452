//! Refresh tokens: how long they hold, and what ends them.

use std::time::Duration;

use kontor_sim::{Policy, SignIn};
use reqwest::Method;
use serde_json::{Value as Json, json};

use super::{answer, nobody, number, open, redeem, refresh, returned, token, with_token};
use crate::Cloud;

const SCOPE: &str = "openid profile offline_access User.Read";

const PROOF: &str = "a-proof-that-only-the-client-has-had-until-now";

async fn signed_in(cloud: &Cloud) -> Json {
    redeem(cloud, &open(cloud, &format!("scope={SCOPE}")).await, SCOPE).await
}

/// A session of somebody who holds no role, and their path.
async fn of_nobody(cloud: &Cloud) -> (Json, String) {
    let name = nobody(cloud);
    let page = open(cloud, &format!("scope={SCOPE}&prompt=select_account")).await;
    let done = answer(cloud, &page, "account", &name).await;
    (redeem(cloud, &done, SCOPE).await, format!("/v1.0/users/{name}"))
}

#[tokio::test]
async fn each_answer_brings_a_new_refresh_token_and_the_old_one_stays_good() {
    let cloud = Cloud::with(10).await;
    let first = signed_in(&cloud).await;
    let second = refresh(&cloud, &first, &[]).await;
    assert_ne!(first["refresh_token"], second["refresh_token"]);
    for answer in [refresh(&cloud, &first, &[]).await, refresh(&cloud, &second, &[]).await] {
        assert_eq!(with_token(&cloud, &answer, Method::GET, "/v1.0/me").await, 200);
    }
    let fields = [
        ("grant_type", "refresh_token"),
        ("client_id", "another"),
        ("refresh_token", first["refresh_token"].as_str().unwrap()),
    ];
    assert_eq!(number(&token(&cloud, &fields).await.json()), ("invalid_grant", 700_016));
    cloud.sim.advance(Duration::from_secs(89 * 86_400));
    let third = refresh(&cloud, &second, &[]).await;
    cloud.sim.advance(Duration::from_secs(2 * 86_400));
    assert_eq!(number(&refresh(&cloud, &second, &[]).await), ("invalid_grant", 700_082));
    assert!(refresh(&cloud, &third, &[]).await["access_token"].is_string());
}

#[tokio::test]
async fn the_simulator_lists_every_secret_that_it_handed_out_or_was_shown() {
    let cloud = Cloud::with(10).await;
    let code = returned(&open(&cloud, &format!("scope={SCOPE}")).await)["code"].clone();
    let fields = [
        ("grant_type", "authorization_code"),
        ("client_id", "c"),
        ("code", &code),
        ("redirect_uri", "http://localhost:9/back"),
        ("code_verifier", PROOF),
    ];
    let first = token(&cloud, &fields).await.json();
    let second = refresh(&cloud, &first, &[]).await;
    let listed = cloud.get("/_sim/secrets").await.json();
    let listed: Vec<&str> = listed["value"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(Json::as_str)
        .collect();
    assert_eq!(listed, cloud.sim.secrets());
    let named = |answer: &Json| {
        ["access_token", "refresh_token", "id_token"].map(|name| answer[name].as_str().unwrap().to_owned())
    };
    let expected = [[code, PROOF.to_owned()].as_slice(), &named(&first), &named(&second)].concat();
    for secret in expected {
        assert!(listed.contains(&secret.as_str()), "{secret} in {listed:?}");
    }
}

#[tokio::test]
async fn a_new_password_or_a_sign_out_ends_one_persons_sessions() {
    let cloud = Cloud::with(60).await;
    let admins = signed_in(&cloud).await;
    let revoked = ("invalid_grant", 50173);
    let (before, path) = of_nobody(&cloud).await;
    let reset = cloud
        .patch(&path, json!({"passwordProfile": {"password": "Fjord-8-Lys"}}))
        .await;
    assert_eq!(reset.status, 204);
    assert_eq!(number(&refresh(&cloud, &before, &[]).await), revoked);
    let (again, _) = of_nobody(&cloud).await;
    assert!(refresh(&cloud, &again, &[]).await["access_token"].is_string());
    cloud.post(&format!("{path}/revokeSignInSessions"), json!({})).await;
    assert_eq!(number(&refresh(&cloud, &again, &[]).await), revoked);
    assert!(
        refresh(&cloud, &admins, &[]).await["access_token"].is_string(),
        "another person's"
    );
    cloud.sim.revoke_tokens();
    assert_eq!(number(&refresh(&cloud, &admins, &[]).await), revoked);
}

#[tokio::test]
async fn a_disabled_or_deleted_person_is_refused_until_enabled_again() {
    let cloud = Cloud::with(60).await;
    let (session, path) = of_nobody(&cloud).await;
    cloud.patch(&path, json!({"accountEnabled": false})).await;
    assert_eq!(number(&refresh(&cloud, &session, &[]).await), ("invalid_grant", 50057));
    cloud.patch(&path, json!({"accountEnabled": true})).await;
    assert!(refresh(&cloud, &session, &[]).await["access_token"].is_string());
    cloud.call(Method::DELETE, &path, &[], None).await;
    assert_eq!(
        number(&refresh(&cloud, &session, &[]).await),
        ("invalid_grant", 500_341)
    );
}

#[tokio::test]
async fn a_new_policy_holds_for_sessions_that_were_begun_before() {
    let cloud = Cloud::with(20).await;
    let set = |policy| {
        cloud.sim.set_sign_in(SignIn {
            policy,
            ..SignIn::default()
        });
    };
    let weak = signed_in(&cloud).await;
    set(Policy::Mfa);
    let refused = refresh(&cloud, &weak, &[]).await;
    assert_eq!(number(&refused), ("interaction_required", 50076));
    let claims: Json = serde_json::from_str(refused["claims"].as_str().unwrap()).unwrap();
    assert!(claims["access_token"].is_object());
    let page = open(&cloud, &format!("scope={SCOPE}&claims={claims}")).await;
    let done = answer(&cloud, &page, "number", &cloud.sim.mfa_number()).await;
    let strong = redeem(&cloud, &done, SCOPE).await;
    let next = refresh(&cloud, &strong, &[]).await;
    assert!(refresh(&cloud, &next, &[]).await["access_token"].is_string());
    set(Policy::Block);
    assert_eq!(number(&refresh(&cloud, &strong, &[]).await), ("invalid_grant", 53003));
    set(Policy::Open);
    assert!(refresh(&cloud, &weak, &[]).await["access_token"].is_string());
}
