//! Resetting a forgotten password oneself: the report, the switch for administrators, and what a person sets on Entra's page.

use crate::life::items;
use crate::outbox::{ask, now, send};
use crate::sync::{rule, run, synced};
use kontor_core::collections::{
    AUTHENTICATION_METHODS_POLICY, AUTHORIZATION_POLICY, ORGANIZATION, REGISTRATION_DETAILS, ROLES,
};
use kontor_core::outbox::{discard, tell, undo};
use kontor_core::sync::{Wish, sync};
use kontor_model::{Code, EvidenceKind, State};
use kontor_sim::PasswordResetFor;
use kontor_testkit::House;
use serde_json::json;
use std::time::Duration;

/// The report as its id has it.
async fn line(house: &House, id: &str) -> kontor_model::Object {
    let all = items(house, &REGISTRATION_DETAILS).await;
    all.into_iter().find(|one| one.id == id).unwrap().server
}

#[tokio::test]
async fn without_a_premium_license_the_report_alone_is_missing_and_says_why() {
    let house = synced(100).await;
    assert!(items(&house, &REGISTRATION_DETAILS).await.len() >= 99);
    {
        let cloud = house.cloud.lock().await;
        for one in cloud.subscriptions_json() {
            cloud.end_subscription(one["id"].as_str().unwrap());
        }
    }
    house.pass(Duration::from_secs(3 * 3600)).await;
    let outcome = run(&house, false).await;
    let (refused, read): (Vec<_>, Vec<_>) = outcome.collections.into_iter().partition(|(_, done)| done.is_err());
    let [(name, Err(error))] = &refused[..] else {
        panic!("{refused:?}")
    };
    assert_eq!((*name, error.code), ("registration-details", Code::Denied));
    assert!(error.message.contains("premium license"), "{error:?}");
    assert!(read.len() > 10, "everything else is read");
}

#[tokio::test]
async fn the_report_is_read_again_after_hours_only_or_when_it_is_named() {
    let house = synced(100).await;
    let asked = async |wish: Wish| {
        let outcome = sync(&*house.session().await, &wish).await.unwrap();
        let found = outcome
            .collections
            .into_iter()
            .find(|(name, _)| *name == "registration-details");
        found.unwrap().1.unwrap()
    };
    assert_eq!(asked(Wish::default()).await, 0);
    let named = Wish {
        only: vec!["registration-details".to_owned()],
        ..Wish::default()
    };
    assert!(asked(named).await > 90);
    house.pass(Duration::from_secs(2 * 3600 + 60)).await;
    assert!(asked(Wish::default()).await > 90);
}

#[tokio::test]
async fn the_switch_for_administrators_is_set_and_set_back() {
    let house = synced(100).await;
    let policy = items(&house, &AUTHORIZATION_POLICY).await.remove(0);
    assert_eq!(policy.server["allowedToUseSSPR"], true);
    let asked = ask(
        &house,
        "update-authorization-policy",
        &policy.id,
        json!({"allowedToUseSSPR": false}),
    )
    .await;
    send(&house).await;
    let done = now(&house, &asked).await;
    assert_eq!(
        done.evidence.map(|seen| seen.kind),
        Some(EvidenceKind::Seen),
        "{:?}",
        done.error
    );
    assert_eq!(
        items(&house, &AUTHORIZATION_POLICY).await[0].server["allowedToUseSSPR"],
        false
    );
    let back = undo(&*house.session().await, asked.id).unwrap();
    send(&house).await;
    assert_eq!(now(&house, &back).await.state, State::Done);
    run(&house, false).await;
    assert_eq!(
        items(&house, &AUTHORIZATION_POLICY).await[0].server["allowedToUseSSPR"],
        true
    );
}

#[tokio::test]
async fn what_a_person_sets_on_entras_page_is_done_when_the_report_shows_it() {
    let house = synced(100).await;
    let all = items(&house, &REGISTRATION_DETAILS).await;
    let out = |one: &&kontor_store::Item| {
        let line = &one.server;
        line["isSsprEnabled"] == false && line["isAdmin"] == false && line["userType"] == "member"
    };
    let user = all.iter().find(out).unwrap().id.clone();
    let asked = ask(&house, "change-password-reset", &user, json!({"isSsprEnabled": true})).await;
    assert_eq!(asked.state, State::Guided);
    house.pass(Duration::from_secs(3 * 3600)).await;
    run(&house, false).await;
    assert_eq!(now(&house, &asked).await.state, State::Guided, "nobody has set it");
    house.cloud.lock().await.set_password_reset(PasswordResetFor::All);
    house.pass(Duration::from_secs(7 * 3600)).await;
    run(&house, false).await;
    assert_eq!(now(&house, &asked).await.state, State::Done);
    assert_eq!(line(&house, &user).await["isSsprEnabled"], true);
}

