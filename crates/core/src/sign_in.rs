//! A person signs in: to a tenant that is new here, or again to one that is connected.

use crate::collections::COLLECTIONS;
use crate::connect::{Connect, Credential};
use crate::kontor::Kontor;
use crate::operations::{Effect, Kind};
use crate::service::{self, Service};
use crate::text::{Language, sentence};
use kontor_cloud::{BrowserSignIn, ClosingPage, DeviceSignIn, Entra, RefreshToken, SignIn, SignedIn};
use kontor_model::{Api, AuthKind, Code, Endpoints, Error, Operation, Result, Secret, Tenant, TenantId};
use kontor_store::{Store, Which};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use ts_rs::TS;

/// Microsoft's own public client for Graph on a command line, which every organisation knows: for whoever has no app
/// registration. Its consent counts for whatever else uses it.
pub const GRAPH_COMMAND_LINE_TOOLS: &str = "14d82eec-204b-4c2f-b7e8-296a70dab67e";

/// The setting that says who signed in, what was granted, and what had to be proved.
pub(crate) const SIGNED_IN: &str = "signed-in";

/// Whichever organisation the person belongs to.
const ANY: &str = "organizations";

/// A person is not waited for longer.
const PATIENCE: Duration = Duration::from_secs(15 * 60);

/// How a person signs in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum How {
    Browser,
    DeviceCode,
}

/// A tenant to sign in to for the first time.
#[derive(Clone, Debug)]
pub struct NewTenant {
    pub name: String,
    /// Entra's id or a verified domain; none for the organisation that the account belongs to.
    pub tenant_id: Option<String>,
    /// The app registration; none for [`GRAPH_COMMAND_LINE_TOOLS`].
    pub client_id: Option<String>,
    pub endpoints: Endpoints,
}

/// What a new sign-in to a connected tenant is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Again {
    AsBefore,
    /// Leave to one more service.
    For(Service),
    /// Another app registration, by its id.
    WithApp(String),
}

/// What the person does now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "how", rename_all = "kebab-case")]
pub enum Prompt {
    /// This page is opened in the system's browser.
    Browser { url: String },
    /// The code is typed at that address, on any device.
    #[serde(rename = "device-code")]
    Code { address: String, code: String },
}

impl Kontor {
    /// Signs in to a tenant and connects it. `prompt` is called once there is something for the person to do; dropping the
    /// future ends it all, and nothing is stored.
    ///
    /// # Errors
    /// [`Code::TenantExists`] before anybody signs in; [`Code::SignInNeeded`] when it was declined, refused or not done in a
    /// quarter of an hour; what [`Kontor::connect`] says.
    pub async fn sign_in(&self, new: NewTenant, how: How, prompt: impl FnOnce(Prompt) + Send) -> Result<Tenant> {
        self.is_free(&new.name)?;
        let client_id = new.client_id.unwrap_or_else(|| GRAPH_COMMAND_LINE_TOOLS.to_owned());
        let at = new.tenant_id.as_deref().unwrap_or(ANY);
        let entra = self.entra(&new.endpoints, at, Some(&client_id))?;
        let wish = SignIn {
            scopes: scopes(&new.endpoints, Vec::new()),
            ..SignIn::default()
        };
        let signed_in = self.ask(&entra, how, &wish, prompt).await?;
        let credential = Credential::SignedIn {
            how: how.into(),
            client_id,
            signed_in,
        };
        self.connect(Connect {
            name: new.name,
            tenant_id: new.tenant_id,
            endpoints: new.endpoints,
            credential,
            demo: false,
        })
        .await
    }

    /// Signs in to a connected tenant again, at its own app registration or another, or asks whoever is signed in for leave to
    /// one more service. What waits in its outbox goes on; an account of another organisation changes nothing, nor does a
    /// service or an app that is refused.
    ///
    /// # Errors
    /// [`Code::WrongTenant`]; [`Code::Denied`] when there is no leave for the service; those of [`Kontor::sign_in`] and
    /// [`Kontor::session`].
    pub async fn sign_in_again(
        &self,
        id: TenantId,
        how: How,
        wanted: Again,
        prompt: impl FnOnce(Prompt) + Send,
    ) -> Result<()> {
        let session = self.session(id).await?;
        let tenant = &session.tenant;
        if !matches!(tenant.auth, AuthKind::Browser | AuthKind::DeviceCode) {
            let why = "Nobody signs in to this tenant: it has a token, or an application's own secret or certificate. Set the new one in the environment, or remove the tenant and add it again.";
            return Err(Error::new(Code::WrongState, why));
        }
        let client_id = match &wanted {
            Again::WithApp(client_id) => Some(client_id.clone()),
            Again::AsBefore | Again::For(_) => tenant.client_id.clone(),
        };
        let entra = self.entra(&tenant.endpoints, &tenant.tenant_id, client_id.as_deref())?;
        let service = match wanted {
            Again::For(service) => Some(service),
            Again::AsBefore | Again::WithApp(_) => None,
        };
        let signed_in = match service {
            Some(service) => {
                let asked = self.ask(&entra, how, &service.wish(&session)?, prompt).await;
                let signed_in = asked.map_err(service::refused)?;
                Service::check(&session, &signed_in)?;
                signed_in
            }
            None => {
                let hint = session.store.setting(SIGNED_IN)?;
                let hint = hint.and_then(|who| who["userPrincipalName"].as_str().map(str::to_owned));
                let wish = SignIn {
                    hint,
                    claims: session.claims(),
                    scopes: scopes(&tenant.endpoints, writing(&session.store)?),
                };
                self.ask(&entra, how, &wish, prompt).await?
            }
        };
        if client_id != tenant.client_id {
            service::forget(&session.store)?;
        }
        keep(
            &session.store,
            &signed_in,
            service,
            &NewRefresh::new(Some(signed_in.refresh.clone())),
        )?;
        if client_id != tenant.client_id {
            // Between this and the token stands nothing but a crash, after which the person signs in once more.
            self.folder().save(&Tenant {
                client_id,
                ..tenant.clone()
            })?;
        }
        session.store.set_token("credential", Some(&self.new_mark()))?;
        self.reopen(&session);
        Ok(())
    }

