//! Delta: applying the rounds by the documented rules must lead to the server's state.

use std::collections::HashMap;
use std::time::Duration;

use serde_json::{Map, Value as Json, json};

use crate::{Cloud, plain};

const SELECT: &str = "id,displayName,jobTitle,department,mobilePhone,businessPhones,accountEnabled,officeLocation,city,\
                      userPrincipalName,lastPasswordChangeDateTime,passwordPolicies,employeeId,assignedLicenses,mail";

/// A client's copy: objects are merged, never replaced, and the last word wins.
async fn apply(cloud: &Cloud, copy: &mut HashMap<String, Map<String, Json>>, link: &str) -> (String, usize) {
    let (items, sizes, last) = cloud.walk(link).await;
    for item in items {
        let object = item.as_object().unwrap().clone();
        let id = object["id"].as_str().unwrap().to_owned();
        if object.contains_key("@removed") {
            copy.remove(&id);
        } else {
            copy.entry(id).or_default().extend(object);
        }
    }
    (
        last["@odata.deltaLink"].as_str().expect("a delta link").to_owned(),
        sizes.len(),
    )
}

fn compare(cloud: &Cloud, copy: &HashMap<String, Map<String, Json>>) {
    let truth = cloud.sim.users_json();
    assert_eq!(truth.len(), copy.len());
    for user in truth {
        let mine = &copy[user["id"].as_str().unwrap()];
        for name in SELECT.split(',') {
            let value = mine.get(name).unwrap_or(&Json::Null);
            assert_eq!(*value, user[name], "{name} of {}", user["id"]);
        }
    }
}

#[tokio::test]
async fn rounds_lead_to_the_servers_state() {
    let cloud = Cloud::with(400).await;
    let mut copy = HashMap::new();
    let (mut link, pages) = apply(&cloud, &mut copy, &format!("/v1.0/users/delta?$select={SELECT}")).await;
    assert!(pages > 1);
    compare(&cloud, &copy);
    for round in 0..5 {
        assert!(cloud.sim.mutate(round, 200) > 150);
        (link, _) = apply(&cloud, &mut copy, &link).await;
        compare(&cloud, &copy);
    }
    let (nothing, _, _) = cloud.walk(&link).await;
    assert!(nothing.is_empty());
}

#[tokio::test]
async fn changes_during_the_first_round_come_in_the_next() {
    let cloud = Cloud::with(400).await;
    let first = cloud.get(&format!("/v1.0/users/delta()?$select={SELECT}")).await.json();
    let mut copy = HashMap::new();
    for item in first["value"].as_array().unwrap() {
        if item.get("@removed").is_none() {
            copy.insert(
                item["id"].as_str().unwrap().to_owned(),
                item.as_object().unwrap().clone(),
            );
        }
    }
    cloud.sim.mutate(9, 300);
    let (link, _) = apply(&cloud, &mut copy, first["@odata.nextLink"].as_str().unwrap()).await;
    apply(&cloud, &mut copy, &link).await;
    compare(&cloud, &copy);
}

#[tokio::test]
async fn latest_gives_a_link_and_no_data() {
    let cloud = Cloud::with(100).await;
    let page = cloud
        .get(&format!("/v1.0/users/delta?$deltatoken=latest&$select={SELECT}"))
        .await
        .json();
    assert_eq!(page["value"], json!([]));
    let link = page["@odata.deltaLink"].as_str().unwrap();
    let user = cloud.user(plain);
    let id = user["id"].as_str().unwrap();
    assert_eq!(
        cloud
            .patch(&format!("/v1.0/users/{id}"), json!({"jobTitle": "Sjef"}))
            .await
            .status,
        204
    );
    let (items, _, _) = cloud.walk(link).await;
    assert_eq!(items.len(), 1);
    assert_eq!((&items[0]["id"], &items[0]["jobTitle"]), (&user["id"], &json!("Sjef")));
}

#[tokio::test]
async fn unselected_properties_and_licence_states_do_not_surface() {
    let cloud = Cloud::with(100).await;
    let page = cloud
        .get("/v1.0/users/delta?$deltatoken=latest&$select=displayName")
        .await
        .json();
    let link = page["@odata.deltaLink"].as_str().unwrap().to_owned();
    let id = cloud.user(plain)["id"].as_str().unwrap().to_owned();
    cloud
        .patch(&format!("/v1.0/users/{id}"), json!({"jobTitle": "Sjef"}))
        .await;
    assert!(cloud.walk(&link).await.0.is_empty());
    let page = cloud
        .get("/v1.0/users/delta?$deltatoken=latest&$select=licenseAssignmentStates")
        .await
        .json();
    assert_eq!(cloud.sim.provision(5), 5);
    assert!(
        cloud
            .sim
            .users_json()
            .iter()
            .any(|u| u.to_string().contains("DependencyViolation"))
    );
    assert!(
        cloud
            .walk(page["@odata.deltaLink"].as_str().unwrap())
            .await
            .0
            .is_empty()
    );
    cloud
        .patch(&format!("/v1.0/users/{id}"), json!({"displayName": "Ny Person"}))
        .await;
    let (items, _, _) = cloud.walk(&link).await;
    assert_eq!(items, [json!({"displayName": "Ny Person", "id": id})]);
}

