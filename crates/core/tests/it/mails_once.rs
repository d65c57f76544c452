//! Nobody is told of the same end of a password twice: not after a restart, from another program, after a lost answer or a refusal.

use crate::another::{TheKey, another, another_admin, https};
use crate::mails::{left_out, soon, to, within};
use crate::outbox::{ask, item, now, send};
use crate::sync::{rule, run, settle, synced};
use kontor_core::collections::{Named, USERS};
use kontor_core::mail::{Kind, preview_mail, queue_mail};
use kontor_core::outbox::{BulkStep, discard, retry, step_bulk};
use kontor_model::{Code, Hold, Operation, State};
use kontor_sim::{Action, Rule};
use kontor_store::Which;
use kontor_testkit::House;
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;

const TOLD: &str = "The person was written to about the same before. Nobody gets such a mail twice.";
const WAITS: &str = "A mail about the same stands in the outbox and has not gone yet.";

async fn mails(house: &House) -> usize {
    house.cloud.lock().await.mails().len()
}

async fn one(house: &House) -> String {
    soon(house).await.remove(0).id
}

async fn operations(house: &House) -> Vec<Operation> {
    house.session().await.store.operations(Which::All).unwrap()
}

/// A mail to one user about the end of the password, whoever was told before.
async fn by_hand(house: &House, id: &str) -> Operation {
    let rules = house.session().await.rules(&USERS).unwrap();
    let user = item(house, id).await;
    let at = Named::find("password-expiry").unwrap().row(&user, &rules.facts)["at"].clone();
    let about = json!({ "kind": "password-expiry", "at": at });
    let input = json!({ "subject": "Passordet", "body": "Bytt det.", "about": about });
    ask(house, "send-mail", id, input).await
}

#[tokio::test]
async fn a_mail_that_waits_or_went_is_not_queued_again_and_one_taken_back_unsent_may_be() {
    let house = synced(250).await;
    let user = one(&house).await;
    let draft = to(Kind::PasswordExpiry, &[user.as_str()]);
    let session = house.session().await;
    let bulk = queue_mail(&session, &draft, false, Some(1)).unwrap().bulk.unwrap();
    assert_eq!(left_out(&preview_mail(&session, &draft, false).unwrap(), WAITS), 1);
    step_bulk(&session, bulk, BulkStep::Discard).unwrap();
    assert_eq!(
        preview_mail(&session, &draft, false).unwrap().goes,
        1,
        "nobody has read it"
    );
    queue_mail(&session, &draft, false, Some(1)).unwrap();
    send(&house).await;
    assert_eq!(mails(&house).await, 1);
    drop(session);

    let house = house.restart();
    let told = preview_mail(&*house.session().await, &draft, false).unwrap();
    assert_eq!((told.goes, left_out(&told, TOLD)), (0, 1));
    let other = another(&house, Arc::new(TheKey), https());
    let theirs = other.session(house.tenant.id).await.unwrap();
    let told = preview_mail(&theirs, &draft, false).unwrap();
    assert_eq!(
        (told.goes, left_out(&told, TOLD)),
        (0, 1),
        "another program knows it too"
    );
    let queued = queue_mail(&theirs, &draft, false, None).unwrap();
    assert!(queued.bulk.is_none());
    send(&house).await;
    assert_eq!(mails(&house).await, 1);
}

#[tokio::test]
async fn two_programs_that_ask_at_once_write_to_everybody_once() {
    let house = synced(250).await;
    let all = soon(&house).await.len();
    let other = another(&house, Arc::new(TheKey), https());
    let sessions = [house.session().await, other.session(house.tenant.id).await.unwrap()];
    let asked = sessions.map(|session| {
        tokio::task::spawn_blocking(move || {
            queue_mail(&session, &within(30), false, None).map(|queued| queued.survey.goes)
        })
    });
    let mut goes = 0;
    for one in asked {
        match one.await.unwrap() {
            Ok(count) => goes += count,
            Err(error) => assert_eq!(error.code, Code::Busy),
        }
    }
    assert_eq!((goes as usize, operations(&house).await.len()), (all, all));
}

