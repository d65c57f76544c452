//! `policy`: a password policy for one domain, some, or all, with whom it hits.

use crate::arguments::{NewPolicy, PasswordPolicy};
use crate::exit::{self, Exit};
use crate::operation::{changed, described};
use crate::outbox;
use crate::output::{Output, printable};
use crate::table::{self, Table};
use crate::{access, catalogue};
use kontor_core::Session;
use kontor_core::insights::{Expiry, NEVER};
use kontor_core::passwords::{Gaps, Impact, LeftOutDomain, PolicyPreview, gaps, preview_policy, queue_policy};
use serde_json::json;

pub fn perform(session: &Session, command: PasswordPolicy, output: &mut Output) -> exit::Done {
    match command {
        PasswordPolicy::Preview(policy) => preview(session, &policy, output),
        PasswordPolicy::Set(policy) => set(session, &policy, output),
        PasswordPolicy::Gaps => {
            let found = gaps(session)?;
            output.answer(json!({ "item": found }), || gaps_told(&found))?;
            Ok(Exit::Done)
        }
    }
}

fn preview(session: &Session, policy: &NewPolicy, output: &mut Output) -> exit::Done {
    let shown = preview_policy(session, &policy.domains, &policy.input(), None)?;
    let refused = shown.targets.iter().flat_map(|target| &target.errors).next().cloned();
    match refused {
        Some(error) => Err(error.into()),
        None => {
            output.answer(json!({ "item": shown }), || told(&shown))?;
            Ok(Exit::Done)
        }
    }
}

fn set(session: &Session, policy: &NewPolicy, output: &mut Output) -> exit::Done {
    let shown = preview_policy(session, &policy.domains, &policy.input(), None)?;
    let queued = queue_policy(session, &policy.domains, &policy.input())?;
    let queued = outbox::views(session, queued)?;
    if let Some(why) = shown.targets.first().and_then(|target| access::why(&target.access)) {
        output.warn(&why);
    }
    let answer = json!({ "items": queued, "leftOut": shown.left_out, "impact": shown.impact });
    output.answer(answer, || {
        let mut said: Vec<String> = queued.iter().map(described).collect();
        said.extend(shown.left_out.iter().map(left_out));
        said.extend(shown.impact.as_ref().map(summary));
        said.push("Send it with: kontor outbox send".to_owned());
        said.join("\n")
    })?;
    Ok(Exit::Done)
}

fn told(shown: &PolicyPreview) -> String {
    let mut said = Vec::new();
    for target in &shown.targets {
        said.push(target.id.clone());
        said.extend(target.changes.iter().map(changed));
        if !target.followers.is_empty() {
            said.push(format!(
                "  with it, since they state nothing of their own: {}",
                target.followers.join(", ")
            ));
        }
    }
    said.extend(shown.left_out.iter().map(left_out));
    if let Some(impact) = &shown.impact {
        said.extend([String::new(), summary(impact), String::new(), standings(impact)]);
        if !impact.sample.is_empty() {
            said.extend([String::new(), sample(impact)]);
        }
    }
    said.push(format!("\n{}", table::as_of(shown.as_of)));
    printable(&said.join("\n"))
}

/// Why a domain has no part in it, as the window words it.
fn left_out(domain: &LeftOutDomain) -> String {
    let why = catalogue::text(&["domainPolicy", "leftOut", &table::text(&json!(domain.reason))]).unwrap_or_default();
    let root = domain.follows.as_deref().unwrap_or_default();
    format!("{}: not changed. {}", domain.id, why.replace("{{root}}", root))
}

fn summary(impact: &Impact) -> String {
    let mut said = vec![format!(
        "{} users, {} of them under the policy.",
        impact.users, impact.under
    )];
    if impact.at_once > 0 {
        said.push(format!(
            "{} must choose a new password at the next sign-in ({} of them are blocked).",
            impact.at_once, impact.at_once_blocked
        ));
    }
    for (count, what) in [
        (impact.valid_again, "had ended and are valid again"),
        (impact.newly_never, "will never end any more"),
        (impact.newly_dated, "had no end and get one"),
        (impact.newly_noticed, "come into the time of notice"),
    ] {
        if count > 0 {
            said.push(format!("{count} {what}."));
        }
    }
    for one in &impact.untouched {
        let why = catalogue::text(&["expiry", "reason", one.reason.name()]).unwrap_or_default();
        said.push(format!("{} not touched: {why}.", one.count));
    }
    said.join("\n")
}

fn standings(impact: &Impact) -> String {
    let mut table = Table::new(["password", "now", "then"].into_iter());
    let (now, then) = (&impact.before, &impact.after);
    for (name, now, then) in [
        ("has ended", now.ended, then.ended),
        ("ends in 7 days", now.within7, then.within7),
        ("ends in 14 days", now.within14, then.within14),
        ("ends in 30 days", now.within30, then.within30),
        ("ends later", now.later, then.later),
        ("never ends", now.never, then.never),
        ("probably never ends", now.probably_never, then.probably_never),
        ("unknown", now.unknown, then.unknown),
    ] {
        table.row([name.to_owned(), now.to_string(), then.to_string()].into_iter());
    }
    table.to_string()
}

fn sample(impact: &Impact) -> String {
    let ends = |expiry: &Expiry| expiry.at.map_or(expiry.status.name().to_owned(), table::time);
    let mut table = Table::new(["name", "username", "ends now", "ends then"].into_iter());
    for hit in &impact.sample {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let cells = [
            text(&hit.display_name),
            text(&hit.user_principal_name),
            ends(&hit.from),
            ends(&hit.to),
        ];
        table.row(cells.into_iter());
    }
    table.to_string()
}

fn gaps_told(found: &Gaps) -> String {
    let words = |path: &[&str]| catalogue::text(path).unwrap_or_default();
    let days = |days: Option<i64>| match days {
        None => words(&["policyGaps", "notSet"]),
        Some(NEVER) => words(&["policyGaps", "never"]),
        Some(days) => days.to_string(),
    };
    let mut policies = Table::new(["days", "notice", "users", "domains"].into_iter());
    for one in &found.policies {
        let cells = [
            days(one.validity_days),
            days(one.notice_days),
            one.users.to_string(),
            one.domains.join(", "),
        ];
        policies.row(cells.into_iter());
    }
    let mut said = vec![policies.to_string(), String::new(), words(&["policyGaps", "without"])];
    for one in &found.without_policy {
        said.push(format!(
            "  {} ({} users): {}",
            one.id,
            one.users,
            words(&["expiry", "reason", one.means.name()])
        ));
    }
    said.extend([String::new(), words(&["policyGaps", "admins"])]);
    match &found.admins {
        None => said.push(format!("  {}", words(&["policyGaps", "adminsUnknown"]))),
        Some(admins) => said.extend(admins.iter().map(|one| {
            let upn = one.user_principal_name.as_deref().unwrap_or(&one.id);
            format!("  {upn}: {}", one.roles.join(", "))
        })),
    }
    said.extend([String::new(), words(&["policyGaps", "unknown"])]);
    for one in &found.unknown {
        let (why, next) = (
            words(&["expiry", "reason", one.reason.name()]),
            words(&["policyGaps", "next", one.reason.name()]),
        );
        said.push(format!("  {}: {why}. {next}", one.count));
    }
    said.push(format!("\n{}", table::as_of(found.as_of)));
    printable(&said.join("\n"))
}
