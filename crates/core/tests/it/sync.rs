//! The mirror equals the cloud: after a full sync, after changes, after a stop at any page, after the cloud forgot.

use crate::another::{TheKey, another};
use chrono::TimeDelta;
use kontor_core::collections::USERS;
use kontor_core::sync::{Outcome, Wish, sync};
use kontor_model::{Code, Object};
use kontor_sim::{Action, Rule};
use kontor_store::Query;
use kontor_testkit::House;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

/// A rule that acts on every matching request.
pub fn rule(pattern: &str, action: Action) -> Rule {
    Rule {
        pattern: pattern.into(),
        action,
        status: None,
        retry_after: None,
        ms: 0,
        set: Default::default(),
        applied: false,
        times: None,
        after: 0,
        probability: None,
    }
}

pub async fn synced(users: usize) -> House {
    let house = House::new(users).await;
    run(&house, false).await;
    house
}

pub async fn run(house: &House, full: bool) -> Outcome {
    sync(&*house.session().await, &Wish { full, only: Vec::new() })
        .await
        .expect("the store works")
}

/// The users of the mirror, by id.
pub async fn mirrored(house: &House) -> BTreeMap<String, Object> {
    let session = house.session().await;
    let rules = session.rules(&USERS).unwrap();
    let query = Query {
        limit: 1_000_000,
        mirror_only: true,
        ..Query::default()
    };
    session
        .store
        .list(&rules, &query)
        .unwrap()
        .items
        .into_iter()
        .map(|item| (item.id, item.server))
        .collect()
}

/// Fails with the first field in which mirror and cloud differ. `skip` names properties that delta does not report.
pub async fn assert_equal(house: &House, skip: &[&str]) {
    let mirror = mirrored(house).await;
    let truth = house.cloud.lock().await.users_json();
    assert_eq!(mirror.len(), truth.len(), "number of users");
    for user in truth {
        let id = user["id"].as_str().unwrap();
        let mine = mirror.get(id).unwrap_or_else(|| panic!("{id} is missing"));
        for (name, value) in mine.iter().filter(|(name, _)| !skip.contains(&name.as_str())) {
            assert_eq!(value, user.get(name).unwrap_or(&Value::Null), "{name} of {id}");
        }
        for name in [
            "displayName",
            "userPrincipalName",
            "assignedLicenses",
            "lastPasswordChangeDateTime",
        ] {
            assert!(
                mine.contains_key(name) || user[name].is_null(),
                "{name} of {id} is not mirrored"
            );
        }
    }
}

/// Long enough for every replica to have seen every write.
pub async fn settle(house: &House) {
    house.pass(Duration::from_secs(300)).await;
}

#[tokio::test]
async fn a_full_sync_and_a_thousand_changes_later_a_delta_sync_make_the_mirror_equal_the_cloud() {
    let house = synced(250).await;
    assert_equal(&house, &[]).await;
    assert!(house.cloud.lock().await.mutate(11, 1_010) >= 1_000);
    settle(&house).await;
    run(&house, false).await;
    assert_equal(&house, &["licenseAssignmentStates"]).await;
}

/// What only a partner has: a tenant alone has none of it.
pub fn is_a_partners(collection: &str) -> bool {
    [
        "delegated-admin-relationships",
        "contracts",
        "customer-subscriptions",
        "customers",
        "partner-catalog",
    ]
    .contains(&collection)
}

#[tokio::test]
async fn every_collection_is_read_and_says_when() {
    let house = synced(250).await;
    let session = house.session().await;
    for collection in kontor_core::collections::COLLECTIONS {
        let state = session.store.sync_state(collection.name).unwrap();
        assert!(
            state.complete && state.error.is_none() && (state.count > 0 || is_a_partners(collection.name)),
            "{}: {state:?}",
            collection.name
        );
        assert!(state.as_of.is_some(), "{}", collection.name);
    }
}

#[tokio::test]
async fn a_stop_after_any_page_resumes_where_it_was() {
    for pages in 0..4 {
        let mut house = House::new(2_000).await;
        let broken = Rule {
            after: pages,
            ..rule("GET /v1.0/users/delta*", Action::Reset)
        };
        house.cloud.lock().await.set_faults(vec![broken]);
        let outcome = run(&house, false).await;
        assert_eq!(outcome.stopped.expect("the network is gone").code, Code::Offline);
        house.cloud.lock().await.set_faults(Vec::new());
        house = house.restart();
        settle(&house).await;
        run(&house, false).await;
        assert_equal(&house, &[]).await;
    }
}

