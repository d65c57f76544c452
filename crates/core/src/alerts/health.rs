//! Incidents that go on. Advisories wait on Service health: there is nearly always one.

use super::{Alert, Kind, Severity, each};
use crate::collections::issues::{is_open_incident, row};
use crate::collections::{ISSUES, is};
use crate::session::Session;
use kontor_model::Result;
use serde_json::Value;
use std::collections::BTreeMap;

pub(super) fn alerts(session: &Session) -> Result<Vec<Alert>> {
    let mut found = Vec::new();
    each(
        session,
        &ISSUES,
        &[is("classification", "incident")],
        |id, object, _| {
            let row = row(id, object);
            if !is_open_incident(&row) {
                return;
            }
            let service = row.service.map_or(Value::Null, Value::String);
            found.push(Alert {
                id: format!("incident/{id}"),
                kind: Kind::Incident,
                severity: Severity::Critical,
                collection: "issues".into(),
                object_id: Some(id.to_owned()),
                name: row.title.unwrap_or(row.id),
                at: row.start_date_time,
                args: BTreeMap::from([("service", service)]),
                facts: row.status.unwrap_or_default(),
            });
        },
    )?;
    Ok(found)
}
