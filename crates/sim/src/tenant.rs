//! What a tenant has besides users and groups: domains, roles, subscriptions, directory synchronisation.

use std::sync::Arc;

use serde_json::{Map, Value as Json, json};
use uuid::Uuid;

use crate::password_reset::PasswordReset;
use crate::people::People;
use crate::products;
use crate::roles::{Definition, Role};
use crate::time;

pub struct Tenant {
    pub id: Uuid,
    pub name: Arc<str>,
    /// Seconds since 1970.
    pub created: i64,
    /// Domain names, by what they are for.
    pub initial: String,
    pub main: String,
    pub sub: String,
    pub federated: String,
    pub never: String,
    pub unverified: String,
    /// The on-premises Active Directory.
    pub forest: String,
    pub sync_id: Uuid,
    pub sync_features: Map<String, Json>,
    pub domains: Vec<Map<String, Json>>,
    /// The domains as they stood before each of the last writes, and when those were, in milliseconds since 1970.
    pub earlier_domains: Vec<(i64, Vec<Map<String, Json>>)>,
    pub subscriptions: Vec<Subscription>,
    pub roles: Vec<Role>,
    /// The roles as they stood before each of the last writes, and when those were, in milliseconds since 1970.
    pub earlier_roles: Vec<(i64, Vec<Role>)>,
    pub password_reset: PasswordReset,
    /// A role that is the tenant's own.
    pub own_role: Definition,
}

pub struct Subscription {
    pub id: Uuid,
    pub commerce_id: Uuid,
    pub product: u8,
    pub status: &'static str,
    pub seats: u32,
    pub trial: bool,
    pub annual: bool,
    pub auto_renew: bool,
    /// The partner that sold it; none when Microsoft did.
    pub owner: Option<Uuid>,
    /// Seconds since 1970.
    pub created: i64,
    pub next: Option<i64>,
    /// Counts what the partner has changed.
    pub version: u32,
    /// What the partner has ordered and the directory does not show yet.
    pub ordered: Option<Ordered>,
    /// When the partner last added seats (seconds since 1970), and how many there were before.
    pub added: Option<(i64, u32)>,
}

/// A number of seats, and when Partner Center and the directory show it, in milliseconds since 1970.
pub struct Ordered {
    pub seats: u32,
    /// What Partner Center shows until then.
    pub before: u32,
    pub settles: i64,
    pub shows: i64,
}

impl Subscription {
    pub fn json(&self) -> Json {
        let product = &products::all()[self.product as usize];
        let plans: Vec<Json> = product
            .plans
            .iter()
            .map(|(name, id)| {
                json!({"appliesTo": "User", "provisioningStatus": provisioning(self.status), "servicePlanId": id,
                       "servicePlanName": name})
            })
            .collect();
        json!({
            "id": self.id, "commerceSubscriptionId": self.commerce_id, "createdDateTime": time::stamp(self.created),
            "isTrial": self.trial, "nextLifecycleDateTime": self.next.map(time::stamp), "ownerId": null,
            "ownerTenantId": self.owner, "ownerType": "Tenant", "serviceStatus": plans, "skuId": product.sku_id,
            "skuPartNumber": product.part_number, "status": self.status, "totalLicenses": self.seats,
        })
    }
}

fn provisioning(status: &str) -> &'static str {
    match status {
        "Enabled" => "Success",
        "Warning" => "Success",
        _ => "Disabled",
    }
}

impl Tenant {
    /// What the directory shows: what a partner has just bought comes when it is provisioned.
    pub fn shown(&self) -> impl Iterator<Item = &Subscription> {
        self.subscriptions
            .iter()
            .filter(|one| one.seats > 0 || one.ordered.is_none())
    }

    /// Lets the directory show the seats whose time has come.
    pub fn provision(&mut self, now: i64) {
        for one in &mut self.subscriptions {
            if let Some(ordered) = one.ordered.take_if(|ordered| ordered.shows <= now) {
                one.seats = ordered.seats;
            }
        }
    }

    /// Seats of a product: enabled, in the grace period, suspended.
    pub fn seats(&self, product: u8) -> (u32, u32, u32) {
        let of = |status: &str| {
            let wanted = self
                .subscriptions
                .iter()
                .filter(|s| s.product == product && s.status == status);
            wanted.map(|s| s.seats).sum()
        };
        (of("Enabled"), of("Warning"), of("Suspended"))
    }

