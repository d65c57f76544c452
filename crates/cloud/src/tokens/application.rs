//! An application's own credentials.

use super::{Known, Tokens, whole};
use crate::{Entra, entra::Failed, entra::certificate};
use async_trait::async_trait;
use kontor_model::{Api, Endpoints, Error, Secret};
use oauth2::Scope;
use std::time::Duration;

/// What an application shows Entra.
pub enum Proof {
    /// A secret of its registration.
    Secret(Secret),
    /// A certificate of its registration and the private key, as PEM.
    Certificate(Secret),
}

/// An application that signs in as itself (`client_credentials`).
pub struct Application {
    entra: Entra,
    endpoints: Endpoints,
    proof: Proof,
    known: Known,
}

impl Application {
    pub fn new(entra: Entra, endpoints: Endpoints, proof: Proof) -> Self {
        Self {
            entra,
            endpoints,
            proof,
            known: Known::default(),
        }
    }

    async fn ask(&self, api: Api) -> Result<(Secret, Duration), Failed> {
        let wire = self.entra.wire();
        let client = match &self.proof {
            Proof::Secret(secret) => {
                let secret = oauth2::ClientSecret::new(secret.expose().to_owned());
                self.entra.client().set_client_secret(secret)
            }
            Proof::Certificate(_) => self.entra.client(),
        };
        let mut request = client
            .exchange_client_credentials()
            .add_scope(Scope::new(whole(api, &self.endpoints)));
        if let Proof::Certificate(pem) = &self.proof {
            for (name, value) in certificate::proof(&self.entra, pem)? {
                request = request.add_extra_param(name, value);
            }
        }
        let answer = request.request_async(&wire).await;
        let grant = wire.read(answer)?;
        Ok((grant.access, grant.good_for))
    }
}

#[async_trait]
impl Tokens for Application {
    async fn bearer(&self, api: Api, stale: Option<&Secret>) -> Result<Secret, Error> {
        self.known.bearer(api, stale, &self.entra, self.ask(api)).await
    }
}
