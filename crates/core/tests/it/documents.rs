//! Files of bills: wanted offline, fetched by a sync, kept in the ledger, and refused when they are not what they should be.

use crate::sync::{rule, run, synced};
use base64::{Engine, prelude::BASE64_STANDARD};
use kontor_core::commands::dispatch;
use kontor_core::{DemoCloud, Host, Notice};
use kontor_model::{Code, Error, Result};
use kontor_sim::{Action, Rule};
use kontor_testkit::{House, Recorder};
use serde_json::{Value, json};
use std::path::Path;

async fn call(house: &House, name: &str, mut input: Value) -> Result<Value> {
    input["tenant"] = json!(house.tenant.id);
    dispatch(&house.kontor, &Recorder::default(), name, input).await
}

/// A bill, the newest first, and the name of its file.
async fn bill(house: &House, place: usize) -> (String, String) {
    let newest = json!({ "collection": "invoices", "order": "date", "descending": true });
    let page = call(house, "list", newest).await.unwrap();
    let row = &page["items"][place]["row"];
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    (text(&row["id"]), text(&row["documents"][0]["name"]))
}

/// Wants the file of the newest bill, and syncs.
async fn fetched(house: &House) -> (Value, Result<Vec<u8>>) {
    fetched_of(house, 0).await
}

async fn fetched_of(house: &House, place: usize) -> (Value, Result<Vec<u8>>) {
    let (id, name) = bill(house, place).await;
    call(house, "want_documents", json!({ "ids": [id] })).await.unwrap();
    run(house, false).await;
    let states = call(house, "documents", json!({})).await.unwrap();
    let state = states.as_array().unwrap().iter().find(|one| one["id"] == id.as_str());
    let state = state.unwrap().clone();
    let content = call(house, "document", json!({ "id": id, "name": name })).await;
    let content = content.map(|file| BASE64_STANDARD.decode(file["base64"].as_str().unwrap()).unwrap());
    (state, content)
}

#[tokio::test]
async fn a_file_is_wanted_offline_fetched_by_a_sync_and_there_without_a_network_afterwards() {
    let mut house = synced(100).await;
    let (id, name) = bill(&house, 0).await;
    let missing = call(&house, "document", json!({ "id": id, "name": name })).await;
    assert_eq!(missing.unwrap_err().code, Code::NotFound);
    house.cloud.lock().await.set_faults(vec![rule("*", Action::Reset)]);
    let (state, _) = fetched(&house).await;
    assert_eq!(
        (&state["wanted"], &state["size"]),
        (&json!(true), &Value::Null),
        "it waits"
    );

    house.cloud.lock().await.set_faults(Vec::new());
    let (state, content) = fetched(&house).await;
    let content = content.unwrap();
    assert!(content.starts_with(b"%PDF-"));
    assert_eq!(
        (&state["wanted"], &state["size"]),
        (&json!(false), &json!(content.len()))
    );

    // A new mirror forgets bills, not files.
    house = house.restart();
    for file in ["mirror.db", "mirror.db-wal", "mirror.db-shm"] {
        let _ = std::fs::remove_file(house.files().join(file));
    }
    let kept = call(&house, "document", json!({ "id": id, "name": name }))
        .await
        .unwrap();
    assert_eq!(
        BASE64_STANDARD.decode(kept["base64"].as_str().unwrap()).unwrap(),
        content
    );
    let on_disk = std::fs::read(house.files().join("ledger.db")).unwrap();
    assert!(!on_disk.windows(5).any(|five| five == b"%PDF-"), "not in the clear");
}

#[tokio::test]
async fn the_link_is_followed_without_a_token() {
    let house = synced(100).await;
    // The store of files refuses whoever shows a token.
    let (state, content) = fetched(&house).await;
    assert!(content.is_ok(), "{state}");
    let unsigned = Rule {
        status: Some(403),
        ..rule("GET /documents/*", Action::Status)
    };
    house.cloud.lock().await.set_faults(vec![unsigned]);
    let (state, _) = fetched_of(&house, 1).await;
    assert!(
        !state.to_string().contains("sig="),
        "an error does not name it: {state}"
    );
    assert_eq!(state["error"]["code"], "refused");
}

