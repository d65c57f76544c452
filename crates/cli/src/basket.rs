//! `basket`: what is thought of buying.

use crate::arguments::Basket;
use crate::exit::{self, Exit};
use crate::outbox;
use crate::output::{Output, printable};
use crate::table::Table;
use kontor_core::Session;
use kontor_core::basket::{BasketLine, basket, order_basket, set_basket};
use kontor_core::collections::CATALOG;
use kontor_model::{Code, Error, Result};
use kontor_store::Query;
use serde_json::{Value, json};

pub fn perform(session: &Session, command: Basket, output: &mut Output) -> exit::Done {
    let mut lines = basket(session)?;
    match command {
        Basket::List => {}
        Basket::Add { product, quantity } => {
            let id = product_of(session, &product)?;
            match lines.iter_mut().find(|line| line.id.eq_ignore_ascii_case(&id)) {
                Some(line) if quantity > 0 => line.quantity = line.quantity.saturating_add(quantity),
                _ => lines.push(BasketLine {
                    id,
                    quantity,
                    name: String::new(),
                }),
            }
            set_basket(session, &lines)?;
        }
        Basket::Remove { product } => {
            // What the catalogue has no longer goes by its id.
            let id = product_of(session, &product).unwrap_or(product);
            let before = lines.len();
            lines.retain(|line| !line.id.eq_ignore_ascii_case(&id));
            if lines.len() == before {
                return Err(Error::new(Code::NotFound, format!("{id} is not in the basket.")).into());
            }
            set_basket(session, &lines)?;
        }
        Basket::Order => {
            if lines.is_empty() {
                let why = "The basket is empty. Put something in it with: kontor basket add PRODUCT";
                return Err(Error::new(Code::Usage, why).into());
            }
            return outbox::several(session, order_basket(session)?, output);
        }
    }
    let lines = basket(session)?;
    output.answer(json!({ "items": lines }), || {
        let mut table = Table::new(["licenses", "product", "id"].into_iter());
        for line in &lines {
            let cells = [line.quantity.to_string(), line.name.clone(), line.id.clone()];
            table.row(cells.into_iter());
        }
        match lines.is_empty() {
            true => "The basket is empty.".to_owned(),
            false => printable(&table.to_string()),
        }
    })?;
    Ok(Exit::Done)
}

/// The id of the product that goes by this id or part number.
fn product_of(session: &Session, name: &str) -> Result<String> {
    let rules = session.rules(&CATALOG)?;
    let mut after: Option<String> = None;
    loop {
        let query = Query {
            after: after.as_deref(),
            limit: 1_000,
            ..Query::default()
        };
        let page = session.store.list(&rules, &query)?;
        let is = |item: &&kontor_store::Item| {
            let number = item.object.get("skuPartNumber").and_then(Value::as_str);
            item.id.eq_ignore_ascii_case(name) || number.is_some_and(|number| number.eq_ignore_ascii_case(name))
        };
        if let Some(found) = page.items.iter().find(is) {
            return Ok(found.id.clone());
        }
        after = page.next;
        if after.is_none() {
            let why = format!("There is no product {name} in the catalogue here. `kontor list catalog` has them all.");
            return Err(Error::new(Code::NotFound, why));
        }
    }
}
