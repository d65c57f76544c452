//! The arguments of `outbox` and `journal`.

use super::{collection, table_file};
use crate::run::Edit;
use chrono::NaiveTime;
use clap::{Subcommand, ValueEnum};
use kontor_core::outbox::{BulkStep, CopyFormat};
use kontor_model::OperationId;
use std::path::PathBuf;

#[derive(Subcommand)]
pub enum Outbox {
    /// Every change, finished ones included
    List,
    /// One change: what it does, field by field, what it waits for, and every step it took
    Show { id: OperationId },
    /// Let held changes go on
    ///
    /// What approving means is told by `outbox show`: a change whose outcome is unknown is sent again.
    Approve {
        #[arg(required_unless_present = "all", value_name = "ID")]
        ids: Vec<OperationId>,
        /// All that are held for review, for their age, because they take something away, or because what they depend on was
        /// not done. What is removed for good, and those held for another reason, such as an unknown outcome, are approved
        /// only one by one
        #[arg(long, conflicts_with = "ids")]
        all: bool,
    },
    /// Send what is queued, and stay until each is confirmed, refused, or needs a person
    Send,
    /// Try a refused change again
    Retry { id: OperationId },
    /// Queue the same change with other values in its place
    ///
    /// It must not have been sent, or have been refused. What is not given stays as it was, passwords too unless it was refused.
    Edit(Edit),
    /// Take a change back that was not sent yet
    Discard { id: OperationId },
    /// Take a change back: one that is done by queueing its opposite, one that was not sent by discarding it
    Undo { id: OperationId },
    /// Say that you have done a change on Microsoft's page, where nothing that Kontor can read shows it
    Tell { id: OperationId },
    /// Note that you have seen that a change was refused
    Acknowledge { id: OperationId },
    /// What was queued together because somebody leaves: each step, and where it stands
    Checklists,
    /// What was queued in one step: how many of each stand where
    Bulks,
    /// Do something with all of a bulk for which it can be done now
    ///
    /// `discard` takes back what was not sent, `approve` lets go what may go without a look at each, `retry` and `acknowledge` are for
    /// what was refused, `undo` queues the opposite of what is done.
    Bulk { id: OperationId, step: Step },
    /// End a conflict
    Resolve {
        id: OperationId,
        /// Whose value stays: `mine` sends the change after all, `theirs` discards it
        #[arg(long)]
        keep: Keep,
    },
    /// Print a change in the words of another tool, without its secrets
    CopyAs {
        id: OperationId,
        #[arg(long)]
        format: Format,
    },
    /// Show when queued changes may go, or set it
    Policy {
        #[command(subcommand)]
        policy: Option<Policy>,
    },
    /// Write a change request: changes in a signed file, for another admin to accept, approve and send
    ///
    /// What needs a password cannot be in one. The changes stay in this outbox as well: discard them here once the other has them.
    Export {
        #[arg(required = true, value_name = "ID")]
        ids: Vec<OperationId>,
        /// The file to write; one that exists is never replaced
        #[arg(long, value_name = "FILE")]
        to: PathBuf,
    },
    /// Show what a change request asks for, who made it, and the fingerprint of the key that signed it
    ///
    /// Nothing is taken over. Compare the fingerprint with the one that the maker's `outbox export` printed.
    Open { file: PathBuf },
    /// Take the changes of a change request over, each held until it is approved here
    Accept { file: PathBuf },
}

/// As [`BulkStep`].
#[derive(Clone, Copy, ValueEnum)]
pub enum Step {
    Discard,
    Approve,
    Retry,
    Acknowledge,
    Undo,
}

impl From<Step> for BulkStep {
    fn from(step: Step) -> Self {
        match step {
            Step::Discard => Self::Discard,
            Step::Approve => Self::Approve,
            Step::Retry => Self::Retry,
            Step::Acknowledge => Self::Acknowledge,
            Step::Undo => Self::Undo,
        }
    }
}

#[derive(Clone, Copy, ValueEnum)]
pub enum Keep {
    Mine,
    Theirs,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum Format {
    /// An HTTP request, as Graph Explorer takes it
    GraphRequest,
    /// Invoke-MgGraphRequest of Microsoft's Graph module
    PowerShell,
    /// m365 request of CLI for Microsoft 365, for a POSIX shell
    #[value(name = "cli-microsoft365")]
    CliMicrosoft365,
}

impl From<Format> for CopyFormat {
    fn from(format: Format) -> Self {
        match format {
            Format::GraphRequest => Self::GraphRequest,
            Format::PowerShell => Self::PowerShell,
            Format::CliMicrosoft365 => Self::CliMicrosoft365,
        }
    }
}

#[derive(Clone, Copy, Subcommand)]
pub enum Policy {
    /// As soon as they are ready: in the window half a minute after they are queued, here with `outbox send`
    ByItself,
    /// Each only after it was approved
    AfterReview,
    /// Only between two times of the day, by this computer's clock; 22:00 05:00 spans midnight
    Window {
        #[arg(value_parser = time)]
        from: NaiveTime,
        #[arg(value_parser = time)]
        to: NaiveTime,
    },
}

#[derive(Subcommand)]
pub enum Journal {
    /// Follow the chain of hashes: is every entry as it was written?
    ///
    /// Note the head down elsewhere: entries that are cut off at the end show only by another head.
    Check,
    /// Write every entry to a file, with its hash, oldest first
    Export {
        /// The file to write, FILE.csv or FILE.json; an older one is replaced when the new one is whole
        #[arg(long, value_name = "FILE", value_parser = table_file)]
        to: PathBuf,
    },
    /// Every step of the changes to one object, oldest first
    Show {
        #[arg(value_parser = collection)]
        collection: String,
        id: String,
    },
}

fn time(text: &str) -> Result<NaiveTime, String> {
    NaiveTime::parse_from_str(text, "%H:%M").map_err(|_| "it must be a time such as 22:00".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_of_the_day_has_hours_and_minutes() {
        assert_eq!(time("05:30"), Ok(NaiveTime::from_hms_opt(5, 30, 0).unwrap()));
        assert!(time("24:00").is_err() && time("5").is_err() && time("noon").is_err());
    }
}
