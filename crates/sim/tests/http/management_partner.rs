//! The management partner, and what anybody may learn of an organisation.

use reqwest::Method;
use serde_json::json;

use crate::{Cloud, Reply};

const PARTNERS: &str = "/providers/Microsoft.ManagementPartner/partners";

async fn ask(cloud: &Cloud, method: Method, id: &str) -> Reply {
    let path = format!("{PARTNERS}{id}?api-version=2018-02-01");
    cloud.call(method, &path, &[], None).await
}

#[tokio::test]
async fn a_link_is_made_once_moved_and_removed_by_its_own_id_only() {
    let cloud = Cloud::with(20).await;
    let none = ask(&cloud, Method::GET, "").await;
    assert_eq!((none.status.as_u16(), none.code().as_str()), (404, "NotFound"));
    assert_eq!(ask(&cloud, Method::PATCH, "/4419021").await.status, 404);

    let made = ask(&cloud, Method::PUT, "/4419021").await;
    assert_eq!((made.status.as_u16(), &made.json()["etag"]), (200, &json!(1)));
    assert_eq!(made.json()["properties"]["partnerName"], "Lysverk Sky AS");
    let again = ask(&cloud, Method::PUT, "/5120388").await;
    assert_eq!((again.status.as_u16(), again.code().as_str()), (409, "Conflict"));

    let moved = ask(&cloud, Method::PATCH, "/5120388").await.json();
    assert_eq!((&moved["etag"], &moved["name"]), (&json!(2), &json!("5120388")));
    assert_eq!(ask(&cloud, Method::GET, "").await.json(), moved);
    assert_eq!(ask(&cloud, Method::DELETE, "/4419021").await.status, 404);
    assert_eq!(ask(&cloud, Method::DELETE, "/5120388").await.status, 200);
    assert_eq!(ask(&cloud, Method::GET, "").await.status, 404);
    let wrong = ask(&cloud, Method::PUT, "/12a").await;
    assert_eq!((wrong.status.as_u16(), wrong.code().as_str()), (400, "BadRequest"));
    assert_eq!(cloud.sim.effects().len(), 3);
}

#[tokio::test]
async fn a_link_is_the_accounts_own() {
    let cloud = Cloud::with(20).await;
    ask(&cloud, Method::PUT, "/4419021").await;
    let other = cloud.sim.add_account(kontor_sim::Rights::default()).unwrap();
    let path = format!("{PARTNERS}?api-version=2018-02-01");
    let theirs = cloud
        .call(
            Method::GET,
            &path,
            &[("authorization", &format!("Bearer {other}"))],
            None,
        )
        .await;
    assert_eq!(theirs.status, 404);
}

#[tokio::test]
async fn the_owner_of_a_subscription_can_be_asked_for_by_its_id() {
    let cloud = Cloud::with(100).await;
    let all = cloud.get("/v1.0/directory/subscriptions").await.json();
    let owner = all["value"]
        .as_array()
        .unwrap()
        .iter()
        .find_map(|one| one["ownerTenantId"].as_str());
    let find = |id: &str| format!("/v1.0/tenantRelationships/findTenantInformationByTenantId(tenantId='{id}')");
    let found = cloud.get(&find(owner.unwrap())).await;
    assert_eq!(
        (found.status.as_u16(), &found.json()["displayName"]),
        (200, &json!("Lysverk Sky AS"))
    );
    assert_eq!(
        cloud.get(&find("00000000-0000-4000-8000-000000000000")).await.status,
        404
    );
    assert_eq!(cloud.get(&find("nobody")).await.status, 400);
}
