//! `set-auto-renew`: whether a customer's subscription renews by itself at the end of its term. On, it will be paid for once more.

use super::customer_subscription::{self as shared, AUTO_RENEW};
use super::{Call, Change, Effect, Field, FieldKind, Kind, Precondition, Secrets, Sent, Server, Warning, Wish};
use super::{fields, typed, value};
use crate::collections::CUSTOMER_SUBSCRIPTIONS;
use crate::insights::Facts;
use crate::sync::partner_center;
use kontor_model::{Error, FieldChange, Object, Operation, Result};
use serde::{Deserialize, Serialize};
use serde_json::json;
use ts_rs::TS;

pub static KIND: Kind = Kind {
    name: "set-auto-renew",
    collection: &CUSTOMER_SUBSCRIPTIONS,
    roles: &[],
    scope: None,
    fields: &[Field {
        name: AUTO_RENEW,
        kind: FieldKind::Flag,
    }],
    effect: Effect::Pays,
    read: typed::<SetAutoRenew>,
};

/// Whether it renews by itself.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SetAutoRenew {
    auto_renew_enabled: bool,
}

impl SetAutoRenew {
    fn wish(&self) -> Object {
        Object::from_iter([(AUTO_RENEW.to_owned(), json!(self.auto_renew_enabled))])
    }
}

impl Change for SetAutoRenew {
    fn check(&self, current: &Object, _: &Facts, _: &Secrets) -> Vec<Error> {
        if self.changes(current).is_empty() {
            let why = "Nothing would change: that is how the subscription renews already.";
            return vec![Error::invalid(AUTO_RENEW, why)];
        }
        shared::inactive(current, AUTO_RENEW).into_iter().collect()
    }

    fn warnings(&self, _: &Object, _: &Facts) -> Vec<Warning> {
        vec![if self.auto_renew_enabled {
            Warning::PaidAgain
        } else {
            Warning::EndsWithTerm
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
        let before = value(&done.base, AUTO_RENEW);
        before.is_boolean().then(|| Wish {
            operation: KIND.name.to_owned(),
            id: done.target.id.clone(),
            input: json!({ AUTO_RENEW: before }),
        })
    }
}
