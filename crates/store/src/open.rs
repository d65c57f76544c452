//! Opening the two files: nothing is touched before the key and the versions are known to be right.

use crate::{
    Shape, Store,
    fault::{Fault, Step, corrupt, not_saved},
    mirror::tables,
    paths::{PATIENCE, beside, opening_lock, private_file, text, uri},
    private,
};
use kontor_model::{Code, Error, Key, Planted, Result, planted};
use rusqlite::{Connection, ErrorCode, OpenFlags, config::DbConfig};
use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::{Condvar, Mutex, Once},
};
use zeroize::Zeroizing;

/// Every numbered migration of the ledger. A released one is never edited.
const LEDGER: &[&str] = &[
    include_str!("migrations/ledger_1.sql"),
    include_str!("migrations/ledger_2.sql"),
    include_str!("migrations/ledger_3.sql"),
    include_str!("migrations/ledger_4.sql"),
];
/// Raised when the mirror's own tables change: it is then fetched anew.
const MIRROR_VERSION: u32 = 2;
/// SQLCipher's page size; a whole file is a multiple of it.
const PAGE: u64 = 4096;

impl Store {
    /// Opens or makes `ledger.db` and `mirror.db` in `dir`, readable by the owner only. `shapes` are all collections
    /// of this program.
    ///
    /// A mirror of another version, and one that is damaged beside a ledger the key does open, is made anew.
    ///
    /// # Errors
    /// [`Code::WrongKey`], [`Code::Corrupt`] and [`Code::NewerFile`] leave both files as they were.
    /// [`Code::NotPrivate`] as [`private::keep_all`] says. [`Code::CipherMissing`], [`Code::NotSaved`] when the folder cannot be written, [`Code::Busy`] when another
    /// process is still opening it after ten seconds.
    pub fn open(dir: &Path, key: &Key, shapes: &[&'static Shape]) -> Result<Store> {
        for shape in shapes {
            tables::check(shape)?;
        }
        private::make_folder(dir).map_err(|_| not_saved())?;
        private::keep_all(dir)?;
        let dir = std::path::absolute(dir).map_err(|_| not_saved())?;
        let files = Files {
            ledger: dir.join("ledger.db"),
            mirror: dir.join("mirror.db"),
            key: key.clone(),
        };
        let _opening = opening_lock(&dir)?;
        ready();
        files.inspect()?;
        let mut writer = files.connect(true)?;
        files.prepare(&mut writer, shapes).map_err(Error::from)?;
        Ok(Store {
            files,
            shapes: shapes.to_vec(),
            writer_id: i64::from_ne_bytes(first_half(uuid::Uuid::new_v4())),
            writer: Mutex::new(writer),
            readers: Mutex::default(),
            commits: Mutex::default(),
            committed: Condvar::new(),
        })
    }
}

fn first_half(id: uuid::Uuid) -> [u8; 8] {
    id.as_u64_pair().0.to_ne_bytes()
}

/// Where the files stand and what opens them.
pub(crate) struct Files {
    ledger: PathBuf,
    mirror: PathBuf,
    key: Key,
}

/// What one file turned out to be.
enum Found {
    Absent,
    Version(u32),
    /// The first page is not one this key made.
    Locked,
    Damaged,
}

impl Files {
    /// Decides from both files together; removes a mirror that must be fetched anew, and nothing else.
    fn inspect(&self) -> Result<()> {
        let newest = LEDGER.len() as u32;
        let mirror = self.probe(&self.mirror)?;
        match (self.probe(&self.ledger)?, &mirror) {
            (Found::Version(version), _) if version > newest => {
                return Err(Error::new(
                    Code::NewerFile,
                    "This tenant's files were written by a newer Kontor. Update Kontor to open them.",
                ));
            }
            (Found::Version(_), _) | (Found::Absent, Found::Absent | Found::Version(_)) => {}
            // The key is right, for it opens the other file.
            (Found::Locked, Found::Version(_)) | (Found::Damaged, _) | (Found::Absent, Found::Damaged) => {
                return Err(corrupt());
            }
            (Found::Locked, _) | (Found::Absent, Found::Locked) => {
                return Err(Error::new(Code::WrongKey, "The key does not open this tenant's files."));
            }
        }
        match mirror {
            Found::Version(version) if version == MIRROR_VERSION || version == 0 => Ok(()),
            Found::Absent => Ok(()),
            _ => {
                ["", "-wal", "-shm"]
                    .iter()
                    .try_for_each(|suffix| match fs::remove_file(beside(&self.mirror, suffix)) {
                        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(not_saved()),
                        _ => Ok(()),
                    })
            }
        }
    }

