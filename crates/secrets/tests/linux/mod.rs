//! A session bus, a keyring, a child inside, and what they must do together.

use dbus_secret_service::{EncryptionType, SecretService};
use kontor_model::{Key, TenantId};
use kontor_secrets::{KeyStore, Keychain, keys};
use std::{
    io::{BufRead, BufReader, Read, Write, stdin},
    os::unix::{fs::PermissionsExt, net::UnixStream},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
};
use uuid::Uuid;

const INSIDE: &str = "KONTOR_TEST_INSIDE";
const PASSWORD: &[u8] = b"password of this test";

pub fn main() {
    if std::env::var_os(INSIDE).is_some() {
        inside()
    } else {
        outside()
    }
}

fn inside() {
    let keychain = Keychain::default();
    for line in stdin().lines() {
        let line = line.expect("the driver writes text");
        let words: Vec<&str> = line.split(' ').collect();
        let tenant = |at: usize| TenantId(Uuid::from_u128(words[at].parse().expect("a number")));
        let told = match words[0] {
            "get" => keychain
                .get(tenant(1))
                .map(|key| key.map_or("none".to_owned(), |key| key.to_hex().to_string())),
            "chosen" => keys()
                .get(tenant(1))
                .map(|key| key.map_or("none".to_owned(), |key| key.to_hex().to_string())),
            "set" => Key::from_hex(words[2])
                .and_then(|key| keychain.set(tenant(1), &key))
                .map(|()| "done".to_owned()),
            "remove" => keychain.remove(tenant(1)).map(|()| "done".to_owned()),
            "asks" => Ok(keychain.may_ask(tenant(1)).to_string()),
            "lock" => Ok(lock()),
            "spoil" => Ok(spoil(&tenant(1).0.to_string())),
            other => panic!("unknown step {other}"),
        };
        println!("{}", told.unwrap_or_else(|error| format!("{:?}: {error}", error.code)));
    }
}

fn lock() -> String {
    let service = SecretService::connect(EncryptionType::Dh).expect("the keyring is there");
    service
        .get_default_collection()
        .and_then(|collection| collection.lock())
        .expect("it can be locked");
    "done".to_owned()
}

/// Puts something else where a key should be, as a person with the keyring's own window could.
fn spoil(user: &str) -> String {
    let service = SecretService::connect(EncryptionType::Dh).expect("the keyring is there");
    let attributes = [("service", "Kontor"), ("username", user)].into();
    let found = service.search_items(attributes).expect("it can be searched");
    found.unlocked[0]
        .set_secret(b"not a key", "text/plain")
        .expect("it can be changed");
    "done".to_owned()
}

/// Ends its process when it is dropped, however the test ends.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

struct Inside {
    _child: Running,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
}

impl Inside {
    fn tell(&mut self, step: &str) -> String {
        writeln!(self.to, "{step}").expect("the child listens");
        let mut answer = String::new();
        self.from.read_line(&mut answer).expect("the child answers");
        answer.trim_end().to_owned()
    }
}

/// A home of its own, so that no keyring of the person who runs this is touched.
struct Home(tempfile::TempDir);

