//! What giving and taking an Entra role share: which assignment it is, and how a user's assignments are read.
//!
//! A role is held once or not at all in each part of the tenant, and Microsoft names an assignment by what it says: one that was
//! taken away and given anew has its old id. So neither is ever repeated blindly: a second request might undo what another admin
//! has done since.

use super::{Field, FieldKind, Reading};
use crate::access::roles;
use crate::collections::field;
use crate::collections::roles::{Held, WHOLE_TENANT};
use crate::collections::users::segment;
use crate::insights::Facts;
use kontor_model::{Error, FieldChange, Object, Operation};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;
use uuid::Uuid;

pub(super) const DEFINITION: &str = "roleDefinitionId";
pub(super) const SCOPE: &str = "directoryScopeId";
/// The key under which what was read of it is kept.
const ASSIGNMENT: &str = "roleAssignment";

pub(super) const FIELDS: &[Field] = &[
    Field {
        name: DEFINITION,
        kind: FieldKind::Text,
    },
    Field {
        name: SCOPE,
        kind: FieldKind::Text,
    },
];

/// A role, in the whole tenant or in a part of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RoleInput {
    pub role_definition_id: String,
    /// `/` unless told.
    #[serde(default = "whole_tenant")]
    #[ts(optional, as = "Option<String>")]
    pub directory_scope_id: String,
}

fn whole_tenant() -> String {
    WHOLE_TENANT.to_owned()
}

impl RoleInput {
    pub(super) fn is_global(&self) -> bool {
        roles::name(&self.role_definition_id) == Some(roles::GLOBAL)
    }

    fn is_same(&self, definition: &str, scope: Option<&str>) -> bool {
        definition.eq_ignore_ascii_case(&self.role_definition_id)
            && scope.is_some_and(|scope| scope.eq_ignore_ascii_case(&self.directory_scope_id))
    }

    /// Whether the user holds it by the last sync.
    pub(super) fn is_held(&self, user: &Object, facts: &Facts) -> bool {
        let held: Vec<&Held> = held_by(user, facts).collect();
        held.iter()
            .any(|one| self.is_same(&one.definition_id, one.scope.as_deref()))
    }

    /// What is wrong with it before anybody is asked.
    pub(super) fn check(&self, facts: &Facts) -> Vec<Error> {
        let mut errors = Vec::new();
        let id = self.role_definition_id.to_lowercase();
        if Uuid::try_parse(&id).is_err() {
            let why = "A role is named by its id. The list of role definitions has it.";
            errors.push(Error::invalid(DEFINITION, why));
        } else if !facts.role_names.is_empty() && !facts.role_names.contains_key(&id) {
            let why = "There is no role with this id. Sync, then choose one of the list.";
            errors.push(Error::invalid(DEFINITION, why));
        }
        if !self.directory_scope_id.starts_with('/') {
            let why = "The scope is / for the whole tenant, or begins with /, such as /administrativeUnits/ and an id.";
            errors.push(Error::invalid(SCOPE, why));
        }
        errors
    }

    /// The role's id, from one value to the other, and the scope where it is a part of the tenant.
    pub(super) fn changes(&self, gives: bool) -> Vec<FieldChange> {
        let change = |field: &str, value: &str| FieldChange {
            field: field.to_owned(),
            from: if gives { Value::Null } else { value.into() },
            to: if gives { value.into() } else { Value::Null },
            secret: false,
        };
        let part = (self.directory_scope_id != WHOLE_TENANT).then(|| change(SCOPE, &self.directory_scope_id));
        [change(DEFINITION, &self.role_definition_id)]
            .into_iter()
            .chain(part)
            .collect()
    }

    /// The same with the role's name for its id.
    pub(super) fn told(&self, gives: bool, facts: &Facts) -> Vec<FieldChange> {
        let id = &self.role_definition_id;
        let name = roles::name(id).or_else(|| Some(facts.role_names.get(&id.to_lowercase())?.as_str()));
        let mut changes = self.changes(gives);
        if let (Some(name), Some(change)) = (name, changes.first_mut()) {
            let value = if gives { &mut change.to } else { &mut change.from };
            *value = name.into();
        }
        changes
    }

    /// The assignment among those of the user that were read; none when it is not there.
    pub(super) fn found<'a>(&self, read: Option<&'a Object>) -> Option<&'a Object> {
        let listed = read?.get("value")?.as_array()?;
        let same = |one: &&Object| {
            let scope = field::text(one, SCOPE);
            field::text(one, DEFINITION).is_some_and(|definition| self.is_same(&definition, scope.as_deref()))
        };
        listed.iter().filter_map(Value::as_object).find(same)
    }

    /// What stood there of it.
    pub(super) fn base(&self, read: &Object) -> Object {
        let found = self.found(Some(read)).cloned().map_or(Value::Null, Value::Object);
        Object::from_iter([(ASSIGNMENT.to_owned(), found)])
    }
}

/// The roles of a user by the last sync.
pub(super) fn held_by<'a>(user: &Object, facts: &'a Facts) -> impl Iterator<Item = &'a Held> {
    let id = field::text(user, "id").unwrap_or_default().to_lowercase();
    facts.roles.get(&id).into_iter().flatten()
}

/// All assignments of the target, with their definitions as the collection has them.
pub(super) fn reading(operation: &Operation) -> Reading {
    let id = segment(&operation.target.id);
    Reading::At(format!(
        "/v1.0/roleManagement/directory/roleAssignments?$filter=principalId eq '{id}'&$expand=roleDefinition"
    ))
}
