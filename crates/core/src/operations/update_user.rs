//! `update-user`: changes fields of one user. A field that is not given stays as it is; `null` clears it.

use super::{
    Call, Change, Effect, Field, FieldKind, Kind, Precondition, Secrets, Sent, Server, Warning, Wish, create_user,
    fields, typed,
};
use crate::collections::{USERS, field, users};
use crate::insights::Facts;
use chrono::NaiveDateTime;
use kontor_cloud::Method;
use kontor_model::{Error, FieldChange, Object, Operation, Result};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

pub static KIND: Kind = Kind {
    name: "update-user",
    collection: &USERS,
    roles: &["User Administrator"],
    scope: Some("User.ReadWrite.All"),
    fields: FIELDS,
    effect: Effect::Sets,
    read: typed::<UpdateUser>,
};

static FIELDS: &[Field] = &[
    Field {
        name: "userPrincipalName",
        kind: FieldKind::Text,
    },
    Field {
        name: "displayName",
        kind: FieldKind::Text,
    },
    Field {
        name: "givenName",
        kind: FieldKind::Text,
    },
    Field {
        name: "surname",
        kind: FieldKind::Text,
    },
    Field {
        name: "jobTitle",
        kind: FieldKind::Text,
    },
    Field {
        name: "department",
        kind: FieldKind::Text,
    },
    Field {
        name: "companyName",
        kind: FieldKind::Text,
    },
    Field {
        name: "employeeId",
        kind: FieldKind::Text,
    },
    Field {
        name: "employeeType",
        kind: FieldKind::Text,
    },
    Field {
        name: "employeeHireDate",
        kind: FieldKind::Text,
    },
    Field {
        name: "officeLocation",
        kind: FieldKind::Text,
    },
    Field {
        name: "streetAddress",
        kind: FieldKind::Text,
    },
    Field {
        name: "city",
        kind: FieldKind::Text,
    },
    Field {
        name: "state",
        kind: FieldKind::Text,
    },
    Field {
        name: "postalCode",
        kind: FieldKind::Text,
    },
    Field {
        name: "country",
        kind: FieldKind::Text,
    },
    Field {
        name: "mobilePhone",
        kind: FieldKind::Text,
    },
    Field {
        name: "businessPhones",
        kind: FieldKind::List,
    },
    Field {
        name: "faxNumber",
        kind: FieldKind::Text,
    },
    Field {
        name: "otherMails",
        kind: FieldKind::List,
    },
    Field {
        name: "mailNickname",
        kind: FieldKind::Text,
    },
    Field {
        name: "usageLocation",
        kind: FieldKind::Text,
    },
    Field {
        name: "preferredLanguage",
        kind: FieldKind::Text,
    },
    Field {
        name: "ageGroup",
        kind: FieldKind::Text,
    },
    Field {
        name: "consentProvidedForMinor",
        kind: FieldKind::Text,
    },
    Field {
        name: "userType",
        kind: FieldKind::Text,
    },
    Field {
        name: "accountEnabled",
        kind: FieldKind::Flag,
    },
];

/// What the cloud decides even for users that are synced from a directory on the premises.
const CLOUD_MASTERED: &[&str] = &["usageLocation"];

/// Graph's limits, in characters.
const LONGEST: &[(&str, usize)] = &[
    ("displayName", 256),
    ("givenName", 64),
    ("surname", 64),
    ("jobTitle", 128),
    ("department", 64),
    ("companyName", 64),
    ("officeLocation", 128),
    ("employeeId", 16),
    ("streetAddress", 1024),
    ("city", 128),
    ("state", 128),
    ("postalCode", 40),
    ("country", 128),
    ("mobilePhone", 64),
    ("faxNumber", 64),
    ("mailNickname", 64),
];

/// What Microsoft takes where it does not take any text.
const ONE_OF: &[(&str, &[&str])] = &[
    ("ageGroup", &["Minor", "NotAdult", "Adult"]),
    ("consentProvidedForMinor", &["Granted", "Denied", "NotRequired"]),
    ("userType", &["Member", "Guest"]),
];

/// What always has a value.
const REQUIRED: &[&str] = &["displayName", "mailNickname", "userType"];

/// What Microsoft protects on people who hold roles.
const SENSITIVE: [&str; 6] = [
    "accountEnabled",
    "businessPhones",
    "mobilePhone",
    "onPremisesImmutableId",
    "otherMails",
    "userPrincipalName",
];

/// The wished values by Graph's own names.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct UpdateUser(#[ts(type = "Record<string, unknown>")] Object);

