//! `buy-for-customer`: seats of a product that a partner buys for a customer. The cart is made just before it is checked out, and is
//! checked out once: whatever became of an answer, the same cart cannot be paid for twice.

use super::{
    Call, Cart, Change, Effect, Field, FieldKind, Kind, Precondition, Secrets, Sent, Server, Warning, Wish, fields,
    typed,
};
use crate::collections::users::segment;
use crate::collections::{CUSTOMER_SUBSCRIPTIONS, CUSTOMERS, Collection, field};
use crate::insights::Facts;
use crate::sync::partner_center::{ORDERS, customer_id};
use kontor_cloud::Method;
use kontor_model::{Code, Error, FieldChange, Object, Operation, Result};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use ts_rs::TS;

pub static KIND: Kind = Kind {
    name: "buy-for-customer",
    collection: &CUSTOMERS,
    roles: &[],
    scope: None,
    fields: &[
        Field {
            name: ITEM,
            kind: FieldKind::Text,
        },
        Field {
            name: "friendlyName",
            kind: FieldKind::Text,
        },
        Field {
            name: QUANTITY,
            kind: FieldKind::Number,
        },
        Field {
            name: TERM,
            kind: FieldKind::Text,
        },
        Field {
            name: BILLED,
            kind: FieldKind::Text,
        },
    ],
    effect: Effect::Pays,
    read: typed::<BuyForCustomer>,
};

const ITEM: &str = "catalogItemId";
const QUANTITY: &str = "quantity";
const TERM: &str = "termDuration";
const BILLED: &str = "billingCycle";

/// Partner Center's numbers of refusals that an earlier checkout of the same cart may have caused.
const MAYBE_BOUGHT: [&str; 2] = ["800064", "800065"];

/// One line: what is bought, how many of it, for what term and how it is billed.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BuyForCustomer {
    /// What the subscription will be called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    friendly_name: Option<String>,
    #[ts(type = "number")]
    quantity: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    term_duration: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    billing_cycle: Option<String>,
    /// As the partner's catalogue names it.
    catalog_item_id: String,
}

impl BuyForCustomer {
    fn line(&self) -> Object {
        match json!(self) {
            Value::Object(line) => line,
            _ => Object::new(),
        }
    }

    /// The orders of this line that there were not before it was sent; none where that is not known.
    fn new_orders<'a>(&'a self, sent: &'a Sent, server: &'a Server) -> impl Iterator<Item = &'a Object> {
        let known = sent.before.get(ORDERS).and_then(Value::as_array);
        let is_new =
            move |order: &&Object| known.is_some_and(|known| order.get("id").is_some_and(|id| !known.contains(id)));
        orders(server).filter(is_new).filter(|order| self.is_in(order))
    }

    fn is_in(&self, order: &Object) -> bool {
        let lines = order.get("lineItems").and_then(Value::as_array).into_iter().flatten();
        lines.filter_map(Value::as_object).any(|line| {
            let offer = field::text(line, "offerId").or_else(|| field::text(line, ITEM));
            let same = offer.is_some_and(|offer| offer.eq_ignore_ascii_case(&self.catalog_item_id));
            same && field::integer(line, QUANTITY) == Some(self.quantity)
        })
    }
}

fn has_status(order: &Object, wanted: &str) -> bool {
    field::text(order, "status").is_some_and(|status| status.eq_ignore_ascii_case(wanted))
}

fn orders(server: &Server) -> impl Iterator<Item = &Object> {
    let read = server.elsewhere.as_ref().and_then(|read| read.get(ORDERS));
    read.and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_object)
}

impl Change for BuyForCustomer {
    fn check(&self, _: &Object, _: &Facts, _: &Secrets) -> Vec<Error> {
        let mut errors = Vec::new();
        if self.catalog_item_id.trim().is_empty() {
            let why = "Name what is bought: `kontor list partner-catalog` has it as catalogItemId.";
            errors.push(Error::invalid(ITEM, why));
        }
        if self.quantity < 1 {
            errors.push(Error::invalid(QUANTITY, "At least one license is bought."));
        }
        errors
    }

    fn warnings(&self, _: &Object, _: &Facts) -> Vec<Warning> {
        vec![Warning::CostsMore]
    }

    fn changes(&self, _: &Object) -> Vec<FieldChange> {
        fields::changes(&self.line(), &Object::new())
    }

    /// It stands on nothing that the customer has: what is on offer is looked at when the cart is made.
    fn base(&self, _: &Object, _: &[Operation]) -> Object {
        Object::new()
    }

    /// The orders that there were, so that the new one is known.
    fn before(&self, server: &Server) -> Object {
        let ids: Vec<&Value> = orders(server).filter_map(|order| order.get("id")).collect();
        Object::from_iter([(ORDERS.to_owned(), json!(ids))])
    }

    fn project(&self, _: &mut Object) {}

    fn cart(&self, operation: &Operation) -> Result<Option<Cart>> {
        let mut line = self.line();
        line.insert("id".to_owned(), json!(0));
        Ok(Some(Cart {
            path: format!("/v1/customers/{}/carts", customer_id(&operation.target.id)?),
            body: json!({ "lineItems": [line] }),
        }))
    }

    fn call(&self, operation: &Operation, _: &Server, _: &Secrets) -> Result<Call> {
        let cart = operation.cart.as_deref();
        let cart = cart.ok_or_else(|| {
            let why = "It takes two requests, and the second names what the first is answered with: only the outbox sends it.";
            Error::new(Code::Invalid, why)
        })?;
        let (customer, cart) = (customer_id(&operation.target.id)?, segment(cart));
        Ok(Call {
            method: Method::POST,
            path: format!("/v1/customers/{customer}/carts/{cart}/checkout"),
            body: None,
        })
    }

