//! When passwords end: another look at users, by the rules of [`crate::insights`].

use super::View;
use super::field::{flag, parse_time, text, time};
use super::users::{USERS, at_most};
use crate::insights::{Expiry, Facts, OWN_NEVER, Policies, Status, Subject, expiry};
use chrono::{DateTime, TimeDelta, Utc};
use kontor_model::Object;
use kontor_store::{Cell, Filter};
use serde::Serialize;
use serde_json::{Value, json};
use ts_rs::TS;

pub static PASSWORD_EXPIRY: View = View {
    name: "password-expiry",
    of: &USERS,
    filters: Vec::new,
    timed: phase,
    order: "expires",
    row: |id, object, facts| json!(expiry_row(id, object, facts)),
    object: |id, object, facts| match json!(expiry_row(id, &object, facts)) {
        Value::Object(row) => row,
        _ => object,
    },
};

/// A user as the list of ending passwords shows one.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PasswordExpiryRow {
    pub id: String,
    pub display_name: Option<String>,
    pub user_principal_name: Option<String>,
    pub department: Option<String>,
    pub account_enabled: Option<bool>,
    pub last_password_change_date_time: Option<DateTime<Utc>>,
    pub password_policies: Option<String>,
    #[serde(flatten)]
    pub expiry: Expiry,
}

/// The expiry of the password of a user as Graph sent them.
pub fn expiry_of(object: &Object, facts: &Facts) -> Expiry {
    let user_type = text(object, "userType");
    let policies = text(object, "passwordPolicies");
    let subject = Subject {
        user_principal_name: object
            .get("userPrincipalName")
            .and_then(Value::as_str)
            .unwrap_or_default(),
        guest: user_type.is_some_and(|kind| kind.eq_ignore_ascii_case("guest"))
            || text(object, "externalUserState").is_some(),
        synced: flag(object, "onPremisesSyncEnabled") == Some(true),
        password_policies: policies.as_deref(),
        last_password_change: time(object, "lastPasswordChangeDateTime"),
    };
    expiry(&subject, &facts.policies)
}

/// The columns from which [`answer`] works out an expiry.
pub const ASKED: [&str; 5] = ["domain", "elsewhere", "synced", "own_never", "changed"];

/// The expiry by the columns [`ASKED`]: the answer of [`expiry_of`], to the second, without a look at the object.
pub fn answer(asked: &[Cell], policies: &Policies) -> Expiry {
    let is = |cell: Option<&Cell>| cell == Some(&Cell::Integer(1));
    let upn = match asked.first() {
        Some(Cell::Text(domain)) => format!("@{domain}"),
        _ => String::new(),
    };
    let subject = Subject {
        user_principal_name: &upn,
        guest: is(asked.get(1)),
        synced: is(asked.get(2)),
        password_policies: is(asked.get(3)).then_some(OWN_NEVER),
        last_password_change: match asked.get(4) {
            Some(Cell::Integer(seconds)) => DateTime::from_timestamp(*seconds, 0),
            _ => None,
        },
    };
    expiry(&subject, policies)
}

fn expiry_row(id: &str, object: &Object, facts: &Facts) -> PasswordExpiryRow {
    PasswordExpiryRow {
        id: id.to_owned(),
        display_name: text(object, "displayName"),
        user_principal_name: text(object, "userPrincipalName"),
        department: text(object, "department"),
        account_enabled: flag(object, "accountEnabled"),
        last_password_change_date_time: time(object, "lastPasswordChangeDateTime"),
        password_policies: text(object, "passwordPolicies"),
        expiry: expiry_of(object, facts),
    }
}

/// Users whose notice has begun by `now`: who should be told. Nobody waits for a disabled account.
pub fn in_notice(now: DateTime<Utc>) -> Vec<Filter> {
    let disabled = Filter::In {
        column: "enabled".into(),
        cells: vec![Cell::Integer(0)],
    };
    vec![at_most("notice", now), Filter::Not(Box::new(disabled))]
}

/// Users whose password ends from one moment until another.
pub fn ends_within(from: DateTime<Utc>, until: DateTime<Utc>) -> Vec<Filter> {
    let from = Filter::AtLeast {
        column: "expires".into(),
        cell: Cell::Integer(from.timestamp()),
    };
    vec![from, at_most("expires", until - TimeDelta::seconds(1))]
}

/// A password that ended longer ago is one that nobody waits for.
const LATELY: TimeDelta = TimeDelta::days(30);

/// `phase=ended|ended-lately|notice|later`: how near the end of a password is at `now`; `ends=FROM/UNTIL`: that it ends between
/// two moments.
fn phase(filter: &str, value: &str, now: DateTime<Utc>) -> Option<Vec<Filter>> {
    let not = |filter| Filter::Not(Box::new(filter));
    match (filter, value) {
        ("phase", "ended") => Some(vec![at_most("expires", now)]),
        ("phase", "ended-lately") => Some(vec![at_most("expires", now), not(at_most("expires", now - LATELY))]),
        ("phase", "notice") => Some(vec![at_most("notice", now), not(at_most("expires", now))]),
        ("phase", "later") => Some(vec![
            super::is("expiry", Status::Dated.name()),
            not(at_most("notice", now)),
        ]),
        ("ends", range) => {
            let (from, until) = range.split_once('/')?;
            Some(ends_within(parse_time(from)?, parse_time(until)?))
        }
        _ => None,
    }
}
