//! The mirrored collections, one file each, and the one list of them.

pub(crate) mod arm;
pub(crate) mod authentication_methods_policy;
pub(crate) mod authorization_policy;
pub(crate) mod billing_accounts;
pub(crate) mod billing_profiles;
pub(crate) mod billing_subscriptions;
pub(crate) mod catalog;
pub(crate) mod contracts;
pub(crate) mod customer_subscriptions;
pub(crate) mod customers;
pub(crate) mod delegated_admin_relationships;
pub(crate) mod deleted_users;
pub(crate) mod directory_sync;
pub(crate) mod domains;
pub(crate) mod field;
pub(crate) mod groups;
pub(crate) mod invoices;
pub(crate) mod issues;
pub(crate) mod licenses;
pub(crate) mod organization;
pub(crate) mod partner_catalog;
pub(crate) mod partner_link;
pub(crate) mod partners;
pub(crate) mod password_expiry;
pub mod products;
pub(crate) mod registration_details;
pub(crate) mod role_definitions;
pub(crate) mod roles;
pub(crate) mod service_health;
pub(crate) mod sign_in_activity;
pub(crate) mod subscriptions;
pub(crate) mod transactions;
pub(crate) mod users;

pub use authentication_methods_policy::{AUTHENTICATION_METHODS_POLICY, AuthenticationMethodsPolicyRow};
pub use authorization_policy::{AUTHORIZATION_POLICY, AuthorizationPolicyRow};
pub use billing_accounts::{BILLING_ACCOUNTS, BillingAccountRow};
pub use billing_profiles::{BILLING_PROFILES, BillingProfileRow};
pub use billing_subscriptions::{BILLING_SUBSCRIPTIONS, BillingSubscriptionRow};
pub use catalog::{CATALOG, CatalogRow};
pub use contracts::{CONTRACTS, ContractRow};
pub use customer_subscriptions::{CUSTOMER_SUBSCRIPTIONS, CustomerSubscriptionRow};
pub use customers::{CUSTOMERS, CustomerRow};
pub use delegated_admin_relationships::{DELEGATED_ADMIN_RELATIONSHIPS, DelegatedAdminRelationshipRow};
pub use deleted_users::{DELETED_USERS, DeletedUserRow};
pub use directory_sync::{DIRECTORY_SYNC, DirectorySyncRow};
pub use domains::{DOMAINS, DomainRow};
pub use groups::{GROUPS, GroupKind, GroupRow, LicenseOfGroup, Membership};
pub use invoices::{INVOICES, InvoiceRow};
pub use issues::{ISSUES, IssuePost, IssueRow};
pub use licenses::{LICENSES, LicenseRow};
pub use organization::{ORGANIZATION, OrganizationRow};
pub use partner_catalog::{PARTNER_CATALOG, PartnerCatalogRow};
pub use partner_link::{PARTNER_LINK, PartnerLinkRow};
pub use partners::{PARTNERS, PartnerRow};
pub use password_expiry::{PASSWORD_EXPIRY, PasswordExpiryRow};
pub use registration_details::{REGISTRATION_DETAILS, RegistrationDetailsRow};
pub use role_definitions::{ROLE_DEFINITIONS, RoleDefinitionRow};
pub use roles::{Holder, ROLES, RoleAssignmentRow};
pub use service_health::{SERVICE_HEALTH, ServiceHealthRow};
pub use sign_in_activity::{SIGN_IN_ACTIVITY, SignInActivityRow, SignInStatus, SignIns};
pub use subscriptions::{SUBSCRIPTIONS, SubscriptionRow};
pub use transactions::{TRANSACTIONS, TransactionRow};
pub use users::{LicenseOfUser, USERS, UserRow};

use crate::insights::Facts;
use chrono::{DateTime, Utc};
use kontor_model::{Api, Object};
use kontor_store::{Cell, Derived, Filter, Item, Shape};
use serde_json::{Value, json};

