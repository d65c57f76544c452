//! One history: an admin with Kontor, another without, and a world that fails, all from one seed.

use crate::admin::Admin;
use crate::check::{self, Broken, LAG};
use crate::house::House;
use crate::other::Other;
use chrono::TimeDelta;
use fastrand::Rng;
use kontor_core::outbox::{Pace, drain};
use kontor_core::sync::{Wish, sync};
use kontor_model::{Code, Result, State};
use kontor_sim::{Action, Rights, Rule};
use kontor_store::Which;
use std::time::Duration;

/// Once nothing fails any more everything has come to an end after so many looks ten minutes apart: an accepted change is
/// waited for for an hour.
const ROUNDS_TO_REST: u32 = 60;

/// What a history was made of.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tally {
    pub operations: u64,
    pub requests: u64,
    pub effects: u64,
    pub crashes: u64,
}

/// Lives through the history of a seed.
///
/// # Errors
/// The promise that was broken.
pub fn live(seed: u64, tell: bool) -> std::result::Result<Tally, Broken> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .map_err(|error| error.to_string())?;
    runtime.block_on(async {
        let mut rng = Rng::with_seed(seed);
        let mut history = History::begin(&mut rng).await.map_err(|error| error.to_string())?;
        for _ in 0..rng.u32(10..40) {
            history
                .something(&mut rng)
                .await
                .map_err(|error| format!("Kontor gave up: {error}"))?;
        }
        let rested = history.rest().await;
        if tell {
            history.tell();
        }
        rested?;
        check::check(&history.house, &history.admin)?;
        Ok(Tally {
            operations: history.admin.asked.len() as u64,
            requests: history.house.wire.writes().len() as u64,
            effects: history.house.cloud.effects().len() as u64,
            crashes: history.crashes,
        })
    })
}

struct History {
    house: House,
    admin: Admin,
    other: Other,
    crashes: u64,
}

/// What Kontor does while it may die.
#[derive(Clone, Copy)]
enum Work {
    Send(Pace),
    Sync { full: bool },
}

impl History {
    async fn begin(rng: &mut Rng) -> Result<Self> {
        let house = House::build(rng).await?;
        house
            .cloud
            .set_lag(Duration::from_millis(rng.u64(0..LAG.unsigned_abs())));
        let account = house.account();
        let other = Other::new(house.cloud.clone(), account.clone());
        let mut history = Self {
            house,
            admin: Admin::new(account),
            other,
            crashes: 0,
        };
        history.work(Work::Sync { full: false }).await?;
        let chance = [0.0, 0.05, 0.15, 0.4][rng.usize(..4)];
        history.house.wire.set_faults(chance);
        if rng.bool() {
            let (other, often) = (history.other.clone(), rng.u32(5..60));
            history.house.wire.set_meddler(Some(Box::new(move |rng| {
                if rng.u32(..often) == 0 {
                    other.act(rng);
                }
            })));
        }
        Ok(history)
    }

    async fn something(&mut self, rng: &mut Rng) -> Result<()> {
        match rng.u32(..100) {
            0..34 => return self.admin.wish(&self.house.session, rng),
            34..44 => self.other.act(rng),
            44..56 => return self.work(Work::Send(Pace::Due)).await,
            56..64 => return self.work(Work::Send(Pace::Settle)).await,
            64..72 => {
                return self
                    .work(Work::Sync {
                        full: rng.u32(..5) == 0,
                    })
                    .await;
            }
            72..80 => self.house.time.pass(Duration::from_secs(rng.u64(1..10_000))),
            80 => self.house.time.pass(Duration::from_secs(rng.u64(1..20) * 86_400)),
            81..89 => return self.admin.steer(&self.house.session, rng),
            89..94 => {
                self.house.wire.crash_in(Some(rng.u32(1..8)));
                return self.work(Work::Send(Pace::Settle)).await;
            }
            94 => {
                self.house.wire.crash_in(Some(rng.u32(1..8)));
                return self.work(Work::Sync { full: rng.bool() }).await;
            }
            95 => self.may(rng.bool()),
            96 => {
                match rng.bool() {
                    true => self.house.cloud.revive_token(&self.house.token),
                    false => self.house.cloud.expire_token(&self.house.token),
                };
            }
            97 => self.house.time.jump(TimeDelta::minutes(rng.i64(-3000..3000))),
            98 => self.house.cloud.set_faults(vec![forgotten()]),
            _ => return self.die().await,
        }
        Ok(())
    }

