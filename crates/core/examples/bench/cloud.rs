//! The simulated cloud in a process of its own, so that what is measured here is Kontor's alone.

use crate::Outcome;
use kontor_model::{Endpoints, Secret};
use kontor_testkit::House;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

/// How much time passes with each lot of changes.
pub const BETWEEN: Duration = Duration::from_secs(300);

/// The other process. It ends when this value is dropped.
pub struct Cloud {
    pub endpoints: Endpoints,
    token: String,
    asks: ChildStdin,
    answers: BufReader<ChildStdout>,
    child: Child,
}

impl Cloud {
    pub fn start(users: usize) -> Outcome<Self> {
        let mut child = Command::new(std::env::current_exe()?)
            .args(["cloud", &users.to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let asks = child.stdin.take().ok_or("no way to ask the cloud")?;
        let mut answers = BufReader::new(child.stdout.take().ok_or("no way to hear the cloud")?);
        let said = next(&mut answers)?;
        let text = |name: &str| said[name].as_str().unwrap_or_default().to_owned();
        Ok(Self {
            endpoints: Endpoints {
                login: text("login").parse()?,
                graph: text("graph").parse()?,
                arm: text("arm").parse()?,
                partner_center: text("partner_center").parse()?,
                ca: None,
            },
            token: text("token"),
            asks,
            answers,
            child,
        })
    }

    pub fn token(&self) -> Secret {
        Secret::new(self.token.clone())
    }

    /// Lets so many things change, and [`BETWEEN`] pass, in the cloud.
    pub fn mutate(&mut self, seed: u64, count: usize) -> Outcome<()> {
        writeln!(self.asks, "{seed} {count}")?;
        next(&mut self.answers).map(drop)
    }
}

impl Drop for Cloud {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing to end.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn next(answers: &mut BufReader<ChildStdout>) -> Outcome<Value> {
    let mut line = String::new();
    answers.read_line(&mut line)?;
    Ok(serde_json::from_str(&line)?)
}

/// The work of the other process: says where it is, then changes what it is asked to, until nobody asks any more.
pub async fn serve(users: usize) -> Outcome<()> {
    let house = House::new(users).await;
    let (at, token) = {
        let cloud = house.cloud.lock().await;
        (cloud.endpoints(), cloud.token())
    };
    println!(
        "{}",
        json!({ "login": at.login, "graph": at.graph, "arm": at.arm, "partner_center": at.partner_center, "token": token })
    );
    for line in std::io::stdin().lines() {
        let line = line?;
        let (seed, count) = line.split_once(' ').ok_or("a seed and a count")?;
        let applied = house.cloud.lock().await.mutate(seed.parse()?, count.parse()?);
        house.pass(BETWEEN).await;
        println!("{applied}");
    }
    Ok(())
}
