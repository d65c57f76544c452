//! One wish for many: told in groups before it is queued, queued whole or not at all, and steered as one.

use crate::life::items;
use crate::outbox::{effects, send};
use crate::sync::synced;
use kontor_core::collections::{DELETED_USERS, LICENSES, USERS};
use kontor_core::operations::Warning;
use kontor_core::outbox::{
    BulkStep, LeftOrTold, QueuedMany, Survey, bulks, preview_many, queue_many, same_for_all, step_bulk,
};
use kontor_core::selection::Selection;
use kontor_model::{Code, Error, Hold, State};
use kontor_store::{Item, Which};
use kontor_testkit::House;
use serde_json::{Value, json};

fn everybody() -> Selection {
    Selection {
        collection: "users".into(),
        ..Selection::default()
    }
}

fn only(ids: Vec<String>) -> Selection {
    Selection {
        ids: Some(ids),
        ..everybody()
    }
}

async fn previewed(house: &House, of: &Selection, operation: &str, input: &Value) -> Survey {
    let session = house.session().await;
    let asked = same_for_all(operation, of.find(&session).unwrap(), input).unwrap();
    preview_many(&session, operation, asked, false).unwrap()
}

async fn queued(
    house: &House,
    of: &Selection,
    operation: &str,
    input: &Value,
    expected: Option<u64>,
) -> Result<QueuedMany, Error> {
    let session = house.session().await;
    let asked = same_for_all(operation, of.find(&session)?, input)?;
    queue_many(&session, operation, asked, false, expected)
}

/// How many are left out, or told of, for a reason.
fn counted(survey: &Survey, left_out: bool, meant: impl Fn(&LeftOrTold) -> bool) -> u64 {
    let groups = survey.groups.iter();
    groups
        .filter(|group| group.left_out == left_out && meant(&group.why))
        .map(|group| group.count)
        .sum()
}

fn is_synced(item: &Item) -> bool {
    item.server.get("onPremisesSyncEnabled") == Some(&json!(true))
}

#[tokio::test]
async fn all_that_a_filter_finds_are_counted_by_what_becomes_of_them_and_queued_in_one_step() {
    let house = synced(1_200).await;
    let users = items(&house, &USERS).await;
    let mut guests = everybody();
    guests.filters.insert("user_type".into(), vec!["member".into()]);
    let wish = json!({"officeLocation": "Brygga 4"});
    let found = guests.find(&*house.session().await).unwrap().items;
    assert!(found.len() > 1_000, "more than one page: {}", found.len());
    assert!(users.len() >= 1_000);

    let survey = previewed(&house, &guests, "update-user", &wish).await;
    let synced = found.iter().filter(|item| is_synced(item)).count() as u64;
    assert!(synced > 0);
    let mastered = |why: &LeftOrTold| {
        *why == LeftOrTold::Warning {
            warning: Warning::MasteredOnPremises,
        }
    };
    assert_eq!(counted(&survey, true, mastered), synced);
    assert_eq!(
        (survey.total, survey.goes),
        (found.len() as u64, found.len() as u64 - synced)
    );
    assert_eq!(survey.sample.len(), 5);
    assert_eq!(survey.sample[0].changes[0].to, "Brygga 4");
    let session = house.session().await;
    assert!(
        session.store.operations(Which::All).unwrap().is_empty(),
        "only looked at"
    );

    let done = queued(&house, &guests, "update-user", &wish, Some(survey.goes))
        .await
        .unwrap();
    assert_eq!((done.survey.goes, done.survey.total), (survey.goes, survey.total));
    let again = previewed(&house, &guests, "update-user", &wish).await;
    assert_eq!(again.goes, 0, "all of it is so, or waits to be");
    let all = bulks(&session).unwrap();
    assert_eq!((all.len(), all[0].count, Some(all[0].id)), (1, survey.goes, done.bulk));
    assert_eq!(all[0].states[0].state, State::Queued);

    let back = step_bulk(&session, all[0].id, BulkStep::Discard).unwrap();
    assert_eq!(back.count, survey.goes);
    let shown = guests.find(&session).unwrap().items;
    assert!(
        shown.iter().all(|item| item.object == item.server),
        "nothing lies over the mirror"
    );
    assert_eq!(bulks(&session).unwrap()[0].states[0].state, State::Discarded);
    send(&house).await;
    assert!(effects(&house).await.is_empty());
}

#[tokio::test]
async fn what_was_shown_is_queued_or_nothing() {
    let house = synced(250).await;
    let wish = json!({"city": "Vardø"});
    let survey = previewed(&house, &everybody(), "update-user", &wish).await;
    let refused = queued(&house, &everybody(), "update-user", &wish, Some(survey.goes + 1)).await;
    assert_eq!(refused.unwrap_err().code, Code::WrongState);
    let session = house.session().await;
    assert!(session.store.operations(Which::All).unwrap().is_empty());
    let wrong = queued(&house, &everybody(), "restore-user", &json!({}), None).await;
    assert_eq!(wrong.unwrap_err().code, Code::Usage, "of another collection");
    let each_its_own = queued(&house, &everybody(), "reset-password", &json!({}), None).await;
    assert_eq!(each_its_own.unwrap_err().code, Code::Usage);
}

