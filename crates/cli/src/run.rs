//! `run` and `outbox edit`: the arguments of each kind of operation, made from core's list of them.

use crate::exit::{self, Exit};
use crate::operation::described;
use crate::output::Output;
use crate::{access, catalogue, outbox, table};
use clap::{Arg, ArgAction, ArgMatches, Args, Command, FromArgMatches, Subcommand, value_parser};
use kontor_core::Session;
use kontor_core::operations::{self, Field, FieldKind, Kind, OPERATIONS, Warning};
use kontor_core::outbox::{Action, actions, find, preview, queue, replace};
use kontor_model::{Code, Error, Object, OperationId, Result};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{self, BufRead, IsTerminal};

/// A change to queue. Its secrets are still on standard input.
pub struct Wish {
    operation: &'static str,
    id: String,
    input: Object,
    secrets: Vec<&'static str>,
}

/// Other values for a change that stands in the outbox already. Its kind is known only there.
pub struct Edit {
    id: OperationId,
    input: Object,
    secrets: Vec<&'static str>,
}

pub fn perform(session: &Session, wish: Wish, output: &mut Output) -> exit::Done {
    enter(session, wish, None, output)
}

/// Queues another change in the place of one, with the values that were given and the others as they were.
pub fn edit(session: &Session, edit: Edit, output: &mut Output) -> exit::Done {
    let old = find(session, edit.id)?;
    if !actions(&old).contains(&Action::Edit) {
        let why = format!("It is {}: there is nothing to edit any more.", old.state.name());
        return Err(Error::new(Code::WrongState, why).into());
    }
    if edit.input.is_empty() && edit.secrets.is_empty() {
        let why = "Say what to change, for example --display-name \"Åse Berg\".";
        return Err(Error::new(Code::Usage, why).into());
    }
    let kind = Kind::find(&old.operation)?;
    let given = edit
        .input
        .keys()
        .map(String::as_str)
        .chain(edit.secrets.iter().copied());
    for name in given {
        if !kind.fields.iter().any(|field| field.name == name) {
            let why = format!(
                "{} has no {name}. `kontor run {} --help` lists what it has.",
                kind.name, kind.name
            );
            return Err(Error::new(Code::Usage, why).into());
        }
    }
    let mut input = old.input.as_object().cloned().unwrap_or_default();
    input.extend(edit.input);
    let wish = Wish {
        operation: kind.name,
        id: old.target.id,
        input,
        secrets: edit.secrets,
    };
    enter(session, wish, Some(edit.id), output)
}

fn enter(session: &Session, wish: Wish, replaces: Option<OperationId>, output: &mut Output) -> exit::Done {
    let mut input = wish.input;
    for name in wish.secrets {
        input.insert(name.to_owned(), secret(name)?.into());
    }
    let wish = || operations::Wish {
        operation: wish.operation.to_owned(),
        id: wish.id.clone(),
        input: Value::Object(input.clone()),
    };
    let looked_at = preview(session, wish(), replaces)?;
    let warnings = looked_at.warnings;
    let queued = match replaces {
        Some(old) => replace(session, old, wish())?,
        None => queue(session, wish())?,
    };
    let queued = outbox::view(session, queued)?;
    for warning in &warnings {
        output.warn(&sentence(*warning));
    }
    if let Some(why) = access::why(&looked_at.access) {
        output.warn(&why);
    }
    output.answer(json!({ "item": queued, "warnings": warnings }), || {
        let next = match queued.hold {
            Some(_) => format!("Let it go with: kontor outbox approve {}", queued.id),
            None => "Send it with: kontor outbox send".to_owned(),
        };
        format!("{}\n{next}", described(&queued))
    })?;
    Ok(Exit::Done)
}

/// A warning as the window words it.
fn sentence(warning: Warning) -> String {
    let name = table::text(&json!(warning));
    catalogue::text(&["warning", &name]).unwrap_or(name)
}

/// A secret from standard input. What is typed on a terminal is not shown.
fn secret(name: &str) -> Result<String> {
    if !io::stdin().is_terminal() {
        return line(name, &mut io::stdin().lock());
    }
    // While somebody listens for Ctrl+C it does not end the process, which would leave the terminal without echo.
    #[cfg(unix)]
    let _listens = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::interrupt());
    rpassword::prompt_password(format!("{name}: ")).map_err(|error| match error.kind() {
        io::ErrorKind::Interrupted | io::ErrorKind::UnexpectedEof => {
            Error::new(Code::Cancelled, format!("No {name} was given; nothing was queued."))
        }
        _ => Error::invalid(name, format!("The {name} cannot be read from the terminal ({error}).")),
    })
}

