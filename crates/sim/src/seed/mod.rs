//! A new tenant: everything is drawn from the seed and stands relative to the given instant, so that it always looks alive.

mod names;
pub mod people;

use fastrand::Rng;
use serde_json::{Map, Value as Json, json};
use uuid::Uuid;

use crate::groups::Group;
use crate::partnership;
use crate::password_reset::PasswordReset;
use crate::people::{People, Visible};
use crate::products;
use crate::roles;
use crate::tenant::{Subscription, Tenant};
use crate::time::{DAY, stamp};
use crate::user::{Licence, Prop, User, Value};

/// Makes the tenant with `count` users, `now` in seconds since 1970. Those with other places in the same cloud have other names.
pub fn tenant(seed: u64, place: usize, count: usize, now: i64) -> (Tenant, People, Vec<Group>) {
    let mut rng = Rng::with_seed(seed ^ 0x6b6f_6e74_6f72);
    let company = usize::try_from(seed % 4).unwrap_or(0);
    let (name, label, brand) = company_name((company + 3 + place) % 4, place / 4);
    let mut tenant = Tenant {
        id: uuid(&mut rng),
        name: name.into(),
        created: now - 3400 * DAY,
        initial: format!("{label}.onmicrosoft.com"),
        main: format!("{label}.example"),
        sub: format!("nord.{label}.example"),
        federated: format!("{brand}.example"),
        never: format!("{label}-drift.example"),
        unverified: format!("{label}-ny.example"),
        forest: format!("ad.{label}.example"),
        sync_id: Uuid::nil(),
        sync_features: sync_features(),
        domains: Vec::new(),
        earlier_domains: Vec::new(),
        subscriptions: Vec::new(),
        roles: Vec::new(),
        earlier_roles: Vec::new(),
        password_reset: PasswordReset::new(),
        own_role: roles::BUILT_IN[0],
    };
    tenant.sync_id = tenant.id;
    tenant.domains = domains(&tenant, now);
    let mut groups = groups(&mut rng, now);
    let mut people = People::new();
    people::fill(&mut people, &mut groups, &tenant, &mut rng, count, now);
    tenant.subscriptions = subscriptions(&people, &mut rng, now);
    (tenant.roles, tenant.own_role) = roles::seed(&people, &mut rng);
    groups.extend(special_groups(&mut people, seed, now));
    (tenant, people, groups)
}

/// Name, label and second label of a company: of the first round as they stand, later ones with their town or number.
fn company_name(company: usize, round: usize) -> (String, String, String) {
    let (name, label, brand) = names::COMPANIES[company];
    if round == 0 {
        return (name.to_owned(), label.to_owned(), brand.to_owned());
    }
    let number = (round + 1).to_string();
    let (town, short) = names::TOWNS.get(round - 1).copied().unwrap_or((&number, &number));
    let name = name.strip_suffix(" AS").unwrap_or(name);
    (
        format!("{name} {town} AS"),
        format!("{label}-{short}"),
        format!("{brand}-{short}"),
    )
}

pub fn uuid(rng: &mut Rng) -> Uuid {
    Uuid::from_u128(people::random_id(rng))
}

fn sync_features() -> Map<String, Json> {
    let on = [
        "passwordSyncEnabled",
        "softMatchOnUpnEnabled",
        "synchronizeUpnForManagedUsersEnabled",
    ];
    [
        "blockCloudObjectTakeoverThroughHardMatchEnabled",
        "blockSoftMatchEnabled",
        "bypassDirSyncOverridesEnabled",
        "cloudPasswordPolicyForPasswordSyncedUsersEnabled",
        "concurrentCredentialUpdateEnabled",
        "concurrentOrgIdProvisioningEnabled",
        "deviceWritebackEnabled",
        "directoryExtensionsEnabled",
        "fopeConflictResolutionEnabled",
        "groupWriteBackEnabled",
        "passwordSyncEnabled",
        "passwordWritebackEnabled",
        "quarantineUponProxyAddressesConflictEnabled",
        "quarantineUponUpnConflictEnabled",
        "softMatchOnUpnEnabled",
        "synchronizeUpnForManagedUsersEnabled",
        "unifiedGroupWritebackEnabled",
        "userForcePasswordChangeOnLogonEnabled",
        "userWritebackEnabled",
    ]
    .into_iter()
    .map(|name| (name.to_owned(), json!(on.contains(&name))))
    .collect()
}

