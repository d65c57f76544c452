//! The operations, one file each, and the one list of them.

mod assign_group_licenses;
mod assign_licenses;
mod assign_role;
mod buy_for_customer;
mod change;
mod change_license_count;
mod change_password_reset;
mod change_seats;
mod create_user;
mod customer_subscription;
mod delete_user;
mod fields;
mod force_password_change;
mod group_member;
mod never_expires;
pub mod password;
mod purchase_licenses;
mod purge_user;
mod remove_partner_link;
mod remove_role;
mod reprocess_licenses;
mod reset_password;
mod restore_user;
mod revoke_sessions;
mod role;
mod send_mail;
mod set_auto_renew;
mod set_manager;
mod set_partner_information;
mod set_partner_link;
mod set_password_reset_scope;
mod update_authorization_policy;
mod update_domain;
mod update_user;

pub use assign_group_licenses::AssignGroupLicenses;
pub(crate) use assign_licenses::is_given_by_groups_only;
pub use assign_licenses::{AssignLicenses, LicenseToAdd};
pub use assign_role::AssignRole;
pub use buy_for_customer::BuyForCustomer;
pub(crate) use buy_for_customer::in_words as refusal_of_line;
pub use change::{Beside, Change, Precondition, Reach, Reading, Sent, Server, ShownBy, Warning, Wish};
pub use change_license_count::ChangeLicenseCount;
pub use change_password_reset::ChangePasswordReset;
pub use change_seats::ChangeSeats;
pub use create_user::CreateUser;
pub use delete_user::DeleteUser;
pub use force_password_change::ForcePasswordChange;
pub use group_member::{AddGroupMember, RemoveGroupMember};
pub use never_expires::PasswordNeverExpires;
pub use purchase_licenses::PurchaseLicenses;
pub use purge_user::PurgeUser;
pub use remove_partner_link::RemovePartnerLink;
pub use remove_role::RemoveRole;
pub use reprocess_licenses::ReprocessLicenseAssignment;
pub use reset_password::ResetPassword;
pub use restore_user::RestoreUser;
pub use revoke_sessions::RevokeSignInSessions;
pub use role::RoleInput;
pub use send_mail::SendMail;
pub use set_auto_renew::SetAutoRenew;
pub use set_manager::SetManager;
pub use set_partner_information::SetPartnerInformation;
pub use set_partner_link::SetPartnerLink;
pub use set_password_reset_scope::{PasswordResetFor, SetPasswordResetScope};
pub use update_authorization_policy::UpdateAuthorizationPolicy;
pub use update_domain::UpdateDomain;
pub use update_user::UpdateUser;
pub(crate) use update_user::check_field as check_user_field;

use crate::collections::Collection;
use kontor_cloud::Method;
use kontor_model::{Api, Code, Error, Object, Result, Secret, State};
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::collections::BTreeMap;

/// The name of the operation that sets properties of a user.
pub const UPDATE_USER: &str = update_user::KIND.name;

/// The names of the operations that make a user what a template or a file asks for.
pub const CREATE_USER: &str = create_user::KIND.name;
pub const ASSIGN_LICENSES: &str = assign_licenses::KIND.name;
pub const SET_MANAGER: &str = set_manager::KIND.name;
pub const ADD_GROUP_MEMBER: &str = group_member::ADD.name;
pub const REMOVE_GROUP_MEMBER: &str = group_member::REMOVE.name;

/// Every kind of operation. A new one is a file and a line here.
pub static OPERATIONS: &[&Kind] = &[
    &create_user::KIND,
    &update_user::KIND,
    &delete_user::KIND,
    &restore_user::KIND,
    &purge_user::KIND,
    &reset_password::KIND,
    &force_password_change::KIND,
    &revoke_sessions::KIND,
    &never_expires::KIND,
    &set_manager::KIND,
    &assign_licenses::KIND,
    &reprocess_licenses::KIND,
    &assign_group_licenses::KIND,
    &group_member::ADD,
    &group_member::REMOVE,
    &assign_role::KIND,
    &remove_role::KIND,
    &update_authorization_policy::KIND,
    &change_password_reset::KIND,
    &set_password_reset_scope::KIND,
    &update_domain::KIND,
    &send_mail::KIND,
    &change_license_count::KIND,
    &purchase_licenses::KIND,
    &set_partner_link::KIND,
    &remove_partner_link::KIND,
    &set_partner_information::KIND,
    &change_seats::KIND,
    &set_auto_renew::KIND,
    &buy_for_customer::KIND,
];

