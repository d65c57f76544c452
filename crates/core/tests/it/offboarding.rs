//! Somebody leaves: what there is to do is planned from the offline copy, with what stays and why.

use crate::life::items;
use crate::outbox::{PASSWORD, now, send};
use crate::sync::synced;
use kontor_core::collections::{ROLES, USERS};
use kontor_core::operations::{Warning, Wish};
use kontor_core::outbox::{
    LeftOrTold, Offboarding, OffboardingStep, checklists, offboarding, offboarding_wishes, queue_checklist, replace,
    undo,
};
use kontor_model::{Code, Hold, State};
use kontor_testkit::House;
use serde_json::{Value, json};
use std::time::Duration;

const GLOBAL: &str = "62e90394-69f5-4237-9190-012177145e10";

/// A group that gives licences, and one of its members.
async fn licensing(house: &House, wanted: impl Fn(&Value) -> bool) -> (Value, String) {
    let cloud = house.cloud.lock().await;
    let gives = |group: &Value| group["assignedLicenses"].as_array().is_some_and(|all| !all.is_empty());
    let group = cloud
        .groups_json()
        .into_iter()
        .find(|group| gives(group) && wanted(group));
    let group = group.expect("such a group");
    let has = |user: &Value| {
        let states = user["licenseAssignmentStates"].as_array().unwrap();
        states.iter().any(|state| state["assignedByGroup"] == group["id"])
    };
    let member = cloud.users_json().into_iter().find(has).expect("a member");
    (group.clone(), member["id"].as_str().unwrap().to_owned())
}

async fn plan(house: &House, id: &str) -> Vec<Offboarding> {
    offboarding(&*house.session().await, id, None).unwrap()
}

fn step(plan: &[Offboarding], wanted: OffboardingStep) -> &Offboarding {
    plan.iter().find(|one| one.step == wanted).unwrap()
}

#[tokio::test]
async fn groups_are_left_where_they_can_be_and_the_others_are_named_with_the_reason() {
    let house = synced(150).await;
    for reason in ["membershipRule", "onPremisesSyncEnabled"] {
        let (group, member) = licensing(&house, |group| !group[reason].is_null()).await;
        let plan = plan(&house, &member).await;
        let groups = step(&plan, OffboardingStep::Groups);
        assert!(groups.goes.iter().all(|going| going.id != group["id"]));
        let stays = groups
            .stays
            .iter()
            .find(|one| group["displayName"] == one.name.as_str());
        let LeftOrTold::Error { error } = &stays.expect("it is named").why else {
            panic!("{stays:?}")
        };
        assert_eq!(error.field.as_deref(), Some("memberId"), "{error}");
    }
    let open = |group: &Value| group["membershipRule"].is_null() && group["onPremisesSyncEnabled"].is_null();
    let (group, member) = licensing(&house, open).await;
    let mut plan = plan(&house, &member).await;
    plan.retain(|one| one.step == OffboardingStep::Groups);
    assert_eq!(plan[0].goes[0].id, group["id"]);
    let session = house.session().await;
    let wishes = offboarding_wishes(&session, plan, None).unwrap();
    let queued = queue_checklist(&session, &member, wishes).unwrap();
    assert_eq!(queued[0].about.as_ref().unwrap().id, member, "its target is the group");
    let is_in = async || {
        let groups = house.cloud.lock().await.groups_json();
        let now = groups.iter().find(|one| one["id"] == group["id"]).unwrap();
        now["members"].as_array().unwrap().contains(&json!(member))
    };
    assert!(is_in().await);
    send(&house).await;
    assert_eq!(now(&house, &queued[0]).await.state, State::Done);
    assert!(!is_in().await);
    house.pass(Duration::from_secs(600)).await;
    undo(&session, queued[0].id).unwrap();
    send(&house).await;
    assert!(is_in().await, "undone like any other");
}

