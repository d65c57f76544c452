//! The users of a new tenant. Kinds that screens and rules depend on are dealt out in turn, not drawn, so that they occur whatever the seed.

use std::collections::HashMap;
use std::sync::Arc;

use fastrand::Rng;
use uuid::Uuid;

use super::names;
use crate::groups::Group;
use crate::people::People;
use crate::products;
use crate::tenant::Tenant;
use crate::time::DAY;
use crate::user::{Licence, Prop, User, Value};

/// Who this position in the list is. The periods are coprime, so that every combination occurs.
struct Role {
    guest: bool,
    disabled: bool,
    synced: bool,
    federated: bool,
}

/// Fills `people` with `count` users and the deleted ones, and the groups with their members.
pub fn fill(people: &mut People, groups: &mut [Group], tenant: &Tenant, rng: &mut Rng, count: usize, now: i64) {
    let mut maker = Maker::new(tenant, groups, now);
    for i in 0..count {
        let user = maker.make(i, rng);
        let (slot, id) = (people.slots(), user.id);
        let is_guest = user.text(Prop::UserType) == "Guest";
        let department = user.text(Prop::Department).to_owned();
        let licences = user.licences.clone();
        people.settle(user);
        for group in groups.iter_mut() {
            let by_licence = licences.iter().any(|l| l.group == Some(group.id));
            let by_department = group.department.is_some_and(|d| d == department) && !is_guest;
            if by_licence || by_department {
                group.members.push(id);
            }
        }
        debug_assert_eq!(slot + 1, people.slots());
    }
    appoint_managers(people);
    let deleted = if count < 20 { 1 } else { (count / 60 + 3).min(2000) };
    for i in 0..deleted {
        let mut user = maker.make(count + 20 + i, rng);
        let days = i64::try_from(i % 28).unwrap_or(0) + 1;
        user.deleted = Some(now - days * DAY + 3600);
        people.settle(user);
    }
}

/// The first of each department leads it, and the one who leads the management leads those.
fn appoint_managers(people: &mut People) {
    let mut leads: HashMap<String, Uuid> = HashMap::new();
    for (_, user) in people.all().filter(|(_, u)| u.text(Prop::UserType) == "Member") {
        leads.entry(user.text(Prop::Department).to_owned()).or_insert(user.id);
    }
    let top = leads.get("Ledelse").copied();
    people.amend(|user| {
        let lead = leads.get(user.text(Prop::Department)).copied();
        user.manager = if lead == Some(user.id) { top } else { lead };
        user.manager = user.manager.filter(|id| *id != user.id);
    });
}

/// A new user such as another admin would create, for [`crate::mutate`].
pub fn one(people: &People, tenant: &Tenant, rng: &mut Rng, now: i64) -> User {
    let mut maker = Maker::new(tenant, &[], now);
    let mut user = maker.make(20 + rng.usize(..10_000), rng);
    let (local, domain) = {
        let upn = user.text(Prop::UserPrincipalName);
        let (l, d) = upn.rsplit_once('@').unwrap_or((upn, &tenant.main));
        (l.to_owned(), d.to_owned())
    };
    let mut upn = format!("{local}@{domain}");
    for n in 2.. {
        if people.slot_of_upn(&upn).is_none() {
            break;
        }
        upn = format!("{local}{n}@{domain}");
    }
    if user.text(Prop::UserType) == "Member" {
        // An address is nobody else's.
        user.set(Prop::Mail, Value::text(&upn));
        user.set(Prop::ProxyAddresses, Value::texts(&[format!("SMTP:{upn}")]));
    }
    user.set(Prop::UserPrincipalName, Value::text(upn));
    user.set(Prop::CreatedDateTime, Value::Time(now));
    user
}

struct Maker<'a> {
    tenant: &'a Tenant,
    now: i64,
    taken: HashMap<String, u32>,
    words: HashMap<&'static str, Arc<str>>,
    none: Arc<[Uuid]>,
    e3_group: Option<Uuid>,
    sales_group: Option<Uuid>,
    no_expiry: Arc<str>,
    expiring: i64,
}

