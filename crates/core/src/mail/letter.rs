//! One mail: what is told to somebody, in their language and with their names in it, and why somebody gets none.

use super::about::{About, Kind, Told};
use super::language::{day, language_of};
use super::template::{DATE, DAYS_LEFT, DISPLAY_NAME, LINK, USER_PRINCIPAL_NAME, Words, fill, words};
use crate::collections::{ORGANIZATION, USERS, field, password_expiry};
use crate::insights::{Facts, Reason};
use crate::pages;
use crate::session::Session;
use chrono::{DateTime, Local, TimeDelta, Utc};
use kontor_model::{Code, Error, Object, Result};
use kontor_store::Query;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;
use ts_rs::TS;

/// A mail as one person would get it.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "MailLetter")]
pub struct Letter {
    pub language: String,
    pub to: Option<String>,
    pub subject: String,
    pub body: String,
    /// What `send-mail` is given, so that it is told once. None where the person was told already: another mail, by a person's own
    /// choice, is about nothing that is counted.
    pub about: Option<About>,
    /// Why the person gets no such mail when it goes to many.
    pub why_not: Option<Error>,
}

/// The mail to one user; in a language other than theirs when one is named.
///
/// # Errors
/// [`Code::NotFound`] for somebody who is not in the mirror; [`Code::WrongState`] where there is nothing to tell them.
pub fn letter(session: &Session, kind: Kind, id: &str, language: Option<&str>) -> Result<Letter> {
    let desk = Desk::of(session, kind, None)?;
    let gone = || {
        Error::new(
            Code::NotFound,
            format!("There is no {id} in users here. Sync, then try again."),
        )
    };
    let user = session
        .store
        .show(&session.rules(&USERS)?, id)?
        .ok_or_else(gone)?
        .server;
    let about = desk.about(&user)?;
    let (language, Words { subject, body }) = desk.written(&user, &about, language)?;
    Ok(Letter {
        to: field::text(&user, "mail"),
        why_not: desk.why_not(id, &user, &about),
        about: desk.told.why_not(id, &about).is_none().then_some(about),
        language,
        subject,
        body,
    })
}

/// All that mails of one kind are written from.
pub(super) struct Desk {
    kind: Kind,
    words: BTreeMap<String, Words>,
    default_language: String,
    organization: Option<String>,
    told: Told,
    facts: Arc<Facts>,
    now: DateTime<Utc>,
    until: Option<DateTime<Utc>>,
}

impl Desk {
    /// `within` days the password must end, where that is asked for.
    pub fn of(session: &Session, kind: Kind, within: Option<u16>) -> Result<Self> {
        let (words, default_language) = words(session, kind)?;
        let one = Query {
            limit: 1,
            ..Query::default()
        };
        let organization = session.store.list(&session.rules(&ORGANIZATION)?, &one)?.items.pop();
        let now = session.now();
        Ok(Self {
            kind,
            words,
            default_language,
            organization: organization.and_then(|one| field::text(&one.server, "preferredLanguage")),
            told: Told::of(session)?,
            facts: session.facts()?,
            now,
            until: within.map(|days| now + TimeDelta::days(days.into())),
        })
    }

    /// What there is to tell the user.
    pub fn about(&self, user: &Object) -> Result<About> {
        if self.kind == Kind::Registration {
            return Ok(About::Registration);
        }
        let expiry = password_expiry::expiry_of(user, &self.facts);
        match expiry.at {
            Some(at) => Ok(About::PasswordExpiry { at }),
            None => Err(Error::new(Code::WrongState, no_date(expiry.reason))),
        }
    }