impl Change for UpdateUser {
    fn check(&self, current: &Object, facts: &Facts, _: &Secrets) -> Vec<Error> {
        let mut errors: Vec<Error> = self
            .0
            .iter()
            .filter_map(|(name, wish)| check_field(name, wish))
            .collect();
        if let Some(name) = self.0.get("userPrincipalName") {
            errors.extend(create_user::check_name(name.as_str().unwrap_or_default(), facts));
        }
        if self.changes(current).is_empty() && errors.is_empty() {
            errors.push(Error::invalid(
                "input",
                "Nothing would change: every value is already as asked.",
            ));
        }
        errors
    }

    fn warnings(&self, current: &Object, _: &Facts) -> Vec<Warning> {
        let synced = field::flag(current, "onPremisesSyncEnabled") == Some(true);
        let mastered = self.0.keys().any(|name| !CLOUD_MASTERED.contains(&name.as_str()));
        if synced && mastered {
            vec![Warning::MasteredOnPremises]
        } else {
            Vec::new()
        }
    }

    fn is_sensitive(&self) -> bool {
        self.0.keys().any(|name| SENSITIVE.contains(&name.as_str()))
    }

    fn changes(&self, current: &Object) -> Vec<FieldChange> {
        fields::changes(&self.0, current)
    }

    fn base(&self, current: &Object, _: &[Operation]) -> Object {
        fields::base(&self.0, current)
    }

    fn project(&self, object: &mut Object) {
        object.extend(self.0.clone());
    }

    fn call(&self, operation: &Operation, _: &Server, _: &Secrets) -> Result<Call> {
        Ok(Call {
            method: Method::PATCH,
            path: format!("/v1.0/users/{}", users::segment(&operation.target.id)),
            body: Some(Value::Object(self.0.clone())),
        })
    }

    fn precondition(&self, base: &Object, server: &Server) -> Precondition {
        fields::precondition(&self.0, base, server.object.as_ref())
    }

    fn is_confirmed(&self, _: &Sent, server: &Server) -> bool {
        fields::is_there(&self.0, server.object.as_ref())
    }

    fn inverse(&self, done: &Operation) -> Option<Wish> {
        Some(Wish {
            operation: KIND.name.to_owned(),
            id: done.target.id.clone(),
            input: Value::Object(done.base.clone()),
        })
    }
}

/// What Microsoft would refuse about one field of a user.
pub(crate) fn check_field(name: &str, wish: &Value) -> Option<Error> {
    let Some(known) = FIELDS.iter().find(|field| field.name == name) else {
        return Some(Error::invalid(
            name,
            format!("{name} cannot be changed by this operation."),
        ));
    };
    let right_type = match known.kind {
        FieldKind::Flag => wish.is_boolean(),
        FieldKind::List => wish.as_array().is_some_and(|list| list.iter().all(Value::is_string)),
        FieldKind::Number => wish.is_i64(),
        FieldKind::Text | FieldKind::Secret => wish.is_string() || wish.is_null(),
    };
    if !right_type {
        return Some(Error::invalid(
            name,
            format!("{name} must be {}.", expected(known.kind)),
        ));
    }
    let text = wish.as_str().unwrap_or_default();
    if let Some((_, longest)) = LONGEST.iter().find(|(field, _)| *field == name)
        && text.chars().count() > *longest
    {
        return Some(Error::invalid(
            name,
            format!("{name} may have at most {longest} characters."),
        ));
    }
    if let Some((_, known)) = ONE_OF.iter().find(|(field, _)| *field == name)
        && !wish.is_null()
        && !known.contains(&text)
    {
        return Some(Error::invalid(
            name,
            format!("{name} must be one of {}.", known.join(", ")),
        ));
    }
    match name {
        "displayName" if text.trim().is_empty() => Some(Error::invalid(name, "The display name cannot be empty.")),
        _ if REQUIRED.contains(&name) && text.trim().is_empty() => {
            Some(Error::invalid(name, format!("{name} cannot be empty.")))
        }
        "mailNickname" if text.contains(['@', ' ']) || !text.is_ascii() => Some(Error::invalid(
            name,
            "The mail nickname may have no spaces, no @ and no letters with accents.",
        )),
        // As Microsoft writes it, so that it is known again when it is read.
        "employeeHireDate" if !wish.is_null() && NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%SZ").is_err() => {
            Some(Error::invalid(
                name,
                "The hire date must be a moment such as 2026-01-31T00:00:00Z.",
            ))
        }
        "otherMails" if field::texts_of(wish).any(|mail| !is_address(mail)) => Some(Error::invalid(
            name,
            "Each other mail address must have one @ with something on either side.",
        )),
        "usageLocation" if text.len() != 2 || !text.bytes().all(|byte| byte.is_ascii_uppercase()) => {
            Some(Error::invalid(
                name,
                "The usage location must be a country code of two capital letters, such as NO; it cannot be cleared.",
            ))
        }
        "businessPhones" if wish.as_array().is_some_and(|list| list.len() > 1) => {
            Some(Error::invalid(name, "Microsoft stores one business phone only."))
        }
        _ => None,
    }
}

