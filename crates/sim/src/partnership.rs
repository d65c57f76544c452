//! What ties the tenants of one cloud together: the first is a partner, to whom the others, its customers, delegate roles (GDAP).

use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::http::{Shared, lock};
use crate::roles;
use crate::time::{DAY, stamp};
use crate::world::mix;

/// An organisation outside of this cloud that sells to its tenants.
pub const RESELLER: Uuid = Uuid::from_u128(0x5b0c_71d2_6e4f_4a83_9a17_2f6e_0d94_c3b8);

/// What anybody may learn of an organisation.
#[derive(Clone)]
pub struct Organisation {
    pub tenant: Uuid,
    name: String,
    domain: String,
}

impl Organisation {
    pub fn reseller() -> Self {
        Self {
            tenant: RESELLER,
            name: "Lysverk Sky AS".to_owned(),
            domain: "lysverk.example".to_owned(),
        }
    }

    pub fn json(&self) -> Json {
        json!({"tenantId": self.tenant, "federationBrandName": null, "displayName": self.name,
               "defaultDomainName": self.domain})
    }
}

pub enum Partnership {
    None,
    /// Of these.
    Partner(Vec<Customer>),
    /// Of this tenant, which gets these roles.
    Customer {
        partner: Uuid,
        roles: Vec<&'static str>,
    },
}

pub struct Customer {
    tenant: Uuid,
    name: String,
    domain: String,
    roles: Vec<&'static str>,
    country: &'static str,
    /// The relationship has ended; the contract goes on.
    ended: bool,
    since: i64,
}

/// Makes the first a partner of all the others. Each fifth relationship has ended.
pub fn tie(worlds: &[Shared]) {
    let Some((first, others)) = worlds.split_first().filter(|(_, others)| !others.is_empty()) else {
        return;
    };
    let partner = lock(first).tenant.id;
    let organisations = worlds.iter().map(lock).map(|world| Organisation {
        tenant: world.tenant.id,
        name: world.tenant.name.to_string(),
        domain: world.tenant.main.clone(),
    });
    let organisations: Vec<Organisation> = organisations.collect();
    for world in worlds {
        lock(world).organisations.extend(organisations.iter().cloned());
    }
    let mut customers = Vec::new();
    for (place, world) in others.iter().enumerate() {
        let mut world = lock(world);
        let roles: Vec<&'static str> = match place % 3 {
            0 => vec![
                "User Administrator",
                "License Administrator",
                "Domain Name Administrator",
                "Global Reader",
            ],
            1 => vec!["User Administrator", "Helpdesk Administrator"],
            _ => vec!["Global Reader"],
        };
        let ended = place % 5 == 4;
        customers.push(Customer {
            tenant: world.tenant.id,
            name: world.tenant.name.to_string(),
            domain: world.tenant.main.clone(),
            roles: roles.clone(),
            country: if place % 3 == 2 { "SE" } else { "NO" },
            ended,
            since: world.clock.seconds() - 400 * DAY,
        });
        // The partner sold what the reseller sells to others.
        for subscription in &mut world.tenant.subscriptions {
            subscription.owner = subscription.owner.map(|_| partner);
        }
        if !ended {
            world.partnership = Partnership::Customer { partner, roles };
        }
    }
    lock(first).partnership = Partnership::Partner(customers);
}

/// A customer ends what it delegates to its partner. Others have nothing to end.
pub fn end(worlds: &[Shared], place: usize) {
    let tenant = {
        let mut world = lock(&worlds[place]);
        if !matches!(world.partnership, Partnership::Customer { .. }) {
            return;
        }
        world.partnership = Partnership::None;
        world.tenant.id
    };
    if let Partnership::Partner(customers) = &mut lock(&worlds[0]).partnership {
        let theirs = customers.iter_mut().filter(|customer| customer.tenant == tenant);
        theirs.for_each(|customer| customer.ended = true);
    }
}

impl Partnership {
    pub fn customers(&self) -> &[Customer] {
        match self {
            Partnership::Partner(customers) => customers,
            Partnership::None | Partnership::Customer { .. } => &[],
        }
    }

    /// Where a customer is billed.
    pub fn country_of(&self, customer: &str) -> &'static str {
        let is = |one: &&Customer| one.tenant.to_string().eq_ignore_ascii_case(customer);
        self.customers().iter().find(is).map_or("", |one| one.country)
    }

    /// The roles that people of another tenant have in this one.
    pub fn roles_of(&self, tenant: Uuid) -> Option<&[&'static str]> {
        match self {
            Partnership::Customer { partner, roles } if *partner == tenant => Some(roles),
            _ => None,
        }
    }
}

impl Customer {
    pub fn contract(&self) -> Json {
        json!({"id": self.id(1), "deletedDateTime": null, "contractType": "ResellerPartner", "customerId": self.tenant,
               "defaultDomainName": self.domain, "displayName": self.name})
    }

    pub fn delegated(&self) -> Json {
        json!({"id": self.tenant, "tenantId": self.tenant, "displayName": self.name})
    }

    pub fn relationship(&self) -> Json {
        let (days, status) = if self.ended { (365, "expired") } else { (730, "active") };
        let roles = self
            .roles
            .iter()
            .filter_map(|name| roles::definition(name).map(|one| one.id));
        let roles: Vec<Json> = roles.map(|id| json!({"roleDefinitionId": id})).collect();
        json!({
            "id": format!("{}-{}", self.id(2), self.id(3)), "accessDetails": {"unifiedRoles": roles},
            "activatedDateTime": stamp(self.since), "autoExtendDuration": "PT0S", "createdDateTime": stamp(self.since - DAY),
            "customer": {"displayName": self.name, "tenantId": self.tenant}, "displayName": format!("GDAP {}", self.name),
            "duration": format!("P{days}D"), "endDateTime": stamp(self.since + days * DAY),
            "lastModifiedDateTime": stamp(self.since), "status": status,
        })
    }

    pub fn tenant(&self) -> Uuid {
        self.tenant
    }

    pub fn at_partner_center(&self) -> Json {
        json!({
            "id": self.tenant, "commerceId": self.id(4), "relationshipToPartner": "reseller", "allowDelegatedAccess": !self.ended,
            "companyProfile": {"tenantId": self.tenant, "domain": self.domain, "companyName": self.name,
                               "attributes": {"objectType": "CustomerCompanyProfile"}},
            "attributes": {"objectType": "Customer"},
        })
    }

    /// The same with what only a question after this customer tells.
    pub fn with_billing(&self) -> Json {
        let mut customer = self.at_partner_center();
        customer["billingProfile"] = json!({
            "id": self.id(5), "companyName": self.name, "email": format!("faktura@{}", self.domain), "culture": "nb-NO", "language": "nb",
            "defaultAddress": {"country": self.country, "city": "Bergen", "addressLine1": "Damsgårdsveien 14", "postalCode": "5058"},
            "attributes": {"objectType": "CustomerBillingProfile"},
        });
        customer
    }

    /// Ids of things that belong to this customer.
    fn id(&self, which: u64) -> Uuid {
        let (high, low) = self.tenant.as_u64_pair();
        Uuid::from_u64_pair(mix(high ^ which), mix(low ^ which))
    }
}