    /// Why the user gets none, though there is something to tell.
    pub fn why_not(&self, id: &str, user: &Object, about: &About) -> Option<Error> {
        let ended = |at: &DateTime<Utc>| *at <= self.now;
        let later = |at: &DateTime<Utc>| self.until.is_some_and(|until| *at > until);
        let why = match about {
            _ if field::flag(user, "accountEnabled") == Some(false) => "The account is blocked.",
            About::PasswordExpiry { at } if ended(at) => "The password has ended already.",
            About::PasswordExpiry { at } if later(at) => "The password ends later than asked for.",
            _ if field::text(user, "mail").is_none() => "The user has no mail address.",
            _ => return self.told.why_not(id, about),
        };
        Some(Error::new(Code::WrongState, why))
    }

    /// The words to the user, and their language.
    pub fn written(&self, user: &Object, about: &About, language: Option<&str>) -> Result<(String, Words)> {
        let have: Vec<&str> = self.words.keys().map(String::as_str).collect();
        let own = || language_of(user, self.organization.as_deref(), &self.default_language, &have);
        let language = language.unwrap_or_else(own);
        let none = || Error::invalid("language", "There is no template in that language.");
        let words = self.words.get(language).ok_or_else(none)?;
        let upn = named(field::text(user, "userPrincipalName").unwrap_or_default());
        let name = field::text(user, "displayName").map(named);
        let (date, days) = match about {
            About::PasswordExpiry { at } => {
                let on = |moment: DateTime<Utc>| moment.with_timezone(&Local).date_naive();
                (day(language, *at), (on(*at) - on(self.now)).num_days().to_string())
            }
            About::Registration => Default::default(),
        };
        let values = [
            (DISPLAY_NAME, name.as_deref().unwrap_or(&upn)),
            (USER_PRINCIPAL_NAME, &upn),
            (DATE, &date),
            (DAYS_LEFT, &days),
            (
                LINK,
                match self.kind {
                    Kind::PasswordExpiry => pages::OWN_PASSWORD,
                    Kind::Registration => pages::OWN_SECURITY_INFO,
                },
            ),
        ];
        let known = self.kind.placeholders();
        let values: Vec<_> = values.into_iter().filter(|(name, _)| known.contains(name)).collect();
        let words = Words {
            subject: fill(&words.subject, &values)?,
            body: fill(&words.body, &values)?,
        };
        Ok((language.to_owned(), words))
    }
}

/// Why there is no day to tell.
pub(super) fn no_date(reason: Reason) -> &'static str {
    match reason {
        Reason::Guest => "A guest's password is kept by another organization.",
        Reason::OnPremises | Reason::FederatedDomain => "The password is kept elsewhere, and ends by the rules there.",
        Reason::UserNeverExpires | Reason::DomainNeverExpires => "The password never ends.",
        Reason::NoPolicySinceTwentyTwentyOne => "The password probably never ends.",
        _ => "When the password ends is not known.",
    }
}

/// A name as it may stand in a mail: one line, and nothing in it that turns the text around.
fn named(name: String) -> String {
    let turns =
        |letter: char| matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}');
    let shown: String = name
        .chars()
        .filter(|letter| !turns(*letter))
        .map(|letter| {
            if letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}') {
                ' '
            } else {
                letter
            }
        })
        .collect();
    shown.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_makes_no_line_and_turns_nothing_around() {
        assert_eq!(
            named("Kari\r\nBcc: all@example.org".to_owned()),
            "Kari Bcc: all@example.org"
        );
        assert_eq!(named("  Kari \u{202e}moc\u{2028}Vik\t".to_owned()), "Kari moc Vik");
        assert_eq!(
            named("Åse <b>Å</b>".to_owned()),
            "Åse <b>Å</b>",
            "the mails are plain text"
        );
    }

    #[test]
    fn each_reason_without_a_day_has_a_sentence() {
        assert!(no_date(Reason::Guest).contains("guest"));
        assert!(no_date(Reason::UserNeverExpires).contains("never"));
        assert!(no_date(Reason::SyncFeatureUnknown).contains("not known"));
        assert!(no_date(Reason::NeverChanged).contains("not known"));
    }
}
