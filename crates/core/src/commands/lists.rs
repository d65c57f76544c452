//! Commands that read the mirror with the outbox laid over it.

use crate::selection::{column, filters};
use crate::session::Session;
use crate::{Host, Kontor, Link};
use chrono::{DateTime, Utc};
use kontor_model::{Code, Error, Operation, OperationId, Result, State, TenantId};
use kontor_store::{Cell, Query};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use ts_rs::TS;

/// A page of a list. Everything but tenant and collection may be left out.
#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct List {
    pub tenant: TenantId,
    /// A collection or a view of one (`users`, `guest-users` …).
    pub collection: String,
    /// Words, each of which must be found.
    #[serde(default)]
    #[ts(optional)]
    pub search: Option<String>,
    /// Column → accepted values; `password-expiry` also knows `phase` (`ended`, `ended-lately`, `notice`, `later`) and `ends` (`FROM/UNTIL`, two moments), and `invoices` `payment` (`late`). Numbers and flags are written as text (`"1"`); an empty text accepts "no value".
    #[serde(default)]
    #[ts(optional, as = "Option<BTreeMap<String, Vec<String>>>")]
    pub filters: BTreeMap<String, Vec<String>>,
    /// A named order of the collection.
    #[serde(default)]
    #[ts(optional)]
    pub order: Option<String>,
    #[serde(default)]
    #[ts(optional, as = "Option<bool>")]
    pub descending: bool,
    /// `next` of the page before.
    #[serde(default)]
    #[ts(optional)]
    pub after: Option<String>,
    /// At most this many items, 1 to 1,000; 100 unless told.
    #[serde(default)]
    #[ts(optional)]
    pub limit: Option<u32>,
}

/// A page of a list.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Page {
    pub items: Vec<Item>,
    /// For the next page; none at the end.
    pub next: Option<String>,
    /// How many there are in all, on the first page only.
    #[ts(type = "number | null")]
    pub total: Option<u64>,
    /// When the server last confirmed the list; none before the first load has ended.
    pub as_of: Option<DateTime<Utc>>,
}

/// An object of a list, as its collection shows one.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Item {
    pub id: String,
    /// One of `Rows`, by the collection.
    #[ts(type = "unknown")]
    pub row: Value,
    pub pending: Vec<PendingField>,
}

/// A field that an operation in the outbox changes.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PendingField {
    pub operation_id: OperationId,
    pub operation: String,
    pub state: State,
    pub field: String,
    #[ts(type = "unknown")]
    pub from: Value,
    #[ts(type = "unknown")]
    pub to: Value,
    pub secret: bool,
}

#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Show {
    pub tenant: TenantId,
    pub collection: String,
    pub id: String,
}

/// One object with everything that is known of it.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Detail {
    pub id: String,
    #[ts(type = "unknown")]
    pub row: Value,
    /// Every mirrored property under Graph's own name, with the outbox laid over it.
    #[ts(type = "Record<string, unknown>")]
    pub object: Value,
    pub pending: Vec<PendingField>,
    pub as_of: Option<DateTime<Utc>>,
    /// Its address, for a colleague or a note: `kontor://…`.
    pub link: String,
}

/// How many objects there are for each value of a column, for filters.
#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Tally {
    pub tenant: TenantId,
    pub collection: String,
    pub column: String,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TallyOf {
    /// As filters take it; an empty text stands for "no value".
    pub value: String,
    #[ts(type = "number")]
    pub count: u64,
}

/// Items on a page unless told otherwise, and at most.
const PAGE: u32 = 100;
const LARGEST_PAGE: u32 = 1_000;

pub(super) async fn list(kontor: &Kontor, _: &dyn Host, input: List) -> Result<Page> {
    let session = kontor.session(input.tenant).await?;
    let named = Session::named(&input.collection)?;
    let rules = session.rules(named.collection())?;
    let filters = filters(&session, named, &input.filters)?;
    let query = Query {
        search: input.search.as_deref(),
        filters: &filters,
        order: input.order.as_deref().or(named.order()),
        descending: input.descending,
        after: input.after.as_deref(),
        limit: input.limit.unwrap_or(PAGE).clamp(1, LARGEST_PAGE),
        total: input.after.is_none(),
        mirror_only: false,
    };
    let listing = session.store.list(&rules, &query)?;
    let item = |item: kontor_store::Item| Item {
        row: named.row(&item, &rules.facts),
        pending: pending(&item.pending),
        id: item.id,
    };
    let items = listing.items.into_iter().map(item).collect();
    Ok(Page {
        items,
        next: listing.next,
        total: listing.total,
        as_of: listing.as_of,
    })
}

pub(super) async fn show(kontor: &Kontor, _: &dyn Host, input: Show) -> Result<Detail> {
    let session = kontor.session(input.tenant).await?;
    let named = Session::named(&input.collection)?;
    let rules = session.rules(named.collection())?;
    let item = found(session.store.show(&rules, &input.id)?)?;
    Ok(Detail {
        row: named.row(&item, &rules.facts),
        object: Value::Object(item.object),
        pending: pending(&item.pending),
        as_of: session.store.sync_state(named.collection().name)?.as_of,
        link: Link::to(&session.tenant, &input.collection, &item.id).to_string(),
        id: item.id,
    })
}

/// # Errors
/// [`Code::NotFound`] when there is none.
pub(super) fn found(item: Option<kontor_store::Item>) -> Result<kontor_store::Item> {
    item.ok_or_else(|| {
        Error::new(
            Code::NotFound,
            "It is not in the offline copy. It may have been deleted; sync to be sure.",
        )
    })
}

pub(super) async fn tally(kontor: &Kontor, _: &dyn Host, input: Tally) -> Result<Vec<TallyOf>> {
    let session = kontor.session(input.tenant).await?;
    let named = Session::named(&input.collection)?;
    column(named.collection(), &input.column)?;
    let rules = session.rules(named.collection())?;
    let counted = session.store.tally(&rules, &input.column, &named.filters())?;
    Ok(counted
        .into_iter()
        .map(|(cell, count)| TallyOf {
            value: written(&cell),
            count,
        })
        .collect())
}

/// The fields that operations in the outbox change, in outbox order.
pub fn pending(operations: &[Operation]) -> Vec<PendingField> {
    let fields = |operation: &Operation| {
        let (operation_id, state) = (operation.id, operation.state);
        let kind = operation.operation.clone();
        let field = move |change: &kontor_model::FieldChange| PendingField {
            operation_id,
            operation: kind.clone(),
            state,
            field: change.field.clone(),
            from: change.from.clone(),
            to: change.to.clone(),
            secret: change.secret,
        };
        operation.changes.iter().map(field).collect::<Vec<_>>()
    };
    operations.iter().flat_map(fields).collect()
}

fn written(cell: &Cell) -> String {
    match cell {
        Cell::Null => String::new(),
        Cell::Text(text) => text.clone(),
        Cell::Integer(number) => number.to_string(),
        Cell::Real(number) => number.to_string(),
        Cell::Texts(texts) => texts.join(", "),
    }
}