#[tokio::test]
async fn everything_about_somebody_is_planned_in_order_and_queued_together_over_several_collections() {
    let house = synced(150).await;
    let open = |group: &Value| group["membershipRule"].is_null() && group["onPremisesSyncEnabled"].is_null();
    let (_, member) = licensing(&house, open).await;
    let plan = plan(&house, &member).await;
    let steps: Vec<OffboardingStep> = plan.iter().map(|one| one.step).collect();
    assert_eq!(steps, OffboardingStep::ALL);
    let mut inputs = plan.iter().flat_map(|one| &one.goes).map(|going| &going.input);
    assert!(inputs.all(|input| input.get("password").is_none()), "none is told");
    let session = house.session().await;
    let wishes = offboarding_wishes(&session, plan, Some(PASSWORD.to_owned())).unwrap();
    let queued = queue_checklist(&session, &member, wishes).unwrap();
    let collections = |name: &str| queued.iter().filter(|one| one.target.collection == name).count();
    assert!(collections("groups") > 0 && collections("users") > 3, "{queued:#?}");
    let last = queued.last().unwrap();
    assert_eq!(
        (last.operation.as_str(), last.hold),
        ("delete-user", Some(Hold::Destructive))
    );
    assert_eq!(last.depends_on.len(), queued.len() - 1);
    assert_eq!(
        session
            .store
            .secret(queued[2].id, "password")
            .unwrap()
            .unwrap()
            .expose(),
        PASSWORD
    );
    send(&house).await;
    house.pass(Duration::from_secs(600)).await;
    send(&house).await;
    for one in &queued {
        let now = now(&house, one).await;
        let expected = if now.hold.is_some() { State::Held } else { State::Done };
        assert_eq!(now.state, expected, "{now:#?}");
    }
}

#[tokio::test]
async fn what_an_admin_holds_is_taken_away_once_somebody_says_so() {
    let house = synced(100).await;
    let session = house.session().await;
    let held = items(&house, &ROLES).await;
    let global = held.iter().find(|one| one.server["roleDefinitionId"] == GLOBAL);
    let id = global.unwrap().server["principalId"].as_str().unwrap();
    let plan = offboarding(&session, id, None).unwrap();
    let roles = step(&plan, OffboardingStep::Roles);
    assert!(roles.goes.iter().any(|going| going.input["roleDefinitionId"] == GLOBAL));
    assert!(
        roles
            .goes
            .iter()
            .all(|going| going.preview.hold == Some(Hold::Destructive))
    );
}

#[tokio::test]
async fn what_is_decided_on_the_premises_stays_and_a_password_that_nothing_takes_is_no_secret_to_lose() {
    let house = synced(100).await;
    let all = items(&house, &USERS).await;
    let on_premises = |item: &&kontor_store::Item| item.server.get("onPremisesSyncEnabled") == Some(&json!(true));
    let led = |item: &&kontor_store::Item| on_premises(item) && item.server.get("manager").is_some();
    let synced_one = all.iter().find(led).unwrap();
    let session = house.session().await;
    let mut plan = plan(&house, &synced_one.id).await;
    for wanted in [OffboardingStep::Block, OffboardingStep::Manager] {
        let stays = &step(&plan, wanted).stays;
        let warning = Warning::MasteredOnPremises;
        assert_eq!(stays[0].why, LeftOrTold::Warning { warning }, "{wanted:?}");
        assert!(step(&plan, wanted).goes.is_empty());
    }
    plan.retain(|one| one.step == OffboardingStep::SignOut);
    let given = offboarding_wishes(&session, plan, Some(PASSWORD.to_owned()));
    assert_eq!(given.unwrap_err().code, Code::Usage);
    let nobody = offboarding(&session, "nobody", None);
    assert_eq!(nobody.unwrap_err().code, Code::NotFound);
}

#[tokio::test]
async fn a_checklist_is_shown_with_what_took_the_place_of_a_step() {
    let house = synced(100).await;
    let user = crate::outbox::member(&house).await;
    let session = house.session().await;
    let wish = |input: Value| Wish {
        operation: "update-user".to_owned(),
        id: user.id.clone(),
        input,
    };
    let out = Wish {
        operation: "revoke-sign-in-sessions".to_owned(),
        ..wish(json!({}))
    };
    let steps = vec![wish(json!({"accountEnabled": false})), out];
    let queued = queue_checklist(&session, &user.id, steps).unwrap();
    let edited = replace(&session, queued[0].id, wish(json!({"city": "Bergen"}))).unwrap();
    crate::outbox::ask(&house, "update-user", &user.id, json!({"jobTitle": "alone"})).await;
    let lists = checklists(&session).unwrap();
    let ids: Vec<Vec<_>> = lists
        .iter()
        .map(|steps| steps.iter().map(|one| one.id).collect())
        .collect();
    assert_eq!(ids, [vec![edited.id, queued[1].id]]);
    assert_eq!(lists[0][0].about.as_ref().unwrap().name, queued[0].target.name);
}
