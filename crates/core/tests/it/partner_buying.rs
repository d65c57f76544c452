//! What a partner buys for a customer: found offline, put in a cart and paid for once, with a person's word.

use crate::outbox::{ask, effects, now, send};
use crate::partner_center::orders_take;
use crate::sync::{rule, run};
use kontor_core::Session;
use kontor_core::collections::{CUSTOMER_SUBSCRIPTIONS, CUSTOMERS, Collection, PARTNER_CATALOG};
use kontor_core::outbox::{approve, approve_all, discard, find, may_go_with_all, retry, undo};
use kontor_model::{Code, EvidenceKind, Hold, Operation, State};
use kontor_sim::{Action, Effect, Outcome, Rights, Rule};
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

fn listed(session: &Session, collection: &'static Collection) -> Vec<Item> {
    let query = Query {
        limit: 1_000,
        ..Query::default()
    };
    let rules = session.rules(collection).unwrap();
    session.store.list(&rules, &query).unwrap().items
}

async fn all(house: &House, collection: &'static Collection) -> Vec<Item> {
    listed(&*house.session().await, collection)
}

/// The first customer, and an item that it can have and pays for.
async fn pick(house: &House) -> (String, Value) {
    let customer = all(house, &CUSTOMERS).await.remove(0);
    let country = customer.server["billingProfile"]["defaultAddress"]["country"].clone();
    let catalog = all(house, &PARTNER_CATALOG).await;
    let fits = |item: &&Item| item.server["country"] == country && item.server["isTrial"] == false;
    let item = catalog.iter().find(fits).unwrap();
    (customer.id, item.server["catalogItemId"].clone())
}

async fn line(house: &House, customer: &str, item: &Value, quantity: i64) -> Operation {
    let input = json!({
        "catalogItemId": item, "friendlyName": "Licenses", "quantity": quantity, "termDuration": "P1Y", "billingCycle": "monthly",
    });
    ask(house, "buy-for-customer", customer, input).await
}

async fn confirm(house: &House, operation: &Operation) {
    approve(&*house.session().await, operation.id).unwrap();
}

async fn faults(house: &House, rules: Vec<Rule>) {
    house.cloud.lock().await.set_faults(rules);
}

fn once(pattern: &str, action: Action, applied: bool) -> Rule {
    Rule {
        applied,
        times: Some(1),
        ..rule(pattern, action)
    }
}

fn refusal(pattern: &str, status: u16) -> Rule {
    Rule {
        status: Some(status),
        ..rule(pattern, Action::Status)
    }
}

/// What was paid for.
async fn bought(house: &House) -> Vec<Effect> {
    let mut all = effects(house).await;
    all.retain(|effect| effect.path.ends_with("/checkout"));
    all
}

async fn settle(house: &House) {
    for _ in 0..6 {
        send(house).await;
        house.pass(Duration::from_secs(90)).await;
    }
}

#[tokio::test]
async fn customers_have_a_country_and_each_country_has_its_catalogue_with_terms_and_no_price() {
    let house = partner(4).await;
    let session = house.session().await;
    let rows = |collection: &'static Collection| -> Vec<Value> {
        let rules = session.rules(collection).unwrap();
        let row = |item: &Item| (collection.row)(&item.id, &item.server, &rules.facts);
        listed(&session, collection).iter().map(row).collect()
    };
    let customers = rows(&CUSTOMERS);
    assert_eq!(customers.len(), 4);
    for customer in &customers {
        assert!(
            customer["name"].is_string() && customer["domain"].is_string(),
            "{customer}"
        );
    }
    let mut countries: Vec<&str> = customers.iter().filter_map(|one| one["country"].as_str()).collect();
    countries.sort_unstable();
    countries.dedup();
    assert_eq!(countries, ["NO", "SE"]);
    let catalog = rows(&PARTNER_CATALOG);
    for country in countries {
        let theirs: Vec<&Value> = catalog.iter().filter(|one| one["country"] == country).collect();
        assert_eq!(theirs.len(), catalog.len() / 2);
        let currency = if country == "SE" { "SEK" } else { "NOK" };
        for item in theirs {
            assert!(!item["terms"].as_array().unwrap().is_empty(), "{item}");
            assert_eq!(item["currency"], currency);
            assert!(item.get("price").is_none());
        }
    }
}

