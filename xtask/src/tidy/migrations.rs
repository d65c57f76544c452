//! Migrations of the ledger are numbered without a gap, and never change once listed here: ledgers out there were made
//! by exactly these.

use super::File;
use sha2::{Digest, Sha256};

const FOLDER: &str = "crates/store/src/migrations/";

/// The SHA-256 of each ledger migration, the first one first.
const LEDGER: &[&str] = &[
    "7d4dddf10c77daa9865611c9075bc492b2954473cd8a369bdad2b088602467a7",
    "00776c11f101a8b9cca1b2c901ed75f1cdc1d6c07afffc979cac3aa5c1e121f6",
    "694ca88b24d66554e7a20edb8220a13e8a7b7dd0f5dbb85d3a449f7c16f21d78",
    "54a90b74b40121a4801207ccd7de998fea35dfbb3689cfa0b1f59ac3180001d3",
];

pub fn faults(files: &[File]) -> Vec<String> {
    compare(files, LEDGER)
}

fn compare(files: &[File], listed: &[&str]) -> Vec<String> {
    let mut faults = Vec::new();
    let count = files
        .iter()
        .filter(|file| file.path.starts_with(&format!("{FOLDER}ledger_")))
        .count();
    for number in 1..=count.max(listed.len()) {
        let path = format!("{FOLDER}ledger_{number}.sql");
        let sum = files.iter().find(|file| file.path == path).map(|file| sum(&file.text));
        match (sum, listed.get(number - 1)) {
            (None, _) => faults.push(format!("{path} is missing")),
            (Some(sum), Some(listed)) if sum == *listed => {}
            (Some(_), Some(_)) => faults.push(format!(
                "{path} was changed; ledgers made by it exist: add a migration instead"
            )),
            (Some(sum), None) => faults.push(format!(
                "{path} is not frozen; list {sum} in xtask/src/tidy/migrations.rs"
            )),
        }
    }
    faults
}

fn sum(text: &str) -> String {
    Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_migration_is_listed_and_stays_as_it_is() {
        let one = |name: &str| File {
            path: format!("{FOLDER}{name}"),
            text: "CREATE TABLE a (b);".to_owned(),
        };
        let frozen = sum("CREATE TABLE a (b);");
        assert_eq!(compare(&[one("ledger_1.sql"), one("mirror.sql")], &[&frozen]).len(), 0);
        assert_eq!(compare(&[one("ledger_1.sql")], &["other"]).len(), 1);
        assert_eq!(compare(&[one("ledger_1.sql")], &[]).len(), 1);
        assert_eq!(
            compare(&[one("ledger_1.sql"), one("ledger_3.sql")], &[&frozen]).len(),
            1
        );
        assert_eq!(compare(&[], &[&frozen]).len(), 1);
    }
}
