//! `/users` one at a time: reading, creating, changing, deleting.

use serde_json::{Map, Value as Json, json};
use uuid::Uuid;

use super::list::{self, Query, Which};
use super::manager;
use crate::call::{Answer, Call};
use crate::effect::{Change, hashed};
use crate::http::Shared;
use crate::people::Visible;
use crate::seed;
use crate::tokens::Party;
use crate::user::{Kind, Prop, User, Value};
use crate::world::World;

pub fn list(world: &Shared, call: &Call) -> Result<Answer, Answer> {
    let asks_outside = call.query("$select").is_some_and(|s| {
        s.split(',')
            .any(|n| Prop::find(n.trim()).is_some_and(|p| p.kind() == Kind::Outside))
    });
    if asks_outside {
        return Err(Answer::error(
            501,
            "NotImplemented",
            "This operation target is not yet supported.",
        ));
    }
    list::page(world, call, Which::Active)
}

pub fn count(world: &Shared, call: &Call) -> Result<Answer, Answer> {
    if !call
        .header("consistencylevel")
        .is_some_and(|c| c.eq_ignore_ascii_case("eventual"))
    {
        return Err(Answer::unsupported(
            "$count is not currently supported without the header ConsistencyLevel: eventual.",
        ));
    }
    let mut counting = call.clone();
    counting.query.push(("$count".to_owned(), "true".to_owned()));
    let query = Query::read(&counting)?;
    let world = crate::http::lock(world);
    let n = world
        .people
        .all()
        .filter(|(_, u)| u.deleted.is_none() && query.matches(u))
        .count();
    Ok(Answer::bytes(200, "text/plain", n.to_string().into_bytes()))
}

/// The slot of a user that is not deleted.
pub fn find(world: &World, key: &str) -> Result<u32, Answer> {
    let slot = world
        .people
        .find(key)
        .filter(|s| world.people.get(*s).is_some_and(|u| u.deleted.is_none()));
    slot.ok_or_else(|| Answer::not_found(key))
}

pub fn get(world: &mut World, call: &Call, key: &str) -> Result<Answer, Answer> {
    let as_of = world.replica();
    let seen = world.people.read(key, as_of).filter(|u| u.deleted.is_none());
    let user = seen.ok_or_else(|| Answer::not_found(key))?;
    let manager = manager::expanded(world, call, &user)?;
    one(call, &user, manager)
}

/// The person who signed in.
pub fn myself(party: &Party) -> Result<Uuid, Answer> {
    match party {
        Party::Person(id) | Party::Delegate { person: id, .. } => Ok(*id),
        Party::Application(_) => Err(Answer::error(
            400,
            "BadRequest",
            "/me request is only valid with delegated authentication flow.",
        )),
    }
}

pub fn me(world: &mut World, call: &Call, party: &Party) -> Result<Answer, Answer> {
    get(world, call, &myself(party)?.to_string())
}

fn one(call: &Call, user: &User, manager: Option<Json>) -> Result<Answer, Answer> {
    let mut props = list::select(call)?;
    // A relation that is selected and not expanded is left out.
    props.retain(|p| p.kind() != Kind::Relation);
    let mut body = user.json(&props);
    if let Some(map) = body.as_object_mut() {
        if user.last_sign_in.is_none() {
            map.remove("signInActivity");
        }
        map.extend(manager.map(|manager| ("manager".to_owned(), manager)));
        map.shift_insert(
            0,
            "@odata.context".to_owned(),
            super::context(call, "users/$entity").into(),
        );
    }
    Ok(Answer::json(200, &body))
}

