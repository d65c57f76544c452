//! `set-partner-link`: credits what the account that is signed in does in this tenant to a partner, or to another one. ARM makes a
//! link with PUT and moves one with PATCH, both without a body.

use super::{
    Call, Change, Effect, Field, FieldKind, Kind, Precondition, Secrets, Sent, Server, Wish, fields, typed, value,
};
use crate::collections::{PARTNER_LINK, field, users};
use crate::insights::Facts;
use kontor_cloud::Method;
use kontor_model::{Error, FieldChange, Object, Operation, Result};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use ts_rs::TS;

pub static KIND: Kind = Kind {
    name: "set-partner-link",
    collection: &PARTNER_LINK,
    roles: &[],
    scope: None,
    fields: &[Field {
        name: PARTNER,
        kind: FieldKind::Text,
    }],
    effect: Effect::Sets,
    read: typed::<SetPartnerLink>,
};

pub(super) const PARTNER: &str = "partnerId";

/// The most digits that a Partner Network ID may have here: Microsoft's have up to seven today.
const LONGEST: usize = 10;

/// The partner, by its Partner Network ID.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SetPartnerLink {
    partner_id: String,
}

/// Whether a text is what Microsoft calls a Partner Network ID.
pub(super) fn is_partner_id(text: &str) -> bool {
    (1..=LONGEST).contains(&text.len()) && text.bytes().all(|letter| letter.is_ascii_digit())
}

/// What is wrong with a Partner Network ID that was given for `field`.
pub(super) fn no_partner_id(field: &str) -> Error {
    let why =
        "A Partner Network ID consists of digits only. The partner finds its own in Partner Center, under Identifiers.";
    Error::invalid(field, why)
}

/// The link as it would be.
pub(super) fn wish(partner: Value) -> Object {
    Object::from_iter([(PARTNER.to_owned(), partner)])
}

impl SetPartnerLink {
    fn wish(&self) -> Object {
        wish(json!(self.partner_id))
    }
}

impl Change for SetPartnerLink {
    fn check(&self, current: &Object, _: &Facts, _: &Secrets) -> Vec<Error> {
        if !is_partner_id(&self.partner_id) {
            return vec![no_partner_id(PARTNER)];
        }
        if self.changes(current).is_empty() {
            let why = "Nothing would change: the link is to this partner already.";
            return vec![Error::invalid(PARTNER, why)];
        }
        Vec::new()
    }

    fn changes(&self, current: &Object) -> Vec<FieldChange> {
        fields::changes(&self.wish(), current)
    }

    fn base(&self, current: &Object, _: &[Operation]) -> Object {
        fields::base(&self.wish(), current)
    }

    fn moves_along(&self) -> &'static [&'static str] {
        &["partnerName", "etag", "version", "state", "createdTime", "updatedTime"]
    }

    fn project(&self, object: &mut Object) {
        object.extend(self.wish());
        // Whose name that is, the server will tell.
        object.insert("partnerName".to_owned(), Value::Null);
    }

    fn call(&self, _: &Operation, server: &Server, _: &Secrets) -> Result<Call> {
        let linked = server.object.as_ref().and_then(|object| field::text(object, PARTNER));
        let partner = users::segment(&self.partner_id);
        Ok(Call {
            method: if linked.is_some() { Method::PATCH } else { Method::PUT },
            path: format!("/providers/Microsoft.ManagementPartner/partners/{partner}?api-version=2018-02-01"),
            body: None,
        })
    }

    fn precondition(&self, base: &Object, server: &Server) -> Precondition {
        fields::precondition(&self.wish(), base, server.object.as_ref())
    }

    fn is_confirmed(&self, _: &Sent, server: &Server) -> bool {
        fields::is_there(&self.wish(), server.object.as_ref())
    }

    fn is_maybe_echo(&self, error: &Error) -> bool {
        // A link that is made twice is refused the second time.
        error.server_code.as_deref() == Some("Conflict")
    }

    fn inverse(&self, done: &Operation) -> Option<Wish> {
        let before = value(&done.base, PARTNER);
        let (operation, input) = match before.as_str() {
            Some(partner) => (KIND.name, json!({ PARTNER: partner })),
            None => (super::remove_partner_link::KIND.name, json!({})),
        };
        Some(Wish {
            operation: operation.to_owned(),
            id: done.target.id.clone(),
            input,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(partner: &str) -> Box<dyn Change> {
        KIND.read(&json!({ PARTNER: partner })).unwrap()
    }

    #[test]
    fn a_partner_goes_by_digits_and_another_than_now() {
        let refused = |partner: &str, now: Value| {
            !change(partner)
                .check(&wish(now), &Facts::default(), &Secrets::new())
                .is_empty()
        };
        for wrong in ["", " 12345", "12345 ", "12a45", "１２３４５", "12345678901", "-12345"] {
            assert!(refused(wrong, Value::Null), "{wrong}");
        }
        assert!(!refused("123456", Value::Null) && !refused("123456", json!("654321")));
        assert!(refused("123456", json!("123456")));
    }

    #[test]
    fn a_link_that_somebody_has_moved_meanwhile_is_a_conflict() {
        let (change, base) = (change("123456"), wish(Value::Null));
        let server = |partner: Value| Server {
            object: Some(wish(partner)),
            elsewhere: None,
        };
        assert_eq!(change.precondition(&base, &server(Value::Null)), Precondition::Go);
        assert_eq!(
            change.precondition(&base, &server(json!("123456"))),
            Precondition::AlreadySo
        );
        assert!(matches!(
            change.precondition(&base, &server(json!("7"))),
            Precondition::Conflict(_)
        ));
    }
}
