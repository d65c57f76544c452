//! The simulator's clock: starts at the instant its data is relative to, runs with real time or stands, and can be moved on.

use std::time::{Duration, Instant};

use chrono::{DateTime, Datelike, Timelike, Utc};

pub const DAY: i64 = 86_400;

/// How the simulator's clock goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// With real time.
    Running,
    /// Not at all, until it is moved on: nothing of what happens depends on how fast the machine is.
    Standing,
}

#[derive(Debug)]
pub struct Clock {
    base: DateTime<Utc>,
    started: Option<Instant>,
    advanced: Duration,
}

impl Clock {
    pub fn new(base: DateTime<Utc>, pace: Pace) -> Clock {
        Clock {
            base,
            started: (pace == Pace::Running).then(Instant::now),
            advanced: Duration::ZERO,
        }
    }

    pub fn advance(&mut self, by: Duration) {
        self.advanced = self.advanced.saturating_add(by);
    }

    /// Milliseconds since 1970, UTC.
    pub fn millis(&self) -> i64 {
        let run = self.started.map_or(Duration::ZERO, |s| s.elapsed());
        let gone = run.saturating_add(self.advanced).as_millis();
        self.base
            .timestamp_millis()
            .saturating_add(i64::try_from(gone).unwrap_or(i64::MAX))
    }

    /// Whole seconds since 1970, UTC.
    pub fn seconds(&self) -> i64 {
        self.millis().div_euclid(1000)
    }
}

/// `2026-11-22T17:30:46Z`, from seconds since 1970.
pub fn stamp(seconds: i64) -> String {
    let t = DateTime::from_timestamp(seconds, 0).unwrap_or_default();
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z",
        t.year(),
        t.month(),
        t.day(),
        t.hour(),
        t.minute(),
        t.second()
    )
}

/// `Sun, 22 Nov 2026 17:30:46 GMT`, the form of the `Date` header.
pub fn http_date(seconds: i64) -> String {
    DateTime::from_timestamp(seconds, 0)
        .unwrap_or_default()
        .format("%a, %d %b %Y %H:%M:%S GMT")
        .to_string()
}

pub fn parse(text: &str) -> Option<i64> {
    DateTime::parse_from_rfc3339(text).ok().map(|t| t.timestamp())
}