    /// Reads the version without writing a byte: as immutable while there is no log, else without checkpoint.
    ///
    /// Only a file whose making was cut short has a journal; no commit is in it yet, and SQLite rolls it back.
    fn probe(&self, path: &Path) -> Result<Found> {
        let log = beside(path, "-wal").exists();
        let journal = beside(path, "-journal").exists();
        let length = match fs::metadata(path) {
            Ok(metadata) => metadata.len(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => 0,
            Err(_) => return Err(not_saved()),
        };
        if length == 0 && !log {
            return Ok(Found::Absent);
        }
        let (access, how) = match (journal, log) {
            (true, _) => (OpenFlags::SQLITE_OPEN_READ_WRITE, "mode=rw"),
            (false, true) => (OpenFlags::SQLITE_OPEN_READ_ONLY, "mode=ro"),
            (false, false) => (OpenFlags::SQLITE_OPEN_READ_ONLY, "immutable=1"),
        };
        let flags = access | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let address = format!("{}?{how}", uri(path)?);
        let read = || -> rusqlite::Result<u32> {
            let connection = Connection::open_with_flags(address, flags)?;
            connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
            connection.busy_timeout(PATIENCE)?;
            unlock(&connection, &self.key)?;
            connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
            connection.query_row("PRAGMA user_version", [], |row| row.get(0))
        };
        match read() {
            Ok(version) => Ok(Found::Version(version)),
            Err(error) => match error.sqlite_error_code() {
                Some(ErrorCode::NotADatabase) if length % PAGE == 0 => Ok(Found::Locked),
                Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => Ok(Found::Damaged),
                _ => Err(Fault::from(error).into()),
            },
        }
    }

    /// A connection with the ledger as `main` and the mirror beside it.
    pub(crate) fn connect(&self, writes: bool) -> Result<Connection> {
        private_file(&self.ledger)
            .and_then(|()| private_file(&self.mirror))
            .map_err(|_| not_saved())?;
        self.try_connect(writes).map_err(Error::from)
    }

    fn try_connect(&self, writes: bool) -> Step<Connection> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(&self.ledger, flags)?;
        connection.busy_timeout(PATIENCE)?;
        connection.set_prepared_statement_cache_capacity(256);
        if !has_cipher(&connection)? {
            return Err(Error::new(
                Code::CipherMissing,
                "This build has no cipher; it refuses to store anything.",
            )
            .into());
        }
        unlock(&connection, &self.key)?;
        let hex = self.key.to_hex();
        let key = Zeroizing::new(format!("x'{}'", *hex));
        connection.execute(
            "ATTACH DATABASE ?1 AS mirror KEY ?2",
            (text(&self.mirror)?, key.as_str()),
        )?;
        let (journal, cache) = if writes {
            // A checkpoint writes pages that the next transactions of a first load write again: 64 MB in between.
            (
                "PRAGMA main.journal_mode=WAL; PRAGMA mirror.journal_mode=WAL; PRAGMA wal_autocheckpoint=16384;",
                65_536,
            )
        } else {
            ("", 8_192)
        };
        let durable = if planted(Planted::LedgerNotSynced) {
            "OFF"
        } else {
            "FULL"
        };
        connection.execute_batch(&format!(
            "{journal}
             PRAGMA temp_store=MEMORY;
             PRAGMA main.synchronous={durable};
             PRAGMA mirror.synchronous=NORMAL;
             PRAGMA main.secure_delete=ON;
             PRAGMA main.cache_size=-{cache};
             PRAGMA mirror.cache_size=-{cache};
             PRAGMA main.journal_size_limit=4194304;
             PRAGMA mirror.journal_size_limit=67108864;"
        ))?;
        if !writes {
            connection.execute_batch("PRAGMA query_only=ON")?;
        }
        Ok(connection)
    }

    fn prepare(&self, writer: &mut Connection, shapes: &[&'static Shape]) -> Step<()> {
        let tx = writer.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        let version: u32 = tx.query_row("PRAGMA main.user_version", [], |row| row.get(0))?;
        for migration in LEDGER.iter().skip(version as usize) {
            tx.execute_batch(migration)?;
        }
        tx.execute_batch(&ledger_version())?;
        if tx.query_row("PRAGMA mirror.user_version", [], |row| row.get::<_, u32>(0))? == 0 {
            tx.execute_batch(include_str!("migrations/mirror.sql"))?;
            tx.execute_batch(&format!("PRAGMA mirror.user_version={MIRROR_VERSION}"))?;
        }
        for shape in shapes {
            tables::make(&tx, shape)?;
        }
        tx.commit()?;
        Ok(())
    }
}

/// Writes the ledger's version: a page of it, and nothing else.
pub(crate) fn ledger_version() -> String {
    format!("PRAGMA main.user_version={}", LEDGER.len())
}

/// Waits until SQLite and its cipher are set up.
///
/// SQLite counts as set up before SQLCipher has registered its ciphers: a second thread would find none, and fail.
fn ready() {
    static FIRST: Once = Once::new();
    // Whatever goes wrong here goes wrong again, and is told, when the files are opened.
    FIRST.call_once(|| drop(Connection::open_in_memory()));
}

/// An error must not carry the statement, for the key stands in it.
fn unlock(connection: &Connection, key: &Key) -> rusqlite::Result<()> {
    // The cipher locks and wipes its keys in any case. Locking every page of SQLite's own memory as well took a third of the
    // time of a run that mostly wrote.
    connection.execute_batch("PRAGMA cipher_log_level=NONE; PRAGMA cipher_memory_security=OFF")?;
    let hex = key.to_hex();
    let statement = Zeroizing::new(format!("PRAGMA key = \"x'{}'\"", *hex));
    connection.execute_batch(&statement).map_err(|error| match error {
        rusqlite::Error::SqliteFailure(code, _) | rusqlite::Error::SqlInputError { error: code, .. } => {
            rusqlite::Error::SqliteFailure(code, None)
        }
        _ => rusqlite::Error::InvalidQuery,
    })
}

fn has_cipher(connection: &Connection) -> Step<bool> {
    let mut statement = connection.prepare("PRAGMA cipher_version")?;
    let mut rows = statement.query([])?;
    Ok(match rows.next()? {
        Some(row) => !row.get::<_, String>(0)?.is_empty(),
        None => false,
    })
}
