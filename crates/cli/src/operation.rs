//! Operations of the outbox as people read them.

use crate::catalogue;
use crate::output::printable;
use crate::table::{self, Table};
use kontor_core::commands::{JournalStep, OperationView};
use kontor_core::operations::Kind;
use kontor_model::{EvidenceKind, FieldChange, Hold, State};
use serde_json::Value;

pub fn listed(operations: &[OperationView]) -> String {
    let mut table = Table::new(["state", "operation", "target", "queued", "id", "why"].into_iter());
    for operation in operations {
        let why = operation
            .error
            .as_ref()
            .map(|error| error.message.clone())
            .unwrap_or_default();
        let cells = [
            operation.state.name().to_owned(),
            operation.operation.clone(),
            operation.target.name.clone(),
            table::time(operation.queued_at),
            operation.id.to_string(),
            why,
        ];
        table.row(cells.into_iter());
    }
    table.to_string()
}

/// One operation, field by field.
pub fn described(operation: &OperationView) -> String {
    let target = &operation.target;
    let object = match target.is_expected(operation.id) {
        true => format!("{}, still to be made", target.collection),
        false => format!("{} {}", target.collection, target.id),
    };
    let state = operation.state.name();
    let mut lines = vec![format!("{} {} ({object}): {state}", operation.operation, target.name)];
    lines.extend(operation.changes.iter().map(changed));
    for conflict in &operation.conflicts {
        let (base, theirs, yours) = (
            or_none(&conflict.base),
            or_none(&conflict.theirs),
            or_none(&conflict.yours),
        );
        lines.push(format!(
            "  conflict in {}: it was {base}, the server has {theirs}, you want {yours}",
            conflict.field
        ));
    }
    lines.extend(operation.hold.map(|why| held(operation, why)));
    let page = Kind::find(&operation.operation).ok().and_then(Kind::page);
    lines.extend(
        page.filter(|_| operation.state == State::Guided)
            .map(|page| format!("  do this at {page}; the next sync that shows it confirms it")),
    );
    lines.extend(operation.waits_for.map(|other| format!("  waits for {other}")));
    lines.extend(operation.error.iter().map(|error| format!("  {}", error.message)));
    lines.extend(operation.evidence.iter().map(|evidence| {
        let what = match evidence.kind {
            EvidenceKind::Accepted => "accepted by the server",
            EvidenceKind::Seen => "seen on the server",
            EvidenceKind::AlreadySo => "the server had it already",
            EvidenceKind::Told => "a person said so",
        };
        format!("  {what} at {}", evidence.at.format("%F %T UTC"))
    }));
    lines.push(format!("  id {}", operation.id));
    printable(&lines.join("\n"))
}

/// One field, as it was and as it will be.
pub fn changed(change: &FieldChange) -> String {
    let field = &change.field;
    match change.secret {
        true => format!("  {field}: a new secret value"),
        false => format!("  {field}: {} → {}", or_none(&change.from), or_none(&change.to)),
    }
}

/// Why it is held and what a person does about it, as the window says it.
fn held(operation: &OperationView, why: Hold) -> String {
    let name = table::text(&serde_json::json!(why));
    let role = Kind::find(&operation.operation)
        .ok()
        .and_then(Kind::least_role)
        .unwrap_or("?");
    let said = ["text", "next"]
        .into_iter()
        .filter_map(|part| catalogue::text(&["hold", &name, part]));
    let said: Vec<String> = said
        .map(|text| {
            text.replace("{{name}}", &operation.target.name)
                .replace("{{role}}", role)
        })
        .collect();
    format!("  held ({name}): {}", said.join(" "))
}

/// The steps of a change, oldest first.
pub fn steps(journal: &[JournalStep]) -> String {
    let mut table = Table::new(["at", "who", "step", "request", "detail"].into_iter());
    for step in journal {
        let detail = match &step.detail {
            Value::Object(empty) if empty.is_empty() => String::new(),
            detail => detail.to_string(),
        };
        let request = step.request_id.clone().unwrap_or_default();
        let cells = [
            table::time(step.at),
            step.who.clone(),
            step.step.clone(),
            request,
            detail,
        ];
        table.row(cells.into_iter());
    }
    table.to_string()
}

fn or_none(value: &Value) -> String {
    let text = table::text(value);
    if text.is_empty() {
        "(none)".to_owned()
    } else {
        text.replace('\n', " ")
    }
}
