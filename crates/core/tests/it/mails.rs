//! Mails from templates: who gets one, in which words, and who is left out and why.

use crate::another::another_admin;
use crate::life::items;
use crate::outbox::{item, send};
use crate::sync::{run, settle, synced};
use chrono::{DateTime, TimeDelta, Utc};
use kontor_core::collections::{Named, REGISTRATION_DETAILS, USERS};
use kontor_core::mail::{Draft, Kind, letter, preview_mail, queue_mail, set_default_language, set_template, templates};
use kontor_core::outbox::{LeftOrTold, Survey};
use kontor_core::selection::Selection;
use kontor_model::Code;
use kontor_store::Item;
use kontor_testkit::House;
use serde_json::{Value, json};

pub fn within(days: u16) -> Draft {
    Draft {
        kind: Kind::PasswordExpiry,
        within: Some(days),
        of: None,
        from: None,
    }
}

/// A mail of that kind to these alone.
pub fn to(kind: Kind, ids: &[&str]) -> Draft {
    Draft {
        kind,
        within: None,
        of: Some(Selection {
            collection: "users".into(),
            ids: Some(ids.iter().map(|id| (*id).to_owned()).collect()),
            ..Selection::default()
        }),
        from: None,
    }
}

/// How many are left out with that sentence.
pub fn left_out(survey: &Survey, sentence: &str) -> u64 {
    let said = |why: &LeftOrTold| matches!(why, LeftOrTold::Error { error } if error.message == sentence);
    let groups = survey.groups.iter().filter(|group| group.left_out && said(&group.why));
    groups.map(|group| group.count).sum()
}

/// Each user with the row of the list of ending passwords.
async fn rows(house: &House) -> Vec<(Item, Value)> {
    let session = house.session().await;
    let rules = session.rules(&USERS).unwrap();
    let named = Named::find("password-expiry").unwrap();
    let users = items(house, &USERS).await.into_iter();
    users
        .map(|user| {
            let row = named.row(&user, &rules.facts);
            (user, row)
        })
        .collect()
}

/// Those whose password ends within a month, who may sign in and have an address.
pub async fn soon(house: &House) -> Vec<Item> {
    let now = house.session().await.now();
    let near = |row: &Value| {
        let at: Option<DateTime<Utc>> = row["at"].as_str().and_then(|at| at.parse().ok());
        at.is_some_and(|at| at > now && at <= now + TimeDelta::days(30))
    };
    let all = rows(house).await.into_iter();
    all.filter(|(user, row)| near(row) && row["accountEnabled"] == true && user.server["mail"].is_string())
        .map(|(user, _)| user)
        .collect()
}

async fn changed(house: &House, id: &str, body: Value) {
    another_admin(house, "PATCH", &format!("/v1.0/users/{id}"), body).await;
}

#[tokio::test]
async fn all_whose_password_ends_soon_are_written_to_and_the_others_left_out_with_the_reason() {
    let house = synced(250).await;
    let soon = soon(&house).await;
    let [without, blocked, ..] = &soon[..] else {
        panic!("{}", soon.len())
    };
    changed(&house, &without.id, json!({ "mail": null })).await;
    changed(&house, &blocked.id, json!({ "accountEnabled": false })).await;
    settle(&house).await;
    run(&house, false).await;

    let session = house.session().await;
    let survey = preview_mail(&session, &within(30), false).unwrap();
    assert_eq!(survey.goes, soon.len() as u64 - 2);
    assert!(left_out(&survey, "The user has no mail address.") >= 1);
    assert!(left_out(&survey, "The account is blocked.") >= 1);
    let all = rows(&house).await;
    let told = left_out(&survey, "A guest's password is kept by another organization.");
    let all_guests = all.iter().filter(|(_, row)| row["reason"] == "guest").count() as u64;
    assert!(told > 0 && told == all_guests);
    let unknown = all.iter().filter(|(_, row)| row["status"] == "unknown").count() as u64;
    assert_eq!(left_out(&survey, "When the password ends is not known."), unknown);
    let sum: u64 = survey
        .groups
        .iter()
        .filter(|group| group.left_out)
        .map(|group| group.count)
        .sum();
    assert_eq!(survey.total, survey.goes + sum, "each is in one group");

    assert_eq!(
        queue_mail(&session, &within(30), false, Some(survey.goes + 1))
            .unwrap_err()
            .code,
        Code::WrongState,
        "what was shown is what goes"
    );
    let queued = queue_mail(&session, &within(30), false, Some(survey.goes)).unwrap();
    assert!(queued.bulk.is_some());
    send(&house).await;
    let mails = house.cloud.lock().await.mails();
    assert_eq!(mails.len() as u64, survey.goes);
    for draft in [within(0), within(400)] {
        assert_eq!(
            preview_mail(&session, &draft, false).unwrap_err().field.as_deref(),
            Some("within")
        );
    }
}

