//! An honest imitation of the Microsoft cloud that Kontor talks to: Entra sign-in, Graph, ARM billing and Partner Center on one
//! loopback port, in memory, the same for the same seed. It knows nothing of Kontor.

mod arm;
mod billing;
mod call;
mod control;
mod faults;
mod filter;
mod graph;
mod http;
mod login;
mod mutate;
mod partner;
mod pdf;
mod people;
mod products;
mod route;
mod seed;
mod tenant;
mod time;
mod tls;
mod user;
mod world;

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::{DateTime, Utc};
use serde_json::Value as Json;
use tokio::net::{TcpListener, TcpSocket};
use tokio::task::JoinHandle;

pub use faults::{Action, Rule, read as read_faults};
pub use world::Effect;

/// What to simulate.
#[derive(Clone, Debug)]
pub struct Options {
    /// 0 takes a free one.
    pub port: u16,
    /// What `GET /users` gives, guests included; deleted users are extra.
    pub users: usize,
    pub seed: u64,
    /// Added to every answer.
    pub latency: Duration,
    pub faults: Vec<Rule>,
    /// Serve https with a certificate made for this run.
    pub tls: bool,
    /// The instant that all dates are relative to, and at which the clock starts.
    pub now: DateTime<Utc>,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            port: 0,
            users: 250,
            seed: 1,
            latency: Duration::ZERO,
            faults: Vec::new(),
            tls: false,
            now: Utc::now(),
        }
    }
}

/// Base addresses, to which clients append the paths that they append to Microsoft's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoints {
    /// In place of `https://login.microsoftonline.com`.
    pub login: String,
    /// In place of `https://graph.microsoft.com`.
    pub graph: String,
    /// In place of `https://management.azure.com`.
    pub arm: String,
    /// In place of `https://api.partnercenter.microsoft.com`.
    pub partner_center: String,
}

/// A running simulator. Dropping it ends it.
pub struct Running {
    server: http::Server,
    address: SocketAddr,
    task: Option<JoinHandle<()>>,
    certificate: Option<tls::Certificate>,
}

/// Starts serving on the loopback interface.
///
/// # Errors
/// The port is taken, or the certificate cannot be written to the temporary folder.
pub async fn start(options: Options) -> io::Result<Running> {
    let certificate = if options.tls {
        Some(tls::Certificate::make()?)
    } else {
        None
    };
    let listener = listen(options.port)?;
    let address = listener.local_addr()?;
    let scheme = if options.tls { "https" } else { "http" };
    let mut world = world::World::new(options.seed, options.users, options.now);
    world.faults.set(options.faults);
    let server = http::Server {
        world: Arc::new(Mutex::new(world)),
        latency: options.latency,
        tls: certificate.as_ref().map(|c| c.acceptor.clone()),
        base: format!("{scheme}://127.0.0.1:{}", address.port()).into(),
    };
    let task = tokio::spawn(server.clone().serve(listener));
    Ok(Running {
        server,
        address,
        task: Some(task),
        certificate,
    })
}

fn listen(port: u16) -> io::Result<TcpListener> {
    let socket = TcpSocket::new_v4()?;
    // A port used a moment ago, by connections that were cut, can be taken again.
    #[cfg(unix)]
    socket.set_reuseaddr(true)?;
    socket.bind((Ipv4Addr::LOCALHOST, port).into())?;
    socket.listen(256)
}

impl Running {
    pub fn endpoints(&self) -> Endpoints {
        let base = self.server.base.to_string();
        Endpoints {
            login: base.clone(),
            graph: base.clone(),
            arm: base.clone(),
            partner_center: base,
        }
    }

    /// A bearer that every service accepts, with every scope and role.
    pub fn token(&self) -> String {
        http::lock(&self.server.world).tokens.master.clone()
    }

    pub fn tenant_id(&self) -> String {
        http::lock(&self.server.world).tenant.id.to_string()
    }

    /// The certificate to trust, a PEM file that lives as long as this value; with TLS only.
    pub fn ca(&self) -> Option<&Path> {
        self.certificate.as_ref().map(|c| c.path.as_path())
    }

    /// Closes the listener and every open connection; the port is free afterwards. The state stays for [`Running::restart`].
    pub async fn stop(&mut self) {
        if let Some(task) = self.task.take() {
            task.abort();
            // Only the abort's own report.
            let _ = task.await;
        }
    }

    /// Serves again on the same port with the state as it was left; nothing happens while it runs.
    ///
    /// # Errors
    /// The port was taken meanwhile.
    pub async fn restart(&mut self) -> io::Result<()> {
        if self.task.is_none() {
            let listener = listen(self.address.port())?;
            self.task = Some(tokio::spawn(self.server.clone().serve(listener)));
        }
        Ok(())
    }

    /// Every user with every property, as the server holds them, replication lag or not.
    pub fn users_json(&self) -> Vec<Json> {
        control::users_json(&http::lock(&self.server.world), false)
    }

    /// The same for users that can be restored.
    pub fn deleted_users_json(&self) -> Vec<Json> {
        control::users_json(&http::lock(&self.server.world), true)
    }

    /// Every write that was applied, in order.
    pub fn effects(&self) -> Vec<Effect> {
        http::lock(&self.server.world).effects.clone()
    }

    /// Makes `count` random changes as another admin would; they are visible at once. Returns how many were made.
    pub fn mutate(&self, seed: u64, count: usize) -> usize {
        mutate::run(&mut http::lock(&self.server.world), seed, count)
    }

    /// Changes `licenseAssignmentStates` of `count` users, and nothing else: no delta round tells of it. Returns how many were touched.
    pub fn provision(&self, count: usize) -> usize {
        mutate::provision(&mut http::lock(&self.server.world), count)
    }

    /// Moves the simulator's clock forward.
    pub fn advance(&self, by: Duration) {
        http::lock(&self.server.world).advance(by);
    }

    pub fn now(&self) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(http::lock(&self.server.world).clock.millis()).unwrap_or_default()
    }

    /// Replaces the fault rules.
    pub fn set_faults(&self, rules: Vec<Rule>) {
        http::lock(&self.server.world).faults.set(rules);
    }

    /// How long a replica lags behind a write; a second unless told otherwise.
    pub fn set_lag(&self, lag: Duration) {
        http::lock(&self.server.world).lag = i64::try_from(lag.as_millis()).unwrap_or(i64::MAX);
    }

    /// Ends all sessions: access and refresh tokens of sign-ins are refused from now on.
    pub fn revoke_tokens(&self) {
        http::lock(&self.server.world).tokens.revoke();
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(task) = self.task.take() {
            task.abort();
        }
    }
}
