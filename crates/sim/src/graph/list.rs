//! Pages of users: what `$select`, `$filter`, `$search`, `$orderby`, `$top` and `$count` mean, and which combinations are refused.

use std::sync::Arc;

use crate::call::{Answer, Call};
use crate::filter::{Record, Term};
use crate::http::{Shared, lock};
use crate::user::{Kind, Prop, User};
use crate::world::mix;

/// Which users a list is about.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Which {
    Active,
    Deleted,
}

/// A query that was understood.
pub struct Query {
    pub props: Vec<Prop>,
    filter: Option<Term>,
    search: Option<Vec<(String, String)>>,
    order: Option<(String, bool)>,
    top: usize,
    count: bool,
}

impl Query {
    pub fn read(call: &Call) -> Result<Query, Answer> {
        let props = select(call)?;
        let filter = call
            .query("$filter")
            .map(Term::parse)
            .transpose()
            .map_err(|m| Answer::error(400, "BadRequest", &m))?;
        let count = call.query("$count").is_some_and(|c| c.eq_ignore_ascii_case("true"));
        let eventual = call
            .header("consistencylevel")
            .is_some_and(|c| c.eq_ignore_ascii_case("eventual"));
        let order = call.query("$orderby").map(|o| {
            let (path, direction) = o.split_once(' ').unwrap_or((o, "asc"));
            (path.to_owned(), direction.trim().eq_ignore_ascii_case("desc"))
        });
        let search = call.query("$search").map(search).transpose()?;
        let filter_is_advanced = filter.as_ref().is_some_and(Term::advanced);
        let advanced = filter_is_advanced || search.is_some() || (order.is_some() && filter.is_some());
        if (advanced || count) && !(eventual && count) {
            return Err(Answer::unsupported(
                "The query needs the header ConsistencyLevel: eventual and $count=true: https://aka.ms/graph-docs/advanced-queries",
            ));
        }
        if let Some(filter) = &filter {
            check_paths(filter)?;
        }
        if let Some((path, _)) = &order
            && !matches!(
                path.as_str(),
                "displayName" | "userPrincipalName" | "createdDateTime" | "mail" | "id" | "deletedDateTime"
            )
        {
            return Err(Answer::unsupported(&format!(
                "Sorting not supported for current query: {path}."
            )));
        }
        Ok(Query {
            top: top(call, &props, filter.as_ref())?,
            props,
            filter,
            search,
            order,
            count,
        })
    }

    pub fn matches(&self, user: &User) -> bool {
        self.filter.as_ref().is_none_or(|f| f.matches(user))
            && self
                .search
                .as_ref()
                .is_none_or(|all| all.iter().any(|(prop, word)| found(user, prop, word)))
    }
}

/// The properties asked for.
///
/// # Errors
/// 400 for a name that is no property of a user, 501 for one held outside the directory.
pub fn select(call: &Call) -> Result<Vec<Prop>, Answer> {
    let Some(select) = call.query("$select").filter(|s| !s.is_empty()) else {
        return Ok(Prop::DEFAULT.to_vec());
    };
    let mut props = Vec::new();
    for name in select.split(',').map(str::trim) {
        if name == "*" {
            props.extend(
                Prop::ALL
                    .iter()
                    .copied()
                    .filter(|p| !matches!(p.kind(), Kind::Outside | Kind::Relation) && *p != Prop::SignInActivity),
            );
            continue;
        }
        let name = name.split('/').next().unwrap_or(name);
        let prop = Prop::find(name).ok_or_else(|| {
            let message = format!("Parsing OData Select and Expand failed: Could not find a property named '{name}' on type 'microsoft.graph.user'.");
            Answer::error(400, "BadRequest", &message)
        })?;
        props.push(prop);
    }
    if !props.contains(&Prop::Id) {
        props.push(Prop::Id);
    }
    Ok(props)
}

fn check_paths(filter: &Term) -> Result<(), Answer> {
    let paths = filter.paths();
    for path in &paths {
        match Prop::find(path).map(Prop::kind) {
            None => {
                let message = format!(
                    "Invalid filter clause: Could not find a property named '{path}' on type 'microsoft.graph.user'."
                );
                return Err(Answer::error(400, "BadRequest", &message));
            }
            Some(Kind::Outside) => {
                return Err(Answer::unsupported(&format!(
                    "Unsupported property filter clause: {path}."
                )));
            }
            Some(_) => {}
        }
    }
    if paths.contains(&"signInActivity") && paths.iter().any(|p| *p != "signInActivity") {
        return Err(Answer::unsupported(
            "signInActivity cannot be combined with other properties in a filter.",
        ));
    }
    Ok(())
}

fn top(call: &Call, props: &[Prop], filter: Option<&Term>) -> Result<usize, Answer> {
    let sign_in =
        props.contains(&Prop::SignInActivity) || filter.is_some_and(|f| f.paths().contains(&"signInActivity"));
    let limit = if sign_in { 500 } else { 999 };
    match call.query("$top").map(str::parse::<usize>) {
        None => Ok(100),
        Some(Ok(0)) | Some(Err(_)) => Err(Answer::error(400, "BadRequest", "Invalid value for $top.")),
        Some(Ok(n)) if n > limit && sign_in => Ok(limit),
        Some(Ok(n)) if n > limit => Err(Answer::unsupported(
            "Invalid page size specified: it must be between 1 and 999 inclusive.",
        )),
        Some(Ok(n)) => Ok(n),
    }
}

