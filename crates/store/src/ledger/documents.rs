//! Files that belong to an object: wanted, fetched, or refused. What was fetched once is kept for good.

use crate::{Store, mirror::time};
use chrono::{DateTime, Utc};
use kontor_model::{Error, Result, Tag};
use rusqlite::OptionalExtension;

/// A file of an object, without its content.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// Of the object.
    pub id: String,
    pub name: String,
    /// It is to be fetched.
    pub wanted: bool,
    /// Why it could not be fetched the last time.
    pub error: Option<Error>,
    /// When it was fetched, and how many bytes it has.
    pub fetched: Option<(DateTime<Utc>, u64)>,
}

impl Store {
    /// Asks for files of objects. One that is here already is not asked for again.
    pub fn want_documents(&self, collection: &str, documents: &[(String, String)]) -> Result<()> {
        let known = self.known(collection)?.collection;
        self.write(|tx| {
            for (id, name) in documents {
                tx.prepare_cached(
                    "INSERT INTO main.documents (collection, id, name, wanted) VALUES (?1, ?2, ?3, 1)
                     ON CONFLICT (collection, id, name) DO UPDATE SET wanted = 1, error = NULL WHERE content IS NULL",
                )?
                .execute((known, id, name))?;
            }
            tx.tag(Tag::collection(known));
            Ok(())
        })
    }

    /// Every file of a collection that was ever asked for.
    pub fn documents(&self, collection: &str) -> Result<Vec<Document>> {
        let known = self.known(collection)?.collection;
        self.read(|view| {
            let mut statement = view.prepare_cached(
                "SELECT id, name, wanted, error, at, length(content) FROM main.documents WHERE collection = ?1 ORDER BY id, name",
            )?;
            let mut rows = statement.query([known])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                let error: Option<String> = row.get(3)?;
                let size: Option<i64> = row.get(5)?;
                let at: Option<i64> = row.get(4)?;
                found.push(Document {
                    id: row.get(0)?,
                    name: row.get(1)?,
                    wanted: row.get(2)?,
                    error: error.map(|error| serde_json::from_str(&error)).transpose()?,
                    fetched: at.zip(size).map(|(at, size)| Ok::<_, crate::fault::Fault>((time(at)?, size.unsigned_abs()))).transpose()?,
                });
            }
            Ok(found)
        })
    }

    /// Keeps a file that was fetched.
    pub fn keep_document(
        &self,
        collection: &str,
        id: &str,
        name: &str,
        content: &[u8],
        at: DateTime<Utc>,
    ) -> Result<()> {
        let known = self.known(collection)?.collection;
        self.write(|tx| {
            tx.prepare_cached(
                "INSERT INTO main.documents (collection, id, name, wanted, at, content) VALUES (?1, ?2, ?3, 0, ?4, ?5)
                 ON CONFLICT (collection, id, name) DO UPDATE
                 SET wanted = 0, error = NULL, at = excluded.at, content = excluded.content",
            )?
            .execute((known, id, name, at.timestamp_micros(), content))?;
            tx.tag(Tag::collection(known));
            Ok(())
        })
    }

    /// Notes why a file could not be fetched, and whether it is still to be.
    pub fn document_failed(&self, collection: &str, id: &str, name: &str, error: &Error, wanted: bool) -> Result<()> {
        let known = self.known(collection)?.collection;
        self.write(|tx| {
            tx.prepare_cached(
                "UPDATE main.documents SET error = ?4, wanted = ?5 WHERE collection = ?1 AND id = ?2 AND name = ?3 AND content IS NULL",
            )?
            .execute((known, id, name, serde_json::to_string(error)?, wanted))?;
            tx.tag(Tag::collection(known));
            Ok(())
        })
    }

    /// The content of a file; none when it was not fetched.
    pub fn document(&self, collection: &str, id: &str, name: &str) -> Result<Option<Vec<u8>>> {
        let known = self.known(collection)?.collection;
        self.read(|view| {
            let sql = "SELECT content FROM main.documents WHERE collection = ?1 AND id = ?2 AND name = ?3";
            let content = view
                .prepare_cached(sql)?
                .query_row((known, id, name), |row| row.get::<_, Option<Vec<u8>>>(0))
                .optional()?;
            Ok(content.flatten())
        })
    }
}