#[tokio::test]
async fn an_absent_property_is_unchanged_and_null_is_said() {
    let cloud = Cloud::with(100).await;
    let page = cloud
        .get("/v1.0/users/delta?$deltatoken=latest&$select=displayName,city,jobTitle")
        .await
        .json();
    let link = page["@odata.deltaLink"].as_str().unwrap();
    let id = cloud.user(plain)["id"].as_str().unwrap().to_owned();
    cloud.patch(&format!("/v1.0/users/{id}"), json!({"city": null})).await;
    let minimal = cloud
        .call(reqwest::Method::GET, link, &[("prefer", "return=minimal")], None)
        .await;
    assert_eq!(minimal.json()["value"], json!([{"city": null, "id": id}]));
    assert_eq!(minimal.header("preference-applied"), "return=minimal");
    let whole = cloud.get(link).await.json();
    assert_eq!(whole["value"][0]["city"], Json::Null);
    assert!(whole["value"][0]["displayName"].is_string());
}

#[tokio::test]
async fn removals_say_whether_the_user_can_come_back() {
    let cloud = Cloud::with(100).await;
    let page = cloud.get("/v1.0/users/delta?$deltatoken=latest").await.json();
    let mut link = page["@odata.deltaLink"].as_str().unwrap().to_owned();
    let id = cloud.user(plain)["id"].as_str().unwrap().to_owned();
    for (method, path, reason) in [
        (reqwest::Method::DELETE, format!("users/{id}"), Some("changed")),
        (
            reqwest::Method::POST,
            format!("directory/deletedItems/{id}/restore"),
            None,
        ),
        (reqwest::Method::DELETE, format!("users/{id}"), Some("changed")),
        (
            reqwest::Method::DELETE,
            format!("directory/deletedItems/{id}"),
            Some("deleted"),
        ),
    ] {
        let reply = cloud.call(method, &format!("/v1.0/{path}"), &[], None).await;
        assert!(reply.status.is_success(), "{path}");
        let (items, _, last) = cloud.walk(&link).await;
        assert_eq!(items.len(), 1);
        assert_eq!(items[0]["id"].as_str(), Some(id.as_str()));
        assert_eq!(items[0]["@removed"]["reason"].as_str(), reason, "{path}");
        link = last["@odata.deltaLink"].as_str().unwrap().to_owned();
    }
}

#[tokio::test]
async fn old_and_foreign_tokens_begin_anew() {
    let cloud = Cloud::with(20).await;
    let page = cloud.get("/v1.0/users/delta?$deltatoken=latest").await.json();
    let link = page["@odata.deltaLink"].as_str().unwrap();
    let garbage = cloud.get("/v1.0/users/delta?$deltatoken=garbage").await;
    assert_eq!(garbage.status, 400);
    assert!(garbage.code().eq_ignore_ascii_case("syncStateNotFound"));
    cloud.sim.advance(Duration::from_secs(6 * 86_400));
    assert_eq!(cloud.get(link).await.status, 200);
    cloud.sim.advance(Duration::from_secs(2 * 86_400));
    let gone = cloud.get(link).await;
    assert_eq!(gone.status, 410);
    assert!(gone.header("location").ends_with("/v1.0/users/delta?$deltatoken="));
    let (items, _, _) = cloud.walk(gone.header("location")).await;
    assert!(items.len() >= 20);
    assert_eq!(cloud.get("/v1.0/users/delta?$top=5").await.status, 400);
}

#[tokio::test]
async fn objects_come_more_than_once() {
    let cloud = Cloud::with(3000).await;
    let (items, sizes, _) = cloud.walk("/v1.0/users/delta").await;
    let different: std::collections::HashSet<&str> = items.iter().map(|i| i["id"].as_str().unwrap()).collect();
    assert!(different.len() < items.len(), "replays");
    assert!(sizes.contains(&0), "an empty page: {sizes:?}");
    assert!(
        items.iter().any(|i| i["@removed"]["reason"] == "changed"),
        "removals already in the first round"
    );
}

#[tokio::test]
async fn a_value_cleared_before_a_deletion_and_a_restore_is_said_to_be_null() {
    let cloud = Cloud::with(100).await;
    let page = cloud
        .get("/v1.0/users/delta?$deltatoken=latest&$select=displayName,city")
        .await
        .json();
    let id = cloud.user(plain)["id"].as_str().unwrap().to_owned();
    cloud.patch(&format!("/v1.0/users/{id}"), json!({"city": null})).await;
    cloud
        .call(reqwest::Method::DELETE, &format!("/v1.0/users/{id}"), &[], None)
        .await;
    let restore = format!("/v1.0/directory/deletedItems/{id}/restore");
    assert_eq!(cloud.call(reqwest::Method::POST, &restore, &[], None).await.status, 200);
    let (items, _, _) = cloud.walk(page["@odata.deltaLink"].as_str().unwrap()).await;
    assert_eq!(items.len(), 1);
    assert_eq!(
        items[0].get("city"),
        Some(&Json::Null),
        "a client that merges would keep the old value"
    );
}
