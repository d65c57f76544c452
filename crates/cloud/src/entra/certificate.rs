//! An application that proves itself with the key of its certificate: with a token that it signs itself (RFC 7523).

use super::{Entra, ring_provider};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta, Utc};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use kontor_model::{Code, Error, Secret};
use ring::{
    digest::{SHA256, digest},
    signature::KeyPair,
};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject};
use serde_json::json;
use x509_parser::{certificate::X509Certificate, prelude::FromDer};

const KIND: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// Entra takes no token for longer.
const LIFE: TimeDelta = TimeDelta::minutes(10);

/// What proves to this token endpoint, now, that the app holds the key: the parameters of the request.
///
/// # Errors
/// `Invalid` (field `certificate`) when the PEM is not a certificate and its RSA key; `SignInNeeded` when it has expired.
pub(crate) fn proof(entra: &Entra, pem: &Secret) -> Result<[(&'static str, String); 2], Error> {
    ring_provider::install();
    let (certificate, key) = read(pem, entra.now())?;
    let header = Header {
        x5t_s256: Some(BASE64_URL_SAFE_NO_PAD.encode(digest(&SHA256, &certificate))),
        ..Header::new(Algorithm::PS256)
    };
    let now = entra.now();
    let claims = json!({
        "aud": entra.token_address().as_str(), "iss": entra.client_id, "sub": entra.client_id,
        "jti": entra.dice.guid(), "nbf": now.timestamp(), "exp": (now + LIFE).timestamp(),
    });
    let token = encode(&header, &claims, &key).map_err(|_| unusable("has a private key that cannot sign"))?;
    Ok([("client_assertion_type", KIND.to_owned()), ("client_assertion", token)])
}

/// The key, and which of the certificates is its own: a file may hold those that vouch for it as well.
fn read(pem: &Secret, now: DateTime<Utc>) -> Result<(CertificateDer<'static>, EncodingKey), Error> {
    let text = pem.expose().as_bytes();
    let certificates: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(text).collect();
    let certificates = certificates.map_err(|_| unusable("is damaged"))?;
    if certificates.is_empty() {
        return Err(unusable("holds no certificate"));
    }
    let der = match PrivateKeyDer::from_pem_slice(text) {
        Ok(PrivateKeyDer::Pkcs8(key)) => EncodingKey::from_rsa_der(key.secret_pkcs8_der()),
        Ok(PrivateKeyDer::Pkcs1(key)) => EncodingKey::from_rsa_der(key.secret_pkcs1_der()),
        Ok(_) => return Err(unusable("has a private key that is not RSA, and Entra takes no other")),
        Err(_) if pem.expose().contains("ENCRYPTED") => {
            return Err(unusable("has a private key under a passphrase; take that off first"));
        }
        Err(_) => return Err(unusable("holds no private key, or a damaged one")),
    };
    let key =
        ring_provider::rsa(&der).ok_or_else(|| unusable("has a private key that is not RSA of 2048 bits or more"))?;
    for certificate in certificates {
        let (_, read) = X509Certificate::from_der(&certificate).map_err(|_| unusable("is damaged"))?;
        if *read.public_key().subject_public_key.data == *key.public_key().as_ref() {
            let until = DateTime::from_timestamp(read.validity().not_after.timestamp(), 0).unwrap_or_default();
            if until < now {
                return Err(expired(until));
            }
            return Ok((certificate, der));
        }
    }
    Err(unusable("holds a private key that is not the certificate's own"))
}

fn unusable(why: &str) -> Error {
    let sentence = format!(
        "The client certificate cannot be used: the file {why}. It must hold the certificate and its private key, as PEM."
    );
    Error::invalid("certificate", sentence)
}

fn expired(until: DateTime<Utc>) -> Error {
    let day = until.format("%Y-%m-%d");
    let sentence =
        format!("The client certificate has expired on {day}. Make a new one, and add it to the app registration.");
    Error::new(Code::SignInNeeded, sentence)
}
