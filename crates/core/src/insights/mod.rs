//! What follows from the mirrored facts: pure functions of the objects and the clock.

mod expiry;
mod facts;

pub use expiry::{
    DomainPolicy, Expiry, NEVER, OWN_NEVER, Policies, Reason, Status, Subject, SyncedUsers, expiry, never_expires,
};
pub use facts::Facts;
