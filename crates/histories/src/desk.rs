//! A data folder, and the programs that work on it: a window, and a command beside it. They can end at any moment and are started
//! again on what is on the disk.

use crate::disk::{End, FailingDisk};
use crate::time::Time;
use crate::wire::Wire;
use fastrand::Rng;
use kontor_core::{Connect, Credential, Kontor, Options, Session};
use kontor_model::{Code, Endpoints, Error, Result, Secret, TenantId};
use kontor_sim::Cloud;
use kontor_testkit::FixedKey;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use url::Url;

pub struct Desk {
    pub wire: Wire,
    pub disk: FailingDisk,
    /// The first is always there while the machine runs.
    programs: Vec<Program>,
    tenant: TenantId,
    time: Time,
    who: &'static str,
    random: Random,
}

struct Program {
    _kontor: Kontor,
    session: Arc<Session>,
}

type Random = Arc<Mutex<Rng>>;

impl Desk {
    /// A new data folder, connected to the cloud and not yet synced.
    pub async fn set_up(cloud: &Cloud, time: &Time, base: &str, who: &'static str, rng: &mut Rng) -> Result<Self> {
        let disk = FailingDisk::new().map_err(no_disk)?;
        let wire = Wire::new(cloud.clone(), time.clone(), disk.ended(), rng.fork());
        let random = Arc::new(Mutex::new(rng.fork()));
        let at = || Url::parse(base).map_err(|error| Error::new(Code::Internal, error.to_string()));
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
            credential: Credential::Token(Secret::new(cloud.token())),
            demo: false,
        };
        let kontor = open(&disk, time, &wire, &random, who)?;
        let mut desk = Self {
            tenant: kontor.connect(connect).await?.id,
            wire,
            disk,
            programs: Vec::new(),
            time: time.clone(),
            who,
            random,
        };
        desk.start(kontor).await?;
        Ok(desk)
    }

    pub fn session(&self, program: usize) -> Arc<Session> {
        self.programs[program].session.clone()
    }

    pub fn programs(&self) -> usize {
        self.programs.len()
    }

    /// Another program opens the same folder.
    pub async fn open_another(&mut self) -> Result<()> {
        let kontor = open(&self.disk, &self.time, &self.wire, &self.random, self.who)?;
        self.start(kontor).await
    }

    /// The second program ends in the middle of what it did, and the first goes on.
    pub fn end_another(&mut self) {
        self.programs.truncate(1);
    }

    /// The programs are closed in order, and the first is started again.
    pub async fn close_and_open(&mut self) -> Result<()> {
        self.programs.clear();
        self.open_another().await
    }

    /// All programs end, and the first is started again on what is left.
    pub async fn end(&mut self, how: End, rng: &mut Rng) -> Result<()> {
        self.disk.end();
        self.programs.clear();
        self.disk.come_back(how, rng).map_err(no_disk)?;
        match self.open_another().await {
            Err(error) if matches!(error.code, Code::NotSaved | Code::MaybeSaved) && self.disk.has_refused() => {
                // The admin makes room and tries again.
                self.disk.heal();
                self.open_another().await
            }
            opened => opened,
        }
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

    async fn start(&mut self, kontor: Kontor) -> Result<()> {
        let session = kontor.session(self.tenant).await?;
        self.programs.push(Program {
            _kontor: kontor,
            session,
        });
        Ok(())
    }
}

fn open(disk: &FailingDisk, time: &Time, wire: &Wire, random: &Random, who: &str) -> Result<Kontor> {
    let (wire, random) = (wire.clone(), random.clone());
    Kontor::open(Options {
        data_dir: disk.path().to_owned(),
        clock: Arc::new(time.clone()),
        keys: Arc::new(FixedKey),
        random: Arc::new(move |bytes| random.lock().unwrap_or_else(PoisonError::into_inner).fill(bytes)),
        transport: Arc::new(move |_| Ok(Arc::new(wire.clone()))),
        who: who.to_owned(),
        system_language: None,
    })
}

fn no_disk(error: std::io::Error) -> Error {
    Error::new(Code::NotSaved, error.to_string())
}
