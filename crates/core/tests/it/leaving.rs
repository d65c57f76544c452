//! Somebody leaves: signed out everywhere, and gone for good once somebody has said so.

use crate::another::another_admin;
use crate::life::{create, items, writes};
use crate::outbox::{ask, member, now, send};
use crate::sync::{rule, run, synced};
use kontor_core::collections::DELETED_USERS;
use kontor_core::outbox::{approve, undo};
use kontor_model::{EvidenceKind, Hold, Operation, State};
use kontor_sim::{Action, Rule};
use kontor_testkit::House;
use serde_json::{Value, json};
use std::time::Duration;

/// Somebody who is deleted already, and the wish that they be gone for good.
async fn condemned(house: &House, name: &str) -> Operation {
    let user = create(house, name).await;
    send(house).await;
    let user = now(house, &user).await.target;
    another_admin(house, "DELETE", &format!("/v1.0/users/{}", user.id), Value::Null).await;
    house.pass(Duration::from_secs(300)).await;
    run(house, false).await;
    ask(house, "purge-user", &user.id, json!({})).await
}

async fn approved(house: &House, operation: &Operation) -> Operation {
    approve(&*house.session().await, operation.id).unwrap();
    send(house).await;
    now(house, operation).await
}

#[tokio::test]
async fn a_sign_out_is_seen_by_its_date_and_goes_again_only_when_it_had_no_effect() {
    let house = synced(100).await;
    let user = member(&house).await;
    let plain = ask(&house, "revoke-sign-in-sessions", &user.id, json!({})).await;
    send(&house).await;
    let done = now(&house, &plain).await;
    assert_eq!(done.state, State::Done, "{done:#?}");
    assert_eq!(done.evidence.unwrap().kind, EvidenceKind::Seen);
    assert!(
        undo(&*house.session().await, plain.id).is_err(),
        "nobody can be signed in again"
    );

    for (applied, sent) in [(true, 1), (false, 1)] {
        house.pass(Duration::from_secs(600)).await;
        let before = writes(&house).await.len();
        let lost = Rule {
            applied,
            times: Some(1),
            ..rule("POST /v1.0/users/*/revokeSignInSessions", Action::Reset)
        };
        house.cloud.lock().await.set_faults(vec![lost]);
        let asked = ask(&house, "revoke-sign-in-sessions", &user.id, json!({})).await;
        send(&house).await;
        let asked = now(&house, &asked).await;
        assert_eq!(
            (asked.state, asked.attempts),
            (State::Done, if applied { 1 } else { 2 })
        );
        assert_eq!(writes(&house).await.len() - before, sent);
    }
}

#[tokio::test]
async fn gone_for_good_waits_for_a_person_and_cannot_be_taken_back() {
    let house = synced(100).await;
    let purge = condemned(&house, "snart.borte").await;
    assert_eq!((purge.state, purge.hold), (State::Held, Some(Hold::Destructive)));
    let before = writes(&house).await.len();
    send(&house).await;
    assert_eq!(writes(&house).await.len(), before);
    let done = approved(&house, &purge).await;
    assert_eq!(done.state, State::Done, "{done:#?}");
    let here = items(&house, &DELETED_USERS).await;
    assert!(here.iter().all(|item| item.id != purge.target.id));
    assert!(undo(&*house.session().await, purge.id).is_err());
}

#[tokio::test]
async fn who_was_restored_meanwhile_is_left_alone_also_when_deleted_anew() {
    let house = synced(100).await;
    let purge = condemned(&house, "snart.borte").await;
    let id = &purge.target.id;
    another_admin(
        &house,
        "POST",
        &format!("/v1.0/directory/deletedItems/{id}/restore"),
        Value::Null,
    )
    .await;
    house.pass(Duration::from_secs(300)).await;
    let held = approved(&house, &purge).await;
    assert_eq!(
        (held.state, held.hold),
        (State::Held, Some(Hold::TargetGone)),
        "{held:#?}"
    );

    let again = condemned(&house, "en.gang.til").await;
    let id = &again.target.id;
    another_admin(
        &house,
        "POST",
        &format!("/v1.0/directory/deletedItems/{id}/restore"),
        Value::Null,
    )
    .await;
    house.pass(Duration::from_secs(300)).await;
    another_admin(&house, "DELETE", &format!("/v1.0/users/{id}"), Value::Null).await;
    house.pass(Duration::from_secs(300)).await;
    let before = writes(&house).await.len();
    let conflict = approved(&house, &again).await;
    assert_eq!(conflict.state, State::Conflict, "{conflict:#?}");
    assert_eq!(conflict.conflicts[0].field, "deletedDateTime");
    assert_eq!(writes(&house).await.len(), before);
}

#[tokio::test]
async fn a_purge_that_nobody_answered_is_never_sent_again_by_itself() {
    let house = synced(100).await;
    for applied in [true, false] {
        let purge = condemned(&house, if applied { "snart.borte" } else { "ikke.borte" }).await;
        let before = writes(&house).await.len();
        let lost = Rule {
            applied,
            times: Some(1),
            ..rule("DELETE /v1.0/directory/deletedItems/*", Action::Reset)
        };
        house.cloud.lock().await.set_faults(vec![lost]);
        let purge = approved(&house, &purge).await;
        assert_eq!(
            (purge.state, purge.hold),
            (State::Held, Some(Hold::OutcomeUnknown)),
            "that it is nowhere is no proof: {purge:#?}"
        );
        assert_eq!(writes(&house).await.len() - before, usize::from(applied));
        house.cloud.lock().await.set_faults(Vec::new());
    }
}
