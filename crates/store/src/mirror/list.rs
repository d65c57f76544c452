//! Lists by named order, a page at a time.
//!
//! A page begins after a row's key, never after a count, so that rows which come or go meanwhile move nothing. "All rows
//! after this key" is not one range of an index but a short sequence of them, read one after the other: first those that
//! share all of the key but come later in its last part, then those that share less and less.

use super::{
    EXPECTED, Item, Listing, Query,
    apply::state,
    beside,
    cell::cell,
    cursor::Position,
    filter::{Conditions, expected, with_text},
    search,
    tables::KeyPart,
};
use crate::{Cell, Derivation, Filter, Kind, Shape, Store, fault::Step, ledger};
use kontor_model::{Error, Object, Operation, Result};
use rusqlite::{Connection, OptionalExtension, params_from_iter};

/// Up to so many hits are sorted; more are met by walking the order's index.
const SORTED: i64 = 5000;

/// A part of an order's index: the first `same` parts of the key are as given, the next one is beyond its value or missing.
pub(crate) struct Range {
    conditions: String,
    values: Vec<Cell>,
    /// Parts of the key that are the same all over the range.
    same: usize,
}

impl Store {
    /// The rows that match, in order, with pending operations laid over them.
    ///
    /// # Errors
    /// [`kontor_model::Code::Invalid`] for a column, an order or a cursor that does not exist; `field` names it.
    pub fn list(&self, d: &dyn Derivation, q: &Query) -> Result<Listing> {
        self.known(d.shape().collection)?;
        self.read(|view| {
            let (items, next) = page(view, d, q)?;
            let state = state(view, d.shape().collection)?;
            let total = match q.total {
                true => Some(total(view, d, q, state.count)?),
                false => None,
            };
            Ok(Listing {
                items,
                next,
                total,
                as_of: state.as_of,
            })
        })
    }

    /// One object; none when the mirror has no such id, and no operation is about to make it.
    pub fn show(&self, d: &dyn Derivation, id: &str) -> Result<Option<Item>> {
        let name = self.known(d.shape().collection)?.collection;
        self.read(|view| {
            let sql = format!(
                "SELECT raw.json{} FROM mirror.\"{name}_raw\" AS raw LEFT JOIN mirror.\"{name}\" AS t ON t.rid = raw.rid
                 WHERE raw.id = ?1 AND raw.seen <> ?2",
                beside::named(d.shape())
            );
            let found: Option<(String, Vec<Cell>)> = view
                .prepare_cached(&sql)?
                .query_row((id, EXPECTED), |row| {
                    Ok((row.get(0)?, beside::read(d.shape(), row, 1)?))
                })
                .optional()?;
            let pending = ledger::outbox::pending_of(view, name, id)?
                .unwrap_or_default()
                .operations;
            let known = found.is_some();
            let (json, beside) = found.unwrap_or_else(|| ("{}".to_owned(), Vec::new()));
            let item = item(d, id.to_owned(), &json, pending, beside, false)?;
            Ok((known || !item.object.is_empty()).then_some(item))
        })
    }

    /// Hands over these columns of every row that meets the filters, with its number, in no order. It reads no object, so that
    /// a look at all of them costs little.
    pub fn cells(
        &self,
        d: &dyn Derivation,
        columns: &[&str],
        filters: &[Filter],
        mut act: impl FnMut(i64, &[Cell]),
    ) -> Result<()> {
        let shape = self.known(d.shape().collection)?;
        self.read(|view| {
            let mut conditions = Conditions::default();
            for column in columns {
                conditions.column(shape, column)?;
            }
            conditions.filter(shape, filters)?;
            let named: String = columns.iter().map(|column| format!(", t.\"{column}\"")).collect();
            let sql = format!(
                "SELECT t.rid{named} FROM mirror.\"{}\" AS t WHERE {}",
                shape.collection, conditions.sql
            );
            let mut statement = view.prepare_cached(&sql)?;
            let mut rows = statement.query(params_from_iter(&conditions.values))?;
            let mut cells = vec![Cell::Null; columns.len()];
            while let Some(row) = rows.next()? {
                for (place, found) in cells.iter_mut().enumerate() {
                    *found = cell(row, place + 1)?;
                }
                act(row.get(0)?, &cells);
            }
            Ok(())
        })
    }

