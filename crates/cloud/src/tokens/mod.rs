//! Where access tokens come from.

mod application;
mod delegated;

pub use application::{Application, Proof};
pub use delegated::{Delegated, RefreshToken};

use crate::{Entra, endpoints::scope, entra::Failed};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use kontor_model::{Api, Code, Endpoints, Error, Secret};
use std::time::Duration;
use tokio::sync::Mutex;

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
    async fn bearer(&self, _api: Api, stale: Option<&Secret>) -> Result<Secret, Error> {
        if stale == Some(&self.0) {
            let sentence = "The access token is no longer accepted; get a new one and sign in again.";
            return Err(Error::new(Code::SignInNeeded, sentence));
        }
        Ok(self.0.clone())
    }
}

/// A refusal is remembered this long, so that many waiting requests do not each ask again.
const REFUSED_FOR: Duration = Duration::from_secs(60);
/// Another failure is shared with those who waited for the same answer, unless Entra asked for a longer silence.
const FAILED_FOR: Duration = Duration::from_millis(400);

/// What Entra last said for each service.
#[derive(Default)]
struct Known([Mutex<Option<Said>>; 3]);

struct Said {
    token: Result<Secret, Error>,
    at: DateTime<Utc>,
    good_for: Duration,
}

impl Known {
    /// What is known, or else what `ask` brings. The lock is held while Entra is asked, so that the others wait for that
    /// answer.
    async fn bearer(
        &self,
        api: Api,
        stale: Option<&Secret>,
        entra: &Entra,
        ask: impl Future<Output = Result<(Secret, Duration), Failed>>,
    ) -> Result<Secret, Error> {
        let slot = match api {
            Api::Graph => &self.0[0],
            Api::Arm => &self.0[1],
            Api::PartnerCenter => &self.0[2],
            Api::Login => {
                return Err(Error::new(
                    Code::Internal,
                    "There is no token for the sign-in service itself.",
                ));
            }
        };
        let mut known = slot.lock().await;
        if let Some(Said { token, at, good_for }) = &*known {
            // A clock that was set back makes the age negative: then Entra is asked again.
            let fresh = (entra.now() - at).to_std().is_ok_and(|age| age < *good_for);
            let refused = matches!((token, stale), (Ok(token), Some(stale)) if token == stale);
            if fresh && !refused {
                return token.clone();
            }
        }
        let answer = ask.await;
        let at = entra.now();
        let (token, good_for) = match answer {
            Ok((token, good_for)) => (Ok(token), good_for),
            Err(Failed { error, .. }) if error.code == Code::SignInNeeded => (Err(error), REFUSED_FOR),
            Err(Failed { error, retry_after, .. }) => (Err(error), retry_after.unwrap_or(FAILED_FOR)),
        };
        known.insert(Said { token, at, good_for }).token.clone()
    }
}

/// All that the app was granted of a service.
fn whole(api: Api, endpoints: &Endpoints) -> String {
    scope(endpoints, api, ".default")
}
