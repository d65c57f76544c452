//! Change requests: made by one Kontor, opened, approved and sent by another.

use crate::another::{TheKey, https};
use crate::outbox::{PASSWORD, ask, member, now, send};
use crate::sync::synced;
use kontor_core::outbox::{
    CopyFormat, accept_request, approve, copy_as, discard, export_request, open_request, own_fingerprint,
};
use kontor_core::{Connect, Credential, Kontor, Options, Session};
use kontor_model::{Code, Endpoints, Hold, Secret, State};
use kontor_testkit::House;
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
    let url = |text: &str| text.parse().unwrap();
    let at = cloud.endpoints();
    let tenant = kontor
        .connect(Connect {
            name: "Theirs".to_owned(),
            tenant_id: None,
            endpoints: Endpoints {
                login: url(&at.login),
                graph: url(&at.graph),
                arm: url(&at.arm),
                partner_center: url(&at.partner_center),
                ca: None,
            },
            credential: Credential::Token(Secret::new(cloud.token())),
            demo: false,
        })
        .await
        .unwrap();
    let session = kontor.session(tenant.id).await.unwrap();
    (folder, session)
}

#[tokio::test]
async fn a_request_is_seen_approved_and_sent_by_another_admin_on_the_values_it_was_decided_on() {
    let house = synced(100).await;
    let user = member(&house).await;
    let asked = ask(&house, "update-user", &user.id, json!({"jobTitle": "Los"})).await;
    let here = house.session().await;
    let text = export_request(&here, &[asked.id]).unwrap();
    discard(&here, asked.id).unwrap();

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
    // Where it came from, it was taken back and stays so.
    send(&house).await;
    assert_eq!(now(&house, &asked).await.state, State::Discarded);
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
