//! `add-group-member` and `remove-group-member`: who is in a group, and with it who gets what the group gives.

use super::{
    Call, Change, Effect, Field, FieldKind, Kind, Precondition, Reading, Secrets, Sent, Server, Warning, Wish, typed,
};
use crate::collections::{GROUPS, GroupKind, Membership, field, groups, users};
use crate::insights::Facts;
use kontor_cloud::Method;
use kontor_model::{Code, Error, FieldChange, Object, Operation, Result};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use ts_rs::TS;

pub static ADD: Kind = Kind {
    name: "add-group-member",
    collection: &GROUPS,
    roles: ROLES,
    scope: Some("GroupMember.ReadWrite.All"),
    fields: FIELDS,
    effect: Effect::Sets,
    read: typed::<AddGroupMember>,
};

pub static REMOVE: Kind = Kind {
    name: "remove-group-member",
    collection: &GROUPS,
    roles: ROLES,
    scope: Some("GroupMember.ReadWrite.All"),
    fields: FIELDS,
    effect: Effect::Sets,
    read: typed::<RemoveGroupMember>,
};

const ROLES: &[&str] = &["Groups Administrator", "User Administrator"];

const FIELDS: &[Field] = &[Field {
    name: "memberId",
    kind: FieldKind::Text,
}];

/// A user by id.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AddGroupMember {
    member_id: String,
}

/// A user by id.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RemoveGroupMember {
    member_id: String,
}

/// What both are: the wish that somebody is a member, or is not.
trait Wished: Send + Sync {
    /// Whether it is to be so.
    const IN: bool;

    fn member_id(&self) -> &str;

    fn undone_by() -> &'static Kind;

    fn request(&self, group: &str) -> Call;
}

impl Wished for AddGroupMember {
    const IN: bool = true;

    fn member_id(&self) -> &str {
        &self.member_id
    }

    fn undone_by() -> &'static Kind {
        &REMOVE
    }

    fn request(&self, group: &str) -> Call {
        let member = users::segment(&self.member_id);
        Call {
            method: Method::POST,
            path: format!("/v1.0/groups/{group}/members/$ref"),
            body: Some(json!({ "@odata.id": format!("/v1.0/directoryObjects/{member}") })),
        }
    }
}

impl Wished for RemoveGroupMember {
    const IN: bool = false;

    fn member_id(&self) -> &str {
        &self.member_id
    }

    fn undone_by() -> &'static Kind {
        &ADD
    }

    /// With `$ref` it is the membership that goes; without it, it may be the user.
    fn request(&self, group: &str) -> Call {
        Call {
            method: Method::DELETE,
            path: format!("/v1.0/groups/{group}/members/{}/$ref", users::segment(&self.member_id)),
            body: None,
        }
    }
}

impl<W: Wished> Change for W {
    fn check(&self, current: &Object, _: &Facts, _: &Secrets) -> Vec<Error> {
        let why = match (groups::membership(current), groups::kind(current)) {
            (Membership::Dynamic, _) => {
                "Who is in a dynamic group, its rule decides. Change the rule, or what it goes by."
            }
            (Membership::Synced, _) => "This group is synced from on-premises: who is in it is decided there.",
            (_, Some(GroupKind::Distribution | GroupKind::MailEnabledSecurity)) => {
                "Who is in a distribution list or a mail-enabled security group can be changed in Exchange only."
            }
            _ if self.member_id().trim().is_empty() => "Say who: a user by id.",
            _ => return Vec::new(),
        };
        vec![Error::invalid("memberId", why)]
    }

    fn warnings(&self, current: &Object, _: &Facts) -> Vec<Warning> {
        let for_roles = field::flag(current, "isAssignableToRole") == Some(true);
        let gives = field::objects(current, "assignedLicenses").next().is_some();
        let licences = match W::IN {
            true => Warning::MemberTakesSeat,
            false => Warning::MemberLosesIt,
        };
        let warnings = [for_roles.then_some(Warning::GroupForRoles), gives.then_some(licences)];
        warnings.into_iter().flatten().collect()
    }

    /// Who is a member is not mirrored: whether it is so already shows when it is sent.
    fn changes(&self, current: &Object) -> Vec<FieldChange> {
        let (from, to) = match W::IN {
            true => (Value::Null, json!(self.member_id())),
            false => (json!(self.member_id()), Value::Null),
        };
        let change = FieldChange {
            field: "member".to_owned(),
            from,
            to,
            secret: false,
        };
        (!current.is_empty()).then_some(change).into_iter().collect()
    }

