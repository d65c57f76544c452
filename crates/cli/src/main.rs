//! `kontor`: Kontor's commands for terminals and scripts.

mod access;
mod arguments;
mod basket;
mod catalogue;
mod change_request;
mod csv;
mod exit;
mod export;
mod file;
mod import;
mod invoice;
mod items;
mod journal;
mod list;
mod mail;
mod many;
mod offboard;
mod operation;
mod outbox;
mod output;
mod policy;
mod report;
mod run;
mod show;
mod signals;
mod sync;
mod table;
mod template;
mod tenant;
mod tenants;

use arguments::{Alerts, Arguments, Changes, Command, Within};
use exit::Stop;
use kontor_core::Kontor;
use kontor_model::{Code, Error};
use output::Output;
use std::process::ExitCode;

fn main() -> ExitCode {
    kontor_host::keep_secrets_out_of_crashes();
    let mut output = Output::new(arguments::asks_for_json());
    let done = match arguments::read() {
        Ok(arguments) => kontor_host::caught(|| work(arguments, &mut output)).unwrap_or_else(|error| Err(error.into())),
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
    let data_dir = arguments.data_dir.map_or_else(kontor_host::usual_data_dir, Ok)?;
    // A script's locale must not sort the names of the window anew.
    let kontor = kontor_host::open(&data_dir, None)?;
    runtime.block_on(perform(&kontor, arguments.tenant.as_deref(), arguments.command, output))
}

async fn perform(kontor: &Kontor, name: Option<&str>, command: Command, output: &mut Output) -> exit::Done {
    let within = match command {
        Command::Tenant(command) => return tenant::perform(kontor, command, output).await,
        Command::Search { words, limit } => return tenants::search(kontor, &words.join(" "), limit, output).await,
        Command::Open { link, mirror } => return show::open(kontor, &link, mirror, output).await,
        Command::Within(within) => within,
    };
    let session = kontor.session(kontor.find(name)?.id).await?;
    match within {
        Within::Sync(wish) => sync::perform(kontor, &session, wish, output).await,
        Within::List(list) => list::perform(&session, &list, output),
        Within::Show(show) => show::perform(&session, &show, output),
        Within::Run { wish } => run::perform(&session, wish, output),
        Within::MoveDomain(wish) => many::move_domain(&session, wish, output),
        Within::Members(wish) => many::members(&session, wish, output),
        Within::Offboard(wish) => offboard::perform(&session, wish, output),
        Within::Basket(command) => basket::perform(&session, command, output),
        Within::Import(command) => import::perform(&session, command, output),
        Within::Template(command) => template::perform(&session, command, output),
        Within::Policy(command) => policy::perform(&session, command, output),
        Within::Mail(command) => mail::perform(&session, command, output),
        Within::Outbox(command) => outbox::perform(kontor, &session, command, output).await,
        Within::Journal(command) => journal::perform(&session, command, output),
        Within::Access => access::perform(&session, output),
        Within::Alerts(Alerts::List) => signals::alerts(&session, output),
        Within::Changes(Changes::List { since }) => signals::changes(&session, since, output),
        Within::Report(report) => report::perform(&session, &report, output),
        Within::Invoice(command) => invoice::perform(kontor, &session, command, output).await,
        Within::Export(export) => export::perform(&session, &export, output),
    }
}
