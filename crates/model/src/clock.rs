//! The seam through which everything reads the time and waits, so that a test or a simulation can drive both.

use chrono::{DateTime, Utc};
use std::{future::Future, pin::Pin, time::Duration};

/// What [`Clock::sleep`] returns: a future that ends when the time has passed.
pub type Sleep = Pin<Box<dyn Future<Output = ()> + Send>>;

/// The time, and waiting for it. All stored times are UTC.
pub trait Clock: Send + Sync {
    /// Now, by the wall clock. It may jump in both directions (sleep of the machine, correction of the clock).
    fn now(&self) -> DateTime<Utc>;

    /// Ends after `duration`. A caller that waits for a moment must look at [`Clock::now`] again afterwards.
    fn sleep(&self, duration: Duration) -> Sleep;
}

/// The machine's own wall clock, without waiting. Hosts pair it with their runtime's timer.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemTime;

impl SystemTime {
    /// Now, in UTC.
    pub fn now(self) -> DateTime<Utc> {
        Utc::now()
    }
}
