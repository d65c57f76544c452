//! What renews, what is not used, what was spent: from the mirror alone, and unknown where Microsoft does not tell.

use crate::sync::{rule, run, synced};
use kontor_core::alerts::{Kind, alerts};
use kontor_core::collections::{COLLECTIONS, USERS};
use kontor_core::commands::dispatch;
use kontor_core::money::{
    AutoRenew, Period, PriceUnknown, Reduce, Renewal, Renewals, Term, Wasted, renewals, spending, waste,
};
use kontor_core::sync::{Wish, sync};
use kontor_model::Code;
use kontor_sim::{Action, Rule};
use kontor_store::Query;
use kontor_testkit::{House, Recorder};
use serde_json::{Value, json};
use std::collections::BTreeMap;

async fn radar(house: &House) -> Renewals {
    let session = house.session().await;
    renewals(&session, session.now()).unwrap()
}

#[tokio::test]
async fn what_renews_stands_soonest_first_with_what_billing_knows_of_it() {
    let house = synced(250).await;
    let radar = radar(&house).await;
    let dates: Vec<_> = radar.items.iter().filter_map(|one| one.at).collect();
    assert!(dates.is_sorted() && dates.len() > 8, "{dates:?}");
    let dated = radar
        .items
        .iter()
        .position(|one| one.at.is_none())
        .unwrap_or(radar.items.len());
    assert!(
        radar.items[dated..].iter().all(|one| one.at.is_none()),
        "what has no date comes last"
    );
    for (term, renew) in [
        (Term::Month, AutoRenew::On),
        (Term::Longer, AutoRenew::On),
        (Term::Longer, AutoRenew::Off),
    ] {
        let found = radar
            .items
            .iter()
            .any(|one| (one.term, one.auto_renew) == (term, renew));
        assert!(found, "{term:?} {renew:?}: {:#?}", radar.items);
    }
    assert!(radar.items.iter().any(|one| one.is_trial == Some(true)));
    let sold = |reduce| move |one: &&Renewal| one.sold_by.is_some() && one.reduce == reduce;
    let partner = radar.items.iter().find(sold(Reduce::PartnerAfterRenewal)).unwrap();
    assert_eq!(
        partner.reduce_until.unwrap() - partner.at.unwrap(),
        chrono::TimeDelta::days(7)
    );
    let direct = radar.items.iter().find(|one| one.sold_by.is_none()).unwrap();
    assert_eq!((direct.reduce, direct.reduce_until), (Reduce::NotTold, None));
}

#[tokio::test]
async fn without_the_bills_terms_and_prices_are_unknown_and_the_reason_is_there() {
    let house = House::new(250).await;
    let shut = Rule {
        status: Some(403),
        ..rule("GET /providers/Microsoft.Billing*", Action::Status)
    };
    house.cloud.lock().await.set_faults(vec![shut]);
    run(&house, false).await;
    let radar = radar(&house).await;
    assert!(radar.items.len() > 8);
    for one in &radar.items {
        assert_eq!((one.term, one.auto_renew), (Term::Unknown, AutoRenew::Unknown));
        assert!(one.price.is_none());
    }
    assert!(!radar.billing.read);
    assert_eq!(radar.billing.error.unwrap().code, Code::Denied);
    let session = house.session().await;
    let waste = waste(&session, session.now()).unwrap();
    assert!(!waste.items.is_empty() && waste.costs.is_empty());
    assert!(
        waste
            .items
            .iter()
            .all(|one| one.price_unknown == Some(PriceUnknown::NoBills) && one.cost.is_none())
    );
    assert!(spending(&session, session.now()).unwrap().currencies.is_empty());
}

#[tokio::test]
async fn what_renews_by_itself_each_month_is_no_news_and_what_ends_is_a_warning() {
    let house = synced(250).await;
    let monthly: Vec<_> = radar(&house)
        .await
        .items
        .into_iter()
        .filter(|one| (one.term, one.auto_renew) == (Term::Month, AutoRenew::On))
        .map(|one| one.id)
        .collect();
    assert!(!monthly.is_empty());
    let session = house.session().await;
    let found = alerts(&session, session.now()).unwrap();
    let told: Vec<_> = found
        .iter()
        .filter(|alert| alert.kind == Kind::SubscriptionEnds)
        .collect();
    assert!(
        told.iter()
            .all(|alert| !monthly.contains(alert.object_id.as_ref().unwrap())),
        "{told:#?}"
    );
    // Of one that billing says nothing of it is told as before.
    let house = House::new(250).await;
    house
        .cloud
        .lock()
        .await
        .set_faults(vec![rule("GET /providers/Microsoft.Billing*", Action::Reset)]);
    run(&house, false).await;
    let session = house.session().await;
    let found = alerts(&session, session.now()).unwrap();
    let told = found.iter().filter(|alert| alert.kind == Kind::SubscriptionEnds);
    assert!(told.count() >= monthly.len());
}

