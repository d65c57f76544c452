//! Building, always for the whole workspace's set of features, so that no dependency is ever compiled twice.

use crate::run::{Result, cargo, run};

/// The programs, from the whole workspace's features.
pub fn programs(names: &[&str]) -> Result {
    let mut command = cargo(["build", "--workspace"]);
    for name in names {
        command.args(["--bin", name]);
    }
    run(&mut command)
}

/// Everything that tests need: programs, examples, and the tests themselves.
pub fn everything() -> Result {
    run(&mut cargo(["build", "--workspace", "--all-targets"]))
}
