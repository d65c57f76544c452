//! What the window, the development host and the command line ask for: several commands in a row, on a tenant that is mirrored.

use crate::draw::Draw;
use crate::house::House;
use crate::objects;
use crate::words::SECRET;
use kontor_core::collections::{Named, USERS};
use kontor_core::commands::{COMMANDS, Provides, dispatch};
use kontor_core::operations::{Kind, OPERATIONS};
use kontor_model::{Code, Error, Object};
use serde_json::{Value, json};
use std::collections::BTreeSet;

const MOST: usize = 6;

/// Those that need the demo's own cloud, or call one; and the one that waits until this very house has let go of its tenant.
const ELSEWHERE: &[&str] = &["open_demo", "set_demo_cloud", "customers", "remove_tenant"];

/// Those that provide nothing and change nothing either.
const LOOKING: &[&str] = &["preview", "generate_password", "copy_as", "open_request"];

const WINDOWS: &[&str] = &["00:00:00", "23:59:60", "22:30:00.5", "soon"];

pub fn run(bytes: &[u8]) {
    House::with(Draw::new(&[]), |house| {
        let mut draw = Draw::new(bytes);
        let mut seen = Seen::new(house);
        for _ in 0..MOST {
            if draw.is_over() {
                break;
            }
            one(house, &mut draw, &mut seen);
        }
        if house.is_used {
            check_ledger(house);
        }
        assert!(house.wire.asked().is_empty(), "no other command calls the cloud");
    });
}

/// What earlier commands gave, for the later ones to name.
struct Seen {
    ids: Vec<String>,
    operations: Vec<String>,
    cursors: Vec<String>,
    requests: Vec<String>,
}

impl Seen {
    fn new(house: &House) -> Self {
        let ids = ["users", "deleted-users", "domains"];
        Self {
            ids: ids
                .iter()
                .flat_map(|name| house.mirrored(name))
                .map(|item| item.id)
                .collect(),
            operations: Vec::new(),
            cursors: Vec::new(),
            requests: Vec::new(),
        }
    }

    fn note(&mut self, command: &str, answer: &Value) {
        let list = match answer {
            Value::Array(list) => list.clone(),
            one => vec![one.clone()],
        };
        for one in list.iter().filter(|one| one.get("attempts").is_some()) {
            self.operations.extend(one["id"].as_str().map(str::to_owned));
        }
        self.cursors
            .extend(answer.get("next").and_then(Value::as_str).map(str::to_owned));
        if command == "export_request" {
            self.requests.extend(answer["text"].as_str().map(str::to_owned));
        }
    }
}

fn one(house: &mut House, draw: &mut Draw, seen: &mut Seen) {
    // Much comes after something was queued, and lists take the most.
    let command = match draw.byte() {
        0..64 => "queue",
        64..96 => "list",
        _ => draw.one_of(&COMMANDS.iter().map(|command| command.name).collect::<Vec<_>>()),
    };
    let command = COMMANDS
        .iter()
        .find(|known| known.name == command)
        .expect("one of the list");
    if ELSEWHERE.contains(&command.name) {
        return;
    }
    house.is_used |= command.provides == Provides::Nothing && !LOOKING.contains(&command.name);
    let input = match draw.byte() {
        0..245 => input(house, draw, seen, command.name),
        _ => draw.value(),
    };
    let answer = house.wait(dispatch(&house.kontor, &house.host, command.name, input.clone()));
    let answer = match answer {
        Ok(answer) => answer,
        Err(error) => return check_error(command.name, &error),
    };
    if command.name != "generate_password" {
        assert!(
            !answer.to_string().contains(SECRET),
            "{} shows a password",
            command.name
        );
    }
    if command.name == "list" {
        check_list(house, input, &answer);
    }
    seen.note(command.name, &answer);
}

/// Fields as the command may want them; each may be missing, and each may be anything.
fn input(house: &House, draw: &mut Draw, seen: &Seen, command: &str) -> Value {
    let mut input = Object::from_iter([("tenant".to_owned(), json!(house.tenant))]);
    let wanted: &[&str] = match command {
        "list" => &[
            "collection",
            "search",
            "filters",
            "order",
            "descending",
            "after",
            "limit",
        ],
        "show" | "history" => &["collection", "id"],
        "tally" => &["collection", "column"],
        "preview" | "queue" => &["draft", "replaces"],
        "copy_as" => &["operation", "format"],
        "resolve" => &["operation", "keep"],
        "export_request" | "approve_all" => &["ids"],
        "open_request" | "accept_request" => &["text"],
        "set_send_policy" => &["policy"],
        "set_work_offline" => &["workOffline"],
        "save_settings" => &["language", "theme"],
        "sync" => &["full"],
        "outbox" => &["active"],
        _ => &["operation"],
    };
    for name in wanted {
        match draw.byte() % 16 {
            0 => {}
            1 => drop(input.insert((*name).to_owned(), draw.value())),
            _ => field(house, draw, seen, name, &mut input),
        }
    }
    Value::Object(input)
}

