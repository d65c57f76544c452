//! The arguments of `kontor`.

mod basket;
mod import;
mod invoice;
mod mail;
mod many;
mod offboard;
mod outbox;
mod policy;

pub use basket::Basket;
pub use import::{Import, ImportUsers, Template, TemplateFields, Words};
pub use invoice::Invoice;
pub use mail::{Letters, Mail};
pub use many::{Members, MoveDomain, SomeUsers};
pub use offboard::Offboard;
pub use outbox::{Journal, Keep, Outbox, Policy};
pub use policy::{NewPolicy, PasswordPolicy};

use crate::exit::{self, Exit};
use crate::output::Output;
use crate::run::Wish;
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use clap::error::ErrorKind;
use clap::{Args, Parser, Subcommand, ValueEnum};
use kontor_core::Session;
use kontor_model::{Code, Error};
use serde_json::json;
use std::path::{Path, PathBuf};

/// An encrypted offline copy of Microsoft 365 tenants, with an outbox
///
/// Lists answer from the copy on this machine, with or without a network. Changes are queued with `run` and sent, each
/// once, with `outbox send`.
#[derive(Parser)]
#[command(name = "kontor", version, after_help = exit::EXPLAINED, disable_help_subcommand = true)]
pub struct Arguments {
    /// Where Kontor keeps its files; the platform's usual place unless told
    #[arg(long, global = true, value_name = "DIR", help_heading = "Everywhere")]
    pub data_dir: Option<PathBuf>,
    /// The connected tenant; not needed when there is only one
    #[arg(long, global = true, value_name = "NAME", help_heading = "Everywhere")]
    pub tenant: Option<String>,
    /// Print exactly one JSON object on standard output, errors included
    #[arg(long, global = true, help_heading = "Everywhere")]
    json: bool,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Subcommand)]
pub enum Command {
    /// Connect, name or forget tenants
    #[command(subcommand)]
    Tenant(Tenant),
    /// Look for people, domains, products and invoices in every connected tenant
    Search {
        /// Words, each of which must be found
        #[arg(required = true)]
        words: Vec<String>,
        /// Hits of each kind in a tenant, 1 to 50
        #[arg(long, default_value_t = 5, value_name = "N")]
        limit: u32,
    },
    /// Show the object that a link leads to, in whichever tenant it is
    Open {
        /// As `show` and the window give it: kontor://ORGANISATION/COLLECTION/ID
        link: String,
        /// As the cloud had it at the last sync, without the queued changes
        #[arg(long)]
        mirror: bool,
    },
    #[command(flatten)]
    Within(Within),
}

/// What is done within one tenant.
#[derive(Subcommand)]
pub enum Within {
    /// Read what changed in the cloud
    Sync(Sync),
    /// List a collection
    List(List),
    /// Show one object with every mirrored field
    Show(Show),
    /// Queue a change; `outbox send` sends it
    Run {
        #[command(subcommand)]
        wish: Wish,
    },
    /// Queue that sign-in names go to another verified domain; the part before the @ stays
    ///
    /// Only the sign-in name is changed. Mail addresses are Exchange's: the old ones stay, and whether a new one is added is decided
    /// there. Guests, those synced from on-premises and names that are taken are left alone, with the reason.
    MoveDomain(MoveDomain),
    /// Make many users members of a group, or take them out of it
    #[command(subcommand)]
    Members(Members),
    Offboard(Offboard),
    /// What is thought of buying
    #[command(subcommand)]
    Basket(Basket),
    /// Add users by other ways than `run create-user`
    #[command(subcommand)]
    Import(Import),
    /// What new users have in common, under a name
    #[command(subcommand)]
    Template(Template),
    /// Password policies: whom a new one hits, and one for every domain at once
    #[command(subcommand)]
    Policy(PasswordPolicy),
    /// Mails from templates: to those whose password is about to end, and to those not registered for resetting it
    #[command(subcommand)]
    Mail(Mail),
    /// Review, send and steer queued changes
    #[command(subcommand)]
    Outbox(Outbox),
    /// What was done from here, step by step
    #[command(subcommand)]
    Journal(Journal),
    /// What the account that is signed in may do here
    Access,
    /// What needs attention
    #[command(subcommand)]
    Alerts(Alerts),
    /// What changed in the cloud, newest first
    #[command(subcommand)]
    Changes(Changes),
    /// What is paid for: what renews, what is not used, what was spent
    #[command(subcommand)]
    Report(Report),
    /// The files of bills
    #[command(subcommand)]
    Invoice(Invoice),
    /// Write a collection to a file
    Export(Export),
}

