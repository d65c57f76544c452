//! Groups: their licences, who has them by which group, and what is done with both.

use crate::life::{items, writes};
use crate::outbox::{ask, now, send};
use crate::sync::{rule, run, synced};
use kontor_core::collections::{GROUPS, USERS};
use kontor_core::commands::dispatch;
use kontor_core::outbox::undo;
use kontor_model::{Code, EvidenceKind, State};
use kontor_sim::{Action, Rights, Rule};
use kontor_testkit::{House, Recorder};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::time::Duration;

/// Of which there are many.
const FLOW: &str = "f30db892-07e9-47e9-837c-80727f46fd3d";

/// What a command of the window gives.
async fn command(house: &House, name: &str, mut input: Value) -> Value {
    input["tenant"] = json!(house.session().await.tenant.id);
    dispatch(&house.kontor, &Recorder::default(), name, input)
        .await
        .unwrap()
}

async fn group(house: &House, wanted: impl Fn(&Value) -> bool) -> Value {
    let groups = house.cloud.lock().await.groups_json();
    groups.into_iter().find(|group| wanted(group)).expect("such a group")
}

/// One that anybody who manages groups can change.
fn is_open(group: &Value) -> bool {
    let set = ["membershipRule", "onPremisesSyncEnabled", "isAssignableToRole"];
    set.iter().all(|name| group[*name].is_null()) && group["securityEnabled"] == true
}

fn id(object: &Value) -> &str {
    object["id"].as_str().unwrap()
}

/// The ids of the users that a filter finds.
async fn found(house: &House, column: &str, value: &str) -> BTreeSet<String> {
    let input = json!({"collection": "users", "filters": {column: [value]}, "limit": 1000});
    let page = command(house, "list", input).await;
    let items = page["items"].as_array().unwrap();
    assert_eq!(page["total"], items.len());
    items.iter().map(|item| id(item).to_owned()).collect()
}

/// The same by what the cloud says of each user.
async fn truth(house: &House, wanted: impl Fn(&Value) -> bool) -> BTreeSet<String> {
    let users = house.cloud.lock().await.users_json();
    let has = |user: &&Value| user["licenseAssignmentStates"].as_array().unwrap().iter().any(&wanted);
    users.iter().filter(has).map(|user| id(user).to_owned()).collect()
}

#[tokio::test]
async fn who_has_a_licence_and_how_is_found_by_product_by_group_and_by_error() {
    let house = synced(150).await;
    let licensed = group(&house, |g| g["onPremisesSyncEnabled"] == true).await;
    let (gid, sku) = (
        id(&licensed),
        licensed["assignedLicenses"][0]["skuId"].as_str().unwrap(),
    );
    let by_group = truth(&house, |state| state["assignedByGroup"] == *gid).await;
    assert_eq!(found(&house, "license_group", gid).await, by_group);
    let failed = truth(&house, |state| {
        state["assignedByGroup"] == *gid && state["error"] != "None"
    })
    .await;
    assert!(!failed.is_empty() && failed.len() < by_group.len());
    assert_eq!(found(&house, "license_group", &format!("{gid}/error")).await, failed);
    let of = |group: bool| {
        move |state: &Value| {
            state["skuId"] == *sku && state["state"] == "Active" && state["assignedByGroup"].is_null() != group
        }
    };
    for (value, expected) in [
        (
            sku.to_owned(),
            truth(&house, |state| state["skuId"] == *sku && state["state"] == "Active").await,
        ),
        (format!("{sku}/direct"), truth(&house, of(false)).await),
        (format!("{sku}/group"), truth(&house, of(true)).await),
        (
            format!("{sku}/error"),
            truth(&house, |state| state["skuId"] == *sku && state["state"] == "Error").await,
        ),
    ] {
        assert!(!expected.is_empty(), "{value}");
        assert_eq!(found(&house, "license", &value).await, expected, "{value}");
    }
    let one = failed.first().unwrap();
    let shown = command(&house, "show", json!({"collection": "users", "id": one})).await;
    let failed = &shown["row"]["failedLicenses"][0];
    assert_eq!(
        (&failed["assignedByGroup"], &failed["error"]),
        (&json!(gid), &json!("CountViolation"))
    );
    assert!(
        shown["row"]["licenses"]
            .as_array()
            .unwrap()
            .iter()
            .all(|one| one["skuId"] != *sku)
    );
    let counted = command(
        &house,
        "tally",
        json!({"collection": "users", "column": "license_group"}),
    )
    .await;
    let count = counted
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["value"] == *gid)
        .unwrap();
    assert_eq!(count["count"], by_group.len());
}

