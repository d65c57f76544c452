//! Roles are given and taken once, and who holds which is seen at once.

use crate::another::another_admin;
use crate::life::{items, writes};
use crate::outbox::{ask, member, now, send};
use crate::sync::{rule, run, synced};
use kontor_core::collections::{Named, ROLES};
use kontor_core::operations::{Warning, Wish};
use kontor_core::outbox::{approve, discard, preview, undo};
use kontor_model::{EvidenceKind, Hold, Operation, State};
use kontor_sim::{Action, Rule};
use kontor_testkit::House;
use serde_json::{Value, json};
use std::time::Duration;

const GLOBAL: &str = "62e90394-69f5-4237-9190-012177145e10";
const LICENSES: &str = "4d6ac14f-3453-41d0-bef9-a3e0c569773a";
const READERS: &str = "4a5d8f65-41da-4de4-8968-e035b65339cf";

fn role(id: &str) -> Value {
    json!({ "roleDefinitionId": id })
}

/// Who holds a role, by the offline copy, in the names that lists print.
async fn holders(house: &House, role: &str) -> Vec<Value> {
    let session = house.session().await;
    let facts = session.rules(&ROLES).unwrap().facts;
    let named = Named::find("roles").unwrap();
    let all = items(house, &ROLES).await.into_iter();
    let of_role = all.filter(|one| one.server["roleDefinitionId"] == role);
    of_role
        .map(|one| Value::Object(named.object(&one.id, one.object, &facts)))
        .collect()
}

async fn holds(house: &House, role: &str, user: &str) -> bool {
    holders(house, role).await.iter().any(|one| one["principalId"] == user)
}

async fn warnings(house: &House, operation: &str, id: &str, input: Value) -> Vec<Warning> {
    let wish = Wish {
        operation: operation.to_owned(),
        id: id.to_owned(),
        input,
    };
    preview(&*house.session().await, wish, None).unwrap().warnings
}

async fn approved(house: &House, operation: &Operation) -> Operation {
    approve(&*house.session().await, operation.id).unwrap();
    send(house).await;
    now(house, operation).await
}

#[tokio::test]
async fn a_role_that_was_given_is_held_at_once_and_is_taken_back_only_with_a_persons_word() {
    let house = synced(100).await;
    let user = member(&house).await;
    let given = ask(&house, "assign-role", &user.id, role(LICENSES)).await;
    assert_eq!(given.changes[0].to, "License Administrator", "named, not numbered");
    send(&house).await;
    let done = now(&house, &given).await;
    assert_eq!((done.state, done.attempts), (State::Done, 1), "{done:#?}");
    assert_eq!(done.evidence.unwrap().kind, EvidenceKind::Seen);
    assert!(holds(&house, LICENSES, &user.id).await, "before any sync");
    let known = holders(&house, LICENSES).await;
    let own = known.iter().find(|one| one["principalId"] == user.id.as_str()).unwrap();
    assert_eq!(own["principal"]["displayName"], user.server["displayName"]);

    let session = house.session().await;
    let taken = undo(&session, given.id).unwrap();
    assert_eq!((taken.state, taken.hold), (State::Held, Some(Hold::Destructive)));
    let before = writes(&house).await.len();
    send(&house).await;
    assert_eq!(writes(&house).await.len(), before, "nobody has said so");
    let done = approved(&house, &taken).await;
    assert_eq!(done.state, State::Done, "{done:#?}");
    assert!(!holds(&house, LICENSES, &user.id).await);
    house.pass(Duration::from_secs(60)).await;
    run(&house, false).await;
    assert!(!holds(&house, LICENSES, &user.id).await, "the cloud says so too");
}

#[tokio::test]
async fn a_lost_answer_is_looked_after_and_nothing_goes_twice() {
    for applied in [true, false] {
        let house = synced(100).await;
        let user = member(&house).await;
        for (operation, pattern) in [
            ("assign-role", "POST /v1.0/roleManagement/directory/roleAssignments"),
            ("remove-role", "DELETE /v1.0/roleManagement/directory/roleAssignments/*"),
        ] {
            if operation == "remove-role" && !applied {
                let body = json!({"principalId": user.id, "roleDefinitionId": READERS, "directoryScopeId": "/"});
                let path = "/v1.0/roleManagement/directory/roleAssignments";
                another_admin(&house, "POST", path, body).await;
                house.pass(Duration::from_secs(600)).await;
                run(&house, false).await;
            }
            house.pass(Duration::from_secs(600)).await;
            let before = writes(&house).await.len();
            let lost = Rule {
                applied,
                times: Some(1),
                ..rule(pattern, Action::Reset)
            };
            house.cloud.lock().await.set_faults(vec![lost]);
            let asked = ask(&house, operation, &user.id, role(READERS)).await;
            if operation == "remove-role" {
                approve(&*house.session().await, asked.id).unwrap();
            }
            send(&house).await;
            let asked = now(&house, &asked).await;
            let wanted = match applied {
                true => (State::Done, None),
                false => (State::Held, Some(Hold::OutcomeUnknown)),
            };
            assert_eq!((asked.state, asked.hold), wanted, "{operation}");
            assert_eq!(asked.attempts, 1, "{operation}");
            assert_eq!(writes(&house).await.len() - before, usize::from(applied));
            if !applied {
                discard(&*house.session().await, asked.id).unwrap();
            }
        }
    }
}