impl Home {
    fn new() -> Self {
        let home = tempfile::tempdir().expect("a folder");
        let private = std::fs::Permissions::from_mode(0o700);
        for folder in ["run", "data"] {
            std::fs::create_dir(home.path().join(folder)).expect("a folder");
            std::fs::set_permissions(home.path().join(folder), private.clone()).expect("private");
        }
        Self(home)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn command(&self, program: impl AsRef<Path>) -> Command {
        let mut command = Command::new(program.as_ref());
        command
            .env("HOME", self.0.path())
            .env("XDG_RUNTIME_DIR", self.path("run"))
            .env("XDG_DATA_HOME", self.path("data"))
            .env(
                "DBUS_SESSION_BUS_ADDRESS",
                format!("unix:path={}", self.path("bus").display()),
            )
            .env_remove("GNOME_KEYRING_CONTROL")
            .env_remove("DISPLAY")
            .env_remove("WAYLAND_DISPLAY")
            .env_remove("KONTOR_KEY");
        command
    }

    /// Ends when the bus listens.
    fn bus(&self) -> Running {
        let address = format!("--address=unix:path={}", self.path("bus").display());
        let mut bus = self
            .command("dbus-daemon")
            .args(["--session", "--nofork", "--nopidfile", "--print-address", &address])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("dbus-daemon starts (Debian package dbus-daemon)");
        let mut line = String::new();
        BufReader::new(bus.stdout.take().expect("piped"))
            .read_line(&mut line)
            .expect("an address");
        Running(bus)
    }

    /// Unlocks the keyring that runs, as signing in to a desktop does: over its control socket, one operation (1) with
    /// one argument, lengths and numbers as 32 bits. A zero byte before that carries who asks.
    fn unlock(&self) {
        let mut control = UnixStream::connect(self.path("run/keyring/control")).expect("the keyring listens");
        let number = |value: usize| u32::try_from(value).expect("small").to_be_bytes();
        let packet = [
            &number(12 + PASSWORD.len()),
            &number(1),
            &number(PASSWORD.len()),
            PASSWORD,
        ]
        .concat();
        control
            .write_all(&[0])
            .and_then(|()| control.write_all(&packet))
            .expect("it reads");
        let mut answer = [0; 8];
        control.read_exact(&mut answer).expect("it answers");
        assert_eq!(answer[4..], number(0), "it does as asked");
    }

    /// Starts the keyring; with `--unlock`, unlocked.
    fn keyring(&self, arguments: &[&str]) -> Running {
        let mut keyring = self
            .command("gnome-keyring-daemon")
            .args(["--foreground", "--components=secrets"])
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("gnome-keyring-daemon starts (Debian package gnome-keyring)");
        keyring
            .stdin
            .take()
            .expect("piped")
            .write_all(PASSWORD)
            .expect("it reads its password");
        // It tells its environment when it is ready, and owns its name on the bus by then or when it is first called.
        let mut line = String::new();
        BufReader::new(keyring.stdout.take().expect("piped"))
            .read_line(&mut line)
            .expect("a line or its end");
        Running(keyring)
    }

    fn inside(&self, variables: &[(&str, &str)]) -> Inside {
        let program = std::env::current_exe().expect("this program");
        let mut child = self
            .command(program)
            .env(INSIDE, "1")
            .envs(variables.iter().copied())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("this program starts again");
        let (to, from) = (child.stdin.take().expect("piped"), child.stdout.take().expect("piped"));
        Inside {
            _child: Running(child),
            to,
            from: BufReader::new(from),
        }
    }
}

fn outside() {
    let (one, two) = ("0f".repeat(32), "a1".repeat(32));
    let home = Home::new();
    let mut inside = home.inside(&[]);

    let unavailable = |answer: String, what: &str| {
        let expected = answer.starts_with("KeychainUnavailable: ") && answer.contains("KONTOR_KEY");
        assert!(expected, "{what}: {answer}");
        println!("ok: {what}");
    };
    let expect = |answer: String, expected: &str, what: &str| {
        assert_eq!(answer, expected, "{what}");
        println!("ok: {what}");
    };

    unavailable(inside.tell("get 1"), "no bus");
    expect(inside.tell("asks 1"), "false", "without a keychain nobody is asked");
    let bus = home.bus();
    let keyring = home.keyring(&["--unlock"]);
    expect(
        inside.tell("get 1"),
        "none",
        "the same process finds the keychain that was started later",
    );
    expect(inside.tell(&format!("set 1 {one}")), "done", "set");
    expect(inside.tell("get 1"), &one, "get");
    expect(inside.tell("get 2"), "none", "another tenant has no key");
    expect(inside.tell(&format!("set 1 {two}")), "done", "set again");
    expect(inside.tell("get 1"), &two, "the newer key took the older one's place");

    expect(inside.tell("asks 1"), "false", "an open keychain asks nobody");
    expect(inside.tell("lock"), "done", "lock");
    expect(inside.tell("asks 1"), "true", "a locked one asks before it gives a key");
    expect(inside.tell("asks 2"), "false", "and nobody for one that it has not got");
    unavailable(inside.tell("get 1"), "a locked keychain is not one without a key");
    unavailable(inside.tell(&format!("set 1 {one}")), "a locked keychain keeps nothing");
    unavailable(inside.tell("remove 1"), "a locked keychain forgets nothing");
    home.unlock();
    expect(inside.tell("get 1"), &two, "unlocked");

    let mut given = home.inside(&[("KONTOR_KEY", &one)]);
    expect(given.tell("chosen 1"), &one, "KONTOR_KEY wins over the keychain");
    expect(
        home.inside(&[]).tell("chosen 1"),
        &two,
        "without it the keychain is asked",
    );

    drop(keyring);
    let keyring = home.keyring(&[]);
    unavailable(
        inside.tell("get 1"),
        "a keychain that was started anew is locked, not empty",
    );
    home.unlock();
    expect(inside.tell("get 1"), &two, "the key outlived the keyring's process");

    expect(inside.tell(&format!("set 3 {one}")), "done", "a third tenant");
    expect(inside.tell("spoil 3"), "done", "spoil");
    let spoilt = inside.tell("get 3");
    assert!(
        spoilt.starts_with("WrongKey: ") && !spoilt.contains("not a key."),
        "{spoilt}"
    );
    expect(inside.tell("remove 1"), "done", "remove");
    expect(inside.tell("get 1"), "none", "removed");
    expect(inside.tell("remove 1"), "done", "removing again is no error");

    drop((keyring, bus));
    unavailable(inside.tell("get 1"), "the bus is gone");
}
