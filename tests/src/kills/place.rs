//! A simulated cloud as a program of its own, and a data folder in which the real programs work against it.

use crate::{
    Result,
    wire::{Sprung, Trap, Wire},
};
use kontor_desk::{Desk, PATIENCE};
use serde_json::Value;
use std::{fs, path::PathBuf, process::Stdio, time::Duration};
use tempfile::TempDir;
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    process::{Child, Command},
    time::timeout,
};

/// A program of Kontor's that is to be killed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Program {
    Command(&'static [&'static str]),
    /// It sends and syncs by itself.
    Window,
}

/// When.
#[derive(Clone, Copy, Debug)]
pub enum Moment {
    /// At a request.
    At(Trap),
    /// So long after its start.
    After(Duration),
}

/// How a program ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    Killed,
    /// It was through before its moment came.
    ByItself,
}

/// What a run of `kontor` gave.
pub struct Said {
    pub code: i32,
    pub json: Value,
}

/// How long a program may take whose moment does not come: what it sends may have been less than was thought.
const AT_LAST: Duration = Duration::from_secs(15);

/// Sending stays for what it can settle within five minutes.
const LONGEST: Duration = Duration::from_secs(360);

pub struct Place<'a> {
    desk: &'a Desk,
    pub wire: Wire,
    token: String,
    at: String,
    http: reqwest::Client,
    folder: TempDir,
    folders: u32,
    // Ended when this is dropped.
    _cloud: Child,
}