    /// Of two states there is no third that somebody else could have made of it.
    fn base(&self, _: &Object, _: &[Operation]) -> Object {
        Object::from_iter([("memberId".to_owned(), json!(self.member_id()))])
    }

    fn project(&self, _: &mut Object) {}

    fn call(&self, operation: &Operation, _: &Server, _: &Secrets) -> Result<Call> {
        Ok(self.request(&users::segment(&operation.target.id).to_string()))
    }

    fn reading(&self, operation: &Operation) -> Reading {
        let (group, member) = (users::segment(&operation.target.id), users::segment(self.member_id()));
        Reading::With(format!("/v1.0/users/{member}/memberOf/{group}?$select=id"))
    }

    fn precondition(&self, _: &Object, server: &Server) -> Precondition {
        match (&server.object, server.elsewhere.is_some() == W::IN) {
            (None, _) => Precondition::Gone,
            (_, true) => Precondition::AlreadySo,
            (_, false) => Precondition::Go,
        }
    }

    fn is_confirmed(&self, _: &Sent, server: &Server) -> bool {
        server.object.is_some() && server.elsewhere.is_some() == W::IN
    }

    /// Members of one group are nothing to each other.
    fn part(&self) -> Option<String> {
        Some(self.member_id().to_lowercase())
    }

    /// Who is a member already cannot be added, and who is none cannot be removed.
    fn is_maybe_echo(&self, error: &Error) -> bool {
        match W::IN {
            true => error.code == Code::Refused && error.message.contains("already exist"),
            false => error.code == Code::NotFound,
        }
    }

    /// What was so already is not taken back: somebody else did it.
    fn inverse(&self, done: &Operation) -> Option<Wish> {
        done.did_it().then(|| Wish {
            operation: W::undone_by().name.to_owned(),
            id: done.target.id.clone(),
            input: json!({ "memberId": self.member_id() }),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn object(value: Value) -> Object {
        value.as_object().cloned().unwrap_or_default()
    }

    fn refuses(group: Value) -> bool {
        let add = AddGroupMember {
            member_id: "u".to_owned(),
        };
        !add.check(&object(group), &Facts::default(), &Secrets::new()).is_empty()
    }

    #[test]
    fn where_a_rule_the_premises_or_exchange_decide_nobody_is_added_by_hand() {
        let with = |name: &str, value: Value| {
            let mut group = json!({"groupTypes": [], "mailEnabled": false, "securityEnabled": true});
            group[name] = value;
            group
        };
        assert!(!refuses(with("displayName", json!("Sales"))));
        assert!(refuses(with("groupTypes", json!(["DynamicMembership"]))));
        assert!(refuses(with("onPremisesSyncEnabled", json!(true))));
        assert!(refuses(with("mailEnabled", json!(true))));
        assert!(!refuses(
            json!({"groupTypes": ["Unified"], "mailEnabled": true, "securityEnabled": false})
        ));
    }

    #[test]
    fn being_a_member_is_the_evidence_and_a_group_that_is_gone_is_none() {
        let group = Some(object(json!({"id": "g"})));
        let with = |object: &Option<Object>, member: bool| Server {
            object: object.clone(),
            elsewhere: member.then(Object::new),
        };
        let (add, remove) = (
            AddGroupMember { member_id: "u".into() },
            RemoveGroupMember { member_id: "u".into() },
        );
        let base = Object::new();
        let sent = Sent {
            before: &base,
            at: None,
            accepted: false,
        };
        assert_eq!(add.precondition(&base, &with(&group, false)), Precondition::Go);
        assert_eq!(add.precondition(&base, &with(&group, true)), Precondition::AlreadySo);
        assert_eq!(remove.precondition(&base, &with(&group, true)), Precondition::Go);
        assert_eq!(remove.precondition(&base, &with(&None, false)), Precondition::Gone);
        assert!(add.is_confirmed(&sent, &with(&group, true)) && !add.is_confirmed(&sent, &with(&group, false)));
        assert!(remove.is_confirmed(&sent, &with(&group, false)) && !remove.is_confirmed(&sent, &with(&None, false)));
    }

    #[test]
    fn removing_takes_the_membership_away_and_never_the_user() {
        let call = RemoveGroupMember { member_id: "u".into() }.request("g");
        assert_eq!(
            (call.method, call.path.as_str()),
            (Method::DELETE, "/v1.0/groups/g/members/u/$ref")
        );
    }
}
