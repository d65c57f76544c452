//! The real wire: reqwest over rustls with ring.

use crate::{Broken, Request, Response, Transport};
use async_trait::async_trait;
use kontor_model::Error;
use std::path::Path;

/// HTTPS through the system's proxy, trusting the system's roots and, if given, one more.
pub struct Https {}

impl Https {
    /// `ca` is a PEM file with roots to trust besides the system's.
    ///
    /// # Errors
    /// `Invalid` (field `ca`) when that file cannot be read or holds no certificate.
    pub fn new(ca: Option<&Path>) -> Result<Self, Error> {
        let _ = ca;
        todo!()
    }
}

#[async_trait]
impl Transport for Https {
    async fn send(&self, _request: Request) -> Result<Response, Broken> {
        todo!()
    }
}