    /// The admin's account may do everything, or only read.
    fn may(&self, everything: bool) {
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
        self.house
            .cloud
            .set_rights(&self.house.token, rights)
            .expect("a known role");
    }

    /// Works until it is done or the program dies of it.
    async fn work(&mut self, work: Work) -> Result<()> {
        let (session, wire) = (self.house.session.clone(), self.house.wire.clone());
        let done = async {
            match work {
                Work::Send(pace) => drain(&session, pace).await.map(drop),
                Work::Sync { full } => sync(&session, &Wish { full, only: Vec::new() }).await.map(drop),
            }
        };
        let lives = tokio::select! {
            biased;
            () = wire.crashed() => None,
            done = done => Some(done),
        };
        self.house.wire.crash_in(None);
        match lives {
            Some(Err(error)) if error.code != Code::Busy => Err(error),
            Some(_) => Ok(()),
            None => {
                drop(session);
                self.die().await
            }
        }
    }

    async fn die(&mut self) -> Result<()> {
        self.crashes += 1;
        self.house.restart().await
    }

    /// Prints what became of each operation, step by step, and the cloud's log.
    fn tell(&self) {
        let store = &self.house.session.store;
        for row in store.journal_all(None, u32::MAX).unwrap_or_default() {
            let entry = row.entry;
            println!(
                "{} {} {} {}",
                entry.at.format("%d %H:%M:%S"),
                entry.operation,
                entry.step,
                entry.detail
            );
        }
        for effect in self.house.cloud.effects() {
            println!(
                "{} {} {} {} {}",
                effect.at, effect.actor, effect.method, effect.path, effect.body
            );
        }
    }

    /// Everything works again, and comes to an end.
    async fn rest(&mut self) -> std::result::Result<(), Broken> {
        let words = |error: kontor_model::Error| format!("Kontor gave up: {error}");
        self.house.wire.set_faults(0.0);
        self.house.wire.set_meddler(None);
        self.house.wire.deliver_late();
        self.house.cloud.set_faults(Vec::new());
        self.house.cloud.revive_token(&self.house.token);
        self.house.time.jump(TimeDelta::zero());
        self.may(true);
        for _ in 0..ROUNDS_TO_REST {
            self.work(Work::Send(Pace::Settle)).await.map_err(words)?;
            let active = self.house.session.store.operations(Which::Active).map_err(words)?;
            if active.is_empty() {
                break;
            }
            if active.iter().all(|one| !in_hand(one.state)) || active.iter().all(|one| one.state != State::Unknown) {
                self.admin.settle(&self.house.session).map_err(words)?;
            }
            self.house.time.pass(Duration::from_secs(600));
        }
        if let Some(open) = self
            .house
            .session
            .store
            .operations(Which::Active)
            .map_err(words)?
            .first()
        {
            return Err(format!(
                "(h) {} {} is still {:?} ({:?}, {:?})",
                open.operation, open.id, open.state, open.hold, open.error
            ));
        }
        self.house.time.pass(Duration::from_millis(2 * LAG.unsigned_abs()));
        self.work(Work::Sync { full: false }).await.map_err(words)
    }
}

fn in_hand(state: State) -> bool {
    matches!(state, State::Queued | State::Sending | State::Waiting | State::Unknown)
}

/// The server has forgotten the delta link.
fn forgotten() -> Rule {
    Rule {
        pattern: "GET /v1.0/users/delta*".to_owned(),
        action: Action::Gone,
        status: None,
        retry_after: None,
        ms: 0,
        set: serde_json::Map::new(),
        applied: false,
        times: Some(1),
        after: 0,
        probability: None,
    }
}
