//! An application's own credentials.

use super::{Known, Tokens, whole};
use crate::Entra;
use async_trait::async_trait;
use kontor_model::{Api, Endpoints, Error, Secret};
use oauth2::Scope;

/// An application that signs in as itself (`client_credentials`).
pub struct ClientSecret {
    entra: Entra,
    endpoints: Endpoints,
    secret: Secret,
    known: Known,
}

impl ClientSecret {
    pub fn new(entra: Entra, endpoints: Endpoints, secret: Secret) -> Self {
        Self {
            entra,
            endpoints,
            secret,
            known: Known::default(),
        }
    }
}

#[async_trait]
impl Tokens for ClientSecret {
    async fn bearer(&self, api: Api, stale: Option<&Secret>) -> Result<Secret, Error> {
        let ask = async {
            let secret = oauth2::ClientSecret::new(self.secret.expose().to_owned());
            let wire = self.entra.wire();
            let answer = self
                .entra
                .client()
                .set_client_secret(secret)
                .exchange_client_credentials()
                .add_scope(Scope::new(whole(api, &self.endpoints)))
                .request_async(&wire)
                .await;
            let grant = wire.read(answer)?;
            Ok((grant.access, grant.good_for))
        };
        self.known.bearer(api, stale, &self.entra, ask).await
    }
}
