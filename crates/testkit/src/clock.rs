//! A clock that a test drives.

use chrono::{DateTime, TimeDelta, Utc};
use kontor_model::{Clock, Sleep};
use std::{future::Future, pin::Pin, sync::Arc, time::Duration};
use tokio::sync::watch;

type Moved = Arc<dyn Fn(Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> + Send + Sync>;

/// Time that passes only when it is told to, or, if it flows, when somebody sleeps.
#[derive(Clone)]
pub struct TestClock {
    now: watch::Sender<Moment>,
    /// Set: a sleep ends at once and takes the clock, and whatever follows it, along.
    flows: Option<Moved>,
}

/// What the clock on the wall says, and how long the machine was awake: timers count that alone.
#[derive(Clone, Copy)]
struct Moment {
    wall: DateTime<Utc>,
    awake: Duration,
}

impl Moment {
    fn at(wall: DateTime<Utc>) -> watch::Sender<Self> {
        let awake = Duration::ZERO;
        watch::Sender::new(Self { wall, awake })
    }
}

impl TestClock {
    /// Sleepers wait until [`TestClock::advance`] has passed their moment.
    pub fn standing(now: DateTime<Utc>) -> Self {
        Self {
            now: Moment::at(now),
            flows: None,
        }
    }

    /// Each sleep moves the time on and calls `moved` with the duration.
    pub fn flowing(now: DateTime<Utc>, moved: Moved) -> Self {
        Self {
            now: Moment::at(now),
            flows: Some(moved),
        }
    }

    /// Moves the time on and wakes who has waited for it.
    pub fn advance(&self, by: Duration) {
        self.now.send_modify(|now| {
            now.wall += span(by);
            now.awake += by;
        });
    }

    /// The machine sleeps so long and wakes: the clock on the wall has gone on, and nobody who has waited is woken by that.
    pub fn suspend(&self, by: Duration) {
        self.now.send_modify(|now| now.wall += span(by));
    }
}

impl Clock for TestClock {
    fn now(&self) -> DateTime<Utc> {
        self.now.borrow().wall
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
                    let until = here.now.borrow().awake.saturating_add(duration);
                    // The sender lives in this very future, so the channel cannot close.
                    let _ = here.now.subscribe().wait_for(|now| now.awake >= until).await;
                }
            }
        })
    }
}

fn span(by: Duration) -> TimeDelta {
    TimeDelta::from_std(by).expect("a span a test can mean")
}
