//! `/users/delta`: rounds of changes with everything the documentation warns of: replays, empty pages, removals, expired tokens.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use uuid::Uuid;

use super::list;
use crate::call::{Answer, Call};
use crate::filter::{Literal, Op, Term};
use crate::http::{Shared, lock};
use crate::time::DAY;
use crate::user::{Prop, User};
use crate::world::{World, mix};

/// Seconds that a token is good for.
const TOKEN_LIFE: i64 = 7 * DAY;

/// What stands in a token: all the server needs to go on, none of it kept by the server.
#[derive(Clone, Debug, PartialEq)]
struct Token {
    /// Log positions that this round covers. The first round has no beginning: it lists everybody.
    from: Option<usize>,
    to: usize,
    /// Users (first round) or log entries already given out.
    place: usize,
    page: u64,
    issued: i64,
    select: u128,
    only: Vec<Uuid>,
}

impl Token {
    fn write(&self) -> String {
        let only: Vec<String> = self.only.iter().map(Uuid::to_string).collect();
        let from = self.from.map_or(-1, |f| f as i64);
        format!(
            "d|{from}|{}|{}|{}|{}|{:x}|{}",
            self.to,
            self.place,
            self.page,
            self.issued,
            self.select,
            only.join(",")
        )
    }

    fn read(text: &str) -> Option<Token> {
        let mut parts = text.strip_prefix("d|")?.split('|');
        let from: i64 = parts.next()?.parse().ok()?;
        Some(Token {
            from: usize::try_from(from).ok(),
            to: parts.next()?.parse().ok()?,
            place: parts.next()?.parse().ok()?,
            page: parts.next()?.parse().ok()?,
            issued: parts.next()?.parse().ok()?,
            select: u128::from_str_radix(parts.next()?, 16).ok()?,
            only: parts.next()?.split(',').filter_map(|id| id.parse().ok()).collect(),
        })
    }
}

/// A user of a page, with the properties that this round changed.
struct Entry {
    id: Uuid,
    user: Option<Arc<User>>,
    changed: u128,
    full: bool,
}

pub fn answer(world: &Shared, call: &Call) -> Result<Answer, Answer> {
    let mut world = lock(world);
    let given = call.query("$deltatoken").or_else(|| call.query("$skiptoken"));
    let token = match given {
        Some("latest") => {
            let mut token = first(&world, call)?;
            token.from = Some(token.to);
            token.place = token.to;
            token
        }
        None | Some("") => {
            let as_of = world.replica();
            let mut token = first(&world, call)?;
            token.to = world.people.seen(as_of);
            token
        }
        Some(text) => resume(&mut world, call, text)?,
    };
    let (entries, next) = round(&world, &token, page_size(&world, call, &token));
    let done = next.is_none();
    let after = Token {
        page: token.page + 1,
        issued: world.clock.seconds(),
        from: if done { Some(token.to) } else { token.from },
        place: next.unwrap_or(token.to),
        ..token.clone()
    };
    let name = if done { "$deltatoken" } else { "$skiptoken" };
    let link = format!(
        "{}{}?{name}={}",
        call.base,
        list::call_path(call),
        world.seal(&after.write())
    );
    let minimal = call.prefers("return=minimal");
    let mut answer = write(call, &entries, &token, done, &link, minimal);
    if minimal {
        answer = answer.with("preference-applied", "return=minimal");
    }
    Ok(answer)
}

fn first(world: &World, call: &Call) -> Result<Token, Answer> {
    for name in ["$top", "$orderby", "$expand", "$search"] {
        if call.query(name).is_some() {
            return Err(Answer::unsupported(&format!(
                "{name} is not supported for this delta query."
            )));
        }
    }
    let props = list::select(call)?;
    if let Some(prop) = props
        .iter()
        .find(|p| p.kind() == crate::user::Kind::Outside || **p == Prop::SignInActivity)
    {
        return Err(Answer::unsupported(&format!(
            "The property '{}' is not supported for delta query.",
            prop.name()
        )));
    }
    let only = match call.query("$filter") {
        None => Vec::new(),
        Some(text) => {
            let term = Term::parse(text).map_err(|m| Answer::error(400, "BadRequest", &m))?;
            let mut ids = Vec::new();
            if !by_ids(&term, &mut ids) || ids.len() > 50 {
                return Err(Answer::unsupported(
                    "The filter of a delta query may only name up to 50 ids.",
                ));
            }
            ids
        }
    };
    Ok(Token {
        from: None,
        to: world.people.log.len(),
        place: 0,
        page: 0,
        issued: world.clock.seconds(),
        select: props.iter().fold(0, |set, p| set | p.bit()),
        only,
    })
}

