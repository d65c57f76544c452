//! Where access tokens come from.

use crate::{
    Broken, Fault, Method, Request, Response, Transport,
    answer::{Body, header},
    endpoints::resource,
    retry::{Dice, Patience, retry_after},
    server_error::ServerError,
};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use kontor_model::{Api, Clock, Code, Endpoints, Error, Secret};
use serde_json::Value;
use std::{sync::Arc, time::Duration};
use tokio::sync::Mutex;
use url::{Url, form_urlencoded};

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

/// How long one call may wait for Entra to recover.
const PATIENCE: Duration = Duration::from_secs(20);
/// A token is not used in its last minutes (or the last half of a short life): it must outlive the request.
const MARGIN: Duration = Duration::from_secs(5 * 60);
/// Entra's tokens live for an hour or a day; more is not believed.
const LONGEST_LIFE: Duration = Duration::from_secs(24 * 60 * 60);
/// A refusal is remembered this long, so that many waiting requests do not each ask again.
const REFUSED_FOR: Duration = Duration::from_secs(60);
/// Another failure is shared with those who waited for the same answer, unless Entra asked for a longer silence.
const FAILED_FOR: Duration = Duration::from_millis(400);

/// An application's own credentials (`client_credentials`).
pub struct ClientSecret {
    endpoints: Endpoints,
    tenant_id: String,
    client_id: String,
    secret: Secret,
    transport: Arc<dyn Transport>,
    clock: Arc<dyn Clock>,
    dice: Dice,
    /// One for each service. The lock is held while Entra is asked, so that the others wait for that answer.
    known: [Mutex<Option<Known>>; 3],
}

