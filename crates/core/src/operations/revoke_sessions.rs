//! `revoke-sign-in-sessions`: signs a user out everywhere. Whoever still knows the password can sign in again.

use super::{Call, Change, Effect, Kind, Precondition, Secrets, Sent, Server, fields, typed, value};
use crate::access::roles;
use crate::collections::{USERS, users};
use crate::insights::Facts;
use kontor_cloud::Method;
use kontor_model::{Error, FieldChange, Object, Operation, Result};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub static KIND: Kind = Kind {
    name: "revoke-sign-in-sessions",
    collection: &USERS,
    roles: &[roles::USER, roles::HELPDESK],
    scope: Some("User.RevokeSessions.All"),
    fields: &[],
    effect: Effect::Sets,
    read: typed::<RevokeSignInSessions>,
};

/// The property that tells by its date that somebody was signed out.
const VALID_FROM: &str = "signInSessionsValidFromDateTime";

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(type = "Record<string, never>")]
pub struct RevokeSignInSessions {}

impl Change for RevokeSignInSessions {
    fn check(&self, _: &Object, _: &Facts, _: &Secrets) -> Vec<Error> {
        Vec::new()
    }

    fn is_sensitive(&self) -> bool {
        true
    }

    fn changes(&self, current: &Object) -> Vec<FieldChange> {
        fields::happens("signedOutEverywhere", current)
    }

    fn base(&self, current: &Object, _: &[Operation]) -> Object {
        Object::from_iter([(VALID_FROM.to_owned(), value(current, VALID_FROM))])
    }

    fn project(&self, _: &mut Object) {}

    fn call(&self, operation: &Operation, _: &Server, _: &Secrets) -> Result<Call> {
        Ok(Call {
            method: Method::POST,
            path: format!(
                "/v1.0/users/{}/revokeSignInSessions",
                users::segment(&operation.target.id)
            ),
            body: None,
        })
    }

    /// That somebody was signed out since takes nothing away from being signed out again.
    fn precondition(&self, _: &Object, server: &Server) -> Precondition {
        match server.object {
            Some(_) => Precondition::Go,
            None => Precondition::Gone,
        }
    }

    fn is_confirmed(&self, sent: &Sent, server: &Server) -> bool {
        fields::is_stamped(VALID_FROM, sent, server.object.as_ref())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_sign_out_of_before_neither_keeps_it_back_nor_passes_for_it() {
        let at = |time: &str| Object::from_iter([(VALID_FROM.to_owned(), json!(format!("2026-11-02T{time}Z")))]);
        let server = |time| Server {
            object: Some(at(time)),
            elsewhere: None,
        };
        let revoke = RevokeSignInSessions {};
        assert_eq!(
            revoke.precondition(&at("08:00:00"), &server("08:59:00")),
            Precondition::Go
        );
        assert_eq!(
            revoke.precondition(&at("08:00:00"), &Server::default()),
            Precondition::Gone
        );
        let before = at("08:59:00");
        let sent = |accepted| Sent {
            before: &before,
            at: "2026-11-02T09:00:00Z".parse().ok(),
            accepted,
        };
        assert!(!revoke.is_confirmed(&sent(true), &server("08:59:00")));
        assert!(revoke.is_confirmed(&sent(false), &server("09:00:01")));
        assert!(!revoke.is_confirmed(&sent(false), &server("08:59:30")));
    }
}
