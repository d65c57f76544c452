//! The time of a history: the cloud's, and Kontor's own clock, which may be wrong.

use chrono::{DateTime, TimeDelta, Utc};
use kontor_model::{Clock, Sleep};
use kontor_sim::Cloud;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Clones are the same time. It passes when somebody sleeps or sends.
#[derive(Clone)]
pub struct Time {
    cloud: Cloud,
    begin: DateTime<Utc>,
    /// How far Kontor's clock is ahead of the truth.
    wrong_by: Arc<Mutex<TimeDelta>>,
}

impl Time {
    pub fn of(cloud: Cloud) -> Self {
        Self {
            begin: cloud.now(),
            cloud,
            wrong_by: Arc::default(),
        }
    }

    /// Since the history began.
    pub fn elapsed(&self) -> Duration {
        (self.cloud.now() - self.begin).to_std().unwrap_or_default()
    }

    pub fn pass(&self, by: Duration) {
        self.cloud.advance(by);
    }

    /// Kontor's clock jumps.
    pub fn jump(&self, wrong_by: TimeDelta) {
        *self.wrong_by.lock().unwrap_or_else(PoisonError::into_inner) = wrong_by;
    }
}

impl Clock for Time {
    fn now(&self) -> DateTime<Utc> {
        self.cloud.now() + *self.wrong_by.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        let here = self.clone();
        Box::pin(async move {
            here.pass(duration);
            tokio::task::yield_now().await;
        })
    }
}
