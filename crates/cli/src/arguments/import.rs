//! The arguments of `import` and `template`.

use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

#[derive(Subcommand)]
pub enum Import {
    /// Users from a CSV file. Without `--yes` it only tells what would come of it, and queues nothing
    ///
    /// Headings stand in the first row: Graph's names, Kontor's words in English or Norwegian, or those of Microsoft's own templates.
    /// Columns for licenses, groups, manager and password are understood too. What is left out or wrong is named by its row.
    Users(ImportUsers),
    /// Write a file with the headings and nothing else; an older one is replaced
    Blank {
        /// The file to write, FILE.csv
        #[arg(long, value_name = "FILE")]
        to: PathBuf,
        /// In which words, and with the separator that spreadsheets have there
        #[arg(long, value_enum, default_value = "en")]
        language: Words,
    },
}

#[derive(Clone, Copy, ValueEnum)]
pub enum Words {
    En,
    Nb,
}

#[derive(Args)]
pub struct ImportUsers {
    /// The CSV file
    pub file: PathBuf,
    /// The template that gives what a row leaves open
    #[arg(long, value_name = "NAME")]
    pub template: Option<String>,
    /// Queue the rows that are right, all in one step
    #[arg(long, conflicts_with = "dry_run")]
    pub yes: bool,
    /// Only tell; so it is without `--yes` too
    #[arg(long)]
    pub dry_run: bool,
    /// Where to write the passwords that Kontor makes for those who have none in the file. They are told nowhere else, and the file
    /// is not encrypted. It must not exist yet
    #[arg(long, value_name = "FILE")]
    pub passwords_to: Option<PathBuf>,
}

#[derive(Subcommand)]
pub enum Template {
    /// List the templates
    List,
    /// Save a template, made after a user, by hand, or both: what is given by hand wins
    Save {
        name: String,
        #[command(flatten)]
        fields: TemplateFields,
        /// Take the place of one that is there
        #[arg(long)]
        replace: bool,
    },
    /// Call a template something else
    Rename { name: String, to: String },
    /// Forget a template. Who was made with it stays as they are
    Delete { name: String },
}

#[derive(Args)]
pub struct TemplateFields {
    /// The id of the user whom the next ones will be like
    #[arg(long, value_name = "ID")]
    pub like: Option<String>,
    #[arg(long, value_name = "TEXT")]
    pub department: Option<String>,
    #[arg(long, value_name = "TEXT")]
    pub office_location: Option<String>,
    #[arg(long, value_name = "TEXT")]
    pub company_name: Option<String>,
    #[arg(long, value_name = "TEXT")]
    pub country: Option<String>,
    /// Two letters, such as NO
    #[arg(long, value_name = "TEXT")]
    pub usage_location: Option<String>,
    /// Products by skuId
    #[arg(long, value_name = "ID,…", value_delimiter = ',')]
    pub licenses: Option<Vec<String>>,
    /// Groups by id
    #[arg(long, value_name = "ID,…", value_delimiter = ',')]
    pub groups: Option<Vec<String>>,
    /// The id of a user
    #[arg(long, value_name = "ID")]
    pub manager: Option<String>,
}
