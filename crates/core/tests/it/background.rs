//! What goes on by itself, and what must not: nothing that stands still, and nothing that runs wild.

use crate::another::{TheKey, another, https};
use crate::sync::{rule, synced};
use kontor_core::Host;
use kontor_core::operations::Wish;
use kontor_core::outbox::queue;
use kontor_core::{Connect, Credential, DemoCloud, Notice, tell_alerts};
use kontor_model::{Clock, Code, Endpoints, Error, Key, Result, Secret, Tag, TenantId};
use kontor_secrets::KeyStore;
use kontor_sim::Action;
use kontor_store::Query;
use kontor_testkit::{House, Recorder};
use serde_json::json;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::time::Duration;

/// So long that only what never comes is missed.
const NEVER: Duration = Duration::from_secs(60);

/// A keychain that a person unlocks later.
#[derive(Default)]
struct Locked {
    open: AtomicBool,
    asked: tokio::sync::Notify,
}

impl KeyStore for Locked {
    fn get(&self, id: TenantId) -> Result<Option<Key>> {
        self.asked.notify_one();
        match self.open.load(Ordering::SeqCst) {
            true => TheKey.get(id),
            false => Err(Error::new(Code::KeychainUnavailable, "The keychain is locked.")),
        }
    }

    fn set(&self, id: TenantId, key: &Key) -> Result<()> {
        TheKey.set(id, key)
    }

    fn remove(&self, id: TenantId) -> Result<()> {
        TheKey.remove(id)
    }
}

#[tokio::test]
async fn case_34_a_tenant_whose_keychain_was_locked_at_the_start_syncs_once_it_is_open() {
    let house = House::new(100).await;
    house.kontor.stop();
    let keys = Arc::new(Locked::default());
    let kontor = another(&house, keys.clone(), https());
    let mut events = kontor.events();
    let running = tokio::spawn({
        let kontor = kontor.clone();
        async move { kontor.run(Arc::new(Recorder::default())).await }
    });
    keys.asked.notified().await;
    assert_eq!(
        kontor.session(house.tenant.id).await.err().map(|error| error.code),
        Some(Code::KeychainUnavailable)
    );
    keys.open.store(true, Ordering::SeqCst);
    let session = kontor.session(house.tenant.id).await.unwrap();
    let synced = async {
        while !session.store.sync_state("invoices").unwrap().complete {
            events.recv().await.unwrap();
        }
    };
    tokio::time::timeout(NEVER, synced).await.expect("it syncs by itself");
    kontor.stop();
    running.abort();
}

/// A keychain that asks the person first, who takes their time.
struct Asks {
    answer: Mutex<mpsc::Receiver<Option<Key>>>,
}

impl KeyStore for Asks {
    fn get(&self, _: TenantId) -> Result<Option<Key>> {
        let answer = self.answer.lock().unwrap().recv().unwrap();
        answer
            .map(Some)
            .ok_or_else(|| Error::new(Code::KeychainUnavailable, "The keychain is locked."))
    }

    fn may_ask(&self, _: TenantId) -> bool {
        true
    }

    fn set(&self, id: TenantId, key: &Key) -> Result<()> {
        TheKey.set(id, key)
    }

    fn remove(&self, id: TenantId) -> Result<()> {
        TheKey.remove(id)
    }
}

#[tokio::test]
async fn while_the_system_asks_for_the_keychains_password_that_is_said_and_no_longer() {
    let house = House::new(100).await;
    house.kontor.stop();
    let (answer, answers) = mpsc::channel();
    let keys = Asks {
        answer: Mutex::new(answers),
    };
    let kontor = another(&house, Arc::new(keys), https());
    let asks = async || {
        let state = kontor_core::commands::dispatch(&kontor, &Recorder::default(), "state", json!({})).await;
        state.unwrap()["keychainAsks"].as_bool().unwrap()
    };
    let mut events = kontor.events();
    // Were it told as a change of anything that a key is needed for, the answer would be the next question.
    let mut told = async || {
        let event = events.recv().await.unwrap();
        assert_eq!((event.tenant, event.tags), (None, vec![Tag::KEYCHAIN]));
    };
    assert!(!asks().await);
    // The person closes the question first, and answers it when it comes again.
    for (given, outcome) in [
        (None, Some(Code::KeychainUnavailable)),
        (TheKey.get(house.tenant.id).unwrap(), None),
    ] {
        let opening = tokio::spawn({
            let (kontor, id) = (kontor.clone(), house.tenant.id);
            async move { kontor.session(id).await.err().map(|error| error.code) }
        });
        tokio::time::timeout(NEVER, told()).await.expect("that it asks is told");
        assert!(asks().await);
        answer.send(given).unwrap();
        tokio::time::timeout(NEVER, told())
            .await
            .expect("that it asks no longer is told");
        assert!(!asks().await);
        assert_eq!(opening.await.unwrap(), outcome);
    }
}

