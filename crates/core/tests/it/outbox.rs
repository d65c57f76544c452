//! Operations through the whole outbox: each takes effect once and is confirmed, or is visibly not done.

use crate::sync::{rule, synced};
use kontor_core::collections::USERS;
use kontor_core::operations::Wish;
use kontor_core::outbox::{Pace, discard, drain, queue, retry};
use kontor_model::{Code, EvidenceKind, Hold, Operation, State};
use kontor_sim::{Action, Effect, Rule};
use kontor_store::{Item, Query, Which};
use kontor_testkit::House;
use serde_json::{Value, json};

pub const PASSWORD: &str = "Nordlys-4711-kystvei";

/// A member in the cloud's own directory, whom everything may be done to.
pub async fn member(house: &House) -> Item {
    let session = house.session().await;
    let query = Query {
        limit: 1_000,
        ..Query::default()
    };
    let items = session
        .store
        .list(&session.rules(&USERS).unwrap(), &query)
        .unwrap()
        .items;
    let fits = |item: &Item| {
        let text = |name: &str| item.server.get(name).and_then(Value::as_str).unwrap_or_default();
        item.server
            .get("onPremisesSyncEnabled")
            .is_none_or(|value| value != true)
            && text("userType") == "Member"
            && text("userPrincipalName").ends_with(&default_domain(&items))
            && item.server["accountEnabled"] == true
            && !text("usageLocation").is_empty()
    };
    items
        .iter()
        .find(|item| fits(item))
        .cloned()
        .expect("the demo tenant has one")
}

/// The domain of the first user with licences: managed, and with a policy.
pub fn default_domain(items: &[Item]) -> String {
    let managed = |item: &&Item| {
        item.server
            .get("onPremisesSyncEnabled")
            .is_none_or(|value| value != true)
            && item.server["assignedLicenses"]
                .as_array()
                .is_some_and(|list| !list.is_empty())
    };
    let upn = items
        .iter()
        .find(managed)
        .and_then(|item| item.server["userPrincipalName"].as_str())
        .unwrap_or_default();
    upn.rsplit_once('@')
        .map(|(_, domain)| format!("@{domain}"))
        .unwrap_or_default()
}

pub async fn ask(house: &House, operation: &str, id: &str, input: Value) -> Operation {
    let draft = Wish {
        operation: operation.into(),
        id: id.into(),
        input,
    };
    queue(&*house.session().await, draft).expect("it can be queued")
}

pub async fn send(house: &House) -> kontor_core::outbox::Drained {
    drain(&*house.session().await, Pace::Settle)
        .await
        .expect("the store works")
}

pub async fn now(house: &House, operation: &Operation) -> Operation {
    house
        .session()
        .await
        .store
        .operation(operation.id)
        .unwrap()
        .expect("it stays listed")
}

pub async fn effects(house: &House) -> Vec<Effect> {
    house.cloud.lock().await.effects()
}

pub async fn item(house: &House, id: &str) -> Item {
    let session = house.session().await;
    session
        .store
        .show(&session.rules(&USERS).unwrap(), id)
        .unwrap()
        .expect("it is mirrored")
}

#[tokio::test]
async fn an_edit_shows_at_once_is_sent_once_and_confirmed_by_reading() {
    let house = synced(250).await;
    let user = member(&house).await;
    let edit = ask(&house, "update-user", &user.id, json!({"jobTitle": "Fyrvokter"})).await;
    let shown = item(&house, &user.id).await;
    assert_eq!(shown.object["jobTitle"], "Fyrvokter");
    assert_eq!(
        shown.server["jobTitle"], user.server["jobTitle"],
        "the server's last word stays"
    );
    assert_eq!(shown.pending.len(), 1);

    assert_eq!(send(&house).await.done, 1);
    let done = now(&house, &edit).await;
    assert_eq!((done.state, done.attempts), (State::Done, 1));
    let evidence = done.evidence.expect("a reading");
    assert_eq!(evidence.kind, EvidenceKind::Seen);
    assert!(evidence.request_id.is_some());
    let after = item(&house, &user.id).await;
    assert_eq!(
        (&after.server["jobTitle"], after.pending.len()),
        (&json!("Fyrvokter"), 0)
    );
    assert_eq!(effects(&house).await.len(), 1);
}

#[tokio::test]
async fn taking_it_back_before_it_was_sent_restores_the_view_and_sends_nothing() {
    let house = synced(250).await;
    let user = member(&house).await;
    let edit = ask(&house, "update-user", &user.id, json!({"department": "Fyr og merker"})).await;
    discard(&*house.session().await, edit.id).unwrap();
    assert_eq!(item(&house, &user.id).await.object, user.object);
    assert_eq!(send(&house).await.done, 0);
    assert!(effects(&house).await.is_empty());
    assert_eq!(
        discard(&*house.session().await, edit.id).unwrap_err().code,
        Code::WrongState
    );
}

