//! Scripted histories, each lived through again and again with the end of the programs at the next of all its moments: before and
//! after every request, and at every write, sync, truncation and deletion of the disk.

use crate::check::Broken;
use crate::disk::End;
use crate::history::Tally;
use crate::world::{Work, World};
use fastrand::Rng;
use kontor_core::outbox::Pace;
use kontor_model::Result;
use std::time::Duration;

/// Where the programs end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// At the so-many-th request; whether it still reaches the cloud.
    Request(u64, bool),
    /// At the so-many-th boundary of the disk.
    Disk(u64),
}

/// A history and one way in which it is interrupted.
#[derive(Clone, Copy, Debug)]
pub struct Case {
    pub script: u64,
    pub moment: Moment,
    pub how: End,
}

/// All cases of a script: each moment, and the ways to end there.
///
/// # Errors
/// When the script breaks a promise although nothing ends.
pub async fn cases(script: u64) -> std::result::Result<Vec<Case>, Broken> {
    let (requests, boundaries) = play(script, None).await?.1;
    let case = |moment, how| Case { script, moment, how };
    let at_requests = (1..=requests)
        .flat_map(|number| [Moment::Request(number, false), Moment::Request(number, true)])
        .flat_map(|moment| [End::Killed, End::PowerLost].map(|how| case(moment, how)));
    // What a killed program leaves is among what a power cut may leave.
    let at_writes = (1..=boundaries).map(|number| case(Moment::Disk(number), End::PowerLost));
    Ok(at_requests.chain(at_writes).collect())
}

/// Lives through one case.
///
/// # Errors
/// The promise that was broken.
pub async fn live(case: Case) -> std::result::Result<Tally, Broken> {
    play(case.script, Some(case)).await.map(|(tally, _)| tally)
}

/// Gives the requests and the disk's boundaries that the script has.
async fn play(script: u64, case: Option<Case>) -> std::result::Result<(Tally, (u64, u64)), Broken> {
    let words = |error: kontor_model::Error| format!("Kontor gave up: {error}");
    let mut rng = Rng::with_seed(script);
    let mut world = World::begin(&mut rng).await.map_err(words)?;
    let begun = (world.desk.wire.requests(), world.desk.disk.boundaries());
    match case.map(|case| case.moment) {
        Some(Moment::Request(number, arrives)) => world.desk.wire.crash_in(Some((number, arrives))),
        Some(Moment::Disk(number)) => world.desk.disk.end_in(Some(number)),
        None => {}
    }
    world.ends = case.map(|case| case.how);
    for number in 0..STEPS {
        // The steps stay the same, whatever the end of the programs draws.
        let mut own = rng.fork();
        step(&mut world, number, &mut own).await.map_err(words)?;
    }
    let passed = (
        world.desk.wire.requests() - begun.0,
        world.desk.disk.boundaries() - begun.1,
    );
    if case.is_some() && world.crashes == 0 {
        return Err("the moment to end at never came".to_owned());
    }
    world.rest(&mut rng).await?;
    Ok((Tally::of(&world), passed))
}

const STEPS: u32 = 9;

async fn step(world: &mut World, number: u32, rng: &mut Rng) -> Result<()> {
    match number {
        3 => {
            world.time.pass(Duration::from_secs(40));
            world.work(Work::Send(Pace::Due), None, 0, rng).await
        }
        4 => world.ask(0, rng, |admin, session, rng| admin.steer(session, rng)).await,
        6 => {
            world.other.act(rng);
            world.work(Work::Sync { full: false }, None, 0, rng).await
        }
        8 => world.work(Work::Send(Pace::Settle), None, 0, rng).await,
        _ => world.ask(0, rng, |admin, session, rng| admin.wish(session, rng)).await,
    }
}
