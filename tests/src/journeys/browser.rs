//! The browser of the desk: the handler of web addresses, as a desktop knows one. It only tells what it was handed.

use crate::{
    Result,
    desk::{Desk, PATIENCE},
};
use std::{
    fs::{self, File},
    io::{BufRead, BufReader},
    process::Command,
    sync::mpsc::{self, Receiver},
};

pub struct Browser {
    addresses: Receiver<String>,
}

impl Browser {
    /// Makes it the desk's own, for every program that is started from then on.
    pub fn of(desk: &Desk) -> Result<Self> {
        let (program, pipe) = (desk.home().join("browser"), desk.home().join("browser.pipe"));
        fs::write(&program, "#!/bin/sh\nprintf '%s\\n' \"$1\" > \"$0.pipe\"\n")?;
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
            "[Desktop Entry]\nType=Application\nName=Browser\nExec={} %u\nMimeType=x-scheme-handler/https;x-scheme-handler/http;\n",
            program.display()
        );
        fs::write(applications.join("browser.desktop"), entry)?;
        let handlers =
            "[Default Applications]\nx-scheme-handler/https=browser.desktop\nx-scheme-handler/http=browser.desktop\n";
        fs::write(settings.join("mimeapps.list"), handlers)?;
        if !Command::new("mkfifo").arg(&pipe).status()?.success() {
            return Err("no pipe for the browser".into());
        }
        // Open for writing too, so that it does not end when a writer goes.
        let pipe = File::options().read(true).write(true).open(pipe)?;
        let (sender, addresses) = mpsc::channel();
        std::thread::spawn(move || {
            for address in BufReader::new(pipe).lines().map_while(std::result::Result::ok) {
                if sender.send(address).is_err() {
                    return;
                }
            }
        });
        Ok(Self { addresses })
    }

    /// The next address that it is handed.
    pub fn next(&self) -> Result<String> {
        let next = self.addresses.recv_timeout(PATIENCE);
        next.map_err(|_| "the browser was handed nothing".into())
    }
}
