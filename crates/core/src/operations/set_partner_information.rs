//! `set-partner-information`: the partner of record of a subscription, by its Partner Network ID. Microsoft has no public API that sets
//! it, nor one that reads it: a person does it on the admin center's page, and says here that it is done.

use super::set_partner_link::{is_partner_id, no_partner_id};
use super::{Change, Effect, Field, FieldKind, Kind, Precondition, Reading, Secrets, Sent, Server, fields, typed};
use crate::collections::SUBSCRIPTIONS;
use crate::insights::Facts;
use crate::pages;
use kontor_model::{Error, FieldChange, Object, Operation};
use serde::{Deserialize, Serialize};
use serde_json::json;
use ts_rs::TS;

pub static KIND: Kind = Kind {
    name: "set-partner-information",
    collection: &SUBSCRIPTIONS,
    roles: &["Billing Administrator"],
    scope: None,
    fields: &[Field {
        name: PARTNER,
        kind: FieldKind::Text,
    }],
    effect: Effect::Guided {
        page: pages::YOUR_PRODUCTS,
    },
    read: typed::<SetPartnerInformation>,
};

const PARTNER: &str = "partnerNetworkId";

/// The partner of record.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SetPartnerInformation {
    partner_network_id: String,
}

impl SetPartnerInformation {
    fn wish(&self) -> Object {
        Object::from_iter([(PARTNER.to_owned(), json!(self.partner_network_id))])
    }
}

impl Change for SetPartnerInformation {
    fn check(&self, _: &Object, _: &Facts, _: &Secrets) -> Vec<Error> {
        match is_partner_id(&self.partner_network_id) {
            true => Vec::new(),
            false => vec![no_partner_id(PARTNER)],
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
    fn the_partner_goes_by_digits_and_no_reading_ever_shows_it() {
        let change = |id: &str| KIND.read(&json!({ PARTNER: id })).unwrap();
        let refused = |id: &str| {
            !change(id)
                .check(&Object::new(), &Facts::default(), &Secrets::new())
                .is_empty()
        };
        assert!(refused("12 34") && refused("") && !refused("1234567"));
        let shown = Server {
            object: Some(Object::from_iter([(PARTNER.to_owned(), json!("1234567"))])),
            elsewhere: None,
        };
        let sent = Sent {
            before: &Object::new(),
            at: None,
            accepted: false,
        };
        assert!(!change("1234567").is_confirmed(&sent, &shown));
    }
}
