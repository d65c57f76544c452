//! Files made from others: the TypeScript of the command list.

use crate::run::{Result, cargo, debug_program, root, run, target};
use std::{fs, path::Path};

/// Writes the files into their places.
pub fn write() -> Result {
    run(&mut cargo(["build", "--workspace", "--example", "typescript"]))?;
    make(&root().join("ui/src/gen"))
}

/// Fails when a file in its place is not what would be made now. The example must be built.
pub fn check() -> Result {
    let fresh = target().join("gen");
    if fresh.exists() {
        fs::remove_dir_all(&fresh)?;
    }
    make(&fresh)?;
    for file in fs::read_dir(&fresh)? {
        let file = file?;
        let kept = root().join("ui/src/gen").join(file.file_name());
        if fs::read(&kept).ok() != Some(fs::read(file.path())?) {
            return Err(format!("{} is stale; run `cargo xtask gen`", kept.display()).into());
        }
    }
    Ok(())
}

fn make(folder: &Path) -> Result {
    fs::create_dir_all(folder)?;
    run(std::process::Command::new(debug_program("examples/typescript")).arg(folder))
}
