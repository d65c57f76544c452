//! The world of a history: the cloud, the admin's desk, a colleague's, another admin without Kontor, and one time for all.

use crate::admin::Admin;
use crate::check::{self, Broken, LAG};
use crate::desk::Desk;
use crate::disk::End;
use crate::other::Other;
use crate::time::Time;
use chrono::{Local, NaiveTime, TimeDelta};
use fastrand::Rng;
use kontor_core::outbox::{Pace, SendPolicy, accept_request, drain, export_request};
use kontor_core::sync::{Wish, sync};
use kontor_model::{Code, OperationId, Result, State};
use kontor_sim::{Cloud, Outcome, Rights};
use kontor_store::Which;
use serde_json::Value;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

const BASE: &str = "https://graph.sim.test";
const BEGIN: &str = "2026-11-02T09:00:00Z";

/// Few, so that changes meet.
const USERS: usize = 12;

/// Once nothing fails any more everything has come to an end after so many looks: an accepted change is waited for for an hour.
const ROUNDS_TO_REST: u32 = 80;

/// So far apart, since a word for what is paid for counts for ten minutes.
const BETWEEN: Duration = Duration::from_secs(450);

pub struct World {
    pub cloud: Cloud,
    pub time: Time,
    pub desk: Desk,
    /// Who takes over change requests, at a desk of their own.
    pub colleague: Option<Desk>,
    pub admin: Arc<Mutex<Admin>>,
    pub other: Other,
    /// Nothing may go outside of it.
    window: Option<(NaiveTime, NaiveTime)>,
    pub crashes: u64,
    /// How programs end; as it comes when it is not said.
    pub ends: Option<End>,
}

/// What a program does while it may die.
#[derive(Clone, Copy)]
pub enum Work {
    Send(Pace),
    Sync { full: bool },
}

impl World {
    /// Everything connected and synced once; nothing fails yet.
    pub async fn begin(rng: &mut Rng) -> Result<Self> {
        let cloud = Cloud::new(kontor_sim::Options {
            users: USERS,
            // The partner, in whose tenant it all happens, and a customer.
            tenants: 2,
            seed: rng.u64(..),
            now: BEGIN.parse().unwrap_or_default(),
            pace: kontor_sim::Pace::Standing,
            base: Some(BASE.to_owned()),
            ..kontor_sim::Options::default()
        });
        let time = Time::of(cloud.clone());
        let desk = Desk::set_up(&cloud, &time, BASE, "the admin", rng).await?;
        cloud.set_lag(Duration::from_millis(rng.u64(0..LAG.unsigned_abs())));
        if rng.bool() {
            // Some purchases are seen before anybody asks a person, others long after.
            cloud.set_order_time(Duration::from_secs(rng.u64(1..1_800)));
        }
        let account = account(&cloud);
        let mut world = Self {
            other: Other::new(cloud.clone(), account.clone()),
            admin: Arc::new(Mutex::new(Admin::new(account))),
            cloud,
            time,
            desk,
            colleague: None,
            window: None,
            crashes: 0,
            ends: None,
        };
        world.work(Work::Sync { full: false }, None, 0, rng).await?;
        Ok(world)
    }

    pub fn admin(&self) -> MutexGuard<'_, Admin> {
        self.admin.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Works, perhaps in two programs at once, until it is done or all of them die of it. `program` does the first work.
    pub async fn work(&mut self, work: Work, beside: Option<Work>, program: usize, rng: &mut Rng) -> Result<()> {
        let closed = self.window_is_closed();
        let sent = self.desk.wire.writes().len();
        let done = {
            let (one, other) = (self.desk.session(program), self.desk.session(self.desk.programs() - 1));
            let both = async { tokio::join!(perform(&one, Some(work)), perform(&other, beside)) };
            tokio::select! {
                biased;
                () = self.desk.wire.crashed() => None,
                (first, second) = both => Some(first.and(second)),
            }
        };
        if closed && self.window_is_closed() && self.desk.wire.writes().len() > sent {
            return Err(kontor_model::Error::new(
                Code::Internal,
                "(i) something was sent outside the window",
            ));
        }
        match done {
            None => self.die(rng).await,
            Some(done) => self.after(done, rng).await,
        }
    }

    /// A disk that refuses is an excuse; when it has lost its power, the programs end.
    pub async fn after(&mut self, done: Result<()>, rng: &mut Rng) -> Result<()> {
        if self.desk.disk.ended().is_so() {
            return self.die(rng).await;
        }
        match done {
            Err(error) if error.code == Code::NotSaved && self.desk.disk.has_refused() => Ok(()),
            Err(error) if error.code == Code::MaybeSaved && self.desk.disk.has_refused() => {
                self.admin().doubt = true;
                Ok(())
            }
            done => done,
        }
    }

