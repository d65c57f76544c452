//! `purchase-licenses`: more licenses of a product. Microsoft has no public API with which a direct customer buys, so a person does it on
//! the admin center's page; the next sync that shows so many more confirms it.

use super::{
    Change, Effect, Field, FieldKind, Kind, Precondition, Secrets, Sent, Server, Warning, fields, typed, value,
};
use crate::collections::catalog::{CATALOG, LICENSES};
use crate::collections::field;
use crate::insights::Facts;
use crate::pages;
use kontor_model::{Error, FieldChange, Object, Operation};
use serde::{Deserialize, Serialize};
use serde_json::json;
use ts_rs::TS;

pub static KIND: Kind = Kind {
    name: "purchase-licenses",
    collection: &CATALOG,
    roles: &["Billing Administrator"],
    scope: None,
    fields: &[Field {
        name: QUANTITY,
        kind: FieldKind::Number,
    }],
    effect: Effect::Guided {
        page: pages::PURCHASE_SERVICES,
    },
    read: typed::<PurchaseLicenses>,
};

const QUANTITY: &str = "quantity";

/// How many licenses to buy.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PurchaseLicenses {
    #[ts(type = "number")]
    quantity: i64,
}

impl Change for PurchaseLicenses {
    fn check(&self, current: &Object, _: &Facts, _: &Secrets) -> Vec<Error> {
        if self.quantity < 1 {
            return vec![Error::invalid(QUANTITY, "At least one license is bought.")];
        }
        if field::integer(current, LICENSES).is_none() {
            let why = "How many licenses the tenant has of this product is not known, so that nothing would show when they are bought. Sync with an account that may read the subscriptions.";
            return vec![Error::invalid(QUANTITY, why)];
        }
        Vec::new()
    }

    fn warnings(&self, _: &Object, _: &Facts) -> Vec<Warning> {
        vec![Warning::CostsMore]
    }

    fn changes(&self, _: &Object) -> Vec<FieldChange> {
        let wish = Object::from_iter([(QUANTITY.to_owned(), json!(self.quantity))]);
        fields::changes(&wish, &Object::new())
    }

    /// What stands before it will move the number: then it is decided on what that leaves.
    fn base(&self, current: &Object, before: &[Operation]) -> Object {
        if before.iter().any(|other| other.operation == KIND.name) {
            return Object::new();
        }
        Object::from_iter([(LICENSES.to_owned(), value(current, LICENSES))])
    }

    /// The licenses are there when they are bought.
    fn project(&self, _: &mut Object) {}

    fn precondition(&self, _: &Object, _: &Server) -> Precondition {
        Precondition::Go
    }

    fn is_confirmed(&self, sent: &Sent, server: &Server) -> bool {
        let count = |object: &Object| field::integer(object, LICENSES);
        let wanted = count(sent.before).and_then(|before| before.checked_add(self.quantity));
        let now = server.object.as_ref().and_then(count);
        wanted.is_some_and(|wanted| now.is_some_and(|now| now >= wanted))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    fn has(count: Value) -> Object {
        Object::from_iter([(LICENSES.to_owned(), count)])
    }

    #[test]
    fn it_takes_one_at_least_and_a_number_to_count_from() {
        let change = |quantity: i64| KIND.read(&json!({ QUANTITY: quantity })).unwrap();
        let refused = |quantity: i64, now: Value| {
            !change(quantity)
                .check(&has(now), &Facts::default(), &Secrets::new())
                .is_empty()
        };
        assert!(refused(0, json!(5)) && refused(-1, json!(5)) && refused(1, Value::Null));
        assert!(!refused(1, json!(0)));
    }

    #[test]
    fn it_is_seen_when_there_are_so_many_more_than_before() {
        let change = KIND.read(&json!({ QUANTITY: 5 })).unwrap();
        let seen = |before: &Object, now: Value| {
            let sent = Sent {
                before,
                at: None,
                accepted: false,
            };
            let server = Server {
                object: Some(has(now)),
                elsewhere: None,
            };
            change.is_confirmed(&sent, &server)
        };
        let ten = has(json!(10));
        assert!(seen(&ten, json!(15)) && seen(&ten, json!(20)));
        assert!(!seen(&ten, json!(14)) && !seen(&ten, Value::Null));
        assert!(!seen(&Object::new(), json!(15)) && !seen(&has(json!(i64::MAX)), json!(i64::MAX)));
    }
}
