//! `kontor-sim`: the simulated cloud as a program of its own.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use kontor_sim::{Options, read_faults, start};

/// A simulated Microsoft cloud on one loopback port.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// The port on 127.0.0.1; 0 takes a free one
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// How many users `GET /users` gives
    #[arg(long, default_value_t = 250)]
    users: usize,
    /// How many organisations there are; with more than one, the first is a partner and the others are its customers
    #[arg(long, default_value_t = 1)]
    tenants: usize,
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Added to every answer
    #[arg(long, default_value_t = 0)]
    latency_ms: u64,
    /// Rules of what goes wrong, TOML
    #[arg(long)]
    faults: Option<PathBuf>,
    /// Serve https with a certificate made for this run
    #[arg(long)]
    tls: bool,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("kontor-sim: {message}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> Result<(), String> {
    let faults = match &arguments.faults {
        None => Vec::new(),
        Some(file) => {
            let text = std::fs::read_to_string(file).map_err(|e| format!("{}: {e}", file.display()))?;
            read_faults(&text).map_err(|e| format!("{}: {e}", file.display()))?
        }
    };
    // Before the first line is out, so that whoever reads it may already send the signal.
    let ended = ended().map_err(|e| e.to_string())?;
    let options = Options {
        port: arguments.port,
        users: arguments.users,
        tenants: arguments.tenants,
        seed: arguments.seed,
        latency: Duration::from_millis(arguments.latency_ms),
        faults,
        tls: arguments.tls,
        ..Options::default()
    };
    let mut running = start(options)
        .await
        .map_err(|e| format!("port {}: {e}", arguments.port))?;
    let at = running.endpoints();
    let mut line = serde_json::json!({
        "login": at.login, "graph": at.graph, "arm": at.arm, "partner_center": at.partner_center, "token": running.token(),
    });
    let tenants = running.tenants();
    if tenants.len() > 1 {
        let all = tenants.iter().map(|t| {
            serde_json::json!({"id": t.tenant_id(), "name": t.tenant_name(), "domain": t.domain(), "token": t.token()})
        });
        line["tenants"] = all.collect();
    }
    if let Some(ca) = running.ca() {
        line["ca"] = ca.display().to_string().into();
    }
    println!("{line}");
    ended.await;
    running.stop().await;
    Ok(())
}

/// Resolves on SIGTERM or SIGINT.
fn ended() -> std::io::Result<impl Future<Output = ()>> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
        Ok(async move {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
            }
        })
    }
    #[cfg(not(unix))]
    {
        Ok(async {
            // Without a handler the system ends the process itself.
            let _ = tokio::signal::ctrl_c().await;
        })
    }
}
