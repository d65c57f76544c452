//! Kills while the outbox is being sent.

use crate::{
    Result,
    judge::{Case, Undecided, mirror_is_cloud},
    place::{End, Moment, Place, Program},
    tally::{Fell, Tally},
    wire::{Stage, Trap},
    wishes::{Asked, BUYS, Wishes},
};
use fastrand::Rng;
use kontor_desk::Desk;
use std::time::{Duration, Instant};

/// What the cloud is like in which the outbox is sent.
const USERS: usize = 250;

const SEND: Program = Program::Command(&["outbox", "send"]);

/// How long the two programs take from their start to the answer to their last write.
#[derive(Clone, Copy, Debug, Default)]
pub struct Pace {
    command: Duration,
    window: Duration,
}

/// One tenant, from its first sync to its last kill.
pub struct Draining<'a> {
    place: Place<'a>,
    wishes: Wishes,
    rng: Rng,
}

impl<'a> Draining<'a> {
    pub async fn new(desk: &'a Desk, seed: u64) -> Result<Self> {
        let mut rng = Rng::with_seed(seed);
        let place = Place::new(desk, USERS, seed).await?;
        // In some tenants replicas lag, so that what was accepted is not seen at once.
        let lag = if rng.bool() { 0 } else { 150 };
        place.happens(&format!("lag?ms={lag}")).await?;
        place.kontor(&["sync"]).await?;
        // What was approved goes at once, without an undo hold.
        place.kontor(&["outbox", "policy", "after-review"]).await?;
        Ok(Self {
            place,
            wishes: Wishes::default(),
            rng,
        })
    }

    /// How long both programs take: each is killed only then, and judged as after any kill.
    pub async fn pace(&mut self, tally: &mut Tally) -> Result<Pace> {
        let mut pace = Pace::default();
        for (program, took) in [(SEND, &mut pace.command), (Program::Window, &mut pace.window)] {
            let asked = self.queue(tally).await?;
            let last = Trap {
                writes: true,
                number: asked,
                stage: Stage::Heard,
                after: Duration::ZERO,
            };
            let start = Instant::now();
            self.place.kill(program, Moment::At(last)).await?;
            *took = start.elapsed();
            self.after(tally).await?;
        }
        Ok(pace)
    }

    /// One kill, and what came of it. Says whether the program was still there to be killed.
    pub async fn round(&mut self, pace: Pace, tally: &mut Tally) -> Result<bool> {
        let asked = self.queue(tally).await?;
        let (program, span) = match self.rng.bool() {
            true => (SEND, pace.command),
            false => (Program::Window, pace.window),
        };
        let moment = self.moment(asked, span);
        let end = self.place.kill(program, moment).await?;
        let fell = self
            .place
            .wire
            .seen(|requests| Fell::among(requests.iter().filter(|one| one.is_write()), asked));
        if end == End::Killed && self.rng.u8(..3) == 0 {
            // Who looks what became of it, before that can be known, dies as well.
            let moment = self.any_time(span);
            if self.place.kill(program, moment).await? == End::Killed {
                tally.second += 1;
            }
        }
        self.after(tally).await?;
        if end == End::Killed {
            tally.draining.count(program == Program::Window, fell);
        } else {
            tally.missed += 1;
        }
        Ok(end == End::Killed)
    }

    /// Asks, approves, and counts the requests that are ready to go.
    async fn queue(&mut self, tally: &mut Tally) -> Result<usize> {
        let before = self.wishes.asked.len();
        self.wishes.ask(&self.place, &mut self.rng).await?;
        self.place.kontor(&["outbox", "approve", "--all"]).await?;
        let asked = &self.wishes.asked[before..];
        tally.operations += asked.len();
        let carts = asked.iter().filter(|one| one.kind == BUYS).count();
        Ok(asked.len() + carts)
    }

    fn moment(&mut self, writes: usize, span: Duration) -> Moment {
        if self.rng.u8(..4) == 0 {
            return self.any_time(span);
        }
        let rng = &mut self.rng;
        let stage = Stage::ALL[rng.usize(..Stage::ALL.len())];
        let longest = match stage {
            Stage::Sent | Stage::Answered => 1,
            // The cloud takes some time to answer.
            Stage::PassedOn => 20_000,
            // What was heard is stored, and then the next is read.
            Stage::Heard => 80_000,
        };
        Moment::At(Trap {
            writes: true,
            number: rng.usize(1..=writes),
            stage,
            after: Duration::from_micros(rng.u64(..longest)),
        })
    }

    fn any_time(&mut self, span: Duration) -> Moment {
        Moment::After(span.mul_f64(1.1 * self.rng.f64()))
    }

    /// Starts again, sends, and holds everything against the cloud.
    async fn after(&mut self, tally: &mut Tally) -> Result {
        self.send().await?;
        let mut undecided = Case::read(&self.place).await?.judge(&self.wishes.asked)?;
        tally.held += undecided.len();
        tally.mails += undecided.iter().filter(|one| matches!(one, Undecided::Gone(_))).count();
        if !undecided.is_empty() {
            self.decide(&undecided).await?;
            self.send().await?;
            undecided = Case::read(&self.place).await?.judge(&self.wishes.asked)?;
        }
        if let Some(open) = undecided.first() {
            return Err(format!("{open:?} was decided on, and did not come to an end").into());
        }
        // Replicas have caught up.
        self.place.happens("advance?seconds=5").await?;
        self.place.kontor(&["sync"]).await?;
        mirror_is_cloud(&self.place).await?;
        Ok(())
    }

    /// Sends until nothing is in hand.
    async fn send(&self) -> Result {
        // Longer than a request may be on its way and replicas may lag behind it, by the clock that counts: the cloud's.
        self.place.happens("advance?seconds=300").await?;
        let said = self.place.ask("", &["outbox", "send"]).await?;
        match said.code {
            // All is done, or held until a person sees to it.
            0 | 4 => Ok(()),
            code => Err(format!("sending ended with {code}: {}", said.json).into()),
        }
    }

    /// The admin looks in the log: what is not there may go, a mail that went is given up.
    async fn decide(&mut self, undecided: &[Undecided]) -> Result {
        for one in undecided {
            match one {
                Undecided::Missing(id) => self.place.kontor(&["outbox", "approve", id]).await?,
                Undecided::Gone(id) => {
                    let is = |asked: &&mut Asked| asked.id == *id;
                    if let Some(asked) = self.wishes.asked.iter_mut().find(is) {
                        asked.given_up = true;
                    }
                    self.place.kontor(&["outbox", "discard", id]).await?
                }
            };
        }
        Ok(())
    }
}