/// A kind of operation.
pub struct Kind {
    /// Kebab case, as on the command line.
    pub name: &'static str,
    /// Where its target is.
    pub collection: &'static Collection,
    /// The Entra roles of which one is needed, the least first; Global Administrator holds them all. Empty when it needs none.
    pub roles: &'static [&'static str],
    /// The least delegated scope; none when a person does it elsewhere.
    pub scope: Option<&'static str>,
    pub fields: &'static [Field],
    pub effect: Effect,
    read: fn(&Value) -> Result<Box<dyn Change>>,
}

/// What an operation makes of its target, and with it how careful the outbox must be.
#[derive(Clone, Copy)]
pub enum Effect {
    /// Sets values. After an unknown outcome the same values may go again, once reading has shown that they are not there.
    Sets,
    /// Makes its target, which has no id before. Never sent again by itself after an unknown outcome.
    Creates,
    /// Moves its target to another collection. Never sent again by itself after an unknown outcome.
    Moves {
        to: &'static Collection,
        /// People would miss it: somebody must approve it first.
        destructive: bool,
    },
    /// Gives its target something or takes it away, so that done twice it may undo what somebody else did in between. Never sent
    /// again by itself after an unknown outcome. Where it is `destructive` somebody must approve it first.
    Once { destructive: bool },
    /// Takes its target away for good: somebody must approve it first. Never sent again by itself after an unknown outcome.
    Destroys,
    /// Sends something on its way that nobody can read back: the server's acceptance is the evidence. Never sent again by
    /// itself after an unknown outcome.
    Sends,
    /// Sets values that cost or give back money: a person confirms it at the time when it is sent, and what it stands on is read again.
    /// Never sent again by itself after an unknown outcome.
    Pays,
    /// A person does it on one of Microsoft's pages, since there is no public API. It is done when a sync sees it.
    Guided { page: &'static str },
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
    Number,
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
    /// Below the base of the service that has the target ([`Kind::api`]), with the version.
    pub path: String,
    pub body: Option<Value>,
}

/// What has to be made at the service before the call, and makes no difference to anybody until that.
pub struct Cart {
    pub path: String,
    pub body: Value,
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

    /// The service that takes it.
    pub fn api(&self) -> Api {
        self.collection.source.api()
    }

    /// The least Entra role, if it needs one.
    pub fn least_role(&self) -> Option<&'static str> {
        self.roles.first().copied()
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
        self.secret_fields().next().is_some()
    }

    /// Names of the inputs that are secrets.
    pub fn secret_fields(&self) -> impl Iterator<Item = &'static str> {
        let secret = |field: &&Field| field.kind == FieldKind::Secret;
        self.fields.iter().filter(secret).map(|field| field.name)
    }

    /// Takes the secret inputs out of `input`.
    pub fn take_secrets(&self, input: &mut Value) -> Secrets {
        let mut secrets = Secrets::new();
        for name in self.secret_fields() {
            if let Some(Value::String(text)) = input.as_object_mut().and_then(|input| input.remove(name)) {
                secrets.insert(name.to_owned(), Secret::new(text));
            }
        }
        secrets
    }

    /// Whether its target has no id before it is done.
    pub fn creates(&self) -> bool {
        matches!(self.effect, Effect::Creates)
    }

    /// The page on which a person does it, if that is how it is done.
    pub fn page(&self) -> Option<&'static str> {
        match self.effect {
            Effect::Guided { page } => Some(page),
            _ => None,
        }
    }

    /// Where an operation stands that nothing holds up.
    pub fn ready(&self) -> State {
        match self.effect {
            Effect::Guided { .. } => State::Guided,
            _ => State::Queued,
        }
    }

    /// Whether somebody must approve it before it goes, whatever the tenant's policy says.
    pub fn is_destructive(&self) -> bool {
        matches!(
            self.effect,
            Effect::Destroys | Effect::Moves { destructive: true, .. } | Effect::Once { destructive: true }
        )
    }

    /// Whether a person must have confirmed it just before it goes.
    pub fn moves_money(&self) -> bool {
        matches!(self.effect, Effect::Pays)
    }

    /// Whether what was sent may be sent again without a person's word, once reading has shown that it had no effect.
    pub fn may_repeat(&self) -> bool {
        matches!(self.effect, Effect::Sets)
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

/// The secret of that name.
fn secret<'a>(secrets: &'a Secrets, name: &str) -> Result<&'a Secret> {
    let gone = || Error::new(Code::Internal, format!("The {name} is no longer stored."));
    secrets.get(name).ok_or_else(gone)
}
