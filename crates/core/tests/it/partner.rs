//! Who sells to the tenant and what its account's work is credited to: each part is read, and refused, alone.

use crate::outbox::{ask, effects, now, send};
use crate::sync::{rule, run, synced};
use kontor_core::Session;
use kontor_core::collections::{CONTRACTS, Collection, DELEGATED_ADMIN_RELATIONSHIPS, PARTNER_LINK, PARTNERS};
use kontor_core::outbox::{Action as Does, CopyFormat, actions, copy_as, discard, export_request, tell, undo};
use kontor_model::{Code, EvidenceKind, Hold, Operation, State};
use kontor_sim::{Action, Rights, Rule};
use kontor_store::{Item, Query};
use kontor_testkit::House;
use serde_json::{Value, json};

const FIRST: &str = "4419021";
const SECOND: &str = "5120388";

fn listed(session: &Session, collection: &'static Collection) -> Vec<Item> {
    let query = Query {
        limit: 1_000,
        ..Query::default()
    };
    let rules = session.rules(collection).unwrap();
    session.store.list(&rules, &query).unwrap().items
}

async fn link(house: &House) -> Item {
    let mut all = listed(&*house.session().await, &PARTNER_LINK);
    assert_eq!(all.len(), 1, "there is one, linked or not");
    all.remove(0)
}

async fn credit(house: &House, partner: &str) -> Operation {
    ask(house, "set-partner-link", "own", json!({ "partnerId": partner })).await
}

fn fault(pattern: &str, status: u16) -> Rule {
    Rule {
        status: Some(status),
        ..rule(pattern, Action::Status)
    }
}

#[tokio::test]
async fn those_who_sold_the_subscriptions_are_named_with_what_they_sold() {
    let house = synced(100).await;
    let session = house.session().await;
    let all = listed(&session, &PARTNERS);
    let owner = all.first().expect("a reseller sold something");
    assert_eq!(owner.server["displayName"], "Lysverk Sky AS");
    let rules = session.rules(&PARTNERS).unwrap();
    let row = (rules.collection.row)(&owner.id, &owner.server, &rules.facts);
    assert!(row["products"].as_array().unwrap().len() > 1, "{row}");
    // In a tenant that is no partner nobody delegates anything, and that is known.
    for collection in [&DELEGATED_ADMIN_RELATIONSHIPS, &CONTRACTS] {
        assert!(listed(&session, collection).is_empty());
        assert!(session.store.sync_state(collection.name).unwrap().complete);
    }
}

#[tokio::test]
async fn a_name_that_may_not_be_read_leaves_the_seller_known_by_its_id_with_the_reason() {
    let house = House::new(100).await;
    let cloud = house.cloud.lock().await;
    let scopes = ["User.Read", "User.Read.All", "Organization.Read.All"];
    let rights = Rights {
        scopes: Some(scopes.map(str::to_owned).to_vec()),
        roles: vec!["Global Administrator".to_owned()],
    };
    cloud.set_rights(&cloud.token(), rights).unwrap();
    drop(cloud);
    let outcome = run(&house, false).await;
    let ended = |name: &str| {
        let found = outcome.collections.iter().find(|(one, _)| *one == name).unwrap();
        found.1.as_ref().map_err(|error| error.code).copied()
    };
    assert_eq!(ended("partners"), Ok(1));
    assert_eq!(
        [ended("delegated-admin-relationships"), ended("contracts")],
        [Err(Code::Denied), Err(Code::Denied)]
    );
    let owner = listed(&*house.session().await, &PARTNERS).remove(0);
    assert_eq!(owner.server.get("displayName"), None);
    let why = owner.server["unnamedBecause"].as_str().unwrap();
    assert!(why.contains("permission"), "{why}");
}

#[tokio::test]
async fn a_partner_sees_its_customers_and_what_they_delegate() {
    let house = House::of_partner(100, 3).await;
    run(&house, false).await;
    let session = house.session().await;
    let relationships = listed(&session, &DELEGATED_ADMIN_RELATIONSHIPS);
    assert_eq!((relationships.len(), listed(&session, &CONTRACTS).len()), (2, 2));
    let rules = session.rules(&DELEGATED_ADMIN_RELATIONSHIPS).unwrap();
    let row = (rules.collection.row)(&relationships[0].id, &relationships[0].server, &rules.facts);
    assert!(
        row["roles"].as_array().unwrap().contains(&json!("User Administrator")),
        "{row}"
    );
}

