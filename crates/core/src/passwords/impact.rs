//! Whom a change of password policies hits: every user's answer before and after it, counted in one pass over the mirror.

use crate::collections::{USERS, field, password_expiry};
use crate::derivation::Rules;
use crate::insights::{Expiry, Facts, Policies, Reason, Status};
use crate::session::Session;
use chrono::{DateTime, TimeDelta, Utc};
use kontor_model::Result;
use kontor_store::{Cell, Filter};
use serde::Serialize;
use std::collections::{BTreeMap, BinaryHeap};
use std::sync::Arc;
use ts_rs::TS;

/// How many people are shown by name.
const SAMPLE: usize = 10;

/// What the change makes of the users of the domains it is about.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "PolicyImpact")]
pub struct Impact {
    /// Everybody with a sign-in name in these domains, guests among them.
    #[ts(type = "number")]
    pub users: u64,
    /// Those of them whose password follows the policy.
    #[ts(type = "number")]
    pub under: u64,
    /// How those stand now, and with the new policy.
    pub before: Standing,
    pub after: Standing,
    /// Ended by the new policy and not by the old one: they must choose a new password at the next sign-in.
    #[ts(type = "number")]
    pub at_once: u64,
    /// How many of those are blocked from signing in.
    #[ts(type = "number")]
    pub at_once_blocked: u64,
    /// Ended until now, and valid again.
    #[ts(type = "number")]
    pub valid_again: u64,
    #[ts(type = "number")]
    pub newly_never: u64,
    /// Without an end until now.
    #[ts(type = "number")]
    pub newly_dated: u64,
    /// In the time of notice with the new policy and not with the old one.
    #[ts(type = "number")]
    pub newly_noticed: u64,
    /// Those who are not under the policy, by the reason, most first.
    pub untouched: Vec<Untouched>,
    /// Some of those whose answer changes: who is hit at once first, then who is hit soonest.
    pub sample: Vec<Hit>,
}

/// How many passwords stand where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "PolicyStanding")]
pub struct Standing {
    #[ts(type = "number")]
    pub ended: u64,
    /// In the next 7 days, 14 days, 30 days: each among the next.
    #[ts(type = "number")]
    pub within7: u64,
    #[ts(type = "number")]
    pub within14: u64,
    #[ts(type = "number")]
    pub within30: u64,
    #[ts(type = "number")]
    pub later: u64,
    #[ts(type = "number")]
    pub never: u64,
    #[ts(type = "number")]
    pub probably_never: u64,
    #[ts(type = "number")]
    pub unknown: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "PolicyUntouched")]
pub struct Untouched {
    pub reason: Reason,
    #[ts(type = "number")]
    pub count: u64,
}

/// Somebody whose answer changes.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "PolicyHit")]
pub struct Hit {
    pub id: String,
    pub display_name: Option<String>,
    pub user_principal_name: Option<String>,
    pub account_enabled: Option<bool>,
    pub from: Expiry,
    pub to: Expiry,
}

impl Standing {
    fn add(&mut self, answer: &Expiry, now: DateTime<Utc>) {
        let place = match (answer.status, answer.at) {
            (Status::Dated, Some(at)) if at <= now => &mut self.ended,
            (Status::Dated, Some(at)) => {
                let within = |days| at <= now + TimeDelta::days(days);
                self.within7 += u64::from(within(7));
                self.within14 += u64::from(within(14));
                match within(30) {
                    true => &mut self.within30,
                    false => &mut self.later,
                }
            }
            (Status::Never, _) => &mut self.never,
            (Status::ProbablyNever, _) => &mut self.probably_never,
            _ => &mut self.unknown,
        };
        *place += 1;
    }
}

/// Compares the answers of the users of `domains` under the policies in force and under `new`.
pub fn impact(session: &Session, domains: &[String], new: Policies) -> Result<Impact> {
    let rules = session.rules(&USERS)?;
    let old = &rules.facts.policies;
    let now = session.now();
    let among = Filter::In {
        column: "domain".to_owned(),
        cells: domains.iter().cloned().map(Cell::Text).collect(),
    };
    let mut count = Counting::new(now);
    let columns: Vec<&str> = password_expiry::ASKED.into_iter().chain(["enabled"]).collect();
    session.store.cells(&rules, &columns, &[among], |row, cells| {
        let (asked, enabled) = cells.split_at(password_expiry::ASKED.len());
        let blocked = enabled.first() == Some(&Cell::Integer(0));
        count.add(
            row,
            &password_expiry::answer(asked, old),
            &password_expiry::answer(asked, &new),
            blocked,
        );
    })?;
    let (mut impact, rows) = count.done();
    let changed = Rules::new(
        &USERS,
        Arc::new(Facts {
            policies: new,
            ..(*rules.facts).clone()
        }),
    );
    for user in session.store.numbered(&rules, &rows)? {
        impact.sample.push(Hit {
            display_name: field::text(&user.object, "displayName"),
            user_principal_name: field::text(&user.object, "userPrincipalName"),
            account_enabled: field::flag(&user.object, "accountEnabled"),
            from: password_expiry::expiry_of(&user.object, &rules.facts),
            to: password_expiry::expiry_of(&user.object, &changed.facts),
            id: user.id,
        });
    }
    Ok(impact)
}

/// The pass over all rows: what is kept of them is of a fixed size.
struct Counting {
    now: DateTime<Utc>,
    impact: Impact,
    untouched: BTreeMap<Reason, u64>,
    /// The nearest so far, the farthest of them on top.
    nearest: BinaryHeap<(u8, i64, i64)>,
}

