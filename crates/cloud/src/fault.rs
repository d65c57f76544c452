//! Why a request did not give what was asked for, in the terms a caller acts on.

use crate::Broken;
use chrono::{DateTime, Utc};
use kontor_model::{Code, Error};
use std::time::Duration;

/// What the caller can do about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// Nothing answered, or something that is not Microsoft.
    Offline,
    UntrustedTls,
    /// A person must sign in; `claims` says with what.
    SignIn,
    /// 403: a scope, role or licence is missing. Never retried.
    Denied,
    NotFound,
    /// 410, or `syncStateNotFound` / `resyncRequired` with any 40x. `location` may say where to start again.
    Resync,
    /// 429. `retry_after` says how long to stay away, if the server told.
    Throttled,
    /// 409 or 412.
    Conflict,
    /// Any other 4xx, and 501.
    Refused,
    /// 5xx except 501, and 408. Its error code is `Offline`: the service cannot be reached for now.
    Server,
    /// An answer that is not what the API documents, or a link that must not be followed.
    Malformed,
    Cancelled,
}

impl FaultKind {
    fn code(self) -> Code {
        match self {
            Self::Offline | Self::Server => Code::Offline,
            Self::UntrustedTls => Code::UntrustedTls,
            Self::SignIn => Code::SignInNeeded,
            Self::Denied => Code::Denied,
            Self::NotFound => Code::NotFound,
            Self::Resync => Code::ResyncNeeded,
            Self::Throttled => Code::Throttled,
            Self::Conflict => Code::Conflict,
            Self::Refused => Code::Refused,
            Self::Malformed => Code::Malformed,
            Self::Cancelled => Code::Cancelled,
        }
    }
}

/// A request that did not succeed.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    pub kind: FaultKind,
    /// For people: code, one sentence, `request_id`, and Microsoft's deepest known code.
    pub error: Error,
    /// How long the server asked to stay away, counted from its answer; at most one day.
    pub retry_after: Option<Duration>,
    pub status: Option<u16>,
    /// The server's own time (`Date`).
    pub date: Option<DateTime<Utc>>,
    /// The claims to sign in with, as decoded JSON text (continuous access evaluation). Empty when
    /// they could not be read.
    pub claims: Option<String>,
    /// Where a delta reset wants to start again ([`FaultKind::Resync`]); a link for [`crate::Cloud::page`].
    pub location: Option<String>,
}

impl Fault {
    pub(crate) fn new(kind: FaultKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            error: Error::new(kind.code(), message),
            retry_after: None,
            status: None,
            date: None,
            claims: None,
            location: None,
        }
    }

    pub(crate) fn cancelled() -> Self {
        Self::new(FaultKind::Cancelled, "This was stopped before it was finished.")
    }

    /// Whether a *read* may be repeated. An unreadable answer has a status; a link that must not be followed, or an
    /// answer of the wrong shape, has none and would be the same again.
    pub(crate) fn passes(&self) -> bool {
        match self.kind {
            FaultKind::Offline | FaultKind::Throttled | FaultKind::Server => true,
            FaultKind::Malformed => self.status.is_some(),
            _ => false,
        }
    }
}

impl From<Broken> for Fault {
    fn from(broken: Broken) -> Self {
        match broken {
            Broken::NotSent(why) => Self::new(
                FaultKind::Offline,
                format!("Microsoft cannot be reached; check the network ({why})."),
            ),
            Broken::Lost(why) => Self::new(
                FaultKind::Offline,
                format!("The connection broke before Microsoft's answer was here ({why})."),
            ),
            Broken::UntrustedTls(why) => Self::new(
                FaultKind::UntrustedTls,
                format!(
                    "The connection is not safe and was not used: something stands between this machine and Microsoft, or a certificate is not trusted ({why}). Ask whoever runs this network."
                ),
            ),
            Broken::TooLarge => Self::new(
                FaultKind::Malformed,
                "The answer is larger than any that Microsoft documents; it was not read.",
            ),
        }
    }
}

/// The error of a token source, seen as the fault of the request that needed the token.
impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        let kind = match error.code {
            Code::Offline => FaultKind::Offline,
            Code::UntrustedTls => FaultKind::UntrustedTls,
            Code::Throttled => FaultKind::Throttled,
            Code::Denied => FaultKind::Denied,
            Code::Malformed => FaultKind::Malformed,
            Code::Cancelled => FaultKind::Cancelled,
            _ => FaultKind::SignIn,
        };
        Self {
            error,
            ..Self::new(kind, "")
        }
    }
}

impl From<Fault> for Error {
    fn from(fault: Fault) -> Self {
        fault.error
    }
}
