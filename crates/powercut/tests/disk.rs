//! The disk itself, under plain SQLite: what is synced stays, what is not may go, and nothing works without power.
#![allow(clippy::unwrap_used)] // the clippy setting for tests does not know of their own functions

use kontor_powercut::{Act, Disk, Verdict};
use rusqlite::{Connection, ErrorCode};
use std::{
    collections::BTreeSet,
    path::Path,
    sync::{Arc, Mutex},
};

fn open(dir: &Path, synchronous: &str) -> rusqlite::Result<Connection> {
    let connection = Connection::open(dir.join("a.db"))?;
    connection.execute_batch(&format!(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous={synchronous}; CREATE TABLE IF NOT EXISTS t (n INTEGER)"
    ))?;
    Ok(connection)
}

fn add(connection: &Connection, number: i64) -> rusqlite::Result<()> {
    connection.execute("INSERT INTO t VALUES (?1)", [number]).map(drop)
}

fn rows(dir: &Path) -> i64 {
    let connection = open(dir, "FULL").unwrap();
    let sound: String = connection
        .query_row("PRAGMA integrity_check", [], |row| row.get(0))
        .unwrap();
    assert_eq!(sound, "ok");
    connection
        .query_row("SELECT count(*) FROM t", [], |row| row.get(0))
        .unwrap()
}

/// How many of three rows are there after a power cut, over many seeds.
fn left(synchronous: &str, lies: bool) -> BTreeSet<i64> {
    (0..40)
        .map(|seed| {
            let dir = tempfile::tempdir().unwrap();
            let disk = Disk::under(dir.path()).unwrap();
            let connection = open(dir.path(), synchronous).unwrap();
            disk.lie(lies);
            (0..3).for_each(|number| add(&connection, number).unwrap());
            disk.cut();
            drop(connection);
            disk.lie(false);
            disk.restore(seed).unwrap();
            rows(dir.path())
        })
        .collect()
}

#[test]
fn what_is_synced_stays_and_what_is_not_may_go() {
    assert_eq!(left("FULL", false), BTreeSet::from([3]));
    for (synchronous, lies) in [("NORMAL", false), ("FULL", true)] {
        let left = left(synchronous, lies);
        assert_eq!(
            (left.first(), left.last()),
            (Some(&0), Some(&3)),
            "{synchronous} {lies}"
        );
    }
}

#[test]
fn nothing_works_without_power_and_restoring_waits_for_the_end() {
    let dir = tempfile::tempdir().unwrap();
    let disk = Disk::under(dir.path()).unwrap();
    let connection = open(dir.path(), "FULL").unwrap();
    add(&connection, 1).unwrap();
    disk.cut();
    assert!(add(&connection, 2).is_err());
    assert!(open(dir.path(), "FULL").is_err());
    assert!(disk.restore(1).is_err());
    drop(connection);
    disk.restore(1).unwrap();
    assert_eq!(rows(dir.path()), 1);
}

#[test]
fn a_program_that_is_killed_keeps_what_it_wrote_and_not_what_was_under_way() {
    let boundaries = {
        let dir = tempfile::tempdir().unwrap();
        let disk = Disk::under(dir.path()).unwrap();
        add(&open(dir.path(), "NORMAL").unwrap(), 1).unwrap();
        disk.boundaries()
    };
    for number in 1..=boundaries {
        let dir = tempfile::tempdir().unwrap();
        let disk = Disk::under(dir.path()).unwrap();
        disk.at_each_boundary(move |boundary| match boundary.number == number {
            true => Verdict::PowerCut,
            false => Verdict::Go,
        });
        let connection = open(dir.path(), "NORMAL");
        let added = connection.as_ref().is_ok_and(|connection| add(connection, 1).is_ok());
        drop(connection);
        disk.revive().unwrap();
        assert!(rows(dir.path()) >= i64::from(added), "{number}");
        // What the machine then loses is what the program has written, and nothing that it never did.
        let connection = open(dir.path(), "FULL").unwrap();
        let before: i64 = connection
            .query_row("SELECT count(*) FROM t", [], |row| row.get(0))
            .unwrap();
        add(&connection, 2).unwrap();
        disk.cut();
        drop(connection);
        disk.restore(number).unwrap();
        assert_eq!(rows(dir.path()), before + 1, "{number}");
    }
}

#[test]
fn a_disk_that_refuses_goes_on_afterwards() {
    for (verdict, code) in [
        (Verdict::IoError, ErrorCode::SystemIoFailure),
        (Verdict::Full, ErrorCode::DiskFull),
    ] {
        let dir = tempfile::tempdir().unwrap();
        let disk = Disk::under(dir.path()).unwrap();
        let connection = open(dir.path(), "FULL").unwrap();
        let mut once = true;
        disk.at_each_boundary(move |_| {
            if std::mem::take(&mut once) {
                verdict
            } else {
                Verdict::Go
            }
        });
        assert_eq!(add(&connection, 1).unwrap_err().sqlite_error_code(), Some(code));
        add(&connection, 2).unwrap();
        drop(connection);
        assert_eq!(rows(dir.path()), 1);
    }
}

#[test]
fn every_act_is_counted_and_folders_do_not_see_each_other() {
    let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (disk, spare) = (Disk::under(one.path()).unwrap(), Disk::under(other.path()).unwrap());
    let seen = Arc::new(Mutex::new(Vec::new()));
    let log = seen.clone();
    disk.at_each_boundary(move |boundary| {
        assert!(boundary.path.file_name().unwrap().to_str().unwrap().starts_with("a.db"));
        log.lock().unwrap().push((boundary.number, boundary.act));
        Verdict::Go
    });
    spare.cut();
    let connection = open(one.path(), "FULL").unwrap();
    connection.execute_batch("PRAGMA journal_size_limit=0").unwrap();
    add(&connection, 1).unwrap();
    connection
        .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
        .unwrap();
    drop(connection);
    let seen = std::mem::take(&mut *seen.lock().unwrap());
    assert_eq!(seen.len() as u64, disk.boundaries());
    assert!(seen.iter().map(|(number, _)| *number).eq(1..=disk.boundaries()));
    for act in [Act::Write, Act::Sync, Act::Truncate, Act::Delete] {
        assert!(seen.iter().any(|(_, seen)| *seen == act), "{act:?}");
    }
    assert_eq!(spare.boundaries(), 0);
    drop((disk, spare));
    open(other.path(), "FULL").unwrap();
}