/// What Entra last said, from when, and for how long it counts.
struct Known {
    said: Result<Secret, Error>,
    at: DateTime<Utc>,
    good_for: Duration,
}

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
        let (tenant_id, client_id) = (tenant_id.to_owned(), client_id.to_owned());
        let known = [Mutex::default(), Mutex::default(), Mutex::default()];
        Self {
            endpoints,
            tenant_id,
            client_id,
            secret,
            transport,
            clock,
            dice: Dice::new(seed),
            known,
        }
    }

    async fn ask(&self, scope: &str) -> Known {
        let mut patience = Patience::new(&*self.clock, &self.dice, PATIENCE);
        loop {
            let failed = match self.transport.send(self.request(scope)).await {
                Ok(response) => match self.read(response) {
                    Ok((token, good_for)) => {
                        return Known {
                            said: Ok(token),
                            at: self.clock.now(),
                            good_for,
                        };
                    }
                    Err(failed) => failed,
                },
                Err(broken) => Failed::for_now(broken),
            };
            if failed.final_answer || !patience.wait(failed.retry_after).await {
                let good_for = match failed.error.code {
                    Code::SignInNeeded => REFUSED_FOR,
                    _ => failed.retry_after.unwrap_or(FAILED_FOR),
                };
                return Known {
                    said: Err(failed.error),
                    at: self.clock.now(),
                    good_for,
                };
            }
        }
    }

    fn request(&self, scope: &str) -> Request {
        let mut url: Url = self.endpoints.login.clone();
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().extend([&self.tenant_id, "oauth2", "v2.0", "token"]);
        }
        let body = form_urlencoded::Serializer::new(String::new())
            .append_pair("client_id", &self.client_id)
            .append_pair("client_secret", self.secret.expose())
            .append_pair("grant_type", "client_credentials")
            .append_pair("scope", scope)
            .finish();
        let headers = [
            ("accept", "application/json".to_owned()),
            ("client-request-id", self.dice.guid().to_string()),
            ("content-type", "application/x-www-form-urlencoded".to_owned()),
        ];
        let headers = headers.map(|(name, value)| (name.to_owned(), value)).to_vec();
        Request {
            method: Method::POST,
            url,
            headers,
            body: Some(body.into_bytes()),
        }
    }

    /// The token, and how long it may be used.
    fn read(&self, response: Response) -> Result<(Secret, Duration), Failed> {
        let body = Body::read(
            &response.body,
            header(&response.headers, "content-type").unwrap_or_default(),
        );
        let (status, now) = (response.status, self.clock.now());
        let Body::Value(mut body) = body else {
            let sentence =
                "Something other than Microsoft answered at sign-in: the network may want a sign-in of its own.";
            return Err(Failed {
                error: Error::new(Code::Offline, sentence),
                retry_after: None,
                final_answer: true,
            });
        };
        if status == 200
            && let Some(Value::String(token)) = body.get_mut("access_token").map(Value::take)
            && !token.is_empty()
        {
            let life = match &body["expires_in"] {
                Value::String(seconds) => seconds.parse().unwrap_or(0),
                seconds => seconds.as_u64().unwrap_or(0),
            };
            let life = Duration::from_secs(life).min(LONGEST_LIFE);
            return Ok((Secret::new(token), life - MARGIN.min(life / 2)));
        }
        let said = ServerError::read(&body);
        let name = said.code.as_deref().unwrap_or_default();
        let wait = response
            .headers
            .iter()
            .filter(|(key, _)| key.eq_ignore_ascii_case("retry-after"));
        let retry_after = retry_after(wait.map(|(_, value)| value.as_str()), now);
        let passes = status >= 500 || status == 429 || ["temporarily_unavailable", "server_error"].contains(&name);
        let (code, start) = match (status, passes) {
            (429, _) => (Code::Throttled, "Microsoft asks to sign in less often; Kontor waits"),
            (_, true) => (
                Code::Offline,
                "Microsoft's sign-in service has a fault of its own; try again later",
            ),
            (200..400, _) => (Code::Malformed, "Microsoft's sign-in answered without a token"),
            _ if [
                "invalid_grant",
                "interaction_required",
                "consent_required",
                "login_required",
            ]
            .contains(&name) =>
            {
                (Code::SignInNeeded, "Microsoft wants a new sign-in")
            }
            _ => (
                Code::SignInNeeded,
                "Microsoft did not accept this app's credentials; check client id, secret and tenant",
            ),
        };
        let mut facts: Vec<String> = said.numbers.iter().map(|number| format!("AADSTS{number}")).collect();
        facts.extend(said.correlation_id.iter().map(|id| format!("correlation id {id}")));
        let facts = if facts.is_empty() {
            format!(" ({status})")
        } else {
            format!(" ({})", facts.join(", "))
        };
        let request_id = header(&response.headers, "x-ms-request-id").map(str::to_owned);
        let error = Error::new(code, format!("{start}{facts}."))
            .with_server_code(said.code)
            .with_request_id(request_id.or(said.correlation_id));
        Err(Failed {
            error,
            retry_after,
            final_answer: !passes,
        })
    }
}

struct Failed {
    error: Error,
    retry_after: Option<Duration>,
    final_answer: bool,
}

impl Failed {
    /// No repetition here: the request that needs the token has its own patience for a broken network.
    fn for_now(broken: Broken) -> Self {
        Self {
            error: Fault::from(broken).error,
            retry_after: None,
            final_answer: true,
        }
    }
}

#[async_trait]
impl Tokens for ClientSecret {
    async fn bearer(&self, api: Api, stale: Option<&Secret>) -> Result<Secret, Error> {
        let slot = match api {
            Api::Graph => &self.known[0],
            Api::Arm => &self.known[1],
            Api::PartnerCenter => &self.known[2],
            Api::Login => {
                return Err(Error::new(
                    Code::Internal,
                    "There is no token for the sign-in service itself.",
                ));
            }
        };
        let mut known = slot.lock().await;
        if let Some(Known { said, at, good_for }) = &*known {
            // A clock that was set back makes the age negative: then Entra is asked again.
            let fresh = (self.clock.now() - at).to_std().is_ok_and(|age| age < *good_for);
            let refused = matches!((said, stale), (Ok(token), Some(stale)) if token == stale);
            if fresh && !refused {
                return said.clone();
            }
        }
        let answer = self
            .ask(&format!("{}/.default", resource(api, self.endpoints.base(api))))
            .await;
        known.insert(answer).said.clone()
    }
}
