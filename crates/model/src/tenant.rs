//! A connected Microsoft 365 organisation, as far as it is known before its files are opened.

use crate::Endpoints;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

/// Kontor's own id of a connected tenant: the name of its folder and of its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[ts(type = "string")]
pub struct TenantId(pub Uuid);

/// How Kontor gets its access tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum AuthKind {
    /// A person signed in with the system's browser.
    Browser,
    /// A person signed in with a code, on this device or another.
    DeviceCode,
    /// An access token that somebody else obtained.
    Token,
    /// An application with a secret of its own.
    ClientSecret,
    /// An application with a certificate and its key.
    ClientCertificate,
}

/// What `tenant.json` holds. Nothing in it is secret.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tenant {
    pub id: TenantId,
    pub name: String,
    /// Entra's id of the organisation: a GUID.
    pub tenant_id: String,
    pub auth: AuthKind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_id: Option<String>,
    pub endpoints: Endpoints,
    /// The built-in demo: its data is invented and its cloud runs inside Kontor.
    #[serde(default)]
    pub demo: bool,
}
