//! The one error type that reaches a person or a script: a stable code, a plain sentence, the request id for support.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub type Result<T> = std::result::Result<T, Error>;

/// Stable names of what can go wrong. One is added only when a caller acts on it or a text explains it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Code {
    /// Nothing answered, or what answered was not Microsoft (a captive portal).
    Offline,
    /// The connection is being intercepted or its certificate is not trusted.
    UntrustedTls,
    /// The stored token is dead or missing; a person must sign in.
    SignInNeeded,
    /// The token belongs to another tenant than the profile.
    WrongTenant,
    /// Microsoft refused: a scope or a role is missing.
    Denied,
    /// Microsoft refused although the permission was given: the account lacks a role, and another sign-in changes nothing.
    RoleMissing,
    /// The object is not there.
    NotFound,
    /// Microsoft refused the request itself; the message says why.
    Refused,
    /// Too many requests; Kontor waits and goes on by itself.
    Throttled,
    /// The server's delta state is gone; Kontor reads everything again.
    ResyncNeeded,
    /// An answer that is not what the API documents.
    Malformed,
    /// The value on the server is not the one the change was based on.
    Conflict,
    /// An input that cannot be accepted; `field` names it.
    Invalid,
    /// The command or its arguments are not known.
    Usage,
    /// The key does not open the database.
    WrongKey,
    /// There is no key, and one is needed.
    KeyMissing,
    /// The keychain cannot be reached or is locked.
    KeychainUnavailable,
    /// The file was written by a newer Kontor.
    NewerFile,
    /// The database is damaged.
    Corrupt,
    /// The disk is full or cannot be written; nothing was saved.
    NotSaved,
    /// The data folder cannot be kept from other users of this machine; Kontor does not use it.
    NotPrivate,
    /// The disk failed at the very end of saving: whether it was saved shows when Kontor starts again.
    MaybeSaved,
    /// This build has no cipher; it refuses to store anything.
    CipherMissing,
    /// Another Kontor holds what is needed; try again.
    Busy,
    /// A person or a shutdown stopped it.
    Cancelled,
    /// No tenant of that name is connected.
    TenantUnknown,
    /// A tenant of that name is connected already.
    TenantExists,
    /// Kontor is locked; the passphrase opens it.
    Locked,
    /// The operation is in a state that does not allow this.
    WrongState,
    /// A fault of Kontor itself.
    Internal,
}

/// What went wrong, for a person and for a script.
#[derive(Clone, Debug, PartialEq, thiserror::Error, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[error("{message}")]
pub struct Error {
    pub code: Code,
    /// One plain English sentence that says what to do next. Never holds a secret.
    pub message: String,
    /// Microsoft's `request-id` of the answer, to give to its support.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub request_id: Option<String>,
    /// The input that was refused, by Graph's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub field: Option<String>,
    /// Microsoft's own code, as it came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub server_code: Option<String>,
}

impl Error {
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            request_id: None,
            field: None,
            server_code: None,
        }
    }

    /// An input that cannot be accepted, by Graph's name for it.
    pub fn invalid(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            field: Some(field.into()),
            ..Self::new(Code::Invalid, message)
        }
    }

    pub fn with_request_id(mut self, request_id: Option<String>) -> Self {
        self.request_id = request_id.or(self.request_id);
        self
    }

    pub fn with_server_code(mut self, code: Option<String>) -> Self {
        self.server_code = code.or(self.server_code);
        self
    }
}
