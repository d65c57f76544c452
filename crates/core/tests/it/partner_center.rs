//! What a partner's customers have subscribed to: read at Partner Center, and changed there once, with a person's word.

use crate::outbox::{ask, effects, now, send};
use crate::sync::{rule, run};
use kontor_core::Session;
use kontor_core::collections::CUSTOMER_SUBSCRIPTIONS;
use kontor_core::operations::Wish;
use kontor_core::outbox::{approve, export_request, may_go_with_all, preview, retry, undo};
use kontor_model::{Code, EvidenceKind, Hold, Operation, State};
use kontor_sim::{Action, Outcome, Rights, Rule};
use kontor_store::{Item, Query};
use kontor_testkit::House;
use serde_json::{Value, json};
use std::time::Duration;

/// A partner with so many customers, read once.
async fn partner(customers: usize) -> House {
    let house = House::flowing(40, customers + 1).await;
    run(&house, false).await;
    house
}

fn listed(session: &Session) -> Vec<Item> {
    let query = Query {
        limit: 1_000,
        ..Query::default()
    };
    let rules = session.rules(&CUSTOMER_SUBSCRIPTIONS).unwrap();
    session.store.list(&rules, &query).unwrap().items
}

fn field(item: &Item, name: &str) -> Value {
    item.server.get(name).cloned().unwrap_or_default()
}

/// A subscription that is active, and its seats.
async fn one(house: &House) -> (String, i64) {
    let all = listed(&*house.session().await);
    let active = all.iter().find(|item| field(item, "status") == "active").unwrap();
    (active.id.clone(), field(active, "quantity").as_i64().unwrap())
}

async fn item(house: &House, id: &str) -> Item {
    let all = listed(&*house.session().await);
    all.into_iter().find(|item| item.id == id).unwrap()
}

async fn seats(house: &House, id: &str, quantity: i64) -> Operation {
    ask(house, "change-seats", id, json!({ "quantity": quantity })).await
}

async fn confirm(house: &House, operation: &Operation) {
    approve(&*house.session().await, operation.id).unwrap();
}

async fn faults(house: &House, rules: Vec<Rule>) {
    house.cloud.lock().await.set_faults(rules);
}

fn refusal(pattern: &str, status: u16) -> Rule {
    Rule {
        status: Some(status),
        ..rule(pattern, Action::Status)
    }
}

#[tokio::test]
async fn what_every_customer_has_is_told_with_its_term_and_what_is_not_known_is_left_out() {
    // More customers than come on a page.
    let house = partner(4).await;
    let session = house.session().await;
    let all = listed(&session);
    let customers = house.cloud.lock().await.tenants();
    for customer in &customers[1..] {
        let theirs = all
            .iter()
            .filter(|item| field(item, "customerId") == customer.tenant_id().as_str());
        let told = customer.subscriptions_json();
        let sold = told.iter().filter(|one| !one["ownerTenantId"].is_null());
        assert_eq!(
            theirs.count(),
            sold.count(),
            "those that the partner sold, and no other"
        );
    }
    let rules = session.rules(&CUSTOMER_SUBSCRIPTIONS).unwrap();
    for found in &all {
        let row = (rules.collection.row)(&found.id, &found.server, &rules.facts);
        assert_eq!(found.id, found.id.to_lowercase());
        assert!(row["customerName"].is_string() && row["quantity"].is_number(), "{row}");
        let ends = field(found, "commitmentEndDate");
        assert_eq!(
            row["commitmentEndDate"].is_null(),
            ends.as_str().unwrap().starts_with("9999"),
            "{row}"
        );
    }
}

#[tokio::test]
async fn who_is_none_of_the_partners_agents_is_told_so_and_nothing_else_is_held_up() {
    let house = partner(2).await;
    let whole = listed(&*house.session().await).len();
    {
        let cloud = house.cloud.lock().await;
        let reader = Rights {
            scopes: None,
            roles: vec!["Global Reader".to_owned()],
        };
        cloud.set_rights(&cloud.token(), reader).unwrap();
    }
    let outcome = run(&house, true).await;
    let session = house.session().await;
    let state = session.store.sync_state("customer-subscriptions").unwrap();
    let error = state.error.unwrap();
    assert!(
        error.code == Code::Denied && error.message.contains("Admin agent"),
        "{error}"
    );
    assert!(outcome.stopped.is_none(), "nothing else of the tenant is held up");
    assert_eq!(listed(&session).len(), whole, "what was known stays");
}

