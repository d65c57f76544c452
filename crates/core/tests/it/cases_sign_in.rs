//! Signing in: one new sign-in is asked for, the outbox waits, and nothing goes to another tenant.

use crate::another::{TheKey, another, another_by, https};
use crate::outbox::{ask, effects, item, member, now};
use crate::sync::{mirrored, rule, synced};
use kontor_core::outbox::{Pace, drain};
use kontor_core::{Connection, Connector};
use kontor_model::{Clock, Code, Hold, Operation, Secret, State};
use kontor_sim::{Action, Rule};
use kontor_testkit::{House, Recorder, TestClock};
use serde_json::json;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// Changes for twenty users.
async fn twenty(house: &House) -> Vec<Operation> {
    let mut all = Vec::new();
    for id in mirrored(house).await.keys().take(20) {
        all.push(ask(house, "update-user", id, json!({"usageLocation": "DK"})).await);
    }
    all
}

/// Counts what goes over the wire, and what is under way.
struct Counted(kontor_cloud::Https, Arc<[AtomicUsize; 2]>);

#[async_trait::async_trait]
impl kontor_cloud::Transport for Counted {
    async fn send(
        &self,
        request: kontor_cloud::Request,
    ) -> std::result::Result<kontor_cloud::Response, kontor_cloud::Broken> {
        let [all, under_way] = &*self.1;
        all.fetch_add(1, Ordering::SeqCst);
        under_way.fetch_add(1, Ordering::SeqCst);
        let answer = self.0.send(request).await;
        under_way.fetch_sub(1, Ordering::SeqCst);
        answer
    }
}

/// Lets a window run for twenty minutes beside the house; how many requests it made, and how the connection stands then.
async fn twenty_minutes(house: &House) -> (usize, Connection) {
    house.kontor.stop();
    let count = Arc::new([AtomicUsize::new(0), AtomicUsize::new(0)]);
    let (counted, clock) = (count.clone(), TestClock::standing(house.clock.now()));
    let way: Connector = Arc::new(move |_| Ok(Arc::new(Counted(kontor_cloud::Https::new(None)?, counted.clone()))));
    let kontor = another_by(&clock, house, Arc::new(TheKey), way);
    let running = tokio::spawn({
        let kontor = kontor.clone();
        async move { kontor.run(Arc::new(Recorder::default())).await }
    });
    let session = kontor.session(house.tenant.id).await.unwrap();
    while session.connection().unwrap().0 == Connection::Unknown {
        tokio::task::yield_now().await;
    }
    // Time stands still while an answer is on its way.
    for _ in 0..20 * 60 {
        clock.advance(Duration::from_secs(1));
        for _ in 0..20 {
            tokio::task::yield_now().await;
        }
        while count[1].load(Ordering::SeqCst) > 0 {
            tokio::task::yield_now().await;
        }
    }
    let connection = session.connection().unwrap().0;
    kontor.stop();
    running.await.unwrap();
    (count[0].load(Ordering::SeqCst), connection)
}

#[tokio::test]
async fn case_21_a_claims_challenge_asks_for_one_sign_in_while_the_outbox_waits_and_nothing_fails() {
    // For everything, and for writes alone, as a policy for sensitive changes asks.
    for pattern in ["* /v1.0/*", "PATCH /v1.0/*"] {
        let mut house = synced(100).await;
        let queued = twenty(&house).await;
        kontor_core::outbox::send_now(&*house.session().await).unwrap();
        house.cloud.lock().await.set_faults(vec![rule(pattern, Action::Claims)]);
        let (requests, connection) = twenty_minutes(&house).await;
        assert_eq!(connection, Connection::SignInNeeded, "{pattern}");
        // A sync every five minutes is some thirty requests; a window that cannot sign in knocks once a minute.
        assert!(requests < 200, "{pattern}: {requests} requests");
        house = house.restart();
        for one in &queued {
            let waits = now(&house, one).await;
            assert_eq!(waits.state, State::Queued, "{pattern}: {waits:#?}");
        }
        assert_eq!(item(&house, &queued[0].target.id).await.pending.len(), 1);
        assert!(effects(&house).await.is_empty());

        let fresh = {
            let cloud = house.cloud.lock().await;
            cloud.set_faults(Vec::new());
            cloud
                .add_account(kontor_sim::Rights {
                    scopes: None,
                    roles: vec!["Global Administrator".into()],
                })
                .unwrap()
        };
        let session = house.kontor.renew(house.tenant.id, Secret::new(fresh)).await.unwrap();
        assert_eq!(drain(&session, Pace::Settle).await.unwrap().done, 20, "{pattern}");
        assert_eq!(effects(&house).await.len(), 20);
    }
}