#[tokio::test]
async fn the_catalogue_is_read_again_after_a_week_or_when_asked_for_and_a_customer_is_asked_for_its_country_once() {
    let house = partner(2).await;
    // What is asked for again is refused from now on, and so is seen.
    faults(
        &house,
        vec![
            refusal("GET /v1/customers/*/products", 403),
            refusal("GET /v1/customers/????????-*", 500),
        ],
    )
    .await;
    let was_asked = async |days: u64, full: bool| {
        house.pass(Duration::from_secs(days * 86_400)).await;
        run(&house, full).await;
        let session = house.session().await;
        session.store.sync_state("partner-catalog").unwrap().error.is_some()
    };
    assert!(!was_asked(3, false).await);
    assert!(was_asked(5, false).await, "a week has gone");
    assert!(!all(&house, &PARTNER_CATALOG).await.is_empty(), "what was known stays");
    let customers = all(&house, &CUSTOMERS).await;
    assert!(customers.iter().all(|one| !one.server["billingProfile"].is_null()));
    faults(&house, Vec::new()).await;
    assert!(!was_asked(0, true).await);
    faults(&house, vec![refusal("GET /v1/customers/*/products", 403)]).await;
    assert!(was_asked(1, true).await);
}

#[tokio::test]
async fn who_is_none_of_the_partners_agents_buys_nothing_and_is_told_so() {
    let house = partner(1).await;
    let (customer, item) = pick(&house).await;
    {
        let cloud = house.cloud.lock().await;
        let reader = Rights {
            scopes: None,
            roles: vec!["Global Reader".to_owned()],
        };
        cloud.set_rights(&cloud.token(), reader).unwrap();
    }
    let outcome = run(&house, true).await;
    assert!(outcome.stopped.is_none(), "nothing else of the tenant is held up");
    for name in ["customers", "partner-catalog"] {
        let state = house.session().await.store.sync_state(name).unwrap();
        let error = state.error.unwrap();
        assert!(
            error.code == Code::Denied && error.message.contains("Admin agent"),
            "{error}"
        );
    }
    let wish = line(&house, &customer, &item, 2).await;
    confirm(&house, &wish).await;
    send(&house).await;
    assert_eq!(now(&house, &wish).await.hold, Some(Hold::Denied));
    assert!(bought(&house).await.is_empty());
}

#[tokio::test]
async fn a_line_waits_for_a_persons_word_is_paid_for_once_and_shows_in_the_customers_directory_later() {
    let house = partner(2).await;
    let (customer, item) = pick(&house).await;
    let wish = line(&house, &customer, &item, 7).await;
    assert_eq!((wish.state, wish.hold), (State::Held, Some(Hold::Money)));
    assert!(!may_go_with_all(&wish), "it is looked at by itself");
    assert!(
        wish.changes
            .iter()
            .any(|change| change.field == "quantity" && change.to == json!(7))
    );
    send(&house).await;
    assert!(
        effects(&house).await.is_empty(),
        "not even a cart is made without a word"
    );

    let seats = async || {
        let tenants = house.cloud.lock().await.tenants();
        let theirs = tenants.iter().find(|one| one.tenant_id() == customer).unwrap();
        let all = theirs.subscriptions_json();
        all.iter()
            .map(|one| one["totalLicenses"].as_i64().unwrap())
            .sum::<i64>()
    };
    let (had, sold) = (seats().await, all(&house, &CUSTOMER_SUBSCRIPTIONS).await.len());
    confirm(&house, &wish).await;
    send(&house).await;
    let done = now(&house, &wish).await;
    assert_eq!(done.state, State::Done, "{:?}", done.error);
    assert_eq!(done.evidence.unwrap().kind, EvidenceKind::Seen);
    let paid = bought(&house).await;
    assert_eq!(paid.len(), 1);
    let order = &paid[0].after["orders"][0];
    assert_eq!(
        (&order["lineItems"][0]["quantity"], &order["billingCycle"]),
        (&json!(7), &json!("monthly"))
    );
    assert!(
        undo(&*house.session().await, wish.id).is_err(),
        "what is bought is not taken back here"
    );

    // The customer's subscriptions were read an hour ago, and are read again because of it.
    run(&house, false).await;
    assert_eq!(all(&house, &CUSTOMER_SUBSCRIPTIONS).await.len(), sold + 1);
    assert_eq!(seats().await, had);
    house.pass(Duration::from_secs(60)).await;
    assert_eq!(seats().await, had + 7);
}

