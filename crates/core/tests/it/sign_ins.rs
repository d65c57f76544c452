//! When people last signed in: read apart from the users, laid over them, and unknown apart from never.

use crate::life::{create, items};
use crate::outbox::{now, send};
use crate::sync::{mirrored, run, synced};
use kontor_core::collections::{COLLECTIONS, SIGN_IN_ACTIVITY, USERS};
use kontor_core::commands::dispatch;
use kontor_core::money::waste;
use kontor_model::Code;
use kontor_sim::{Action, Rights};
use kontor_testkit::{House, Recorder};
use serde_json::{Value, json};
use std::time::Duration;

const DAY: Duration = Duration::from_secs(86_400);

async fn count(house: &House, idle: &[&str]) -> u64 {
    let input = json!({"tenant": house.tenant.id, "collection": "users", "filters": {"idle": idle}, "limit": 1});
    let page = dispatch(&house.kontor, &Recorder::default(), "list", input)
        .await
        .unwrap();
    page["total"].as_u64().unwrap()
}

#[tokio::test]
async fn who_never_signed_in_is_told_from_whose_sign_ins_are_not_known() {
    let house = synced(200).await;
    let truth = house.cloud.lock().await.users_json();
    let mirror = mirrored(&house).await;
    for user in &truth {
        let mine = &mirror[user["id"].as_str().unwrap()];
        assert_eq!(mine["signInActivity"], user["signInActivity"], "{user:#}");
    }
    let never = truth.iter().filter(|user| user["signInActivity"].is_null()).count() as u64;
    assert!(never > 0);
    assert_eq!(
        (count(&house, &["never"]).await, count(&house, &["unknown"]).await),
        (never, 0)
    );
    let idle = count(&house, &["90"]).await;
    assert!(idle > 0, "the disabled ones");
    assert_eq!(count(&house, &["90", "never"]).await, idle + never);

    // Somebody new is not known until the next reading, also when all users are read again.
    let made = create(&house, "ny.bruker").await;
    send(&house).await;
    let id = now(&house, &made).await.target.id;
    house.pass(Duration::from_secs(300)).await;
    run(&house, false).await;
    assert!(!mirrored(&house).await[&id].contains_key("signInActivity"));
    assert_eq!(count(&house, &["unknown"]).await, 1);
    house.pass(DAY).await;
    run(&house, false).await;
    assert_eq!(mirrored(&house).await[&id]["signInActivity"], Value::Null);
    assert_eq!(count(&house, &["unknown"]).await, 0);
}

#[tokio::test]
async fn a_round_over_all_users_keeps_what_is_read_apart_and_it_is_read_once_a_day() {
    let house = synced(100).await;
    let before = mirrored(&house).await;
    let refused = kontor_sim::Rule {
        status: Some(403),
        ..crate::sync::rule("GET /v1.0/users", Action::Status)
    };
    house.cloud.lock().await.set_faults(vec![refused]);
    let again = run(&house, false).await;
    assert!(
        again.collections.iter().all(|(_, read)| read.is_ok()),
        "not asked again so soon"
    );
    let full = run(&house, true).await;
    let failed: Vec<_> = full
        .collections
        .iter()
        .filter(|(_, read)| read.is_err())
        .map(|(name, _)| *name)
        .collect();
    assert_eq!(failed, ["sign-in-activity"], "it fails alone");
    assert_eq!(mirrored(&house).await, before);
}

#[tokio::test]
async fn without_the_scope_or_the_licence_it_is_unknown_with_the_reason_and_nothing_else_is_lost() {
    let house = House::new(100).await;
    {
        let cloud = house.cloud.lock().await;
        let others = COLLECTIONS
            .iter()
            .filter_map(|one| one.scope)
            .filter(|scope| *scope != "AuditLog.Read.All");
        let rights = Rights {
            scopes: Some(others.map(str::to_owned).collect()),
            roles: vec!["Global Administrator".to_owned()],
        };
        cloud.set_rights(&cloud.token(), rights).unwrap();
    }
    let outcome = run(&house, false).await;
    let failed: Vec<_> = outcome
        .collections
        .iter()
        .filter(|(_, read)| read.is_err())
        .map(|(name, _)| *name)
        .collect();
    assert_eq!(failed, ["sign-in-activity", "registration-details"]);
    let session = house.session().await;
    let error = session.store.sync_state(SIGN_IN_ACTIVITY.name).unwrap().error.unwrap();
    assert_eq!(error.code, Code::Denied);
    assert_eq!(items(&house, &USERS).await.len(), 100);
    assert_eq!(count(&house, &["unknown"]).await, 100);

    let cloud = house.cloud.lock().await;
    cloud
        .set_rights(
            &cloud.token(),
            Rights {
                scopes: None,
                roles: vec!["Global Administrator".to_owned()],
            },
        )
        .unwrap();
    let all = cloud.subscriptions_json();
    let ids = all.iter().filter_map(|one| one["id"].as_str());
    for id in ids {
        assert!(cloud.end_subscription(id));
    }
    drop(cloud);
    run(&house, false).await;
    let error = session.store.sync_state(SIGN_IN_ACTIVITY.name).unwrap().error.unwrap();
    let code = error.server_code.as_deref();
    assert_eq!(code, Some("Authentication_RequestFromNonPremiumTenantOrB2CTenant"));
    assert_eq!(count(&house, &["unknown"]).await, 100);
}

#[tokio::test]
async fn nobody_grows_idle_while_sign_ins_are_not_read() {
    let house = synced(200).await;
    let idle = count(&house, &["90"]).await;
    let session = house.session().await;
    let seats = || {
        let waste = waste(&session, session.now()).unwrap();
        waste.items.iter().filter_map(|one| one.long_ago).sum::<u64>()
    };
    let unused = seats();
    house.pass(DAY * 100).await;
    assert_eq!(
        (count(&house, &["90"]).await, seats()),
        (idle, unused),
        "nothing new is known"
    );
    run(&house, false).await;
    assert!(count(&house, &["90"]).await > idle && seats() > unused);
}
