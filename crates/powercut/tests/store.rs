//! The proof that nothing queued is ever lost: a history of Kontor's store, with the power cut at every single boundary.
//!
//! Every step of the history is one call of the store. After the cut, the files are what the disk may have kept, and the
//! store is opened again: the ledger must be exactly what it was after the last step that was reported as done, or after
//! the one that was under way; the mirror, which may lose what can be fetched again, what it was after any of the steps.
#![allow(clippy::unwrap_used)] // the clippy setting for tests does not know of their own functions

#[path = "../../store/tests/common/mod.rs"]
mod common;

use common::*;
use kontor_model::{Code, Error, Operation, Result, Secret, State};
use kontor_powercut::{Disk, Verdict};
use kontor_store::{Cursor, Fresh, Page, Query, Round, Store, Which};
use rusqlite::Connection;
use serde_json::json;
use std::{
    path::Path,
    sync::atomic::{AtomicU64, AtomicUsize, Ordering},
};

/// With few indexes: each page that a step writes is two boundaries.
const LEAN: People = People {
    shape: &PEOPLE_LATER,
    facts: "policy 90",
};

const ALL: Query = Query {
    search: None,
    filters: &[],
    order: Some("newest"),
    descending: false,
    after: None,
    limit: 1000,
    total: true,
    mirror_only: false,
};

fn begin(dir: &Path) -> Store {
    Store::open(dir, &key(), &[&PEOPLE_LATER]).unwrap()
}

type Step = Box<dyn Fn(&mut Option<Store>, &Path) -> Result<()>>;

fn step(work: impl Fn(&Store) -> Result<()> + 'static) -> Step {
    Box::new(move |store, _| work(store.as_ref().unwrap()))
}

fn turn(op: Operation, fresh: impl Fn() -> Option<kontor_model::Object> + 'static, minute: i64) -> Step {
    step(move |store| {
        let object = fresh();
        let fresh = object
            .as_ref()
            .map_or(Fresh::Unread, |object| Fresh::Object(object, at(minute)));
        let entries = [entry(&op, op.state.name()), entry(&op, "again")];
        assert!(store.transition(&LEAN, &State::ALL, &op, fresh, &entries)?);
        Ok(())
    })
}

fn queue(op: Operation, secrets: &'static [(&'static str, &'static str)]) -> Step {
    step(move |store| {
        let secrets: Vec<_> = secrets
            .iter()
            .map(|(name, value)| (*name, Secret::new(*value)))
            .collect();
        let secrets: Vec<_> = secrets.iter().map(|(name, secret)| (*name, secret)).collect();
        store.enqueue(&LEAN, &op, &secrets, queued(&op), None)
    })
}

/// Closes the store, which brings the logs home, and opens it again.
fn reopen() -> Step {
    Box::new(|store, dir| {
        drop(store.take());
        *store = Some(Store::open(dir, &key(), &[&PEOPLE_LATER])?);
        Ok(())
    })
}

fn pages(round: Round, names: &'static [&'static str], removed: &'static [&'static str]) -> [Step; 2] {
    let begin = step(move |store| store.begin_generation("people", round).map(drop));
    let apply = step(move |store| {
        let generation = store.sync_state("people")?.generation;
        let items = names
            .iter()
            .map(|name| (*name, object(json!({"displayName": name, "department": "IT"}))))
            .collect();
        let sweep = round == Round::Full;
        let cursor = Cursor::Done {
            delta_link: Some(format!("link {generation}")),
            sweep,
        };
        let removed = removed
            .iter()
            .map(|id| ((*id).to_owned(), "deleted".to_owned()))
            .collect();
        store
            .apply(
                &LEAN,
                Page {
                    removed,
                    merge: !sweep,
                    ..page(generation, items, cursor)
                },
            )
            .map(drop)
    });
    [begin, apply]
}

