//! Several tenants in one cloud: told apart by path and token, and tied as a partner and its customers.

mod door;

use std::collections::HashSet;

use kontor_sim::{Options, SignIn, start};
use reqwest::Method;
use serde_json::{Value as Json, json};

use crate::Cloud;
use crate::login::{answer, number, open, post, redeem, returned};

const SCOPE: &str = "openid profile offline_access User.Read User.Read.All User.ReadWrite.All Domain.ReadWrite.All";

async fn cloud(tenants: usize) -> Cloud {
    let mut cloud = Cloud::with(1).await;
    cloud.sim = start(Options {
        users: 60,
        tenants,
        ..Options::default()
    })
    .await
    .unwrap();
    for tenant in cloud.sim.tenants() {
        tenant.set_lag(std::time::Duration::ZERO);
    }
    cloud.base = cloud.sim.endpoints().graph;
    cloud.token = cloud.sim.token();
    cloud
}

async fn as_bearer(cloud: &Cloud, token: &str, method: Method, target: &str, body: Option<Json>) -> crate::Reply {
    cloud
        .call(method, target, &[("authorization", &format!("Bearer {token}"))], body)
        .await
}

/// A refresh token brought to the token endpoint of a tenant.
async fn refresh_at(cloud: &Cloud, tenant: &str, with: &Json) -> Json {
    let fields = [
        ("grant_type", "refresh_token"),
        ("client_id", "c"),
        ("refresh_token", with["refresh_token"].as_str().unwrap()),
        ("scope", SCOPE),
    ];
    post(cloud, &format!("/{tenant}/oauth2/v2.0/token"), &fields)
        .await
        .json()
}

#[tokio::test]
async fn forty_tenants_have_their_own_names_people_and_tokens() {
    let cloud = cloud(40).await;
    let tenants = cloud.sim.tenants();
    let mut seen = HashSet::new();
    for tenant in &tenants {
        let own = as_bearer(&cloud, &tenant.token(), Method::GET, "/v1.0/organization", None)
            .await
            .json();
        let own = &own["value"][0];
        assert_eq!(own["id"], tenant.tenant_id());
        let about = format!("/{}/v2.0/.well-known/openid-configuration", tenant.domain());
        let issuer = cloud.get(&about).await.json()["issuer"].as_str().unwrap().to_owned();
        assert!(issuer.contains(&tenant.tenant_id()), "{issuer}");
        let me = as_bearer(&cloud, &tenant.token(), Method::GET, "/v1.0/me", None)
            .await
            .json();
        for unique in [&own["id"], &own["displayName"], &me["id"], &me["userPrincipalName"]] {
            assert!(seen.insert(unique.as_str().unwrap().to_owned()), "{unique}");
        }
    }
    let alone = Cloud::with(60).await;
    assert_eq!(
        alone.sim.tenant_id(),
        tenants[0].tenant_id(),
        "the first is as it would be alone"
    );
    tenants[1].advance(std::time::Duration::from_secs(86_400));
    assert!(
        cloud.sim.now() - alone.sim.now() > chrono::Duration::hours(23),
        "one clock for all"
    );
    let other = format!("/_sim/state/users?tenant={}", tenants[1].tenant_id());
    assert_eq!(cloud.get(&other).await.json()["value"], json!(tenants[1].users_json()));
}

