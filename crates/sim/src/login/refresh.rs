//! Refresh tokens: each answer brings a new one, and the old ones stay good.

use super::session::Session;
use super::{Refusal, field, token};
use crate::call::Call;
use crate::time::DAY;
use crate::world::World;

/// Seconds an unused refresh token lives.
const LIFE: i64 = 90 * DAY;

pub struct Refresh {
    session: Session,
    scope: String,
    expires: i64,
}

pub fn give(world: &mut World, session: &Session, scope: &str) -> String {
    let text = world.tokens.opaque("rt");
    let refresh = Refresh {
        session: session.clone(),
        scope: scope.to_owned(),
        expires: world.clock.seconds() + LIFE,
    };
    world.login.refresh.insert(text.clone(), refresh);
    text
}

/// The session that a refresh token stands for, and what is asked of it.
pub fn session(world: &World, call: &Call, client: &str) -> Result<(Session, token::Asked), Refusal> {
    let form = call.form();
    let refused = |number, message: &str| Err(Refusal::new("invalid_grant", number, message));
    let Some(refresh) = world.login.refresh.get(field(&form, "refresh_token")) else {
        return refused(9_002_313, "The refresh token is malformed or unknown.");
    };
    if refresh.session.client != client {
        return refused(700_016, "The refresh token was issued to another client.");
    }
    if refresh.expires <= world.clock.seconds() {
        return refused(700_082, "The refresh token has expired due to inactivity.");
    }
    let asked = token::Asked {
        scope: match field(&form, "scope") {
            "" => refresh.scope.clone(),
            other => other.to_owned(),
        },
        nonce: None,
        claims: false,
        tenant: None,
    };
    Ok((refresh.session.clone(), asked))
}
