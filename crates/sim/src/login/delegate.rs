//! A partner's person at a customer's door: signed in at home, and let in for the roles that the customer delegates.

use uuid::Uuid;

use super::visit::Visit;
use super::{Refusal, client, consent, refresh, token};
use crate::call::{Answer, Call};
use crate::http::{Shared, lock};
use crate::tokens::Party;

pub struct Door {
    /// Whose it is.
    pub tenant: Uuid,
    /// What is said there to whoever has signed in at home.
    pub refusal: Option<Refusal>,
}

/// The door at which a visit was begun, for somebody of another tenant.
pub fn door(from: &Shared, to: &Shared, account: &str, visit: &Visit) -> Door {
    let (person, home, holds_role) = {
        let world = lock(from);
        let slot = world.people.slot_of_upn(account);
        let person = slot.and_then(|s| world.people.id(s)).unwrap_or_default();
        (person, world.tenant.id, !world.tenant.roles_of(person).is_empty())
    };
    let world = lock(to);
    let agreed = consent::missing(&world, &visit.client, person, &visit.scopes).is_empty();
    Door {
        tenant: world.tenant.id,
        refusal: match holds_role && world.partnership.roles_of(home).is_some() {
            false => Some(not_of(person, &visit.client)),
            // Nobody from outside agrees to anything.
            true => (!agreed).then(consent::needs_admin),
        },
    }
}

/// What was begun at one tenant is brought to the token endpoint of another; `None` when it was not.
pub fn answer(worlds: &[Shared], place: usize, call: &Call) -> Option<Answer> {
    if !call.path.ends_with("/oauth2/v2.0/token") {
        return None;
    }
    let form = call.form();
    let from = worlds.iter().position(|w| lock(w).login.began(&form))?;
    if from == place {
        return None;
    }
    let answer = redeem(&worlds[from], &worlds[place], call);
    Some(answer.unwrap_or_else(|refusal| refusal.json(&lock(&worlds[place]), call)))
}

fn redeem(from: &Shared, to: &Shared, call: &Call) -> Result<Answer, Refusal> {
    let (session, asked, user, holds_role) = {
        let mut world = lock(from);
        let client = client::check(&world, call, &call.form())?;
        let (session, asked) = token::session(&mut world, call, &client.id)?;
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
            roles: roles.ok_or_else(|| not_of(session.person, &session.client))?.to_vec(),
        };
        token::granted(&mut world, call, &session, &asked, party, user.as_deref())?
    };
    if asked.wants("offline_access") {
        body["refresh_token"] = refresh::give(&mut lock(from), &session, &asked.scope).into();
    }
    Ok(token::sent(&body))
}

fn not_of(person: Uuid, client: &str) -> Refusal {
    let message = format!(
        "User account '{person}' from identity provider does not exist in this tenant and cannot access the application '{client}' in it."
    );
    Refusal::new("invalid_grant", 50020, message)
}
