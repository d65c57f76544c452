//! The sign-in page: picking an account, the second proof, and turning back.

use kontor_sim::{Policy, SignIn};
use reqwest::Method;

use super::{answer, nobody, open, post, redeem, returned, with_token};
use crate::Cloud;

const SCOPE: &str = "openid profile offline_access User.Read.All User.ReadWrite.All";

#[tokio::test]
async fn the_person_who_is_picked_is_who_the_tokens_speak_for() {
    let cloud = Cloud::with(60).await;
    let page = open(&cloud, &format!("scope={SCOPE}&prompt=select_account")).await;
    assert_eq!(
        (page.status.as_u16(), page.header("content-type")),
        (200, "text/html; charset=utf-8")
    );
    let admin = cloud.get("/v1.0/me").await.json()["userPrincipalName"]
        .as_str()
        .unwrap()
        .to_owned();
    assert!(
        page.text().contains(&format!("name=\"account\" value=\"{admin}\"")),
        "who holds a role is offered"
    );

    let nobody = nobody(&cloud);
    let done = answer(&cloud, &page, "account", &nobody).await;
    assert_eq!(returned(&done)["state"], "s1");
    let token = redeem(&cloud, &done, SCOPE).await;
    let bearer = format!("Bearer {}", token["access_token"].as_str().unwrap());
    let me = cloud
        .call(Method::GET, "/v1.0/me", &[("authorization", &bearer)], None)
        .await
        .json();
    assert_eq!(me["userPrincipalName"], nobody.as_str());
    let body = Some(serde_json::json!({"jobTitle": "Sjef"}));
    let changed = cloud
        .call(
            Method::PATCH,
            &format!("/v1.0/users/{admin}"),
            &[("authorization", &bearer)],
            body,
        )
        .await;
    assert_eq!(changed.status, 403, "without a role");
}

#[tokio::test]
async fn a_page_is_shown_where_the_browser_does_not_know_who_it_is() {
    let cloud = Cloud::with(60).await;
    let admin = cloud.get("/v1.0/me").await.json()["userPrincipalName"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_eq!(
        open(&cloud, &format!("scope=User.Read&login_hint={admin}"))
            .await
            .status,
        302
    );
    let another = format!("scope=User.Read&login_hint={}", nobody(&cloud));
    assert!(open(&cloud, &another).await.text().contains("Pick an account"));
    assert!(
        open(&cloud, "scope=User.Read&prompt=login")
            .await
            .text()
            .contains("Pick an account")
    );
    cloud.sim.set_sign_in(SignIn {
        pick: true,
        ..SignIn::default()
    });
    let page = open(&cloud, "scope=User.Read").await;
    assert!(page.text().contains("Pick an account"));
    assert_eq!(
        returned(&open(&cloud, "scope=User.Read&prompt=none").await)["error"],
        "login_required"
    );

    let unknown = answer(&cloud, &page, "account", "nobody@fjordlys.example").await;
    assert!(unknown.text().contains("AADSTS50034"));
    assert!(returned(&answer(&cloud, &unknown, "account", &admin).await).contains_key("code"));
    let again = answer(&cloud, &page, "account", &admin).await;
    assert!(again.text().contains("AADSTS50196"), "a form is good once");
    let made_up = post(&cloud, "/common/login", &[("flow", "flow.1"), ("account", &admin)]).await;
    assert!(made_up.text().contains("AADSTS50196"));
}

#[tokio::test]
async fn who_turns_back_is_told_of_to_the_client() {
    let cloud = Cloud::with(20).await;
    let page = open(&cloud, "scope=User.Read&prompt=select_account").await;
    let told = returned(&answer(&cloud, &page, "answer", "cancel").await);
    assert_eq!(
        (told["error"].as_str(), told["state"].as_str()),
        ("access_denied", "s1")
    );
    assert!(told["error_description"].starts_with("AADSTS65004:"), "{told:?}");
}

#[tokio::test]
async fn a_second_proof_is_asked_for_where_the_policy_demands_it() {
    let cloud = Cloud::with(20).await;
    cloud.sim.set_sign_in(SignIn {
        policy: Policy::Mfa,
        ..SignIn::default()
    });
    assert_eq!(
        returned(&open(&cloud, "scope=User.Read&prompt=none").await)["error"],
        "interaction_required"
    );
    let page = open(&cloud, "scope=User.Read").await;
    assert!(page.text().contains("Verify your identity"));
    let number = cloud.sim.mfa_number();
    let wrong = answer(
        &cloud,
        &page,
        "number",
        if number == "000000" { "000001" } else { "000000" },
    )
    .await;
    assert!(wrong.text().contains("AADSTS500121"));
    let done = answer(&cloud, &wrong, "number", &number).await;
    let token = redeem(&cloud, &done, "User.Read").await;
    assert_eq!(with_token(&cloud, &token, Method::GET, "/v1.0/me").await, 200);
    let page = open(&cloud, "scope=User.Read").await;
    assert!(
        answer(&cloud, &page, "number", &number)
            .await
            .text()
            .contains("AADSTS500121"),
        "a number is good once"
    );
}

#[tokio::test]
async fn a_disabled_account_and_a_blocking_policy_let_nobody_in() {
    let cloud = Cloud::with(60).await;
    let disabled = cloud.user(|u| u["accountEnabled"] == false && u["userType"] == "Member");
    let page = open(&cloud, "scope=User.Read&prompt=select_account").await;
    let page = answer(
        &cloud,
        &page,
        "account",
        disabled["userPrincipalName"].as_str().unwrap(),
    )
    .await;
    assert!(page.text().contains("AADSTS50057"));
    let told = returned(&answer(&cloud, &page, "answer", "cancel").await);
    assert_eq!(told["error"], "access_denied");
    assert!(told["error_description"].starts_with("AADSTS50057:"));
    cloud.sim.set_sign_in(SignIn {
        policy: Policy::Block,
        ..SignIn::default()
    });
    assert!(open(&cloud, "scope=User.Read").await.text().contains("AADSTS53003"));
}
