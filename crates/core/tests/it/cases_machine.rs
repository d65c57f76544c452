//! The machine and its network: silence that is asked for, long sleep, weeks without a network, a full disk, a keychain that gives no key.

use crate::another::{TheKey, another, another_admin, https};
use crate::outbox::{PASSWORD, ask, effects, item, member, now, send};
use crate::sync::{assert_equal, rule, run, synced};
use chrono::{DateTime, TimeDelta, Utc};
use kontor_core::Kontor;
use kontor_core::operations::Wish;
use kontor_core::outbox::{Pace, approve, drain, keep_mine, queue, send_now};
use kontor_model::{Clock, Code, Endpoints, Error, Hold, Key, Result, State, TenantId};
use kontor_powercut::{Act, Disk, Verdict};
use kontor_secrets::KeyStore;
use kontor_sim::{Action, Rule};
use kontor_store::Which;
use kontor_testkit::{House, Recorder, TestClock};
use serde_json::json;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// So long that only what never comes is missed.
const NEVER: Duration = Duration::from_secs(60);

/// Notes when each request goes out, by the clock on the wall.
struct Noted(kontor_cloud::Https, TestClock, Arc<Mutex<Vec<DateTime<Utc>>>>);

#[async_trait::async_trait]
impl kontor_cloud::Transport for Noted {
    async fn send(
        &self,
        request: kontor_cloud::Request,
    ) -> std::result::Result<kontor_cloud::Response, kontor_cloud::Broken> {
        self.2.lock().unwrap().push(self.1.now());
        self.0.send(request).await
    }
}

/// Another Kontor on the house's cloud, and when its requests went out.
fn noting(house: &House) -> (Kontor, Arc<Mutex<Vec<DateTime<Utc>>>>) {
    let times = Arc::new(Mutex::new(Vec::new()));
    let (clock, noted) = (house.clock.clone(), times.clone());
    let transport = move |_: &Endpoints| -> Result<Arc<dyn kontor_cloud::Transport>> {
        Ok(Arc::new(Noted(
            kontor_cloud::Https::new(None)?,
            clock.clone(),
            noted.clone(),
        )))
    };
    (another(house, Arc::new(TheKey), Arc::new(transport)), times)
}

#[tokio::test]
async fn case_29_after_eight_hours_of_sleep_a_window_syncs_within_half_a_minute_of_waking() {
    let house = House::standing(100).await;
    house.kontor.stop();
    let (kontor, times) = noting(&house);
    let mut events = kontor.events();
    let running = tokio::spawn({
        let kontor = kontor.clone();
        async move { kontor.run(Arc::new(Recorder::default())).await }
    });
    let session = kontor.session(house.tenant.id).await.unwrap();
    let as_of = || session.store.sync_state("transactions").unwrap().as_of;
    let first = async {
        while as_of().is_none() {
            events.recv().await.unwrap();
        }
    };
    tokio::time::timeout(NEVER, first).await.expect("the first sync");

    let night = Duration::from_secs(8 * 3600);
    house.cloud.lock().await.advance(night);
    house.cloud.lock().await.mutate(8, 300);
    let before = times.lock().unwrap().len();
    house.clock.suspend(night);
    let woke = house.clock.now();
    // Timers go on where they stood. Whoever is woken by one runs before this test does again.
    for _ in 0..60 {
        house.clock.advance(Duration::from_secs(1));
        for _ in 0..20 {
            tokio::task::yield_now().await;
        }
        if times.lock().unwrap().len() > before {
            break;
        }
    }
    let asked = times.lock().unwrap().get(before).copied().expect("it asks for news");
    assert!(asked - woke <= TimeDelta::seconds(30), "{}", asked - woke);
    let fresh = async {
        while as_of().is_none_or(|at| at < woke) {
            events.recv().await.unwrap();
        }
    };
    tokio::time::timeout(NEVER, fresh).await.expect("the sync after waking");
    kontor.stop();
    running.await.unwrap();
    assert_equal(&house, &["licenseAssignmentStates"]).await;
}

