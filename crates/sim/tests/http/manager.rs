//! Who somebody's manager is, and when somebody last signed in: what is left out, what is told, and what is refused.

use reqwest::{Method, StatusCode};
use serde_json::{Value as Json, json};

use crate::{Cloud, plain};

fn id_of(user: &Json) -> String {
    user["id"].as_str().unwrap().to_owned()
}

/// Somebody in the cloud's own directory, and somebody else.
fn two(cloud: &Cloud) -> (String, String) {
    let user = cloud.user(plain);
    let other = cloud.user(|one| plain(one) && one["id"] != user["id"] && one["id"] != user["manager"]["id"]);
    (id_of(&user), id_of(&other))
}

async fn set(cloud: &Cloud, user: &str, manager: &str) -> StatusCode {
    let base = cloud.sim.endpoints().graph;
    let body = json!({ "@odata.id": format!("{base}/v1.0/users/{manager}") });
    let path = format!("/v1.0/users/{user}/manager/$ref");
    cloud.call(Method::PUT, &path, &[], Some(body)).await.status
}

#[tokio::test]
async fn a_manager_comes_when_it_is_expanded_and_at_an_address_of_its_own() {
    let cloud = Cloud::with(60).await;
    let (user, other) = two(&cloud);
    assert_eq!(set(&cloud, &user, &other).await, 204);
    let plain = cloud
        .get(&format!("/v1.0/users/{user}?$select=id,manager"))
        .await
        .json();
    assert!(plain.get("manager").is_none(), "a relation that is selected only");
    let path = format!("/v1.0/users/{user}?$select=id&$expand=manager($select=id)");
    assert_eq!(cloud.get(&path).await.json()["manager"]["id"], other.as_str());
    assert_eq!(
        cloud.get(&format!("/v1.0/users/{user}/manager")).await.json()["id"],
        other.as_str()
    );
    let reports = cloud.get(&format!("/v1.0/users/{other}/directReports")).await.json();
    assert!(
        reports["value"]
            .as_array()
            .unwrap()
            .iter()
            .any(|one| one["id"] == user.as_str())
    );

    let remove = format!("/v1.0/users/{user}/manager/$ref");
    assert_eq!(cloud.call(Method::DELETE, &remove, &[], None).await.status, 204);
    assert_eq!(cloud.call(Method::DELETE, &remove, &[], None).await.status, 404);
    assert!(cloud.get(&path).await.json().get("manager").is_none());
    assert_eq!(cloud.get(&format!("/v1.0/users/{user}/manager")).await.status, 404);
    assert_eq!(set(&cloud, &user, "00000000-0000-0000-0000-000000000009").await, 404);
    assert_eq!(set(&cloud, &user, &user).await, 400);
    let synced = id_of(&cloud.user(|one| one["onPremisesSyncEnabled"] == true));
    assert_eq!(set(&cloud, &synced, &other).await, 400);
}

#[tokio::test]
async fn a_delta_that_selects_the_manager_tells_who_came_and_who_went() {
    let cloud = Cloud::with(60).await;
    let (user, other) = two(&cloud);
    let before = cloud.user(|one| one["id"] == user.as_str())["manager"]["id"].clone();
    let link = cloud
        .get("/v1.0/users/delta?$select=id,manager&$deltatoken=latest")
        .await
        .json();
    let link = link["@odata.deltaLink"].as_str().unwrap().to_owned();
    assert_eq!(set(&cloud, &user, &other).await, 204);
    let told = cloud.get(&link).await.json();
    let entries = &told["value"][0]["manager@delta"];
    let now = entries.as_array().unwrap().last().unwrap();
    assert_eq!((&now["id"], now.get("@removed")), (&json!(other), None));
    if !before.is_null() {
        assert_eq!(
            (&entries[0]["id"], &entries[0]["@removed"]["reason"]),
            (&before, &json!("deleted"))
        );
    }
    assert!(told["value"][0].get("manager").is_none());

    // Who is deleted is nobody's manager.
    let link = told["@odata.deltaLink"].as_str().unwrap().to_owned();
    assert_eq!(
        cloud
            .call(Method::DELETE, &format!("/v1.0/users/{other}"), &[], None)
            .await
            .status,
        204
    );
    let told = cloud.get(&link).await.json();
    let report = told["value"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["id"] == user.as_str())
        .unwrap();
    assert_eq!(report["manager@delta"][0]["@removed"]["reason"], "deleted");
    assert_eq!(report["manager@delta"].as_array().unwrap().len(), 1);
}
