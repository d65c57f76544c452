//! The authorization code flow: the request that a browser brings, and the code that it leaves with.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::session::Session;
use super::visit::{self, Aim, Visit};
use super::{Refusal, any_of, client, consent, field, html, missing, token};
use crate::call::{Answer, Call, encode};
use crate::world::World;

/// Seconds a code lives.
const LIFE: i64 = 600;

/// Where the browser goes afterwards.
#[derive(Clone, Debug)]
pub struct Reply {
    redirect: String,
    state: String,
    mode: String,
}

/// What the client wants of the code.
#[derive(Clone, Debug)]
pub struct Request {
    pub reply: Reply,
    scope: String,
    nonce: Option<String>,
    challenge: Option<String>,
    /// Whether it names claims, as a service that wants a newer token demands.
    claims: bool,
}

pub struct Code {
    session: Session,
    /// The tenant that it was asked for.
    tenant: Uuid,
    request: Request,
    expires: i64,
    used: bool,
}

/// # Errors
/// What is shown to the person, because nothing may be sent to an address that is not the client's.
pub fn begin(world: &mut World, call: &Call) -> Result<Answer, Refusal> {
    let text = |name: &str| call.query(name).unwrap_or_default().to_owned();
    let client = text("client_id");
    let app = client::find(world, &client)?;
    let reply = Reply {
        redirect: text("redirect_uri"),
        state: text("state"),
        mode: text("response_mode"),
    };
    if !client::may_return_to(app, &reply.redirect) {
        let message = "The redirect URI specified in the request does not match those configured for the application.";
        return Err(Refusal::new("invalid_request", 50011, message));
    }
    Ok(match read(call, reply.clone()) {
        Err(refusal) => reply.refusal(&refusal),
        Ok(request) => {
            let prompt = text("prompt");
            let pick = world.login.behaviour.pick || ["select_account", "login"].contains(&prompt.as_str());
            let hint = text("login_hint");
            let hinted = world
                .people
                .slot_of_upn(&hint)
                .and_then(|s| world.people.get(s))
                .map(|u| u.id);
            let signed_in = world.tokens.admin;
            let fits = hint.is_empty() || hinted == Some(signed_in);
            let visit = Visit {
                client,
                scopes: consent::scopes(&request.scope, &call.base)?,
                aim: Aim::Redirect(request),
                person: (fits && !pick).then_some(signed_in),
                strong: false,
                asks_consent: prompt == "consent",
                of_any: any_of(call),
                door: None,
                agreed: false,
                expires: world.clock.seconds() + LIFE,
            };
            match prompt.as_str() {
                "none" => visit::silently(world, visit),
                _ => visit::go_on(world, visit, ""),
            }
        }
    })
}

fn read(call: &Call, reply: Reply) -> Result<Request, Refusal> {
    let asked = |name: &str| call.query(name).filter(|v| !v.is_empty()).map(str::to_owned);
    if call.query("response_type") != Some("code") {
        let message = "response_type must be code.";
        return Err(Refusal::new("unsupported_response_type", 700_054, message));
    }
    let scope = asked("scope").ok_or_else(|| missing("scope"))?;
    consent::scopes(&scope, &call.base)?;
    let challenge = asked("code_challenge");
    if let Some(challenge) = &challenge {
        if call.query("code_challenge_method") != Some("S256") {
            let message = "The code_challenge_method must be S256.";
            return Err(Refusal::new("invalid_request", 50147, message));
        }
        if challenge.len() != 43 {
            let message = "Invalid size of Code_Challenge parameter.";
            return Err(Refusal::new("invalid_request", 501_491, message));
        }
    }
    let claims = token::asks_claims(call.query("claims").unwrap_or_default())?;
    Ok(Request {
        reply,
        scope,
        nonce: asked("nonce"),
        challenge,
        claims,
    })
}

impl Reply {
    pub fn refusal(&self, refusal: &Refusal) -> Answer {
        self.send(vec![
            ("error", refusal.error.to_owned()),
            ("error_description", refusal.text()),
        ])
    }

    fn send(&self, mut fields: Vec<(&'static str, String)>) -> Answer {
        if !self.state.is_empty() {
            fields.push(("state", self.state.clone()));
        }
        if self.mode == "form_post" {
            return html::form_post(&self.redirect, &fields);
        }
        let query: Vec<String> = fields.iter().map(|(n, v)| format!("{n}={}", encode(v))).collect();
        let join = match self.mode.as_str() {
            "fragment" => '#',
            _ if self.redirect.contains('?') => '&',
            _ => '?',
        };
        Answer::empty(302).with("location", format!("{}{join}{}", self.redirect, query.join("&")))
    }
}

/// The browser leaves with a code that is good at one tenant.
pub fn finish(world: &mut World, request: Request, session: Session, tenant: Uuid) -> Answer {
    let code = world.tokens.opaque("code");
    let answer = request
        .reply
        .send(vec![("code", code.clone()), ("session_state", Uuid::nil().to_string())]);
    let code_of = Code {
        session,
        tenant,
        request,
        expires: world.clock.seconds() + LIFE,
        used: false,
    };
    world.login.codes.insert(code, code_of);
    answer
}

/// The session that a code stands for, and what is asked of it.
pub fn session(world: &mut World, call: &Call, client: &str) -> Result<(Session, token::Asked), Refusal> {
    let form = call.form();
    let now = world.clock.seconds();
    world.login.codes.retain(|_, code| code.expires + LIFE > now);
    let refused = |number, message: &str| Err(Refusal::new("invalid_grant", number, message));
    let Some(code) = world.login.codes.get_mut(field(&form, "code")) else {
        return refused(9_002_313, "The provided authorization code is malformed or unknown.");
    };
    if code.used {
        return refused(
            54005,
            "OAuth2 Authorization code was already redeemed, please retry with a new valid code.",
        );
    }
    if code.expires < now {
        return refused(70008, "The provided authorization code has expired.");
    }
    let request = &code.request;
    if code.session.client != client {
        return refused(70000, "The provided authorization code was issued to another client.");
    }
    if request.reply.redirect != field(&form, "redirect_uri") {
        return refused(
            500_112,
            "The reply address does not match the reply address that was used to get the code.",
        );
    }
    let verifier = field(&form, "code_verifier");
    if !verifier.is_empty() {
        world.tokens.secrets.push(verifier.to_owned());
    }
    let proof = BASE64.encode(Sha256::digest(verifier));
    if request.challenge.as_ref().is_some_and(|c| *c != proof) {
        let message = "The code_verifier does not match the code_challenge supplied in the authorization request.";
        return refused(501_481, message);
    }
    code.used = true;
    let (session, request, tenant) = (code.session.clone(), request.clone(), code.tenant);
    let asked = token::Asked {
        scope: match field(&form, "scope") {
            "" => request.scope,
            narrower => narrower.to_owned(),
        },
        nonce: request.nonce,
        claims: request.claims,
        tenant: Some(tenant),
    };
    Ok((session, asked))
}
