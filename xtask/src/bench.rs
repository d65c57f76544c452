//! Figures to compare later work with: a table, and `target/bench/report.json`.

use crate::run::{Result, cargo, release_program, run as exec, target};
use std::{fs, process::Command};

const USERS: &str = "100000";

/// `arguments`: how many users, if not the usual number.
pub fn run(arguments: &[String]) -> Result {
    exec(&mut cargo(["build", "--release", "--workspace", "--example", "bench"]))?;
    let folder = target().join("bench");
    fs::create_dir_all(&folder)?;
    let users = arguments.first().map_or(USERS, String::as_str);
    exec(Command::new(release_program("examples/bench")).arg(users).arg(&folder))
}