pub fn create(world: &mut World, call: &Call) -> Result<Answer, Answer> {
    let body = object(call)?;
    let missing = |name: &str| {
        Answer::bad(&format!(
            "A value is required for property '{name}' of resource 'User'."
        ))
    };
    for name in [
        "accountEnabled",
        "displayName",
        "mailNickname",
        "userPrincipalName",
        "passwordProfile",
    ] {
        if body.get(name).is_none_or(Json::is_null) {
            return Err(missing(name));
        }
    }
    if body["passwordProfile"].get("password").is_none() {
        return Err(missing("passwordProfile.password"));
    }
    let now = world.clock.seconds();
    let mut user = User::new(seed::uuid(&mut world.rng));
    user.set(Prop::CreatedDateTime, Value::Time(now));
    user.set(Prop::UserType, Value::text("Member"));
    user.set(Prop::SignInSessionsValidFromDateTime, Value::Time(now));
    user.set(
        Prop::SecurityIdentifier,
        Value::text(format!("S-1-12-1-{}", user.id.as_u128() % 4_294_967_291)),
    );
    apply(world, None, &mut user, &body)?;
    let domain = user.domain();
    if world.tenant.is_federated(&domain) && user.get(Prop::OnPremisesImmutableId) == &Value::Null {
        return Err(missing("onPremisesImmutableId"));
    }
    if user.get(Prop::Mail) == &Value::Null && user.text(Prop::UserType) == "Member" {
        let upn = user.get(Prop::UserPrincipalName).clone();
        user.set(Prop::Mail, upn);
        user.set(
            Prop::ProxyAddresses,
            Value::texts(&[format!("SMTP:{}", user.text(Prop::UserPrincipalName))]),
        );
    }
    let mine = addresses(&user);
    if address_taken(world, None, &mine) {
        return Err(taken("proxyAddresses"));
    }
    let millis = world.clock.millis();
    let body = Json::Object(body);
    let change = Change::of_user(None, Some(&user), &body);
    let mut shown = user.json(&Prop::DEFAULT);
    let id = user.id.to_string();
    world.people.create(user, millis, Visible::Lagging);
    world.log(call, &id, &body, change, 201);
    if let Some(map) = shown.as_object_mut() {
        map.shift_insert(
            0,
            "@odata.context".to_owned(),
            super::context(call, "users/$entity").into(),
        );
    }
    Ok(Answer::json(201, &shown).with("location", format!("{}/v1.0/users/{id}", call.base)))
}

pub fn update(world: &mut World, call: &Call, key: &str) -> Result<Answer, Answer> {
    let slot = find(world, key)?;
    let body = object(call)?;
    let Some(mut user) = world.people.get(slot).map(|u| User::clone(u)) else {
        return Err(Answer::not_found(key));
    };
    apply(world, Some(slot), &mut user, &body)?;
    // A new password signs its owner out everywhere.
    if body.get("passwordProfile").is_some_and(|p| p["password"].is_string()) {
        world.login.end_sessions(user.id);
    }
    world.write_user(call, slot, Some(user), &Json::Object(body), 204);
    Ok(Answer::empty(204))
}

pub fn delete(world: &mut World, call: &Call, key: &str, party: &Party) -> Result<Answer, Answer> {
    let slot = find(world, key)?;
    let Some(mut user) = world.people.get(slot).map(|u| User::clone(u)) else {
        return Err(Answer::not_found(key));
    };
    if matches!(party, Party::Person(me) if *me == user.id) {
        return Err(super::rights::denied());
    }
    user.deleted = Some(world.clock.seconds());
    world.write_user(call, slot, Some(user), &Json::Null, 204);
    Ok(Answer::empty(204))
}

pub fn revoke(world: &mut World, call: &Call, key: &str) -> Result<Answer, Answer> {
    let slot = find(world, key)?;
    let Some(mut user) = world.people.get(slot).map(|u| User::clone(u)) else {
        return Err(Answer::not_found(key));
    };
    user.set(
        Prop::SignInSessionsValidFromDateTime,
        Value::Time(world.clock.seconds()),
    );
    world.login.end_sessions(user.id);
    world.write_user(call, slot, Some(user), &Json::Null, 200);
    Ok(Answer::json(
        200,
        &json!({"@odata.context": super::context(call, "Edm.Boolean"), "value": true}),
    ))
}

/// The request's JSON object.
pub fn object(call: &Call) -> Result<Map<String, Json>, Answer> {
    match call.json()? {
        Json::Object(map) => Ok(map),
        _ => Err(Answer::error(400, "BadRequest", "Unable to read JSON request payload.")),
    }
}

/// Lays a request body over a user, or says in Graph's words why not. `slot` is the user's own, if it has one yet.
fn apply(world: &World, slot: Option<u32>, user: &mut User, body: &Map<String, Json>) -> Result<(), Answer> {
    let synced = user.is(Prop::OnPremisesSyncEnabled);
    for (name, json) in body {
        if name.starts_with('@') {
            continue;
        }
        if name == "passwordProfile" {
            password(world, user, json)?;
            continue;
        }
        let prop = Prop::find(name).filter(|p| p.stored());
        let Some(prop) = prop else {
            return Err(Answer::bad(&format!(
                "Property '{name}' does not exist or cannot be set for resource 'User'."
            )));
        };
        if READ_ONLY.contains(&prop) {
            return Err(Answer::bad(&format!(
                "Property '{name}' is read-only and cannot be set."
            )));
        }
        if synced && !WRITABLE_ON_SYNCED.contains(&prop) {
            return Err(Answer::bad(
                "Unable to update the specified properties for on-premises mastered Directory Sync objects or objects currently undergoing migration.",
            ));
        }
        let value = value(prop, json).ok_or_else(|| invalid(name))?;
        check(world, slot, user, prop, &value)?;
        user.set(prop, value);
    }
    Ok(())
}