impl<'a> Maker<'a> {
    fn new(tenant: &'a Tenant, groups: &[Group], now: i64) -> Maker<'a> {
        let group_of = |part| {
            let product = products::by_part(part);
            groups.iter().find(|g| g.has(product)).map(|g| g.id)
        };
        Maker {
            tenant,
            now,
            taken: HashMap::new(),
            words: HashMap::new(),
            none: Arc::from([]),
            e3_group: group_of("SPE_E3"),
            sales_group: group_of("DYN365_ENTERPRISE_SALES"),
            no_expiry: Arc::from("DisablePasswordExpiration"),
            expiring: 0,
        }
    }

    /// A fixed word, held once for all who have it.
    fn word(&mut self, word: &'static str) -> Value {
        Value::Text(self.words.entry(word).or_insert_with(|| Arc::from(word)).clone())
    }

    fn make(&mut self, i: usize, rng: &mut Rng) -> User {
        let plain = i > 3;
        let role = Role {
            guest: plain && i % 13 == 5,
            disabled: plain && i % 7 == 3,
            synced: plain && i % 4 == 1,
            federated: plain && i % 11 == 4,
        };
        let mut user = User::new(Uuid::from_u128(random_id(rng)));
        let first = names::FIRST[rng.usize(..names::FIRST.len())];
        let last = names::LAST[rng.usize(..names::LAST.len())];
        self.person(&mut user, first, last, rng);
        let created = self.now - rng.i64(40..3200) * DAY - rng.i64(0..DAY);
        user.set(Prop::CreatedDateTime, Value::Time(created));
        user.set(Prop::SecurityIdentifier, Value::text(sid(user.id)));
        user.set(Prop::AccountEnabled, Value::Bool(!role.disabled));
        user.set(Prop::SignInSessionsValidFromDateTime, Value::Time(created));
        if role.guest {
            self.guest(&mut user, first, last, created, rng);
        } else {
            self.member(&mut user, i, &role, first, last, created, rng);
        }
        if rng.usize(..12) != 0 {
            user.last_sign_in = Some(self.now - rng.i64(600..if role.disabled { 400 * DAY } else { 40 * DAY }));
        }
        user
    }

    fn person(&mut self, user: &mut User, first: &'static str, last: &'static str, rng: &mut Rng) {
        let given = self.word(first);
        user.set(Prop::GivenName, given);
        let surname = self.word(last);
        user.set(Prop::Surname, surname);
        user.set(Prop::DisplayName, Value::text(format!("{first} {last}")));
        if rng.usize(..5) > 0 {
            let (a, b) = (rng.u32(400..499), rng.u32(10_000..99_999));
            user.set(
                Prop::MobilePhone,
                Value::text(format!("+47 {a} {} {:03}", b / 1000, b % 1000)),
            );
        }
    }

    fn local_part(&mut self, first: &str, last: &str) -> String {
        let plain = format!("{}.{}", names::ascii(first), names::ascii(last));
        let n = self.taken.entry(plain.clone()).or_insert(0);
        *n += 1;
        if *n == 1 { plain } else { format!("{plain}{n}") }
    }

    fn guest(&mut self, user: &mut User, first: &str, last: &str, created: i64, rng: &mut Rng) {
        let (company, domain) = names::PARTNERS[rng.usize(..names::PARTNERS.len())];
        let local = self.local_part(first, last);
        let mail = format!("{local}@{domain}");
        let upn = format!("{local}_{domain}#EXT#@{}", self.tenant.initial);
        user.set(Prop::UserPrincipalName, Value::text(upn));
        user.set(Prop::MailNickname, Value::text(format!("{local}_{domain}#EXT#")));
        user.set(Prop::ProxyAddresses, Value::texts(&[format!("SMTP:{mail}")]));
        user.set(Prop::OtherMails, Value::texts(&[&mail]));
        user.set(Prop::Mail, Value::text(mail));
        let company = self.word(company);
        user.set(Prop::CompanyName, company);
        for (prop, word) in [(Prop::UserType, "Guest"), (Prop::CreationType, "Invitation")] {
            let word = self.word(word);
            user.set(prop, word);
        }
        let state = self.word(if rng.usize(..4) == 0 {
            "PendingAcceptance"
        } else {
            "Accepted"
        });
        user.set(Prop::ExternalUserState, state);
        user.set(Prop::ExternalUserStateChangeDateTime, Value::Time(created + 3 * 3600));
    }

    #[expect(clippy::too_many_arguments, reason = "the facts of one person, used once")]
    fn member(&mut self, user: &mut User, i: usize, role: &Role, first: &str, last: &str, created: i64, rng: &mut Rng) {
        let local = self.local_part(first, last);
        let domain = if role.federated {
            self.tenant.federated.clone()
        } else {
            match i % 17 {
                _ if i < 2 => self.tenant.initial.clone(),
                2 | 9 => self.tenant.never.clone(),
                6 => self.tenant.sub.clone(),
                12 if i.is_multiple_of(2) => self.tenant.initial.clone(),
                _ => self.tenant.main.clone(),
            }
        };
        let upn = format!("{local}@{domain}");
        let (department, titles) = names::DEPARTMENTS[if i == 0 {
            5
        } else {
            rng.usize(..names::DEPARTMENTS.len())
        }];
        let office = &names::OFFICES[rng.usize(..names::OFFICES.len())];
        for (prop, word) in [
            (Prop::UserType, "Member"),
            (Prop::Department, department),
            (
                Prop::JobTitle,
                if i == 0 {
                    "Systemadministrator"
                } else {
                    titles[rng.usize(..titles.len())]
                },
            ),
            (Prop::OfficeLocation, office[0]),
            (Prop::StreetAddress, office[1]),
            (Prop::PostalCode, office[2]),
            (Prop::City, office[3]),
            (Prop::Country, office[4]),
            (Prop::PreferredLanguage, office[6]),
        ] {
            let word = self.word(word);
            user.set(prop, word);
        }
        if i % 19 != 7 {
            let place = self.word(office[5]);
            user.set(Prop::UsageLocation, place);
        }
        user.set(Prop::CompanyName, Value::Text(self.tenant.name.clone()));
        user.set(Prop::EmployeeId, Value::text(format!("{}", 10_000 + i)));
        user.set(
            Prop::EmployeeHireDate,
            Value::Time((created - created.rem_euclid(DAY)) - 14 * DAY),
        );
        user.set(Prop::ShowInAddressList, Value::Bool(true));
        user.set(Prop::MailNickname, Value::text(&local));
        if !i.is_multiple_of(9) {
            user.set(
                Prop::BusinessPhones,
                Value::texts(&[format!("+47 55 {:02} {:02} {:02}", i % 90 + 10, i / 90 % 100, i % 100)]),
            );
        }
        user.set(
            Prop::ProxyAddresses,
            Value::texts(&[format!("SMTP:{upn}"), format!("smtp:{local}@{}", self.tenant.initial)]),
        );
        user.set(Prop::Mail, Value::text(&upn));
        user.set(Prop::UserPrincipalName, Value::text(&upn));
        if role.synced {
            self.synced(user, &local, first, last);
        }
        self.password(user, i, role, &domain, created, rng);
        if !role.disabled || i.is_multiple_of(3) {
            self.licences(user, i, department, rng);
        }
    }

    fn synced(&mut self, user: &mut User, local: &str, first: &str, last: &str) {
        let forest = self.tenant.forest.clone();
        let immutable = base64::Engine::encode(&base64::prelude::BASE64_STANDARD, user.id.as_bytes());
        let dc = forest.split('.').map(|p| format!(",DC={p}")).collect::<String>();
        let short: String = local.chars().take(20).collect();
        user.set(Prop::OnPremisesSyncEnabled, Value::Bool(true));
        user.set(Prop::OnPremisesLastSyncDateTime, Value::Time(self.now - 1500));
        user.set(Prop::OnPremisesImmutableId, Value::text(immutable));
        user.set(
            Prop::OnPremisesDistinguishedName,
            Value::text(format!("CN={first} {last},OU=Ansatte{dc}")),
        );
        user.set(Prop::OnPremisesSamAccountName, Value::text(short));
        user.set(
            Prop::OnPremisesUserPrincipalName,
            Value::text(format!("{local}@{forest}")),
        );
        user.set(
            Prop::OnPremisesSecurityIdentifier,
            Value::text(sid(Uuid::from_u128(user.id.as_u128() ^ 77))),
        );
        user.set(Prop::OnPremisesDomainName, Value::text(forest));
    }

    /// When the password was last changed, so that some expire in the coming days, a few have, and most have time.
    fn password(&mut self, user: &mut User, i: usize, role: &Role, domain: &str, created: i64, rng: &mut Rng) {
        let ninety = domain == self.tenant.main || domain == self.tenant.sub;
        let never = i % 10 == 8 || i == 1;
        if role.synced || never {
            user.set(Prop::PasswordPolicies, Value::Text(self.no_expiry.clone()));
        } else if i.is_multiple_of(23) && i > 0 {
            let weak = self.word("DisableStrongPassword");
            user.set(Prop::PasswordPolicies, weak);
        }
        if i % 41 == 30 {
            return;
        }
        let ago = if ninety && !role.synced && !never && !role.disabled {
            self.expiring += 1;
            match self.expiring % 15 {
                3 => 90 * DAY - (self.expiring / 15 * 5 % 13) * DAY - rng.i64(3600..DAY),
                8 if self.expiring % 45 == 8 => (91 + self.expiring % 60) * DAY,
                _ => rng.i64(1..74) * DAY + rng.i64(0..DAY),
            }
        } else {
            rng.i64(1..700) * DAY
        };
        user.set(
            Prop::LastPasswordChangeDateTime,
            Value::Time((self.now - ago).max(created.min(self.now - ago))),
        );
    }

    fn licences(&mut self, user: &mut User, i: usize, department: &str, rng: &mut Rng) {
        if user.get(Prop::UsageLocation) == &Value::Null || i == 1 {
            return;
        }
        let base = match department {
            "Produksjon" => "SPE_F1",
            "Ledelse" | "IT" | "Økonomi" => "SPE_E3",
            _ => "SPB",
        };
        self.give(user, base, if base == "SPE_E3" { self.e3_group } else { None }, rng);
        let extra: &[&str] = match department {
            "Salg" => &["DYN365_ENTERPRISE_SALES"],
            "Kundeservice" => &["DYN365_ENTERPRISE_CUSTOMER_SERVICE"],
            "Feltservice" => &["DYN365_ENTERPRISE_FIELD_SERVICE"],
            "Ledelse" => &["Microsoft_365_Copilot", "POWER_BI_PRO"],
            "Økonomi" => &["POWER_BI_PRO", "DYN365_ENTERPRISE_TEAM_MEMBERS"],
            "IT" => &["VISIOCLIENT"],
            "Marked" => &["DYN365_CUSTOMER_INSIGHTS_VIRAL"],
            _ => &[],
        };
        for part in extra {
            self.give(
                user,
                part,
                if *part == "DYN365_ENTERPRISE_SALES" {
                    self.sales_group
                } else {
                    None
                },
                rng,
            );
        }
        for (period, at, part) in [
            (6, 2, "AAD_PREMIUM"),
            (14, 6, "VISIOCLIENT"),
            (18, 4, "PROJECTPROFESSIONAL"),
            (3, 0, "FLOW_FREE"),
            // Whatever the departments drew, these products are in use.
            (40, 22, "DYN365_ENTERPRISE_CUSTOMER_SERVICE"),
            (40, 12, "DYN365_ENTERPRISE_FIELD_SERVICE"),
            (40, 32, "DYN365_CUSTOMER_INSIGHTS_VIRAL"),
        ] {
            if i % period == at && !user.licences.iter().any(|l| l.product == products::by_part(part)) {
                self.give(user, part, None, rng);
            }
        }
    }

    fn give(&mut self, user: &mut User, part: &str, group: Option<Uuid>, rng: &mut Rng) {
        user.licences.push(Licence {
            product: products::by_part(part),
            group,
            disabled_plans: self.none.clone(),
            state: "Active",
            error: "None",
            updated: self.now - rng.i64(2..900) * DAY,
        });
    }
}

/// A version-4 UUID's bits.
pub fn random_id(rng: &mut Rng) -> u128 {
    uuid::Builder::from_random_bytes(rng.u128(..).to_be_bytes())
        .into_uuid()
        .as_u128()
}

fn sid(id: Uuid) -> String {
    let (a, b, c, d) = id.as_fields();
    let tail = u32::from_be_bytes([d[4], d[5], d[6], d[7]]);
    format!(
        "S-1-12-1-{a}-{}-{tail}-{}",
        (u32::from(b) << 16) | u32::from(c),
        a ^ tail
    )
}