fn by_ids(term: &Term, ids: &mut Vec<Uuid>) -> bool {
    match term {
        Term::Or(a, b) => by_ids(a, ids) && by_ids(b, ids),
        Term::Compare(path, Op::Eq, Literal::Text(id)) if path == "id" => match id.parse() {
            Ok(id) => {
                ids.push(id);
                true
            }
            Err(_) => false,
        },
        _ => false,
    }
}

fn resume(world: &mut World, call: &Call, text: &str) -> Result<Token, Answer> {
    let token = world
        .unseal(text)
        .as_deref()
        .and_then(Token::read)
        .filter(|t| t.to <= world.people.log.len());
    let Some(mut token) = token else {
        return Err(Answer::error(
            400,
            "SyncStateNotFound",
            "Badly formed token, or the sync state was not found; start a full sync.",
        ));
    };
    if world.clock.seconds() - token.issued > TOKEN_LIFE {
        let url = format!("{}{}?$deltatoken=", call.base, list::call_path(call));
        return Err(Answer::error(
            410,
            "SyncStateNotFound",
            "The delta token is expired, and must be reset.",
        )
        .with("location", url));
    }
    if call.query("$deltatoken").is_some() {
        let as_of = world.replica();
        token.to = world.people.seen(as_of).max(token.to);
        token.place = token.from.unwrap_or(0);
        token.page = 0;
    }
    Ok(token)
}

/// Users on this page: it varies, and is nothing now and then.
fn page_size(world: &World, call: &Call, token: &Token) -> usize {
    let draw = mix(world.seed ^ (token.place as u64) << 8 ^ token.page);
    if token.page > 0 && draw.is_multiple_of(9) && !mix(token.page).is_multiple_of(2) {
        return 0;
    }
    let asked = call.header("prefer").and_then(|p| {
        let (_, rest) = p.split_once("odata.maxpagesize=")?;
        rest.split([',', ';']).next()?.trim().parse::<usize>().ok()
    });
    let most = asked.unwrap_or(200).clamp(1, 999);
    let draw = usize::try_from(draw >> 32).unwrap_or(0);
    most - draw % (most / 3 + 1)
}

/// The next `size` users of the round, and where the page after it begins.
fn round(world: &World, token: &Token, size: usize) -> (Vec<Entry>, Option<usize>) {
    let people = &world.people;
    let allowed = |u: Option<&Arc<User>>, slot: u32| {
        token.only.is_empty()
            || u.map(|u| u.id)
                .or_else(|| people.id(slot))
                .is_some_and(|id| token.only.contains(&id))
    };
    let mut entries = Vec::new();
    let end;
    let mut place = token.place;
    match token.from {
        None => {
            end = people.slots();
            while place < end && entries.len() < size {
                let slot = u32::try_from(place).unwrap_or(u32::MAX);
                place += 1;
                if let Some(user) = people.get(slot).filter(|u| allowed(Some(u), slot)) {
                    entries.push(Entry {
                        id: user.id,
                        user: Some(user.clone()),
                        changed: 0,
                        full: true,
                    });
                }
            }
        }
        Some(from) => {
            end = token.to;
            let given: HashSet<u32> = people.log[from..place].iter().map(|c| c.slot).collect();
            // Someone restored is told in full; what was cleared besides must still be told as null, since absent means
            // "unchanged or never set".
            let mut changed: HashMap<u32, (u128, bool)> = HashMap::new();
            for change in &people.log[from..end] {
                let (props, full) = changed.entry(change.slot).or_default();
                match change.props {
                    u128::MAX => *full = true,
                    some => *props |= some,
                }
            }
            let mut seen = given;
            while place < end && entries.len() < size {
                let change = people.log[place];
                place += 1;
                if !seen.insert(change.slot) {
                    continue;
                }
                let (props, full) = changed.get(&change.slot).copied().unwrap_or_default();
                let user = people.get(change.slot).cloned();
                let Some(id) = people.id(change.slot) else { continue };
                if (!full && props & token.select == 0) || !allowed(user.as_ref(), change.slot) {
                    continue;
                }
                entries.push(Entry {
                    id,
                    user,
                    changed: props,
                    full,
                });
            }
            // Passing over unselected changes at the end must not cost a page.
            if (place < end) && people.log[place..end].iter().all(|c| seen.contains(&c.slot)) {
                place = end;
            }
        }
    }
    replay(world, token, &mut entries);
    (entries, (place < end).then_some(place))
}

