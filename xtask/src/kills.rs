//! The real programs, killed at random moments and started again; see `tests/src/kills`.

use crate::{
    build, npm,
    run::{Result, debug_program, run as exec, target},
    system,
};
use std::process::Command;

/// `cargo xtask kills [--draining N] [--syncing M] [--seed S]`.
pub fn run(arguments: &[String]) -> Result {
    system::install(&[system::BUILD, system::WINDOW])?;
    npm::install()?;
    exec(&mut npm::script("build"))?;
    build::programs(&["kontor", "kontor-desktop", "kontor-sim", "kontor-kills"])?;
    built(arguments)
}

/// What `test` runs, with the build that the other tests have.
pub fn some() -> Result {
    built(&["--draining", "12", "--syncing", "4"].map(str::to_owned))
}

fn built(arguments: &[String]) -> Result {
    let mut kills = Command::new(debug_program("kontor-kills"));
    kills.arg("--app").arg(debug_program("kontor-desktop"));
    exec(kills.arg("--out").arg(target().join("kills")).args(arguments))
}
