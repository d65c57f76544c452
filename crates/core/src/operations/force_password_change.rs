//! `force-password-change`: a user must choose a new password at the next sign-in. Until then the present one stays good.

use super::reset_password::{ROLES, SCOPE, decided_on, forced, kept_elsewhere, same_password};
use super::{Call, Change, Effect, Kind, Precondition, Secrets, Sent, Server, Warning, typed};
use crate::collections::{USERS, users};
use crate::insights::Facts;
use kontor_cloud::Method;
use kontor_model::{Error, FieldChange, Object, Operation, Result};
use serde::{Deserialize, Serialize};
use serde_json::json;
use ts_rs::TS;

/// As long as the password is the one it was decided on, asking twice makes nothing that asking once does not.
pub static KIND: Kind = Kind {
    name: "force-password-change",
    collection: &USERS,
    roles: ROLES,
    scope: SCOPE,
    fields: &[],
    effect: Effect::Sets,
    read: typed::<ForcePasswordChange>,
};

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(type = "Record<string, never>")]
pub struct ForcePasswordChange {}

impl Change for ForcePasswordChange {
    fn check(&self, _: &Object, _: &Facts, _: &Secrets) -> Vec<Error> {
        Vec::new()
    }

    fn warnings(&self, current: &Object, facts: &Facts) -> Vec<Warning> {
        kept_elsewhere(current, facts)
    }

    fn is_sensitive(&self) -> bool {
        true
    }

    fn changes(&self, current: &Object) -> Vec<FieldChange> {
        (!current.is_empty()).then(|| forced(true)).into_iter().collect()
    }

    fn base(&self, current: &Object, before: &[Operation]) -> Object {
        decided_on(current, before)
    }

    fn project(&self, _: &mut Object) {}

    fn call(&self, operation: &Operation, _: &Server, _: &Secrets) -> Result<Call> {
        Ok(Call {
            method: Method::PATCH,
            path: format!("/v1.0/users/{}", users::segment(&operation.target.id)),
            body: Some(json!({ "passwordProfile": { "forceChangePasswordNextSignIn": true } })),
        })
    }

    /// Who has a new password since may have been made to choose it: whether that one must be changed too, a person says.
    fn precondition(&self, base: &Object, server: &Server) -> Precondition {
        same_password(base, server)
    }

    /// A new date may be that of the change it asked for, or of any other.
    fn is_confirmed(&self, _: &Sent, _: &Server) -> bool {
        false
    }

    fn is_never_shown(&self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    #[test]
    fn it_is_about_the_password_of_now_and_says_nothing_of_one_that_came_since() {
        let at = |time: &str| Object::from_iter([("lastPasswordChangeDateTime".to_owned(), json!(time))]);
        let server = |time| Server {
            object: Some(at(time)),
            elsewhere: None,
        };
        let force = ForcePasswordChange {};
        let base = force.base(&at("2026-11-02T08:00:00Z"), &[]);
        let precondition = |server: &Server| force.precondition(&base, server);
        assert_eq!(precondition(&server("2026-11-02T08:00:00Z")), Precondition::Go);
        assert!(matches!(
            precondition(&server("2026-11-02T08:30:00Z")),
            Precondition::Conflict(_)
        ));
        assert_eq!(precondition(&Server::default()), Precondition::Gone);
    }

    #[test]
    fn the_password_itself_is_not_sent() {
        let operation: Operation = serde_json::from_value(json!({
            "id": "7d9f2c1e-0000-4000-8000-000000000001",
            "tenant": "t",
            "operation": KIND.name,
            "target": { "collection": "users", "id": "u", "name": "" },
            "state": "queued",
            "input": {},
            "base": {},
            "changes": [],
            "queued_at": "2026-11-02T09:00:00Z",
            "not_before": "2026-11-02T09:00:00Z",
            "attempts": 0,
            "conflicts": [],
        }))
        .unwrap();
        let call = ForcePasswordChange {}
            .call(&operation, &Server::default(), &Secrets::new())
            .unwrap();
        let profile: &Value = &call.body.unwrap()["passwordProfile"];
        assert_eq!(*profile, json!({ "forceChangePasswordNextSignIn": true }));
    }
}
