//! Replicas that lag: what they still show, for how long, and that writes are never judged by them.

use std::collections::BTreeSet;
use std::time::Duration;

use kontor_sim::Cloud;
use serde_json::{Value as Json, json};

use crate::{call, cloud, member, new_user};

const MINUTE: Duration = Duration::from_secs(60);

/// What many reads of one thing see, while the clock stands.
fn seen(cloud: &Cloud, target: &str, what: impl Fn(u16, &Json) -> String) -> BTreeSet<String> {
    let token = cloud.token();
    let reads = (0..40).map(|_| call(cloud, &token, "GET", target, &Json::Null));
    reads.map(|(status, body)| what(status, &body)).collect()
}

fn status(status: u16, _: &Json) -> String {
    status.to_string()
}

fn set(all: &[&str]) -> BTreeSet<String> {
    all.iter().map(|s| (*s).to_owned()).collect()
}

/// Both states are seen while the lag lasts, and one after it.
fn settles(cloud: &Cloud, target: &str, what: impl Fn(u16, &Json) -> String, old: &str, new: &str) {
    assert_eq!(seen(cloud, target, &what), set(&[old, new]), "{target}");
    cloud.advance(MINUTE - Duration::from_millis(1));
    assert_eq!(seen(cloud, target, &what), set(&[old, new]), "{target}, just before");
    cloud.advance(Duration::from_millis(1));
    assert_eq!(seen(cloud, target, &what), set(&[new]), "{target}, after");
}

fn lagging() -> Cloud {
    let cloud = cloud(9);
    cloud.set_lag(MINUTE);
    cloud
}

#[test]
fn a_new_user_is_not_everywhere_at_once() {
    let cloud = lagging();
    let made = call(
        &cloud,
        &cloud.token(),
        "POST",
        "/v1.0/users",
        &new_user("ny@fjordlys.example"),
    )
    .1;
    let (id, upn) = (made["id"].as_str().unwrap(), "/v1.0/users/ny@fjordlys.example");
    assert_eq!(seen(&cloud, upn, status), set(&["404", "200"]));
    let again = call(
        &cloud,
        &cloud.token(),
        "POST",
        "/v1.0/users",
        &new_user("ny@fjordlys.example"),
    );
    assert_eq!(again.0, 400, "the primary knows");
    settles(&cloud, &format!("/v1.0/users/{id}"), status, "404", "200");
    assert_eq!(seen(&cloud, upn, status), set(&["200"]));
}

#[test]
fn a_deleted_user_lives_on_for_a_while() {
    let cloud = lagging();
    let (token, path) = (cloud.token(), member(&cloud));
    let upn = call(&cloud, &token, "GET", &path, &Json::Null).1["userPrincipalName"]
        .as_str()
        .unwrap()
        .to_owned();
    call(&cloud, &token, "DELETE", &path, &Json::Null);
    assert_eq!(
        call(&cloud, &token, "DELETE", &path, &Json::Null).0,
        404,
        "the primary knows"
    );
    let deleted = path.replace("users", "directory/deletedItems");
    assert_eq!(seen(&cloud, &deleted, status), set(&["404", "200"]));
    assert_eq!(
        seen(&cloud, &format!("/v1.0/users/{upn}"), status),
        set(&["404", "200"])
    );
    settles(&cloud, &path, status, "200", "404");
    call(&cloud, &token, "POST", &format!("{deleted}/restore"), &Json::Null);
    settles(&cloud, &path, status, "404", "200");
    assert_eq!(seen(&cloud, &deleted, status), set(&["404"]));
}

#[test]
fn a_name_may_still_lead_to_who_had_it() {
    let cloud = lagging();
    let token = cloud.token();
    let upn = "/v1.0/users/ny@fjordlys.example";
    let make = || {
        call(&cloud, &token, "POST", "/v1.0/users", &new_user("ny@fjordlys.example")).1["id"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    let first = make();
    cloud.advance(MINUTE);
    call(&cloud, &token, "DELETE", &format!("/v1.0/users/{first}"), &Json::Null);
    let second = make();
    assert_ne!(first, second);
    settles(
        &cloud,
        upn,
        |_, body| body["id"].as_str().unwrap_or_default().to_owned(),
        &first,
        &second,
    );
    call(
        &cloud,
        &token,
        "PATCH",
        &format!("/v1.0/users/{second}"),
        &json!({"userPrincipalName": "annen@fjordlys.example"}),
    );
    settles(&cloud, "/v1.0/users/annen@fjordlys.example", status, "404", "200");
    assert_eq!(seen(&cloud, upn, status), set(&["404"]));
}

#[test]
fn old_values_are_still_read() {
    let cloud = lagging();
    let (token, path) = (cloud.token(), member(&cloud));
    call(&cloud, &token, "PATCH", &path, &json!({"jobTitle": "Sjef"}));
    cloud.advance(MINUTE);
    call(&cloud, &token, "PATCH", &path, &json!({"jobTitle": "Direktør"}));
    let title = |_, body: &Json| body["jobTitle"].as_str().unwrap().to_owned();
    settles(&cloud, &path, title, "Sjef", "Direktør");
    call(
        &cloud,
        &token,
        "PATCH",
        "/v1.0/domains/fjordlys.example",
        &json!({"passwordValidityPeriodInDays": 120}),
    );
    let days = |_, body: &Json| body["passwordValidityPeriodInDays"].to_string();
    settles(&cloud, "/v1.0/domains/fjordlys.example", days, "90", "120");
    let sku = "f8a1db68-be16-40ed-86d5-cb42ce701560";
    call(
        &cloud,
        &token,
        "POST",
        &format!("{path}/assignLicense"),
        &json!({"addLicenses": [{"skuId": sku}], "removeLicenses": []}),
    );
    let has = |_, body: &Json| body.to_string().contains(sku).to_string();
    settles(
        &cloud,
        &format!("{path}?$select=assignedLicenses"),
        has,
        "false",
        "true",
    );
}

#[test]
fn an_address_belongs_to_one() {
    let cloud = cloud(9);
    let token = cloud.token();
    let path = member(&cloud);
    let mail = call(&cloud, &token, "GET", &path, &Json::Null).1["mail"]
        .as_str()
        .unwrap()
        .to_owned();
    let renamed = json!({"userPrincipalName": "annen@fjordlys.example"});
    assert_eq!(call(&cloud, &token, "PATCH", &path, &renamed).0, 204);
    let (status, body) = call(&cloud, &token, "POST", "/v1.0/users", &new_user(&mail));
    assert_eq!(
        (status, &body["error"]["details"][0]["target"]),
        (400, &json!("proxyAddresses"))
    );
    call(&cloud, &token, "DELETE", &path, &Json::Null);
    assert_eq!(call(&cloud, &token, "POST", "/v1.0/users", &new_user(&mail)).0, 201);
    let restore = format!("{}/restore", path.replace("users", "directory/deletedItems"));
    assert_eq!(
        call(&cloud, &token, "POST", &restore, &Json::Null).0,
        400,
        "its address is another's now"
    );
    assert_eq!(
        call(
            &cloud,
            &token,
            "POST",
            &restore,
            &json!({"autoReconcileProxyConflict": true})
        )
        .0,
        200
    );
}
