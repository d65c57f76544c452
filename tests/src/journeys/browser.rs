//! The browser of the desk: the handler of web addresses and of PDFs, as a desktop knows one. It only tells what it was handed.

use crate::{
    Result,
    desk::{Desk, PATIENCE},
};
use std::{
    fs::{self, File},
    io::{self, BufRead, BufReader},
    path::Path,
    process::Command,
    sync::mpsc::{self, Receiver},
};
use tempfile::TempPath;

pub struct Browser {
    handed: Receiver<String>,
    _pipe: TempPath,
}

fn mkfifo(path: &Path) -> io::Result<()> {
    match Command::new("mkfifo").arg(path).status()?.success() {
        true => Ok(()),
        false => Err(io::Error::other("no pipe for the browser")),
    }
}

impl Browser {
    /// Makes it the desk's own, for every program that is started from then on.
    pub fn of(desk: &Desk) -> Result<Self> {
        let program = desk.home().join("browser");
        // One of each journey: the last one's may still be listened to.
        let pipe = tempfile::Builder::new().make_in(desk.home(), mkfifo)?;
        let script = format!("#!/bin/sh\nprintf '%s\\n' \"$1\" > '{}'\n", pipe.path().display());
        fs::write(&program, script)?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            fs::set_permissions(&program, fs::Permissions::from_mode(0o755))?;
        }
        let (applications, settings) = (
            desk.home().join(".local/share/applications"),
            desk.home().join(".config"),
        );
        fs::create_dir_all(&applications)?;
        fs::create_dir_all(&settings)?;
        let entry = format!(
            "[Desktop Entry]\nType=Application\nName=Browser\nExec={} %u\nMimeType=x-scheme-handler/https;x-scheme-handler/http;application/pdf;\n",
            program.display()
        );
        fs::write(applications.join("browser.desktop"), entry)?;
        let kinds = ["x-scheme-handler/https", "x-scheme-handler/http", "application/pdf"];
        let handlers = kinds.map(|kind| format!("{kind}=browser.desktop\n")).concat();
        fs::write(
            settings.join("mimeapps.list"),
            format!("[Default Applications]\n{handlers}"),
        )?;
        // Open for writing too, so that it does not end when a writer goes.
        let opened = File::options().read(true).write(true).open(pipe.path())?;
        let (sender, handed) = mpsc::channel();
        std::thread::spawn(move || {
            for address in BufReader::new(opened).lines().map_while(std::result::Result::ok) {
                if sender.send(address).is_err() {
                    return;
                }
            }
        });
        Ok(Self {
            handed,
            _pipe: pipe.into_temp_path(),
        })
    }

    /// The next address, or path of a file, that it is handed.
    pub fn next(&self) -> Result<String> {
        let next = self.handed.recv_timeout(PATIENCE);
        next.map_err(|_| "the browser was handed nothing".into())
    }
}
