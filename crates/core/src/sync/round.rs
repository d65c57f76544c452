//! One round over one collection.

use super::{
    Collection, Cursor, FULL_AFTER_HOURS, Page, Progress, Round, Session, Stop, billing, catalog, kept, options,
    owners, partner_catalog, partner_center, partner_link,
};
use crate::collections::{Source, users};
use crate::derivation::Rules;
use chrono::{DateTime, TimeDelta, Utc};
use kontor_cloud::{Fault, FaultKind};
use kontor_model::{Api, Code, Error, Object, Planted, Result, planted};
use kontor_store::{Item, Query};
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

/// A report is some hours old when it is read, and Microsoft answers few requests for it: what was read this lately is not asked for
/// again unless somebody names it.
const REPORT_AFTER_HOURS: i64 = 2;

/// Brings one collection up to date, which somebody has `named` or all are in turn. Returns how many objects were written.
pub(super) async fn round(
    session: &Session,
    collection: &'static Collection,
    full: bool,
    named: bool,
    cancel: &CancellationToken,
) -> std::result::Result<u64, Stop> {
    let rules = session.rules(collection)?;
    match &collection.source {
        Source::Delta { path, .. } => delta(session, &rules, path, full, cancel).await,
        Source::List { path } => list(session, &rules, path, cancel).await,
        Source::Report { path } => {
            let complete = session.store.sync_state(collection.name)?.complete;
            if !full && !named && complete && is_recent_report(session, collection.name)? {
                return Ok(0);
            }
            let count = list(session, &rules, path, cancel).await?;
            note_whole(session, collection.name)?;
            Ok(count)
        }
        Source::Kept { path, forget } => kept::kept(session, &rules, path, *forget, full, cancel).await,
        Source::BillingAccounts => billing::accounts(session, &rules, cancel).await,
        Source::BelowBillingAccounts { path, of_a_period } => {
            billing::below_accounts(session, &rules, path, *of_a_period, cancel).await
        }
        Source::Transactions => billing::transactions(session, &rules, full, cancel).await,
        Source::Apart { path, of, property } => apart(session, &rules, path, of, property, full, cancel).await,
        Source::SubscriptionOwners => owners::owners(session, &rules, cancel).await,
        Source::Catalog { owned } => catalog::catalog(session, &rules, owned, cancel).await,
        Source::CustomerSubscriptions { path } => {
            if !full && !named && is_recent_report(session, collection.name)? {
                return Ok(0);
            }
            let count = partner_center::subscriptions(session, &rules, path, cancel).await?;
            note_whole(session, collection.name)?;
            Ok(count)
        }
        Source::Customers { path } => {
            if !full && !named && is_recent_report(session, collection.name)? {
                return Ok(0);
            }
            let count = partner_catalog::customers(session, &rules, path, full, cancel).await?;
            note_whole(session, collection.name)?;
            Ok(count)
        }
        Source::PartnerCatalog { path } => partner_catalog::catalog(session, &rules, path, full || named, cancel).await,
        Source::PartnerLink { path } => partner_link::link(session, &rules, path, cancel).await,
    }
}

/// What is read apart, once a day; then it is laid over the objects it is about.
async fn apart(
    session: &Session,
    rules: &Rules,
    path: &str,
    of: &'static Collection,
    property: &str,
    full: bool,
    cancel: &CancellationToken,
) -> std::result::Result<u64, Stop> {
    let name = rules.collection.name;
    if !full && session.store.sync_state(name)?.complete && was_read_whole(session, name)? {
        return Ok(0);
    }
    let walk = Walk {
        generation: session.store.begin_generation(name, Round::Full)?.generation,
        delta: false,
        merge: false,
        sweep: true,
        keep: false,
        link: path.to_owned(),
    };
    let count = pages(session, rules, walk, cancel).await?;
    // All of it at the end: what a stop leaves half done is read again as a whole.
    let whose = session.rules(of)?;
    let mut after = None;
    loop {
        let query = Query {
            after: after.as_deref(),
            limit: LAID_TOGETHER,
            mirror_only: true,
            ..Query::default()
        };
        let listing = session.store.list(rules, &query)?;
        let part = |item: Item| {
            let value = item.server.get(property).cloned().unwrap_or(Value::Null);
            (item.id, Object::from_iter([(property.to_owned(), value)]))
        };
        session
            .store
            .lay(&whose, listing.items.into_iter().map(part).collect())?;
        after = listing.next;
        if after.is_none() {
            break;
        }
    }
    // Of users that are not read yet nothing was taken in: it comes once more when they are.
    if session.store.sync_state(of.name)?.complete {
        note_whole(session, name)?;
    }
    Ok(count)
}

/// Objects that are laid over others in one transaction.
const LAID_TOGETHER: u32 = 1_000;

