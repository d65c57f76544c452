//! Who has registered, as the list of users knows it: the report's word for the user of the same id, and unknown apart from no.

use crate::life::{create, items};
use crate::outbox::{now, send};
use crate::sync::{run, synced};
use kontor_core::collections::{COLLECTIONS, REGISTRATION_DETAILS};
use kontor_core::commands::dispatch;
use kontor_sim::Rights;
use kontor_testkit::{House, Recorder};
use serde_json::{Value, json};
use std::time::Duration;

/// The users that the list finds by this filter.
async fn found(house: &House, collection: &str, column: &str, value: &str) -> Vec<Value> {
    let input =
        json!({"tenant": house.tenant.id, "collection": collection, "filters": {column: [value]}, "limit": 1000});
    let page = dispatch(&house.kontor, &Recorder::default(), "list", input)
        .await
        .unwrap();
    let items = page["items"].as_array().unwrap().clone();
    assert_eq!(page["total"], items.len());
    items
}

async fn show(house: &House, id: &str) -> Value {
    let input = json!({"tenant": house.tenant.id, "collection": "users", "id": id});
    dispatch(&house.kontor, &Recorder::default(), "show", input)
        .await
        .unwrap()
}

#[tokio::test]
async fn a_filter_finds_the_users_of_whom_the_report_says_so_and_each_row_says_it_too() {
    let house = synced(200).await;
    let report = items(&house, &REGISTRATION_DETAILS).await;
    for (column, field) in [("mfa", "isMfaRegistered"), ("own_reset", "isSsprCapable")] {
        for (value, wanted) in [("1", true), ("0", false)] {
            let of: Vec<_> = report.iter().filter(|line| line.server[field] == wanted).collect();
            let users = found(&house, "users", column, value).await;
            assert!(!users.is_empty(), "{column} {value}");
            assert_eq!(users.len(), of.len(), "{column} {value}");
            for user in &users {
                assert!(of.iter().any(|line| user["id"] == *line.id));
                assert_eq!(user["row"][field], wanted);
            }
            let guests = found(&house, "guest-users", column, value).await;
            assert!(guests.iter().all(|guest| guest["row"][field] == wanted));
        }
    }
    let shown = show(&house, &report[0].id).await;
    assert_eq!(shown["row"]["isMfaRegistered"], report[0].server["isMfaRegistered"]);
    assert!(
        shown["object"].get("isMfaRegistered").is_none(),
        "no property of Graph's users"
    );
}

#[tokio::test]
async fn whoever_is_newer_than_the_report_is_unknown_until_it_names_them() {
    let house = synced(100).await;
    let unknown = found(&house, "users", "mfa", "").await.len();
    let made = create(&house, "ny.bruker").await;
    send(&house).await;
    let id = now(&house, &made).await.target.id;
    assert_eq!(show(&house, &id).await["row"]["isMfaRegistered"], Value::Null);
    assert_eq!(found(&house, "users", "mfa", "").await.len(), unknown + 1);
    house.pass(Duration::from_secs(86_400)).await;
    run(&house, false).await;
    let line = items(&house, &REGISTRATION_DETAILS).await;
    let line = line.iter().find(|line| line.id == id).unwrap();
    assert_eq!(
        show(&house, &id).await["row"]["isMfaRegistered"],
        line.server["isMfaRegistered"]
    );
    assert_eq!(found(&house, "users", "mfa", "").await.len(), unknown);
}

#[tokio::test]
async fn without_the_scope_nobody_is_said_not_to_have_registered() {
    let house = House::new(100).await;
    {
        let cloud = house.cloud.lock().await;
        let others = COLLECTIONS
            .iter()
            .filter_map(|one| one.scope)
            .filter(|scope| *scope != "AuditLog.Read.All");
        let rights = Rights {
            scopes: Some(others.map(str::to_owned).collect()),
            roles: vec!["Global Administrator".to_owned()],
        };
        cloud.set_rights(&cloud.token(), rights).unwrap();
    }
    run(&house, false).await;
    assert_eq!(found(&house, "users", "mfa", "").await.len(), 100);
    assert_eq!(found(&house, "users", "own_reset", "0").await.len(), 0);
}