    async fn ask(
        &self,
        entra: &Entra,
        how: How,
        wish: &SignIn,
        prompt: impl FnOnce(Prompt) + Send,
    ) -> Result<SignedIn> {
        let late = || {
            let why = "Nobody signed in within a quarter of an hour. Begin again.";
            Err(Error::new(Code::SignInNeeded, why))
        };
        let clock = self.0.options.clock.clone();
        let done = async {
            match how {
                How::Browser => {
                    let begun = BrowserSignIn::begin(entra, wish, &*self.0.options.random).await?;
                    let url = begun.url().to_string();
                    prompt(Prompt::Browser { url });
                    begun.finish(closing_page(self.locale()?)).await
                }
                How::DeviceCode => {
                    let begun = DeviceSignIn::begin(entra, wish).await?;
                    let (address, code) = (begun.address().to_owned(), begun.code().to_owned());
                    prompt(Prompt::Code { address, code });
                    begun.finish().await
                }
            }
        };
        tokio::select! {
            done = done => done,
            () = clock.sleep(PATIENCE) => late(),
        }
    }

    /// What tells one sign-in from another: who has the tenant open sees that it is a new one.
    pub(crate) fn new_mark(&self) -> Secret {
        Secret::new(self.new_uuid().to_string())
    }
}

impl From<How> for AuthKind {
    fn from(how: How) -> Self {
        match how {
            How::Browser => Self::Browser,
            How::DeviceCode => Self::DeviceCode,
        }
    }
}

/// What reads every collection of Graph, and `writing`.
fn scopes(endpoints: &Endpoints, writing: Vec<&'static str>) -> Vec<String> {
    let mut names = writing;
    names.push("User.Read");
    let reading = COLLECTIONS.iter().filter_map(|collection| collection.scope);
    names.extend(reading.filter(|scope| !Service::is_apart(scope)));
    names.sort_unstable();
    names.dedup();
    let whole = |name: &str| kontor_cloud::endpoints::scope(endpoints, Api::Graph, name);
    names.into_iter().map(whole).collect()
}

/// What the operations need that are not over: leave to write is asked for when there is something to write.
fn writing(store: &Store) -> Result<Vec<&'static str>> {
    let kind = |operation: &Operation| Kind::find(&operation.operation).ok();
    let kinds = store.operations(Which::Active)?;
    let sent = kinds
        .iter()
        .filter_map(kind)
        .filter(|kind| !matches!(kind.effect, Effect::Guided { .. }));
    Ok(sent.filter_map(|kind| kind.scope).collect())
}

fn closing_page(language: Language) -> ClosingPage {
    ClosingPage {
        signed_in: sentence(language, "signIn.page.done", &[]),
        refused: sentence(language, "signIn.page.refused", &[]),
    }
}

/// Stores who signed in, what for, and what keeps them signed in.
pub(crate) fn keep(
    store: &Store,
    signed_in: &SignedIn,
    service: Option<Service>,
    refresh: &dyn RefreshToken,
) -> Result<()> {
    let person = &signed_in.person;
    let before = store.setting(SIGNED_IN)?.unwrap_or_default();
    let (scopes, services) = service::granted(&before, signed_in, service);
    store.set_token("refresh", refresh.get()?.as_ref())?;
    let who = json!({
        "userPrincipalName": person.user_principal_name, "displayName": person.name, "id": person.object_id,
        "scopes": scopes, "services": services, "claims": signed_in.claims,
    });
    store.set_setting(SIGNED_IN, &who)
}

/// The refresh token in the ledger.
pub(crate) struct StoredRefresh(pub Arc<Store>);

impl RefreshToken for StoredRefresh {
    fn get(&self) -> Result<Option<Secret>> {
        self.0.token("refresh")
    }

    fn keep(&self, token: &Secret) -> Result<()> {
        self.0.set_token("refresh", Some(token))
    }

    fn claims(&self) -> Result<Option<String>> {
        let who = self.0.setting(SIGNED_IN)?;
        Ok(who.and_then(|who| who["claims"].as_str().map(str::to_owned)))
    }
}

/// A refresh token that has no ledger yet.
pub(crate) struct NewRefresh(Mutex<Option<Secret>>);

impl NewRefresh {
    pub fn new(refresh: Option<Secret>) -> Self {
        Self(Mutex::new(refresh))
    }
}

impl RefreshToken for NewRefresh {
    fn get(&self) -> Result<Option<Secret>> {
        Ok(self.0.lock().unwrap_or_else(PoisonError::into_inner).clone())
    }

    fn keep(&self, token: &Secret) -> Result<()> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(token.clone());
        Ok(())
    }

    /// Nobody has asked a new sign-in for anything.
    fn claims(&self) -> Result<Option<String>> {
        Ok(None)
    }
}
