//! What is known of one person: every field that can be written, and who the manager is.

use crate::another::another_admin;
use crate::life::items;
use crate::outbox::{ask, member, now, send};
use crate::sync::{mirrored, run, synced};
use kontor_core::collections::USERS;
use kontor_core::outbox::{CopyFormat, copy_as, undo};
use kontor_model::{EvidenceKind, State};
use kontor_sim::{Action, Rule};
use kontor_store::{Cell, Filter, Item, Query};
use kontor_testkit::House;
use serde_json::{Value, json};
use std::time::Duration;

/// Who the mirror says the manager is, as it stands and as the outbox makes it.
async fn manager(house: &House, id: &str) -> (Value, Value) {
    let item = items(house, &USERS)
        .await
        .into_iter()
        .find(|item| item.id == id)
        .unwrap();
    let of = |object: &kontor_model::Object| object.get("manager").map(|m| m["id"].clone()).unwrap_or_default();
    (of(&item.server), of(&item.object))
}

/// Somebody else who could be the manager.
async fn colleague(house: &House, of: &Item) -> Item {
    let all = items(house, &USERS).await;
    let known = of.server.get("manager").map(|m| m["id"].clone());
    all.into_iter()
        .find(|item| item.id != of.id && known != Some(json!(item.id)) && item.server["userType"] == "Member")
        .unwrap()
}

#[tokio::test]
async fn every_field_that_microsoft_takes_is_written_and_taken_back() {
    let house = synced(100).await;
    let user = member(&house).await;
    let wish = json!({"employeeId": "4711", "employeeType": "Vikar", "employeeHireDate": "2026-01-31T00:00:00Z",
        "streetAddress": "Kaien 1", "state": "Vestland", "postalCode": "5003", "country": "Norge", "faxNumber": "55 00 00 00",
        "otherMails": ["privat@example.org"], "ageGroup": "Adult", "consentProvidedForMinor": "NotRequired",
        "mailNickname": "nytt.navn", "userType": "Guest"});
    let asked = ask(&house, "update-user", &user.id, wish.clone()).await;
    send(&house).await;
    let done = now(&house, &asked).await;
    assert_eq!((done.state, done.changes.len()), (State::Done, 13), "{done:#?}");
    let stands = |mirror: &kontor_model::Object| {
        wish.as_object()
            .unwrap()
            .iter()
            .all(|(name, value)| &mirror[name] == value)
    };
    assert!(stands(&mirrored(&house).await[&user.id]));
    run(&house, true).await;
    assert!(stands(&mirrored(&house).await[&user.id]), "the server says the same");

    undo(&*house.session().await, asked.id).unwrap();
    send(&house).await;
    run(&house, true).await;
    let back = &mirrored(&house).await[&user.id];
    for name in wish.as_object().unwrap().keys() {
        let was = user.server.get(name).cloned().unwrap_or_default();
        assert_eq!(back.get(name).cloned().unwrap_or_default(), was, "{name}");
    }
}

#[tokio::test]
async fn a_manager_is_set_taken_back_and_cleared() {
    let house = synced(100).await;
    let user = member(&house).await;
    let before = manager(&house, &user.id).await.0;
    let new = colleague(&house, &user).await;
    let asked = ask(&house, "set-manager", &user.id, json!({ "managerId": new.id })).await;
    assert_eq!(
        manager(&house, &user.id).await,
        (before.clone(), json!(new.id)),
        "shown as pending"
    );
    let request = copy_as(&*house.session().await, asked.id, CopyFormat::GraphRequest).unwrap();
    let graph = house.tenant.endpoints.graph.as_str().trim_end_matches('/').to_owned();
    assert!(
        request.contains(&format!("{graph}/v1.0/users/{}\"", new.id)),
        "{request}"
    );
    send(&house).await;
    let done = now(&house, &asked).await;
    assert_eq!(done.state, State::Done, "{done:#?}");
    assert_eq!(done.evidence.unwrap().kind, EvidenceKind::Seen);
    assert_eq!(manager(&house, &user.id).await, (json!(new.id), json!(new.id)));

    undo(&*house.session().await, asked.id).unwrap();
    send(&house).await;
    assert_eq!(manager(&house, &user.id).await.0, before, "whoever it was");

    house.pass(Duration::from_secs(300)).await;
    let none = match before.is_null() {
        true => ask(&house, "set-manager", &user.id, json!({ "managerId": new.id })).await,
        false => ask(&house, "set-manager", &user.id, json!({ "managerId": null })).await,
    };
    send(&house).await;
    assert_eq!(now(&house, &none).await.state, State::Done);
    run(&house, true).await;
    let wanted = if before.is_null() { json!(new.id) } else { Value::Null };
    assert_eq!(manager(&house, &user.id).await.0, wanted, "and the server says so too");
}