#[tokio::test]
async fn case_11_a_cloud_that_has_forgotten_is_read_again_while_the_old_mirror_stays() {
    let house = synced(250).await;
    house.cloud.lock().await.mutate(5, 200);
    let gone = Rule {
        times: Some(1),
        ..rule("GET /v1.0/users/delta*", Action::Gone)
    };
    house.cloud.lock().await.set_faults(vec![gone]);
    settle(&house).await;
    run(&house, false).await;
    assert_equal(&house, &[]).await;
}

#[tokio::test]
async fn case_17_what_delta_does_not_report_is_found_by_the_daily_full_round() {
    let house = synced(250).await;
    house.cloud.lock().await.mutate(12, 500);
    house.pass(TimeDelta::hours(25).to_std().unwrap()).await;
    run(&house, false).await;
    assert_equal(&house, &[]).await;
}

#[tokio::test]
async fn case_27_a_captive_portal_is_offline_and_leaves_the_mirror_alone() {
    // Everywhere, and from the third page of the users on.
    for (pattern, after) in [("GET *", 0), ("GET /v1.0/users/delta*", 2)] {
        let house = synced(700).await;
        let portal = Rule {
            after,
            ..rule(pattern, Action::Html)
        };
        house.cloud.lock().await.set_faults(vec![portal]);
        let outcome = run(&house, true).await;
        assert_eq!(outcome.stopped.expect("it stops").code, Code::Offline);
        assert_equal(&house, &[]).await;
        house.cloud.lock().await.set_faults(Vec::new());
        assert!(run(&house, false).await.stopped.is_none());
        assert_equal(&house, &[]).await;
    }
}

#[tokio::test]
async fn a_refused_collection_fails_alone_and_says_why() {
    let house = House::new(250).await;
    let denied = Rule {
        status: Some(403),
        ..rule("GET /v1.0/directory/onPremisesSynchronization*", Action::Status)
    };
    house.cloud.lock().await.set_faults(vec![denied]);
    let outcome = run(&house, false).await;
    assert!(outcome.stopped.is_none());
    let failed: Vec<_> = outcome
        .collections
        .iter()
        .filter(|(_, result)| result.is_err())
        .map(|(name, _)| *name)
        .collect();
    assert_eq!(failed, ["directory-sync"]);
    let session = house.session().await;
    let state = session.store.sync_state("directory-sync").unwrap();
    assert_eq!(state.error.expect("it is kept").code, Code::Denied);
    assert_equal(&house, &[]).await;
}

#[tokio::test]
async fn case_43_absurd_values_are_kept_as_they_came_and_invent_no_date() {
    let house = House::new(250).await;
    let set = serde_json::json!({
        "lastPasswordChangeDateTime": "0001-01-01T00:00:00Z",
        "userType": "Visitor",
        "accountEnabled": null,
        "usageLocation": 47,
    });
    let odd = Rule {
        set: set.as_object().unwrap().clone(),
        ..rule("GET /v1.0/users/delta*", Action::Merge)
    };
    house.cloud.lock().await.set_faults(vec![odd]);
    let outcome = run(&house, false).await;
    assert!(
        outcome.collections.iter().all(|(_, result)| result.is_ok()),
        "{outcome:?}"
    );
    for user in mirrored(&house).await.values() {
        assert_eq!(
            (&user["userType"], &user["usageLocation"]),
            (&"Visitor".into(), &47.into())
        );
    }
    let session = house.session().await;
    let alerts = kontor_core::alerts::alerts(&session, session.now()).unwrap();
    assert!(
        alerts.iter().all(|alert| alert.collection != "password-expiry"),
        "no password has a date"
    );
}

#[tokio::test]
async fn case_24_a_token_of_another_tenant_reads_nothing() {
    let house = synced(100).await;
    let before = mirrored(&house).await;
    let house = house.restart();
    let set = serde_json::json!({ "id": "00000000-dead-beef-0000-000000000000" });
    let other = Rule {
        set: set.as_object().unwrap().clone(),
        ..rule("GET /v1.0/organization*", Action::Merge)
    };
    house.cloud.lock().await.set_faults(vec![other]);
    let outcome = run(&house, true).await;
    assert_eq!(outcome.stopped.expect("it stops").code, Code::WrongTenant);
    assert!(outcome.collections.is_empty());
    assert_eq!(mirrored(&house).await, before);
}