#[tokio::test]
async fn a_sign_in_belongs_to_the_tenant_of_its_path_or_of_the_account() {
    let cloud = cloud(3).await;
    let tenants = cloud.sim.tenants();
    let second = &tenants[1];
    let tid = async |token: &Json| {
        let bearer = token["access_token"].as_str().unwrap_or_else(|| panic!("{token}"));
        let own = as_bearer(&cloud, bearer, Method::GET, "/v1.0/organization", None)
            .await
            .json();
        own["value"][0]["id"].as_str().unwrap().to_owned()
    };
    let at = format!(
        "/{}/oauth2/v2.0/authorize?client_id=c&response_type=code&redirect_uri=http://localhost:9/back&scope={SCOPE}",
        second.domain()
    );
    let token = redeem(&cloud, &cloud.get(&at).await, SCOPE).await;
    assert_eq!(tid(&token).await, second.tenant_id());
    assert_eq!(
        tid(&refresh_at(&cloud, "common", &token).await).await,
        second.tenant_id()
    );

    let me = as_bearer(&cloud, &second.token(), Method::GET, "/v1.0/me", None)
        .await
        .json();
    let account = me["userPrincipalName"].as_str().unwrap();
    let page = open(&cloud, &format!("scope={SCOPE}&prompt=select_account")).await;
    let done = answer(&cloud, &page, "account", account).await;
    assert_eq!(tid(&redeem(&cloud, &done, SCOPE).await).await, second.tenant_id());
    let at_first = format!(
        "/{}/oauth2/v2.0/authorize?client_id=c&response_type=code&redirect_uri=http://localhost:9/back&scope={SCOPE}\
         &prompt=select_account",
        tenants[0].tenant_id()
    );
    let page = cloud.get(&at_first).await;
    let elsewhere = answer(&cloud, &page, "account", account).await.text();
    assert!(
        elsewhere.contains("AADSTS50020"),
        "the path names another tenant: {elsewhere}"
    );

    tenants.iter().for_each(|tenant| {
        tenant.set_sign_in(SignIn {
            device_polls: None,
            ..SignIn::default()
        });
    });
    let fields = [("client_id", "c"), ("scope", SCOPE)];
    let begun = post(&cloud, "/organizations/oauth2/v2.0/devicecode", &fields)
        .await
        .json();
    let page = post(
        &cloud,
        "/common/oauth2/deviceauth",
        &[("user_code", begun["user_code"].as_str().unwrap())],
    )
    .await;
    answer(&cloud, &page, "account", account).await;
    let fields = [
        ("grant_type", "device_code"),
        ("client_id", "c"),
        ("device_code", begun["device_code"].as_str().unwrap()),
    ];
    let token = post(&cloud, "/organizations/oauth2/v2.0/token", &fields).await.json();
    assert_eq!(tid(&token).await, second.tenant_id());
}

#[tokio::test]
async fn a_partner_reads_who_its_customers_are() {
    let cloud = cloud(7).await;
    let tenants = cloud.sim.tenants();
    let ids: Vec<String> = tenants[1..].iter().map(|t| t.tenant_id()).collect();
    let (contracts, _, _) = cloud.walk("/v1.0/contracts").await;
    assert_eq!(
        contracts
            .iter()
            .map(|c| c["customerId"].as_str().unwrap())
            .collect::<Vec<_>>(),
        ids
    );
    assert_eq!(contracts[0]["defaultDomainName"], tenants[1].domain());
    let (customers, _, _) = cloud.walk("/v1.0/tenantRelationships/delegatedAdminCustomers").await;
    assert_eq!(
        customers
            .iter()
            .map(|c| c["tenantId"].as_str().unwrap())
            .collect::<Vec<_>>(),
        ids
    );
    let (all, _, _) = cloud
        .walk("/v1.0/tenantRelationships/delegatedAdminRelationships")
        .await;
    let ended: Vec<&str> = all.iter().map(|r| r["status"].as_str().unwrap()).collect();
    assert_eq!(ended, ["active", "active", "active", "active", "expired", "active"]);
    assert_eq!(
        all[2]["accessDetails"]["unifiedRoles"],
        json!([{"roleDefinitionId": "f2ef992c-3afb-46b9-b7cf-a126ee74c451"}])
    );
    let one = format!(
        "/v1.0/tenantRelationships/delegatedAdminRelationships/{}",
        all[1]["id"].as_str().unwrap()
    );
    assert_eq!(cloud.get(&one).await.json()["customer"]["tenantId"], ids[1]);
    let none = as_bearer(&cloud, &tenants[1].token(), Method::GET, "/v1.0/contracts", None)
        .await
        .json();
    assert_eq!(none["value"], json!([]));
    assert!(cloud.get("/v1.0/organization").await.json()["value"][0]["partnerTenantType"].is_string());
}

