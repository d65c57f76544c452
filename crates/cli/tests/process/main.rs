//! The real `kontor` as a process against the simulated cloud over real HTTP: what scripts rely on.

#![allow(clippy::unwrap_used)] // Every function here is a test or a part of one; clippy knows only the first kind.

mod across;
mod contract;
mod files;
#[cfg(unix)]
mod full_disk;
mod imports;
mod journal;
mod mail;
mod many;
mod mirror;
mod offboarding;
mod operations;
#[cfg(unix)]
mod others;
mod outbox;
mod policy;
mod requests;
mod secrets;
mod senders;
mod sign_in;
mod steering;
mod tenants;
#[cfg(target_os = "linux")]
mod terminal;

use kontor_sim::{Options, Running};
use serde_json::{Value as Json, json};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Duration;
use tempfile::TempDir;

const KEY: &str = "5eed5eed5eed5eed5eed5eed5eed5eed5eed5eed5eed5eed5eed5eed5eed5eed";

/// A cloud, and a data folder in which `kontor` works.
struct Place {
    sim: Running,
    folder: TempDir,
}

/// What a run of `kontor` gave.
struct Ran {
    code: i32,
    stdout: String,
    stderr: String,
}

impl Ran {
    /// Standard output, which must be exactly one JSON object, with nothing on standard error.
    fn json(&self) -> Json {
        let value: Json = serde_json::from_str(&self.stdout)
            .unwrap_or_else(|error| panic!("{error}: {:?} {:?}", self.stdout, self.stderr));
        assert!(
            value.is_object() && self.stderr.is_empty(),
            "{} {}",
            self.stdout,
            self.stderr
        );
        value
    }

    fn ok(&self) -> Json {
        assert_eq!(self.code, 0, "{} {}", self.stdout, self.stderr);
        self.json()
    }

    /// A failure: its exit code and the code of its error.
    fn failed(&self) -> (i32, String) {
        (
            self.code,
            self.json()["error"]["code"].as_str().unwrap_or_default().to_owned(),
        )
    }
}

impl Place {
    async fn new(options: Options) -> Self {
        let sim = kontor_sim::start(options).await.unwrap();
        sim.set_lag(Duration::ZERO);
        Self {
            sim,
            folder: tempfile::tempdir().unwrap(),
        }
    }

