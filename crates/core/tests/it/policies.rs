//! A new password policy: whom it hits is counted before it is queued, and one for all is queued whole or not at all.

use crate::life::items;
use crate::outbox::ask;
use crate::sync::synced;
use chrono::{DateTime, TimeDelta, Utc};
use kontor_core::Session;
use kontor_core::collections::{DOMAINS, Named, USERS};
use kontor_core::insights::NEVER;
use kontor_core::passwords::{Impact, LeftOut, PolicyPreview, preview_policy, queue_policy};
use kontor_model::State;
use kontor_store::{Item, Which};
use kontor_testkit::House;
use serde_json::{Value, json};
use std::collections::BTreeMap;

fn for_domain(session: &Session, domain: &str, input: Value) -> PolicyPreview {
    preview_policy(session, &[domain.to_owned()], &input, None).unwrap()
}

/// The answers of the list of passwords, by user.
async fn answers(house: &House) -> BTreeMap<String, (String, Option<DateTime<Utc>>, String)> {
    let session = house.session().await;
    let named = Named::find("password-expiry").unwrap();
    let rules = session.rules(&USERS).unwrap();
    let row = |item: Item| {
        let row = named.row(&item, &rules.facts);
        let text = |name: &str| row[name].as_str().unwrap_or_default().to_owned();
        (item.id, (text("status"), text("at").parse().ok(), text("reason")))
    };
    items(house, &USERS).await.into_iter().map(row).collect()
}

/// Sets the policy in the cloud and reads it back: what the preview foretold is now in force.
async fn come_true(house: &House, domain: &str, input: Value) {
    let session = house.session().await;
    let operation = ask(house, "update-domain", domain, input).await;
    crate::outbox::send(house).await;
    assert_eq!(
        session.store.operation(operation.id).unwrap().unwrap().state,
        State::Done
    );
    session.refresh_rows().unwrap();
}

/// The domain that most people are in.
async fn main_domain(house: &House) -> String {
    let domains = items(house, &DOMAINS).await;
    domains
        .into_iter()
        .find(|domain| domain.server["isDefault"] == true)
        .unwrap()
        .id
}

fn sum(impact: &Impact) -> u64 {
    let after = &impact.after;
    after.ended + after.within30 + after.later + after.never + after.probably_never + after.unknown
}

#[tokio::test]
async fn what_the_preview_of_a_policy_foretells_is_what_comes() {
    let house = synced(250).await;
    let session = house.session().await;
    for input in [
        json!({"passwordValidityPeriodInDays": 30, "passwordNotificationWindowInDays": 5}),
        json!({"passwordValidityPeriodInDays": NEVER}),
        json!({"passwordValidityPeriodInDays": 400}),
    ] {
        let domain = main_domain(&house).await;
        let shown = for_domain(&session, &domain, input.clone());
        let impact = shown.impact.unwrap();
        let concerned: Vec<String> = session.rules(&USERS).unwrap().facts.policies.governed_by(&domain);
        let before = answers(&house).await;
        let of_domain: Vec<Item> = items(&house, &USERS)
            .await
            .into_iter()
            .filter(|user| {
                let upn = user.object["userPrincipalName"]
                    .as_str()
                    .unwrap_or_default()
                    .to_lowercase();
                upn.rsplit_once('@')
                    .is_some_and(|(_, name)| concerned.iter().any(|one| one == name))
            })
            .collect();
        come_true(&house, &domain, input).await;
        let after = answers(&house).await;
        let now = session.now();

        assert_eq!(impact.users, of_domain.len() as u64);
        assert_eq!(
            impact.under,
            sum(&impact),
            "everybody under the policy stands somewhere"
        );
        let untouched: u64 = impact.untouched.iter().map(|one| one.count).sum();
        assert_eq!(impact.under + untouched, impact.users);
        let ids = || of_domain.iter().map(|user| user.id.as_str());
        for one in &impact.untouched {
            let with_reason = ids().filter(|id| after[*id].2 == one.reason.name()).count();
            assert_eq!(one.count, with_reason as u64, "{:?}", one.reason);
        }
        let ended = |at: Option<DateTime<Utc>>| at.is_some_and(|at| at <= now);
        let at_once = ids().filter(|id| ended(after[*id].1) && !ended(before[*id].1)).count();
        assert_eq!(impact.at_once, at_once as u64);
        let ending = |days: i64| {
            let until = now + TimeDelta::days(days);
            ids()
                .filter(|id| after[*id].1.is_some_and(|at| at > now && at <= until))
                .count() as u64
        };
        let after_of = &impact.after;
        assert_eq!(
            (after_of.within7, after_of.within14, after_of.within30),
            (ending(7), ending(14), ending(30))
        );
        let never = ids()
            .filter(|id| after[*id].0 == "never" && before[*id].0 != "never")
            .count();
        assert_eq!(impact.newly_never, never as u64);
        assert!(!impact.sample.is_empty());
        for hit in &impact.sample {
            assert_eq!((hit.from.at, hit.to.at), (before[&hit.id].1, after[&hit.id].1));
            assert_ne!((hit.from.status, hit.from.at), (hit.to.status, hit.to.at));
        }
    }
}

