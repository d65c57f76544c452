//! When does a password expire? Microsoft has no field for it: this is the documented rule, as a pure function.
//!
//! The rule weighs, in this order: guests, federated domains, directory sync, the user's own `passwordPolicies`, the
//! domain's `passwordValidityPeriodInDays`, and `lastPasswordChangeDateTime`. Where Microsoft's texts disagree or a value
//! is missing the result says so; a date is never guessed.

use chrono::{DateTime, Datelike, TimeDelta, Utc};
use serde::Serialize;
use std::collections::BTreeMap;
use ts_rs::TS;

/// Microsoft's value of `passwordValidityPeriodInDays` for "never expires" (the largest 32-bit integer).
pub const NEVER: i64 = i32::MAX as i64;

/// The user's own policy of the same meaning.
pub const OWN_NEVER: &str = "DisablePasswordExpiration";

/// Days assumed where a domain has no value of its own (Graph's documentation of `passwordValidityPeriodInDays`).
const ASSUMED_DAYS: i64 = 90;

/// Days before the expiry at which the notice starts, where a domain has no value of its own.
const ASSUMED_NOTICE_DAYS: i64 = 14;

/// What kind of answer it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(rename = "ExpiryStatus")]
pub enum Status {
    /// It expires, or has expired, at `at`.
    Dated,
    Never,
    /// No value is set and the tenant is young enough for "never" to be the default.
    ProbablyNever,
    /// The password is kept somewhere else.
    NotApplicable,
    Unknown,
}

impl Status {
    pub fn name(self) -> &'static str {
        match self {
            Self::Dated => "dated",
            Self::Never => "never",
            Self::ProbablyNever => "probably-never",
            Self::NotApplicable => "not-applicable",
            Self::Unknown => "unknown",
        }
    }
}

/// Why the answer is what it is. Each has a sentence in the message catalogues.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(rename = "ExpiryReason")]
pub enum Reason {
    DomainPolicy,
    /// The domain has no value; Graph documents 90 days as the default.
    AssumedNinetyDays,
    UserNeverExpires,
    DomainNeverExpires,
    /// Synced with the cloud policy off: the directory on the premises decides, and the cloud password does not expire.
    OnPremises,
    NoPolicySinceTwentyTwentyOne,
    Guest,
    FederatedDomain,
    /// The switch for synced users could not be read.
    SyncFeatureUnknown,
    DomainUnknown,
    /// `lastPasswordChangeDateTime` is empty.
    NeverChanged,
    /// A value that makes no sense (zero, negative, a date that cannot be).
    ValueOutOfRange,
}

impl Reason {
    pub fn name(self) -> &'static str {
        match self {
            Self::DomainPolicy => "domain-policy",
            Self::AssumedNinetyDays => "assumed-ninety-days",
            Self::UserNeverExpires => "user-never-expires",
            Self::DomainNeverExpires => "domain-never-expires",
            Self::OnPremises => "on-premises",
            Self::NoPolicySinceTwentyTwentyOne => "no-policy-since-twenty-twenty-one",
            Self::Guest => "guest",
            Self::FederatedDomain => "federated-domain",
            Self::SyncFeatureUnknown => "sync-feature-unknown",
            Self::DomainUnknown => "domain-unknown",
            Self::NeverChanged => "never-changed",
            Self::ValueOutOfRange => "value-out-of-range",
        }
    }

    /// Whether the number of days of a domain has a say in the answer; otherwise no change of it reaches the user.
    pub fn is_of_policy(self) -> bool {
        matches!(
            self,
            Self::DomainPolicy
                | Self::AssumedNinetyDays
                | Self::DomainNeverExpires
                | Self::NoPolicySinceTwentyTwentyOne
        )
    }
}

/// The answer for one user. Whether `at` has passed depends on the clock and is left to the reader.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Expiry {
    pub status: Status,
    pub reason: Reason,
    pub at: Option<DateTime<Utc>>,
    /// When warning starts.
    pub notice_from: Option<DateTime<Utc>>,
    /// The number of days that was used, where one was.
    #[ts(type = "number | null")]
    pub days: Option<i64>,
}

/// The password policy of one domain, as far as it was read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct DomainPolicy {
    pub federated: bool,
    pub validity_days: Option<i64>,
    pub notice_days: Option<i64>,
}

/// Whether the cloud's policy applies to users synced from a directory on the premises.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub enum SyncedUsers {
    /// `cloudPasswordPolicyForPasswordSyncedUsersEnabled` is on.
    FollowCloudPolicy,
    /// It is off, which is Microsoft's default.
    FollowPremises,
    /// It could not be read (reading needs Global Administrator).
    #[default]
    Unknown,
}

/// Everything besides the user that the answer depends on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Policies {
    /// By domain name in lower case.
    pub domains: BTreeMap<String, DomainPolicy>,
    pub synced_users: SyncedUsers,
    pub tenant_created: Option<DateTime<Utc>>,
}

impl Policies {
    /// What holds in a domain: its own values, each completed from the nearest domain above it that has one.
    pub fn in_force(&self, domain: &str) -> DomainPolicy {
        effective_policy(&domain.to_lowercase(), self).unwrap_or_default()
    }

