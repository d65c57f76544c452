//! Kontor with one connected tenant, beside the simulated cloud that it is connected to, over real HTTP.

use crate::TestClock;
use chrono::{DateTime, Utc};
use kontor_core::{Connect, Credential, Kontor, Options, Session};
use kontor_model::{Clock, Endpoints, Key, Result, Secret, Tenant, TenantId};
use kontor_secrets::KeyStore;
use kontor_sim::Running;
use std::path::{Path, PathBuf};
use std::sync::{Arc, atomic::AtomicU64, atomic::Ordering};
use std::time::Duration;
use tempfile::TempDir;
use tokio::sync::Mutex;
use url::Url;

/// The moment at which every house begins.
const START: &str = "2026-11-02T09:00:00Z";

/// A data folder, a cloud, and Kontor between them.
pub struct House {
    pub kontor: Kontor,
    pub cloud: Arc<Mutex<Running>>,
    pub clock: TestClock,
    pub tenant: Tenant,
    folder: TempDir,
}

/// One key for every tenant, in memory.
pub struct FixedKey;

impl KeyStore for FixedKey {
    fn get(&self, _: TenantId) -> Result<Option<Key>> {
        Ok(Some(Key::new([7; 32])))
    }

    fn set(&self, _: TenantId, _: &Key) -> Result<()> {
        Ok(())
    }

    fn remove(&self, _: TenantId) -> Result<()> {
        Ok(())
    }
}

impl House {
    /// A tenant of so many users, connected and not yet synced. Sleeping moves its clock and the cloud's.
    pub async fn new(users: usize) -> Self {
        Self::flowing(users, 1).await
    }

    /// The same with a partner, which is connected, and its customers, so many organisations in all.
    pub async fn flowing(users: usize, tenants: usize) -> Self {
        let cloud = start_cloud(users, tenants).await;
        let followed = cloud.clone();
        let clock = TestClock::flowing(
            start(),
            Arc::new(move |by| {
                let cloud = followed.clone();
                Box::pin(async move { cloud.lock().await.advance(by) })
            }),
        );
        Self::with(cloud, clock).await
    }

    /// The same with a clock that moves by [`House::pass`] only.
    pub async fn standing(users: usize) -> Self {
        Self::with(start_cloud(users, 1).await, TestClock::standing(start())).await
    }

    /// The same with a partner and its customers.
    pub async fn of_partner(users: usize, tenants: usize) -> Self {
        Self::with(start_cloud(users, tenants).await, TestClock::standing(start())).await
    }

    async fn with(cloud: Arc<Mutex<Running>>, clock: TestClock) -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let kontor = open(folder.path(), clock.clone()).expect("a data folder");
        let (endpoints, token) = {
            let cloud = cloud.lock().await;
            (endpoints(&cloud), cloud.token())
        };
        let connect = Connect {
            name: "Test".to_owned(),
            tenant_id: None,
            endpoints,
            credential: Credential::Token(Secret::new(token)),
            demo: false,
        };
        let tenant = kontor
            .connect(connect)
            .await
            .expect("the simulated cloud accepts its own token");
        Self {
            kontor,
            cloud,
            clock,
            tenant,
            folder,
        }
    }

    pub async fn session(&self) -> Arc<Session> {
        self.kontor.session(self.tenant.id).await.expect("the tenant opens")
    }

    /// Ends this Kontor and opens the same data folder again, as after a restart.
    pub fn restart(mut self) -> Self {
        self.kontor.stop();
        self.kontor = open(self.folder.path(), self.clock.clone()).expect("the same data folder");
        self
    }

    /// Lets time pass here and in the cloud.
    pub async fn pass(&self, by: Duration) {
        self.cloud.lock().await.advance(by);
        self.clock.advance(by);
    }

    /// Where the tenant's files are.
    pub fn files(&self) -> PathBuf {
        self.kontor.folder().of(self.tenant.id)
    }
}

/// Where a simulated cloud is reached.
pub fn endpoints(cloud: &Running) -> Endpoints {
    let at = cloud.endpoints();
    let url = |text: &str| Url::parse(text).expect("the simulator's own address");
    Endpoints {
        login: url(&at.login),
        graph: url(&at.graph),
        arm: url(&at.arm),
        partner_center: url(&at.partner_center),
        ca: None,
    }
}

async fn start_cloud(users: usize, tenants: usize) -> Arc<Mutex<Running>> {
    let options = kontor_sim::Options {
        users,
        tenants,
        now: start(),
        ..kontor_sim::Options::default()
    };
    Arc::new(Mutex::new(kontor_sim::start(options).await.expect("a free port")))
}

fn open(folder: &Path, clock: TestClock) -> Result<Kontor> {
    let counter = AtomicU64::new(1);
    Kontor::open(Options {
        data_dir: folder.to_path_buf(),
        clock: Arc::new(clock) as Arc<dyn Clock>,
        keys: Arc::new(FixedKey),
        random: Arc::new(move |buffer| {
            for byte in buffer {
                // Weyl's sequence through a mixer: the same in every run, and no two alike.
                let mut x = counter.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::Relaxed);
                x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
                *byte = ((x ^ (x >> 27)) >> 32) as u8;
            }
        }),
        transport: Arc::new(kontor_cloud::connector()),
        who: "test".to_owned(),
        system_language: None,
    })
}

fn start() -> DateTime<Utc> {
    START.parse().expect("a valid moment")
}
