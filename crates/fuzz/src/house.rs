//! Kontor with a small tenant on its disk. The tenant is synced once from the simulated cloud; each house is a copy of it, whose
//! cloud answers from the bytes.

use crate::draw::Draw;
use crate::wire::{Shape, Wire};
use chrono::{DateTime, Utc};
use kontor_core::collections::{Collection, LICENSES};
use kontor_core::sync::{Wish, sync};
use kontor_core::{Kontor, Options, Session};
use kontor_model::{Object, TenantId};
use kontor_store::{Item, Query};
use kontor_testkit::{FixedKey, Recorder, TestClock};
use serde_json::Value;
use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock};
use tempfile::TempDir;
use tokio::runtime::{Builder, Runtime};
use url::Url;

const USERS: usize = 12;

pub struct House {
    pub kontor: Kontor,
    pub session: Arc<Session>,
    pub tenant: TenantId,
    pub wire: Wire,
    /// Where links lead that stay at home.
    pub base: Url,
    pub host: Recorder,
    pub folder: TempDir,
    /// Set by whoever has written something: then the next input gets another copy.
    pub is_used: bool,
    random: Arc<AtomicU64>,
    runtime: Runtime,
}

/// The files of the synced tenant, by their path below the data folder.
struct Template {
    tenant: TenantId,
    files: Vec<(PathBuf, Vec<u8>)>,
    now: DateTime<Utc>,
}

static TEMPLATE: LazyLock<Template> = LazyLock::new(|| {
    let runtime = Builder::new_multi_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let house = kontor_testkit::House::new(USERS).await;
        let session = house.session().await;
        let synced = sync(&session, &Wish::default()).await.expect("a first sync");
        assert!(synced.stopped.is_none(), "all of it was read");
        shorten(&session);
        let (tenant, now) = (house.tenant.id, session.now());
        let tenants = house.files().parent().expect("a folder of tenants").to_owned();
        drop(session);
        house.kontor.stop();
        drop(house.kontor);
        let data = tenants.parent().expect("the data folder");
        Template {
            tenant,
            files: files(data, data),
            now,
        }
    })
});

/// A product has dozens of service plans; reading them again and again would take most of the time. Two say as much.
fn shorten(session: &Session) {
    for item in mirrored(session, "licenses") {
        let mut product = item.server;
        if let Some(Value::Array(plans)) = product.get_mut("servicePlans") {
            plans.truncate(2);
        }
        let rules = session.rules(&LICENSES).expect("the facts are read");
        let put = session
            .store
            .put(&rules, &item.id, Some(&product), false, session.now());
        put.expect("the mirror is written");
    }
}

thread_local! {
    static LAST: RefCell<Option<House>> = const { RefCell::new(None) };
}

impl House {
    /// Runs an input in a house that nothing has happened in yet.
    pub fn with(draw: Draw, act: impl FnOnce(&mut House)) {
        let last = LAST.take().filter(|house| !house.is_used);
        let mut house = last.unwrap_or_else(Self::new);
        house.random.store(1, Ordering::Relaxed);
        house.wire.begin(draw);
        act(&mut house);
        LAST.set(Some(house));
    }

    fn new() -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        for (path, content) in &TEMPLATE.files {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("the copy has its folders");
            std::fs::write(path, content).expect("the copy is written");
        }
        // Time passes by the clock of the house; only the end of the threads that work on a tenant is waited for by the real one.
        let runtime = Builder::new_current_thread().enable_time().build().expect("a runtime");
        let random = Arc::new(AtomicU64::new(1));
        let (bytes, profile) = (
            random.clone(),
            folder.path().join("tenants").join(TEMPLATE.tenant.0.to_string()),
        );
        let profile: Value = read(&profile.join("tenant.json"));
        let base: Url = profile["endpoints"]["graph"]
            .as_str()
            .and_then(|url| url.parse().ok())
            .expect("an address");
        let wire = Wire::new(Draw::new(&[]), Shape::Wanted, base.clone());
        let way = wire.clone();
        let kontor = Kontor::open(Options {
            data_dir: folder.path().to_owned(),
            clock: Arc::new(TestClock::flowing(TEMPLATE.now, Arc::new(|_| Box::pin(async {})))),
            keys: Arc::new(FixedKey),
            random: Arc::new(move |buffer| buffer.fill_with(|| mixed(bytes.fetch_add(1, Ordering::Relaxed)))),
            transport: Arc::new(move |_| Ok(Arc::new(way.clone()))),
            who: "somebody".to_owned(),
            system_language: None,
        });
        let kontor = kontor.expect("the copy opens");
        let session = runtime
            .block_on(kontor.session(TEMPLATE.tenant))
            .expect("the tenant opens");
        Self {
            kontor,
            session,
            tenant: TEMPLATE.tenant,
            wire,
            base,
            host: Recorder::default(),
            folder,
            is_used: false,
            random,
            runtime,
        }
    }

    pub fn wait<T>(&self, future: impl Future<Output = T>) -> T {
        self.runtime.block_on(future)
    }

    pub fn mirrored(&self, collection: &str) -> Vec<Item> {
        mirrored(&self.session, collection)
    }

    pub fn some_object(&self, draw: &mut Draw, collection: &str) -> (String, Object) {
        let all = self.mirrored(collection);
        match all.is_empty() {
            true => (String::new(), Object::new()),
            false => {
                let one = &all[draw.below(all.len())];
                (one.id.clone(), one.server.clone())
            }
        }
    }
}

/// Everything that is mirrored of a collection.
fn mirrored(session: &Session, collection: &str) -> Vec<Item> {
    let collection = Collection::find(collection).expect("a collection");
    let rules = session.rules(collection).expect("the facts are read");
    let query = Query {
        limit: 1_000,
        ..Query::default()
    };
    session.store.list(&rules, &query).expect("the mirror is read").items
}

/// No two of these look alike, and they are the same for every input.
fn mixed(count: u64) -> u8 {
    let spread = count.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    ((spread ^ (spread >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9) >> 56) as u8
}

fn read(path: &Path) -> Value {
    serde_json::from_slice(&std::fs::read(path).expect("a profile")).expect("a profile is JSON")
}

fn files(folder: &Path, below: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder of ours") {
        let path = entry.expect("a file of ours").path();
        if path.is_dir() {
            found.extend(files(&path, below));
        } else {
            let content = std::fs::read(&path).expect("a file of ours");
            found.push((path.strip_prefix(below).expect("below").to_owned(), content));
        }
    }
    found.sort();
    found
}
