//! Where the browser brings the answer: a random port of this machine, one path, one use.
//!
//! Whatever else knocks (another path, another host name, a wrong or missing `state`, a scanner that says nothing) gets a
//! refusal, and the real answer is still awaited.

use http_body_util::Full;
use hyper::{
    Method, Request, Response, StatusCode,
    body::{Bytes, Incoming},
    header::{CACHE_CONTROL, CONTENT_TYPE, HOST, REFERRER_POLICY},
    server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::{TokioIo, TokioTimer};
use kontor_model::{Code, Error, Secret};
use std::{
    convert::Infallible,
    net::{Ipv4Addr, Ipv6Addr},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::oneshot,
    task::JoinSet,
};
use url::form_urlencoded;

/// Who says nothing for so long is let go; also how long the closing page may take to be read.
const SILENCE: Duration = Duration::from_secs(5);
/// More at a time than a browser opens are not served.
const MOST: usize = 16;
/// The largest head of a request, in bytes.
const LARGEST: usize = 16 * 1024;

/// The sentences of the page that the browser shows at the end.
#[derive(Clone, Debug)]
pub struct ClosingPage {
    pub signed_in: String,
    pub refused: String,
}

/// What the browser brought.
pub(super) enum Answer {
    Code(Secret),
    Refused { error: String, description: String },
}

pub(super) struct Loopback {
    v4: TcpListener,
    /// `localhost` may mean this one; where the port is taken, or there is no such network, it is done without.
    v6: Option<TcpListener>,
    port: u16,
}

struct Door {
    port: u16,
    state: String,
    page: ClosingPage,
    answer: Mutex<Option<oneshot::Sender<Answer>>>,
}

impl Loopback {
    pub(super) async fn open() -> Result<Self, Error> {
        let no_port = |error: std::io::Error| {
            let why = format!(
                "This machine has no port for the browser's answer ({error}). Sign in with a device code instead."
            );
            Error::new(Code::Internal, why)
        };
        let v4 = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.map_err(no_port)?;
        let port = v4.local_addr().map_err(no_port)?.port();
        let v6 = TcpListener::bind((Ipv6Addr::LOCALHOST, port)).await.ok();
        Ok(Self { v4, v6, port })
    }

    pub(super) fn redirect(&self) -> String {
        format!("http://localhost:{}", self.port)
    }

    /// Waits for the answer that carries this `state`. Nothing listens any more when it is there.
    pub(super) async fn answer(self, state: String, page: ClosingPage) -> Answer {
        let (send, mut heard) = oneshot::channel();
        let door = Arc::new(Door {
            port: self.port,
            state,
            page,
            answer: Mutex::new(Some(send)),
        });
        let mut visitors = JoinSet::new();
        let answer = loop {
            tokio::select! {
                Ok(answer) = &mut heard => break answer,
                Ok((stream, _)) = self.v4.accept() => door.let_in(stream, &mut visitors),
                Ok((stream, _)) = accept(self.v6.as_ref()) => door.let_in(stream, &mut visitors),
            }
        };
        drop((self.v4, self.v6));
        // The page is still on its way to the browser.
        let _ = tokio::time::timeout(SILENCE, visitors.join_next()).await;
        answer
    }
}

async fn accept(listener: Option<&TcpListener>) -> std::io::Result<(TcpStream, std::net::SocketAddr)> {
    match listener {
        Some(listener) => listener.accept().await,
        None => std::future::pending().await,
    }
}

impl Door {
    fn let_in(self: &Arc<Self>, stream: TcpStream, visitors: &mut JoinSet<()>) {
        while visitors.try_join_next().is_some() {}
        if visitors.len() >= MOST {
            return;
        }
        let door = self.clone();
        visitors.spawn(async move {
            let answer = service_fn(|request| {
                let response = door.judge(&request);
                async move { Ok::<_, Infallible>(response) }
            });
            // A visitor who breaks off harms nobody.
            let _ = http1::Builder::new()
                .keep_alive(false)
                .max_buf_size(LARGEST)
                .timer(TokioTimer::new())
                .header_read_timeout(SILENCE)
                .serve_connection(TokioIo::new(stream), answer)
                .await;
        });
    }

    fn judge(&self, request: &Request<Incoming>) -> Response<Full<Bytes>> {
        let host = request.headers().get(HOST).and_then(|host| host.to_str().ok());
        let ours = ["localhost", "127.0.0.1", "[::1]"].map(|name| format!("{name}:{}", self.port));
        if request.uri().path() != "/"
            || !host.is_some_and(|host| ours.iter().any(|own| own.eq_ignore_ascii_case(host)))
        {
            return said(StatusCode::NOT_FOUND, "");
        }
        if request.method() != Method::GET {
            return said(StatusCode::METHOD_NOT_ALLOWED, "");
        }
        let query = request.uri().query().unwrap_or_default();
        let value = |name: &str| {
            let mut pairs = form_urlencoded::parse(query.as_bytes());
            pairs.find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
        };
        let answer = match (value("state"), value("code"), value("error")) {
            (Some(state), ..) if state != self.state => None,
            (Some(_), Some(code), None) => Some(Answer::Code(Secret::new(code))),
            (Some(_), None, Some(error)) => Some(Answer::Refused {
                error,
                description: value("error_description").unwrap_or_default(),
            }),
            _ => None,
        };
        let Some(answer) = answer else {
            return said(StatusCode::BAD_REQUEST, "");
        };
        let words = match answer {
            Answer::Code(_) => &self.page.signed_in,
            Answer::Refused { .. } => &self.page.refused,
        };
        let first = self.answer.lock().unwrap_or_else(PoisonError::into_inner).take();
        match first.map(|first| first.send(answer)) {
            Some(Ok(())) => said(StatusCode::OK, words),
            // It is over; a second one with the right state is a reload of the page.
            _ => said(StatusCode::GONE, ""),
        }
    }
}

/// A page that loads nothing, is kept nowhere, and does not tell where it was.
fn said(status: StatusCode, words: &str) -> Response<Full<Bytes>> {
    let words = words.replace('&', "&amp;").replace('<', "&lt;");
    let page = format!("<!doctype html><meta charset=utf-8><title>Kontor</title><p>{words}");
    let mut response = Response::new(Full::new(Bytes::from(page)));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    for (name, value) in [
        (CONTENT_TYPE, "text/html; charset=utf-8"),
        (CACHE_CONTROL, "no-store"),
        (REFERRER_POLICY, "no-referrer"),
    ] {
        headers.insert(name, hyper::header::HeaderValue::from_static(value));
    }
    response
}
