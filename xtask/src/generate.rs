//! Files made from others: the TypeScript of the command list, and what the registries say in the reference.

use crate::run::{Result, cargo, debug_program, root, run, target};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// Writes the files into their places.
pub fn write() -> Result {
    run(&mut cargo([
        "build",
        "--workspace",
        "--example",
        "typescript",
        "--example",
        "reference",
    ]))?;
    make(&root().join("ui/src/gen"), &reference())
}

/// Fails when a file in its place is not what would be made now. The examples must be built.
pub fn check() -> Result {
    let fresh = target().join("gen");
    if fresh.exists() {
        fs::remove_dir_all(&fresh)?;
    }
    let page = fresh.join("reference.md");
    make(&fresh, &page)?;
    for file in fs::read_dir(&fresh)? {
        let file = file?;
        let kept = match file.path() == page {
            true => reference(),
            false => root().join("ui/src/gen").join(file.file_name()),
        };
        if fs::read(&kept).ok() != Some(fs::read(file.path())?) {
            return Err(format!("{} is stale; run `cargo xtask gen`", kept.display()).into());
        }
    }
    Ok(())
}

fn reference() -> PathBuf {
    root().join("docs/reference.md")
}

fn make(types: &Path, page: &Path) -> Result {
    fs::create_dir_all(types)?;
    run(Command::new(debug_program("examples/typescript")).arg(types))?;
    run(Command::new(debug_program("examples/reference")).args([reference().as_path(), page]))
}
