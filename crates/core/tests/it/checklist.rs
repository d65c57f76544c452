//! Somebody leaves: several operations that are queued together, all of them or none, and done one after the other.

use crate::life::items;
use crate::outbox::{PASSWORD, member, now, send};
use crate::sync::{rule, synced};
use kontor_core::collections::USERS;
use kontor_core::commands::dispatch;
use kontor_core::operations::Wish;
use kontor_core::outbox::{approve, queue_checklist, replace, undo};
use kontor_model::{Code, Hold, State};
use kontor_sim::{Action, Rule};
use kontor_store::Which;
use kontor_testkit::{House, Recorder};
use serde_json::{Value, json};

fn wish(operation: &str, id: &str, input: Value) -> Wish {
    Wish {
        operation: operation.into(),
        id: id.into(),
        input,
    }
}

fn leaving(id: &str, report: &str) -> Vec<Wish> {
    vec![
        wish("update-user", id, json!({"accountEnabled": false})),
        wish("revoke-sign-in-sessions", id, json!({})),
        wish(
            "reset-password",
            id,
            json!({ "password": PASSWORD, "forceChangePasswordNextSignIn": true }),
        ),
        wish("set-manager", report, json!({ "managerId": null })),
        wish("delete-user", id, json!({})),
    ]
}

/// Somebody in the cloud's own directory who has a report there, and the report.
async fn with_report(house: &House) -> (String, String) {
    let all = items(house, &USERS).await;
    let in_cloud = |id: &str| {
        all.iter().any(|item| {
            item.id == id
                && item
                    .server
                    .get("onPremisesSyncEnabled")
                    .is_none_or(|synced| synced != true)
                && item.server["accountEnabled"] == true
        })
    };
    let leads = |item: &&kontor_store::Item| {
        let manager = item.server.get("manager").and_then(|m| m["id"].as_str());
        manager.is_some_and(in_cloud) && in_cloud(&item.id)
    };
    let report = all.iter().rev().find(leads).unwrap();
    (
        report.server["manager"]["id"].as_str().unwrap().to_owned(),
        report.id.clone(),
    )
}

#[tokio::test]
async fn all_of_them_stand_in_the_outbox_and_what_takes_away_waits_for_the_rest() {
    let house = synced(100).await;
    let (id, report) = with_report(&house).await;
    let session = house.session().await;
    let all = queue_checklist(&session, &id, leaving(&id, &report)).unwrap();
    assert!(all.iter().all(|one| one.checklist == Some(all[0].id)));
    let last = &all[4];
    assert_eq!((last.state, last.hold), (State::Held, Some(Hold::Destructive)));
    let before: Vec<_> = all[..4].iter().map(|one| one.id).collect();
    assert_eq!(last.depends_on, before);
    send(&house).await;
    for one in &all[..4] {
        assert_eq!(now(&house, one).await.state, State::Done, "{}", one.operation);
    }
    assert_eq!(now(&house, last).await.state, State::Held);
    approve(&session, last.id).unwrap();
    send(&house).await;
    assert_eq!(now(&house, last).await.state, State::Done);
    let log = format!("{:?}", session.store.journal_all(None, u32::MAX).unwrap());
    assert!(!log.contains(PASSWORD), "the password is nowhere");
}

#[tokio::test]
async fn an_edited_step_keeps_its_place_in_the_checklist() {
    let house = synced(100).await;
    let (id, report) = with_report(&house).await;
    let session = house.session().await;
    let all = queue_checklist(&session, &id, leaving(&id, &report)).unwrap();
    let other = wish("update-user", &id, json!({"accountEnabled": false, "city": "Bergen"}));
    let edited = replace(&session, all[0].id, other).unwrap();
    assert_eq!(edited.checklist, Some(all[0].id));
    assert!(now(&house, &all[4]).await.depends_on.contains(&edited.id));
}

#[tokio::test]
async fn one_step_that_cannot_be_queued_leaves_nothing_behind() {
    let house = synced(100).await;
    let user = member(&house).await;
    let session = house.session().await;
    for bad in [
        wish(
            "reset-password",
            &user.id,
            json!({"password": "short", "forceChangePasswordNextSignIn": true}),
        ),
        wish("update-domain", "example.org", json!({})),
        wish("update-user", "nobody", json!({"city": "Bergen"})),
    ] {
        let steps = vec![wish("update-user", &user.id, json!({"accountEnabled": false})), bad];
        assert!(queue_checklist(&session, &user.id, steps).is_err());
        assert_eq!(session.store.operations(Which::All).unwrap().len(), 0);
    }
    let refused = queue_checklist(&session, &user.id, Vec::new()).unwrap_err();
    assert_eq!(refused.code, Code::Invalid);
}

#[tokio::test]
async fn a_step_that_was_refused_keeps_back_what_takes_away_and_the_others_are_undone_one_by_one() {
    let house = synced(100).await;
    let (id, report) = with_report(&house).await;
    let refused = Rule {
        status: Some(400),
        ..rule("PATCH /v1.0/users/*", Action::Status)
    };
    house.cloud.lock().await.set_faults(vec![refused]);
    let step = |wish: &Wish| json!({"operation": wish.operation, "id": wish.id, "input": wish.input});
    let steps: Vec<Value> = leaving(&id, &report).iter().map(step).collect();
    let input = json!({"tenant": house.tenant.id, "id": id, "steps": steps});
    let queued = dispatch(&house.kontor, &Recorder::default(), "queue_checklist", input)
        .await
        .unwrap();
    assert_eq!(queued.as_array().unwrap().len(), 5);
    assert!(!queued.to_string().contains(PASSWORD));
    let session = house.session().await;
    let all = session.store.operations(Which::All).unwrap();
    approve(&session, all[4].id).unwrap();
    send(&house).await;
    assert_eq!(now(&house, &all[0]).await.state, State::Failed);
    let kept = now(&house, &all[4]).await;
    assert_eq!((kept.state, kept.hold), (State::Held, Some(Hold::Dependency)));
    let led = now(&house, &all[3]).await;
    assert_eq!(led.state, State::Done, "what does not depend on it went");
    undo(&session, led.id).unwrap();
    house.cloud.lock().await.set_faults(Vec::new());
    send(&house).await;
    let back = items(&house, &USERS)
        .await
        .into_iter()
        .find(|item| item.id == report)
        .unwrap();
    assert_eq!(back.server["manager"]["id"], json!(id));
}