    /// The objects of these rows, by the numbers that [`Store::cells`] gave; one that is gone meanwhile is left out.
    pub fn numbered(&self, d: &dyn Derivation, rows: &[i64]) -> Result<Vec<Item>> {
        let name = self.known(d.shape().collection)?.collection;
        self.read(|view| {
            let mut pending = ledger::outbox::pending(view, name)?;
            let mut statement = view.prepare_cached(&format!(
                "SELECT raw.id, raw.json{} FROM mirror.\"{name}_raw\" AS raw LEFT JOIN mirror.\"{name}\" AS t ON t.rid = raw.rid
                 WHERE raw.rid = ?1",
                beside::named(d.shape())
            ))?;
            let mut items = Vec::with_capacity(rows.len());
            for rid in rows {
                let found = statement.query_row([rid], |row| {
                    Ok((
                        row.get::<_, String>(0)?,
                        row.get::<_, String>(1)?,
                        beside::read(d.shape(), row, 2)?,
                    ))
                });
                if let Some((id, json, beside)) = found.optional()? {
                    let operations = pending.remove(&id).unwrap_or_default().operations;
                    items.push(item(d, id, &json, operations, beside, false)?);
                }
            }
            Ok(items)
        })
    }

    /// How many rows have each value of a column, the commonest first. Of several texts, each row has each of its own.
    pub fn tally(&self, d: &dyn Derivation, column: &str, filters: &[Filter]) -> Result<Vec<(Cell, u64)>> {
        let shape = self.known(d.shape().collection)?;
        self.read(|view| {
            let mut conditions = Conditions::default();
            let place = conditions.column(shape, column)?;
            conditions.filter(shape, filters)?;
            let (name, chosen) = (shape.collection, &conditions.sql);
            let sql = match shape.columns[place].kind {
                // The texts answer alone where every row counts.
                Kind::Texts if filters.is_empty() => format!(
                    "SELECT value, count(*) FROM mirror.\"{name}_texts\" WHERE place = {place} GROUP BY 1 ORDER BY 2 DESC, 1"
                ),
                Kind::Texts => format!(
                    "SELECT x.value, count(*) FROM mirror.\"{name}_texts\" AS x CROSS JOIN mirror.\"{name}\" AS t ON t.rid = x.rid
                     WHERE x.place = {place} AND {chosen} GROUP BY 1 ORDER BY 2 DESC, 1"
                ),
                _ => format!(
                    "SELECT \"{column}\", count(*) FROM mirror.\"{name}\" AS t WHERE {chosen} GROUP BY 1 ORDER BY 2 DESC, 1"
                ),
            };
            let mut statement = view.prepare_cached(&sql)?;
            let rows = statement.query_map(params_from_iter(&conditions.values), |row| {
                Ok((cell(row, 0)?, row.get::<_, i64>(1)?.unsigned_abs()))
            })?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }
}

fn page(view: &Connection, d: &dyn Derivation, q: &Query) -> Step<(Vec<Item>, Option<String>)> {
    let plan = Plan::new(view, d, q)?;
    let after = q
        .after
        .map(|after| Position::read(after, q.order, q.descending, plan.keys.len()))
        .transpose()?;
    let mut pending = ledger::outbox::pending(view, d.shape().collection)?;
    let mut items: Vec<Item> = Vec::new();
    let mut last = None;
    for range in ranges(&plan.keys, after.as_ref(), q.descending) {
        // One row more than asked for tells whether there is a next page.
        let wanted = i64::from(q.limit) + 1 - items.len() as i64;
        let (sql, values) = plan.sql(&range, wanted);
        let mut statement = view.prepare_cached(&sql)?;
        let mut rows = statement.query(params_from_iter(&values))?;
        while let Some(row) = rows.next()? {
            if items.len() == q.limit as usize {
                return Ok((items, last.map(|last: Position| last.write(q.order, q.descending))));
            }
            let id: String = row.get(0)?;
            let operations = pending.remove(&id).unwrap_or_default().operations;
            items.push(item(
                d,
                id,
                row.get_ref(1)?.as_str().unwrap_or_default(),
                operations,
                beside::read(d.shape(), row, plan.keys.len() + 3)?,
                q.mirror_only,
            )?);
            let key = (0..plan.keys.len())
                .map(|part| cell(row, part + 3))
                .collect::<rusqlite::Result<_>>()?;
            last = Some(Position { key, rid: row.get(2)? });
        }
    }
    Ok((items, None))
}

/// `count` is how many objects the server has.
fn total(view: &Connection, d: &dyn Derivation, q: &Query, count: u64) -> Step<u64> {
    let name = d.shape().collection;
    let (sql, values) = match q.search.and_then(search::expression) {
        None if q.filters.is_empty() && q.mirror_only => return Ok(count),
        None if q.filters.is_empty() => {
            let sql = format!("SELECT ? + count(*) FROM ({})", expected(name));
            (sql, vec![Cell::Integer(count.cast_signed())])
        }
        // The search index answers alone, without a look at the rows.
        Some(expression) if q.filters.is_empty() && !q.mirror_only => {
            let sql = format!("SELECT count(*) FROM mirror.\"{name}_find\" WHERE \"{name}_find\" MATCH ?1");
            (sql, vec![Cell::Text(expression)])
        }
        words => {
            // So do the texts of a column that holds several.
            if let (None, [only], false) = (words, q.filters, q.mirror_only)
                && let Some((place, texts)) = several(d.shape(), only)
            {
                let found = with_text(d.shape(), place, &places(&texts));
                return counted(view, &format!("SELECT count(DISTINCT rid) FROM ({found})"), &texts);
            }
            let conditions = Conditions::new(d.shape(), q, false)?;
            (
                format!("SELECT count(*) FROM mirror.\"{name}\" AS t WHERE {}", conditions.sql),
                conditions.values,
            )
        }
    };
    counted(view, &sql, &values)
}

fn counted(view: &Connection, sql: &str, values: &[Cell]) -> Step<u64> {
    let mut statement = view.prepare_cached(sql)?;
    let count: i64 = statement.query_row(params_from_iter(values), |row| row.get(0))?;
    Ok(count.unsigned_abs())
}

/// The column and the texts of a filter that finds rows by some of several texts, and nothing else.
fn several(shape: &Shape, filter: &Filter) -> Option<(usize, Vec<Cell>)> {
    let Filter::In { column, cells } = filter else {
        return None;
    };
    let place = shape
        .columns
        .iter()
        .position(|one| one.name == column && one.kind == Kind::Texts)?;
    (!cells.contains(&Cell::Null)).then(|| (place, cells.clone()))
}

fn places(values: &[Cell]) -> String {
    vec!["?"; values.len()].join(", ")
}

/// Whether a filter by text leaves so few rows that they are better sorted than looked for in the order's index.
fn few_have(view: &Connection, shape: &Shape, filters: &[Filter]) -> Step<bool> {
    for (place, texts) in filters.iter().filter_map(|filter| several(shape, filter)) {
        let found = with_text(shape, place, &places(&texts));
        let sql = format!("SELECT count(*) FROM ({found} LIMIT {})", SORTED + 1);
        if counted(view, &sql, &texts)? <= SORTED.unsigned_abs() {
            return Ok(true);
        }
    }
    Ok(false)
}

fn item(
    d: &dyn Derivation,
    id: String,
    json: &str,
    pending: Vec<Operation>,
    beside: Vec<Cell>,
    mirror_only: bool,
) -> Step<Item> {
    let server: Object = serde_json::from_str(json)?;
    let mut object = server.clone();
    if !mirror_only && !pending.is_empty() {
        d.project(&pending, &mut object);
    }
    Ok(Item {
        id,
        object,
        server,
        pending,
        beside,
    })
}

/// How one query is asked of SQLite; only the range differs from part to part.
pub(crate) struct Plan {
    collection: &'static str,
    pub(crate) keys: Vec<KeyPart>,
    descending: bool,
    /// Said outright, for SQLite cannot know that a list is read a page at a time.
    access: String,
    conditions: Conditions,
    /// Further columns of each row.
    beside: String,
}

impl Plan {
    pub(crate) fn new(view: &Connection, d: &dyn Derivation, q: &Query) -> Step<Self> {
        let shape = d.shape();
        let order = match q.order {
            None => None,
            Some(name) => Some(shape.orders.iter().find(|order| order.name == name).ok_or_else(|| {
                Error::invalid("order", format!("{} cannot be sorted by {name:?}.", shape.collection))
            })?),
        };
        let few = match q.search.and_then(search::expression) {
            Some(expression) => {
                let sql = format!(
                    "SELECT count(*) FROM (SELECT 1 FROM mirror.\"{0}_find\" WHERE \"{0}_find\" MATCH ?1 LIMIT {1})",
                    shape.collection,
                    SORTED + 1
                );
                view.prepare_cached(&sql)?
                    .query_row([expression], |row| row.get::<_, i64>(0))?
                    <= SORTED
            }
            None => few_have(view, shape, q.filters)?,
        };
        Ok(Self {
            collection: shape.collection,
            keys: order.map(|order| order.keys("t.", q.descending)).unwrap_or_default(),
            descending: q.descending,
            access: match order {
                Some(order) if !few => format!("INDEXED BY {}", order.index(shape.collection, q.descending)),
                _ => "NOT INDEXED".into(),
            },
            conditions: Conditions::new(shape, q, order.is_some() && !few)?,
            beside: beside::named(shape),
        })
    }

    pub(crate) fn sql(&self, range: &Range, limit: i64) -> (String, Vec<Cell>) {
        let name = self.collection;
        let keys: String = self.keys.iter().map(|key| format!(", {}", key.sql)).collect();
        let direction = if self.descending { "DESC" } else { "ASC" };
        let order: String = self
            .keys
            .iter()
            .skip(range.same)
            .map(|key| format!("{} {direction}, ", key.sql))
            .collect();
        let sql = format!(
            "SELECT raw.id, raw.json, t.rid{keys}{} FROM mirror.\"{name}\" AS t {access}
             CROSS JOIN mirror.\"{name}_raw\" AS raw ON raw.rid = t.rid
             WHERE {} AND {} ORDER BY {order}t.rid {direction} LIMIT ?",
            self.beside,
            range.conditions,
            self.conditions.sql,
            access = self.access,
        );
        let limit = [Cell::Integer(limit)];
        (
            sql,
            range
                .values
                .iter()
                .chain(&self.conditions.values)
                .chain(&limit)
                .cloned()
                .collect(),
        )
    }
}

/// The ranges that make up "everything after this key", nearest first; without a key, everything.
pub(crate) fn ranges(keys: &[KeyPart], after: Option<&Position>, descending: bool) -> Vec<Range> {
    let Some(after) = after else {
        return match keys.first() {
            Some(first) if !descending => vec![
                Range {
                    conditions: format!("{} IS NOT NULL", first.sql),
                    values: vec![],
                    same: 0,
                },
                Range {
                    conditions: format!("{} IS NULL", first.sql),
                    values: vec![],
                    same: 1,
                },
            ],
            _ => vec![Range {
                conditions: "1".into(),
                values: vec![],
                same: 0,
            }],
        };
    };
    let beyond = if descending { '<' } else { '>' };
    let shared = |parts: usize| -> String {
        keys[..parts]
            .iter()
            .map(|key| format!("{} IS ? AND ", key.sql))
            .collect()
    };
    let mut ranges = vec![Range {
        conditions: format!("{}t.rid {beyond} ?", shared(keys.len())),
        values: after.key.iter().cloned().chain([Cell::Integer(after.rid)]).collect(),
        same: keys.len(),
    }];
    for part in (0..keys.len()).rev().filter(|part| after.key[*part] != Cell::Null) {
        let key = &keys[part].sql;
        ranges.push(Range {
            conditions: format!("{}{key} {beyond} ?", shared(part)),
            values: after.key[..=part].to_vec(),
            same: part,
        });
        // Ascending, the missing ones of the later parts have their own leading part.
        if keys[part].nullable && (descending || part == 0) {
            ranges.push(Range {
                conditions: format!("{}{key} IS NULL", shared(part)),
                values: after.key[..part].to_vec(),
                same: part + 1,
            });
        }
    }
    ranges
}
