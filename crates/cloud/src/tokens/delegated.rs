//! A person's sign-in, kept going by its refresh token.

use super::{Known, Tokens, whole};
use crate::{Entra, entra::Failed};
use async_trait::async_trait;
use kontor_model::{Api, Code, Endpoints, Error, Secret};
use oauth2::Scope;
use std::{sync::Arc, time::Duration};

/// Where the refresh token of a sign-in is kept. Another process may renew it too: the one stored last counts.
pub trait RefreshToken: Send + Sync {
    /// # Errors
    /// What the store says.
    fn get(&self) -> Result<Option<Secret>, Error>;
    /// # Errors
    /// What the store says; the one that is there still serves then.
    fn keep(&self, token: &Secret) -> Result<(), Error>;
    /// What the sign-in had to prove, as JSON text: a service that asked for it wants it of every token.
    ///
    /// # Errors
    /// What the store says.
    fn claims(&self) -> Result<Option<String>, Error>;
}

/// A person who signed in. One refresh token serves every service; each answer may bring a new one.
pub struct Delegated {
    entra: Entra,
    endpoints: Endpoints,
    stored: Arc<dyn RefreshToken>,
    known: Known,
}

impl Delegated {
    pub fn new(entra: Entra, endpoints: Endpoints, stored: Arc<dyn RefreshToken>) -> Self {
        Self {
            entra,
            endpoints,
            stored,
            known: Known::default(),
        }
    }

    /// The token and how long it may be used; what replaces the refresh token is stored before anything else is done.
    async fn ask(&self, api: Api) -> Result<(Secret, Duration), Failed> {
        let mut used = self.stored()?;
        loop {
            let refresh = oauth2::RefreshToken::new(used.expose().to_owned());
            let wire = self.entra.wire();
            let client = self.entra.client();
            let mut request = client
                .exchange_refresh_token(&refresh)
                .add_scope(Scope::new(whole(api, &self.endpoints)))
                .add_scope(Scope::new("offline_access".to_owned()));
            if let Some(claims) = self.stored.claims()? {
                request = request.add_extra_param("claims", claims);
            }
            let answer = request.request_async(&wire).await;
            match wire.read(answer) {
                Ok(grant) => {
                    if let Some(new) = &grant.refresh {
                        // Entra takes the old one as well: a disk that is full keeps nobody out.
                        let _ = self.stored.keep(new);
                    }
                    return Ok((grant.access, grant.good_for));
                }
                Err(failed) if failed.error.code == Code::SignInNeeded => {
                    // Another process may have got a newer one, or the person has just signed in again.
                    let now = self.stored()?;
                    if now == used {
                        return Err(failed);
                    }
                    used = now;
                }
                Err(failed) => return Err(failed),
            }
        }
    }

    fn stored(&self) -> Result<Secret, Error> {
        let why = "Nobody is signed in to this tenant. Sign in.";
        self.stored.get()?.ok_or_else(|| Error::new(Code::SignInNeeded, why))
    }
}

#[async_trait]
impl Tokens for Delegated {
    async fn bearer(&self, api: Api, stale: Option<&Secret>) -> Result<Secret, Error> {
        self.known.bearer(api, stale, &self.entra, self.ask(api)).await
    }
}
