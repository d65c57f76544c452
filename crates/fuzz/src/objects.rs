//! Objects as the cloud may send them: through each collection's columns, rows and titles, and under each kind of operation.

use crate::draw::Draw;
use crate::words::{ADDRESSES, DOMAINS, MOMENTS, PRODUCTS, SECRET};
use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, TimeDelta, Utc};
use kontor_core::collections::{COLLECTIONS, Collection, VIEWS};
use kontor_core::insights::{Expiry, Facts, Status, expiry};
use kontor_core::operations::{Change, FieldKind, Kind, OPERATIONS, Precondition, Secrets, Sent, Server};
use kontor_model::{Code, Error, Object, Operation};
use kontor_store::{Cell, fold};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use url::Url;

/// Names in a row that are our own, and may be other things in what came: the id in the mirror, a product's name for people,
/// what is said of the end of a password, the customer of a relationship, what an id is made of, the last day for seats, and what
/// Kontor puts together for a partner's catalogue.
const NAMED_OTHERWISE: &[&str] = &[
    "id",
    "name",
    "reason",
    "status",
    "at",
    "noticeFrom",
    "role",
    "holder",
    "isOwn",
    "membership",
    "customer",
    "customerTenantId",
    "customerId",
    "subscriptionId",
    "reduceUntil",
    "country",
    "catalogItemId",
];

/// Operations that leave nothing but a date, which only the server knows, or something in another collection: there is nothing to lay
/// over the object.
const DATED: &[&str] = &[
    "revoke-sign-in-sessions",
    "force-password-change",
    "assign-role",
    "remove-role",
    "add-group-member",
    "remove-group-member",
    "reprocess-license-assignment",
];

pub fn run(bytes: &[u8]) {
    let mut draw = Draw::new(bytes);
    let facts = facts(&mut draw);
    let collection = draw.one_of(COLLECTIONS);
    let (id, mut object) = (draw.text(), draw.object());
    // Few drawn objects have all that a date is worked out from.
    if collection.name == "users" && draw.flag() {
        object.insert("userPrincipalName".into(), json!(draw.one_of(ADDRESSES)));
        object.insert("lastPasswordChangeDateTime".into(), json!(draw.one_of(MOMENTS)));
        object.insert("usageLocation".into(), json!("NO"));
    }
    check_derived(collection, &id, &object, &facts);
    check_row(collection, &id, &object, &facts);
    if collection.name == "users" {
        check_expiry(&object, &facts);
    }
    let folded = fold(&draw.text());
    assert_eq!(fold(&folded), folded, "one spelling for all");
    let kind = draw.one_of(OPERATIONS);
    check_operation(&mut draw, kind, &id, &object, &facts);
}

fn facts(draw: &mut Draw) -> Facts {
    let mut facts = Facts {
        locale: draw.one_of(&["en", "nb", ""]).to_owned(),
        ..Facts::default()
    };
    for _ in 0..draw.below(5) {
        let from = draw.one_of(&["domains", "directory-sync", "organization", "licenses", "users"]);
        let id = match from {
            "domains" => draw.one_of(DOMAINS).to_owned(),
            _ => draw.text(),
        };
        let mut object = draw.object();
        if from == "domains" && draw.flag() {
            object.insert("passwordValidityPeriodInDays".into(), json!(draw.integer()));
            object.insert("passwordNotificationWindowInDays".into(), json!(draw.integer()));
        }
        if from == "licenses" {
            object.insert("skuId".into(), json!(draw.one_of(PRODUCTS)));
            object.insert("skuPartNumber".into(), json!("E3"));
        }
        facts.learn(from, &id, &object);
    }
    facts
}

fn check_derived(collection: &Collection, id: &str, object: &Object, facts: &Facts) {
    let derived = (collection.derive)(id, object, facts);
    assert_eq!(derived.cells.len(), collection.shape.columns.len());
    for (cell, column) in derived.cells.iter().zip(collection.shape.columns) {
        let fits = match (cell, column.kind) {
            (Cell::Null, _) | (Cell::Integer(_), kontor_store::Kind::Integer) => true,
            (Cell::Text(_), kontor_store::Kind::Text) | (Cell::Texts(_), kontor_store::Kind::Texts) => true,
            (Cell::Real(number), kontor_store::Kind::Real) => number.is_finite(),
            _ => false,
        };
        assert!(fits, "{} of {} holds {cell:?}", column.name, collection.name);
    }
    assert_eq!((collection.derive)(id, object, facts), derived, "the same again");
}

