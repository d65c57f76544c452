//! Where the password policies of a tenant have gaps, each with what it stands on.

use crate::collections::{DOMAINS, ROLES, USERS, domains, field, password_expiry};
use crate::insights::{Reason, Status, Subject, expiry};
use crate::session::Session;
use chrono::{DateTime, Utc};
use kontor_model::Result;
use kontor_store::{Cell, Query};
use serde::Serialize;
use std::collections::BTreeMap;
use ts_rs::TS;

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "PolicyGaps")]
pub struct Gaps {
    /// Verified and managed domains that state no number of days, nor does one above them.
    pub without_policy: Vec<DomainGap>,
    /// The policies in force, those that most people are under first. More than one: the domains differ.
    pub policies: Vec<PolicyInForce>,
    /// Holders of roles whose own policy says that their password never ends; none when the roles are not known.
    pub admins: Option<Vec<AdminWithoutEnd>>,
    /// Users whose date is unknown, by the reason.
    pub unknown: Vec<UnknownDates>,
    /// When the server last confirmed the users; none before the first load has ended.
    pub as_of: Option<DateTime<Utc>>,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DomainGap {
    pub id: String,
    /// What it is taken for meanwhile.
    pub means: Reason,
    #[ts(type = "number")]
    pub users: u64,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PolicyInForce {
    /// Days; none where nothing is stated.
    #[ts(type = "number | null")]
    pub validity_days: Option<i64>,
    #[ts(type = "number | null")]
    pub notice_days: Option<i64>,
    pub domains: Vec<String>,
    #[ts(type = "number")]
    pub users: u64,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AdminWithoutEnd {
    pub id: String,
    pub display_name: Option<String>,
    pub user_principal_name: Option<String>,
    pub account_enabled: Option<bool>,
    pub roles: Vec<String>,
}

#[derive(Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct UnknownDates {
    pub reason: Reason,
    #[ts(type = "number")]
    pub count: u64,
}

pub fn gaps(session: &Session) -> Result<Gaps> {
    let rules = session.rules(&USERS)?;
    let own = kontor_store::Filter::Not(Box::new(crate::collections::is("expiry", Status::NotApplicable.name())));
    let tally = session.store.tally(&rules, "domain", &[own])?;
    let users_of: BTreeMap<String, u64> = tally
        .into_iter()
        .filter_map(|(cell, count)| match cell {
            Cell::Text(domain) => Some((domain, count)),
            _ => None,
        })
        .collect();
    let mut without_policy = Vec::new();
    let mut policies: BTreeMap<(Option<i64>, Option<i64>), PolicyInForce> = BTreeMap::new();
    let domain_rules = session.rules(&DOMAINS)?;
    let query = Query {
        order: Some("name"),
        limit: 5_000,
        mirror_only: true,
        ..Query::default()
    };
    for domain in session.store.list(&domain_rules, &query)?.items {
        let managed = !domains::policy(&domain.server).federated;
        if !managed || field::flag(&domain.server, "isVerified") != Some(true) {
            continue;
        }
        let users = users_of.get(&domain.id.to_lowercase()).copied().unwrap_or_default();
        let in_force = rules.facts.policies.in_force(&domain.id);
        let (validity_days, notice_days) = (in_force.validity_days, in_force.notice_days);
        // What the rule says of somebody there whose password is as new as can be.
        let upn = format!("@{}", domain.id);
        let somebody = Subject {
            user_principal_name: &upn,
            last_password_change: Some(session.now()),
            ..Subject::default()
        };
        let means = expiry(&somebody, &rules.facts.policies).reason;
        if validity_days.is_none() {
            let id = domain.id.clone();
            without_policy.push(DomainGap { id, means, users });
        }
        let one = policies.entry((validity_days, notice_days)).or_insert(PolicyInForce {
            validity_days,
            notice_days,
            domains: Vec::new(),
            users: 0,
        });
        one.domains.push(domain.id);
        one.users += users;
    }
    let mut policies: Vec<PolicyInForce> = policies.into_values().collect();
    policies.sort_by_key(|one| std::cmp::Reverse(one.users));
    let unknown = session.store.tally(
        &rules,
        "reason",
        &[crate::collections::is("expiry", Status::Unknown.name())],
    )?;
    let reasons = [
        Reason::SyncFeatureUnknown,
        Reason::DomainUnknown,
        Reason::NeverChanged,
        Reason::ValueOutOfRange,
    ];
    let named = |(cell, count): (Cell, u64)| {
        let reason = reasons
            .into_iter()
            .find(|reason| cell == Cell::Text(reason.name().to_owned()))?;
        Some(UnknownDates { reason, count })
    };
    Ok(Gaps {
        without_policy,
        policies,
        admins: admins(session)?,
        unknown: unknown.into_iter().filter_map(named).collect(),
        as_of: session.store.sync_state(USERS.name)?.as_of,
    })
}

fn admins(session: &Session) -> Result<Option<Vec<AdminWithoutEnd>>> {
    if !session.store.sync_state(ROLES.name)?.complete {
        return Ok(None);
    }
    let rules = session.rules(&USERS)?;
    let mut found = Vec::new();
    for (holder, roles) in &rules.facts.roles {
        // A holder may be an application, or not be mirrored.
        let Some(user) = session.store.show(&rules, holder)? else {
            continue;
        };
        if password_expiry::expiry_of(&user.object, &rules.facts).reason != Reason::UserNeverExpires {
            continue;
        }
        let mut roles: Vec<String> = roles.iter().map(|role| role.name.clone()).collect();
        roles.sort();
        roles.dedup();
        found.push(AdminWithoutEnd {
            display_name: field::text(&user.object, "displayName"),
            user_principal_name: field::text(&user.object, "userPrincipalName"),
            account_enabled: field::flag(&user.object, "accountEnabled"),
            id: user.id,
            roles,
        });
    }
    Ok(Some(found))
}
