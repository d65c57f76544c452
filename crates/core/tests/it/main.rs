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
mod bulk;
mod buying;
mod cases_delta;
mod cases_machine;
mod cases_sign_in;
mod cases_writes;
mod checklist;
mod customers;
mod documents;
mod every_operation;
mod expiries;
mod forced;
mod groups;
mod guided;
mod health;
mod importing;
mod leaving;
mod life;
mod lock;
mod lost;
mod mails;
mod mails_once;
mod members;
mod money;
mod move_domain;
mod offboarding;
mod outbox;
mod partner;
mod partner_buying;
mod partner_center;
mod password_reset;
mod person;
mod policies;
mod pretended;
mod profile;
mod registered;
mod request;
mod review;
mod roles;
mod services;
mod sign_ins;
mod sync;
mod telling;
mod templates;
mod tenants;
