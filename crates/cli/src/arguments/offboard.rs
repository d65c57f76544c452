//! The arguments of `offboard`.

use clap::{Args, ValueEnum};
use kontor_core::outbox::OffboardingStep;

/// Queue what is to be done when somebody leaves, as a checklist: all of it, or none
///
/// Each step is a change of its own, which is listed, discarded and undone in the outbox like any other. What takes something away
/// waits for the steps before it and for approval. Steps of which there is nothing to do are left out, and so is what Microsoft
/// would refuse, with the reason. Only groups that give licenses are known here: look in Entra for others.
#[derive(Args)]
pub struct Offboard {
    /// The user, by id or sign-in name
    pub user: String,
    /// Leave these steps out
    #[arg(long, value_delimiter = ',', value_name = "STEP,…")]
    pub without: Vec<Step>,
    /// Delete the account at the end as well
    #[arg(long)]
    pub delete: bool,
    /// Who leads the direct reports from then on, by id or sign-in name; unless told, the manager of who leaves
    #[arg(long, value_name = "USER")]
    pub successor: Option<String>,
    /// Read the new password from the first line of standard input, unseen if that is a terminal; otherwise one is made up that
    /// nobody is told
    #[arg(long)]
    pub password_stdin: bool,
    /// Only tell what it would do, and what stays and why
    #[arg(long, conflicts_with = "password_stdin")]
    pub dry_run: bool,
}

/// As [`OffboardingStep`].
#[derive(Clone, Copy, ValueEnum)]
pub enum Step {
    Block,
    SignOut,
    Password,
    Licenses,
    Groups,
    Manager,
    Reports,
    Roles,
}

impl From<Step> for OffboardingStep {
    fn from(step: Step) -> Self {
        match step {
            Step::Block => Self::Block,
            Step::SignOut => Self::SignOut,
            Step::Password => Self::Password,
            Step::Licenses => Self::Licenses,
            Step::Groups => Self::Groups,
            Step::Manager => Self::Manager,
            Step::Reports => Self::Reports,
            Step::Roles => Self::Roles,
        }
    }
}
