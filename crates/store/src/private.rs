//! Files and folders that nobody but their owner may read: how they are made, and how what is there is brought to it.
//!
//! On Windows the folder of a person's profile is kept from others by the system, and what is made in it inherits that.

use kontor_model::{Code, Error, Result};
use std::{
    fs::{self, Metadata, OpenOptions},
    io,
    path::Path,
};

/// Makes the folder, and those above it. One that is there stays as it is.
pub fn make_folder(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    builder.create(path)
}

/// How a file is opened that may have to be made, whatever the umask.
pub fn options() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options
}

/// Narrows a folder to its owner, with the files in it, but not the folders: they may be others' business.
///
/// # Errors
/// [`Code::NotPrivate`] for what belongs to another user or cannot be narrowed, and for a link in the folder. The folder itself
/// may be a link: what it leads to is what counts.
pub fn keep_folder(path: &Path) -> Result<()> {
    let found = fs::metadata(path).map_err(|error| unknown(path, &error))?;
    narrow(path, &found)?;
    each(path, |path, found| match found.is_dir() {
        true => Ok(()),
        false => keep(path, found),
    })
}

/// The same for a folder and everything below it.
///
/// # Errors
/// Those of [`keep_folder`]; a link is refused here too.
pub fn keep_all(path: &Path) -> Result<()> {
    match fs::symlink_metadata(path) {
        Ok(found) => keep(path, &found),
        Err(error) => Err(unknown(path, &error)),
    }
}

fn keep(path: &Path, found: &Metadata) -> Result<()> {
    if found.is_symlink() {
        return Err(refused(path, "is a link to another place"));
    }
    narrow(path, found)?;
    match found.is_dir() {
        true => each(path, keep),
        false => Ok(()),
    }
}

/// Another Kontor may be at work: what is gone by now needs nothing.
fn each(folder: &Path, keep: impl Fn(&Path, &Metadata) -> Result<()>) -> Result<()> {
    for entry in fs::read_dir(folder).map_err(|error| unknown(folder, &error))? {
        let entry = entry.map_err(|error| unknown(folder, &error))?;
        let path = entry.path();
        match entry.metadata() {
            Ok(found) => keep(&path, &found)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(unknown(&path, &error)),
        }
    }
    Ok(())
}

#[cfg(unix)]
fn narrow(path: &Path, found: &Metadata) -> Result<()> {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    if found.uid() != rustix::process::geteuid().as_raw() {
        return Err(refused(path, "belongs to another user of this machine"));
    }
    let mode = if found.is_dir() { 0o700 } else { 0o600 };
    if found.mode() & 0o077 == 0 {
        return Ok(());
    }
    let narrowed = fs::set_permissions(path, fs::Permissions::from_mode(mode)).and_then(|()| fs::metadata(path));
    match narrowed {
        // Some file systems take the wish and do nothing.
        Ok(found) if found.mode() & 0o077 == 0 => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        _ => Err(refused(path, "can be read by other users, and this cannot be changed")),
    }
}

#[cfg(not(unix))]
fn narrow(_: &Path, _: &Metadata) -> Result<()> {
    Ok(())
}

fn refused(path: &Path, why: &str) -> Error {
    let what = "Kontor keeps its files from everybody else, and does not use this folder. Choose another with --data-dir, or mend it and try again.";
    Error::new(Code::NotPrivate, format!("{} {why}. {what}", path.display()))
}

fn unknown(path: &Path, error: &io::Error) -> Error {
    refused(path, &format!("cannot be looked at ({error})"))
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::{PermissionsExt, symlink};
    use std::path::PathBuf;

    fn mode(path: &Path) -> u32 {
        fs::symlink_metadata(path).unwrap().permissions().mode() & 0o777
    }

    /// A folder with a file, and a folder with a file, all of them for everybody.
    fn wide() -> (tempfile::TempDir, [PathBuf; 4]) {
        let home = tempfile::tempdir().unwrap();
        let top = home.path().join("kontor");
        let below = top.join("tenants");
        fs::create_dir_all(&below).unwrap();
        let paths = [top.join("settings.json"), below.join("ledger.db-wal"), below, top];
        for file in &paths[..2] {
            fs::write(file, "what others may not read").unwrap();
        }
        for (path, mode) in paths.iter().zip([0o644, 0o666, 0o777, 0o755]) {
            fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
        }
        (home, paths)
    }

    #[test]
    fn what_an_older_version_or_a_copy_left_wider_is_narrowed() {
        let (_home, [settings, log, below, top]) = wide();
        keep_folder(&top).unwrap();
        assert_eq!([mode(&top), mode(&settings)], [0o700, 0o600]);
        assert_eq!(
            [mode(&below), mode(&log)],
            [0o777, 0o666],
            "a folder may be somebody's own"
        );
        keep_all(&below).unwrap();
        assert_eq!([mode(&below), mode(&log)], [0o700, 0o600]);
        assert_eq!(fs::read(&log).unwrap(), b"what others may not read");
    }

    #[test]
    fn a_link_is_followed_at_the_top_and_refused_below_with_what_it_leads_to_left_alone() {
        let (home, [settings, log, below, top]) = wide();
        let elsewhere = home.path().join("elsewhere");
        fs::write(&elsewhere, "").unwrap();
        fs::set_permissions(&elsewhere, fs::Permissions::from_mode(0o644)).unwrap();
        symlink(&top, home.path().join("link")).unwrap();
        keep_folder(&home.path().join("link")).unwrap();
        assert_eq!([mode(&top), mode(&settings)], [0o700, 0o600]);
        fs::remove_file(&log).unwrap();
        symlink(&elsewhere, &log).unwrap();
        let error = keep_all(&below).unwrap_err();
        assert_eq!(error.code, Code::NotPrivate);
        assert!(error.message.contains("ledger.db-wal is a link"), "{}", error.message);
        assert_eq!(mode(&elsewhere), 0o644);
    }

    #[test]
    fn what_belongs_to_another_user_is_refused_and_left_as_it_was() {
        let (_home, [settings, log, below, top]) = wide();
        if !rustix::process::geteuid().is_root() {
            println!("skipped: only root can give a file to another user");
            return;
        }
        for foreign in [&log, &below] {
            std::os::unix::fs::chown(foreign, Some(65_534), None).unwrap();
            let error = keep_all(&below).unwrap_err();
            let what = format!("{} belongs to another user", foreign.display());
            assert!(error.message.starts_with(&what), "{}", error.message);
            assert_eq!(error.code, Code::NotPrivate);
        }
        assert_eq!([mode(&below), mode(&log)], [0o700, 0o666]);
        std::os::unix::fs::chown(&top, Some(65_534), None).unwrap();
        assert_eq!(keep_folder(&top).unwrap_err().code, Code::NotPrivate);
        assert_eq!([mode(&top), mode(&settings)], [0o755, 0o644]);
    }

    #[test]
    fn what_is_made_is_the_owners_alone() {
        let (home, _) = wide();
        let folder = home.path().join("a/b");
        make_folder(&folder).unwrap();
        drop(options().create_new(true).open(folder.join("c")).unwrap());
        assert_eq!([mode(&folder), mode(&folder.join("c"))], [0o700, 0o600]);
    }
}