/// The users of the mirror with a product, as the list that a figure leads to shows them.
async fn listed(house: &House, sku: &str, seat: &str) -> u64 {
    let input = json!({ "tenant": house.tenant.id, "collection": "users", "filters": { "license": [sku], "seat": [seat] }, "limit": 1 });
    let page = dispatch(&house.kontor, &Recorder::default(), "list", input)
        .await
        .unwrap();
    page["total"].as_u64().unwrap()
}

async fn wasted(house: &House) -> Vec<Wasted> {
    let session = house.session().await;
    waste(&session, session.now()).unwrap().items
}

#[tokio::test]
async fn each_figure_of_waste_is_the_count_of_the_list_it_leads_to_and_sign_ins_nobody_read_are_unknown() {
    let house = House::new(250).await;
    let all = COLLECTIONS.iter().map(|one| one.name);
    let but_sign_ins = Wish {
        full: false,
        only: all
            .filter(|name| *name != "sign-in-activity")
            .map(str::to_owned)
            .collect(),
    };
    sync(&*house.session().await, &but_sign_ins).await.unwrap();
    let before = wasted(&house).await;
    assert!(before.iter().any(|one| one.blocked > 0));
    for one in &before {
        assert_eq!((one.never, one.long_ago), (None, None), "nothing was read of sign-ins");
        assert_eq!(
            listed(&house, &one.sku_id, "blocked").await,
            one.blocked,
            "{}",
            one.name
        );
        assert_eq!(
            listed(&house, &one.sku_id, "unknown").await,
            one.sign_in_unknown,
            "{}",
            one.name
        );
    }

    // Somebody else reads sign-ins: of each third nothing is known, one never signed in, one did long ago.
    let session = house.session().await;
    let rules = session.rules(&USERS).unwrap();
    let query = Query {
        limit: 1_000,
        ..Query::default()
    };
    for (place, item) in session
        .store
        .list(&rules, &query)
        .unwrap()
        .items
        .into_iter()
        .enumerate()
    {
        let mut object = item.server;
        let activity = match place % 3 {
            0 => continue,
            1 => Value::Null,
            _ => json!({ "lastSignInDateTime": "2025-01-01T00:00:00Z", "lastNonInteractiveSignInDateTime": null }),
        };
        object.insert("signInActivity".to_owned(), activity);
        session
            .store
            .put(&rules, &item.id, Some(&object), false, session.now())
            .unwrap();
    }
    let after = wasted(&house).await;
    assert!(after.iter().any(|one| one.never > Some(0)) && after.iter().any(|one| one.long_ago > Some(0)));
    for one in &after {
        assert_eq!(
            Some(listed(&house, &one.sku_id, "never").await),
            one.never,
            "{}",
            one.name
        );
        assert_eq!(
            Some(listed(&house, &one.sku_id, "long-ago").await),
            one.long_ago,
            "{}",
            one.name
        );
        let sum = one.unassigned.unwrap().unsigned_abs() + one.blocked + one.never.unwrap() + one.long_ago.unwrap();
        assert_eq!(one.seats, sum);
    }
}

#[tokio::test]
async fn money_stands_only_where_a_bill_has_the_price_and_is_exact() {
    let house = synced(250).await;
    let all = wasted(&house).await;
    let priced: Vec<_> = all.iter().filter(|one| one.price.is_some()).collect();
    assert!(!priced.is_empty(), "{all:#?}");
    for one in &priced {
        let price = one.price.as_ref().unwrap();
        let ore = |text: &str| (text.parse::<f64>().unwrap() * 100.0).round() as u64;
        assert_eq!(
            ore(one.cost.as_ref().unwrap()),
            ore(price.amount.value.as_ref().unwrap()) * one.seats,
            "{}",
            one.name
        );
    }
    let periods: Vec<_> = priced.iter().map(|one| one.price.as_ref().unwrap().period).collect();
    assert!(periods.contains(&Period::Year), "{periods:?}");
    // E3 is bought by the month and by the year: which of its seats nobody uses cannot be told.
    let several = all
        .iter()
        .find(|one| one.price_unknown == Some(PriceUnknown::Several))
        .unwrap();
    assert!(several.name.contains("E3") && several.cost.is_none());
    assert!(all.iter().any(|one| one.price_unknown == Some(PriceUnknown::NotBilled)));
}

