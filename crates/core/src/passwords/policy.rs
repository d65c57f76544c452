//! A new password policy for one domain, for some, or for the whole organisation: Microsoft keeps it per domain, so that "all"
//! is one ordinary `update-domain` for each, queued together.

use super::impact::{Impact, impact};
use crate::access::MayDo;
use crate::collections::{DOMAINS, domains, field};
use crate::operations::{Kind, Wish};
use crate::outbox;
use crate::session::Session;
use chrono::{DateTime, Utc};
use kontor_model::{Error, FieldChange, Hold, Object, Operation, OperationId, Result};
use kontor_store::{Derivation, Item, Query};
use serde::Serialize;
use serde_json::Value;
use ts_rs::TS;

/// What a new policy would do, before it is queued.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PolicyPreview {
    /// The domains that are changed, each with an operation of its own.
    pub targets: Vec<PolicyTarget>,
    pub left_out: Vec<LeftOutDomain>,
    /// None where nothing would change, or the policy would be refused.
    pub impact: Option<Impact>,
    /// When the server last confirmed the users that were counted; none before the first load has ended.
    pub as_of: Option<DateTime<Utc>>,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PolicyTarget {
    pub id: String,
    pub changes: Vec<FieldChange>,
    pub errors: Vec<Error>,
    pub access: MayDo,
    pub hold: Option<Hold>,
    /// Domains below it that state nothing of their own and follow it.
    pub followers: Vec<String>,
}

#[derive(Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LeftOutDomain {
    pub id: String,
    pub reason: LeftOut,
    /// The domain that it follows.
    pub follows: Option<String>,
}

/// Why a domain has no part in a policy for all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(rename = "PolicyLeftOut")]
pub enum LeftOut {
    NotVerified,
    Federated,
    /// It states nothing of its own, and a domain above it is changed.
    Follows,
    AlreadySo,
}

/// What `input` would do to these domains; without any, to every verified and managed one.
///
/// # Errors
/// [`kontor_model::Code::NotFound`] for a domain that the mirror does not have, [`kontor_model::Code::Invalid`] for an input that cannot be read.
pub fn preview_policy(
    session: &Session,
    named: &[String],
    input: &Value,
    replaces: Option<OperationId>,
) -> Result<PolicyPreview> {
    let change = Kind::find(UPDATE_DOMAIN)?.read(input)?;
    let all = every_domain(session, replaces)?;
    let (wanted, mut left_out) = match named {
        [] => for_all(&all),
        named => (named.to_vec(), Vec::new()),
    };
    let facts = session.facts()?;
    let mut policies = facts.policies.clone();
    let mut targets = Vec::new();
    for id in wanted {
        let shown = outbox::preview(session, wish(&id, input), replaces)?;
        if shown.changes.is_empty() && named.is_empty() {
            left_out.push(LeftOutDomain::because(LeftOut::AlreadySo, id));
            continue;
        }
        if let Some((_, domain)) = all.iter().find(|(known, _)| *known == id) {
            let mut domain = domain.clone();
            change.project(&mut domain);
            policies.domains.insert(id.to_lowercase(), domains::policy(&domain));
        }
        let mut followers = facts.policies.governed_by(&id);
        followers.retain(|one| *one != id.to_lowercase());
        targets.push(PolicyTarget {
            followers,
            changes: shown.changes,
            errors: shown.errors,
            access: shown.access,
            hold: shown.hold,
            id,
        });
    }
    let counts = !targets.is_empty() && targets.iter().all(|one| one.errors.is_empty());
    let concerned = targets
        .iter()
        .flat_map(|one| one.followers.iter().cloned().chain([one.id.to_lowercase()]));
    let mut concerned: Vec<String> = concerned.collect();
    concerned.sort();
    concerned.dedup();
    Ok(PolicyPreview {
        impact: counts.then(|| impact(session, &concerned, policies)).transpose()?,
        as_of: session.store.sync_state("users")?.as_of,
        targets,
        left_out,
    })
}

/// Queues it for the same domains: one operation each, all of them or none.
///
/// # Errors
/// The first that a domain is refused for; [`kontor_model::Code::Invalid`] when it would change nothing anywhere.
pub fn queue_policy(session: &Session, named: &[String], input: &Value) -> Result<Vec<Operation>> {
    let shown = preview_policy(session, named, input, None)?;
    if shown.targets.is_empty() {
        let why = "Nothing would change: the policy is already as asked.";
        return Err(Error::invalid("input", why));
    }
    let wishes = shown.targets.iter().map(|target| wish(&target.id, input));
    outbox::queue_all(session, wishes.collect(), None)
}

const UPDATE_DOMAIN: &str = "update-domain";

fn wish(id: &str, input: &Value) -> Wish {
    Wish {
        operation: UPDATE_DOMAIN.to_owned(),
        id: id.to_owned(),
        input: input.clone(),
    }
}

/// Every domain with what the outbox will make of it; `replaces` is about to give way and counts no more.
fn every_domain(session: &Session, replaces: Option<OperationId>) -> Result<Vec<(String, Object)>> {
    let rules = session.rules(&DOMAINS)?;
    let query = Query {
        order: Some("name"),
        limit: 5_000,
        ..Query::default()
    };
    let projected = |item: Item| {
        let mut pending = item.pending;
        pending.retain(|one| Some(one.id) != replaces);
        let mut object = item.server;
        rules.project(&pending, &mut object);
        (item.id, object)
    };
    let listed = session.store.list(&rules, &query)?.items;
    Ok(listed.into_iter().map(projected).collect())
}

/// The domains that a policy for all must be set on, and the others.
fn for_all(all: &[(String, Object)]) -> (Vec<String>, Vec<LeftOutDomain>) {
    let (mut wanted, mut left_out, mut silent) = (Vec::new(), Vec::new(), Vec::new());
    for (id, domain) in all {
        let policy = domains::policy(domain);
        let is_root = field::flag(domain, "isRoot") != Some(false);
        match field::flag(domain, "isVerified") {
            Some(true) if policy.federated => left_out.push(LeftOutDomain::because(LeftOut::Federated, id.clone())),
            Some(true) if !is_root && policy.validity_days.is_none() => silent.push(id.clone()),
            Some(true) => wanted.push(id.clone()),
            _ => left_out.push(LeftOutDomain::because(LeftOut::NotVerified, id.clone())),
        }
    }
    // A domain below that states nothing follows the nearest one above it, unless none there is changed.
    for id in silent {
        let above = |root: &&String| id.to_lowercase().ends_with(&format!(".{}", root.to_lowercase()));
        match wanted.iter().filter(above).max_by_key(|root| root.len()).cloned() {
            Some(root) => left_out.push(LeftOutDomain {
                follows: Some(root),
                ..LeftOutDomain::because(LeftOut::Follows, id)
            }),
            None => wanted.push(id),
        }
    }
    (wanted, left_out)
}

impl LeftOutDomain {
    fn because(reason: LeftOut, id: String) -> Self {
        Self {
            id,
            reason,
            follows: None,
        }
    }
}
