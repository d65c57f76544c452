//! The arguments of `mail`.

use clap::{Args, Subcommand, ValueEnum};
use kontor_core::mail::{Draft, Kind};
use kontor_core::selection::Selection;

#[derive(Subcommand)]
pub enum Mail {
    /// Queue a mail to everybody whose password ends within so many days
    ///
    /// Each goes in the reader's language, from the mailbox of whoever is signed in. Nobody is written to twice about the same end of a
    /// password; when it moves, they may be written to again.
    Expiring {
        /// Days from now, 1 to 366
        #[arg(long, value_name = "DAYS", required_unless_present = "id")]
        within: Option<u16>,
        #[command(flatten)]
        letters: Letters,
    },
    /// Queue a mail to everybody who may reset a forgotten password and has not registered for it; each once
    Unregistered(Letters),
    /// Show a mail as one user would get it, and why it would not go
    Letter {
        kind: MailKind,
        /// The user
        #[arg(long, value_name = "ID")]
        id: String,
        /// In this language instead of the user's
        #[arg(long, value_name = "TAG")]
        language: Option<String>,
    },
    /// The templates in every language, and what may stand in them
    Templates,
    /// Keep the words of a mail in a language
    ///
    /// What stands in double braces is filled in for each reader; `mail templates` has the names.
    Template {
        kind: MailKind,
        /// Such as en, nb or sv
        language: String,
        #[arg(long, value_name = "TEXT", requires = "body", required_unless_present = "own")]
        subject: Option<String>,
        #[arg(long, value_name = "TEXT", requires = "subject")]
        body: Option<String>,
        /// Back to Kontor's own words; in a language that it has none in, the template is gone
        #[arg(long, conflicts_with_all = ["subject", "body"])]
        own: bool,
    },
    /// The language for readers whose own is not known or has no template
    Language { tag: String },
}

#[derive(Clone, Copy, ValueEnum)]
pub enum MailKind {
    PasswordExpiry,
    Registration,
}

impl From<MailKind> for Kind {
    fn from(kind: MailKind) -> Self {
        match kind {
            MailKind::PasswordExpiry => Self::PasswordExpiry,
            MailKind::Registration => Self::Registration,
        }
    }
}

#[derive(Args)]
pub struct Letters {
    /// Only to these users; may be repeated
    #[arg(long, value_name = "ID")]
    pub id: Vec<String>,
    /// The mailbox it comes from, by id or address; an application has none of its own and must name one
    #[arg(long, value_name = "MAILBOX")]
    pub from: Option<String>,
    /// Only tell how many it would be, how some of them read, who is left out and why
    #[arg(long)]
    pub dry_run: bool,
    /// Queue also those for whom Microsoft is expected to refuse it
    #[arg(long)]
    pub even_if_refused: bool,
}

impl Letters {
    pub fn draft(&self, kind: Kind, within: Option<u16>) -> Draft {
        let chosen = Selection {
            collection: "users".to_owned(),
            ids: Some(self.id.clone()),
            ..Selection::default()
        };
        Draft {
            kind,
            within,
            of: (!self.id.is_empty()).then_some(chosen),
            from: self.from.clone(),
        }
    }
}