#[tokio::test]
async fn what_somebody_else_has_done_meanwhile_is_found_and_not_done_again() {
    let house = synced(100).await;
    let user = member(&house).await;
    let given = ask(&house, "assign-role", &user.id, role(READERS)).await;
    let body = json!({"principalId": user.id, "roleDefinitionId": READERS, "directoryScopeId": "/"});
    let path = "/v1.0/roleManagement/directory/roleAssignments";
    let made = another_admin(&house, "POST", path, body).await;
    house.pass(Duration::from_secs(300)).await;
    send(&house).await;
    let done = now(&house, &given).await;
    assert_eq!((done.state, done.attempts), (State::Done, 0), "{done:#?}");
    assert_eq!(done.evidence.unwrap().kind, EvidenceKind::AlreadySo);

    run(&house, false).await;
    let taken = ask(&house, "remove-role", &user.id, role(READERS)).await;
    let gone = format!("{path}/{}", made["id"].as_str().unwrap());
    another_admin(&house, "DELETE", &gone, Value::Null).await;
    house.pass(Duration::from_secs(300)).await;
    let done = approved(&house, &taken).await;
    assert_eq!((done.state, done.attempts), (State::Done, 0), "{done:#?}");
}

#[tokio::test]
async fn the_last_global_administrator_and_ones_own_role_are_warned_of() {
    let house = synced(100).await;
    let session = house.session().await;
    let own = kontor_core::access::access(&session).unwrap().account.unwrap().id;
    let all = holders(&house, GLOBAL).await;
    let other = all
        .iter()
        .map(|one| one["principalId"].as_str().unwrap())
        .find(|id| *id != own);
    let other = other.unwrap().to_owned();
    assert_eq!(warnings(&house, "remove-role", &other, role(GLOBAL)).await, []);
    assert_eq!(
        warnings(&house, "remove-role", &own, role(GLOBAL)).await,
        [Warning::OwnRole]
    );
    let user = member(&house).await;
    assert_eq!(
        warnings(&house, "assign-role", &user.id, role(GLOBAL)).await,
        [Warning::GivesEverything]
    );

    let taken = ask(&house, "remove-role", &other, role(GLOBAL)).await;
    assert_eq!(approved(&house, &taken).await.state, State::Done);
    let last = warnings(&house, "remove-role", &own, role(GLOBAL)).await;
    assert_eq!(last, [Warning::LastGlobalAdministrator, Warning::OwnRole]);
    let taken = ask(&house, "remove-role", &own, role(GLOBAL)).await;
    let refused = approved(&house, &taken).await;
    assert_eq!(refused.state, State::Failed, "{refused:#?}");
    assert!(holds(&house, GLOBAL, &own).await);
}

#[tokio::test]
async fn what_cannot_be_is_said_before_anything_is_queued() {
    let house = synced(100).await;
    let user = member(&house).await;
    let session = house.session().await;
    let refusal = |operation: &str, input: Value| {
        let wish = Wish {
            operation: operation.to_owned(),
            id: user.id.clone(),
            input,
        };
        preview(&session, wish, None)
            .unwrap()
            .errors
            .into_iter()
            .next()
            .unwrap()
            .field
    };
    let field = |name: &str| Some(name.to_owned());
    assert_eq!(
        refusal("assign-role", role("Global Administrator")),
        field("roleDefinitionId")
    );
    assert_eq!(
        refusal("assign-role", role("00000000-0000-4000-8000-000000000000")),
        field("roleDefinitionId")
    );
    let scope = json!({"roleDefinitionId": READERS, "directoryScopeId": "unit"});
    assert_eq!(refusal("assign-role", scope), field("directoryScopeId"));
    assert_eq!(refusal("remove-role", role(READERS)), field("roleDefinitionId"));
}
