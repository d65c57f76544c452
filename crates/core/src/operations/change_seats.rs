//! `change-seats`: how many seats a customer's subscription has, changed by the partner that sold it.

use super::customer_subscription::{self as shared, QUANTITY};
use super::{Call, Change, Effect, Field, FieldKind, Kind, Precondition, Secrets, Sent, Server, Warning, Wish};
use super::{fields, typed, value};
use crate::collections::{CUSTOMER_SUBSCRIPTIONS, customer_subscriptions, field};
use crate::insights::Facts;
use crate::sync::partner_center;
use chrono::{DateTime, Utc};
use kontor_model::{Error, FieldChange, Object, Operation, Result};
use serde::{Deserialize, Serialize};
use serde_json::json;
use ts_rs::TS;

pub static KIND: Kind = Kind {
    name: "change-seats",
    collection: &CUSTOMER_SUBSCRIPTIONS,
    roles: &[],
    scope: None,
    fields: &[Field {
        name: QUANTITY,
        kind: FieldKind::Number,
    }],
    effect: Effect::Pays,
    read: typed::<ChangeSeats>,
};

/// All the seats that there should be.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ChangeSeats {
    #[ts(type = "number")]
    quantity: i64,
}

impl ChangeSeats {
    fn wish(&self) -> Object {
        Object::from_iter([(QUANTITY.to_owned(), json!(self.quantity))])
    }

    fn reduces(&self, current: &Object) -> bool {
        field::integer(current, QUANTITY).is_some_and(|now| self.quantity < now)
    }
}

impl Change for ChangeSeats {
    fn check(&self, current: &Object, _: &Facts, _: &Secrets) -> Vec<Error> {
        if self.quantity < 1 {
            let why = "A subscription has at least one seat. To have none, cancel it in Partner Center.";
            return vec![Error::invalid(QUANTITY, why)];
        }
        if self.changes(current).is_empty() {
            let why = "Nothing would change: the subscription has that many seats.";
            return vec![Error::invalid(QUANTITY, why)];
        }
        shared::inactive(current, QUANTITY).into_iter().collect()
    }

    fn refused_at(&self, current: &Object, now: DateTime<Utc>) -> Option<Error> {
        let until = customer_subscriptions::reduce_until(current)?;
        (self.reduces(current) && now > until).then(|| {
            let last = until.date_naive();
            let why = format!(
                "Seats could be given back until {last} only: within seven days of buying or renewing them. Fewer can be had from the next renewal on."
            );
            Error::invalid(QUANTITY, why)
        })
    }

    fn warnings(&self, current: &Object, _: &Facts) -> Vec<Warning> {
        vec![if self.reduces(current) {
            Warning::FewerLicenses
        } else {
            Warning::CostsMore
        }]
    }

    fn changes(&self, current: &Object) -> Vec<FieldChange> {
        fields::changes(&self.wish(), current)
    }

    fn base(&self, current: &Object, _: &[Operation]) -> Object {
        shared::base(current)
    }

    fn moves_along(&self) -> &'static [&'static str] {
        shared::ALONG
    }

    fn project(&self, object: &mut Object) {
        object.extend(self.wish());
    }

    fn call(&self, operation: &Operation, server: &Server, _: &Secrets) -> Result<Call> {
        let (customer, own) = partner_center::ids(&operation.target.id)?;
        let path = format!("/v1/customers/{customer}/subscriptions/{own}");
        shared::call(path, &self.wish(), server)
    }

    fn precondition(&self, base: &Object, server: &Server) -> Precondition {
        shared::precondition(&self.wish(), base, server.object.as_ref())
    }

    fn is_confirmed(&self, _: &Sent, server: &Server) -> bool {
        fields::is_there(&self.wish(), server.object.as_ref())
    }

    fn is_refused_for_now(&self, error: &Error) -> bool {
        shared::is_refused_for_now(error)
    }

    fn is_maybe_echo(&self, error: &Error) -> bool {
        shared::is_maybe_echo(error)
    }

    fn inverse(&self, done: &Operation) -> Option<Wish> {
        let before = value(&done.base, QUANTITY);
        before.as_i64().filter(|count| *count > 0).map(|_| Wish {
            operation: KIND.name.to_owned(),
            id: done.target.id.clone(),
            input: json!({ QUANTITY: before }),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    fn change(quantity: i64) -> Box<dyn Change> {
        KIND.read(&json!({ QUANTITY: quantity })).unwrap()
    }

    fn of(value: Value) -> Object {
        value.as_object().unwrap().clone()
    }

    fn active(quantity: i64) -> Object {
        of(json!({
            "id": "c:s", "subscriptionId": "s", "quantity": quantity, "status": "active", "termDuration": "P1Y",
            "commitmentEndDate": "2027-05-01T00:00:00Z", "attributes": { "etag": "7" },
        }))
    }

    #[test]
    fn seats_are_a_number_above_zero_of_an_active_subscription_that_has_another() {
        let refused = |quantity: i64, current: &Object| {
            !change(quantity)
                .check(current, &Facts::default(), &Secrets::new())
                .is_empty()
        };
        assert!(refused(0, &active(5)) && refused(-1, &active(5)) && refused(5, &active(5)));
        assert!(!refused(6, &active(5)) && !refused(4, &active(5)));
        let mut suspended = active(5);
        suspended.insert("status".to_owned(), json!("suspended"));
        assert!(refused(6, &suspended));
        assert!(KIND.read(&json!({ QUANTITY: 2.5 })).is_err() && KIND.read(&json!({ QUANTITY: "6" })).is_err());
    }

    #[test]
    fn fewer_seats_are_refused_once_the_days_for_it_are_known_to_be_over() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let refused =
            |quantity: i64, current: &Object, now: &str| change(quantity).refused_at(current, at(now)).is_some();
        let now = active(5);
        assert!(!refused(4, &now, "2026-05-08T23:00:00Z") && refused(4, &now, "2026-05-09T00:00:01Z"));
        assert!(!refused(6, &now, "2026-11-01T00:00:00Z"), "more can be had at any time");
        let mut unknown = active(5);
        unknown.remove("termDuration");
        assert!(
            !refused(4, &unknown, "2026-11-01T00:00:00Z"),
            "what is not known is left to Partner Center"
        );
    }

    #[test]
    fn any_fact_that_has_moved_since_is_a_conflict() {
        let (wish, base) = (change(6), change(6).base(&active(5), &[]));
        let found = |name: &str, value: Value| {
            let mut object = active(5);
            object.insert(name.to_owned(), value);
            let server = Server {
                object: Some(object),
                elsewhere: None,
            };
            wish.precondition(&base, &server)
        };
        assert_eq!(found("friendlyName", json!("another")), Precondition::Go);
        assert_eq!(found("quantity", json!(6)), Precondition::AlreadySo);
        for (name, value) in [
            ("quantity", json!(7)),
            ("status", json!("suspended")),
            ("commitmentEndDate", json!("2028-05-01T00:00:00Z")),
            ("billingCycle", json!("annual")),
        ] {
            assert!(matches!(found(name, value), Precondition::Conflict(_)), "{name}");
        }
    }
}
