//! A new password asked for at the next sign-in: nothing shows it, so that Microsoft's word is the evidence, and the date of the last
//! change says whether it may go again.

use crate::another::another_admin;
use crate::life::writes;
use crate::outbox::{PASSWORD, ask, member, now, send};
use crate::sync::{rule, synced};
use kontor_core::outbox::{keep_theirs, undo};
use kontor_model::{EvidenceKind, State};
use kontor_sim::{Action, Rule};
use kontor_testkit::House;
use serde_json::{Value, json};

const FORCE: &str = "force-password-change";

fn lost(applied: bool) -> Rule {
    Rule {
        applied,
        times: Some(1),
        ..rule("PATCH /v1.0/users/*", Action::Reset)
    }
}

async fn faults(house: &House, rules: Vec<Rule>) {
    house.cloud.lock().await.set_faults(rules);
}

#[tokio::test]
async fn microsofts_word_ends_it_at_once_and_nothing_takes_it_back() {
    let house = synced(100).await;
    let user = member(&house).await;
    let asked = ask(&house, FORCE, &user.id, json!({})).await;
    send(&house).await;
    let done = now(&house, &asked).await;
    assert_eq!((done.state, done.attempts), (State::Done, 1), "{done:#?}");
    assert_eq!(done.evidence.unwrap().kind, EvidenceKind::Accepted);
    let (finished, sent) = (done.finished_at.unwrap(), done.attempted_at.unwrap());
    assert!(
        finished - sent < chrono::TimeDelta::seconds(30),
        "nothing is waited for"
    );
    let body = json!({"passwordProfile": {"forceChangePasswordNextSignIn": true}});
    let sent: Vec<Value> = writes(&house).await.into_iter().map(|effect| effect.body).collect();
    assert_eq!(sent, [body]);
    assert!(undo(&*house.session().await, asked.id).is_err());
}

#[tokio::test]
async fn after_a_lost_answer_it_goes_again_as_long_as_the_password_is_the_same() {
    let house = synced(100).await;
    let user = member(&house).await;
    for (applied, sent) in [(true, 2), (false, 1)] {
        let before = writes(&house).await.len();
        faults(&house, vec![lost(applied)]).await;
        let asked = ask(&house, FORCE, &user.id, json!({})).await;
        send(&house).await;
        let asked = now(&house, &asked).await;
        assert_eq!((asked.state, asked.attempts), (State::Done, 2), "{asked:#?}");
        assert_eq!(writes(&house).await.len() - before, sent);
    }
}

#[tokio::test]
async fn who_has_a_new_password_by_then_is_not_asked_for_another_without_a_persons_word() {
    let house = synced(100).await;
    let user = member(&house).await;
    let changed = Rule {
        set: json!({"lastPasswordChangeDateTime": "2031-01-01T00:00:00Z"})
            .as_object()
            .unwrap()
            .clone(),
        after: 1,
        ..rule("GET /v1.0/users/*", Action::Merge)
    };
    faults(&house, vec![lost(true), changed]).await;
    let asked = ask(&house, FORCE, &user.id, json!({})).await;
    send(&house).await;
    let asked = now(&house, &asked).await;
    assert_eq!((asked.state, asked.attempts), (State::Conflict, 1), "{asked:#?}");
    assert_eq!(asked.conflicts[0].field, "lastPasswordChangeDateTime");
    assert_eq!(writes(&house).await.len(), 1);
    keep_theirs(&*house.session().await, asked.id).unwrap();
}

#[tokio::test]
async fn behind_a_reset_it_is_decided_on_the_password_that_the_reset_gave() {
    let house = synced(100).await;
    let user = member(&house).await;
    let reset = ask(&house, "reset-password", &user.id, json!({"password": PASSWORD})).await;
    let asked = ask(&house, FORCE, &user.id, json!({})).await;
    assert!(asked.base.is_empty());
    send(&house).await;
    assert_eq!(now(&house, &reset).await.state, State::Done);
    let asked = now(&house, &asked).await;
    assert_eq!(asked.state, State::Done);
    let given = house
        .cloud
        .lock()
        .await
        .users_json()
        .into_iter()
        .find(|one| one["id"] == user.id.as_str())
        .unwrap();
    assert_eq!(
        asked.base["lastPasswordChangeDateTime"],
        given["lastPasswordChangeDateTime"]
    );
}

#[tokio::test]
async fn what_was_decided_on_another_password_is_a_conflict_before_it_is_sent() {
    let house = synced(100).await;
    let user = member(&house).await;
    let asked = ask(&house, FORCE, &user.id, json!({})).await;
    let path = format!("/v1.0/users/{}", user.id);
    house.pass(std::time::Duration::from_secs(300)).await;
    another_admin(
        &house,
        "PATCH",
        &path,
        json!({"passwordProfile": {"password": PASSWORD}}),
    )
    .await;
    house.pass(std::time::Duration::from_secs(300)).await;
    send(&house).await;
    assert_eq!(now(&house, &asked).await.state, State::Conflict);
    assert_eq!(writes(&house).await.len(), 1, "theirs alone");
}
