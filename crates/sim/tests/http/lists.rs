//! Lists: which properties, which pages, which queries are refused.

use std::collections::HashSet;

use reqwest::Method;

use crate::Cloud;

#[tokio::test]
async fn a_user_has_eleven_properties_unless_more_are_selected() {
    let cloud = Cloud::with(120).await;
    let page = cloud.get("/v1.0/users").await.json();
    assert_eq!(page["value"].as_array().unwrap().len(), 100);
    assert_eq!(page["value"][0].as_object().unwrap().len(), 11);
    let page = cloud.get("/v1.0/users?$select=accountEnabled&$top=3").await.json();
    let names: Vec<&String> = page["value"][0].as_object().unwrap().keys().collect();
    assert_eq!(names, ["accountEnabled", "id"]);
    assert_eq!(cloud.get("/v1.0/users?$select=nonsense").await.status, 400);
    assert_eq!(cloud.get("/v1.0/users?$select=id,aboutMe").await.status, 501);
    assert_eq!(cloud.get("/v1.0/users?$top=1000").await.status, 400);
}

#[tokio::test]
async fn pages_give_everybody_once_some_of_them_empty() {
    let cloud = Cloud::with(700).await;
    let (users, sizes, _) = cloud.walk("/v1.0/users?$top=20&$select=id,userPrincipalName").await;
    let ids: HashSet<&str> = users.iter().map(|u| u["id"].as_str().unwrap()).collect();
    assert_eq!((users.len(), ids.len()), (700, 700));
    assert!(sizes.contains(&0), "an empty page with a link: {sizes:?}");
    let guests = users
        .iter()
        .filter(|u| u["userPrincipalName"].as_str().unwrap().contains("#EXT#"))
        .count();
    assert!((40..=80).contains(&guests), "{guests}");
    assert_eq!(
        cloud.get("/v1.0/users?$skiptoken=abcd").await.code(),
        "DirectoryPageTokenNotFoundException"
    );
}

#[tokio::test]
async fn every_property_is_served_as_the_server_holds_it() {
    let cloud = Cloud::with(150).await;
    let truth = cloud.sim.users_json();
    let all: Vec<&str> = truth[0]
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        // What is read apart: a licence of its own, and a relation.
        .filter(|n| !["signInActivity", "manager"].contains(n))
        .collect();
    let (served, _, _) = cloud
        .walk(&format!("/v1.0/users?$top=999&$select={}", all.join(",")))
        .await;
    assert_eq!(served.len(), truth.len());
    for (mine, theirs) in truth.iter().zip(&served) {
        for name in &all {
            assert_eq!(mine[name], theirs[name], "{name}");
        }
    }
}

#[tokio::test]
async fn filters_select_and_advanced_ones_need_their_header() {
    let cloud = Cloud::with(200).await;
    let (guests, _, _) = cloud
        .walk("/v1.0/users?$filter=userType eq 'Guest'&$select=userType")
        .await;
    assert!(!guests.is_empty() && guests.iter().all(|g| g["userType"] == "Guest"));
    let (off, _, _) = cloud
        .walk("/v1.0/users?$filter=accountEnabled eq false and userType eq 'Member'&$select=accountEnabled")
        .await;
    assert!(!off.is_empty() && off.iter().all(|u| u["accountEnabled"] == false));
    for query in [
        "$filter=userType ne 'Guest'",
        "$filter=not(userType eq 'Guest')",
        "$filter=endsWith(mail,'.example')",
        "$search=\"displayName:berg\"",
        "$filter=accountEnabled eq true&$orderby=displayName",
        "$count=true",
    ] {
        let target = format!("/v1.0/users?{query}");
        assert_eq!(cloud.get(&target).await.code(), "Request_UnsupportedQuery", "{query}");
        let counted = if query.contains("$count") {
            target
        } else {
            format!("{target}&$count=true")
        };
        let reply = cloud
            .call(Method::GET, &counted, &[("consistencylevel", "eventual")], None)
            .await;
        assert_eq!(reply.status, 200, "{query}");
        assert!(reply.json()["@odata.count"].as_u64().unwrap() > 0, "{query}");
    }
    assert_eq!(cloud.get("/v1.0/users?$filter=nonsense eq 1").await.status, 400);
    assert_eq!(cloud.get("/v1.0/users?$filter=displayName eq").await.status, 400);
}

#[tokio::test]
async fn the_count_stands_on_the_first_page_only() {
    let cloud = Cloud::with(200).await;
    let eventual = [("consistencylevel", "eventual")];
    let first = cloud
        .call(Method::GET, "/v1.0/users?$count=true&$top=50", &eventual, None)
        .await
        .json();
    assert_eq!(first["@odata.count"], 200);
    let next = first["@odata.nextLink"].as_str().unwrap();
    assert!(next.starts_with(&cloud.base));
    assert!(
        cloud
            .call(Method::GET, next, &eventual, None)
            .await
            .json()
            .get("@odata.count")
            .is_none()
    );
    let count = cloud.call(Method::GET, "/v1.0/users/$count", &eventual, None).await;
    assert_eq!(
        (count.header("content-type"), count.bytes.as_slice()),
        ("text/plain", b"200".as_slice())
    );
}

