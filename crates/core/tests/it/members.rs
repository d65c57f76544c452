//! Who is in a group, asked for many: members of one group are nothing to each other, and what is asked of one of them keeps its order.

use crate::life::{items, managed_domain, writes};
use crate::outbox::{ask, now, send};
use crate::sync::{rule, synced};
use kontor_core::collections::{GROUPS, LICENSES, USERS};
use kontor_core::import::read;
use kontor_core::outbox::{SendPolicy, approve, blocked_by, members, queue_many};
use kontor_core::selection::Selection;
use kontor_core::templates::UserTemplate;
use kontor_model::{Hold, Operation, State};
use kontor_sim::{Action, Rule};
use kontor_store::{Item, Which};
use kontor_testkit::House;
use serde_json::{Value, json};

const ADD: &str = "add-group-member";
const REMOVE: &str = "remove-group-member";

/// A group that anybody who manages groups can change, and so many who are not in it.
async fn outside(house: &House, count: usize) -> (String, Vec<String>) {
    let groups = house.cloud.lock().await.groups_json();
    let set = ["membershipRule", "onPremisesSyncEnabled", "isAssignableToRole"];
    let open = |group: &&Value| set.iter().all(|name| group[*name].is_null()) && group["securityEnabled"] == true;
    let group = groups.iter().find(open).expect("an open group");
    let inside = group["members"].as_array().unwrap();
    let users = items(house, &USERS).await;
    let users = users.into_iter().map(|user| user.id);
    let users = users.filter(|id| !inside.contains(&json!(id))).take(count);
    (group["id"].as_str().unwrap().to_owned(), users.collect())
}

async fn all(house: &House) -> Vec<Operation> {
    house.session().await.store.operations(Which::All).unwrap()
}

fn member(operation: &Operation) -> &str {
    operation.input["memberId"].as_str().unwrap()
}

#[tokio::test]
async fn forty_members_of_one_group_wait_neither_for_each_other_nor_for_one_that_is_refused() {
    let house = synced(100).await;
    let (group, users) = outside(&house, 40).await;
    let session = house.session().await;
    let of = Selection {
        collection: "users".into(),
        ids: Some(users.clone()),
        ..Selection::default()
    };
    let asked = members(&session, ADD, of.find(&session).unwrap(), &group).unwrap();
    let queued = queue_many(&session, ADD, asked, false, Some(40)).unwrap();
    assert_eq!(queued.survey.goes, 40);
    let active = session.store.operations(Which::Active).unwrap();
    assert_eq!(blocked_by(&session, &active).unwrap().len(), 0);

    // The first of all is one that the account may not add.
    let first = member(&active[0]).to_owned();
    let refused = Rule {
        status: Some(403),
        times: Some(1),
        ..rule("POST /v1.0/groups/*/members/$ref", Action::Status)
    };
    house.cloud.lock().await.set_faults(vec![refused]);
    send(&house).await;
    let all = all(&house).await;
    let held: Vec<&str> = all
        .iter()
        .filter(|one| one.hold == Some(Hold::Denied))
        .map(member)
        .collect();
    assert_eq!(held, [first.as_str()]);
    assert_eq!(all.iter().filter(|one| one.state == State::Done).count(), 39);
    assert_eq!(writes(&house).await.len(), 39, "each went once");
}

#[tokio::test]
async fn what_is_asked_of_one_member_keeps_its_order_and_what_is_asked_of_the_group_comes_between() {
    let house = synced(100).await;
    let (group, users) = outside(&house, 2).await;
    let of = |member: &str| json!({ "memberId": member });
    let add = ask(&house, ADD, &group, of(&users[0])).await;
    let other = ask(&house, ADD, &group, of(&users[1])).await;
    // As somebody may type it.
    let remove = ask(&house, REMOVE, &group, of(&users[0].to_uppercase())).await;
    let own = items(&house, &GROUPS).await.into_iter().find(|one| one.id == group);
    let own = own.unwrap().server["assignedLicenses"].to_string();
    let products = items(&house, &LICENSES).await;
    let other_product = |one: &&Item| !own.contains(one.server["skuId"].as_str().unwrap());
    let product = &products.iter().find(other_product).unwrap().server["skuId"];
    let gives = ask(
        &house,
        "assign-group-licenses",
        &group,
        json!({"addLicenses": [product]}),
    )
    .await;
    let again = ask(&house, ADD, &group, of(&users[1])).await;
    {
        let session = house.session().await;
        let active = session.store.operations(Which::Active).unwrap();
        let blocked = blocked_by(&session, &active).unwrap();
        assert_eq!(blocked.get(&other.id), None);
        assert_eq!(blocked.get(&remove.id), Some(&add.id));
        assert_eq!(blocked.get(&gives.id), Some(&add.id));
        assert_eq!(blocked.get(&again.id), Some(&gives.id));
    }
    send(&house).await;
    for one in [&add, &other, &remove, &gives, &again] {
        let one = now(&house, one).await;
        assert_eq!(one.state, State::Done, "{one:#?}");
    }
    let place = |wanted: &str, all: &[kontor_sim::Effect]| {
        all.iter()
            .position(|effect| format!("{} {}", effect.path, effect.body).contains(wanted))
    };
    let all = writes(&house).await;
    let (came, went) = (
        place(&users[0], &all),
        all.iter().position(|effect| effect.method == "DELETE"),
    );
    assert!(came.is_some() && came < went, "{all:#?}");
    assert!(went < place("assignLicense", &all));
}

#[tokio::test]
async fn who_was_still_to_be_made_is_the_same_member_once_there_is_an_id() {
    let house = synced(100).await;
    let (group, _) = outside(&house, 1).await;
    let session = house.session().await;
    SendPolicy::AfterReview.set(&session).unwrap();
    let domain = managed_domain(&house).await.id;
    let text = format!("userPrincipalName;displayName;groups\nny@{domain};Ny;{group}\n");
    let import = read(&session, text.as_bytes(), &UserTemplate::default()).unwrap();
    import.queue(None).unwrap();
    let [made, add] = all(&house).await.try_into().expect("the user and the membership");
    assert_eq!(member(&add), made.id.to_string());
    approve(&session, made.id).unwrap();
    send(&house).await;
    let id = now(&house, &made).await.target.id;
    assert_ne!(id, made.id.to_string());
    let remove = ask(&house, REMOVE, &group, json!({ "memberId": id })).await;
    let active = session.store.operations(Which::Active).unwrap();
    assert_eq!(blocked_by(&session, &active).unwrap().get(&remove.id), Some(&add.id));
}