#[derive(Subcommand)]
pub enum Tenant {
    /// Connect a tenant. The sign-in is tried first; nothing is stored when it fails
    Add(Add),
    /// Sign in again to a tenant that a person signs in to; its outbox waits meanwhile and loses nothing
    SignIn {
        name: String,
        /// Ask whoever is signed in for leave to one more service; when that is refused, all stays as it is
        #[arg(long = "for", value_name = "SERVICE")]
        service: Option<Service>,
        /// From now on with this app registration
        #[arg(long, value_name = "ID", conflicts_with = "service")]
        client_id: Option<String>,
        /// On this or another device, with a code, instead of the browser here
        #[arg(long)]
        device_code: bool,
    },
    /// Ask Microsoft for a partner's customers; needs leave, see `sign-in --for customers`
    Customers { name: String },
    /// List the connected tenants
    List,
    /// What needs attention in each of them, from their copies on this machine
    Overview,
    /// Forget a tenant: its files and its key. Refused while a change in its outbox is not over
    Remove {
        name: String,
        /// Forget it whatever stands in its outbox
        #[arg(long)]
        discard_unsent: bool,
    },
}

#[derive(Args)]
pub struct Add {
    /// What to call it here
    pub name: String,
    /// `browser` and `device-code` let a person sign in; `token` reads KONTOR_ACCESS_TOKEN, `client-secret` reads
    /// KONTOR_CLIENT_SECRET, `client-certificate` the PEM file that KONTOR_CLIENT_CERTIFICATE names
    #[arg(long, required_unless_present = "customer")]
    pub auth: Option<Auth>,
    /// A partner's customer, by Entra's id: it is reached with the sign-in at the partner
    #[arg(long, value_name = "ID", requires = "partner", conflicts_with_all = ["auth", "tenant_id", "client_id", "cloud"])]
    pub customer: Option<String>,
    /// The connected tenant of the partner
    #[arg(long, value_name = "NAME", requires = "customer")]
    pub partner: Option<String>,
    /// Entra's id of the organisation, or one of its domains; an application needs it
    #[arg(long, value_name = "ID")]
    pub tenant_id: Option<String>,
    /// The application's id; it must be there for `client-secret` and `client-certificate`, a person otherwise signs in to Microsoft's own Graph Command Line Tools
    #[arg(long, value_name = "ID")]
    pub client_id: Option<String>,
    /// global, usgov, usgov-high, china, or a FILE.toml with `login`, `graph`, `arm`, `partner_center` (base URLs) and
    /// optionally `ca` (a PEM file); it is copied
    #[arg(long, default_value = "global", value_name = "CLOUD")]
    pub cloud: String,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Auth {
    Browser,
    DeviceCode,
    ClientSecret,
    ClientCertificate,
    Token,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum Service {
    /// The bills, which Azure has
    Bills,
    /// Partner Center
    Partner,
    /// Which organisations delegate roles to this one
    Customers,
    /// The organisations that this one sells to
    Contracts,
}

/// Read what changed in the cloud
///
/// A collection that the account may not read is reported and is no failure, unless nothing else was read either.
#[derive(Args)]
pub struct Sync {
    /// Read everything again, not only what changed
    #[arg(long)]
    pub full: bool,
    /// Only these collections
    #[arg(long, value_delimiter = ',', value_name = "COLLECTION,…", value_parser = collection)]
    pub only: Vec<String>,
}

/// What to read, for `list` and `export`.
#[derive(Args)]
pub struct Wanted {
    /// users, guest-users, licenses, … (an unknown name brings the list of all)
    #[arg(value_parser = collection)]
    pub collection: String,
    /// Words that must all be found
    #[arg(long, value_name = "TEXT")]
    pub search: Option<String>,
    /// Only items whose field has this value, by Graph's names (`accountEnabled=false`, `prepaidUnits.enabled=25`); an empty value
    /// means null; of a list one entry must match. May be repeated: all must hold
    #[arg(long, value_name = "FIELD=VALUE", value_parser = filter)]
    pub filter: Vec<(String, String)>,
    /// At most so many items; all unless told
    #[arg(long, value_name = "N")]
    pub limit: Option<u64>,
    /// What the server last said, without the queued changes
    #[arg(long)]
    pub mirror: bool,
}

#[derive(Args)]
pub struct List {
    #[command(flatten)]
    pub wanted: Wanted,
    /// Print CSV: a column for each field, nested values as JSON, UTF-8
    #[arg(long)]
    pub csv: bool,
}

#[derive(Args)]
pub struct Show {
    #[arg(value_parser = collection)]
    pub collection: String,
    pub id: String,
    /// What the server last said, without the queued changes
    #[arg(long)]
    pub mirror: bool,
}

#[derive(Subcommand)]
pub enum Alerts {
    /// What needs attention, the worst first
    List,
}

#[derive(Subcommand)]
pub enum Changes {
    /// What changed in the cloud as sync saw it, newest first
    List {
        /// From this day (UTC) or moment on: 2026-03-01, 2026-03-01T08:00:00Z
        #[arg(long, value_name = "DATE", value_parser = moment)]
        since: Option<DateTime<Utc>>,
    },
}

#[derive(Subcommand)]
pub enum Report {
    /// What renews or ends and when, soonest first; auto-renewal and terms come from billing
    Renewals {
        /// Print CSV
        #[arg(long)]
        csv: bool,
    },
    /// Seats that are paid for and serve nobody, per product; money only where a bill has the price
    Waste {
        /// Print CSV
        #[arg(long)]
        csv: bool,
    },
    /// What was spent by month and product, each currency on its own, without tax
    Spending {
        /// Print CSV
        #[arg(long)]
        csv: bool,
    },
}

#[derive(Args)]
pub struct Export {
    #[command(flatten)]
    pub wanted: Wanted,
    /// The file to write, FILE.csv or FILE.json, of password-expiry also FILE.ics; an older one is replaced when the new one is whole
    #[arg(long, value_name = "FILE", value_parser = export_file)]
    pub to: PathBuf,
    /// In a calendar: what an event stands for
    #[arg(long, default_value = "person", value_name = "day|person")]
    pub per: PerEvent,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum PerEvent {
    Day,
    Person,
}

/// The arguments of this process.
pub fn read() -> Result<Arguments, clap::Error> {
    Arguments::try_parse()
}

/// Whether the answer must be JSON, known even when the arguments cannot be read.
pub fn asks_for_json() -> bool {
    std::env::args_os()
        .take_while(|argument| argument != "--")
        .any(|argument| argument == "--json")
}

/// Prints what clap has to say: help, the version, or what is wrong with the arguments.
pub fn explain(error: &clap::Error, output: &mut Output) -> exit::Done {
    let text = error.render().to_string();
    match error.kind() {
        ErrorKind::DisplayHelp => output.answer(json!({ "help": text }), || text.clone())?,
        ErrorKind::DisplayVersion => output.answer(json!({ "version": env!("CARGO_PKG_VERSION") }), || text.clone())?,
        _ if output.is_json() => {
            // The first paragraph says what is wrong; the others repeat the usage.
            let why = text
                .split("\n\n")
                .next()
                .unwrap_or_default()
                .trim_start_matches("error: ");
            return Err(Error::new(Code::Usage, why.split_whitespace().collect::<Vec<_>>().join(" ")).into());
        }
        _ => {
            // Nobody is left to tell when standard error is closed.
            let _ = error.print();
            return Ok(Exit::Usage);
        }
    }
    Ok(Exit::Done)
}

fn collection(name: &str) -> Result<String, Error> {
    Session::named(name).map(|_| name.to_owned())
}

fn table_file(name: &str) -> Result<PathBuf, String> {
    let path = PathBuf::from(name);
    if is_csv(&path) || has_extension(&path, "json") {
        Ok(path)
    } else {
        Err("its name must end in .csv or .json".to_owned())
    }
}

fn export_file(name: &str) -> Result<PathBuf, String> {
    let path = PathBuf::from(name);
    if is_calendar(&path) {
        return Ok(path);
    }
    table_file(name).map_err(|_| "its name must end in .csv, .json or .ics".to_owned())
}

/// Whether a file is to be a calendar.
pub fn is_calendar(path: &Path) -> bool {
    has_extension(path, "ics")
}

/// Whether a file of tables is to be CSV; otherwise it is JSON.
pub fn is_csv(path: &Path) -> bool {
    has_extension(path, "csv")
}

fn has_extension(path: &Path, wanted: &str) -> bool {
    path.extension().is_some_and(|given| given.eq_ignore_ascii_case(wanted))
}

pub fn filter(text: &str) -> Result<(String, String), String> {
    let parts = text.split_once('=').filter(|(field, _)| !field.is_empty());
    parts
        .map(|(field, value)| (field.to_owned(), value.to_owned()))
        .ok_or_else(|| "it must be FIELD=VALUE".to_owned())
}

fn moment(text: &str) -> Result<DateTime<Utc>, String> {
    let day = text
        .parse::<NaiveDate>()
        .map(|day| day.and_time(NaiveTime::MIN).and_utc());
    day.or_else(|_| DateTime::parse_from_rfc3339(text).map(|moment| moment.with_timezone(&Utc)))
        .map_err(|_| "it must be a date such as 2026-03-01, or a moment such as 2026-03-01T08:00:00Z".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_arguments_are_consistent() {
        Arguments::command().debug_assert();
    }

    /// Every command that does something, by its whole name. Below `run` stand operations, below `policy` values.
    fn commands(command: &clap::Command, before: &str) -> Vec<String> {
        let named = command.get_subcommands().flat_map(|one| {
            let name = format!("{before}{}", one.get_name());
            match one.has_subcommands() && !["run", "outbox policy"].contains(&name.as_str()) {
                true => commands(one, &format!("{name} ")),
                false => vec![name],
            }
        });
        named.collect()
    }

    #[test]
    fn the_reference_has_every_command_and_no_other() {
        let page = include_str!("../../../docs/reference.md");
        let table = page.split_once("\n| command |").expect("a table of commands").1;
        let rows = table.lines().skip(2).take_while(|line| line.starts_with("| "));
        let described: Vec<&str> = rows.map(|row| row.trim_start_matches("| ")).collect();
        let known = commands(&Arguments::command(), "");
        let is = |row: &&str, name: &String| row.starts_with(&format!("{name} "));
        for name in &known {
            assert!(described.iter().any(|row| is(row, name)), "{name} has no row");
        }
        for row in &described {
            assert!(known.iter().any(|name| is(row, name)), "no such command: {row}");
        }
    }

    #[test]
    fn a_filter_has_a_field_and_may_have_an_empty_value() {
        assert_eq!(filter("city="), Ok(("city".into(), String::new())));
        assert_eq!(filter("a=b=c"), Ok(("a".into(), "b=c".into())));
        assert!(filter("=x").is_err() && filter("city").is_err());
    }

    #[test]
    fn a_day_begins_at_midnight_utc() {
        assert_eq!(moment("2026-03-01").unwrap().to_rfc3339(), "2026-03-01T00:00:00+00:00");
        assert_eq!(moment("2026-03-01T01:00:00+01:00"), moment("2026-03-01"));
        assert!(moment("yesterday").is_err() && moment("2026-13-01").is_err());
    }
}
