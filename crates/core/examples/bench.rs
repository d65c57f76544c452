//! The first figures: full sync, delta, search and first pages at 100,000 users, each beside a floor from the same run.
//!
//! `bench [USERS]` writes `target/bench/report.json`. Times differ from machine to machine and from minute to minute: the ratios count.

use kontor_cloud::ReadOptions;
use kontor_core::Session;
use kontor_core::collections::{Source, USERS};
use kontor_core::sync::{Wish, sync};
use kontor_model::Api;
use kontor_store::{Derivation, Query};
use kontor_testkit::House;
use serde_json::{Value, json};
use std::error::Error;
use std::time::{Duration, Instant};

/// Paired runs of the long measures, and repetitions of the short ones.
const PAIRS: usize = 3;
const QUERIES: usize = 200;

const USERS_UNLESS_TOLD: usize = 100_000;

type Outcome<T> = Result<T, Box<dyn Error>>;

#[tokio::main]
async fn main() -> Outcome<()> {
    let users: usize = std::env::args()
        .nth(1)
        .map_or(Ok(USERS_UNLESS_TOLD), |text| text.parse())?;

    let mut full = Vec::new();
    let mut last = None;
    for _ in 0..PAIRS {
        let house = House::new(users).await;
        let session = house.session().await;
        let floor = timed(fetch_only(&session)).await?;
        let whole = timed(sync_users(&session, true)).await?;
        full.push((whole, floor));
        last = Some((house, session));
    }
    let (house, session) = last.ok_or("no run")?;

    let mut delta = Vec::new();
    for round in 0..PAIRS {
        house.cloud.lock().await.mutate(round as u64, 1_000);
        house.pass(Duration::from_secs(300)).await;
        let changed = timed(sync_users(&session, false)).await?;
        let nothing = timed(sync_users(&session, false)).await?;
        delta.push((changed, nothing));
    }

    let rules = session.rules(&USERS)?;
    let mut lines = vec![
        pairs("full sync against fetching alone", &full),
        pairs("delta of 1,000 changes against an empty one", &delta),
    ];
    for order in rules.shape().orders {
        let run = || {
            let query = Query {
                order: Some(order.name),
                limit: 100,
                ..Query::default()
            };
            session.store.list(&rules, &query).map(|page| page.items.len())
        };
        lines.push(spread(&format!("first page by {}", order.name), run)?);
    }
    for (what, search) in [
        ("a name", "ingrid"),
        ("part of a word", "vers"),
        ("two letters", "he"),
        ("nothing there", "qzx"),
    ] {
        let run = || {
            let query = Query {
                search: Some(search),
                limit: 100,
                ..Query::default()
            };
            session.store.list(&rules, &query).map(|page| page.items.len())
        };
        lines.push(spread(&format!("search for {what}"), run)?);
    }
    let result = json!({ "users": users, "measures": lines });
    std::fs::create_dir_all("target/bench")?;
    std::fs::write("target/bench/report.json", serde_json::to_vec_pretty(&result)?)?;
    for line in lines {
        println!("{line}");
    }
    Ok(())
}

async fn timed(work: impl Future<Output = Outcome<()>>) -> Outcome<Duration> {
    let began = Instant::now();
    work.await?;
    Ok(began.elapsed())
}

/// Every page of a full round, parsed and thrown away.
async fn fetch_only(session: &Session) -> Outcome<()> {
    let Source::Delta { path, .. } = USERS.source else {
        return Err("users have a delta query".into());
    };
    let mut link = Some(path.to_owned());
    while let Some(here) = link {
        link = session
            .cloud
            .page(Api::Graph, &here, &ReadOptions::default())
            .await
            .map_err(|fault| fault.error)?
            .next_link;
    }
    Ok(())
}

async fn sync_users(session: &Session, full: bool) -> Outcome<()> {
    let outcome = sync(
        session,
        &Wish {
            full,
            only: vec!["users".into()],
        },
    )
    .await?;
    match outcome.stopped {
        Some(error) => Err(error.into()),
        None => Ok(()),
    }
}

fn pairs(what: &str, pairs: &[(Duration, Duration)]) -> Value {
    let mut ratios: Vec<f64> = pairs.iter().map(|(a, b)| a.as_secs_f64() / b.as_secs_f64()).collect();
    ratios.sort_by(f64::total_cmp);
    let seconds = |pick: fn(&(Duration, Duration)) -> Duration| {
        pairs.iter().map(|pair| pick(pair).as_secs_f64()).collect::<Vec<_>>()
    };
    json!({
        "measure": what,
        "ratio_median": ratios[ratios.len() / 2],
        "ratios": ratios,
        "seconds": seconds(|pair| pair.0),
        "floor_seconds": seconds(|pair| pair.1),
    })
}

fn spread(what: &str, run: impl Fn() -> kontor_model::Result<usize>) -> Outcome<Value> {
    let items = run()?;
    let mut times = Vec::with_capacity(QUERIES);
    for _ in 0..QUERIES {
        let began = Instant::now();
        run()?;
        times.push(began.elapsed().as_secs_f64() * 1_000.0);
    }
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times[((QUERIES - 1) as f64 * share) as usize];
    Ok(json!({ "measure": what, "items": items, "ms_median": at(0.5), "ms_p99": at(0.99) }))
}