/// Every collection that is read from the cloud. A new one is a file and a line here.
///
/// The order is that of a first load: what explains the others comes first, what a person looks at most comes next.
pub static COLLECTIONS: &[&Collection] = &[
    &organization::ORGANIZATION,
    &domains::DOMAINS,
    &directory_sync::DIRECTORY_SYNC,
    &authorization_policy::AUTHORIZATION_POLICY,
    &authentication_methods_policy::AUTHENTICATION_METHODS_POLICY,
    &role_definitions::ROLE_DEFINITIONS,
    &roles::ROLES,
    &service_health::SERVICE_HEALTH,
    &issues::ISSUES,
    &licenses::LICENSES,
    &groups::GROUPS,
    &users::USERS,
    &deleted_users::DELETED_USERS,
    &sign_in_activity::SIGN_IN_ACTIVITY,
    &registration_details::REGISTRATION_DETAILS,
    &subscriptions::SUBSCRIPTIONS,
    &billing_accounts::BILLING_ACCOUNTS,
    &billing_profiles::BILLING_PROFILES,
    &billing_subscriptions::BILLING_SUBSCRIPTIONS,
    &catalog::CATALOG,
    &partners::PARTNERS,
    &partner_link::PARTNER_LINK,
    &delegated_admin_relationships::DELEGATED_ADMIN_RELATIONSHIPS,
    &contracts::CONTRACTS,
    &customer_subscriptions::CUSTOMER_SUBSCRIPTIONS,
    &customers::CUSTOMERS,
    &partner_catalog::PARTNER_CATALOG,
    &invoices::INVOICES,
    &transactions::TRANSACTIONS,
];

/// Names for a part of a collection, or for another look at it.
pub static VIEWS: &[&View] = &[&users::GUEST_USERS, &password_expiry::PASSWORD_EXPIRY];

/// A kind of cloud object that is mirrored.
pub struct Collection {
    pub name: &'static str,
    pub source: Source,
    /// The least delegated scope of Graph that reads it; none when another service has it.
    pub scope: Option<&'static str>,
    pub shape: Shape,
    /// The values that lists filter, sort and search by.
    pub derive: fn(&str, &Object, &Facts) -> Derived,
    /// What the window shows of an object: the typed row, as JSON.
    pub row: fn(&str, &Object, &Facts) -> Value,
    /// What people call the object.
    pub title: fn(&Object) -> String,
}

