//! The tenant's folder: its paths as SQLite wants them, and the lock that is held while opening.

use crate::{
    fault::{busy, not_saved},
    private,
};
use kontor_model::{Code, Error, Result};
use std::{
    fs::{File, TryLockError},
    io,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

/// How long one Kontor waits for another to finish writing.
pub(crate) const PATIENCE: Duration = Duration::from_secs(10);

pub(crate) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

pub(crate) fn text(path: &Path) -> Result<&str> {
    path.to_str()
        .ok_or_else(|| Error::new(Code::Invalid, "The path of the data folder must be valid Unicode."))
}

pub(crate) fn uri(path: &Path) -> Result<String> {
    let path = text(path)?;
    let mut uri = String::from(if path.starts_with('/') { "file:" } else { "file:/" });
    for byte in path.bytes() {
        match byte {
            b'\\' if cfg!(windows) => uri.push('/'),
            b'/' | b'.' | b'-' | b'_' | b':' => uri.push(char::from(byte)),
            _ if byte.is_ascii_alphanumeric() => uri.push(char::from(byte)),
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    Ok(uri)
}

/// Two processes may open a new tenant at the same moment: one makes the files, the other waits.
pub(crate) fn opening_lock(dir: &Path) -> Result<File> {
    let path = dir.join("open.lock");
    let file = private_file(&path)
        .and_then(|()| File::options().write(true).open(&path))
        .map_err(|_| not_saved())?;
    let begun = Instant::now();
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::WouldBlock) if begun.elapsed() < PATIENCE => {
                // File locks have no wait with a limit.
                std::thread::sleep(Duration::from_millis(10));
            }
            Err(TryLockError::WouldBlock) => return Err(busy()),
            Err(TryLockError::Error(_)) => return Err(not_saved()),
        }
    }
}

/// Makes the file when it is not there, before SQLite would make it with wider permissions. Its log and the log's index get
/// the permissions of the file itself.
///
/// One that is there is not opened: closing it again would give up the locks that this process holds on it (POSIX).
pub(crate) fn private_file(path: &Path) -> io::Result<()> {
    match private::options().create_new(true).open(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        made => made.map(drop),
    }
}