#[tokio::test]
async fn case_07_a_window_leaves_the_cloud_alone_for_as_long_as_it_asks() {
    for action in [Action::Throttle, Action::Status] {
        let house = House::new(100).await;
        house.kontor.stop();
        let busy = Rule {
            retry_after: Some("30,120".into()),
            times: Some(3),
            ..rule("GET /v1.0/organization*", action)
        };
        house.cloud.lock().await.set_faults(vec![busy]);
        let (kontor, times) = noting(&house);
        let running = tokio::spawn({
            let kontor = kontor.clone();
            async move { kontor.run(Arc::new(Recorder::default())).await }
        });
        let four = async {
            while times.lock().unwrap().len() < 4 {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(NEVER, four).await.expect("it comes back");
        kontor.stop();
        running.await.unwrap();
        let times = times.lock().unwrap().clone();
        for pair in times[..4].windows(2) {
            assert!(pair[1] - pair[0] >= TimeDelta::seconds(120), "{action:?}: {times:?}");
        }
    }
}

#[tokio::test]
async fn case_30_after_three_weeks_offline_nothing_has_lapsed_each_is_asked_about_and_conflicts_are_shown() {
    let house = synced(250).await;
    let user = member(&house).await;
    let session = house.session().await;
    // One on its way without an answer, the rest not sent.
    let lost = Rule {
        applied: true,
        ..rule("PATCH /v1.0/users/*", Action::Reset)
    };
    let others: Vec<String> = crate::sync::mirrored(&house)
        .await
        .into_keys()
        .filter(|id| *id != user.id)
        .take(2)
        .collect();
    house.cloud.lock().await.set_faults(vec![lost]);
    let sent = ask(&house, "update-user", &others[0], json!({"usageLocation": "DK"})).await;
    send_now(&session).unwrap();
    drain(&session, Pace::Due).await.unwrap();
    assert_eq!(now(&house, &sent).await.state, State::Unknown);
    let edit = ask(&house, "update-user", &user.id, json!({"jobTitle": "Los"})).await;
    let reset = ask(&house, "reset-password", &user.id, json!({"password": PASSWORD})).await;
    let quiet = ask(&house, "update-user", &others[1], json!({"usageLocation": "DK"})).await;
    house.cloud.lock().await.stop().await;
    for _ in 0..21 {
        house.pass(Duration::from_secs(24 * 3600)).await;
        assert_eq!(send(&house).await.stopped.map(|error| error.code), Some(Code::Offline));
    }
    let house = house.restart();
    let session = house.session().await;
    assert_eq!(session.store.operations(Which::Active).unwrap().len(), 4);
    assert_eq!(
        item(&house, &user.id).await.object["jobTitle"],
        "Los",
        "still shown as pending"
    );

    house.cloud.lock().await.set_faults(Vec::new());
    house.cloud.lock().await.restart().await.unwrap();
    let path = format!("/v1.0/users/{}", user.id);
    another_admin(&house, "PATCH", &path, json!({"jobTitle": "Havnesjef"})).await;
    house.pass(Duration::from_secs(300)).await;
    assert!(run(&house, false).await.stopped.is_none());
    assert_equal(&house, &[]).await;
    send(&house).await;
    assert_eq!(now(&house, &sent).await.state, State::Done, "found by reading");
    for one in [&edit, &quiet] {
        assert_eq!(now(&house, one).await.hold, Some(Hold::Age));
    }
    assert_eq!(
        now(&house, &reset).await.state,
        State::Queued,
        "behind the first of the same user"
    );
    assert_eq!(effects(&house).await.len(), 2, "one of ours and theirs");

    approve(&session, edit.id).unwrap();
    approve(&session, quiet.id).unwrap();
    send(&house).await;
    assert_eq!(now(&house, &quiet).await.state, State::Done);
    let conflict = now(&house, &edit).await;
    assert_eq!(
        (conflict.state, &conflict.conflicts[0].theirs),
        (State::Conflict, &json!("Havnesjef"))
    );
    keep_mine(&session, edit.id).unwrap();
    send(&house).await;
    assert_eq!(now(&house, &edit).await.hold, None);
    assert_eq!(
        now(&house, &reset).await.hold,
        Some(Hold::Age),
        "its turn, and its password is kept"
    );
    approve(&session, reset.id).unwrap();
    send(&house).await;
    for one in [&edit, &reset] {
        assert_eq!(now(&house, one).await.state, State::Done);
    }
}

#[tokio::test]
async fn case_32_a_disk_that_is_full_while_queueing_or_sending_says_so_and_nothing_is_half_done() {
    let house = synced(100).await;
    let user = member(&house).await.id;
    let disk = Disk::under(&house.files()).unwrap();
    let house = house.restart();
    // How many more writes find room.
    let room = Arc::new(AtomicU64::new(u64::MAX));
    let left = room.clone();
    disk.at_each_boundary(move |boundary| {
        if boundary.act != Act::Write {
            return Verdict::Go;
        }
        let taken = left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1));
        if taken.is_ok() { Verdict::Go } else { Verdict::Full }
    });
    let session = house.session().await;
    let (mut refused, mut sent) = (0, 0);
    for space in 0..200 {
        let before = session.store.operations(Which::Active).unwrap().len();
        let wish = Wish {
            operation: "update-user".to_owned(),
            id: user.clone(),
            input: json!({ "jobTitle": format!("Los {space}") }),
        };
        room.store(space, Ordering::SeqCst);
        let queued = queue(&session, wish);
        room.store(u64::MAX, Ordering::SeqCst);
        let after = session.store.operations(Which::Active).unwrap().len();
        match queued {
            Err(error) => {
                assert_eq!((error.code, after), (Code::NotSaved, before), "{space}: {error}");
                refused += 1;
            }
            Ok(_) => {
                assert_eq!(after, before + 1);
                if sent == 3 {
                    break;
                }
                // The same while it is sent: what cannot be noted is not sent, and what was sent is not sent again.
                room.store(sent * 4, Ordering::SeqCst);
                let drained = drain(&session, Pace::Settle).await;
                room.store(u64::MAX, Ordering::SeqCst);
                if sent == 0 {
                    assert_eq!(drained.unwrap_err().code, Code::NotSaved);
                    assert!(effects(&house).await.is_empty(), "not even the attempt was noted");
                }
                drain(&session, Pace::Settle).await.unwrap();
                sent += 1;
                assert_eq!(effects(&house).await.len() as u64, sent);
            }
        }
    }
    assert!(refused > 2 && sent == 3, "{refused} refused, {sent} sent");
    drain(&session, Pace::Settle).await.unwrap();
    assert!(session.store.operations(Which::Active).unwrap().is_empty());
    assert_eq!(session.store.verify_journal().unwrap().broken_at, None);
    drop(session);
    let house = house.restart();
    assert_eq!(
        house.session().await.store.operations(Which::All).unwrap().len() as u64,
        sent + 1
    );
}

