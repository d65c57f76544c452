//! Passwords that end soon, and those that have ended. Disabled accounts are left out: nobody waits for them.

use super::{Alert, Kind, Severity, each};
use crate::collections::{USERS, field, password_expiry};
use crate::session::Session;
use chrono::{DateTime, TimeDelta, Utc};
use kontor_model::Result;
use std::collections::BTreeMap;

/// A password that ended longer ago is a habit, not news: it stays in the list of passwords and off Home.
const ENDED_IS_NEWS: TimeDelta = TimeDelta::days(30);

pub(super) fn alerts(session: &Session, now: DateTime<Utc>) -> Result<Vec<Alert>> {
    let mut found = Vec::new();
    each(session, &USERS, &password_expiry::in_notice(now), |id, user, facts| {
        let expiry = password_expiry::expiry_of(user, facts);
        let Some(at) = expiry.at.filter(|at| now - *at < ENDED_IS_NEWS) else {
            return;
        };
        let ended = at <= now;
        let soon = at - now < TimeDelta::days(3);
        found.push(Alert {
            id: format!("{}/{id}", if ended { "password-ended" } else { "password-ends" }),
            kind: if ended { Kind::PasswordEnded } else { Kind::PasswordEnds },
            severity: if ended || soon {
                Severity::Warning
            } else {
                Severity::Info
            },
            collection: "password-expiry".into(),
            object_id: Some(id.to_owned()),
            name: field::text(user, "displayName").unwrap_or_else(|| id.to_owned()),
            at: Some(at),
            args: BTreeMap::from([("upn", field::text(user, "userPrincipalName").into())]),
            facts: at.timestamp().to_string(),
        });
    })?;
    Ok(found)
}
