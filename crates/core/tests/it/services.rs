//! Leave for one more service is asked for on its own, and a refusal leaves all as it was.

use crate::another::{TheKey, another_by};
use crate::browser::{Diverted, agree, ask, parameter, people, prompted, with_browser};
use crate::sync::rule;
use kontor_core::access::Verdict;
use kontor_core::commands::dispatch;
use kontor_core::{Again, Connector, How, Prompt, Service};
use kontor_model::{Code, Error, Result, Secret, Tenant};
use kontor_sim::{Rights, SignIn};
use kontor_testkit::{Answer, House, Recorder, enter_code, sign_in_at};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;
use url::Url;

/// A tenant where a person has signed in, and in which nothing is granted that was not asked for.
async fn strict() -> (House, Tenant) {
    let house = House::of_partner(100, 2).await;
    let behaviour = SignIn {
        consent: true,
        ..SignIn::default()
    };
    house.cloud.lock().await.set_sign_in(behaviour);
    let tenant = with_browser(&house, "Nordvarde", |_| {}).await.unwrap();
    (house, tenant)
}

/// How reading the bills ends.
async fn bills(house: &House, tenant: &Tenant) -> Result<u64> {
    let wish = kontor_core::sync::Wish {
        full: false,
        only: vec!["invoices".to_owned()],
    };
    let session = house.kontor.session(tenant.id).await.unwrap();
    let mut done = kontor_core::sync::sync(&session, &wish).await.unwrap();
    assert!(done.stopped.is_none(), "{done:#?}");
    done.collections.remove(0).1
}

/// What is stored of the sign-in.
async fn stored(house: &House, tenant: &Tenant) -> (Value, Vec<Option<Secret>>) {
    let session = house.kontor.session(tenant.id).await.unwrap();
    let tokens = ["refresh", "credential"].map(|name| session.store.token(name).unwrap());
    (session.store.setting("signed-in").unwrap().unwrap(), tokens.to_vec())
}

/// Whether what is read with Graph is as it was.
async fn nothing_has_changed(house: &House, tenant: &Tenant, before: (Value, Vec<Option<Secret>>)) {
    assert_eq!(stored(house, tenant).await, before);
    assert_eq!(people(house, tenant).await, 100);
    assert_eq!(bills(house, tenant).await.unwrap_err().code, Code::Denied);
}

