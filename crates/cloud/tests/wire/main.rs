//! The client against real sockets on the loopback interface that answer scripted bytes.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is the report")]

mod batches;
mod certificate;
mod reads;
mod server;
mod sign_in;
mod tls;
mod writes;