fn check_row(collection: &Collection, id: &str, object: &Object, facts: &Facts) {
    let _ = (collection.title)(object);
    let mut dates = BTreeSet::new();
    collect_dates(&Value::Object(object.clone()), &mut dates);
    let rows = [(collection.row)(id, object, facts)];
    let views = VIEWS.iter().filter(|view| std::ptr::eq(view.of, collection));
    let rows = rows.into_iter().chain(views.map(|view| {
        let printed = (view.object)(id, object.clone(), facts);
        assert!(!printed.is_empty() || object.is_empty());
        (view.row)(id, object, facts)
    }));
    for row in rows {
        assert_eq!(row["id"], id);
        for (name, shown) in row.as_object().expect("a row is an object") {
            if let (Some(date), true) = (shown.as_str().and_then(date), name.contains("Date")) {
                assert!((1..=9999).contains(&date.year()), "{name} is {date}");
                assert!(dates.contains(&date), "{name} is invented: {date}");
            } else if let (Value::String(shown), false) = (shown, NAMED_OTHERWISE.contains(&name.as_str())) {
                // The end of a deleted user is counted from a date, and is one itself.
                if name == "restorableUntil" && date(shown).is_some() {
                    continue;
                }
                let came = came(object, name);
                assert!(
                    came.contains(shown) || came.iter().any(|came| is_of_deleted(name, came, shown)),
                    "{name} came as {came:?}, shows {shown}"
                );
            }
        }
    }
}

/// What the object has under a name, as text: at its top, among the properties of a resource of ARM, or in the profile of a
/// partner's customer.
fn came(object: &Object, name: &str) -> Vec<String> {
    let below = ["/properties", "/companyProfile"];
    let whole = Value::Object(object.clone());
    let below = below.iter().filter_map(|path| whole.pointer(path)?.get(name));
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    object.get(name).into_iter().chain(below).map(text).collect()
}

/// Microsoft puts the id of a deleted user before the sign-in name; it is shown without.
fn is_of_deleted(name: &str, came: &str, shown: &str) -> bool {
    name == "userPrincipalName" && came.ends_with(shown)
}

/// Every moment that the object itself names.
fn collect_dates(value: &Value, found: &mut BTreeSet<DateTime<Utc>>) {
    match value {
        Value::String(text) => found.extend(date(text)),
        Value::Array(items) => items.iter().for_each(|item| collect_dates(item, found)),
        Value::Object(object) => object.values().for_each(|value| collect_dates(value, found)),
        _ => {}
    }
}

fn date(text: &str) -> Option<DateTime<Utc>> {
    let moment = DateTime::parse_from_rfc3339(text).map(|moment| moment.to_utc());
    moment
        .ok()
        .or_else(|| Some(text.parse::<NaiveDateTime>().ok()?.and_utc()))
        .or_else(|| Some(text.parse::<NaiveDate>().ok()?.and_hms_opt(0, 0, 0)?.and_utc()))
}

/// A date stands there only where it can be worked out from one that the object names.
fn check_expiry(object: &Object, facts: &Facts) {
    let row = (kontor_core::collections::PASSWORD_EXPIRY.row)("", object, facts);
    let at = row["at"].as_str().and_then(date);
    assert_eq!(at.is_some(), row["status"] == Status::Dated.name(), "{row}");
    let notice = row["noticeFrom"].as_str().and_then(date);
    assert_eq!(row["noticeFrom"].is_string(), notice.is_some());
    let Some(at) = at else {
        assert!(notice.is_none(), "no notice of what does not end");
        return;
    };
    let changed = object["lastPasswordChangeDateTime"]
        .as_str()
        .and_then(date)
        .expect("a day to count from");
    let days = row["days"]
        .as_i64()
        .and_then(TimeDelta::try_days)
        .expect("days that were counted");
    assert_eq!(at, changed + days);
    for day in notice.into_iter().chain([at]) {
        assert!((1..=9999).contains(&day.year()), "{row}");
    }
    assert!(notice.is_none_or(|notice| notice < at));
    let none: Expiry = expiry(&kontor_core::insights::Subject::default(), &facts.policies);
    assert_eq!(none.at, None, "of nobody nothing is known");
}

fn check_operation(draw: &mut Draw, kind: &Kind, id: &str, object: &Object, facts: &Facts) {
    let mut input = input(draw, kind);
    let secrets = kind.take_secrets(&mut input);
    assert!(!input.to_string().contains(SECRET), "secrets travel apart");
    let change = match kind.read(&input) {
        Ok(change) => change,
        Err(error) => return check_error(&error),
    };
    let errors = change.check(object, facts, &secrets);
    errors.iter().for_each(check_error);
    let _ = change.warnings(object, facts);
    let changes = change.changes(object);
    assert!(
        !json!(changes).to_string().contains(SECRET),
        "no secret in what is shown"
    );
    let operation = operation(kind, id, input, change.base(object, &[]), &changes);
    check_call(&*change, kind, &operation, object, &secrets);
    if errors.is_empty() {
        check_effect(&*change, kind, &operation, object, draw);
    }
    let wish = change.inverse(&operation);
    if let Some(wish) = wish.filter(|_| errors.is_empty()) {
        let inverse = Kind::find(&wish.operation).expect("a kind that there is");
        assert!(
            inverse.read(&wish.input).is_ok(),
            "what takes it back can be read: {}",
            wish.input
        );
    }
    // The server's answer may be any other object.
    let server = Server {
        object: draw.flag().then(|| draw.object()),
        elsewhere: draw.flag().then(|| draw.object()),
    };
    let before = draw.object();
    let sent = Sent {
        before: &before,
        at: DateTime::from_timestamp(draw.integer().rem_euclid(253_402_300_800), 0),
        accepted: draw.flag(),
    };
    let _ = change.is_confirmed(&sent, &server);
    let _ = change.precondition(&draw.object(), &server);
    let refusal = Error::new(Code::Refused, draw.text());
    let _ = (change.is_maybe_echo(&refusal), change.needs(&operation));
}

