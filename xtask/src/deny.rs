//! `cargo-deny`: licences, sources, banned packages and version floors, as `deny.toml` says.

use crate::run::{Result, cargo, root, run, target};
use std::process::Command;

/// Built once, without optimisation: it runs for two seconds, and an optimised build takes minutes.
const VERSION: &str = "0.20.2";

pub fn check() -> Result {
    let folder = target().join("tools").join(format!("cargo-deny-{VERSION}"));
    let program = folder
        .join("bin/cargo-deny")
        .with_extension(std::env::consts::EXE_EXTENSION);
    if !program.exists() {
        let mut install = cargo(["install", "--locked", "--debug", "--no-default-features", "--root"]);
        // Its own build folder, so that nothing of it is mixed with ours.
        let build = folder.join("build");
        run(install
            .arg(&folder)
            .arg(format!("cargo-deny@{VERSION}"))
            .env("CARGO_TARGET_DIR", &build))?;
        std::fs::remove_dir_all(build)?;
    }
    run(Command::new(program)
        .args(["--all-features", "check", "licenses", "bans", "sources"])
        .current_dir(root()))
}
