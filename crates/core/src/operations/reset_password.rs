//! `reset-password`: gives a user a new password, to be changed at the next sign-in unless told otherwise.

use super::{Call, Change, Field, FieldKind, Kind, Precondition, Secrets, password, typed, value};
use crate::collections::{USERS, field, users};
use crate::commands::Warning;
use crate::insights::{Facts, Reason};
use kontor_cloud::Method;
use kontor_model::{Code, Conflict, Error, FieldChange, Object, Operation, Result};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use ts_rs::TS;

pub static KIND: Kind = Kind {
    name: "reset-password",
    collection: &USERS,
    least_role: "User Administrator",
    scope: "User-PasswordProfile.ReadWrite.All",
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
    read: typed::<ResetPassword>,
};

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
        match users::expiry_of(current, facts).reason {
            Reason::Guest => vec![Warning::GuestPassword],
            Reason::FederatedDomain => vec![Warning::FederatedDomain],
            _ if field::flag(current, "onPremisesSyncEnabled") == Some(true) => vec![Warning::MasteredOnPremises],
            _ => Vec::new(),
        }
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
            FieldChange {
                field: "forceChangePasswordNextSignIn".into(),
                from: Value::Null,
                to: Value::Bool(force),
                secret: false,
            },
        ]
    }

    /// A reset that stands before this one will move the date: then there is nothing to hold it against.
    fn base(&self, current: &Object, before: &[Operation]) -> Object {
        if before.iter().any(|other| other.operation == KIND.name) {
            return Object::new();
        }
        Object::from_iter([(CHANGED.to_owned(), value(current, CHANGED))])
    }

    fn project(&self, _: &mut Object) {}

    fn call(&self, id: &str, secrets: &Secrets) -> Result<Call> {
        let wish = secrets
            .get("password")
            .ok_or_else(|| Error::new(Code::Internal, "The new password is no longer stored."))?;
        let profile = json!({
            "password": wish.expose(),
            "forceChangePasswordNextSignIn": self.force_change_password_next_sign_in,
        });
        Ok(Call {
            method: Method::PATCH,
            path: format!("/v1.0/users/{id}"),
            body: json!({ "passwordProfile": profile }),
        })
    }

    fn precondition(&self, base: &Object, server: &Object) -> Precondition {
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

    fn is_confirmed(&self, before: &Object, server: &Object) -> bool {
        // Without knowing what stood there before the attempt, a date proves nothing.
        if !before.contains_key(CHANGED) {
            return false;
        }
        match (field::time(before, CHANGED), field::time(server, CHANGED)) {
            (Some(then), Some(now)) => now > then,
            (None, Some(_)) => true,
            (_, None) => false,
        }
    }
}
