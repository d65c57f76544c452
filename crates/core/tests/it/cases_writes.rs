//! Writes whose answer is lost or that are refused: read back, waited for or given to a person; never twice, and never
//! somebody else's.

use crate::another::another_admin;
use crate::life::{create, free_product, items, managed_domain, writes};
use crate::outbox::{PASSWORD, ask, now, send};
use crate::sync::{rule, run, settle, synced};
use kontor_core::collections::{DELETED_USERS, LICENSES, USERS};
use kontor_core::outbox::{Pace, approve, drain, send_now};
use kontor_model::{Code, Hold, State};
use kontor_sim::{Action, Rule};
use kontor_store::Item;
use kontor_testkit::House;
use serde_json::{Value, json};
use std::time::Duration;

const SECOND: Duration = Duration::from_secs(1);

/// The next write of this kind gets no answer; `applied` says whether it took effect.
fn lost(pattern: &str, applied: bool) -> Vec<Rule> {
    let lost = Rule {
        applied,
        times: Some(1),
        ..rule(pattern, Action::Reset)
    };
    vec![lost]
}

#[tokio::test]
async fn case_01_a_user_whose_making_was_never_answered_is_found_by_name_and_made_once() {
    // No lag, one that hides the user at first, and one as long as Microsoft names.
    for lag in [0, 45, 110] {
        let house = synced(100).await;
        house.cloud.lock().await.set_lag(SECOND * lag);
        house.cloud.lock().await.set_faults(lost("POST /v1.0/users", true));
        let created = create(&house, "tapt.svar").await;
        send(&house).await;
        let created = now(&house, &created).await;
        assert_eq!((created.state, created.attempts), (State::Done, 1), "{created:#?}");
        assert_eq!(writes(&house).await.len(), 1);
        assert_eq!(writes(&house).await[0].object_id, created.target.id);
        settle(&house).await;
        run(&house, false).await;
        let there = items(&house, &USERS).await;
        let named = there.iter().filter(|item| item.object["displayName"] == "Ny Bruker");
        assert_eq!(named.count(), 1, "one row, not the expected one beside the real one");
    }
}

#[tokio::test]
async fn case_01_other_ways_to_lose_the_answer_make_one_user_as_well() {
    for spoilt in [
        Rule {
            applied: true,
            status: Some(504),
            ..rule("POST /v1.0/users", Action::Status)
        },
        Rule {
            applied: true,
            ..rule("POST /v1.0/users", Action::Html)
        },
        rule("POST /v1.0/users", Action::Cut),
        rule("POST /v1.0/users", Action::Truncate),
    ] {
        let house = synced(100).await;
        house.cloud.lock().await.set_faults(vec![Rule {
            times: Some(1),
            ..spoilt.clone()
        }]);
        let created = create(&house, "tapt.svar").await;
        send(&house).await;
        assert_eq!(now(&house, &created).await.state, State::Done, "{spoilt:?}");
        assert_eq!(writes(&house).await.len(), 1, "{spoilt:?}");
    }
}

/// Somebody else's user of the name that `create` takes.
async fn taken(house: &House, name: &str, differs: Value) -> Value {
    let domain = managed_domain(house).await.id;
    let mut body = json!({
        "userPrincipalName": format!("{name}@{domain}"), "displayName": "Ny Bruker", "mailNickname": name,
        "accountEnabled": true, "passwordProfile": {"password": "Theirs-4711-aA"},
    });
    body.as_object_mut()
        .unwrap()
        .extend(differs.as_object().unwrap().clone());
    another_admin(house, "POST", "/v1.0/users", body).await
}

#[tokio::test]
async fn case_03_a_name_that_somebody_else_took_after_it_was_sent_is_held_and_never_adopted() {
    // Alike in all but one thing.
    for differs in [
        json!({"displayName": "Noen Andre"}),
        json!({"mobilePhone": "+47 400 00 000"}),
        json!({"accountEnabled": false}),
    ] {
        let house = synced(100).await;
        house.cloud.lock().await.set_faults(lost("POST /v1.0/users", false));
        let mine = ask(
            &house,
            "create-user",
            "",
            json!({
                "userPrincipalName": format!("tatt.navn@{}", managed_domain(&house).await.id),
                "displayName": "Ny Bruker", "mobilePhone": "+47 911 11 111", "password": PASSWORD,
            }),
        )
        .await;
        let session = house.session().await;
        send_now(&session).unwrap();
        drain(&session, Pace::Due).await.unwrap();
        assert_eq!(now(&house, &mine).await.state, State::Unknown);
        let mut theirs = json!({"mobilePhone": "+47 911 11 111"});
        theirs
            .as_object_mut()
            .unwrap()
            .extend(differs.as_object().unwrap().clone());
        let theirs = taken(&house, "tatt.navn", theirs).await;
        send(&house).await;
        let held = now(&house, &mine).await;
        assert_eq!(
            (held.state, held.hold),
            (State::Held, Some(Hold::OutcomeUnknown)),
            "{differs}"
        );
        assert_ne!(held.target.id, theirs["id"], "{differs}");
        assert_eq!(writes(&house).await.len(), 1, "theirs alone: {differs}");
    }
}

