//! A disk that loses its power, fills up or lies, under SQLite. For tests only; it is never shipped.
//!
//! SQLite reaches the disk through a table of C functions (its VFS). [`Disk::under`] puts one of ours in front of the
//! platform's own, as the default of the process, and watches the files of one folder; all others pass as if it were not
//! there. What the program writes goes to the real files, so that it reads back what it wrote, and is noted here beside
//! what was surely on the disk before. [`Disk::restore`] then makes the files what a power cut may have left of them.
//!
//! This is why the crate has `unsafe`, which the rest of Kontor forbids: the functions take and give raw pointers. All
//! of it stands in `vfs.rs`. The same could not be had from outside: a killed process loses nothing that it has
//! handed to the system, and no test can cut the power of the machine that it runs on.

mod platter;
mod vfs;

use platter::Platter;
use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// What SQLite is about to do to a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    Write,
    Sync,
    Truncate,
    Delete,
}

/// A moment at which something may happen.
#[derive(Debug)]
pub struct Boundary<'a> {
    /// From 1 on, over all files of the folder.
    pub number: u64,
    pub act: Act,
    pub path: &'a Path,
}

/// What happens then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Go,
    /// It is refused with `SQLITE_IOERR` and leaves nothing behind.
    IoError,
    /// It is refused with `SQLITE_FULL` (a sync with `SQLITE_IOERR_FSYNC`) and leaves nothing behind.
    Full,
    /// It is under way when the power goes.
    PowerCut,
}

type Watched = Arc<Mutex<Platter>>;

static FOLDERS: Mutex<Vec<(PathBuf, Watched)>> = Mutex::new(Vec::new());

/// The disk under one folder, from now until this is dropped. What is there already counts as safe.
///
/// Threads that each have their own folder do not see each other.
pub struct Disk {
    root: PathBuf,
    platter: Watched,
}

impl Disk {
    /// # Errors
    /// When the folder is not there.
    pub fn under(folder: &Path) -> io::Result<Self> {
        vfs::install();
        let root = folder.canonicalize()?;
        let platter = Watched::default();
        held(&FOLDERS).push((root.clone(), platter.clone()));
        Ok(Self { root, platter })
    }

    /// Asks `hook` at every boundary from now on. It must touch neither SQLite nor this disk.
    pub fn at_each_boundary(&self, hook: impl FnMut(&Boundary) -> Verdict + Send + 'static) {
        held(&self.platter).hook = Some(Box::new(hook));
    }

    /// Boundaries so far.
    pub fn boundaries(&self) -> u64 {
        held(&self.platter).boundaries
    }

    /// The power goes: from now on every operation fails.
    pub fn cut(&self) {
        held(&self.platter).dead = true;
    }

    /// From now on a sync is reported as done, but keeps nothing safe (or again does what it says).
    pub fn lie(&self, lies: bool) {
        held(&self.platter).lies = lies;
    }

    /// The program ended without the machine: all that it wrote is there, and can be written to again.
    ///
    /// # Errors
    /// When a file is still open.
    pub fn revive(&self) -> io::Result<()> {
        let mut platter = held(&self.platter);
        platter.ended()?;
        platter.revive();
        Ok(())
    }

    /// The power is back. All that was synced is there. Of what was done to each file since, any part may have reached the
    /// disk, in any order, and a write may have stopped between two sectors of 512 bytes: the seed chooses.
    ///
    /// # Errors
    /// When a file is still open, or cannot be written.
    pub fn restore(&self, seed: u64) -> io::Result<()> {
        let mut platter = held(&self.platter);
        platter.ended()?;
        platter.settle(&mut fastrand::Rng::with_seed(seed));
        for (path, content) in platter.contents() {
            match content {
                Some(content) => fs::write(path, content)?,
                None => gone(path)?,
            }
            // The index of a log is memory that happens to have a name.
            let mut index = path.clone().into_os_string();
            index.push("-shm");
            gone(Path::new(&index))?;
        }
        Ok(())
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        held(&FOLDERS).retain(|(_, platter)| !Arc::ptr_eq(platter, &self.platter));
    }
}

impl std::fmt::Debug for Disk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Disk").field("root", &self.root).finish_non_exhaustive()
    }
}

/// Who watches a file, if anybody does.
fn watched(path: &Path) -> Option<Watched> {
    let folders = held(&FOLDERS);
    let found = folders.iter().find(|(root, _)| path.starts_with(root));
    found.map(|(_, platter)| platter.clone())
}

fn gone(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// A panic elsewhere leaves nothing half-done behind these locks.
fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