    fn precondition(&self, _: &Object, server: &Server) -> Precondition {
        match server.object {
            Some(_) => Precondition::Go,
            None => Precondition::Gone,
        }
    }

    fn is_confirmed(&self, sent: &Sent, server: &Server) -> bool {
        let carried_out = |order: &Object| !order.contains_key("status") || has_status(order, "completed");
        self.new_orders(sent, server).any(carried_out)
    }

    fn is_under_way(&self, sent: &Sent, server: &Server) -> bool {
        self.new_orders(sent, server).any(|order| has_status(order, "pending"))
    }

    /// A cart is checked out in part: without an order of its only line nothing was bought.
    fn refused_in(&self, answer: &Value) -> Option<Error> {
        let errors = answer.get("orderErrors")?.as_array()?;
        let bought = answer["orders"].as_array().is_some_and(|orders| !orders.is_empty());
        errors.first().filter(|_| !bought).map(in_words)
    }

    fn is_maybe_echo(&self, error: &Error) -> bool {
        let code = error.server_code.as_deref();
        code.is_some_and(|code| MAYBE_BOUGHT.contains(&code))
    }

    fn shows_in(&self) -> Option<&'static Collection> {
        Some(&CUSTOMER_SUBSCRIPTIONS)
    }

    fn inverse(&self, _: &Operation) -> Option<Wish> {
        None
    }
}

/// What Partner Center says of a line that it does not take.
pub(crate) fn in_words(error: &Value) -> Error {
    let text = ["description", "errorDescription", "message"]
        .into_iter()
        .find_map(|name| error[name].as_str());
    let code = ["code", "errorCode"].into_iter().find_map(|name| match &error[name] {
        Value::String(code) => Some(code.clone()),
        Value::Number(code) => Some(code.to_string()),
        _ => None,
    });
    let why = match text {
        Some(text) => format!("Partner Center did not take the order, and nothing was bought: {text}"),
        None => "Partner Center did not take the order, and nothing was bought. It does not say why.".to_owned(),
    };
    Error::new(Code::Refused, why).with_server_code(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change() -> Box<dyn Change> {
        KIND.read(&json!({ ITEM: "P:1:A", QUANTITY: 5, TERM: "P1Y", BILLED: "monthly" }))
            .unwrap()
    }

    fn with(orders: Value) -> Server {
        Server {
            object: Some(Object::new()),
            elsewhere: Some(Object::from_iter([(ORDERS.to_owned(), orders)])),
        }
    }

    fn order(id: &str, item: &str, quantity: i64, status: &str) -> Value {
        json!({ "id": id, "status": status, "lineItems": [{ "offerId": item, "quantity": quantity }] })
    }

    #[test]
    fn it_takes_something_and_one_of_it_at_least() {
        let refused = |item: &str, quantity: i64| {
            let change = KIND.read(&json!({ ITEM: item, QUANTITY: quantity })).unwrap();
            !change
                .check(&Object::new(), &Facts::default(), &Secrets::new())
                .is_empty()
        };
        assert!(refused("P:1:A", 0) && refused("P:1:A", -1) && refused(" ", 1));
        assert!(!refused("P:1:A", 1));
        assert!(KIND.read(&json!({ ITEM: "P:1:A", QUANTITY: 1.5 })).is_err());
    }

    #[test]
    fn only_a_new_order_of_the_same_line_that_was_carried_out_shows_it() {
        let older = order("1", "P:1:A", 5, "completed");
        let before = change().before(&with(json!([older])));
        let seen = |new: Value| {
            let sent = Sent {
                before: &before,
                at: None,
                accepted: true,
            };
            change().is_confirmed(&sent, &with(json!([older, new])))
        };
        assert!(seen(order("2", "p:1:a", 5, "completed")));
        for other in [
            order("1", "P:1:A", 5, "completed"),
            order("2", "P:1:A", 6, "completed"),
            order("2", "P:2:A", 5, "completed"),
            order("2", "P:1:A", 5, "pending"),
            order("2", "P:1:A", 5, "cancelled"),
            json!(7),
        ] {
            assert!(!seen(other.clone()), "{other}");
        }
        let under_way = |status: &str| {
            let sent = Sent {
                before: &before,
                at: None,
                accepted: false,
            };
            let placed = with(json!([order("2", "P:1:A", 5, status)]));
            change().is_under_way(&sent, &placed)
        };
        assert!(under_way("pending") && !under_way("cancelled") && !under_way("completed"));
        let nothing = Object::new();
        let unread = Sent {
            before: &nothing,
            at: None,
            accepted: true,
        };
        assert!(
            !change().is_confirmed(&unread, &with(json!([older]))),
            "what stood before is not known"
        );
    }

    #[test]
    fn an_answer_without_an_order_is_a_refusal_in_its_own_words() {
        let none = json!({ "orders": [], "orderErrors": [{ "code": 800030, "description": "Once only." }] });
        let error = change().refused_in(&none).unwrap();
        assert!(error.message.contains("Once only.") && error.server_code.as_deref() == Some("800030"));
        for taken in [
            json!({ "orders": [{ "id": "1" }], "orderErrors": [{ "code": 1 }] }),
            json!({ "orders": [{ "id": "1" }], "orderErrors": [] }),
            json!({}),
        ] {
            assert!(change().refused_in(&taken).is_none(), "{taken}");
        }
    }
}