fn is_address(mail: &str) -> bool {
    mail.split_once('@')
        .is_some_and(|(before, behind)| !before.is_empty() && !behind.is_empty() && !behind.contains('@'))
}

fn expected(kind: FieldKind) -> &'static str {
    match kind {
        FieldKind::Flag => "true or false",
        FieldKind::List => "a list of texts",
        FieldKind::Number => "a whole number",
        FieldKind::Text | FieldKind::Secret => "a text",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn object(value: Value) -> Object {
        value.as_object().cloned().unwrap()
    }

    fn update(value: Value) -> UpdateUser {
        UpdateUser(object(value))
    }

    fn server(value: Value) -> Server {
        Server {
            object: Some(object(value)),
            elsewhere: None,
        }
    }

    #[test]
    fn a_value_that_somebody_else_changed_is_a_conflict_unless_it_is_the_wish_itself() {
        let change = update(json!({"jobTitle": "Chief", "city": "Bergen"}));
        let base = object(json!({"jobTitle": "Clerk", "city": null}));
        assert_eq!(
            change.precondition(&base, &server(json!({"jobTitle": "Clerk"}))),
            Precondition::Go
        );
        assert_eq!(
            change.precondition(&base, &server(json!({"jobTitle": "Chief", "city": "Bergen"}))),
            Precondition::AlreadySo
        );
        let Precondition::Conflict(conflicts) =
            change.precondition(&base, &server(json!({"jobTitle": "Boss", "city": "Bergen"})))
        else {
            panic!("a conflict")
        };
        assert_eq!(conflicts.len(), 1);
        assert_eq!(
            (&conflicts[0].field[..], &conflicts[0].theirs),
            ("jobTitle", &json!("Boss"))
        );
    }

    #[test]
    fn only_what_differs_is_a_change_and_nothing_to_do_is_refused() {
        let change = update(json!({"jobTitle": "Chief", "department": "IT"}));
        let current = object(json!({"jobTitle": "Clerk", "department": "IT"}));
        assert_eq!(change.changes(&current).len(), 1);
        let none = update(json!({"department": "IT"})).check(&current, &Facts::default(), &Secrets::new());
        assert_eq!(none.len(), 1);
    }

    #[test]
    fn what_is_not_any_text_is_taken_as_microsoft_writes_it_and_can_be_cleared() {
        for input in [
            json!({"ageGroup": "Minor", "consentProvidedForMinor": "Granted", "userType": "Guest"}),
            json!({"ageGroup": null, "employeeHireDate": null, "faxNumber": null}),
            json!({"employeeHireDate": "2026-01-31T00:00:00Z", "otherMails": ["kari@example.org"]}),
        ] {
            let current = object(json!({"ageGroup": "Adult", "employeeHireDate": "2020-01-01T00:00:00Z"}));
            let errors = update(input).check(&current, &Facts::default(), &Secrets::new());
            assert_eq!(errors.len(), 0, "{errors:?}");
        }
    }

    #[test]
    fn wrong_values_are_named_by_their_field() {
        for (input, field) in [
            (json!({"usageLocation": "Norway"}), "usageLocation"),
            (json!({"usageLocation": null}), "usageLocation"),
            (json!({"accountEnabled": "yes"}), "accountEnabled"),
            (json!({"displayName": " "}), "displayName"),
            (json!({"surname": "x".repeat(65)}), "surname"),
            (json!({"businessPhones": ["1", "2"]}), "businessPhones"),
            (json!({"passwordPolicies": "None"}), "passwordPolicies"),
            (json!({"ageGroup": "Old"}), "ageGroup"),
            (json!({"userType": null}), "userType"),
            (json!({"mailNickname": "a b"}), "mailNickname"),
            (json!({"mailNickname": ""}), "mailNickname"),
            (json!({"employeeHireDate": "31.1.2026"}), "employeeHireDate"),
            (
                json!({"employeeHireDate": "2026-01-31T00:00:00+01:00"}),
                "employeeHireDate",
            ),
            (json!({"otherMails": ["kari@example.org", "kari"]}), "otherMails"),
            (json!({"employeeId": "x".repeat(17)}), "employeeId"),
        ] {
            let errors = update(input).check(&Object::new(), &Facts::default(), &Secrets::new());
            assert_eq!(errors.len(), 1, "{field}");
            assert_eq!(errors[0].field.as_deref(), Some(field));
        }
    }
}
