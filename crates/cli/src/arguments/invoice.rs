//! The arguments of `invoice`.

use clap::Subcommand;
use std::path::PathBuf;

#[derive(Subcommand)]
pub enum Invoice {
    /// Ask for the files of bills; the next sync fetches them
    Fetch {
        /// Numbers of bills
        #[arg(required_unless_present = "all", value_name = "ID")]
        ids: Vec<String>,
        /// Of every bill
        #[arg(long, conflicts_with = "ids")]
        all: bool,
    },
    /// Show the PDF of a bill in the program that this computer has for it, without a network
    ///
    /// That program needs it in the clear: a copy that only your account can read stands in the data folder until `invoice close`, or
    /// until Kontor's window opens, locks or closes.
    Open {
        /// The number of the bill
        id: String,
        /// Which file, by the name that Microsoft gave it, where the bill has several
        #[arg(long, value_name = "NAME")]
        document: Option<String>,
    },
    /// Delete the copies that `invoice open` and the window have put in the clear
    Close,
    /// Write the PDF of a bill to a file, without a network
    Pdf {
        /// The number of the bill
        id: String,
        /// Which file, by the name that Microsoft gave it, where the bill has several
        #[arg(long, value_name = "NAME")]
        document: Option<String>,
        /// The file to write; an older one is replaced when the new one is whole
        #[arg(long, value_name = "FILE")]
        to: PathBuf,
    },
}