#[tokio::test]
async fn a_link_is_made_moved_removed_and_each_is_taken_back() {
    let house = synced(20).await;
    assert_eq!(link(&house).await.server["partnerId"], Value::Null);
    let made = credit(&house, FIRST).await;
    assert_eq!(link(&house).await.object["partnerId"], FIRST, "it shows at once");
    assert_eq!(send(&house).await.done, 1);
    let done = now(&house, &made).await;
    assert_eq!(
        (done.state, done.evidence.unwrap().kind),
        (State::Done, EvidenceKind::Seen)
    );
    let shown = link(&house).await;
    assert_eq!(
        (
            &shown.server["partnerId"],
            &shown.server["partnerName"],
            &shown.server["etag"]
        ),
        (&json!(FIRST), &json!("Lysverk Sky AS"), &json!(1))
    );

    credit(&house, SECOND).await;
    send(&house).await;
    let removed = ask(&house, "remove-partner-link", "own", json!({})).await;
    send(&house).await;
    assert_eq!(link(&house).await.server["partnerId"], Value::Null);
    let back = undo(&*house.session().await, removed.id).unwrap();
    assert_eq!(back.changes[0].to, json!(SECOND));
    send(&house).await;
    let sent: Vec<String> = effects(&house)
        .await
        .iter()
        .map(|one| format!("{} {}", one.method, one.path.rsplit('/').next().unwrap()))
        .collect();
    assert_eq!(sent, ["PUT 4419021", "PATCH 5120388", "DELETE 5120388", "PUT 5120388"]);
    run(&house, false).await;
    assert_eq!(link(&house).await.server["partnerId"], SECOND);
}

#[tokio::test]
async fn a_link_whose_answer_was_lost_is_made_once() {
    let house = synced(20).await;
    let lost = Rule {
        applied: true,
        times: Some(1),
        ..rule("PUT /providers/Microsoft.ManagementPartner/*", Action::Reset)
    };
    house.cloud.lock().await.set_faults(vec![lost]);
    let made = credit(&house, FIRST).await;
    send(&house).await;
    let done = now(&house, &made).await;
    assert_eq!((done.state, done.attempts), (State::Done, 1));
    assert_eq!(effects(&house).await.len(), 1);
}

#[tokio::test]
async fn arm_that_is_refused_or_down_holds_up_nothing_of_the_directory() {
    let house = synced(20).await;
    let user = crate::outbox::member(&house).await;
    let arm = "* /providers/Microsoft.ManagementPartner/*";
    for (status, state) in [(403, State::Held), (503, State::Queued)] {
        let partner = credit(&house, FIRST).await;
        let title = format!("After {status}");
        let other = ask(&house, "update-user", &user.id, json!({ "jobTitle": title })).await;
        house.cloud.lock().await.set_faults(vec![
            fault("* /providers/Microsoft.ManagementPartner*", status),
            fault(arm, status),
        ]);
        let drained = send(&house).await;
        assert_eq!(drained.stopped, None);
        let (partner, other) = (now(&house, &partner).await, now(&house, &other).await);
        assert_eq!((partner.state, other.state), (state, State::Done), "{status}");
        assert!(partner.error.is_some());
        if status == 403 {
            assert_eq!(partner.hold, Some(Hold::Denied));
        }
        discard(&*house.session().await, partner.id).unwrap();
        house.cloud.lock().await.set_faults(Vec::new());
    }
}

#[tokio::test]
async fn the_request_is_written_with_the_service_that_takes_it() {
    let house = synced(20).await;
    let made = credit(&house, FIRST).await;
    let text = copy_as(&*house.session().await, made.id, CopyFormat::GraphRequest).unwrap();
    let arm = house.tenant.endpoints.arm.as_str().trim_end_matches('/').to_owned();
    let path = "/providers/Microsoft.ManagementPartner/partners/4419021?api-version=2018-02-01";
    assert_eq!(text, format!("PUT {arm}{path}\n"));
    // Another admin would send it for an account of their own.
    let handed = export_request(&*house.session().await, &[made.id]);
    assert_eq!(handed.unwrap_err().code, Code::Invalid);
}

#[tokio::test]
async fn partner_information_is_done_when_the_person_says_so_and_never_by_a_sync() {
    let house = synced(100).await;
    let session = house.session().await;
    let id = listed(&session, &kontor_core::collections::SUBSCRIPTIONS)[0].id.clone();
    let asked = ask(
        &house,
        "set-partner-information",
        &id,
        json!({ "partnerNetworkId": FIRST }),
    )
    .await;
    assert_eq!(actions(&asked), [Does::Tell, Does::Edit, Does::Discard]);
    run(&house, true).await;
    assert_eq!(now(&house, &asked).await.state, State::Guided);
    let done = tell(&session, asked.id).unwrap();
    assert_eq!(done.evidence.map(|one| one.kind), Some(EvidenceKind::Told));
    assert_eq!(now(&house, &asked).await.state, State::Done);
    assert_eq!(tell(&session, asked.id).unwrap_err().code, Code::WrongState);
    assert!(effects(&house).await.is_empty());

    let seen = ask(&house, "change-license-count", &id, json!({ "totalLicenses": 999 })).await;
    assert_eq!(
        tell(&session, seen.id).unwrap_err().code,
        Code::WrongState,
        "a sync will see that"
    );
}
