//! An honest imitation of the Microsoft cloud that Kontor talks to: Entra sign-in, Graph, ARM billing and Partner Center on one
//! loopback port, or without one inside the process that asks, in memory, the same for the same seed. It knows nothing of Kontor.

mod arm;
mod billing;
mod call;
mod cloud;
mod control;
mod effect;
mod faults;
mod filter;
mod graph;
mod groups;
mod health;
mod http;
mod licensing;
mod login;
mod management_partner;
mod mutate;
mod partner;
mod partnership;
mod password_reset;
mod pdf;
mod people;
mod products;
mod roles;
mod route;
mod seed;
mod tenant;
mod time;
mod tls;
mod tokens;
mod user;
mod world;

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::ops::Deref;
use std::path::Path;
use std::time::Duration;

use chrono::{DateTime, Utc};
use tokio::net::{TcpListener, TcpSocket};
use tokio::task::JoinHandle;

pub use call::Answer;
pub use cloud::{Cloud, Outcome};
pub use effect::Effect;
pub use faults::{Action, Rule, read as read_faults};
pub use login::{App, Policy, SignIn};
pub use password_reset::PasswordResetFor;
pub use time::Pace;
pub use world::{Mail, Rights};

/// What to simulate.
#[derive(Clone, Debug)]
pub struct Options {
    /// 0 takes a free one.
    pub port: u16,
    /// What `GET /users` gives, guests included; deleted users are extra.
    pub users: usize,
    /// How many organisations there are. With more than one, the first is a partner of all the others, who are its customers.
    pub tenants: usize,
    pub seed: u64,
    /// Added to every answer.
    pub latency: Duration,
    pub faults: Vec<Rule>,
    /// Serve https with a certificate made for this run.
    pub tls: bool,
    /// The instant that all dates are relative to, and at which the clock starts.
    pub now: DateTime<Utc>,
    pub pace: Pace,
    /// Scheme, host and port that links lead to when the client names none, such as `https://graph.sim.test`. A server's own unless
    /// told otherwise.
    pub base: Option<String>,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            port: 0,
            users: 250,
            tenants: 1,
            seed: 1,
            latency: Duration::ZERO,
            faults: Vec::new(),
            tls: false,
            now: Utc::now(),
            pace: Pace::Running,
            base: None,
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

/// A cloud that listens. Dropping it ends that.
pub struct Running {
    server: http::Server,
    address: SocketAddr,
    task: Option<JoinHandle<()>>,
    certificate: Option<tls::Certificate>,
}

impl Deref for Running {
    type Target = Cloud;

    fn deref(&self) -> &Cloud {
        &self.server.cloud
    }
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
    let own = format!("{scheme}://127.0.0.1:{}", address.port());
    let server = http::Server {
        latency: options.latency,
        tls: certificate.as_ref().map(|c| c.acceptor.clone()),
        cloud: Cloud::new(Options {
            base: options.base.or(Some(own)),
            ..options
        }),
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
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(task) = self.task.take() {
            task.abort();
        }
    }
}
