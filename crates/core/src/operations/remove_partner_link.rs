//! `remove-partner-link`: what the account does in this tenant is credited to no partner any more.

use super::set_partner_link::{self, PARTNER, wish};
use super::{Call, Change, Effect, Kind, Precondition, Secrets, Sent, Server, Wish, fields, typed};
use crate::collections::{PARTNER_LINK, field, users};
use crate::insights::Facts;
use kontor_cloud::Method;
use kontor_model::{Code, Error, FieldChange, Object, Operation, Result};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use ts_rs::TS;

pub static KIND: Kind = Kind {
    name: "remove-partner-link",
    collection: &PARTNER_LINK,
    roles: &[],
    scope: None,
    fields: &[],
    effect: Effect::Sets,
    read: typed::<RemovePartnerLink>,
};

/// There is nothing to choose.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(type = "Record<string, never>")]
pub struct RemovePartnerLink {}

impl Change for RemovePartnerLink {
    fn check(&self, current: &Object, _: &Facts, _: &Secrets) -> Vec<Error> {
        let why = "Nothing would change: there is no link.";
        let none = self.changes(current).is_empty();
        none.then(|| Error::invalid(PARTNER, why)).into_iter().collect()
    }

    fn changes(&self, current: &Object) -> Vec<FieldChange> {
        fields::changes(&wish(Value::Null), current)
    }

    fn base(&self, current: &Object, _: &[Operation]) -> Object {
        fields::base(&wish(Value::Null), current)
    }

    fn moves_along(&self) -> &'static [&'static str] {
        &["partnerName", "etag", "version", "state", "createdTime", "updatedTime"]
    }

    fn project(&self, object: &mut Object) {
        object.extend(wish(Value::Null));
        object.insert("partnerName".to_owned(), Value::Null);
    }

    fn call(&self, _: &Operation, server: &Server, _: &Secrets) -> Result<Call> {
        let linked = server.object.as_ref().and_then(|object| field::text(object, PARTNER));
        let none = || Error::new(Code::Invalid, "There is no link to remove.");
        let linked = linked.ok_or_else(none)?;
        let linked = users::segment(&linked);
        Ok(Call {
            method: Method::DELETE,
            path: format!("/providers/Microsoft.ManagementPartner/partners/{linked}?api-version=2018-02-01"),
            body: None,
        })
    }

    fn precondition(&self, base: &Object, server: &Server) -> Precondition {
        fields::precondition(&wish(Value::Null), base, server.object.as_ref())
    }

    fn is_confirmed(&self, _: &Sent, server: &Server) -> bool {
        fields::is_there(&wish(Value::Null), server.object.as_ref())
    }

    fn is_maybe_echo(&self, error: &Error) -> bool {
        error.server_code.as_deref() == Some("NotFound")
    }

    fn inverse(&self, done: &Operation) -> Option<Wish> {
        field::text(&done.base, PARTNER).map(|partner| Wish {
            operation: set_partner_link::KIND.name.to_owned(),
            id: done.target.id.clone(),
            input: json!({ PARTNER: partner }),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_link_that_is_there_is_removed() {
        let change = KIND.read(&json!({})).unwrap();
        let refused = |now: Value| !change.check(&wish(now), &Facts::default(), &Secrets::new()).is_empty();
        assert!(refused(Value::Null));
        assert!(!refused(json!("123456")));
        assert_eq!(
            change.precondition(
                &wish(json!("123456")),
                &Server {
                    object: Some(wish(Value::Null)),
                    elsewhere: None
                }
            ),
            Precondition::AlreadySo
        );
    }
}
