//! A partner's customers: each is connected with the sign-in at the partner, and is a tenant of its own.

use crate::browser::{agree, ask, parameter, people, with_browser};
use kontor_core::access::Verdict;
use kontor_core::{Again, Connection, Service};
use kontor_model::{Code, Secret, Tenant};
use kontor_sim::SignIn;
use kontor_testkit::{House, Recorder};
use serde_json::json;
use std::collections::BTreeSet;

/// A partner where a person has signed in, with so many customers.
async fn partner(customers: usize) -> (House, Tenant) {
    let house = House::of_partner(60, customers + 1).await;
    let tenant = with_browser(&house, "Partner", |_| {}).await.unwrap();
    (house, tenant)
}

async fn strictly(house: &House, place: usize) {
    let behaviour = SignIn {
        consent: true,
        ..SignIn::default()
    };
    house.cloud.lock().await.tenants()[place].set_sign_in(behaviour);
}

/// Entra's id of an organisation; the partner's own is the first.
async fn id(house: &House, place: usize) -> String {
    house.cloud.lock().await.tenants()[place].tenant_id()
}

async fn refresh(house: &House, tenant: &Tenant) -> Secret {
    let session = house.kontor.session(tenant.id).await.unwrap();
    session.store.token("refresh").unwrap().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn who_the_customers_are_is_read_once_there_is_leave_for_it() {
    let house = House::of_partner(60, 6).await;
    strictly(&house, 0).await;
    let partner = with_browser(&house, "Partner", |_| {}).await.unwrap();
    let denied = house.kontor.customers(partner.id).await.unwrap_err();
    assert!(
        denied.code == Code::Denied && denied.message.contains("sign in for customers"),
        "{denied}"
    );
    let (done, _) = ask(
        &house,
        &partner,
        Again::For(Service::Customers),
        async |url: url::Url| {
            let scopes = parameter(&url, "scope");
            assert!(scopes.contains("/DelegatedAdminRelationship.Read.All"), "{scopes}");
            agree(url).await
        },
    )
    .await;
    done.unwrap();

    let customers = house.kontor.customers(partner.id).await.unwrap();
    let listed: BTreeSet<_> = customers
        .iter()
        .map(|one| (one.tenant_id.clone(), one.name.clone()))
        .collect();
    let all = house.cloud.lock().await.tenants();
    let known = all[1..].iter().map(|one| (one.tenant_id(), one.tenant_name()));
    assert_eq!(listed, known.collect());
    assert_eq!(customers[2].roles, ["Global Reader"]);
    assert!(customers[2].ends.unwrap() > house.cloud.lock().await.now());
    let ended = &customers[4];
    assert!(
        ended.roles.is_empty() && ended.ends.is_none(),
        "its relationship has ended: {ended:?}"
    );
    assert_eq!(people(&house, &partner).await, 60, "the directory is read as before");
}

async fn two_customers(house: &House, partner: &Tenant) -> (Tenant, Tenant) {
    let mut connected = Vec::new();
    for (place, name) in [(1, "First"), (2, "Second")] {
        let customer = id(house, place).await;
        connected.push(
            house
                .kontor
                .connect_customer(partner.id, &customer, name)
                .await
                .unwrap(),
        );
    }
    let second = connected.pop().unwrap();
    (connected.pop().unwrap(), second)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_customer_has_its_own_files_and_refresh_token() {
    let (house, partner) = partner(2).await;
    people(&house, &partner).await;
    let at_home = refresh(&house, &partner).await;
    let (first, second) = two_customers(&house, &partner).await;
    assert_eq!(
        (first.tenant_id.clone(), first.auth),
        (id(&house, 1).await, partner.auth)
    );
    assert_eq!((people(&house, &first).await, people(&house, &second).await), (60, 60));
    // What is delegated to a person of the partner is assigned to nobody in the customer's directory.
    let session = house.kontor.session(first.id).await.unwrap();
    let told = kontor_core::access::access(&session).unwrap();
    assert!(told.account.is_some() && told.roles.is_none(), "{told:?}");
    assert!(
        told.operations.iter().all(|one| one.verdict != Verdict::NeedsRole),
        "{told:?}"
    );
    drop(session);
    assert_eq!(
        refresh(&house, &partner).await,
        at_home,
        "the customers' answers replace nothing at the partner"
    );
    let own = [refresh(&house, &first).await, refresh(&house, &second).await];
    assert!(own[0] != own[1] && !own.contains(&at_home));
    assert_ne!(house.kontor.folder().of(first.id), house.kontor.folder().of(second.id));

    let house = house.restart();
    people(&house, &partner).await;
    assert_ne!(refresh(&house, &partner).await, at_home);
    assert_eq!([refresh(&house, &first).await, refresh(&house, &second).await], own);
    assert_eq!(people(&house, &first).await, 60);

    let customers = house.kontor.customers(partner.id).await.unwrap();
    let connected: Vec<_> = customers.iter().map(|one| one.connected).collect();
    assert_eq!(connected, [Some(first.id), Some(second.id)]);
    let twice = house
        .kontor
        .connect_customer(partner.id, &first.tenant_id, "Again")
        .await
        .unwrap_err();
    assert!(
        twice.code == Code::TenantExists && twice.message.contains("First"),
        "{twice}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_reached_connects_nothing() {
    let (house, partner) = partner(5).await;
    strictly(&house, 1).await;
    let refused = async |partner: &Tenant, customer: &str| {
        let refused = house
            .kontor
            .connect_customer(partner.id, customer, "New")
            .await
            .unwrap_err();
        let tenants = house.kontor.folder().tenants().unwrap();
        assert!(!tenants.iter().any(|tenant| tenant.name == "New"), "{refused}");
        refused
    };
    let without_consent = refused(&partner, &id(&house, 1).await).await;
    assert_eq!(without_consent.code, Code::Denied);
    for words in [
        "New has not agreed to this app",
        "administrator there must agree",
        "AADSTS65001",
    ] {
        assert!(without_consent.message.contains(words), "{without_consent}");
    }
    let ended = refused(&partner, &id(&house, 5).await).await;
    assert!(
        ended.code == Code::SignInNeeded && ended.message.contains("no place in this organization"),
        "{ended}"
    );
    let unnamed = refused(&partner, "fjordlys.example").await;
    assert_eq!(
        (unnamed.code, unnamed.field.as_deref()),
        (Code::Invalid, Some("tenantId"))
    );
    let by_token = refused(&house.tenant, &id(&house, 2).await).await;
    assert!(
        by_token.code == Code::WrongState && by_token.message.contains("signed in to the partner"),
        "{by_token}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_customer_that_ends_the_relationship_says_so_and_harms_no_other() {
    let (house, partner) = partner(2).await;
    let (first, second) = two_customers(&house, &partner).await;
    assert_eq!(people(&house, &first).await, 60);
    house.cloud.lock().await.tenants()[1].end_delegation();
    // Tokens that are out stay good for a while.
    let house = house.restart();
    assert_eq!(people(&house, &first).await, 60, "its mirror stays readable");
    let session = house.kontor.session(first.id).await.unwrap();
    let (connection, why) = session.connection().unwrap();
    assert_eq!(connection, Connection::SignInNeeded);
    let why = why.unwrap().message;
    assert!(why.contains("delegated to the partner has ended"), "{why}");
    for other in [&partner, &second] {
        assert_eq!(people(&house, other).await, 60);
        let session = house.kontor.session(other.id).await.unwrap();
        assert_eq!(session.connection().unwrap().0, Connection::Online);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_in_again_to_a_customer_is_done_at_its_own_door_by_the_partners_person() {
    let (house, partner) = partner(1).await;
    let customer = house
        .kontor
        .connect_customer(partner.id, &id(&house, 1).await, "First")
        .await
        .unwrap();
    let session = house.kontor.session(partner.id).await.unwrap();
    let signed_in = session.store.setting("signed-in").unwrap().unwrap();
    let who = signed_in["userPrincipalName"].as_str().unwrap();
    drop(session);
    // The sign-in ends at home, and every token that is out.
    for tenant in house.cloud.lock().await.tenants() {
        tenant.revoke_tokens();
    }
    let house = house.restart();
    assert_eq!(people(&house, &customer).await, 0);
    let session = house.kontor.session(customer.id).await.unwrap();
    assert_eq!(session.connection().unwrap().0, Connection::SignInNeeded);
    drop(session);

    let before = refresh(&house, &customer).await;
    let (done, shown) = ask(&house, &customer, Again::AsBefore, async |url: url::Url| {
        assert!(url.path().starts_with(&format!("/{}/", customer.tenant_id)), "{url}");
        assert_eq!(parameter(&url, "login_hint"), who);
        agree(url).await
    })
    .await;
    assert!(shown.contains("You are signed in."), "{shown}");
    done.unwrap();
    assert_eq!(people(&house, &customer).await, 60);
    let session = house.kontor.session(customer.id).await.unwrap();
    assert_eq!(session.connection().unwrap().0, Connection::Online);
    let signed_in = session.store.setting("signed-in").unwrap().unwrap();
    assert_eq!(signed_in["userPrincipalName"], who);
    assert_ne!(refresh(&house, &customer).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_customer_that_has_ended_the_relationship_lets_nobody_sign_in_again() {
    let (house, partner) = partner(1).await;
    let customer = house
        .kontor
        .connect_customer(partner.id, &id(&house, 1).await, "First")
        .await
        .unwrap();
    assert_eq!(people(&house, &customer).await, 60);
    let before = refresh(&house, &customer).await;
    house.cloud.lock().await.tenants()[1].end_delegation();
    let (refused, shown) = ask(&house, &customer, Again::AsBefore, agree).await;
    assert!(!shown.contains("You are signed in."), "{shown}");
    let refused = refused.unwrap_err();
    assert!(
        refused.code == Code::SignInNeeded && refused.message.contains("AADSTS50020"),
        "{refused}"
    );
    assert_eq!(refresh(&house, &customer).await, before, "what it had stays");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_windows_commands_name_and_connect_customers() {
    let (house, partner) = partner(1).await;
    let host = Recorder::default();
    let command = async |name: &str, input| kontor_core::commands::dispatch(&house.kontor, &host, name, input).await;
    let customer = id(&house, 1).await;
    let input = |name: &str| json!({ "partner": partner.id, "tenantId": customer, "name": name });
    let unnamed = command("connect_customer", input(" ")).await.unwrap_err();
    assert_eq!(unnamed.field.as_deref(), Some("name"));
    let connected = command("connect_customer", input(" First ")).await.unwrap();
    assert_eq!(
        (&connected["name"], &connected["tenantId"]),
        (&json!("First"), &json!(customer))
    );
    let listed = command("customers", json!({ "tenant": partner.id })).await.unwrap();
    assert_eq!(
        (&listed[0]["tenantId"], &listed[0]["connected"]),
        (&json!(customer), &connected["id"])
    );
}