/// `"displayName:vik" OR "mail:vik"`: property and word, in lower case.
fn search(text: &str) -> Result<Vec<(String, String)>, Answer> {
    let mut all = Vec::new();
    for part in text.split(" OR ") {
        let quoted = part.trim().strip_prefix('"').and_then(|p| p.strip_suffix('"'));
        match quoted.and_then(|q| q.split_once(':')) {
            Some((prop, word)) if Prop::find(prop).is_some() => all.push((prop.to_owned(), word.to_lowercase())),
            _ => {
                return Err(Answer::error(
                    400,
                    "BadRequest",
                    "Syntax error in $search: expected \"property:text\".",
                ));
            }
        }
    }
    Ok(all)
}

fn found(user: &User, prop: &str, word: &str) -> bool {
    let value = user.field(prop);
    let text = value
        .as_deref()
        .and_then(serde_json::Value::as_str)
        .unwrap_or_default()
        .to_lowercase();
    text.split([' ', '@', '.', '-']).any(|token| token.starts_with(word)) || text.starts_with(word)
}

/// One page of users as an answer.
pub fn page(world: &Shared, call: &Call, which: Which) -> Result<Answer, Answer> {
    let query = Query::read(call)?;
    let (users, next, total) = {
        let mut world = lock(world);
        let (start, as_of) = match call.query("$skiptoken") {
            None => (0, world.replica()),
            Some(token) => (token_place(&world.unseal(token).unwrap_or_default())?, world.replica()),
        };
        let wanted = |u: &User| (u.deleted.is_some() == (which == Which::Deleted)) && query.matches(u);
        let people = &world.people;
        let total = (query.count && start == 0).then(|| people.all().filter(|(_, u)| wanted(u)).count());
        // An index shard with nothing in it: an empty page whose link goes on.
        let blank = start > 0 && start & BLANK == 0 && mix(world.seed ^ start as u64).is_multiple_of(7);
        let from = start & !BLANK;
        let (users, next) = if blank {
            (Vec::new(), Some(from | BLANK))
        } else if let Some((path, descending)) = &query.order {
            sorted(
                people.all().map(|(_, u)| u).filter(|u| wanted(u)),
                path,
                *descending,
                from,
                query.top,
            )
        } else {
            let mut users = Vec::with_capacity(query.top);
            let mut next = None;
            for slot in from..people.slots() {
                let Some(user) = u32::try_from(slot).ok().and_then(|s| people.view(s, as_of)) else {
                    continue;
                };
                if !wanted(user) {
                    continue;
                }
                if users.len() == query.top {
                    next = Some(slot);
                    break;
                }
                users.push(user.clone());
            }
            (users, next)
        };
        let link = next.map(|n| {
            format!(
                "{}{}?{}$skiptoken={}",
                call.base,
                call_path(call),
                call.query_for_link(),
                world.seal(&format!("p{n}"))
            )
        });
        (users, link, total)
    };
    let name = if which == Which::Active {
        "users"
    } else {
        "directoryObjects/microsoft.graph.user"
    };
    Ok(write(call, &query.props, &users, name, next, total))
}

/// Set in a place when its empty page was already given.
const BLANK: usize = 1 << 62;

fn token_place(token: &str) -> Result<usize, Answer> {
    token.strip_prefix('p').and_then(|n| n.parse().ok()).ok_or_else(|| {
        Answer::error(
            400,
            "DirectoryPageTokenNotFoundException",
            "The specified page token value is invalid or has expired.",
        )
    })
}

/// The path as the client wrote it, encoded again.
pub fn call_path(call: &Call) -> String {
    call.path
        .split('/')
        .map(crate::call::encode)
        .collect::<Vec<_>>()
        .join("/")
        .replace("%28%29", "()")
}

fn sorted<'a>(
    users: impl Iterator<Item = &'a Arc<User>>,
    path: &str,
    descending: bool,
    from: usize,
    top: usize,
) -> (Vec<Arc<User>>, Option<usize>) {
    let mut all: Vec<(String, &Arc<User>)> = users
        .map(|u| {
            (
                u.field(path)
                    .and_then(|v| v.as_str().map(str::to_lowercase))
                    .unwrap_or_default(),
                u,
            )
        })
        .collect();
    all.sort_by(|a, b| (&a.0, a.1.id).cmp(&(&b.0, b.1.id)));
    if descending {
        all.reverse();
    }
    let next = (from + top < all.len()).then_some(from + top);
    (
        all.into_iter().skip(from).take(top).map(|(_, u)| u.clone()).collect(),
        next,
    )
}

fn write(
    call: &Call,
    props: &[Prop],
    users: &[Arc<User>],
    name: &str,
    next: Option<String>,
    total: Option<usize>,
) -> Answer {
    let mut out = Vec::with_capacity(users.len() * 60 * props.len().max(4));
    out.extend_from_slice(b"{\"@odata.context\":");
    crate::user::text(&mut out, &super::context(call, name));
    if let Some(total) = total {
        out.extend_from_slice(format!(",\"@odata.count\":{total}").as_bytes());
    }
    if let Some(next) = next {
        out.extend_from_slice(b",\"@odata.nextLink\":");
        crate::user::text(&mut out, &next);
    }
    out.extend_from_slice(b",\"value\":[");
    for (i, user) in users.iter().enumerate() {
        if i > 0 {
            out.push(b',');
        }
        user.write_if(props, &mut out, |p| {
            p.kind() != Kind::Relation && (p != Prop::SignInActivity || user.last_sign_in.is_some())
        });
    }
    out.extend_from_slice(b"]}");
    Answer::bytes(200, crate::call::JSON, out)
}
