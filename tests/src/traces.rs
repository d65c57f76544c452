//! What is left behind, searched for secrets: every byte of every file, and what the list of processes shows.

use crate::Result;
use base64::{
    Engine,
    prelude::{BASE64_STANDARD_NO_PAD as STANDARD, BASE64_URL_SAFE_NO_PAD as URL_SAFE},
};
use std::{
    collections::HashMap,
    fs, io,
    path::Path,
    time::{Duration, SystemTime},
};

/// Secrets in every form in which they might be left.
pub struct Secrets {
    /// By their first two bytes; each with what it is of.
    forms: HashMap<[u8; 2], Vec<(Vec<u8>, String)>>,
    starts: Vec<bool>,
}

/// How much was searched.
#[derive(Default)]
pub struct Searched {
    pub files: u64,
    pub bytes: u64,
}

impl Default for Secrets {
    fn default() -> Self {
        Self {
            forms: HashMap::new(),
            starts: vec![false; 1 << 16],
        }
    }
}

impl Secrets {
    /// A secret that is a text. `what` tells of it without telling it.
    pub fn add(&mut self, what: &str, secret: &str) {
        self.add_bytes(what, secret.as_bytes());
        let wide = secret.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let percent: String = secret
            .bytes()
            .map(|byte| match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => char::from(byte).to_string(),
                _ => format!("%{byte:02X}"),
            })
            .collect();
        self.look_for(what, "UTF-16", wide);
        self.look_for(what, "percent-encoded", percent.into_bytes());
    }

    /// A secret that is bytes.
    pub fn add_bytes(&mut self, what: &str, secret: &[u8]) {
        self.look_for(what, "as it is", secret.to_vec());
        for (name, base64) in [("base64", &STANDARD), ("base64url", &URL_SAFE)] {
            // What stands before it moves it: there are three ways to cut it into sixes of bits. The outermost ones hold others' bits.
            for before in 0..3 {
                let encoded = base64.encode([&vec![0; before], secret].concat());
                let whole = encoded.len() - usize::from(!(before + secret.len()).is_multiple_of(3));
                let text = &encoded[(before * 8).div_ceil(6)..whole];
                self.look_for(what, name, text.as_bytes().to_vec());
            }
        }
    }

    fn look_for(&mut self, what: &str, form: &str, bytes: Vec<u8>) {
        let start = [bytes[0], bytes[1]];
        self.starts[usize::from(u16::from_be_bytes(start))] = true;
        let forms = self.forms.entry(start).or_default();
        if !forms.iter().any(|(other, _)| *other == bytes) {
            forms.push((bytes, format!("{what} ({form})")));
        }
    }

    /// Which of them stand in these bytes.
    pub fn within(&self, bytes: &[u8]) -> Vec<&str> {
        let mut found = Vec::new();
        for (place, start) in bytes.windows(2).enumerate() {
            if self.starts[usize::from(u16::from_be_bytes([start[0], start[1]]))] {
                let forms = &self.forms[&[start[0], start[1]]];
                let here = forms.iter().filter(|(form, _)| bytes[place..].starts_with(form));
                found.extend(here.map(|(_, what)| what.as_str()));
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Searches every file below a folder that was written since, names too.
    ///
    /// # Errors
    /// What was found, and where.
    pub fn search(&self, folder: &Path, since: SystemTime, searched: &mut Searched) -> Result {
        for entry in gone_is_nothing(fs::read_dir(folder))?.into_iter().flatten() {
            let path = entry?.path();
            self.nothing(path.as_os_str().as_encoded_bytes(), "the name", &path)?;
            let Some(found) = gone_is_nothing(fs::symlink_metadata(&path))? else {
                continue;
            };
            if found.is_dir() {
                self.search(&path, since, searched)?;
            } else if found.is_file() && found.modified()? >= since {
                let Some(bytes) = gone_is_nothing(fs::read(&path))? else {
                    continue;
                };
                searched.files += 1;
                searched.bytes += bytes.len() as u64;
                self.nothing(&bytes, "what is", &path)?;
            }
        }
        Ok(())
    }

    /// Searches the arguments of everything that runs, which every user of the machine can read, and the environment of what has
    /// this home.
    pub fn search_processes(&self, home: &Path, searched: &mut Searched) -> Result {
        for entry in fs::read_dir("/proc")? {
            let process = entry?.path();
            // What has ended meanwhile shows nothing.
            let Ok(arguments) = fs::read(process.join("cmdline")) else {
                continue;
            };
            searched.files += 1;
            self.nothing(&arguments, "the arguments", &process)?;
            let environment = fs::read(process.join("environ")).unwrap_or_default();
            let own = [b"HOME=", home.as_os_str().as_encoded_bytes()].concat();
            if environment.split(|byte| *byte == 0).any(|one| one == own) {
                self.nothing(&environment, "the environment", &process)?;
            }
        }
        Ok(())
    }

    fn nothing(&self, bytes: &[u8], what: &str, path: &Path) -> Result {
        match self.within(bytes).as_slice() {
            [] => Ok(()),
            found => Err(format!("{what} in {} holds {}", path.display(), found.join(", ")).into()),
        }
    }
}

/// Others are at work in the same folders.
fn gone_is_nothing<T>(found: io::Result<T>) -> io::Result<Option<T>> {
    match found {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        found => found.map(Some),
    }
}

/// The clock of a file system may be a moment behind.
pub fn now() -> SystemTime {
    SystemTime::now() - Duration::from_secs(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "Skjul-meg & 1936/ingen?";

    #[test]
    fn a_secret_is_found_in_every_form_and_at_every_place() {
        let mut secrets = Secrets::default();
        secrets.add("the word", SECRET);
        let wide: Vec<u8> = SECRET.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let percent = "Skjul%2Dmeg%20%26%201936%2Fingen%3F".as_bytes().to_vec();
        for before in 0..4 {
            let pad = &"abcd"[..before];
            let text = format!("{pad}{SECRET}{pad}");
            let forms = [
                text.clone().into_bytes(),
                [pad.as_bytes(), &wide].concat(),
                [pad.as_bytes(), &percent].concat(),
                STANDARD.encode(&text).into_bytes(),
                URL_SAFE.encode(&text).into_bytes(),
            ];
            for form in forms {
                assert_eq!(secrets.within(&form).len(), 1, "{:?}", String::from_utf8_lossy(&form));
                let cut = &form[..form.len() - before - 8];
                assert!(secrets.within(cut).is_empty(), "a part is not the whole");
            }
        }
        assert!(secrets.within(b"Skjul meg").is_empty());
    }

    #[test]
    fn a_file_below_is_searched_and_one_from_before_is_not() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("a")).unwrap();
        let mut secrets = Secrets::default();
        secrets.add_bytes("a key", &[7, 0, 9, 1, 3, 5, 8, 2]);
        let since = now();
        let search = |since| secrets.search(folder.path(), since, &mut Searched::default());
        search(since).unwrap();
        fs::write(folder.path().join("a/b"), [1, 7, 0, 9, 1, 3, 5, 8, 2, 4]).unwrap();
        let found = search(since).unwrap_err().to_string();
        assert!(found.ends_with("a/b holds a key (as it is)"), "{found}");
        search(SystemTime::now() + Duration::from_secs(60)).unwrap();
    }
}