fn domains(t: &Tenant, now: i64) -> Vec<Map<String, Json>> {
    let never = json!(i32::MAX);
    let all = [
        // name, kind, default, initial, root, verified, validity, notice
        (&t.initial, "Managed", false, true, true, true, Json::Null, Json::Null),
        (&t.main, "Managed", true, false, true, true, json!(90), json!(14)),
        (&t.sub, "Managed", false, false, false, true, Json::Null, Json::Null),
        (
            &t.federated,
            "Federated",
            false,
            false,
            true,
            true,
            json!(90),
            json!(14),
        ),
        (&t.never, "Managed", false, false, true, true, never, json!(30)),
        (
            &t.unverified,
            "Managed",
            false,
            false,
            true,
            false,
            Json::Null,
            Json::Null,
        ),
    ];
    all.into_iter()
        .map(|(name, kind, default, initial, root, verified, validity, notice)| {
            let state = if verified {
                Json::Null
            } else {
                json!({"lastActionDateTime": stamp(now - 2 * DAY), "operation": "AddDomain", "status": "InProgress"})
            };
            let services = if verified {
                json!(["Email", "OfficeCommunicationsOnline"])
            } else {
                json!([])
            };
            let domain = json!({
                "id": name, "authenticationType": kind, "availabilityStatus": null, "isAdminManaged": true,
                "isDefault": default, "isInitial": initial, "isRoot": root, "isVerified": verified,
                "supportedServices": services, "passwordValidityPeriodInDays": validity,
                "passwordNotificationWindowInDays": notice, "state": state, "manufacturer": null, "model": null,
            });
            match domain {
                Json::Object(map) => map,
                _ => Map::new(),
            }
        })
        .collect()
}

fn groups(rng: &mut Rng, now: i64) -> Vec<Group> {
    let mut make = |name, nickname, description, parts: &[&str], department: Option<&'static str>| Group {
        id: uuid(rng),
        name,
        description,
        nickname,
        unified: department.is_some_and(|d| d != "IT"),
        rule: None,
        synced: false,
        role_assignable: false,
        created: now - rng.i64(300..2500) * DAY,
        products: parts.iter().map(|p| (products::by_part(p), [].into())).collect(),
        department,
        members: Vec::new(),
        processing: (!parts.is_empty()).then_some("ProcessingComplete"),
    };
    vec![
        make(
            "Lisens – Microsoft 365 E3",
            "lisens-e3",
            "Gir Microsoft 365 E3",
            &["SPE_E3"],
            None,
        ),
        make(
            "Lisens – Dynamics 365 Sales",
            "lisens-d365",
            "Gir Dynamics 365 Sales",
            &["DYN365_ENTERPRISE_SALES"],
            None,
        ),
        make("Salg", "salg", "Salgsavdelingen", &[], Some("Salg")),
        make("Ledergruppen", "ledergruppen", "Ledelse", &[], Some("Ledelse")),
        make(
            "Field technicians",
            "field",
            "Feltservice i hele landet",
            &[],
            Some("Feltservice"),
        ),
        make("VPN-brukere", "vpn", "Tilgang utenfra", &[], Some("IT")),
    ]
}
/// Groups that are not like the others: one that a rule fills, one from the premises some of whose members get no licence, one that
/// roles can be given to. They give nothing that somebody did not have.
fn special_groups(people: &mut People, seed: u64, now: i64) -> [Group; 3] {
    let mut rng = Rng::with_seed(seed ^ 0x6772_6f75_7073);
    let mut make = |name, nickname, description, part: Option<&str>| Group {
        id: uuid(&mut rng),
        name,
        description,
        nickname,
        unified: false,
        rule: None,
        synced: false,
        role_assignable: false,
        created: now - rng.i64(300..2500) * DAY,
        products: part.iter().map(|p| (products::by_part(p), [].into())).collect(),
        department: None,
        members: Vec::new(),
        processing: part.map(|_| "ProcessingComplete"),
    };
    let mut dynamic = make("Lisens – Visio", "lisens-visio", "Alle i IT", Some("VISIOCLIENT"));
    dynamic.rule = Some("(user.department -eq \"IT\") and (user.userType -eq \"Member\")");
    let mut synced = make(
        "GG-Lisens-Project",
        "gg-lisens-project",
        "Fra det lokale domenet",
        Some("PROJECTPROFESSIONAL"),
    );
    synced.synced = true;
    let mut admins = make("Administratorer", "administratorer", "Kan gis roller i katalogen", None);
    admins.role_assignable = true;
    let employed = |user: &User| user.deleted.is_none() && user.text(Prop::UserType) == "Member";
    let employed = || people.all().filter(|(_, user)| employed(user));
    admins.members.extend(employed().take(2).map(|(_, user)| user.id));
    let in_it = |user: &User| user.text(Prop::Department) == "IT";
    let chosen = employed().filter(|(slot, user)| in_it(user) || slot % 9 == 4);
    let chosen: Vec<(u32, User)> = chosen.map(|(slot, user)| (slot, User::clone(user))).collect();
    for (slot, mut user) in chosen {
        for (group, is_in) in [(&mut dynamic, in_it(&user)), (&mut synced, slot % 9 == 4)] {
            if !is_in {
                continue;
            }
            group.members.push(user.id);
            let product = group.products[0].0;
            let has = user.licences.iter().any(|l| l.product == product);
            if user.get(Prop::UsageLocation) != &Value::Null {
                user.licences.push(Licence {
                    product,
                    group: Some(group.id),
                    disabled_plans: [].into(),
                    state: if has { "Active" } else { "Error" },
                    error: if has { "None" } else { "CountViolation" },
                    updated: now - 9 * DAY,
                });
            }
        }
        people.replace(slot, Some(user), now * 1000, Visible::Everywhere);
    }
    [dynamic, synced, admins]
}
/// What a reseller sold.
const RESOLD: [&str; 4] = ["AAD_PREMIUM", "POWER_BI_PRO", "DYN365_ENTERPRISE_SALES", "SPB"];

