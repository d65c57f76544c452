//! The seam to the wire: one request, one attempt, one answer.

use async_trait::async_trait;
use std::fmt;
use url::Url;

pub use reqwest::Method;

/// Header names (any case) and values, in order; a name may occur twice.
pub type Headers = Vec<(String, String)>;

/// What is sent. Its headers and body hold secrets, so `Debug` shows neither them nor the query.
#[derive(Clone)]
pub struct Request {
    pub method: Method,
    pub url: Url,
    pub headers: Headers,
    pub body: Option<Vec<u8>>,
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.url.path())
    }
}

/// What came back. Its body may hold secrets (tokens, new passwords), so `Debug` shows the status only.
#[derive(Clone)]
pub struct Response {
    pub status: u16,
    pub headers: Headers,
    pub body: Vec<u8>,
}

impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({} bytes)", self.status, self.body.len())
    }
}

/// Why there is no answer. The texts are for a person and hold no secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Broken {
    /// Refused, no such host, no route: the request surely never reached the server.
    NotSent(String),
    /// The request may have been applied.
    Lost(String),
    /// The server's certificate is not trusted; nothing was sent.
    UntrustedTls(String),
    /// The server answered with more than is accepted; the request may have been applied.
    TooLarge,
}

/// One attempt on the wire, never repeated and never redirected.
#[async_trait]
pub trait Transport: Send + Sync {
    async fn send(&self, request: Request) -> Result<Response, Broken>;
}
