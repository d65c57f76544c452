//! `delete-user`: moves a user to the deleted users, from where it can be restored for 30 days.

use super::{
    Call, Change, Effect, Kind, Precondition, Reading, Secrets, Sent, Server, Warning, Wish, fields, restore_user,
    typed,
};
use crate::collections::{DELETED_USERS, USERS, field, users};
use crate::insights::Facts;
use kontor_cloud::Method;
use kontor_model::{Code, Error, FieldChange, Object, Operation, Result};
use serde::{Deserialize, Serialize};
use serde_json::json;
use ts_rs::TS;

pub static KIND: Kind = Kind {
    name: "delete-user",
    collection: &USERS,
    roles: &["User Administrator"],
    scope: Some("User.DeleteRestore.All"),
    fields: &[],
    effect: Effect::Moves {
        to: &DELETED_USERS,
        destructive: true,
    },
    read: typed::<DeleteUser>,
};

/// What tells that somebody has done something to the account since it was decided on.
const DECIDED_ON: &[&str] = &["userPrincipalName", "accountEnabled"];

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(type = "Record<string, never>")]
pub struct DeleteUser {}

impl Change for DeleteUser {
    fn check(&self, _: &Object, _: &Facts, _: &Secrets) -> Vec<Error> {
        Vec::new()
    }

    fn warnings(&self, current: &Object, _: &Facts) -> Vec<Warning> {
        let synced = field::flag(current, "onPremisesSyncEnabled") == Some(true);
        let mastered = synced.then_some(Warning::MasteredOnPremises);
        [Warning::DeletedForGood].into_iter().chain(mastered).collect()
    }

    fn is_sensitive(&self) -> bool {
        true
    }

    fn changes(&self, current: &Object) -> Vec<FieldChange> {
        fields::happens("deleted", current)
    }

    fn base(&self, current: &Object, _: &[Operation]) -> Object {
        DECIDED_ON
            .iter()
            .map(|name| ((*name).to_owned(), super::value(current, name)))
            .collect()
    }

    /// The user stays in the list, marked, until the server has taken it away.
    fn project(&self, _: &mut Object) {}

    fn call(&self, operation: &Operation, _: &Server, _: &Secrets) -> Result<Call> {
        Ok(Call {
            method: Method::DELETE,
            path: format!("/v1.0/users/{}", users::segment(&operation.target.id)),
            body: None,
        })
    }

    fn reading(&self, operation: &Operation) -> Reading {
        Reading::Either(
            users::by_name(&operation.target.id),
            users::deleted(&operation.target.id),
        )
    }

    fn precondition(&self, base: &Object, server: &Server) -> Precondition {
        match (&server.object, &server.elsewhere) {
            (None, Some(_)) => Precondition::AlreadySo,
            (None, None) => Precondition::Gone,
            (Some(now), _) => fields::unmoved(base, now),
        }
    }

    fn is_confirmed(&self, _: &Sent, server: &Server) -> bool {
        server.object.is_none() && server.elsewhere.is_some()
    }

    fn is_maybe_echo(&self, error: &Error) -> bool {
        error.code == Code::NotFound
    }

    fn inverse(&self, done: &Operation) -> Option<Wish> {
        Some(Wish {
            operation: restore_user::KIND.name.to_owned(),
            id: done.target.id.clone(),
            input: json!({}),
        })
    }
}
