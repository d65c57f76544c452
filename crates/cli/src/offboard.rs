//! `offboard`: what is done when somebody leaves, and how far each checklist is.

use crate::arguments::Offboard;
use crate::exit::{self, Exit};
use crate::many::why;
use crate::operation::{changed, listed};
use crate::output::{Output, printable};
use crate::{access, outbox, run, table};
use kontor_core::Session;
use kontor_core::collections::USERS;
use kontor_core::commands::StandingChecklist;
use kontor_core::outbox::{Offboarding, OffboardingStep, offboarding, offboarding_wishes, queue_checklist};
use kontor_model::{Code, Error, Result, State};
use kontor_store::{Cell, Filter, Query, fold};
use serde_json::{Value, json};

pub fn perform(session: &Session, wish: Offboard, output: &mut Output) -> exit::Done {
    let (id, name) = user(session, &wish.user)?;
    let successor = wish
        .successor
        .as_deref()
        .map(|other| user(session, other))
        .transpose()?;
    let left_out: Vec<OffboardingStep> = wish.without.iter().map(|step| (*step).into()).collect();
    let mut steps = offboarding(session, &id, successor.as_ref().map(|(id, _)| id.as_str()))?;
    steps.retain(|one| !left_out.contains(&one.step) && (wish.delete || one.step != OffboardingStep::Delete));
    if wish.dry_run {
        output.answer(json!({ "preview": steps }), || told(&name, &steps))?;
        return Ok(Exit::Done);
    }
    let password = match wish.password_stdin {
        true => Some(run::secret("password")?),
        false => None,
    };
    let stays: Vec<Value> = steps
        .iter()
        .filter(|one| !one.stays.is_empty() || one.more > 0)
        .map(|one| json!({ "step": one.step, "stays": one.stays, "more": one.more }))
        .collect();
    let said: Vec<String> = steps.iter().flat_map(staying).collect();
    let wishes = offboarding_wishes(session, steps, password)?;
    let queued = outbox::views(session, queue_checklist(session, &id, wishes)?)?;
    output.answer(json!({ "items": queued, "stays": stays }), || {
        let next = "Send them with: kontor outbox send\nEach is discarded or undone with: kontor outbox undo ID";
        let mut lines = vec![listed(&queued)];
        lines.extend(said);
        lines.push(next.to_owned());
        printable(&lines.join("\n"))
    })?;
    Ok(Exit::Done)
}

fn told(name: &str, steps: &[Offboarding]) -> String {
    let count: usize = steps.iter().map(|step| step.goes.len()).sum();
    let mut lines = vec![format!("{name}: {count} changes would be queued.")];
    for step in steps {
        if step.goes.is_empty() && step.stays.is_empty() {
            lines.push(format!("  {}: nothing to do", word(step.step)));
        }
        for going in &step.goes {
            let preview = &going.preview;
            lines.push(format!(
                "  {}: {} {}",
                word(step.step),
                going.operation,
                preview.target.name
            ));
            lines.extend(preview.changes.iter().map(|change| format!("  {}", changed(change))));
            lines.extend(access::why(&preview.access).map(|why| format!("    {why}")));
        }
        lines.extend(staying(step));
    }
    printable(&lines.join("\n"))
}

fn staying(step: &Offboarding) -> Vec<String> {
    let stays = step.stays.iter();
    let mut lines: Vec<_> = stays
        .map(|one| format!("  {}: {} stays: {}", word(step.step), one.name, why(&one.why)))
        .collect();
    if step.more > 0 {
        let more = step.more;
        lines.push(format!(
            "  {}: {more} more stay for now; do this again afterwards",
            word(step.step)
        ));
    }
    lines
}

fn word(step: OffboardingStep) -> String {
    table::text(&json!(step))
}

pub fn checklists(session: &Session, output: &mut Output) -> exit::Done {
    let lists = StandingChecklist::all(session)?;
    output.answer(json!({ "items": lists }), || {
        let told = lists.iter().map(|list| {
            let done = list.steps.iter().filter(|one| one.state == State::Done).count();
            let of = list.steps.len();
            format!(
                "{}: {done} of {of} done, id {}\n{}",
                list.about.name,
                list.id,
                listed(&list.steps)
            )
        });
        match lists.is_empty() {
            true => "There is no checklist in the outbox.".to_owned(),
            false => printable(&told.collect::<Vec<_>>().join("\n")),
        }
    })?;
    Ok(Exit::Done)
}

/// The id and the name of the user that goes by this id or sign-in name.
pub fn user(session: &Session, name: &str) -> Result<(String, String)> {
    let rules = session.rules(&USERS)?;
    let mut found = session.store.show(&rules, name)?;
    if found.is_none() {
        let named = Filter::In {
            column: "upn".to_owned(),
            cells: vec![Cell::Text(fold(name))],
        };
        let query = Query {
            filters: &[named],
            limit: 100,
            ..Query::default()
        };
        let is = |item: &kontor_store::Item| {
            let upn = item.object.get("userPrincipalName").and_then(Value::as_str);
            upn.is_some_and(|upn| upn.to_lowercase() == name.to_lowercase())
        };
        found = session.store.list(&rules, &query)?.items.into_iter().find(is);
    }
    let Some(item) = found else {
        let why = format!("There is no user {name} in the offline copy; sync to be sure.");
        return Err(Error::new(Code::NotFound, why));
    };
    Ok((item.id, (USERS.title)(&item.object)))
}
