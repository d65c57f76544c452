//! What SQLite says, in the words of the house. No SQL and no value ever gets into a message.

use kontor_model::{Code, Error};
use rusqlite::ErrorCode;

/// Inside the store: either SQLite's own error or one that is already worded.
#[derive(Debug)]
pub(crate) enum Fault {
    Sql(rusqlite::Error),
    Said(Error),
}

pub(crate) type Step<T> = Result<T, Fault>;

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sql(error)
    }
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        Self::Said(error)
    }
}

/// JSON of our own files that does not parse; whatever we write was JSON.
impl From<serde_json::Error> for Fault {
    fn from(_: serde_json::Error) -> Self {
        Self::Said(corrupt())
    }
}

impl From<Fault> for Error {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Said(error) => error,
            Fault::Sql(error) => worded(&error),
        }
    }
}

pub(crate) fn corrupt() -> Error {
    Error::new(
        Code::Corrupt,
        "The database is damaged. Restore the tenant's folder from a backup.",
    )
}

pub(crate) fn not_saved() -> Error {
    Error::new(
        Code::NotSaved,
        "The disk is full or the data folder cannot be written; nothing was saved. Make room or check its permissions, then try again.",
    )
}

/// After a restart SQLite may find in the log what it could not take back.
pub(crate) fn maybe_saved() -> Error {
    Error::new(
        Code::MaybeSaved,
        "The disk failed while this was being saved, and may have kept it. Start Kontor again and look in the Outbox before you ask for it again.",
    )
}

pub(crate) fn busy() -> Error {
    Error::new(Code::Busy, "Another Kontor is writing to this tenant; try again.")
}

fn worded(error: &rusqlite::Error) -> Error {
    use rusqlite::Error as E;
    const IOERR_READ: i32 = 266;
    const IOERR_SHORT_READ: i32 = 522;
    let rusqlite::ffi::Error { code, extended_code } = match error {
        // Every table is made once, and before another statement of ours names it, with the note that it was: otherwise one of
        // the two was lost.
        E::SqliteFailure(_, Some(said)) | E::SqlInputError { msg: said, .. }
            if said.starts_with("no such table") || said.ends_with("already exists") =>
        {
            return corrupt();
        }
        E::SqliteFailure(failure, _) => failure,
        E::SqlInputError { error, .. } => error,
        E::FromSqlConversionFailure(..)
        | E::IntegralValueOutOfRange(..)
        | E::InvalidColumnType(..)
        | E::Utf8Error(..) => return corrupt(),
        // Where a row may be missing the statement says so (`optional`): this one must be there.
        E::QueryReturnedNoRows => return corrupt(),
        _ => return Error::new(Code::Internal, "The store was asked for something it cannot do."),
    };
    match code {
        ErrorCode::DiskFull | ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen => not_saved(),
        ErrorCode::SystemIoFailure if ![IOERR_READ, IOERR_SHORT_READ].contains(extended_code) => not_saved(),
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => busy(),
        // No statement of ours breaks a constraint but where rows are lost or doubled that were written as one.
        ErrorCode::DatabaseCorrupt
        | ErrorCode::NotADatabase
        | ErrorCode::SystemIoFailure
        | ErrorCode::ConstraintViolation => corrupt(),
        _ => Error::new(
            Code::Internal,
            format!("The store failed (SQLite code {extended_code})."),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_that_is_not_there_or_there_already_is_damage_since_each_was_made_once() {
        let empty = rusqlite::Connection::open_in_memory().unwrap();
        let worded = |sql: &str| worded(&empty.prepare(sql).unwrap_err()).code;
        assert_eq!(worded("SELECT 1 FROM operations"), Code::Corrupt);
        empty.execute_batch("CREATE TABLE operations (id)").unwrap();
        assert_eq!(worded("CREATE TABLE operations (id)"), Code::Corrupt);
        assert_eq!(worded("SELEKT 1"), Code::Internal);
    }

    #[test]
    fn a_row_that_must_be_there_and_is_not_and_a_text_that_is_none_are_damage() {
        let empty = rusqlite::Connection::open_in_memory().unwrap();
        let read = |sql: &str| empty.query_row(sql, [], |row| row.get::<_, String>(0)).unwrap_err();
        for sql in ["SELECT 'a' WHERE 0", "SELECT CAST(x'61ff' AS TEXT)"] {
            assert_eq!(worded(&read(sql)).code, Code::Corrupt, "{sql}");
        }
    }

    #[test]
    fn a_broken_constraint_is_damage_since_no_statement_of_ours_breaks_one() {
        const CONSTRAINT_PRIMARYKEY: i32 = 1555;
        let failure = rusqlite::ffi::Error::new(CONSTRAINT_PRIMARYKEY);
        assert_eq!(
            worded(&rusqlite::Error::SqliteFailure(failure, None)).code,
            Code::Corrupt
        );
    }
}
