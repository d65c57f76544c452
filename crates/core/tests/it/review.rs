//! What is known of a change before it is sent: whom it concerns, whether somebody must approve it, and that it is about this very object.

use crate::another::another_admin;
use crate::life::items;
use crate::outbox::{PASSWORD, ask, effects, member, now, send};
use crate::sync::synced;
use kontor_core::collections::{DOMAINS, USERS};
use kontor_core::operations::Wish;
use kontor_core::outbox::{SendPolicy, preview, reach_of};
use kontor_model::{Hold, State};
use kontor_store::Item;
use kontor_testkit::House;
use serde_json::{Value, json};
use std::time::Duration;

async fn previewed(house: &House, operation: &str, id: &str, input: Value) -> kontor_core::outbox::Preview {
    let wish = Wish {
        operation: operation.into(),
        id: id.into(),
        input,
    };
    preview(&*house.session().await, wish, None).unwrap()
}

#[tokio::test]
async fn a_policy_says_how_many_people_it_concerns_and_a_person_is_one() {
    let house = synced(250).await;
    let (users, domains) = (items(&house, &USERS).await, items(&house, &DOMAINS).await);
    let states_own = |name: &str| {
        let named = |domain: &&Item| domain.id == name;
        let states = |domain: &Item| {
            domain
                .server
                .get("passwordValidityPeriodInDays")
                .is_some_and(Value::is_i64)
        };
        domains.iter().find(named).is_some_and(states)
    };
    let mut counted = 0;
    for domain in &domains {
        let policy = json!({"passwordValidityPeriodInDays": 111});
        let shown = previewed(&house, "update-domain", &domain.id, policy).await.reach;
        let below = format!(".{}", domain.id);
        let concerned = users.iter().filter(|user| {
            let text = |name: &str| user.server.get(name).and_then(Value::as_str).unwrap_or_default();
            let name = text("userPrincipalName").rsplit_once('@').map_or("", |(_, name)| name);
            let follows = name == domain.id || name.ends_with(&below) && !states_own(name);
            follows && text("userType") != "Guest" && domain.server["authenticationType"] != "Federated"
        });
        // Of those synced from the premises the tenant decides whether they follow the cloud.
        let own = |user: &&Item| user.server.get("onPremisesSyncEnabled") != Some(&json!(true));
        let (own, all) = (concerned.clone().filter(own).count(), concerned.count());
        assert!(
            shown.is_some_and(|shown| (own as u64..=all as u64).contains(&shown)),
            "{} {shown:?} {own} {all}",
            domain.id
        );
        counted += own;
    }
    assert!(counted > 100, "{counted}");
    let user = member(&house).await;
    assert_eq!(
        previewed(&house, "update-user", &user.id, json!({"city": "Vardø"}))
            .await
            .reach,
        None
    );

    let domain = items(&house, &DOMAINS).await.remove(0);
    let queued = ask(
        &house,
        "update-domain",
        &domain.id,
        json!({"passwordValidityPeriodInDays": 111}),
    )
    .await;
    assert!(reach_of(&*house.session().await, &queued).unwrap().is_some());
}

#[tokio::test]
async fn what_will_be_held_says_so_before_it_is_queued() {
    let house = synced(100).await;
    let user = member(&house).await;
    let edit = || previewed(&house, "update-user", &user.id, json!({"city": "Vardø"}));
    assert_eq!(edit().await.hold, None);
    assert_eq!(
        previewed(&house, "delete-user", &user.id, json!({})).await.hold,
        Some(Hold::Destructive)
    );
    SendPolicy::AfterReview.set(&*house.session().await).unwrap();
    assert_eq!(edit().await.hold, Some(Hold::Review));
}

#[tokio::test]
async fn somebody_else_with_the_same_name_is_another_object() {
    let house = synced(100).await;
    // Nobody may delete the account that they work with.
    let own = member(&house).await;
    let fits = |item: &&Item| {
        let same = |name: &str| item.server.get(name) == own.server.get(name);
        item.id != own.id
            && same("userType")
            && item
                .server
                .get("onPremisesSyncEnabled")
                .is_none_or(|synced| *synced != true)
    };
    let user = items(&house, &USERS).await.iter().rfind(fits).cloned().unwrap();
    let edit = ask(&house, "update-user", &user.id, json!({"city": "Vardø"})).await;
    let (at, own) = (format!("/v1.0/users/{}", user.id), |name: &str| {
        user.server[name].clone()
    });
    another_admin(&house, "DELETE", &at, Value::Null).await;
    let again = json!({"userPrincipalName": own("userPrincipalName"), "displayName": own("displayName"), "mailNickname": "igjen",
        "accountEnabled": true, "passwordProfile": {"password": PASSWORD}});
    another_admin(&house, "POST", "/v1.0/users", again).await;
    house.pass(Duration::from_secs(300)).await;
    let before = effects(&house).await.len();
    assert_eq!(before, 2, "deleted, and made anew");
    send(&house).await;
    let held = now(&house, &edit).await;
    assert_eq!(
        (held.state, held.hold, held.attempts),
        (State::Held, Some(Hold::TargetGone), 0)
    );
    assert_eq!(effects(&house).await.len(), before, "the namesake is left alone");
}
