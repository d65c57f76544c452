//! Sentences for people outside the window, from the same message catalogues that the window uses.

use crate::alerts::{Alert, Kind};
use crate::host::Notice;
use chrono::{DateTime, Utc};
use kontor_model::Tenant;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::sync::LazyLock;
use ts_rs::TS;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Language {
    En,
    Nb,
}

static ENGLISH: LazyLock<Value> = LazyLock::new(|| catalogue(include_str!("../../../locales/en.json")));
static NORWEGIAN: LazyLock<Value> = LazyLock::new(|| catalogue(include_str!("../../../locales/nb.json")));

fn catalogue(text: &str) -> Value {
    // The catalogues are part of the program; `tidy` checks that they parse.
    serde_json::from_str(text).unwrap_or_default()
}

/// The sentence of `key` (`notices.password-ends.title`) with `{{name}}` filled in. A key without a sentence shows itself.
pub fn sentence(language: Language, key: &str, args: &[(&str, &str)]) -> String {
    let catalogue = match language {
        Language::En => &*ENGLISH,
        Language::Nb => &*NORWEGIAN,
    };
    let found = key
        .split('.')
        .try_fold(catalogue, |level, part| level.get(part))
        .and_then(Value::as_str);
    let mut text = found.unwrap_or(key).to_owned();
    for (name, value) in args {
        text = text.replace(&format!("{{{{{name}}}}}"), value);
    }
    text
}

/// What Microsoft calls one of Entra's roles in Norwegian, where it is known.
pub fn role_in_norwegian(role: &str) -> Option<&'static str> {
    NORWEGIAN.get("roleName")?.get(role)?.as_str()
}

/// The key's form for a number: both languages know one and other.
pub fn plural(key: &str, count: i64) -> String {
    format!("{key}_{}", if count == 1 { "one" } else { "other" })
}

/// What a notification says while Kontor is locked.
pub fn locked_notice(tenant: &Tenant, language: Language) -> Notice {
    Notice {
        tenant: tenant.id,
        title: sentence(language, "notices.locked.title", &[]),
        body: sentence(language, "notices.locked.body", &[]),
    }
}

/// What a notification about `alert` says.
pub fn notice(tenant: &Tenant, alert: &Alert, now: DateTime<Utc>, language: Language) -> Notice {
    let days = alert.at.map_or(0, |at| (at.date_naive() - now.date_naive()).num_days());
    let date = alert.at.map(|at| {
        at.format(if language == Language::Nb {
            "%d.%m.%Y"
        } else {
            "%Y-%m-%d"
        })
        .to_string()
    });
    let upn = alert.args.get("upn").and_then(Value::as_str).unwrap_or_default();
    let count = days.to_string();
    let args = [
        ("name", alert.name.as_str()),
        ("upn", upn),
        ("date", date.as_deref().unwrap_or_default()),
        ("count", &count),
        ("tenant", &tenant.name),
    ];
    let (title, body) = match alert.kind {
        Kind::OperationNeedsPerson => (
            "notices.operation.title".to_owned(),
            "notices.operation.body".to_owned(),
        ),
        _ if days <= 0 => (
            "notices.password.titleToday".to_owned(),
            "notices.password.body".to_owned(),
        ),
        _ => (
            plural("notices.password.title", days),
            "notices.password.body".to_owned(),
        ),
    };
    Notice {
        tenant: tenant.id,
        title: sentence(language, &title, &args),
        body: sentence(language, &body, &args),
    }
}
