//! What the admin should know: a pure function of the mirror, the outbox and the clock.

mod billing;
mod health;
mod passwords;

use crate::collections::Collection;
use crate::session::Session;
use chrono::{DateTime, Utc};
use kontor_model::{Object, Result, State};
use kontor_store::{Filter, Query, Which};
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;
use ts_rs::TS;

/// Something the admin should know. It is told once for the same facts.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Alert {
    /// The same for the same matter, for good: `password-ends/{user id}`.
    pub id: String,
    pub kind: Kind,
    pub severity: Severity,
    /// Where to look.
    pub collection: String,
    pub object_id: Option<String>,
    /// What people call the object.
    pub name: String,
    /// When it happens or happened.
    pub at: Option<DateTime<Utc>>,
    /// Values for the sentence in the message catalogues.
    #[ts(type = "Record<string, string | number>")]
    pub args: BTreeMap<&'static str, Value>,
    /// The facts it stands on. When they change it may be told again.
    #[serde(skip)]
    pub facts: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(rename = "AlertSeverity")]
pub enum Severity {
    Info,
    Warning,
    Critical,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(rename = "AlertKind")]
pub enum Kind {
    PasswordEnds,
    PasswordEnded,
    LicenseShortage,
    SubscriptionEnds,
    SubscriptionInTrouble,
    InvoiceOverdue,
    Incident,
    OperationNeedsPerson,
}

impl Alert {
    /// Whether it is worth a notification while the window is closed. The others wait on Home.
    pub fn notifies(&self) -> bool {
        matches!(self.kind, Kind::PasswordEnds | Kind::OperationNeedsPerson)
    }
}

/// Everything that needs attention at `now`: what is worst first, then what comes soonest.
pub fn alerts(session: &Session, now: DateTime<Utc>) -> Result<Vec<Alert>> {
    let mut alerts = passwords::alerts(session, now)?;
    alerts.extend(billing::alerts(session, now)?);
    alerts.extend(health::alerts(session)?);
    alerts.extend(outbox(session)?);
    alerts.sort_by(|a, b| b.severity.cmp(&a.severity).then(a.at.cmp(&b.at)).then(a.id.cmp(&b.id)));
    Ok(alerts)
}

fn outbox(session: &Session) -> Result<Vec<Alert>> {
    let active = session.store.operations(Which::Active)?;
    let waiting = active
        .into_iter()
        .filter(|one| matches!(one.state, State::Held | State::Conflict));
    Ok(waiting
        .map(|one| Alert {
            id: format!("operation-needs-person/{}", one.id),
            kind: Kind::OperationNeedsPerson,
            severity: Severity::Warning,
            collection: "outbox".into(),
            object_id: Some(one.id.to_string()),
            name: one.target.name,
            at: None,
            args: BTreeMap::from([
                ("operation", Value::String(one.operation)),
                ("state", one.state.name().into()),
            ]),
            facts: one.state.name().to_owned(),
        })
        .collect())
}

/// Every object of a collection that meets the filters, as the server last said.
pub(crate) fn each(
    session: &Session,
    collection: &'static Collection,
    filters: &[Filter],
    mut act: impl FnMut(&str, &Object, &crate::insights::Facts),
) -> Result<()> {
    let rules = session.rules(collection)?;
    let mut after: Option<String> = None;
    loop {
        let query = Query {
            filters,
            after: after.as_deref(),
            limit: 1_000,
            mirror_only: true,
            ..Query::default()
        };
        let page = session.store.list(&rules, &query)?;
        for item in &page.items {
            act(&item.id, &item.server, &rules.facts);
        }
        match page.next {
            Some(next) => after = Some(next),
            None => return Ok(()),
        }
    }
}