#[tokio::test]
async fn a_groups_licences_are_seen_at_the_group_and_later_at_its_members_and_taken_back() {
    let house = synced(100).await;
    let admins = group(&house, |g| g["isAssignableToRole"] == true).await;
    // Who has it in another way too has nothing new that delta would tell of.
    let (gid, member) = (id(&admins), admins["members"][1].as_str().unwrap());
    let give = ask(&house, "assign-group-licenses", gid, json!({"addLicenses": [FLOW]})).await;
    let pending = command(&house, "show", json!({"collection": "groups", "id": gid})).await;
    assert_eq!(
        pending["row"]["licenses"][0]["skuId"], FLOW,
        "laid over the mirror at once"
    );
    send(&house).await;
    let done = now(&house, &give).await;
    assert_eq!(
        (done.state, done.evidence.unwrap().kind),
        (State::Done, EvidenceKind::Seen)
    );
    assert!(
        !found(&house, "license_group", gid).await.contains(member),
        "Microsoft is not there yet"
    );
    house.pass(Duration::from_secs(600)).await;
    run(&house, false).await;
    assert!(found(&house, "license_group", gid).await.contains(member));

    undo(&*house.session().await, give.id).unwrap();
    house.pass(Duration::from_secs(60)).await;
    send(&house).await;
    house.pass(Duration::from_secs(600)).await;
    run(&house, false).await;
    assert_eq!(found(&house, "license_group", gid).await, BTreeSet::new());
    assert_eq!(writes(&house).await.len(), 2);
    let group = group(&house, |g| g["id"] == *gid).await;
    assert_eq!(group["assignedLicenses"], json!([]));
}

#[tokio::test]
async fn somebody_is_added_once_whatever_becomes_of_the_answer_and_removed_again() {
    let house = synced(100).await;
    let open = group(&house, is_open).await;
    let inside: Vec<String> = serde_json::from_value(open["members"].clone()).unwrap();
    let users = items(&house, &USERS).await;
    let outside = users
        .iter()
        .map(|user| user.id.clone())
        .find(|id| !inside.contains(id))
        .unwrap();
    let is_in = async || {
        let group = group(&house, |g| g["id"] == open["id"]).await;
        group["members"].as_array().unwrap().contains(&json!(outside))
    };
    let input = json!({"memberId": outside});
    for applied in [true, false] {
        let lost = Rule {
            applied,
            times: Some(1),
            ..rule("POST /v1.0/groups/*/members/$ref", Action::Reset)
        };
        house.cloud.lock().await.set_faults(vec![lost]);
        let add = ask(&house, "add-group-member", id(&open), input.clone()).await;
        send(&house).await;
        let add = now(&house, &add).await;
        assert_eq!(
            (add.state, add.attempts),
            (State::Done, if applied { 1 } else { 2 }),
            "{add:#?}"
        );
        assert!(is_in().await);
        assert!(
            items(&house, &GROUPS).await.iter().any(|item| item.id == id(&open)),
            "the group stays"
        );

        house.pass(Duration::from_secs(600)).await;
        let back = undo(&*house.session().await, add.id).unwrap();
        assert_eq!(back.operation, "remove-group-member");
        house.pass(Duration::from_secs(60)).await;
        send(&house).await;
        assert_eq!(now(&house, &back).await.state, State::Done);
        assert!(!is_in().await);
        assert!(
            items(&house, &GROUPS).await.iter().any(|item| item.id == id(&open)),
            "the group stays"
        );
        house.pass(Duration::from_secs(600)).await;
    }
    assert_eq!(writes(&house).await.len(), 4);
    assert!(
        items(&house, &USERS).await.iter().any(|user| user.id == outside),
        "the user stays"
    );

    // Who is in it already is in it.
    let again = ask(&house, "add-group-member", id(&open), json!({"memberId": inside[0]})).await;
    send(&house).await;
    assert_eq!(
        now(&house, &again).await.evidence.unwrap().kind,
        EvidenceKind::AlreadySo
    );
    assert!(
        undo(&*house.session().await, again.id).is_err(),
        "who was there before is not taken out by undoing nothing"
    );
}