fn field(house: &House, draw: &mut Draw, seen: &Seen, name: &str, input: &mut Object) {
    let of = |draw: &mut Draw, known: &[String]| match known {
        [] => draw.text(),
        known => draw.one_of(known),
    };
    let named = input.get("collection").and_then(Value::as_str).and_then(Named::find);
    let shape = &named.map_or(&USERS, Named::collection).shape;
    let columns: Vec<String> = shape.columns.iter().map(|column| column.name.to_owned()).collect();
    let has_none = match name {
        "after" => seen.cursors.is_empty(),
        "replaces" => seen.operations.is_empty() || draw.flag(),
        _ => false,
    };
    if has_none {
        return;
    }
    let value = match name {
        "collection" => json!(draw.one_of(&Named::names().collect::<Vec<_>>())),
        "id" => json!(of(draw, &seen.ids)),
        "column" => json!(of(draw, &columns)),
        "order" => json!(draw.one_of(&shape.orders.iter().map(|order| order.name).collect::<Vec<_>>())),
        "filters" => {
            let columns = [columns, vec!["phase".to_owned()]].concat();
            let filters: Object = (0..draw.below(3))
                .map(|_| (of(draw, &columns), json!(draw.texts(3))))
                .collect();
            json!(filters)
        }
        "after" => json!(of(draw, &seen.cursors)),
        "limit" => json!(1 + draw.below(20)),
        "search" | "text" if seen.requests.is_empty() || name == "search" => json!(draw.text()),
        "text" => json!(altered(draw, &seen.requests[0])),
        "operation" => return drop(input.insert("id".to_owned(), json!(of(draw, &seen.operations)))),
        "replaces" => json!(of(draw, &seen.operations)),
        "ids" => json!(seen.operations),
        "draft" => {
            let kind: &Kind = draw.one_of(OPERATIONS);
            input.insert("operation".to_owned(), json!(kind.name));
            let id = match kind.creates() {
                true => String::new(),
                false => house.some_object(draw, kind.collection.name).0,
            };
            input.insert("id".to_owned(), json!(id));
            input.insert("input".to_owned(), objects::input(draw, kind));
            return;
        }
        "format" => json!(draw.one_of(&["graph-request", "power-shell", "cli-microsoft365"])),
        "keep" => json!(draw.one_of(&["mine", "theirs"])),
        "policy" => match draw.one_of(&["by-itself", "after-review", "window"]) {
            "window" => json!({ "kind": "window", "from": draw.one_of(WINDOWS), "to": draw.one_of(WINDOWS) }),
            other => json!({ "kind": other }),
        },
        "language" => json!(draw.one_of(&["nb", "en", "se"])),
        "theme" => json!(draw.one_of(&["dark", "high-contrast"])),
        _ => json!(draw.flag()),
    };
    input.insert(name.to_owned(), value);
}

/// A text with a few characters put in place of others.
fn altered(draw: &mut Draw, text: &str) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    for _ in 0..draw.below(3) {
        let at = usize::from(draw.byte()) * 256 + usize::from(draw.byte());
        let at = at % letters.len();
        letters[at] = char::from(draw.byte());
    }
    letters.into_iter().collect()
}

/// Page by page a list shows each object once, and as many as it says that there are.
fn check_list(house: &House, mut input: Value, first: &Value) {
    let limit = input["limit"].as_u64().unwrap_or(100).clamp(1, 1_000);
    let from_the_start = first["total"].is_number();
    let (mut ids, mut count) = (BTreeSet::new(), 0);
    let mut page = first.clone();
    loop {
        let items = page["items"].as_array().expect("items");
        assert!(items.len() as u64 <= limit);
        count += items.len();
        ids.extend(items.iter().map(|item| item["id"].to_string()));
        let Some(next) = page.get("next").filter(|next| next.is_string()) else {
            break;
        };
        input["after"] = next.clone();
        page = house
            .wait(dispatch(&house.kontor, &house.host, "list", input.clone()))
            .expect("a page that was named");
    }
    assert_eq!(ids.len(), count, "each once");
    if from_the_start {
        assert_eq!(first["total"], json!(count), "as many as were told");
    }
}

/// Whatever was asked for, the files are whole and hold no secret in what they show.
fn check_ledger(house: &House) {
    let journal = house.session.store.verify_journal().expect("the journal is read");
    assert_eq!(journal.broken_at, None);
    for name in ["home", "alerts", "status", "outbox", "check_journal"] {
        let input = json!({ "tenant": house.tenant });
        if house.kontor.is_locked() {
            break;
        }
        let shown = house
            .wait(dispatch(&house.kontor, &house.host, name, input))
            .expect("it is shown");
        assert!(!shown.to_string().contains(SECRET), "{name} shows a password");
    }
    let journal = house
        .session
        .store
        .journal_all(None, 1_000)
        .expect("the journal is read");
    assert!(!format!("{journal:?}").contains(SECRET), "the journal has a password");
}

fn check_error(command: &str, error: &Error) {
    let ours = [
        Code::Internal,
        Code::Corrupt,
        Code::NotSaved,
        Code::MaybeSaved,
        Code::WrongKey,
        Code::Busy,
    ];
    assert!(!ours.contains(&error.code), "{command}: {error:?}");
    assert!(!format!("{error:?}").contains(SECRET), "{command} tells a password");
}