impl<'a> Place<'a> {
    /// A cloud of a partner with so many users and a customer, and a tenant that was never synced.
    pub async fn new(desk: &'a Desk, users: usize, seed: u64) -> Result<Self> {
        let mut cloud = Command::new(desk.app.with_file_name("kontor-sim"))
            .args(["--users", &users.to_string(), "--seed", &seed.to_string()])
            .args(["--latency-ms", "15", "--tenants", "2"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()?;
        let printed = cloud.stdout.take().ok_or("the cloud prints nothing")?;
        let line = BufReader::new(printed).lines().next_line().await?;
        let said: Value = serde_json::from_str(&line.ok_or("the cloud did not start")?)?;
        let at = said["graph"].as_str().ok_or("the cloud has no address")?.to_owned();
        let port = at.rsplit(':').next().ok_or("the cloud has no port")?.parse()?;
        let mut place = Self {
            desk,
            wire: Wire::to(port).await?,
            token: said["token"].as_str().ok_or("the cloud has no token")?.to_owned(),
            at,
            http: reqwest::Client::builder().no_proxy().timeout(PATIENCE).build()?,
            folder: tempfile::tempdir()?,
            folders: 0,
            _cloud: cloud,
        };
        place.begin_anew().await?;
        Ok(place)
    }

    /// Connects the tenant in another data folder, with another key in the keychain.
    pub async fn begin_anew(&mut self) -> Result {
        self.folders += 1;
        let wire = format!("http://127.0.0.1:{}", self.wire.port);
        let services = ["login", "graph", "arm", "partner_center"].map(|name| format!("{name} = '{wire}'\n"));
        let cloud = self.folder.path().join("cloud.toml");
        fs::write(&cloud, services.concat())?;
        let cloud = cloud.display().to_string();
        self.kontor(&["tenant", "add", "Fjordlys", "--auth", "token", "--cloud", &cloud])
            .await?;
        Ok(())
    }

    fn data_dir(&self) -> PathBuf {
        self.folder.path().join(self.folders.to_string())
    }

    /// With the desk's environment and no other.
    fn program(&self, name: &str) -> Command {
        let mut command = Command::from(self.desk.command(&self.desk.app.with_file_name(name)));
        command.arg("--data-dir").arg(self.data_dir()).kill_on_drop(true);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command
    }

    /// Runs `kontor --json`, which must succeed.
    pub async fn kontor(&self, arguments: &[&str]) -> Result<Value> {
        self.kontor_with("", arguments).await
    }

    /// The same with a line on standard input.
    pub async fn kontor_with(&self, input: &str, arguments: &[&str]) -> Result<Value> {
        let said = self.ask(input, arguments).await?;
        match said.code {
            0 => Ok(said.json),
            code => Err(format!("`kontor {}` ended with {code}: {}", arguments.join(" "), said.json).into()),
        }
    }

    /// Runs `kontor --json`, however it ends.
    pub async fn ask(&self, input: &str, arguments: &[&str]) -> Result<Said> {
        let mut command = self.program("kontor");
        command.args(arguments).arg("--json");
        if arguments.starts_with(&["tenant"]) {
            command.env("KONTOR_ACCESS_TOKEN", &self.token);
        }
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn()?;
        let mut stdin = child.stdin.take().ok_or("no standard input")?;
        // Who needs no input may be gone by now.
        let _ = stdin.write_all(input.as_bytes()).await;
        drop(stdin);
        let ended = timeout(LONGEST, child.wait_with_output()).await;
        let output = ended.map_err(|_| format!("`kontor {}` does not end", arguments.join(" ")))??;
        let code = output.status.code().ok_or("`kontor` was ended by a signal")?;
        let json = serde_json::from_slice(&output.stdout).map_err(|error| {
            let (out, err) = (
                String::from_utf8_lossy(&output.stdout),
                String::from_utf8_lossy(&output.stderr),
            );
            format!("`kontor {}`: {error}: {out} {err}", arguments.join(" "))
        })?;
        Ok(Said { code, json })
    }

    /// The items of a list.
    pub async fn items(&self, arguments: &[&str]) -> Result<Vec<Value>> {
        items(self.kontor(arguments).await?)
    }

    /// Every entry of the journal.
    pub async fn journal(&self) -> Result<Vec<Value>> {
        let file = self.folder.path().join("journal.json");
        self.kontor(&["journal", "export", "--to", &file.display().to_string()])
            .await?;
        items(serde_json::from_slice(&fs::read(&file)?)?)
    }

    /// Starts a program, and kills it when its moment comes.
    pub async fn kill(&self, program: Program, moment: Moment) -> Result<End> {
        let (trap, after) = match moment {
            Moment::At(trap) => (Some(trap), AT_LAST),
            Moment::After(span) => (None, span),
        };
        let mut sprung = self.wire.arm(trap);
        let mut child = match program {
            Program::Command(arguments) => self.program("kontor").args(arguments).spawn()?,
            Program::Window => self.program("kontor-desktop").spawn()?,
        };
        tokio::select! {
            status = child.wait() => {
                status?;
                return Ok(End::ByItself);
            }
            () = come(&mut sprung) => {}
            () = tokio::time::sleep(after) => {}
        }
        child.kill().await?;
        Ok(End::Killed)
    }

    /// What the cloud itself knows.
    pub async fn cloud(&self, what: &str) -> Result<Vec<Value>> {
        let answer = self.http.get(format!("{}/_sim/{what}", self.at)).send().await?;
        items(answer.error_for_status()?.json().await?)
    }

    /// Tells the cloud what is to happen to it.
    pub async fn happens(&self, what: &str) -> Result {
        let answer = self.http.post(format!("{}/_sim/{what}", self.at)).send().await?;
        answer.error_for_status()?;
        Ok(())
    }
}

async fn come(sprung: &mut Option<Sprung>) {
    match sprung {
        // Who waits here holds the other end as well: it comes, or never.
        Some(sprung) => drop((&mut sprung.now).await),
        None => std::future::pending().await,
    }
}

fn items(mut answer: Value) -> Result<Vec<Value>> {
    let list = ["items", "value"].into_iter().find_map(|name| {
        let Value::Array(items) = answer.get_mut(name)?.take() else {
            return None;
        };
        Some(items)
    });
    list.ok_or_else(|| format!("no list: {answer}").into())
}
