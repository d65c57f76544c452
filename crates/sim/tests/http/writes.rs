//! Writes: what is accepted, what is refused in which words, and when the effect is seen.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value as Json, json};

use crate::{Cloud, plain};

const POWER_BI: &str = "f8a1db68-be16-40ed-86d5-cb42ce701560";
const VISIO: &str = "c5928f49-12ba-48f7-ada3-0d743a3601d5";
const E3: &str = "05e9a617-0261-4cee-bb44-138d3ef5d965";

fn new_user(upn: &str) -> Json {
    json!({"accountEnabled": true, "displayName": "Ny Bruker", "mailNickname": "ny.bruker", "userPrincipalName": upn,
           "passwordProfile": {"password": "Fjord-8-Lys", "forceChangePasswordNextSignIn": true}})
}

#[tokio::test]
async fn a_created_user_is_there_and_cannot_be_created_twice() {
    let cloud = Cloud::with(50).await;
    let reply = cloud.post("/v1.0/users", new_user("ny.bruker@fjordlys.example")).await;
    assert_eq!(reply.status, 201);
    let id = reply.json()["id"].as_str().unwrap().to_owned();
    assert_eq!(
        cloud.get("/v1.0/users/ny.bruker@fjordlys.example").await.json()["id"],
        id.as_str()
    );
    let again = cloud.post("/v1.0/users", new_user("Ny.Bruker@fjordlys.example")).await;
    assert_eq!(again.status, 400);
    assert_eq!(again.json()["error"]["details"][0]["code"], "ObjectConflict");
    assert_eq!(cloud.sim.users_json().len(), 51);
    let effects = cloud.sim.effects();
    assert_eq!((effects.len(), effects[0].object_id.as_str()), (1, id.as_str()));
    let shown = serde_json::to_string(&effects).unwrap();
    assert!(!shown.contains("Fjord-8-Lys") && shown.contains("sha256:"));
}

