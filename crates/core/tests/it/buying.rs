//! Buying as a direct customer: what there is, the basket, and purchases that a person makes on Microsoft's page.

use crate::outbox::{effects, now, send};
use crate::sync::{run, synced};
use kontor_core::basket::{BasketLine, basket, order_basket, set_basket};
use kontor_core::collections::{CATALOG, SUBSCRIPTIONS};
use kontor_core::outbox::discard;
use kontor_core::{Session, operations::Wish, outbox::queue};
use kontor_model::{Code, Operation, State};
use kontor_sim::Rights;
use kontor_store::{Item, Query};
use kontor_testkit::House;
use serde_json::{Value, json};

fn catalog(session: &Session) -> Vec<Item> {
    let query = Query {
        limit: 1_000,
        ..Query::default()
    };
    let rules = session.rules(&CATALOG).unwrap();
    session.store.list(&rules, &query).unwrap().items
}

/// A product of which the tenant has one usable subscription: its id, that of the subscription, and how many licenses.
async fn owned(house: &House) -> (String, String, u32) {
    let session = house.session().await;
    let query = Query {
        limit: 1_000,
        ..Query::default()
    };
    let rules = session.rules(&SUBSCRIPTIONS).unwrap();
    let all = session.store.list(&rules, &query).unwrap().items;
    let of = |item: &Item| item.server["skuId"].as_str().unwrap().to_owned();
    let one = all
        .iter()
        .find(|item| {
            item.server["status"] == "Enabled" && all.iter().filter(|other| of(other) == of(item)).count() == 1
        })
        .unwrap();
    let count = one.server["totalLicenses"].as_u64().unwrap();
    (of(one), one.id.clone(), u32::try_from(count).unwrap())
}

async fn purchase(house: &House, sku: &str, quantity: i64) -> kontor_model::Result<Operation> {
    let wish = Wish {
        operation: "purchase-licenses".to_owned(),
        id: sku.to_owned(),
        input: json!({ "quantity": quantity }),
    };
    queue(&*house.session().await, wish)
}

#[tokio::test]
async fn what_there_is_to_buy_is_known_offline_with_what_the_tenant_has_of_it() {
    let house = synced(100).await;
    let all = catalog(&*house.session().await);
    assert!(all.len() > 500, "{}", all.len());
    let (sku, _, count) = owned(&house).await;
    let has = |sku: &str| all.iter().find(|item| item.id == sku).unwrap().server["totalLicenses"].clone();
    assert_eq!(has(&sku), json!(count));
    assert_eq!(has("00e1ec7b-e4a3-40d1-9441-b69b597ab222"), json!(0));
}

#[tokio::test]
async fn where_subscriptions_may_not_be_read_nothing_is_counted_and_nothing_can_be_bought_unseen() {
    let house = House::new(20).await;
    let cloud = house.cloud.lock().await;
    let rights = Rights {
        scopes: Some(vec!["User.Read".to_owned(), "User.Read.All".to_owned()]),
        roles: vec!["Global Administrator".to_owned()],
    };
    cloud.set_rights(&cloud.token(), rights).unwrap();
    drop(cloud);
    run(&house, false).await;
    let all = catalog(&*house.session().await);
    assert!(all.len() > 500 && all.iter().all(|item| item.server["totalLicenses"] == Value::Null));
    assert_eq!(purchase(&house, &all[0].id, 5).await.unwrap_err().code, Code::Invalid);
}

#[tokio::test]
async fn a_purchase_is_done_when_a_sync_sees_so_many_more_and_the_next_counts_from_there() {
    let house = synced(100).await;
    let (sku, subscription, count) = owned(&house).await;
    let (first, second) = (
        purchase(&house, &sku, 5).await.unwrap(),
        purchase(&house, &sku, 3).await.unwrap(),
    );
    let states = async || [now(&house, &first).await.state, now(&house, &second).await.state];
    let buy = async |seats: u32| {
        assert!(house.cloud.lock().await.buy(&subscription, seats));
        run(&house, false).await;
    };
    send(&house).await;
    buy(count + 4).await;
    assert_eq!(states().await, [State::Guided, State::Guided], "one is missing");
    buy(count + 5).await;
    assert_eq!(states().await, [State::Done, State::Guided]);
    run(&house, false).await;
    assert_eq!(
        states().await,
        [State::Done, State::Guided],
        "the five were the first's"
    );
    buy(count + 8).await;
    assert_eq!(states().await, [State::Done, State::Done]);
    assert!(effects(&house).await.is_empty(), "Kontor sent nothing");
}

