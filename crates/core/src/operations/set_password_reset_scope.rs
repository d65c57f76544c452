//! `set-password-reset-scope`: whom the tenant lets reset a forgotten password: nobody, those of one group, or all. Microsoft has no
//! public API that sets or reads it: a person does it on Entra's page. For nobody and for all the report of registrations shows it some
//! hours later; that the group is the right one shows nowhere, and the person's word ends it.

use super::{
    Change, Effect, Field, FieldKind, Kind, Precondition, Reading, Secrets, Sent, Server, ShownBy, fields, typed,
};
use crate::access::roles;
use crate::collections::{ORGANIZATION, REGISTRATION_DETAILS, is};
use crate::insights::Facts;
use crate::pages;
use kontor_model::{Error, FieldChange, Object, Operation};
use kontor_store::{Cell, Filter};
use serde::{Deserialize, Serialize};
use serde_json::json;
use ts_rs::TS;

pub static KIND: Kind = Kind {
    name: "set-password-reset-scope",
    collection: &ORGANIZATION,
    roles: &[roles::POLICY_OF_SIGN_IN],
    scope: None,
    fields: &[
        Field {
            name: FOR,
            kind: FieldKind::Text,
        },
        Field {
            name: GROUP,
            kind: FieldKind::Text,
        },
    ],
    effect: Effect::Guided {
        page: pages::PASSWORD_RESET,
    },
    read: typed::<SetPasswordResetScope>,
};

const FOR: &str = "passwordResetFor";
const GROUP: &str = "group";

/// The words of Microsoft's page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum PasswordResetFor {
    None,
    Selected,
    All,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SetPasswordResetScope {
    password_reset_for: PasswordResetFor,
    /// The name of the group, as it is looked for on the page; with `selected` only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    group: Option<String>,
}

impl SetPasswordResetScope {
    fn group(&self) -> Option<&str> {
        self.group.as_deref().map(str::trim).filter(|group| !group.is_empty())
    }

    fn wish(&self) -> Object {
        let mut wish = Object::from_iter([(FOR.to_owned(), json!(self.password_reset_for))]);
        wish.extend(self.group().map(|group| (GROUP.to_owned(), json!(group))));
        wish
    }
}

impl Change for SetPasswordResetScope {
    fn check(&self, _: &Object, _: &Facts, _: &Secrets) -> Vec<Error> {
        match (self.password_reset_for, self.group()) {
            (PasswordResetFor::Selected, None) => {
                vec![Error::invalid(GROUP, "Name the group whose members it is for.")]
            }
            (PasswordResetFor::None | PasswordResetFor::All, Some(_)) => {
                vec![Error::invalid(GROUP, "A group is named only for those selected.")]
            }
            _ => Vec::new(),
        }
    }

    /// What stands there now nobody can read, so that the wish alone is told.
    fn changes(&self, _: &Object) -> Vec<FieldChange> {
        fields::changes(&self.wish(), &Object::new())
    }

    fn base(&self, _: &Object, _: &[Operation]) -> Object {
        Object::new()
    }

    fn project(&self, _: &mut Object) {}

    fn reading(&self, _: &Operation) -> Reading {
        Reading::Nowhere
    }

    /// Administrators are under a switch of their own, and guests reset their passwords at home.
    fn shown_by(&self) -> Option<ShownBy> {
        let flag = |column: &str, value: i64| Filter::In {
            column: column.to_owned(),
            cells: vec![Cell::Integer(value)],
        };
        let member = |enabled: i64| vec![flag("enabled", enabled), flag("admin", 0), is("user_type", "member")];
        let (every, no) = match self.password_reset_for {
            PasswordResetFor::All => (1, 0),
            PasswordResetFor::None => (0, 1),
            PasswordResetFor::Selected => return None,
        };
        Some(ShownBy {
            collection: &REGISTRATION_DETAILS,
            some: member(every),
            none: member(no),
            as_of: "lastUpdatedDateTime",
        })
    }

    fn precondition(&self, _: &Object, _: &Server) -> Precondition {
        Precondition::Go
    }

    fn is_confirmed(&self, _: &Sent, _: &Server) -> bool {
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_is_named_for_those_selected_and_for_nobody_else() {
        let refused = |input: serde_json::Value| {
            let change = KIND.read(&input).unwrap();
            !change
                .check(&Object::new(), &Facts::default(), &Secrets::new())
                .is_empty()
        };
        assert!(refused(json!({ FOR: "selected" })) && refused(json!({ FOR: "selected", GROUP: " " })));
        assert!(refused(json!({ FOR: "all", GROUP: "Salg" })) && refused(json!({ FOR: "none", GROUP: "Salg" })));
        assert!(!refused(json!({ FOR: "selected", GROUP: "Salg" })) && !refused(json!({ FOR: "all" })));
        assert!(KIND.read(&json!({ FOR: "some" })).is_err());
    }

    #[test]
    fn the_report_shows_all_and_none_and_never_which_group() {
        let shown = |input: serde_json::Value| KIND.read(&input).unwrap().shown_by();
        assert!(shown(json!({ FOR: "selected", GROUP: "Salg" })).is_none());
        let (all, none) = (
            shown(json!({ FOR: "all" })).unwrap(),
            shown(json!({ FOR: "none" })).unwrap(),
        );
        assert_eq!((&all.some, &all.none), (&none.none, &none.some));
    }
}
