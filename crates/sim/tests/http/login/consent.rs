//! Consent: per person or for everybody, and what only an administrator may give.

use kontor_sim::{Rights, SignIn};
use reqwest::Method;
use serde_json::Value as Json;

use super::{answer, answers, nobody, number, open, redeem, refresh, returned, with_token};
use crate::{Cloud, Reply};

async fn strict() -> Cloud {
    let cloud = Cloud::with(60).await;
    cloud.sim.set_sign_in(SignIn {
        consent: true,
        ..SignIn::default()
    });
    cloud
}

async fn as_person(cloud: &Cloud, who: &str, scope: &str) -> Reply {
    let page = open(cloud, &format!("scope={scope}&prompt=select_account")).await;
    answer(cloud, &page, "account", who).await
}

#[tokio::test]
async fn what_was_not_agreed_to_is_asked_for_once_and_refused_to_a_program() {
    let cloud = strict().await;
    let page = open(&cloud, "scope=User.Read.All offline_access").await;
    assert!(page.text().contains("<li>User.Read.All</li>"), "{}", page.text());
    let first = redeem(
        &cloud,
        &answer(&cloud, &page, "answer", "accept").await,
        "User.Read.All offline_access",
    )
    .await;
    assert_eq!(with_token(&cloud, &first, Method::GET, "/v1.0/users").await, 200);

    let more = refresh(&cloud, &first, &[("scope", "Domain.Read.All offline_access")]).await;
    assert_eq!(
        (number(&more), &more["suberror"]),
        (("invalid_grant", 65001), &Json::from("consent_required"))
    );
    assert_eq!(
        returned(&open(&cloud, "scope=Domain.Read.All&prompt=none").await)["error"],
        "consent_required"
    );
    let page = open(&cloud, "scope=User.Read.All Domain.Read.All").await;
    assert!(page.text().contains("<li>Domain.Read.All</li>") && !page.text().contains("<li>User.Read.All</li>"));
    let told = returned(&answer(&cloud, &page, "answer", "cancel").await);
    assert_eq!(told["error"], "access_denied");
    let page = open(&cloud, "scope=Domain.Read.All").await;
    answer(&cloud, &page, "answer", "accept").await;
    let more = refresh(&cloud, &first, &[("scope", "Domain.Read.All")]).await;
    assert_eq!(with_token(&cloud, &more, Method::GET, "/v1.0/domains").await, 200);
    assert_eq!(
        with_token(&cloud, &more, Method::GET, "/v1.0/users").await,
        200,
        "a token has all that was agreed to"
    );
    assert_eq!(
        open(&cloud, "scope=User.Read.All Domain.Read.All").await.status,
        302,
        "nothing is left to ask"
    );
    assert!(
        open(&cloud, "scope=User.Read.All&prompt=consent")
            .await
            .text()
            .contains("<li>User.Read.All</li>")
    );
}

#[tokio::test]
async fn only_an_administrator_agrees_to_what_is_for_administrators_and_for_everybody() {
    let cloud = strict().await;
    let nobody = nobody(&cloud);
    let page = as_person(&cloud, &nobody, "User.Read").await;
    assert!(!page.text().contains("name=\"organization\""));
    assert!(returned(&answer(&cloud, &page, "answer", "accept").await).contains_key("code"));

    let page = as_person(&cloud, &nobody, "User.Read.All").await;
    assert!(page.text().contains("AADSTS90094"));
    let told = returned(&answer(&cloud, &page, "answer", "cancel").await);
    assert_eq!(told["error"], "access_denied");
    assert!(told["error_description"].starts_with("AADSTS90094:"), "{told:?}");

    let page = open(&cloud, "scope=User.Read.All").await;
    answer(&cloud, &page, "answer", "accept").await;
    assert!(
        as_person(&cloud, &nobody, "User.Read.All")
            .await
            .text()
            .contains("AADSTS90094"),
        "for themselves only"
    );
    let page = open(&cloud, "scope=User.Read.All&prompt=consent").await;
    answers(&cloud, &page, &[("answer", "accept"), ("organization", "on")]).await;
    let done = as_person(&cloud, &nobody, "User.Read.All").await;
    let token = redeem(&cloud, &done, "User.Read.All").await;
    assert_eq!(with_token(&cloud, &token, Method::GET, "/v1.0/users").await, 200);
}

#[tokio::test]
async fn the_answer_names_only_the_scopes_that_the_person_has() {
    let cloud = Cloud::with(20).await;
    let some = Rights {
        scopes: Some(vec!["User.Read.All".into()]),
        roles: vec!["Global Administrator".into()],
    };
    cloud.sim.set_rights(&cloud.token, some).unwrap();
    let scope = "openid https://graph.microsoft.com/User.Read.All Domain.Read.All";
    let token = redeem(&cloud, &open(&cloud, &format!("scope={scope}")).await, scope).await;
    assert_eq!(token["scope"], "openid https://graph.microsoft.com/User.Read.All");
}