#[tokio::test]
async fn a_reset_for_all_or_nobody_is_done_when_a_report_made_since_shows_it_and_for_a_group_on_a_persons_word() {
    let house = synced(100).await;
    let tenant = items(&house, &ORGANIZATION).await.remove(0).id;
    let scope = async |input: serde_json::Value| ask(&house, "set-password-reset-scope", &tenant, input).await;
    let session = house.session().await;
    let group = scope(json!({"passwordResetFor": "selected", "group": "Salg"})).await;
    house.pass(Duration::from_secs(7 * 3600)).await;
    run(&house, false).await;
    assert_eq!(
        now(&house, &group).await.state,
        State::Guided,
        "the report knows no groups"
    );
    let told = tell(&session, group.id).unwrap();
    assert_eq!(told.evidence.map(|seen| seen.kind), Some(EvidenceKind::Told));

    for (wish, set) in [("all", PasswordResetFor::All), ("none", PasswordResetFor::Nobody)] {
        let asked = scope(json!({ "passwordResetFor": wish })).await;
        house.pass(Duration::from_secs(7 * 3600)).await;
        run(&house, false).await;
        assert_eq!(now(&house, &asked).await.state, State::Guided, "nobody has set {wish}");
        house.cloud.lock().await.set_password_reset(set);
        house.pass(Duration::from_secs(7 * 3600)).await;
        run(&house, false).await;
        let done = now(&house, &asked).await;
        assert_eq!(
            (done.state, done.evidence.map(|seen| seen.kind)),
            (State::Done, Some(EvidenceKind::Seen))
        );
        // The report that shows it was made before this was asked for, and somebody may have changed it since.
        let again = scope(json!({ "passwordResetFor": wish })).await;
        let named = Wish {
            only: vec!["registration-details".to_owned()],
            ..Wish::default()
        };
        sync(&session, &named).await.unwrap();
        assert_eq!(now(&house, &again).await.state, State::Guided);
        discard(&session, again.id).unwrap();
    }
}

#[tokio::test]
async fn the_methods_that_are_allowed_are_read_and_a_refusal_leaves_the_rest() {
    let house = synced(100).await;
    let policy = items(&house, &AUTHENTICATION_METHODS_POLICY).await.remove(0);
    let rules = house.session().await.rules(&AUTHENTICATION_METHODS_POLICY).unwrap();
    let row = (AUTHENTICATION_METHODS_POLICY.row)(&policy.id, &policy.server, &rules.facts);
    let methods = row["methods"].as_array().unwrap();
    let sms = methods.iter().find(|one| one["id"] == "Sms").unwrap();
    assert_eq!(
        (&sms["state"], &sms["includeTargets"]),
        (&json!("enabled"), &json!(["all_users"]))
    );
    assert_eq!(row["campaign"]["state"], "default");
    let refused = kontor_sim::Rule {
        status: Some(403),
        ..rule(
            "GET /v1.0/policies/authenticationMethodsPolicy",
            kontor_sim::Action::Status,
        )
    };
    house.cloud.lock().await.set_faults(vec![refused]);
    let outcome = run(&house, true).await;
    let failed: Vec<_> = outcome.collections.iter().filter(|(_, read)| read.is_err()).collect();
    let [("authentication-methods-policy", Err(error))] = &failed[..] else {
        panic!("{failed:?}")
    };
    assert_eq!(error.code, Code::Denied);
}

#[tokio::test]
async fn who_holds_a_role_is_told_with_whether_a_second_factor_is_registered() {
    let house = synced(100).await;
    let session = house.session().await;
    let facts = session.rules(&ROLES).unwrap().facts;
    assert!(facts.holders.len() > 5);
    for (id, holder) in &facts.holders {
        let told = line(&house, id).await["isMfaRegistered"].as_bool();
        assert_eq!(holder.is_mfa_registered, told, "{holder:?}");
    }
}