    /// With a connected and synced tenant of 250 users.
    async fn synced() -> Self {
        let place = Self::new(Options::default()).await;
        place.connect("Fjordlys");
        place.run(&["sync"]).ok();
        place
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// A file that describes the cloud.
    fn cloud(&self) -> String {
        let path = self.folder.path().join("cloud.toml");
        let at = self.sim.endpoints();
        let mut text = format!(
            "login = '{}'\ngraph = '{}'\narm = '{}'\npartner_center = '{}'\n",
            at.login, at.graph, at.arm, at.partner_center
        );
        if let Some(ca) = self.sim.ca() {
            text += &format!("ca = '{}'\n", ca.display());
        }
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    }

    fn connect(&self, name: &str) -> Json {
        self.run(&["tenant", "add", name, "--auth", "token", "--cloud", &self.cloud()])
            .ok()
    }

    /// The command with nothing of this process's environment in it.
    fn command(&self, data: &Path, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kontor"));
        command
            .env_clear()
            .env("KONTOR_KEY", KEY)
            .env("KONTOR_ACCESS_TOKEN", self.sim.token());
        command.arg("--data-dir").arg(data).args(arguments);
        command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    /// Runs `kontor --json`.
    fn run(&self, arguments: &[&str]) -> Ran {
        ran(self.command(&self.data(), &[arguments, &["--json"]].concat()))
    }

    /// The same with something on standard input.
    fn run_with(&self, input: &str, arguments: &[&str]) -> Ran {
        let mut command = self.command(&self.data(), &[arguments, &["--json"]].concat());
        let mut child = command.stdin(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        read(child.wait_with_output().unwrap())
    }

    /// Runs `kontor` as another admin on another machine.
    fn run_elsewhere(&self, arguments: &[&str]) -> Ran {
        ran(self.command(
            &self.folder.path().join("elsewhere"),
            &[arguments, &["--json"]].concat(),
        ))
    }

    /// Runs `kontor` for a person.
    fn say(&self, arguments: &[&str]) -> Ran {
        ran(self.command(&self.data(), arguments))
    }

    fn items(&self, arguments: &[&str]) -> Vec<Json> {
        self.run(arguments).ok()["items"].as_array().expect("items").clone()
    }

    /// What the server's own record has for a user whom nothing forbids to change.
    fn somebody(&self) -> Json {
        self.people().next().expect("a plain user")
    }

    /// Every such user.
    fn people(&self) -> impl Iterator<Item = Json> + use<> {
        let plain = |user: &Json| {
            user["userType"] == "Member"
                && user["onPremisesSyncEnabled"].is_null()
                && user["usageLocation"].is_string()
                && user["userPrincipalName"]
                    .as_str()
                    .is_some_and(|name| name.ends_with("@fjordlys.example"))
                && user["employeeId"].as_str().is_some_and(|number| number > "10020")
        };
        self.sim.users_json().into_iter().filter(plain)
    }

    /// Queues a new job title; the operation's id.
    fn queue_title(&self, user: &Json, title: &str) -> String {
        let queued = self
            .run(&["run", "update-user", "--id", id(user), "--job-title", title])
            .ok();
        queued["item"]["id"].as_str().expect("an id").to_owned()
    }

    fn faults(&self, rules: &str) {
        self.sim.set_faults(kontor_sim::read_faults(rules).unwrap());
    }

    /// `list users` against the server's own record, field by field, but for the fields named.
    ///
    /// A property that Graph never sent counts as null: delta leaves out what was never set.
    fn assert_same_users(&self, except: &[&str]) {
        let mut ours = self.items(&["list", "users"]);
        let mut theirs = self.sim.users_json();
        let by_id = |a: &Json, b: &Json| id(a).cmp(id(b));
        ours.sort_by(by_id);
        theirs.sort_by(by_id);
        let ids = |users: &[Json]| users.iter().map(|user| id(user).to_owned()).collect::<Vec<_>>();
        assert_eq!(ids(&ours), ids(&theirs));
        let mut fields: Vec<&String> = ours.iter().flat_map(|user| user.as_object().unwrap().keys()).collect();
        fields.sort();
        fields.dedup();
        assert!(
            fields.len() > 30 && !fields.iter().any(|field| *field == "pending"),
            "{fields:?}"
        );
        for (ours, theirs) in ours.iter().zip(&theirs) {
            // Sign-ins are read apart, once a day: until then those of a new user are not known.
            let known = |field: &str| field != "signInActivity" || ours.get(field).is_some();
            let compared = |field: &&&String| !except.contains(&field.as_str()) && known(field);
            for field in fields.iter().filter(compared) {
                let value = |user: &Json| user.get(field.as_str()).cloned().unwrap_or(Json::Null);
                assert_eq!(value(ours), value(theirs), "{field} of {}", id(theirs));
            }
        }
    }

    /// The writes that Kontor made to an object, as the server counted them.
    fn writes(&self, object: &str) -> Vec<kontor_sim::Effect> {
        let ours = |effect: &kontor_sim::Effect| effect.object_id == object && !effect.client_request_id.is_empty();
        self.sim.effects().into_iter().filter(ours).collect()
    }
}

fn ran(mut command: Command) -> Ran {
    read(command.output().unwrap())
}

fn read(output: Output) -> Ran {
    Ran {
        code: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

fn id(object: &Json) -> &str {
    object["id"].as_str().expect("an id")
}

fn refusal(pattern: &str, status: u16) -> String {
    format!("[[rule]]\nmatch = '{pattern}'\naction = 'status'\nstatus = {status}\n")
}
