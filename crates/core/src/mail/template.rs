//! The words of the mails: one template for each matter and language. Kontor has its own in English and Norwegian; what the admin
//! writes instead, or in other languages, stands among the tenant's settings.

use super::about::Kind;
use crate::session::Session;
use crate::text::{Language, sentence};
use kontor_model::{Code, Error, Result};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::BTreeMap;
use ts_rs::TS;

const SETTING: &str = "mail-templates";

const LONGEST_SUBJECT: usize = 255;
const LONGEST_BODY: usize = 20_000;

/// A person's names.
pub(super) const DISPLAY_NAME: &str = "displayName";
pub(super) const USER_PRINCIPAL_NAME: &str = "userPrincipalName";
/// When the password ends, and how far away that is.
pub(super) const DATE: &str = "date";
pub(super) const DAYS_LEFT: &str = "daysLeft";
/// Microsoft's page where the person does what the mail asks for.
pub(super) const LINK: &str = "link";

/// The languages that Kontor has words in itself.
const OWN: [(&str, Language); 2] = [("en", Language::En), ("nb", Language::Nb)];

impl Kind {
    pub const ALL: [Kind; 2] = [Kind::PasswordExpiry, Kind::Registration];

    pub fn name(self) -> &'static str {
        match self {
            Self::PasswordExpiry => "password-expiry",
            Self::Registration => "registration",
        }
    }

    /// What stands in double braces in a template.
    pub fn placeholders(self) -> &'static [&'static str] {
        match self {
            Self::PasswordExpiry => &[DISPLAY_NAME, USER_PRINCIPAL_NAME, DATE, DAYS_LEFT, LINK],
            Self::Registration => &[DISPLAY_NAME, USER_PRINCIPAL_NAME, LINK],
        }
    }

    fn own(self, language: Language) -> Words {
        let part = match self {
            Self::PasswordExpiry => "reminder",
            Self::Registration => "register",
        };
        Words {
            subject: sentence(language, &format!("{part}.subject"), &[]),
            body: sentence(language, &format!("{part}.body"), &[]),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Words {
    pub subject: String,
    pub body: String,
}

/// The words of one matter in one language.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct MailTemplate {
    pub kind: Kind,
    /// Such as `nb` or `pt-br`.
    pub language: String,
    pub subject: String,
    pub body: String,
    /// The admin has written it.
    pub edited: bool,
    /// Kontor has words of its own for it, to which one can go back.
    pub has_own: bool,
}

#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct MailTemplates {
    pub templates: Vec<MailTemplate>,
    /// For whoever's own language is not known, or has no template.
    pub default_language: String,
    /// What may stand in double braces, by the matter.
    #[ts(type = "Record<MailKind, string[]>")]
    pub placeholders: BTreeMap<Kind, &'static [&'static str]>,
}

#[derive(Default, Serialize, Deserialize)]
struct Stored {
    #[serde(default)]
    default_language: Option<String>,
    #[serde(default)]
    templates: BTreeMap<Kind, BTreeMap<String, Words>>,
}

impl Stored {
    fn of(session: &Session) -> Result<Self> {
        let stored = session.store.setting(SETTING)?;
        // What another version wrote and this one cannot read must not be overwritten by the next change.
        let unread = |_| {
            Error::new(
                Code::NewerFile,
                "The templates of mails were written by a newer Kontor.",
            )
        };
        stored.map_or(Ok(Self::default()), |stored| {
            serde_json::from_value(stored).map_err(unread)
        })
    }

    fn keep(&self, session: &Session) -> Result<()> {
        session.store.set_setting(SETTING, &json!(self))
    }

    /// By language, for one matter.
    fn words(&self, kind: Kind) -> BTreeMap<String, Words> {
        let own = OWN.map(|(tag, language)| (tag.to_owned(), kind.own(language)));
        let mut all = BTreeMap::from(own);
        all.extend(self.templates.get(&kind).cloned().unwrap_or_default());
        all
    }

    fn default_language(&self) -> &str {
        self.default_language.as_deref().unwrap_or(OWN[0].0)
    }
}

/// The words of one matter by language, and the language that counts where a person's is not known.
pub(super) fn words(session: &Session, kind: Kind) -> Result<(BTreeMap<String, Words>, String)> {
    let stored = Stored::of(session)?;
    let words = stored.words(kind);
    let default = stored.default_language();
    let default = if words.contains_key(default) { default } else { OWN[0].0 };
    let default = default.to_owned();
    Ok((words, default))
}

/// Every template of the tenant.
pub fn templates(session: &Session) -> Result<MailTemplates> {
    let stored = Stored::of(session)?;
    let of = |kind: Kind| {
        let edited = stored.templates.get(&kind);
        let words = stored.words(kind).into_iter();
        words.map(move |(language, Words { subject, body })| MailTemplate {
            edited: edited.is_some_and(|edited| edited.contains_key(&language)),
            has_own: OWN.iter().any(|(tag, _)| *tag == language),
            kind,
            language,
            subject,
            body,
        })
    };
    Ok(MailTemplates {
        templates: Kind::ALL.into_iter().flat_map(of).collect(),
        default_language: stored.default_language().to_owned(),
        placeholders: Kind::ALL.map(|kind| (kind, kind.placeholders())).into(),
    })
}

