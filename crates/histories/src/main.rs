//! `kontor-histories --seeds N [--first-seed S]`: lives through as many histories, and names the seeds that broke a promise.
//! `--scripted N`: ends the programs at every moment of so many scripted ones.

mod admin;
mod check;
mod desk;
mod disk;
mod effect;
mod history;
mod order;
mod other;
mod paid;
mod script;
mod time;
mod wire;
mod world;

use clap::Parser;
use history::Tally;
use std::fmt::Display;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

/// Simulates histories of Kontor and a hostile world. One seed is one history, exactly.
#[derive(Clone, Parser)]
struct Arguments {
    /// How many histories.
    #[arg(long, default_value_t = 0)]
    seeds: u64,
    /// The seed of the first; the others follow it.
    #[arg(long, default_value_t = 1)]
    first_seed: u64,
    /// How many scripted histories to interrupt at every moment, each of which is a history of its own.
    #[arg(long, conflicts_with = "seeds")]
    scripted: Option<u64>,
    /// Of those moments only one in so many.
    #[arg(long, default_value_t = 1, requires = "scripted")]
    one_in: usize,
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
    let broken = match arguments.scripted {
        Some(scripts) => run_scripted(&arguments, scripts),
        None => run_seeds(&arguments),
    };
    if broken == 0 {
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
        let broken = run_seeds(&Arguments {
            enough: 1,
            ..arguments.clone()
        });
        if broken == 0 {
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

fn run_seeds(arguments: &Arguments) -> usize {
    let seeds: Vec<u64> = (arguments.first_seed..).take(arguments.seeds as usize).collect();
    let tell = arguments.tell;
    let what = format!("histories from seed {}", arguments.first_seed);
    run(
        arguments,
        &what,
        &seeds,
        |seed| format!("seed {seed}"),
        |seed| alone(history::live(seed, tell)),
    )
}

/// Every moment of every script. One that fails without any interruption is a broken one too.
fn run_scripted(arguments: &Arguments, scripts: u64) -> usize {
    let mut cases = Vec::new();
    for script in (arguments.first_seed..).take(scripts as usize) {
        match alone(script::cases(script)) {
            Ok(found) => cases.extend(found),
            Err(why) => {
                println!("script {script}: {why}");
                return 1;
            }
        }
    }
    let all = cases.len();
    let chosen: Vec<_> = cases.into_iter().step_by(arguments.one_in.max(1)).collect();
    let what = format!("of {all} moments of {scripts} scripted histories");
    run(
        arguments,
        &what,
        &chosen,
        |case| format!("{case:?}"),
        |case| alone(script::live(case)),
    )
}

/// Lives through histories; gives how many broke a promise.
fn run<T: Copy + Sync, Name: Display>(
    arguments: &Arguments,
    what: &str,
    all: &[T],
    name: impl Fn(&T) -> Name + Sync,
    live: impl Fn(T) -> Result<Tally, String> + Sync,
) -> usize {
    let (next, total) = (AtomicUsize::new(0), Mutex::new(Tally::default()));
    let (broken, lived) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let began = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..arguments.jobs.max(1) {
            scope.spawn(|| {
                while broken.load(Ordering::Relaxed) < arguments.enough {
                    let Some(one) = all.get(next.fetch_add(1, Ordering::Relaxed)) else {
                        break;
                    };
                    match live(*one) {
                        Ok(tally) => *lock(&total) += tally,
                        Err(why) => {
                            println!("{}: {why}", name(one));
                            broken.fetch_add(1, Ordering::Relaxed);
                        }
                    }
                    let lived = lived.fetch_add(1, Ordering::Relaxed) + 1;
                    if lived.is_multiple_of(500) {
                        println!("{lived} of {}", all.len());
                    }
                }
            });
        }
    });
    let (total, broken, lived) = (*lock(&total), broken.into_inner(), lived.into_inner());
    println!(
        "{lived} {what} in {:.0} s: {} operations, {} writes sent, {} effects in the cloud, {} ends of programs; {broken} broke a promise",
        began.elapsed().as_secs_f64(),
        total.operations,
        total.requests,
        total.effects,
        total.crashes,
    );
    broken
}

/// On a thread of its own kind of time: nothing else runs there. A panic is a broken promise too.
fn alone<T>(history: impl Future<Output = Result<T, String>>) -> Result<T, String> {
    let work = || {
        let runtime = tokio::runtime::Builder::new_current_thread().build();
        runtime.map_err(|error| error.to_string())?.block_on(history)
    };
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err("it panicked".to_owned()))
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
