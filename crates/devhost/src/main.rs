//! `kontor-devhost`: the window's commands over loopback HTTP, so that the UI runs in a plain browser while it is
//! developed and tested. Never shipped: whoever can reach the port can do what the admin can.

mod files;
mod host;
mod server;

use clap::Parser;
use kontor_host::Background;
use std::{net::Ipv4Addr, path::PathBuf, process::ExitCode, sync::Arc};
use tokio::net::TcpListener;

/// Serves Kontor's commands and its UI to a browser on this machine.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// Where Kontor keeps its files
    #[arg(long, value_name = "DIR")]
    data_dir: PathBuf,
    /// The port on 127.0.0.1; 0 takes a free one
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// The built UI
    #[arg(long, value_name = "DIR")]
    ui: PathBuf,
}

#[tokio::main]
async fn main() -> ExitCode {
    kontor_host::keep_secrets_out_of_crashes();
    match run(Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("kontor-devhost: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> Result<(), Box<dyn std::error::Error>> {
    let kontor = kontor_host::open(&arguments.data_dir, kontor_host::system_language())?;
    kontor.begin_locked()?;
    let host = Arc::new(host::DevHost::new(&arguments.data_dir));
    // Before the first line is out, so that whoever reads it may already send the signal.
    let asked_to_end = kontor_host::asked_to_end()?;
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, arguments.port)).await?;
    let port = listener.local_addr()?.port();
    println!("{}", serde_json::json!({ "url": format!("http://127.0.0.1:{port}") }));
    let served = server::router(kontor.clone(), host.clone(), port, arguments.ui, files::policy()?);
    let background = Background::start(kontor, host, async {});
    let served = tokio::select! {
        served = async { axum::serve(listener, served).await } => served,
        () = asked_to_end => Ok(()),
    };
    if !background.end().await {
        eprintln!("kontor-devhost: something was still under way at the end");
    }
    Ok(served?)
}
