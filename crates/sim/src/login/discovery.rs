//! What the service says about itself.

use serde_json::json;

use super::{Refusal, any, known};
use crate::call::{Answer, Call};
use crate::world::World;

pub fn configuration(world: &World, call: &Call, tenant: &str) -> Result<Answer, Refusal> {
    known(world, tenant).map_err(|r| r.named("invalid_tenant"))?;
    let base = format!("{}/{tenant}", call.base);
    let body = json!({
        "token_endpoint": format!("{base}/oauth2/v2.0/token"),
        "token_endpoint_auth_methods_supported": ["client_secret_post", "private_key_jwt", "client_secret_basic"],
        "jwks_uri": format!("{base}/discovery/v2.0/keys"), "issuer": issuer(world, call, tenant),
        "response_modes_supported": ["query", "fragment", "form_post"],
        "response_types_supported": ["code", "id_token", "code id_token", "id_token token"],
        "subject_types_supported": ["pairwise"], "id_token_signing_alg_values_supported": ["RS256"],
        "scopes_supported": ["openid", "profile", "email", "offline_access"],
        "authorization_endpoint": format!("{base}/oauth2/v2.0/authorize"),
        "device_authorization_endpoint": format!("{base}/oauth2/v2.0/devicecode"),
        "end_session_endpoint": format!("{base}/oauth2/v2.0/logout"),
        "claims_supported": ["sub", "iss", "aud", "exp", "iat", "nonce", "preferred_username", "name", "tid", "oid", "ver"],
    });
    Ok(Answer::json(200, &body))
}

pub fn keys(world: &World, call: &Call, tenant: &str) -> Answer {
    Answer::json(200, &world.login.keys.published(&issuer(world, call, tenant)))
}

/// A template where the path does not tell the tenant.
fn issuer(world: &World, call: &Call, tenant: &str) -> String {
    if any(tenant) {
        format!("{}/{{tenantid}}/v2.0", call.base)
    } else {
        format!("{}/{}/v2.0", call.base, world.tenant.id)
    }
}

pub fn instance(call: &Call) -> Answer {
    let host = call.base.split_once("://").map_or("", |(_, h)| h);
    Answer::json(
        200,
        &json!({
            "tenant_discovery_endpoint": format!("{}/organizations/v2.0/.well-known/openid-configuration", call.base),
            "api-version": "1.1",
            "metadata": [{"preferred_network": host, "preferred_cache": host, "aliases": [host]}],
        }),
    )
}