/// All kinds of writing there are, each a transaction.
fn history() -> Vec<Step> {
    let reset = change(1, "ola", "passwordProfile", json!({"forceChange": true}));
    let moved = change(2, "kari", "department", json!("HR"));
    let made = create(3, "new-1", "Bea");
    let licence = change(4, "new-1", "licences", json!(1));
    let instead = change(5, "kari", "department", json!("Legal"));
    let delete = change(6, "liv", "gone", json!(true));
    let last = change(7, "ola", "department", json!("x".repeat(5000)));
    let replaced = now(&moved, State::Replaced);
    let replacing = instead.clone();
    let deleted = now(&delete, State::Done);
    let [begin, load] = pages(Round::Full, &["ola", "kari", "liv"], &[]);
    let [begin_delta, delta] = pages(Round::Delta, &["ola", "per"], &["kari"]);
    let [begin_full, full] = pages(Round::Full, &["ola", "per", "kari"], &[]);
    vec![
        begin,
        load,
        step(|store| store.set_setting("notice", &json!(14))),
        queue(reset.clone(), &[("password", "Correct-Horse")]),
        queue(moved, &[("code", "0000"), ("pin", "1")]),
        step(|store| store.set_token("refresh", Some(&Secret::new("token")))),
        turn(now(&reset, State::Sending), || Some(person("Ola Sending")), 2),
        queue(made.clone(), &[("password", "Battery-Staple")]),
        queue(licence, &[]),
        reopen(),
        turn(now(&reset, State::Unknown), || None, 2),
        step(|store| store.mark_told("expiry:ola", "14", at(3)).map(drop)),
        step(move |store| {
            let replaces = Some((&replaced, entry(&replaced, "replaced")));
            store.enqueue(
                &LEAN,
                &replacing,
                &[("pin", &Secret::new("2"))],
                queued(&replacing),
                replaces,
            )
        }),
        turn(now(&made, State::Sending), || None, 2),
        begin_delta,
        delta,
        turn(named(&made, "bea", State::Waiting), || None, 3),
        turn(named(&made, "bea", State::Done), || Some(person("Bea")), 4),
        queue(delete, &[]),
        step(move |store| {
            let entries = [entry(&deleted, "confirmed")];
            store
                .transition(&LEAN, &[State::Queued], &deleted, Fresh::Gone(at(5)), &entries)
                .map(drop)
        }),
        turn(now(&reset, State::Done), || Some(person("Ola Done")), 5),
        step(|store| store.set_token("refresh", None)),
        reopen(),
        begin_full,
        full,
        queue(last.clone(), &[("password", "Last")]),
        turn(now(&last, State::Failed), || None, 6),
        step(|store| store.set_setting("notice", &json!(7))),
    ]
}

/// All that the ledger holds, and all that the mirror does, as text.
fn snapshot(store: &Store) -> (String, String) {
    let operations = store.operations(Which::All).unwrap();
    let secrets: Vec<_> = operations
        .iter()
        .flat_map(|op| ["password", "code", "pin"].map(|name| store.secret(op.id, name).unwrap()))
        .map(|secret| secret.map(|secret| secret.expose().to_owned()))
        .collect();
    let token = store.token("refresh").unwrap().map(|token| token.expose().to_owned());
    let ledger = format!(
        "{operations:?} {secrets:?} {:?} {:?} {token:?} {:?}",
        store.journal_all(None, 1000).unwrap(),
        store.setting("notice").unwrap(),
        store.told().unwrap(),
    );
    let items = store
        .list(
            &LEAN,
            &Query {
                mirror_only: true,
                ..ALL
            },
        )
        .unwrap();
    let mut rows: Vec<_> = items
        .items
        .into_iter()
        .map(|item| format!("{} {:?}", item.id, item.server))
        .collect();
    rows.sort();
    let mirror = format!(
        "{rows:?} {:?} {:?} {:?}",
        items.total,
        store.sync_state("people").unwrap(),
        store.changes(None, None, 1000).unwrap()
    );
    (ledger, mirror)
}

/// What is listed, in order, with all that is shown and found.
fn shown(store: &Store) -> String {
    let items = store.list(&LEAN, &ALL).unwrap();
    let found: Vec<_> = ["ola", "kari", "liv", "per", "bea"]
        .map(|name| {
            let query = Query {
                search: Some(name),
                ..ALL
            };
            store.list(&LEAN, &query).unwrap().items.len()
        })
        .into();
    for item in &items.items {
        assert_eq!(store.show(&LEAN, &item.id).unwrap().as_ref(), Some(item));
    }
    format!("{items:?} {found:?}")
}

