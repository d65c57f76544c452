//! `run` and `outbox edit`: the arguments of each kind of operation, made from core's list of them.

use crate::exit::{self, Exit};
use crate::many::{self, Whom};
use crate::operation::described;
use crate::output::Output;
use crate::template::After;
use crate::{access, arguments, catalogue, outbox, table};
use clap::{Arg, ArgAction, ArgMatches, Args, Command, FromArgMatches, Subcommand, value_parser};
use kontor_core::Session;
use kontor_core::import::queue_one;
use kontor_core::operations::{self, CREATE_USER, Field, FieldKind, Kind, OPERATIONS, Warning};
use kontor_core::outbox::{Action, actions, find, preview, queue, replace};
use kontor_model::{Code, Error, Object, OperationId, Result};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{self, BufRead, IsTerminal};

/// A change to queue. Its secrets are still on standard input.
pub struct Wish {
    operation: &'static str,
    whom: Whom,
    input: Object,
    secrets: Vec<&'static str>,
    /// Of a new user: what gives the fields that are left open, licences, groups and manager.
    after: Option<After>,
}

/// Other values for a change that stands in the outbox already. Its kind is known only there.
pub struct Edit {
    id: OperationId,
    input: Object,
    secrets: Vec<&'static str>,
}

pub fn perform(session: &Session, wish: Wish, output: &mut Output) -> exit::Done {
    let kind = Kind::find(wish.operation)?;
    let id = match wish.whom.only() {
        Some(id) => id.to_owned(),
        None if wish.after.is_some() => return like_others(session, wish, output),
        // What is to be made has none.
        None if kind.creates() => String::new(),
        None => return many::perform(session, kind, &wish.whom, &Value::Object(wish.input), output),
    };
    enter(session, kind, id, wish.input, wish.secrets, None, output)
}

/// Queues a new user, with what a template or somebody who is there gives.
fn like_others(session: &Session, wish: Wish, output: &mut Output) -> exit::Done {
    let (template, left_out) = wish
        .after
        .as_ref()
        .map_or(Ok(Default::default()), |after| after.template(session))?;
    let mut input = template.fields();
    input.extend(wish.input);
    for name in wish.secrets {
        input.insert(name.to_owned(), secret(name)?.into());
    }
    let queued = outbox::view(session, queue_one(session, Value::Object(input), &template)?)?;
    for group in &left_out {
        output.warn(&format!(
            "The group {group} takes no members from here, and is left out with the licenses that it gives."
        ));
    }
    output.answer(json!({ "item": queued, "leftOut": left_out }), || {
        let next = match (queued.hold, queued.bulk) {
            (Some(_), Some(bulk)) => {
                format!("Let it go, with all that belongs to it: kontor outbox bulk {bulk} approve")
            }
            (Some(_), None) => format!("Let it go with: kontor outbox approve {}", queued.id),
            (None, _) => "Send it with: kontor outbox send".to_owned(),
        };
        format!("{}\n{next}", described(&queued))
    })?;
    Ok(Exit::Done)
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
    enter(session, kind, old.target.id, input, edit.secrets, Some(edit.id), output)
}

fn enter(
    session: &Session,
    kind: &'static Kind,
    id: String,
    mut input: Object,
    secrets: Vec<&'static str>,
    replaces: Option<OperationId>,
    output: &mut Output,
) -> exit::Done {
    for name in secrets {
        input.insert(name.to_owned(), secret(name)?.into());
    }
    let wish = || operations::Wish {
        operation: kind.name.to_owned(),
        id: id.clone(),
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
pub fn secret(name: &str) -> Result<String> {
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
            whom: whom(given),
            input: Object::new(),
            secrets: Vec::new(),
            after: (kind.name == CREATE_USER).then(|| After::given(given)).flatten(),
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
    Command::new(kind.name)
        .about(about)
        .args(targets(kind))
        .args(kind.fields.iter().map(argument))
}

/// How a kind of operation is told its targets. What needs a name or a password of its own is done one by one.
fn targets(kind: &Kind) -> Vec<Arg> {
    let id = Arg::new("id").long("id").value_name("ID").help("The id of the target");
    if kind.name == CREATE_USER {
        return After::arguments();
    }
    if kind.creates() {
        return Vec::new();
    }
    if kind.has_secrets() {
        return vec![id.required(true)];
    }
    let flag = |name: &'static str, help: &'static str| Arg::new(name).long(name).action(ArgAction::SetTrue).help(help);
    vec![
        id.action(ArgAction::Append)
            .required_unless_present_any(["filter", "search"])
            .help("The id of the target; may be repeated"),
        Arg::new("filter")
            .long("filter")
            .value_name("FIELD=VALUE")
            .action(ArgAction::Append)
            .value_parser(arguments::filter)
            .help("All whose field has this value, as `list` takes it; may be repeated: all must hold"),
        Arg::new("search")
            .long("search")
            .value_name("TEXT")
            .help("All that these words find"),
        flag(
            "dry-run",
            "Only tell how many it would change, whom it leaves alone and why",
        ),
        flag(
            "even-if-refused",
            "Of many, queue also those for whom Microsoft is expected to refuse it",
        ),
    ]
}

/// The targets that were given. Not every kind has each of these arguments.
fn whom(given: &ArgMatches) -> Whom {
    fn all<T: Clone + Send + Sync + 'static>(given: &ArgMatches, name: &str) -> Vec<T> {
        let values = given.try_get_many::<T>(name).ok().flatten();
        values.map(|values| values.cloned().collect()).unwrap_or_default()
    }
    let flag = |name: &str| given.try_get_one::<bool>(name).ok().flatten() == Some(&true);
    Whom {
        ids: all(given, "id"),
        filter: all(given, "filter"),
        search: all(given, "search").pop(),
        dry_run: flag("dry-run"),
        even_if_refused: flag("even-if-refused"),
    }
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
    let mut after_lower = false;
    for c in name.chars() {
        if c.is_ascii_uppercase() && after_lower {
            kebab.push('-');
        }
        after_lower = !c.is_ascii_uppercase();
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
        assert_eq!((wish.operation, wish.whom.only()), ("update-user", Some("1")));
        let wanted = json!({"jobTitle": null, "city": "Bø", "accountEnabled": false, "businessPhones": []});
        assert_eq!(json!(wish.input), wanted);
        assert_eq!(kebab("allowedToUseSSPR"), "allowed-to-use-sspr");
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
    fn many_are_named_or_found_and_what_has_a_secret_is_for_one() {
        let many = wish(&[
            "update-user",
            "--id",
            "1",
            "--id",
            "2",
            "--filter",
            "city=Bø",
            "--city",
            "Bodø",
            "--dry-run",
        ])
        .unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(
            (many.whom.ids.len(), many.whom.dry_run, many.whom.only()),
            (2, true, None)
        );
        assert_eq!(many.whom.filter, [("city".to_owned(), "Bø".to_owned())]);
        assert!(wish(&["update-user", "--city", "Bodø"]).is_err(), "for nobody");
        assert!(wish(&["reset-password", "--filter", "city=Bø", "--password-stdin"]).is_err());
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
