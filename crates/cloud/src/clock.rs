//! The clock of a running program: the machine's wall clock and tokio's timer.

use chrono::{DateTime, Utc};
use kontor_model::{Clock, Sleep, SystemTime};
use std::time::Duration;

/// Needs a tokio runtime with time enabled when [`Clock::sleep`] is called.
#[derive(Clone, Copy, Debug, Default)]
pub struct TokioClock;

impl Clock for TokioClock {
    fn now(&self) -> DateTime<Utc> {
        SystemTime.now()
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        Box::pin(tokio::time::sleep(duration))
    }
}
