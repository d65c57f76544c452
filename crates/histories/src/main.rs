//! `kontor-histories --seeds N [--first-seed S]`: lives through as many histories, and names the seeds that broke a promise.

mod admin;
mod check;
mod history;
mod house;
mod other;
mod time;
mod wire;

use clap::Parser;
use history::Tally;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

/// Simulates histories of Kontor and a hostile world. One seed is one history, exactly.
#[derive(Clone, Parser)]
struct Arguments {
    /// How many histories.
    #[arg(long)]
    seeds: u64,
    /// The seed of the first; the others follow it.
    #[arg(long, default_value_t = 1)]
    first_seed: u64,
    /// Histories at the same time.
    #[arg(long, default_value_t = cores())]
    jobs: usize,
    /// Plant one fault after the other, and see each found within so many histories.
    #[cfg(feature = "planted")]
    #[arg(long)]
    planted: bool,
    /// Of the planted faults only this one, by its name.
    #[cfg(feature = "planted")]
    #[arg(long, requires = "planted")]
    fault: Option<String>,
    /// Print the journal and the cloud's log of each history.
    #[arg(long)]
    tell: bool,
    /// End after so many broken ones.
    #[arg(long, default_value_t = 10)]
    enough: usize,
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    #[cfg(feature = "planted")]
    if arguments.planted {
        return find_planted(&arguments);
    }
    let broken = run(&arguments);
    if broken.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// Each planted fault must break a promise.
#[cfg(feature = "planted")]
fn find_planted(arguments: &Arguments) -> ExitCode {
    let mut missed = 0;
    let named = |fault: &kontor_model::Planted| {
        arguments
            .fault
            .as_ref()
            .is_none_or(|name| format!("{fault:?}") == *name)
    };
    let faults: Vec<_> = kontor_model::Planted::ALL.into_iter().filter(named).collect();
    for fault in faults.iter().copied() {
        kontor_model::plant(Some(fault));
        println!("{fault:?}");
        let broken = run(&Arguments {
            enough: 1,
            ..arguments.clone()
        });
        if broken.is_empty() {
            println!("{fault:?} was NOT found");
            missed += 1;
        }
    }
    println!("{} of {} planted faults found", faults.len() - missed, faults.len());
    if missed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// Lives through the histories; gives the seeds that broke a promise.
fn run(arguments: &Arguments) -> Vec<u64> {
    let (next, total) = (AtomicU64::new(0), Mutex::new(Tally::default()));
    let broken = Mutex::new(Vec::new());
    let began = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..arguments.jobs.max(1) {
            scope.spawn(|| {
                while lock(&broken).len() < arguments.enough {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= arguments.seeds {
                        break;
                    }
                    let seed = arguments.first_seed + number;
                    match live(seed, arguments.tell) {
                        Ok(tally) => add(&mut lock(&total), tally),
                        Err(why) => {
                            println!("seed {seed}: {why}");
                            lock(&broken).push(seed);
                        }
                    }
                }
            });
        }
    });
    let lived = next.load(Ordering::Relaxed).min(arguments.seeds);
    let total = *lock(&total);
    println!(
        "{lived} histories from seed {} in {:.0} s: {} operations, {} writes sent, {} effects in the cloud, {} crashes; {} broke a promise",
        arguments.first_seed,
        began.elapsed().as_secs_f64(),
        total.operations,
        total.requests,
        total.effects,
        total.crashes,
        lock(&broken).len(),
    );
    broken.into_inner().unwrap_or_else(PoisonError::into_inner)
}

/// A panic is a broken promise too.
fn live(seed: u64, tell: bool) -> Result<Tally, String> {
    catch_unwind(AssertUnwindSafe(|| history::live(seed, tell))).unwrap_or_else(|_| Err("it panicked".to_owned()))
}

fn add(total: &mut Tally, one: Tally) {
    total.operations += one.operations;
    total.requests += one.requests;
    total.effects += one.effects;
    total.crashes += one.crashes;
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
