//! Simulated histories of Kontor in a hostile world; see `crates/histories`.

use crate::run::{Result, cargo, debug_program, run as exec};
use std::process::Command;

/// What `test` runs, with the build that the other tests have: histories, and a sample of the moments of scripted ones.
pub fn some() -> Result {
    for arguments in [&["--seeds", "1000"][..], &["--scripted", "30", "--one-in", "100"]] {
        exec(in_utc(Command::new(debug_program("kontor-histories")).args(arguments)))?;
    }
    Ok(())
}

/// `cargo xtask simulate --seeds N [--first-seed S]`; `--scripted N`: an end at every moment of so many scripted histories;
/// `--planted`: each planted fault must be found.
pub fn run(arguments: &[String]) -> Result {
    let planted = arguments.iter().any(|argument| argument == "--planted");
    let mut command = cargo(["run", "--quiet", "--profile", "histories", "-p", "kontor-histories"]);
    if planted {
        command.args(["--features", "planted"]);
    }
    command.arg("--").args(arguments);
    if planted && !arguments.iter().any(|argument| argument == "--seeds") {
        command.args(["--seeds", "5000"]);
    }
    exec(in_utc(&mut command))
}

/// A tenant's sending window is in local time: a seed is the same history wherever it is lived through.
fn in_utc(command: &mut Command) -> &mut Command {
    command.env("TZ", "UTC")
}
