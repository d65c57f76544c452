//! To whom a mail goes: everybody whom it concerns, or those selected; who is left out, and why.

use super::about::{Kind, SEND_MAIL};
use super::letter::{Desk, no_date};
use crate::collections::{REGISTRATION_DETAILS, USERS, field, is, password_expiry};
use crate::outbox::{self, Asked, Group, LeftOrTold, QueuedMany, Survey};
use crate::selection::{Selected, Selection};
use crate::session::Session;
use chrono::TimeDelta;
use kontor_model::{Code, Error, Result};
use kontor_store::{Cell, Filter, Item, Query};
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap};
use ts_rs::TS;

/// A mail to many that is not queued yet.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "MailDraft")]
pub struct Draft {
    pub kind: Kind,
    /// To those whose password ends within so many days; only of that kind of mail, and not of a selection.
    #[serde(default)]
    #[ts(optional)]
    pub within: Option<u16>,
    /// To these; without it, to everybody whom it concerns.
    #[serde(default)]
    #[ts(optional)]
    pub of: Option<Selection>,
    /// The mailbox that it comes from; without one, that of whoever is signed in.
    #[serde(default)]
    #[ts(optional)]
    pub from: Option<String>,
}

/// Passwords that end later than in a year nobody writes about.
const LONGEST: u16 = 366;

/// What it would do.
///
/// # Errors
/// As [`outbox::preview_many`]; [`Code::Invalid`] for a draft that asks for what there is not.
pub fn preview_mail(session: &Session, draft: &Draft, even_if_refused: bool) -> Result<Survey> {
    let survey = outbox::preview_many(session, SEND_MAIL, asked(session, draft)?, even_if_refused)?;
    with_those_without_a_day(session, draft, survey)
}

/// Puts every mail into the outbox, or none. Two who ask at the same time are one behind the other, so that both cannot write to
/// the same people.
///
/// # Errors
/// As [`preview_mail`]; [`Code::Busy`] while another one asks; as [`outbox::queue_many`].
pub fn queue_mail(
    session: &Session,
    draft: &Draft,
    even_if_refused: bool,
    expected: Option<u64>,
) -> Result<QueuedMany> {
    let _alone = outbox::lock(session, "mail.lock")?;
    let asked = asked(session, draft)?;
    let mut queued = outbox::queue_many(session, SEND_MAIL, asked, even_if_refused, expected)?;
    queued.survey = with_those_without_a_day(session, draft, queued.survey)?;
    Ok(queued)
}

fn asked(session: &Session, draft: &Draft) -> Result<Vec<Asked>> {
    let (selected, mut whys) = match (&draft.of, draft.kind) {
        (Some(of), _) => chosen(session, draft.kind, of.find(session)?)?,
        (None, Kind::PasswordExpiry) => (ending(session, draft)?, HashMap::new()),
        (None, Kind::Registration) => unregistered(session)?,
    };
    let within = draft.within.filter(|_| draft.of.is_none());
    let desk = Desk::of(session, draft.kind, within)?;
    let from = draft.from.as_deref().map(str::trim).filter(|from| !from.is_empty());
    let input = |item: &Item| -> Result<Value> {
        let user = &item.server;
        let about = desk.about(user)?;
        if let Some(why) = desk.why_not(&item.id, user, &about) {
            return Err(why);
        }
        let (_, words) = desk.written(user, &about, None)?;
        let mut input = json!({ "subject": words.subject, "body": words.body, "about": about });
        if let (Some(from), Some(input)) = (from, input.as_object_mut()) {
            input.insert("from".to_owned(), json!(from));
        }
        Ok(input)
    };
    let mut all = outbox::asked(selected, input);
    for one in &mut all {
        if let Some(why) = whys.remove(&one.item.id) {
            one.input = Err(why);
        }
    }
    Ok(all)
}

