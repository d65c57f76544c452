//! Change requests: made by one Kontor, opened, approved and sent by another.

use crate::another::{TheKey, https};
use crate::outbox::{PASSWORD, ask, member, now, send};
use crate::sync::synced;
use kontor_core::outbox::{
    CopyFormat, accept_request, approve, copy_as, export_request, open_request, own_fingerprint,
};
use kontor_core::sync::{Wish, sync};
use kontor_core::{Connect, Credential, Kontor, Options, Session};
use kontor_model::{Code, Hold, Secret, State};
use kontor_testkit::{House, endpoints};
use ring::signature::{Ed25519KeyPair, KeyPair};
use serde_json::json;
use std::sync::Arc;
use tempfile::TempDir;

/// A second admin's Kontor, with files of its own, on a cloud.
async fn second_admin(house: &House, cloud: &kontor_sim::Running) -> (TempDir, Arc<Session>) {
    let folder = TempDir::new().unwrap();
    let kontor = Kontor::open(Options {
        data_dir: folder.path().to_owned(),
        clock: Arc::new(house.clock.clone()),
        keys: Arc::new(TheKey),
        random: Arc::new(|bytes| bytes.fill(5)),
        transport: https(),
        who: "the second admin".to_owned(),
        system_language: None,
    })
    .unwrap();
    let tenant = kontor
        .connect(Connect {
            name: "Theirs".to_owned(),
            tenant_id: None,
            endpoints: endpoints(cloud),
            credential: Credential::Token(Secret::new(cloud.token())),
            demo: false,
        })
        .await
        .unwrap();
    let session = kontor.session(tenant.id).await.unwrap();
    sync(&session, &Wish::default()).await.unwrap();
    (folder, session)
}

#[tokio::test]
async fn what_is_handed_on_stays_in_order_however_it_was_chosen() {
    let house = synced(100).await;
    let user = member(&house).await;
    let first = ask(&house, "update-user", &user.id, json!({"jobTitle": "Los"})).await;
    let second = ask(&house, "update-user", &user.id, json!({"jobTitle": "Havnefogd"})).await;
    let here = house.session().await;
    // Named twice, it is handed on once.
    let text = export_request(&here, &[second.id, first.id, second.id]).unwrap();
    let (_folder, there) = second_admin(&house, &*house.cloud.lock().await).await;
    assert_eq!(open_request(&there, &text).unwrap().operations.len(), 2);
    let taken = accept_request(&there, &text).unwrap();
    let ids: Vec<_> = taken.iter().map(|one| one.id).collect();
    assert_eq!(ids, [first.id, second.id]);
    assert_eq!(taken[1].depends_on, [first.id]);
}

#[tokio::test]
async fn a_request_is_seen_approved_and_sent_by_another_admin_on_the_values_it_was_decided_on() {
    let house = synced(100).await;
    let user = member(&house).await;
    let asked = ask(&house, "update-user", &user.id, json!({"jobTitle": "Los"})).await;
    let here = house.session().await;
    let text = export_request(&here, &[asked.id]).unwrap();
    assert_eq!(
        now(&house, &asked).await.hold,
        Some(Hold::Exported),
        "it does not go from here as well"
    );

    let (_folder, there) = second_admin(&house, &*house.cloud.lock().await).await;
    let seen = open_request(&there, &text).unwrap();
    assert_eq!(
        (seen.from.as_str(), seen.signer),
        ("test", own_fingerprint(&here).unwrap())
    );
    assert_eq!(seen.operations[0].changes, asked.changes);
    let taken = accept_request(&there, &text).unwrap();
    assert_eq!(
        (taken[0].state, taken[0].hold, &taken[0].base),
        (State::Held, Some(Hold::Review), &asked.base)
    );
    assert!(accept_request(&there, &text).unwrap().is_empty(), "once");
    approve(&there, taken[0].id).unwrap();
    kontor_core::outbox::drain(&there, kontor_core::outbox::Pace::Settle)
        .await
        .unwrap();
    assert_eq!(there.store.operation(asked.id).unwrap().unwrap().state, State::Done);
    assert_eq!(house.cloud.lock().await.effects().len(), 1);
    send(&house).await;
    assert_eq!(house.cloud.lock().await.effects().len(), 1);
}

