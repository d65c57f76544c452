//! How many passwords end on which day. The days are those of the reader, who says where each begins.

use crate::collections::{USERS, field, password_expiry};
use crate::passwords::ics::Entry;
use crate::session::Session;
use chrono::{DateTime, Utc};
use kontor_model::{Error, Object, Result};
use kontor_store::{Cell, Filter, Query};
use serde::Serialize;
use ts_rs::TS;

/// Longer than a year of days nobody looks at.
const MOST_DAYS: usize = 400;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DayCount {
    /// Accounts that may sign in.
    #[ts(type = "number")]
    pub count: u64,
    /// Accounts that are blocked, which nobody waits for.
    #[ts(type = "number")]
    pub blocked: u64,
}

/// The passwords that end from each of these moments until the next one.
///
/// # Errors
/// [`kontor_model::Code::Invalid`] when they are not in order, or too many.
pub fn calendar(session: &Session, begins: &[DateTime<Utc>]) -> Result<Vec<DayCount>> {
    let [first, .., last] = begins else {
        return Err(Error::invalid(
            "begins",
            "A calendar needs the beginning of a day and of the next.",
        ));
    };
    if begins.len() > MOST_DAYS || !begins.is_sorted() {
        let why = format!("The days of a calendar come in order, {MOST_DAYS} at most.");
        return Err(Error::invalid("begins", why));
    }
    let mut days = vec![DayCount { count: 0, blocked: 0 }; begins.len() - 1];
    let filters = password_expiry::ends_within(*first, *last);
    let rules = session.rules(&USERS)?;
    session
        .store
        .cells(&rules, &["expires", "enabled"], &filters, |_, cells| {
            let [Cell::Integer(ends), enabled] = cells else { return };
            let place = begins.partition_point(|begin| begin.timestamp() <= *ends);
            if let Some(day) = place.checked_sub(1).and_then(|place| days.get_mut(place)) {
                match enabled {
                    Cell::Integer(0) => day.blocked += 1,
                    _ => day.count += 1,
                }
            }
        })?;
    Ok(days)
}

/// Everybody whose password ends after `from` and who may sign in, soonest first.
pub fn entries(session: &Session, from: DateTime<Utc>) -> Result<Vec<Entry>> {
    let rules = session.rules(&USERS)?;
    let blocked = Filter::In {
        column: "enabled".to_owned(),
        cells: vec![Cell::Integer(0)],
    };
    let filters = [
        Filter::AtLeast {
            column: "expires".to_owned(),
            cell: Cell::Integer(from.timestamp()),
        },
        Filter::Not(Box::new(blocked)),
    ];
    let mut found = Vec::new();
    let mut after: Option<String> = None;
    loop {
        let query = Query {
            filters: &filters,
            order: Some("expires"),
            after: after.as_deref(),
            limit: 1_000,
            ..Query::default()
        };
        let page = session.store.list(&rules, &query)?;
        for item in page.items {
            if let Some(at) = password_expiry::expiry_of(&item.object, &rules.facts).at {
                found.push(entry(item.id, &item.object, at));
            }
        }
        match page.next {
            Some(next) => after = Some(next),
            None => return Ok(found),
        }
    }
}

fn entry(id: String, user: &Object, at: DateTime<Utc>) -> Entry {
    let upn = field::text(user, "userPrincipalName").unwrap_or_default();
    Entry {
        name: field::text(user, "displayName").unwrap_or_else(|| upn.clone()),
        upn,
        id,
        at,
    }
}
