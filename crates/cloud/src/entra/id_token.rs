//! Who has signed in: the ID token, believed only when Entra has signed it for this app, this sign-in and this moment.

use super::{Entra, ring_provider};
use crate::{
    Method, Request, Response,
    answer::{Body, header},
    retry::http_date,
};
use chrono::{DateTime, TimeDelta, Utc};
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header, jwk::JwkSet};
use kontor_model::{Code, Error};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::Value;
use url::Url;

/// How far apart Microsoft's clock and the one that judges may be.
const SKEW: TimeDelta = TimeDelta::minutes(5);

/// The person who signed in, as Entra knows them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Entra's id of the organisation.
    pub tenant_id: String,
    /// Their id in it.
    pub object_id: String,
    /// What they type to sign in; empty when Entra did not say.
    pub user_principal_name: String,
    pub name: String,
}

#[derive(Deserialize)]
struct Claims {
    iss: String,
    tid: String,
    oid: String,
    exp: i64,
    #[serde(default)]
    nbf: i64,
    nonce: Option<String>,
    #[serde(default)]
    preferred_username: String,
    #[serde(default)]
    name: String,
}

#[derive(Deserialize)]
struct Discovery {
    issuer: String,
    jwks_uri: Url,
}

/// Verifies issuer, audience, signature, time and nonce.
///
/// # Errors
/// `Malformed` when one of them is wrong; what hinders the keys from being read.
pub(super) async fn verify(entra: &Entra, token: Option<&str>, nonce: Option<&str>) -> Result<Person, Error> {
    ring_provider::install();
    let token = token.ok_or_else(|| not_believed("there is none"))?;
    let at = entra.address(&["v2.0", ".well-known", "openid-configuration"]);
    let (discovery, _): (Discovery, _) = read(entra, at).await?;
    if discovery.jwks_uri.origin() != entra.login.origin() {
        return Err(not_believed("its keys are said to be somewhere else"));
    }
    let (keys, now): (JwkSet, _) = read(entra, discovery.jwks_uri).await?;
    let claims = claims(entra, token, &keys)?;
    let issuer = discovery.issuer.replace("{tenantid}", &claims.tid);
    if claims.iss != issuer || uuid::Uuid::parse_str(&claims.tid).is_err() {
        return Err(not_believed("another issuer made it"));
    }
    let named = uuid::Uuid::parse_str(&entra.tenant).is_ok();
    if named && !claims.tid.eq_ignore_ascii_case(&entra.tenant) {
        let why = format!(
            "The sign-in belongs to another organisation ({}) than was asked for ({}). Nothing was stored.",
            claims.tid, entra.tenant
        );
        return Err(Error::new(Code::WrongTenant, why));
    }
    let time = |seconds| DateTime::from_timestamp(seconds, 0).unwrap_or_default();
    if time(claims.exp) < now - SKEW || time(claims.nbf) > now + SKEW {
        return Err(not_believed("it is for another time; check this computer's clock"));
    }
    if claims.nonce.as_deref() != nonce {
        return Err(not_believed("it belongs to another sign-in"));
    }
    Ok(Person {
        tenant_id: claims.tid,
        object_id: claims.oid,
        user_principal_name: claims.preferred_username,
        name: claims.name,
    })
}

fn claims(entra: &Entra, token: &str, keys: &JwkSet) -> Result<Claims, Error> {
    let header = decode_header(token).map_err(|_| not_believed("it cannot be read"))?;
    let key = header.kid.as_deref().and_then(|kid| keys.find(kid));
    let key = key.and_then(|key| DecodingKey::from_jwk(key).ok());
    let key = key.ok_or_else(|| not_believed("Microsoft has not published the key that it is signed with"))?;
    let mut rules = Validation::new(Algorithm::RS256);
    rules.set_audience(&[&entra.client_id]);
    // The crate knows the system's clock only.
    rules.validate_exp = false;
    let data = decode::<Claims>(token, &key, &rules);
    Ok(data.map_err(|_| not_believed("signature or audience is wrong"))?.claims)
}

/// Reads JSON, and the server's own time: a wrong clock here must not keep anybody out.
async fn read<T: DeserializeOwned>(entra: &Entra, url: Url) -> Result<(T, DateTime<Utc>), Error> {
    let request = Request {
        method: Method::GET,
        url,
        headers: vec![("accept".to_owned(), "application/json".to_owned())],
        body: None,
    };
    let response: Response = match entra.transport.send(request).await {
        Ok(response) => response,
        Err(broken) => return Err(super::Failed::from(broken).error),
    };
    let date = header(&response.headers, "date").and_then(http_date);
    let content_type = header(&response.headers, "content-type").unwrap_or_default();
    let value = match (response.status, Body::read(&response.body, content_type)) {
        (200, Body::Value(value @ Value::Object(_))) => value,
        _ => return Err(super::Failed::read(&response, entra.now()).error),
    };
    let value =
        serde_json::from_value(value).map_err(|_| not_believed("what Microsoft publishes about it cannot be read"))?;
    Ok((value, date.unwrap_or_else(|| entra.now())))
}

fn not_believed(why: &str) -> Error {
    let sentence =
        format!("Kontor does not believe the answer of the sign-in: {why}. Nothing was stored; sign in again.");
    Error::new(Code::Malformed, sentence)
}
