//! Everything that fuzzing ever found goes through the targets again, in the build that all tests have.

use kontor_fuzz::TARGETS;
use std::path::{Path, PathBuf};

fn kept(target: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(target);
    let entries = std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    files.sort();
    files
}

#[test]
fn what_was_found_once_stays_found() {
    // A thread for each target: most of the time goes to opening files.
    std::thread::scope(|scope| {
        for (name, target) in TARGETS {
            scope.spawn(move || {
                let files = kept(name);
                assert!(!files.is_empty(), "{name} has a corpus");
                for file in files {
                    let bytes = std::fs::read(&file).unwrap();
                    // Named before it runs, so that a panic says which input it was.
                    println!("{}", file.display());
                    target(&bytes);
                }
            });
        }
    });
}

#[test]
fn each_target_has_a_corpus_and_each_corpus_a_target() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let mut folders: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    let mut names: Vec<String> = TARGETS.iter().map(|(name, _)| (*name).to_owned()).collect();
    folders.sort();
    names.sort();
    assert_eq!(folders, names);
}
