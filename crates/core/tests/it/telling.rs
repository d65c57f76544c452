//! Alerts and notifications: each once for the same facts.

use crate::sync::{rule, synced};
use kontor_core::alerts::{Alert, Kind, alerts};
use kontor_core::sync::{Wish, sync};
use kontor_sim::Action;
use kontor_testkit::{House, Recorder};
use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

const DAY: Duration = Duration::from_secs(24 * 3600);

async fn now(house: &House) -> Vec<Alert> {
    let session = house.session().await;
    alerts(&session, session.now()).unwrap()
}

#[tokio::test]
async fn the_demo_tenant_has_something_of_each_kind_to_tell() {
    let house = synced(250).await;
    let kinds: Vec<Kind> = now(&house).await.iter().map(|alert| alert.kind).collect();
    for kind in [
        Kind::PasswordEnds,
        Kind::PasswordEnded,
        Kind::SubscriptionEnds,
        Kind::InvoiceOverdue,
    ] {
        assert!(kinds.contains(&kind), "{kind:?}");
    }
}

#[tokio::test]
async fn a_notice_is_shown_once_also_after_a_day_a_restart_and_another_sync() {
    let house = House::standing(250).await;
    let session = house.session().await;
    sync(&session, &Wish::default()).await.unwrap();
    let due: Vec<Alert> = now(&house).await.into_iter().filter(Alert::notifies).collect();
    assert!(!due.is_empty());

    let recorder = Arc::new(Recorder::default());
    let running = tokio::spawn({
        let (kontor, recorder) = (house.kontor.clone(), recorder.clone());
        async move { kontor.run(recorder).await }
    });
    recorder.shown(due.len()).await;
    house.kontor.stop();
    running.abort();
    let first: HashSet<(String, String)> = recorder
        .notices()
        .into_iter()
        .map(|notice| (notice.title, notice.body))
        .collect();
    assert_eq!(first.len(), due.len(), "each is told once");

    let house = house.restart();
    house.pass(DAY).await;
    let known: HashSet<String> = due.into_iter().map(|alert| alert.id).collect();
    sync(&*house.session().await, &Wish::default()).await.unwrap();
    let new = now(&house)
        .await
        .into_iter()
        .filter(|alert| alert.notifies() && !known.contains(&alert.id))
        .count();
    let again = Arc::new(Recorder::default());
    let session = house.session().await;
    kontor_core::tell_alerts(&session, &house.kontor, &*again)
        .await
        .unwrap();
    assert_eq!(again.notices().len(), new, "only what is new is told");
    kontor_core::tell_alerts(&session, &house.kontor, &*again)
        .await
        .unwrap();
    assert_eq!(again.notices().len(), new);
}

#[tokio::test]
async fn a_new_policy_moves_every_date_and_is_told_again() {
    let house = synced(250).await;
    let recorder = Recorder::default();
    let session = house.session().await;
    kontor_core::tell_alerts(&session, &house.kontor, &recorder)
        .await
        .unwrap();
    let before: Vec<String> = now(&house)
        .await
        .into_iter()
        .filter(Alert::notifies)
        .map(|alert| alert.facts)
        .collect();
    let set = serde_json::json!({ "passwordValidityPeriodInDays": 91 });
    let longer = kontor_sim::Rule {
        set: set.as_object().unwrap().clone(),
        ..rule("GET /v1.0/domains*", Action::Merge)
    };
    house.cloud.lock().await.set_faults(vec![longer]);
    sync(&session, &Wish::default()).await.unwrap();
    let after: Vec<Alert> = now(&house).await.into_iter().filter(Alert::notifies).collect();
    assert!(
        !after.is_empty() && after.iter().all(|alert| !before.contains(&alert.facts)),
        "every date has moved"
    );
    let told = recorder.notices().len();
    kontor_core::tell_alerts(&session, &house.kontor, &recorder)
        .await
        .unwrap();
    assert_eq!(recorder.notices().len(), told + after.len());
}

#[tokio::test]
async fn the_phases_of_a_password_divide_those_that_have_a_date() {
    use kontor_core::collections::{Named, USERS};
    use kontor_store::{Filter, Query};
    let house = synced(250).await;
    let session = house.session().await;
    let rules = session.rules(&USERS).unwrap();
    let named = Named::find("password-expiry").unwrap();
    let count = |values: &[&str]| {
        let groups = values
            .iter()
            .map(|value| named.timed("phase", value, session.now()).unwrap())
            .collect();
        let query = Query {
            filters: &[Filter::Any(groups)],
            total: true,
            ..Query::default()
        };
        session.store.list(&rules, &query).unwrap().total.unwrap()
    };
    let dated = session.store.tally(&rules, "expiry", &[]).unwrap();
    let dated = dated
        .into_iter()
        .find(|(cell, _)| *cell == kontor_store::Cell::Text("dated".into()))
        .unwrap()
        .1;
    let (ended, notice, later) = (count(&["ended"]), count(&["notice"]), count(&["later"]));
    assert!(ended > 0 && notice > 0 && later > 0);
    assert_eq!(ended + notice + later, dated);
    assert_eq!(count(&["ended", "later"]), ended + later);
    assert!(named.timed("phase", "tomorrow", session.now()).is_none());
}

#[tokio::test]
async fn the_bills_that_are_listed_as_late_are_those_that_are_told_whatever_microsoft_calls_them_by_then() {
    use kontor_core::collections::{INVOICES, Named};
    use kontor_store::{Filter, Query};
    let house = synced(250).await;
    let session = house.session().await;
    let rules = session.rules(&INVOICES).unwrap();
    let late = || {
        let group = Named::find("invoices").unwrap().timed("payment", "late", session.now());
        let query = Query {
            filters: &[Filter::Any(vec![group.unwrap()])],
            limit: 100,
            ..Query::default()
        };
        let listed = session.store.list(&rules, &query).unwrap().items;
        listed.into_iter().map(|item| item.id).collect::<HashSet<_>>()
    };
    let told = async || {
        let told = now(&house).await.into_iter();
        let bills = told.filter(|alert| alert.kind == Kind::InvoiceOverdue);
        bills.filter_map(|alert| alert.object_id).collect::<HashSet<_>>()
    };
    let first = late();
    assert_eq!(first, told().await);
    // Nothing is read meanwhile.
    house.pass(90 * DAY).await;
    let later = late();
    assert_eq!(later, told().await);
    assert!(!first.is_empty() && first.is_subset(&later) && later.len() > first.len());
}
