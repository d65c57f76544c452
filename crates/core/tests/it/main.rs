//! Core against the simulated cloud, over real HTTP.

mod outbox;
mod sync;
mod telling;
