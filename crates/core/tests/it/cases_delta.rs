//! What delta rounds may bring, in whatever order: the mirror converges, and what is queued stays.

use crate::another::{TheKey, another, another_admin};
use crate::life::{create, items};
use crate::outbox::{ask, item, member, now, send};
use crate::sync::{assert_equal, is_a_partners, mirrored, rule, run, settle, synced};
use kontor_core::collections::{COLLECTIONS, DELETED_USERS, USERS};
use kontor_core::sync::{Wish, sync};
use kontor_core::{Connector, Kontor};
use kontor_model::{Code, Hold, State};
use kontor_sim::{Action, Rule};
use kontor_store::Query;
use kontor_testkit::House;
use serde_json::{Value, json};
use std::sync::Arc;

/// A way to the cloud on which requests and answers are changed.
struct Bent {
    wire: kontor_cloud::Https,
    request: fn(&mut kontor_cloud::Request),
    answer: fn(&str, &mut Value),
}

#[async_trait::async_trait]
impl kontor_cloud::Transport for Bent {
    async fn send(
        &self,
        mut request: kontor_cloud::Request,
    ) -> std::result::Result<kontor_cloud::Response, kontor_cloud::Broken> {
        (self.request)(&mut request);
        let path = request.url.path().to_owned();
        let mut response = self.wire.send(request).await?;
        if let Ok(mut body) = serde_json::from_slice::<Value>(&response.body) {
            (self.answer)(&path, &mut body);
            response.body = body.to_string().into_bytes();
        }
        Ok(response)
    }
}

/// Another Kontor on the files of the house, behind such a way.
fn bent(house: &House, request: fn(&mut kontor_cloud::Request), answer: fn(&str, &mut Value)) -> Kontor {
    house.kontor.stop();
    let way: Connector = Arc::new(move |_| {
        let wire = kontor_cloud::Https::new(None)?;
        Ok(Arc::new(Bent { wire, request, answer }))
    });
    another(house, Arc::new(TheKey), way)
}

async fn run_bent(kontor: &Kontor, house: &House, full: bool) {
    let session = kontor.session(house.tenant.id).await.unwrap();
    let outcome = sync(&session, &Wish { full, only: Vec::new() }).await.unwrap();
    let failed: Vec<_> = outcome.collections.iter().filter(|(_, done)| done.is_err()).collect();
    assert!(failed.is_empty() && outcome.stopped.is_none(), "{outcome:?}");
}

/// The page of users in an answer of a delta query.
fn users<'a>(path: &str, body: &'a mut Value) -> Option<&'a mut Vec<Value>> {
    path.ends_with("/users/delta")
        .then(|| body["value"].as_array_mut())
        .flatten()
}

#[tokio::test]
async fn case_11_a_link_that_is_forgotten_at_any_page_leaves_the_old_mirror_and_what_is_queued() {
    // At once, and in the middle of a long round.
    for pages in [0, 5] {
        let house = synced(2_000).await;
        let user = member(&house).await;
        let edit = ask(&house, "update-user", &user.id, json!({"jobTitle": "Los"})).await;
        let before = mirrored(&house).await.len();
        house.cloud.lock().await.mutate(6, 2_000);
        settle(&house).await;
        let rule = || rule("GET /v1.0/users/delta*", Action::Gone);
        let gone = Rule {
            after: pages,
            times: Some(1),
            ..rule()
        };
        // The read that starts anew does not come to its end.
        let broken = Rule {
            action: Action::Reset,
            after: pages + 3,
            ..rule()
        };
        house.cloud.lock().await.set_faults(vec![gone, broken]);
        let stopped = run(&house, false).await.stopped;
        assert_eq!(stopped.map(|error| error.code), Some(Code::Offline), "{pages}");
        let during = mirrored(&house).await.len();
        assert!(
            during > before - 200,
            "the old mirror is there meanwhile: {during} of {before}"
        );
        let shown = item(&house, &user.id).await;
        assert_eq!(
            (&shown.object["jobTitle"], shown.pending.len()),
            (&json!("Los"), 1),
            "{pages}"
        );
        house.cloud.lock().await.set_faults(Vec::new());
        run(&house, false).await;
        assert_equal(&house, &[]).await;
        assert_eq!(now(&house, &edit).await.state, State::Queued, "it was not forgotten");
    }
}

#[tokio::test]
async fn case_12_a_link_that_the_service_calls_unknown_with_a_400_is_read_anew_and_what_is_queued_stays() {
    let house = synced(250).await;
    let user = member(&house).await;
    let edit = ask(&house, "update-user", &user.id, json!({"city": "Bodø"})).await;
    house.cloud.lock().await.mutate(5, 200);
    settle(&house).await;
    // A token that the service did not make.
    let spoil = |request: &mut kontor_cloud::Request| {
        if request.url.query().is_some_and(|query| query.contains("deltatoken")) {
            request.url.set_query(Some("$deltatoken=AAAA"));
        }
    };
    let kontor = bent(&house, spoil, |path, body| {
        if path.ends_with("/users/delta") && body.get("error").is_some() {
            assert_eq!(body["error"]["code"], "SyncStateNotFound");
        }
    });
    run_bent(&kontor, &house, false).await;
    assert_equal(&house, &[]).await;
    let session = kontor.session(house.tenant.id).await.unwrap();
    assert_eq!(session.store.operation(edit.id).unwrap().unwrap().state, State::Queued);
    assert_eq!(item(&house, &user.id).await.object["city"], "Bodø");
}

