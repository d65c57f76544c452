//! Arguments of what is done with many users in one step.

use super::filter;
use clap::{Args, Subcommand};

/// Whose names, and where to.
#[derive(Args)]
pub struct MoveDomain {
    /// The domain to move to
    pub domain: String,
    #[command(flatten)]
    pub whom: SomeUsers,
}

/// Those named, or all that are found.
#[derive(Args)]
pub struct SomeUsers {
    /// The id of a user; may be repeated
    #[arg(long, value_name = "ID", required_unless_present_any = ["filter", "search"])]
    pub id: Vec<String>,
    /// All users whose field has this value, as `list` takes it; may be repeated: all must hold
    #[arg(long, value_name = "FIELD=VALUE", value_parser = filter)]
    pub filter: Vec<(String, String)>,
    /// All users that these words find
    #[arg(long, value_name = "TEXT")]
    pub search: Option<String>,
    /// Only tell how many it would change, whom it leaves alone and why
    #[arg(long)]
    pub dry_run: bool,
    /// Queue also those for whom Microsoft is expected to refuse it
    #[arg(long)]
    pub even_if_refused: bool,
}

#[derive(Subcommand)]
pub enum Members {
    /// Make them members of a group
    Add(MembersOf),
    /// Take them out of a group; the users stay
    Remove(MembersOf),
}

/// Whom, and which group.
#[derive(Args)]
pub struct MembersOf {
    /// The id of the group
    pub group: String,
    #[command(flatten)]
    pub whom: SomeUsers,
}
