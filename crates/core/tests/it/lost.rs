//! Lost answers, lagging replicas, wrong clocks and other hands: nothing is sent twice, and nothing is overwritten unseen.

use crate::outbox::{PASSWORD, ask, effects, item, member, now, send};
use crate::sync::{rule, synced};
use kontor_core::collections::USERS;
use kontor_core::outbox::{Pace, drain, keep_mine};
use kontor_core::sync::{Wish, sync};
use kontor_model::{Code, State};
use kontor_sim::{Action, Rule};
use kontor_store::{Item, Query};
use kontor_testkit::House;
use serde_json::{Value, json};
use std::time::Duration;

#[tokio::test]
async fn a_reset_whose_answer_is_lost_is_found_by_reading_and_not_sent_twice() {
    let house = synced(250).await;
    let user = member(&house).await;
    let lost = Rule {
        applied: true,
        times: Some(1),
        ..rule("PATCH /v1.0/users/*", Action::Reset)
    };
    house.cloud.lock().await.set_faults(vec![lost]);
    let reset = ask(&house, "reset-password", &user.id, json!({"password": PASSWORD})).await;
    assert_eq!(send(&house).await.done, 1);
    let done = now(&house, &reset).await;
    assert_eq!((done.state, done.attempts), (State::Done, 1));
    assert_eq!(effects(&house).await.len(), 1);
}

#[tokio::test]
async fn a_reset_that_never_arrived_is_sent_again_once_that_is_certain() {
    let house = synced(250).await;
    let user = member(&house).await;
    let lost = Rule {
        times: Some(1),
        ..rule("PATCH /v1.0/users/*", Action::Reset)
    };
    house.cloud.lock().await.set_faults(vec![lost]);
    let reset = ask(&house, "reset-password", &user.id, json!({"password": PASSWORD})).await;
    send(&house).await;
    let done = now(&house, &reset).await;
    assert_eq!((done.state, done.attempts), (State::Done, 2));
    assert_eq!(effects(&house).await.len(), 1);
}

#[tokio::test]
async fn what_another_admin_changed_meanwhile_is_a_conflict_and_is_not_overwritten_unseen() {
    let house = synced(250).await;
    let user = member(&house).await;
    let edit = ask(&house, "update-user", &user.id, json!({"jobTitle": "Los"})).await;
    let theirs = json!({"jobTitle": "Havnesjef"}).as_object().unwrap().clone();
    let changed = Rule {
        set: theirs,
        ..rule("GET /v1.0/users/*", Action::Merge)
    };
    house.cloud.lock().await.set_faults(vec![changed]);
    send(&house).await;
    let conflict = now(&house, &edit).await;
    assert_eq!(conflict.state, State::Conflict);
    assert_eq!(conflict.conflicts[0].theirs, "Havnesjef");
    assert!(effects(&house).await.is_empty());

    keep_mine(&*house.session().await, edit.id).unwrap();
    let once = Rule {
        times: Some(1),
        ..rule("GET /v1.0/users/*", Action::Merge)
    };
    let theirs = json!({"jobTitle": "Havnesjef"}).as_object().unwrap().clone();
    house.cloud.lock().await.set_faults(vec![Rule { set: theirs, ..once }]);
    send(&house).await;
    assert_eq!(now(&house, &edit).await.state, State::Done);
    assert_eq!(effects(&house).await.len(), 1);
}

#[tokio::test]
async fn offline_nothing_is_sent_and_nothing_is_lost() {
    let house = synced(100).await;
    let user = member(&house).await;
    let edit = ask(&house, "update-user", &user.id, json!({"jobTitle": "Los"})).await;
    house.cloud.lock().await.stop().await;
    assert_eq!(send(&house).await.stopped.expect("it is offline").code, Code::Offline);
    let house = house.restart();
    assert_eq!(now(&house, &edit).await.state, State::Queued);
    assert_eq!(
        item(&house, &user.id).await.object["jobTitle"],
        "Los",
        "the projection survives a restart"
    );
    house.cloud.lock().await.restart().await.unwrap();
    send(&house).await;
    assert_eq!(now(&house, &edit).await.state, State::Done);
}

