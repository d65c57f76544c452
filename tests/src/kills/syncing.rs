//! Kills while the mirror is brought up to date.

use crate::{
    Result,
    judge::mirror_is_cloud,
    place::{End, Moment, Place, Program},
    tally::{Fell, Tally},
    wire::{Stage, Trap},
};
use fastrand::Rng;
use kontor_desk::Desk;
use std::time::{Duration, Instant};

/// Enough for many pages.
const USERS: usize = 2_500;

const SYNC: Program = Program::Command(&["sync"]);
const FULL: Program = Program::Command(&["sync", "--full"]);

/// More than the command takes, until the window is there.
const WINDOW_OPENS: Duration = Duration::from_secs(3);

/// What it takes when nobody kills it.
#[derive(Clone, Copy)]
struct Whole {
    requests: usize,
    takes: Duration,
}

/// One cloud, on which a tenant is read again and again.
pub struct Syncing<'a> {
    place: Place<'a>,
    rng: Rng,
    first: Whole,
    delta: Whole,
}

impl<'a> Syncing<'a> {
    pub async fn new(desk: &'a Desk, seed: u64) -> Result<Self> {
        let mut rng = Rng::with_seed(seed);
        let place = Place::new(desk, USERS, seed).await?;
        let first = whole(&place).await?;
        others_work(&place, &mut rng).await?;
        let delta = whole(&place).await?;
        Ok(Self {
            place,
            rng,
            first,
            delta,
        })
    }

    /// One kill, and what came of it. Says whether the program was still there to be killed.
    pub async fn round(&mut self, tally: &mut Tally) -> Result<bool> {
        let (program, first) = match self.rng.u8(..5) {
            0 => (SYNC, true),
            1 => (Program::Window, true),
            2 => (FULL, false),
            3 => (SYNC, false),
            _ => (Program::Window, false),
        };
        let usual = if first || program == FULL {
            self.first
        } else {
            self.delta
        };
        if first {
            self.place.begin_anew().await?;
        } else {
            others_work(&self.place, &mut self.rng).await?;
        }
        let moment = self.moment(program, usual);
        let end = self.place.kill(program, moment).await?;
        let fell = self
            .place
            .wire
            .seen(|requests| Fell::among(requests.iter(), usual.requests));
        // What was read stays usable, however far the next reading had come.
        if self.place.items(&["list", "users", "--mirror"]).await?.is_empty() && !first {
            return Err("after the kill the list of users is empty".into());
        }
        if self.rng.bool() {
            others_work(&self.place, &mut self.rng).await?;
        }
        if end == End::Killed && self.rng.u8(..4) == 0 {
            let moment = self.any_time(program, usual);
            if self.place.kill(program, moment).await? == End::Killed {
                tally.second += 1;
            }
        }
        self.place.happens("advance?seconds=5").await?;
        self.place.kontor(&["sync"]).await?;
        mirror_is_cloud(&self.place).await?;
        self.place.kontor(&["journal", "check"]).await?;
        if end == End::Killed {
            tally.syncing.count(program == Program::Window, fell);
        } else {
            tally.missed += 1;
        }
        Ok(end == End::Killed)
    }

    fn moment(&mut self, program: Program, usual: Whole) -> Moment {
        if self.rng.u8(..4) == 0 {
            return self.any_time(program, usual);
        }
        let rng = &mut self.rng;
        Moment::At(Trap {
            writes: false,
            number: rng.usize(1..=usual.requests),
            stage: Stage::ALL[rng.usize(..Stage::ALL.len())],
            // What was heard is stored, which takes longest.
            after: Duration::from_micros(rng.u64(..100_000)),
        })
    }

    fn any_time(&mut self, program: Program, usual: Whole) -> Moment {
        let opens = match program {
            Program::Command(_) => Duration::ZERO,
            Program::Window => WINDOW_OPENS,
        };
        Moment::After((usual.takes + opens).mul_f64(self.rng.f64()))
    }
}

/// A sync that nobody kills.
async fn whole(place: &Place<'_>) -> Result<Whole> {
    place.wire.arm(None);
    let start = Instant::now();
    place.kontor(&["sync"]).await?;
    let whole = Whole {
        requests: place.wire.seen(<[_]>::len),
        takes: start.elapsed(),
    };
    mirror_is_cloud(place).await?;
    Ok(whole)
}

/// Users are changed, made, deleted, restored and purged.
async fn others_work(place: &Place<'_>, rng: &mut Rng) -> Result {
    let (seed, count) = (rng.u32(..), rng.usize(1..400));
    place.happens(&format!("mutate?seed={seed}&count={count}")).await
}
