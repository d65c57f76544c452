//! `cargo xtask <task>`: everything that is done to this repository, in one place.

mod bench;
mod build;
mod demo;
mod deny;
mod fuzz;
mod generate;
mod kills;
mod npm;
mod prove;
mod run;
mod simulate;
mod system;
mod test;
mod tidy;

use std::process::ExitCode;

const USAGE: &str = "cargo xtask <task>

  demo     install what is missing, build, and open the window on the demo tenant;
           without a display: drive it on a virtual one into target/demo/
  test     everything that continuous integration runs
  prove    test, and the long proofs: every screenshot, 20,000 histories, every moment of 30 scripted
           ones, planted faults, 600 kills, fuzzing, the release build in its window, bench
  bench    [USERS] full sync, delta, memory, search and first page, at 100,000 users
  simulate --seeds N [--first-seed S] histories of Kontor in a hostile world, each exactly replayed
           from its seed; --scripted N: ends the programs at every moment of so many scripted
           ones; --planted: faults on purpose, each of which must be found
  kills    [--draining N] [--syncing M] [--seed S] kill -9 of the command and the window while they send
           and sync, 500 and 100 unless told; after each, everything is held against the cloud's log
  fuzz     [TARGET] [--minutes N] all that reads what comes from outside, on made-up input: half an
           hour each; what is found is kept in crates/fuzz/corpus
  gen      write the files that are made from others
  tidy     what must hold and no compiler checks";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let done = match arguments.first().map(String::as_str) {
        Some("demo") => demo::run(),
        Some("test") => test::run(),
        Some("prove") => prove::run(),
        Some("bench") => bench::run(&arguments[1..]),
        Some("simulate") => simulate::run(&arguments[1..]),
        Some("kills") => kills::run(&arguments[1..]),
        Some("fuzz") => fuzz::run(&arguments[1..]),
        Some("gen") => generate::write(),
        Some("tidy") => tidy::run(),
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error}");
            ExitCode::FAILURE
        }
    }
}
