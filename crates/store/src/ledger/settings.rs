//! Settings of one tenant, by name.

use crate::{Store, fault::Step, store::Write};
use kontor_model::{Code, Error, Result, Tag};
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

/// Takes a setting away that has this value.
pub(crate) fn take(tx: &mut Write, name: &str, value: &Value) -> Step<()> {
    let stored: Option<String> = tx
        .prepare_cached("DELETE FROM main.settings WHERE name = ?1 RETURNING json")?
        .query_row([name], |row| row.get(0))
        .optional()?;
    let stored: Option<Value> = stored.map(|json| serde_json::from_str(&json)).transpose()?;
    if stored.as_ref() != Some(value) {
        let why = "This has changed meanwhile, in another window perhaps. Look at it again, then try again.";
        return Err(Error::new(Code::WrongState, why).into());
    }
    tx.tag(Tag::SETTINGS);
    Ok(())
}
