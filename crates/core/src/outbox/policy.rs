//! When a tenant's operations may go: by themselves, after a person has looked at each, or at certain hours only.

use crate::session::Session;
use chrono::{DateTime, Local, NaiveTime, TimeDelta, TimeZone, Utc};
use kontor_model::{Code, Error, Result};
use serde::{Deserialize, Serialize};
use serde_json::json;
use ts_rs::TS;

const SETTING: &str = "send-policy";

/// Set for each tenant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum SendPolicy {
    /// As soon as the undo hold is over and there is a connection.
    #[default]
    ByItself,
    /// Each is held until a person has approved it.
    AfterReview,
    /// Between two times of the day on this computer's clock. `from` later than `to` spans midnight.
    Window {
        #[ts(type = "string")]
        from: NaiveTime,
        #[ts(type = "string")]
        to: NaiveTime,
    },
}

impl SendPolicy {
    /// The tenant's policy. One that this version cannot read lets nothing go by itself.
    pub fn of(session: &Session) -> Result<Self> {
        Ok(match session.store.setting(SETTING)? {
            None => Self::default(),
            Some(stored) => serde_json::from_value(stored).unwrap_or(Self::AfterReview),
        })
    }

    /// # Errors
    /// [`Code::Invalid`] for a window without length.
    pub fn set(self, session: &Session) -> Result<()> {
        if let Self::Window { from, to } = self
            && from == to
        {
            let why = "The window must have a length: choose another end than its start.";
            return Err(Error {
                field: Some("to".into()),
                ..Error::new(Code::Invalid, why)
            });
        }
        session.store.set_setting(SETTING, &json!(self))?;
        session.nudge.notify_one();
        Ok(())
    }

    /// When something may be sent next: `now` unless a window is closed.
    pub(super) fn opens(self, now: DateTime<Utc>) -> DateTime<Utc> {
        let Self::Window { from, to } = self else { return now };
        let here = now.with_timezone(&Local);
        if is_within(from, to, here.time()) {
            return now;
        }
        let day = if here.time() < from {
            here.date_naive()
        } else {
            here.date_naive() + TimeDelta::days(1)
        };
        // A time that summer time skips does not exist: the window then opens an hour later.
        let opens = Local.from_local_datetime(&day.and_time(from)).earliest().or_else(|| {
            Local
                .from_local_datetime(&(day.and_time(from) + TimeDelta::hours(1)))
                .earliest()
        });
        opens.map_or(now + TimeDelta::hours(1), |opens| opens.with_timezone(&Utc))
    }
}

fn is_within(from: NaiveTime, to: NaiveTime, time: NaiveTime) -> bool {
    if from <= to {
        from <= time && time < to
    } else {
        from <= time || time < to
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_may_span_midnight_and_its_end_is_outside() {
        let at = |text: &str| NaiveTime::parse_from_str(text, "%H:%M").unwrap();
        let within = |from, to, time| is_within(at(from), at(to), at(time));
        assert!(within("08:00", "16:00", "08:00") && !within("08:00", "16:00", "16:00"));
        assert!(within("22:00", "05:00", "23:30") && within("22:00", "05:00", "04:59"));
        assert!(!within("22:00", "05:00", "12:00"));
    }

    #[test]
    fn a_closed_window_opens_at_its_next_start_and_an_open_one_now() {
        let noon = Local
            .with_ymd_and_hms(2026, 11, 2, 12, 0, 0)
            .unwrap()
            .with_timezone(&Utc);
        let window = |from: &str, to: &str| SendPolicy::Window {
            from: NaiveTime::parse_from_str(from, "%H:%M").unwrap(),
            to: NaiveTime::parse_from_str(to, "%H:%M").unwrap(),
        };
        assert_eq!(window("11:00", "13:00").opens(noon), noon);
        assert_eq!(window("13:30", "14:00").opens(noon) - noon, TimeDelta::minutes(90));
        assert_eq!(window("11:00", "12:00").opens(noon) - noon, TimeDelta::hours(23));
    }
}
