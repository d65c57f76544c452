//! What the account that is signed in may do, told before Microsoft refuses it: its roles, the permissions that the app was
//! given, and the roles of those it would change.
//!
//! A prediction. Roles that were given since the last sync, or through a group or a delegation, or that wait to be activated
//! are not seen here, so that nothing is refused for it: Microsoft has the last word.

pub mod roles;

use crate::collections::{COLLECTIONS, ROLES, USERS};
use crate::insights::Facts;
use crate::operations::{Change, Kind, OPERATIONS};
use crate::service::Service;
use crate::session::Session;
use crate::sign_in::SIGNED_IN;
use kontor_cloud::{FaultKind, ReadOptions};
use kontor_model::{Api, AuthKind, Object, Operation, Result};
use roles::{GLOBAL, reaches};
use serde::Serialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use ts_rs::TS;

/// Permissions of which each includes a lesser one.
const WIDER: [(&str, &[&str]); 5] = [
    ("User.ReadWrite.All", &["Directory.ReadWrite.All"]),
    (
        "User.DeleteRestore.All",
        &["User.ReadWrite.All", "Directory.ReadWrite.All"],
    ),
    (
        "LicenseAssignment.ReadWrite.All",
        &["User.ReadWrite.All", "Directory.ReadWrite.All"],
    ),
    ("Domain.ReadWrite.All", &["Directory.ReadWrite.All"]),
    ("User-PasswordProfile.ReadWrite.All", &["Directory.AccessAsUser.All"]),
];

/// What operations need for which there is a step of its own, by the names that Microsoft's pages give it.
const APART: [(Service, &str); 2] = [
    (Service::Bills, "user_impersonation (Azure Resource Manager)"),
    (Service::Partner, "user_impersonation (Partner Center)"),
];

/// What is known of the account and of what it may do.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Access {
    pub auth: AuthKind,
    /// None for an application, or before the first sync.
    pub account: Option<Account>,
    /// Names of the Entra roles that the account holds in the whole tenant; none when that is not known.
    pub roles: Option<Vec<String>>,
    /// Roles it holds in a part of the tenant (an administrative unit) only.
    pub roles_in_part: Vec<String>,
    pub is_global_administrator: bool,
    /// The delegated permissions that were given; none when that is not known.
    pub scopes: Option<Vec<String>>,
    pub operations: Vec<MayDo>,
    /// What reads each collection of Graph, and whether it was given.
    pub reading: Vec<MayRead>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Account {
    pub id: String,
    pub user_principal_name: Option<String>,
    pub display_name: Option<String>,
}

/// Whether a kind of operation will work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct MayDo {
    pub operation: &'static str,
    pub verdict: Verdict,
    /// The permission that the app lacks. Signing in again asks for it once such a change waits.
    pub missing_scope: Option<&'static str>,
    /// What a step of its own asks for the permission; none where any sign-in does.
    pub service: Option<Service>,
    /// The account holds none of these roles, each of which would do, the least first.
    pub missing_roles: &'static [&'static str],
    /// Roles of the target that are out of the account's reach.
    pub out_of_reach: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Nothing that is known here stands against it.
    Works,
    /// Once the app was given a permission, which is asked for.
    NeedsPermission,
    /// Microsoft will refuse it.
    NeedsRole,
    /// It cannot be known here.
    Unknown,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct MayRead {
    pub collection: &'static str,
    pub scope: &'static str,
    /// None when it is not known which permissions were given.
    pub given: Option<bool>,
}

/// A delegated permission of Graph, and all that needs it.
#[derive(Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Permission {
    pub scope: &'static str,
    /// Collections that it reads. They are what the first sign-in asks for.
    pub collections: Vec<&'static str>,
    /// Operations that are sent with it.
    pub operations: Vec<&'static str>,
}

