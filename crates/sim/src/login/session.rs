//! A person who signed in with a client: what codes and refresh tokens stand for, and whether it still holds.

use uuid::Uuid;

use super::Refusal;
use super::memory::Policy;
use crate::user::Prop;
use crate::world::World;

#[derive(Clone, Debug)]
pub struct Session {
    pub client: String,
    pub person: Uuid,
    /// The person's own tenant.
    pub tenant: Uuid,
    /// With a second proof.
    strong: bool,
    ends: u64,
}

impl Session {
    pub fn begin(world: &World, client: &str, person: Uuid, strong: bool) -> Session {
        Session {
            client: client.to_owned(),
            person,
            tenant: world.tenant.id,
            strong,
            ends: world.login.ends(person),
        }
    }

    /// # Errors
    /// Why it does not hold any more.
    pub fn check(&self, world: &World) -> Result<(), Refusal> {
        may_sign_in(world, self.person)?;
        if self.ends != world.login.ends(self.person) {
            let message = "The provided grant has expired due to it being revoked, a fresh auth token is needed. The user might have \
                           changed or reset their password.";
            return Err(Refusal::new("invalid_grant", 50173, message).under("bad_token"));
        }
        if world.login.behaviour.policy == Policy::Mfa && !self.strong {
            return Err(wants_mfa());
        }
        Ok(())
    }
}

/// # Errors
/// Why this person gets in by no means.
pub fn may_sign_in(world: &World, person: Uuid) -> Result<(), Refusal> {
    let user = world.people.slot_of_id(person).and_then(|s| world.people.get(s));
    let Some(user) = user.filter(|u| u.deleted.is_none()) else {
        let message = "The user account has been deleted from the directory.";
        return Err(Refusal::new("invalid_grant", 500_341, message));
    };
    if !user.is(Prop::AccountEnabled) {
        return Err(Refusal::new("invalid_grant", 50057, "The user account is disabled."));
    }
    if world.login.behaviour.policy == Policy::Block {
        let message =
            "Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.";
        return Err(Refusal::new("invalid_grant", 53003, message).under("message_only"));
    }
    Ok(())
}

pub fn wants_mfa() -> Refusal {
    let message = "Due to a configuration change made by your administrator, or because you moved to a new location, you must use \
                   multi-factor authentication to access the resource.";
    Refusal::new("interaction_required", 50076, message)
        .under("basic_action")
        .wanting(
            r#"{"access_token":{"capolids":{"essential":true,"values":["5c1f2a4e-9a0d-4a53-8a53-3f0f6c7d1e20"]}}}"#,
        )
}
