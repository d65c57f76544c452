//! Objects that Microsoft forgets after a while and Kontor keeps.

use crate::Store;
use kontor_model::{Object, Result};

impl Store {
    /// Keeps each object as it stands here for good, whatever becomes of the mirror.
    pub fn keep(&self, collection: &str, objects: &[(String, Object)]) -> Result<()> {
        let name = self.known(collection)?.collection;
        self.write(|tx| {
            for (id, object) in objects {
                tx.prepare_cached(
                    "INSERT INTO main.archive (collection, id, object) VALUES (?1, ?2, ?3)
                     ON CONFLICT (collection, id) DO UPDATE SET object = excluded.object WHERE object <> excluded.object",
                )?
                .execute((name, id, serde_json::to_string(object)?))?;
            }
            Ok(())
        })
    }

    /// Everything that was kept of a collection.
    pub fn kept(&self, collection: &str) -> Result<Vec<(String, Object)>> {
        let name = self.known(collection)?.collection;
        self.read(|view| {
            let mut statement =
                view.prepare_cached("SELECT id, object FROM main.archive WHERE collection = ?1 ORDER BY id")?;
            let mut rows = statement.query([name])?;
            let mut kept = Vec::new();
            while let Some(row) = rows.next()? {
                kept.push((row.get(0)?, serde_json::from_str(&row.get::<_, String>(1)?)?));
            }
            Ok(kept)
        })
    }
}
