//! When people last signed in. It is no part of the delta, costs a licence and a scope of its own, and makes a request that asks for
//! it fail as a whole without them: so it is read apart, and laid over the users that are known.

use super::field::{time, time_cell};
use super::{Collection, Source, USERS};
use crate::insights::Facts;
use chrono::{DateTime, Datelike, TimeDelta, Utc};
use kontor_model::Object;
use kontor_store::{Cell, Column, Derived, Filter, Kind, Order, Shape};
use serde::Serialize;
use serde_json::{Value, json};
use ts_rs::TS;

/// The property that is read apart.
pub(crate) const PROPERTY: &str = "signInActivity";

pub static SIGN_IN_ACTIVITY: Collection = Collection {
    name: "sign-in-activity",
    source: Source::Apart {
        path: "/v1.0/users?$select=id,signInActivity&$top=500",
        of: &USERS,
        property: PROPERTY,
    },
    scope: Some("AuditLog.Read.All"),
    shape: Shape {
        collection: "sign-in-activity",
        columns: &[
            Column {
                name: "sign_ins",
                kind: Kind::Text,
            },
            Column {
                name: "last_sign_in",
                kind: Kind::Integer,
            },
        ],
        orders: &[Order {
            name: "last_sign_in",
            by: &["last_sign_in"],
        }],
        revision: 1,
    },
    derive: |_, object, _| {
        let activity = sign_ins(object);
        Derived {
            cells: vec![Cell::Text(activity.status.name().to_owned()), time_cell(activity.last)],
            search: String::new(),
        }
    },
    row: |id, object, _: &Facts| {
        json!(SignInActivityRow {
            id: id.to_owned(),
            activity: sign_ins(object),
        })
    },
    title: |_| String::new(),
};

/// What is known of somebody's sign-ins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum SignInStatus {
    Dated,
    /// It was read, and there has been none.
    Never,
    /// It was not read: the scope or the licence is missing, or the user is newer than the last reading.
    Unknown,
}

impl SignInStatus {
    pub fn name(self) -> &'static str {
        match self {
            Self::Dated => "dated",
            Self::Never => "never",
            Self::Unknown => "unknown",
        }
    }
}

/// The last sign-ins of one user. Microsoft keeps them from April 2020 on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SignIns {
    pub status: SignInStatus,
    /// The latest of those below.
    pub last: Option<DateTime<Utc>>,
    /// By the person, whether it succeeded or not.
    pub interactive: Option<DateTime<Utc>>,
    /// By an app in the person's name.
    pub non_interactive: Option<DateTime<Utc>>,
    pub successful: Option<DateTime<Utc>>,
}

/// One user's, by the user's id.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SignInActivityRow {
    pub id: String,
    #[serde(flatten)]
    pub activity: SignIns,
}

/// What an object says of sign-ins: the property that is null says that there was none, one that is absent says nothing.
pub(crate) fn sign_ins(object: &Object) -> SignIns {
    let activity = object.get(PROPERTY).and_then(Value::as_object);
    // Microsoft writes "never" as the year 1 in places.
    let at = |name| {
        activity
            .and_then(|dates| time(dates, name))
            .filter(|at| at.year() > 1970)
    };
    let (interactive, non_interactive, successful) = (
        at("lastSignInDateTime"),
        at("lastNonInteractiveSignInDateTime"),
        at("lastSuccessfulSignInDateTime"),
    );
    let last = interactive.max(non_interactive).max(successful);
    SignIns {
        status: match (last, object.get(PROPERTY)) {
            (Some(_), _) => SignInStatus::Dated,
            (None, Some(Value::Null | Value::Object(_))) => SignInStatus::Never,
            (None, _) => SignInStatus::Unknown,
        },
        last,
        interactive,
        non_interactive,
        successful,
    }
}

/// `idle=30|90|180|never|unknown`: for how many days nobody has signed in at `now`. Who never has is not among those who
/// have not for long.
pub(crate) fn idle(filter: &str, value: &str, now: DateTime<Utc>) -> Option<Vec<Filter>> {
    match (filter, value) {
        ("idle", "never" | "unknown") => Some(vec![super::is("sign_ins", value)]),
        ("idle", days) => Some(vec![Filter::AtMost {
            column: "last_sign_in".into(),
            cell: Cell::Integer((now - TimeDelta::try_days(days.parse::<u16>().ok()?.into())?).timestamp()),
        }]),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn never_is_what_was_read_and_unknown_what_was_not() {
        let of = |value: Value| sign_ins(value.as_object().unwrap());
        assert_eq!(of(json!({})).status, SignInStatus::Unknown);
        assert_eq!(of(json!({"signInActivity": "later"})).status, SignInStatus::Unknown);
        assert_eq!(of(json!({"signInActivity": null})).status, SignInStatus::Never);
        let year_one = json!({"signInActivity": {"lastSignInDateTime": "0001-01-01T00:00:00Z"}});
        assert_eq!(of(year_one).status, SignInStatus::Never);
        let both = of(json!({"signInActivity": {
            "lastSignInDateTime": "2026-03-01T08:00:00Z", "lastNonInteractiveSignInDateTime": "2026-05-01T08:00:00Z"}}));
        assert_eq!((both.status, both.last), (SignInStatus::Dated, both.non_interactive));
    }

    #[test]
    fn a_number_of_days_is_asked_for_and_nonsense_is_no_filter() {
        let now = "2026-11-02T08:00:00Z".parse().unwrap();
        assert!(matches!(
            &idle("idle", "90", now).unwrap()[..],
            [Filter::AtMost { cell: Cell::Integer(at), .. }] if *at == now.timestamp() - 90 * 86_400
        ));
        assert!(idle("idle", "-5", now).is_none());
        assert!(idle("department", "90", now).is_none());
    }
}
