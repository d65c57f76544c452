//! The arguments of `basket`.

use clap::Subcommand;

#[derive(Subcommand)]
pub enum Basket {
    /// What is in it, and how many licenses of each
    List,
    /// Put licenses of a product in it, on top of those that are in it already
    Add {
        /// As `list catalog` has it: its id or skuPartNumber
        product: String,
        #[arg(long, default_value_t = 1, value_name = "N")]
        quantity: i64,
    },
    /// Take a product out of it
    Remove {
        /// Its id or skuPartNumber
        product: String,
    },
    /// Put all of it in the outbox and empty it, in one step
    ///
    /// Microsoft has no public API with which a direct customer buys: each purchase stands there as guided, and a person makes it on
    /// Microsoft's page.
    Order,
}
