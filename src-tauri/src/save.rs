//! Files that a person takes from the window: into the folder for downloads, beside what is there.

use kontor_model::{Code, Error, Result};
use serde::Deserialize;
use std::{
    io::{self, Write},
    path::{Path, PathBuf},
};
use tauri::{AppHandle, Manager};
use tempfile::NamedTempFile;

/// What is saved: a text, or the bytes of a file that is none.
#[derive(Deserialize)]
#[serde(untagged)]
pub enum Content {
    Text(String),
    Bytes(Vec<u8>),
}

/// Saves a file under a name, or the name with a number where a file has it. Answers where it stands.
#[tauri::command]
pub async fn save_file(app: AppHandle, name: String, content: Content) -> Result<PathBuf> {
    let folder = app.path().download_dir().or_else(|_| app.path().home_dir());
    let folder = folder.map_err(|_| Error::new(Code::NotSaved, "This account has no folder to save in."))?;
    let bytes = match content {
        Content::Text(text) => text.into_bytes(),
        Content::Bytes(bytes) => bytes,
    };
    let saved = tauri::async_runtime::spawn_blocking(move || save(&folder, &name, &bytes));
    saved
        .await
        .map_err(|_| Error::new(Code::Internal, "Saving the file came to a sudden end."))?
}

/// The whole file or none: it is written beside, and put in its place only where nothing is.
fn save(folder: &Path, name: &str, content: &[u8]) -> Result<PathBuf> {
    let name = Path::new(name);
    if name.file_name() != Some(name.as_os_str()) {
        return Err(Error::new(
            Code::Usage,
            "A file is saved under a name, not under a path.",
        ));
    }
    let cannot = |error: io::Error| {
        let why = format!("{} cannot be written ({error}).", folder.display());
        Error::new(Code::NotSaved, why)
    };
    std::fs::create_dir_all(folder).map_err(cannot)?;
    let mut written = NamedTempFile::new_in(folder).map_err(cannot)?;
    written.write_all(content).map_err(cannot)?;
    written.as_file().sync_all().map_err(cannot)?;
    for path in places(folder, name) {
        match written.persist_noclobber(&path) {
            Ok(_) => return Ok(path),
            Err(refused) if refused.error.kind() == io::ErrorKind::AlreadyExists => written = refused.file,
            Err(refused) => return Err(cannot(refused.error)),
        }
    }
    Err(cannot(io::ErrorKind::AlreadyExists.into()))
}

/// `name.json`, `name (2).json`, and so on.
fn places(folder: &Path, name: &Path) -> impl Iterator<Item = PathBuf> {
    let stem = name.file_stem().unwrap_or_default().to_string_lossy();
    let ending = name.extension().map(|ending| format!(".{}", ending.to_string_lossy()));
    let ending = ending.unwrap_or_default();
    let numbered = (2..=u32::MAX).map(move |number| format!("{stem} ({number}){ending}"));
    std::iter::once(folder.join(name)).chain(numbered.map(|name| folder.join(name)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn a_file_never_takes_the_place_of_another() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("Downloads");
        let saved: Vec<_> = ["first", "second", "third"]
            .iter()
            .map(|text| save(&folder, "journal.json", text.as_bytes()).unwrap())
            .collect();
        assert_eq!(
            saved,
            ["journal.json", "journal (2).json", "journal (3).json"].map(|name| folder.join(name))
        );
        let texts: Vec<_> = saved.iter().map(|path| fs::read_to_string(path).unwrap()).collect();
        assert_eq!(texts, ["first", "second", "third"]);
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 3, "nothing is left beside");
    }

    #[test]
    fn a_name_is_no_way_out_of_the_folder() {
        let home = tempfile::tempdir().unwrap();
        for name in ["../escaped", "a/b", "/etc/passwd", "..", ""] {
            assert_eq!(
                save(home.path(), name, b"text").unwrap_err().code,
                Code::Usage,
                "{name}"
            );
        }
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_folder_that_cannot_be_written_says_which_and_why() {
        let home = tempfile::tempdir().unwrap();
        let taken = home.path().join("Downloads");
        fs::write(&taken, "a file where the folder should be").unwrap();
        let refused = save(&taken, "journal.json", b"text").unwrap_err();
        assert_eq!(refused.code, Code::NotSaved);
        assert!(
            refused
                .message
                .starts_with(&format!("{} cannot be written (", taken.display()))
        );
    }
}
