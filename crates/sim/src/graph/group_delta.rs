//! `/groups/delta`: groups and, where they are selected, who came and went (`members@delta`).

use serde_json::{Map, Value as Json, json};
use uuid::Uuid;

use super::{groups, list};
use crate::call::{Answer, Call};
use crate::groups::What;
use crate::time::DAY;
use crate::world::{World, mix};

/// Seconds that a token is good for.
const TOKEN_LIFE: i64 = 7 * DAY;

/// Members that one entry tells of: a group with more comes again.
const TOGETHER: usize = 200;

/// What stands in a token: all the server needs to go on, none of it kept by the server.
#[derive(Clone)]
struct Token {
    /// Log positions that this round covers. The first round has no beginning: it lists every group.
    from: Option<usize>,
    to: usize,
    /// Entries already given out.
    place: usize,
    page: u64,
    issued: i64,
    select: Vec<String>,
}

impl Token {
    fn write(&self) -> String {
        let from = self.from.map_or("-".to_owned(), |from| from.to_string());
        let Token {
            to,
            place,
            page,
            issued,
            ..
        } = self;
        format!("g|{from}|{to}|{place}|{page}|{issued}|{}", self.select.join(","))
    }

    fn read(text: &str) -> Option<Token> {
        let mut parts = text.strip_prefix("g|")?.split('|');
        Some(Token {
            from: parts.next()?.parse().ok(),
            to: parts.next()?.parse().ok()?,
            place: parts.next()?.parse().ok()?,
            page: parts.next()?.parse().ok()?,
            issued: parts.next()?.parse().ok()?,
            select: parts.next()?.split(',').map(str::to_owned).collect(),
        })
    }
}

pub fn answer(world: &mut World, call: &Call) -> Result<Answer, Answer> {
    let as_of = world.replica();
    let given = call.query("$deltatoken").or_else(|| call.query("$skiptoken"));
    let token = match given {
        None | Some("" | "latest") => {
            let seen = world.groups.seen(as_of);
            Token {
                from: (given == Some("latest")).then_some(seen),
                to: seen,
                place: 0,
                page: 0,
                issued: world.clock.seconds(),
                select: select(world, call)?,
            }
        }
        Some(text) => resume(world, call, text, as_of)?,
    };
    let all = entries(world, &token);
    // Pages vary, and the second of a round is empty.
    let size = match (token.page, mix(world.seed ^ token.place as u64)) {
        (1, _) => 0,
        (_, draw) => 3 + (draw % 5) as usize,
    };
    let page: Vec<Json> = all.iter().skip(token.place).take(size).cloned().collect();
    let place = token.place + page.len();
    let done = place >= all.len();
    let after = Token {
        from: if done { Some(token.to) } else { token.from },
        place: if done { 0 } else { place },
        page: if done { 0 } else { token.page + 1 },
        issued: world.clock.seconds(),
        ..token
    };
    let (name, kind) = if done {
        ("$deltatoken", "@odata.deltaLink")
    } else {
        ("$skiptoken", "@odata.nextLink")
    };
    let link = format!(
        "{}{}?{name}={}",
        call.base,
        list::call_path(call),
        world.seal(&after.write())
    );
    Ok(Answer::json(
        200,
        &json!({"@odata.context": super::context(call, "groups"), kind: link, "value": page}),
    ))
}

fn select(world: &World, call: &Call) -> Result<Vec<String>, Answer> {
    for name in ["$top", "$orderby", "$expand", "$search", "$filter"] {
        if call.query(name).is_some() {
            let why = format!("{name} is not supported for this delta query.");
            return Err(Answer::unsupported(&why));
        }
    }
    let known = world.groups.all().first().map(|group| groups::whole(world, group));
    let known = known.and_then(|known| known.as_object().cloned()).unwrap_or_default();
    groups::selected(call, &known)
}

fn resume(world: &World, call: &Call, text: &str, as_of: i64) -> Result<Token, Answer> {
    let token = world.unseal(text).as_deref().and_then(Token::read);
    let Some(mut token) = token.filter(|token| token.to <= world.groups.log.len()) else {
        return Err(Answer::error(
            400,
            "SyncStateNotFound",
            "Badly formed token, or the sync state was not found; start a full sync.",
        ));
    };
    if world.clock.seconds() - token.issued > TOKEN_LIFE {
        let url = format!("{}{}?$deltatoken=", call.base, list::call_path(call));
        let why = "The delta token is expired, and must be reset.";
        return Err(Answer::error(410, "SyncStateNotFound", why).with("location", url));
    }
    if call.query("$deltatoken").is_some() {
        token.to = world.groups.seen(as_of).max(token.to);
    }
    Ok(token)
}

/// Everything that the round tells, in order.
fn entries(world: &World, token: &Token) -> Vec<Json> {
    let changes = &world.groups.log[token.from.unwrap_or(token.to)..token.to];
    let all = world.groups.all().iter().enumerate();
    let user = |id: &Uuid| json!({"@odata.type": "#microsoft.graph.user", "id": id});
    all.flat_map(|(place, group)| {
        if token.from.is_none() {
            let members: Vec<Json> = group.members.iter().map(user).collect();
            return told(world, token, place, true, &members);
        }
        let of = || changes.iter().filter(|change| change.place == place);
        let properties = of().any(|change| change.what == What::Properties);
        let members = of().filter_map(|change| match &change.what {
            What::Properties => None,
            What::Member(id, true) => Some(user(id)),
            What::Member(id, false) => {
                let mut gone = user(id);
                gone["@removed"] = json!({"reason": "deleted"});
                Some(gone)
            }
        });
        told(world, token, place, properties, &members.collect::<Vec<_>>())
    })
    .collect()
}

/// One group, again and again where it has more members than one entry tells of.
fn told(world: &World, token: &Token, place: usize, properties: bool, members: &[Json]) -> Vec<Json> {
    let members = if token.select.iter().any(|name| name == "members") {
        members
    } else {
        &[]
    };
    if !properties && members.is_empty() {
        return Vec::new();
    }
    let mut item: Map<String, Json> = match groups::whole(world, &world.groups.all()[place]) {
        Json::Object(item) => item,
        _ => Map::new(),
    };
    // What was never set is left out.
    item.retain(|name, value| name == "id" || token.select.contains(name) && !value.is_null());
    if members.is_empty() {
        return vec![Json::Object(item)];
    }
    let with = |part: &[Json]| {
        let mut item = item.clone();
        item.insert("members@delta".to_owned(), part.to_vec().into());
        Json::Object(item)
    };
    members.chunks(TOGETHER).map(with).collect()
}