    pub fn sku(&self, product: u8, people: &People) -> Option<Json> {
        let ids: Vec<Uuid> = self.shown().filter(|s| s.product == product).map(|s| s.id).collect();
        if ids.is_empty() {
            return None;
        }
        let (enabled, warning, suspended) = self.seats(product);
        let status = match (enabled, warning) {
            (0, 0) => "Suspended",
            (0, _) => "Warning",
            _ => "Enabled",
        };
        let facts = &products::all()[product as usize];
        let plans: Vec<Json> = facts
            .plans
            .iter()
            .map(|(name, id)| {
                json!({"appliesTo": "User", "provisioningStatus": provisioning(status), "servicePlanId": id,
                       "servicePlanName": name})
            })
            .collect();
        Some(json!({
            "id": format!("{}_{}", self.id, facts.sku_id), "accountId": self.id, "accountName": self.initial_label(),
            "appliesTo": "User", "capabilityStatus": status, "consumedUnits": people.consumed(product),
            "prepaidUnits": {"enabled": enabled, "suspended": suspended, "warning": warning, "lockedOut": 0},
            "servicePlans": plans, "skuId": facts.sku_id, "skuPartNumber": facts.part_number, "subscriptionIds": ids,
        }))
    }

    fn initial_label(&self) -> &str {
        self.initial.split('.').next().unwrap_or_default()
    }

    /// The domains as a replica shows them that has seen everything up to `as_of` (milliseconds since 1970).
    pub fn domains_as_of(&self, as_of: i64) -> &[Map<String, Json>] {
        let older = self.earlier_domains.iter().find(|(at, _)| *at > as_of);
        older.map_or(&self.domains, |(_, domains)| domains)
    }

    pub fn domain(&self, name: &str) -> Option<&Map<String, Json>> {
        self.domains.iter().find(|d| {
            d.get("id")
                .and_then(Json::as_str)
                .is_some_and(|id| id.eq_ignore_ascii_case(name))
        })
    }

    pub fn is_verified(&self, domain: &str) -> bool {
        self.domain(domain)
            .is_some_and(|d| d.get("isVerified") == Some(&Json::Bool(true)))
    }

    pub fn is_federated(&self, domain: &str) -> bool {
        self.domain(domain)
            .is_some_and(|d| d.get("authenticationType").and_then(Json::as_str) == Some("Federated"))
    }

    /// The names of the roles that a person holds in the whole tenant.
    pub fn roles_of(&self, person: Uuid) -> Vec<&'static str> {
        let held = |r: &&Role| r.assignments.iter().any(|a| a.principal == person && a.scope == "/");
        self.roles.iter().filter(held).map(|r| r.definition.name).collect()
    }

    /// The roles as a replica shows them that has seen everything up to `as_of` (milliseconds since 1970).
    pub fn roles_as_of(&self, as_of: i64) -> &[Role] {
        let older = self.earlier_roles.iter().find(|(at, _)| *at > as_of);
        older.map_or(&self.roles, |(_, roles)| roles)
    }

    pub fn organization(&self, last_sync: i64) -> Json {
        let verified: Vec<Json> = self
            .domains
            .iter()
            .filter(|d| d.get("isVerified") == Some(&Json::Bool(true)))
            .map(|d| {
                json!({"capabilities": "Email, OfficeCommunicationsOnline", "isDefault": d.get("isDefault"),
                       "isInitial": d.get("isInitial"), "name": d.get("id"), "type": d.get("authenticationType")})
            })
            .collect();
        json!({
            "id": self.id, "deletedDateTime": null, "assignedPlans": [], "businessPhones": ["+47 55 00 14 20"],
            "city": "Bergen", "country": null, "countryLetterCode": "NO", "createdDateTime": time::stamp(self.created),
            "defaultUsageLocation": null, "displayName": &*self.name, "marketingNotificationEmails": [],
            "onPremisesLastSyncDateTime": time::stamp(last_sync), "onPremisesSyncEnabled": true,
            "partnerTenantType": null, "postalCode": "5058", "preferredLanguage": "nb", "privacyProfile": null,
            "provisionedPlans": [], "securityComplianceNotificationMails": [],
            "securityComplianceNotificationPhones": [], "state": null, "street": "Damsgårdsveien 14",
            "technicalNotificationMails": [format!("drift@{}", self.main)], "tenantType": "AAD",
            "verifiedDomains": verified,
        })
    }
}