/// An input by the kind's own fields, now and then with something else in it.
pub fn input(draw: &mut Draw, kind: &Kind) -> Value {
    let mut input = Object::new();
    for (at, field) in kind.fields.iter().enumerate() {
        // What is needed, or one of few, is mostly there; of the many others one now and then.
        let wanted = field.kind == FieldKind::Secret || kind.fields.len() <= 4 || (kind.creates() && at < 2);
        let value = match (draw.byte() % 32, field.kind) {
            (0, _) => draw.value(),
            (1..=3, _) => continue,
            (4..=28, _) if !wanted => continue,
            (_, FieldKind::Secret) => json!(SECRET),
            (_, FieldKind::Text) => json!(draw.text_of(field.name)),
            (_, FieldKind::Number) => json!(draw.one_of(&[14, 90, 30, 731, -1])),
            (_, FieldKind::Flag) => json!(draw.flag()),
            (_, FieldKind::List) => (0..draw.below(3)).map(|_| draw.text_of(field.name)).collect(),
        };
        input.insert(field.name.to_owned(), value);
    }
    if draw.byte() >= 240 {
        input.insert(draw.name(), draw.value());
    }
    Value::Object(input)
}

/// Whatever the id is, the request is about the object of that id on the service's own host.
fn check_call(change: &dyn Change, kind: &Kind, operation: &Operation, object: &Object, secrets: &Secrets) {
    let server = Server {
        object: Some(object.clone()),
        elsewhere: None,
    };
    let call = match change.call(operation, &server, secrets) {
        Ok(call) => call,
        // A password that is gone, a kind that a person does elsewhere, or an assignment that the server does not name.
        Err(error) => {
            let expected = kind.has_secrets() || kind.name == "remove-role" || error.code == Code::Invalid;
            return assert!(expected, "{error}");
        }
    };
    let url = Url::parse(&format!("https://graph.example{}", call.path)).expect("a path below a host");
    assert_eq!(url.host_str(), Some("graph.example"));
    // ARM has its version in the query, and nothing else there.
    let version = url
        .query()
        .is_none_or(|query| query.starts_with("api-version=20") && !query.contains('&'));
    assert!(url.fragment().is_none() && version, "{url}");
    let shown = call.body.map(|body| body.to_string()).unwrap_or_default();
    assert!(kind.has_secrets() || !shown.contains(SECRET));
}

/// What the form accepts does what it says, and is done when the server shows it.
fn check_effect(change: &dyn Change, kind: &Kind, operation: &Operation, object: &Object, draw: &mut Draw) {
    let (mut once, mut twice) = (object.clone(), object.clone());
    change.project(&mut once);
    change.project(&mut twice);
    change.project(&mut twice);
    assert_eq!(once, twice, "laid over twice it is the same");
    if !kind.may_repeat() || kind.has_secrets() || DATED.contains(&kind.name) {
        return;
    }
    let shows = |object: &Object| Server {
        object: Some(object.clone()),
        elsewhere: None,
    };
    let before = change.precondition(&operation.base, &shows(object));
    assert!(
        !matches!(before, Precondition::Conflict(_)),
        "nobody has changed anything: {before:?}"
    );
    assert_eq!(change.changes(&once), [], "nothing is left to do");
    assert_eq!(
        change.precondition(&operation.base, &shows(&once)),
        Precondition::AlreadySo
    );
    let sent = Sent {
        before: &operation.base,
        at: DateTime::from_timestamp(i64::from(draw.byte()), 0),
        accepted: draw.flag(),
    };
    assert!(change.is_confirmed(&sent, &shows(&once)), "seen, it is done");
}

fn operation(kind: &Kind, id: &str, input: Value, base: Object, changes: &[kontor_model::FieldChange]) -> Operation {
    let operation = json!({
        "id": "7d9f2c1e-0000-4000-8000-000000000001",
        "tenant": "6fd2c87f-b296-42f0-b197-1e91e994b900",
        "operation": kind.name,
        "target": { "collection": kind.collection.name, "id": id, "name": "" },
        "state": "queued",
        "input": input,
        "base": base,
        "changes": changes,
        "queued_at": "2026-11-02T09:00:00Z",
        "not_before": "2026-11-02T09:00:00Z",
        "attempts": 0,
        "conflicts": [],
    });
    serde_json::from_value(operation).expect("an operation as it is stored")
}

fn check_error(error: &Error) {
    assert_ne!(error.code, Code::Internal, "{error}");
    assert!(!format!("{error:?}").contains(SECRET), "no secret in an error");
}