/// One line of standard input. Only its end is taken off: a password may begin or end with spaces.
fn line(name: &str, from: &mut impl BufRead) -> Result<String> {
    let mut text = String::new();
    from.read_line(&mut text).map_err(|error| {
        Error::invalid(
            name,
            format!("The {name} cannot be read from standard input ({error})."),
        )
    })?;
    let text = text.strip_suffix('\n').unwrap_or(&text);
    Ok(text.strip_suffix('\r').unwrap_or(text).to_owned())
}

impl Subcommand for Wish {
    fn augment_subcommands(command: Command) -> Command {
        command.subcommands(OPERATIONS.iter().map(|kind| subcommand(kind)))
    }

    fn augment_subcommands_for_update(command: Command) -> Command {
        Self::augment_subcommands(command)
    }

    fn has_subcommand(name: &str) -> bool {
        Kind::find(name).is_ok()
    }
}

impl FromArgMatches for Wish {
    fn from_arg_matches(matches: &ArgMatches) -> std::result::Result<Self, clap::Error> {
        let (name, given) = matches
            .subcommand()
            .ok_or_else(|| clap::Error::new(clap::error::ErrorKind::MissingSubcommand))?;
        let kind =
            Kind::find(name).map_err(|error| clap::Error::raw(clap::error::ErrorKind::InvalidSubcommand, error))?;
        let mut wish = Wish {
            operation: kind.name,
            // What is to be made has none, and no such argument.
            id: given
                .try_get_one::<String>("id")
                .ok()
                .flatten()
                .cloned()
                .unwrap_or_default(),
            input: Object::new(),
            secrets: Vec::new(),
        };
        take(kind.fields.iter(), given, &mut wish.input, &mut wish.secrets);
        Ok(wish)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> std::result::Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

impl Args for Edit {
    fn augment_args(command: Command) -> Command {
        let id = Arg::new("operation")
            .value_name("ID")
            .required(true)
            .value_parser(value_parser!(OperationId));
        command.arg(id).args(every_field().map(|field| {
            let has = |kind: &&&Kind| kind.fields.iter().any(|other| other.name == field.name);
            let kinds: Vec<_> = OPERATIONS.iter().filter(has).map(|kind| kind.name).collect();
            let argument = argument(field).required(false);
            let help = argument.get_help().map(ToString::to_string).unwrap_or_default();
            argument.help(format!("{help} ({})", kinds.join(", ")))
        }))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for Edit {
    fn from_arg_matches(given: &ArgMatches) -> std::result::Result<Self, clap::Error> {
        let id = given.get_one::<OperationId>("operation").copied();
        let mut edit = Edit {
            id: id.ok_or_else(|| clap::Error::new(clap::error::ErrorKind::MissingRequiredArgument))?,
            input: Object::new(),
            secrets: Vec::new(),
        };
        take(every_field(), given, &mut edit.input, &mut edit.secrets);
        Ok(edit)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> std::result::Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

/// The fields of all operations, each name once, by name.
fn every_field() -> impl Iterator<Item = &'static Field> {
    let all = OPERATIONS.iter().flat_map(|kind| kind.fields);
    let by_name: BTreeMap<_, _> = all.map(|field| (field.name, field)).collect();
    by_name.into_values()
}

fn take(
    fields: impl Iterator<Item = &'static Field>,
    given: &ArgMatches,
    input: &mut Object,
    secrets: &mut Vec<&'static str>,
) {
    for field in fields {
        if let Some(value) = value(field, given) {
            input.insert(field.name.to_owned(), value);
        } else if field.kind == FieldKind::Secret && given.get_flag(field.name) {
            secrets.push(field.name);
        }
    }
}

fn subcommand(kind: &'static Kind) -> Command {
    let what = if kind.creates() { "a new one" } else { "one" };
    let about = format!(
        "Queue {} for {what} of {}. Least role: {}",
        kind.name,
        kind.collection.name,
        kind.least_role().unwrap_or("none")
    );
    let id = (!kind.creates()).then(|| {
        Arg::new("id")
            .long("id")
            .required(true)
            .value_name("ID")
            .help("The id of the target")
    });
    Command::new(kind.name)
        .about(about)
        .args(id)
        .args(kind.fields.iter().map(argument))
}

fn argument(field: &'static Field) -> Arg {
    let (name, long) = (field.name, kebab(field.name));
    let arg = Arg::new(name);
    match field.kind {
        FieldKind::Text => arg
            .long(long)
            .value_name("TEXT")
            .help(format!("{name}; an empty text clears it")),
        FieldKind::Number => arg
            .long(long)
            .value_name("N")
            .value_parser(value_parser!(i64))
            .help(name),
        FieldKind::Flag => arg
            .long(long)
            .value_name("true|false")
            .value_parser(value_parser!(bool))
            .help(name),
        FieldKind::List => arg
            .long(long)
            .value_name("A,B,…")
            .help(format!("{name}, separated by commas; an empty text is an empty list")),
        FieldKind::Secret => {
            let help = format!("Read the {name} from the first line of standard input, unseen if that is a terminal");
            arg.long(format!("{long}-stdin"))
                .action(ArgAction::SetTrue)
                .required(true)
                .help(help)
        }
    }
}

/// What was given for a field; none for a secret, which is read later.
fn value(field: &Field, given: &ArgMatches) -> Option<Value> {
    let text = || given.get_one::<String>(field.name);
    match field.kind {
        FieldKind::Text => text().map(|text| {
            if text.is_empty() {
                Value::Null
            } else {
                text.as_str().into()
            }
        }),
        FieldKind::Number => given.get_one::<i64>(field.name).copied().map(Value::from),
        FieldKind::Flag => given.get_one::<bool>(field.name).copied().map(Value::Bool),
        FieldKind::List => text().map(|text| text.split(',').map(str::trim).filter(|part| !part.is_empty()).collect()),
        FieldKind::Secret => None,
    }
}

/// `jobTitle` as `job-title`.
fn kebab(name: &str) -> String {
    let mut kebab = String::new();
    for c in name.chars() {
        if c.is_ascii_uppercase() {
            kebab.push('-');
        }
        kebab.push(c.to_ascii_lowercase());
    }
    kebab
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wish(arguments: &[&str]) -> std::result::Result<Wish, clap::Error> {
        let command = Wish::augment_subcommands(Command::new("run"));
        Wish::from_arg_matches(&command.try_get_matches_from([&["run"], arguments].concat())?)
    }

    #[test]
    fn fields_go_by_graphs_names_and_an_empty_text_clears() {
        let wish = wish(&[
            "update-user",
            "--id",
            "1",
            "--job-title",
            "",
            "--city",
            "Bø",
            "--account-enabled",
            "false",
            "--business-phones",
            "",
        ])
        .unwrap_or_else(|error| panic!("{error}"));
        assert_eq!((wish.operation, wish.id.as_str()), ("update-user", "1"));
        let wanted = json!({"jobTitle": null, "city": "Bø", "accountEnabled": false, "businessPhones": []});
        assert_eq!(json!(wish.input), wanted);
    }

    #[test]
    fn lists_are_separated_by_commas_and_secrets_are_never_arguments() {
        let lists = wish(&["assign-licenses", "--id", "1", "--add-licenses", "a, b,"])
            .unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(json!(lists.input), json!({"addLicenses": ["a", "b"]}));
        let secret =
            wish(&["reset-password", "--id", "1", "--password-stdin"]).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!((secret.secrets, secret.input.len()), (vec!["password"], 0));
        assert!(wish(&["reset-password", "--id", "1", "--password", "x"]).is_err());
        assert!(wish(&["reset-password", "--id", "1"]).is_err());
        assert!(wish(&["update-user", "--id", "1", "--account-enabled", "yes"]).is_err());
    }

    #[test]
    fn a_name_means_the_same_in_every_operation() {
        for field in OPERATIONS.iter().flat_map(|kind| kind.fields) {
            let same = |other: &&Field| other.name == field.name;
            assert_eq!(every_field().find(same).unwrap().kind, field.kind, "{}", field.name);
        }
    }

    #[test]
    fn only_the_end_of_the_line_is_taken_off_a_secret() {
        for (given, read) in [("a b \r\nnext", "a b "), (" x\n", " x"), ("x", "x"), ("", "")] {
            assert_eq!(line("password", &mut given.as_bytes()).unwrap(), read);
        }
        assert!(line("password", &mut &b"\xff\n"[..]).is_err());
    }
}
