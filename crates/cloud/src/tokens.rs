//! Where access tokens come from.

use crate::Transport;
use async_trait::async_trait;
use kontor_model::{Api, Clock, Endpoints, Error, Secret};
use std::sync::Arc;

/// A source of access tokens, one for each service.
#[async_trait]
pub trait Tokens: Send + Sync {
    /// A token for `api`. `stale` is the one the service has just refused with 401: it is not handed out again
    /// if there is a way to get another.
    ///
    /// # Errors
    /// `SignInNeeded` when a person must act; `Offline`, `UntrustedTls`, `Throttled` when Entra cannot be asked now.
    async fn bearer(&self, api: Api, stale: Option<&Secret>) -> Result<Secret, Error>;
}

/// An access token that somebody else obtained. It serves every service and cannot be renewed.
pub struct TokenGiven(Secret);

impl TokenGiven {
    pub fn new(token: Secret) -> Self {
        Self(token)
    }
}

#[async_trait]
impl Tokens for TokenGiven {
    async fn bearer(&self, _api: Api, _stale: Option<&Secret>) -> Result<Secret, Error> {
        todo!()
    }
}

/// An application's own credentials (`client_credentials`).
pub struct ClientSecret {}

impl ClientSecret {
    /// `tenant_id` is the GUID or a verified domain; `seed` drives the jitter of repeated tries.
    pub fn new(
        endpoints: Endpoints,
        tenant_id: &str,
        client_id: &str,
        secret: Secret,
        transport: Arc<dyn Transport>,
        clock: Arc<dyn Clock>,
        seed: u64,
    ) -> Self {
        let _ = (endpoints, tenant_id, client_id, secret, transport, clock, seed);
        todo!()
    }
}

#[async_trait]
impl Tokens for ClientSecret {
    async fn bearer(&self, _api: Api, _stale: Option<&Secret>) -> Result<Secret, Error> {
        todo!()
    }
}
