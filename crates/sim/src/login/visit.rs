//! A person at the sign-in page: which account, a second proof, consent; and how it ends.

use uuid::Uuid;

use super::authorize::{self, Request};
use super::consent::Scope;
use super::delegate::{self, Door};
use super::memory::Policy;
use super::session::{self, Session};
use super::{Refusal, consent, device, field, html};
use crate::call::{Answer, Call};
use crate::http::{Shared, lock};
use crate::world::World;

pub struct Visit {
    pub aim: Aim,
    pub client: String,
    pub scopes: Vec<Scope>,
    /// Who was picked, or is signed in already.
    pub person: Option<Uuid>,
    pub strong: bool,
    /// Whether the client wants consent asked for even where it was given.
    pub asks_consent: bool,
    pub agreed: bool,
    /// Whether people of every tenant may come, each to their own.
    pub of_any: bool,
    /// The other tenant's door that somebody of this one stands at.
    pub door: Option<Door>,
    pub expires: i64,
}

/// What the visit is for.
pub enum Aim {
    Redirect(Request),
    /// The device code.
    Device(String),
}

/// What is still to be done.
enum Next {
    Account,
    Number,
    Consent(Uuid, Vec<Scope>),
    Refused(Refusal),
    Done(Uuid),
}

fn next(world: &World, visit: &Visit) -> Next {
    let Some(person) = visit.person else {
        return Next::Account;
    };
    if let Err(refusal) = session::may_sign_in(world, person) {
        return Next::Refused(refusal);
    }
    if world.login.behaviour.policy == Policy::Mfa && !visit.strong {
        return Next::Number;
    }
    if let Some(Door { refusal, .. }) = &visit.door {
        return refusal.clone().map_or(Next::Done(person), Next::Refused);
    }
    if visit.agreed {
        return Next::Done(person);
    }
    let missing = consent::missing(world, &visit.client, person, &visit.scopes);
    if missing.iter().any(consent::is_for_admins) && !consent::is_admin(world, person) {
        return Next::Refused(consent::needs_admin());
    }
    match visit.asks_consent || !missing.is_empty() {
        true => Next::Consent(
            person,
            if missing.is_empty() {
                visit.scopes.clone()
            } else {
                missing
            },
        ),
        false => Next::Done(person),
    }
}

/// Shows the next page, with what was wrong on the last, or ends the visit.
pub fn go_on(world: &mut World, visit: Visit, wrong: &str) -> Answer {
    let id = world.tokens.opaque("flow");
    let page = match next(world, &visit) {
        Next::Done(person) => return finish(world, visit, person),
        Next::Account => html::accounts(world, &id, wrong),
        Next::Number => html::number(&id, wrong),
        Next::Consent(person, scopes) => html::consent(&id, &visit.client, &scopes, consent::is_admin(world, person)),
        Next::Refused(refusal) => html::cannot(&id, &refusal),
    };
    let now = world.clock.seconds();
    world.login.visits.retain(|_, visit| visit.expires > now);
    world.login.visits.insert(id, visit);
    page
}

/// Ends the visit without a page: with what was agreed to, or with what would have been asked.
pub fn silently(world: &mut World, visit: Visit) -> Answer {
    let refusal = match next(world, &visit) {
        Next::Done(person) => return finish(world, visit, person),
        Next::Account => {
            let message = "Session information is not sufficient for single-sign-on.";
            Refusal::new("login_required", 50058, message)
        }
        Next::Number => session::wants_mfa(),
        Next::Consent(..) => consent::not_agreed(&visit.client).named("consent_required"),
        Next::Refused(refusal) => refusal.named("interaction_required"),
    };
    end(world, visit, &refusal)
}

/// Whoever types a name of another tenant signs in there: for that tenant if people of every tenant may come, else for the one whose
/// door it is. The place to go on at.
pub fn carry_over(worlds: &[Shared], place: usize, call: &Call) -> usize {
    let form = call.form();
    let (flow, account) = (field(&form, "flow"), field(&form, "account"));
    let of_account = |world: &Shared| lock(world).people.slot_of_upn(account).is_some();
    if worlds.len() == 1 || account.is_empty() {
        return place;
    }
    let Some(there) = worlds.iter().position(of_account).filter(|there| *there != place) else {
        return place;
    };
    let mut from = lock(&worlds[place]);
    if from.login.visits.get(flow).is_none_or(|visit| visit.person.is_some()) {
        return place;
    }
    let Some(mut visit) = from.login.visits.remove(flow) else {
        return place;
    };
    let device = match &visit.aim {
        Aim::Device(code) => from.login.devices.remove_entry(code),
        Aim::Redirect(_) => None,
    };
    drop(from);
    if !visit.of_any {
        visit.door = Some(delegate::door(&worlds[there], &worlds[place], account, &visit));
    }
    let mut to = lock(&worlds[there]);
    to.login.devices.extend(device);
    to.login.visits.insert(flow.to_owned(), visit);
    there
}

/// A form of one of the pages came back.
pub fn posted(world: &mut World, call: &Call) -> Answer {
    let form = call.form();
    let now = world.clock.seconds();
    let found = world.login.visits.remove(field(&form, "flow"));
    let Some(mut visit) = found.filter(|visit| visit.expires > now) else {
        let message = "The session has expired or was not found. Start the sign-in again from the application.";
        return html::refused(&Refusal::new("invalid_request", 50196, message));
    };
    let due = next(world, &visit);
    if field(&form, "answer") == "cancel" {
        let declined = || Refusal::new("access_denied", 65004, "User declined to consent to access the app.");
        let refusal = match due {
            Next::Refused(refusal) => refusal.named("access_denied"),
            _ => declined(),
        };
        return end(world, visit, &refusal);
    }
    let mut wrong = "";
    match due {
        Next::Account => {
            let slot = world.people.slot_of_upn(field(&form, "account"));
            visit.person = slot.and_then(|s| world.people.get(s)).map(|u| u.id);
            if visit.person.is_none() {
                wrong = "AADSTS50034: The user account does not exist in this directory.";
            }
        }
        Next::Number => {
            visit.strong = world.login.use_number(field(&form, "number"));
            if !visit.strong {
                wrong = "AADSTS500121: Authentication failed during strong authentication request.";
            }
        }
        Next::Consent(person, scopes) if field(&form, "answer") == "accept" => {
            let for_all = field(&form, "organization") == "on" && consent::is_admin(world, person);
            consent::agree(world, &visit.client, (!for_all).then_some(person), &scopes);
            visit.agreed = true;
        }
        Next::Consent(..) | Next::Refused(_) | Next::Done(_) => {}
    }
    go_on(world, visit, wrong)
}

fn finish(world: &mut World, visit: Visit, person: Uuid) -> Answer {
    let session = Session::begin(world, &visit.client, person, visit.strong);
    let tenant = visit.door.map_or(world.tenant.id, |door| door.tenant);
    match visit.aim {
        Aim::Redirect(request) => authorize::finish(world, request, session, tenant),
        Aim::Device(code) => {
            device::decide(world, &code, Some((session, tenant)));
            html::said("You have signed in", "You may now close this window.")
        }
    }
}

fn end(world: &mut World, visit: Visit, refusal: &Refusal) -> Answer {
    match visit.aim {
        Aim::Redirect(request) => request.reply.refusal(refusal),
        Aim::Device(code) => {
            device::decide(world, &code, None);
            html::said("You have declined", "You may now close this window.")
        }
    }
}