#[tokio::test]
async fn sign_in_activity_makes_pages_smaller_and_stands_alone_in_filters() {
    let cloud = Cloud::with(600).await;
    let page = cloud.get("/v1.0/users?$select=id,signInActivity&$top=999").await.json();
    assert_eq!(page["value"].as_array().unwrap().len(), 500);
    assert!(
        page["value"]
            .as_array()
            .unwrap()
            .iter()
            .any(|u| u.get("signInActivity").is_none()),
        "some never signed in"
    );
    let both =
        "/v1.0/users?$filter=signInActivity/lastSignInDateTime le 2026-01-01T00:00:00Z and accountEnabled eq true";
    assert_eq!(cloud.get(both).await.code(), "Request_UnsupportedQuery");
}

#[tokio::test]
async fn one_user_by_id_and_by_name() {
    let cloud = Cloud::with(100).await;
    let guest = cloud.user(|u| u["userType"] == "Guest");
    let upn = guest["userPrincipalName"].as_str().unwrap().replace('#', "%23");
    assert_eq!(cloud.get(&format!("/v1.0/users/{upn}")).await.json()["id"], guest["id"]);
    assert_eq!(
        cloud.get(&format!("/v1.0/users('{upn}')")).await.json()["id"],
        guest["id"]
    );
    let id = guest["id"].as_str().unwrap().to_uppercase();
    assert_eq!(cloud.get(&format!("/v1.0/users/{id}")).await.json()["id"], guest["id"]);
    let missing = cloud.get("/v1.0/users/00000000-0000-0000-0000-000000000000").await;
    assert_eq!(
        (missing.status.as_u16(), missing.code().as_str()),
        (404, "Request_ResourceNotFound")
    );
    assert!(missing.json()["error"]["innerError"]["request-id"].is_string());
}

#[tokio::test]
async fn every_collection_has_something_from_a_hundred_users_on_whatever_the_seed() {
    for seed in 1..9 {
        let sim = kontor_sim::start(kontor_sim::Options {
            users: 100,
            seed,
            ..Default::default()
        })
        .await
        .unwrap();
        let (base, token) = (sim.endpoints().graph, sim.token());
        let mut cloud = Cloud::with(1).await;
        (cloud.sim, cloud.base, cloud.token) = (sim, base, token);
        for path in [
            "users?$filter=userType eq 'Guest'",
            "users?$filter=onPremisesSyncEnabled eq true",
            "users?$filter=accountEnabled eq false",
            "directory/deletedItems/microsoft.graph.user",
            "directory/subscriptions",
            "directory/onPremisesSynchronization",
            "subscribedSkus",
            "organization",
            "domains",
            "groups",
            "directoryRoles",
            "roleManagement/directory/roleAssignments",
        ] {
            let (items, _, _) = cloud.walk(&format!("/v1.0/{path}")).await;
            assert!(!items.is_empty(), "seed {seed}: {path}");
        }
        let (groups, _, _) = cloud.walk("/v1.0/groups").await;
        for group in groups {
            let id = group["id"].as_str().unwrap();
            assert!(
                !cloud.walk(&format!("/v1.0/groups/{id}/members")).await.0.is_empty(),
                "seed {seed}: {group}"
            );
        }
        let (skus, _, _) = cloud.walk("/v1.0/subscribedSkus").await;
        assert!(
            skus.iter().all(|s| s["consumedUnits"].as_u64().unwrap() > 0),
            "seed {seed}"
        );
        let users = cloud.sim.users_json();
        for sku in &skus {
            let held = |u: &&serde_json::Value| {
                u["assignedLicenses"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .any(|l| l["skuId"] == sku["skuId"])
            };
            assert_eq!(
                sku["consumedUnits"],
                users.iter().filter(held).count(),
                "{}",
                sku["skuPartNumber"]
            );
        }
    }
}

#[tokio::test]
async fn unknown_segments_and_missing_tokens_are_refused_as_graph_does() {
    let cloud = Cloud::with(10).await;
    let reply = cloud.get("/v1.0/nonsense").await;
    assert_eq!(
        reply.json()["error"]["message"],
        "Resource not found for the segment 'nonsense'."
    );
    let reply = cloud
        .call(Method::GET, "/v1.0/users", &[("authorization", "Bearer x")], None)
        .await;
    assert_eq!(
        (reply.status.as_u16(), reply.code().as_str()),
        (401, "InvalidAuthenticationToken")
    );
    let reply = cloud
        .call(Method::GET, "/v1.0/users", &[("client-request-id", "abc")], None)
        .await;
    assert_eq!(reply.header("client-request-id"), "abc");
    assert!(!reply.header("request-id").is_empty());
}
