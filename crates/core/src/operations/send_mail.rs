//! `send-mail`: a plain mail to a user from the admin's own mailbox, such as a warning that the password ends.

use super::{Call, Change, Effect, Field, FieldKind, Kind, Precondition, Reading, Secrets, Sent, Server, typed, value};
use crate::collections::{USERS, field, users};
use crate::insights::Facts;
use crate::mail::About;
use kontor_cloud::Method;
use kontor_model::{Error, FieldChange, Object, Operation, Result};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use ts_rs::TS;

pub static KIND: Kind = Kind {
    name: "send-mail",
    collection: &USERS,
    roles: &[],
    scope: Some("Mail.Send"),
    fields: &[
        Field {
            name: "subject",
            kind: FieldKind::Text,
        },
        Field {
            name: "body",
            kind: FieldKind::Text,
        },
        Field {
            name: "from",
            kind: FieldKind::Text,
        },
    ],
    effect: Effect::Sends,
    read: typed::<SendMail>,
};

const LONGEST_SUBJECT: usize = 255;

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SendMail {
    subject: String,
    /// Plain text.
    body: String,
    /// The mailbox it comes from, by id or address. An app that signs in by itself has none of its own and must name one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    from: Option<String>,
    /// What it tells, where that is told once only: another mail to the same person about the same is not sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    about: Option<About>,
}

fn address(user: &Object) -> Option<String> {
    field::text(user, "mail").or_else(|| field::text(user, "userPrincipalName"))
}

impl Change for SendMail {
    fn check(&self, current: &Object, _: &Facts, _: &Secrets) -> Vec<Error> {
        let mut errors = Vec::new();
        if self.subject.trim().is_empty() || self.subject.chars().count() > LONGEST_SUBJECT {
            errors.push(Error::invalid(
                "subject",
                "A mail needs a subject of at most 255 characters.",
            ));
        }
        if self.subject.chars().any(char::is_control) {
            errors.push(Error::invalid("subject", "The subject of a mail is one line."));
        }
        if self.body.trim().is_empty() {
            errors.push(Error::invalid("body", "A mail needs a text."));
        }
        if address(current).is_none() {
            errors.push(Error::invalid("to", "The user has no address."));
        }
        errors
    }

    fn changes(&self, current: &Object) -> Vec<FieldChange> {
        let said = [
            ("to", json!(address(current))),
            ("subject", json!(self.subject)),
            ("body", json!(self.body)),
        ];
        said.into_iter()
            .map(|(field, to)| FieldChange {
                field: field.to_owned(),
                from: Value::Null,
                to,
                secret: false,
            })
            .collect()
    }

    /// The address it was decided to go to.
    fn base(&self, current: &Object, _: &[Operation]) -> Object {
        Object::from_iter([("to".to_owned(), json!(address(current)))])
    }

    fn project(&self, _: &mut Object) {}

    /// To the address that it was decided on, whatever the user is called by now.
    fn call(&self, operation: &Operation, _: &Server, _: &Secrets) -> Result<Call> {
        let to = value(&operation.base, "to");
        let from = self
            .from
            .as_ref()
            .map_or("me".to_owned(), |from| format!("users/{}", users::segment(from)));
        let message = json!({
            "subject": self.subject,
            "body": { "contentType": "Text", "content": self.body },
            "toRecipients": [{ "emailAddress": { "address": to } }],
        });
        Ok(Call {
            method: Method::POST,
            path: format!("/v1.0/{from}/sendMail"),
            body: Some(json!({ "message": message, "saveToSentItems": true })),
        })
    }

    fn about(&self) -> Option<&About> {
        self.about.as_ref()
    }

    fn reading(&self, _: &Operation) -> Reading {
        Reading::Nowhere
    }

    fn precondition(&self, _: &Object, _: &Server) -> Precondition {
        Precondition::Go
    }

    fn is_confirmed(&self, sent: &Sent, _: &Server) -> bool {
        sent.accepted
    }
}