#[tokio::test]
async fn bills_that_cannot_be_read_say_nothing_of_the_directory() {
    for action in [Action::Unauthorized, Action::Reset] {
        let house = House::new(100).await;
        house
            .cloud
            .lock()
            .await
            .set_faults(vec![rule("GET /providers/Microsoft.Billing*", action)]);
        let outcome = run(&house, false).await;
        assert!(outcome.stopped.is_none(), "{:?}", outcome.stopped);
        let failed = outcome.collections.iter().filter(|(_, done)| done.is_err());
        let bills = [
            "billing-accounts",
            "billing-profiles",
            "billing-subscriptions",
            "invoices",
            "transactions",
        ];
        assert_eq!(failed.map(|(name, _)| *name).collect::<Vec<_>>(), bills);
        let (connection, _) = house.session().await.connection().unwrap();
        assert_eq!(connection, kontor_core::Connection::Online);
    }
}

#[tokio::test]
async fn an_object_without_an_id_fails_its_own_collection_only() {
    let house = House::new(100).await;
    let nameless = Rule {
        set: serde_json::json!({ "id": null }).as_object().unwrap().clone(),
        ..rule("GET /v1.0/domains*", Action::Merge)
    };
    house.cloud.lock().await.set_faults(vec![nameless]);
    let outcome = run(&house, false).await;
    let failed: Vec<_> = outcome
        .collections
        .iter()
        .filter_map(|(name, done)| Some((*name, done.as_ref().err()?.code)))
        .collect();
    assert_eq!(failed, [("domains", Code::Malformed)]);
    assert_equal(&house, &[]).await;
}

#[tokio::test]
async fn a_full_round_that_was_stopped_before_its_first_page_is_not_forgotten() {
    let house = synced(100).await;
    house.cloud.lock().await.provision(20);
    house
        .cloud
        .lock()
        .await
        .set_faults(vec![rule("GET /v1.0/users/delta*", Action::Reset)]);
    assert!(run(&house, true).await.stopped.is_some());
    house.cloud.lock().await.set_faults(Vec::new());
    run(&house, false).await;
    assert_equal(&house, &[]).await;
}

#[tokio::test]
async fn a_round_that_goes_on_after_days_also_tells_what_changed_in_what_it_had_read() {
    let house = House::new(2_000).await;
    let broken = Rule {
        after: 2,
        ..rule("GET /v1.0/users/delta*", Action::Reset)
    };
    house.cloud.lock().await.set_faults(vec![broken]);
    assert!(run(&house, false).await.stopped.is_some());
    house.cloud.lock().await.set_faults(Vec::new());
    house.pass(Duration::from_secs(2 * 24 * 3600)).await;
    house.cloud.lock().await.mutate(3, 500);
    settle(&house).await;
    run(&house, false).await;
    assert_equal(&house, &["licenseAssignmentStates"]).await;
}

#[tokio::test]
async fn a_clock_that_was_set_back_does_not_put_off_the_full_round() {
    let house = synced(100).await;
    let session = house.session().await;
    let wrong = session.now() + TimeDelta::days(3_000);
    session
        .store
        .set_setting("full/users", &serde_json::json!(wrong))
        .unwrap();
    house.cloud.lock().await.provision(20);
    run(&house, false).await;
    assert_equal(&house, &[]).await;
}

/// The wire, with the links of lists cut off.
struct Unlinked(kontor_cloud::Https);

#[async_trait::async_trait]
impl kontor_cloud::Transport for Unlinked {
    async fn send(&self, request: kontor_cloud::Request) -> Result<kontor_cloud::Response, kontor_cloud::Broken> {
        let mut response = self.0.send(request).await?;
        if let Ok(mut body) = serde_json::from_slice::<Object>(&response.body) {
            let linked = body.remove("@odata.nextLink").or(body.remove("@odata.deltaLink"));
            if linked.is_some() {
                response.body = serde_json::to_vec(&body).unwrap();
            }
        }
        Ok(response)
    }
}

