//! Tokens and credentials of the signed-in account, by name.

use crate::Store;
use kontor_model::{Result, Secret, Tag};
use rusqlite::OptionalExtension;

impl Store {
    pub fn token(&self, name: &str) -> Result<Option<Secret>> {
        self.read(|view| {
            let mut statement = view.prepare_cached("SELECT value FROM main.tokens WHERE name = ?1")?;
            let value = statement.query_row([name], |row| row.get::<_, String>(0)).optional()?;
            Ok(value.map(Secret::new))
        })
    }

    /// Stores it, or wipes it. It has the tag of the settings, so that other processes hear of it.
    pub fn set_token(&self, name: &str, value: Option<&Secret>) -> Result<()> {
        self.write(|tx| {
            match value {
                Some(value) => tx
                    .prepare_cached("INSERT OR REPLACE INTO main.tokens (name, value) VALUES (?1, ?2)")?
                    .execute((name, value.expose()))?,
                None => tx
                    .prepare_cached("DELETE FROM main.tokens WHERE name = ?1")?
                    .execute([name])?,
            };
            tx.tag(Tag::SETTINGS);
            Ok(())
        })
    }
}
