//! Which objects of a list are meant: those named, or all that search and filters find, loaded or not.

use crate::collections::{Collection, Named, SIGN_IN_ACTIVITY};
use crate::session::Session;
use chrono::{DateTime, Utc};
use kontor_model::{Code, Error, Result};
use kontor_store::{Cell, Filter, Item, Kind, Query};
use serde::Deserialize;
use std::collections::{BTreeMap, HashSet};
use ts_rs::TS;

/// Either `ids`, or everything that search and filters find, less `except`.
#[derive(Clone, Debug, Default, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Selection {
    /// A collection or a view of one.
    pub collection: String,
    #[serde(default)]
    #[ts(optional)]
    pub ids: Option<Vec<String>>,
    #[serde(default)]
    #[ts(optional)]
    pub search: Option<String>,
    #[serde(default)]
    #[ts(optional, as = "Option<BTreeMap<String, Vec<String>>>")]
    pub filters: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    #[ts(optional, as = "Option<Vec<String>>")]
    pub except: Vec<String>,
}

/// What a selection finds.
pub struct Selected {
    pub collection: &'static Collection,
    pub items: Vec<Item>,
    /// Named, and not in the mirror.
    pub missing: Vec<String>,
}

/// So many are changed in one step at most: more is hardly meant, and one transaction has to hold them.
const MOST: usize = 20_000;

const PAGE: u32 = 2_000;

impl Selection {
    /// # Errors
    /// [`Code::Usage`] for an unknown collection or column; [`Code::Invalid`] when it finds more than can be done in one step.
    pub fn find(&self, session: &Session) -> Result<Selected> {
        let named = Session::named(&self.collection)?;
        let (mut items, mut missing) = (Vec::new(), Vec::new());
        let rules = session.rules(named.collection())?;
        if let Some(ids) = &self.ids {
            few(ids.len())?;
            let mut seen = HashSet::new();
            for id in ids.iter().filter(|id| seen.insert(id.as_str())) {
                match session.store.show(&rules, id)? {
                    Some(item) => items.push(item),
                    None => missing.push(id.clone()),
                }
            }
        } else {
            let filters = filters(session, named, &self.filters)?;
            let except: HashSet<&str> = self.except.iter().map(String::as_str).collect();
            let mut after: Option<String> = None;
            loop {
                let query = Query {
                    search: self.search.as_deref(),
                    filters: &filters,
                    order: named.order(),
                    after: after.as_deref(),
                    limit: PAGE,
                    ..Query::default()
                };
                let page = session.store.list(&rules, &query)?;
                items.extend(page.items.into_iter().filter(|item| !except.contains(item.id.as_str())));
                few(items.len())?;
                after = page.next;
                if after.is_none() {
                    break;
                }
            }
        }
        Ok(Selected {
            collection: named.collection(),
            items,
            missing,
        })
    }
}

fn few(count: usize) -> Result<()> {
    if count <= MOST {
        return Ok(());
    }
    let why = format!("At most {MOST} can be changed in one step. Narrow the list, and take it in parts.");
    Err(Error::invalid("ids", why))
}

/// Filters that ask for how long nobody has signed in.
const SIGN_INS: [&str; 2] = ["idle", "seat"];

/// Until when it is known who signed in: later than their last reading nobody was seen, which says nothing.
pub(crate) fn sign_ins_until(session: &Session) -> Result<DateTime<Utc>> {
    let read = session.store.sync_state(SIGN_IN_ACTIVITY.name)?.as_of;
    Ok(read.map_or(session.now(), |read| read.min(session.now())))
}

/// What a list is narrowed by, as the store takes it.
///
/// # Errors
/// [`Code::Usage`] for a column that the collection does not have; [`Code::Invalid`] for a value of another type.
pub fn filters(session: &Session, named: Named, wanted: &BTreeMap<String, Vec<String>>) -> Result<Vec<Filter>> {
    let mut filters = named.filters();
    for (column, values) in wanted {
        let now = match SIGN_INS.contains(&column.as_str()) {
            true => sign_ins_until(session)?,
            false => session.now(),
        };
        let timed: Option<Vec<_>> = values.iter().map(|value| named.timed(column, value, now)).collect();
        filters.push(match timed.filter(|groups| !groups.is_empty()) {
            Some(groups) => Filter::Any(groups),
            None => filter(named.collection(), column, values)?,
        });
    }
    Ok(filters)
}

/// Whether a filter is known by this name alone, since no property of an object says it: what stands in several texts or in
/// another collection, or depends on the time.
pub fn is_own(session: &Session, named: Named, name: &str, value: &str) -> bool {
    let columns = &mut named.collection().shape.columns.iter();
    let own = |kind| matches!(kind, Kind::Texts | Kind::Beside { .. });
    columns.any(|column| column.name == name && own(column.kind)) || named.timed(name, value, session.now()).is_some()
}

/// The type of a column.
///
/// # Errors
/// [`Code::Usage`] when there is none of that name.
pub fn column(collection: &'static Collection, name: &str) -> Result<Kind> {
    let found = collection.shape.columns.iter().find(|column| column.name == name);
    found.map(|column| column.kind).ok_or_else(|| {
        let names: Vec<_> = collection.shape.columns.iter().map(|column| column.name).collect();
        Error::new(
            Code::Usage,
            format!(
                "{} has no column {name}. It has: {}.",
                collection.name,
                names.join(", ")
            ),
        )
    })
}

fn filter(collection: &'static Collection, name: &str, values: &[String]) -> Result<Filter> {
    let kind = column(collection, name)?;
    let cell = |value: &String| match kind {
        _ if value.is_empty() => Ok(Cell::Null),
        Kind::Text | Kind::Texts => Ok(Cell::Text(value.clone())),
        Kind::Integer | Kind::Beside { .. } => value
            .parse()
            .map(Cell::Integer)
            .map_err(|_| Error::invalid(name, format!("{name} is a whole number."))),
        Kind::Real => value
            .parse()
            .map(Cell::Real)
            .map_err(|_| Error::invalid(name, format!("{name} is a number."))),
    };
    Ok(Filter::In {
        column: name.to_owned(),
        cells: values.iter().map(cell).collect::<Result<_>>()?,
    })
}