#[tokio::test]
async fn of_a_basket_each_line_is_told_by_itself_what_became_of_it() {
    let house = partner(1).await;
    let (customer, item) = pick(&house).await;
    let catalog = all(&house, &PARTNER_CATALOG).await;
    let trials = catalog.iter().filter(|one| one.server["isTrial"] == true);
    let trials: Vec<Value> = trials.map(|one| one.server["catalogItemId"].clone()).collect();
    let trial = json!({ "catalogItemId": trials[0], "quantity": 1 });
    let gone = line(&house, &customer, &json!("CFQ7TTC0XXXX:0001:CFQ7TTC0YYYY"), 2).await;
    let first = ask(&house, "buy-for-customer", &customer, trial.clone()).await;
    let again = ask(&house, "buy-for-customer", &customer, trial).await;
    let paid = line(&house, &customer, &item, 3).await;
    for one in [&gone, &first, &again, &paid] {
        confirm(&house, one).await;
    }
    settle(&house).await;
    let of = async |one: &Operation| now(&house, one).await;
    assert_eq!(
        (of(&first).await.state, of(&paid).await.state),
        (State::Done, State::Done)
    );
    // One is not in the catalogue any more, the other is to be had once: both are refused, in words.
    for (one, code) in [(&gone, "10001"), (&again, "800030")] {
        let failed = of(one).await;
        let error = failed.error.unwrap();
        assert_eq!(
            (failed.state, error.server_code.as_deref()),
            (State::Failed, Some(code))
        );
        assert!(error.message.contains("nothing was bought"), "{error}");
    }
    assert_eq!(bought(&house).await.len(), 2);
    retry(&*house.session().await, again.id).unwrap();
    settle(&house).await;
    assert_eq!(bought(&house).await.len(), 2);
}

#[tokio::test]
async fn one_word_lets_every_line_of_a_basket_go_and_none_when_one_is_not_held() {
    let house = partner(1).await;
    let (customer, item) = pick(&house).await;
    let mut ids = Vec::new();
    for quantity in 2..5 {
        ids.push(line(&house, &customer, &item, quantity).await.id);
    }
    let session = house.session().await;
    discard(&session, ids[2]).unwrap();
    assert_eq!(approve_all(&session, &ids).unwrap_err().code, Code::WrongState);
    settle(&house).await;
    assert!(effects(&house).await.is_empty(), "none was let go");
    ids.pop();
    let going = approve_all(&session, &ids).unwrap();
    assert!(going.iter().all(|one| one.state == State::Queued));
    settle(&house).await;
    for id in ids {
        assert_eq!(find(&session, id).unwrap().state, State::Done);
    }
    assert_eq!(bought(&house).await.len(), 2);
}

#[tokio::test]
async fn an_order_that_is_only_accepted_is_neither_done_nor_placed_again_until_it_is_carried_out() {
    let house = partner(1).await;
    let (customer, item) = pick(&house).await;
    let sold = all(&house, &CUSTOMER_SUBSCRIPTIONS).await.len();
    orders_take(&house, 55).await;
    let wish = line(&house, &customer, &item, 3).await;
    confirm(&house, &wish).await;
    settle(&house).await;
    let waiting = now(&house, &wish).await;
    assert_eq!((waiting.state, waiting.attempts), (State::Waiting, 1));
    assert_eq!(waiting.evidence.unwrap().kind, EvidenceKind::Accepted);
    let paid = bought(&house).await;
    assert_eq!((paid.len(), paid[0].status), (1, 202));
    run(&house, true).await;
    assert_eq!(all(&house, &CUSTOMER_SUBSCRIPTIONS).await.len(), sold);

    house.pass(Duration::from_secs(55 * 60)).await;
    send(&house).await;
    let done = now(&house, &wish).await;
    assert_eq!(done.state, State::Done);
    run(&house, true).await;
    assert_eq!(all(&house, &CUSTOMER_SUBSCRIPTIONS).await.len(), sold + 1);
    assert_eq!(bought(&house).await.len(), 1);
}

