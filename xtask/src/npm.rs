//! The window's content: its packages, its checks and its build.

use crate::run::{Result, root, run};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// Installs exactly what the lock file names, unless that was done before.
pub fn install() -> Result {
    let ui = root().join("ui");
    let changed = |path: &str| ui.join(path).metadata().and_then(|file| file.modified()).ok();
    if changed("node_modules/.package-lock.json") >= changed("package-lock.json") {
        return Ok(());
    }
    run(npm().args(["ci", "--no-audit", "--no-fund"]))
}

/// Installs the packages of a folder of tests in a copy of it, which is given.
pub fn install_copy(tests: &Path, to: PathBuf) -> Result<PathBuf> {
    fs::create_dir_all(&to)?;
    for file in fs::read_dir(tests)? {
        let file = file?.path();
        fs::copy(&file, to.join(file.file_name().unwrap_or_default()))?;
    }
    run(npm().args(["ci", "--no-audit", "--no-fund"]).current_dir(&to))?;
    Ok(to)
}

/// Runs one of the scripts of `ui/package.json`.
pub fn script(name: &str) -> Command {
    let mut command = npm();
    command.args(["run", "--silent", name]);
    command
}

fn npm() -> Command {
    let mut command = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
    command.current_dir(root().join("ui"));
    command
}
