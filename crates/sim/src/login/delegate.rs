//! A partner's refresh token at a customer's token endpoint: good for the roles that the customer delegates.

use super::session::Session;
use super::{Refusal, client, field, refresh, token};
use crate::call::{Answer, Call};
use crate::http::{Shared, lock};
use crate::tokens::Party;

/// `None` when the request brings no refresh token of another tenant.
pub fn answer(worlds: &[Shared], place: usize, call: &Call) -> Option<Answer> {
    let form = call.form();
    if field(&form, "grant_type") != "refresh_token" || !call.path.ends_with("/oauth2/v2.0/token") {
        return None;
    }
    let text = field(&form, "refresh_token");
    let from = worlds.iter().position(|w| lock(w).login.refresh.contains_key(text))?;
    if from == place {
        return None;
    }
    let answer = redeem(&worlds[from], &worlds[place], call);
    Some(answer.unwrap_or_else(|refusal| refusal.json(&lock(&worlds[place]), call)))
}

fn redeem(from: &Shared, to: &Shared, call: &Call) -> Result<Answer, Refusal> {
    let (session, asked, user, holds_role) = {
        let world = lock(from);
        let client = client::check(&world, call, &call.form())?;
        let (session, asked) = refresh::session(&world, call, &client.id)?;
        session.check(&world)?;
        let user = world
            .people
            .slot_of_id(session.person)
            .and_then(|s| world.people.get(s))
            .cloned();
        let holds_role = !world.tenant.roles_of(session.person).is_empty();
        (session, asked, user, holds_role)
    };
    let mut body = {
        let mut world = lock(to);
        let roles = world.partnership.roles_of(session.tenant).filter(|_| holds_role);
        let party = Party::Delegate {
            person: session.person,
            roles: roles.ok_or_else(|| not_of(&session))?.to_vec(),
        };
        token::granted(&mut world, call, &session, &asked, party, user.as_deref())?
    };
    if asked.wants("offline_access") {
        body["refresh_token"] = refresh::give(&mut lock(from), &session, &asked.scope).into();
    }
    Ok(token::sent(&body))
}

fn not_of(session: &Session) -> Refusal {
    let message = format!(
        "User account '{}' from identity provider does not exist in this tenant and cannot access the application '{}' in it.",
        session.person, session.client
    );
    Refusal::new("invalid_grant", 50020, message)
}
