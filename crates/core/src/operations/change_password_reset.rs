//! `change-password-reset`: whether a user may reset a forgotten password. Microsoft has no public API for whom the tenant lets do it,
//! so a person sets it on Entra's page; the report that shows it for this user confirms it.

use super::{Change, Effect, Field, FieldKind, Kind, Precondition, Secrets, Sent, Server, Wish, fields, typed, value};
use crate::access::roles;
use crate::collections::REGISTRATION_DETAILS;
use crate::insights::Facts;
use crate::pages;
use kontor_model::{Error, FieldChange, Object, Operation};
use serde::{Deserialize, Serialize};
use serde_json::json;
use ts_rs::TS;

pub static KIND: Kind = Kind {
    name: "change-password-reset",
    collection: &REGISTRATION_DETAILS,
    roles: &[roles::POLICY_OF_SIGN_IN],
    scope: None,
    fields: &[Field {
        name: ENABLED,
        kind: FieldKind::Flag,
    }],
    effect: Effect::Guided {
        page: pages::PASSWORD_RESET,
    },
    read: typed::<ChangePasswordReset>,
};

const ENABLED: &str = "isSsprEnabled";

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ChangePasswordReset {
    is_sspr_enabled: bool,
}

impl ChangePasswordReset {
    fn wish(&self) -> Object {
        Object::from_iter([(ENABLED.to_owned(), json!(self.is_sspr_enabled))])
    }
}

impl Change for ChangePasswordReset {
    fn check(&self, current: &Object, _: &Facts, _: &Secrets) -> Vec<Error> {
        if self.changes(current).is_empty() {
            return vec![Error::invalid(
                ENABLED,
                "Nothing would change: the report shows it so already.",
            )];
        }
        if value(current, "isAdmin") == json!(true) {
            let why = "For an administrator the policy's own switch decides, not whom the page lets in.";
            return vec![Error::invalid(ENABLED, why)];
        }
        Vec::new()
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
        let before = value(&done.base, ENABLED);
        before.is_boolean().then(|| Wish {
            operation: KIND.name.to_owned(),
            id: done.target.id.clone(),
            input: json!({ ENABLED: before }),
        })
    }
}