#[tokio::test]
async fn case_07_a_retry_after_that_is_a_list_is_waited_for_in_full() {
    let house = synced(100).await;
    let user = member(&house).await;
    let busy = Rule {
        retry_after: Some("30,120".into()),
        times: Some(1),
        ..rule("PATCH /v1.0/users/*", Action::Throttle)
    };
    house.cloud.lock().await.set_faults(vec![busy]);
    let edit = ask(&house, "update-user", &user.id, json!({"jobTitle": "Los"})).await;
    let began = house.session().await.now();
    send(&house).await;
    let done = now(&house, &edit).await;
    assert_eq!(done.state, State::Done);
    assert!(done.finished_at.unwrap() - began >= chrono::TimeDelta::seconds(30));
}

#[tokio::test]
async fn a_sync_before_the_replicas_have_seen_a_write_does_not_undo_it_in_the_view() {
    let house = synced(100).await;
    let user = member(&house).await;
    house.cloud.lock().await.set_lag(Duration::from_secs(20));
    let edit = ask(&house, "update-user", &user.id, json!({"jobTitle": "Los"})).await;
    let session = house.session().await;
    kontor_core::outbox::send_now(&session).unwrap();
    drain(&session, Pace::Due).await.unwrap();
    sync(&session, &Wish::default()).await.unwrap();
    assert_eq!(item(&house, &user.id).await.object["jobTitle"], "Los");
    send(&house).await;
    assert_eq!(now(&house, &edit).await.state, State::Done);
}

/// What another admin has written, for the next `times` readings of one user from the `after`-th on.
fn shows(set: Value, after: u64, times: Option<u64>) -> Rule {
    Rule {
        set: set.as_object().unwrap().clone(),
        after,
        times,
        ..rule("GET /v1.0/users/*", Action::Merge)
    }
}

#[tokio::test]
async fn a_clock_that_runs_ahead_does_not_make_an_unknown_outcome_certain() {
    let house = synced(100).await;
    let user = member(&house).await;
    house.cloud.lock().await.set_lag(Duration::from_secs(40));
    let lost = Rule {
        applied: true,
        times: Some(1),
        ..rule("PATCH /v1.0/users/*", Action::Reset)
    };
    house.cloud.lock().await.set_faults(vec![lost]);
    house.clock.advance(Duration::from_secs(3600));
    let edit = ask(&house, "update-user", &user.id, json!({"jobTitle": "Los"})).await;
    send(&house).await;
    let done = now(&house, &edit).await;
    assert_eq!((done.state, done.attempts), (State::Done, 1));
    assert_eq!(effects(&house).await.len(), 1, "it was sent once");
}

#[tokio::test]
async fn an_edit_that_is_taken_back_at_once_is_sent_though_a_replica_still_shows_what_stood_there_first() {
    let house = synced(100).await;
    let user = member(&house).await;
    let first = user.server.get("jobTitle").cloned().unwrap_or(Value::Null);
    ask(&house, "update-user", &user.id, json!({"jobTitle": "Los"})).await;
    let back = ask(&house, "update-user", &user.id, json!({"jobTitle": first})).await;
    // Reads: before the first, its confirmation, then the stale one.
    house.cloud.lock().await.set_lag(Duration::ZERO);
    house
        .cloud
        .lock()
        .await
        .set_faults(vec![shows(json!({"jobTitle": first}), 2, Some(1))]);
    send(&house).await;
    assert_eq!(now(&house, &back).await.state, State::Done);
    assert_eq!(effects(&house).await.len(), 2, "both were sent");
    let truth = house.cloud.lock().await.users_json();
    let truth = truth.iter().find(|one| one["id"] == user.id.as_str()).unwrap();
    assert_eq!(truth["jobTitle"], first);
}