/// Counts what goes over the wire.
struct Counted(kontor_cloud::Https, Arc<AtomicUsize>);

#[async_trait::async_trait]
impl kontor_cloud::Transport for Counted {
    async fn send(
        &self,
        request: kontor_cloud::Request,
    ) -> std::result::Result<kontor_cloud::Response, kontor_cloud::Broken> {
        self.1.fetch_add(1, Ordering::SeqCst);
        self.0.send(request).await
    }
}

#[tokio::test]
async fn what_may_not_be_read_is_not_asked_for_without_a_pause() {
    let house = synced(100).await;
    let session = house.session().await;
    let rules = session.rules(&kontor_core::collections::USERS).unwrap();
    let query = Query {
        limit: 1,
        ..Query::default()
    };
    let user = session.store.list(&rules, &query).unwrap().items.remove(0);
    let draft = Wish {
        operation: "update-user".into(),
        id: user.id,
        input: json!({"jobTitle": "Los"}),
    };
    queue(&session, draft).unwrap();
    kontor_core::outbox::send_now(&session).unwrap();
    house.kontor.stop();
    let denied = kontor_sim::Rule {
        status: Some(403),
        ..rule("GET /v1.0/organization*", Action::Status)
    };
    house.cloud.lock().await.set_faults(vec![denied]);

    let count = Arc::new(AtomicUsize::new(0));
    let counted = count.clone();
    let kontor = another(
        &house,
        Arc::new(TheKey),
        Arc::new(move |_| Ok(Arc::new(Counted(kontor_cloud::Https::new(None)?, counted.clone())))),
    );
    let began = house.clock.now();
    let running = tokio::spawn({
        let kontor = kontor.clone();
        async move { kontor.run(Arc::new(Recorder::default())).await }
    });
    let passes = async {
        while house.clock.now() - began < chrono::TimeDelta::seconds(60) {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(NEVER, passes).await.expect("time goes by");
    kontor.stop();
    running.abort();
    let requests = count.load(Ordering::SeqCst);
    assert!(requests <= 60, "{requests} requests in a minute");
}

/// A service that takes its time to show something.
#[derive(Default)]
struct Slow(Recorder);

#[async_trait::async_trait]
impl Host for Slow {
    async fn start_demo(&self) -> Result<DemoCloud> {
        self.0.start_demo().await
    }

    async fn stop_demo(&self) -> Result<()> {
        self.0.stop_demo().await
    }

    fn open_browser(&self, _: &str) {}

    async fn open_file(&self, path: &std::path::Path) -> kontor_model::Result<()> {
        self.0.open_file(path).await
    }

    async fn notify(&self, notice: &Notice) -> Result<()> {
        tokio::task::yield_now().await;
        self.0.notify(notice).await
    }
}

#[tokio::test]
async fn two_windows_on_the_same_files_tell_each_notice_once() {
    let house = synced(250).await;
    let other = another(&house, Arc::new(TheKey), https());
    let (here, there) = (house.session().await, other.session(house.tenant.id).await.unwrap());
    let host = Slow::default();
    let (one, two) = tokio::join!(
        tell_alerts(&here, &house.kontor, &host),
        tell_alerts(&there, &other, &host)
    );
    one.and(two).unwrap();
    let due = kontor_core::alerts::alerts(&here, here.now()).unwrap();
    let due = due.iter().filter(|alert| alert.notifies()).count();
    assert!(due > 0);
    assert_eq!(host.0.notices().len(), due);
}

/// Where the cloud of a house is, and a token for it.
async fn demo(house: &House) -> DemoCloud {
    let cloud = house.cloud.lock().await;
    let (at, token) = (cloud.endpoints(), cloud.token());
    DemoCloud {
        endpoints: Endpoints {
            login: at.login.parse().unwrap(),
            graph: at.graph.parse().unwrap(),
            arm: at.arm.parse().unwrap(),
            partner_center: at.partner_center.parse().unwrap(),
            ca: None,
        },
        token: Secret::new(token),
    }
}

#[tokio::test]
async fn a_demo_that_is_asked_for_twice_at_once_is_there_once() {
    let house = House::new(100).await;
    let (one, two) = tokio::join!(
        house.kontor.connect_demo(demo(&house).await),
        house.kontor.connect_demo(demo(&house).await)
    );
    assert_eq!(one.unwrap().id, two.unwrap().id);
    let demos = house.kontor.folder().tenants().unwrap();
    assert_eq!(demos.iter().filter(|tenant| tenant.demo).count(), 1);
}

#[tokio::test]
async fn a_token_of_another_organisation_than_the_named_domain_connects_nothing() {
    let house = House::new(100).await;
    let DemoCloud { endpoints, token } = demo(&house).await;
    let connect = |name: &str, domain: &str| Connect {
        name: name.into(),
        tenant_id: Some(domain.into()),
        endpoints: endpoints.clone(),
        credential: Credential::Token(token.clone()),
        demo: false,
    };
    let refused = house.kontor.connect(connect("Theirs", "fabrikam.example")).await;
    assert_eq!(refused.unwrap_err().code, Code::WrongTenant);

    let session = house.session().await;
    kontor_core::sync::sync(&session, &kontor_core::sync::Wish::default())
        .await
        .unwrap();
    let rules = session.rules(&kontor_core::collections::DOMAINS).unwrap();
    let query = Query {
        limit: 10,
        ..Query::default()
    };
    let domains = session.store.list(&rules, &query).unwrap().items;
    let own = domains
        .iter()
        .find(|domain| domain.server["isVerified"] == true)
        .unwrap();
    let connected = house.kontor.connect(connect("Ours", &own.id.to_uppercase())).await;
    assert_eq!(connected.unwrap().tenant_id, house.tenant.tenant_id);
}

/// A way to the cloud on which reading users never ends.
struct Stuck(kontor_cloud::Https);

#[async_trait::async_trait]
impl kontor_cloud::Transport for Stuck {
    async fn send(
        &self,
        request: kontor_cloud::Request,
    ) -> std::result::Result<kontor_cloud::Response, kontor_cloud::Broken> {
        if request.url.path().ends_with("/users/delta") {
            std::future::pending::<()>().await;
        }
        self.0.send(request).await
    }
}

#[tokio::test]
async fn a_sync_that_takes_long_does_not_hold_up_the_outbox_and_stopping_waits_for_all_to_rest() {
    let house = synced(100).await;
    let user = crate::outbox::member(&house).await;
    let operation = crate::outbox::ask(&house, "update-user", &user.id, json!({"jobTitle": "Los"})).await;
    kontor_core::outbox::send_now(&*house.session().await).unwrap();
    house.kontor.stop();
    let kontor = another(
        &house,
        Arc::new(TheKey),
        Arc::new(|_| Ok(Arc::new(Stuck(kontor_cloud::Https::new(None)?)))),
    );
    let mut events = kontor.events();
    let running = tokio::spawn({
        let kontor = kontor.clone();
        async move { kontor.run(Arc::new(Recorder::default())).await }
    });
    let session = kontor.session(house.tenant.id).await.unwrap();
    session.ask_sync(true);
    let sent = async {
        while session.store.operation(operation.id).unwrap().unwrap().state != kontor_model::State::Done {
            events.recv().await.unwrap();
        }
    };
    tokio::time::timeout(NEVER, sent)
        .await
        .expect("it is sent while users are still being read");
    assert!(session.progress().is_some(), "the sync is still at it");
    kontor.stop();
    tokio::time::timeout(NEVER, running)
        .await
        .expect("all comes to rest")
        .unwrap();
}

#[tokio::test]
async fn an_open_window_signs_in_with_what_another_program_has_stored() {
    let house = House::new(100).await;
    let id = house.tenant.id;
    let old = house.session().await;
    let running = tokio::spawn({
        let kontor = house.kontor.clone();
        async move { kontor.run(Arc::new(Recorder::default())).await }
    });
    let (dead, fresh) = {
        let cloud = house.cloud.lock().await;
        (cloud.token(), cloud.add_account(kontor_sim::Rights::default()).unwrap())
    };
    let other = another(&house, Arc::new(TheKey), https());
    other.renew(id, Secret::new(fresh)).await.unwrap();
    house.cloud.lock().await.expire_token(&dead);
    let reopened = async {
        while Arc::ptr_eq(&old, &house.kontor.session(id).await.unwrap()) {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let session = house.kontor.session(id).await.unwrap();
        session.verify_tenant(&kontor_cloud::ReadOptions::default()).await
    };
    let verified = tokio::time::timeout(NEVER, reopened).await.expect("it hears of it");
    assert!(verified.is_ok());
    house.kontor.stop();
    running.await.unwrap();
}