    /// The domains whose users follow the validity of this one: itself, and those below it that state none of their own.
    pub fn governed_by(&self, domain: &str) -> Vec<String> {
        let domain = domain.to_lowercase();
        let follows = |name: &str| {
            let mut rest = Some(name);
            while let Some(above) = rest.filter(|above| *above != domain) {
                if self
                    .domains
                    .get(above)
                    .is_some_and(|policy| policy.validity_days.is_some())
                {
                    return false;
                }
                rest = above.split_once('.').map(|(_, parent)| parent);
            }
            rest.is_some()
        };
        let below = self.domains.keys().filter(|name| **name != domain && follows(name));
        below.cloned().chain([domain.clone()]).collect()
    }
}

/// What must be known of the user.
#[derive(Clone, Debug, Default)]
pub struct Subject<'a> {
    pub user_principal_name: &'a str,
    pub guest: bool,
    pub synced: bool,
    pub password_policies: Option<&'a str>,
    pub last_password_change: Option<DateTime<Utc>>,
}

/// Works out the expiry of one user's password.
pub fn expiry(user: &Subject<'_>, policies: &Policies) -> Expiry {
    let name = user.user_principal_name.to_lowercase();
    if user.guest || name.contains("#ext#") {
        return plain(Status::NotApplicable, Reason::Guest);
    }
    let Some(domain) = name.rsplit_once('@').map(|(_, domain)| domain) else {
        return plain(Status::Unknown, Reason::DomainUnknown);
    };
    let Some(policy) = effective_policy(domain, policies) else {
        return plain(Status::Unknown, Reason::DomainUnknown);
    };
    if policy.federated {
        return plain(Status::NotApplicable, Reason::FederatedDomain);
    }
    if user.synced {
        match policies.synced_users {
            SyncedUsers::FollowCloudPolicy => {}
            SyncedUsers::FollowPremises => return plain(Status::Never, Reason::OnPremises),
            SyncedUsers::Unknown => return plain(Status::Unknown, Reason::SyncFeatureUnknown),
        }
    }
    if never_expires(user.password_policies) {
        return plain(Status::Never, Reason::UserNeverExpires);
    }
    dated(user.last_password_change, &policy, policies.tenant_created)
}

/// `passwordPolicies` is one string that may name several policies; letter case and spaces do not matter.
pub fn never_expires(password_policies: Option<&str>) -> bool {
    password_policies.is_some_and(|text| text.split(',').any(|part| part.trim().eq_ignore_ascii_case(OWN_NEVER)))
}

/// The domain's own values, each completed from the nearest domain above it that has one.
fn effective_policy(domain: &str, policies: &Policies) -> Option<DomainPolicy> {
    let mut found: Option<DomainPolicy> = None;
    let mut rest = Some(domain);
    while let Some(name) = rest {
        if let Some(policy) = policies.domains.get(name) {
            let answer = found.get_or_insert_with(|| DomainPolicy {
                federated: policy.federated,
                ..Default::default()
            });
            answer.validity_days = answer.validity_days.or(policy.validity_days);
            answer.notice_days = answer.notice_days.or(policy.notice_days);
        }
        rest = name.split_once('.').map(|(_, parent)| parent);
    }
    found
}

fn dated(changed: Option<DateTime<Utc>>, policy: &DomainPolicy, tenant_created: Option<DateTime<Utc>>) -> Expiry {
    let (days, reason) = match policy.validity_days {
        Some(NEVER) => return plain(Status::Never, Reason::DomainNeverExpires),
        Some(days) if days <= 0 => return plain(Status::Unknown, Reason::ValueOutOfRange),
        Some(days) => (days, Reason::DomainPolicy),
        None if tenant_created.is_some_and(|created| created.year() >= 2021) => {
            return plain(Status::ProbablyNever, Reason::NoPolicySinceTwentyTwentyOne);
        }
        None => (ASSUMED_DAYS, Reason::AssumedNinetyDays),
    };
    let Some(changed) = changed else {
        return plain(Status::Unknown, Reason::NeverChanged);
    };
    // Year 1 is how some of Microsoft's services write "never".
    let at = TimeDelta::try_days(days).and_then(|span| changed.checked_add_signed(span));
    let Some(at) = at.filter(|at| changed.year() > 1 && at.year() <= 9999) else {
        return plain(Status::Unknown, Reason::ValueOutOfRange);
    };
    let before = |days: i64| {
        let from = TimeDelta::try_days(days).and_then(|span| at.checked_sub_signed(span));
        from.filter(|from| days > 0 && from.year() >= 1)
    };
    let notice_from = policy
        .notice_days
        .and_then(before)
        .or_else(|| before(ASSUMED_NOTICE_DAYS));
    Expiry {
        status: Status::Dated,
        reason,
        at: Some(at),
        notice_from,
        days: Some(days),
    }
}

fn plain(status: Status, reason: Reason) -> Expiry {
    Expiry {
        status,
        reason,
        at: None,
        notice_from: None,
        days: None,
    }
}

#[cfg(test)]
mod tests;