/// Those whose password ends from now on within the days asked for, soonest first.
fn ending(session: &Session, draft: &Draft) -> Result<Selected> {
    let days = draft.within.filter(|days| (1..=LONGEST).contains(days));
    let why = "Say within how many days the passwords end: 1 to 366.";
    let days = days.ok_or_else(|| Error::invalid("within", why))?;
    let now = session.now();
    let until = now + TimeDelta::days(days.into()) + TimeDelta::seconds(1);
    let range = format!("{}/{}", now.to_rfc3339(), until.to_rfc3339());
    let all = Selection {
        collection: "password-expiry".to_owned(),
        filters: BTreeMap::from([("ends".to_owned(), vec![range])]),
        ..Selection::default()
    };
    all.find(session)
}

/// The report names who may reset a forgotten password and has not registered for it.
fn unregistered(session: &Session) -> Result<(Selected, HashMap<String, Error>)> {
    let yes = |column: &str, value: &str| (column.to_owned(), vec![value.to_owned()]);
    let all = Selection {
        collection: REGISTRATION_DETAILS.name.to_owned(),
        filters: BTreeMap::from([yes("enabled", "1"), yes("registered", "0")]),
        ..Selection::default()
    };
    chosen(session, Kind::Registration, all.find(session)?)
}

/// The users that a selection means, and of those in the report whom it does not concern.
fn chosen(session: &Session, kind: Kind, selected: Selected) -> Result<(Selected, HashMap<String, Error>)> {
    let report = session.rules(&REGISTRATION_DETAILS)?;
    let mut whys = HashMap::new();
    let selected = if selected.collection.name == REGISTRATION_DETAILS.name {
        // The report is older than the users: who was deleted since is left out with the reason.
        let ids = selected.items.into_iter().map(|item| item.id).collect();
        let same = Selection {
            collection: USERS.name.to_owned(),
            ids: Some(ids),
            ..Selection::default()
        };
        let found = same.find(session)?;
        Selected {
            missing: found.missing.into_iter().chain(selected.missing).collect(),
            ..found
        }
    } else {
        selected
    };
    if selected.collection.name != USERS.name {
        return Err(Error::new(Code::Usage, "Only users are written to."));
    }
    if kind == Kind::Registration {
        for item in &selected.items {
            let line = session.store.show(&report, &item.id)?.map(|line| line.server);
            let says = |name| line.as_ref().and_then(|line| field::flag(line, name));
            let why = match (says("isSsprEnabled"), says("isSsprRegistered")) {
                (Some(false), _) => "The tenant does not let this user reset a forgotten password.",
                (_, Some(true)) => "The user has registered already.",
                (Some(true), Some(false)) => continue,
                _ => "Whether the user has registered is not known.",
            };
            whys.insert(item.id.clone(), Error::new(Code::WrongState, why));
        }
    }
    Ok((selected, whys))
}

/// Whose password has no day at all is left out of "all that end soon" as well: how many, and why.
fn with_those_without_a_day(session: &Session, draft: &Draft, mut survey: Survey) -> Result<Survey> {
    if draft.kind != Kind::PasswordExpiry || draft.of.is_some() {
        return Ok(survey);
    }
    let rules = session.rules(&USERS)?;
    let undated = Filter::Not(Box::new(is("expiry", "dated")));
    let mut groups: BTreeMap<&'static str, (u64, Vec<String>)> = BTreeMap::new();
    for (cell, count) in session.store.tally(&rules, "reason", std::slice::from_ref(&undated))? {
        let Cell::Text(name) = cell else { continue };
        let filters = [undated.clone(), is("reason", &name)];
        let some = Query {
            filters: &filters,
            order: Some("name"),
            limit: 5,
            ..Query::default()
        };
        let found = session.store.list(&rules, &some)?.items;
        let Some(first) = found.first() else { continue };
        let why = no_date(password_expiry::expiry_of(&first.object, &rules.facts).reason);
        let (known, names) = groups.entry(why).or_default();
        *known += count;
        names.extend(found.iter().map(|item| (USERS.title)(&item.object)));
        names.truncate(5);
    }
    survey.total += groups.values().map(|(count, _)| count).sum::<u64>();
    survey
        .groups
        .extend(groups.into_iter().map(|(why, (count, names))| Group {
            why: LeftOrTold::Error {
                error: Error::new(Code::WrongState, why),
            },
            left_out: true,
            count,
            names,
        }));
    survey
        .groups
        .sort_by_key(|group| (!group.left_out, std::cmp::Reverse(group.count)));
    Ok(survey)
}
