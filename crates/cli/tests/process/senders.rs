//! Several programs on one outbox: one sends at a time, and who dies is replaced.

use super::*;
use kontor_core::{Kontor, Options as Opened};
use kontor_model::{Key, Result, TenantId};
use std::process::Child;
use std::sync::Arc;

impl Place {
    /// New titles for so many users; their ids.
    fn queue_titles(&self, count: usize) -> Vec<String> {
        let users: Vec<Json> = self.people().take(count).collect();
        for user in &users {
            self.queue_title(user, "Kaptein");
        }
        users.iter().map(|user| id(user).to_owned()).collect()
    }

    /// Starts to send, in a process that is not waited for.
    fn sender(&self) -> Child {
        self.command(&self.data(), &["outbox", "send", "--json"])
            .spawn()
            .unwrap()
    }

    /// Each took effect once, and the outbox says so.
    fn assert_sent_once(&self, users: &[String]) {
        for user in users {
            assert_eq!(self.writes(user).len(), 1, "{user}");
        }
        for operation in self.items(&["outbox", "list"]) {
            assert_eq!(operation["state"], "done", "{operation}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn case_35_many_commands_that_send_at_once_send_each_change_once() {
    let place = Place::synced().await;
    let users = place.queue_titles(6);
    let senders: Vec<Child> = (0..4).map(|_| place.sender()).collect();
    let mut done = 0;
    for sender in senders {
        let ran = read(sender.wait_with_output().unwrap());
        match ran.code {
            0 => done += 1,
            _ => assert_eq!(ran.failed(), (1, "busy".into())),
        }
    }
    assert!(done > 0);
    place.assert_sent_once(&users);
}

#[tokio::test(flavor = "multi_thread")]
async fn case_35_a_sender_that_is_killed_while_it_holds_the_outbox_is_replaced_and_repeats_nothing() {
    let place = Place::synced().await;
    let users = place.queue_titles(4);
    // It stops at the reading that would confirm the first change.
    place.faults("[[rule]]\nmatch = 'GET /v1.0/users/*'\naction = 'delay'\nms = 60000\nafter = 1\n");
    let mut holder = place.sender();
    while users.iter().all(|user| place.writes(user).is_empty()) {
        assert_eq!(holder.try_wait().unwrap(), None, "it waits for an answer");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(place.run(&["outbox", "send"]).failed(), (1, "busy".into()));
    holder.kill().unwrap();
    holder.wait().unwrap();
    place.faults("");
    assert_eq!(place.run(&["outbox", "send"]).ok()["counts"]["done"], users.len());
    place.assert_sent_once(&users);
    assert_eq!(place.run(&["journal", "check"]).code, 0);
}

/// The key that the commands get from their environment.
struct SameKey;

impl kontor_secrets::KeyStore for SameKey {
    fn get(&self, _: TenantId) -> Result<Option<Key>> {
        Key::from_hex(KEY).map(Some)
    }

    fn set(&self, _: TenantId, _: &Key) -> Result<()> {
        Ok(())
    }

    fn remove(&self, _: TenantId) -> Result<()> {
        Ok(())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn case_35_a_window_and_commands_drain_one_outbox_and_send_each_change_once() {
    let place = Place::synced().await;
    let users = place.queue_titles(8);
    let window = Kontor::open(Opened {
        data_dir: place.data(),
        clock: Arc::new(kontor_cloud::TokioClock),
        keys: Arc::new(SameKey),
        random: Arc::new(|bytes| bytes.iter_mut().for_each(|byte| *byte = fastrand::u8(..))),
        transport: Arc::new(|_| Ok(Arc::new(kontor_cloud::Https::new(None)?))),
        who: "the window".to_owned(),
        system_language: None,
    })
    .unwrap();
    let tenant = window.find(None).unwrap().id;
    let session = window.session(tenant).await.unwrap();
    let mut events = window.events();
    let running = tokio::spawn({
        let window = window.clone();
        async move { window.run(Arc::new(kontor_testkit::Recorder::default())).await }
    });
    // A command ends the undo time of all; window and commands then go for them at once.
    let senders = [place.sender(), place.sender()];
    let over = async {
        while !session
            .store
            .operations(kontor_store::Which::Active)
            .unwrap()
            .is_empty()
        {
            let _ = tokio::time::timeout(Duration::from_millis(100), events.recv()).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(100), over)
        .await
        .expect("all is sent");
    for sender in senders {
        let ran = read(sender.wait_with_output().unwrap());
        assert!(ran.code == 0 || ran.failed() == (1, "busy".into()), "{}", ran.stdout);
    }
    window.stop();
    running.await.unwrap();
    place.assert_sent_once(&users);
}
