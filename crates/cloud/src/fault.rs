//! Why a request did not give what was asked for, in the terms a caller acts on.

use kontor_model::Error;
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
    /// 5xx except 501.
    Server,
    /// An answer that is not what the API documents, or a link that must not be followed.
    Malformed,
    Cancelled,
}

/// A request that did not succeed.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    pub kind: FaultKind,
    /// For people: code, one sentence, `request_id`, and Microsoft's deepest known code.
    pub error: Error,
    /// How long the server asked to stay away, counted from its answer.
    pub retry_after: Option<Duration>,
    pub status: Option<u16>,
    /// The claims to sign in with, as decoded JSON text (continuous access evaluation).
    pub claims: Option<String>,
    /// Where a delta reset wants to start again ([`FaultKind::Resync`]); a link for [`crate::Cloud::page`].
    pub location: Option<String>,
}
