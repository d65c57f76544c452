//! A person at a terminal: what is typed as a secret is not shown.

use super::*;
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{LocalModes, tcgetattr};
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::process::Child;
use std::time::Instant;

/// A terminal with a program on it.
struct Terminal {
    screen: File,
    /// The end that programs hold; kept, so that the terminal stays when they have gone.
    keyboard: File,
    program: Child,
}

impl Terminal {
    fn with(command: &Command) -> Self {
        let screen = File::from(openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap());
        grantpt(&screen).unwrap();
        unlockpt(&screen).unwrap();
        let path = ptsname(&screen, Vec::new()).unwrap().into_string().unwrap();
        let keyboard = File::options().read(true).write(true).open(path).unwrap();
        let copy = || Stdio::from(keyboard.try_clone().unwrap());
        let program = Command::new("/usr/bin/setsid")
            .args(["--ctty", "--wait"])
            .arg(command.get_program())
            .args(command.get_args())
            .env_clear()
            .envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))))
            .stdin(copy())
            .stdout(copy())
            .stderr(copy())
            .spawn()
            .unwrap();
        Self {
            screen,
            keyboard,
            program,
        }
    }

    fn shows_what_is_typed(&self) -> bool {
        tcgetattr(&self.screen).unwrap().local_modes.contains(LocalModes::ECHO)
    }

    /// Types when the program hides it, which no event tells of. The exit code, and what was on the screen.
    fn type_hidden(mut self, text: &str) -> (i32, String) {
        let begun = Instant::now();
        while self.shows_what_is_typed() {
            assert!(self.program.try_wait().unwrap().is_none(), "it ended without asking");
            assert!(
                begun.elapsed() < Duration::from_secs(60),
                "it does not hide what is typed"
            );
            std::thread::sleep(Duration::from_millis(5));
        }
        self.screen.write_all(text.as_bytes()).unwrap();
        let code = self.program.wait().unwrap().code().unwrap();
        assert!(self.shows_what_is_typed(), "the terminal is left as it was found");
        // An end for the reader: everything on the screen stands before it.
        self.keyboard.write_all(b"\0").unwrap();
        let mut screen = Vec::new();
        BufReader::new(&self.screen).read_until(0, &mut screen).unwrap();
        (code, String::from_utf8(screen).unwrap())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_that_is_typed_is_not_shown_and_ctrl_c_takes_it_back() {
    let place = Place::synced().await;
    let user = place.somebody();
    let reset = ["run", "reset-password", "--id", id(&user), "--password-stdin"];
    let asked = || Terminal::with(&place.command(&place.data(), &reset));

    let (code, screen) = asked().type_hidden("Trollstigen\x03");
    assert_eq!(code, 1, "{screen}");
    assert!(screen.contains("nothing was queued"), "{screen}");
    assert_eq!(place.items(&["outbox", "list"]).len(), 0);

    let (code, screen) = asked().type_hidden("Trollstigen-1936\r");
    assert_eq!(code, 0, "{screen}");
    assert!(
        screen.starts_with("password: ") && !screen.contains("Troll"),
        "{screen}"
    );
    place.run(&["outbox", "send"]).ok();
    let sent = place.writes(id(&user));
    assert_eq!(
        sent[0].body["passwordProfile"]["password"],
        secrets::sha256("Trollstigen-1936")
    );
}