fn sound(dir: &Path) {
    for name in ["ledger.db", "mirror.db"] {
        let file = Connection::open(dir.join(name)).unwrap();
        file.execute_batch(&format!("PRAGMA key = \"x'{}'\"", *key().to_hex()))
            .unwrap();
        let sound: String = file.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
        assert_eq!(sound, "ok", "{name}");
    }
}

/// Runs the history as far as it goes: steps done, and what stopped it.
fn run(dir: &Path) -> (usize, Option<Error>) {
    run_until(dir, || {})
}

/// The same; the program ends with `end`, before it closes its files.
fn run_until(dir: &Path, end: impl FnOnce()) -> (usize, Option<Error>) {
    let mut store = match Store::open(dir, &key(), &[&PEOPLE_LATER]) {
        Ok(store) => Some(store),
        Err(error) => return (0, Some(error)),
    };
    let mut done = 0;
    let mut stopped = None;
    for step in history() {
        if let Err(error) = step(&mut store, dir) {
            stopped = Some(error);
            break;
        }
        done += 1;
    }
    end();
    (done, stopped)
}

/// What the files must hold after each number of steps, and how many boundaries there are in all.
struct Told {
    snapshots: Vec<(String, String)>,
    boundaries: u64,
}

fn told() -> Told {
    let dir = tempfile::tempdir().unwrap();
    // Before any store, as in the other tests: putting in the shim is what sets SQLite up.
    drop(Disk::under(dir.path()).unwrap());
    let mut store = Some(begin(dir.path()));
    let mut snapshots = vec![snapshot(store.as_ref().unwrap())];
    for step in history() {
        step(&mut store, dir.path()).unwrap();
        snapshots.push(snapshot(store.as_ref().unwrap()));
    }
    drop(store);
    let dir = tempfile::tempdir().unwrap();
    let disk = Disk::under(dir.path()).unwrap();
    assert_eq!(run(dir.path()).0, history().len());
    Told {
        snapshots,
        boundaries: disk.boundaries(),
    }
}

/// Opens what was left, compares the ledger with what was told, and the mirror with itself. Gives what the mirror holds.
fn check(dir: &Path, told: &Told, done: usize, what: &str) -> String {
    let store = Store::open(dir, &key(), &[&PEOPLE_LATER])
        .unwrap_or_else(|error| panic!("{what}, {done} steps done: {error:?}"));
    store.reconcile(&LEAN).unwrap();
    let (ledger, mirror) = snapshot(&store);
    let may = &told.snapshots[done..=(done + 1).min(told.snapshots.len() - 1)];
    assert!(
        may.iter().any(|may| may.0 == ledger),
        "{what}, {done} steps done: the ledger is {ledger}"
    );
    assert_eq!(store.verify_journal().unwrap().broken_at, None);
    // The rows are those that the outbox and the raw objects make.
    let before = shown(&store);
    store.rederive(&LEAN).unwrap();
    assert_eq!(shown(&store), before, "{what}");
    drop(store);
    sound(dir);
    mirror
}

/// Tries every boundary, on two threads with folders of their own.
fn at_every_boundary(told: &Told, attempt: impl Fn(u64) + Sync) {
    let next = AtomicU64::new(1);
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number > told.boundaries {
                        return;
                    }
                    attempt(number);
                }
            });
        }
    });
}

fn seeds() -> u64 {
    std::env::var("SEEDS")
        .ok()
        .and_then(|seeds| seeds.parse().ok())
        .unwrap_or(1)
}

