//! `update-domain`: the password policy of a domain. It holds for everybody whose password is kept in the cloud there.

use super::{
    Call, Change, Effect, Field, FieldKind, Kind, Precondition, Reach, Reading, Secrets, Sent, Server, Warning, Wish,
    fields, typed,
};
use crate::collections::{DOMAINS, field, users};
use crate::insights::Facts;
use kontor_cloud::Method;
use kontor_model::{Error, FieldChange, Object, Operation, Result, Target};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

pub static KIND: Kind = Kind {
    name: "update-domain",
    collection: &DOMAINS,
    roles: &["Domain Name Administrator"],
    scope: Some("Domain.ReadWrite.All"),
    fields: &[
        Field {
            name: VALIDITY,
            kind: FieldKind::Number,
        },
        Field {
            name: NOTICE,
            kind: FieldKind::Number,
        },
    ],
    effect: Effect::Sets,
    read: typed::<UpdateDomain>,
};

const VALIDITY: &str = "passwordValidityPeriodInDays";
const NOTICE: &str = "passwordNotificationWindowInDays";

/// Days that mean "never".
const NEVER: i64 = 2_147_483_647;

/// What Microsoft accepts, in days. Validity may also be [`NEVER`].
const VALIDITY_DAYS: std::ops::RangeInclusive<i64> = 14..=730;
const NOTICE_DAYS: std::ops::RangeInclusive<i64> = 1..=30;

/// The wished values, in days, by Graph's own names.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct UpdateDomain(
    #[ts(type = "{ passwordValidityPeriodInDays?: number, passwordNotificationWindowInDays?: number }")] Object,
);

impl Change for UpdateDomain {
    fn check(&self, current: &Object, _: &Facts, _: &Secrets) -> Vec<Error> {
        let mut errors: Vec<Error> = self
            .0
            .iter()
            .filter_map(|(name, wish)| check_field(name, wish))
            .collect();
        if field::text(current, "authenticationType").is_some_and(|kind| kind.eq_ignore_ascii_case("federated")) {
            let why = "The domain is federated: its passwords, and their policy, are kept elsewhere.";
            errors.push(Error::invalid("authenticationType", why));
        }
        if errors.is_empty() && self.changes(current).is_empty() {
            let why = "Nothing would change: the policy is already as asked.";
            errors.push(Error::invalid("input", why));
        }
        errors
    }

    fn warnings(&self, _: &Object, _: &Facts) -> Vec<Warning> {
        vec![Warning::WholeDomain]
    }

    fn changes(&self, current: &Object) -> Vec<FieldChange> {
        fields::changes(&self.0, current)
    }

    fn base(&self, current: &Object, _: &[Operation]) -> Object {
        fields::base(&self.0, current)
    }

    fn project(&self, object: &mut Object) {
        object.extend(self.0.clone());
    }

    fn call(&self, operation: &Operation, _: &Server, _: &Secrets) -> Result<Call> {
        Ok(Call {
            method: Method::PATCH,
            path: path(&operation.target),
            body: Some(Value::Object(self.0.clone())),
        })
    }

    fn reading(&self, operation: &Operation) -> Reading {
        Reading::At(path(&operation.target))
    }

    fn reach(&self, target: &Target) -> Reach {
        Reach::UsersOf(target.id.clone())
    }

    fn precondition(&self, base: &Object, server: &Server) -> Precondition {
        fields::precondition(&self.0, base, server.object.as_ref())
    }

    fn is_confirmed(&self, _: &Sent, server: &Server) -> bool {
        fields::is_there(&self.0, server.object.as_ref())
    }

    /// A domain that stated nothing of its own cannot be brought back to that: there is no value for it.
    fn inverse(&self, done: &Operation) -> Option<Wish> {
        let stated = !done.base.values().any(Value::is_null);
        stated.then(|| Wish {
            operation: KIND.name.to_owned(),
            id: done.target.id.clone(),
            input: Value::Object(done.base.clone()),
        })
    }
}

fn path(target: &Target) -> String {
    format!("/v1.0/domains/{}", users::segment(&target.id))
}

fn check_field(name: &str, wish: &Value) -> Option<Error> {
    let days = wish.as_i64();
    match name {
        VALIDITY if days.is_some_and(|days| VALIDITY_DAYS.contains(&days) || days == NEVER) => None,
        VALIDITY => Some(Error::invalid(
            name,
            format!("Passwords are valid for 14 to 730 days, or {NEVER} for ever."),
        )),
        NOTICE if days.is_some_and(|days| NOTICE_DAYS.contains(&days)) => None,
        NOTICE => Some(Error::invalid(name, "The notice comes 1 to 30 days before the end.")),
        _ => Some(Error::invalid(
            name,
            format!("{name} cannot be changed by this operation."),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn days_outside_what_microsoft_accepts_and_federated_domains_are_refused() {
        let refused = |input: Value, domain: Value| -> Vec<String> {
            let change: UpdateDomain = serde_json::from_value(input).unwrap();
            let errors = change.check(domain.as_object().unwrap(), &Facts::default(), &Secrets::new());
            errors.into_iter().filter_map(|error| error.field).collect()
        };
        let managed = json!({"authenticationType": "Managed", VALIDITY: 90});
        assert!(refused(json!({VALIDITY: 180, NOTICE: 14}), managed.clone()).is_empty());
        assert!(refused(json!({VALIDITY: NEVER}), managed.clone()).is_empty());
        assert_eq!(refused(json!({VALIDITY: 13}), managed.clone()), [VALIDITY]);
        assert_eq!(refused(json!({VALIDITY: "90"}), managed.clone()), [VALIDITY]);
        assert_eq!(refused(json!({NOTICE: 31}), managed.clone()), [NOTICE]);
        assert_eq!(refused(json!({VALIDITY: 90}), managed.clone()), ["input"]);
        assert_eq!(refused(json!({"isDefault": true}), managed), ["isDefault"]);
        assert_eq!(
            refused(json!({VALIDITY: 90}), json!({"authenticationType": "Federated"})),
            ["authenticationType"]
        );
    }
}
