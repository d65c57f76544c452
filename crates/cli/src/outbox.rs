//! `outbox`: reviewing, sending and steering queued changes.

use crate::arguments::{Keep, Outbox as Command, Policy};
use crate::exit::{self, Exit};
use crate::operation::{described, listed, steps};
use crate::output::{Output, printable};
use crate::table::{self, Table};
use crate::{change_request, offboard, run, sync, tenant};
use kontor_core::commands::{JournalStep, OperationView};
use kontor_core::outbox::{self, Pace, SendPolicy};
use kontor_core::{Kontor, Session};
use kontor_model::{Code, Error, Operation, OperationId, Result, State};
use kontor_store::Which;
use serde_json::{Value, json};
use std::collections::BTreeMap;

pub async fn perform(kontor: &Kontor, session: &Session, command: Command, output: &mut Output) -> exit::Done {
    let operation = match command {
        Command::List => return several(session, session.store.operations(Which::All)?, output),
        Command::Send => return send(kontor, session, output).await,
        Command::Show { id } => return show(session, id, output),
        Command::Approve { ids, all } => match (ids.as_slice(), all) {
            ([id], _) => outbox::approve(session, *id)?,
            (ids, false) => return several(session, outbox::approve_all(session, ids)?, output),
            (_, true) => {
                let held = session.store.operations(Which::Active)?;
                let ids: Vec<_> = held
                    .iter()
                    .filter(|one| outbox::may_go_with_all(one))
                    .map(|one| one.id)
                    .collect();
                return several(session, outbox::approve_all(session, &ids)?, output);
            }
        },
        Command::Checklists => return offboard::checklists(session, output),
        Command::Bulks => return bulks(session, output),
        Command::Bulk { id, step } => {
            let done = outbox::step_bulk(session, id, step.into())?;
            output.answer(json!({ "step": done.step, "count": done.count }), || {
                format!("{} of them.", done.count)
            })?;
            return Ok(Exit::Done);
        }
        Command::Retry { id } => outbox::retry(session, id)?,
        Command::Edit(edit) => return run::edit(session, edit, output),
        Command::Discard { id } => outbox::discard(session, id)?,
        Command::Undo { id } => outbox::undo(session, id)?,
        Command::Tell { id } => outbox::tell(session, id)?,
        Command::Acknowledge { id } => outbox::acknowledge(session, id)?,
        Command::Resolve { id, keep: Keep::Mine } => outbox::keep_mine(session, id)?,
        Command::Resolve { id, keep: Keep::Theirs } => outbox::keep_theirs(session, id)?,
        Command::CopyAs { id, format } => {
            let text = outbox::copy_as(session, id, format.into())?;
            output.answer(json!({ "text": text }), || printable(&text))?;
            return Ok(Exit::Done);
        }
        Command::Policy { policy } => return send_policy(session, policy, output),
        Command::Export { ids, to } => return change_request::export(session, &ids, &to, output),
        Command::Open { file } => return change_request::open(session, &file, output),
        Command::Accept { file } => return change_request::accept(session, &file, output),
    };
    let operation = view(session, operation)?;
    output.answer(json!({ "item": operation }), || described(&operation))?;
    Ok(Exit::Done)
}

/// Answers with a list of changes.
pub fn several(session: &Session, operations: Vec<Operation>, output: &mut Output) -> exit::Done {
    let operations = views(session, operations)?;
    output.answer(json!({ "items": operations }), || listed(&operations))?;
    Ok(Exit::Done)
}

fn bulks(session: &Session, output: &mut Output) -> exit::Done {
    let bulks = outbox::bulks(session)?;
    output.answer(json!({ "items": bulks }), || {
        let mut table = Table::new(["operation", "count", "states", "queued", "id"].into_iter());
        for bulk in &bulks {
            let states = bulk.states.iter();
            let states: Vec<_> = states
                .map(|one| format!("{} {}", one.count, one.state.name()))
                .collect();
            let cells = [
                bulk.operation.clone(),
                bulk.count.to_string(),
                states.join(", "),
                table::time(bulk.queued_at),
                bulk.id.to_string(),
            ];
            table.row(cells.into_iter());
        }
        table.to_string()
    })?;
    Ok(Exit::Done)
}

fn show(session: &Session, id: OperationId, output: &mut Output) -> exit::Done {
    let operation = view(session, outbox::find(session, id)?)?;
    let journal = session.store.journal_of(id)?;
    let journal: Vec<_> = journal.into_iter().map(JournalStep::from).collect();
    output.answer(json!({ "item": operation, "journal": journal }), || {
        format!("{}\n\n{}", described(&operation), steps(&journal))
    })?;
    Ok(Exit::Done)
}

fn send_policy(session: &Session, wanted: Option<Policy>, output: &mut Output) -> exit::Done {
    let wanted = wanted.map(|policy| match policy {
        Policy::ByItself => SendPolicy::ByItself,
        Policy::AfterReview => SendPolicy::AfterReview,
        Policy::Window { from, to } => SendPolicy::Window { from, to },
    });
    if let Some(policy) = wanted {
        policy.set(session)?;
    }
    let policy = SendPolicy::of(session)?;
    output.answer(json!({ "policy": policy }), || match policy {
        SendPolicy::ByItself => "Changes go as soon as they are ready.".to_owned(),
        SendPolicy::AfterReview => "Each change goes only after it was approved.".to_owned(),
        SendPolicy::Window { from, to } => {
            let (from, to) = (from.format("%H:%M"), to.format("%H:%M"));
            format!("Changes go only between {from} and {to} by this computer's clock.")
        }
    })?;
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
    let operations = views(session, now)?;
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

/// Operations as they are shown, with what each waits for.
pub fn views(session: &Session, operations: Vec<Operation>) -> Result<Vec<OperationView>> {
    OperationView::of(session, operations)
}

pub fn view(session: &Session, operation: Operation) -> Result<OperationView> {
    let found = views(session, vec![operation])?.pop();
    found.ok_or_else(|| Error::new(Code::Internal, "An operation has no view."))
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
