//! The demo cloud: a simulated Microsoft 365 inside this program, started only when somebody asks for it.

use chrono::{DateTime, TimeDelta, Timelike, Utc};
use kontor_core::DemoCloud;
use kontor_model::{Code, Endpoints, Error, Result, Secret};
use kontor_store::private;
use serde::{Deserialize, Serialize};
use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};
use tokio::sync::Mutex;

/// The people and dates of a demo are invented around one day. After this long all of them would lie in the past.
const LIFE: TimeDelta = TimeDelta::days(14);

/// The demo cloud of one data folder.
pub struct Demo {
    file: PathBuf,
    running: Mutex<Option<kontor_sim::Running>>,
}

/// What is remembered between runs, so that the demo tenant finds the same cloud again.
#[derive(Clone, Copy, Serialize, Deserialize)]
struct Remembered {
    port: u16,
    since: DateTime<Utc>,
}

impl Demo {
    /// Nothing is started yet.
    pub fn new(data_dir: &Path) -> Self {
        Self {
            file: data_dir.join("demo.json"),
            running: Mutex::new(None),
        }
    }

    /// Starts it, or starts it again with everything that was written to it in this run.
    ///
    /// # Errors
    /// [`Code::Internal`] when no loopback port can be had, [`Code::NotSaved`] when the port cannot be remembered.
    pub async fn start(&self) -> Result<DemoCloud> {
        let mut running = self.running.lock().await;
        let cloud = match running.as_mut() {
            Some(cloud) => {
                cloud.restart().await.map_err(no_port)?;
                cloud
            }
            None => running.insert(self.first_start().await?),
        };
        connection(cloud)
    }

    /// Closes its port and every connection to it, as if the network were gone.
    pub async fn stop(&self) {
        if let Some(cloud) = self.running.lock().await.as_mut() {
            cloud.stop().await;
        }
    }

    async fn first_start(&self) -> Result<kontor_sim::Running> {
        let now = Utc::now();
        let remembered = self.remembered().filter(|it| it.since <= now && now - it.since < LIFE);
        let since = remembered.map_or(now, |it| it.since);
        // What was written to the cloud went with the run before; the fraction of a second voids the links of that run,
        // so that everything is read anew.
        let day = since.with_nanosecond(now.nanosecond()).unwrap_or(since);
        let options = |port| kontor_sim::Options {
            port,
            now: day,
            ..kontor_sim::Options::default()
        };
        let port = remembered.map_or(0, |it| it.port);
        let cloud = match kontor_sim::start(options(port)).await {
            Err(error) if port != 0 && error.kind() == io::ErrorKind::AddrInUse => kontor_sim::start(options(0)).await,
            started => started,
        }
        .map_err(no_port)?;
        cloud.advance((now - day).to_std().unwrap_or_default());
        let port = connection(&cloud)?.endpoints.graph.port().unwrap_or_default();
        self.remember(Remembered { port, since })?;
        Ok(cloud)
    }

    /// Nothing that can be read is nothing remembered: the demo holds nothing of value.
    fn remembered(&self) -> Option<Remembered> {
        serde_json::from_slice(&fs::read(&self.file).ok()?).ok()
    }

    fn remember(&self, what: Remembered) -> Result<()> {
        let text = serde_json::to_vec(&what).map_err(|error| Error::new(Code::Internal, error.to_string()))?;
        let opened = private::options().create(true).truncate(true).open(&self.file);
        opened.and_then(|mut file| file.write_all(&text)).map_err(|error| {
            let what = format!(
                "The demo cannot be started: {} cannot be written ({error}).",
                self.file.display()
            );
            Error::new(Code::NotSaved, what)
        })
    }
}

fn connection(cloud: &kontor_sim::Running) -> Result<DemoCloud> {
    let bases = cloud.endpoints();
    let url = |text: &str| {
        text.parse()
            .map_err(|error| Error::new(Code::Internal, format!("The demo cloud's address is wrong: {error}.")))
    };
    let endpoints = Endpoints {
        login: url(&bases.login)?,
        graph: url(&bases.graph)?,
        arm: url(&bases.arm)?,
        partner_center: url(&bases.partner_center)?,
        ca: None,
    };
    Ok(DemoCloud {
        endpoints,
        token: Secret::new(cloud.token()),
    })
}

fn no_port(error: io::Error) -> Error {
    Error::new(
        Code::Internal,
        format!("The demo cloud cannot be started on this machine ({error})."),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::TcpListener;

    #[tokio::test]
    async fn it_comes_back_on_the_same_port_in_the_same_run_and_in_the_next() {
        let folder = tempfile::tempdir().unwrap();
        let demo = Demo::new(folder.path());
        let first = demo.start().await.unwrap().endpoints;
        demo.stop().await;
        let port = first.graph.port().unwrap();
        drop(TcpListener::bind(("127.0.0.1", port)).expect("a stopped cloud leaves its port"));
        assert_eq!(demo.start().await.unwrap().endpoints, first);
        demo.stop().await;
        assert_eq!(Demo::new(folder.path()).start().await.unwrap().endpoints, first);
    }

    #[tokio::test]
    async fn another_port_is_taken_and_remembered_when_somebody_holds_the_first() {
        let folder = tempfile::tempdir().unwrap();
        let holder = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let taken = holder.local_addr().unwrap().port();
        let demo = Demo::new(folder.path());
        demo.remember(Remembered {
            port: taken,
            since: Utc::now(),
        })
        .unwrap();
        let port = demo.start().await.unwrap().endpoints.graph.port().unwrap();
        assert_ne!(port, taken);
        assert_eq!(demo.remembered().unwrap().port, port);
    }

    #[tokio::test]
    async fn the_invented_days_stay_for_two_weeks_and_then_begin_again() {
        let folder = tempfile::tempdir().unwrap();
        for (age, kept) in [(1, true), (13, true), (15, false), (-1, false)] {
            let since = Utc::now() - TimeDelta::days(age);
            let demo = Demo::new(folder.path());
            demo.remember(Remembered { port: 0, since }).unwrap();
            demo.start().await.unwrap();
            assert_eq!(demo.remembered().unwrap().since == since, kept, "{age} days");
            let now = demo.running.lock().await.as_ref().unwrap().now();
            assert!((Utc::now() - now).abs() < TimeDelta::minutes(1), "{now}");
        }
    }
}