#[tokio::test]
async fn a_password_is_gone_from_the_store_once_the_reset_is_over() {
    let house = synced(100).await;
    let user = member(&house).await;
    let reset = ask(&house, "reset-password", &user.id, json!({"password": PASSWORD})).await;
    let session = house.session().await;
    assert!(session.store.secret(reset.id, "password").unwrap().is_some());
    send(&house).await;
    assert!(session.store.secret(reset.id, "password").unwrap().is_none());
    for operation in session.store.operations(Which::All).unwrap() {
        assert!(!serde_json::to_string(&operation).unwrap().contains(PASSWORD));
        assert!(!format!("{:?}", session.store.journal_of(operation.id).unwrap()).contains(PASSWORD));
    }
}

#[tokio::test]
async fn a_licence_is_assigned_and_one_refused_operation_holds_up_nothing_else() {
    let house = synced(250).await;
    let session = house.session().await;
    let user = member(&house).await;
    let rules = session.rules(&USERS).unwrap();
    let has = |sku: &str| user.server["assignedLicenses"].to_string().contains(sku);
    let free = rules
        .facts
        .free
        .iter()
        .find(|(sku, free)| **free > 0 && !has(sku))
        .map(|(sku, _)| sku.clone());
    let sku = free.expect("some product has seats");
    let denied = Rule {
        status: Some(403),
        times: Some(1),
        ..rule("PATCH /v1.0/users/*", Action::Status)
    };
    house.cloud.lock().await.set_faults(vec![denied]);
    let others = session
        .store
        .list(
            &rules,
            &Query {
                limit: 50,
                ..Query::default()
            },
        )
        .unwrap()
        .items;
    let other = others.iter().find(|item| item.id != user.id).unwrap();
    let refused = ask(&house, "update-user", &other.id, json!({"usageLocation": "SE"})).await;
    let licence = ask(&house, "assign-licenses", &user.id, json!({"addLicenses": [sku]})).await;
    send(&house).await;
    let refused = now(&house, &refused).await;
    assert_eq!((refused.state, refused.hold), (State::Held, Some(Hold::Denied)));
    assert_eq!(now(&house, &licence).await.state, State::Done);
    assert!(
        item(&house, &user.id).await.server["assignedLicenses"]
            .to_string()
            .contains(&sku)
    );
}

#[tokio::test]
async fn a_refused_operation_shows_why_can_be_tried_again_and_projects_again() {
    let house = synced(100).await;
    let user = member(&house).await;
    let refused = Rule {
        status: Some(400),
        times: Some(1),
        ..rule("PATCH /v1.0/users/*", Action::Status)
    };
    house.cloud.lock().await.set_faults(vec![refused.clone()]);
    let edit = ask(&house, "update-user", &user.id, json!({"jobTitle": "Los"})).await;
    send(&house).await;
    let failed = now(&house, &edit).await;
    assert_eq!(
        (failed.state, failed.error.unwrap().code),
        (State::Failed, Code::Refused)
    );
    assert_eq!(
        item(&house, &user.id).await.object["jobTitle"],
        user.object["jobTitle"],
        "nothing pretends to be done"
    );
    retry(&*house.session().await, edit.id).unwrap();
    assert_eq!(item(&house, &user.id).await.object["jobTitle"], "Los");
    send(&house).await;
    assert_eq!(now(&house, &edit).await.state, State::Done);

    house.cloud.lock().await.set_faults(vec![refused]);
    let reset = ask(&house, "reset-password", &user.id, json!({"password": PASSWORD})).await;
    send(&house).await;
    assert_eq!(now(&house, &reset).await.state, State::Failed);
    assert_eq!(
        retry(&*house.session().await, reset.id).unwrap_err().code,
        Code::WrongState
    );
}

#[tokio::test]
async fn a_target_that_the_mirror_does_not_have_is_refused_and_nothing_is_half_queued() {
    let house = synced(100).await;
    let session = house.session().await;
    let draft = Wish {
        operation: "update-user".into(),
        id: "no-such-user".into(),
        input: json!({"jobTitle": "Los"}),
    };
    assert_eq!(queue(&session, draft).unwrap_err().code, Code::NotFound);
    assert!(session.store.operations(Which::All).unwrap().is_empty());
}

#[tokio::test]
async fn case_35_two_senders_drain_one_outbox_and_each_operation_takes_effect_once() {
    let house = synced(100).await;
    let session = house.session().await;
    let items = session
        .store
        .list(
            &session.rules(&USERS).unwrap(),
            &Query {
                limit: 20,
                ..Query::default()
            },
        )
        .unwrap()
        .items;
    for user in &items {
        ask(&house, "update-user", &user.id, json!({"usageLocation": "DK"})).await;
    }
    let (one, two) = tokio::join!(drain(&session, Pace::Settle), drain(&session, Pace::Settle));
    let busy = [&one, &two]
        .into_iter()
        .filter(|drained| drained.as_ref().is_err_and(|error| error.code == Code::Busy));
    assert_eq!(busy.count(), 1, "the second is told that there is a sender");
    let mut ids: Vec<_> = effects(&house)
        .await
        .into_iter()
        .map(|effect| effect.object_id)
        .collect();
    let all = ids.len();
    ids.dedup();
    assert_eq!((ids.len(), all), (items.len(), items.len()));
}
