//! Lists without a delta query, of which Microsoft forgets what is old: what was seen once stays.

use super::round::{Walk, note_whole, pages, was_read_whole};
use super::{Cursor, Page, Round, Session, Stop};
use crate::collections::field::{parse_time, text};
use crate::derivation::Rules;
use kontor_cloud::FaultKind;
use kontor_model::{Object, Result};
use kontor_store::Query;
use serde_json::json;
use tokio_util::sync::CancellationToken;

/// What changed since the last round, or all that there is when that is asked for or a day ago.
pub(super) async fn kept(
    session: &Session,
    rules: &Rules,
    path: &str,
    forget: fn(&mut Object) -> bool,
    full: bool,
    cancel: &CancellationToken,
) -> std::result::Result<u64, Stop> {
    let name = rules.collection.name;
    let complete = session.store.sync_state(name)?.complete;
    if !full
        && complete
        && was_read_whole(session, name)?
        && let Some(at) = session
            .store
            .setting(&newest(name))?
            .and_then(|at| Some(at.as_str()?.to_owned()))
    {
        let link = format!("{path}?$filter=lastModifiedDateTime%20ge%20{at}");
        match walk(session, rules, Round::Delta, link, cancel).await {
            // The filter is a courtesy of the server.
            Err(Stop::Cloud(fault)) if fault.kind == FaultKind::Refused => {}
            other => return other,
        }
    }
    if !complete {
        restore(session, rules, path)?;
    }
    let began = session.now();
    let count = walk(session, rules, Round::Full, path.to_owned(), cancel).await?;
    let generation = session.store.sync_state(name)?.generation;
    for id in session.store.unseen(name, generation)? {
        let Some(mut object) = session.store.show(rules, &id)?.map(|item| item.server) else {
            continue;
        };
        if forget(&mut object) {
            session.store.keep(name, &[(id.clone(), object.clone())])?;
            session.store.put(rules, &id, Some(&object), false, began)?;
        }
    }
    note_whole(session, name)?;
    Ok(count)
}

/// The mirror is new; what Microsoft has forgotten is not.
fn restore(session: &Session, rules: &Rules, path: &str) -> Result<()> {
    let name = rules.collection.name;
    let items = session.store.kept(name)?;
    if items.is_empty() {
        return Ok(());
    }
    let page = Page {
        generation: session.store.begin_generation(name, Round::Full)?.generation,
        items,
        merge: false,
        removed: Vec::new(),
        cursor: Cursor::More {
            next_link: path.to_owned(),
        },
        at: session.now(),
    };
    session.store.apply(rules, page).map(|_| ())
}

async fn walk(
    session: &Session,
    rules: &Rules,
    round: Round,
    link: String,
    cancel: &CancellationToken,
) -> std::result::Result<u64, Stop> {
    let name = rules.collection.name;
    let walk = Walk {
        generation: session.store.begin_generation(name, round)?.generation,
        delta: false,
        merge: false,
        sweep: false,
        keep: true,
        link,
    };
    let count = pages(session, rules, walk, cancel).await?;
    // Only now: a round that is cut short has not seen all that is older than the newest it saw.
    if let Some(at) = last_change(session, rules)? {
        session.store.set_setting(&newest(name), &json!(at))?;
    }
    Ok(count)
}

/// The setting that says up to when everything was seen.
fn newest(name: &str) -> String {
    format!("newest/{name}")
}

/// When an object changed last, as Microsoft wrote it.
fn last_change(session: &Session, rules: &Rules) -> Result<Option<String>> {
    let query = Query {
        order: Some("changed"),
        descending: true,
        limit: 1,
        mirror_only: true,
        ..Query::default()
    };
    let newest = session.store.list(rules, &query)?.items.into_iter().next();
    let at = newest.and_then(|item| text(&item.object, "lastModifiedDateTime"));
    Ok(at.filter(|at| parse_time(at).is_some()))
}
