//! Alerts that were told: once each, and again only when the facts change.

use crate::Store;
use chrono::{DateTime, Utc};
use kontor_model::{Result, Tag};
use std::collections::{HashMap, HashSet};

impl Store {
    /// Identities of alerts that were told, with the facts they were told with.
    pub fn told(&self) -> Result<HashMap<String, String>> {
        self.read(|view| {
            let mut statement = view.prepare_cached("SELECT identity, facts FROM main.told")?;
            let told = statement
                .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect::<rusqlite::Result<_>>()?;
            Ok(told)
        })
    }

    /// Marks an alert as told; false when it was told with exactly these facts before. Of several that ask at the same
    /// time, in whatever process, one gets true.
    pub fn mark_told(&self, identity: &str, facts: &str, at: DateTime<Utc>) -> Result<bool> {
        self.write(|tx| {
            let news = tx
                .prepare_cached(
                    "INSERT INTO main.told (identity, facts, at) VALUES (?1, ?2, ?3) ON CONFLICT (identity)
                     DO UPDATE SET facts = excluded.facts, at = excluded.at WHERE facts <> excluded.facts",
                )?
                .execute((identity, facts, at.timestamp_micros()))?;
            if news > 0 {
                tx.tag(Tag::ALERTS);
            }
            Ok(news > 0)
        })
    }

    /// Forgets the alerts that are over, so that they are told again if they come back.
    pub fn forget_told_except(&self, identities: &HashSet<String>) -> Result<()> {
        self.write(|tx| {
            let told: Vec<String> = {
                let mut statement = tx.prepare_cached("SELECT identity FROM main.told")?;
                statement
                    .query_map([], |row| row.get(0))?
                    .collect::<rusqlite::Result<_>>()?
            };
            for identity in told.iter().filter(|identity| !identities.contains(*identity)) {
                tx.prepare_cached("DELETE FROM main.told WHERE identity = ?1")?
                    .execute([identity])?;
                tx.tag(Tag::ALERTS);
            }
            Ok(())
        })
    }
}
