//! Figures to compare later work with: full sync, delta, memory, search and first pages, each beside a floor from the same run.
//!
//! `bench USERS FOLDER` writes `FOLDER/report.json`. Times differ from machine to machine and from minute to minute: the ratios count.

mod cloud;
mod cost;
mod tenants;

use chrono::{DateTime, Utc};
use cloud::Cloud;
use cost::Cost;
use kontor_cloud::ReadOptions;
use kontor_core::collections::{Source, USERS};
use kontor_core::sync::{Wish, sync};
use kontor_core::{Connect, Credential, Kontor, Options, Session};
use kontor_model::{Api, Clock, Key, TenantId};
use kontor_secrets::KeyStore;
use kontor_store::Query;
use kontor_testkit::TestClock;
use serde_json::{Value, json};
use std::error::Error;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

/// Paired runs of the long measures, and repetitions of the short ones.
const PAIRS: usize = 3;
const QUERIES: usize = 200;

/// The tenants of a consultant, and the users of each.
const TENANTS: usize = 40;
const USERS_EACH: usize = 500;

/// What changes in the cloud before a delta round.
const CHANGES: usize = 1_000;

pub type Outcome<T> = Result<T, Box<dyn Error>>;

#[tokio::main]
async fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["cloud", users] => cloud::serve(users.parse()?).await,
        [users, folder] => measure(users.parse()?, Path::new(folder)).await,
        _ => Err("bench USERS FOLDER".into()),
    }
}

async fn measure(users: usize, folder: &Path) -> Outcome<()> {
    let data = folder.join("data");
    if data.exists() {
        std::fs::remove_dir_all(&data)?;
    }
    let mut cloud = Cloud::start(users)?;
    // The moment at which the simulated cloud begins.
    let clock = TestClock::flowing(
        "2026-11-02T09:00:00Z".parse::<DateTime<Utc>>()?,
        Arc::new(|_| Box::pin(async {})),
    );
    let idle = cost::resident("VmRSS:");

    let (mut full, mut last) = (Vec::new(), None);
    for run in 0..PAIRS {
        let (kontor, session) = connect(&data.join(run.to_string()), &clock, &cloud).await?;
        let floor = Cost::of(fetch(&session, first_link()?)).await?;
        let whole = Cost::of(sync_users(&session, true)).await?;
        full.push((whole, floor));
        last = Some((kontor, session));
    }
    let (kontor, session) = last.ok_or("no run")?;

    let mut delta = Vec::new();
    for round in 0..PAIRS {
        cloud.mutate(round as u64, CHANGES)?;
        clock.advance(cloud::BETWEEN);
        let link = session.store.sync_state("users")?.delta_link.ok_or("no delta link")?;
        let floor = Cost::of(fetch(&session, link)).await?;
        let whole = Cost::of(sync_users(&session, false)).await?;
        delta.push((whole, floor));
    }

    let measures = [
        pairs("full sync, against fetching alone", &full),
        pairs(&format!("delta of {CHANGES} changes, against fetching alone"), &delta),
    ];
    let queries = queries(&session)?;
    let stored = std::fs::metadata(kontor.folder().of(session.tenant.id).join("mirror.db"))?.len() as f64 / 1_048_576.0;
    let many = tenants::measure(TENANTS, USERS_EACH, &folder.join("tenants"), &clock).await?;
    let report = json!({ "users": users, "idle_mb": idle, "mirror_mb": stored, "syncs": measures, "queries": queries, "tenants": many });
    std::fs::write(folder.join("report.json"), serde_json::to_vec_pretty(&report)?)?;
    std::fs::remove_dir_all(&data)?;
    show(&report);
    Ok(())
}

/// One key for every tenant, in memory.
struct FixedKey;

impl KeyStore for FixedKey {
    fn get(&self, _: TenantId) -> kontor_model::Result<Option<Key>> {
        Ok(Some(Key::new([7; 32])))
    }

    fn set(&self, _: TenantId, _: &Key) -> kontor_model::Result<()> {
        Ok(())
    }

    fn remove(&self, _: TenantId) -> kontor_model::Result<()> {
        Ok(())
    }
}

fn open(data: &Path, clock: &TestClock) -> Outcome<Kontor> {
    let drawn = AtomicU64::new(0);
    Ok(Kontor::open(Options {
        data_dir: data.to_owned(),
        clock: Arc::new(clock.clone()) as Arc<dyn Clock>,
        keys: Arc::new(FixedKey),
        random: Arc::new(move |buffer| {
            for eight in buffer.chunks_mut(8) {
                let next = drawn.fetch_add(1, Ordering::Relaxed).to_le_bytes();
                eight.copy_from_slice(&next[..eight.len()]);
            }
        }),
        transport: Arc::new(kontor_cloud::connector()),
        who: "bench".to_owned(),
        system_language: None,
    })?)
}

async fn connect(data: &Path, clock: &TestClock, cloud: &Cloud) -> Outcome<(Kontor, Arc<Session>)> {
    let kontor = open(data, clock)?;
    let wish = Connect {
        name: "Bench".to_owned(),
        tenant_id: None,
        endpoints: cloud.endpoints.clone(),
        credential: Credential::Token(cloud.token()),
        demo: false,
    };
    let tenant = kontor.connect(wish).await?;
    let session = kontor.session(tenant.id).await?;
    Ok((kontor, session))
}

fn first_link() -> Outcome<String> {
    match USERS.source {
        Source::Delta { path, .. } => Ok(path.to_owned()),
        _ => Err("users have a delta query".into()),
    }
}

