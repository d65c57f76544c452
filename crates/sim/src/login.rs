//! Entra's OAuth endpoints. Nobody types a password here: whoever signs in is the tenant's administrator.

use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::call::{Answer, Call, encode};
use crate::time;
use crate::tokens::{Audience, Grant, Party, Token};
use crate::user::Prop;
use crate::world::World;

/// Seconds an access token lives.
const LIFE: i64 = 3900;

/// `/{tenant}/…`: `None` when the path is not one of Entra's.
pub fn answer(world: &mut World, call: &Call) -> Option<Answer> {
    let segments: Vec<&str> = call.segments.iter().map(String::as_str).collect();
    let answer = match (call.method.as_str(), segments.as_slice()) {
        ("GET", [tenant, "v2.0", ".well-known", "openid-configuration"]) => configuration(world, call, tenant),
        ("GET", [_, "discovery", "v2.0", "keys"]) => Answer::json(200, &json!({"keys": []})),
        ("GET", ["common", "discovery", "instance"]) => instance(call),
        ("GET", [tenant, "oauth2", "v2.0", "authorize"]) => in_tenant(world, tenant, call, authorize),
        ("POST", [tenant, "oauth2", "v2.0", "devicecode"]) => in_tenant(world, tenant, call, device_code),
        ("POST", [tenant, "oauth2", "v2.0", "token"]) => in_tenant(world, tenant, call, token),
        _ => return None,
    };
    Some(answer)
}

fn knows(world: &World, tenant: &str) -> bool {
    ["common", "organizations"].contains(&tenant)
        || tenant.eq_ignore_ascii_case(&world.tenant.id.to_string())
        || world.tenant.is_verified(tenant)
}

fn in_tenant(world: &mut World, tenant: &str, call: &Call, then: fn(&mut World, &Call) -> Answer) -> Answer {
    if knows(world, tenant) {
        return then(world, call);
    }
    error(
        world,
        call,
        "invalid_request",
        90002,
        &format!("Tenant '{tenant}' not found."),
    )
}

fn configuration(world: &mut World, call: &Call, tenant: &str) -> Answer {
    if !knows(world, tenant) {
        return error(
            world,
            call,
            "invalid_tenant",
            90002,
            &format!("Tenant '{tenant}' not found."),
        );
    }
    let base = format!("{}/{tenant}", call.base);
    let issuer = if tenant == "organizations" || tenant == "common" {
        format!("{}/{{tenantid}}/v2.0", call.base)
    } else {
        format!("{}/{}/v2.0", call.base, world.tenant.id)
    };
    Answer::json(
        200,
        &json!({
            "token_endpoint": format!("{base}/oauth2/v2.0/token"),
            "token_endpoint_auth_methods_supported": ["client_secret_post", "private_key_jwt", "client_secret_basic"],
            "jwks_uri": format!("{base}/discovery/v2.0/keys"), "issuer": issuer,
            "response_modes_supported": ["query", "fragment", "form_post"],
            "response_types_supported": ["code", "id_token", "code id_token", "id_token token"],
            "subject_types_supported": ["pairwise"], "id_token_signing_alg_values_supported": ["RS256"],
            "scopes_supported": ["openid", "profile", "email", "offline_access"],
            "authorization_endpoint": format!("{base}/oauth2/v2.0/authorize"),
            "device_authorization_endpoint": format!("{base}/oauth2/v2.0/devicecode"),
            "end_session_endpoint": format!("{base}/oauth2/v2.0/logout"),
            "claims_supported": ["sub", "iss", "aud", "exp", "iat", "nonce", "preferred_username", "name", "tid", "oid"],
        }),
    )
}

