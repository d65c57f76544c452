//! Files that a command writes: whole or not at all.

use crate::exit::Stop;
use kontor_model::{Code, Error};
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

/// What becomes of an older file of that name.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Older {
    Replace,
    /// The new one is refused.
    Keep,
}

/// Writes beside and moves into place, so that nobody ever finds half a file. What `content` refuses leaves no file.
///
/// # Errors
/// [`Code::NotSaved`] when it cannot be written, or an older one is kept; whatever `content` says.
pub fn write<T>(
    path: &Path,
    older: Older,
    content: impl FnOnce(&mut BufWriter<&mut File>) -> Result<T, Stop>,
) -> Result<T, Stop> {
    let cannot = |error: io::Error| {
        let why = format!("{} cannot be written ({error}).", path.display());
        Error::new(Code::NotSaved, why)
    };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let mut beside = tempfile::NamedTempFile::new_in(folder.unwrap_or(Path::new("."))).map_err(cannot)?;
    let mut file = BufWriter::new(beside.as_file_mut());
    let written = content(&mut file).map_err(|stop| match stop {
        Stop::Output(error) => cannot(error).into(),
        said => said,
    })?;
    file.flush().map_err(cannot)?;
    drop(file);
    beside.as_file().sync_all().map_err(cannot)?;
    let placed = match older {
        Older::Replace => beside.persist(path),
        Older::Keep => beside.persist_noclobber(path),
    };
    placed.map_err(|error| match error.error.kind() {
        io::ErrorKind::AlreadyExists => {
            let why = format!(
                "{} exists already and was left as it is. Choose another name.",
                path.display()
            );
            Error::new(Code::NotSaved, why)
        }
        _ => cannot(error.error),
    })?;
    Ok(written)
}
