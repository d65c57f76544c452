//! What is thought of buying: kept in the ledger until it is put in the outbox or taken out again.

use crate::collections::products;
use crate::operations::Wish;
use crate::outbox::queue_all;
use crate::session::Session;
use kontor_model::{Error, Operation, Result};
use serde::{Deserialize, Serialize};
use serde_json::json;
use ts_rs::TS;

const BASKET: &str = "basket";

/// A product in the basket, and how many licenses of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BasketLine {
    /// Its `skuId`, as in the catalogue.
    pub id: String,
    #[ts(type = "number")]
    pub quantity: i64,
    /// What people call it; given by Kontor.
    #[serde(default)]
    pub name: String,
}

/// What is in the basket.
pub fn basket(session: &Session) -> Result<Vec<BasketLine>> {
    let stored = session.store.setting(BASKET)?.unwrap_or_default();
    let mut lines: Vec<BasketLine> = serde_json::from_value(stored).unwrap_or_default();
    for line in &mut lines {
        line.name = products::name(
            &line.id,
            Some(&line.name).filter(|name| !name.is_empty()).map(String::as_str),
        );
    }
    Ok(lines)
}

/// Puts these lines in the place of what is in the basket.
///
/// # Errors
/// [`kontor_model::Code::Invalid`] for a line of no license, or a product twice.
pub fn set_basket(session: &Session, lines: &[BasketLine]) -> Result<()> {
    for (place, line) in lines.iter().enumerate() {
        if line.quantity < 1 {
            return Err(Error::invalid("quantity", "At least one license is bought."));
        }
        if lines[..place]
            .iter()
            .any(|other| other.id.eq_ignore_ascii_case(&line.id))
        {
            return Err(Error::invalid("id", "The product is in the basket already."));
        }
    }
    session.store.set_setting(BASKET, &json!(lines))
}

/// Puts all of the basket in the outbox and empties it, in one step: a line is in the one or in the other.
///
/// # Errors
/// The first line's that cannot be queued: then all stay in the basket. [`kontor_model::Code::WrongState`] when the basket has
/// changed meanwhile.
pub fn order_basket(session: &Session) -> Result<Vec<Operation>> {
    let Some(stored) = session.store.setting(BASKET)? else {
        return Ok(Vec::new());
    };
    let wish = |line: BasketLine| Wish {
        operation: "purchase-licenses".to_owned(),
        id: line.id,
        input: json!({ "quantity": line.quantity }),
    };
    let wishes = basket(session)?.into_iter().map(wish).collect();
    queue_all(session, wishes, Some((BASKET, &stored)))
}
