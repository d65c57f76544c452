//! Entra's door: one app at one organisation, asked through the `oauth2` crate over Kontor's own wire.

mod answer;
mod browser;
pub(crate) mod certificate;
mod device;
mod id_token;
mod loopback;
mod ring_provider;
mod wire;

pub use browser::BrowserSignIn;
pub use device::DeviceSignIn;
pub use id_token::Person;
pub use loopback::ClosingPage;

pub(crate) use answer::Failed;

use crate::{Transport, retry::Dice};
use answer::{Grant, Raw};
use chrono::{DateTime, Utc};
use kontor_model::{Clock, Endpoints, Error, Secret};
use oauth2::{
    AuthType, AuthUrl, ClientId, DeviceAuthorizationUrl, EmptyExtraTokenFields, EndpointNotSet, EndpointSet,
    StandardRevocableToken, StandardTokenIntrospectionResponse, TokenUrl,
    basic::{BasicErrorResponse, BasicRevocationErrorResponse, BasicTokenType},
};
use std::sync::Arc;
use url::Url;
use wire::Wire;

/// Fills a buffer with bytes that nobody can guess.
pub type Random<'a> = &'a (dyn Fn(&mut [u8]) + Send + Sync);

type Client = oauth2::Client<
    BasicErrorResponse,
    Raw,
    StandardTokenIntrospectionResponse<EmptyExtraTokenFields, BasicTokenType>,
    StandardRevocableToken,
    BasicRevocationErrorResponse,
    EndpointSet,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointSet,
>;

/// One app (`client_id`) at one organisation.
pub struct Entra {
    login: Url,
    /// The GUID, a verified domain, or `organizations`: whichever the person signs in to.
    tenant: String,
    client_id: String,
    transport: Arc<dyn Transport>,
    clock: Arc<dyn Clock>,
    dice: Dice,
}

/// What a person is asked for.
#[derive(Clone, Debug, Default)]
pub struct SignIn {
    /// Of one service only, by their whole names. What is needed to stay signed in and to know who it is comes by itself.
    pub scopes: Vec<String>,
    /// A sign-in name to begin with.
    pub hint: Option<String>,
    /// What a service wants to be proved anew (continuous access evaluation), as JSON text.
    pub claims: Option<String>,
}

/// Somebody has signed in.
#[derive(Debug)]
pub struct SignedIn {
    pub refresh: Secret,
    pub person: Person,
    /// What was granted, as Entra names it; it may be more or less than was asked for.
    pub scopes: Vec<String>,
    /// What it had to prove, if a service had asked for that.
    pub claims: Option<String>,
}

impl Entra {
    /// `seed` drives the jitter of repeated tries and the ids of requests, nothing secret.
    pub fn new(
        endpoints: &Endpoints,
        tenant: &str,
        client_id: &str,
        transport: Arc<dyn Transport>,
        clock: Arc<dyn Clock>,
        seed: u64,
    ) -> Self {
        Self {
            login: endpoints.login.clone(),
            tenant: tenant.to_owned(),
            client_id: client_id.to_owned(),
            transport,
            clock,
            dice: Dice::new(seed),
        }
    }

    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// An address below the organisation's.
    fn address(&self, path: &[&str]) -> Url {
        let mut url = self.login.clone();
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty().push(&self.tenant).extend(path);
        }
        url
    }

    /// Where tokens are given.
    fn token_address(&self) -> Url {
        self.address(&["oauth2", "v2.0", "token"])
    }

    pub(crate) fn client(&self) -> Client {
        let at = |name| self.address(&["oauth2", "v2.0", name]);
        oauth2::Client::new(ClientId::new(self.client_id.clone()))
            .set_auth_type(AuthType::RequestBody)
            .set_auth_uri(AuthUrl::from_url(at("authorize")))
            .set_device_authorization_url(DeviceAuthorizationUrl::from_url(at("devicecode")))
            .set_token_uri(TokenUrl::from_url(self.token_address()))
    }

    pub(crate) fn wire(&self) -> Wire<'_> {
        Wire::new(self)
    }

    /// Who it was, and what keeps them signed in.
    async fn signed_in(&self, grant: Grant, nonce: Option<&str>, claims: Option<String>) -> Result<SignedIn, Error> {
        let person = id_token::verify(self, grant.id_token.as_deref(), nonce).await?;
        Ok(SignedIn {
            refresh: grant.refresh.ok_or_else(answer::not_lasting)?,
            person,
            scopes: grant.scopes,
            claims,
        })
    }
}

/// What is asked for besides the scopes of a service: who it is, and to stay signed in.
const ALWAYS: [&str; 3] = ["openid", "profile", "offline_access"];

fn scopes(sign_in: &SignIn) -> impl Iterator<Item = oauth2::Scope> {
    let asked = sign_in.scopes.iter().cloned();
    asked.chain(ALWAYS.map(str::to_owned)).map(oauth2::Scope::new)
}

/// 32 bytes that nobody can guess, in the letters of URLs.
fn unguessable(random: Random) -> String {
    use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
    let mut bytes = [0; 32];
    random(&mut bytes);
    BASE64_URL_SAFE_NO_PAD.encode(bytes)
}