#[tokio::test]
async fn a_customer_that_is_refused_keeps_what_was_known_and_hides_nothing_of_the_others() {
    let house = partner(2).await;
    let before = listed(&*house.session().await);
    let refused = field(&before[0], "customerId");
    let pattern = format!("GET /v1/customers/{}/subscriptions", refused.as_str().unwrap());
    faults(&house, vec![refusal(&pattern, 403)]).await;
    run(&house, true).await;
    let session = house.session().await;
    assert_eq!(listed(&session).len(), before.len());
    assert!(
        session
            .store
            .sync_state("customer-subscriptions")
            .unwrap()
            .error
            .is_some()
    );
}

#[tokio::test]
async fn more_seats_wait_for_a_persons_word_go_once_and_show_in_the_customers_directory_later() {
    let house = partner(2).await;
    let (id, had) = one(&house).await;
    let wish = seats(&house, &id, had + 3).await;
    assert_eq!((wish.state, wish.hold), (State::Held, Some(Hold::Money)));
    assert!(!may_go_with_all(&wish), "it is looked at by itself");
    assert_eq!(
        (&wish.changes[0].from, &wish.changes[0].to),
        (&json!(had), &json!(had + 3))
    );
    send(&house).await;
    assert!(effects(&house).await.is_empty());
    let refused = export_request(&*house.session().await, &[wish.id]);
    assert!(refused.is_err(), "nobody else is asked to pay");

    confirm(&house, &wish).await;
    send(&house).await;
    assert_eq!(now(&house, &wish).await.state, State::Done);
    let wrote = effects(&house).await;
    assert_eq!((wrote.len(), &wrote[0].after["quantity"]), (1, &json!(had + 3)));
    let kept = item(&house, &id).await;
    assert_eq!(field(&kept, "quantity"), json!(had + 3));

    let own = field(&kept, "subscriptionId").as_str().unwrap().to_lowercase();
    let directory = async || {
        let customers = house.cloud.lock().await.tenants();
        let all: Vec<Value> = customers.iter().flat_map(|one| one.subscriptions_json()).collect();
        let found = all
            .into_iter()
            .find(|one| one["commerceSubscriptionId"] == own.as_str());
        found.unwrap()["totalLicenses"].as_i64().unwrap()
    };
    assert_eq!(directory().await, had);
    house.pass(Duration::from_secs(60)).await;
    assert_eq!(directory().await, had + 3);

    // Taking it back within the days for it is an order that is worked on for a while.
    let back = undo(&*house.session().await, wish.id).unwrap();
    assert_eq!(back.hold, Some(Hold::Money));
    confirm(&house, &back).await;
    send(&house).await;
    let done = now(&house, &back).await;
    assert_eq!(done.state, State::Done);
    assert_eq!(done.evidence.unwrap().kind, EvidenceKind::Seen);
    assert_eq!(effects(&house).await.len(), 2);
}

#[tokio::test]
async fn a_word_that_was_given_long_before_it_can_go_is_asked_for_again() {
    let house = partner(1).await;
    let (id, had) = one(&house).await;
    let wish = seats(&house, &id, had + 1).await;
    confirm(&house, &wish).await;
    house.pass(Duration::from_secs(3_600)).await;
    send(&house).await;
    let held = now(&house, &wish).await;
    assert_eq!((held.state, held.hold), (State::Held, Some(Hold::Money)));
    assert!(effects(&house).await.is_empty());
}

#[tokio::test]
async fn what_it_was_decided_on_is_read_again_before_it_goes() {
    let house = partner(1).await;
    let (id, had) = one(&house).await;
    let wish = seats(&house, &id, had + 1).await;
    let dearer = Rule {
        set: json!({ "billingCycle": "annual" }).as_object().unwrap().clone(),
        ..rule("GET /v1/customers/*/subscriptions/*", Action::Merge)
    };
    faults(&house, vec![dearer]).await;
    confirm(&house, &wish).await;
    send(&house).await;
    let stopped = now(&house, &wish).await;
    assert_eq!(stopped.state, State::Conflict);
    assert_eq!(stopped.conflicts[0].field, "billingCycle");
    assert!(effects(&house).await.is_empty());
}