fn subscriptions(people: &People, rng: &mut Rng, now: i64) -> Vec<Subscription> {
    let mut all = Vec::new();
    let used = |part: &str| people.consumed(products::by_part(part));
    let mut add = |part: &str, seats: u32, status, next_in_days: Option<i64>, annual, auto_renew| {
        let term = if annual { 365 } else { 30 };
        let free = products::all()[products::by_part(part) as usize].price == 0.0;
        let next = next_in_days.map(|d| now - now.rem_euclid(DAY) + d * DAY);
        let age = if free {
            21
        } else {
            term * if annual { rng.i64(1..4) } else { rng.i64(16..30) }
        };
        all.push(Subscription {
            id: uuid(rng),
            commerce_id: uuid(rng),
            product: products::by_part(part),
            status,
            seats,
            trial: part == "DYN365_CUSTOMER_INSIGHTS_VIRAL",
            annual,
            auto_renew,
            created: next.map_or(now - 1400 * DAY, |n| n - age * DAY),
            next,
            version: 1,
            ordered: None,
            added: None,
            // Some things come from a reseller, which has no tenant in this cloud.
            owner: RESOLD.contains(&part).then_some(partnership::RESELLER),
        });
    };
    let some = |n: u32| n + n / 12 + 2;
    let e3 = used("SPE_E3");
    add("SPE_E3", e3 * 7 / 10, "Enabled", Some(118), true, true);
    add("SPE_E3", some(e3) - e3 * 7 / 10, "Enabled", Some(17), false, true);
    add("SPB", some(used("SPB")), "Enabled", Some(203), true, true);
    add("SPE_F1", some(used("SPE_F1")), "Enabled", Some(26), false, true);
    add(
        "AAD_PREMIUM",
        some(used("AAD_PREMIUM")),
        "Enabled",
        Some(64),
        true,
        true,
    );
    add(
        "DYN365_ENTERPRISE_SALES",
        some(used("DYN365_ENTERPRISE_SALES")),
        "Enabled",
        Some(41),
        true,
        true,
    );
    add(
        "DYN365_ENTERPRISE_CUSTOMER_SERVICE",
        some(used("DYN365_ENTERPRISE_CUSTOMER_SERVICE")),
        "Enabled",
        Some(155),
        true,
        true,
    );
    // One seat short: a subscription was reduced while all its seats were in use.
    let field = used("DYN365_ENTERPRISE_FIELD_SERVICE");
    add(
        "DYN365_ENTERPRISE_FIELD_SERVICE",
        field.saturating_sub(1).max(1),
        "Enabled",
        Some(12),
        true,
        false,
    );
    add(
        "DYN365_ENTERPRISE_TEAM_MEMBERS",
        some(used("DYN365_ENTERPRISE_TEAM_MEMBERS")),
        "Enabled",
        Some(88),
        true,
        true,
    );
    add(
        "POWER_BI_PRO",
        some(used("POWER_BI_PRO")),
        "Enabled",
        Some(29),
        false,
        true,
    );
    add("POWER_BI_PRO", 5, "Suspended", Some(33), true, false);
    // None free.
    add("VISIOCLIENT", used("VISIOCLIENT"), "Enabled", Some(9), false, true);
    // Ran out: in the grace period.
    add(
        "PROJECTPROFESSIONAL",
        used("PROJECTPROFESSIONAL") + 2,
        "Warning",
        Some(19),
        true,
        false,
    );
    add(
        "Microsoft_365_Copilot",
        used("Microsoft_365_Copilot") + 4,
        "Enabled",
        Some(240),
        true,
        true,
    );
    add(
        "DYN365_CUSTOMER_INSIGHTS_VIRAL",
        used("DYN365_CUSTOMER_INSIGHTS_VIRAL") + 15,
        "Enabled",
        Some(8),
        false,
        false,
    );
    add("FLOW_FREE", 10_000.max(used("FLOW_FREE")), "Enabled", None, false, true);
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::user::Prop;

    #[test]
    fn some_passwords_expire_soon_and_a_few_have() {
        let now = 1_795_000_000;
        for seed in 1..9 {
            let (tenant, people, _) = tenant(seed, 0, 250, now);
            let mut soon = 0;
            let mut expired = 0;
            for (_, user) in people.all() {
                let ninety = user.domain() == tenant.main || user.domain() == tenant.sub;
                let expires = !user.text(Prop::PasswordPolicies).contains("DisablePasswordExpiration");
                let counts = ninety && expires && user.is(Prop::AccountEnabled) && user.deleted.is_none();
                if let (true, crate::user::Value::Time(at)) = (counts, user.get(Prop::LastPasswordChangeDateTime)) {
                    let left = at + 90 * DAY - now;
                    soon += usize::from((0..14 * DAY).contains(&left));
                    expired += usize::from(left < 0);
                }
            }
            assert!(
                (6..=10).contains(&soon) && (2..=4).contains(&expired),
                "seed {seed}: {soon} soon, {expired} expired"
            );
        }
    }
}