impl Counting {
    fn new(now: DateTime<Utc>) -> Self {
        Self {
            now,
            impact: Impact {
                users: 0,
                under: 0,
                before: Standing::default(),
                after: Standing::default(),
                at_once: 0,
                at_once_blocked: 0,
                valid_again: 0,
                newly_never: 0,
                newly_dated: 0,
                newly_noticed: 0,
                untouched: Vec::new(),
                sample: Vec::new(),
            },
            untouched: BTreeMap::new(),
            nearest: BinaryHeap::new(),
        }
    }

    fn add(&mut self, row: i64, from: &Expiry, to: &Expiry, blocked: bool) {
        let (now, impact) = (self.now, &mut self.impact);
        impact.users += 1;
        if !to.reason.is_of_policy() {
            *self.untouched.entry(to.reason).or_default() += 1;
            return;
        }
        impact.under += 1;
        impact.before.add(from, now);
        impact.after.add(to, now);
        let ended = |answer: &Expiry| answer.at.is_some_and(|at| at <= now);
        let noticed = |answer: &Expiry| answer.notice_from.is_some_and(|from| from <= now) && !ended(answer);
        let at_once = ended(to) && !ended(from);
        impact.at_once += u64::from(at_once);
        impact.at_once_blocked += u64::from(at_once && blocked);
        impact.valid_again += u64::from(ended(from) && !ended(to));
        impact.newly_never += u64::from(to.status == Status::Never && from.status != Status::Never);
        impact.newly_dated += u64::from(to.at.is_some() && from.at.is_none());
        impact.newly_noticed += u64::from(noticed(to) && !noticed(from));
        if (from.status, from.at, from.notice_from) == (to.status, to.at, to.notice_from) {
            return;
        }
        let class = match (at_once, blocked) {
            (true, false) => 0,
            (true, true) => 1,
            (false, false) => 2,
            (false, true) => 3,
        };
        // Of those that ended for long, nobody waits for the oldest.
        let near = to.at.or(from.at).map_or(i64::MAX, |at| (at - now).num_seconds().abs());
        self.nearest.push((class, near, row));
        if self.nearest.len() > SAMPLE {
            self.nearest.pop();
        }
    }

    /// The figures, and the rows of the sample in their order.
    fn done(self) -> (Impact, Vec<i64>) {
        let mut impact = self.impact;
        let untouched = self.untouched.into_iter();
        impact.untouched = untouched.map(|(reason, count)| Untouched { reason, count }).collect();
        impact.untouched.sort_by_key(|one| std::cmp::Reverse(one.count));
        let rows = self.nearest.into_sorted_vec().into_iter().map(|(_, _, row)| row);
        (impact, rows.collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insights::{DomainPolicy, SyncedUsers};
    use serde_json::{Value, json};

    #[test]
    fn the_answer_by_columns_is_the_answer_by_the_object() {
        let policy = |validity_days| DomainPolicy {
            validity_days,
            ..DomainPolicy::default()
        };
        let federated = DomainPolicy {
            federated: true,
            ..policy(Some(90))
        };
        let mut facts = Facts::default();
        facts.policies.domains = [
            ("fjord.no", policy(Some(90))),
            ("silent.no", policy(None)),
            ("ad.no", federated),
        ]
        .map(|(name, policy)| (name.to_owned(), policy))
        .into();
        let names = [
            "a@fjord.no",
            "A@SUB.Fjord.no",
            "a@silent.no",
            "a@ad.no",
            "a@nowhere.no",
            "none",
            "a_x#EXT#@fjord.no",
        ];
        let changes = [
            json!("2026-10-01T08:00:00Z"),
            json!("0001-01-01T00:00:00Z"),
            json!("9999-12-31T00:00:00Z"),
            Value::Null,
        ];
        let own = [
            json!(null),
            json!("None"),
            json!("disablepasswordexpiration , DisableStrongPassword"),
        ];
        let kinds = [
            (json!(true), "Member"),
            (Value::Null, "Member"),
            (json!(false), "Guest"),
        ];
        for synced_users in [
            SyncedUsers::FollowCloudPolicy,
            SyncedUsers::FollowPremises,
            SyncedUsers::Unknown,
        ] {
            facts.policies.synced_users = synced_users;
            for case in 0..names.len() * changes.len() * own.len() * kinds.len() {
                let (name, rest) = (names[case % names.len()], case / names.len());
                let (changed, rest) = (&changes[rest % changes.len()], rest / changes.len());
                let (own, (synced, kind)) = (&own[rest % own.len()], &kinds[rest / own.len()]);
                let user = json!({
                    "userPrincipalName": name, "lastPasswordChangeDateTime": changed, "userType": kind,
                    "passwordPolicies": own, "onPremisesSyncEnabled": synced,
                });
                let user = user.as_object().unwrap();
                let cells = (USERS.derive)("1", user, &facts).cells;
                let place = |name: &&str| {
                    USERS
                        .shape
                        .columns
                        .iter()
                        .position(|column| column.name == *name)
                        .unwrap()
                };
                let asked: Vec<Cell> = password_expiry::ASKED
                    .iter()
                    .map(|name| cells[place(name)].clone())
                    .collect();
                assert_eq!(
                    password_expiry::answer(&asked, &facts.policies),
                    password_expiry::expiry_of(user, &facts),
                    "{user:?}"
                );
            }
        }
    }
}
