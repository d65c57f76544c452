//! `tenant overview` and `search`: what spans every connected tenant.

use crate::exit::{self, Exit};
use crate::output::Output;
use crate::table::{self, Table};
use kontor_core::Kontor;
use kontor_core::commands::{FoundIn, Overview, Search, overview_of, search_all};
use kontor_model::Result;
use serde_json::{Value, json};

/// The figures of a row, as they stand in the JSON.
const FIGURES: [&str; 9] = [
    "users",
    "passwordsEnded",
    "passwordsEnding",
    "licenseShortages",
    "subscriptionsInTrouble",
    "subscriptionsEnding",
    "invoicesOverdue",
    "incidents",
    "asOf",
];

pub async fn overview(kontor: &Kontor, output: &mut Output) -> exit::Done {
    let mut items = Vec::new();
    for tenant in kontor.folder().tenants()? {
        let of = async { overview_of(&*kontor.session(tenant.id).await?) };
        items.push(item(&tenant.name, of.await));
    }
    output.answer(json!({ "items": items }), || {
        let columns = ["tenant"].into_iter().chain(FIGURES).chain(["error"]);
        let mut table = Table::new(columns.clone());
        for item in items.iter().filter_map(Value::as_object) {
            table.row(columns.clone().map(|column| table::cell(item, column)));
        }
        table.to_string()
    })?;
    Ok(Exit::Done)
}

/// A tenant that cannot be opened says why, and keeps no other from being shown.
fn item(name: &str, overview: Result<Overview>) -> Value {
    let mut item = match overview {
        Ok(overview) => json!(overview),
        Err(error) => json!({ "error": error }),
    };
    item["tenant"] = name.into();
    item
}

pub async fn search(kontor: &Kontor, text: &str, limit: u32, output: &mut Output) -> exit::Done {
    let search = Search {
        text: text.to_owned(),
        limit: Some(limit),
    };
    let found = search_all(kontor, &search).await?;
    for one in &found {
        if let Some(error) = &one.error {
            output.warn(&format!("{} could not be searched: {error}", one.name));
        }
    }
    output.answer(json!({ "items": found }), || listed(&found))?;
    Ok(Exit::Done)
}

fn listed(found: &[FoundIn]) -> String {
    let mut table = Table::new(["tenant", "collection", "name", "detail", "id"].into_iter());
    for one in found {
        for hit in &one.hits {
            let detail = hit.detail.clone().unwrap_or_default();
            let cells = [
                one.name.clone(),
                hit.collection.to_owned(),
                hit.title.clone(),
                detail,
                hit.id.clone(),
            ];
            table.row(cells.into_iter());
        }
    }
    table.to_string()
}
