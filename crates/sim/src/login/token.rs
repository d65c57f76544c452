//! The token endpoint: which grant is brought, and what is given for it.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64;
use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::session::Session;
use super::{Refusal, authorize, client, consent, device, field, refresh};
use crate::call::{Answer, Call};
use crate::tokens::{Party, Token};
use crate::user::{Prop, User};
use crate::world::World;

/// Seconds an access token lives.
const LIFE: i64 = 3900;

pub fn answer(world: &mut World, call: &Call) -> Result<Answer, Refusal> {
    let form = call.form();
    let client = client::check(world, call, &form)?;
    if field(&form, "grant_type") == "client_credentials" {
        return to_application(world, call, &client, field(&form, "scope"));
    }
    let (session, asked) = session(world, call, &client.id)?;
    to_person(world, call, &session, &asked)
}

/// The session that a person's grant stands for, and what is asked of it.
pub fn session(world: &mut World, call: &Call, client: &str) -> Result<(Session, Asked), Refusal> {
    match field(&call.form(), "grant_type") {
        "authorization_code" => authorize::session(world, call, client),
        "refresh_token" => refresh::session(world, call, client),
        "urn:ietf:params:oauth:grant-type:device_code" | "device_code" => device::session(world, call, client),
        other => {
            let message = format!("The app requested an unsupported grant type '{other}'.");
            Err(Refusal::new("unsupported_grant_type", 70003, message))
        }
    }
}

/// What a person's token is to be.
pub struct Asked {
    pub scope: String,
    pub nonce: Option<String>,
    /// Whether claims were named already when the person signed in.
    pub claims: bool,
    /// The one tenant that it is good for.
    pub tenant: Option<Uuid>,
}

/// Whether a `claims` parameter asks for something.
pub fn asks_claims(text: &str) -> Result<bool, Refusal> {
    let good = text.is_empty() || serde_json::from_str::<Json>(text).is_ok_and(|json| json.is_object());
    let refusal = || {
        Refusal::new(
            "invalid_request",
            9_002_336,
            "The claims parameter is not a JSON object.",
        )
    };
    good.then_some(!text.is_empty()).ok_or_else(refusal)
}

impl Asked {
    pub fn wants(&self, name: &str) -> bool {
        self.scope.split_whitespace().any(|s| s == name)
    }
}

fn to_person(world: &mut World, call: &Call, session: &Session, asked: &Asked) -> Result<Answer, Refusal> {
    session.check(world)?;
    let user = world
        .people
        .slot_of_id(session.person)
        .and_then(|slot| world.people.get(slot))
        .cloned();
    let mut body = granted(
        world,
        call,
        session,
        asked,
        Party::Person(session.person),
        user.as_deref(),
    )?;
    if asked.wants("offline_access") {
        body["refresh_token"] = refresh::give(world, session, &asked.scope).into();
    }
    Ok(sent(&body))
}

/// All of the answer but a refresh token.
pub fn granted(
    world: &mut World,
    call: &Call,
    session: &Session,
    asked: &Asked,
    party: Party,
    user: Option<&User>,
) -> Result<Json, Refusal> {
    if asked.tenant.is_some_and(|tenant| tenant != world.tenant.id) {
        let message = "The provided authorization code is intended to be used against another tenant.";
        return Err(Refusal::new("invalid_grant", 700_005, message));
    }
    let form = call.form();
    let claims = asks_claims(field(&form, "claims"))? || asked.claims;
    let scopes = consent::scopes(&asked.scope, &call.base)?;
    let audience = consent::one_resource(&scopes)?;
    if !consent::missing(world, &session.client, session.person, &scopes).is_empty() {
        return Err(consent::not_agreed(&session.client));
    }
    let everything = scopes.iter().any(|s| s.name == ".default");
    let mut names: Vec<String> = scopes.iter().map(|s| s.name.clone()).collect();
    let mut granted: Vec<String> = asked.scope.split_whitespace().map(str::to_owned).collect();
    if world.login.behaviour.consent {
        let others = consent::held(world, &session.client, session.person, audience);
        let others = others
            .into_iter()
            .filter(|o| !names.iter().any(|n| n.eq_ignore_ascii_case(o)));
        let others: Vec<String> = others.collect();
        granted.extend(others.iter().cloned());
        names.extend(others);
    }
    granted.retain(|text| {
        let name = text.rsplit('/').next().unwrap_or_default();
        text != "offline_access" && (consent::OPENID.contains(&name) || world.tokens.may_have(session.person, name))
    });
    let token = Token {
        audience,
        scopes: (!everything || world.login.behaviour.consent).then_some(names),
        party,
        expires: world.clock.seconds() + LIFE,
        claims,
    };
    let mut body = grant(world, token);
    body["scope"] = granted.join(" ").into();
    if asked.wants("openid") {
        let claims = id_claims(world, call, session, asked, user);
        let signed = world.login.keys.sign(&claims);
        world.tokens.secrets.push(signed.clone());
        body["id_token"] = signed.into();
    }
    if !field(&form, "client_info").is_empty() {
        let info = json!({"uid": session.person, "utid": session.tenant}).to_string();
        body["client_info"] = BASE64.encode(info).into();
    }
    Ok(body)
}

fn to_application(world: &mut World, call: &Call, client: &client::Client, scope: &str) -> Result<Answer, Refusal> {
    if !client.proved {
        return Err(client::unproved());
    }
    if !scope.ends_with("/.default") {
        let message = format!("The provided value for the input parameter 'scope' is not valid: {scope}.");
        return Err(Refusal::new("invalid_scope", 1_002_012, message));
    }
    let token = Token {
        audience: consent::one_resource(&consent::scopes(scope, &call.base)?)?,
        scopes: None,
        party: Party::Application(client.id.clone()),
        expires: world.clock.seconds() + LIFE,
        claims: asks_claims(field(&call.form(), "claims"))?,
    };
    Ok(sent(&grant(world, token)))
}

fn grant(world: &mut World, token: Token) -> Json {
    let access = world.tokens.opaque("at");
    world.tokens.access.insert(access.clone(), token);
    json!({"token_type": "Bearer", "expires_in": LIFE - 1, "ext_expires_in": LIFE - 1, "access_token": access})
}

pub fn sent(body: &Json) -> Answer {
    Answer::json(200, body).with("cache-control", "no-store, no-cache")
}

/// Who the person is comes with the scope `profile` only.
fn id_claims(world: &World, call: &Call, session: &Session, asked: &Asked, user: Option<&User>) -> Json {
    let (now, oid) = (world.clock.seconds(), session.person);
    let mut claims = json!({
        "aud": session.client, "iss": format!("{}/{}/v2.0", call.base, world.tenant.id), "iat": now, "nbf": now,
        "exp": now + LIFE, "sub": BASE64.encode(Sha256::digest(format!("{}{oid}", session.client))),
        "tid": world.tenant.id, "ver": "2.0",
    });
    if let Some(nonce) = &asked.nonce {
        claims["nonce"] = nonce.as_str().into();
    }
    if let Some(user) = user.filter(|_| asked.wants("profile")) {
        claims["oid"] = oid.to_string().into();
        claims["name"] = user.text(Prop::DisplayName).into();
        claims["preferred_username"] = user.text(Prop::UserPrincipalName).into();
    }
    claims
}
