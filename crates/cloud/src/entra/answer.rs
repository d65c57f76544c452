//! What Entra says: a token, or why there is none.

use crate::{
    Broken, Fault, Response,
    answer::{Body, header},
    retry::retry_after,
    server_error::ServerError,
};
use chrono::{DateTime, Utc};
use kontor_model::{Code, Error, Secret};
use oauth2::{AccessToken, RefreshToken, Scope, TokenResponse, basic::BasicTokenType};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::time::Duration;

/// A token is not used in its last minutes (or the last half of a short life): it must outlive the request.
const MARGIN: Duration = Duration::from_secs(5 * 60);
/// Entra's tokens live for an hour or a day; more is not believed.
const LONGEST_LIFE: Duration = Duration::from_secs(24 * 60 * 60);

/// The app has not been given a permission that it asks for.
const NO_CONSENT: u64 = 65_001;

/// A token as it came. The library's own type refuses a whole answer over an odd lifetime.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Raw {
    access_token: AccessToken,
    #[serde(default)]
    expires_in: Value,
    refresh_token: Option<RefreshToken>,
    #[serde(default)]
    scope: String,
    id_token: Option<String>,
}

impl TokenResponse for Raw {
    type TokenType = BasicTokenType;

    fn access_token(&self) -> &AccessToken {
        &self.access_token
    }

    /// Microsoft has no other.
    fn token_type(&self) -> &BasicTokenType {
        &BasicTokenType::Bearer
    }

    /// Seconds, as a number or a text; nothing else is a lifetime.
    fn expires_in(&self) -> Option<Duration> {
        let seconds = match &self.expires_in {
            Value::String(seconds) => seconds.parse().ok(),
            seconds => seconds.as_u64(),
        };
        seconds.map(Duration::from_secs)
    }

    fn refresh_token(&self) -> Option<&RefreshToken> {
        self.refresh_token.as_ref()
    }

    /// See [`Grant::scopes`]: the text stands for itself.
    fn scopes(&self) -> Option<&Vec<Scope>> {
        None
    }
}

/// What was granted.
pub(crate) struct Grant {
    pub(crate) access: Secret,
    /// How long it may be used.
    pub(crate) good_for: Duration,
    pub(crate) refresh: Option<Secret>,
    pub(crate) id_token: Option<String>,
    pub(crate) scopes: Vec<String>,
}

impl From<Raw> for Grant {
    fn from(raw: Raw) -> Self {
        let life = raw.expires_in().unwrap_or_default().min(LONGEST_LIFE);
        Self {
            access: Secret::new(raw.access_token().secret().clone()),
            good_for: life - MARGIN.min(life / 2),
            refresh: raw.refresh_token().map(|token| Secret::new(token.secret().clone())),
            scopes: raw.scope.split_whitespace().map(str::to_owned).collect(),
            id_token: raw.id_token,
        }
    }
}

/// Why there is no token.
pub(crate) struct Failed {
    pub(crate) error: Error,
    pub(crate) retry_after: Option<Duration>,
    /// It may be another answer in a moment.
    pub(crate) passes: bool,
}

impl From<Error> for Failed {
    fn from(error: Error) -> Self {
        Self {
            error,
            retry_after: None,
            passes: false,
        }
    }
}

impl From<Broken> for Failed {
    /// No repetition here: the request that needs the token has its own patience for a broken network.
    fn from(broken: Broken) -> Self {
        Fault::from(broken).error.into()
    }
}

impl Failed {
    /// Judges an answer that holds no token.
    pub(crate) fn read(response: &Response, now: DateTime<Utc>) -> Self {
        let content_type = header(&response.headers, "content-type").unwrap_or_default();
        let Body::Value(body) = Body::read(&response.body, content_type) else {
            let sentence =
                "Something other than Microsoft answered at sign-in: the network may want a sign-in of its own.";
            return Error::new(Code::Offline, sentence).into();
        };
        let status = response.status;
        let said = ServerError::read(&body);
        let name = said.code.as_deref().unwrap_or_default();
        let passes = status >= 500 || status == 429 || ["temporarily_unavailable", "server_error"].contains(&name);
        let wait = response
            .headers
            .iter()
            .filter(|(key, _)| key.eq_ignore_ascii_case("retry-after"));
        let retry_after = retry_after(wait.map(|(_, value)| value.as_str()), now);
        let (code, sentence) = match (status, passes) {
            (429, _) => (Code::Throttled, "Microsoft asks to sign in less often; Kontor waits"),
            (_, true) => (
                Code::Offline,
                "Microsoft's sign-in service has a fault of its own; try again later",
            ),
            (200..400, _) => (Code::Malformed, "Microsoft's sign-in answered without a token"),
            // A permission that was not given ends one feature, not the sign-in.
            _ if said.numbers.contains(&NO_CONSENT) => (Code::Denied, words(name, &said.numbers)),
            _ => (Code::SignInNeeded, words(name, &said.numbers)),
        };
        let request_id = header(&response.headers, "x-ms-request-id").map(str::to_owned);
        let facts = facts(&said.numbers, said.correlation_id.as_deref()).unwrap_or_else(|| status.to_string());
        let error = Error::new(code, format!("{sentence} ({facts})."))
            .with_server_code(said.code)
            .with_request_id(request_id.or(said.correlation_id));
        Self {
            error,
            retry_after,
            passes,
        }
    }
}

