//! HTTP to Entra, Microsoft Graph, ARM and Partner Center: sign-in, reading, paging, writing once, batches.
//! Nothing is stored here, and nothing waits or chooses at random except through what is passed in.

// A fault carries all that a person is told; it comes once per request, which took milliseconds.
#![allow(clippy::result_large_err)]

mod answer;
mod batch;
mod clock;
mod cloud;
mod download;
pub mod endpoints;
mod entra;
mod fault;
mod https;
mod link;
mod page;
mod retry;
mod server_error;
mod tokens;
mod transport;

pub use batch::{BatchItem, BatchReply};
pub use clock::TokioClock;
pub use cloud::{Cloud, Priority, ReadOptions, Reply, Written};
pub use entra::{BrowserSignIn, ClosingPage, DeviceSignIn, Entra, Person, Random, SignIn, SignedIn};
pub use fault::{Fault, FaultKind};
pub use https::{Https, connector};
pub use link::referring;
pub use page::Page;
pub use tokens::{Application, Delegated, Proof, RefreshToken, TokenGiven, Tokens};
pub use transport::{Broken, Headers, Method, Request, Response, Transport};
