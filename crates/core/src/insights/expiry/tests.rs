//! The rule as a table: each row is one user in one tenant, with the answer Microsoft's documents give.

use super::*;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn policy(validity_days: impl Into<Option<i64>>, notice_days: impl Into<Option<i64>>) -> DomainPolicy {
    DomainPolicy {
        federated: false,
        validity_days: validity_days.into(),
        notice_days: notice_days.into(),
    }
}

/// A tenant with one domain of each sort.
fn tenant(synced_users: SyncedUsers, created: &str) -> Policies {
    let domains = [
        ("fjord.no", policy(90, 14)),
        ("fjell.no", policy(NEVER, 14)),
        ("vidde.no", policy(None, None)),
        ("sub.fjord.no", policy(None, 7)),
        (
            "ad.no",
            DomainPolicy {
                federated: true,
                ..policy(90, 14)
            },
        ),
        ("null.no", policy(0, 14)),
        ("minus.no", policy(-5, 14)),
        ("huge.no", policy(i64::MAX, 14)),
        ("far.no", policy(3_000_000, 14)),
        ("odd.no", policy(30, -1)),
        ("vast.no", policy(30, 90_000_000)),
    ];
    let domains = domains
        .into_iter()
        .map(|(name, policy)| (name.to_owned(), policy))
        .collect();
    Policies {
        domains,
        synced_users,
        tenant_created: Some(at(created)),
    }
}

fn user<'a>(user_principal_name: &'a str, changed: Option<&str>) -> Subject<'a> {
    Subject {
        user_principal_name,
        last_password_change: changed.map(at),
        ..Subject::default()
    }
}

const MAY: Option<&str> = Some("2026-05-01T08:00:00Z");

#[test]
fn each_rule_gives_its_own_reason() {
    let young = tenant(SyncedUsers::FollowPremises, "2022-03-01T00:00:00Z");
    let old = tenant(SyncedUsers::Unknown, "2015-03-01T00:00:00Z");
    let on = tenant(SyncedUsers::FollowCloudPolicy, "2015-03-01T00:00:00Z");
    let synced = |subject| Subject {
        synced: true,
        ..subject
    };
    let own = |subject, policies| Subject {
        password_policies: Some(policies),
        ..subject
    };
    let rows = [
        (user("kari@fjord.no", MAY), &young, Status::Dated, Reason::DomainPolicy),
        (user("KARI@FJORD.NO", MAY), &young, Status::Dated, Reason::DomainPolicy),
        (
            user("kari@fjell.no", MAY),
            &young,
            Status::Never,
            Reason::DomainNeverExpires,
        ),
        (
            user("kari@vidde.no", MAY),
            &young,
            Status::ProbablyNever,
            Reason::NoPolicySinceTwentyTwentyOne,
        ),
        (
            user("kari@vidde.no", MAY),
            &old,
            Status::Dated,
            Reason::AssumedNinetyDays,
        ),
        (
            user("kari@sub.fjord.no", MAY),
            &old,
            Status::Dated,
            Reason::DomainPolicy,
        ),
        (
            user("kari@deep.sub.fjord.no", MAY),
            &old,
            Status::Dated,
            Reason::DomainPolicy,
        ),
        (
            user("kari@ad.no", MAY),
            &old,
            Status::NotApplicable,
            Reason::FederatedDomain,
        ),
        (
            user("kari@null.no", MAY),
            &old,
            Status::Unknown,
            Reason::ValueOutOfRange,
        ),
        (
            user("kari@minus.no", MAY),
            &old,
            Status::Unknown,
            Reason::ValueOutOfRange,
        ),
        (
            user("kari@huge.no", MAY),
            &old,
            Status::Unknown,
            Reason::ValueOutOfRange,
        ),
        (user("kari@far.no", MAY), &old, Status::Unknown, Reason::ValueOutOfRange),
        (user("kari@other.no", MAY), &old, Status::Unknown, Reason::DomainUnknown),
        (user("kari", MAY), &old, Status::Unknown, Reason::DomainUnknown),
        (user("", MAY), &old, Status::Unknown, Reason::DomainUnknown),
        (user("kari@fjord.no", None), &old, Status::Unknown, Reason::NeverChanged),
        (
            user("kari@fjord.no", Some("0001-01-01T00:00:00Z")),
            &old,
            Status::Unknown,
            Reason::ValueOutOfRange,
        ),
        (
            user("kari@fjord.no", Some("9999-12-30T00:00:00Z")),
            &old,
            Status::Unknown,
            Reason::ValueOutOfRange,
        ),
        (
            user("kari_else.no#EXT#@fjord.no", MAY),
            &old,
            Status::NotApplicable,
            Reason::Guest,
        ),
        (
            Subject {
                guest: true,
                ..user("kari@fjord.no", MAY)
            },
            &old,
            Status::NotApplicable,
            Reason::Guest,
        ),
        (
            synced(user("kari@fjord.no", MAY)),
            &young,
            Status::Never,
            Reason::OnPremises,
        ),
        (
            synced(user("kari@fjord.no", MAY)),
            &old,
            Status::Unknown,
            Reason::SyncFeatureUnknown,
        ),
        (
            synced(user("kari@fjord.no", MAY)),
            &on,
            Status::Dated,
            Reason::DomainPolicy,
        ),
        (
            own(synced(user("kari@fjord.no", MAY)), "DisablePasswordExpiration"),
            &on,
            Status::Never,
            Reason::UserNeverExpires,
        ),
        (
            synced(user("kari@ad.no", MAY)),
            &on,
            Status::NotApplicable,
            Reason::FederatedDomain,
        ),
        (
            own(user("kari@fjord.no", MAY), "DisablePasswordExpiration"),
            &old,
            Status::Never,
            Reason::UserNeverExpires,
        ),
        (
            own(
                user("kari@fjord.no", MAY),
                "DisableStrongPassword, disablepasswordexpiration",
            ),
            &old,
            Status::Never,
            Reason::UserNeverExpires,
        ),
        (
            own(user("kari@fjord.no", MAY), "DisableStrongPassword"),
            &old,
            Status::Dated,
            Reason::DomainPolicy,
        ),
        (
            own(user("kari@fjord.no", MAY), "None"),
            &old,
            Status::Dated,
            Reason::DomainPolicy,
        ),
    ];
    for (subject, policies, status, reason) in rows {
        let answer = expiry(&subject, policies);
        assert_eq!((answer.status, answer.reason), (status, reason), "{subject:?}");
        assert_eq!(
            answer.at.is_some(),
            status == Status::Dated,
            "only a dated answer has a date: {subject:?}"
        );
    }
}

