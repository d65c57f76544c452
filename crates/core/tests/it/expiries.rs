//! The calendar of expiries, and the gaps of the policies, against what the lists say.

use crate::life::items;
use crate::outbox::ask;
use crate::sync::{rule, run, synced};
use chrono::{DateTime, TimeDelta, Utc};
use kontor_core::collections::{DOMAINS, Named, USERS};
use kontor_core::insights::Reason;
use kontor_core::passwords::{calendar, entries, gaps};
use kontor_sim::Action;
use kontor_store::{Item, Query};
use kontor_testkit::House;
use serde_json::{Value, json};

/// When each password ends, and whether its account may sign in.
async fn ends(house: &House) -> Vec<(DateTime<Utc>, bool)> {
    let session = house.session().await;
    let rules = session.rules(&USERS).unwrap();
    let named = Named::find("password-expiry").unwrap();
    let end = |item: Item| {
        let row = named.row(&item, &rules.facts);
        let at = row["at"].as_str()?.parse().ok()?;
        Some((at, row["accountEnabled"] == true))
    };
    items(house, &USERS).await.into_iter().filter_map(end).collect()
}

#[tokio::test]
async fn each_day_of_the_calendar_counts_those_who_end_on_it_and_the_list_of_the_day_has_them() {
    let house = synced(250).await;
    let session = house.session().await;
    let all = ends(&house).await;
    // Days of 23 and of 25 hours are among those of a year.
    let start = session.now() - TimeDelta::days(10);
    let begins: Vec<DateTime<Utc>> = (0..90)
        .map(|day| start + TimeDelta::days(day) + TimeDelta::hours(day % 2))
        .collect();
    let days = calendar(&session, &begins).unwrap();
    assert_eq!(days.len(), 89);
    let rules = session.rules(&USERS).unwrap();
    let mut counted = 0;
    for (day, range) in days.iter().zip(begins.windows(2)) {
        let on = |may: bool| {
            all.iter()
                .filter(|(at, enabled)| *enabled == may && *at >= range[0] && *at < range[1])
                .count() as u64
        };
        assert_eq!((day.count, day.blocked), (on(true), on(false)));
        let value = format!("{}/{}", range[0].to_rfc3339(), range[1].to_rfc3339());
        let filters = Named::find("password-expiry")
            .unwrap()
            .timed("ends", &value, session.now())
            .unwrap();
        let query = Query {
            filters: &filters,
            limit: 1,
            total: true,
            ..Query::default()
        };
        assert_eq!(
            session.store.list(&rules, &query).unwrap().total,
            Some(day.count + day.blocked)
        );
        counted += day.count;
    }
    assert!(counted > 50, "{counted}");
    assert!(calendar(&session, &[start]).is_err() && calendar(&session, &[start, start - TimeDelta::days(1)]).is_err());

    let file = entries(&session, session.now()).unwrap();
    let coming = all.iter().filter(|(at, may)| *may && *at >= session.now()).count();
    assert_eq!(file.len(), coming);
    assert!(file.is_sorted_by_key(|entry| entry.at));
}

#[tokio::test]
async fn gaps_name_domains_without_a_policy_admins_without_an_end_and_why_a_date_is_unknown() {
    let house = synced(250).await;
    let session = house.session().await;
    let found = gaps(&session).unwrap();
    let silent: Vec<&str> = found.without_policy.iter().map(|one| one.id.as_str()).collect();
    for domain in items(&house, &DOMAINS).await {
        let object = &domain.server;
        let managed = object["isVerified"] == true && object["authenticationType"] == "Managed";
        let states = object["passwordValidityPeriodInDays"].is_i64();
        let follows = object["isRoot"] == false
            && !states
            && domain.id.matches('.').count() > 1
            && !object["isInitial"].eq(&json!(true));
        assert_eq!(
            silent.contains(&domain.id.as_str()),
            managed && !states && !follows,
            "{}",
            domain.id
        );
    }
    assert!(found.policies.len() > 1, "the demo tenant's domains differ");
    let in_force: usize = found.policies.iter().map(|one| one.domains.len()).sum();
    assert!(in_force > silent.len());
    for unknown in &found.unknown {
        let rules = session.rules(&USERS).unwrap();
        let with = |item: &Item| {
            let row = Named::find("password-expiry").unwrap().row(item, &rules.facts);
            row["status"] == "unknown" && row["reason"] == unknown.reason.name()
        };
        assert_eq!(
            unknown.count,
            items(&house, &USERS).await.iter().filter(|item| with(item)).count() as u64
        );
    }
    assert!(found.unknown.iter().any(|one| one.reason == Reason::NeverChanged));

    let before = found.admins.unwrap();
    let holder = {
        let rules = session.rules(&USERS).unwrap();
        let held = |item: &Item| {
            rules.facts.roles.contains_key(&item.id.to_lowercase()) && before.iter().all(|one| one.id != item.id)
        };
        items(&house, &USERS).await.into_iter().find(held).unwrap()
    };
    ask(
        &house,
        "set-password-never-expires",
        &holder.id,
        json!({"neverExpires": true}),
    )
    .await;
    let after = gaps(&session).unwrap().admins.unwrap();
    let added = after
        .iter()
        .find(|one| one.id == holder.id)
        .expect("what waits in the outbox counts");
    assert!(!added.roles.is_empty());
    assert_eq!(after.len(), before.len() + 1);
}

#[tokio::test]
async fn where_roles_may_not_be_read_it_is_unknown_who_is_an_admin() {
    let house = House::new(60).await;
    let denied = kontor_sim::Rule {
        status: Some(403),
        ..rule("GET /v1.0/roleManagement*", Action::Status)
    };
    house.cloud.lock().await.set_faults(vec![denied]);
    run(&house, false).await;
    let found = gaps(&*house.session().await).unwrap();
    assert!(found.admins.is_none());
    assert_ne!(Value::Null, json!(found.policies));
}
