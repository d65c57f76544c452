//! Resetting a forgotten password oneself: whom the tenant lets do it, and what people have registered for it.

use serde::Deserialize;
use serde_json::{Value as Json, json};

use crate::tenant::Tenant;
use crate::time::stamp;
use crate::user::{Prop, User, Value};
use crate::world::mix;

/// The report is made anew this often, in seconds.
const EVERY: i64 = 6 * 3600;

/// Whom the tenant's switch lets in, set on a page for which there is no API.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PasswordResetFor {
    Nobody,
    /// Those of one department.
    Selected,
    All,
}

pub struct PasswordReset {
    /// Since when, in seconds since 1970: the last is in force.
    who: Vec<(i64, PasswordResetFor)>,
    /// The switch for administrators, and how it stood before each of the last writes (milliseconds since 1970).
    pub admins: bool,
    pub earlier_admins: Vec<(i64, bool)>,
}

impl PasswordReset {
    pub fn new() -> Self {
        Self {
            who: vec![(i64::MIN, PasswordResetFor::Selected)],
            admins: true,
            earlier_admins: Vec::new(),
        }
    }

    pub fn set(&mut self, who: PasswordResetFor, now: i64) {
        self.who.push((now, who));
    }

    pub fn admins_as_of(&self, as_of: i64) -> bool {
        let older = self.earlier_admins.iter().find(|(at, _)| *at > as_of);
        older.map_or(self.admins, |(_, admins)| *admins)
    }

    fn who_at(&self, at: i64) -> PasswordResetFor {
        let in_force = self.who.iter().rev().find(|(since, _)| *since <= at);
        in_force.map_or(PasswordResetFor::Nobody, |(_, who)| *who)
    }
}

/// When the report was last made, in seconds since 1970.
pub fn made(now: i64) -> i64 {
    now - now.rem_euclid(EVERY)
}

/// What a person has registered. It is the same whenever it is asked for.
fn methods(seed: u64, user: &User) -> &'static [&'static str] {
    let drawn = mix(seed ^ user.id.as_u64_pair().0) % 100;
    let password_kept_elsewhere = user.text(Prop::UserType) == "Guest";
    match drawn {
        _ if password_kept_elsewhere && drawn < 60 => &[],
        0..26 => &[],
        26..36 => &["email"],
        36..52 => &["mobilePhone"],
        52..72 => &["mobilePhone", "microsoftAuthenticatorPush", "softwareOneTimePasscode"],
        72..90 => &["microsoftAuthenticatorPush", "softwareOneTimePasscode"],
        _ => &[
            "microsoftAuthenticatorPush",
            "softwareOneTimePasscode",
            "fido2SecurityKey",
        ],
    }
}

/// A person's line of the report; none for whoever was not there yet when it was made.
pub fn line(seed: u64, tenant: &Tenant, user: &User, now: i64) -> Option<Json> {
    let made = made(now);
    if user.deleted.is_some() || matches!(user.get(Prop::CreatedDateTime), Value::Time(at) if *at > made) {
        return None;
    }
    let methods = methods(seed, user);
    let guest = user.text(Prop::UserType) == "Guest";
    let admin = !tenant.roles_of(user.id).is_empty();
    let mfa = methods.iter().any(|one| *one != "email");
    let enabled = match tenant.password_reset.who_at(made) {
        _ if admin => tenant.password_reset.admins,
        _ if guest => false,
        PasswordResetFor::Nobody => false,
        PasswordResetFor::Selected => user.text(Prop::Department) == "Salg",
        PasswordResetFor::All => true,
    };
    // Administrators are under a policy of two methods, whatever the tenant's asks for.
    let registered = methods.len() >= if admin { 2 } else { 1 };
    let second = methods.iter().find(|one| **one != "email");
    Some(json!({
        "id": user.id, "userPrincipalName": user.text(Prop::UserPrincipalName), "userDisplayName": user.text(Prop::DisplayName),
        "userType": if guest { "guest" } else { "member" }, "isAdmin": admin, "isSsprRegistered": registered,
        "isSsprEnabled": enabled, "isSsprCapable": enabled && registered, "isMfaRegistered": mfa, "isMfaCapable": mfa,
        "isPasswordlessCapable": methods.contains(&"fido2SecurityKey"), "methodsRegistered": methods,
        "isSystemPreferredAuthenticationMethodEnabled": true,
        "systemPreferredAuthenticationMethods": if mfa { json!(["PhoneAppNotification"]) } else { json!([]) },
        "userPreferredMethodForSecondaryAuthentication": if second == Some(&"mobilePhone") { "sms" } else if mfa { "push" } else { "none" },
        "lastUpdatedDateTime": stamp(made),
    }))
}
