//! Which client asks, and how it proves that: a secret, or a token signed with the key of its certificate.

use base64::Engine;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD as BASE64};
use percent_encoding::percent_decode_str;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use serde::Deserialize;
use serde_json::Value as Json;
use sha2::{Digest, Sha256};

use super::{Refusal, field, missing};
use crate::call::Call;
use crate::world::World;

/// An app registration.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct App {
    pub client_id: String,
    /// Loopback addresses do with any port.
    #[serde(default)]
    pub redirect_uris: Vec<String>,
    /// Whether people may sign in with it without its own proof.
    #[serde(default)]
    pub public: bool,
    #[serde(default)]
    pub secrets: Vec<String>,
    /// PEM.
    #[serde(default)]
    pub certificates: Vec<String>,
}

impl App {
    /// # Errors
    /// One of the certificates cannot be read.
    pub fn check(&self) -> Result<(), String> {
        for pem in &self.certificates {
            let der = CertificateDer::from_pem_slice(pem.as_bytes()).map_err(|e| format!("certificate: {e}"))?;
            webpki::EndEntityCert::try_from(&der).map_err(|e| format!("certificate: {e}"))?;
        }
        Ok(())
    }
}

/// Who brings a grant.
pub struct Client {
    pub id: String,
    pub proved: bool,
}

/// The registration of a client; `None` where clients are not registered and all are known.
pub fn find<'a>(world: &'a World, client: &str) -> Result<Option<&'a App>, Refusal> {
    if client.is_empty() {
        return Err(missing("client_id"));
    }
    let app = world.login.apps.iter().find(|a| a.client_id == client);
    if app.is_none() && !world.login.apps.is_empty() {
        let message = format!("Application with identifier '{client}' was not found in the directory.");
        return Err(Refusal::new("unauthorized_client", 700_016, message));
    }
    Ok(app)
}

/// Whether a browser may be sent there.
pub fn may_return_to(app: Option<&App>, redirect: &str) -> bool {
    match app {
        None => loopback(redirect).is_some(),
        Some(app) => app
            .redirect_uris
            .iter()
            .any(|own| own == redirect || matches!((loopback(own), loopback(redirect)), (Some(a), Some(b)) if a == b)),
    }
}

/// Host and path of an address on this machine, without its port.
fn loopback(address: &str) -> Option<(&str, &str)> {
    let rest = address.strip_prefix("http://")?;
    let host = ["localhost", "127.0.0.1", "[::1]"]
        .into_iter()
        .find(|h| rest.starts_with(h))?;
    let rest = &rest[host.len()..];
    let (port, path) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
    let good = port.is_empty() || port.strip_prefix(':').is_some_and(|p| p.parse::<u16>().is_ok());
    good.then_some((host, path.trim_end_matches('/')))
}

/// # Errors
/// The client is not known, its proof is wrong, or it has to bring one and does not.
pub fn check(world: &World, call: &Call, form: &[(String, String)]) -> Result<Client, Refusal> {
    let basic = basic(call);
    let id = match field(form, "client_id") {
        "" => basic.as_ref().map(|b| b.0.clone()).unwrap_or_default(),
        named => named.to_owned(),
    };
    let app = find(world, &id)?;
    let secret = match field(form, "client_secret") {
        "" => basic.map(|b| b.1).unwrap_or_default(),
        posted => posted.to_owned(),
    };
    let assertion = field(form, "client_assertion");
    let proved = if !assertion.is_empty() {
        signed(world, call, form, app, &id)?;
        true
    } else if secret.is_empty() {
        false
    } else if app.is_none_or(|a| a.secrets.contains(&secret)) {
        true
    } else {
        let message = format!("Invalid client secret provided for the app '{id}'.");
        return Err(Refusal::new("invalid_client", 7_000_215, message));
    };
    if !proved && app.is_some_and(|a| !a.public) {
        return Err(unproved());
    }
    Ok(Client { id, proved })
}

pub fn unproved() -> Refusal {
    let message = "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.";
    Refusal::new("invalid_client", 7_000_218, message)
}