#[tokio::test]
async fn each_is_written_to_in_the_own_language_with_names_that_cannot_steer_the_mail() {
    let house = synced(250).await;
    let soon = soon(&house).await;
    let [english, norwegian, swede, ..] = &soon[..] else {
        panic!("{}", soon.len())
    };
    let evil = "Kari\r\nBcc: alle@fjord.example {{link}} <b>\u{202e}";
    changed(
        &house,
        &english.id,
        json!({ "preferredLanguage": "en-US", "displayName": evil }),
    )
    .await;
    changed(&house, &norwegian.id, json!({ "preferredLanguage": "nn-NO" })).await;
    changed(&house, &swede.id, json!({ "preferredLanguage": "sv-SE" })).await;
    settle(&house).await;
    run(&house, false).await;
    let session = house.session().await;
    set_template(
        &session,
        Kind::PasswordExpiry,
        "SV",
        Some((
            "{{displayName}}: lösenordet".into(),
            "{{date}} {{daysLeft}} {{link}} {{userPrincipalName}}".into(),
        )),
    )
    .unwrap();

    let ids = [english.id.as_str(), &norwegian.id, &swede.id];
    queue_mail(&session, &to(Kind::PasswordExpiry, &ids), false, Some(3)).unwrap();
    send(&house).await;
    let mails = house.cloud.lock().await.mails();
    let of = async |user: &Item| {
        let address = item(&house, &user.id).await.server["mail"].as_str().unwrap().to_owned();
        mails
            .iter()
            .find(|mail| mail.recipients == [address.clone()])
            .unwrap()
            .clone()
    };
    let (first, second, third) = (of(english).await, of(norwegian).await, of(swede).await);
    assert!(first.subject.starts_with("Your password") && second.subject.starts_with("Passordet ditt"));
    let text = |mail: &kontor_sim::Mail| mail.message["body"]["content"].as_str().unwrap().to_owned();
    let name = "Kari Bcc: alle@fjord.example {{link}} <b>";
    assert!(
        text(&first).starts_with(&format!("Hello {name},\n")),
        "{}",
        text(&first)
    );
    assert!(
        text(&second).contains("https://myaccount.microsoft.com/"),
        "{}",
        text(&second)
    );
    let third = text(&third);
    let words: Vec<&str> = third.split(' ').collect();
    let upn = item(&house, &swede.id).await.server["userPrincipalName"].clone();
    assert_eq!(words.len(), 4);
    assert!(words[0].starts_with("202") && words[1].parse::<i64>().unwrap() <= 30 && json!(words[3]) == upn);
}

