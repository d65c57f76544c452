//! Opening: keys, versions, damage, permissions. Whatever is refused is left as it was.
#![allow(clippy::unwrap_used)] // the clippy setting for tests does not know of their own functions

mod common;

use common::*;
use kontor_model::{Code, Key, Tag};
use kontor_store::{Query, Store};
use rusqlite::Connection;
use std::{collections::BTreeMap, fs, path::Path};

fn refused(dir: &Path, key: &Key) -> Code {
    Store::open(dir, key, &[&PEOPLE])
        .err()
        .map(|error| error.code)
        .expect("it must be refused")
}

/// What is stored, byte for byte: not the lock, nor the index of a log (`-shm`), in which living readers leave marks.
fn bytes(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    let names = fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names
        .filter(|name| name != "open.lock" && !name.ends_with("-shm"))
        .map(|name| (name.clone(), fs::read(dir.join(&name)).unwrap()))
        .collect()
}

fn raw(path: &Path) -> Connection {
    let connection = Connection::open(path).unwrap();
    connection
        .execute_batch(&format!("PRAGMA key = \"x'{}'\"", *key().to_hex()))
        .unwrap();
    connection
}

#[test]
fn case_34_a_wrong_key_changes_nothing() {
    let (dir, store) = fresh();
    load(&store, vec![("1", person("Ola"))]);
    let wrong = Key::new([8; 32]);

    // While another process has it open, with all it wrote still in the log.
    let before = bytes(dir.path());
    assert!(before.contains_key("mirror.db-wal"));
    assert_eq!(refused(dir.path(), &wrong), Code::WrongKey);
    assert!(bytes(dir.path()) == before);

    // As a kill leaves it: a log and no index of it.
    let copy = tempfile::tempdir().unwrap();
    for (name, content) in &before {
        fs::write(copy.path().join(name), content).unwrap();
    }
    assert_eq!(refused(copy.path(), &wrong), Code::WrongKey);
    assert!(bytes(copy.path()) == before);
    assert_eq!(
        ids(
            &open(copy.path()),
            &Query {
                limit: 9,
                ..Query::default()
            }
        ),
        ["1"]
    );

    // Closed.
    drop(store);
    let before = bytes(dir.path());
    assert_eq!(before.keys().collect::<Vec<_>>(), ["ledger.db", "mirror.db"]);
    assert_eq!(refused(dir.path(), &wrong), Code::WrongKey);
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 3, "the lock, and no junk");
    assert!(bytes(dir.path()) == before);
    assert_eq!(
        ids(
            &open(dir.path()),
            &Query {
                limit: 9,
                ..Query::default()
            }
        ),
        ["1"]
    );
}

#[test]
fn case_34_a_wrong_key_never_makes_new_files_beside_old_ones() {
    for missing in ["ledger.db", "mirror.db"] {
        let (dir, store) = fresh();
        drop(store);
        fs::remove_file(dir.path().join(missing)).unwrap();
        let before = bytes(dir.path());
        assert_eq!(refused(dir.path(), &Key::new([8; 32])), Code::WrongKey);
        assert!(bytes(dir.path()) == before);
    }
}

#[test]
fn a_newer_ledger_is_left_alone_with_or_without_a_log() {
    let (dir, store) = fresh();
    drop(store);
    let newer = raw(&dir.path().join("ledger.db"));
    newer.execute_batch("PRAGMA user_version=99").unwrap();
    let before = bytes(dir.path());
    assert!(before.contains_key("ledger.db-wal"));
    assert_eq!(refused(dir.path(), &key()), Code::NewerFile);
    assert!(bytes(dir.path()) == before);
    drop(newer);
    let before = bytes(dir.path());
    assert_eq!(before.len(), 2);
    assert_eq!(refused(dir.path(), &key()), Code::NewerFile);
    assert!(bytes(dir.path()) == before);
}

