//! The operations, one file each, and the one list of them.

mod assign_licenses;
pub mod password;
mod reset_password;
mod update_user;

pub use assign_licenses::{AssignLicenses, LicenseToAdd};
pub use reset_password::ResetPassword;
pub use update_user::UpdateUser;

use crate::collections::Collection;
use crate::insights::Facts;
use chrono::{DateTime, Utc};
use kontor_cloud::Method;
use kontor_model::{Code, Conflict, Error, FieldChange, Object, Operation, Result, Secret};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use std::collections::BTreeMap;
use ts_rs::TS;

/// Every kind of operation. A new one is a file and a line here.
pub static OPERATIONS: &[&Kind] = &[&update_user::KIND, &reset_password::KIND, &assign_licenses::KIND];

/// A kind of operation.
pub struct Kind {
    /// Kebab case, as on the command line.
    pub name: &'static str,
    pub collection: &'static Collection,
    /// The least Entra role, and the least delegated scope, that sending it needs.
    pub least_role: &'static str,
    pub scope: &'static str,
    pub fields: &'static [Field],
    read: fn(&Value) -> Result<Box<dyn Change>>,
}

/// An input of an operation, for the command line and the documentation.
pub struct Field {
    /// Graph's own name; the command line writes it in kebab case.
    pub name: &'static str,
    pub kind: FieldKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldKind {
    Text,
    Flag,
    /// Several texts, separated by commas.
    List,
    /// Read from standard input, stored apart, never shown.
    Secret,
}

/// Secret inputs by name.
pub type Secrets = BTreeMap<String, Secret>;

/// What the server must be asked to do.
pub struct Call {
    pub method: Method,
    /// Below Graph's base, with the version.
    pub path: String,
    pub body: Value,
}

/// What reading the target just before sending says.
#[derive(Debug, PartialEq)]
pub enum Precondition {
    Go,
    /// The wish is fulfilled already.
    AlreadySo,
    Conflict(Vec<Conflict>),
}

/// Something the admin should know before queueing. Each has a sentence in the message catalogues.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Warning {
    /// The field is mastered in the directory on the premises; Microsoft will refuse.
    MasteredOnPremises,
    /// The domain is federated: the password is kept elsewhere.
    FederatedDomain,
    /// A guest's password is kept in the guest's own organisation.
    GuestPassword,
    /// No free licence at the moment.
    NoSeatFree,
    /// Inherited from a group: it can only be taken away there.
    InheritedFromGroup,
    /// Another operation for the same object stands before it in the outbox.
    OthersPending,
}

/// What is known of an attempt when its effect is looked for.
pub struct Sent<'a> {
    /// What [`Change::base`] gave for the object read just before sending; empty when that is not known.
    pub before: &'a Object,
    /// When, by the server's clock.
    pub at: Option<DateTime<Utc>>,
    /// The server has answered that it took the change.
    pub accepted: bool,
}

/// An operation's rules. All are pure: reading and sending is the outbox's work.
pub trait Change: Send + Sync {
    /// What Microsoft would refuse, as far as it can be known here.
    fn check(&self, current: &Object, facts: &Facts, secrets: &Secrets) -> Vec<Error>;

    /// What the admin should know before queueing.
    fn warnings(&self, current: &Object, facts: &Facts) -> Vec<Warning>;

    /// Field by field, what it will do. Empty: nothing would change.
    fn changes(&self, current: &Object) -> Vec<FieldChange>;

    /// The values it is decided on, kept to notice what others change meanwhile. `before` stand before it in the outbox.
    fn base(&self, current: &Object, before: &[Operation]) -> Object;

    /// Its effect, laid over the server's object.
    fn project(&self, object: &mut Object);

    fn call(&self, id: &str, secrets: &Secrets) -> Result<Call>;

    fn precondition(&self, base: &Object, server: &Object) -> Precondition;

    /// Whether the server's object, read after sending, shows the effect.
    fn is_confirmed(&self, sent: &Sent, server: &Object) -> bool;

    /// Whether a refusal may pass by itself because something written moments ago is not visible everywhere yet.
    fn is_refused_for_now(&self, _error: &Error, _server: &Object) -> bool {
        false
    }
}

impl Kind {
    /// The kind of that name.
    ///
    /// # Errors
    /// [`Code::Usage`] when there is none.
    pub fn find(name: &str) -> Result<&'static Kind> {
        let found = OPERATIONS.iter().find(|kind| kind.name == name).copied();
        found.ok_or_else(|| {
            let names: Vec<_> = OPERATIONS.iter().map(|kind| kind.name).collect();
            Error::new(
                Code::Usage,
                format!("There is no operation {name}. There are: {}.", names.join(", ")),
            )
        })
    }

    /// Reads an input, without its secrets.
    ///
    /// # Errors
    /// [`Code::Invalid`] when a field is missing, unknown or of another type.
    pub fn read(&self, input: &Value) -> Result<Box<dyn Change>> {
        (self.read)(input)
    }

    /// Whether an input is a secret.
    pub fn has_secrets(&self) -> bool {
        self.fields.iter().any(|field| field.kind == FieldKind::Secret)
    }

    /// Takes the secret inputs out of `input`.
    pub fn take_secrets(&self, input: &mut Value) -> Secrets {
        let mut secrets = Secrets::new();
        for field in self.fields.iter().filter(|field| field.kind == FieldKind::Secret) {
            if let Some(Value::String(text)) = input.as_object_mut().and_then(|input| input.remove(field.name)) {
                secrets.insert(field.name.to_owned(), Secret::new(text));
            }
        }
        secrets
    }
}

/// Reads a stored operation's input.
pub fn read(kind: &str, input: &Value) -> Result<Box<dyn Change>> {
    Kind::find(kind)?.read(input)
}

fn typed<T: Change + DeserializeOwned + 'static>(input: &Value) -> Result<Box<dyn Change>> {
    match serde_json::from_value::<T>(input.clone()) {
        Ok(change) => Ok(Box::new(change)),
        Err(error) => Err(Error::new(Code::Invalid, format!("The input is not right: {error}."))),
    }
}

/// The value of a property; an absent one counts as null, since Graph leaves out what was never set.
fn value(object: &Object, name: &str) -> Value {
    object.get(name).cloned().unwrap_or(Value::Null)
}