#[tokio::test]
async fn templates_are_kept_for_the_tenant_and_a_mistake_in_one_is_refused_before_anything_is_queued() {
    let house = synced(100).await;
    let session = house.session().await;
    let set = |language: &str, subject: &str, body: &str| {
        let words = Some((subject.to_owned(), body.to_owned()));
        set_template(&session, Kind::Registration, language, words)
    };
    let wrong = set("en", "Hi", "Until {{date}}").unwrap_err();
    assert_eq!((wrong.code, wrong.field.as_deref()), (Code::Invalid, Some("body")));
    assert_eq!(
        set("en", "Hi\nBcc: x", "y").unwrap_err().field.as_deref(),
        Some("subject")
    );
    assert_eq!(
        set("english", "Hi", "y").unwrap_err().field.as_deref(),
        Some("language")
    );
    assert_eq!(
        set_default_language(&session, "da").unwrap_err().field.as_deref(),
        Some("language")
    );
    set("da", "Hej {{displayName}}", "{{link}}").unwrap();
    assert!(
        set_default_language(&session, "da").is_err(),
        "the other mail has none in Danish"
    );
    set_default_language(&session, "nb").unwrap();
    set("en", "Mine", "My words").unwrap();
    drop(session);

    let house = house.restart();
    let session = house.session().await;
    let all = templates(&session).unwrap();
    let of = |language: &str| {
        let mut fits = all.templates.iter().filter(|one| one.kind == Kind::Registration);
        fits.find(|one| one.language == language).unwrap()
    };
    assert_eq!(all.default_language, "nb");
    assert_eq!(
        (of("en").subject.as_str(), of("en").edited, of("en").has_own),
        ("Mine", true, true)
    );
    assert_eq!((of("da").edited, of("da").has_own), (true, false));
    set_template(&session, Kind::Registration, "en", None).unwrap();
    set_template(&session, Kind::Registration, "da", None).unwrap();
    let all = templates(&session).unwrap();
    assert!(all.templates.iter().all(|one| !one.edited), "{all:?}");
    assert_eq!(all.templates.len(), 4);
}

#[tokio::test]
async fn those_not_registered_for_a_reset_are_asked_once() {
    let house = synced(250).await;
    let report = items(&house, &REGISTRATION_DETAILS).await;
    let missing: Vec<_> = report
        .iter()
        .filter(|line| line.server["isSsprEnabled"] == true && line.server["isSsprRegistered"] == false)
        .collect();
    let registered = report
        .iter()
        .find(|line| line.server["isSsprRegistered"] == true)
        .unwrap();
    assert!(missing.len() > 1);
    // Deleted since the report was made.
    another_admin(&house, "DELETE", &format!("/v1.0/users/{}", missing[0].id), json!({})).await;
    settle(&house).await;
    run(&house, false).await;
    let session = house.session().await;
    let draft = Draft {
        kind: Kind::Registration,
        within: None,
        of: None,
        from: None,
    };
    let survey = preview_mail(&session, &draft, false).unwrap();
    assert_eq!(survey.total, missing.len() as u64);
    let gone = "It is not in the offline copy. It may have been deleted; sync to be sure.";
    assert_eq!(left_out(&survey, gone), 1);
    assert!(survey.goes > 0);
    let one = to(Kind::Registration, &[registered.id.as_str()]);
    let survey_of_one = preview_mail(&session, &one, false).unwrap();
    assert_eq!(left_out(&survey_of_one, "The user has registered already."), 1);

    queue_mail(&session, &draft, false, None).unwrap();
    send(&house).await;
    assert_eq!(house.cloud.lock().await.mails().len() as u64, survey.goes);
    let again = preview_mail(&session, &draft, false).unwrap();
    let told = "The person was written to about the same before. Nobody gets such a mail twice.";
    assert_eq!((again.goes, left_out(&again, told)), (0, survey.goes));
    let reader = &again
        .groups
        .iter()
        .find(|group| group.count == survey.goes)
        .unwrap()
        .names;
    assert!(!reader.is_empty());
    let told = letter(&session, Kind::Registration, &missing[1].id, Some("en")).unwrap();
    assert!(told.subject.starts_with("Register"));
}