#[tokio::test]
async fn those_for_whom_no_seat_is_left_and_those_without_a_usage_location_are_left_out() {
    let house = synced(250).await;
    let free = |item: &Item| {
        let bought = item.server["prepaidUnits"]["enabled"].as_i64().unwrap_or_default();
        bought - item.server["consumedUnits"].as_i64().unwrap_or(bought)
    };
    let products = items(&house, &LICENSES).await;
    let scarce = products
        .iter()
        .filter(|item| item.server["capabilityStatus"] == "Enabled" && (1..60).contains(&free(item)))
        .min_by_key(|item| free(item))
        .unwrap();
    let sku = scarce.server["skuId"].as_str().unwrap();
    let survey = previewed(&house, &everybody(), "assign-licenses", &json!({"addLicenses": [sku]})).await;
    assert_eq!(survey.goes as i64, free(scarce), "as many as seats");
    let no_seat = |why: &LeftOrTold| {
        *why == LeftOrTold::Warning {
            warning: Warning::NoSeatFree,
        }
    };
    assert!(counted(&survey, true, no_seat) > 0);
    let users = items(&house, &USERS).await;
    let lacking = users
        .iter()
        .filter(|item| item.server.get("usageLocation").is_none_or(Value::is_null));
    let nowhere = |why: &LeftOrTold| matches!(why, LeftOrTold::Error { error } if error.field.as_deref() == Some("usageLocation"));
    assert_eq!(counted(&survey, true, nowhere), lacking.count() as u64);
    assert!(counted(&survey, true, nowhere) > 0);
}

#[tokio::test]
async fn a_bulk_is_approved_sent_and_taken_back_as_one() {
    let house = synced(250).await;
    let users = items(&house, &USERS).await;
    let cloud = users
        .iter()
        .filter(|item| !is_synced(item) && item.server["userType"] == "Guest");
    let ids: Vec<String> = cloud.take(4).map(|item| item.id.clone()).collect();
    assert_eq!(ids.len(), 4);
    let session = house.session().await;
    let deleted = queued(&house, &only(ids.clone()), "delete-user", &json!({}), None)
        .await
        .unwrap();
    let bulk = bulks(&session).unwrap().remove(0);
    assert_eq!((bulk.holds[0].hold, bulk.holds[0].count), (Hold::Destructive, 4));
    send(&house).await;
    assert!(effects(&house).await.is_empty(), "nobody has approved it");
    let id = deleted.bulk.unwrap();
    assert_eq!(step_bulk(&session, id, BulkStep::Approve).unwrap().count, 4);
    assert_eq!(send(&house).await.done, 4);
    assert_eq!(bulks(&session).unwrap()[0].states[0].state, State::Done);

    assert_eq!(step_bulk(&session, id, BulkStep::Undo).unwrap().count, 4);
    let opposite = bulks(&session).unwrap().remove(1);
    assert_eq!((opposite.operation.as_str(), opposite.count), ("restore-user", 4));
    assert_eq!(send(&house).await.done, 4);
    let gone = items(&house, &DELETED_USERS).await;
    assert!(!gone.iter().any(|item| ids.contains(&item.id)), "all are back");
    let nothing = step_bulk(&session, id, BulkStep::Discard);
    assert_eq!(nothing.unwrap_err().code, Code::WrongState, "it is all done");
}

#[tokio::test]
async fn refusals_of_a_bulk_are_noted_and_tried_again_as_one() {
    let house = synced(250).await;
    let users = items(&house, &USERS).await;
    let cloud = users
        .iter()
        .filter(|item| !is_synced(item) && item.server["userType"] == "Guest");
    let ids: Vec<String> = cloud.take(3).map(|item| item.id.clone()).collect();
    let refuse = kontor_sim::Rule {
        status: Some(400),
        ..crate::sync::rule("PATCH /v1.0/users/*", kontor_sim::Action::Status)
    };
    house.cloud.lock().await.set_faults(vec![refuse]);
    let session = house.session().await;
    let wish = json!({"companyName": "Fyr og Merker AS"});
    let id = queued(&house, &only(ids), "update-user", &wish, None)
        .await
        .unwrap()
        .bulk
        .unwrap();
    send(&house).await;
    assert_eq!(bulks(&session).unwrap()[0].states[0].state, State::Failed);
    assert_eq!(step_bulk(&session, id, BulkStep::Acknowledge).unwrap().count, 3);
    house.cloud.lock().await.set_faults(Vec::new());
    assert_eq!(step_bulk(&session, id, BulkStep::Retry).unwrap().count, 3);
    assert_eq!(send(&house).await.done, 3);
}

#[tokio::test]
async fn what_is_not_here_and_what_comes_twice_is_told_and_counted_once() {
    let house = synced(250).await;
    let users = items(&house, &USERS).await;
    let one = users.iter().find(|item| !is_synced(item)).unwrap().id.clone();
    let survey = previewed(
        &house,
        &only(vec![one.clone(), one, "nobody".into()]),
        "update-user",
        &json!({"city": "Å"}),
    )
    .await;
    assert_eq!((survey.total, survey.goes), (2, 1));
    assert_eq!(
        counted(
            &survey,
            true,
            |why| matches!(why, LeftOrTold::Error { error } if error.code == Code::NotFound)
        ),
        1
    );
}
