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
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

/// Simulates histories of Kontor and a hostile world. One seed is one history, exactly.
#[derive(Parser)]
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
    /// End after so many broken ones.
    #[arg(long, default_value_t = 10)]
    enough: usize,
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
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
                    match live(seed) {
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
    if lock(&broken).is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// A panic is a broken promise too.
fn live(seed: u64) -> Result<Tally, String> {
    catch_unwind(AssertUnwindSafe(|| history::live(seed))).unwrap_or_else(|_| Err("it panicked".to_owned()))
}

fn add(total: &mut Tally, one: Tally) {
    total.operations += one.operations;
    total.requests += one.requests;
    total.effects += one.effects;
    total.crashes += one.crashes;
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}