/// All of a list, whatever was there before.
async fn list(
    session: &Session,
    rules: &Rules,
    path: &str,
    cancel: &CancellationToken,
) -> std::result::Result<u64, Stop> {
    let name = rules.collection.name;
    let generation = session.store.begin_generation(name, Round::Full)?.generation;
    let walk = Walk {
        generation,
        delta: false,
        merge: false,
        sweep: true,
        keep: false,
        link: path.to_owned(),
    };
    pages(session, rules, walk, cancel).await
}

/// A delta round from the stored link; a full one where there is none, it is too old, or the server has forgotten it.
async fn delta(
    session: &Session,
    rules: &Rules,
    path: &str,
    full: bool,
    cancel: &CancellationToken,
) -> std::result::Result<u64, Stop> {
    let name = rules.collection.name;
    let state = session.store.sync_state(name)?;
    let same_fields = session.store.setting(&format!("path/{name}"))? == Some(json!(path));
    let recent = was_read_whole(session, name)?;

    let stored = match (state.round, state.next_link, state.delta_link) {
        _ if !same_fields => None,
        // A full round that was stopped goes on where it was, also when a full one is asked for.
        (Some(round @ Round::Full), Some(next), _) => Some((round, Some(state.generation), next)),
        // One that was stopped before its first page begins again.
        (Some(Round::Full), None, _) => None,
        _ if full || !recent => None,
        (Some(round @ Round::Delta), Some(next), _) => Some((round, Some(state.generation), next)),
        (_, _, Some(link)) => Some((Round::Delta, None, link)),
        _ => None,
    };
    if let Some((round, resumed, link)) = stored {
        match walk(session, rules, round, resumed, link, cancel).await {
            Err(Stop::Cloud(fault)) if must_start_again(fault.kind) => {}
            // What was read before the stop may be days old, and the list says it is of now: what changed since comes at once.
            Ok(count) if resumed.is_some() => {
                let Some(link) = session.store.sync_state(name)?.delta_link else {
                    return Ok(count);
                };
                return Ok(count + walk(session, rules, Round::Delta, None, link, cancel).await?);
            }
            other => return other,
        }
    }
    walk(session, rules, Round::Full, None, path.to_owned(), cancel).await
}

/// One round of a delta query: a new one, or one that goes on in its generation.
async fn walk(
    session: &Session,
    rules: &Rules,
    round: Round,
    resumed: Option<i64>,
    link: String,
    cancel: &CancellationToken,
) -> std::result::Result<u64, Stop> {
    let name = rules.collection.name;
    let generation = match resumed {
        Some(generation) => generation,
        None => session.store.begin_generation(name, round)?.generation,
    };
    let full = round == Round::Full;
    if full && resumed.is_none() {
        // After the round has begun: a crash in between must not leave these fields with a link that tells of others.
        session.store.set_setting(&format!("path/{name}"), &json!(link))?;
    }
    let walk = Walk {
        generation,
        delta: true,
        merge: !full,
        sweep: full,
        keep: false,
        link,
    };
    let count = pages(session, rules, walk, cancel).await?;
    if full {
        note_whole(session, name)?;
    }
    Ok(count)
}

/// Whether all of the collection was read not long ago.
pub(super) fn was_read_whole(session: &Session, name: &str) -> Result<bool> {
    was_read_within(session, name, TimeDelta::hours(FULL_AFTER_HOURS))
}

fn is_recent_report(session: &Session, name: &str) -> Result<bool> {
    was_read_within(session, name, TimeDelta::hours(REPORT_AFTER_HOURS))
}

pub(super) fn was_read_within(session: &Session, name: &str, time: TimeDelta) -> Result<bool> {
    let last = session.store.setting(&format!("full/{name}"))?;
    let last: Option<DateTime<Utc>> = last.and_then(|value| value.as_str()?.parse().ok());
    // A time to come was written by a clock that has been set back since: nobody knows how old it is.
    let fresh = |at: DateTime<Utc>| at <= session.now() && session.now() - at < time;
    Ok(last.is_some_and(fresh))
}

pub(super) fn note_whole(session: &Session, name: &str) -> Result<()> {
    session
        .store
        .set_setting(&format!("full/{name}"), &json!(session.now()))
}

/// What was read of it is known to be behind: the next round reads it again.
pub(crate) fn note_stale(session: &Session, collection: &Collection) -> Result<()> {
    session
        .store
        .set_setting(&format!("full/{}", collection.name), &Value::Null)
}

/// The server has forgotten the link, or it leads to a cloud that is not this one's any more.
fn must_start_again(kind: FaultKind) -> bool {
    matches!(
        kind,
        FaultKind::Resync | FaultKind::Malformed | FaultKind::Refused | FaultKind::NotFound
    )
}

/// A way through the pages of one round.
pub(super) struct Walk {
    pub generation: i64,
    /// The last page must say where the next round goes on. Without it an answer that broke off would pass for the whole.
    pub delta: bool,
    pub merge: bool,
    pub sweep: bool,
    /// What is read is also kept for good.
    pub keep: bool,
    pub link: String,
}

