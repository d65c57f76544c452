//! Kontor on its disk beside a cloud in the same process. It can die at any moment and be started again.

use crate::time::Time;
use crate::wire::Wire;
use fastrand::Rng;
use kontor_core::{Connect, Credential, Kontor, Options, Session};
use kontor_model::{Endpoints, Error, Result, Secret, TenantId};
use kontor_sim::{Cloud, Outcome, Pace};
use kontor_testkit::FixedKey;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use tempfile::TempDir;
use url::Url;

const BASE: &str = "https://graph.sim.test";
const BEGIN: &str = "2026-11-02T09:00:00Z";

/// Few, so that changes meet.
const USERS: usize = 12;

pub struct House {
    pub cloud: Cloud,
    pub time: Time,
    pub wire: Wire,
    pub token: String,
    pub session: Arc<Session>,
    pub disk: TempDir,
    tenant: TenantId,
    kontor: Kontor,
    random: Arc<Mutex<Rng>>,
}

impl House {
    pub async fn build(rng: &mut Rng) -> Result<Self> {
        let cloud = Cloud::new(kontor_sim::Options {
            users: USERS,
            seed: rng.u64(..),
            now: BEGIN.parse().unwrap_or_default(),
            pace: Pace::Standing,
            base: Some(BASE.to_owned()),
            ..kontor_sim::Options::default()
        });
        let time = Time::of(cloud.clone());
        let wire = Wire::new(cloud.clone(), time.clone(), rng.fork());
        let random = Arc::new(Mutex::new(rng.fork()));
        let disk = memory_disk().map_err(|error| Error::new(kontor_model::Code::NotSaved, error.to_string()))?;
        let kontor = start(disk.path(), &time, &wire, &random)?;
        let at = || Url::parse(BASE).map_err(|error| Error::new(kontor_model::Code::Internal, error.to_string()));
        let token = cloud.token();
        let connect = Connect {
            name: "Simulated".to_owned(),
            tenant_id: None,
            endpoints: Endpoints {
                login: at()?,
                graph: at()?,
                arm: at()?,
                partner_center: at()?,
                ca: None,
            },
            credential: Credential::Token(Secret::new(token.clone())),
            demo: false,
        };
        let tenant = kontor.connect(connect).await?.id;
        let session = kontor.session(tenant).await?;
        Ok(Self {
            cloud,
            time,
            wire,
            token,
            session,
            disk,
            tenant,
            kontor,
            random,
        })
    }

    /// The program is gone, and is started again on what is on the disk.
    pub async fn restart(&mut self) -> Result<()> {
        self.kontor.stop();
        self.kontor = start(self.disk.path(), &self.time, &self.wire, &self.random)?;
        self.session = self.kontor.session(self.tenant).await?;
        Ok(())
    }

    /// The user that Kontor is signed in as.
    pub fn account(&self) -> String {
        let headers = [("authorization".to_owned(), format!("Bearer {}", self.token))];
        let Outcome::Answered(answer) = self.cloud.answer("GET", "/v1.0/me", &headers, &[]) else {
            return String::new();
        };
        let me: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
        me["id"].as_str().unwrap_or_default().to_owned()
    }

    /// Every file of the data folder.
    pub fn files(&self) -> Vec<PathBuf> {
        let mut found = Vec::new();
        let mut open = vec![self.disk.path().to_owned()];
        while let Some(folder) = open.pop() {
            for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
                match entry.path() {
                    path if path.is_dir() => open.push(path),
                    path => found.push(path),
                }
            }
        }
        found
    }
}

/// In memory where the system has such a place: a history writes thousands of times.
fn memory_disk() -> std::io::Result<TempDir> {
    TempDir::new_in("/dev/shm").or_else(|_| TempDir::new())
}

fn start(disk: &Path, time: &Time, wire: &Wire, random: &Arc<Mutex<Rng>>) -> Result<Kontor> {
    let (wire, random) = (wire.clone(), random.clone());
    Kontor::open(Options {
        data_dir: disk.to_owned(),
        clock: Arc::new(time.clone()),
        keys: Arc::new(FixedKey),
        random: Arc::new(move |bytes| random.lock().unwrap_or_else(PoisonError::into_inner).fill(bytes)),
        transport: Arc::new(move |_| Ok(Arc::new(wire.clone()))),
        who: "the simulation".to_owned(),
        system_language: None,
    })
}