fn instance(call: &Call) -> Answer {
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

fn authorize(world: &mut World, call: &Call) -> Answer {
    let redirect = call.query("redirect_uri").unwrap_or_default().to_owned();
    let allowed = ["http://localhost", "http://127.0.0.1", "http://[::1]"]
        .iter()
        .any(|p| redirect.starts_with(p));
    if !allowed {
        let message = "The redirect URI specified in the request does not match those configured for the application.";
        return error(world, call, "invalid_request", 50011, message);
    }
    let state = encode(call.query("state").unwrap_or_default());
    let join = if redirect.contains('?') { '&' } else { '?' };
    if call.query("response_type") != Some("code") {
        let text = encode("AADSTS700054: response_type must be code.");
        let url = format!("{redirect}{join}error=unsupported_response_type&error_description={text}&state={state}");
        return Answer::empty(302).with("location", url);
    }
    let code = world.tokens.opaque("code");
    let grant = Grant {
        scope: call.query("scope").unwrap_or_default().to_owned(),
        client: call.query("client_id").unwrap_or_default().to_owned(),
        redirect: redirect.clone(),
        challenge: call.query("code_challenge").map(str::to_owned),
        nonce: call.query("nonce").map(str::to_owned),
        expires: world.clock.seconds() + 600,
        polls: 0,
    };
    world.tokens.codes.insert(code.clone(), grant);
    Answer::empty(302).with(
        "location",
        format!(
            "{redirect}{join}code={code}&state={state}&session_state={}",
            Uuid::nil()
        ),
    )
}

fn device_code(world: &mut World, call: &Call) -> Answer {
    let form = call.form();
    let device = world.tokens.opaque("device");
    let user_code: String = hex::encode(Sha256::digest(&device))
        .to_uppercase()
        .chars()
        .take(9)
        .collect();
    let grant = Grant {
        scope: field(&form, "scope").to_owned(),
        client: field(&form, "client_id").to_owned(),
        redirect: String::new(),
        challenge: None,
        nonce: None,
        expires: world.clock.seconds() + 900,
        polls: 0,
    };
    world.tokens.devices.insert(device.clone(), grant);
    let page = format!("{}/common/oauth2/deviceauth", call.base);
    let message = format!(
        "To sign in, use a web browser to open the page {page} and enter the code {user_code} to authenticate."
    );
    Answer::json(
        200,
        &json!({"user_code": user_code, "device_code": device, "verification_uri": page, "expires_in": 900,
                "interval": 1, "message": message}),
    )
}

fn token(world: &mut World, call: &Call) -> Answer {
    let form = call.form();
    let client = field(&form, "client_id").to_owned();
    if client.is_empty() {
        let message = "The request body must contain the following parameter: 'client_id'.";
        return error(world, call, "invalid_request", 900_144, message);
    }
    let now = world.clock.seconds();
    let scope = field(&form, "scope").to_owned();
    match field(&form, "grant_type") {
        "client_credentials" => {
            if field(&form, "client_secret").is_empty() && field(&form, "client_assertion").is_empty() {
                let message =
                    "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.";
                return error(world, call, "invalid_client", 7_000_218, message);
            }
            if !scope.ends_with("/.default") {
                let message = format!("The provided value for the input parameter 'scope' is not valid: {scope}.");
                return error(world, call, "invalid_scope", 1_002_012, &message);
            }
            issue(world, call, &client, &scope, false, None)
        }
        "authorization_code" => {
            let Some(grant) = world.tokens.codes.remove(field(&form, "code")) else {
                let message = "The provided authorization code or refresh token is invalid, or was redeemed before.";
                return error(world, call, "invalid_grant", 54005, message);
            };
            if grant.expires < now {
                return error(
                    world,
                    call,
                    "invalid_grant",
                    70008,
                    "The provided authorization code has expired.",
                );
            }
            if grant.redirect != field(&form, "redirect_uri") || grant.client != client {
                let message = "The reply address does not match the reply address that was used to get the code.";
                return error(world, call, "invalid_grant", 500_112, message);
            }
            let verifier = Sha256::digest(field(&form, "code_verifier"));
            let proof = base64::Engine::encode(&base64::prelude::BASE64_URL_SAFE_NO_PAD, verifier);
            if grant.challenge.as_ref().is_some_and(|c| *c != proof) {
                let message =
                    "The code_verifier does not match the code_challenge supplied in the authorization request.";
                return error(world, call, "invalid_grant", 501_481, message);
            }
            let scope = if scope.is_empty() { grant.scope } else { scope };
            issue(world, call, &client, &scope, true, grant.nonce)
        }
        "refresh_token" => {
            let Some(owner) = world.tokens.refresh.get(field(&form, "refresh_token")) else {
                let message = "The refresh token is malformed or was revoked.";
                return error(world, call, "invalid_grant", 9_002_313, message);
            };
            if *owner != client {
                let message = "The refresh token was issued to another client.";
                return error(world, call, "invalid_grant", 700_016, message);
            }
            issue(world, call, &client, &scope, true, None)
        }
        "urn:ietf:params:oauth:grant-type:device_code" | "device_code" => {
            let polls = world.tokens.device_polls;
            let code = field(&form, "device_code");
            match world.tokens.devices.get_mut(code) {
                None => error(
                    world,
                    call,
                    "bad_verification_code",
                    70016,
                    "The device code is not known.",
                ),
                Some(grant) if grant.expires < now => {
                    error(world, call, "expired_token", 70020, "The device code has expired.")
                }
                Some(grant) if grant.polls < polls => {
                    grant.polls += 1;
                    error(
                        world,
                        call,
                        "authorization_pending",
                        70016,
                        "OAuth 2.0 device flow error. Authorization is pending. Continue polling.",
                    )
                }
                Some(grant) => {
                    let scope = grant.scope.clone();
                    world.tokens.devices.remove(code);
                    issue(world, call, &client, &scope, true, None)
                }
            }
        }
        other => {
            let message = format!("The app requested an unsupported grant type '{other}'.");
            error(world, call, "unsupported_grant_type", 70003, &message)
        }
    }
}

fn issue(world: &mut World, call: &Call, client: &str, scope: &str, delegated: bool, nonce: Option<String>) -> Answer {
    let (audience, scopes) = match resource(scope, &call.base) {
        Ok(found) => found,
        Err(message) => return error(world, call, "invalid_scope", 70011, &message),
    };
    let now = world.clock.seconds();
    let access = world.tokens.opaque("at");
    let all = !delegated || scopes.iter().any(|s| s == ".default");
    let token = Token {
        audience,
        scopes: (!all).then(|| scopes.clone()),
        party: if delegated {
            Party::Person(world.tokens.admin)
        } else {
            Party::Application(client.to_owned())
        },
        expires: now + LIFE,
    };
    world.tokens.access.insert(access.clone(), token);
    let mut body = json!({
        "token_type": "Bearer", "expires_in": LIFE - 1, "ext_expires_in": LIFE - 1, "access_token": access,
    });
    let asked = |name: &str| scope.split_whitespace().any(|s| s == name);
    if delegated {
        body["scope"] = scope
            .split_whitespace()
            .filter(|s| *s != "offline_access")
            .collect::<Vec<_>>()
            .join(" ")
            .into();
        if asked("offline_access") {
            let refresh = world.tokens.opaque("rt");
            world.tokens.refresh.insert(refresh.clone(), client.to_owned());
            body["refresh_token"] = refresh.into();
        }
        if asked("openid") {
            body["id_token"] = id_token(world, call, client, nonce.as_deref(), now).into();
        }
        if call.form().iter().any(|(n, _)| n == "client_info") {
            let admin = world.people.get(0).map(|u| u.id).unwrap_or_default();
            let info = json!({"uid": admin, "utid": world.tenant.id}).to_string();
            body["client_info"] = base64::Engine::encode(&base64::prelude::BASE64_URL_SAFE_NO_PAD, info).into();
        }
    }
    Answer::json(200, &body).with("cache-control", "no-store, no-cache")
}

/// The one resource that a list of scopes is for, and the scopes without its address.
fn resource(scope: &str, base: &str) -> Result<(Audience, Vec<String>), String> {
    let mut found = None;
    let mut scopes = Vec::new();
    for one in scope.split_whitespace() {
        if ["openid", "profile", "email", "offline_access"].contains(&one) {
            continue;
        }
        let (audience, name) = match one.rsplit_once('/') {
            None => (Audience::Graph, one),
            Some((address, name)) => {
                let address = address.trim_end_matches('/');
                let audience = match address {
                    "https://graph.microsoft.com" | "00000003-0000-0000-c000-000000000000" => Audience::Graph,
                    "https://management.azure.com"
                    | "https://management.core.windows.net"
                    | "797f4846-ba00-4fd7-ba43-dac1f8f63013" => Audience::Arm,
                    "https://api.partnercenter.microsoft.com" | "fa3d9a0c-3fb0-42cc-9193-47c7ecd2edbd" => {
                        Audience::Partner
                    }
                    own if own == base => Audience::Any,
                    _ => {
                        return Err(format!(
                            "The provided value for the input parameter 'scope' is not valid: {one}."
                        ));
                    }
                };
                (audience, name)
            }
        };
        if found.is_some_and(|f| f != audience) {
            return Err("The scopes belong to more than one resource.".to_owned());
        }
        found = Some(audience);
        scopes.push(name.to_owned());
    }
    Ok((found.unwrap_or(Audience::Graph), scopes))
}

/// Unsigned in effect: the signature part is a fixed text, since clients of Entra get it over TLS and do not check it.
fn id_token(world: &World, call: &Call, client: &str, nonce: Option<&str>, now: i64) -> String {
    let admin = world.people.get(0);
    let (oid, name, upn) = admin.map_or((Uuid::nil(), "", ""), |u| {
        (u.id, u.text(Prop::DisplayName), u.text(Prop::UserPrincipalName))
    });
    let claims = json!({
        "aud": client, "iss": format!("{}/{}/v2.0", call.base, world.tenant.id), "iat": now, "nbf": now,
        "exp": now + LIFE, "name": name, "nonce": nonce, "oid": oid, "preferred_username": upn,
        "sub": hex::encode(Sha256::digest(format!("{client}{oid}"))), "tid": world.tenant.id, "ver": "2.0",
    });
    let part = |json: &Json| base64::Engine::encode(&base64::prelude::BASE64_URL_SAFE_NO_PAD, json.to_string());
    format!(
        "{}.{}.c2lt",
        part(&json!({"typ": "JWT", "alg": "RS256", "kid": "sim"})),
        part(&claims)
    )
}

fn field<'a>(form: &'a [(String, String)], name: &str) -> &'a str {
    form.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v)
}

fn error(world: &World, call: &Call, code: &str, number: u32, message: &str) -> Answer {
    let correlation = call.header("client-request-id").unwrap_or(&call.id);
    let stamp = time::stamp(world.clock.seconds()).replace('T', " ");
    let status = if code == "invalid_client" { 401 } else { 400 };
    let text = format!(
        "AADSTS{number}: {message} Trace ID: {} Correlation ID: {correlation} Timestamp: {stamp}",
        call.id
    );
    Answer::json(
        status,
        &json!({
            "error": code, "error_description": text, "error_codes": [number], "timestamp": stamp,
            "trace_id": call.id, "correlation_id": correlation,
            "error_uri": format!("{}/error?code={number}", call.base),
        }),
    )
}