/// Each user as something older, as gone, in part and whole; the users of a page the other way round. The last word counts.
fn three_times(path: &str, body: &mut Value) {
    let Some(page) = users(path, body) else { return };
    let whole = std::mem::take(page);
    let alive = || whole.iter().rev().filter(|one| one.get("@removed").is_none());
    for one in alive() {
        let mut older = one.clone();
        if let Some(name) = older.get_mut("displayName") {
            *name = json!("long ago");
        }
        page.push(older);
    }
    page.extend(alive().map(|one| json!({"id": one["id"], "@removed": {"reason": "changed"}})));
    page.extend(alive().map(|one| json!({"id": one["id"], "displayName": "not so long ago"})));
    page.extend(whole.into_iter().rev());
}

#[tokio::test]
async fn case_14_one_user_several_times_in_a_round_and_out_of_order_converges() {
    // A first round, where nothing is known yet, and a later one.
    for first in [true, false] {
        let house = match first {
            true => House::new(250).await,
            false => synced(250).await,
        };
        house.cloud.lock().await.mutate(7, 400);
        settle(&house).await;
        let kontor = bent(&house, |_| {}, three_times);
        run_bent(&kontor, &house, false).await;
        let skip: &[&str] = if first { &[] } else { &["licenseAssignmentStates"] };
        assert_equal(&house, skip).await;
    }
}

#[tokio::test]
async fn case_14_an_older_word_that_comes_last_is_made_good_by_the_next_full_round() {
    let house = synced(250).await;
    house.cloud.lock().await.mutate(7, 400);
    settle(&house).await;
    let kontor = bent(
        &house,
        |_| {},
        |path, body| {
            let Some(page) = users(path, body) else { return };
            let alive: Vec<Value> = page
                .iter()
                .filter(|one| one.get("@removed").is_none())
                .cloned()
                .collect();
            page.extend(
                alive
                    .into_iter()
                    .map(|one| json!({"id": one["id"], "displayName": "long ago"})),
            );
        },
    );
    run_bent(&kontor, &house, false).await;
    drop(kontor);
    let house = house.restart();
    house.pass(std::time::Duration::from_secs(25 * 3600)).await;
    run(&house, false).await;
    assert_equal(&house, &[]).await;
}

#[tokio::test]
async fn case_15_a_removed_user_is_restorable_or_gone_as_the_reason_says_and_what_is_queued_says_so() {
    let house = synced(100).await;
    let mut made = Vec::new();
    for name in ["kan.tilbake", "er.borte"] {
        let created = create(&house, name).await;
        send(&house).await;
        made.push(now(&house, &created).await.target.id);
    }
    settle(&house).await;
    run(&house, false).await;
    let edit = ask(&house, "update-user", &made[1], json!({"jobTitle": "Los"})).await;
    for id in &made {
        another_admin(&house, "DELETE", &format!("/v1.0/users/{id}"), Value::Null).await;
    }
    let purged = format!("/v1.0/directory/deletedItems/{}", made[1]);
    another_admin(&house, "DELETE", &purged, Value::Null).await;
    settle(&house).await;
    run(&house, false).await;
    let ids = async |collection| -> Vec<String> {
        items(&house, collection)
            .await
            .into_iter()
            .map(|item| item.id)
            .collect()
    };
    let (alive, deleted) = (ids(&USERS).await, ids(&DELETED_USERS).await);
    assert!(made.iter().all(|id| !alive.contains(id)));
    assert!(deleted.contains(&made[0]) && !deleted.contains(&made[1]));
    assert_equal(&house, &[]).await;
    send(&house).await;
    assert_eq!(now(&house, &edit).await.hold, Some(Hold::TargetGone));

    let back = ask(&house, "restore-user", &made[0], json!({})).await;
    send(&house).await;
    assert_eq!(now(&house, &back).await.state, State::Done);
    settle(&house).await;
    run(&house, false).await;
    assert!(ids(&USERS).await.contains(&made[0]) && !ids(&DELETED_USERS).await.contains(&made[0]));
    assert_equal(&house, &[]).await;
}

#[tokio::test]
async fn case_15_tombstones_in_the_first_round_and_beside_living_objects_do_no_harm() {
    let house = House::new(250).await;
    let kontor = bent(
        &house,
        |_| {},
        |path, body| {
            let Some(page) = users(path, body) else { return };
            // Of nobody, of somebody who follows, and without or with an odd reason.
            let Some(first) = page.first().and_then(|one| one["id"].as_str()).map(str::to_owned) else {
                return;
            };
            for (place, reason) in [
                json!({"reason": "changed"}),
                json!({"reason": "deleted"}),
                json!({}),
                json!(null),
            ]
            .into_iter()
            .enumerate()
            {
                page.insert(
                    0,
                    json!({"id": format!("00000000-0000-4000-8000-00000000000{place}"), "@removed": reason}),
                );
                page.insert(0, json!({"id": first, "@removed": reason}));
            }
        },
    );
    run_bent(&kontor, &house, false).await;
    assert_equal(&house, &[]).await;
}

