//! `set-manager`: says who somebody's manager is, or that there is none. It is a relation: Graph leaves it out of a plain reading.

use super::{
    Call, Change, Effect, Field, FieldKind, Kind, Precondition, Reading, Secrets, Sent, Server, Warning, Wish, fields,
    typed,
};
use crate::access::roles;
use crate::collections::{USERS, field, users};
use crate::insights::Facts;
use kontor_cloud::Method;
use kontor_model::{Code, Error, FieldChange, Object, Operation, Result};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use ts_rs::TS;

pub static KIND: Kind = Kind {
    name: "set-manager",
    collection: &USERS,
    roles: &[roles::USER],
    scope: Some("User.ReadWrite.All"),
    fields: &[Field {
        name: "managerId",
        kind: FieldKind::Text,
    }],
    effect: Effect::Sets,
    read: typed::<SetManager>,
};

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SetManager {
    /// A user's id; null or empty for nobody.
    manager_id: Option<String>,
}

impl SetManager {
    fn id(&self) -> Option<String> {
        let id = self.manager_id.as_deref()?.trim();
        (!id.is_empty()).then(|| id.to_lowercase())
    }

    fn wish(&self) -> Object {
        let manager = self.id().map_or(Value::Null, |id| json!({ "id": id }));
        Object::from_iter([("manager".to_owned(), manager)])
    }
}

impl Change for SetManager {
    fn check(&self, current: &Object, _: &Facts, _: &Secrets) -> Vec<Error> {
        let id = self.id();
        let own = field::text(current, "id");
        let why = if id.as_ref().is_some_and(|id| uuid::Uuid::parse_str(id).is_err()) {
            "The manager is named by the id of a user."
        } else if id.is_some() && id == own.map(|own| own.to_lowercase()) {
            "Nobody can be their own manager."
        } else if self.changes(current).is_empty() {
            "Nothing would change: the manager is already as asked."
        } else {
            return Vec::new();
        };
        vec![Error::invalid("managerId", why)]
    }

    fn warnings(&self, current: &Object, _: &Facts) -> Vec<Warning> {
        let synced = field::flag(current, "onPremisesSyncEnabled") == Some(true);
        synced.then_some(Warning::MasteredOnPremises).into_iter().collect()
    }

    fn changes(&self, current: &Object) -> Vec<FieldChange> {
        fields::changes(&self.wish(), current)
    }

    fn base(&self, current: &Object, _: &[Operation]) -> Object {
        fields::base(&self.wish(), current)
    }

    fn project(&self, object: &mut Object) {
        object.extend(self.wish());
    }

    fn call(&self, operation: &Operation, _: &Server, _: &Secrets) -> Result<Call> {
        let (method, body) = match self.id() {
            Some(id) => {
                let of = format!("/v1.0/users/{}", users::segment(&id));
                (Method::PUT, Some(json!({ "@odata.id": of })))
            }
            None => (Method::DELETE, None),
        };
        Ok(Call {
            method,
            path: format!("/v1.0/users/{}/manager/$ref", users::segment(&operation.target.id)),
            body,
        })
    }

    fn reading(&self, operation: &Operation) -> Reading {
        Reading::At(users::with_manager(&operation.target.id))
    }

    fn precondition(&self, base: &Object, server: &Server) -> Precondition {
        fields::precondition(&self.wish(), base, server.object.as_ref())
    }

    fn is_confirmed(&self, _: &Sent, server: &Server) -> bool {
        fields::is_there(&self.wish(), server.object.as_ref())
    }

    /// There is nobody to take away any more.
    fn is_maybe_echo(&self, error: &Error) -> bool {
        self.id().is_none() && error.code == Code::NotFound
    }

    fn inverse(&self, done: &Operation) -> Option<Wish> {
        Some(Wish {
            operation: KIND.name.to_owned(),
            id: done.target.id.clone(),
            input: json!({ "managerId": users::manager(&done.base) }),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KARI: &str = "0b1c6b8e-8f37-4c43-9a0d-6a8f3f3c1d01";
    const OLA: &str = "5f8e2a10-26a6-4ef5-9d1b-2f4f7f5d9c02";

    fn object(value: Value) -> Object {
        value.as_object().cloned().unwrap()
    }

    fn server(value: Value) -> Server {
        Server {
            object: Some(object(value)),
            elsewhere: None,
        }
    }

    fn to(id: Option<&str>) -> SetManager {
        SetManager {
            manager_id: id.map(str::to_owned),
        }
    }

    #[test]
    fn nobody_is_an_answer_and_the_manager_of_somebody_else_a_conflict() {
        let base = object(json!({"manager": {"id": KARI}}));
        let gone = to(None);
        assert_eq!(
            gone.precondition(&base, &server(json!({"id": "x"}))),
            Precondition::AlreadySo
        );
        assert_eq!(
            gone.precondition(&base, &server(json!({"manager": {"id": KARI}}))),
            Precondition::Go
        );
        let moved = server(json!({"manager": {"id": OLA}}));
        assert!(matches!(gone.precondition(&base, &moved), Precondition::Conflict(_)));
        assert_eq!(to(Some(OLA)).precondition(&base, &moved), Precondition::AlreadySo);
        assert!(to(Some(&OLA.to_uppercase())).is_confirmed(
            &Sent {
                before: &base,
                at: None,
                accepted: true
            },
            &moved
        ));
    }

    #[test]
    fn oneself_a_name_and_the_same_manager_again_are_refused() {
        let current = object(json!({"id": OLA, "manager": {"id": KARI}}));
        for id in [Some(OLA), Some("kari@example.org"), Some(KARI)] {
            assert_eq!(
                to(id).check(&current, &Facts::default(), &Secrets::new()).len(),
                1,
                "{id:?}"
            );
        }
        assert!(to(None).check(&current, &Facts::default(), &Secrets::new()).is_empty());
        let none = object(json!({ "id": OLA }));
        assert_eq!(to(Some("")).check(&none, &Facts::default(), &Secrets::new()).len(), 1);
    }
}
