//! `change-license-count`: how many licences of a subscription are bought. Microsoft has no public API for a direct customer's
//! quantity, so a person does it on the admin center's page; the next sync that shows the new quantity confirms it.

use super::{
    Change, Effect, Field, FieldKind, Kind, Precondition, Secrets, Sent, Server, Warning, Wish, fields, typed, value,
};
use crate::collections::{SUBSCRIPTIONS, field};
use crate::insights::Facts;
use crate::pages;
use kontor_model::{Error, FieldChange, Object, Operation};
use serde::{Deserialize, Serialize};
use serde_json::json;
use ts_rs::TS;

pub static KIND: Kind = Kind {
    name: "change-license-count",
    collection: &SUBSCRIPTIONS,
    roles: &["Billing Administrator"],
    scope: None,
    fields: &[Field {
        name: COUNT,
        kind: FieldKind::Number,
    }],
    effect: Effect::Guided {
        page: pages::YOUR_PRODUCTS,
    },
    read: typed::<ChangeLicenseCount>,
};

const COUNT: &str = "totalLicenses";

/// The wished quantity, of all licences of the subscription.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ChangeLicenseCount {
    #[ts(type = "number")]
    total_licenses: i64,
}

impl ChangeLicenseCount {
    fn wish(&self) -> Object {
        Object::from_iter([(COUNT.to_owned(), json!(self.total_licenses))])
    }
}

impl Change for ChangeLicenseCount {
    fn check(&self, current: &Object, _: &Facts, _: &Secrets) -> Vec<Error> {
        let refused = |why: &str| vec![Error::invalid(COUNT, why)];
        if self.total_licenses < 1 {
            // The last licence goes by cancelling the subscription, which is something else.
            return refused("A subscription has at least one license. To have none, cancel the subscription.");
        }
        if self.changes(current).is_empty() {
            return refused("Nothing would change: the subscription has that many licenses.");
        }
        Vec::new()
    }

    fn warnings(&self, current: &Object, _: &Facts) -> Vec<Warning> {
        let more = field::integer(current, COUNT).is_none_or(|now| self.total_licenses > now);
        vec![if more {
            Warning::CostsMore
        } else {
            Warning::FewerLicenses
        }]
    }

    fn changes(&self, current: &Object) -> Vec<FieldChange> {
        fields::changes(&self.wish(), current)
    }

    fn base(&self, current: &Object, _: &[Operation]) -> Object {
        fields::base(&self.wish(), current)
    }

    fn project(&self, object: &mut Object) {
        object.extend(self.wish());
    }

    fn precondition(&self, base: &Object, server: &Server) -> Precondition {
        fields::precondition(&self.wish(), base, server.object.as_ref())
    }

    fn is_confirmed(&self, _: &Sent, server: &Server) -> bool {
        fields::is_there(&self.wish(), server.object.as_ref())
    }

    fn inverse(&self, done: &Operation) -> Option<Wish> {
        let before = value(&done.base, COUNT);
        before.as_i64().filter(|count| *count > 0).map(|_| Wish {
            operation: KIND.name.to_owned(),
            id: done.target.id.clone(),
            input: json!({ COUNT: before }),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    fn change(count: Value) -> kontor_model::Result<Box<dyn Change>> {
        KIND.read(&json!({ COUNT: count }))
    }

    #[test]
    fn a_quantity_is_a_whole_number_of_at_least_one_that_changes_something() {
        let now = Object::from_iter([(COUNT.to_owned(), json!(25))]);
        let refused = |count: i64| {
            !change(json!(count))
                .unwrap()
                .check(&now, &Facts::default(), &Secrets::new())
                .is_empty()
        };
        assert!(refused(25) && refused(0) && refused(-3));
        assert!(!refused(24) && !refused(26));
        assert!(change(json!("26")).is_err() && change(json!(25.5)).is_err());
    }

    #[test]
    fn it_is_seen_when_the_server_shows_that_quantity_and_no_other() {
        let change = change(json!(30)).unwrap();
        let shows = |count: Value| {
            let server = Server {
                object: Some(Object::from_iter([(COUNT.to_owned(), count)])),
                elsewhere: None,
            };
            let sent = Sent {
                before: &Object::new(),
                at: None,
                accepted: false,
            };
            change.is_confirmed(&sent, &server)
        };
        assert!(shows(json!(30)));
        assert!(!shows(json!(29)) && !shows(Value::Null));
    }
}
