//! `reprocess-license-assignment`: lets Microsoft try again to give a user what their groups have, after seats were bought or a
//! usage location was set.

use super::{Call, Change, Effect, Kind, Precondition, Secrets, Sent, Server, fields, typed, value};
use crate::collections::{USERS, field, users};
use crate::insights::Facts;
use kontor_cloud::Method;
use kontor_model::{Error, FieldChange, Object, Operation, Result};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// It sets what groups have set already, so that asking twice makes nothing that asking once does not.
pub static KIND: Kind = Kind {
    name: "reprocess-license-assignment",
    collection: &USERS,
    roles: &["License Administrator", "User Administrator"],
    scope: Some("User.ReadWrite.All"),
    fields: &[],
    effect: Effect::Sets,
    read: typed::<ReprocessLicenseAssignment>,
};

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(type = "Record<string, never>")]
pub struct ReprocessLicenseAssignment {}

impl Change for ReprocessLicenseAssignment {
    fn check(&self, current: &Object, _: &Facts, _: &Secrets) -> Vec<Error> {
        let by_group = |state: &Object| field::text(state, "assignedByGroup").is_some();
        if field::objects(current, "licenseAssignmentStates").any(by_group) {
            return Vec::new();
        }
        let why = "No license of this user comes from a group, so that there is nothing to process again.";
        vec![Error::invalid("input", why)]
    }

    fn changes(&self, current: &Object) -> Vec<FieldChange> {
        fields::happens("licensesReprocessed", current)
    }

    fn base(&self, current: &Object, _: &[Operation]) -> Object {
        let states = "licenseAssignmentStates";
        Object::from_iter([(states.to_owned(), value(current, states))])
    }

    fn moves_along(&self) -> &'static [&'static str] {
        &["assignedLicenses"]
    }

    fn project(&self, _: &mut Object) {}

    fn call(&self, operation: &Operation, _: &Server, _: &Secrets) -> Result<Call> {
        let user = users::segment(&operation.target.id);
        Ok(Call {
            method: Method::POST,
            path: format!("/v1.0/users/{user}/reprocessLicenseAssignment"),
            body: None,
        })
    }

    fn precondition(&self, _: &Object, server: &Server) -> Precondition {
        match server.object {
            Some(_) => Precondition::Go,
            None => Precondition::Gone,
        }
    }

    fn is_confirmed(&self, sent: &Sent, server: &Server) -> bool {
        let moved = |server: &Object| !fields::is_there(sent.before, Some(server));
        sent.accepted && server.object.as_ref().is_some_and(moved)
    }

    /// The licences stand as they stood if there is still no seat: that Microsoft took it is what can be known.
    fn may_show_nothing(&self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    #[test]
    fn only_licences_of_groups_are_processed_again_and_what_moved_without_microsofts_word_is_no_evidence() {
        let with = |group: Value| {
            let user = json!({"licenseAssignmentStates": [{"skuId": "a", "assignedByGroup": group}]});
            user.as_object().cloned().unwrap_or_default()
        };
        let again = ReprocessLicenseAssignment {};
        let errors = |user: &Object| again.check(user, &Facts::default(), &Secrets::new()).len();
        assert_eq!((errors(&with(json!("g"))), errors(&with(Value::Null))), (0, 1));
        let server = Server {
            object: Some(with(json!("g"))),
            elsewhere: None,
        };
        let before = again.base(&with(json!("other")), &[]);
        let sent = |accepted| Sent {
            before: &before,
            at: None,
            accepted,
        };
        assert!(again.is_confirmed(&sent(true), &server) && !again.is_confirmed(&sent(false), &server));
    }
}