#[test]
fn a_damaged_ledger_is_told_from_a_wrong_key() {
    let (dir, store) = fresh();
    drop(store);
    let path = dir.path().join("ledger.db");
    let whole = fs::read(&path).unwrap();
    let mut garbled = whole.clone();
    garbled[100..2000].fill(0x5a);
    let garbage = vec![0x47; whole.len()];
    for damaged in [
        &whole[..whole.len() / 2 / 4096 * 4096],
        &whole[..5000],
        &whole[..100],
        &garbled,
        &garbage,
    ] {
        fs::write(&path, damaged).unwrap();
        let before = bytes(dir.path());
        assert_eq!(refused(dir.path(), &key()), Code::Corrupt, "{} bytes", damaged.len());
        assert!(bytes(dir.path()) == before);
    }
}

#[test]
fn a_ledger_cut_short_is_damage_even_with_no_mirror_to_compare_with() {
    let (dir, store) = fresh();
    drop(store);
    fs::remove_file(dir.path().join("mirror.db")).unwrap();
    let path = dir.path().join("ledger.db");
    let whole = fs::read(&path).unwrap();
    fs::write(&path, &whole[..100]).unwrap();
    let before = bytes(dir.path());
    assert_eq!(refused(dir.path(), &key()), Code::Corrupt);
    assert!(bytes(dir.path()) == before);
}

#[test]
fn a_damaged_page_inside_is_an_error_and_not_a_panic() {
    let (dir, store) = fresh();
    let many: Vec<String> = (0..500).map(|number| format!("{number:0200}")).collect();
    load(&store, many.iter().map(|id| (id.as_str(), person(id))).collect());
    drop(store);
    let path = dir.path().join("mirror.db");
    let mut damaged = fs::read(&path).unwrap();
    for page in damaged.chunks_exact_mut(4096).skip(6) {
        page[2000] ^= 1;
    }
    fs::write(&path, damaged).unwrap();
    let answer = Store::open(dir.path(), &key(), &[&PEOPLE]).and_then(|store| {
        store.list(
            &RULES,
            &Query {
                limit: 1000,
                order: Some("name"),
                ..Query::default()
            },
        )
    });
    assert_eq!(answer.map(|_| ()).unwrap_err().code, Code::Corrupt);
}

#[test]
fn a_mirror_that_can_be_fetched_is_made_anew_and_the_ledger_stays() {
    type Harm = fn(&Path);
    let harms: [Harm; 4] = [
        |path| fs::write(path, vec![1; 8192]).unwrap(),
        |path| fs::write(path, b"short").unwrap(),
        |path| fs::remove_file(path).unwrap(),
        |path| raw(path).execute_batch("PRAGMA user_version=77").unwrap(),
    ];
    for harm in harms {
        let (dir, store) = fresh();
        load(&store, vec![("1", person("Ola"))]);
        store.set_setting("notice", &14.into()).unwrap();
        drop(store);
        harm(&dir.path().join("mirror.db"));
        let store = open(dir.path());
        assert_eq!(store.setting("notice").unwrap(), Some(14.into()));
        assert_eq!(store.sync_state("people").unwrap().count, 0);
        assert_eq!(load(&store, vec![("1", person("Ola"))]).upserted, 1);
    }
}

#[test]
fn json_that_does_not_parse_is_damage() {
    let (dir, store) = fresh();
    load(&store, vec![("1", person("Ola"))]);
    store
        .enqueue(
            &RULES,
            &change(1, "1", "department", "IT".into()),
            &[],
            queued(&change(1, "1", "department", "IT".into())),
            None,
        )
        .unwrap();
    raw(&dir.path().join("mirror.db"))
        .execute("UPDATE people_raw SET json = '{\"a\"'", [])
        .unwrap();
    raw(&dir.path().join("ledger.db"))
        .execute("UPDATE operations SET json = '[]'", [])
        .unwrap();
    assert_eq!(store.show(&RULES, "1").unwrap_err().code, Code::Corrupt);
    assert_eq!(
        store.operations(kontor_store::Which::All).unwrap_err().code,
        Code::Corrupt
    );
    assert_eq!(store.rederive(&RULES).unwrap_err().code, Code::Corrupt);
}

#[test]
fn a_folder_that_cannot_be_made_or_written() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("file"), "in the way").unwrap();
    assert_eq!(refused(&dir.path().join("file/tenant"), &key()), Code::NotSaved);
}