/// The properties whose values Microsoft may add to at any time, wherever they stand.
const ENUMS: [&str; 14] = [
    "appliesTo",
    "authenticationType",
    "capabilityStatus",
    "documentType",
    "error",
    "externalUserState",
    "invoiceType",
    "ownerType",
    "paymentMethodType",
    "provisioningStatus",
    "specialTaxationType",
    "state",
    "status",
    "userType",
];

/// A member of every enum that nobody has heard of.
fn unheard_of(body: &mut Value) {
    match body {
        Value::Object(object) => {
            for (name, value) in object {
                match value {
                    Value::String(text) if ENUMS.contains(&name.as_str()) => *text = "neverHeardOf".to_owned(),
                    other => unheard_of(other),
                }
            }
        }
        Value::Array(list) => list.iter_mut().for_each(unheard_of),
        _ => {}
    }
}

#[tokio::test]
async fn case_20_a_member_that_no_enum_has_is_shown_as_it_came_in_every_collection_and_sync_goes_on() {
    let house = House::new(250).await;
    let kontor = bent(&house, |_| {}, |_, body| unheard_of(body));
    run_bent(&kontor, &house, false).await;
    let session = kontor.session(house.tenant.id).await.unwrap();
    let host = kontor_testkit::Recorder::default();
    let mut with_enums = 0;
    for collection in COLLECTIONS {
        let list = json!({"tenant": house.tenant.id, "collection": collection.name, "limit": 1_000});
        let page = kontor_core::commands::dispatch(&kontor, &host, "list", list)
            .await
            .unwrap();
        let rules = session.rules(collection).unwrap();
        let query = Query {
            limit: 1_000,
            ..Query::default()
        };
        let items = session.store.list(&rules, &query).unwrap().items;
        if is_a_partners(collection.name) {
            continue;
        }
        assert!(!items.is_empty(), "{}", collection.name);
        assert_eq!(
            page["items"].as_array().unwrap().len(),
            items.len(),
            "{}",
            collection.name
        );
        with_enums += usize::from(json!(items[0].server).to_string().contains("neverHeardOf"));
    }
    assert!(with_enums >= 5, "{with_enums}");
    kontor_core::alerts::alerts(&session, session.now()).unwrap();
    // The same round again, and one that tells of changes.
    house.cloud.lock().await.mutate(3, 200);
    settle(&house).await;
    run_bent(&kontor, &house, false).await;
    run_bent(&kontor, &house, true).await;
}

#[tokio::test]
async fn case_26_a_renamed_domain_leaves_ids_and_what_is_queued_and_brings_the_new_names() {
    let house = synced(100).await;
    let domains = house.cloud.lock().await.domains_json();
    let managed: Vec<&str> = domains
        .iter()
        .filter(|one| one["isVerified"] == true && one["authenticationType"] == "Managed")
        .map(|one| one["id"].as_str().unwrap())
        .collect();
    let user = member(&house).await;
    let (_, old) = user.server["userPrincipalName"]
        .as_str()
        .unwrap()
        .split_once('@')
        .unwrap();
    let new = managed.iter().find(|name| **name != old).expect("another domain");
    let edit = ask(&house, "update-user", &user.id, json!({"jobTitle": "Los"})).await;
    let before: Vec<String> = mirrored(&house).await.into_keys().collect();
    let mut renamed = 0;
    let all = house.cloud.lock().await.users_json();
    for one in all {
        let name = one["userPrincipalName"].as_str().unwrap();
        if let Some((mine, _)) = name
            .split_once('@')
            .filter(|(_, domain)| *domain == old && one["onPremisesSyncEnabled"].is_null())
        {
            let path = format!("/v1.0/users/{}", one["id"].as_str().unwrap());
            another_admin(
                &house,
                "PATCH",
                &path,
                json!({"userPrincipalName": format!("{mine}@{new}")}),
            )
            .await;
            renamed += 1;
        }
    }
    assert!(renamed > 10, "{renamed}");
    settle(&house).await;
    run(&house, false).await;
    assert_eq!(mirrored(&house).await.into_keys().collect::<Vec<_>>(), before);
    assert_equal(&house, &[]).await;
    let shown = item(&house, &user.id).await;
    assert!(shown.object["userPrincipalName"].as_str().unwrap().ends_with(new));
    let session = house.session().await;
    let found = |words: &str| {
        let query = Query {
            limit: 1_000,
            search: Some(words),
            ..Query::default()
        };
        session
            .store
            .list(&session.rules(&USERS).unwrap(), &query)
            .unwrap()
            .items
            .len()
    };
    assert!(found(new) >= renamed);
    send(&house).await;
    assert_eq!(now(&house, &edit).await.state, State::Done);
}
