//! Whom an operation concerns, counted in the mirror.

use crate::collections::USERS;
use crate::operations::{self, Change, Reach};
use crate::session::Session;
use kontor_model::{Operation, Result, Target};
use kontor_store::{Cell, Filter, Query};

/// How many people an operation of the outbox concerns, where that is more than its target.
pub fn reach_of(session: &Session, operation: &Operation) -> Result<Option<u64>> {
    match operations::read(&operation.operation, &operation.input) {
        Ok(change) => reach(session, &*change, &operation.target),
        // What this version cannot read it cannot count.
        Err(_) => Ok(None),
    }
}

pub(super) fn reach(session: &Session, change: &dyn Change, target: &Target) -> Result<Option<u64>> {
    let Reach::UsersOf(domain) = change.reach(target) else {
        return Ok(None);
    };
    let rules = session.rules(&USERS)?;
    let among = |column: &str, cells| Filter::In {
        column: column.to_owned(),
        cells,
    };
    let domains = rules.facts.policies.governed_by(&domain);
    let filters = [
        among("domain", domains.into_iter().map(Cell::Text).collect()),
        // Guests, and those whose password is kept elsewhere.
        Filter::Not(Box::new(among("expiry", vec![Cell::Text("not-applicable".to_owned())]))),
    ];
    let query = Query {
        filters: &filters,
        limit: 1,
        total: true,
        ..Query::default()
    };
    Ok(session.store.list(&rules, &query)?.total)
}