#[tokio::test]
async fn a_manager_that_somebody_else_set_comes_with_the_next_sync_and_is_a_conflict_for_what_was_queued() {
    let house = synced(100).await;
    let user = member(&house).await;
    let mine = colleague(&house, &user).await;
    let all = items(&house, &USERS).await;
    let theirs = all
        .iter()
        .find(|item| item.id != user.id && item.id != mine.id)
        .unwrap();
    let asked = ask(&house, "set-manager", &user.id, json!({ "managerId": mine.id })).await;
    let graph = house.tenant.endpoints.graph.as_str().trim_end_matches('/').to_owned();
    let body = json!({ "@odata.id": format!("{graph}/v1.0/users/{}", theirs.id) });
    another_admin(&house, "PUT", &format!("/v1.0/users/{}/manager/$ref", user.id), body).await;
    house.pass(Duration::from_secs(300)).await;
    run(&house, false).await;
    assert_eq!(
        manager(&house, &user.id).await.0,
        json!(theirs.id),
        "the delta tells it"
    );
    send(&house).await;
    let stuck = now(&house, &asked).await;
    assert_eq!(stuck.state, State::Conflict);
    assert_eq!(stuck.conflicts[0].theirs, json!({ "id": theirs.id }));

    let reports = Query {
        filters: &[Filter::In {
            column: "manager".into(),
            cells: vec![Cell::Text(mine.id.clone())],
        }],
        limit: 1_000,
        ..Query::default()
    };
    let session = house.session().await;
    let found = session.store.list(&session.rules(&USERS).unwrap(), &reports).unwrap();
    assert!(
        found.items.iter().any(|item| item.id == user.id),
        "whom the change would make a report"
    );
}

#[tokio::test]
async fn a_lost_answer_is_looked_after_and_who_is_gone_is_nobodys_manager() {
    let house = synced(100).await;
    let user = member(&house).await;
    let new = colleague(&house, &user).await;
    let lost = Rule {
        applied: true,
        times: Some(1),
        ..crate::sync::rule("PUT /v1.0/users/*/manager/$ref", Action::Reset)
    };
    house.cloud.lock().await.set_faults(vec![lost]);
    let asked = ask(&house, "set-manager", &user.id, json!({ "managerId": new.id })).await;
    send(&house).await;
    let done = now(&house, &asked).await;
    assert_eq!((done.state, done.attempts), (State::Done, 1));

    // A proxy delivers the removal twice, and the answer that is heard is the second one's.
    house.pass(Duration::from_secs(300)).await;
    let twice = Rule {
        applied: true,
        status: Some(404),
        times: Some(1),
        ..crate::sync::rule("DELETE /v1.0/users/*/manager/$ref", Action::Status)
    };
    house.cloud.lock().await.set_faults(vec![twice]);
    let none = ask(&house, "set-manager", &user.id, json!({ "managerId": null })).await;
    send(&house).await;
    let none = now(&house, &none).await;
    assert_eq!((none.state, none.attempts), (State::Done, 1), "{none:#?}");
    house.pass(Duration::from_secs(300)).await;
    ask(&house, "set-manager", &user.id, json!({ "managerId": new.id })).await;
    send(&house).await;

    house.pass(Duration::from_secs(300)).await;
    another_admin(&house, "DELETE", &format!("/v1.0/users/{}", new.id), Value::Null).await;
    house.pass(Duration::from_secs(300)).await;
    run(&house, false).await;
    assert_eq!(manager(&house, &user.id).await.0, Value::Null);
    let gone = ask(&house, "set-manager", &user.id, json!({ "managerId": new.id })).await;
    send(&house).await;
    let refused = now(&house, &gone).await;
    assert_eq!(refused.state, State::Failed, "{refused:#?}");
}