#[tokio::test]
async fn a_rule_and_the_premises_decide_on_members_before_anything_is_queued() {
    let house = synced(100).await;
    let user = items(&house, &USERS).await[0].id.clone();
    for wanted in ["membershipRule", "onPremisesSyncEnabled"] {
        let group = group(&house, |g| !g[wanted].is_null()).await;
        for operation in ["add-group-member", "remove-group-member"] {
            let wish = kontor_core::operations::Wish {
                operation: operation.to_owned(),
                id: id(&group).to_owned(),
                input: json!({"memberId": user}),
            };
            let refused = kontor_core::outbox::queue(&*house.session().await, wish).unwrap_err();
            assert_eq!(
                (refused.code, refused.field.as_deref()),
                (Code::Invalid, Some("memberId"))
            );
        }
    }
}

#[tokio::test]
async fn what_a_group_could_not_give_is_given_when_it_is_processed_again() {
    let house = synced(100).await;
    let short = truth(&house, |state| state["error"] == "CountViolation").await;
    let user = short.first().unwrap();
    let again = ask(&house, "reprocess-license-assignment", user, json!({})).await;
    send(&house).await;
    assert_eq!(now(&house, &again).await.state, State::Done);
    let shown = command(&house, "show", json!({"collection": "users", "id": user})).await;
    assert_eq!(
        shown["row"]["failedLicenses"],
        json!([]),
        "what no delta round tells of is read at once"
    );
}

#[tokio::test]
async fn what_delta_leaves_out_of_groups_a_daily_sweep_finds_and_a_refused_scope_hurts_groups_alone() {
    let house = synced(100).await;
    // The write is told by the next round, and not by a later one with what came after it.
    house.cloud.lock().await.set_lag(Duration::ZERO);
    let admins = group(&house, |g| g["isAssignableToRole"] == true).await;
    let give = ask(
        &house,
        "assign-group-licenses",
        id(&admins),
        json!({"addLicenses": [FLOW]}),
    )
    .await;
    send(&house).await;
    assert_eq!(now(&house, &give).await.state, State::Done);
    let processing = async || {
        let shown = command(&house, "show", json!({"collection": "groups", "id": id(&admins)})).await;
        shown["row"]["processing"].clone()
    };
    run(&house, false).await;
    assert_eq!(processing().await, "QueuedForProcessing");
    house.pass(Duration::from_secs(3600)).await;
    run(&house, false).await;
    assert_eq!(processing().await, "QueuedForProcessing", "no round tells");
    house.pass(Duration::from_secs(86_400)).await;
    run(&house, false).await;
    assert_eq!(processing().await, "ProcessingComplete");

    {
        let cloud = house.cloud.lock().await;
        let scopes = vec!["User.Read.All".to_owned(), "LicenseAssignment.Read.All".to_owned()];
        let rights = Rights {
            scopes: Some(scopes),
            roles: vec!["Global Administrator".to_owned()],
        };
        cloud.set_rights(&cloud.token(), rights).unwrap();
    }
    let outcome = run(&house, true).await;
    let of = |name: &str| {
        outcome
            .collections
            .iter()
            .find(|(one, _)| *one == name)
            .unwrap()
            .1
            .as_ref()
    };
    assert_eq!(of("groups").unwrap_err().code, Code::Denied);
    assert!(of("users").is_ok());
}