    /// All programs end, and the first is started again.
    pub async fn die(&mut self, rng: &mut Rng) -> Result<()> {
        self.crashes += 1;
        self.admin().doubt = false;
        let how = self.ends.unwrap_or_else(|| End::any(rng));
        self.desk.end(how, rng).await
    }

    /// The admin does something at one of the programs.
    pub async fn ask(
        &mut self,
        program: usize,
        rng: &mut Rng,
        what: impl FnOnce(&mut Admin, &kontor_core::Session, &mut Rng) -> Result<()>,
    ) -> Result<()> {
        let session = self.desk.session(program);
        let told = self.admin().unsaved.len();
        let done = what(&mut self.admin(), &session, rng);
        drop(session);
        if self.desk.disk.ended().is_so() {
            // Nobody was told anything.
            self.admin().unsaved.truncate(told);
        }
        self.after(done, rng).await
    }

    /// From now on operations go so.
    pub fn set_policy(&mut self, policy: SendPolicy) -> Result<()> {
        // Until it is stored nobody knows which one holds.
        self.window = None;
        self.admin().reviews = false;
        policy.set(&self.desk.session(0))?;
        self.admin().reviews = policy == SendPolicy::AfterReview;
        self.window = match policy {
            SendPolicy::Window { from, to } => Some((from, to)),
            _ => None,
        };
        Ok(())
    }

    fn window_is_closed(&self) -> bool {
        use kontor_model::Clock;
        let now = self.time.now().with_timezone(&Local).time();
        self.window.is_some_and(|(from, to)| match from <= to {
            true => now < from || now >= to,
            false => now < from && now >= to,
        })
    }

    /// Hands some of what waits on to a colleague, who takes it over, lets some of it go and sends it.
    pub async fn hand_on(&mut self, rng: &mut Rng) -> Result<()> {
        let session = self.desk.session(0);
        let mut waiting = session.store.operations(Which::Active)?;
        rng.shuffle(&mut waiting);
        let ids: Vec<OperationId> = waiting.iter().take(3).map(|one| one.id).collect();
        let text = match export_request(&session, &ids) {
            Ok(text) if !ids.is_empty() => text,
            // One of them may not travel.
            Ok(_) => return Ok(()),
            Err(error) if matches!(error.code, Code::Invalid | Code::WrongState) => return Ok(()),
            Err(error) => return Err(error),
        };
        drop(session);
        if self.colleague.is_none() {
            self.colleague = match Desk::set_up(&self.cloud, &self.time, BASE, "the colleague", rng).await {
                // The sign-in has run out for them too.
                Err(error) if error.code == Code::SignInNeeded => return Ok(()),
                desk => Some(desk?),
            };
        }
        let Some(colleague) = &self.colleague else {
            return Ok(());
        };
        let theirs = colleague.session(0);
        perform(&theirs, Some(Work::Sync { full: false })).await?;
        match accept_request(&theirs, &text) {
            Ok(_) => {}
            // What they see by now is gone or another.
            Err(error) if matches!(error.code, Code::Invalid | Code::NotFound) => return Ok(()),
            Err(error) => return Err(error),
        }
        // What is edited or undone there is promised there.
        let promised = self.admin().asked.len();
        for _ in 0..3 {
            self.admin().steer(&theirs, rng)?;
        }
        self.admin().asked.truncate(promised);
        perform(&theirs, Some(Work::Send(Pace::Settle))).await
    }

    /// The admin's account may do everything, or only read.
    pub fn may(&self, everything: bool) {
        let role = if everything {
            "Global Administrator"
        } else {
            "Directory Readers"
        };
        let rights = Rights {
            scopes: None,
            roles: vec![role.to_owned()],
        };
        // The token and the roles are the world's own.
        self.cloud
            .set_rights(&self.cloud.token(), rights)
            .expect("a known role");
    }

