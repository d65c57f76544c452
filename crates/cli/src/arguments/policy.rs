//! The arguments of `policy`.

use clap::{Args, Subcommand};
use kontor_core::insights::NEVER;
use kontor_model::Object;
use serde_json::Value;

#[derive(Subcommand)]
pub enum PasswordPolicy {
    /// Count whom a new policy would hit, from the copy on this machine; nothing is queued
    Preview(NewPolicy),
    /// Queue it: one change for each domain, all of them or none
    Set(NewPolicy),
    /// Where the policies have gaps: domains without one or with different ones, administrators that never must change, unknown dates
    Gaps,
}

#[derive(Args)]
#[command(group = clap::ArgGroup::new("policy").required(true).multiple(true))]
pub struct NewPolicy {
    /// This domain; may be repeated. Without any: every verified domain whose passwords are kept in the cloud
    #[arg(long = "domain", value_name = "NAME")]
    pub domains: Vec<String>,
    /// Days that a password lasts, 14 to 730
    #[arg(long, value_name = "DAYS", group = "policy")]
    password_validity_period_in_days: Option<i64>,
    /// Passwords never end
    #[arg(long, group = "policy", conflicts_with = "password_validity_period_in_days")]
    never: bool,
    /// Days of notice before the end, 1 to 30
    #[arg(long, value_name = "DAYS", group = "policy")]
    password_notification_window_in_days: Option<i64>,
}

impl NewPolicy {
    /// As `update-domain` takes it.
    pub fn input(&self) -> Value {
        let validity = self.never.then_some(NEVER).or(self.password_validity_period_in_days);
        let given = [
            ("passwordValidityPeriodInDays", validity),
            (
                "passwordNotificationWindowInDays",
                self.password_notification_window_in_days,
            ),
        ];
        let fields = given
            .into_iter()
            .filter_map(|(name, days)| Some((name.to_owned(), days?.into())));
        Value::Object(fields.collect::<Object>())
    }
}