type Answer = fn() -> Result<Option<Key>>;

/// A keychain that answers as it was told to.
struct Gives(Answer);

impl KeyStore for Gives {
    fn get(&self, _: TenantId) -> Result<Option<Key>> {
        (self.0)()
    }

    fn set(&self, _: TenantId, _: &Key) -> Result<()> {
        panic!("no key is made for files that are there")
    }

    fn remove(&self, _: TenantId) -> Result<()> {
        panic!("no key is taken away")
    }
}

/// Every file of the tenant, byte for byte.
fn files(house: &House) -> BTreeMap<PathBuf, Vec<u8>> {
    let all = std::fs::read_dir(house.files())
        .unwrap()
        .map(|entry| entry.unwrap().path());
    all.map(|path| (path.clone(), std::fs::read(path).unwrap())).collect()
}

#[tokio::test]
async fn case_34_without_the_right_key_the_files_stay_as_they_are_and_no_new_ones_are_made() {
    let house = synced(100).await;
    let user = member(&house).await;
    let edit = ask(&house, "update-user", &user.id, json!({"jobTitle": "Los"})).await;
    let house = house.restart();
    let before = files(&house);
    let locked = || Err(Error::new(Code::KeychainUnavailable, "The keychain is locked."));
    let cases: [(Answer, Code); 3] = [
        (|| Ok(None), Code::KeyMissing),
        (locked, Code::KeychainUnavailable),
        (|| Ok(Some(Key::new([9; 32]))), Code::WrongKey),
    ];
    for (gives, code) in cases {
        let kontor = another(&house, Arc::new(Gives(gives)), https());
        // Asked again, as a window does: the answer stays the same.
        for _ in 0..2 {
            let refused = kontor.session(house.tenant.id).await.err().map(|error| error.code);
            assert_eq!(refused, Some(code));
        }
        assert_eq!(
            files(&house).keys().collect::<Vec<_>>(),
            before.keys().collect::<Vec<_>>()
        );
        assert!(files(&house) == before, "{code:?} changed a file");
    }
    assert_eq!(
        now(&house, &edit).await.state,
        State::Queued,
        "with the key all is there"
    );
}
