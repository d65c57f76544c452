//! Groups: delta with members, licences that reach the members after a while or do not, and who may be a member.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use kontor_sim::Rights;
use reqwest::Method;
use serde_json::{Value as Json, json};

use crate::{Cloud, plain};

const SELECT: &str = "$select=id,displayName,groupTypes,membershipRule,onPremisesSyncEnabled,isAssignableToRole,\
                      assignedLicenses,licenseProcessingState,members";
/// Of which there are many.
const FLOW: &str = "f30db892-07e9-47e9-837c-80727f46fd3d";

fn group(cloud: &Cloud, wanted: impl Fn(&Json) -> bool) -> Json {
    cloud
        .sim
        .groups_json()
        .into_iter()
        .find(|g| wanted(g))
        .expect("such a group")
}

/// A security group that anybody who manages groups can change.
fn open(group: &Json) -> bool {
    group["membershipRule"].is_null()
        && group["onPremisesSyncEnabled"].is_null()
        && group["isAssignableToRole"].is_null()
}

fn at(group: &Json, below: &str) -> String {
    format!("/v1.0/groups/{}{below}", group["id"].as_str().unwrap())
}

fn link(user: &Json) -> Json {
    let id = user["id"].as_str().unwrap();
    json!({"@odata.id": format!("https://graph.microsoft.com/v1.0/directoryObjects/{id}")})
}

type Copy = BTreeMap<String, (Json, BTreeSet<String>)>;

/// A client's copy: properties are merged, members come and go.
async fn apply(cloud: &Cloud, copy: &mut Copy, link: &str) -> String {
    let (items, _, last) = cloud.walk(link).await;
    for item in items {
        let (properties, members) = copy.entry(item["id"].as_str().unwrap().to_owned()).or_default();
        for member in item["members@delta"].as_array().into_iter().flatten() {
            let id = member["id"].as_str().unwrap().to_owned();
            match member.get("@removed") {
                None => members.insert(id),
                Some(_) => members.remove(&id),
            };
        }
        for (name, value) in item.as_object().unwrap() {
            properties[name] = value.clone();
        }
    }
    last["@odata.deltaLink"].as_str().expect("a delta link").to_owned()
}

#[tokio::test]
async fn rounds_lead_to_the_groups_and_members_that_there_are() {
    let cloud = Cloud::with(1500).await;
    let mut copy = Copy::new();
    let next = apply(&cloud, &mut copy, &format!("/v1.0/groups/delta?{SELECT}")).await;
    let same = |copy: &Copy| {
        for group in cloud.sim.groups_json() {
            let (properties, members) = &copy[group["id"].as_str().unwrap()];
            let truth: BTreeSet<String> = serde_json::from_value(group["members"].clone()).unwrap();
            assert_eq!(*members, truth, "{}", group["displayName"]);
            for name in [
                "assignedLicenses",
                "displayName",
                "membershipRule",
                "onPremisesSyncEnabled",
            ] {
                assert_eq!(properties[name], group[name]);
            }
        }
    };
    same(&copy);
    let one = group(&cloud, |g| {
        open(g) && g["members"].as_array().is_some_and(|m| m.len() > 3)
    });
    let outside = cloud.user(|u| plain(u) && !one["members"].as_array().unwrap().contains(&u["id"]));
    assert_eq!(cloud.post(&at(&one, "/members/$ref"), link(&outside)).await.status, 204);
    let gone = at(&one, &format!("/members/{}/$ref", one["members"][0].as_str().unwrap()));
    assert_eq!(cloud.call(Method::DELETE, &gone, &[], None).await.status, 204);
    let give = json!({"addLicenses": [{"skuId": FLOW, "disabledPlans": []}], "removeLicenses": []});
    assert_eq!(cloud.post(&at(&one, "/assignLicense"), give).await.status, 202);
    let next = apply(&cloud, &mut copy, &next).await;
    same(&copy);
    // How far the licensing service is, no round tells.
    cloud.sim.advance(Duration::from_secs(60));
    assert!(cloud.walk(&next).await.0.is_empty());
}