#[tokio::test]
async fn of_two_mails_about_the_same_that_stand_in_the_outbox_one_goes() {
    let house = synced(250).await;
    let user = one(&house).await;
    let (first, second) = (by_hand(&house, &user).await, by_hand(&house, &user).await);
    send(&house).await;
    assert_eq!(now(&house, &first).await.state, State::Done);
    let refused = now(&house, &second).await;
    assert_eq!((refused.state, refused.attempts), (State::Failed, 0));
    assert_eq!(refused.error.unwrap().message, TOLD);
    retry(&*house.session().await, second.id).unwrap();
    send(&house).await;
    assert_eq!(
        (now(&house, &second).await.state, mails(&house).await),
        (State::Failed, 1)
    );
}

#[tokio::test]
async fn a_mail_whose_answer_was_lost_counts_as_told_even_when_it_is_given_up() {
    let house = synced(250).await;
    let user = one(&house).await;
    let lost = Rule {
        applied: true,
        times: Some(1),
        ..rule("POST /v1.0/me/sendMail", Action::Reset)
    };
    house.cloud.lock().await.set_faults(vec![lost]);
    let mail = by_hand(&house, &user).await;
    send(&house).await;
    house.pass(Duration::from_secs(7_200)).await;
    send(&house).await;
    assert_eq!(now(&house, &mail).await.hold, Some(Hold::OutcomeUnknown));
    let session = house.session().await;
    let draft = to(Kind::PasswordExpiry, &[user.as_str()]);
    assert_eq!(left_out(&preview_mail(&session, &draft, false).unwrap(), TOLD), 1);
    discard(&session, mail.id).unwrap();
    assert_eq!(left_out(&preview_mail(&session, &draft, false).unwrap(), TOLD), 1);
    let again = by_hand(&house, &user).await;
    send(&house).await;
    assert_eq!(
        (now(&house, &again).await.state, mails(&house).await),
        (State::Failed, 1)
    );
}

#[tokio::test]
async fn a_refused_mail_was_read_by_nobody_and_may_go_again() {
    let house = synced(250).await;
    let user = one(&house).await;
    let refusal = Rule {
        times: Some(1),
        status: Some(400),
        ..rule("POST /v1.0/me/sendMail", Action::Status)
    };
    house.cloud.lock().await.set_faults(vec![refusal]);
    let mail = by_hand(&house, &user).await;
    send(&house).await;
    assert_eq!(now(&house, &mail).await.state, State::Failed);
    let draft = to(Kind::PasswordExpiry, &[user.as_str()]);
    let session = house.session().await;
    queue_mail(&session, &draft, false, Some(1)).unwrap();
    send(&house).await;
    // The refused one is tried again, and would be the second.
    retry(&session, mail.id).unwrap();
    send(&house).await;
    assert_eq!(
        (now(&house, &mail).await.state, mails(&house).await),
        (State::Failed, 1)
    );
}

#[tokio::test]
async fn when_the_end_moves_the_mail_of_the_old_one_stays_and_a_new_one_may_go() {
    let house = synced(250).await;
    let all = soon(&house).await;
    let (told, waits) = (all[0].id.clone(), all[1].id.clone());
    by_hand(&house, &told).await;
    send(&house).await;
    let mail = by_hand(&house, &waits).await;
    for id in [&told, &waits] {
        let body =
            json!({ "passwordProfile": { "password": "Nordlys-9-kystvei", "forceChangePasswordNextSignIn": false } });
        another_admin(&house, "PATCH", &format!("/v1.0/users/{id}"), body).await;
    }
    settle(&house).await;
    run(&house, false).await;
    assert_ne!(
        item(&house, &told).await.server["lastPasswordChangeDateTime"],
        all[0].server["lastPasswordChangeDateTime"]
    );
    send(&house).await;
    let stale = now(&house, &mail).await;
    assert_eq!(
        (stale.state, stale.attempts, mails(&house).await),
        (State::Failed, 0, 1)
    );
    assert!(
        stale
            .error
            .unwrap()
            .message
            .starts_with("The end of the password has moved")
    );
    let draft = to(Kind::PasswordExpiry, &[told.as_str(), waits.as_str()]);
    assert_eq!(
        queue_mail(&*house.session().await, &draft, false, None)
            .unwrap()
            .survey
            .goes,
        2
    );
    send(&house).await;
    assert_eq!(mails(&house).await, 3);
    let sent = operations(&house)
        .await
        .into_iter()
        .filter(|one| one.state == State::Done);
    let about: Vec<Value> = sent
        .filter(|one| one.target.id == told)
        .map(|one| one.input["about"].clone())
        .collect();
    assert_eq!(about.len(), 2);
    assert_ne!(about[0], about[1]);
}