#[tokio::test]
async fn a_lost_answer_is_found_out_by_reading_and_a_request_that_comes_twice_is_one() {
    let house = partner(1).await;
    let (id, had) = one(&house).await;
    let lost = Rule {
        applied: true,
        times: Some(1),
        ..rule("PATCH /v1/*", Action::Reset)
    };
    faults(&house, vec![lost]).await;
    let first = seats(&house, &id, had + 1).await;
    confirm(&house, &first).await;
    send(&house).await;
    house.pass(Duration::from_secs(5)).await;
    send(&house).await;
    assert_eq!(now(&house, &first).await.state, State::Done);

    faults(&house, vec![rule("PATCH /v1/*", Action::Duplicate)]).await;
    house.pass(Duration::from_secs(300)).await;
    let second = seats(&house, &id, had + 2).await;
    confirm(&house, &second).await;
    send(&house).await;
    assert_eq!(now(&house, &second).await.state, State::Done);
    assert_eq!(effects(&house).await.len(), 2);
}

#[tokio::test]
async fn an_unknown_outcome_is_held_and_goes_again_under_the_same_key_with_a_persons_word_only() {
    let house = partner(1).await;
    let (id, had) = one(&house).await;
    let lost = Rule {
        applied: true,
        times: Some(1),
        ..rule("PATCH /v1/*", Action::Reset)
    };
    let hidden = Rule {
        set: json!({ "quantity": had }).as_object().unwrap().clone(),
        ..rule("GET /v1/customers/*/subscriptions/*", Action::Merge)
    };
    faults(&house, vec![lost, hidden]).await;
    let wish = seats(&house, &id, had + 4).await;
    confirm(&house, &wish).await;
    for _ in 0..4 {
        send(&house).await;
        house.pass(Duration::from_secs(120)).await;
    }
    let held = now(&house, &wish).await;
    assert_eq!((held.state, held.hold), (State::Held, Some(Hold::OutcomeUnknown)));
    assert!(held.request_key.is_some() && !may_go_with_all(&held));

    confirm(&house, &wish).await;
    send(&house).await;
    faults(&house, Vec::new()).await;
    house.pass(Duration::from_secs(60)).await;
    send(&house).await;
    assert_eq!(now(&house, &wish).await.state, State::Done);
    assert_eq!(effects(&house).await.len(), 1, "it is charged once");
}

pub async fn orders_take(house: &House, minutes: u64) {
    let takes = Duration::from_secs(60 * minutes);
    house.cloud.lock().await.set_order_time(takes);
}

#[tokio::test]
async fn a_change_that_is_only_accepted_is_neither_done_nor_sent_again_until_it_shows() {
    let house = partner(1).await;
    let (id, had) = one(&house).await;
    orders_take(&house, 40).await;
    let wish = seats(&house, &id, had + 4).await;
    confirm(&house, &wish).await;
    for _ in 0..3 {
        send(&house).await;
        house.pass(Duration::from_secs(60)).await;
    }
    let waiting = now(&house, &wish).await;
    assert_eq!((waiting.state, waiting.attempts), (State::Waiting, 1));
    assert_eq!(waiting.evidence.unwrap().kind, EvidenceKind::Accepted);
    let wrote = effects(&house).await;
    assert_eq!((wrote.len(), wrote[0].status), (1, 202));
    assert_eq!(field(&item(&house, &id).await, "quantity"), json!(had));

    house.pass(Duration::from_secs(40 * 60)).await;
    send(&house).await;
    let done = now(&house, &wish).await;
    assert_eq!(
        (done.state, done.evidence.unwrap().kind),
        (State::Done, EvidenceKind::Seen)
    );
    assert_eq!(effects(&house).await.len(), 1);
}

#[tokio::test]
async fn what_is_worked_on_for_longer_than_an_hour_is_a_persons_to_see_and_not_shown_as_failed() {
    let house = partner(1).await;
    let (id, had) = one(&house).await;
    orders_take(&house, 180).await;
    let wish = seats(&house, &id, had + 4).await;
    confirm(&house, &wish).await;
    send(&house).await;
    house.pass(Duration::from_secs(3_600)).await;
    send(&house).await;
    assert_eq!(now(&house, &wish).await.hold, Some(Hold::OutcomeUnknown));
    // Whoever lets it go again is told that an order is under way, and that order may be this one.
    confirm(&house, &wish).await;
    for _ in 0..4 {
        send(&house).await;
        house.pass(Duration::from_secs(60)).await;
    }
    let held = now(&house, &wish).await;
    assert_eq!((held.state, held.hold), (State::Held, Some(Hold::OutcomeUnknown)));
    assert_eq!(held.error.unwrap().server_code.as_deref(), Some("800060"));
    assert_eq!(effects(&house).await.len(), 1);
}