#[tokio::test]
async fn of_three_purchases_of_as_many_each_ends_with_its_own() {
    let house = synced(100).await;
    let (sku, subscription, count) = owned(&house).await;
    let mut all = Vec::new();
    for _ in 0..3 {
        all.push(purchase(&house, &sku, 5).await.unwrap());
    }
    send(&house).await;
    for bought in 1..=3 {
        assert!(house.cloud.lock().await.buy(&subscription, count + 5 * bought));
        run(&house, false).await;
        run(&house, false).await;
        let mut done = 0;
        for one in &all {
            done += u32::from(now(&house, one).await.state == State::Done);
        }
        assert_eq!(done, bought);
    }
}

#[tokio::test]
async fn a_purchase_behind_one_that_was_given_up_counts_from_what_there_is() {
    let house = synced(100).await;
    let (sku, subscription, count) = owned(&house).await;
    let first = purchase(&house, &sku, 50).await.unwrap();
    let second = purchase(&house, &sku, 3).await.unwrap();
    discard(&*house.session().await, first.id).unwrap();
    run(&house, false).await;
    assert_eq!(now(&house, &second).await.state, State::Guided);
    assert!(house.cloud.lock().await.buy(&subscription, count + 3));
    run(&house, false).await;
    assert_eq!(now(&house, &second).await.state, State::Done);
}

fn line(id: &str, quantity: i64) -> BasketLine {
    BasketLine {
        id: id.to_owned(),
        quantity,
        name: String::new(),
    }
}

#[tokio::test]
async fn the_basket_outlives_the_program_and_is_ordered_whole_or_not_at_all() {
    let mut house = synced(100).await;
    let (sku, ..) = owned(&house).await;
    let nowhere = "ffffffff-0000-0000-0000-000000000000";
    let session = house.session().await;
    for wrong in [vec![line(&sku, 0)], vec![line(&sku, 1), line(&sku.to_uppercase(), 2)]] {
        assert_eq!(set_basket(&session, &wrong).unwrap_err().code, Code::Invalid);
    }
    set_basket(&session, &[line(&sku, 2), line(nowhere, 1)]).unwrap();
    drop(session);
    house = house.restart();
    let session = house.session().await;
    let kept = basket(&session).unwrap();
    assert_eq!((kept.len(), kept[0].quantity), (2, 2));
    assert!(kept[0].name.len() > 3 && kept[0].name != sku, "{kept:?}");

    let active = || session.store.operations(kontor_store::Which::Active).unwrap();
    assert_eq!(
        order_basket(&session).unwrap_err().code,
        Code::NotFound,
        "there is no such product"
    );
    assert_eq!((basket(&session).unwrap(), active().len()), (kept.clone(), 0));
    set_basket(&session, &kept[..1]).unwrap();
    assert_eq!(order_basket(&session).unwrap().len(), 1);
    assert_eq!((basket(&session).unwrap(), active().len()), (Vec::new(), 1));
    assert_eq!(active()[0].state, State::Guided);
    assert_eq!(order_basket(&session).unwrap().len(), 0, "nothing is ordered twice");
}

#[tokio::test]
async fn an_order_of_two_windows_is_one_order() {
    let house = synced(100).await;
    let (sku, ..) = owned(&house).await;
    let session = house.session().await;
    set_basket(&session, &[line(&sku, 2)]).unwrap();
    let results = std::thread::scope(|scope| {
        let windows = [0, 1].map(|_| scope.spawn(|| order_basket(&session)));
        windows.map(|window| window.join().unwrap())
    });
    let ordered: usize = results.iter().flatten().map(Vec::len).sum();
    assert_eq!(ordered, 1, "{results:?}");
    let standing = session.store.operations(kontor_store::Which::Active).unwrap();
    assert_eq!((standing.len(), basket(&session).unwrap()), (1, Vec::new()));
}
