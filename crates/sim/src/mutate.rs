//! Changes that somebody else makes meanwhile: another admin, the provisioning service, people changing their passwords.

use std::sync::Arc;

use fastrand::Rng;
use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::call::Call;
use crate::effect::{ANOTHER_ADMIN, Change, hashed};
use crate::people::Visible;
use crate::products;
use crate::seed::people;
use crate::user::{Licence, Prop, User, Value};
use crate::world::World;

/// Makes `count` random changes, the same for the same seed and state; they are on every replica at once. Returns how many were made.
pub fn run(world: &mut World, seed: u64, count: usize) -> usize {
    let mut rng = Rng::with_seed(seed ^ 0x006d_7574);
    (0..count).filter(|_| one(world, &mut rng)).count()
}

/// Lets the licensing service put `count` assignments into an error state, or back in order: nothing that delta tells of.
/// Returns how many users it touched.
pub fn provision(world: &mut World, count: usize) -> usize {
    let now = world.clock.millis();
    let with_copies = |u: &User| u.deleted.is_none() && u.licences.iter().any(|l| l.state == "Active");
    let all: Vec<(u32, User)> = world
        .people
        .all()
        .filter(|(_, u)| with_copies(u))
        .take(count)
        .map(|(s, u)| (s, User::clone(u)))
        .collect();
    let touched = all.len();
    for (slot, mut user) in all {
        if let Some(licence) = user.licences.iter_mut().find(|l| l.state == "Active") {
            licence.updated = now / 1000;
            licence.error = if licence.error == "None" {
                "DependencyViolation"
            } else {
                "None"
            };
        }
        world.people.replace(slot, Some(user), now, Visible::Everywhere);
    }
    touched
}

/// Somebody buys or gives back licences on the admin center's page, for which there is no API. False when there is no such subscription.
pub fn buy(world: &mut World, subscription: &str, seats: u32) -> bool {
    let mut all = world.tenant.subscriptions.iter_mut();
    let found = all.find(|one| one.id.to_string().eq_ignore_ascii_case(subscription));
    found.map(|one| one.seats = seats).is_some()
}

/// A subscription that was cancelled is deleted. False when there is no such subscription.
pub fn end_subscription(world: &mut World, subscription: &str) -> bool {
    let all = &mut world.tenant.subscriptions;
    let before = all.len();
    all.retain(|one| !one.id.to_string().eq_ignore_ascii_case(subscription));
    all.len() < before
}

fn one(world: &mut World, rng: &mut Rng) -> bool {
    let now = world.clock.millis();
    let kind = rng.u32(..100);
    if kind < 8 {
        let user = people::one(&world.people, &world.tenant, rng, now / 1000);
        let id = user.id;
        let slot = world.people.create(user, now, Visible::Everywhere);
        let made = world.people.get(slot).cloned();
        let shown = made.as_ref().map(|u| u.json(&Prop::DEFAULT)).unwrap_or_default();
        let change = Change::of_user(None, made.as_deref(), &shown);
        log(world, "POST", "/v1.0/users".to_owned(), id, shown, change);
        return true;
    }
    let deleted = (14..22).contains(&kind);
    let Some((slot, user)) = pick(world, rng, deleted) else {
        return false;
    };
    let id = user.id;
    let before = user;
    let mut user = User::clone(&before);
    let (method, path, body, user) = match kind {
        // The first few hold the roles: they stay.
        8..14 if slot > 3 => {
            user.deleted = Some(now / 1000);
            ("DELETE", format!("/v1.0/users/{id}"), Json::Null, Some(user))
        }
        14..18 if world.people.slot_of_upn(user.text(Prop::UserPrincipalName)).is_none() => {
            user.deleted = None;
            (
                "POST",
                format!("/v1.0/directory/deletedItems/{id}/restore"),
                Json::Null,
                Some(user),
            )
        }
        18..22 => ("DELETE", format!("/v1.0/directory/deletedItems/{id}"), Json::Null, None),
        22..37 => {
            let body = licence(world, &mut user, rng, now / 1000);
            ("POST", format!("/v1.0/users/{id}/assignLicense"), body, Some(user))
        }
        37..47 => {
            user.set(Prop::LastPasswordChangeDateTime, Value::Time(now / 1000));
            user.password = Some(hashed(&rng.u64(..).to_string()).into());
            world.login.end_sessions(id);
            (
                "PATCH",
                format!("/v1.0/users/{id}"),
                json!({"passwordProfile": {}}),
                Some(user),
            )
        }
        _ => {
            let (name, value) = edit(&mut user, rng);
            ("PATCH", format!("/v1.0/users/{id}"), json!({name: value}), Some(user))
        }
    };
    let change = Change::of_user(Some(&before), user.as_ref(), &body);
    let leaves = user.as_ref().is_some_and(|u| u.deleted.is_some()) && before.deleted.is_none();
    world.people.replace(slot, user, now, Visible::Everywhere);
    if leaves {
        world.leave_reports(id, now, Visible::Everywhere);
    }
    log(world, method, path, id, body, change);
    true
}

