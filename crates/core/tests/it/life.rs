//! The life of an operation beyond the straight way: what depends on what, what a person must look at, what is taken back.

use crate::another::another_admin;
use crate::outbox::{PASSWORD, ask, member, now, send};
use crate::sync::{rule, run, synced};
use chrono::NaiveTime;
use kontor_core::collections::{DELETED_USERS, DOMAINS, LICENSES, USERS};
use kontor_core::operations::Wish;
use kontor_core::outbox::{
    Pace, SendPolicy, acknowledge, actions, approve, discard, drain, queue, retry, send_now, undo,
};
use kontor_model::{Code, EvidenceKind, Hold, Operation, State};
use kontor_sim::{Action, Effect, Rule};
use kontor_store::{Item, Query};
use kontor_testkit::House;
use serde_json::{Value, json};
use std::time::Duration;

pub async fn items(house: &House, collection: &'static kontor_core::collections::Collection) -> Vec<Item> {
    let session = house.session().await;
    let query = Query {
        limit: 1_000,
        ..Query::default()
    };
    let rules = session.rules(collection).unwrap();
    session.store.list(&rules, &query).unwrap().items
}

/// A domain whose users are kept in the cloud.
pub async fn managed_domain(house: &House) -> Item {
    let managed =
        |domain: &Item| domain.server["isVerified"] == true && domain.server["authenticationType"] == "Managed";
    items(house, &DOMAINS).await.into_iter().find(managed).unwrap()
}

pub async fn create(house: &House, name: &str) -> Operation {
    let upn = format!("{name}@{}", managed_domain(house).await.id);
    let input = json!({"userPrincipalName": upn, "displayName": "Ny Bruker", "password": PASSWORD});
    ask(house, "create-user", "", input).await
}

/// A product with a free seat that a user has not.
pub async fn free_product(house: &House, user: &str) -> Value {
    let all = items(house, &USERS).await;
    let user = all.into_iter().find(|item| item.id == user).unwrap();
    let had = user
        .server
        .get("assignedLicenses")
        .map(Value::to_string)
        .unwrap_or_default();
    let free = |product: &Item| {
        if had.contains(product.server["skuId"].as_str().unwrap()) {
            return false;
        }
        let bought = product.server["prepaidUnits"]["enabled"].as_i64().unwrap_or_default();
        product.server["capabilityStatus"] == "Enabled"
            && bought > product.server["consumedUnits"].as_i64().unwrap_or(i64::MAX)
    };
    items(house, &LICENSES).await.into_iter().find(free).unwrap().server["skuId"].clone()
}

pub async fn writes(house: &House) -> Vec<Effect> {
    house.cloud.lock().await.effects()
}

#[tokio::test]
async fn a_user_who_is_still_queued_is_in_the_list_and_what_is_asked_for_them_follows_the_new_id() {
    let house = synced(100).await;
    let created = create(&house, "ny.bruker").await;
    let user = items(&house, &USERS)
        .await
        .into_iter()
        .find(|item| item.id == created.target.id)
        .unwrap();
    assert_eq!(
        (user.object["displayName"].as_str(), user.server.len()),
        (Some("Ny Bruker"), 0)
    );
    let located = ask(&house, "update-user", &user.id, json!({"usageLocation": "NO"})).await;
    let licensed = ask(
        &house,
        "assign-licenses",
        &user.id,
        json!({"addLicenses": [free_product(&house, &user.id).await]}),
    )
    .await;
    assert_eq!(licensed.depends_on, [created.id, located.id]);

    send(&house).await;
    let ends = [
        now(&house, &created).await,
        now(&house, &located).await,
        now(&house, &licensed).await,
    ];
    assert!(ends.iter().all(|one| one.state == State::Done), "{ends:#?}");
    assert!(
        ends.iter()
            .all(|one| one.target.id == ends[0].target.id && one.target.id != created.id.to_string())
    );
    let methods: Vec<_> = writes(&house).await.into_iter().map(|effect| effect.method).collect();
    assert_eq!(methods, ["POST", "PATCH", "POST"]);
    let real = items(&house, &USERS)
        .await
        .into_iter()
        .filter(|item| item.object["displayName"] == "Ny Bruker");
    assert_eq!(
        real.map(|item| item.id).collect::<Vec<_>>(),
        [ends[0].target.id.clone()]
    );
}