#[tokio::test]
async fn seats_that_can_no_longer_be_given_back_are_refused_before_they_are_queued() {
    let house = partner(1).await;
    let (id, had) = one(&house).await;
    let session = house.session().await;
    let wish = Wish {
        operation: "change-seats".to_owned(),
        id: id.clone(),
        input: json!({ "quantity": had - 1 }),
    };
    let told = preview(&session, wish, None).unwrap();
    assert!(told.errors[0].message.contains("seven days"), "{:?}", told.errors);
    let rules = session.rules(&CUSTOMER_SUBSCRIPTIONS).unwrap();
    let found = item(&house, &id).await;
    let row = (rules.collection.row)(&id, &found.server, &rules.facts);
    assert!(row["reduceUntil"].is_string());
}

#[tokio::test]
async fn refusals_are_told_by_what_they_are() {
    let house = partner(1).await;
    let (id, had) = one(&house).await;
    // Out of range: refused for good, and a person may try again.
    let many = seats(&house, &id, 20_000).await;
    confirm(&house, &many).await;
    send(&house).await;
    let failed = now(&house, &many).await;
    let error = failed.error.clone().unwrap();
    assert_eq!(
        (failed.state, error.server_code.as_deref()),
        (State::Failed, Some("2002"))
    );
    assert!(failed.request_key.is_none(), "what was answered is over");
    retry(&*house.session().await, many.id).unwrap();
    send(&house).await;
    assert_eq!(now(&house, &many).await.state, State::Failed);

    // Another version than the one that was read may be our own: it is looked after, and then a person decides.
    let stale = Rule {
        set: json!({ "attributes": { "etag": "older" } })
            .as_object()
            .unwrap()
            .clone(),
        ..rule("GET /v1/customers/*/subscriptions/*", Action::Merge)
    };
    faults(&house, vec![stale]).await;
    let wish = seats(&house, &id, had + 1).await;
    confirm(&house, &wish).await;
    for _ in 0..3 {
        send(&house).await;
        house.pass(Duration::from_secs(120)).await;
    }
    let held = now(&house, &wish).await;
    assert_eq!((held.state, held.hold), (State::Held, Some(Hold::OutcomeUnknown)));
    assert_eq!(held.error.unwrap().server_code.as_deref(), Some("2055"));
    assert!(effects(&house).await.is_empty());
    faults(&house, Vec::new()).await;
    confirm(&house, &wish).await;
    send(&house).await;
    assert_eq!(now(&house, &wish).await.state, State::Done);
}

/// Somebody else's request at Partner Center.
async fn theirs(house: &House, method: &str, path: &str, body: &Value) -> Value {
    let cloud = house.cloud.lock().await;
    let token = ("authorization".to_owned(), format!("Bearer {}", cloud.token()));
    match cloud.answer(method, path, &[token], body.to_string().as_bytes()) {
        Outcome::Answered(answer) => {
            serde_json::from_slice(answer.body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(b"null")).unwrap()
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn an_order_that_is_under_way_is_waited_for_and_what_it_has_changed_is_looked_at() {
    let house = partner(1).await;
    let (id, had) = one(&house).await;
    let more = seats(&house, &id, had + 5).await;
    confirm(&house, &more).await;
    send(&house).await;
    house.pass(Duration::from_secs(300)).await;
    let renewal = ask(&house, "set-auto-renew", &id, json!({ "autoRenewEnabled": false })).await;
    assert_eq!(renewal.hold, Some(Hold::Money));
    // A colleague gives some back, which is being worked on and does not show yet.
    let (customer, own) = id.split_once(':').unwrap();
    let path = format!("/v1/customers/{customer}/subscriptions/{own}");
    let mut fewer = theirs(&house, "GET", &path, &Value::Null).await;
    fewer["quantity"] = json!(had + 2);
    theirs(&house, "PATCH", &path, &fewer).await;
    confirm(&house, &renewal).await;
    send(&house).await;
    let stopped = now(&house, &renewal).await;
    assert_eq!((stopped.state, stopped.attempts), (State::Conflict, 1), "{stopped:?}");
    assert_eq!(stopped.conflicts[0].theirs, json!(had + 2));
}