/// Keeps the words for a matter in a language; without any, Kontor's own count again, and a language without them is gone.
///
/// # Errors
/// [`Code::Invalid`] for words that no mail can be made of, or what is no language.
pub fn set_template(session: &Session, kind: Kind, language: &str, words: Option<(String, String)>) -> Result<()> {
    let language = tag(language)?;
    let mut stored = Stored::of(session)?;
    let of_kind = stored.templates.entry(kind).or_default();
    match words {
        Some((subject, body)) => {
            let words = Words { subject, body };
            check(kind, &words)?;
            of_kind.insert(language, words);
        }
        None => {
            of_kind.remove(&language);
        }
    }
    stored.keep(session)
}

/// In which language whoever's own is not known is written to.
///
/// # Errors
/// [`Code::Invalid`] where there is no template in it.
pub fn set_default_language(session: &Session, language: &str) -> Result<()> {
    let language = tag(language)?;
    let mut stored = Stored::of(session)?;
    if !Kind::ALL
        .into_iter()
        .all(|kind| stored.words(kind).contains_key(&language))
    {
        let why = "Every mail needs a template in that language first.";
        return Err(Error::invalid("language", why));
    }
    stored.default_language = Some(language);
    stored.keep(session)
}

/// A language in lower case, such as `nb` or `pt-br`.
fn tag(text: &str) -> Result<String> {
    let tag = text.trim().to_lowercase();
    let mut parts = tag.split('-');
    let language = parts.next().unwrap_or_default();
    let fits = (2..=3).contains(&language.len())
        && language.bytes().all(|letter| letter.is_ascii_lowercase())
        && parts.all(|part| (2..=8).contains(&part.len()) && part.bytes().all(|letter| letter.is_ascii_alphanumeric()));
    let why = "A language goes by its tag, such as nb, sv or pt-br.";
    fits.then_some(tag).ok_or_else(|| Error::invalid("language", why))
}

/// Whether a mail can be made of these words.
pub(super) fn check(kind: Kind, words: &Words) -> Result<()> {
    let subject = words.subject.trim();
    if subject.is_empty() || subject.chars().count() > LONGEST_SUBJECT {
        let why = "A mail needs a subject of at most 255 characters.";
        return Err(Error::invalid("subject", why));
    }
    if words.subject.chars().any(char::is_control) {
        return Err(Error::invalid("subject", "The subject of a mail is one line."));
    }
    if words.body.trim().is_empty() {
        return Err(Error::invalid("body", "A mail needs a text."));
    }
    if words.body.chars().count() > LONGEST_BODY {
        let why = "The text of a mail has at most 20000 characters.";
        return Err(Error::invalid("body", why));
    }
    let nobody: Vec<_> = kind.placeholders().iter().map(|name| (*name, "")).collect();
    for (field, text) in [("subject", &words.subject), ("body", &words.body)] {
        fill(text, &nobody).map_err(|why| Error::invalid(field, why.message))?;
    }
    Ok(())
}

/// The text with its placeholders filled in, each once: what a value holds is not looked at again.
pub(super) fn fill(text: &str, values: &[(&str, &str)]) -> Result<String> {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, from)) = rest.split_once("{{") {
        let Some((name, after)) = from.split_once("}}") else {
            let why = "A placeholder begins with two braces and is not closed with two.";
            return Err(Error::new(Code::Invalid, why));
        };
        let Some((_, value)) = values.iter().find(|(known, _)| *known == name.trim()) else {
            let (name, names) = (name.trim(), values.iter().map(|(known, _)| *known).collect::<Vec<_>>());
            let names = names.join(", ");
            let why = format!("There is no placeholder {name} in this mail. There are: {names}.");
            return Err(Error::new(Code::Invalid, why));
        };
        filled.push_str(before);
        filled.push_str(value);
        rest = after;
    }
    filled.push_str(rest);
    Ok(filled)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(subject: &str, body: &str) -> String {
        let words = Words {
            subject: subject.to_owned(),
            body: body.to_owned(),
        };
        check(Kind::Registration, &words).unwrap_err().message
    }

    #[test]
    fn kontors_own_words_are_mails_in_both_languages() {
        for kind in Kind::ALL {
            for (_, language) in OWN {
                check(kind, &kind.own(language)).unwrap();
            }
        }
    }

    #[test]
    fn a_placeholder_that_is_not_known_or_not_closed_is_no_template() {
        assert!(
            refused("Hei", "{{date}}").contains("no placeholder date"),
            "not of this matter"
        );
        assert!(refused("{{name}}", "x").contains("no placeholder name"));
        assert!(refused("Hei", "Hei {{displayName}").contains("not closed"));
        assert_eq!(
            refused("Hei\r\nBcc: all@example.org", "x"),
            "The subject of a mail is one line."
        );
        assert_eq!(refused("", "x"), "A mail needs a subject of at most 255 characters.");
        assert_eq!(refused("x", " \n"), "A mail needs a text.");
    }

    #[test]
    fn what_a_value_holds_is_no_placeholder() {
        let values = [("displayName", "{{link}}"), ("link", "https://x")];
        assert_eq!(
            fill("{{ displayName }} {{link}}", &values).unwrap(),
            "{{link}} https://x"
        );
        assert_eq!(fill("{ } }} {", &values).unwrap(), "{ } }} {");
    }

    #[test]
    fn a_language_goes_by_its_tag() {
        assert_eq!(tag(" PT-br ").unwrap(), "pt-br");
        for no in ["", "n", "norsk", "nb_NO", "nb-", "../x", "nb-é1"] {
            assert!(tag(no).is_err(), "{no}");
        }
    }
}
