//! `restore-user`: brings a deleted user back, with its licences and groups as Microsoft keeps them for 30 days.

use super::{Call, Change, Effect, Kind, Precondition, Reading, Secrets, Sent, Server, Wish, delete_user, typed};
use crate::collections::{DELETED_USERS, USERS, users};
use crate::insights::Facts;
use kontor_cloud::Method;
use kontor_model::{Code, Error, FieldChange, Object, Operation, Result};
use serde::{Deserialize, Serialize};
use serde_json::json;
use ts_rs::TS;

pub static KIND: Kind = Kind {
    name: "restore-user",
    collection: &DELETED_USERS,
    roles: &["User Administrator"],
    scope: Some("User.DeleteRestore.All"),
    fields: &[],
    effect: Effect::Moves {
        to: &USERS,
        destructive: false,
    },
    read: typed::<RestoreUser>,
};

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(type = "Record<string, never>")]
pub struct RestoreUser {}

impl Change for RestoreUser {
    fn check(&self, _: &Object, _: &Facts, _: &Secrets) -> Vec<Error> {
        Vec::new()
    }

    fn is_sensitive(&self) -> bool {
        true
    }

    fn changes(&self, _: &Object) -> Vec<FieldChange> {
        vec![FieldChange {
            field: "deleted".into(),
            from: json!(true),
            to: json!(false),
            secret: false,
        }]
    }

    fn base(&self, _: &Object, _: &[Operation]) -> Object {
        Object::new()
    }

    fn project(&self, _: &mut Object) {}

    fn call(&self, operation: &Operation, _: &Server, _: &Secrets) -> Result<Call> {
        Ok(Call {
            method: Method::POST,
            path: format!(
                "/v1.0/directory/deletedItems/{}/restore",
                users::segment(&operation.target.id)
            ),
            body: None,
        })
    }

    fn reading(&self, operation: &Operation) -> Reading {
        Reading::Either(
            users::deleted(&operation.target.id),
            users::by_name(&operation.target.id),
        )
    }

    fn precondition(&self, _: &Object, server: &Server) -> Precondition {
        match (&server.object, &server.elsewhere) {
            (Some(_), _) => Precondition::Go,
            (None, Some(_)) => Precondition::AlreadySo,
            (None, None) => Precondition::Gone,
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
            operation: delete_user::KIND.name.to_owned(),
            id: done.target.id.clone(),
            input: json!({}),
        })
    }
}
