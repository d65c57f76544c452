//! Waiting between tries: what the server asked for, otherwise capped exponential back-off with jitter.

use chrono::{DateTime, Datelike, NaiveDateTime, Utc};
use kontor_model::Clock;
use std::{
    sync::{Mutex, PoisonError},
    time::Duration,
};
use uuid::Uuid;

const FIRST: Duration = Duration::from_secs(1);
const CAP: Duration = Duration::from_secs(30);
/// A longer silence is more likely a mistake than a wish: after a day it may be asked again.
const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);

/// All randomness of this crate, from one seed.
pub(crate) struct Dice(Mutex<fastrand::Rng>);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(Mutex::new(fastrand::Rng::with_seed(seed)))
    }

    /// A version 4 GUID.
    pub(crate) fn guid(&self) -> Uuid {
        let bytes = self
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .u128(..)
            .to_be_bytes();
        uuid::Builder::from_random_bytes(bytes).into_uuid()
    }

    /// The wait before try number `tries + 2`: 1 s, 2 s, 4 s … 30 s, each shortened by up to a half.
    fn backoff(&self, tries: u32) -> Duration {
        let full = FIRST.saturating_mul(2u32.saturating_pow(tries)).min(CAP);
        let part = self.0.lock().unwrap_or_else(PoisonError::into_inner).f64();
        full.mul_f64(0.5 + part / 2.0)
    }
}

/// How much longer one call may go on being repeated.
pub(crate) struct Patience<'a> {
    clock: &'a dyn Clock,
    dice: &'a Dice,
    limit: Duration,
    begun: DateTime<Utc>,
    waited: Duration,
    tries: u32,
}

impl<'a> Patience<'a> {
    pub(crate) fn new(clock: &'a dyn Clock, dice: &'a Dice, limit: Duration) -> Self {
        Self {
            clock,
            dice,
            limit,
            begun: clock.now(),
            waited: Duration::ZERO,
            tries: 0,
        }
    }

    /// From now on no more than this in all.
    pub(crate) fn limit(&mut self, limit: Duration) {
        self.limit = self.limit.min(limit);
    }

    /// Waits before the next try: exactly `asked` if the server asked for a time above zero. False, at once, when
    /// that would go beyond the limit.
    pub(crate) async fn wait(&mut self, asked: Option<Duration>) -> bool {
        let wait = asked
            .filter(|asked| !asked.is_zero())
            .unwrap_or_else(|| self.dice.backoff(self.tries));
        // The wall clock may be set back; the waits then still add up.
        let passed = (self.clock.now() - self.begun)
            .to_std()
            .unwrap_or_default()
            .max(self.waited);
        if passed.saturating_add(wait) > self.limit {
            return false;
        }
        self.clock.sleep(wait).await;
        self.waited += wait;
        self.tries += 1;
        true
    }
}

/// `Retry-After`: seconds, an HTTP date, or (seen in the wild) a list of seconds, of which the longest counts so that
/// nobody waits less than asked. `None` when it is absent, in the past, or cannot be read.
pub(crate) fn retry_after<'a>(values: impl Iterator<Item = &'a str>, now: DateTime<Utc>) -> Option<Duration> {
    let one = |value: &str| -> Option<Duration> {
        if let Some(date) = http_date(value) {
            return (date - now).to_std().ok();
        }
        value.split(',').filter_map(|part| seconds(part.trim())).max()
    };
    values.filter_map(one).max().map(|wait| wait.min(LONGEST))
}

fn seconds(text: &str) -> Option<Duration> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    if whole.is_empty() || !whole.bytes().chain(fraction.bytes()).all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    // More digits than u64 holds is a very long wait, not none; a fraction is rounded up.
    let whole = whole.parse().unwrap_or(u64::MAX);
    Some(Duration::from_secs(
        whole.saturating_add(u64::from(!fraction.is_empty())),
    ))
}

/// The three forms of RFC 9110, 5.6.7, in years of four digits: calculating with others may overflow.
pub(crate) fn http_date(text: &str) -> Option<DateTime<Utc>> {
    [
        "%a, %d %b %Y %H:%M:%S GMT",
        "%A, %d-%b-%y %H:%M:%S GMT",
        "%a %b %e %H:%M:%S %Y",
    ]
    .iter()
    .find_map(|form| NaiveDateTime::parse_from_str(text.trim(), form).ok())
    .map(|date| date.and_utc())
    .filter(|date| (1..=9999).contains(&date.year()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(values: &[&str]) -> Option<u64> {
        let now = http_date("Sun, 06 Nov 1994 08:49:37 GMT").unwrap();
        retry_after(values.iter().copied(), now).map(|wait| wait.as_secs())
    }

    #[test]
    fn case_07_retry_after_is_never_read_as_less_than_it_asks() {
        assert_eq!(asked(&["30"]), Some(30));
        assert_eq!(asked(&["30,120"]), Some(120));
        assert_eq!(asked(&["30", "120"]), Some(120));
        assert_eq!(asked(&[" 30 , 120 "]), Some(120));
        assert_eq!(asked(&["120,", "-5", "soon"]), Some(120));
        assert_eq!(asked(&["1.5"]), Some(2));
        assert_eq!(asked(&["Sun, 06 Nov 1994 08:50:07 GMT"]), Some(30));
        assert_eq!(asked(&["Sunday, 06-Nov-94 08:50:07 GMT"]), Some(30));
        assert_eq!(asked(&["Sun Nov  6 08:50:07 1994"]), Some(30));
        assert_eq!(asked(&["99999999999999999999999999"]), Some(LONGEST.as_secs()));
        assert_eq!(asked(&["Fri, 31 Dec 9999 23:59:59 GMT"]), Some(LONGEST.as_secs()));
    }

    #[test]
    fn case_07_an_unreadable_retry_after_counts_as_absent() {
        for text in [
            "",
            " ",
            "-5",
            "soon",
            ",",
            "0x10",
            "1e9",
            "NaN",
            "Sun, 06 Nov 1994 08:49:07 GMT",
            "30s",
            "१०",
        ] {
            assert_eq!(asked(&[text]), None, "{text}");
        }
    }

    #[test]
    fn a_date_that_nobody_can_calculate_with_is_no_date() {
        assert!(http_date("Fri, 31 Dec 9999 23:59:59 GMT").is_some());
        for absurd in ["Mon, 31 Dec +262142 23:59:59 GMT", "Fri, 31 Dec -0001 23:59:59 GMT"] {
            assert_eq!(http_date(absurd), None, "{absurd}");
        }
    }

    #[test]
    fn back_off_grows_stays_under_the_cap_and_is_never_the_same_for_two_seeds() {
        let (one, other) = (Dice::new(1), Dice::new(2));
        let waits: Vec<_> = (0..200).map(|tries| one.backoff(tries)).collect();
        assert!(waits[0] >= FIRST / 2 && waits[0] <= FIRST && waits[3] > waits[0]);
        assert!(waits[10..].iter().all(|wait| *wait >= CAP / 2 && *wait <= CAP));
        assert_ne!(waits, (0..200).map(|tries| other.backoff(tries)).collect::<Vec<_>>());
        assert_ne!(one.guid(), one.guid());
    }
}
