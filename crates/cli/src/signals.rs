//! `alerts` and `changes`: what needs attention, and what changed.

use crate::exit::{self, Exit};
use crate::output::Output;
use crate::table::{self, Table};
use chrono::{DateTime, Utc};
use kontor_core::{Session, alerts};
use serde_json::{Value, json};

pub fn alerts(session: &Session, output: &mut Output) -> exit::Done {
    let alerts = alerts::alerts(session, session.now())?;
    output.answer(json!({ "items": alerts }), || {
        let mut table = Table::new(["severity", "kind", "name", "at", "id"].into_iter());
        for alert in &alerts {
            let at = alert.at.map(table::time).unwrap_or_default();
            let (severity, kind) = (table::text(&json!(alert.severity)), table::text(&json!(alert.kind)));
            table.row([severity, kind, alert.name.clone(), at, alert.id.clone()].into_iter());
        }
        table.to_string()
    })?;
    Ok(Exit::Done)
}

pub fn changes(session: &Session, since: Option<DateTime<Utc>>, output: &mut Output) -> exit::Done {
    let changes = session.store.changes(since, None, u32::MAX)?;
    let json = |change: &kontor_store::Change| -> Value {
        json!({
            "seq": change.seq, "at": change.at, "collection": change.collection, "id": change.id,
            "kind": change.kind, "fields": change.fields,
        })
    };
    let items: Vec<Value> = changes.iter().map(json).collect();
    output.answer(json!({ "items": items }), || {
        let mut table = Table::new(["at", "kind", "collection", "id", "fields"].into_iter());
        for change in &changes {
            let fields: Vec<&str> = change.fields.iter().map(|field| field.field.as_str()).collect();
            let kind = table::text(&json!(change.kind));
            let cells = [
                table::time(change.at),
                kind,
                change.collection.clone(),
                change.id.clone(),
                fields.join(", "),
            ];
            table.row(cells.into_iter());
        }
        table.to_string()
    })?;
    Ok(Exit::Done)
}
