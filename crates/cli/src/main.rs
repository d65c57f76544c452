//! `kontor`: Kontor's commands for terminals and scripts.

mod arguments;
mod csv;
mod exit;
mod export;
mod items;
mod list;
mod outbox;
mod output;
mod run;
mod show;
mod signals;
mod sync;
mod table;
mod tenant;

use arguments::{Alerts, Arguments, Changes, Command, Within};
use exit::Stop;
use kontor_cloud::{Https, TokioClock};
use kontor_core::{Kontor, Options};
use kontor_model::{Code, Endpoints, Error, Result};
use output::Output;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

fn main() -> ExitCode {
    let mut output = Output::new(arguments::asks_for_json());
    let done = match arguments::read() {
        Ok(arguments) => work(arguments, &mut output),
        Err(error) => arguments::explain(&error, &mut output),
    };
    let exit = match done.and_then(|exit| output.flush().map(|()| exit).map_err(Stop::from)) {
        Ok(exit) => exit,
        Err(Stop::Said(error)) => output.failed(&error),
        Err(Stop::Output(error)) => output.broken(&error),
    };
    exit.into()
}

fn work(arguments: Arguments, output: &mut Output) -> exit::Done {
    // One thread: every command is one task, and the store's work needs no other.
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Error::new(Code::Internal, format!("The program cannot be started: {error}.")))?;
    let kontor = open(arguments.data_dir)?;
    runtime.block_on(perform(&kontor, arguments.tenant.as_deref(), arguments.command, output))
}

async fn perform(kontor: &Kontor, name: Option<&str>, command: Command, output: &mut Output) -> exit::Done {
    let within = match command {
        Command::Tenant(command) => return tenant::perform(kontor, command, output).await,
        Command::Within(within) => within,
    };
    let session = kontor.session(kontor.find(name)?.id).await?;
    match within {
        Within::Sync(wish) => sync::perform(kontor, &session, wish, output).await,
        Within::List(list) => list::perform(&session, &list, output),
        Within::Show(show) => show::perform(&session, &show, output),
        Within::Run { wish } => run::perform(&session, wish, output),
        Within::Outbox(command) => outbox::perform(kontor, &session, command, output).await,
        Within::Alerts(Alerts::List) => signals::alerts(&session, output),
        Within::Changes(Changes::List { since }) => signals::changes(&session, since, output),
        Within::Export(export) => export::perform(&session, &export, output),
    }
}

/// Opens the data folder. Keychain, network and files of tenants are reached only when a command needs them.
fn open(data_dir: Option<PathBuf>) -> Result<Kontor> {
    let data_dir = data_dir.map_or_else(kontor_host::usual_data_dir, Ok)?;
    // Asked once here, where it can be told; a source that worked once does not fail later.
    getrandom::fill(&mut [0; 1]).map_err(|error| {
        Error::new(
            Code::Internal,
            format!("This machine gives no random numbers: {error}."),
        )
    })?;
    Kontor::open(Options {
        data_dir,
        clock: Arc::new(TokioClock),
        keys: Arc::from(kontor_secrets::keys()),
        random: Arc::new(|bytes| getrandom::fill(bytes).expect("the system's random numbers end")),
        transport: Arc::new(|endpoints: &Endpoints| Ok(Arc::new(Https::new(endpoints.ca.as_deref())?))),
        // A script's locale must not sort the names of the window anew.
        system_language: None,
    })
}