fn pick(world: &World, rng: &mut Rng, deleted: bool) -> Option<(u32, Arc<User>)> {
    let slots = u32::try_from(world.people.slots()).unwrap_or(u32::MAX);
    let start = rng.u32(..slots.max(1));
    (start..slots).chain(0..start).find_map(|s| {
        world
            .people
            .get(s)
            .filter(|u| u.deleted.is_some() == deleted)
            .map(|u| (s, u.clone()))
    })
}

fn edit(user: &mut User, rng: &mut Rng) -> (&'static str, Json) {
    let n = rng.u32(..1000);
    let (prop, value) = match rng.u32(..10) {
        0 => (Prop::JobTitle, Value::text(format!("Rådgiver {n}"))),
        1 => (
            Prop::Department,
            Value::text(["Salg", "IT", "Økonomi", "Kundeservice"][rng.usize(..4)]),
        ),
        2 => (
            Prop::MobilePhone,
            if n < 200 {
                Value::Null
            } else {
                Value::text(format!("+47 900 00 {n:03}"))
            },
        ),
        3 => (
            Prop::OfficeLocation,
            Value::text(["Bergen", "Oslo", "Tromsø", "Ålesund"][rng.usize(..4)]),
        ),
        4 => (Prop::AccountEnabled, Value::Bool(!user.is(Prop::AccountEnabled))),
        5 => (
            Prop::DisplayName,
            Value::text(format!(
                "{} {} {n}",
                user.text(Prop::GivenName),
                user.text(Prop::Surname)
            )),
        ),
        6 => (
            Prop::BusinessPhones,
            if n < 300 {
                Value::texts::<&str>(&[])
            } else {
                Value::texts(&[format!("+47 55 00 0{n:03}")])
            },
        ),
        7 => {
            let never = user.text(Prop::PasswordPolicies).contains("DisablePasswordExpiration");
            (
                Prop::PasswordPolicies,
                Value::text(if never { "None" } else { "DisablePasswordExpiration" }),
            )
        }
        8 => (
            Prop::City,
            if n < 300 {
                Value::Null
            } else {
                Value::text(format!("Ny by {n}"))
            },
        ),
        _ => (Prop::EmployeeId, Value::text(format!("E{n}"))),
    };
    let prop: Prop = prop;
    user.set(prop, value);
    (prop.name(), user.json(&[prop])[prop.name()].clone())
}

fn licence(world: &World, user: &mut User, rng: &mut Rng, now: i64) -> Json {
    let part = ["POWER_BI_PRO", "FLOW_FREE", "AAD_PREMIUM", "Microsoft_365_Copilot"][rng.usize(..4)];
    let product = products::by_part(part);
    let sku = products::all()[product as usize].sku_id;
    let had = user.licences.len();
    user.licences.retain(|l| l.product != product || l.group.is_some());
    if user.licences.len() < had {
        return json!({"addLicenses": [], "removeLicenses": [sku]});
    }
    let (enabled, warning, _) = world.tenant.seats(product);
    if world.people.consumed(product) < enabled + warning && user.get(Prop::UsageLocation) != &Value::Null {
        let none = Arc::from([]);
        user.licences.push(Licence {
            product,
            group: None,
            disabled_plans: none,
            state: "Active",
            error: "None",
            updated: now,
        });
    }
    json!({"addLicenses": [{"skuId": sku, "disabledPlans": []}], "removeLicenses": []})
}

fn log(world: &mut World, method: &str, path: String, id: Uuid, body: Json, change: Change) {
    let mut call = Call::new(method, &path, Vec::new(), Vec::new(), "");
    call.actor = ANOTHER_ADMIN.to_owned();
    let status = match (method, path.rsplit('/').next()) {
        ("POST", Some("users")) => 201,
        ("POST", _) => 200,
        _ => 204,
    };
    world.log(&call, &id.to_string(), &body, change, status);
}