/// Id and secret of an `Authorization: Basic` header.
fn basic(call: &Call) -> Option<(String, String)> {
    let text = call.header("authorization")?.strip_prefix("Basic ")?;
    let text = String::from_utf8(BASE64_STANDARD.decode(text).ok()?).ok()?;
    let (id, secret) = text.split_once(':')?;
    let plain = |s: &str| percent_decode_str(s).decode_utf8_lossy().into_owned();
    Some((plain(id), plain(secret)))
}

/// Verifies a `client_assertion`.
fn signed(world: &World, call: &Call, form: &[(String, String)], app: Option<&App>, id: &str) -> Result<(), Refusal> {
    if field(form, "client_assertion_type") != "urn:ietf:params:oauth:client-assertion-type:jwt-bearer" {
        let message = "The client_assertion_type is not supported.";
        return Err(Refusal::new("invalid_request", 50_027, message));
    }
    let wrong = |reason: &str| {
        let message = format!("Client assertion failed signature validation or contains invalid claims: {reason}");
        Refusal::new("invalid_client", 700_027, message)
    };
    let token = Jwt::read(field(form, "client_assertion")).ok_or_else(|| wrong("it is no JSON Web Token."))?;
    let certificates = app.map(|a| a.certificates.as_slice()).unwrap_or_default();
    let mut all = certificates
        .iter()
        .filter_map(|pem| CertificateDer::from_pem_slice(pem.as_bytes()).ok());
    let certificate = all.find(|c| token.names(c));
    let certificate = certificate.ok_or_else(|| wrong("the key was not found by its thumbprint."))?;
    if !token.verifies(&certificate) {
        return Err(wrong("the signature does not verify."));
    }
    let now = world.clock.seconds() as f64;
    let text = |name: &str| token.claims.get(name).and_then(Json::as_str);
    // Microsoft's own clients send fractions of seconds.
    let time = |name: &str| token.claims.get(name).and_then(Json::as_f64);
    if text("iss") != Some(id) || text("sub") != Some(id) {
        return Err(wrong("issuer and subject must be the client."));
    }
    if text("aud") != Some(format!("{}{}", call.base, call.path).as_str()) {
        return Err(wrong("the audience must be the token endpoint."));
    }
    // Five minutes, for clocks that differ.
    if time("exp").is_none_or(|exp| exp + 300.0 < now) || time("nbf").is_some_and(|nbf| nbf - 300.0 > now) {
        return Err(wrong("it is expired or not yet valid."));
    }
    Ok(())
}

struct Jwt<'a> {
    header: Json,
    claims: Json,
    signed: &'a str,
    signature: Vec<u8>,
}

impl Jwt<'_> {
    fn read(text: &str) -> Option<Jwt<'_>> {
        let (signed, signature) = text.rsplit_once('.')?;
        let (header, claims) = signed.split_once('.')?;
        let part = |text: &str| serde_json::from_slice(&BASE64.decode(text).ok()?).ok();
        Some(Jwt {
            header: part(header)?,
            claims: part(claims)?,
            signed,
            signature: BASE64.decode(signature).ok()?,
        })
    }

    /// Whether it says that it was signed with this certificate's key.
    fn names(&self, certificate: &CertificateDer<'_>) -> bool {
        let header = |name: &str| {
            self.header
                .get(name)
                .and_then(Json::as_str)
                .map(|t| t.trim_end_matches('='))
        };
        match header("x5t#S256") {
            Some(named) => named == BASE64.encode(Sha256::digest(certificate)),
            None => {
                let sha1 = ring::digest::digest(&ring::digest::SHA1_FOR_LEGACY_USE_ONLY, certificate);
                header("x5t") == Some(BASE64.encode(sha1).as_str())
            }
        }
    }

    fn verifies(&self, certificate: &CertificateDer<'_>) -> bool {
        let algorithm = match self.header.get("alg").and_then(Json::as_str) {
            Some("RS256") => webpki::ring::RSA_PKCS1_2048_8192_SHA256,
            Some("PS256") => webpki::ring::RSA_PSS_2048_8192_SHA256_LEGACY_KEY,
            _ => return false,
        };
        webpki::EndEntityCert::try_from(certificate).is_ok_and(|cert| {
            cert.verify_signature(algorithm, self.signed.as_bytes(), &self.signature)
                .is_ok()
        })
    }
}
