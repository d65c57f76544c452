//! What a person finishes on Microsoft's page: it stands in the outbox, sends nothing, and ends when a sync sees it.

use crate::outbox::{ask, effects, now, send};
use crate::sync::synced;
use kontor_core::collections::SUBSCRIPTIONS;
use kontor_core::operations::Wish;
use kontor_core::outbox::{Action, CopyFormat, SendPolicy, actions, approve, copy_as, discard, replace, undo};
use kontor_core::sync::{Wish as Reading, sync};
use kontor_model::{Code, EvidenceKind, Hold, Operation, State};
use kontor_store::{Item, Query};
use kontor_testkit::House;
use serde_json::json;

const MORE: i64 = 321;

/// A subscription as the lists show it.
async fn subscription(house: &House, id: Option<&str>) -> Item {
    let session = house.session().await;
    let query = Query {
        limit: 1_000,
        ..Query::default()
    };
    let all = session
        .store
        .list(&session.rules(&SUBSCRIPTIONS).unwrap(), &query)
        .unwrap()
        .items;
    let found = all.into_iter().find(|item| id.is_none_or(|id| item.id == id));
    found.expect("the demo tenant has subscriptions")
}

async fn wish(house: &House, count: i64) -> Operation {
    let id = subscription(house, None).await.id;
    ask(house, "change-license-count", &id, json!({ "totalLicenses": count })).await
}

async fn read(house: &House) {
    sync(&*house.session().await, &Reading::default()).await.unwrap();
}

async fn buy(house: &House, asked: &Operation, count: u32) {
    assert!(house.cloud.lock().await.buy(&asked.target.id, count));
}

#[tokio::test]
async fn it_waits_for_a_person_and_is_done_when_a_sync_sees_it() {
    let house = synced(100).await;
    let asked = wish(&house, MORE).await;
    assert_eq!(asked.state, State::Guided, "there is nothing to wait for");
    let shown = subscription(&house, Some(&asked.target.id)).await;
    assert_eq!((&shown.object["totalLicenses"], shown.pending.len()), (&json!(MORE), 1));

    assert_eq!(send(&house).await.done, 0);
    read(&house).await;
    buy(&house, &asked, 7).await;
    read(&house).await;
    assert_eq!(
        now(&house, &asked).await.state,
        State::Guided,
        "another number is not the wish"
    );

    buy(&house, &asked, MORE as u32).await;
    read(&house).await;
    let done = now(&house, &asked).await;
    assert_eq!((done.state, done.attempts), (State::Done, 0));
    assert_eq!(done.evidence.map(|evidence| evidence.kind), Some(EvidenceKind::Seen));
    let shown = subscription(&house, Some(&asked.target.id)).await;
    assert_eq!((&shown.server["totalLicenses"], shown.pending.len()), (&json!(MORE), 0));
    assert!(effects(&house).await.is_empty(), "Kontor sent nothing");

    let back = undo(&*house.session().await, asked.id).unwrap();
    assert_eq!(
        (back.state, &back.changes[0].to),
        (State::Guided, &asked.base["totalLicenses"])
    );
}

#[tokio::test]
async fn what_stands_there_before_the_first_is_done_does_not_end_the_second() {
    let house = synced(100).await;
    let before = subscription(&house, None).await.object["totalLicenses"]
        .as_i64()
        .unwrap();
    let more = wish(&house, MORE).await;
    let back = wish(&house, before).await;
    read(&house).await;
    let states = [now(&house, &more).await.state, now(&house, &back).await.state];
    assert_eq!(states, [State::Guided, State::Guided]);

    buy(&house, &more, MORE as u32).await;
    read(&house).await;
    let states = [now(&house, &more).await.state, now(&house, &back).await.state];
    assert_eq!(states, [State::Done, State::Guided]);
    buy(&house, &more, before as u32).await;
    read(&house).await;
    assert_eq!(now(&house, &back).await.state, State::Done);
}

#[tokio::test]
async fn a_sync_of_other_things_ends_nothing() {
    let house = synced(100).await;
    let asked = wish(&house, MORE).await;
    buy(&house, &asked, MORE as u32).await;
    let only = Reading {
        only: vec!["domains".to_owned()],
        ..Reading::default()
    };
    sync(&*house.session().await, &only).await.unwrap();
    assert_eq!(now(&house, &asked).await.state, State::Guided);
}

#[tokio::test]
async fn it_can_be_edited_and_discarded_and_needs_review_where_that_is_the_policy() {
    let house = synced(100).await;
    let session = house.session().await;
    let asked = wish(&house, MORE).await;
    assert_eq!(actions(&asked), [Action::Edit, Action::Discard]);
    assert_eq!(
        copy_as(&session, asked.id, CopyFormat::GraphRequest).unwrap_err().code,
        Code::Invalid
    );
    let other = Wish {
        operation: asked.operation.clone(),
        id: asked.target.id.clone(),
        input: json!({ "totalLicenses": MORE + 1 }),
    };
    let edited = replace(&session, asked.id, other).unwrap();
    assert_eq!(
        (now(&house, &asked).await.state, edited.state),
        (State::Replaced, State::Guided)
    );
    discard(&session, edited.id).unwrap();
    let shown = subscription(&house, Some(&asked.target.id)).await;
    assert_eq!(shown.object, shown.server);

    SendPolicy::AfterReview.set(&session).unwrap();
    let held = wish(&house, MORE).await;
    assert_eq!((held.state, held.hold), (State::Held, Some(Hold::Review)));
    buy(&house, &held, MORE as u32).await;
    read(&house).await;
    assert_eq!(now(&house, &held).await.state, State::Held, "nobody has let it go yet");
    assert_eq!(approve(&session, held.id).unwrap().state, State::Guided);
    read(&house).await;
    assert_eq!(now(&house, &held).await.state, State::Done);
}

#[tokio::test]
async fn what_is_no_longer_there_is_given_to_a_person() {
    let house = synced(100).await;
    let asked = wish(&house, MORE).await;
    assert!(house.cloud.lock().await.end_subscription(&asked.target.id));
    read(&house).await;
    let held = now(&house, &asked).await;
    assert_eq!((held.state, held.hold), (State::Held, Some(Hold::TargetGone)));
}