    /// Everything works again, and comes to an end; then all that was promised is looked at.
    pub async fn rest(&mut self, rng: &mut Rng) -> std::result::Result<(), Broken> {
        let words = |error: kontor_model::Error| format!("Kontor gave up: {error}");
        self.desk.disk.heal();
        self.desk.wire.set_faults(0.0);
        self.desk.wire.set_meddler(None);
        self.desk.wire.deliver_late();
        self.cloud.set_faults(Vec::new());
        self.cloud.revive_token(&self.cloud.token());
        self.time.jump(TimeDelta::zero());
        self.may(true);
        self.set_policy(SendPolicy::ByItself).map_err(words)?;
        for _ in 0..ROUNDS_TO_REST {
            let mut open = 0;
            for desk in std::iter::once(&self.desk).chain(&self.colleague) {
                let session = desk.session(0);
                perform(&session, Some(Work::Send(Pace::Settle))).await.map_err(words)?;
                let active = session.store.operations(Which::Active).map_err(words)?;
                open += active.len();
                if active.iter().all(|one| one.state != State::Unknown) {
                    self.admin().settle(&session, &self.other).map_err(words)?;
                }
                if active.iter().any(|one| one.state == State::Guided) {
                    perform(&session, Some(Work::Sync { full: false }))
                        .await
                        .map_err(words)?;
                }
            }
            if open == 0 {
                break;
            }
            self.time.pass(BETWEEN);
        }
        self.time.pass(Duration::from_millis(2 * LAG.unsigned_abs()));
        for desk in std::iter::once(&self.desk).chain(&self.colleague) {
            let session = desk.session(0);
            let active = session.store.operations(Which::Active).map_err(words)?;
            if let Some(open) = active.first() {
                return Err(format!(
                    "(h) {} {} is still {:?} ({:?}, {:?})",
                    open.operation, open.id, open.state, open.hold, open.error
                ));
            }
            perform(&session, Some(Work::Sync { full: false }))
                .await
                .map_err(words)?;
        }
        // What the programs hold in memory is not what was promised.
        let told = self.desk.session(0).store.operations(Which::All).map_err(words)?;
        let doubt = self.admin().doubt;
        self.die(rng).await.map_err(words)?;
        if doubt {
            // What came up then is brought to its end as well.
            return Box::pin(self.rest(rng)).await;
        }
        let session = self.desk.session(0);
        if session.store.operations(Which::All).map_err(words)? != told {
            return Err("(b) after the end of the programs the outbox is another".to_owned());
        }
        perform(&session, Some(Work::Sync { full: false }))
            .await
            .map_err(words)?;
        check::check(self)
    }

    /// The disk says that it has synced when it has not, and loses its power. No program can keep its promises on such a disk; but
    /// it says that the files are damaged, or works, and never makes new files over them.
    pub async fn be_lied_to(&mut self, rng: &mut Rng) -> std::result::Result<(), Broken> {
        let words = |error: kontor_model::Error| format!("on a disk that lies: {error}");
        self.desk.disk.lie(true);
        for _ in 0..4 {
            self.ask(0, rng, |admin, session, rng| admin.wish(session, rng))
                .await
                .map_err(words)?;
        }
        self.work(Work::Send(Pace::Settle), None, 0, rng).await.map_err(words)?;
        // Closing brings the logs home, which a disk that lies gets wrong most.
        self.desk.close_and_open().await.map_err(words)?;
        self.work(Work::Sync { full: rng.bool() }, None, 0, rng)
            .await
            .map_err(words)?;
        let opened = self.desk.end(End::PowerLost, rng).await;
        self.desk.disk.lie(false);
        let done = match opened {
            Ok(()) => {
                let session = self.desk.session(0);
                let sent = perform(&session, Some(Work::Send(Pace::Due))).await;
                sent.and(perform(&session, Some(Work::Sync { full: true })).await)
            }
            refused => refused,
        };
        match done {
            // Where nothing of a file is readable, it cannot be told from one that has another key.
            Ok(()) => Ok(()),
            Err(error) if matches!(error.code, Code::Corrupt | Code::WrongKey) => Ok(()),
            Err(error) => Err(words(error)),
        }
    }

    /// Prints what became of each operation, step by step, and the cloud's log.
    pub fn tell(&self) {
        for desk in std::iter::once(&self.desk).chain(&self.colleague) {
            for row in desk.session(0).store.journal_all(None, u32::MAX).unwrap_or_default() {
                let entry = row.entry;
                println!(
                    "{} {} {} {} {}",
                    entry.at.format("%d %H:%M:%S"),
                    entry.who,
                    entry.operation,
                    entry.step,
                    entry.detail
                );
            }
        }
        for effect in self.cloud.effects() {
            println!(
                "{} {} {} {} {}",
                effect.at, effect.actor, effect.method, effect.path, effect.body
            );
        }
    }
}

/// One program's work. That another program is at it is no fault.
async fn perform(session: &kontor_core::Session, work: Option<Work>) -> Result<()> {
    let done = match work {
        Some(Work::Send(pace)) => drain(session, pace).await.map(drop),
        Some(Work::Sync { full }) => sync(session, &Wish { full, only: Vec::new() }).await.map(drop),
        None => Ok(()),
    };
    match done {
        Err(error) if error.code == Code::Busy => Ok(()),
        done => done,
    }
}

/// The user that Kontor is signed in as.
fn account(cloud: &Cloud) -> String {
    let headers = [("authorization".to_owned(), format!("Bearer {}", cloud.token()))];
    let Outcome::Answered(answer) = cloud.answer("GET", "/v1.0/me", &headers, &[]) else {
        return String::new();
    };
    let me: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
    me["id"].as_str().unwrap_or_default().to_owned()
}
