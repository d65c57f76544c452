//! `assign-role`: gives a user an Entra role, in the whole tenant or in a part of it.

use super::role::{self, RoleInput};
use super::{Beside, Call, Change, Effect, Kind, Precondition, Reading, Secrets, Sent, Server, Warning, Wish, typed};
use crate::access::roles;
use crate::collections::{ROLES, USERS, field};
use crate::insights::Facts;
use kontor_cloud::Method;
use kontor_model::{Error, FieldChange, Object, Operation, Result};
use serde::{Deserialize, Serialize};
use serde_json::json;
use ts_rs::TS;

pub static KIND: Kind = Kind {
    name: "assign-role",
    collection: &USERS,
    roles: &[roles::ROLES_OF_OTHERS],
    scope: Some("RoleManagement.ReadWrite.Directory"),
    fields: role::FIELDS,
    effect: Effect::Once { destructive: false },
    read: typed::<AssignRole>,
};

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct AssignRole(RoleInput);

impl Change for AssignRole {
    fn check(&self, current: &Object, facts: &Facts, _: &Secrets) -> Vec<Error> {
        let mut errors = self.0.check(facts);
        if self.0.is_held(current, facts) {
            let why = "Nothing would change: the user holds this role already.";
            errors.push(Error::invalid(role::DEFINITION, why));
        }
        errors
    }

    fn warnings(&self, current: &Object, _: &Facts) -> Vec<Warning> {
        let guest = field::text(current, "userType").is_some_and(|kind| kind.eq_ignore_ascii_case("guest"));
        let global = self.0.is_global().then_some(Warning::GivesEverything);
        global
            .into_iter()
            .chain(guest.then_some(Warning::GuestAdministrator))
            .collect()
    }

    fn changes(&self, _: &Object) -> Vec<FieldChange> {
        self.0.changes(true)
    }

    fn told(&self, _: &Object, facts: &Facts) -> Vec<FieldChange> {
        self.0.told(true, facts)
    }

    fn base(&self, current: &Object, _: &[Operation]) -> Object {
        self.0.base(current)
    }

    fn project(&self, _: &mut Object) {}

    fn call(&self, operation: &Operation, _: &Server, _: &Secrets) -> Result<Call> {
        Ok(Call {
            method: Method::POST,
            path: "/v1.0/roleManagement/directory/roleAssignments".to_owned(),
            body: Some(json!({
                "@odata.type": "#microsoft.graph.unifiedRoleAssignment",
                "principalId": operation.target.id,
                "roleDefinitionId": self.0.role_definition_id,
                "directoryScopeId": self.0.directory_scope_id,
            })),
        })
    }

    fn reading(&self, operation: &Operation) -> Reading {
        role::reading(operation)
    }

    fn precondition(&self, _: &Object, server: &Server) -> Precondition {
        match self.0.found(server.object.as_ref()) {
            Some(_) => Precondition::AlreadySo,
            None => Precondition::Go,
        }
    }

    fn is_confirmed(&self, _: &Sent, server: &Server) -> bool {
        self.0.found(server.object.as_ref()).is_some()
    }

    /// Microsoft says that it conflicts with one that exists.
    fn is_maybe_echo(&self, error: &Error) -> bool {
        error.message.to_lowercase().contains("conflicting object") || error.message.contains("already exist")
    }

    fn beside(&self, _: &Operation, server: &Server) -> Option<Beside> {
        let found = self.0.found(server.object.as_ref())?;
        Some(Beside {
            collection: &ROLES,
            id: field::text(found, "id")?,
            object: Some(found.clone()),
        })
    }

    /// What was so already is not taken back: somebody else did it.
    fn inverse(&self, done: &Operation) -> Option<Wish> {
        done.did_it().then(|| Wish {
            operation: super::remove_role::KIND.name.to_owned(),
            id: done.target.id.clone(),
            input: done.input.clone(),
        })
    }
}