#[tokio::test(flavor = "multi_thread")]
async fn bills_are_denied_after_signing_in_and_read_once_leave_for_them_was_asked_for() {
    let (house, tenant) = strict().await;
    assert_eq!(people(&house, &tenant).await, 100);
    let denied = bills(&house, &tenant).await.unwrap_err();
    assert!(
        denied.code == Code::Denied && denied.message.contains("AADSTS65001"),
        "{denied}"
    );
    let (before, _) = stored(&house, &tenant).await;

    let (done, _) = ask(&house, &tenant, Again::For(Service::Bills), async |url: Url| {
        let scopes = parameter(&url, "scope");
        let wanted = "https://management.azure.com/user_impersonation openid profile offline_access";
        assert_eq!(scopes, wanted, "of one service only");
        assert!(!parameter(&url, "login_hint").is_empty(), "the same person is asked");
        agree(url).await
    })
    .await;
    done.unwrap();
    assert!(bills(&house, &tenant).await.unwrap() > 0);
    assert_eq!(people(&house, &tenant).await, 100, "one refresh token serves both");
    let (after, _) = stored(&house, &tenant).await;
    assert_eq!(
        (&after["scopes"], &after["services"]),
        (&before["scopes"], &json!(["bills"]))
    );

    // The next sign-in asks for what reads the directory alone, and takes nothing away.
    house.cloud.lock().await.revoke_tokens();
    ask(&house, &tenant, Again::AsBefore, agree).await.0.unwrap();
    assert!(bills(&house, &tenant).await.is_ok());
    let (again, _) = stored(&house, &tenant).await;
    assert_eq!(
        (&again["scopes"], &again["services"]),
        (&before["scopes"], &json!(["bills"]))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn leave_for_the_bills_is_asked_for_with_a_code_as_well() {
    let (house, tenant) = strict().await;
    let by_person = SignIn {
        consent: true,
        device_polls: None,
        ..SignIn::default()
    };
    house.cloud.lock().await.set_sign_in(by_person);
    let (prompt, told) = prompted();
    let waiting = house
        .kontor
        .sign_in_again(tenant.id, How::DeviceCode, Again::For(Service::Bills), prompt);
    let person = async {
        let Prompt::Code { address, code } = told.await.unwrap() else {
            panic!("a code was asked for")
        };
        let address = Url::parse(&address).unwrap();
        let shown = enter_code(address.clone(), &code, Answer::Accept).await;
        assert!(shown.contains("You have signed in"), "{shown}");
        // Each look at the page gives a poll the time to be answered.
        loop {
            house.pass(Duration::from_secs(1)).await;
            agree(address.clone()).await;
        }
    };
    tokio::select! {
        done = waiting => done.unwrap(),
        () = person => unreachable!(),
    }
    assert!(bills(&house, &tenant).await.unwrap() > 0);
    assert_eq!(people(&house, &tenant).await, 100);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_declines_or_is_refused_stays_signed_in_as_before() {
    let (house, tenant) = strict().await;
    people(&house, &tenant).await;
    let before = stored(&house, &tenant).await;
    let kept = |error: Error, word: &str| {
        assert_eq!(error.code, Code::Denied, "{error}");
        let told = error.message.contains(word) && error.message.contains("stay signed in as before");
        assert!(told, "{word}: {error}");
    };
    let decline = async |url: Url| sign_in_at(url, "", Answer::Cancel).await;
    let (declined, shown) = ask(&house, &tenant, Again::For(Service::Bills), decline).await;
    kept(declined.unwrap_err(), "AADSTS65004");
    assert!(shown.contains("declined or refused"), "{shown}");
    nothing_has_changed(&house, &tenant, before.clone()).await;

    // The organisation has no Azure; this is what its sign-in service brings back.
    let without = async |url: Url| {
        let mut back = Url::parse(&parameter(&url, "redirect_uri")).unwrap();
        back.query_pairs_mut().extend_pairs([
            ("error", "invalid_client"),
            (
                "error_description",
                "AADSTS650052: The app needs access to a service that your organization has not subscribed to.",
            ),
            ("state", &parameter(&url, "state")),
        ]);
        agree(back).await
    };
    let (refused, _) = ask(&house, &tenant, Again::For(Service::Bills), without).await;
    kept(refused.unwrap_err(), "has not got this service");
    nothing_has_changed(&house, &tenant, before).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_account_does_not_take_the_place_of_the_one_that_is_signed_in() {
    let (house, tenant) = strict().await;
    people(&house, &tenant).await;
    let before = stored(&house, &tenant).await;
    let other = {
        let cloud = house.cloud.lock().await;
        let rights = Rights {
            scopes: None,
            roles: vec!["Helpdesk Administrator".into()],
        };
        let token = cloud.add_account(rights).unwrap();
        let headers = [("authorization".to_owned(), format!("Bearer {token}"))];
        let kontor_sim::Outcome::Answered(me) = cloud.answer("GET", "/v1.0/me", &headers, b"") else {
            panic!("somebody")
        };
        let me: Value = serde_json::from_slice(&me.body).unwrap();
        me["userPrincipalName"].as_str().unwrap().to_owned()
    };
    let as_other = async |url: Url| {
        let mut hinted = url.clone();
        let kept = url.query_pairs().filter(|(name, _)| name != "login_hint");
        hinted
            .query_pairs_mut()
            .clear()
            .extend_pairs(kept)
            .append_pair("login_hint", &other);
        agree(hinted).await
    };
    let (refused, shown) = ask(&house, &tenant, Again::For(Service::Bills), as_other).await;
    let refused = refused.unwrap_err();
    assert!(shown.contains("You are signed in."), "{shown}");
    assert_eq!(refused.code, Code::Denied, "{refused}");
    let named = before.0["userPrincipalName"].as_str().unwrap();
    assert!(
        refused.message.contains("another account") && refused.message.contains(named),
        "{refused}"
    );
    nothing_has_changed(&house, &tenant, before).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_of_another_organisation_changes_nothing() {
    let (mut house, tenant) = strict().await;
    people(&house, &tenant).await;
    let before = stored(&house, &tenant).await;
    house.kontor.stop();
    let theirs = house.cloud.lock().await.tenants()[1].tenant_id();
    let ids = [tenant.tenant_id.clone(), theirs];
    let diverted = ids.clone();
    let way: Connector = Arc::new(move |_| Ok(Arc::new(Diverted(kontor_cloud::Https::new(None)?, diverted.clone()))));
    let meddled = another_by(&house.clock, &house, Arc::new(TheKey), way);
    let own = std::mem::replace(&mut house.kontor, meddled);
    let elsewhere = async |mut url: Url| {
        let path = url.path().replace(&ids[0], &ids[1]);
        url.set_path(&path);
        agree(url).await
    };
    let (refused, _) = ask(&house, &tenant, Again::For(Service::Bills), elsewhere).await;
    assert_eq!(refused.unwrap_err().code, Code::WrongTenant);
    house.kontor.stop();
    house.kontor = own;
    nothing_has_changed(&house.restart(), &tenant, before).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_windows_command_asks_for_a_service_of_a_connected_tenant_only() {
    let (house, tenant) = strict().await;
    people(&house, &tenant).await;
    let host = Recorder::default();
    let command = async |id: Value| {
        let input = json!({ "tenant": id, "name": "", "tenantId": null, "clientId": null, "cloud": "global",
            "how": "browser", "service": "bills" });
        dispatch(&house.kontor, &host, "sign_in", input).await
    };
    let refused = command(Value::Null).await.unwrap_err();
    assert_eq!(
        (refused.code, refused.field.as_deref()),
        (Code::Invalid, Some("service"))
    );

    let mut events = house.kontor.events();
    let person = async {
        let prompt = loop {
            let state = dispatch(&house.kontor, &host, "sign_in_state", json!({}))
                .await
                .unwrap();
            if let Some(url) = state["prompt"]["url"].as_str() {
                break url.to_owned();
            }
            events.recv().await.unwrap();
        };
        agree(Url::parse(&prompt).unwrap()).await
    };
    let (done, _) = tokio::join!(command(json!(tenant.id)), person);
    assert_eq!(done.unwrap()["id"], json!(tenant.id));
    assert!(bills(&house, &tenant).await.unwrap() > 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_without_the_partners_role_is_told_which_it_lacks_and_is_not_asked_for_leave_again() {
    let (house, tenant) = strict().await;
    let asked = house.kontor.customers(tenant.id).await.unwrap_err();
    assert_eq!(asked.code, Code::Denied, "leave comes first: {asked}");
    let (done, _) = ask(&house, &tenant, Again::For(Service::Customers), agree).await;
    done.unwrap();
    house.kontor.customers(tenant.id).await.unwrap();

    let refusal = kontor_sim::Rule {
        status: Some(403),
        ..rule("GET /v1.0/tenantRelationships/*", kontor_sim::Action::Status)
    };
    house.cloud.lock().await.set_faults(vec![refusal]);
    let lacking = house.kontor.customers(tenant.id).await.unwrap_err();
    assert_eq!(lacking.code, Code::RoleMissing);
    assert!(lacking.message.contains("Admin agent in Partner Center"), "{lacking}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_goes_to_azure_lacks_leave_until_it_is_given_and_what_is_refused_takes_no_other_leave_with_it() {
    let (house, tenant) = strict().await;
    let may = async |operation: &str| {
        let session = house.kontor.session(tenant.id).await.unwrap();
        let told = kontor_core::access::access(&session).unwrap();
        let one = told.operations.into_iter().find(|one| one.operation == operation);
        let one = one.unwrap();
        assert_eq!(one.missing_scope.is_some(), one.service.is_some());
        (one.verdict, one.service)
    };
    let seats = (Verdict::NeedsPermission, Some(Service::Partner));
    assert_eq!(
        may("set-partner-link").await,
        (Verdict::NeedsPermission, Some(Service::Bills))
    );
    assert_eq!(may("change-seats").await, seats);
    people(&house, &tenant).await;
    ask(&house, &tenant, Again::For(Service::Bills), agree).await.0.unwrap();
    assert_eq!(may("set-partner-link").await, (Verdict::Works, None));
    assert_eq!(may("change-seats").await, seats, "each is leave of its own");

    // Each is asked for alone: the whole directory is more than many give.
    for (service, own, other) in [
        (
            Service::Customers,
            "/DelegatedAdminRelationship.Read.All",
            "/Directory.Read.All",
        ),
        (
            Service::Contracts,
            "/Directory.Read.All",
            "/DelegatedAdminRelationship.Read.All",
        ),
    ] {
        let (done, _) = ask(&house, &tenant, Again::For(service), async |url: Url| {
            let scopes = parameter(&url, "scope");
            assert!(scopes.contains(own) && !scopes.contains(other), "{scopes}");
            agree(url).await
        })
        .await;
        done.unwrap();
    }
}
