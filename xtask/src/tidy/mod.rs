//! What must hold and no compiler checks: each rule is a function that gives the faults it finds.

mod catalogues;
mod migrations;
mod parts;
mod readme;
mod text;

use crate::run::{Result, output, root};
use std::{fs, path::PathBuf, process::Command};

type Rule = fn(&[File]) -> Vec<String>;

pub fn run() -> Result {
    let files = tracked()?;
    let rules: [(&str, Rule); 5] = [
        ("text", text::faults),
        ("catalogues", catalogues::faults),
        ("migrations", migrations::faults),
        ("readme", readme::faults),
        ("parts", parts::faults),
    ];
    let mut count = 0;
    for (rule, faults) in rules {
        for fault in faults(&files) {
            eprintln!("tidy ({rule}): {fault}");
            count += 1;
        }
    }
    if count == 0 {
        Ok(())
    } else {
        Err(format!("tidy found {count} faults").into())
    }
}

/// A text file of the repository.
pub struct File {
    /// From the root, with `/`.
    pub path: String,
    pub text: String,
}

/// Inputs that fuzzing has made. Some happen to be text.
const MADE_UP: &str = "crates/fuzz/corpus/";

/// Every text file that Git knows or would take up.
fn tracked() -> Result<Vec<File>> {
    let mut git = Command::new("git");
    git.args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .current_dir(root());
    let listed = output(&mut git)?;
    let written = |path: &&str| !path.is_empty() && !path.starts_with(MADE_UP);
    let paths = listed.split('\0').filter(written).map(str::to_owned);
    let read = |path: String| {
        let bytes = fs::read(root().join(PathBuf::from(&path))).ok()?;
        let text = String::from_utf8(bytes).ok()?;
        Some(File { path, text })
    };
    Ok(paths.filter_map(read).collect())
}