#[tokio::test]
async fn what_a_group_has_reaches_its_members_after_a_while_or_says_why_not() {
    let cloud = Cloud::with(200).await;
    let admins = group(&cloud, |g| g["isAssignableToRole"] == true);
    let users: Vec<Json> = admins["members"].as_array().unwrap().clone();
    let user = |id: &Json| cloud.user(|u| u["id"] == *id);
    let barred = format!("/v1.0/users/{}", users[1].as_str().unwrap());
    assert_eq!(cloud.patch(&barred, json!({"usageLocation": "KP"})).await.status, 204);
    let give = json!({"addLicenses": [{"skuId": FLOW, "disabledPlans": []}], "removeLicenses": []});
    let reply = cloud.post(&at(&admins, "/assignLicense"), give).await;
    assert_eq!(
        (reply.status.as_u16(), reply.json()["id"].clone()),
        (202, admins["id"].clone())
    );
    let state = |cloud: &Cloud| group(cloud, |g| g["id"] == admins["id"])["licenseProcessingState"]["state"].clone();
    assert_eq!(state(&cloud), "QueuedForProcessing");
    let by_group = |user: &Json| {
        let mut states = user["licenseAssignmentStates"].as_array().unwrap().iter();
        states.find(|one| one["assignedByGroup"] == admins["id"]).cloned()
    };
    assert_eq!(by_group(&user(&users[0])), None);
    cloud.sim.advance(Duration::from_secs(60));
    assert_eq!(state(&cloud), "ProcessingComplete");
    assert_eq!(by_group(&user(&users[0])).unwrap()["state"], "Active");
    assert_eq!(
        by_group(&user(&users[1])).unwrap()["error"],
        "ProhibitedInUsageLocationViolation"
    );
    let (bad, _, _) = cloud.walk(&at(&admins, "/membersWithLicenseErrors")).await;
    assert_eq!(bad.iter().map(|one| &one["id"]).collect::<Vec<_>>(), [&users[1]]);

    // In its place again, it is given when somebody asks for it.
    assert_eq!(cloud.patch(&barred, json!({"usageLocation": "NO"})).await.status, 204);
    assert_eq!(
        cloud
            .post(&format!("{barred}/reprocessLicenseAssignment"), Json::Null)
            .await
            .status,
        200
    );
    assert_eq!(by_group(&user(&users[1])).unwrap()["state"], "Active");

    let take = json!({"addLicenses": [], "removeLicenses": [FLOW]});
    assert_eq!(
        cloud.post(&at(&admins, "/assignLicense"), take.clone()).await.status,
        202
    );
    assert_eq!(cloud.post(&at(&admins, "/assignLicense"), take).await.status, 400);
    cloud.sim.advance(Duration::from_secs(60));
    assert_eq!((by_group(&user(&users[0])), state(&cloud)), (None, Json::Null));
}

#[tokio::test]
async fn some_members_are_seeded_without_the_licence_that_their_group_has_and_get_it_when_asked() {
    let cloud = Cloud::with(100).await;
    let short = |u: &Json| {
        u["licenseAssignmentStates"]
            .as_array()
            .unwrap()
            .iter()
            .any(|one| one["error"] == "CountViolation")
    };
    let user = cloud.user(short);
    let path = format!(
        "/v1.0/users/{}/reprocessLicenseAssignment",
        user["id"].as_str().unwrap()
    );
    assert_eq!(cloud.post(&path, Json::Null).await.status, 200);
    assert!(!short(&cloud.user(|u| u["id"] == user["id"])));
}

#[tokio::test]
async fn who_is_a_member_is_refused_where_a_rule_or_the_premises_decide_and_twice() {
    let cloud = Cloud::with(150).await;
    let open = group(&cloud, |g| open(g) && !g["members"].as_array().unwrap().is_empty());
    let member = json!({"id": open["members"][0]});
    let status = async |group: &Json| {
        cloud
            .post(&at(group, "/members/$ref"), link(&member))
            .await
            .status
            .as_u16()
    };
    assert_eq!(status(&open).await, 400, "a member already");
    assert_eq!(status(&group(&cloud, |g| !g["membershipRule"].is_null())).await, 403);
    assert_eq!(
        status(&group(&cloud, |g| g["onPremisesSyncEnabled"] == true)).await,
        400
    );
    let stranger = cloud.user(|u| !open["members"].as_array().unwrap().contains(&u["id"]));
    let of = |user: &Json| at(&open, &format!("/members/{}/$ref", user["id"].as_str().unwrap()));
    assert_eq!(cloud.call(Method::DELETE, &of(&stranger), &[], None).await.status, 404);
    let seen = |user: &Json| {
        format!(
            "/v1.0/users/{}/memberOf/{}?$select=id",
            user["id"].as_str().unwrap(),
            open["id"].as_str().unwrap()
        )
    };
    let (without, within) = (cloud.get(&seen(&stranger)).await, cloud.get(&seen(&member)).await);
    assert_eq!(
        (without.status.as_u16(), without.code().as_str()),
        (404, "Request_ResourceNotFound")
    );
    assert_eq!((within.status.as_u16(), &within.json()["id"]), (200, &open["id"]));
    // Without the `/$ref` it is no call of this kind.
    let bare = of(&member).replace("/$ref", "");
    assert_eq!(cloud.call(Method::DELETE, &bare, &[], None).await.status, 405);
    assert!(cloud.sim.effects().is_empty());
}

#[tokio::test]
async fn a_group_that_roles_can_be_given_to_is_changed_by_few() {
    let cloud = Cloud::with(150).await;
    let admins = group(&cloud, |g| g["isAssignableToRole"] == true);
    let stranger = cloud.user(|u| plain(u) && !admins["members"].as_array().unwrap().contains(&u["id"]));
    let as_role = async |role: &str| {
        let rights = Rights {
            scopes: None,
            roles: vec![role.to_owned()],
        };
        let token = format!("Bearer {}", cloud.sim.add_account(rights).unwrap());
        let headers = [("authorization", token.as_str())];
        let reply = cloud
            .call(
                Method::POST,
                &at(&admins, "/members/$ref"),
                &headers,
                Some(link(&stranger)),
            )
            .await;
        reply.status.as_u16()
    };
    assert_eq!(as_role("Groups Administrator").await, 403);
    assert_eq!(as_role("Privileged Role Administrator").await, 204);
}
