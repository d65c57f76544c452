//! Sign-in names that go to another domain: who keeps the old one, and why.

use crate::life::items;
use crate::outbox::send;
use crate::sync::{run, settle, synced};
use kontor_core::collections::{DOMAINS, USERS};
use kontor_core::outbox::{LeftOrTold, MOVES_DOMAIN, Survey, move_domain, preview_many, queue_many};
use kontor_core::selection::Selection;
use kontor_model::Code;
use kontor_store::Item;
use kontor_testkit::House;
use serde_json::{Value, json};

fn everybody() -> Selection {
    Selection {
        collection: "users".into(),
        ..Selection::default()
    }
}

fn text<'a>(item: &'a Item, name: &str) -> &'a str {
    item.server.get(name).and_then(Value::as_str).unwrap_or_default()
}

async fn domains(house: &House, managed: bool) -> Vec<String> {
    let fits =
        |item: &Item| item.server["isVerified"] == true && (item.server["authenticationType"] == "Managed") == managed;
    let all = items(house, &DOMAINS).await;
    all.into_iter().filter(fits).map(|item| item.id).collect()
}

fn left_out(survey: &Survey, sentence: &str) -> u64 {
    let said = |why: &LeftOrTold| matches!(why, LeftOrTold::Error { error } if error.message == sentence);
    survey
        .groups
        .iter()
        .filter(|group| said(&group.why))
        .map(|group| group.count)
        .sum()
}

#[tokio::test]
async fn guests_those_synced_and_names_that_are_taken_stay_and_the_others_are_moved() {
    let house = synced(250).await;
    let mut managed = domains(&house, true).await;
    let (to, from) = (managed.pop().unwrap(), managed.pop().unwrap());
    let session = house.session().await;
    // Two with the same part before the @, one of them there already; and a third who would meet a mail address.
    let users = items(&house, &USERS).await;
    let own = |item: &&Item| {
        text(item, "userType") == "Member" && item.server.get("onPremisesSyncEnabled") != Some(&json!(true))
    };
    let mut cloud = users.iter().filter(own);
    let (first, second, third, fourth) = (
        cloud.next().unwrap(),
        cloud.next().unwrap(),
        cloud.next().unwrap(),
        cloud.next().unwrap(),
    );
    for (user, name) in [
        (first, format!("tvilling@{from}")),
        (second, format!("tvilling@{to}")),
        (third, format!("brevduen@{from}")),
    ] {
        let body = json!({ "userPrincipalName": name });
        crate::another::another_admin(&house, "PATCH", &format!("/v1.0/users/{}", user.id), body).await;
    }
    let address = json!({ "mail": format!("brevduen@{to}") });
    crate::another::another_admin(&house, "PATCH", &format!("/v1.0/users/{}", fourth.id), address).await;
    settle(&house).await;
    run(&house, false).await;

    let asked = || move_domain(&session, everybody().find(&session).unwrap(), &to).unwrap();
    let survey = preview_many(&session, MOVES_DOMAIN, asked(), false).unwrap();
    let users = items(&house, &USERS).await;
    let guests = users.iter().filter(|item| text(item, "userType") == "Guest").count() as u64;
    assert!(guests > 0);
    assert_eq!(left_out(&survey, "A guest signs in with the name at home."), guests);
    assert!(
        left_out(
            &survey,
            "The sign-in name of a user who is synced from on-premises is decided there."
        ) > 0
    );
    assert_eq!(left_out(&survey, "Another user has the name there."), 1);
    assert_eq!(
        left_out(&survey, "The name there is a mail address of another user."),
        1
    );
    let some = Selection {
        ids: Some(vec![first.id.clone(), second.id.clone()]),
        ..everybody()
    };
    let wish = move_domain(
        &session,
        some.find(&session).unwrap(),
        &managed.pop().unwrap_or(from.clone()),
    )
    .unwrap();
    let meeting = wish.iter().filter(|one| {
        one.input
            .as_ref()
            .is_err_and(|error| error.message.starts_with("Two of those"))
    });
    assert_eq!(meeting.count(), 2, "neither is moved");

    let one = users.iter().find(|item| {
        own(item)
            && text(item, "userPrincipalName").ends_with(&format!("@{from}"))
            && ![&first.id, &third.id].contains(&&item.id)
    });
    let one = one.unwrap();
    let only = Selection {
        ids: Some(vec![one.id.clone()]),
        ..everybody()
    };
    let wish = move_domain(&session, only.find(&session).unwrap(), &to).unwrap();
    assert_eq!(
        queue_many(&session, MOVES_DOMAIN, wish, false, Some(1))
            .unwrap()
            .survey
            .goes,
        1
    );
    assert_eq!(send(&house).await.done, 1);
    let before = text(one, "userPrincipalName").split('@').next().unwrap();
    let now = items(&house, &USERS)
        .await
        .into_iter()
        .find(|item| item.id == one.id)
        .unwrap();
    assert_eq!(text(&now, "userPrincipalName"), format!("{before}@{to}"));
}

#[tokio::test]
async fn names_go_only_to_a_verified_domain_whose_users_sign_in_at_microsoft() {
    let house = synced(250).await;
    let session = house.session().await;
    let federated = domains(&house, false).await;
    for domain in federated.iter().map(String::as_str).chain(["nowhere.example"]) {
        let refused = move_domain(&session, everybody().find(&session).unwrap(), domain);
        assert_eq!(refused.err().map(|error| error.code), Some(Code::Invalid), "{domain}");
    }
    let others = Selection {
        collection: "deleted-users".into(),
        ..Selection::default()
    };
    let refused = move_domain(&session, others.find(&session).unwrap(), "nowhere.example");
    assert_eq!(refused.err().map(|error| error.code), Some(Code::Usage));
}
