//! `update-authorization-policy`: whether administrators may reset a forgotten password themselves. It takes Microsoft up to an hour.

use super::{
    Call, Change, Effect, Field, FieldKind, Kind, Precondition, Reading, Secrets, Sent, Server, Warning, Wish, fields,
    typed, value,
};
use crate::access::roles;
use crate::collections::AUTHORIZATION_POLICY;
use crate::insights::Facts;
use kontor_cloud::Method;
use kontor_model::{Error, FieldChange, Object, Operation, Result};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use ts_rs::TS;

pub static KIND: Kind = Kind {
    name: "update-authorization-policy",
    collection: &AUTHORIZATION_POLICY,
    roles: &[roles::ROLES_OF_OTHERS],
    scope: Some("Policy.ReadWrite.Authorization"),
    fields: &[Field {
        name: SWITCH,
        kind: FieldKind::Flag,
    }],
    effect: Effect::Sets,
    read: typed::<UpdateAuthorizationPolicy>,
};

const SWITCH: &str = "allowedToUseSSPR";
const PATH: &str = "/v1.0/policies/authorizationPolicy";

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct UpdateAuthorizationPolicy {
    #[serde(rename = "allowedToUseSSPR")]
    allowed_to_use_sspr: bool,
}

impl UpdateAuthorizationPolicy {
    fn wish(&self) -> Object {
        Object::from_iter([(SWITCH.to_owned(), json!(self.allowed_to_use_sspr))])
    }
}

impl Change for UpdateAuthorizationPolicy {
    fn check(&self, current: &Object, _: &Facts, _: &Secrets) -> Vec<Error> {
        if self.changes(current).is_empty() {
            return vec![Error::invalid(
                SWITCH,
                "Nothing would change: the policy is already as asked.",
            )];
        }
        Vec::new()
    }

    fn warnings(&self, _: &Object, _: &Facts) -> Vec<Warning> {
        let off = (!self.allowed_to_use_sspr).then_some(Warning::AdministratorsLockedOut);
        off.into_iter().collect()
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

    fn call(&self, _: &Operation, _: &Server, _: &Secrets) -> Result<Call> {
        Ok(Call {
            method: Method::PATCH,
            path: PATH.to_owned(),
            body: Some(Value::Object(self.wish())),
        })
    }

    fn reading(&self, _: &Operation) -> Reading {
        Reading::At(PATH.to_owned())
    }

    fn precondition(&self, base: &Object, server: &Server) -> Precondition {
        fields::precondition(&self.wish(), base, server.object.as_ref())
    }

    fn is_confirmed(&self, _: &Sent, server: &Server) -> bool {
        fields::is_there(&self.wish(), server.object.as_ref())
    }

    fn inverse(&self, done: &Operation) -> Option<Wish> {
        let before = value(&done.base, SWITCH);
        before.is_boolean().then(|| Wish {
            operation: KIND.name.to_owned(),
            id: done.target.id.clone(),
            input: json!({ SWITCH: before }),
        })
    }
}