/// The refusal that the browser brings back to the loopback address: OAuth's `error`, and Entra's text about it.
pub(crate) fn refused(error: &str, description: &str) -> Error {
    let number = description
        .strip_prefix("AADSTS")
        .and_then(|rest| rest.split(|letter: char| !letter.is_ascii_digit()).next()?.parse().ok());
    let numbers: Vec<u64> = number.into_iter().collect();
    let facts = facts(&numbers, None).unwrap_or_else(|| "refused".to_owned());
    let sentence = words(error, &numbers);
    Error::new(Code::SignInNeeded, format!("{sentence} ({facts}).")).with_server_code(Some(error.to_owned()))
}

pub(crate) fn not_lasting() -> Error {
    let why = "The sign-in was accepted, but Microsoft gave nothing to stay signed in with. The app registration must allow offline_access.";
    Error::new(Code::SignInNeeded, why)
}

fn facts(numbers: &[u64], correlation_id: Option<&str>) -> Option<String> {
    let numbers = numbers.iter().map(|number| format!("AADSTS{number}"));
    let id = correlation_id.map(|id| format!("correlation id {id}"));
    let facts: Vec<String> = numbers.chain(id).collect();
    (!facts.is_empty()).then(|| facts.join(", "))
}

/// A plain sentence. Only `error` is stable; Microsoft may change its numbers, so one that is not known here falls back to it.
fn words(error: &str, numbers: &[u64]) -> &'static str {
    let by_number = |number: &u64| {
        Some(match *number {
            50_020 => {
                "The account has no place in this organization; if it is a customer's, what it delegated to the partner has ended or does not reach the account"
            }
            50_076 | 50_079 | 50_158 => "Your organisation wants more proof that it is you; sign in again",
            53_000..=53_003 => {
                "Your organisation's Conditional Access does not allow this sign-in; ask who is responsible for it, or sign in from a device it accepts"
            }
            NO_CONSENT => "The app has not been given the permissions it asks for; sign in and give them",
            65_002 => {
                "Microsoft's own app may not ask for this; connect the tenant with an app registration of your own"
            }
            65_004 => "The permissions were declined; nothing was read",
            90_094 => "An administrator of the organisation must allow the app these permissions first",
            50_173 => "The password was changed, or the sign-in was revoked; sign in again",
            70_008 | 700_082 | 700_084 => "The sign-in has expired; sign in again",
            50_057 => "The account is blocked from signing in; another administrator must allow it again",
            50_034 => "There is no such account in this organisation; check the name",
            50_011 => {
                "The app registration does not know Kontor's address; add http://localhost to it under Mobile and desktop applications"
            }
            500_011 | 650_052 => "The organisation has not got this service, so that there is nothing to read of it",
            700_016 => "The organisation does not know this app; check the client id and the tenant",
            700_027 => "Microsoft does not accept the client certificate; add it to the app registration, or a new one",
            7_000_218 => "The app registration is not a public client; allow public client flows in it",
            _ => return None,
        })
    };
    let by_error = match error {
        "invalid_grant" | "interaction_required" | "consent_required" | "login_required" => {
            "Microsoft wants a new sign-in"
        }
        "access_denied" | "authorization_declined" => "The sign-in was declined",
        "expired_token" | "bad_verification_code" => "The code was not used in time; begin again",
        _ => "Microsoft did not accept this app's credentials; check client id, secret or certificate, and tenant",
    };
    numbers.iter().find_map(by_number).unwrap_or(by_error)
}
