//! `set-password-never-expires`: exempts a user's password from expiry, or ends the exemption.

use super::{
    Call, Change, Effect, Field, FieldKind, Kind, Precondition, Secrets, Sent, Server, Warning, Wish, typed, value,
};
use crate::collections::{USERS, field, password_expiry, users};
use crate::insights::{Facts, Reason};
use kontor_cloud::Method;
use kontor_model::{Conflict, Error, FieldChange, Object, Operation, Result};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use ts_rs::TS;

pub static KIND: Kind = Kind {
    name: "set-password-never-expires",
    collection: &USERS,
    roles: &["User Administrator"],
    scope: Some("User.ReadWrite.All"),
    fields: &[Field {
        name: "neverExpires",
        kind: FieldKind::Flag,
    }],
    effect: Effect::Sets,
    read: typed::<PasswordNeverExpires>,
};

const POLICIES: &str = "passwordPolicies";
const NEVER: &str = "DisablePasswordExpiration";

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PasswordNeverExpires {
    never_expires: bool,
}

impl PasswordNeverExpires {
    /// The property as it will be: other policies of the user stay.
    fn wished(&self, object: &Object) -> String {
        let now = field::text(object, POLICIES).unwrap_or_default();
        let others = now
            .split(',')
            .map(str::trim)
            .filter(|policy| !policy.is_empty() && !is(policy, NEVER) && !is(policy, "None"));
        let all: Vec<&str> = self.never_expires.then_some(NEVER).into_iter().chain(others).collect();
        if all.is_empty() {
            "None".to_owned()
        } else {
            all.join(", ")
        }
    }

    fn is_so(&self, object: &Object) -> bool {
        let now = field::text(object, POLICIES).unwrap_or_default();
        now.split(',').any(|policy| is(policy.trim(), NEVER)) == self.never_expires
    }
}

fn is(policy: &str, name: &str) -> bool {
    policy.eq_ignore_ascii_case(name)
}

impl Change for PasswordNeverExpires {
    fn check(&self, current: &Object, _: &Facts, _: &Secrets) -> Vec<Error> {
        let already = self.is_so(current);
        let error = || Error::invalid("neverExpires", "Nothing would change: it is already as asked.");
        already.then(error).into_iter().collect()
    }

    fn warnings(&self, current: &Object, facts: &Facts) -> Vec<Warning> {
        match password_expiry::expiry_of(current, facts).reason {
            Reason::Guest => vec![Warning::GuestPassword],
            Reason::FederatedDomain => vec![Warning::FederatedDomain],
            _ => Vec::new(),
        }
    }

    fn changes(&self, current: &Object) -> Vec<FieldChange> {
        if self.is_so(current) {
            return Vec::new();
        }
        vec![FieldChange {
            field: POLICIES.into(),
            from: value(current, POLICIES),
            to: json!(self.wished(current)),
            secret: false,
        }]
    }

    fn base(&self, current: &Object, _: &[Operation]) -> Object {
        Object::from_iter([(POLICIES.to_owned(), value(current, POLICIES))])
    }

    fn project(&self, object: &mut Object) {
        if !self.is_so(object) {
            let wished = json!(self.wished(object));
            object.insert(POLICIES.to_owned(), wished);
        }
    }

    fn call(&self, operation: &Operation, server: &Server, _: &Secrets) -> Result<Call> {
        let none = Object::new();
        let wished = self.wished(server.object.as_ref().unwrap_or(&none));
        Ok(Call {
            method: Method::PATCH,
            path: format!("/v1.0/users/{}", users::segment(&operation.target.id)),
            body: Some(json!({ POLICIES: wished })),
        })
    }

    fn precondition(&self, base: &Object, server: &Server) -> Precondition {
        let Some(server) = &server.object else {
            return Precondition::Gone;
        };
        if self.is_so(server) {
            return Precondition::AlreadySo;
        }
        // Absent and "None" mean the same.
        let known = |object: &Object| match value(object, POLICIES) {
            Value::String(text) if is(&text, "None") => Value::Null,
            other => other,
        };
        if known(server) == known(base) {
            return Precondition::Go;
        }
        Precondition::Conflict(vec![Conflict {
            field: POLICIES.into(),
            base: value(base, POLICIES),
            theirs: value(server, POLICIES),
            yours: json!(self.wished(server)),
        }])
    }

    fn is_confirmed(&self, _: &Sent, server: &Server) -> bool {
        server.object.as_ref().is_some_and(|server| self.is_so(server))
    }

    fn inverse(&self, done: &Operation) -> Option<Wish> {
        Some(Wish {
            operation: KIND.name.to_owned(),
            id: done.target.id.clone(),
            input: json!({ "neverExpires": !self.never_expires }),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(policies: Value) -> Object {
        Object::from_iter([(POLICIES.to_owned(), policies)])
    }

    #[test]
    fn other_policies_of_the_user_stay() {
        let (on, off) = (
            PasswordNeverExpires { never_expires: true },
            PasswordNeverExpires { never_expires: false },
        );
        assert_eq!(on.wished(&with(Value::Null)), NEVER);
        assert_eq!(
            on.wished(&with(json!("DisableStrongPassword"))),
            "DisablePasswordExpiration, DisableStrongPassword"
        );
        assert_eq!(
            off.wished(&with(json!("disablepasswordexpiration,DisableStrongPassword"))),
            "DisableStrongPassword"
        );
        assert_eq!(off.wished(&with(json!(NEVER))), "None");
    }

    #[test]
    fn none_and_nothing_are_the_same_and_a_policy_that_somebody_added_is_a_conflict() {
        let on = PasswordNeverExpires { never_expires: true };
        let server = |policies: Value| Server {
            object: Some(with(policies)),
            elsewhere: None,
        };
        let base = with(Value::Null);
        assert_eq!(on.precondition(&base, &server(json!("None"))), Precondition::Go);
        assert_eq!(on.precondition(&base, &server(json!(NEVER))), Precondition::AlreadySo);
        assert!(matches!(
            on.precondition(&base, &server(json!("DisableStrongPassword"))),
            Precondition::Conflict(_)
        ));
    }
}