#[tokio::test]
async fn an_order_that_is_seen_to_be_worked_on_came_through_although_its_answer_was_lost() {
    let house = partner(1).await;
    let (customer, item) = pick(&house).await;
    // It is listed before anybody would have been asked.
    orders_take(&house, 4).await;
    faults(&house, vec![once("POST /v1/*/checkout", Action::Reset, true)]).await;
    let wish = line(&house, &customer, &item, 3).await;
    confirm(&house, &wish).await;
    settle(&house).await;
    let done = now(&house, &wish).await;
    assert_eq!((done.state, done.attempts), (State::Done, 1), "{:?}", done.error);
    assert_eq!(bought(&house).await.len(), 1);
}

#[tokio::test]
async fn an_order_that_shows_late_is_paid_for_once_though_a_person_lets_it_go_again() {
    let house = partner(1).await;
    let (customer, item) = pick(&house).await;
    orders_take(&house, 50).await;
    faults(&house, vec![once("POST /v1/*/checkout", Action::Reset, true)]).await;
    let wish = line(&house, &customer, &item, 3).await;
    confirm(&house, &wish).await;
    settle(&house).await;
    assert_eq!(now(&house, &wish).await.hold, Some(Hold::OutcomeUnknown));
    confirm(&house, &wish).await;
    send(&house).await;
    assert_eq!(now(&house, &wish).await.state, State::Waiting);
    house.pass(Duration::from_secs(50 * 60)).await;
    send(&house).await;
    assert_eq!(now(&house, &wish).await.state, State::Done);
    assert_eq!(bought(&house).await.len(), 1);
}

#[tokio::test]
async fn case_05_a_purchase_whose_answer_is_lost_is_charged_once() {
    for (pattern, action, applied) in [
        ("POST /v1/*/checkout", Action::Reset, true),
        ("POST /v1/*/checkout", Action::Cut, true),
        ("POST /v1/*/checkout", Action::Duplicate, true),
        ("POST /v1/*/carts", Action::Reset, true),
        ("POST /v1/*/carts", Action::Reset, false),
        ("POST /v1/*/carts", Action::Truncate, true),
        ("GET /v1/*/orders", Action::Reset, false),
    ] {
        let house = partner(1).await;
        let (customer, item) = pick(&house).await;
        faults(&house, vec![once(pattern, action, applied)]).await;
        let wish = line(&house, &customer, &item, 2).await;
        confirm(&house, &wish).await;
        settle(&house).await;
        let end = now(&house, &wish).await;
        assert_eq!(end.state, State::Done, "{pattern} {action:?}: {end:?}");
        assert_eq!(bought(&house).await.len(), 1, "{pattern} {action:?}");
    }
}

#[tokio::test]
async fn what_never_came_through_is_held_and_goes_again_with_the_same_cart_and_a_persons_word_only() {
    let house = partner(1).await;
    let (customer, item) = pick(&house).await;
    faults(&house, vec![once("POST /v1/*/checkout", Action::Reset, false)]).await;
    let wish = line(&house, &customer, &item, 2).await;
    confirm(&house, &wish).await;
    settle(&house).await;
    let held = now(&house, &wish).await;
    assert_eq!((held.state, held.hold), (State::Held, Some(Hold::OutcomeUnknown)));
    assert!(held.request_key.is_some() && held.cart.is_some() && !may_go_with_all(&held));
    assert!(bought(&house).await.is_empty());

    confirm(&house, &wish).await;
    settle(&house).await;
    let done = now(&house, &wish).await;
    assert_eq!((done.state, done.cart), (State::Done, held.cart));
    assert_eq!(bought(&house).await.len(), 1);
}

