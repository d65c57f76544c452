//! What is edited, discarded or taken back, and what stood behind it.

use crate::another::another_admin;
use crate::life::{free_product, writes};
use crate::outbox::{PASSWORD, ask, member, now, send};
use crate::sync::synced;
use kontor_core::operations::Wish;
use kontor_core::outbox::{discard, replace, undo};
use kontor_model::{Code, State};
use serde_json::{Value, json};

#[tokio::test]
async fn an_edited_operation_takes_the_place_of_the_old_one_with_its_secret() {
    let house = synced(100).await;
    let session = house.session().await;
    let user = member(&house).await;
    let first = ask(&house, "reset-password", &user.id, json!({"password": PASSWORD})).await;
    let wish = Wish {
        operation: "reset-password".into(),
        id: user.id.clone(),
        input: json!({"forceChangePasswordNextSignIn": false}),
    };
    let second = replace(&session, first.id, wish).unwrap();
    let old = now(&house, &first).await;
    assert_eq!((old.state, old.replaced_by), (State::Replaced, Some(second.id)));
    send(&house).await;
    assert_eq!(now(&house, &second).await.state, State::Done);
    let effects = writes(&house).await;
    assert_eq!(effects.len(), 1);
    assert_eq!(
        effects[0].body["passwordProfile"]["forceChangePasswordNextSignIn"],
        false
    );
}

#[tokio::test]
async fn an_operation_gives_way_to_one_on_the_same_sort_of_object_only() {
    let house = synced(100).await;
    let session = house.session().await;
    let user = member(&house).await;
    let first = ask(&house, "update-user", &user.id, json!({"jobTitle": "Los"})).await;
    let wish = Wish {
        operation: "update-domain".into(),
        id: "fjordlys.example".into(),
        input: json!({"passwordValidityPeriodInDays": 120}),
    };
    assert_eq!(replace(&session, first.id, wish).unwrap_err().code, Code::Invalid);
    assert_eq!(now(&house, &first).await.state, State::Queued);
}

#[tokio::test]
async fn what_was_decided_on_a_change_that_is_taken_back_is_decided_on_what_stands_there() {
    let house = synced(100).await;
    let user = member(&house).await;
    let first = ask(&house, "update-user", &user.id, json!({"jobTitle": "Los"})).await;
    let second = ask(&house, "update-user", &user.id, json!({"jobTitle": "Havnesjef"})).await;
    assert_eq!(second.base["jobTitle"], "Los");
    discard(&*house.session().await, first.id).unwrap();
    send(&house).await;
    let second = now(&house, &second).await;
    assert_eq!(
        (second.state, &second.base["jobTitle"]),
        (State::Done, &first.base["jobTitle"])
    );
}

#[tokio::test]
async fn a_change_is_taken_back_to_what_stood_there_before() {
    let house = synced(100).await;
    let user = member(&house).await;
    let changed = ask(
        &house,
        "update-user",
        &user.id,
        json!({"jobTitle": "Los", "city": "Bodø"}),
    )
    .await;
    send(&house).await;
    let back = undo(&*house.session().await, changed.id).unwrap();
    assert_eq!(back.input, Value::Object(changed.base.clone()));
    send(&house).await;
    assert_eq!(now(&house, &back).await.state, State::Done);
    let truth = house.cloud.lock().await.users_json();
    let truth = truth.iter().find(|one| one["id"] == user.id).unwrap();
    assert_eq!(
        (&truth["jobTitle"], &truth["city"]),
        (&changed.base["jobTitle"], &changed.base["city"])
    );
}

#[tokio::test]
async fn taking_back_does_not_overwrite_what_somebody_has_made_of_it_since() {
    let house = synced(100).await;
    let user = member(&house).await;
    let changed = ask(&house, "update-user", &user.id, json!({"jobTitle": "Los"})).await;
    send(&house).await;
    another_admin(
        &house,
        "PATCH",
        &format!("/v1.0/users/{}", user.id),
        json!({"jobTitle": "Havnesjef"}),
    )
    .await;
    let session = house.session().await;
    kontor_core::sync::sync(&session, &kontor_core::sync::Wish::default())
        .await
        .unwrap();
    let back = undo(&session, changed.id).unwrap();
    send(&house).await;
    assert_eq!(now(&house, &back).await.state, State::Conflict);
    assert_eq!(
        writes(&house).await.last().unwrap().body,
        json!({"jobTitle": "Havnesjef"})
    );
}

#[tokio::test]
async fn what_waits_for_an_operation_waits_for_the_one_that_takes_its_place() {
    let house = synced(100).await;
    let session = house.session().await;
    let user = member(&house).await;
    let first = ask(&house, "update-user", &user.id, json!({"usageLocation": "SE"})).await;
    let licensed = ask(
        &house,
        "assign-licenses",
        &user.id,
        json!({"addLicenses": [free_product(&house, &user.id).await]}),
    )
    .await;
    let wish = Wish {
        operation: "update-user".into(),
        id: user.id.clone(),
        input: json!({"usageLocation": "DK"}),
    };
    let second = replace(&session, first.id, wish).unwrap();
    assert_eq!(now(&house, &licensed).await.depends_on, [second.id]);
    send(&house).await;
    assert_eq!(now(&house, &licensed).await.state, State::Done);
    let bodies: Vec<_> = writes(&house).await.into_iter().map(|effect| effect.method).collect();
    assert_eq!(bodies, ["PATCH", "POST"]);
}

#[tokio::test]
async fn discarding_one_mail_leaves_the_next_its_address() {
    let house = synced(100).await;
    let user = member(&house).await;
    let mail = |subject: &str| json!({"subject": subject, "body": "Bytt passord før fredag."});
    let first = ask(&house, "send-mail", &user.id, mail("En")).await;
    let second = ask(&house, "send-mail", &user.id, mail("To")).await;
    discard(&*house.session().await, first.id).unwrap();
    send(&house).await;
    assert_eq!(now(&house, &second).await.state, State::Done);
    assert_eq!(house.cloud.lock().await.mails()[0].recipients.len(), 1);
}