#[tokio::test]
async fn what_depends_on_something_that_failed_is_held_and_goes_on_when_that_is_tried_again() {
    let house = synced(100).await;
    let user = member(&house).await;
    let located = ask(&house, "update-user", &user.id, json!({"usageLocation": "SE"})).await;
    let licensed = ask(
        &house,
        "assign-licenses",
        &user.id,
        json!({"addLicenses": [free_product(&house, &user.id).await]}),
    )
    .await;
    let refusal = kontor_sim::Rule {
        status: Some(400),
        times: Some(1),
        ..rule("PATCH /v1.0/users/*", Action::Status)
    };
    house.cloud.lock().await.set_faults(vec![refusal]);
    send(&house).await;
    assert_eq!(now(&house, &located).await.state, State::Failed);
    assert_eq!(now(&house, &licensed).await.hold, Some(Hold::Dependency));
    assert!(writes(&house).await.is_empty());
    retry(&*house.session().await, located.id).unwrap();
    send(&house).await;
    assert_eq!(now(&house, &licensed).await.state, State::Done);
}

#[tokio::test]
async fn deleting_waits_for_a_person_can_be_taken_back_and_names_change_hands_never() {
    let house = synced(100).await;
    // Somebody whom no role protects.
    let user = create(&house, "snart.borte").await;
    send(&house).await;
    let user = now(&house, &user).await.target;
    let deleted = ask(&house, "delete-user", &user.id, json!({})).await;
    assert_eq!((deleted.state, deleted.hold), (State::Held, Some(Hold::Destructive)));
    send(&house).await;
    assert_eq!(writes(&house).await.len(), 1, "nothing but the making");

    let session = house.session().await;
    approve(&session, deleted.id).unwrap();
    send(&house).await;
    let done = now(&house, &deleted).await;
    assert_eq!(done.state, State::Done, "{done:#?}");
    assert!(items(&house, &USERS).await.iter().all(|item| item.id != user.id));
    assert!(
        items(&house, &DELETED_USERS)
            .await
            .iter()
            .any(|item| item.id == user.id)
    );

    let restored = undo(&session, deleted.id).unwrap();
    assert_eq!(
        (restored.operation.as_str(), restored.undoes),
        ("restore-user", Some(deleted.id))
    );
    send(&house).await;
    assert_eq!(now(&house, &restored).await.state, State::Done);
    assert!(items(&house, &USERS).await.iter().any(|item| item.id == user.id));
    assert!(
        items(&house, &DELETED_USERS)
            .await
            .iter()
            .all(|item| item.id != user.id)
    );
}

#[tokio::test]
async fn a_reset_that_stands_behind_another_is_decided_on_what_that_one_left() {
    let house = synced(100).await;
    let user = member(&house).await;
    let first = ask(&house, "reset-password", &user.id, json!({"password": PASSWORD})).await;
    let second = ask(
        &house,
        "reset-password",
        &user.id,
        json!({"password": "Fyrlykt-2208-havn"}),
    )
    .await;
    assert!(second.base.is_empty());
    send(&house).await;
    let second = now(&house, &second).await;
    assert_eq!(
        (now(&house, &first).await.state, second.state),
        (State::Done, State::Done)
    );
    assert!(second.base.contains_key("lastPasswordChangeDateTime"));
}

#[tokio::test]
async fn a_tenant_may_want_each_change_looked_at_and_nothing_old_goes_unasked() {
    let house = synced(100).await;
    let session = house.session().await;
    let user = member(&house).await;
    SendPolicy::AfterReview.set(&session).unwrap();
    let reviewed = ask(&house, "update-user", &user.id, json!({"jobTitle": "Los"})).await;
    assert_eq!((reviewed.state, reviewed.hold), (State::Held, Some(Hold::Review)));
    approve(&session, reviewed.id).unwrap();
    send(&house).await;
    assert_eq!(now(&house, &reviewed).await.state, State::Done);

    SendPolicy::ByItself.set(&session).unwrap();
    let old = ask(&house, "update-user", &user.id, json!({"jobTitle": "Havnesjef"})).await;
    house.pass(Duration::from_secs(15 * 86_400)).await;
    send(&house).await;
    assert_eq!(now(&house, &old).await.hold, Some(Hold::Age));
    approve(&session, old.id).unwrap();
    send(&house).await;
    assert_eq!(now(&house, &old).await.state, State::Done);
}