#[test]
fn a_power_cut_at_any_boundary_loses_nothing_and_leaves_nothing_half_done() {
    let told = told();
    let met = AtomicUsize::new(0);
    at_every_boundary(&told, |number| {
        for seed in 0..seeds() {
            let dir = tempfile::tempdir().unwrap();
            let disk = Disk::under(dir.path()).unwrap();
            disk.at_each_boundary(move |boundary| match boundary.number == number {
                true => Verdict::PowerCut,
                false => Verdict::Go,
            });
            let (done, _) = run(dir.path());
            if disk.boundaries() == number {
                met.fetch_add(1, Ordering::Relaxed);
            }
            disk.restore(number * 1000 + seed).unwrap();
            let what = format!("cut at {number}, seed {seed}");
            let mirror = check(dir.path(), &told, done, &what);
            let may = &told.snapshots[..=(done + 1).min(told.snapshots.len() - 1)];
            assert!(
                may.iter().any(|may| may.1 == mirror),
                "{what}, {done} steps done: the mirror is {mirror}"
            );
        }
    });
    println!(
        "{} boundaries, {} power cuts",
        told.boundaries,
        met.load(Ordering::Relaxed)
    );
    assert_eq!(met.into_inner() as u64, told.boundaries * seeds());
}

#[test]
fn case_32_a_disk_that_refuses_at_any_boundary_saves_a_step_whole_or_not_at_all() {
    let told = told();
    at_every_boundary(&told, |number| {
        for verdict in [Verdict::IoError, Verdict::Full] {
            let dir = tempfile::tempdir().unwrap();
            let disk = Disk::under(dir.path()).unwrap();
            disk.at_each_boundary(move |boundary| match boundary.number == number {
                true => verdict,
                false => Verdict::Go,
            });
            let (done, _) = run(dir.path());
            check(dir.path(), &told, done, &format!("{verdict:?} at {number}"));
        }
    });
}

/// A sync that fails leaves the commit whole in the log. Once told that nothing was saved, nothing may come up when the program
/// ends and another opens the files: neither after a disk that failed once, nor after one that fails from then on.
#[test]
fn what_was_told_as_not_saved_does_not_come_up_after_a_restart() {
    let told = told();
    let [not_saved, perhaps] = [AtomicUsize::new(0), AtomicUsize::new(0)];
    at_every_boundary(&told, |number| {
        for ever in [false, true] {
            let dir = tempfile::tempdir().unwrap();
            let disk = Disk::under(dir.path()).unwrap();
            disk.at_each_boundary(move |boundary| match boundary.number {
                now if now == number || ever && now > number => Verdict::IoError,
                _ => Verdict::Go,
            });
            let (done, error) = run_until(dir.path(), || disk.cut());
            disk.at_each_boundary(|_| Verdict::Go);
            disk.revive().unwrap();
            // Without a first opening there is nothing to compare; what the mirror alone refused stops nothing.
            let Some(error) = error.filter(|_| done > 0) else {
                continue;
            };
            let what = format!("{number}, for ever: {ever}, {error:?}");
            let ledger = snapshot(&begin(dir.path())).0;
            match error.code {
                Code::NotSaved => {
                    assert_eq!(ledger, told.snapshots[done].0, "{what}");
                    not_saved.fetch_add(1, Ordering::Relaxed);
                }
                Code::MaybeSaved => {
                    assert!(ever, "{what}");
                    assert!(
                        told.snapshots[done..=done + 1].iter().any(|may| may.0 == ledger),
                        "{what}"
                    );
                    perhaps.fetch_add(1, Ordering::Relaxed);
                }
                _ => panic!("{what}"),
            }
        }
    });
    let (not_saved, perhaps) = (not_saved.into_inner(), perhaps.into_inner());
    println!("{not_saved} not saved, {perhaps} perhaps");
    assert!(not_saved > 0 && perhaps > 0);
}

#[test]
fn a_disk_that_lies_loses_what_was_reported_so_the_proof_can_fail() {
    let told = told();
    let lost = (0..20).any(|seed| {
        let dir = tempfile::tempdir().unwrap();
        let disk = Disk::under(dir.path()).unwrap();
        drop(begin(dir.path()));
        disk.lie(true);
        let store = begin(dir.path());
        for step in &history()[..6] {
            step(&mut Some(begin(dir.path())), dir.path()).unwrap();
        }
        disk.cut();
        drop(store);
        disk.restore(seed).unwrap();
        disk.lie(false);
        let opened = Store::open(dir.path(), &key(), &[&PEOPLE_LATER]);
        opened.map_or(true, |store| snapshot(&store).0 != told.snapshots[6].0)
    });
    assert!(lost);
}