const READ_ONLY: [Prop; 12] = [
    Prop::CreatedDateTime,
    Prop::CreationType,
    Prop::ExternalUserState,
    Prop::ExternalUserStateChangeDateTime,
    Prop::LastPasswordChangeDateTime,
    Prop::OnPremisesLastSyncDateTime,
    Prop::OnPremisesSyncEnabled,
    Prop::OnPremisesSecurityIdentifier,
    Prop::OnPremisesDomainName,
    Prop::ProxyAddresses,
    Prop::SecurityIdentifier,
    Prop::SignInSessionsValidFromDateTime,
];

/// What the cloud still masters on an account that Active Directory masters.
const WRITABLE_ON_SYNCED: [Prop; 2] = [Prop::UsageLocation, Prop::PasswordPolicies];

fn invalid(name: &str) -> Answer {
    Answer::bad(&format!(
        "Invalid value specified for property '{name}' of resource 'User'."
    ))
}

fn value(prop: Prop, json: &Json) -> Option<Value> {
    match (prop.kind(), json) {
        (Kind::Texts, Json::Null) => None,
        (_, Json::Null) => Some(Value::Null),
        (Kind::Bool, Json::Bool(b)) => Some(Value::Bool(*b)),
        (Kind::Text, Json::String(s)) => Some(if s.is_empty() { Value::Null } else { Value::text(s) }),
        (Kind::Time, Json::String(s)) => crate::time::parse(s).map(Value::Time),
        (Kind::Texts, Json::Array(all)) => {
            let texts: Option<Vec<&str>> = all.iter().map(Json::as_str).collect();
            texts.map(|t| Value::texts(&t))
        }
        _ => None,
    }
}

fn check(world: &World, slot: Option<u32>, user: &User, prop: Prop, value: &Value) -> Result<(), Answer> {
    let text = match value {
        Value::Text(s) => &**s,
        _ => "",
    };
    let required = [
        Prop::AccountEnabled,
        Prop::DisplayName,
        Prop::MailNickname,
        Prop::UserPrincipalName,
    ];
    if *value == Value::Null && (required.contains(&prop) || prop == Prop::UsageLocation) {
        return Err(invalid(prop.name()));
    }
    let good = match prop {
        Prop::UsageLocation => text.len() == 2 && text.chars().all(|c| c.is_ascii_alphabetic()),
        Prop::BusinessPhones => !matches!(value, Value::Texts(all) if all.len() > 1),
        Prop::DisplayName => text.chars().count() <= 256,
        Prop::GivenName | Prop::Surname | Prop::Department | Prop::MobilePhone | Prop::MailNickname => {
            text.chars().count() <= 64
        }
        Prop::JobTitle | Prop::OfficeLocation | Prop::City | Prop::Country | Prop::State => text.chars().count() <= 128,
        Prop::PostalCode => text.chars().count() <= 40,
        Prop::StreetAddress => text.chars().count() <= 1024,
        Prop::EmployeeId => text.chars().count() <= 16,
        Prop::AgeGroup => ["", "Minor", "NotAdult", "Adult"].contains(&text),
        Prop::ConsentProvidedForMinor => ["", "Granted", "Denied", "NotRequired"].contains(&text),
        Prop::UserType => ["Member", "Guest"].contains(&text),
        Prop::PasswordPolicies => text.split(',').map(str::trim).all(|p| {
            ["", "none", "disablepasswordexpiration", "disablestrongpassword"].contains(&p.to_lowercase().as_str())
        }),
        _ => true,
    };
    if !good {
        return Err(invalid(prop.name()));
    }
    if prop == Prop::PasswordPolicies && world.tenant.is_federated(&user.domain()) {
        return Err(Answer::bad(
            "Setting passwordPolicies is not supported for users of a federated domain.",
        ));
    }
    if prop == Prop::Mail && address_taken(world, slot, &[text.to_lowercase()]) {
        return Err(taken("proxyAddresses"));
    }
    if prop == Prop::UserPrincipalName {
        let Some((local, domain)) = text.rsplit_once('@') else {
            return Err(invalid(prop.name()));
        };
        let good = |c: char| c.is_ascii_alphanumeric() || "'.-_!#^~".contains(c);
        let sized = !local.is_empty() && local.len() <= 64 && domain.len() <= 48;
        if !sized || !local.chars().all(good) || local.ends_with('.') {
            return Err(invalid(prop.name()));
        }
        if !world.tenant.is_verified(domain) {
            let message = "The domain portion of the userPrincipalName property is invalid. You must use one of the verified domain names in your organization.";
            return Err(Answer::bad(message));
        }
        if world.people.slot_of_upn(text).is_some_and(|other| Some(other) != slot) {
            return Err(taken("userPrincipalName"));
        }
    }
    Ok(())
}

