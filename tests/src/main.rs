//! `kontor-journeys`: what a person does in the real window, from the first click to the server's own record.
//!
//! The desktop program runs on a virtual display with a session bus, a keychain and a notification service of its own,
//! and is driven through WebDriver. Pictures and a transcript tell what happened.

mod cloud;
mod journeys;
mod memory;
mod page;
mod report;
mod traces;
mod window;

use clap::Parser;
use kontor_desk::{self as desk, Desk, Result};
use report::Report;
use std::{path::PathBuf, process::ExitCode};

/// Drives the desktop program through what people do with it.
#[derive(Parser)]
struct Arguments {
    /// The desktop program
    #[arg(long)]
    app: PathBuf,
    /// Where pictures and the transcript go; what is there is removed
    #[arg(long)]
    out: PathBuf,
    /// Only the journeys whose names contain this
    name: Option<String>,
}

#[tokio::main]
async fn main() -> ExitCode {
    // The first of a process chooses the cryptography.
    let _ = rustls::crypto::ring::default_provider().install_default();
    match run(Arguments::parse()).await {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("kontor-journeys: {error}");
            ExitCode::FAILURE
        }
    }
}

/// How many journeys failed.
async fn run(arguments: Arguments) -> Result<usize> {
    let mut report = Report::start(&arguments.out)?;
    let desk = Desk::start(&arguments.app, &arguments.out)?;
    let (mut passed, mut failed) = (0, 0);
    for (name, journey) in journeys::ALL {
        if arguments
            .name
            .as_ref()
            .is_some_and(|wanted| !name.contains(wanted.as_str()))
        {
            continue;
        }
        report.journey(name)?;
        match journey(&desk, &mut report).await {
            Ok(()) => {
                report.line("ok")?;
                passed += 1;
            }
            Err(error) => {
                report.line(&format!("FAILED: {error}"))?;
                failed += 1;
            }
        }
    }
    report.line(&format!("\n{passed} passed, {failed} failed"))?;
    Ok(failed)
}
