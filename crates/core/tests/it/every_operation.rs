//! Each kind of operation the same way: queued without a network, refused, sent, seen in the cloud, and taken back where it can be.

use crate::life::{free_product, items, managed_domain, writes};
use crate::outbox::{ask, now, send};
use crate::sync::{is_a_partners, rule, run, synced};
use kontor_core::collections::{
    AUTHORIZATION_POLICY, CATALOG, CUSTOMER_SUBSCRIPTIONS, CUSTOMERS, DELETED_USERS, DOMAINS, ORGANIZATION,
    PARTNER_CATALOG, PARTNER_LINK, REGISTRATION_DETAILS, ROLE_DEFINITIONS, ROLES, SUBSCRIPTIONS, USERS,
};
use kontor_core::operations::{Effect, Kind, OPERATIONS};
use kontor_core::outbox::{approve, discard, retry, undo};
use kontor_model::{Operation, State};
use kontor_sim::{Action, Rule};
use kontor_store::Item;
use kontor_testkit::House;
use serde_json::{Value, json};
use std::time::Duration;

/// Those after which nothing brings back what was; all others that are sent have an opposite.
const FOR_GOOD: &[&str] = &[
    "purge-user",
    "reset-password",
    "revoke-sign-in-sessions",
    "force-password-change",
    "reprocess-license-assignment",
    "send-mail",
    "buy-for-customer",
];

async fn first(
    house: &House,
    collection: &'static kontor_core::collections::Collection,
    fits: impl Fn(&Item) -> bool,
) -> Item {
    items(house, collection)
        .await
        .into_iter()
        .find(fits)
        .unwrap_or_else(|| panic!("none of {}", collection.name))
}

/// A group that gives licences, whose members are changed here.
fn is_open(group: &Value) -> bool {
    let elsewhere = ["membershipRule", "onPremisesSyncEnabled", "isAssignableToRole"];
    group["assignedLicenses"] != json!([]) && elsewhere.iter().all(|name| group[*name].is_null())
}

/// Somebody in such a group, and the group.
async fn membership(house: &House) -> (String, String) {
    let groups = house.cloud.lock().await.groups_json();
    let open: Vec<&str> = groups
        .iter()
        .filter(|group| is_open(group))
        .filter_map(|group| group["id"].as_str())
        .collect();
    let given = |user: &Item| {
        let states = user.server.get("licenseAssignmentStates")?.as_array()?.clone();
        let by = |state: Value| {
            state["assignedByGroup"]
                .as_str()
                .filter(|by| open.contains(by))
                .map(str::to_owned)
        };
        Some((user.id.clone(), states.into_iter().find_map(by)?))
    };
    items(house, &USERS)
        .await
        .iter()
        .find_map(given)
        .expect("a member of such a group")
}

/// Somebody who lives in the cloud and holds no role.
async fn plain(house: &House) -> Item {
    let roles = items(house, &ROLES).await;
    let holds = |user: &Item| roles.iter().any(|role| role.server["principalId"] == user.id.as_str());
    let is = |user: &Item, name: &str| {
        user.server
            .get(name)
            .is_some_and(|value| *value != Value::Null && *value != json!(false))
    };
    let fits = |user: &Item| {
        user.server["userType"] == "Member"
            && is(user, "usageLocation")
            && !is(user, "onPremisesSyncEnabled")
            && !holds(user)
    };
    first(house, &USERS, fits).await
}

