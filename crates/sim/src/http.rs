//! The one listener: HTTP/1.1 with or without TLS, and the faults that need the connection itself.

use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http_body_util::BodyExt;
use hyper::body::{Body, Frame, Incoming, SizeHint};
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;

use crate::call::{Answer, Call};
use crate::faults::Action;
use crate::world::World;
use crate::{route, time};

pub type Shared = Arc<Mutex<World>>;

/// Another thread's panic does not take the server down with it.
pub fn lock(world: &Shared) -> MutexGuard<'_, World> {
    world.lock().unwrap_or_else(PoisonError::into_inner)
}

#[derive(Clone)]
pub struct Server {
    pub world: Shared,
    pub latency: Duration,
    pub tls: Option<TlsAcceptor>,
    /// Where links lead when the client named no host.
    pub base: Arc<str>,
}

impl Server {
    /// Answers until it is dropped; the connections end with it.
    pub async fn serve(self, listener: TcpListener) {
        let mut connections = JoinSet::new();
        loop {
            tokio::select! {
                accepted = listener.accept() => {
                    let Ok((stream, _)) = accepted else { continue };
                    // Without it small answers wait for the other side's delayed acknowledgement.
                    let _ = stream.set_nodelay(true);
                    let server = self.clone();
                    connections.spawn(async move {
                        match server.tls.clone() {
                            None => server.connection(stream).await,
                            Some(tls) => {
                                if let Ok(stream) = tls.accept(stream).await {
                                    server.connection(stream).await;
                                }
                            }
                        }
                    });
                }
                Some(_) = connections.join_next(), if !connections.is_empty() => {}
            }
        }
    }

    async fn connection<S: AsyncRead + AsyncWrite + Unpin + Send + 'static>(self, stream: S) {
        let service = service_fn(|request| self.answer(request));
        // An error here is a client that went away, or a reset that a fault asked for.
        let _ = hyper::server::conn::http1::Builder::new()
            .serve_connection(TokioIo::new(stream), service)
            .await;
    }

    async fn answer(&self, request: Request<Incoming>) -> Result<Response<Payload>, io::Error> {
        if !self.latency.is_zero() {
            tokio::time::sleep(self.latency).await;
        }
        let (head, body) = request.into_parts();
        let body = body.collect().await.map_err(io::Error::other)?.to_bytes().to_vec();
        let headers: Vec<(String, String)> = head
            .headers
            .iter()
            .map(|(n, v)| {
                (
                    n.as_str().to_owned(),
                    String::from_utf8_lossy(v.as_bytes()).into_owned(),
                )
            })
            .collect();
        let scheme = if self.tls.is_some() { "https" } else { "http" };
        let host = headers
            .iter()
            .find(|(n, _)| n == "host")
            .map(|(_, v)| format!("{scheme}://{v}"));
        let target = head.uri.path_and_query().map_or("/", |t| t.as_str());
        let base = host.unwrap_or_else(|| self.base.to_string());
        let call = Call::new(head.method.as_str(), target, headers, body, &base);

        let rule = if call.path.starts_with("/_sim/") {
            None
        } else {
            lock(&self.world).faults.next(&call)
        };
        let Some(rule) = rule else {
            return Ok(self.finish(&call, route::answer(&self.world, &call), false));
        };
        if rule.action == Action::Delay {
            tokio::time::sleep(Duration::from_millis(rule.ms)).await;
        }
        let now = lock(&self.world).clock.seconds();
        let instead = rule.answer(now, &call);
        let applied = rule.applied
            || matches!(
                rule.action,
                Action::Delay | Action::Merge | Action::Truncate | Action::Cut
            );
        let truth = applied.then(|| route::answer(&self.world, &call));
        if rule.action == Action::Reset {
            return Err(io::Error::new(io::ErrorKind::ConnectionReset, "a fault rule"));
        }
        let answer = instead
            .or_else(|| truth.map(|t| rule.spoil(t)))
            .unwrap_or_else(|| Answer::empty(500));
        Ok(self.finish(&call, answer, rule.action == Action::Cut))
    }

    fn finish(&self, call: &Call, answer: Answer, cut: bool) -> Response<Payload> {
        let now = lock(&self.world).clock.seconds();
        let answer = complete(call, answer, now);
        let mut response = Response::builder()
            .status(answer.status)
            .header("date", time::http_date(now));
        for (name, value) in &answer.headers {
            response = response.header(*name, value);
        }
        let length = answer.body.len();
        if cut {
            response = response.header("content-length", length);
        }
        let mut data = Bytes::from(answer.body);
        if cut {
            data.truncate(length / 2);
        }
        response.body(Payload { data: Some(data), cut }).unwrap_or_else(|_| {
            let mut plain = Response::new(Payload { data: None, cut: false });
            *plain.status_mut() = hyper::StatusCode::INTERNAL_SERVER_ERROR;
            plain
        })
    }
}

/// Adds what every answer carries: the ids of the request, in the headers and inside an error.
pub fn complete(call: &Call, mut answer: Answer, now: i64) -> Answer {
    let client = call.header("client-request-id").unwrap_or(&call.id).to_owned();
    if answer.status >= 400
        && let Ok(mut body) = serde_json::from_slice::<serde_json::Value>(&answer.body)
        && let Some(error) = body.get_mut("error").and_then(|e| e.as_object_mut())
        && call.path.starts_with("/v1.0")
    {
        let date = time::stamp(now);
        let inner =
            serde_json::json!({"date": date.trim_end_matches('Z'), "request-id": call.id, "client-request-id": client});
        error.insert("innerError".to_owned(), inner);
        answer.body = body.to_string().into_bytes();
    }
    answer.headers.push(("request-id", call.id.clone()));
    answer.headers.push(("client-request-id", client));
    if call.path.starts_with("/v1.0") {
        answer.headers.push((
            "x-ms-resource-unit",
            if call.method == "GET" { "2" } else { "1" }.to_owned(),
        ));
    } else {
        answer.headers.push(("x-ms-request-id", call.id.clone()));
    }
    answer
}

/// A body in one piece, which may break off before its announced end.
pub struct Payload {
    data: Option<Bytes>,
    cut: bool,
}

impl Body for Payload {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        match self.data.take() {
            Some(data) if !data.is_empty() => Poll::Ready(Some(Ok(Frame::data(data)))),
            _ if self.cut => Poll::Ready(Some(Err(io::ErrorKind::ConnectionReset.into()))),
            _ => Poll::Ready(None),
        }
    }

    fn is_end_stream(&self) -> bool {
        !self.cut && self.data.as_ref().is_none_or(Bytes::is_empty)
    }

    fn size_hint(&self) -> SizeHint {
        match &self.data {
            Some(data) if !self.cut => SizeHint::with_exact(data.len() as u64),
            None if !self.cut => SizeHint::with_exact(0),
            _ => SizeHint::default(),
        }
    }
}
