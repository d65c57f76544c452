//! A desktop of its own: display, session bus, keychain, notification service and the driver of windows.
//! Everything that is started here is ended, by its process id, when the desk is dropped.

use serde_json::Value;
use std::{
    collections::BTreeMap,
    fs,
    io::{BufRead, BufReader, Write},
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, ChildStdout, Command, Stdio},
    sync::mpsc::{self, Receiver},
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};
use tempfile::TempDir;

pub type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// Longer than anything here takes on a slow machine; only a failure waits this long.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// What unlocks the keychain.
pub const KEYCHAIN_PASSWORD: &[u8] = b"a password of nobody";

const NOTIFICATION_SERVICE: &str = include_str!("notifications.py");

pub struct Desk {
    pub app: PathBuf,
    /// Starts it and keeps what it says, which the driver of windows would throw away.
    pub heard: PathBuf,
    /// Where pictures go.
    pub out: PathBuf,
    /// Where the driver of windows listens.
    pub driver: String,
    notifications: Mutex<Receiver<Value>>,
    home: TempDir,
    environment: BTreeMap<&'static str, String>,
    // Ended in this order: those that need the bus and the display come first.
    _processes: Vec<Ended>,
}

/// A process that does not outlive this value.
struct Ended(Child);

impl Drop for Ended {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing to end.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Desk {
    pub fn start(app: &Path, out: &Path) -> Result<Self> {
        let home = tempfile::tempdir()?;
        let mut processes = Vec::new();
        let mut environment = environment(home.path())?;
        let display = start(
            &mut processes,
            Command::new("Xvfb")
                .args(["-displayfd", "1", "-screen", "0", "1280x800x24", "-nolisten", "tcp"])
                .envs(&environment),
        )?;
        environment.insert("DISPLAY", format!(":{}", first_line(display)?.0));
        let bus = start(
            &mut processes,
            Command::new("dbus-daemon")
                .args(["--session", "--nofork", "--print-address=1"])
                .envs(&environment),
        )?;
        environment.insert("DBUS_SESSION_BUS_ADDRESS", first_line(bus)?.0);
        unlock_keychain(&mut processes, &environment)?;
        let service = start(
            &mut processes,
            Command::new("/usr/bin/python3")
                .args(["-u", "-c", NOTIFICATION_SERVICE])
                .envs(&environment),
        )?;
        let (ready, notifications) = first_line(service)?;
        if ready != "ready" {
            return Err("the notification service did not start".into());
        }
        let port = free_port()?;
        let mut driver = Command::new("WebKitWebDriver");
        driver
            .args([format!("--port={port}"), "--host=127.0.0.1".to_owned()])
            .envs(&environment);
        start(&mut processes, driver.env("TAURI_WEBVIEW_AUTOMATION", "true"))?;
        wait_for_port(port)?;
        processes.reverse();
        let app = app.canonicalize()?;
        Ok(Self {
            heard: hear(&app, home.path())?,
            app,
            out: out.to_owned(),
            driver: format!("http://127.0.0.1:{port}"),
            notifications: Mutex::new(each_line(notifications)),
            home,
            environment,
            _processes: processes,
        })
    }

    /// A program that will find this desk and nothing else.
    pub fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command.env_clear().envs(&self.environment);
        command
    }

    /// The home of whoever sits here.
    pub fn home(&self) -> &Path {
        self.home.path()
    }

    /// What the windows have said on standard output and standard error.
    pub fn said(&self) -> PathBuf {
        said(self.home())
    }

    /// A data folder for one journey.
    pub fn data_dir(&self, name: &str) -> PathBuf {
        self.home.path().join("data").join(name)
    }

    /// The next notification that reaches the bus.
    pub fn next_notification(&self) -> Result<Value> {
        let next = self
            .notifications
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .recv_timeout(PATIENCE);
        next.map_err(|_| "no notification came".into())
    }

