//! The first use of the store in a process, by many threads at once: what only a new process can try.
#![allow(clippy::unwrap_used)] // the clippy setting for tests does not know of their own functions

mod common;

use common::*;
use kontor_store::Store;
use std::{process::Command, sync::Barrier};

/// Set in the processes that this test starts of itself.
const CHILD: &str = "KONTOR_TEST_FIRST_OPENING";

#[test]
fn tenants_opened_at_once_by_a_new_process_all_open() {
    if std::env::var_os(CHILD).is_some() {
        open_eight_at_once();
        return;
    }
    // Without the guard about one process in a hundred failed.
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| (0..60).for_each(|_| a_new_process_opens_them()));
        }
    });
}

fn a_new_process_opens_them() {
    let child = Command::new(std::env::current_exe().unwrap())
        .env(CHILD, "1")
        .output()
        .unwrap();
    assert!(child.status.success(), "{}", String::from_utf8_lossy(&child.stdout));
}

fn open_eight_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let barrier = Barrier::new(8);
    std::thread::scope(|scope| {
        for number in 0..8 {
            let dir = folder.path().join(number.to_string());
            std::fs::create_dir(&dir).unwrap();
            let barrier = &barrier;
            scope.spawn(move || {
                barrier.wait();
                Store::open(&dir, &key(), &[&PEOPLE]).unwrap();
            });
        }
    });
}