#[tokio::test]
async fn what_is_no_pdf_is_refused_and_can_be_wanted_again() {
    let house = synced(100).await;
    let page = Rule {
        status: Some(200),
        ..rule("GET /documents/*", Action::Html)
    };
    house.cloud.lock().await.set_faults(vec![page]);
    let (state, content) = fetched(&house).await;
    assert_eq!(content.unwrap_err().code, Code::NotFound);
    assert_eq!(
        (&state["error"]["code"], &state["wanted"]),
        (&json!("malformed"), &json!(false)),
        "{state}"
    );
    house.cloud.lock().await.set_faults(Vec::new());
    run(&house, false).await;
    let state = call(&house, "documents", json!({})).await.unwrap()[0].clone();
    assert_eq!(state["size"], Value::Null, "nobody wanted it again");
    let (_, content) = fetched(&house).await;
    assert!(content.is_ok());
}

#[cfg(unix)]
#[tokio::test]
async fn what_another_program_shows_stands_in_the_clear_for_its_owner_only_until_kontor_locks_or_ends() {
    use std::os::unix::fs::PermissionsExt;
    let house = synced(100).await;
    let (_, content) = fetched(&house).await;
    let content = content.unwrap();
    let (id, name) = bill(&house, 0).await;
    let open = async |house: &House| {
        let host = Recorder::default();
        let input = json!({ "tenant": house.tenant.id, "id": id, "name": name });
        dispatch(&house.kontor, &host, "open_document", input).await.unwrap();
        let path = host.files().pop().unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), content);
        path
    };
    let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let first = open(&house).await;
    assert_eq!((mode(&first), mode(first.parent().unwrap())), (0o600, 0o700));
    assert_eq!(mode(first.parent().unwrap().parent().unwrap()), 0o700);
    assert_eq!(first.extension().unwrap(), "pdf");
    let second = open(&house).await;
    assert!(
        first != second && first.exists(),
        "one that is shown is not written over"
    );

    let lock = json!({ "afterMinutes": null, "full": false });
    let set = json!({ "lock": lock, "passphrase": "blåbærtur" });
    call(&house, "set_lock", set).await.unwrap();
    call(&house, "lock", json!({})).await.unwrap();
    assert!(!first.exists() && !second.exists(), "locked");
    call(&house, "unlock", json!({ "passphrase": "blåbærtur" }))
        .await
        .unwrap();

    let left = open(&house).await;
    house.kontor.begin_locked().unwrap();
    assert!(!left.exists(), "a window opens");
    call(&house, "unlock", json!({ "passphrase": "blåbærtur" }))
        .await
        .unwrap();
    let last = open(&house).await;
    house.kontor.stop();
    assert!(!last.exists(), "it ends");
}

#[tokio::test]
async fn a_file_that_nothing_opens_is_not_left_in_the_clear() {
    struct Without(Recorder);
    #[async_trait::async_trait]
    impl Host for Without {
        async fn start_demo(&self) -> Result<DemoCloud> {
            self.0.start_demo().await
        }

        async fn stop_demo(&self) -> Result<()> {
            self.0.stop_demo().await
        }

        fn open_browser(&self, _: &str) {}

        async fn open_file(&self, path: &Path) -> Result<()> {
            self.0.open_file(path).await?;
            Err(Error::new(Code::NotFound, "There is no program for it."))
        }

        async fn notify(&self, notice: &Notice) -> Result<()> {
            self.0.notify(notice).await
        }
    }
    let house = synced(100).await;
    fetched(&house).await.1.unwrap();
    let (id, name) = bill(&house, 0).await;
    let host = Without(Recorder::default());
    let input = json!({ "tenant": house.tenant.id, "id": id, "name": name });
    let refused = dispatch(&house.kontor, &host, "open_document", input).await;
    assert_eq!(refused.unwrap_err().code, Code::NotFound);
    assert!(!host.0.files()[0].exists());
}
