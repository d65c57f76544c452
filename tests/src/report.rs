//! What happened, for people: a transcript and numbered pictures.

use crate::Result;
use std::{
    fs::{self, File},
    io::Write,
    path::{Path, PathBuf},
};

pub struct Report {
    folder: PathBuf,
    transcript: File,
    pictures: u32,
}

impl Report {
    /// Begins anew: what is in the folder from before is removed.
    pub fn start(folder: &Path) -> Result<Self> {
        if folder.exists() {
            fs::remove_dir_all(folder)?;
        }
        fs::create_dir_all(folder)?;
        Ok(Self {
            folder: folder.to_owned(),
            transcript: File::create(folder.join("transcript.txt"))?,
            pictures: 0,
        })
    }

    pub fn journey(&mut self, name: &str) -> Result {
        self.line(&format!("\n# {name}"))
    }

    /// A line of the transcript, also on standard output.
    pub fn line(&mut self, text: &str) -> Result {
        println!("{text}");
        writeln!(self.transcript, "{text}")?;
        Ok(())
    }

    /// Keeps a picture, numbered in order of time.
    pub fn picture(&mut self, name: &str, png: &[u8]) -> Result {
        self.pictures += 1;
        let file = format!("{:02}-{name}.png", self.pictures);
        fs::write(self.folder.join(&file), png)?;
        self.line(&format!("  [{file}]"))
    }
}