/// Every permission, those that read first: for whoever registers an app.
pub fn permissions() -> Vec<Permission> {
    let mut found: BTreeMap<&str, Permission> = BTreeMap::new();
    let reads = COLLECTIONS
        .iter()
        .filter_map(|one| Some((one.scope?, Some(one.name), None)));
    let writes = OPERATIONS
        .iter()
        .filter_map(|kind| Some((kind.scope?, None, Some(kind.name))));
    for (scope, collection, operation) in reads.chain(writes) {
        let permission = found.entry(scope).or_insert(Permission {
            scope,
            collections: Vec::new(),
            operations: Vec::new(),
        });
        permission.collections.extend(collection);
        permission.operations.extend(operation);
    }
    let mut found: Vec<_> = found.into_values().collect();
    found.sort_by_key(|permission| permission.collections.is_empty());
    found
}

/// What the account may do to anybody who holds no role.
pub fn access(session: &Session) -> Result<Access> {
    let (standing, facts) = (Standing::of(session)?, session.facts()?);
    let operations = OPERATIONS.iter().map(|kind| standing.may_do(kind, None, &facts));
    let reading = COLLECTIONS.iter().filter_map(|collection| {
        let scope = collection.scope?;
        let given = standing.given(scope);
        let collection = collection.name;
        Some(MayRead {
            collection,
            scope,
            given,
        })
    });
    Ok(Access {
        auth: session.tenant.auth,
        operations: operations.collect(),
        reading: reading.collect(),
        is_global_administrator: standing.holds(GLOBAL),
        account: standing.account,
        roles: standing.roles.map(|roles| roles.into_iter().collect()),
        roles_in_part: standing.in_part.into_iter().collect(),
        scopes: standing.scopes,
    })
}

/// Asks who a given token belongs to, once for each token: nobody signed in here who would have told.
///
/// # Errors
/// Faults of the store. What does not answer now is asked again at the next sync.
pub(crate) async fn learn_account(session: &Session, options: &ReadOptions) -> Result<()> {
    if session.tenant.auth != AuthKind::Token || session.store.setting(SIGNED_IN)?.is_some_and(|who| !who.is_null()) {
        return Ok(());
    }
    let path = "/v1.0/me?$select=id,userPrincipalName,displayName";
    let who = match session.cloud.get(Api::Graph, path, options).await {
        Ok(reply) => {
            let told = |name: &str| (name.to_owned(), reply.body.get(name).cloned().unwrap_or_default());
            Object::from_iter(["id", "userPrincipalName", "displayName"].map(told))
        }
        // The token of an application belongs to nobody.
        Err(fault) if matches!(fault.kind, FaultKind::Denied | FaultKind::Refused | FaultKind::NotFound) => {
            Object::new()
        }
        Err(_) => return Ok(()),
    };
    session.store.set_setting(SIGNED_IN, &Value::Object(who))
}

/// What is known of the account.
pub struct Standing {
    account: Option<Account>,
    roles: Option<BTreeSet<String>>,
    in_part: BTreeSet<String>,
    scopes: Option<Vec<String>>,
    /// What whoever is signed in was not asked for leave to, or did not give it.
    lacks: Vec<Service>,
}

impl Standing {
    pub fn of(session: &Session) -> Result<Self> {
        let who = session.store.setting(SIGNED_IN)?.unwrap_or_default();
        let text = |name: &str| who[name].as_str().map(str::to_owned);
        let account = text("id").map(|id| Account {
            id,
            user_principal_name: text("userPrincipalName"),
            display_name: text("displayName"),
        });
        let scopes: Option<Vec<String>> = who["scopes"].as_array().map(|scopes| {
            let short = |scope: &str| scope.rsplit('/').next().unwrap_or(scope).to_owned();
            scopes.iter().filter_map(Value::as_str).map(short).collect()
        });
        // Before the assignments were read once it cannot be told that somebody has none. Whoever is not in this directory, as a
        // partner's person is not, holds roles by delegation, of which nothing is assigned here.
        let known = session.store.sync_state(ROLES.name)?.complete
            && match &account {
                Some(account) => session.store.show(&session.rules(&USERS)?, &account.id)?.is_some(),
                None => false,
            };
        let facts = session.facts()?;
        let held = |whole: bool| {
            let id = account
                .as_ref()
                .map(|account| account.id.to_lowercase())
                .unwrap_or_default();
            let held = facts.roles.get(&id).into_iter().flatten();
            held.filter(move |role| role.is_of_whole_tenant() == whole)
                .map(|role| role.name.clone())
        };
        let mut lacks = Vec::new();
        for (service, _) in APART.iter().filter(|_| scopes.is_some()) {
            if !service.is_given(session)? {
                lacks.push(*service);
            }
        }
        Ok(Self {
            roles: known.then(|| held(true).collect()),
            in_part: held(false).collect(),
            account,
            lacks,
            scopes,
        })
    }