#[tokio::test]
async fn what_is_wrong_with_a_write_is_said() {
    let cloud = Cloud::with(150).await;
    let id = cloud.user(plain)["id"].as_str().unwrap().to_owned();
    let synced = cloud.user(|u| u["onPremisesSyncEnabled"] == true)["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let guest = cloud.user(|u| u["userType"] == "Guest")["id"]
        .as_str()
        .unwrap()
        .to_owned();
    for (who, body, status) in [
        (&id, json!({"passwordProfile": {"password": "kort"}}), 400),
        (&id, json!({"passwordProfile": {"password": "Blåbær-og-1-is"}}), 400),
        (&guest, json!({"passwordProfile": {"password": "Fjord-8-Lys"}}), 403),
        (&synced, json!({"passwordProfile": {"password": "Fjord-8-Lys"}}), 400),
        (
            &guest,
            json!({"passwordProfile": {"forceChangePasswordNextSignIn": true}}),
            403,
        ),
        (
            &synced,
            json!({"passwordProfile": {"forceChangePasswordNextSignIn": true}}),
            400,
        ),
        (
            &id,
            json!({"passwordProfile": {"forceChangePasswordNextSignIn": "yes"}}),
            400,
        ),
        (&synced, json!({"displayName": "Ny"}), 400),
        (&synced, json!({"usageLocation": "NO"}), 204),
        (&id, json!({"usageLocation": null}), 400),
        (&id, json!({"usageLocation": "NOR"}), 400),
        (&id, json!({"businessPhones": ["1", "2"]}), 400),
        (&id, json!({"userPrincipalName": "x@elsewhere.example"}), 400),
        (&id, json!({"userPrincipalName": "x.@fjordlys.example"}), 400),
        (&id, json!({"createdDateTime": "2020-01-01T00:00:00Z"}), 400),
        (&id, json!({"nonsense": 1}), 400),
        (&id, json!({"accountEnabled": "yes"}), 400),
        (
            &id,
            json!({"jobTitle": null, "mobilePhone": "+47 1", "businessPhones": []}),
            204,
        ),
        (
            &id,
            json!({"passwordPolicies": "DisablePasswordExpiration, DisableStrongPassword"}),
            204,
        ),
    ] {
        let reply = cloud.patch(&format!("/v1.0/users/{who}"), body.clone()).await;
        assert_eq!(
            reply.status.as_u16(),
            status,
            "{body}: {}",
            String::from_utf8_lossy(&reply.bytes)
        );
    }
    let missing = cloud.post("/v1.0/users", json!({"displayName": "x"})).await;
    assert!(
        missing.json()["error"]["message"]
            .as_str()
            .unwrap()
            .contains("accountEnabled")
    );
}

#[tokio::test]
async fn a_password_reset_moves_the_date_of_the_last_change() {
    let cloud = Cloud::with(100).await;
    let user = cloud.user(plain);
    let id = user["id"].as_str().unwrap();
    cloud.sim.advance(Duration::from_secs(3600));
    let body = json!({"passwordProfile": {"password": "Fjord-8-Lys", "forceChangePasswordNextSignIn": true}});
    assert_eq!(cloud.patch(&format!("/v1.0/users/{id}"), body).await.status, 204);
    let after = cloud
        .get(&format!(
            "/v1.0/users/{id}?$select=lastPasswordChangeDateTime,passwordProfile"
        ))
        .await
        .json();
    assert!(after["lastPasswordChangeDateTime"].as_str() > user["lastPasswordChangeDateTime"].as_str());
    assert!(after["passwordProfile"].is_null());
}

#[tokio::test]
async fn that_a_password_must_be_changed_is_asked_without_a_new_one_and_moves_no_date() {
    let cloud = Cloud::with(100).await;
    let user = cloud.user(plain);
    let id = user["id"].as_str().unwrap();
    cloud.sim.advance(Duration::from_secs(3600));
    let body = json!({"passwordProfile": {"forceChangePasswordNextSignIn": true}});
    assert_eq!(
        cloud.patch(&format!("/v1.0/users/{id}"), body.clone()).await.status,
        204
    );
    let after = cloud.user(|one| one["id"] == id);
    assert_eq!(after["lastPasswordChangeDateTime"], user["lastPasswordChangeDateTime"]);
    let effects = cloud.sim.effects();
    assert_eq!((effects.len(), &effects[0].body), (1, &body));
}

#[tokio::test]
async fn licences_follow_their_rules() {
    let cloud = Cloud::with(250).await;
    let user = cloud.user(|u| plain(u) && !u.to_string().contains(POWER_BI) && !u.to_string().contains(VISIO));
    let id = user["id"].as_str().unwrap();
    let url = format!("/v1.0/users/{id}/assignLicense");
    let consumed = |skus: Json| {
        let all = skus["value"].as_array().unwrap().clone();
        all.into_iter().find(|s| s["skuId"] == POWER_BI).unwrap()["consumedUnits"]
            .as_u64()
            .unwrap()
    };
    let before = consumed(cloud.get("/v1.0/subscribedSkus").await.json());
    assert_eq!(cloud.post(&url, json!({"addLicenses": []})).await.status, 400);
    let add = json!({"addLicenses": [{"skuId": POWER_BI.to_uppercase(), "disabledPlans": []}], "removeLicenses": []});
    assert_eq!(cloud.post(&url, add.clone()).await.status, 200);
    assert_eq!(cloud.post(&url, add).await.status, 200, "adding again is no change");
    assert_eq!(consumed(cloud.get("/v1.0/subscribedSkus").await.json()), before + 1);
    let shown = cloud
        .get(&format!(
            "/v1.0/users/{id}?$select=assignedLicenses,licenseAssignmentStates"
        ))
        .await
        .json();
    assert!(shown["licenseAssignmentStates"].to_string().contains(POWER_BI));
    let full = cloud
        .post(&url, json!({"addLicenses": [{"skuId": VISIO}], "removeLicenses": []}))
        .await;
    assert!(
        full.json()["error"]["message"]
            .as_str()
            .unwrap()
            .contains("does not have any available licenses")
    );
    let remove = json!({"addLicenses": [], "removeLicenses": [POWER_BI]});
    assert_eq!(cloud.post(&url, remove.clone()).await.status, 200);
    assert_eq!(cloud.post(&url, remove).await.status, 400);

    let by_group = cloud.user(|u| {
        u["licenseAssignmentStates"]
            .as_array()
            .unwrap()
            .iter()
            .any(|s| s["skuId"] == E3 && s["assignedByGroup"].is_string())
    });
    let url = format!("/v1.0/users/{}/assignLicense", by_group["id"].as_str().unwrap());
    let refused = cloud
        .post(&url, json!({"addLicenses": [], "removeLicenses": [E3]}))
        .await;
    assert!(
        refused.json()["error"]["message"]
            .as_str()
            .unwrap()
            .contains("inherited")
    );

    let nowhere = cloud.user(|u| u["userType"] == "Member" && u["usageLocation"].is_null());
    let who = nowhere["id"].as_str().unwrap();
    let add = json!({"addLicenses": [{"skuId": POWER_BI}], "removeLicenses": []});
    let refused = cloud
        .post(&format!("/v1.0/users/{who}/assignLicense"), add.clone())
        .await;
    assert!(
        refused.json()["error"]["message"]
            .as_str()
            .unwrap()
            .contains("invalid usage location")
    );
}

#[tokio::test]
async fn the_licensing_service_sees_a_place_only_after_the_lag() {
    let cloud = Cloud::lagging(150).await;
    let user = cloud.user(|u| u["userType"] == "Member" && u["usageLocation"].is_null());
    let id = user["id"].as_str().unwrap();
    assert_eq!(
        cloud
            .patch(&format!("/v1.0/users/{id}"), json!({"usageLocation": "NO"}))
            .await
            .status,
        204
    );
    let add = json!({"addLicenses": [{"skuId": POWER_BI}], "removeLicenses": []});
    cloud.sim.set_lag(Duration::from_secs(60));
    assert_eq!(
        cloud
            .post(&format!("/v1.0/users/{id}/assignLicense"), add.clone())
            .await
            .status,
        400
    );
    cloud.sim.advance(Duration::from_secs(61));
    assert_eq!(
        cloud.post(&format!("/v1.0/users/{id}/assignLicense"), add).await.status,
        200
    );
}

#[tokio::test]
async fn deleted_users_can_be_restored_or_purged() {
    let cloud = Cloud::with(100).await;
    let user = cloud.user(plain);
    let (id, upn) = (
        user["id"].as_str().unwrap(),
        user["userPrincipalName"].as_str().unwrap(),
    );
    assert_eq!(
        cloud
            .call(Method::DELETE, &format!("/v1.0/users/{id}"), &[], None)
            .await
            .status,
        204
    );
    assert_eq!(
        cloud
            .call(Method::DELETE, &format!("/v1.0/users/{id}"), &[], None)
            .await
            .status,
        404
    );
    assert_eq!(cloud.get(&format!("/v1.0/users/{id}")).await.status, 404);
    let (deleted, _, _) = cloud
        .walk("/v1.0/directory/deletedItems/microsoft.graph.user?$select=id,userPrincipalName,deletedDateTime")
        .await;
    let mine = deleted.iter().find(|d| d["id"] == user["id"]).unwrap();
    assert_eq!(
        mine["userPrincipalName"].as_str().unwrap(),
        format!("{}{upn}", id.replace('-', ""))
    );
    assert!(mine["deletedDateTime"].is_string());
    assert_eq!(
        cloud.get("/v1.0/directory/deletedItems").await.status,
        400,
        "the cast is required"
    );
    assert_eq!(cloud.post("/v1.0/users", new_user(upn)).await.status, 201);
    let restore = format!("/v1.0/directory/deletedItems/{id}/restore");
    assert_eq!(
        cloud.post(&restore, json!({})).await.status,
        400,
        "the name is taken meanwhile"
    );
    assert_eq!(
        cloud
            .call(Method::DELETE, &format!("/v1.0/users/{upn}"), &[], None)
            .await
            .status,
        204
    );
    assert_eq!(
        cloud.call(Method::POST, &restore, &[], None).await.json()["userPrincipalName"],
        upn
    );
    cloud
        .call(Method::DELETE, &format!("/v1.0/users/{id}"), &[], None)
        .await;
    assert_eq!(
        cloud
            .call(Method::DELETE, &format!("/v1.0/directory/deletedItems/{id}"), &[], None)
            .await
            .status,
        204
    );
    assert_eq!(
        cloud.get(&format!("/v1.0/directory/deletedItems/{id}")).await.status,
        404
    );
}

#[tokio::test]
async fn a_password_policy_is_set_on_verified_managed_domains() {
    let cloud = Cloud::with(20).await;
    let body = json!({"passwordValidityPeriodInDays": 120, "passwordNotificationWindowInDays": 10});
    assert_eq!(
        cloud.patch("/v1.0/domains/fjordlys.example", body.clone()).await.status,
        204
    );
    let domain = cloud.get("/v1.0/domains/fjordlys.example").await.json();
    assert_eq!(domain["passwordValidityPeriodInDays"], 120);
    assert_eq!(
        cloud.patch("/v1.0/domains/havbris.example", body.clone()).await.status,
        400,
        "federated"
    );
    assert_eq!(
        cloud.patch("/v1.0/domains/fjordlys-ny.example", body).await.status,
        400,
        "unverified"
    );
    let never = json!({"passwordValidityPeriodInDays": 2_147_483_647});
    assert_eq!(cloud.patch("/v1.0/domains/fjordlys.example", never).await.status, 204);
    assert_eq!(
        cloud
            .patch(
                "/v1.0/domains/fjordlys.example",
                json!({"passwordValidityPeriodInDays": 5})
            )
            .await
            .status,
        400
    );
    assert_eq!(
        cloud.get("/v1.0/domains/nord.fjordlys.example/rootDomain").await.json()["id"],
        "fjordlys.example"
    );
}

#[tokio::test]
async fn a_batch_answers_each_item_on_its_own() {
    let cloud = Cloud::with(50).await;
    let id = cloud.user(plain)["id"].as_str().unwrap().to_owned();
    let json_header = json!({"Content-Type": "application/json"});
    let body = json!({"requests": [
        {"id": "1", "method": "GET", "url": "/users?$top=1"},
        {"id": "2", "method": "PATCH", "url": format!("/users/{id}"), "headers": json_header, "body": {"usageLocation": "NORGE"}},
        {"id": "3", "method": "POST", "url": format!("/users/{id}/revokeSignInSessions"), "dependsOn": ["2"]},
        {"id": "4", "method": "PATCH", "url": format!("/users/{id}"), "headers": json_header, "body": {"jobTitle": "Sjef"}},
        {"id": "5", "method": "PATCH", "url": format!("/users/{id}"), "body": {"jobTitle": "x"}},
    ]});
    let reply = cloud.post("/v1.0/$batch", body).await;
    assert_eq!(reply.status, 200);
    let reply = reply.json();
    let responses = reply["responses"].as_array().unwrap();
    let status = |id: &str| {
        responses.iter().find(|r| r["id"] == id).unwrap()["status"]
            .as_u64()
            .unwrap()
    };
    assert_eq!(["1", "2", "3", "4", "5"].map(status), [200, 400, 424, 204, 400]);
    assert_ne!(responses[0]["id"], "1", "in any order");
    let many: Vec<Json> = (0..21)
        .map(|i| json!({"id": i.to_string(), "method": "GET", "url": "/me"}))
        .collect();
    assert_eq!(cloud.post("/v1.0/$batch", json!({"requests": many})).await.status, 400);
    assert_eq!(cloud.sim.effects().len(), 1);
}

#[tokio::test]
async fn signing_out_everywhere_moves_the_date() {
    let cloud = Cloud::with(20).await;
    let user = cloud.user(|_| true);
    cloud.sim.advance(Duration::from_secs(10));
    let url = format!("/v1.0/users/{}/revokeSignInSessions", user["id"].as_str().unwrap());
    assert_eq!(cloud.call(Method::POST, &url, &[], None).await.json()["value"], true);
    let after = cloud.user(|u| u["id"] == user["id"]);
    assert!(after["signInSessionsValidFromDateTime"].as_str() > user["signInSessionsValidFromDateTime"].as_str());
}