#[tokio::test]
async fn keeping_mine_overwrites_what_was_shown_and_nothing_that_came_after() {
    let house = synced(100).await;
    let user = member(&house).await;
    let edit = ask(&house, "update-user", &user.id, json!({"jobTitle": "Los"})).await;
    house
        .cloud
        .lock()
        .await
        .set_faults(vec![shows(json!({"jobTitle": "Havnesjef"}), 0, None)]);
    send(&house).await;
    assert_eq!(now(&house, &edit).await.conflicts[0].theirs, "Havnesjef");

    let later = Rule {
        set: json!({"jobTitle": "Fyrvokter"}).as_object().unwrap().clone(),
        ..rule("GET /v1.0/users*", Action::Merge)
    };
    house.cloud.lock().await.set_faults(vec![later]);
    let session = house.session().await;
    sync(
        &session,
        &Wish {
            full: true,
            only: vec!["users".into()],
        },
    )
    .await
    .unwrap();
    assert_eq!(item(&house, &user.id).await.server["jobTitle"], "Fyrvokter");
    keep_mine(&session, edit.id).unwrap();
    send(&house).await;
    let again = now(&house, &edit).await;
    assert_eq!(again.state, State::Conflict);
    assert_eq!(again.conflicts[0].theirs, "Fyrvokter");
    assert!(effects(&house).await.is_empty());
}

#[tokio::test]
async fn case_18_a_usage_location_that_is_not_seen_everywhere_is_waited_for_however_long_ago_it_was_queued() {
    let house = synced(250).await;
    let session = house.session().await;
    let rules = session.rules(&USERS).unwrap();
    let query = Query {
        limit: 1_000,
        ..Query::default()
    };
    let items = session.store.list(&rules, &query).unwrap().items;
    let nowhere = |item: &&Item| item.server.get("usageLocation").is_none_or(Value::is_null);
    let user = items.iter().find(nowhere).expect("somebody has no place");
    let free = rules.facts.free.iter().find(|(_, free)| **free > 0);
    let sku = free.map(|(sku, _)| sku.clone()).expect("some product has seats");
    // The directory shows a place; the licensing service never hears of it.
    let place = Rule {
        set: json!({"usageLocation": "NO"}).as_object().unwrap().clone(),
        ..rule("GET /v1.0/users/*", Action::Merge)
    };
    house.cloud.lock().await.set_faults(vec![place]);
    let full = Wish {
        full: true,
        only: vec!["users".into()],
    };
    sync(&session, &full).await.unwrap();
    let licence = ask(&house, "assign-licenses", &user.id, json!({"addLicenses": [sku]})).await;
    house.pass(Duration::from_secs(4 * 3600)).await;
    drain(&session, Pace::Due).await.unwrap();
    let refused = now(&house, &licence).await;
    assert_eq!((refused.state, refused.attempts), (State::Queued, 1));
    assert_eq!(item(&house, &user.id).await.pending.len(), 1);
    let began = session.now();
    send(&house).await;
    let failed = now(&house, &licence).await;
    assert_eq!(failed.state, State::Failed, "not for ever");
    assert!(failed.finished_at.unwrap() - began > chrono::TimeDelta::minutes(4));
}

#[tokio::test]
async fn case_31_a_target_that_cannot_be_read_holds_up_nothing_else() {
    let house = synced(100).await;
    let user = member(&house).await;
    let other = item_other(&house, &user.id).await;
    let locked = Rule {
        status: Some(423),
        ..rule(&format!("GET /v1.0/users/{other}"), Action::Status)
    };
    house.cloud.lock().await.set_faults(vec![locked]);
    let stuck = ask(&house, "update-user", &other, json!({"jobTitle": "Los"})).await;
    let edit = ask(&house, "update-user", &user.id, json!({"jobTitle": "Los"})).await;
    let drained = send(&house).await;
    assert!(drained.stopped.is_none());
    assert_eq!(now(&house, &edit).await.state, State::Done);
    assert_eq!(now(&house, &stuck).await.state, State::Queued);
}

/// The id of somebody else.
async fn item_other(house: &House, id: &str) -> String {
    let session = house.session().await;
    let query = Query {
        limit: 2,
        ..Query::default()
    };
    let items = session
        .store
        .list(&session.rules(&USERS).unwrap(), &query)
        .unwrap()
        .items;
    items.into_iter().map(|item| item.id).find(|one| one != id).unwrap()
}
