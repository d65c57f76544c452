//! The real wire: reqwest over rustls with ring.

use crate::{Broken, Request, Response, Transport};
use async_trait::async_trait;
use kontor_model::{Endpoints, Error};
use reqwest::{
    Certificate, Client, ClientBuilder,
    header::{AUTHORIZATION, HeaderName, HeaderValue},
    redirect, retry,
};
use std::{
    error::Error as _,
    io,
    path::Path,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use url::{Host, Url};

const CONNECT: Duration = Duration::from_secs(10);
const WHOLE: Duration = Duration::from_secs(100);
/// A connection may die while the machine sleeps; these find out well within half a minute of waking.
const IDLE: Duration = Duration::from_secs(20);
const PROBE: Duration = Duration::from_secs(5);
/// The largest body that is read, in bytes. Graph's own pages stay far below.
const LARGEST: usize = 64 * 1024 * 1024;

/// HTTPS through the system's proxy, trusting the system's roots and, if given, one more. Plain http goes to this
/// machine only, past any proxy.
pub struct Https {
    outside: Client,
    loopback: Client,
}

impl Https {
    /// `ca` is a PEM file with roots to trust besides the system's.
    ///
    /// # Errors
    /// `Invalid` (field `ca`) when that file cannot be read or holds no certificate; `Internal` when TLS cannot start.
    pub fn new(ca: Option<&Path>) -> Result<Self, Error> {
        // Whoever was first in this process has chosen; all of Kontor chooses ring.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let extra = ca.map(roots).transpose()?.unwrap_or_default();
        let build = |client: ClientBuilder| {
            client.tls_certs_merge(extra.clone()).build().map_err(|error| match ca {
                Some(path) => Error::invalid(
                    "ca",
                    format!("{} cannot be used: {}.", path.display(), root_cause(&error)),
                ),
                None => Error::new(
                    kontor_model::Code::Internal,
                    format!("Secure connections cannot be started: {}.", root_cause(&error)),
                ),
            })
        };
        Ok(Self {
            outside: build(client().https_only(true))?,
            loopback: build(client().no_proxy())?,
        })
    }
}

/// Opens ways to clouds. All tenants go by one, since making it reads every certificate that the system trusts; a cloud with a
/// root of its own has its own.
///
/// # Errors
/// Each call as [`Https::new`].
pub fn connector() -> impl Fn(&Endpoints) -> Result<Arc<dyn Transport>, Error> + Send + Sync {
    let shared: Mutex<Option<Arc<Https>>> = Mutex::default();
    move |endpoints| {
        if let Some(ca) = endpoints.ca.as_deref() {
            return Ok(Arc::new(Https::new(Some(ca))?));
        }
        let mut shared = shared.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(https) = &*shared {
            return Ok(https.clone());
        }
        Ok(shared.insert(Arc::new(Https::new(None)?)).clone())
    }
}

fn client() -> ClientBuilder {
    Client::builder()
        .user_agent(concat!("Kontor/", env!("CARGO_PKG_VERSION")))
        .redirect(redirect::Policy::none())
        .retry(retry::never())
        .connect_timeout(CONNECT)
        .timeout(WHOLE)
        .pool_idle_timeout(IDLE)
        .tcp_keepalive(IDLE)
        .tcp_keepalive_interval(PROBE)
        .tcp_keepalive_retries(2)
}

fn roots(path: &Path) -> Result<Vec<Certificate>, Error> {
    let bad = |why: &str| Error::invalid("ca", format!("{} {why}.", path.display()));
    let pem = std::fs::read(path).map_err(|error| bad(&format!("cannot be read: {error}")))?;
    let roots = Certificate::from_pem_bundle(&pem).map_err(|_| bad("is not a PEM file"))?;
    if roots.is_empty() {
        Err(bad("holds no certificate"))
    } else {
        Ok(roots)
    }
}

fn is_here(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name.eq_ignore_ascii_case("localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

#[async_trait]
impl Transport for Https {
    async fn send(&self, request: Request) -> Result<Response, Broken> {
        let client = if is_here(&request.url) {
            &self.loopback
        } else {
            &self.outside
        };
        let mut builder = client.request(request.method, request.url);
        for (name, value) in &request.headers {
            let (Ok(name), Ok(mut value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) else {
                return Err(Broken::NotSent(format!("the header {name:?} cannot be sent")));
            };
            value.set_sensitive(name == AUTHORIZATION);
            builder = builder.header(name, value);
        }
        if let Some(body) = request.body {
            builder = builder.body(body);
        }
        let mut answer = builder.send().await.map_err(broken)?;
        let headers = answer
            .headers()
            .iter()
            .map(|(name, value)| {
                (
                    name.as_str().to_owned(),
                    String::from_utf8_lossy(value.as_bytes()).into_owned(),
                )
            })
            .collect();
        let mut body = Vec::new();
        while let Some(chunk) = answer.chunk().await.map_err(broken)? {
            if body.len() + chunk.len() > LARGEST {
                return Err(Broken::TooLarge);
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Response {
            status: answer.status().as_u16(),
            headers,
            body,
        })
    }
}

fn broken(error: reqwest::Error) -> Broken {
    let why = root_cause(&error);
    if error.is_connect() && is_tls(&error) {
        Broken::UntrustedTls(why)
    } else if error.is_connect() || error.is_builder() {
        Broken::NotSent(why)
    } else if error.is_timeout() {
        Broken::Lost("no answer in time".to_owned())
    } else {
        Broken::Lost(why)
    }
}

/// The innermost reason. Outer ones repeat the URL, which may hold more than a log should see.
fn root_cause(error: &reqwest::Error) -> String {
    let mut cause: Option<&dyn std::error::Error> = error.source();
    let mut text = "the request failed".to_owned();
    while let Some(inner) = cause {
        text = inner.to_string();
        cause = inner.source();
    }
    text
}

/// An `io::Error` hands out its content's source, not its content, and TLS faults come in several of them.
fn is_tls(error: &(dyn std::error::Error + 'static)) -> bool {
    if error.is::<rustls::Error>() {
        return true;
    }
    match error.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
        Some(content) => is_tls(content),
        None => error.source().is_some_and(is_tls),
    }
}
