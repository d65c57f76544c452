//! What a person is asked for in a step of its own. Many organisations have not got it or leave it to few, and Entra refuses a
//! sign-in as a whole.

use crate::session::Session;
use crate::sign_in::SIGNED_IN;
use kontor_cloud::{SignIn, SignedIn, endpoints::scope};
use kontor_model::{Api, Code, Error, Result};
use kontor_store::Store;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use ts_rs::TS;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Service {
    /// The bills, which Azure has.
    Bills,
    /// Partner Center.
    Partner,
    /// Which organisations delegate roles to this one.
    Customers,
    /// The organisations that this one sells to. What reads them reads the whole directory, which not everybody gives.
    Contracts,
}

impl Service {
    pub(crate) fn api(self) -> Api {
        match self {
            Self::Bills => Api::Arm,
            Self::Partner => Api::PartnerCenter,
            Self::Customers | Self::Contracts => Api::Graph,
        }
    }

    fn scopes(self) -> &'static [&'static str] {
        match self {
            Self::Bills | Self::Partner => &["user_impersonation"],
            Self::Customers => &["DelegatedAdminRelationship.Read.All"],
            Self::Contracts => &["Directory.Read.All"],
        }
    }

    /// Whether a scope of Graph is left to a step of its own, since only partners have what it reads.
    pub(crate) fn is_apart(scope: &str) -> bool {
        [Self::Customers, Self::Contracts]
            .iter()
            .any(|service| service.scopes().contains(&scope))
    }

    /// What the person who is signed in is asked for. What a service wanted to be proved is proved again, since the new
    /// sign-in takes the place of the old one.
    pub(crate) fn wish(self, session: &Session) -> Result<SignIn> {
        let who = session.store.setting(SIGNED_IN)?.unwrap_or_default();
        let text = |name: &str| who[name].as_str().map(str::to_owned);
        Ok(SignIn {
            scopes: self
                .scopes()
                .iter()
                .map(|name| scope(&session.tenant.endpoints, self.api(), name))
                .collect(),
            hint: text("userPrincipalName"),
            claims: session.claims().or_else(|| text("claims")),
        })
    }

    /// Whether whoever is signed in has agreed to it.
    pub(crate) fn is_given(self, session: &Session) -> Result<bool> {
        let who = session.store.setting(SIGNED_IN)?.unwrap_or_default();
        Ok(who["services"]
            .as_array()
            .is_some_and(|services| services.contains(&json!(self))))
    }

    /// What was agreed to belongs to the account: another one's leave would take the place of all that this one gave.
    ///
    /// # Errors
    /// [`Code::Denied`].
    pub(crate) fn check(session: &Session, signed_in: &SignedIn) -> Result<()> {
        let who = session.store.setting(SIGNED_IN)?.unwrap_or_default();
        if is_same(&who, signed_in) {
            return Ok(());
        }
        let name = who["userPrincipalName"].as_str().unwrap_or_default();
        let why = format!(
            "That was another account than the one that is signed in. Nothing was changed; choose {name}, or sign in again with the other account first."
        );
        Err(Error::new(Code::Denied, why))
    }
}

/// A step that was declined or refused leaves the sign-in as it was.
pub(crate) fn refused(error: Error) -> Error {
    match error.code {
        Code::SignInNeeded => Error {
            code: Code::Denied,
            message: format!("{} You stay signed in as before.", error.message),
            ..error
        },
        _ => error,
    }
}

/// Scopes and services of an account after it has signed in, where `before` is what was noted of the last one.
pub(crate) fn granted(before: &Value, signed_in: &SignedIn, service: Option<Service>) -> (Vec<Value>, Vec<Value>) {
    let same = is_same(before, signed_in);
    let list = |name: &str| before[name].as_array().filter(|_| same).cloned().unwrap_or_default();
    let add = |list: &mut Vec<Value>, one: Value| {
        if !list.contains(&one) {
            list.push(one);
        }
    };
    let (mut scopes, mut services) = (Vec::new(), list("services"));
    if let Some(service) = service {
        scopes = list("scopes");
        add(&mut services, json!(service));
    }
    // The scopes are those of Graph: each other service has but one.
    if service.is_none_or(|service| service.api() == Api::Graph) {
        for scope in &signed_in.scopes {
            add(&mut scopes, json!(scope));
        }
    }
    (scopes, services)
}

/// What was agreed to for one app registration, another has to ask for.
pub(crate) fn forget(store: &Store) -> Result<()> {
    let Some(Value::Object(mut who)) = store.setting(SIGNED_IN)? else {
        return Ok(());
    };
    who.remove("services");
    store.set_setting(SIGNED_IN, &Value::Object(who))
}

fn is_same(before: &Value, signed_in: &SignedIn) -> bool {
    let id = before["id"].as_str();
    id.is_none_or(|id| id.eq_ignore_ascii_case(&signed_in.person.object_id))
}
