//! `run` for many: those named with `--id`, or all that `--filter` and `--search` find.

use crate::access;
use crate::arguments::{Members, MoveDomain, SomeUsers, Wanted};
use crate::catalogue;
use crate::exit::{self, Exit};
use crate::items;
use crate::operation::changed;
use crate::output::{Output, printable};
use crate::table;
use kontor_core::Session;
use kontor_core::operations::{ADD_GROUP_MEMBER, Kind, REMOVE_GROUP_MEMBER};
use kontor_core::outbox::{self, Asked, LeftOrTold, Survey, preview_many, queue_many};
use kontor_core::selection::Selection;
use kontor_model::{OperationId, Result};
use serde_json::{Value, json};

/// Whom it is for.
#[derive(Default)]
pub struct Whom {
    pub ids: Vec<String>,
    pub filter: Vec<(String, String)>,
    pub search: Option<String>,
    /// Only tell what it would do.
    pub dry_run: bool,
    pub even_if_refused: bool,
}

impl Whom {
    /// The one whom it is for, when it is asked for as a single change.
    pub fn only(&self) -> Option<&str> {
        match self.ids.as_slice() {
            [id] if !self.dry_run && !self.narrows() => Some(id),
            _ => None,
        }
    }

    fn narrows(&self) -> bool {
        !self.filter.is_empty() || self.search.is_some()
    }

    /// Those named, and those of `collection` that are found.
    fn selection(&self, session: &Session, collection: &str) -> std::result::Result<Selection, exit::Stop> {
        let mut ids = self.ids.clone();
        if self.narrows() {
            let wanted = Wanted {
                collection: collection.to_owned(),
                search: self.search.clone(),
                filter: self.filter.clone(),
                limit: None,
                mirror: false,
            };
            items::each(session, &wanted, |object| {
                ids.extend(object.get("id").and_then(Value::as_str).map(str::to_owned));
                Ok(())
            })?;
        }
        Ok(Selection {
            collection: collection.to_owned(),
            ids: Some(ids),
            ..Selection::default()
        })
    }
}

impl From<SomeUsers> for Whom {
    fn from(some: SomeUsers) -> Self {
        Self {
            ids: some.id,
            filter: some.filter,
            search: some.search,
            dry_run: some.dry_run,
            even_if_refused: some.even_if_refused,
        }
    }
}

/// The same for each of them.
pub fn perform(session: &Session, kind: &Kind, whom: &Whom, input: &Value, output: &mut Output) -> exit::Done {
    let selection = whom.selection(session, kind.collection.name)?;
    let asked = || outbox::same_for_all(kind.name, selection.find(session)?, input);
    enter(session, kind.name, asked, whom, output)
}

/// Their sign-in names go to another domain.
pub fn move_domain(session: &Session, wish: MoveDomain, output: &mut Output) -> exit::Done {
    let whom = Whom::from(wish.whom);
    let selection = whom.selection(session, "users")?;
    let asked = || outbox::move_domain(session, selection.find(session)?, &wish.domain);
    enter(session, outbox::MOVES_DOMAIN, asked, &whom, output)
}

/// They become members of a group, or leave it.
pub fn members(session: &Session, wish: Members, output: &mut Output) -> exit::Done {
    let (operation, wish) = match wish {
        Members::Add(wish) => (ADD_GROUP_MEMBER, wish),
        Members::Remove(wish) => (REMOVE_GROUP_MEMBER, wish),
    };
    let whom = Whom::from(wish.whom);
    let selection = whom.selection(session, "users")?;
    let asked = || outbox::members(session, operation, selection.find(session)?, &wish.group);
    enter(session, operation, asked, &whom, output)
}

/// Tells what it would do, or queues it.
fn enter(
    session: &Session,
    operation: &str,
    asked: impl Fn() -> Result<Vec<Asked>>,
    whom: &Whom,
    output: &mut Output,
) -> exit::Done {
    let (survey, bulk) = match whom.dry_run {
        true => (preview_many(session, operation, asked()?, whom.even_if_refused)?, None),
        false => {
            let queued = queue_many(session, operation, asked()?, whom.even_if_refused, None)?;
            (queued.survey, queued.bulk)
        }
    };
    answered(operation, &survey, bulk, whom.dry_run, output)
}

/// Says what was queued, or would be.
pub fn answered(
    operation: &str,
    survey: &Survey,
    bulk: Option<OperationId>,
    dry_run: bool,
    output: &mut Output,
) -> exit::Done {
    let answer = match dry_run {
        true => json!({ "preview": survey }),
        false => json!({ "bulk": bulk, "survey": survey }),
    };
    output.answer(answer, || told(operation, survey, bulk, dry_run))?;
    Ok(Exit::Done)
}

fn told(operation: &str, survey: &Survey, bulk: Option<OperationId>, dry_run: bool) -> String {
    let verb = if dry_run { "would be queued" } else { "queued" };
    let mut lines = vec![format!("{operation}: {} of {} {verb}.", survey.goes, survey.total)];
    for group in &survey.groups {
        let what = if group.left_out { "left alone" } else { "mind" };
        let more = if group.count > group.names.len() as u64 {
            ", …"
        } else {
            ""
        };
        lines.push(format!(
            "  {what}: {} ({}{more}): {}",
            group.count,
            group.names.join(", "),
            why(&group.why)
        ));
    }
    for one in &survey.sample {
        lines.push(format!("  {}", one.target.name));
        lines.extend(one.changes.iter().map(|change| format!("  {}", changed(change))));
    }
    lines.extend(bulk.map(|bulk| match survey.hold {
        Some(_) => format!("Let them go with: kontor outbox bulk {bulk} approve"),
        None => format!("Send them with: kontor outbox send\nTake them back with: kontor outbox bulk {bulk} discard"),
    }));
    printable(&lines.join("\n"))
}

/// Why something is left alone, or what there is to know of it.
pub fn why(why: &LeftOrTold) -> String {
    match why {
        LeftOrTold::Error { error } => error.message.clone(),
        LeftOrTold::Warning { warning } => {
            let name = table::text(&json!(warning));
            catalogue::text(&["warning", &name]).unwrap_or(name)
        }
        LeftOrTold::Access { access } => access::why(access).unwrap_or_default(),
    }
}