#[tokio::test]
async fn outside_its_window_a_tenant_sends_nothing() {
    let house = synced(100).await;
    let session = house.session().await;
    let user = member(&house).await;
    // The window opens in three hours, whatever the time zone of this machine.
    let here = session.now().with_timezone(&chrono::Local).time();
    let after = |hours| here + chrono::TimeDelta::hours(hours);
    let window = |from: NaiveTime, to: NaiveTime| SendPolicy::Window { from, to };
    window(after(3), after(4)).set(&session).unwrap();
    let operation = ask(&house, "update-user", &user.id, json!({"jobTitle": "Los"})).await;
    send(&house).await;
    assert_eq!(now(&house, &operation).await.state, State::Queued);
    house.pass(Duration::from_secs(3 * 3600 + 60)).await;
    send(&house).await;
    assert_eq!(now(&house, &operation).await.state, State::Done);
    assert_eq!(window(here, here).set(&session).unwrap_err().code, Code::Invalid);
}

#[tokio::test]
async fn a_mail_goes_once_and_one_without_an_answer_is_never_sent_again_by_itself() {
    let house = synced(100).await;
    let user = member(&house).await;
    let mail = json!({"subject": "Passordet ditt utløper", "body": "Bytt det før fredag."});
    let sent = ask(&house, "send-mail", &user.id, mail.clone()).await;
    send(&house).await;
    let sent = now(&house, &sent).await;
    assert_eq!(
        (sent.state, sent.evidence.unwrap().kind),
        (State::Done, EvidenceKind::Accepted)
    );

    let lost = kontor_sim::Rule {
        applied: true,
        times: Some(1),
        ..rule("POST /v1.0/me/sendMail", Action::Reset)
    };
    house.cloud.lock().await.set_faults(vec![lost]);
    let second = ask(&house, "send-mail", &user.id, mail).await;
    send(&house).await;
    house.pass(Duration::from_secs(7_200)).await;
    send(&house).await;
    assert_eq!(now(&house, &second).await.hold, Some(Hold::OutcomeUnknown));
    assert_eq!(house.cloud.lock().await.mails().len(), 2);
}

#[tokio::test]
async fn what_a_proxy_delivered_twice_is_not_shown_as_refused() {
    let house = synced(100).await;
    let twice = |pattern: &str| rule(pattern, Action::Duplicate);
    house.cloud.lock().await.set_faults(vec![
        twice("POST /v1.0/users"),
        twice("DELETE /v1.0/users/*"),
        twice("POST /v1.0/directory/deletedItems/*"),
    ]);
    let created = create(&house, "to.ganger").await;
    send(&house).await;
    let created = now(&house, &created).await;
    assert_eq!(created.state, State::Done, "{created:#?}");
    let session = house.session().await;
    for expected in ["delete-user", "restore-user"] {
        let wish = Wish {
            operation: expected.into(),
            id: created.target.id.clone(),
            input: json!({}),
        };
        let operation = queue(&session, wish).unwrap();
        if operation.state == State::Held {
            approve(&session, operation.id).unwrap();
        }
        send(&house).await;
        let operation = now(&house, &operation).await;
        assert_eq!(operation.state, State::Done, "{operation:#?}");
    }
}