#[tokio::test]
async fn case_03_a_name_that_was_taken_before_is_held_until_it_is_free() {
    // Seen before anything is sent, or, where the first reading is from a replica that lags, only in Microsoft's refusal.
    for hidden in [false, true] {
        let house = synced(100).await;
        // No replica lags but the one that the rule below stands for.
        house.cloud.lock().await.set_lag(Duration::ZERO);
        let created = create(&house, "tatt.navn").await;
        let theirs = taken(&house, "tatt.navn", json!({"displayName": "Noen Andre"})).await;
        let lags = Rule {
            status: Some(404),
            times: Some(u64::from(hidden)),
            ..rule("GET /v1.0/users/tatt*", Action::Status)
        };
        house.cloud.lock().await.set_faults(vec![lags]);
        send(&house).await;
        let held = now(&house, &created).await;
        assert_eq!(
            (held.state, held.attempts),
            (State::Held, u32::from(hidden)),
            "{held:#?}"
        );
        assert!(held.error.is_some(), "{held:#?}");
        assert_ne!(held.target.id, theirs["id"]);
        assert_eq!(writes(&house).await.len(), 1, "theirs alone");
        if hidden {
            continue;
        }
        assert_eq!(held.hold, Some(Hold::NameTaken));
        let path = format!("/v1.0/users/{}", theirs["id"].as_str().unwrap());
        another_admin(&house, "DELETE", &path, Value::Null).await;
        settle(&house).await;
        approve(&*house.session().await, created.id).unwrap();
        send(&house).await;
        let made = now(&house, &created).await;
        assert_eq!(made.state, State::Done, "its password was kept: {made:#?}");
        assert_ne!(made.target.id, theirs["id"]);
        run(&house, false).await;
        let deleted = items(&house, &DELETED_USERS).await;
        assert!(
            deleted.iter().any(|item| item.id == theirs["id"]),
            "theirs stays restorable"
        );
    }
}

#[tokio::test]
async fn case_18_a_licence_behind_a_new_usage_location_is_retried_in_order_until_it_is_seen() {
    let house = synced(250).await;
    house.cloud.lock().await.set_lag(SECOND * 60);
    let created = create(&house, "ny.lisens").await;
    send(&house).await;
    settle(&house).await;
    let user = now(&house, &created).await.target.id;
    let located = ask(&house, "update-user", &user, json!({"usageLocation": "NO"})).await;
    let sku = free_product(&house, &user).await;
    let licensed = ask(&house, "assign-licenses", &user, json!({"addLicenses": [sku]})).await;
    send(&house).await;
    let (located, licensed) = (now(&house, &located).await, now(&house, &licensed).await);
    assert_eq!(
        (located.state, licensed.state),
        (State::Done, State::Done),
        "{licensed:#?}"
    );
    assert!(licensed.attempts > 1, "it was refused at first");
    let sent: Vec<_> = writes(&house).await.into_iter().map(|effect| effect.method).collect();
    assert_eq!(sent, ["POST", "PATCH", "POST"]);
}

/// The members in the cloud's own directory that have a place and not this product.
async fn without(house: &House, sku: &Value) -> Vec<Item> {
    let sku = sku.as_str().unwrap();
    let lacks = |item: &Item| {
        item.server.get("usageLocation").is_some_and(Value::is_string)
            && item
                .server
                .get("onPremisesSyncEnabled")
                .is_none_or(|synced| *synced != true)
            && !item.server["assignedLicenses"].to_string().contains(sku)
    };
    items(house, &USERS).await.into_iter().filter(lacks).collect()
}

#[tokio::test]
async fn case_19_of_many_that_want_the_last_licences_those_without_are_told_and_the_rest_proceeds() {
    let house = synced(250).await;
    let seats = |item: &Item| {
        let bought = item.server["prepaidUnits"]["enabled"].as_i64().unwrap_or_default();
        bought - item.server["consumedUnits"].as_i64().unwrap_or_default()
    };
    let products = items(&house, &LICENSES).await;
    let mut free: Vec<_> = products
        .iter()
        .filter(|one| one.server["capabilityStatus"] == "Enabled" && seats(one) > 0)
        .collect();
    free.sort_by_key(|one| seats(one));
    let (scarce, plenty) = (free[0], free[free.len() - 1]);
    let left = usize::try_from(seats(scarce)).unwrap();
    assert!(left < 40 && seats(plenty) > 3, "{left}");
    let (scarce, plenty) = (&scarce.server["skuId"], &plenty.server["skuId"]);
    let people = without(&house, scarce).await;
    assert!(people.len() > left + 3);

    let mut wanted = Vec::new();
    for user in &people[..left + 2] {
        wanted.push(ask(&house, "assign-licenses", &user.id, json!({"addLicenses": [scarce]})).await);
    }
    let short = wanted[left].target.id.clone();
    let title = ask(&house, "update-user", &short, json!({"jobTitle": "Los"})).await;
    // Two products in one request: with one of them short, neither is given.
    let both = people[left + 2..].iter().find(|user| {
        !user.server["assignedLicenses"]
            .to_string()
            .contains(plenty.as_str().unwrap())
    });
    let both = both.unwrap().id.clone();
    let pair = ask(
        &house,
        "assign-licenses",
        &both,
        json!({"addLicenses": [plenty, scarce]}),
    )
    .await;
    let behind = ask(&house, "update-user", &both, json!({"jobTitle": "Los"})).await;
    send(&house).await;

    let mut ends = Vec::new();
    for one in &wanted {
        ends.push(now(&house, one).await);
    }
    let (done, failed): (Vec<_>, Vec<_>) = ends.into_iter().partition(|one| one.state == State::Done);
    assert_eq!((done.len(), failed.len()), (left, 2));
    for refused in failed.iter().chain([&now(&house, &pair).await]) {
        let error = refused.error.as_ref().expect("the reason");
        assert_eq!((refused.state, error.code), (State::Failed, Code::Refused));
        assert!(error.message.contains("available licenses"), "{error}");
    }
    assert_eq!(now(&house, &title).await.state, State::Done);
    assert_eq!(now(&house, &behind).await.state, State::Done);
    assert_eq!(writes(&house).await.len(), left + 2, "nothing of what was refused");
}
