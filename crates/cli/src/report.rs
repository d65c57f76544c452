//! `report`: what renews, what is not used, what was spent; as JSON, CSV or a table.

use crate::arguments::Report;
use crate::csv;
use crate::exit::{self, Exit, Stop};
use crate::output::Output;
use crate::table::{self, Table};
use kontor_core::Session;
use kontor_core::money::{Spending, renewals, spending, waste};
use kontor_model::{Code, Error, Object};
use serde_json::{Value, json};

pub fn perform(session: &Session, report: &Report, output: &mut Output) -> exit::Done {
    let now = session.now();
    match report {
        Report::Renewals { csv } => {
            let found = renewals(session, now)?;
            let columns = ["name", "at", "term", "autoRenew", "seats", "status", "reduceUntil"];
            let items = json!(found.items);
            let answer = json!({ "items": items, "asOf": found.subscriptions.as_of, "subscriptions": found.subscriptions, "billing": found.billing });
            told(items, answer, &columns, *csv, output)
        }
        Report::Waste { csv } => {
            let found = waste(session, now)?;
            let columns = [
                "name",
                "unassigned",
                "blocked",
                "never",
                "longAgo",
                "seats",
                "cost",
                "priceUnknown",
            ];
            let items = json!(found.items);
            let as_of = found.users.as_of.min(found.licenses.as_of);
            let answer = json!({
                "items": items, "asOf": as_of, "costs": found.costs, "signInsKnown": found.sign_ins_known,
                "users": found.users, "licenses": found.licenses, "bills": found.bills,
            });
            told(items, answer, &columns, *csv, output)
        }
        Report::Spending { csv } => {
            let found = spending(session, now)?;
            let columns = ["month", "currency", "product", "amount"];
            let items = lines(&found);
            let answer = json!({ "items": items, "asOf": found.invoices.as_of, "leftOut": found.left_out, "invoices": found.invoices, "lines": found.lines });
            told(items, answer, &columns, *csv, output)
        }
    }
}

/// One line for each month and product in which there was something.
fn lines(found: &Spending) -> Value {
    let mut lines = Vec::new();
    for of in &found.currencies {
        for product in &of.products {
            let spent = of
                .months
                .iter()
                .zip(&product.by_month)
                .filter(|(_, amount)| *amount != "0");
            lines.extend(spent.map(|(month, amount)| {
                json!({ "month": month, "currency": of.currency, "product": product.name, "skuId": product.sku_id, "amount": amount })
            }));
        }
    }
    lines.into()
}

fn told(items: Value, answer: Value, columns: &[&str], as_csv: bool, output: &mut Output) -> exit::Done {
    let objects: Vec<Object> = match items {
        Value::Array(items) => items.into_iter().filter_map(|item| item.as_object().cloned()).collect(),
        _ => Vec::new(),
    };
    if as_csv {
        if output.is_json() {
            return Err(Error::new(Code::Usage, "--json and --csv cannot be used together.").into());
        }
        csv::rows(output.writer(), columns, |act| -> Result<(), Stop> {
            objects.into_iter().try_for_each(act)
        })?;
        return Ok(Exit::Done);
    }
    let as_of = answer["asOf"].as_str().and_then(|at| at.parse().ok());
    output.answer(answer, || {
        let mut table = Table::new(columns.iter().copied());
        for object in &objects {
            table.row(columns.iter().map(|column| table::cell(object, column)));
        }
        format!("{table}\n{}", table::as_of(as_of))
    })?;
    Ok(Exit::Done)
}
