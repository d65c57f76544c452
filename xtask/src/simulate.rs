//! Simulated histories of Kontor in a hostile world; see `crates/histories`.

use crate::run::{Result, cargo, debug_program, run as exec};
use std::process::Command;

/// What `test` runs, with the build that the other tests have.
pub fn some() -> Result {
    exec(Command::new(debug_program("kontor-histories")).args(["--seeds", "1000"]))
}

/// `cargo xtask simulate --seeds N [--first-seed S]`, and `--planted`: each planted fault must be found.
pub fn run(arguments: &[String]) -> Result {
    let planted = arguments.iter().any(|argument| argument == "--planted");
    let mut command = cargo(["run", "--quiet", "--profile", "histories", "-p", "kontor-histories"]);
    if planted {
        command.args(["--features", "planted"]);
    }
    command.arg("--").args(arguments);
    if planted && !arguments.iter().any(|argument| argument == "--seeds") {
        command.args(["--seeds", "2000"]);
    }
    exec(&mut command)
}