#[tokio::test]
async fn case_22_a_dead_token_is_told_once_and_not_tried_without_end() {
    let house = synced(100).await;
    let queued = twenty(&house).await;
    kontor_core::outbox::send_now(&*house.session().await).unwrap();
    let dead = house.cloud.lock().await.token();
    house.cloud.lock().await.expire_token(&dead);
    let (requests, connection) = twenty_minutes(&house).await;
    assert_eq!(connection, Connection::SignInNeeded);
    assert!(requests <= 30, "{requests} requests");
    for one in &queued {
        assert_eq!(
            now(&house, one).await.attempts,
            0,
            "nothing is sent with a token that is known to be dead"
        );
    }
}

#[tokio::test]
async fn case_24_a_sign_in_to_another_tenant_sends_nothing_and_is_refused() {
    let house = synced(100).await;
    let user = member(&house).await;
    let edit = ask(&house, "update-user", &user.id, json!({"jobTitle": "Los"})).await;
    let set = json!({ "id": "00000000-dead-beef-0000-000000000000" });
    let elsewhere = Rule {
        set: set.as_object().unwrap().clone(),
        ..rule("GET /v1.0/organization*", Action::Merge)
    };
    let theirs = house
        .cloud
        .lock()
        .await
        .add_account(kontor_sim::Rights::default())
        .unwrap();
    house.cloud.lock().await.set_faults(vec![elsewhere.clone()]);
    let refused = house.kontor.renew(house.tenant.id, Secret::new(theirs)).await;
    assert_eq!(refused.err().map(|error| error.code), Some(Code::WrongTenant));
    // And where the stored credential itself turns out to be of another tenant.
    let house = house.restart();
    let drained = drain(&*house.session().await, Pace::Settle).await.unwrap();
    assert_eq!(drained.stopped.map(|error| error.code), Some(Code::WrongTenant));
    assert_eq!(now(&house, &edit).await.state, State::Queued);
    assert!(effects(&house).await.is_empty());
    house.cloud.lock().await.set_faults(Vec::new());
    assert_eq!(drain(&*house.session().await, Pace::Settle).await.unwrap().done, 1);
}

#[tokio::test]
async fn case_24_operations_of_another_tenant_are_held_whatever_the_sign_in_and_case_alone_makes_no_other() {
    let house = synced(100).await;
    let user = member(&house).await;
    let edit = ask(&house, "update-user", &user.id, json!({"jobTitle": "Los"})).await;
    house.kontor.stop();
    // The profile in a data folder that was put together by hand.
    let profile = house.files().join("tenant.json");
    let written = std::fs::read_to_string(&profile).unwrap();
    let id = &house.tenant.tenant_id;
    let other = "11111111-2222-4333-8444-555555555555";
    let organisation = |id: &str| Rule {
        set: json!({ "id": id }).as_object().unwrap().clone(),
        ..rule("GET /v1.0/organization*", Action::Merge)
    };
    for (named, state) in [(other.to_owned(), State::Held), (id.to_uppercase(), State::Done)] {
        std::fs::write(&profile, written.replace(id, &named)).unwrap();
        house.cloud.lock().await.set_faults(vec![organisation(&named)]);
        let kontor = another(&house, Arc::new(TheKey), https());
        let session = kontor.session(house.tenant.id).await.unwrap();
        drain(&session, Pace::Settle).await.unwrap();
        let ended = session.store.operation(edit.id).unwrap().unwrap();
        assert_eq!(ended.state, state, "{named}: {ended:#?}");
        if state == State::Held {
            assert_eq!(ended.hold, Some(Hold::OtherTenant));
            // Letting it go does not make it one of this tenant.
            kontor_core::outbox::approve(&session, edit.id).unwrap();
            drain(&session, Pace::Settle).await.unwrap();
            assert_eq!(
                session.store.operation(edit.id).unwrap().unwrap().hold,
                Some(Hold::OtherTenant)
            );
            assert!(effects(&house).await.is_empty());
            kontor_core::outbox::approve(&session, edit.id).unwrap();
        }
    }
    assert_eq!(effects(&house).await.len(), 1);
}
