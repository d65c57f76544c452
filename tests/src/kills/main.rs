//! `kontor-kills`: the real programs, killed at random moments while they send and sync, and started again.
//!
//! The command and the window work on one data folder with the keychain of a desktop of their own, against the simulated cloud as
//! a program of its own. After each kill the outbox is sent to its end and the mirror is read to its end, and both are held
//! against the cloud's own log and state.

mod draining;
mod judge;
mod place;
mod syncing;
mod tally;
mod wire;
mod wishes;

use clap::Parser;
use draining::{Draining, Pace};
use kontor_desk::{Desk, Result};
use std::{
    collections::VecDeque,
    fs,
    path::PathBuf,
    process::ExitCode,
    sync::{Mutex, PoisonError},
};
use syncing::Syncing;
use tally::Tally;

/// Kills on one tenant, before another begins: lists stay short.
const A_TENANT: u32 = 20;

/// Kills Kontor's programs, and looks what came of it.
#[derive(Parser)]
struct Arguments {
    /// The desktop program; `kontor` and `kontor-sim` stand beside it
    #[arg(long)]
    app: PathBuf,
    /// Where the evidence of broken promises goes
    #[arg(long)]
    out: PathBuf,
    /// How many while the outbox is sent
    #[arg(long, default_value_t = 500)]
    draining: u32,
    /// How many while the mirror is read
    #[arg(long, default_value_t = 100)]
    syncing: u32,
    /// Chooses operations and moments; what the machine makes of them differs from run to run
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// Kills on one tenant.
struct Sitting {
    sends: bool,
    kills: u32,
    seed: u64,
}

/// What the lanes share.
struct Work {
    desk: Desk,
    pace: Pace,
    out: PathBuf,
    open: Mutex<VecDeque<Sitting>>,
    done: Mutex<(Tally, u32)>,
}

#[tokio::main]
async fn main() -> ExitCode {
    // The first of a process chooses the cryptography.
    let _ = rustls::crypto::ring::default_provider().install_default();
    match run(Arguments::parse()).await {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("kontor-kills: {error}");
            ExitCode::FAILURE
        }
    }
}

/// How many promises were broken.
async fn run(arguments: Arguments) -> Result<u32> {
    let desk = Desk::start(&arguments.app, &arguments.out)?;
    fs::create_dir_all(&arguments.out)?;
    let mut tally = Tally::default();
    let pace = Draining::new(&desk, arguments.seed).await?.pace(&mut tally).await?;
    println!("from the start to the last answer: {pace:?}");
    let sittings = |sends, kills: u32| {
        (0..kills.div_ceil(A_TENANT)).map(move |number| Sitting {
            sends,
            kills: A_TENANT.min(kills - number * A_TENANT),
            seed: arguments.seed + 1 + u64::from(number),
        })
    };
    let work = Work {
        desk,
        pace,
        out: arguments.out,
        open: Mutex::new(
            sittings(true, arguments.draining)
                .chain(sittings(false, arguments.syncing))
                .collect(),
        ),
        done: Mutex::new((tally, 0)),
    };
    tokio::join!(work.lane(), work.lane());
    let (tally, broken) = work.done.into_inner().unwrap_or_else(PoisonError::into_inner);
    println!("\n{tally}\n{broken} promises broken");
    Ok(broken)
}

impl Work {
    /// One tenant after the other.
    async fn lane(&self) {
        while let Some(sitting) = self.next() {
            let mut tally = Tally::default();
            let end = self.sit(&sitting, &mut tally).await;
            let mut done = self.done.lock().unwrap_or_else(PoisonError::into_inner);
            done.0 += tally;
            if let Err(broken) = end {
                done.1 += 1;
                let file = self.out.join(format!("broken-{}.txt", done.1));
                println!("BROKEN with seed {}: {broken}", sitting.seed);
                if let Err(error) = fs::write(&file, broken.to_string()) {
                    println!("{} is not written: {error}", file.display());
                }
            }
            println!("{} + {} kills", done.0.draining.all(), done.0.syncing.all());
        }
    }

    fn next(&self) -> Option<Sitting> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner).pop_front()
    }

    async fn sit(&self, sitting: &Sitting, tally: &mut Tally) -> Result {
        // A moment that comes too late is no kill.
        let tries = 3 * sitting.kills + 10;
        let mut kills = 0;
        if sitting.sends {
            let mut draining = Draining::new(&self.desk, sitting.seed).await?;
            for _ in 0..tries {
                kills += u32::from(draining.round(self.pace, tally).await?);
                if kills == sitting.kills {
                    return Ok(());
                }
            }
        } else {
            let mut syncing = Syncing::new(&self.desk, sitting.seed).await?;
            for _ in 0..tries {
                kills += u32::from(syncing.round(tally).await?);
                if kills == sitting.kills {
                    return Ok(());
                }
            }
        }
        Err("the programs are through too soon to be killed".into())
    }
}