#[tokio::test]
async fn what_was_bought_after_all_is_found_among_the_orders_before_anything_goes_again() {
    let house = partner(1).await;
    let (customer, item) = pick(&house).await;
    let hidden = Rule {
        set: json!({ "lineItems": [] }).as_object().unwrap().clone(),
        ..rule("GET /v1/*/orders", Action::Merge)
    };
    faults(&house, vec![once("POST /v1/*/checkout", Action::Reset, true), hidden]).await;
    let wish = line(&house, &customer, &item, 2).await;
    confirm(&house, &wish).await;
    settle(&house).await;
    assert_eq!(now(&house, &wish).await.hold, Some(Hold::OutcomeUnknown));

    faults(&house, vec![refusal("POST /v1/*", 500)]).await;
    confirm(&house, &wish).await;
    send(&house).await;
    let done = now(&house, &wish).await;
    assert_eq!((done.state, done.attempts), (State::Done, 1), "{done:?}");
    assert_eq!(bought(&house).await.len(), 1);
}

/// Somebody else's request at Partner Center.
async fn theirs(house: &House, method: &str, path: &str) {
    let cloud = house.cloud.lock().await;
    let token = ("authorization".to_owned(), format!("Bearer {}", cloud.token()));
    let answered = cloud.answer(method, path, &[token], b"");
    assert!(matches!(answered, Outcome::Answered(answer) if answer.status == 201));
}

#[tokio::test]
async fn a_cart_that_was_submitted_already_is_looked_for_and_never_made_anew() {
    let house = partner(1).await;
    let (customer, item) = pick(&house).await;
    faults(&house, vec![once("POST /v1/*/checkout", Action::Reset, false)]).await;
    let wish = line(&house, &customer, &item, 2).await;
    confirm(&house, &wish).await;
    settle(&house).await;
    let held = now(&house, &wish).await;
    let cart = held.cart.unwrap();
    theirs(
        &house,
        "POST",
        &format!("/v1/customers/{customer}/carts/{cart}/checkout"),
    )
    .await;
    // The order does not show yet.
    let hidden = Rule {
        set: json!({ "lineItems": [] }).as_object().unwrap().clone(),
        ..rule("GET /v1/*/orders", Action::Merge)
    };
    faults(&house, vec![hidden]).await;
    confirm(&house, &wish).await;
    settle(&house).await;
    let held = now(&house, &wish).await;
    assert_eq!((held.state, held.hold), (State::Held, Some(Hold::OutcomeUnknown)));
    assert_eq!(held.error.unwrap().server_code.as_deref(), Some("800065"));
    faults(&house, Vec::new()).await;
    confirm(&house, &wish).await;
    send(&house).await;
    assert_eq!(now(&house, &wish).await.state, State::Done);
    assert_eq!(bought(&house).await.len(), 1);
}

#[tokio::test]
async fn a_cart_that_has_run_out_is_refused_and_another_is_made_when_it_is_tried_again() {
    let house = partner(1).await;
    let (customer, item) = pick(&house).await;
    faults(&house, vec![once("POST /v1/*/checkout", Action::Reset, false)]).await;
    let wish = line(&house, &customer, &item, 2).await;
    confirm(&house, &wish).await;
    settle(&house).await;
    let held = now(&house, &wish).await;
    house.pass(Duration::from_secs(20 * 60)).await;
    confirm(&house, &wish).await;
    settle(&house).await;
    let failed = now(&house, &wish).await;
    assert_eq!(
        (failed.state, failed.error.unwrap().code),
        (State::Failed, Code::NotFound)
    );
    retry(&*house.session().await, wish.id).unwrap();
    settle(&house).await;
    let done = now(&house, &wish).await;
    assert!(done.state == State::Done && done.cart != held.cart);
    assert_eq!(bought(&house).await.len(), 1);
}

#[tokio::test]
async fn a_word_that_was_given_long_before_it_can_go_is_asked_for_again() {
    let house = partner(1).await;
    let (customer, item) = pick(&house).await;
    let wish = line(&house, &customer, &item, 2).await;
    confirm(&house, &wish).await;
    house.pass(Duration::from_secs(3_600)).await;
    send(&house).await;
    let held = now(&house, &wish).await;
    assert_eq!((held.state, held.hold), (State::Held, Some(Hold::Money)));
    assert!(effects(&house).await.is_empty());
    assert_eq!(
        discard(&*house.session().await, wish.id).unwrap().state,
        State::Discarded
    );
}