#[tokio::test]
async fn what_a_proxy_delivered_twice_and_another_admin_undid_is_not_shown_as_failed() {
    let house = synced(100).await;
    // That a replica does not know yet of what another admin restored is another matter.
    house.cloud.lock().await.set_lag(Duration::ZERO);
    let mut user = String::new();
    for kind in ["create-user", "delete-user", "restore-user"] {
        let asked = match kind {
            "create-user" => create(&house, "gjort.og.omgjort").await,
            _ => ask(&house, kind, &user, json!({})).await,
        };
        if asked.state == State::Held {
            approve(&*house.session().await, asked.id).unwrap();
        }
        {
            let twice = |pattern: &str| rule(pattern, Action::Duplicate);
            // Read before it is sent, but not at once afterwards.
            let silent = |pattern: &str| Rule {
                status: Some(503),
                after: 1,
                ..rule(pattern, Action::Status)
            };
            house.cloud.lock().await.set_faults(vec![
                twice("POST /v1.0/users"),
                twice("DELETE /v1.0/users/*"),
                twice("POST /v1.0/directory/deletedItems/*"),
                silent("GET /v1.0/users/*"),
                silent("GET /v1.0/directory/deletedItems/*"),
            ]);
        }
        let session = house.session().await;
        send_now(&session).unwrap();
        drain(&session, Pace::Due).await.unwrap();
        let sent = now(&house, &asked).await;
        assert_eq!(sent.state, State::Unknown, "{sent:#?}");
        house.cloud.lock().await.set_faults(Vec::new());
        user = writes(&house).await.pop().unwrap().object_id;
        let at = format!("/v1.0/users/{user}");
        let restore = format!("/v1.0/directory/deletedItems/{user}/restore");
        let (undo, again) = match kind {
            "delete-user" => (("POST", &restore), ("DELETE", &at)),
            _ => (("DELETE", &at), ("POST", &restore)),
        };
        another_admin(&house, undo.0, undo.1, Value::Null).await;
        let done = writes(&house).await.len();
        send(&house).await;
        let asked = now(&house, &asked).await;
        assert_eq!(
            (asked.state, asked.hold),
            (State::Held, Some(Hold::OutcomeUnknown)),
            "{asked:#?}"
        );
        assert_eq!(writes(&house).await.len(), done, "nothing goes again: {kind}");
        discard(&*house.session().await, asked.id).unwrap();
        another_admin(&house, again.0, again.1, Value::Null).await;
        run(&house, false).await;
    }
}

#[tokio::test]
async fn a_new_password_policy_of_a_domain_moves_the_dates_of_its_users() {
    let house = synced(100).await;
    let session = house.session().await;
    let domain = managed_domain(&house).await;
    let days = json!({"passwordValidityPeriodInDays": 700, "passwordNotificationWindowInDays": 20});
    let operation = ask(&house, "update-domain", &domain.id, days).await;
    let stale = async || {
        let rules = session.rules(&USERS).unwrap();
        (session.store.is_stale(&rules).unwrap(), rules)
    };
    assert!(!stale().await.0);
    send(&house).await;
    assert_eq!(now(&house, &operation).await.state, State::Done);
    let (stale, rules) = stale().await;
    assert!(!stale, "the rows were derived again with the new policy");
    assert_eq!(
        rules.facts.policies.domains[&domain.id.to_lowercase()].validity_days,
        Some(700)
    );
}

#[tokio::test]
async fn a_failure_is_counted_until_somebody_has_seen_it_and_can_be_edited() {
    let house = synced(100).await;
    let user = member(&house).await;
    let refusal = kontor_sim::Rule {
        status: Some(400),
        ..rule("PATCH /v1.0/users/*", Action::Status)
    };
    house.cloud.lock().await.set_faults(vec![refusal]);
    let failed = ask(&house, "reset-password", &user.id, json!({"password": PASSWORD})).await;
    send(&house).await;
    let failed = now(&house, &failed).await;
    use kontor_core::outbox::Action::{Acknowledge, Edit};
    assert_eq!(
        (failed.state, actions(&failed)),
        (State::Failed, vec![Edit, Acknowledge])
    );
    let seen = acknowledge(&*house.session().await, failed.id).unwrap();
    assert_eq!((seen.acknowledged, actions(&seen)), (true, vec![Edit]));
}

#[tokio::test]
async fn every_step_is_in_the_journal_with_what_was_sent_and_without_the_secret() {
    let house = synced(100).await;
    let session = house.session().await;
    let user = member(&house).await;
    let operation = ask(&house, "reset-password", &user.id, json!({"password": PASSWORD})).await;
    send(&house).await;
    let steps = session.store.journal_of(operation.id).unwrap();
    let names: Vec<_> = steps.iter().map(|step| step.step.as_str()).collect();
    assert_eq!(names, ["queued", "undo-hold-ended", "attempt", "accepted", "confirmed"]);
    assert_eq!(steps[2].detail["body"]["passwordProfile"]["password"], "•••");
    assert!(steps[3].request_id.is_some());
    assert!(steps.iter().all(|step| step.who == "test"));
    let all = format!("{:?}", session.store.journal_all(None, 1_000).unwrap());
    assert!(!all.contains(PASSWORD));
    assert_eq!(session.store.verify_journal().unwrap().broken_at, None);
}