/// A target that the operation suits, and what is asked for it.
async fn wish(house: &House, operation: &str) -> (String, Value) {
    let user = plain(house).await;
    let (inside, group) = membership(house).await;
    let sold = |one: &Item| one.server["status"] == "Enabled" && one.server["isTrial"] == false;
    let password = "Trollstigen-1936";
    match operation {
        "create-user" => {
            let name = format!("ny@{}", managed_domain(house).await.id);
            (
                String::new(),
                json!({"userPrincipalName": name, "displayName": "Ny", "password": password}),
            )
        }
        "update-user" => (user.id, json!({"jobTitle": "Kaptein"})),
        "delete-user" | "revoke-sign-in-sessions" | "force-password-change" => (user.id, json!({})),
        "reprocess-license-assignment" => (inside, json!({})),
        "restore-user" | "purge-user" => (first(house, &DELETED_USERS, |_| true).await.id, json!({})),
        "reset-password" => (user.id, json!({ "password": password })),
        "set-password-never-expires" => (
            user.id,
            json!({"neverExpires": !user.server["passwordPolicies"].to_string().contains("DisablePasswordExpiration")}),
        ),
        "set-manager" => (user.id, json!({ "managerId": inside })),
        "assign-licenses" => {
            let product = free_product(house, &user.id).await;
            (user.id, json!({"addLicenses": [product]}))
        }
        "assign-group-licenses" => {
            let product = free_product(house, &inside).await;
            (group, json!({"addLicenses": [product]}))
        }
        "add-group-member" => (group, json!({ "memberId": user.id })),
        "remove-group-member" => (group, json!({ "memberId": inside })),
        "assign-role" => {
            let named = |role: &Item| role.server["displayName"] == "Service Support Administrator";
            (
                user.id,
                json!({"roleDefinitionId": first(house, &ROLE_DEFINITIONS, named).await.id}),
            )
        }
        "remove-role" => {
            let helper = |role: &Item| role.server["roleDefinition"]["displayName"] == "Helpdesk Administrator";
            let held = first(house, &ROLES, helper).await.server;
            let principal = held["principalId"].as_str().unwrap_or_default().to_owned();
            (principal, json!({"roleDefinitionId": held["roleDefinitionId"]}))
        }
        "update-authorization-policy" => {
            let policy = first(house, &AUTHORIZATION_POLICY, |_| true).await;
            (
                policy.id,
                json!({"allowedToUseSSPR": policy.server["allowedToUseSSPR"] == false}),
            )
        }
        "change-password-reset" => {
            let off = |one: &Item| one.server["isSsprEnabled"] == false;
            (
                first(house, &REGISTRATION_DETAILS, off).await.id,
                json!({"isSsprEnabled": true}),
            )
        }
        "update-domain" => {
            let has_one = |domain: &Item| {
                domain.server["authenticationType"] == "Managed"
                    && domain.server["passwordValidityPeriodInDays"].is_number()
            };
            (
                first(house, &DOMAINS, has_one).await.id,
                json!({"passwordValidityPeriodInDays": 200}),
            )
        }
        "send-mail" => (user.id, json!({"subject": "Passordet", "body": "Det utløper snart."})),
        "change-license-count" => (
            first(house, &SUBSCRIPTIONS, sold).await.id,
            json!({"totalLicenses": 77}),
        ),
        "set-partner-information" => (
            first(house, &SUBSCRIPTIONS, sold).await.id,
            json!({"partnerNetworkId": "4213377"}),
        ),
        "purchase-licenses" => (first(house, &CATALOG, |_| true).await.id, json!({"quantity": 3})),
        "set-partner-link" => (
            first(house, &PARTNER_LINK, |_| true).await.id,
            json!({"partnerId": "4213377"}),
        ),
        "remove-partner-link" => {
            let link = first(house, &PARTNER_LINK, |_| true).await.id;
            ask(house, "set-partner-link", &link, json!({"partnerId": "4213377"})).await;
            send(house).await;
            (link, json!({}))
        }
        "set-password-reset-scope" => {
            let own = first(house, &ORGANIZATION, |_| true).await;
            (own.id, json!({"passwordResetFor": "all"}))
        }
        "change-seats" | "set-auto-renew" => {
            let active = |one: &Item| one.server["status"] == "active";
            let sold = first(house, &CUSTOMER_SUBSCRIPTIONS, active).await;
            let renews = sold.server["autoRenewEnabled"] == true;
            let seats = sold.server["quantity"].as_i64().unwrap();
            let input = match operation {
                "change-seats" => json!({ "quantity": seats + 1 }),
                _ => json!({ "autoRenewEnabled": !renews }),
            };
            (sold.id, input)
        }
        "buy-for-customer" => {
            let item = first(house, &PARTNER_CATALOG, |one| one.server["isTrial"] == false).await;
            let country = &item.server["country"];
            let there = |one: &Item| one.server["billingProfile"]["defaultAddress"]["country"] == *country;
            let input = json!({ "catalogItemId": item.server["catalogItemId"], "quantity": 2 });
            (first(house, &CUSTOMERS, there).await.id, input)
        }
        other => panic!("{other} has no trial here"),
    }
}

async fn faults(house: &House, rules: Vec<Rule>) {
    house.cloud.lock().await.set_faults(rules);
}

