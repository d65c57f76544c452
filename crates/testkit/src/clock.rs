//! A clock that a test drives.

use chrono::{DateTime, TimeDelta, Utc};
use kontor_model::{Clock, Sleep};
use std::{future::Future, pin::Pin, sync::Arc, time::Duration};
use tokio::sync::watch;

type Moved = Arc<dyn Fn(Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> + Send + Sync>;

/// Time that passes only when it is told to, or, if it flows, when somebody sleeps.
#[derive(Clone)]
pub struct TestClock {
    now: watch::Sender<DateTime<Utc>>,
    /// Set: a sleep ends at once and takes the clock, and whatever follows it, along.
    flows: Option<Moved>,
}

impl TestClock {
    /// Sleepers wait until [`TestClock::advance`] has passed their moment.
    pub fn standing(now: DateTime<Utc>) -> Self {
        Self {
            now: watch::Sender::new(now),
            flows: None,
        }
    }

    /// Each sleep moves the time on and calls `moved` with the duration.
    pub fn flowing(now: DateTime<Utc>, moved: Moved) -> Self {
        Self {
            now: watch::Sender::new(now),
            flows: Some(moved),
        }
    }

    /// Moves the time on and wakes who has waited for it.
    pub fn advance(&self, by: Duration) {
        self.now
            .send_modify(|now| *now += TimeDelta::from_std(by).expect("a span a test can mean"));
    }
}

impl Clock for TestClock {
    fn now(&self) -> DateTime<Utc> {
        *self.now.borrow()
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        let here = self.clone();
        Box::pin(async move {
            match &here.flows {
                Some(moved) => {
                    here.advance(duration);
                    moved(duration).await;
                    tokio::task::yield_now().await;
                }
                None => {
                    let until = here.now() + TimeDelta::from_std(duration).unwrap_or(TimeDelta::MAX);
                    // The sender lives in this very future, so the channel cannot close.
                    let _ = here.now.subscribe().wait_for(|now| *now >= until).await;
                }
            }
        })
    }
}
