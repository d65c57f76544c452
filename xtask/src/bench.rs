//! Figures to compare later work with.

use crate::run::{Result, cargo, run as exec};

pub fn run(parts: &[String]) -> Result {
    exec(
        cargo([
            "run",
            "--release",
            "--package",
            "kontor-core",
            "--example",
            "bench",
            "--",
        ])
        .args(parts),
    )
}
