//! `create-user`: adds a user with a first password.

use super::{
    Call, Change, Effect, Field, FieldKind, Kind, Precondition, Reading, Secrets, Sent, Server, Wish, fields, password,
    secret, typed, update_user, value,
};
use crate::collections::{USERS, field, users};
use crate::insights::Facts;
use chrono::TimeDelta;
use kontor_cloud::Method;
use kontor_model::{Code, Error, FieldChange, Object, Operation, Result};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use ts_rs::TS;

pub static KIND: Kind = Kind {
    name: "create-user",
    collection: &USERS,
    roles: &["User Administrator"],
    scope: Some("User.ReadWrite.All"),
    fields: &[
        Field {
            name: "userPrincipalName",
            kind: FieldKind::Text,
        },
        Field {
            name: "displayName",
            kind: FieldKind::Text,
        },
        Field {
            name: "mailNickname",
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
            name: "officeLocation",
            kind: FieldKind::Text,
        },
        Field {
            name: "mobilePhone",
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
            name: "preferredLanguage",
            kind: FieldKind::Text,
        },
        Field {
            name: "usageLocation",
            kind: FieldKind::Text,
        },
        Field {
            name: "accountEnabled",
            kind: FieldKind::Flag,
        },
        Field {
            name: "forceChangePasswordNextSignIn",
            kind: FieldKind::Flag,
        },
        Field {
            name: "password",
            kind: FieldKind::Secret,
        },
    ],
    effect: Effect::Creates,
    read: typed::<CreateUser>,
};

/// How far apart the clocks of two of Microsoft's services may be.
const CLOCKS_DIFFER: TimeDelta = TimeDelta::seconds(5);

/// What Microsoft needs stands by itself; the rest goes by Graph's names. The password is a secret and travels apart.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CreateUser {
    user_principal_name: String,
    display_name: String,
    /// The part before `@` when it is not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    mail_nickname: Option<String>,
    #[serde(default = "yes")]
    #[ts(as = "Option<bool>", optional)]
    account_enabled: bool,
    #[serde(default = "yes")]
    #[ts(as = "Option<bool>", optional)]
    force_change_password_next_sign_in: bool,
    #[serde(flatten)]
    #[ts(skip)]
    others: Object,
}

fn yes() -> bool {
    true
}

impl CreateUser {
    /// The user as asked for, by Graph's names.
    fn wish(&self) -> Object {
        let before_at = self.user_principal_name.split('@').next().unwrap_or_default();
        let mut wish = Object::new();
        wish.insert("userPrincipalName".into(), json!(self.user_principal_name));
        wish.insert("displayName".into(), json!(self.display_name));
        let nickname = self.mail_nickname.as_deref().unwrap_or(before_at);
        wish.insert("mailNickname".into(), json!(nickname));
        wish.insert("accountEnabled".into(), json!(self.account_enabled));
        wish.extend(self.others.clone());
        wish
    }
}

/// What Microsoft would refuse about a sign-in name.
pub(super) fn check_name(wish: &str, facts: &Facts) -> Option<Error> {
    let name = "userPrincipalName";
    let Some((before, domain)) = wish.split_once('@') else {
        return Some(Error::invalid(
            name,
            "The sign-in name needs an @ and a domain of the tenant.",
        ));
    };
    let allowed = |letter: char| letter.is_ascii_alphanumeric() || "'.-_!#^~".contains(letter);
    if before.is_empty() || before.len() > 64 || !before.chars().all(allowed) {
        let why = "Before the @ Microsoft allows 1 to 64 letters without accents, digits, and ' . - _ ! # ^ ~.";
        return Some(Error::invalid(name, why));
    }
    let known = &facts.policies.domains;
    match known.get(&domain.to_lowercase()) {
        None if known.is_empty() => None,
        None => Some(Error::invalid(
            name,
            format!("{domain} is not a domain of this tenant."),
        )),
        Some(policy) if policy.federated => Some(Error::invalid(
            name,
            format!("{domain} is federated: its users are made where they sign in."),
        )),
        Some(_) => None,
    }
}

impl Change for CreateUser {
    fn check(&self, _: &Object, facts: &Facts, secrets: &Secrets) -> Vec<Error> {
        let mut errors: Vec<Error> = check_name(&self.user_principal_name, facts).into_iter().collect();
        let unknown = |name: &String| !KIND.fields.iter().any(|field| field.name == name);
        for (name, wish) in &self.others {
            errors.extend(match unknown(name) {
                true => Some(Error::invalid(
                    name,
                    format!("{name} is not an input of {}.", KIND.name),
                )),
                false => update_user::check_field(name, wish),
            });
        }
        errors.extend(update_user::check_field("displayName", &json!(self.display_name)));
        match secrets.get("password") {
            Some(wish) => errors.extend(password::check(wish.expose()).err()),
            None => errors.push(Error::invalid("password", "Give the first password.")),
        }
        errors
    }

    fn changes(&self, _: &Object) -> Vec<FieldChange> {
        let mut changes = fields::changes(&self.wish(), &Object::new());
        changes.push(FieldChange {
            field: "password".into(),
            from: Value::Null,
            to: Value::Null,
            secret: true,
        });
        changes
    }