    /// The notifications that have come and were not taken.
    pub fn pending_notifications(&self) -> Vec<Value> {
        self.notifications
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .try_iter()
            .collect()
    }
}

fn said(home: &Path) -> PathBuf {
    home.join("said.txt")
}

fn hear(app: &Path, home: &Path) -> Result<PathBuf> {
    let program = home.join("window");
    let script = format!(
        "#!/bin/sh\nexec '{}' \"$@\" >> '{}' 2>&1\n",
        app.display(),
        said(home).display()
    );
    fs::write(&program, script)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755))?;
    }
    Ok(program)
}

/// Nothing of the person who runs this reaches the programs: an own home, and English.
fn environment(home: &Path) -> Result<BTreeMap<&'static str, String>> {
    let (runtime, temporary) = (home.join("run"), home.join("tmp"));
    fs::create_dir(&runtime)?;
    fs::create_dir(&temporary)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(&runtime, fs::Permissions::from_mode(0o700))?;
    }
    let shown = |path: &Path| path.display().to_string();
    Ok(BTreeMap::from([
        ("HOME", shown(home)),
        ("PATH", std::env::var("PATH")?),
        ("LANG", "C.UTF-8".to_owned()),
        ("XDG_RUNTIME_DIR", shown(&runtime)),
        ("TMPDIR", shown(&temporary)),
        // Neither the accessibility bus nor the settings of a desktop are part of what is driven.
        ("NO_AT_BRIDGE", "1".to_owned()),
        ("GSETTINGS_BACKEND", "memory".to_owned()),
    ]))
}

/// Starts a process with nothing but the environment it was given, and gives what it will print.
fn start(processes: &mut Vec<Ended>, command: &mut Command) -> Result<ChildStdout> {
    let given: Vec<_> = command
        .get_envs()
        .map(|(name, value)| (name.to_owned(), value.map(ToOwned::to_owned)))
        .collect();
    command
        .env_clear()
        .envs(given.into_iter().filter_map(|(name, value)| Some((name, value?))));
    let name = command.get_program().to_string_lossy().into_owned();
    let spawned = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    let mut child = spawned.map_err(|error| format!("{name} did not start: {error}"))?;
    let printed = child.stdout.take().ok_or("a process without output")?;
    processes.push(Ended(child));
    Ok(printed)
}

/// The keychain is unlocked with a password, as at sign-in; it says that it is there by naming its control socket.
fn unlock_keychain(processes: &mut Vec<Ended>, environment: &BTreeMap<&'static str, String>) -> Result {
    let mut keychain = Command::new("gnome-keyring-daemon");
    keychain
        .args(["--unlock", "--foreground", "--components=secrets"])
        .envs(environment);
    let printed = start(processes, &mut keychain)?;
    let Some(Ended(child)) = processes.last_mut() else {
        return Err("the keychain is not running".into());
    };
    child
        .stdin
        .take()
        .ok_or("the keychain takes no password")?
        .write_all(KEYCHAIN_PASSWORD)?;
    first_line(printed)?;
    Ok(())
}

fn first_line(printed: ChildStdout) -> Result<(String, BufReader<ChildStdout>)> {
    let mut printed = BufReader::new(printed);
    let mut line = String::new();
    printed.read_line(&mut line)?;
    Ok((line.trim().to_owned(), printed))
}

/// Each line as JSON, for as long as the process prints.
fn each_line(printed: BufReader<ChildStdout>) -> Receiver<Value> {
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || {
        for line in printed.lines().map_while(std::result::Result::ok) {
            let said = serde_json::from_str(&line).unwrap_or(Value::String(line));
            if sender.send(said).is_err() {
                return;
            }
        }
    });
    receiver
}

fn free_port() -> Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}

/// The driver prints nothing when it is ready: the port is the only sign.
fn wait_for_port(port: u16) -> Result {
    let until = Instant::now() + PATIENCE;
    while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
        if Instant::now() > until {
            return Err("the driver of windows does not listen".into());
        }
        std::thread::yield_now();
    }
    Ok(())
}
