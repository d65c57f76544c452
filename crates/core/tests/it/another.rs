//! A second Kontor on the files of a house, as another program would open them.

use crate::sync::synced;
use kontor_core::collections::USERS;
use kontor_core::operations::Wish;
use kontor_core::outbox::queue;
use kontor_core::{Connector, Kontor, Options};
use kontor_model::Code;
use kontor_secrets::KeyStore;
use kontor_store::Query;
pub use kontor_testkit::FixedKey as TheKey;
use kontor_testkit::{House, TestClock};
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

pub fn another(house: &House, keys: Arc<dyn KeyStore>, transport: Connector) -> Kontor {
    another_by(&house.clock, house, keys, transport)
}

/// The same by a clock of its own.
pub fn another_by(clock: &TestClock, house: &House, keys: Arc<dyn KeyStore>, transport: Connector) -> Kontor {
    let folder = house.files();
    let drawn = AtomicU8::new(1);
    Kontor::open(Options {
        data_dir: folder.ancestors().nth(2).unwrap().to_owned(),
        clock: Arc::new(clock.clone()),
        keys,
        random: Arc::new(move |bytes| bytes.fill(drawn.fetch_add(1, Ordering::Relaxed))),
        transport,
        who: "test".to_owned(),
        system_language: None,
    })
    .unwrap()
}

pub fn https() -> Connector {
    Arc::new(|_| Ok(Arc::new(kontor_cloud::Https::new(None)?)))
}

/// A tenant is forgotten only when nobody has it open, and nothing that was not sent is lost unsaid.
#[tokio::test]
async fn a_tenant_that_another_kontor_has_open_is_not_forgotten() {
    let house = synced(100).await;
    let id = house.tenant.id;
    let other = another(&house, Arc::new(TheKey), https());
    let open = other.session(id).await.unwrap();
    let user = open
        .store
        .list(
            &open.rules(&USERS).unwrap(),
            &Query {
                limit: 1,
                ..Query::default()
            },
        )
        .unwrap();
    let wish = Wish {
        operation: "update-user".to_owned(),
        id: user.items[0].id.clone(),
        input: json!({ "jobTitle": "Kaptein" }),
    };
    let queued = queue(&open, wish).unwrap();
    assert_eq!(
        house.kontor.remove(id, false).await.unwrap(),
        std::slice::from_ref(&queued)
    );
    let refused = house.kontor.remove(id, true).await.unwrap_err();
    assert_eq!(refused.code, Code::Busy);
    assert!(open.store.operation(queued.id).unwrap().is_some());

    drop(open);
    drop(other);
    assert_eq!(house.kontor.remove(id, false).await.unwrap(), [queued]);
    assert!(house.files().join("ledger.db").exists());
    assert_eq!(house.kontor.remove(id, true).await.unwrap(), []);
    assert!(!house.files().exists());
    assert_eq!(
        house.kontor.session(id).await.err().map(|error| error.code),
        Some(Code::TenantUnknown)
    );
}

/// What another admin does meanwhile, and what came back.
pub async fn another_admin(house: &House, method: &str, path: &str, body: Value) -> Value {
    let cloud = house.cloud.lock().await;
    let headers = [
        ("authorization".to_owned(), format!("Bearer {}", cloud.token())),
        ("content-type".to_owned(), "application/json".to_owned()),
    ];
    let body = if body.is_null() {
        Vec::new()
    } else {
        body.to_string().into_bytes()
    };
    match cloud.answer(method, path, &headers, &body) {
        kontor_sim::Outcome::Answered(answer) if answer.status < 300 => {
            serde_json::from_slice(&answer.body).unwrap_or_default()
        }
        other => panic!("{method} {path}: {other:?}"),
    }
}
