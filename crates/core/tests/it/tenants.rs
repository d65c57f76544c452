//! Several tenants at once: each one's figures, a search across all, and forgetting one while the others work.

use crate::sync::{rule, run, synced};
use kontor_core::alerts::{Kind, alerts};
use kontor_core::collections::USERS;
use kontor_core::commands::dispatch;
use kontor_core::operations::Wish;
use kontor_core::outbox::queue;
use kontor_core::sync::{Wish as SyncWish, sync};
use kontor_core::{Connect, Credential};
use kontor_model::{Clock, Secret, Tenant};
use kontor_sim::{Action, Running};
use kontor_store::Query;
use kontor_testkit::{House, Recorder, endpoints};
use serde_json::{Value, json};
use std::sync::Arc;

/// Another organisation, on a cloud of its own, connected to the same Kontor and synced.
async fn second(house: &House) -> (Running, Tenant) {
    let options = kontor_sim::Options {
        users: 120,
        seed: 99,
        now: house.clock.now(),
        ..kontor_sim::Options::default()
    };
    let cloud = kontor_sim::start(options).await.unwrap();
    let connect = Connect {
        name: "Another".to_owned(),
        tenant_id: None,
        endpoints: endpoints(&cloud),
        credential: Credential::Token(Secret::new(cloud.token())),
        demo: false,
    };
    let tenant = house.kontor.connect(connect).await.unwrap();
    let session = house.kontor.session(tenant.id).await.unwrap();
    sync(&session, &SyncWish::default()).await.unwrap();
    (cloud, tenant)
}

async fn ask(house: &House, name: &str, input: Value) -> Value {
    dispatch(&house.kontor, &Recorder::default(), name, input)
        .await
        .unwrap()
}

async fn first_user(house: &House, tenant: &Tenant) -> kontor_store::Item {
    let session = house.kontor.session(tenant.id).await.unwrap();
    let query = Query {
        limit: 1,
        ..Query::default()
    };
    let mut users = session.store.list(&session.rules(&USERS).unwrap(), &query).unwrap();
    users.items.remove(0)
}

#[tokio::test]
async fn the_overview_counts_what_the_alerts_of_each_tenant_tell() {
    let house = synced(250).await;
    let (_cloud, other) = second(&house).await;
    for (tenant, users) in [(&house.tenant, 250), (&other, 120)] {
        let session = house.kontor.session(tenant.id).await.unwrap();
        let told = alerts(&session, session.now()).unwrap();
        let count = |kind: Kind| told.iter().filter(|alert| alert.kind == kind).count();
        let overview = ask(&house, "overview", json!({ "tenant": tenant.id })).await;
        assert_eq!(overview["users"], users);
        for (figure, kind) in [
            ("passwordsEnding", Kind::PasswordEnds),
            ("passwordsEnded", Kind::PasswordEnded),
            ("licenseShortages", Kind::LicenseShortage),
            ("subscriptionsEnding", Kind::SubscriptionEnds),
            ("subscriptionsInTrouble", Kind::SubscriptionInTrouble),
            ("invoicesOverdue", Kind::InvoiceOverdue),
        ] {
            assert_eq!(overview[figure], count(kind), "{figure} of {}", tenant.name);
        }
        assert!(
            overview["asOf"].is_string() && overview["nextSubscriptionEnd"].is_string(),
            "{overview}"
        );
    }
}

#[tokio::test]
async fn a_search_goes_through_every_tenant_and_says_which_could_not_be_opened() {
    let house = synced(250).await;
    let (_cloud, other) = second(&house).await;
    let wanted = first_user(&house, &other).await;
    let upn = wanted.object["userPrincipalName"].as_str().unwrap();
    let found = ask(&house, "search", json!({ "text": upn })).await;
    let found = found.as_array().unwrap();
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0]["tenant"], json!(other.id));
    assert_eq!(
        (&found[0]["hits"][0]["id"], &found[0]["hits"][0]["detail"]),
        (&json!(wanted.id), &json!(upn))
    );

    let both = ask(&house, "search", json!({ "text": "a", "limit": 2 })).await;
    let names: Vec<_> = both
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["Another", "Test"], "by name");

    // The files of one are taken away under it: it says so, and the other answers.
    house.kontor.remove(other.id, true).await.unwrap();
    let folder = house.kontor.folder().of(other.id);
    std::fs::create_dir_all(&folder).unwrap();
    house.kontor.folder().save(&other).unwrap();
    std::fs::write(folder.join("ledger.db"), [7; 8192]).unwrap();
    let both = ask(&house, "search", json!({ "text": "a" })).await;
    assert!(
        both[0]["error"]["code"].is_string() && both[0]["hits"] == json!([]),
        "{both}"
    );
    assert!(!both[1]["hits"].as_array().unwrap().is_empty());
}

#[tokio::test]
async fn a_tenant_is_forgotten_from_a_kontor_that_is_at_work_on_it_and_nothing_unsent_is_lost_unsaid() {
    let house = synced(250).await;
    let (_cloud, other) = second(&house).await;
    let running = tokio::spawn({
        let kontor = house.kontor.clone();
        async move { kontor.run(Arc::new(Recorder::default())).await }
    });
    let wish = Wish {
        operation: "update-user".to_owned(),
        id: first_user(&house, &other).await.id,
        input: json!({ "jobTitle": "Kaptein" }),
    };
    let session = house.kontor.session(other.id).await.unwrap();
    session.set_works_offline(true).unwrap();
    let queued = queue(&session, wish).unwrap();
    drop(session);

    let kept = ask(&house, "remove_tenant", json!({ "tenant": other.id })).await;
    assert_eq!(kept["unsent"][0]["id"], json!(queued.id));
    let gone = ask(
        &house,
        "remove_tenant",
        json!({ "tenant": other.id, "discardUnsent": true }),
    )
    .await;
    assert_eq!(gone["unsent"], json!([]));
    assert!(!house.kontor.folder().of(other.id).exists());
    assert_eq!(
        house.kontor.folder().tenants().unwrap(),
        std::slice::from_ref(&house.tenant)
    );
    assert!(
        house.session().await.store.sync_state("users").unwrap().complete,
        "the other one works on"
    );
    house.kontor.stop();
    running.await.unwrap();
}

/// Whoever signs in may read no bills at first: that there are none overdue is then not known.
#[tokio::test]
async fn what_may_not_be_read_or_was_not_yet_is_no_nought() {
    let house = House::new(100).await;
    let before = ask(&house, "overview", json!({ "tenant": house.tenant.id })).await;
    for figure in [
        "users",
        "passwordsEnded",
        "licenseShortages",
        "subscriptionsEnding",
        "invoicesOverdue",
    ] {
        assert_eq!(before[figure], Value::Null, "{figure}");
    }
    let denied = kontor_sim::Rule {
        status: Some(403),
        ..rule("GET /providers/*", Action::Status)
    };
    house.cloud.lock().await.set_faults(vec![denied]);
    run(&house, false).await;
    let after = ask(&house, "overview", json!({ "tenant": house.tenant.id })).await;
    assert_eq!(
        (&after["invoicesOverdue"], &after["users"]),
        (&Value::Null, &json!(100))
    );
    assert!(
        after["asOf"].is_string() && after["passwordsEnded"].is_number(),
        "{after}"
    );
}
