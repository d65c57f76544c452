//! One history: an admin with Kontor, another without, and a world that fails, all from one seed.

use crate::admin::Admin;
use crate::check::Broken;
use crate::world::{Work, World};
use chrono::{NaiveTime, TimeDelta};
use fastrand::Rng;
use kontor_core::outbox::{Pace, SendPolicy};
use kontor_model::Result;
use kontor_powercut::Verdict;
use kontor_sim::{Action, Rule};
use std::sync::{Arc, PoisonError};
use std::time::Duration;

/// What a history was made of.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tally {
    pub operations: u64,
    pub requests: u64,
    pub effects: u64,
    pub crashes: u64,
}

impl std::ops::AddAssign for Tally {
    fn add_assign(&mut self, one: Self) {
        self.operations += one.operations;
        self.requests += one.requests;
        self.effects += one.effects;
        self.crashes += one.crashes;
    }
}

impl Tally {
    pub fn of(world: &World) -> Self {
        Self {
            operations: world.admin().asked.len() as u64,
            requests: world.desk.wire.writes().len() as u64,
            effects: world.cloud.effects().len() as u64,
            crashes: world.crashes,
        }
    }
}

/// Lives through the history of a seed.
///
/// # Errors
/// The promise that was broken.
pub async fn live(seed: u64, tell: bool) -> std::result::Result<Tally, Broken> {
    let mut rng = Rng::with_seed(seed);
    let mut world = World::begin(&mut rng).await.map_err(|error| error.to_string())?;
    let chance = [0.0, 0.05, 0.15, 0.4][rng.usize(..4)];
    world.desk.wire.set_faults(chance);
    if rng.bool() {
        let (other, often) = (world.other.clone(), rng.u32(5..60));
        world.desk.wire.set_meddler(Some(Box::new(move |rng| {
            if rng.u32(..often) == 0 {
                other.act(rng);
            }
        })));
    }
    for _ in 0..rng.u32(10..40) {
        let done = something(&mut world, &mut rng).await;
        if let Err(error) = world.after(done, &mut rng).await {
            if tell {
                world.tell();
            }
            return Err(format!("Kontor gave up: {error}"));
        }
    }
    let rested = world.rest(&mut rng).await;
    if tell {
        world.tell();
    }
    rested?;
    let tally = Tally::of(&world);
    if rng.u32(..8) == 0 {
        world.be_lied_to(&mut rng).await?;
    }
    Ok(tally)
}

async fn something(world: &mut World, rng: &mut Rng) -> Result<()> {
    let program = rng.usize(..world.desk.programs());
    match rng.u32(..127) {
        0..34 => {
            return world
                .ask(program, rng, |admin, session, rng| admin.wish(session, rng))
                .await;
        }
        34..44 => world.other.act(rng),
        44..56 => return world.work(Work::Send(Pace::Due), None, program, rng).await,
        56..64 => return world.work(Work::Send(Pace::Settle), None, program, rng).await,
        64..72 => {
            let full = rng.u32(..5) == 0;
            return world.work(Work::Sync { full }, None, program, rng).await;
        }
        72..80 => world.time.pass(Duration::from_secs(rng.u64(1..10_000))),
        80 => world.time.pass(Duration::from_secs(rng.u64(1..20) * 86_400)),
        81..89 => {
            return world
                .ask(program, rng, |admin, session, rng| admin.steer(session, rng))
                .await;
        }
        89..95 => {
            world.desk.wire.crash_in(Some((rng.u64(1..8), rng.bool())));
            let work = match rng.u32(..6) {
                0 => Work::Sync { full: rng.bool() },
                _ => Work::Send(Pace::Settle),
            };
            let done = world.work(work, None, program, rng).await;
            world.desk.wire.crash_in(None);
            // Before anybody looks what became of it.
            if rng.u32(..3) == 0 {
                world.other.take_back();
            }
            return done;
        }
        95 => world.may(rng.bool()),
        96 => {
            let token = world.cloud.token();
            match rng.bool() {
                true => world.cloud.revive_token(&token),
                false => world.cloud.expire_token(&token),
            };
        }
        97 => world.time.jump(TimeDelta::minutes(rng.i64(-3000..3000))),
        98 => world.cloud.set_faults(vec![forgotten()]),
        99 => return world.die(rng).await,
        // The disk: the programs end in the middle of what comes next, or it refuses for a while.
        100..106 => world.desk.disk.end_in(Some(rng.u64(1..200))),
        106..108 => {
            let verdict = if rng.bool() { Verdict::Full } else { Verdict::IoError };
            world.desk.disk.refuse(verdict, rng.u64(..60), rng.u64(1..40));
        }
        108..110 => match world.desk.programs() {
            1 => return world.desk.open_another().await,
            _ => world.desk.end_another(),
        },
        110..113 => return both(world, rng).await,
        113..115 => return world.hand_on(rng).await,
        115 => world.set_policy(SendPolicy::AfterReview)?,
        116 => {
            let at = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default();
            let (from, to) = (at(rng.u32(..24)), at(rng.u32(..24)));
            let always = SendPolicy::ByItself;
            world.set_policy(if from == to {
                always
            } else {
                SendPolicy::Window { from, to }
            })?;
        }
        117 => world.set_policy(SendPolicy::ByItself)?,
        118..124 => return purchase(world, program, rng).await,
        _ => return disputed(world, program, rng).await,
    }
    Ok(())
}

/// Something is paid for with a person's word, whatever the wire and the disk make of it.
async fn purchase(world: &mut World, program: usize, rng: &mut Rng) -> Result<()> {
    world.ask(program, rng, Admin::pay_now).await?;
    if rng.bool() {
        world.desk.wire.crash_in(Some((rng.u64(1..12), rng.bool())));
    }
    let program = program.min(world.desk.programs() - 1);
    let done = world.work(Work::Send(Pace::Settle), None, program, rng).await;
    world.desk.wire.crash_in(None);
    done
}

/// Two programs send at once, one syncs while the other sends, or the admin decides otherwise in the very middle.
async fn both(world: &mut World, rng: &mut Rng) -> Result<()> {
    if world.desk.programs() == 1 {
        world.desk.open_another().await?;
    }
    if rng.bool() {
        let beside = match rng.bool() {
            true => Work::Sync { full: rng.bool() },
            false => Work::Send(Pace::Settle),
        };
        return world.work(Work::Send(Pace::Settle), Some(beside), 0, rng).await;
    }
    let (admin, session) = (world.admin.clone(), Arc::downgrade(&world.desk.session(1)));
    world.desk.wire.set_meddler(Some(Box::new(move |rng| {
        if let (0, Some(session)) = (rng.u32(..4), session.upgrade()) {
            // A disk that refuses, and an end of all, are told where the work is done.
            let _ = admin
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .steer(&session, rng);
        }
    })));
    let done = world.work(Work::Send(Pace::Settle), None, 0, rng).await;
    world.desk.wire.set_meddler(None);
    done
}

/// While Kontor sends, the other admin takes back what is made, deleted or restored.
async fn disputed(world: &mut World, program: usize, rng: &mut Rng) -> Result<()> {
    let other = world.other.clone();
    world.desk.wire.set_meddler(Some(Box::new(move |rng| {
        if rng.u32(..3) == 0 {
            other.take_back();
        }
    })));
    let done = world.work(Work::Send(Pace::Settle), None, program, rng).await;
    world.desk.wire.set_meddler(None);
    done
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
