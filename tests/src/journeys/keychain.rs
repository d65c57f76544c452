//! The keychain is locked while Kontor is away: it says so, touches nothing, and goes on without a restart once it is unlocked.

use super::{browser::Browser, sign_in};
use crate::{
    Result,
    desk::{Desk, KEYCHAIN_PASSWORD},
    report::Report,
    window::Window,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::JoinHandle,
    time::Duration,
};

const DATA: &str = "keychain";

pub async fn run(desk: &Desk, report: &mut Report) -> Result {
    let browser = Browser::of(desk)?;
    let cloud = sign_in::cloud(kontor_sim::Options::default()).await?;
    sign_in::connect(desk, DATA, &browser, &cloud, report)
        .await?
        .close()
        .await?;
    let window = Window::open(desk, DATA).await?;
    sign_in::everybody_is_there(&window, report).await?;
    window.close().await?;

    ask(desk, "lock")?;
    let before = files(&desk.data_dir(DATA))?;
    let person = Dismissing::start(desk.home());
    let window = Window::open(desk, DATA).await?;
    is_locked(&window).await?;
    window.picture(report, "keychain-locked").await?;
    window.click("button", "Try again").await?;
    is_locked(&window).await?;
    let after = files(&desk.data_dir(DATA))?;
    if before != after {
        let names = [&before, &after].map(|files| files.keys().collect::<Vec<_>>());
        return Err(format!("with the keychain locked the files have changed: {names:?}").into());
    }
    let asked = person.stop()?;
    report.line(&format!(
        "  The system asked for the keychain's password {asked} times and was told no: the window says so and lets the person try \
         again; all {} files are byte for byte as they were.",
        before.len()
    ))?;
    ask(desk, "unlock")?;
    window.click("button", "Try again").await?;
    sign_in::everybody_is_there(&window, report).await?;
    report.line("  Unlocked and tried again, the same window reads everything.")?;
    window.close().await
}

async fn is_locked(window: &Window) -> Result {
    let said = "The keychain cannot be reached or is locked. Unlock it and try again.";
    window.see("main", said).await?;
    Ok(())
}

/// A person who takes away every question for the keychain's password that the system puts on the screen.
struct Dismissing {
    over: Arc<AtomicBool>,
    asked: JoinHandle<Result<usize>>,
}

impl Dismissing {
    fn start(home: &Path) -> Self {
        let (over, home) = (Arc::new(AtomicBool::new(false)), home.to_owned());
        let ending = over.clone();
        let asked = std::thread::spawn(move || {
            let mut asked = BTreeSet::new();
            while !ending.load(Ordering::SeqCst) {
                for question in questions(&home)? {
                    if asked.insert(question.clone()) {
                        // Which may have gone by itself.
                        Command::new("kill").arg(question).stderr(Stdio::null()).status()?;
                    }
                }
                // Nothing tells of a process that begins.
                std::thread::sleep(Duration::from_millis(20));
            }
            Ok(asked.len())
        });
        Self { over, asked }
    }

    /// How many there were.
    fn stop(self) -> Result<usize> {
        self.over.store(true, Ordering::SeqCst);
        self.asked
            .join()
            .map_err(|_| "whoever takes the questions away has failed")?
    }
}

/// The processes that show one on the desk of this home.
fn questions(home: &Path) -> Result<Vec<String>> {
    let mut found = Vec::new();
    for entry in fs::read_dir("/proc")? {
        let process = entry?.path();
        let asks = fs::read(process.join("comm")).is_ok_and(|name| name.starts_with(b"gcr-prompter"));
        let here = [b"HOME=", home.as_os_str().as_encoded_bytes()].concat();
        if asks
            && fs::read(process.join("environ")).is_ok_and(|all| all.split(|byte| *byte == 0).any(|one| one == here))
        {
            found.extend(process.file_name().map(|id| id.to_string_lossy().into_owned()));
        }
    }
    Ok(found)
}

/// Locks the keychain of the desk, unlocks it, or gives the keys that Kontor has in it, line by line.
pub fn ask(desk: &Desk, wish: &str) -> Result<String> {
    let mut asked = desk
        .command(Path::new("/usr/bin/python3"))
        .args(["-c", include_str!("keychain.py"), wish])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let mut password = asked.stdin.take().ok_or("the keychain takes no password")?;
    password.write_all(KEYCHAIN_PASSWORD)?;
    drop(password);
    let output = asked.wait_with_output()?;
    match output.status.success() {
        true => Ok(String::from_utf8(output.stdout)?),
        false => Err(format!("the keychain does not {wish}").into()),
    }
}

/// Every file below a folder, byte for byte.
fn files(folder: &Path) -> Result<BTreeMap<PathBuf, Vec<u8>>> {
    let mut all = BTreeMap::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            all.extend(files(&path)?);
        } else {
            all.insert(path.clone(), fs::read(&path)?);
        }
    }
    Ok(all)
}
