//! Settings of one tenant, by name.

use crate::Store;
use kontor_model::{Result, Tag};
use rusqlite::OptionalExtension;
use serde_json::Value;

impl Store {
    pub fn setting(&self, name: &str) -> Result<Option<Value>> {
        self.read(|view| {
            let mut statement = view.prepare_cached("SELECT json FROM main.settings WHERE name = ?1")?;
            let json: Option<String> = statement.query_row([name], |row| row.get(0)).optional()?;
            Ok(json.map(|json| serde_json::from_str(&json)).transpose()?)
        })
    }

    pub fn set_setting(&self, name: &str, value: &Value) -> Result<()> {
        self.write(|tx| {
            let written = tx
                .prepare_cached(
                    "INSERT INTO main.settings (name, json) VALUES (?1, ?2)
                     ON CONFLICT (name) DO UPDATE SET json = excluded.json WHERE json <> excluded.json",
                )?
                .execute((name, serde_json::to_string(value)?))?;
            if written > 0 {
                tx.tag(Tag::SETTINGS);
            }
            Ok(())
        })
    }
}