/// How often something happened in the cloud by Kontor's hand.
async fn happened(house: &House) -> usize {
    let all = writes(house).await;
    // A cart alone is nothing to anybody.
    all.iter().filter(|effect| !effect.path.ends_with("/carts")).count()
}

/// How many fields of the target wait; none where it is nowhere.
async fn pending(house: &House, kind: &Kind, operation: &Operation) -> Option<usize> {
    let session = house.session().await;
    let rules = session.rules(kind.collection).unwrap();
    let shown = session.store.show(&rules, &operation.target.id).unwrap();
    shown.map(|item| item.pending.len())
}

async fn let_go(house: &House, operation: &Operation) {
    if now(house, operation).await.state == State::Held {
        approve(&*house.session().await, operation.id).unwrap();
    }
}

async fn try_kind(house: &House, kind: &'static Kind) {
    let name = kind.name;
    let (id, input) = wish(house, name).await;
    faults(house, vec![rule("*", Action::Reset)]).await;
    let mut asked = ask(house, name, &id, input.clone()).await;
    assert!(
        pending(house, kind, &asked).await > Some(0),
        "{name} does not show what waits"
    );
    if kind.page().is_some() {
        return by_hand(house, kind, &asked).await;
    }
    let_go(house, &asked).await;
    // Mail has nothing to read first: where the connection ends with no answer it may be on its way.
    if !matches!(kind.effect, Effect::Sends) {
        send(house).await;
        assert_eq!(
            now(house, &asked).await.state,
            State::Queued,
            "{name} without a network"
        );
    }

    let refused = |method| Rule {
        status: Some(400),
        ..rule(&format!("{method} *"), Action::Status)
    };
    faults(house, ["PATCH", "POST", "PUT", "DELETE"].map(refused).into()).await;
    // A service that was out of reach is tried again a little later.
    house.pass(Duration::from_secs(300)).await;
    send(house).await;
    assert_eq!(now(house, &asked).await.state, State::Failed, "{name} refused");
    let still = pending(house, kind, &asked).await;
    let gone = kind.creates().then_some(0);
    assert_eq!(
        still.or(gone),
        Some(0),
        "{name} was refused and is shown as if it waited"
    );

    faults(house, vec![]).await;
    let before = happened(house).await;
    if kind.has_secrets() {
        // Its secret is wiped by now.
        asked = ask(house, name, &id, input).await;
    } else {
        retry(&*house.session().await, asked.id).unwrap();
    }
    let_go(house, &asked).await;
    send(house).await;
    let done = now(house, &asked).await;
    assert_eq!(done.state, State::Done, "{done:#?}");
    assert_eq!(happened(house).await, before + 1, "{name} takes effect once");
    assert_eq!(pending(house, kind, &done).await.unwrap_or(0), 0, "{name}");

    let taken_back = undo(&*house.session().await, asked.id);
    if FOR_GOOD.contains(&name) {
        assert!(taken_back.is_err(), "{name} cannot be taken back");
        return;
    }
    let opposite = taken_back.unwrap();
    let_go(house, &opposite).await;
    send(house).await;
    assert_eq!(now(house, &opposite).await.state, State::Done, "the opposite of {name}");
    assert_eq!(happened(house).await, before + 2, "{name} is taken back once");
}

/// Nothing is sent, and whoever asked for it can take it back.
async fn by_hand(house: &House, kind: &'static Kind, asked: &Operation) {
    assert_eq!(asked.state, State::Guided, "{}", kind.name);
    faults(house, vec![]).await;
    let before = happened(house).await;
    send(house).await;
    assert_eq!(
        (now(house, asked).await.state, happened(house).await),
        (State::Guided, before),
        "{}",
        kind.name
    );
    discard(&*house.session().await, asked.id).unwrap();
    assert_eq!(pending(house, kind, asked).await, Some(0), "{}", kind.name);
}

#[tokio::test]
async fn each_kind_is_queued_without_a_network_refused_sent_once_seen_and_taken_back() {
    let house = synced(250).await;
    let partner = House::flowing(250, 3).await;
    run(&partner, false).await;
    for kind in OPERATIONS {
        // What is sold to others stands with the partner who sells it.
        let place = match is_a_partners(kind.collection.name) {
            true => &partner,
            false => &house,
        };
        try_kind(place, kind).await;
        run(place, false).await;
    }
}
