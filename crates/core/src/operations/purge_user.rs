//! `purge-user`: removes a deleted user for good, before its 30 days are over. Nothing brings it back.

use super::{Call, Change, Effect, Kind, Precondition, Reading, Secrets, Sent, Server, Warning, fields, typed, value};
use crate::access::roles;
use crate::collections::{DELETED_USERS, users};
use crate::insights::Facts;
use kontor_cloud::Method;
use kontor_model::{Code, Error, FieldChange, Object, Operation, Result};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub static KIND: Kind = Kind {
    name: "purge-user",
    collection: &DELETED_USERS,
    roles: &[roles::USER],
    scope: Some("User.DeleteRestore.All"),
    fields: &[],
    effect: Effect::Destroys,
    read: typed::<PurgeUser>,
};

/// What tells this deletion from a later one: somebody may have restored the user and deleted it again.
const DELETED: &str = "deletedDateTime";

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(type = "Record<string, never>")]
pub struct PurgeUser {}

impl Change for PurgeUser {
    fn check(&self, _: &Object, _: &Facts, _: &Secrets) -> Vec<Error> {
        Vec::new()
    }

    fn warnings(&self, _: &Object, _: &Facts) -> Vec<Warning> {
        vec![Warning::NeverBack]
    }

    fn is_sensitive(&self) -> bool {
        true
    }

    fn changes(&self, current: &Object) -> Vec<FieldChange> {
        fields::happens("goneForGood", current)
    }

    fn base(&self, current: &Object, _: &[Operation]) -> Object {
        Object::from_iter([(DELETED.to_owned(), value(current, DELETED))])
    }

    /// The user stays in the list, marked, until the server has it no longer.
    fn project(&self, _: &mut Object) {}

    fn call(&self, operation: &Operation, _: &Server, _: &Secrets) -> Result<Call> {
        Ok(Call {
            method: Method::DELETE,
            path: format!("/v1.0/directory/deletedItems/{}", users::segment(&operation.target.id)),
            body: None,
        })
    }

    fn reading(&self, operation: &Operation) -> Reading {
        Reading::Either(
            users::deleted(&operation.target.id),
            users::by_name(&operation.target.id),
        )
    }

    fn precondition(&self, base: &Object, server: &Server) -> Precondition {
        match (&server.object, &server.elsewhere) {
            // It was restored, or somebody else removed it. That it is nowhere is no proof: a replica that has seen it leave the
            // deleted ones may not have seen it come back.
            (None, _) => Precondition::Gone,
            (Some(now), _) => fields::unmoved(base, now),
        }
    }

    /// Only with the server's word, for the reason given above.
    fn is_confirmed(&self, sent: &Sent, server: &Server) -> bool {
        sent.accepted && server.object.is_none() && server.elsewhere.is_none()
    }

    fn is_maybe_echo(&self, error: &Error) -> bool {
        error.code == Code::NotFound
    }
}