/// How a collection is read.
pub enum Source {
    /// Graph with a delta query: a full round first, then rounds that cost what changed. `one` + id reads a single object.
    Delta {
        path: &'static str,
        one: &'static str,
        select: &'static str,
    },
    /// Graph without one: each round reads the list again.
    List { path: &'static str },
    /// The same of a report that Microsoft makes every few hours: it is read again only once in a while.
    Report { path: &'static str },
    /// The same, where Microsoft forgets what is old: what was seen once is kept for good. Objects have a
    /// `lastModifiedDateTime`, so that a round asks for what changed since; once a day it reads all that there is.
    /// `forget` takes out of an object that Microsoft no longer shows what is not known of it any more, and tells whether that was
    /// anything.
    Kept {
        path: &'static str,
        forget: fn(&mut Object) -> bool,
    },
    /// Graph, one property of the objects of another collection, which would not be read at all if it were asked for with the rest.
    /// What it brings is also laid over those objects. It is read once a day, or when all is asked for again.
    Apart {
        path: &'static str,
        of: &'static Collection,
        property: &'static str,
    },
    /// ARM: the billing accounts that the admin may read.
    BillingAccounts,
    /// ARM: what stands below each of them, at `path`. Some lists are asked for by a period.
    BelowBillingAccounts { path: &'static str, of_a_period: bool },
    /// ARM: the lines of each invoice in the mirror. They do not change, so that an invoice whose lines are known is not asked about again.
    Transactions,
    /// Graph: the organisations that own the tenant's subscriptions, each asked for by its id.
    SubscriptionOwners,
    /// ARM: the partner that the account's own work is credited to.
    PartnerLink { path: &'static str },
    /// Partner Center: what each of a partner's customers has subscribed to. Read again only once in a while, since each is asked about alone.
    CustomerSubscriptions { path: &'static str },
    /// Partner Center: a partner's customers, each asked for its country once.
    Customers { path: &'static str },
    /// Partner Center: what can be bought in each country that customers are in, which takes many requests and is read once a week.
    PartnerCatalog { path: &'static str },
    /// The table of products that Kontor carries, with what Graph's list at this path says that the tenant has of each.
    Catalog { owned: &'static str },
}

impl Source {
    /// What stands below billing accounts: with them it comes or fails.
    pub fn is_billing(&self) -> bool {
        matches!(
            self,
            Source::BillingAccounts | Source::BelowBillingAccounts { .. } | Source::Transactions
        )
    }

    /// The service that it is read from, and that takes what is changed of it.
    pub fn api(&self) -> Api {
        match self {
            Self::Delta { .. }
            | Self::List { .. }
            | Self::Report { .. }
            | Self::Kept { .. }
            | Self::Apart { .. }
            | Self::SubscriptionOwners
            | Self::Catalog { .. } => Api::Graph,
            Self::BillingAccounts
            | Self::BelowBillingAccounts { .. }
            | Self::Transactions
            | Self::PartnerLink { .. } => Api::Arm,
            Self::CustomerSubscriptions { .. } | Self::Customers { .. } | Self::PartnerCatalog { .. } => {
                Api::PartnerCenter
            }
        }
    }
}

/// A named part of a collection, with what it shows.
pub struct View {
    pub name: &'static str,
    pub of: &'static Collection,
    pub filters: fn() -> Vec<Filter>,
    /// What a filter that depends on the time means: its name, the wished value, now.
    pub timed: fn(&str, &str, DateTime<Utc>) -> Option<Vec<Filter>>,
    pub order: &'static str,
    pub row: fn(&str, &Object, &Facts) -> Value,
    /// The object as `kontor list` prints it.
    pub object: fn(&str, Object, &Facts) -> Object,
}

/// A collection, or a view of one, by the name that people and scripts use.
#[derive(Clone, Copy)]
pub enum Named {
    Whole(&'static Collection),
    Part(&'static View),
}

impl Named {
    pub fn find(name: &str) -> Option<Named> {
        let whole = COLLECTIONS.iter().find(|c| c.name == name).map(|c| Named::Whole(c));
        whole.or_else(|| VIEWS.iter().find(|v| v.name == name).map(|v| Named::Part(v)))
    }

    /// Every name, collections first.
    pub fn names() -> impl Iterator<Item = &'static str> {
        COLLECTIONS.iter().map(|c| c.name).chain(VIEWS.iter().map(|v| v.name))
    }

    pub fn collection(self) -> &'static Collection {
        match self {
            Named::Whole(collection) => collection,
            Named::Part(view) => view.of,
        }
    }

    pub fn filters(self) -> Vec<Filter> {
        match self {
            Named::Whole(_) => Vec::new(),
            Named::Part(view) => (view.filters)(),
        }
    }

    /// What a filter that depends on the time means; none when there is no such filter or value.
    pub fn timed(self, filter: &str, value: &str, now: DateTime<Utc>) -> Option<Vec<Filter>> {
        match self {
            Named::Whole(whole) if whole.name == invoices::INVOICES.name => invoices::payment(filter, value, now),
            Named::Whole(whole) if whole.name == USERS.name => users::timed(filter, value, now),
            Named::Whole(_) => None,
            Named::Part(view) => (view.timed)(filter, value, now),
        }
    }

    pub fn order(self) -> Option<&'static str> {
        match self {
            Named::Whole(_) => None,
            Named::Part(view) => Some(view.order),
        }
    }

    pub fn row(self, item: &Item, facts: &Facts) -> Value {
        let (id, object) = (&item.id, &item.object);
        match self {
            Named::Whole(whole) if whole.name == USERS.name => json!(users::row(id, object, &item.beside, facts)),
            Named::Part(view) if view.name == users::GUEST_USERS.name => {
                json!(users::row(id, object, &item.beside, facts))
            }
            Named::Whole(collection) => (collection.row)(id, object, facts),
            Named::Part(view) => (view.row)(id, object, facts),
        }
    }

    pub fn object(self, id: &str, object: Object, facts: &Facts) -> Object {
        match self {
            Named::Whole(whole) if whole.name == roles::ROLES.name => roles::named(object, facts),
            Named::Whole(_) => object,
            Named::Part(view) => (view.object)(id, object, facts),
        }
    }
}

impl Collection {
    /// The collection of that name. The names are those of [`COLLECTIONS`].
    pub fn find(name: &str) -> Option<&'static Collection> {
        COLLECTIONS.iter().find(|collection| collection.name == name).copied()
    }
}

/// The filter "this column has this text".
pub(crate) fn is(column: &str, text: &str) -> Filter {
    Filter::In {
        column: column.to_owned(),
        cells: vec![Cell::Text(text.to_owned())],
    }
}
