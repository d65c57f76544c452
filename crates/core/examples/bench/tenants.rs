//! Many tenants: the overview from the mirrors alone, a search across all, and what a switch to another one asks for.

use crate::{Outcome, open};
use kontor_core::commands::dispatch;
use kontor_core::sync::{Wish, sync};
use kontor_core::{Connect, Credential, Kontor};
use kontor_model::{Secret, TenantId};
use kontor_testkit::{Recorder, TestClock, endpoints};
use serde_json::{Value, json};
use std::path::Path;
use std::time::Instant;

/// What the window asks for when another tenant is chosen, with its home in sight.
const SWITCH: [&str; 3] = ["state", "status", "home"];

/// How often each tenant is looked at.
const ROUNDS: usize = 5;

/// Connects and syncs so many tenants of so many users, ends, and measures a new Kontor on their files with no cloud at all.
pub async fn measure(count: usize, users: usize, folder: &Path, clock: &TestClock) -> Outcome<Value> {
    if folder.exists() {
        std::fs::remove_dir_all(folder)?;
    }
    let options = kontor_sim::Options {
        users,
        tenants: count,
        now: kontor_model::Clock::now(clock),
        ..kontor_sim::Options::default()
    };
    let cloud = kontor_sim::start(options).await?;
    let kontor = open(folder, clock)?;
    for (place, tenant) in cloud.tenants().into_iter().enumerate() {
        let wish = Connect {
            name: format!("Tenant {place:02}"),
            tenant_id: None,
            endpoints: endpoints(&cloud),
            credential: Credential::Token(Secret::new(tenant.token())),
            demo: false,
        };
        let id = kontor.connect(wish).await?.id;
        sync(&*kontor.session(id).await?, &Wish::default()).await?;
    }
    drop((kontor, cloud));

    let kontor = open(folder, clock)?;
    let tenants: Vec<TenantId> = kontor.folder().tenants()?.into_iter().map(|tenant| tenant.id).collect();
    let began = Instant::now();
    for tenant in &tenants {
        kontor.session(*tenant).await?;
    }
    let opening = began.elapsed().as_secs_f64() * 1_000.0;
    let mut lines = vec![line("opening the files of all", vec![opening])];
    let mut all = Vec::new();
    for _ in 0..ROUNDS {
        let began = Instant::now();
        for tenant in &tenants {
            ask(&kontor, "overview", json!({ "tenant": tenant })).await?;
        }
        all.push(began.elapsed().as_secs_f64() * 1_000.0);
    }
    lines.push(line("overview of all, open", all));
    let mut switches = Vec::new();
    for _ in 0..ROUNDS {
        for tenant in &tenants {
            let began = Instant::now();
            for command in SWITCH {
                let input = if command == "state" {
                    json!({})
                } else {
                    json!({ "tenant": tenant })
                };
                ask(&kontor, command, input).await?;
            }
            switches.push(began.elapsed().as_secs_f64() * 1_000.0);
        }
    }
    lines.push(line("a switch to another (state, status, Home)", switches));
    let mut lists = Vec::new();
    for tenant in &tenants {
        let began = Instant::now();
        let list = json!({ "tenant": tenant, "collection": "users", "order": "name" });
        ask(&kontor, "list", list).await?;
        lists.push(began.elapsed().as_secs_f64() * 1_000.0);
    }
    lines.push(line("first page of Active users of another", lists));
    let mut searches = Vec::new();
    for text in ["ingrid", "he", "vers", "qzx"].repeat(ROUNDS) {
        let began = Instant::now();
        ask(&kontor, "search", json!({ "text": text })).await?;
        searches.push(began.elapsed().as_secs_f64() * 1_000.0);
    }
    lines.push(line("a search across all", searches));
    std::fs::remove_dir_all(folder)?;
    Ok(json!({ "tenants": count, "users_each": users, "measures": lines }))
}

async fn ask(kontor: &Kontor, name: &str, input: Value) -> Outcome<Value> {
    Ok(dispatch(kontor, &Recorder::default(), name, input).await?)
}

fn line(what: &str, mut times: Vec<f64>) -> Value {
    times.sort_by(f64::total_cmp);
    json!({ "measure": what, "ms_median": times[times.len() / 2], "ms_most": times[times.len() - 1] })
}