#[cfg(unix)]
#[test]
fn only_the_owner_can_read() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().unwrap();
    let tenant = dir.path().join("a b#c?d%20 æ");
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    fs::create_dir(&tenant).unwrap();
    fs::set_permissions(&tenant, fs::Permissions::from_mode(0o755)).unwrap();
    let store = open(&tenant);
    load(&store, vec![("1", person("Ola"))]);
    assert_eq!(mode(&tenant), 0o700);
    assert!(fs::read_dir(&tenant).unwrap().count() >= 6);
    for entry in fs::read_dir(&tenant).unwrap() {
        assert_eq!(mode(&entry.unwrap().path()), 0o600);
    }
}

#[test]
fn two_that_open_a_new_tenant_at_once_share_it() {
    let dir = tempfile::tempdir().unwrap();
    std::thread::scope(|scope| {
        for number in 0..6 {
            let dir = dir.path();
            scope.spawn(move || open(dir).set_setting(&format!("n{number}"), &number.into()).unwrap());
        }
    });
    let store = open(dir.path());
    for number in 0..6 {
        assert_eq!(store.setting(&format!("n{number}")).unwrap(), Some(number.into()));
    }
}

#[test]
fn nothing_is_on_disk_in_the_clear() {
    let (dir, store) = fresh();
    load(&store, vec![("1", person("Planted Person Name"))]);
    let op = change(1, "1", "department", "Planted Person Name".into());
    store
        .enqueue(&RULES, &op, &[("password", &secret())], queued(&op), None)
        .unwrap();
    store.set_token("refresh", Some(&secret())).unwrap();
    let clear = |wanted: &[u8]| {
        bytes(dir.path())
            .values()
            .any(|content| content.windows(wanted.len()).any(|window| window == wanted))
    };
    let check = || {
        for planted in [
            secret().expose().as_bytes(),
            b"Planted",
            b"planted",
            b"SQLite format",
            b"operations",
        ] {
            assert!(!clear(planted), "{}", String::from_utf8_lossy(planted));
        }
        assert!(!clear(key().to_hex().as_bytes()) && !clear(&[7; 32]));
    };
    check();
    drop(store);
    check();
}

#[test]
fn another_process_learns_what_changed() {
    let (dir, store) = fresh();
    let window = open(dir.path());
    let since = window.commit_seq().unwrap();
    let second = std::time::Duration::from_secs(20);
    let waiting = std::thread::spawn(move || (window.changed_since(since, second).unwrap(), window));
    store.set_setting("notice", &14.into()).unwrap();
    let ((seq, tags), window) = waiting.join().unwrap();
    assert_eq!(tags.into_iter().collect::<Vec<_>>(), [Tag::SETTINGS]);
    // The same value again is no news.
    store.set_setting("notice", &14.into()).unwrap();
    assert_eq!(
        window.changed_since(seq, std::time::Duration::ZERO).unwrap(),
        (seq, Default::default())
    );
    // One that slept too long is told everything.
    for number in 0..1100 {
        store.set_setting("notice", &number.into()).unwrap();
    }
    let (_, tags) = window.changed_since(seq, std::time::Duration::ZERO).unwrap();
    assert!(tags.contains(&Tag::collection("people")) && tags.contains(&Tag::OUTBOX));
}

/// The other process of the test below.
#[test]
#[ignore = "the test below runs it in a process of its own"]
fn another_process() {
    let dir = std::env::var("OTHER_PROCESS_DIR").unwrap();
    let store = open(Path::new(&dir));
    let met = store.setting("of the first").unwrap().unwrap_or_default();
    store.set_setting("met", &met).unwrap();
}

#[test]
fn a_process_that_comes_and_goes_takes_nothing_of_another_with_it() {
    let (dir, store) = fresh();
    // Several connections, also ones that were opened later than others.
    std::thread::scope(|scope| (0..4).for_each(|_| drop(scope.spawn(|| store.setting("met").unwrap()))));
    for number in 1..=3 {
        store.set_setting("of the first", &number.into()).unwrap();
        let other = std::process::Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "another_process", "--ignored"])
            .env("OTHER_PROCESS_DIR", dir.path())
            .output()
            .unwrap();
        assert!(other.status.success(), "{}", String::from_utf8_lossy(&other.stdout));
        assert!(
            dir.path().join("ledger.db-wal").exists(),
            "its log was taken away under it"
        );
        assert_eq!(store.setting("met").unwrap(), Some(number.into()));
    }
}
