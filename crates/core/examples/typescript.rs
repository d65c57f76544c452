//! Writes `types.ts` and `commands.ts` into the folder that is given. `cargo xtask gen` runs it.

use std::{env, fs, io, path::PathBuf};

fn main() -> io::Result<()> {
    let folder = env::args_os().nth(1).map(PathBuf::from);
    let folder = folder.ok_or_else(|| io::Error::other("usage: typescript FOLDER"))?;
    fs::create_dir_all(&folder)?;
    for (name, text) in kontor_core::commands::typescript::files() {
        fs::write(folder.join(name), text)?;
    }
    Ok(())
}