#[tokio::test]
async fn a_list_that_breaks_off_without_a_link_empties_nothing() {
    let house = synced(2_000).await;
    house.kontor.stop();
    let kontor = another(
        &house,
        Arc::new(TheKey),
        Arc::new(|_| Ok(Arc::new(Unlinked(kontor_cloud::Https::new(None)?)))),
    );
    let session = kontor.session(house.tenant.id).await.unwrap();
    let users = Wish {
        full: true,
        only: vec!["users".into()],
    };
    let outcome = sync(&session, &users).await.unwrap();
    assert_eq!(outcome.collections[0].1.as_ref().unwrap_err().code, Code::Malformed);
    drop((session, kontor));
    assert_eq!(mirrored(&house).await.len(), 2_000);
}

/// A way to a cloud that lists one more billing account, before the others.
struct OneMoreAccount(kontor_cloud::Https);

#[async_trait::async_trait]
impl kontor_cloud::Transport for OneMoreAccount {
    async fn send(
        &self,
        request: kontor_cloud::Request,
    ) -> std::result::Result<kontor_cloud::Response, kontor_cloud::Broken> {
        let lists = request.url.path().ends_with("/billingAccounts");
        let mut answer = self.0.send(request).await?;
        if lists {
            let mut body: Value = serde_json::from_slice(&answer.body).unwrap();
            let account = serde_json::json!({"id": "/providers/Microsoft.Billing/billingAccounts/refused"});
            body["value"].as_array_mut().unwrap().insert(0, account);
            answer.body = body.to_string().into_bytes();
        }
        Ok(answer)
    }
}

#[tokio::test]
async fn one_billing_account_that_may_not_be_read_does_not_hide_the_bills_of_the_others() {
    let house = House::new(100).await;
    house.kontor.stop();
    let denied = Rule {
        status: Some(403),
        ..rule(
            "GET /providers/Microsoft.Billing/billingAccounts/refused/*",
            Action::Status,
        )
    };
    house.cloud.lock().await.set_faults(vec![denied]);
    let way: kontor_core::Connector = Arc::new(|_| Ok(Arc::new(OneMoreAccount(kontor_cloud::Https::new(None)?))));
    let kontor = another(&house, Arc::new(TheKey), way);
    let session = kontor.session(house.tenant.id).await.unwrap();
    let outcome = sync(&session, &Wish::default()).await.unwrap();
    let (_, invoices) = outcome
        .collections
        .iter()
        .find(|(name, _)| *name == "invoices")
        .unwrap();
    assert_eq!(invoices.as_ref().unwrap_err().code, Code::Denied);
    assert!(session.store.sync_state("invoices").unwrap().count > 0);
}

#[tokio::test]
async fn names_sort_as_the_chosen_language_does() {
    let house = synced(250).await;
    let ask = async |command: &str, input: Value| {
        let host = kontor_testkit::Recorder::default();
        kontor_core::commands::dispatch(&house.kontor, &host, command, input)
            .await
            .unwrap()
    };
    ask("save_settings", serde_json::json!({"language": "nb"})).await;
    let list = serde_json::json!({"tenant": house.tenant.id, "collection": "users", "limit": 1_000});
    let page = ask("list", list).await;
    let first = |letter: char| {
        let items = page["items"].as_array().unwrap();
        let named = |item: &Value| {
            item["row"]["displayName"]
                .as_str()
                .is_some_and(|name| name.starts_with(letter))
        };
        items.iter().position(named).unwrap()
    };
    assert!(first('Å') > first('T'));
}

#[tokio::test]
async fn rows_are_those_of_the_last_language_whoever_else_brings_them_up_to_date() {
    let house = synced(100).await;
    let session = house.session().await;
    for _ in 0..20 {
        let together = std::sync::Barrier::new(2);
        let choose = |language: &str| {
            together.wait();
            session
                .store
                .set_setting("locale", &serde_json::json!(language))
                .unwrap();
            session.refresh_rows().unwrap();
        };
        std::thread::scope(|threads| {
            threads.spawn(|| choose("nb"));
            threads.spawn(|| choose("en"));
        });
        for collection in kontor_core::collections::COLLECTIONS {
            let rules = session.rules(collection).unwrap();
            assert!(!session.store.is_stale(&rules).unwrap(), "{}", collection.name);
        }
    }
}
