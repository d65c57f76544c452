//! The device code flow: the code, the page where it is entered, and the polls.

use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::session::Session;
use super::visit::{self, Aim, Visit};
use super::{Refusal, any_of, client, consent, field, html, missing, token};
use crate::call::{Answer, Call};
use crate::world::World;

/// Seconds a device code lives.
const LIFE: i64 = 900;
/// Seconds between two polls: short, for tests that wait.
const INTERVAL: i64 = 1;

pub struct Device {
    client: String,
    scope: String,
    user_code: String,
    /// Whether people of every tenant may come.
    of_any: bool,
    expires: i64,
    polls: u8,
    /// When it was asked for last, in milliseconds since 1970.
    polled: Option<i64>,
    decision: Decision,
}

enum Decision {
    Open,
    /// For this tenant.
    SignedIn(Session, Uuid),
    Declined,
}

impl Device {
    /// Whether this is its code for people.
    pub fn is_called(&self, typed: &str) -> bool {
        self.user_code.eq_ignore_ascii_case(typed.trim())
    }
}

pub fn begin(world: &mut World, call: &Call) -> Result<Answer, Refusal> {
    let form = call.form();
    let client = field(&form, "client_id");
    client::find(world, client)?;
    let scope = field(&form, "scope");
    if scope.is_empty() {
        return Err(missing("scope"));
    }
    consent::scopes(scope, &call.base)?;
    let code = world.tokens.opaque("device");
    let user_code: String = hex::encode_upper(Sha256::digest(&code)).chars().take(9).collect();
    let device = Device {
        client: client.to_owned(),
        scope: scope.to_owned(),
        user_code: user_code.clone(),
        of_any: any_of(call),
        expires: world.clock.seconds() + LIFE,
        polls: 0,
        polled: None,
        decision: Decision::Open,
    };
    world.login.devices.insert(code.clone(), device);
    let page = format!("{}/common/oauth2/deviceauth", call.base);
    let message = format!(
        "To sign in, use a web browser to open the page {page} and enter the code {user_code} to authenticate."
    );
    let body = serde_json::json!({
        "user_code": user_code, "device_code": code, "verification_uri": page, "expires_in": LIFE, "interval": INTERVAL,
        "message": message,
    });
    Ok(Answer::json(200, &body))
}

/// The code was typed in.
pub fn entered(world: &mut World, call: &Call) -> Answer {
    let form = call.form();
    let now = world.clock.seconds();
    let open =
        |d: &Device| d.is_called(field(&form, "user_code")) && d.expires > now && matches!(d.decision, Decision::Open);
    let Some((code, device)) = world.login.devices.iter().find(|(_, d)| open(d)) else {
        return html::user_code("That code did not work. Check the code and try again.");
    };
    let scopes = match consent::scopes(&device.scope, &call.base) {
        Ok(scopes) => scopes,
        Err(refusal) => return html::refused(&refusal),
    };
    let visit = Visit {
        client: device.client.clone(),
        scopes,
        aim: Aim::Device(code.clone()),
        person: None,
        strong: false,
        asks_consent: false,
        of_any: device.of_any,
        door: None,
        agreed: false,
        expires: device.expires,
    };
    visit::go_on(world, visit, "")
}

/// The person is in, or (`None`) does not want to be.
pub fn decide(world: &mut World, code: &str, session: Option<(Session, Uuid)>) {
    if let Some(device) = world.login.devices.get_mut(code) {
        device.decision = session.map_or(Decision::Declined, |(session, tenant)| {
            Decision::SignedIn(session, tenant)
        });
    }
}

/// The session that a device code stands for once it is signed in with, and what is asked of it.
pub fn session(world: &mut World, call: &Call, client: &str) -> Result<(Session, token::Asked), Refusal> {
    let form = call.form();
    let (now, enough) = (world.clock.millis(), world.login.behaviour.device_polls);
    let code = field(&form, "device_code");
    let Some(device) = world.login.devices.get_mut(code).filter(|d| d.client == client) else {
        let message = "The device code is not known.";
        return Err(Refusal::new("bad_verification_code", 70018, message));
    };
    if device.expires * 1000 <= now {
        return Err(Refusal::new("expired_token", 70020, "The device code has expired."));
    }
    let before = device.polled.replace(now);
    if before.is_some_and(|at| now - at < INTERVAL * 1000) {
        let message = "The client polls more often than the interval allows.";
        return Err(Refusal::new("slow_down", 70016, message));
    }
    let scope = device.scope.clone();
    let (session, tenant) = match &device.decision {
        Decision::SignedIn(session, tenant) => (session.clone(), *tenant),
        Decision::Declined => {
            let message = "The end user denied the authorization request.";
            return Err(Refusal::new("authorization_declined", 70017, message));
        }
        Decision::Open if enough.is_some_and(|enough| device.polls >= enough) => {
            let person = world.tokens.admin;
            let scopes = consent::scopes(&scope, &call.base)?;
            consent::agree(world, client, Some(person), &scopes);
            (Session::begin(world, client, person, true), world.tenant.id)
        }
        Decision::Open => {
            device.polls = device.polls.saturating_add(1);
            let message = "OAuth 2.0 device flow error. Authorization is pending. Continue polling.";
            return Err(Refusal::new("authorization_pending", 70016, message));
        }
    };
    world.login.devices.remove(code);
    let asked = token::Asked {
        scope,
        nonce: None,
        claims: false,
        tenant: Some(tenant),
    };
    Ok((session, asked))
}