#[tokio::test]
async fn an_altered_request_one_for_another_tenant_and_one_with_a_secret_are_refused() {
    let house = synced(100).await;
    let user = member(&house).await;
    let here = house.session().await;
    let asked = ask(&house, "update-user", &user.id, json!({"jobTitle": "Los"})).await;
    let text = export_request(&here, &[asked.id]).unwrap();
    let altered = text.replace("Los", "Sjef");
    assert_ne!(altered, text);
    assert_eq!(open_request(&here, &altered).unwrap_err().code, Code::Invalid);
    assert_eq!(open_request(&here, "{}").unwrap_err().code, Code::Invalid);

    let secret = ask(&house, "reset-password", &user.id, json!({"password": PASSWORD})).await;
    assert_eq!(export_request(&here, &[secret.id]).unwrap_err().code, Code::Invalid);

    let options = kontor_sim::Options {
        seed: 2,
        ..kontor_sim::Options::default()
    };
    let (_folder, elsewhere) = second_admin(&house, &kontor_sim::start(options).await.unwrap()).await;
    assert_eq!(open_request(&elsewhere, &text).unwrap_err().code, Code::WrongTenant);
    approve(&here, asked.id).unwrap();
    send(&house).await;
    assert_eq!(export_request(&here, &[asked.id]).unwrap_err().code, Code::WrongState);
}

#[tokio::test]
async fn an_operation_in_the_words_of_other_tools_has_no_secret() {
    let house = synced(100).await;
    let user = member(&house).await;
    let operation = ask(&house, "reset-password", &user.id, json!({"password": PASSWORD})).await;
    let here = house.session().await;
    for (format, word) in [
        (CopyFormat::GraphRequest, "PATCH "),
        (CopyFormat::PowerShell, "Invoke-MgGraphRequest -Method PATCH"),
        (CopyFormat::CliMicrosoft365, "m365 request --method patch"),
    ] {
        let text = copy_as(&here, operation.id, format).unwrap();
        assert!(
            text.starts_with(word) && text.contains(&user.id) && text.contains("<password>"),
            "{text}"
        );
        assert!(!text.contains(PASSWORD));
    }
}

/// A file that somebody made by hand and signed with a key of their own.
fn forged(tenant: &str, operation: serde_json::Value) -> String {
    let key = Ed25519KeyPair::from_seed_unchecked(&[3; 32]).unwrap();
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let content =
        json!({"tenant": tenant, "from": "a friend", "madeAt": "2026-11-02T09:00:00Z", "operations": [operation]});
    let content = content.to_string();
    json!({
        "format": "kontor-change-request-1",
        "publicKey": hex(key.public_key().as_ref()),
        "signature": hex(key.sign(content.as_bytes()).as_ref()),
        "content": content,
    })
    .to_string()
}

#[tokio::test]
async fn a_file_cannot_show_one_thing_and_do_another() {
    let house = synced(100).await;
    let user = member(&house).await;
    let here = house.session().await;
    let asks = |id: &str, input: serde_json::Value| {
        let operation = json!({
            "id": "00000000-0000-4000-8000-000000000001", "operation": "update-user", "input": input, "base": {},
            "target": {"collection": "users", "id": id, "name": "Somebody else"},
            "changes": [{"field": "jobTitle", "from": "Los", "to": "Havnesjef", "secret": false}],
        });
        open_request(&here, &forged(&house.tenant.tenant_id, operation))
    };
    let seen = asks(&user.id, json!({"accountEnabled": false})).unwrap();
    let fields: Vec<_> = seen.operations[0]
        .changes
        .iter()
        .map(|change| change.field.as_str())
        .collect();
    assert_eq!(fields, ["accountEnabled"]);
    assert_ne!(seen.operations[0].target.name, "Somebody else");
    let password = json!({"passwordProfile": {"password": PASSWORD}});
    assert_eq!(asks(&user.id, password).unwrap_err().code, Code::Invalid);
    let elsewhere = asks("../groups/1", json!({"jobTitle": "Los"}));
    assert_eq!(elsewhere.unwrap_err().code, Code::NotFound);
}