/// Now and then an object comes twice.
fn replay(world: &World, token: &Token, entries: &mut Vec<Entry>) {
    let draw = mix(world.seed ^ 0xd5 ^ token.place as u64);
    if entries.len() > 2 && draw.is_multiple_of(3) {
        let i = usize::try_from(draw >> 40).unwrap_or(0) % entries.len();
        let again = &entries[i];
        let again = Entry {
            id: again.id,
            user: again.user.clone(),
            changed: again.changed,
            full: again.full,
        };
        entries.push(again);
        let last = entries.len() - 1;
        entries.swap(last / 2, last);
    }
}

/// The changes of who the manager is, with the object's closing brace: who was there before is told as removed.
fn relation(user: &User, full: bool) -> String {
    let now = user
        .manager
        .map(|id| format!(r##"{{"@odata.type":"#microsoft.graph.user","id":"{id}"}}"##));
    let before = user
        .manager_before
        .filter(|before| !full && Some(*before) != user.manager)
        .map(|id| {
            format!(r##"{{"@odata.type":"#microsoft.graph.user","id":"{id}","@removed":{{"reason":"deleted"}}}}"##)
        });
    let entries: Vec<String> = before.into_iter().chain(now).collect();
    format!(r#","manager@delta":[{}]}}"#, entries.join(","))
}

fn write(call: &Call, entries: &[Entry], token: &Token, done: bool, link: &str, minimal: bool) -> Answer {
    let props: Vec<Prop> = Prop::ALL
        .iter()
        .copied()
        .filter(|p| token.select & p.bit() != 0)
        .collect();
    let mut out = Vec::with_capacity(entries.len() * 600 + 300);
    out.extend_from_slice(b"{\"@odata.context\":");
    crate::user::text(&mut out, &super::context(call, "users"));
    out.extend_from_slice(if done {
        b",\"@odata.deltaLink\":"
    } else {
        b",\"@odata.nextLink\":"
    });
    crate::user::text(&mut out, link);
    out.extend_from_slice(b",\"value\":[");
    let mut first = true;
    for entry in entries {
        let removed = match &entry.user {
            None => Some("deleted"),
            Some(user) => user.deleted.is_some().then_some("changed"),
        };
        let id = entry.id;
        if !first {
            out.push(b',');
        }
        first = false;
        match (removed, &entry.user) {
            (None, Some(user)) => {
                let told = |p: Prop| {
                    let changed = entry.changed & p.bit() != 0;
                    p == Prop::Id || changed || (!user.is_null(p) && (entry.full || !minimal))
                };
                user.write_if(&props, &mut out, |p| p != Prop::Manager && told(p));
                if props.contains(&Prop::Manager) && told(Prop::Manager) {
                    out.pop();
                    out.extend_from_slice(relation(user, entry.full).as_bytes());
                }
            }
            (reason, _) => {
                let reason = reason.unwrap_or("deleted");
                out.extend_from_slice(format!(r#"{{"id":"{id}","@removed":{{"reason":"{reason}"}}}}"#).as_bytes());
            }
        }
    }
    out.extend_from_slice(b"]}");
    Answer::bytes(200, crate::call::JSON, out)
}
