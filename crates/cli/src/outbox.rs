//! `outbox`: reviewing, sending and steering queued changes.

use crate::arguments::{Keep, Outbox as Command};
use crate::exit::{self, Exit};
use crate::output::{Output, printable};
use crate::table::{self, Table};
use crate::{sync, tenant};
use kontor_core::commands::OperationView;
use kontor_core::outbox::{self, Pace};
use kontor_core::{Kontor, Session};
use kontor_model::{EvidenceKind, Operation, Result, State};
use kontor_store::Which;
use serde_json::{Value, json};
use std::collections::BTreeMap;

pub async fn perform(kontor: &Kontor, session: &Session, command: Command, output: &mut Output) -> exit::Done {
    let operation = match command {
        Command::List => {
            let operations = views(session.store.operations(Which::All)?);
            output.answer(json!({ "items": operations }), || listed(&operations))?;
            return Ok(Exit::Done);
        }
        Command::Send => return send(kontor, session, output).await,
        Command::Show { id } => outbox::find(session, id)?,
        Command::Approve { id } => outbox::approve(session, id)?,
        Command::Retry { id } => outbox::retry(session, id)?,
        Command::Discard { id } => outbox::discard(session, id)?,
        Command::Resolve { id, keep: Keep::Mine } => outbox::keep_mine(session, id)?,
        Command::Resolve { id, keep: Keep::Theirs } => outbox::keep_theirs(session, id)?,
    };
    let operation = OperationView::from(operation);
    output.answer(json!({ "item": operation }), || described(&operation))?;
    Ok(Exit::Done)
}

/// Sends, and tells what became of everything that stood in the outbox.
async fn send(kontor: &Kontor, session: &Session, output: &mut Output) -> exit::Done {
    let standing = session.store.operations(Which::Active)?;
    let stopped = match standing.is_empty() {
        true => None,
        false if session.works_offline()? => Some(sync::works_offline()),
        false => match tenant::renewed(kontor, session).await {
            Ok(session) => outbox::drain(&session, Pace::Settle).await?.stopped,
            Err(error) => Some(error),
        },
    };
    let now = standing
        .iter()
        .map(|operation| outbox::find(session, operation.id))
        .collect::<Result<Vec<_>>>()?;
    let mut counts: BTreeMap<&str, u32> = [State::Done, State::Failed, State::Held, State::Conflict]
        .map(|state| (state.name(), 0))
        .into();
    for operation in &now {
        *counts.entry(operation.state.name()).or_default() += 1;
    }
    let exit = verdict(
        stopped.as_ref().map(Exit::of),
        now.iter().map(|operation| operation.state),
    );
    let operations = views(now);
    let answer: Value = json!({ "counts": counts, "items": operations });
    let text = || {
        let counted = counts.iter().filter(|(_, count)| **count > 0);
        let counted: Vec<String> = counted.map(|(state, count)| format!("{count} {state}")).collect();
        if counted.is_empty() {
            "Nothing to send.".to_owned()
        } else {
            format!("{}\n{}.", listed(&operations), counted.join(", "))
        }
    };
    match stopped {
        Some(error) => output.partial(answer, &error, text)?,
        None => output.answer(answer, text)?,
    }
    Ok(exit)
}

/// What kept everything from being sent comes first, then what failed, then what waits for a person.
fn verdict(stopped: Option<Exit>, mut states: impl Iterator<Item = State> + Clone) -> Exit {
    if let Some(exit) = stopped {
        exit
    } else if states.clone().any(|state| state == State::Failed) {
        Exit::Failed
    } else if states.any(|state| !state.is_final()) {
        Exit::Attention
    } else {
        Exit::Done
    }
}

pub fn views(operations: Vec<Operation>) -> Vec<OperationView> {
    operations.into_iter().map(OperationView::from).collect()
}

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
    let mut lines = vec![format!(
        "{} {} ({} {}): {}",
        operation.operation,
        target.name,
        target.collection,
        target.id,
        operation.state.name()
    )];
    for change in &operation.changes {
        lines.push(match change.secret {
            true => format!("  {}: a new secret value", change.field),
            false => format!(
                "  {}: {} → {}",
                change.field,
                or_none(&change.from),
                or_none(&change.to)
            ),
        });
    }
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
    lines.extend(operation.error.iter().map(|error| format!("  {}", error.message)));
    lines.extend(operation.evidence.iter().map(|evidence| {
        let what = match evidence.kind {
            EvidenceKind::Accepted => "accepted by the server",
            EvidenceKind::Seen => "seen on the server",
            EvidenceKind::AlreadySo => "the server had it already",
        };
        format!("  {what} at {}", evidence.at.format("%F %T UTC"))
    }));
    lines.push(format!("  id {}", operation.id));
    printable(&lines.join("\n"))
}

fn or_none(value: &Value) -> String {
    let text = table::text(value);
    if text.is_empty() {
        "(none)".to_owned()
    } else {
        text.replace('\n', " ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offline_wins_over_what_waits_for_a_person_and_failure_as_well() {
        let states = |states: &'static [State]| states.iter().copied();
        assert_eq!(verdict(Some(Exit::Offline), states(&[State::Held])), Exit::Offline);
        assert_eq!(verdict(None, states(&[State::Held, State::Failed])), Exit::Failed);
        assert_eq!(verdict(None, states(&[State::Done, State::Conflict])), Exit::Attention);
        assert_eq!(verdict(None, states(&[State::Done, State::Queued])), Exit::Attention);
        assert_eq!(verdict(None, states(&[State::Done, State::Discarded])), Exit::Done);
    }
}