/// A user's mail addresses in lower case, without their kind.
pub fn addresses(user: &User) -> Vec<String> {
    match user.get(Prop::ProxyAddresses) {
        Value::Texts(all) => all.iter().map(|a| plain(a)).collect(),
        _ => Vec::new(),
    }
}

fn plain(address: &str) -> String {
    address.split_once(':').map_or(address, |(_, a)| a).to_lowercase()
}

/// Whether somebody else who is not deleted has one of these addresses.
pub fn address_taken(world: &World, slot: Option<u32>, all: &[String]) -> bool {
    let mut others = world
        .people
        .all()
        .filter(|(s, u)| u.deleted.is_none() && Some(*s) != slot);
    others.any(|(_, u)| addresses(u).iter().any(|a| all.contains(a)))
}

/// The answer to a value that must be unique and is not.
pub fn taken(name: &str) -> Answer {
    let message = format!("Another object with the same value for property {name} already exists.");
    let details = json!([{"code": "ObjectConflict", "message": message, "target": name}]);
    Answer::json(
        400,
        &json!({"error": {"code": "Request_BadRequest", "message": message, "details": details}}),
    )
}

fn password(world: &World, user: &mut User, profile: &Json) -> Result<(), Answer> {
    let Some(profile) = profile.as_object() else {
        return Err(invalid("passwordProfile"));
    };
    let known = [
        "password",
        "forceChangePasswordNextSignIn",
        "forceChangePasswordNextSignInWithMfa",
    ];
    if profile
        .keys()
        .any(|k| !known.contains(&k.as_str()) && !k.starts_with('@'))
    {
        return Err(invalid("passwordProfile"));
    }
    if !profile
        .iter()
        .any(|(name, value)| !name.starts_with('@') && !value.is_null())
    {
        return Ok(());
    }
    let flags = &known[1..];
    if flags
        .iter()
        .any(|flag| !matches!(profile.get(*flag), None | Some(Json::Null | Json::Bool(_))))
    {
        return Err(invalid("passwordProfile"));
    }
    let domain = user.domain();
    if user.is(Prop::OnPremisesSyncEnabled) {
        return Err(Answer::bad(
            "Unable to update the specified properties for on-premises mastered Directory Sync objects or objects currently undergoing migration.",
        ));
    }
    if user.text(Prop::UserType) == "Guest" || (!domain.is_empty() && world.tenant.is_federated(&domain)) {
        return Err(Answer::error(
            403,
            "Authorization_RequestDenied",
            "Insufficient privileges to complete the operation.",
        ));
    }
    // That it must be changed at the next sign-in can be asked of the password that is there: its date stays.
    let Some(password) = profile.get("password").filter(|p| !p.is_null()) else {
        return Ok(());
    };
    let password = password.as_str().ok_or_else(|| invalid("passwordProfile.password"))?;
    if !complex(password) {
        let message = "The specified password does not comply with password complexity requirements. Please provide a different password.";
        let details = json!([{"code": "PasswordDoesnotComply", "message": message, "target": "password"}]);
        return Err(Answer::json(
            400,
            &json!({"error": {"code": "Request_BadRequest", "message": message, "details": details}}),
        ));
    }
    user.password = Some(hashed(password).into());
    user.set(Prop::LastPasswordChangeDateTime, Value::Time(world.clock.seconds()));
    Ok(())
}

/// 8–256 printable ASCII characters of three of the four classes, and not on the short list of banned ones.
fn complex(password: &str) -> bool {
    let classes = [
        password.chars().any(|c| c.is_ascii_lowercase()),
        password.chars().any(|c| c.is_ascii_uppercase()),
        password.chars().any(|c| c.is_ascii_digit()),
        password.chars().any(|c| c.is_ascii_punctuation() || c == ' '),
    ];
    let banned = ["password", "passord", "qwerty", "sommer", "vinter", "welcome"];
    let lower = password
        .to_lowercase()
        .replace('0', "o")
        .replace('@', "a")
        .replace('$', "s");
    (8..=256).contains(&password.len())
        && password.chars().all(|c| c.is_ascii() && !c.is_ascii_control())
        && classes.into_iter().filter(|c| *c).count() >= 3
        && !banned.iter().any(|b| lower.starts_with(b) && lower.len() < b.len() + 5)
}

#[cfg(test)]
mod tests {
    #[test]
    fn passwords_are_judged_as_microsoft_does() {
        for good in ["Fjord-8-Lys", "abcDEF123", "lower case 9!"] {
            assert!(super::complex(good), "{good}");
        }
        for bad in ["Ab1!", "alllowercase1", "Blåbær-2026", "P@ssw0rd1", "Sommer20"] {
            assert!(!super::complex(bad), "{bad}");
        }
    }
}