#[tokio::test]
async fn months_and_products_add_up_to_the_bills() {
    let house = synced(250).await;
    let session = house.session().await;
    let spent = spending(&session, session.now()).unwrap();
    let [in_nok] = spent.currencies.as_slice() else {
        panic!("{spent:#?}")
    };
    assert_eq!((in_nok.currency.as_str(), spent.left_out), ("NOK", 0));
    assert!(in_nok.months.len() >= 14 && in_nok.months.is_sorted());
    let ore = |text: &String| (text.parse::<f64>().unwrap() * 100.0).round() as i64;
    for (place, month) in in_nok.months.iter().enumerate() {
        let parts: i64 = in_nok
            .products
            .iter()
            .map(|product| ore(&product.by_month[place]))
            .sum();
        assert_eq!(parts, ore(&in_nok.totals[place]), "{month}");
    }
    assert_eq!(in_nok.totals.iter().map(ore).sum::<i64>(), ore(&in_nok.total));
    let mut bills = BTreeMap::<String, i64>::new();
    let query = Query {
        limit: 1_000,
        ..Query::default()
    };
    let rules = session.rules(&kontor_core::collections::INVOICES).unwrap();
    for bill in session.store.list(&rules, &query).unwrap().items {
        let bill = &bill.object["properties"];
        let month = bill["invoiceDate"].as_str().unwrap()[..7].to_owned();
        *bills.entry(month).or_default() += (bill["subTotal"]["value"].as_f64().unwrap() * 100.0).round() as i64;
    }
    let told: BTreeMap<_, _> = in_nok
        .months
        .iter()
        .cloned()
        .zip(in_nok.totals.iter().map(ore))
        .filter(|(month, _)| bills.contains_key(month))
        .collect();
    assert_eq!(told, bills);
    assert!(
        in_nok.products.iter().all(|product| product.name.is_some()),
        "every line has a product"
    );
    assert!(in_nok.products.iter().any(|product| product.sku_id.is_some()));
}

#[tokio::test]
async fn the_lines_of_a_bill_are_read_once() {
    let house = synced(100).await;
    let session = house.session().await;
    let lines = session.store.sync_state("transactions").unwrap().count;
    assert!(lines > 20, "{lines}");
    house
        .cloud
        .lock()
        .await
        .set_faults(vec![rule("GET *transactions?*", Action::Reset)]);
    let again = run(&house, false).await;
    assert!(
        again.collections.iter().all(|(_, read)| read.is_ok()),
        "none is asked for: {again:#?}"
    );
    let whole = run(&house, true).await;
    let failed: Vec<_> = whole
        .collections
        .iter()
        .filter(|(_, read)| read.is_err())
        .map(|(name, _)| *name)
        .collect();
    assert_eq!(failed, ["transactions"]);
    assert_eq!(
        session.store.sync_state("transactions").unwrap().count,
        lines,
        "nothing is lost"
    );
}

#[tokio::test]
async fn before_all_users_are_read_no_cost_of_unused_seats_is_told() {
    let house = House::new(250).await;
    let refused = Rule {
        status: Some(403),
        ..rule("GET /v1.0/users/delta*", Action::Status)
    };
    house.cloud.lock().await.set_faults(vec![refused]);
    run(&house, false).await;
    let session = house.session().await;
    let waste = waste(&session, session.now()).unwrap();
    assert!(!waste.users.read && waste.items.iter().any(|one| one.price.is_some() && one.seats > 0));
    assert!(waste.costs.is_empty() && waste.items.iter().all(|one| one.cost.is_none()));
}

#[tokio::test]
async fn a_bill_that_has_no_lines_is_asked_about_once() {
    let house = House::new(100).await;
    let none = Rule {
        status: Some(404),
        ..rule("GET *transactions?*", Action::Status)
    };
    house.cloud.lock().await.set_faults(vec![none]);
    run(&house, false).await;
    // So young a bill may get its lines later.
    house.pass(std::time::Duration::from_secs(20 * 86_400)).await;
    run(&house, false).await;
    house
        .cloud
        .lock()
        .await
        .set_faults(vec![rule("GET *transactions?*", Action::Reset)]);
    let read = async |full: bool| {
        let done = run(&house, full).await;
        let mut all = done.collections.into_iter();
        all.find(|(name, _)| *name == "transactions")
            .map(|(_, read)| read.is_ok())
    };
    assert_eq!(read(false).await, Some(true), "nothing is asked");
    assert_ne!(read(true).await, Some(true), "unless all is to be read again");
}