#[tokio::test]
async fn who_must_change_at_once_is_shown_first_and_the_blocked_are_counted_apart() {
    let house = synced(250).await;
    let session = house.session().await;
    let domain = main_domain(&house).await;
    let impact = || {
        let shown = for_domain(&session, &domain, json!({"passwordValidityPeriodInDays": 14}));
        shown.impact.unwrap()
    };
    let first = impact();
    assert!(first.at_once > 0 && first.at_once_blocked == 0, "{first:?}");
    assert!(first.sample[0].to.at.is_some_and(|at| at <= session.now()));
    let blocked = first.sample[0].id.clone();
    ask(&house, "update-user", &blocked, json!({"accountEnabled": false})).await;
    let second = impact();
    assert_eq!(
        (second.at_once, second.at_once_blocked),
        (first.at_once, 1),
        "a queued change counts"
    );
    assert_eq!(
        second.sample[0].id, first.sample[1].id,
        "nobody waits for a blocked account"
    );
    assert!(second.sample.iter().all(|hit| hit.id != blocked));
    let refused = for_domain(&session, &domain, json!({"passwordValidityPeriodInDays": 13}));
    assert!(refused.impact.is_none() && !refused.targets[0].errors.is_empty());
}

#[tokio::test]
async fn a_policy_for_all_names_every_domain_and_why_the_others_are_left_out() {
    let house = synced(250).await;
    let session = house.session().await;
    let input = json!({"passwordValidityPeriodInDays": 90, "passwordNotificationWindowInDays": 14});
    let shown = preview_policy(&session, &[], &input, None).unwrap();
    let domains = items(&house, &DOMAINS).await;
    assert_eq!(
        shown.targets.len() + shown.left_out.len(),
        domains.len(),
        "each domain is spoken of"
    );
    let of = |id: &str| &domains.iter().find(|domain| domain.id == id).unwrap().server;
    for target in &shown.targets {
        assert_eq!(
            (&of(&target.id)["isVerified"], &of(&target.id)["authenticationType"]),
            (&json!(true), &json!("Managed"))
        );
    }
    let reasons: Vec<LeftOut> = shown.left_out.iter().map(|one| one.reason).collect();
    for reason in [
        LeftOut::NotVerified,
        LeftOut::Federated,
        LeftOut::Follows,
        LeftOut::AlreadySo,
    ] {
        assert!(reasons.contains(&reason), "{reason:?} {:?}", shown.left_out);
    }
    let follower = shown
        .left_out
        .iter()
        .find(|one| one.reason == LeftOut::Follows)
        .unwrap();
    let root = follower.follows.clone().unwrap();
    assert!(follower.id.ends_with(&format!(".{root}")));

    let queued = queue_policy(&session, &[], &input).unwrap();
    let names =
        |operations: &[kontor_model::Operation]| operations.iter().map(|one| one.target.id.clone()).collect::<Vec<_>>();
    assert_eq!(
        names(&queued),
        shown.targets.iter().map(|one| one.id.clone()).collect::<Vec<_>>()
    );
    assert_eq!(names(&session.store.operations(Which::Active).unwrap()), names(&queued));
    crate::outbox::send(&house).await;
    assert!(
        session
            .store
            .operations(Which::All)
            .unwrap()
            .iter()
            .all(|one| one.state == State::Done)
    );
    let error = queue_policy(&session, &[], &input).unwrap_err();
    assert_eq!(error.field.as_deref(), Some("input"), "now it is so everywhere");
}

#[tokio::test]
async fn a_policy_that_one_domain_refuses_is_queued_for_none() {
    let house = synced(250).await;
    let session = house.session().await;
    let domains = items(&house, &DOMAINS).await;
    let named: Vec<String> = domains.iter().map(|domain| domain.id.clone()).collect();
    let error = queue_policy(&session, &named, &json!({"passwordValidityPeriodInDays": 200})).unwrap_err();
    assert_eq!(error.field.as_deref(), Some("authenticationType"));
    assert!(session.store.operations(Which::All).unwrap().is_empty());
}
