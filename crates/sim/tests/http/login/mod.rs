//! Sign-in: the flows, what they refuse, and what a token is good for.

mod clients;
mod code;
mod consent;
mod device;
mod keys;
mod page;
mod sessions;

use std::collections::HashMap;

use reqwest::Method;
use serde_json::{Value as Json, json};

use crate::{Cloud, Reply};

pub async fn post(cloud: &Cloud, path: &str, fields: &[(&str, &str)]) -> Reply {
    let form: Vec<String> = fields
        .iter()
        .map(|(n, v)| format!("{n}={}", v.replace('+', "%2B").replace('&', "%26").replace(' ', "+")))
        .collect();
    let request = cloud
        .http
        .post(format!("{}{path}", cloud.base))
        .header("content-type", "application/x-www-form-urlencoded");
    let answer = request.body(form.join("&")).send().await.unwrap();
    Reply {
        status: answer.status(),
        headers: answer.headers().clone(),
        bytes: answer.bytes().await.unwrap().to_vec(),
    }
}

async fn token(cloud: &Cloud, fields: &[(&str, &str)]) -> Reply {
    post(cloud, "/organizations/oauth2/v2.0/token", fields).await
}

async fn with_token(cloud: &Cloud, token: &Json, method: Method, target: &str) -> u16 {
    let bearer = format!("Bearer {}", token["access_token"].as_str().unwrap());
    cloud
        .call(method, target, &[("authorization", &bearer)], None)
        .await
        .status
        .as_u16()
}

/// The sign-in page as a browser opens it.
pub async fn open(cloud: &Cloud, more: &str) -> Reply {
    let target = format!(
        "/organizations/oauth2/v2.0/authorize?client_id=c&response_type=code&redirect_uri=http://localhost:9/back&state=s1&{more}"
    );
    cloud.get(&target).await
}

/// Sends a form of the page back.
pub async fn answer(cloud: &Cloud, page: &Reply, name: &str, value: &str) -> Reply {
    answers(cloud, page, &[(name, value)]).await
}

async fn answers(cloud: &Cloud, page: &Reply, fields: &[(&str, &str)]) -> Reply {
    let flow = between(&page.text(), "name=\"flow\" value=\"", "\"");
    let fields = [&[("flow", flow.as_str())], fields].concat();
    post(cloud, "/common/login", &fields).await
}

fn between(text: &str, before: &str, after: &str) -> String {
    let rest = text
        .split(before)
        .nth(1)
        .unwrap_or_else(|| panic!("{before} in {text}"));
    rest.split(after).next().unwrap().to_owned()
}

/// What the browser brings back to the client.
pub fn returned(reply: &Reply) -> HashMap<String, String> {
    assert_eq!(reply.status, 302, "{}", reply.text());
    let query = reply
        .header("location")
        .strip_prefix("http://localhost:9/back?")
        .unwrap();
    let pairs = query.split('&').map(|pair| pair.split_once('=').unwrap());
    pairs
        .map(|(n, v)| (n.to_owned(), v.replace("%20", " ").replace("%3A", ":")))
        .collect()
}

/// The answer for the code that the browser brought back.
pub async fn redeem(cloud: &Cloud, reply: &Reply, scope: &str) -> Json {
    let fields = [
        ("grant_type", "authorization_code"),
        ("client_id", "c"),
        ("code", &returned(reply)["code"]),
        ("redirect_uri", "http://localhost:9/back"),
        ("scope", scope),
    ];
    token(cloud, &fields).await.json()
}

async fn refresh(cloud: &Cloud, with: &Json, more: &[(&str, &str)]) -> Json {
    let refresh = with["refresh_token"].as_str().unwrap();
    let fields = [
        ("grant_type", "refresh_token"),
        ("client_id", "c"),
        ("refresh_token", refresh),
    ];
    token(cloud, &[&fields, more].concat()).await.json()
}

/// The number of an error answer.
pub fn number(answer: &Json) -> (&str, u64) {
    (
        answer["error"].as_str().unwrap_or_default(),
        answer["error_codes"][0].as_u64().unwrap_or(0),
    )
}

/// The name of a member without any role, who may sign in.
pub fn nobody(cloud: &Cloud) -> String {
    let user =
        cloud.user(|u| crate::plain(u) && u["accountEnabled"] == true && u["employeeId"].as_str() > Some("10024"));
    user["userPrincipalName"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn the_separate_program_is_driven_by_its_controls() {
    let cloud = Cloud::with(20).await;
    let put = async |what: &str, body: Json| {
        cloud
            .call(Method::PUT, &format!("/_sim/{what}"), &[], Some(body))
            .await
            .status
    };
    assert_eq!(put("sign-in", json!({"policy": "mfa"})).await, 204);
    let page = open(&cloud, "scope=User.Read").await;
    let digits = cloud.get("/_sim/mfa").await.json()["number"]
        .as_str()
        .unwrap()
        .to_owned();
    assert!(returned(&answer(&cloud, &page, "number", &digits).await).contains_key("code"));
    assert_eq!(put("sign-in", json!({"pick": true})).await, 204);
    assert!(open(&cloud, "scope=User.Read").await.text().contains("Pick an account"));
    assert_eq!(put("sign-in", json!({"policy": "hope"})).await, 400);
    let keys = async || cloud.get("/common/discovery/v2.0/keys").await.json()["keys"][0]["kid"].clone();
    let before = keys().await;
    cloud.post("/_sim/keys/rotate", Json::Null).await;
    assert_ne!(keys().await, before);
    assert_eq!(
        put("apps", json!({"client_id": "d", "certificates": ["garbage"]})).await,
        400
    );
    assert_eq!(
        put(
            "apps",
            json!({"client_id": "d", "redirect_uris": ["http://localhost/back"]})
        )
        .await,
        204
    );
    assert!(
        open(&cloud, "scope=User.Read").await.text().contains("AADSTS700016"),
        "others are not known any more"
    );
}
