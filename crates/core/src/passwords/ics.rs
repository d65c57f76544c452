//! The ends of passwords as a calendar file (RFC 5545): whole days on this computer's clock, one event for each person or each day.

use crate::text::{Language, plural, sentence};
use chrono::{DateTime, Days, Local, NaiveDate, Utc};
use serde::Deserialize;
use std::collections::BTreeMap;
use ts_rs::TS;

/// The end of somebody's password.
#[derive(Clone, Debug)]
pub struct Entry {
    pub id: String,
    pub name: String,
    pub upn: String,
    pub at: DateTime<Utc>,
}

/// What an event stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(rename = "EventPer")]
pub enum Per {
    Day,
    Person,
}

/// People that the event of a day names; the others are counted.
const NAMED: usize = 50;

/// A calendar of these ends in the tenant of that id. The same person, or day, has the same event in every file, so that one
/// that is read in again moves and does not double.
pub fn file(tenant: &str, entries: &[Entry], per: Per, language: Language, now: DateTime<Utc>) -> String {
    let mut lines = Lines(String::new());
    lines.add("BEGIN:VCALENDAR");
    lines.add("VERSION:2.0");
    lines.add("PRODID:-//Kontor//Kontor//EN");
    lines.add("METHOD:PUBLISH");
    let mut event = |id: &str, day: NaiveDate, title: &str, text: &str| {
        lines.add("BEGIN:VEVENT");
        lines.add(&format!("UID:{}@{}.password-expiry", escaped(id), escaped(tenant)));
        lines.add(&format!("DTSTAMP:{}", now.format("%Y%m%dT%H%M%SZ")));
        lines.add(&format!("DTSTART;VALUE=DATE:{}", day.format("%Y%m%d")));
        let next = day.checked_add_days(Days::new(1)).unwrap_or(day);
        lines.add(&format!("DTEND;VALUE=DATE:{}", next.format("%Y%m%d")));
        lines.add(&format!("SUMMARY:{}", escaped(title)));
        lines.add(&format!("DESCRIPTION:{}", escaped(text)));
        // It takes nobody's time.
        lines.add("TRANSP:TRANSPARENT");
        lines.add("END:VEVENT");
    };
    let day_of = |entry: &Entry| entry.at.with_timezone(&Local).date_naive();
    match per {
        Per::Person => {
            for one in entries {
                let title = sentence(language, "calendar.event", &[("name", &one.name)]);
                let moment = one.at.with_timezone(&Local).format("%F %H:%M").to_string();
                let args = [("upn", one.upn.as_str()), ("at", &moment)];
                event(
                    &one.id,
                    day_of(one),
                    &title,
                    &sentence(language, "calendar.eventText", &args),
                );
            }
        }
        Per::Day => {
            let mut days: BTreeMap<NaiveDate, Vec<&Entry>> = BTreeMap::new();
            for one in entries {
                days.entry(day_of(one)).or_default().push(one);
            }
            for (day, people) in days {
                let count = people.len().to_string();
                let title = sentence(
                    language,
                    &plural("calendar.dayEvent", people.len() as i64),
                    &[("count", &count)],
                );
                let mut names: Vec<String> = people
                    .iter()
                    .take(NAMED)
                    .map(|one| format!("{} ({})", one.name, one.upn))
                    .collect();
                let more = people.len().saturating_sub(NAMED);
                if more > 0 {
                    names.push(sentence(language, "calendar.more", &[("count", &more.to_string())]));
                }
                event(&day.format("%Y%m%d").to_string(), day, &title, &names.join("\n"));
            }
        }
    }
    lines.add("END:VCALENDAR");
    lines.0
}

/// A text as the value of a property.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\\' | ';' | ',' => out.extend(['\\', letter]),
            '\n' => out.push_str("\\n"),
            // Nothing else that steers may stand in a value.
            control if control.is_control() => {}
            other => out.push(other),
        }
    }
    out
}

/// Lines of at most 75 octets; what is longer goes on behind a space, and no letter is cut in two.
struct Lines(String);

impl Lines {
    fn add(&mut self, line: &str) {
        let mut room = 75;
        for letter in line.chars() {
            if letter.len_utf8() > room {
                self.0.push_str("\r\n ");
                room = 74;
            }
            self.0.push(letter);
            room -= letter.len_utf8();
        }
        self.0.push_str("\r\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(name: &str, at: &str) -> Entry {
        Entry {
            id: format!("id-{name}"),
            name: name.to_owned(),
            upn: "a;b,c\\d@fjord.no".to_owned(),
            at: at.parse().unwrap(),
        }
    }

    /// What a reader of calendars sees: lines joined again.
    fn unfolded(file: &str) -> Vec<String> {
        file.replace("\r\n ", "").split("\r\n").map(str::to_owned).collect()
    }

    #[test]
    fn lines_end_in_crlf_are_75_octets_at_most_and_no_letter_is_cut() {
        let long = entry(&"Øyvind Ærlig 😀 ".repeat(20), "2026-12-01T12:00:00Z");
        let made = file("t", std::slice::from_ref(&long), Per::Person, Language::Nb, Utc::now());
        for line in made.split("\r\n") {
            assert!(line.len() <= 75 && !line.contains('\n'), "{line:?}");
        }
        assert!(made.ends_with("END:VCALENDAR\r\n"));
        assert!(unfolded(&made).iter().any(|line| line.contains(&long.name)), "{made}");
    }

    #[test]
    fn what_steers_is_escaped_and_no_name_makes_a_property() {
        let evil = entry("x\r\nATTACH:http://evil.example;,\\", "2026-12-01T12:00:00Z");
        let made = unfolded(&file("t", &[evil], Per::Person, Language::En, Utc::now()));
        assert!(!made.iter().any(|line| line.starts_with("ATTACH")), "{made:?}");
        let title = made.iter().find(|line| line.starts_with("SUMMARY")).unwrap();
        assert!(title.contains("x\\nATTACH:http://evil.example\\;\\,\\\\"), "{title}");
        let text = made.iter().find(|line| line.starts_with("DESCRIPTION")).unwrap();
        assert!(text.contains("a\\;b\\,c\\\\d@fjord.no"), "{text}");
    }

    #[test]
    fn an_event_is_the_same_in_every_file_and_a_day_has_one() {
        let people = [
            entry("Kari", "2026-12-01T12:00:00Z"),
            entry("Ola", "2026-12-01T13:00:00Z"),
            entry("Per", "2026-12-02T12:00:00Z"),
        ];
        let uids = |per, now: &str| -> Vec<String> {
            let made = unfolded(&file("t", &people, per, Language::En, now.parse().unwrap()));
            made.into_iter().filter(|line| line.starts_with("UID:")).collect()
        };
        let (one, other) = ("2026-11-01T00:00:00Z", "2026-11-20T00:00:00Z");
        assert_eq!(uids(Per::Person, one), uids(Per::Person, other));
        assert_eq!(uids(Per::Person, one).len(), 3);
        assert_eq!(
            uids(Per::Day, one),
            ["UID:20261201@t.password-expiry", "UID:20261202@t.password-expiry"]
        );
        let made = unfolded(&file("t", &people, Per::Day, Language::En, Utc::now()));
        assert!(
            made.iter().any(|line| line == "DTSTART;VALUE=DATE:20261201"),
            "{made:?}"
        );
        assert!(
            made.iter().any(|line| line == "DTEND;VALUE=DATE:20261202"),
            "the end is the day after"
        );
        assert!(made.iter().any(|line| line.starts_with("SUMMARY:2 ")), "{made:?}");
    }
}
