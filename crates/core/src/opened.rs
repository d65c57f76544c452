//! Files that another program is to show. It needs them in the clear: each stands in a folder of the data folder that nobody but its
//! owner may read, until Kontor is locked or ends, or a window opens again.

use crate::kontor::Kontor;
use kontor_model::{Code, Error, Result};
use kontor_store::private;
use std::{
    fs,
    io::{self, Write},
    path::PathBuf,
};

impl Kontor {
    /// Puts a file there under this name, and gives its path.
    ///
    /// # Errors
    /// [`Code::NotSaved`].
    pub fn put_in_clear(&self, name: &str, content: &[u8]) -> Result<PathBuf> {
        let folder = self.opened().join(self.new_uuid().to_string());
        let path = folder.join(name);
        let written = private::make_folder(&folder).and_then(|()| {
            let mut file = private::options().create_new(true).open(&path)?;
            file.write_all(content)
        });
        match written {
            Ok(()) => Ok(path),
            Err(error) => {
                let why = format!("The file cannot be put where another program can read it ({error}).");
                Err(Error::new(Code::NotSaved, why))
            }
        }
    }

    /// Deletes all of them. On some systems what another program has open stays until the next time.
    ///
    /// # Errors
    /// [`Code::NotSaved`] when one is left.
    pub fn delete_opened(&self) -> Result<()> {
        match fs::remove_dir_all(self.opened()) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                let why = format!(
                    "A file that was opened is still in {} ({error}). Close the program that shows it, then try again.",
                    self.opened().display()
                );
                Err(Error::new(Code::NotSaved, why))
            }
            _ => Ok(()),
        }
    }

    fn opened(&self) -> PathBuf {
        self.0.options.data_dir.join("opened")
    }
}

/// A name for a file: nothing that a file system would take for a path, or for something hidden.
pub(crate) fn plain(name: &str) -> String {
    let safe = |letter: char| {
        if letter.is_alphanumeric() || "._-".contains(letter) {
            letter
        } else {
            '-'
        }
    };
    name.chars()
        .map(safe)
        .collect::<String>()
        .trim_start_matches('.')
        .to_owned()
}