/// Every page of a round, parsed and thrown away: what no sync can do without.
async fn fetch(session: &Session, first: String) -> Outcome<()> {
    let mut link = Some(first);
    while let Some(here) = link {
        let page = session.cloud.page(Api::Graph, &here, &ReadOptions::default()).await;
        link = page.map_err(|fault| fault.error)?.next_link;
    }
    Ok(())
}

async fn sync_users(session: &Session, full: bool) -> Outcome<()> {
    let wish = Wish {
        full,
        only: vec!["users".into()],
    };
    match sync(session, &wish).await?.stopped {
        Some(error) => Err(error.into()),
        None => Ok(()),
    }
}

/// First pages and searches, each against reading one object by its id.
fn queries(session: &Session) -> Outcome<Vec<Value>> {
    let rules = session.rules(&USERS)?;
    let page = |order, search| {
        let query = Query {
            order,
            search,
            limit: 100,
            ..Query::default()
        };
        session.store.list(&rules, &query).map(|page| page.items)
    };
    let one = page(None, None)?.into_iter().next().ok_or("no users")?.id;
    let floor = median(|| session.store.show(&rules, &one).map(|item| usize::from(item.is_some())))?;
    let mut lines = vec![("one object by its id".to_owned(), floor)];
    for order in rules.collection.shape.orders {
        let timed = median(|| page(Some(order.name), None).map(|items| items.len()))?;
        lines.push((format!("first page by {}", order.name), timed));
    }
    for (what, search) in [
        ("a name", "ingrid"),
        ("part of a word", "vers"),
        ("two letters", "he"),
        ("nothing there", "qzx"),
    ] {
        let timed = median(|| page(None, Some(search)).map(|items| items.len()))?;
        lines.push((format!("search for {what}"), timed));
    }
    let line = |(what, timed): (String, Timed)| {
        json!({ "measure": what, "items": timed.items, "ms_median": timed.median, "ms_p99": timed.p99,
            "ratio": timed.median / floor.median })
    };
    Ok(lines.into_iter().map(line).collect())
}

/// Milliseconds.
#[derive(Clone, Copy)]
struct Timed {
    items: usize,
    median: f64,
    p99: f64,
}

fn median(run: impl Fn() -> kontor_model::Result<usize>) -> Outcome<Timed> {
    let items = run()?;
    let mut times = Vec::with_capacity(QUERIES);
    for _ in 0..QUERIES {
        let began = Instant::now();
        run()?;
        times.push(began.elapsed().as_secs_f64() * 1_000.0);
    }
    times.sort_by(f64::total_cmp);
    Ok(Timed {
        items,
        median: times[QUERIES / 2],
        p99: times[QUERIES * 99 / 100],
    })
}

/// Each run with its floor, and the median of their ratios.
fn pairs(what: &str, pairs: &[(Cost, Cost)]) -> Value {
    let mut ratios: Vec<f64> = pairs
        .iter()
        .map(|(whole, floor)| whole.elapsed.as_secs_f64() / floor.elapsed.as_secs_f64())
        .collect();
    ratios.sort_by(f64::total_cmp);
    let runs: Vec<Value> = pairs
        .iter()
        .map(|(whole, floor)| json!({ "whole": whole.json(), "floor": floor.json() }))
        .collect();
    json!({ "measure": what, "ratio": ratios[ratios.len() / 2], "runs": runs })
}

/// The report as a table.
fn show(report: &Value) {
    let number = |value: &Value| value.as_f64().map_or("-".to_owned(), |number| format!("{number:.2}"));
    let middle = |measure: &Value, side: &str, name: &str| {
        let runs = measure["runs"].as_array().into_iter().flatten();
        let mut values: Vec<f64> = runs.filter_map(|run| run[side][name].as_f64()).collect();
        values.sort_by(f64::total_cmp);
        values.get(values.len() / 2).map_or(Value::Null, |value| json!(value))
    };
    println!(
        "{} users; medians; {} MB resident before",
        report["users"],
        number(&report["idle_mb"])
    );
    println!(
        "{:<44}{:>10}{:>10}{:>10}{:>12}{:>12}",
        "", "seconds", "ratio", "cpu s", "resident MB", "written MB"
    );
    for measure in report["syncs"].as_array().into_iter().flatten() {
        for (side, ratio) in [("whole", number(&measure["ratio"])), ("floor", "1.00".to_owned())] {
            let name = if side == "whole" {
                measure["measure"].as_str().unwrap_or_default()
            } else {
                "  fetching alone"
            };
            let cell = |name| number(&middle(measure, side, name));
            let (seconds, cpu) = (cell("seconds"), cell("cpu_seconds"));
            println!(
                "{name:<44}{seconds:>10}{ratio:>10}{cpu:>10}{:>12}{:>12}",
                cell("resident_mb"),
                cell("written_mb")
            );
        }
    }
    println!("{:<44}{:>10}{:>10}{:>10}{:>12}", "", "ms", "ratio", "ms p99", "items");
    for line in report["queries"].as_array().into_iter().flatten() {
        let name = line["measure"].as_str().unwrap_or_default();
        let (ms, ratio, p99) = (
            number(&line["ms_median"]),
            number(&line["ratio"]),
            number(&line["ms_p99"]),
        );
        println!(
            "{name:<44}{ms:>10}{ratio:>10}{p99:>10}{:>12}",
            line["items"].to_string()
        );
    }
    let many = &report["tenants"];
    println!(
        "{} tenants of {} users{:>30}{:>10}",
        many["tenants"], many["users_each"], "ms median", "most"
    );
    for line in many["measures"].as_array().into_iter().flatten() {
        let name = line["measure"].as_str().unwrap_or_default();
        println!(
            "{name:<44}{:>10}{:>10}",
            number(&line["ms_median"]),
            number(&line["ms_most"])
        );
    }
}