#[tokio::test]
async fn a_partner_does_in_a_customer_what_the_delegated_roles_allow() {
    let cloud = cloud(6).await;
    let tenants = cloud.sim.tenants();
    let home = redeem(&cloud, &open(&cloud, &format!("scope={SCOPE}")).await, SCOPE).await;
    let into = async |place: usize| refresh_at(&cloud, &tenants[place].tenant_id(), &home).await;
    // A member who holds no role, in each customer.
    let target = |place: usize| {
        let users = tenants[place].users_json();
        let plain = |u: &&Json| u["onPremisesSyncEnabled"].is_null() && u["employeeId"].as_str() > Some("10024");
        format!(
            "/v1.0/users/{}",
            users.iter().find(plain).unwrap()["id"].as_str().unwrap()
        )
    };
    let domain = |place: usize| format!("/v1.0/domains/{}", tenants[place].domain());
    let title = || Some(json!({"jobTitle": "Sjef"}));
    let days = || Some(json!({"passwordValidityPeriodInDays": 60}));
    for (place, user, policy) in [(1, 204, 204), (2, 204, 403), (3, 403, 403)] {
        let token = into(place).await;
        let bearer = token["access_token"].as_str().unwrap();
        let own = as_bearer(&cloud, bearer, Method::GET, "/v1.0/organization", None)
            .await
            .json();
        assert_eq!(own["value"][0]["id"], tenants[place].tenant_id());
        let tried = as_bearer(&cloud, bearer, Method::PATCH, &target(place), title()).await;
        assert_eq!(tried.status, user, "{place}: {}", tried.text());
        assert_eq!(
            as_bearer(&cloud, bearer, Method::PATCH, &domain(place), days())
                .await
                .status,
            policy,
            "{place}"
        );
        assert_eq!(
            as_bearer(&cloud, bearer, Method::GET, "/v1.0/me", None).await.status,
            404,
            "nobody of this tenant"
        );
    }
    let token = into(1).await;
    let me = cloud.get("/v1.0/me").await.json();
    assert_eq!(tenants[1].effects()[0].actor, me["id"].as_str().unwrap());
    assert!(
        refresh_at(&cloud, &tenants[2].tenant_id(), &token).await["access_token"].is_string(),
        "the new refresh token is as good"
    );

    assert_eq!(
        number(&into(5).await),
        ("invalid_grant", 50020),
        "the relationship has ended"
    );
    let at = format!(
        "/{}/oauth2/v2.0/authorize?client_id=c&response_type=code&redirect_uri=http://localhost:9/back&scope={SCOPE}",
        tenants[1].domain()
    );
    let customers = redeem(&cloud, &cloud.get(&at).await, SCOPE).await;
    let up = refresh_at(&cloud, &tenants[0].tenant_id(), &customers).await;
    assert_eq!(
        number(&up),
        ("invalid_grant", 50020),
        "a customer has nothing in its partner"
    );
    let across = refresh_at(&cloud, &tenants[2].tenant_id(), &customers).await;
    assert_eq!(number(&across), ("invalid_grant", 50020), "nor in another customer");
    let page = open(&cloud, &format!("scope={SCOPE}&prompt=select_account")).await;
    let done = answer(&cloud, &page, "account", &crate::login::nobody(&cloud)).await;
    assert!(returned(&done).contains_key("code"));
    let without = redeem(&cloud, &done, SCOPE).await;
    let tried = refresh_at(&cloud, &tenants[1].tenant_id(), &without).await;
    assert_eq!(
        number(&tried),
        ("invalid_grant", 50020),
        "without a role at the partner"
    );
    cloud.sim.revoke_tokens();
    assert_eq!(
        number(&into(1).await),
        ("invalid_grant", 50173),
        "the session ended at home"
    );
}

#[tokio::test]
async fn a_customer_ends_what_it_delegates_and_the_others_do_not() {
    let cloud = cloud(3).await;
    let tenants = cloud.sim.tenants();
    let home = redeem(&cloud, &open(&cloud, &format!("scope={SCOPE}")).await, SCOPE).await;
    let into = async |place: usize| refresh_at(&cloud, &tenants[place].tenant_id(), &home).await;
    assert!(into(1).await["access_token"].is_string());
    tenants[1].end_delegation();
    // The partner has nothing to end.
    tenants[0].end_delegation();
    assert_eq!(number(&into(1).await), ("invalid_grant", 50020));
    assert!(into(2).await["access_token"].is_string());
    let (all, _, _) = cloud
        .walk("/v1.0/tenantRelationships/delegatedAdminRelationships")
        .await;
    let status: Vec<&str> = all.iter().map(|r| r["status"].as_str().unwrap()).collect();
    assert_eq!(status, ["expired", "active"]);
}