    fn base(&self, _: &Object, _: &[Operation]) -> Object {
        Object::new()
    }

    fn project(&self, object: &mut Object) {
        // What the server has made of it by now counts for more.
        for (name, wish) in self.wish() {
            object.entry(name).or_insert(wish);
        }
        object.entry("userType").or_insert_with(|| json!("Member"));
    }

    fn call(&self, _: &Operation, _: &Server, secrets: &Secrets) -> Result<Call> {
        let mut body = self.wish();
        let profile = json!({
            "password": secret(secrets, "password")?.expose(),
            "forceChangePasswordNextSignIn": self.force_change_password_next_sign_in,
        });
        body.insert("passwordProfile".into(), profile);
        Ok(Call {
            method: Method::POST,
            path: "/v1.0/users".to_owned(),
            body: Some(Value::Object(body)),
        })
    }

    /// By its name until the server has told the id: that is what an answer that was lost would have said.
    fn reading(&self, operation: &Operation) -> Reading {
        Reading::At(users::by_name(match operation.target.is_expected(operation.id) {
            true => &self.user_principal_name,
            false => &operation.target.id,
        }))
    }

    fn precondition(&self, _: &Object, server: &Server) -> Precondition {
        match &server.object {
            None => Precondition::Go,
            Some(_) => Precondition::Refused(Error::new(
                Code::Refused,
                format!(
                    "A user named {} is there already. Choose another sign-in name.",
                    self.user_principal_name
                ),
            )),
        }
    }

    fn is_confirmed(&self, sent: &Sent, server: &Server) -> bool {
        let Some(server) = &server.object else { return false };
        if sent.accepted {
            return true;
        }
        // Without the server's word it is ours only if it is all that was asked for and was made since.
        let wish = self.wish();
        let made = field::time(server, "createdDateTime").zip(sent.at);
        made.is_some_and(|(made, sent)| made >= sent - CLOCKS_DIFFER)
            && wish
                .iter()
                .filter(|(name, _)| *name != "userPrincipalName")
                .all(|(name, wished)| value(server, name) == *wished)
    }

    fn is_maybe_echo(&self, error: &Error) -> bool {
        // A group or a contact may have the address; only the sign-in name is what the request itself has taken.
        let named = error.field.as_deref().unwrap_or("userPrincipalName");
        error.server_code.as_deref() == Some("ObjectConflict") && named == "userPrincipalName"
    }

    fn inverse(&self, done: &Operation) -> Option<Wish> {
        Some(Wish {
            operation: super::delete_user::KIND.name.to_owned(),
            id: done.target.id.clone(),
            input: json!({}),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insights::DomainPolicy;
    use kontor_model::Secret;

    fn create(input: Value) -> CreateUser {
        serde_json::from_value(input).unwrap()
    }

    fn refused(input: Value) -> Vec<String> {
        let mut facts = Facts::default();
        let policy = |federated| DomainPolicy {
            federated,
            validity_days: None,
            notice_days: None,
        };
        facts.policies.domains.insert("kontor.example".into(), policy(false));
        facts.policies.domains.insert("gamle.example".into(), policy(true));
        let secrets = Secrets::from([("password".to_owned(), Secret::new("Nordlys-4711-kystvei".to_owned()))]);
        let errors = create(input).check(&Object::new(), &facts, &secrets);
        errors.into_iter().filter_map(|error| error.field).collect()
    }

    #[test]
    fn names_that_microsoft_would_refuse_are_refused_here() {
        let named = |upn: &str| refused(json!({"userPrincipalName": upn, "displayName": "Kari"}));
        assert!(named("kari.nordmann@Kontor.example").is_empty());
        for upn in [
            "kari",
            "@kontor.example",
            "kåre@kontor.example",
            "a b@kontor.example",
            "kari@fabrikam.example",
            "kari@gamle.example",
        ] {
            assert_eq!(named(upn), ["userPrincipalName"], "{upn}");
        }
        let input = json!({"userPrincipalName": "k@kontor.example", "displayName": " ", "shoeSize": 42, "usageLocation": "Norge"});
        assert_eq!(refused(input), ["shoeSize", "usageLocation", "displayName"]);
    }

    #[test]
    fn after_a_lost_answer_only_what_was_asked_for_and_made_since_is_ours() {
        let change = create(json!({"userPrincipalName": "k@kontor.example", "displayName": "Kari", "jobTitle": "Los"}));
        let there = |title: &str, made: &str| Server {
            object: json!({
                "displayName": "Kari", "mailNickname": "k", "jobTitle": title,
                "accountEnabled": true, "createdDateTime": made,
            })
            .as_object()
            .cloned(),
            elsewhere: None,
        };
        let none = Object::new();
        let sent = Sent {
            before: &none,
            at: "2026-11-02T09:00:00Z".parse().ok(),
            accepted: false,
        };
        assert!(change.is_confirmed(&sent, &there("Los", "2026-11-02T09:00:01Z")));
        assert!(!change.is_confirmed(&sent, &there("Styrmann", "2026-11-02T09:00:01Z")));
        assert!(!change.is_confirmed(&sent, &there("Los", "2026-11-01T09:00:00Z")));
        assert!(!change.is_confirmed(&sent, &Server::default()));
    }
}