pub(super) async fn pages(
    session: &Session,
    rules: &Rules,
    walk: Walk,
    cancel: &CancellationToken,
) -> std::result::Result<u64, Stop> {
    let name = rules.collection.name;
    let mut link = walk.link;
    let (mut done, mut total) = (0, None);
    session.set_progress(Some(Progress {
        collection: name.to_owned(),
        done,
        total,
    }));
    let mut gathered = Gathered::default();
    loop {
        let began = session.now();
        let answer = session.cloud.page(Api::Graph, &link, &options(cancel)).await?;
        session.saw(Ok(()));
        let cursor = match (answer.next_link, answer.delta_link) {
            (Some(next_link), _) => Cursor::More { next_link },
            (None, delta_link) => Cursor::Done {
                delta_link,
                sweep: walk.sweep && !planted(Planted::SweepForgotten),
            },
        };
        total = answer.count.or(total);
        done += answer.items.len() as u64;
        session.set_progress(Some(Progress {
            collection: name.to_owned(),
            done,
            total,
        }));
        if walk.delta && matches!(cursor, Cursor::Done { delta_link: None, .. }) {
            let why = "Microsoft's list broke off: it names neither a next page nor a place to go on from. The offline copy stays as it was.";
            return Err(Fault::from(Error::new(Code::Malformed, why)).into());
        }
        let next = match &cursor {
            Cursor::More { next_link } => Some(next_link.clone()),
            Cursor::Done { .. } => None,
        };
        gathered.since.get_or_insert(began);
        gathered.items.extend(answer.items);
        // The first page is seen at once; after that a transaction costs more than the few pages that a kill would lose.
        if let Some(next) = next
            .as_ref()
            .filter(|_| gathered.begun && gathered.items.len() < TOGETHER)
        {
            link.clone_from(next);
            continue;
        }
        // The fault of this collection alone: the others are still read.
        let (items, mut removed) = sort_out(std::mem::take(&mut gathered.items)).map_err(Fault::from)?;
        if planted(Planted::TombstonesIgnored) {
            removed.clear();
        }
        if walk.keep {
            // Before the mirror shows it: what a crash in between leaves out there is read again.
            session.store.keep(name, &items)?;
        }
        let page = Page {
            generation: walk.generation,
            items,
            merge: walk.merge,
            removed,
            cursor,
            at: gathered.since.take().unwrap_or(began),
        };
        if planted(Planted::LinkBeforePage) {
            link_before_page(session, rules, page, cancel).await?;
        } else {
            session.store.apply(rules, page)?;
        }
        gathered.begun = true;
        let Some(next) = next else { return Ok(done) };
        link = next;
    }
}

/// What must never be done: the link is stored first, something else comes in between, and then the page.
async fn link_before_page(
    session: &Session,
    rules: &Rules,
    mut page: Page,
    cancel: &CancellationToken,
) -> std::result::Result<(), Stop> {
    let (items, removed) = (std::mem::take(&mut page.items), std::mem::take(&mut page.removed));
    let (merge, at) = (page.merge, page.at);
    session.store.apply(rules, page)?;
    session
        .cloud
        .get(Api::Graph, "/v1.0/organization", &options(cancel))
        .await?;
    for (id, object) in items {
        session.store.put(rules, &id, Some(&object), merge, at)?;
    }
    for (id, _) in removed {
        session.store.put(rules, &id, None, merge, at)?;
    }
    Ok(())
}

/// Objects that are stored in one transaction, unless a single page has more.
const TOGETHER: usize = 2_000;

/// Pages that were read and are not stored yet.
#[derive(Default)]
struct Gathered {
    items: Vec<Object>,
    /// When the first of them was asked for.
    since: Option<DateTime<Utc>>,
    /// Something of this round is stored.
    begun: bool,
}

/// Objects with their ids, and tombstones (`@removed`) with their reasons.
type Sorted = (Vec<(String, Object)>, Vec<(String, String)>);

/// An entry may come several times in a round, also removed and alive: the last one counts.
fn sort_out(items: Vec<Object>) -> Result<Sorted> {
    let (mut alive, mut removed): Sorted = Default::default();
    for mut object in items {
        let Some(id) = object.get("id").and_then(Value::as_str).map(str::to_owned) else {
            return Err(Error::new(
                Code::Malformed,
                "Microsoft sent an object without an id. Nothing of this page was stored.",
            ));
        };
        // OData's own remarks are about the answer, not about the object.
        object.retain(|name, _| !name.starts_with("@odata."));
        users::settle_manager(&mut object);
        match object.get("@removed") {
            Some(reason) => {
                let reason = reason
                    .get("reason")
                    .and_then(Value::as_str)
                    .unwrap_or_default()
                    .to_owned();
                alive.retain(|(other, _)| *other != id);
                removed.push((id, reason));
            }
            None => {
                removed.retain(|(other, _)| *other != id);
                alive.push((id, object));
            }
        }
    }
    Ok((alive, removed))
}
