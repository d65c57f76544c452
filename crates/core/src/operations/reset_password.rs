//! `reset-password`: gives a user a new password, to be changed at the next sign-in unless told otherwise.

use super::{
    Call, Change, Effect, Field, FieldKind, Kind, Precondition, Secrets, Sent, Server, Warning, fields, password,
    secret, typed, value,
};
use crate::access::roles;
use crate::collections::{USERS, field, password_expiry, users};
use crate::insights::{Facts, Reason};
use kontor_cloud::Method;
use kontor_model::{Conflict, Error, FieldChange, Object, Operation, Result};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use ts_rs::TS;

pub static KIND: Kind = Kind {
    name: "reset-password",
    collection: &USERS,
    roles: ROLES,
    scope: SCOPE,
    fields: &[
        Field {
            name: "password",
            kind: FieldKind::Secret,
        },
        Field {
            name: "forceChangePasswordNextSignIn",
            kind: FieldKind::Flag,
        },
    ],
    effect: Effect::Sets,
    read: typed::<ResetPassword>,
};

/// Who may write the `passwordProfile` of a user.
pub(super) const ROLES: &[&str] = &[
    roles::USER,
    roles::HELPDESK,
    roles::PASSWORD,
    roles::AUTHENTICATION,
    roles::PRIVILEGED,
];
pub(super) const SCOPE: Option<&str> = Some("User-PasswordProfile.ReadWrite.All");

/// The property that tells, by its date, that a password was changed: passwords themselves are never given back.
const CHANGED: &str = "lastPasswordChangeDateTime";

/// The password itself is a secret and travels apart.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ResetPassword {
    #[serde(default = "yes")]
    #[ts(as = "Option<bool>", optional)]
    force_change_password_next_sign_in: bool,
}

fn yes() -> bool {
    true
}

impl Change for ResetPassword {
    fn check(&self, _: &Object, _: &Facts, secrets: &Secrets) -> Vec<Error> {
        match secrets.get("password") {
            Some(wish) => password::check(wish.expose()).err().into_iter().collect(),
            None => vec![Error::invalid("password", "Give the new password.")],
        }
    }

    fn warnings(&self, current: &Object, facts: &Facts) -> Vec<Warning> {
        kept_elsewhere(current, facts)
    }

    fn is_sensitive(&self) -> bool {
        true
    }

    fn changes(&self, _: &Object) -> Vec<FieldChange> {
        let force = self.force_change_password_next_sign_in;
        vec![
            FieldChange {
                field: "password".into(),
                from: Value::Null,
                to: Value::Null,
                secret: true,
            },
            forced(force),
        ]
    }

    fn base(&self, current: &Object, before: &[Operation]) -> Object {
        decided_on(current, before)
    }

    fn project(&self, _: &mut Object) {}

    fn call(&self, operation: &Operation, _: &Server, secrets: &Secrets) -> Result<Call> {
        let profile = json!({
            "password": secret(secrets, "password")?.expose(),
            "forceChangePasswordNextSignIn": self.force_change_password_next_sign_in,
        });
        Ok(Call {
            method: Method::PATCH,
            path: format!("/v1.0/users/{}", users::segment(&operation.target.id)),
            body: Some(json!({ "passwordProfile": profile })),
        })
    }

    fn precondition(&self, base: &Object, server: &Server) -> Precondition {
        same_password(base, server)
    }

    fn is_confirmed(&self, sent: &Sent, server: &Server) -> bool {
        fields::is_stamped(CHANGED, sent, server.object.as_ref())
    }
}

/// Where Microsoft refuses, since the password is not kept in this directory.
pub(super) fn kept_elsewhere(current: &Object, facts: &Facts) -> Vec<Warning> {
    match password_expiry::expiry_of(current, facts).reason {
        Reason::Guest => vec![Warning::GuestPassword],
        Reason::FederatedDomain => vec![Warning::FederatedDomain],
        _ if field::flag(current, "onPremisesSyncEnabled") == Some(true) => vec![Warning::MasteredOnPremises],
        _ => Vec::new(),
    }
}

/// Nobody can read what stood there before.
pub(super) fn forced(force: bool) -> FieldChange {
    FieldChange {
        field: "forceChangePasswordNextSignIn".into(),
        from: Value::Null,
        to: Value::Bool(force),
        secret: false,
    }
}

/// The password of now, by its date. A reset that stands before will move that: then there is nothing to hold it against.
pub(super) fn decided_on(current: &Object, before: &[Operation]) -> Object {
    if before.iter().any(|other| other.operation == KIND.name) {
        return Object::new();
    }
    Object::from_iter([(CHANGED.to_owned(), value(current, CHANGED))])
}

/// What was decided on one password is not done to another.
pub(super) fn same_password(base: &Object, server: &Server) -> Precondition {
    let Some(server) = &server.object else {
        return Precondition::Gone;
    };
    match base.get(CHANGED) {
        Some(known) if *known != value(server, CHANGED) => Precondition::Conflict(vec![Conflict {
            field: CHANGED.into(),
            base: known.clone(),
            theirs: value(server, CHANGED),
            yours: Value::Null,
        }]),
        _ => Precondition::Go,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_date_that_this_attempt_can_have_made_proves_a_reset() {
        let reset = ResetPassword {
            force_change_password_next_sign_in: true,
        };
        let at = |time: &str| Object::from_iter([(CHANGED.to_owned(), json!(format!("2026-11-02T{time}Z")))]);
        let (never, old) = (Object::from_iter([(CHANGED.to_owned(), Value::Null)]), at("08:00:00"));
        for (before, now, accepted, proves) in [
            (&old, "09:00:01", true, true),
            (&old, "09:00:01", false, true),
            (&never, "09:00:01", false, true),
            // The user's own change, hours later.
            (&old, "13:00:00", false, false),
            (&old, "13:00:00", true, false),
            (&old, "08:00:00", true, false),
            // Another reset, half a minute before this one was sent.
            (&old, "08:59:30", false, false),
            (&never, "08:59:30", false, false),
            // The second of two within one second.
            (&at("09:00:00"), "09:00:00", true, true),
            (&at("09:00:00"), "09:00:00", false, false),
            (&Object::new(), "09:00:01", false, false),
        ] {
            let sent = Sent {
                before,
                at: "2026-11-02T09:00:00Z".parse().ok(),
                accepted,
            };
            assert_eq!(
                reset.is_confirmed(
                    &sent,
                    &Server {
                        object: Some(at(now)),
                        elsewhere: None
                    }
                ),
                proves,
                "{before:?} {now} {accepted}"
            );
        }
    }
}
