//! HTTP to Entra, Microsoft Graph, ARM and Partner Center: sign-in, reading, paging, writing once, batches.
//! Nothing is stored here, and nothing waits or chooses at random except through what is passed in.

mod batch;
mod clock;
mod cloud;
pub mod endpoints;
mod fault;
mod https;
mod tokens;
mod transport;

pub use batch::{BatchItem, BatchReply};
pub use clock::TokioClock;
pub use cloud::{Cloud, Page, Priority, ReadOptions, Reply, Written};
pub use fault::{Fault, FaultKind};
pub use https::Https;
pub use tokens::{ClientSecret, TokenGiven, Tokens};
pub use transport::{Broken, Headers, Method, Request, Response, Transport};
