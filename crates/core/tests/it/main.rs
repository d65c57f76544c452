//! Core against the simulated cloud, over real HTTP.
#![expect(
    clippy::unwrap_used,
    reason = "a test that finds nothing to look at should fail there"
)]

mod access;
mod amend;
mod another;
mod background;
mod browser;
mod buying;
mod cases_delta;
mod cases_machine;
mod cases_sign_in;
mod cases_writes;
mod customers;
mod guided;
mod health;
mod leaving;
mod life;
mod lock;
mod lost;
mod outbox;
mod partner;
mod person;
mod pretended;
mod request;
mod review;
mod services;
mod sync;
mod telling;
mod tenants;