#[test]
fn the_date_is_so_many_days_of_24_hours_after_the_change() {
    let policies = tenant(SyncedUsers::Unknown, "2015-03-01T00:00:00Z");
    let answer = expiry(&user("kari@fjord.no", MAY), &policies);
    assert_eq!(answer.at, Some(at("2026-07-30T08:00:00Z")));
    assert_eq!(answer.notice_from, Some(at("2026-07-16T08:00:00Z")));
    assert_eq!(answer.days, Some(90));
}

#[test]
fn a_subdomain_takes_what_it_lacks_from_its_root_and_keeps_what_it_has() {
    let policies = tenant(SyncedUsers::Unknown, "2015-03-01T00:00:00Z");
    let answer = expiry(&user("kari@sub.fjord.no", MAY), &policies);
    assert_eq!(answer.at, Some(at("2026-07-30T08:00:00Z")));
    assert_eq!(answer.notice_from, Some(at("2026-07-23T08:00:00Z")));
}

#[test]
fn a_notice_window_that_makes_no_sense_counts_as_not_set() {
    let policies = tenant(SyncedUsers::Unknown, "2015-03-01T00:00:00Z");
    for name in ["kari@odd.no", "kari@vast.no"] {
        let answer = expiry(&user(name, MAY), &policies);
        assert_eq!(answer.notice_from, Some(at("2026-05-17T08:00:00Z")), "{name}");
    }
}

#[test]
fn a_domain_governs_those_below_it_that_state_nothing() {
    let policy = |validity_days| DomainPolicy {
        validity_days,
        ..DomainPolicy::default()
    };
    let policies = Policies {
        domains: [
            ("fjord.example", Some(90)),
            ("a.fjord.example", None),
            ("b.fjord.example", Some(30)),
            ("c.b.fjord.example", None),
            ("fjord.example.org", None),
        ]
        .map(|(name, days)| (name.to_owned(), policy(days)))
        .into(),
        ..Policies::default()
    };
    let mut governed = policies.governed_by("Fjord.example");
    governed.sort();
    assert_eq!(governed, ["a.fjord.example", "fjord.example"]);
    let mut governed = policies.governed_by("b.fjord.example");
    governed.sort();
    assert_eq!(governed, ["b.fjord.example", "c.b.fjord.example"]);
}
