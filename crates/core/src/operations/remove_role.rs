//! `remove-role`: takes an Entra role from a user who holds it directly.

use super::role::{self, RoleInput};
use super::{Beside, Call, Change, Effect, Kind, Precondition, Reading, Secrets, Sent, Server, Warning, Wish, typed};
use crate::access::roles;
use crate::collections::{ROLES, USERS, field, users};
use crate::insights::Facts;
use kontor_cloud::Method;
use kontor_model::{Code, Error, FieldChange, Object, Operation, Result};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub static KIND: Kind = Kind {
    name: "remove-role",
    collection: &USERS,
    roles: &[roles::ROLES_OF_OTHERS],
    scope: Some("RoleManagement.ReadWrite.Directory"),
    fields: role::FIELDS,
    effect: Effect::Once { destructive: true },
    read: typed::<RemoveRole>,
};

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct RemoveRole(RoleInput);

impl Change for RemoveRole {
    fn check(&self, current: &Object, facts: &Facts, _: &Secrets) -> Vec<Error> {
        if self.0.is_held(current, facts) {
            return Vec::new();
        }
        let why = "Nothing would change: the user does not hold this role directly. What comes through a group is taken away there.";
        vec![Error::invalid(role::DEFINITION, why)]
    }

    fn warnings(&self, current: &Object, facts: &Facts) -> Vec<Warning> {
        let global = |held: &&crate::collections::roles::Held| held.name == roles::GLOBAL && held.is_of_whole_tenant();
        let holders = facts.roles.values().filter(|held| held.iter().any(|one| global(&one)));
        let last = self.0.is_global() && holders.count() <= 1;
        let id = field::text(current, "id").map(|id| id.to_lowercase());
        let own = id.is_some() && id == facts.own;
        let last = last.then_some(Warning::LastGlobalAdministrator);
        last.into_iter().chain(own.then_some(Warning::OwnRole)).collect()
    }

    fn changes(&self, _: &Object) -> Vec<FieldChange> {
        self.0.changes(false)
    }

    fn told(&self, _: &Object, facts: &Facts) -> Vec<FieldChange> {
        self.0.told(false, facts)
    }

    fn base(&self, current: &Object, _: &[Operation]) -> Object {
        self.0.base(current)
    }

    fn project(&self, _: &mut Object) {}

    /// By the id that was read just before.
    fn call(&self, _: &Operation, server: &Server, _: &Secrets) -> Result<Call> {
        let found = self.0.found(server.object.as_ref());
        let id = found.and_then(|found| field::text(found, "id"));
        let Some(id) = id else {
            return Err(Error::new(
                Code::Malformed,
                "Microsoft's list does not name the role's assignment.",
            ));
        };
        Ok(Call {
            method: Method::DELETE,
            path: format!("/v1.0/roleManagement/directory/roleAssignments/{}", users::segment(&id)),
            body: None,
        })
    }

    fn reading(&self, operation: &Operation) -> Reading {
        role::reading(operation)
    }

    fn precondition(&self, _: &Object, server: &Server) -> Precondition {
        match (&server.object, self.0.found(server.object.as_ref())) {
            (None, _) => Precondition::Gone,
            (_, Some(_)) => Precondition::Go,
            (_, None) => Precondition::AlreadySo,
        }
    }

    fn is_confirmed(&self, _: &Sent, server: &Server) -> bool {
        server.object.is_some() && self.0.found(server.object.as_ref()).is_none()
    }

    /// There is nothing to take away.
    fn is_maybe_echo(&self, error: &Error) -> bool {
        error.code == Code::NotFound
    }

    /// The assignment that stood there before is gone.
    fn beside(&self, operation: &Operation, _: &Server) -> Option<Beside> {
        let before = operation.before.values().find_map(|one| one.as_object())?;
        Some(Beside {
            collection: &ROLES,
            id: field::text(before, "id")?,
            object: None,
        })
    }

    /// What was so already is not taken back: somebody else did it.
    fn inverse(&self, done: &Operation) -> Option<Wish> {
        done.did_it().then(|| Wish {
            operation: super::assign_role::KIND.name.to_owned(),
            id: done.target.id.clone(),
            input: done.input.clone(),
        })
    }
}
