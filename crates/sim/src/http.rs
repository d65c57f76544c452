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
use crate::cloud::{Cloud, Outcome};
use crate::faults::Action;
use crate::world::World;

pub type Shared = Arc<Mutex<World>>;

/// Another thread's panic does not take the server down with it.
pub fn lock(world: &Shared) -> MutexGuard<'_, World> {
    world.lock().unwrap_or_else(PoisonError::into_inner)
}

#[derive(Clone)]
pub struct Server {
    pub cloud: Cloud,
    pub latency: Duration,
    pub tls: Option<TlsAcceptor>,
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
        let base = host.unwrap_or_else(|| self.cloud.base.to_string());
        let mut call = Call::new(head.method.as_str(), target, headers, body, &base);
        let rule = self.cloud.receive(&mut call);
        if let Some(rule) = &rule
            && rule.action == Action::Delay
        {
            tokio::time::sleep(Duration::from_millis(rule.ms)).await;
        }
        match self.cloud.carry_out(&call, rule.as_ref()) {
            Outcome::Answered(answer) => Ok(response(answer, false)),
            Outcome::Cut(answer) => Ok(response(answer, true)),
            Outcome::Reset => Err(io::Error::new(io::ErrorKind::ConnectionReset, "a fault rule")),
        }
    }
}

fn response(answer: Answer, cut: bool) -> Response<Payload> {
    let mut response = Response::builder().status(answer.status);
    for (name, value) in &answer.headers {
        response = response.header(*name, value);
    }
    let data = Some(Bytes::from(answer.body));
    response.body(Payload { data, cut }).unwrap_or_else(|_| {
        let mut plain = Response::new(Payload { data: None, cut: false });
        *plain.status_mut() = hyper::StatusCode::INTERNAL_SERVER_ERROR;
        plain
    })
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