    /// What the account may do to this target.
    pub fn may_change(&self, kind: &'static Kind, change: &dyn Change, target: &str, facts: &Facts) -> MayDo {
        self.may_do(kind, change.is_sensitive().then_some(target), facts)
    }

    /// Whether the account may do an operation of the outbox; none when this version cannot read it.
    pub fn access_to(&self, operation: &Operation, facts: &Facts) -> Option<MayDo> {
        let kind = Kind::find(&operation.operation).ok()?;
        let change = kind.read(&operation.input).ok()?;
        Some(self.may_change(kind, &*change, &operation.target.id, facts))
    }

    fn holds(&self, role: &str) -> bool {
        self.roles.as_ref().is_some_and(|roles| roles.contains(role))
    }

    /// Whether a permission, or one that includes it, was given.
    fn given(&self, scope: &str) -> Option<bool> {
        let wider = WIDER.iter().find(|(lesser, _)| *lesser == scope);
        let mut enough = wider
            .map(|(_, wider)| *wider)
            .unwrap_or_default()
            .iter()
            .chain([&scope]);
        let scopes = self.scopes.as_ref()?;
        Some(enough.any(|one| scopes.iter().any(|held| held.eq_ignore_ascii_case(one))))
    }

    /// `target` only where its own roles count.
    fn may_do(&self, kind: &'static Kind, target: Option<&str>, facts: &Facts) -> MayDo {
        let apart = APART
            .iter()
            .find(|(service, _)| service.api() == kind.api() && kind.page().is_none() && self.lacks.contains(service));
        let missing_scope = match apart {
            Some((_, name)) => Some(*name),
            None => kind.scope.filter(|scope| self.given(scope) == Some(false)),
        };
        let suffices = |role: &&str| self.holds(role);
        let acting: Vec<&str> = [GLOBAL].iter().chain(kind.roles).copied().filter(suffices).collect();
        let held = target.and_then(|target| facts.roles.get(&target.to_lowercase()));
        let out_of_reach: Vec<String> = held
            .into_iter()
            .flatten()
            .map(|role| role.name.clone())
            .filter(|held| !acting.iter().any(|role| reaches(role, held)))
            .collect();
        let lacks_role = !kind.roles.is_empty() && acting.is_empty();
        let in_part = kind.roles.iter().any(|role| self.in_part.contains(*role));
        let verdict = match &self.roles {
            // A role over a part of the tenant may reach this target or not.
            Some(_) if lacks_role && in_part => Verdict::Unknown,
            Some(_) if lacks_role || !out_of_reach.is_empty() => Verdict::NeedsRole,
            _ if missing_scope.is_some() => Verdict::NeedsPermission,
            None if !kind.roles.is_empty() => Verdict::Unknown,
            _ if (kind.scope.is_some() || kind.api() != Api::Graph)
                && self.scopes.is_none()
                && self.roles.is_none() =>
            {
                Verdict::Unknown
            }
            _ => Verdict::Works,
        };
        let refused = verdict == Verdict::NeedsRole;
        MayDo {
            operation: kind.name,
            verdict,
            missing_scope,
            service: apart.map(|(service, _)| *service),
            missing_roles: if refused && lacks_role { kind.roles } else { &[] },
            out_of_reach: if refused { out_of_reach } else { Vec::new() },
        }
    }
}
