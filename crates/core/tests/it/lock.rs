//! The lock: nothing is answered and nothing is told while it holds, and no way leads around it.

use crate::another::{TheKey, another, https};
use crate::sync::synced;
use kontor_core::commands::dispatch;
use kontor_core::{Kontor, LockSettings, tell_alerts};
use kontor_model::{Code, Result, Secret};
use kontor_testkit::{House, Recorder};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;

const PASSPHRASE: &str = "Brygge og bølge";

async fn ask(kontor: &Kontor, name: &str, input: Value) -> Result<Value> {
    dispatch(kontor, &Recorder::default(), name, input).await
}

fn code(answer: Result<Value>) -> Option<Code> {
    answer.err().map(|error| error.code)
}

async fn with_lock(full: bool) -> House {
    let house = synced(250).await;
    let lock = json!({ "lock": { "afterMinutes": 5, "full": full }, "passphrase": PASSPHRASE });
    ask(&house.kontor, "set_lock", lock).await.unwrap();
    house
}

async fn unlock(kontor: &Kontor, passphrase: &str) -> Option<Code> {
    code(ask(kontor, "unlock", json!({ "passphrase": passphrase })).await)
}

#[tokio::test]
async fn a_locked_window_gets_no_answer_but_how_to_unlock() {
    let house = with_lock(false).await;
    let (kontor, tenant) = (&house.kontor, json!({ "tenant": house.tenant.id }));
    ask(kontor, "lock", json!({})).await.unwrap();
    for command in [
        "home",
        "status",
        "alerts",
        "outbox",
        "export_journal",
        "remove_tenant",
        "overview",
    ] {
        assert_eq!(
            code(ask(kontor, command, tenant.clone()).await),
            Some(Code::Locked),
            "{command}"
        );
    }
    assert_eq!(
        code(ask(kontor, "set_lock", json!({ "lock": null })).await),
        Some(Code::Locked)
    );
    let state = ask(kontor, "state", json!({})).await.unwrap();
    assert_eq!((&state["locked"], &state["tenants"]), (&json!(true), &json!([])));

    assert_eq!(unlock(kontor, "Bryggen og bølge").await, Some(Code::Denied));
    assert_eq!(unlock(kontor, PASSPHRASE).await, None);
    assert!(ask(kontor, "home", tenant).await.is_ok());
}

#[tokio::test]
async fn the_work_goes_on_behind_a_lock_and_its_notices_say_nothing_of_what_is_hidden() {
    let house = with_lock(false).await;
    house.kontor.lock().await.unwrap();
    let (session, host) = (house.session().await, Recorder::default());
    tell_alerts(&session, &house.kontor, &host).await.unwrap();
    let notices = host.notices();
    assert_eq!(notices.len(), 1, "one for all that is new");
    assert_eq!(notices[0].title, "Kontor is locked");
    assert!(
        !notices[0].body.contains('@') && !notices[0].body.contains("Test"),
        "{}",
        notices[0].body
    );

    house.kontor.unlock(Secret::new(PASSPHRASE)).await.unwrap();
    tell_alerts(&session, &house.kontor, &host).await.unwrap();
    assert_eq!(host.notices().len(), 1, "what was told is not told again");
}

#[tokio::test]
async fn the_full_lock_closes_the_files_and_forgets_their_keys() {
    let house = with_lock(true).await;
    let running = tokio::spawn({
        let kontor = house.kontor.clone();
        async move { kontor.run(Arc::new(Recorder::default())).await }
    });
    let open = Arc::downgrade(&house.session().await);
    house.kontor.lock().await.unwrap();
    assert!(open.upgrade().is_none(), "nobody holds the session with its key");
    let refused = house.kontor.session(house.tenant.id).await;
    assert_eq!(refused.err().map(|error| error.code), Some(Code::Locked));

    let mut events = house.kontor.events();
    house.kontor.unlock(Secret::new(PASSPHRASE)).await.unwrap();
    let goes_on = async {
        while house.session().await.connection().unwrap().0 != kontor_core::Connection::Online {
            events.recv().await.unwrap();
        }
    };
    tokio::time::timeout(Duration::from_secs(60), goes_on)
        .await
        .expect("its work goes on by itself");
    house.kontor.stop();
    running.await.unwrap();
}

#[tokio::test]
async fn a_restart_is_no_way_in() {
    let house = with_lock(false).await;
    let again = another(&house, Arc::new(TheKey), https());
    again.begin_locked().unwrap();
    assert_eq!(
        code(ask(&again, "overview", json!({ "tenant": house.tenant.id })).await),
        Some(Code::Locked)
    );
    assert_eq!(unlock(&again, PASSPHRASE).await, None);
}

#[tokio::test]
async fn guessing_is_slowed_down() {
    let house = with_lock(false).await;
    house.kontor.lock().await.unwrap();
    for _ in 0..5 {
        assert_eq!(unlock(&house.kontor, "aaaaaa").await, Some(Code::Denied));
    }
    assert_eq!(
        unlock(&house.kontor, PASSPHRASE).await,
        Some(Code::Throttled),
        "not even the right one"
    );
    house.clock.advance(Duration::from_secs(31));
    assert_eq!(unlock(&house.kontor, PASSPHRASE).await, None);
}

#[tokio::test]
async fn only_who_knows_the_passphrase_changes_the_lock() {
    let house = with_lock(false).await;
    let kontor = &house.kontor;
    let settings = |minutes: u32| json!({ "afterMinutes": minutes, "full": false });
    for (input, refused) in [
        (json!({ "lock": null }), Code::Denied),
        (json!({ "lock": settings(9), "current": "wrong one" }), Code::Denied),
        (json!({ "lock": settings(0), "current": PASSPHRASE }), Code::Invalid),
        (
            json!({ "lock": settings(9), "passphrase": "short", "current": PASSPHRASE }),
            Code::Invalid,
        ),
    ] {
        assert_eq!(
            code(ask(kontor, "set_lock", input.clone()).await),
            Some(refused),
            "{input}"
        );
    }
    let five = LockSettings {
        after_minutes: Some(5),
        full: false,
    };
    assert_eq!(kontor.lock_settings().unwrap(), Some(five));

    let new = json!({ "lock": settings(9), "passphrase": "Enda en frase", "current": PASSPHRASE });
    ask(kontor, "set_lock", new).await.unwrap();
    kontor.lock().await.unwrap();
    assert_eq!(unlock(kontor, PASSPHRASE).await, Some(Code::Denied));
    assert_eq!(unlock(kontor, "Enda en frase").await, None);
    ask(kontor, "set_lock", json!({ "lock": null, "current": "Enda en frase" }))
        .await
        .unwrap();
    let never = ask(kontor, "lock", json!({})).await;
    assert_eq!(code(never), Some(Code::WrongState), "nobody could unlock it");
}
