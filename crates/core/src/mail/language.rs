//! In which language somebody is written to, and how a day is written in it.

use crate::collections::field;
use chrono::{DateTime, Datelike, Local, Utc};
use kontor_model::Object;

/// Countries whose people share one language, by the codes of usage locations.
const SPOKEN: [(&str, &str); 20] = [
    ("NO", "nb"),
    ("SE", "sv"),
    ("DK", "da"),
    ("FI", "fi"),
    ("IS", "is"),
    ("DE", "de"),
    ("AT", "de"),
    ("NL", "nl"),
    ("FR", "fr"),
    ("ES", "es"),
    ("PT", "pt"),
    ("BR", "pt"),
    ("IT", "it"),
    ("PL", "pl"),
    ("JP", "ja"),
    ("GB", "en"),
    ("US", "en"),
    ("IE", "en"),
    ("AU", "en"),
    ("NZ", "en"),
];

const MONTHS: [&str; 12] = [
    "januar",
    "februar",
    "mars",
    "april",
    "mai",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "desember",
];

/// The one of `written`, in lower case, in which the user is written to: the user's own, that of the place where the user is, the
/// organisation's, and then the `fallback`.
pub fn language_of<'a>(user: &Object, organization: Option<&str>, fallback: &'a str, written: &[&'a str]) -> &'a str {
    let place = field::text(user, "usageLocation").and_then(|place| {
        let spoken = SPOKEN.iter().find(|(code, _)| code.eq_ignore_ascii_case(&place));
        spoken.map(|(_, language)| (*language).to_owned())
    });
    let wished = [
        field::text(user, "preferredLanguage"),
        place,
        organization.map(str::to_owned),
    ];
    let found = wished.into_iter().flatten().find_map(|wish| among(&wish, written));
    found.unwrap_or(fallback)
}

/// The tag itself, or its language without a country. Norwegian has several names.
fn among<'a>(wish: &str, written: &[&'a str]) -> Option<&'a str> {
    let wish = wish.to_lowercase();
    let language = wish.split('-').next().unwrap_or_default();
    let near = if matches!(language, "no" | "nn") {
        "nb"
    } else {
        language
    };
    [wish.as_str(), language, near]
        .into_iter()
        .find_map(|tag| written.iter().find(|one| **one == tag).copied())
}

/// A day on this computer's clock; in a language that Kontor has no words of, as the whole world writes it.
pub fn day(language: &str, at: DateTime<Utc>) -> String {
    let here = at.with_timezone(&Local).date_naive();
    match language.split('-').next() {
        Some("en") => here.format("%-d %B %Y").to_string(),
        Some("nb") => format!(
            "{}. {} {}",
            here.day(),
            MONTHS.get(here.month0() as usize).copied().unwrap_or_default(),
            here.year()
        ),
        _ => here.format("%F").to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn user(preferred: Value, place: Value) -> Object {
        json!({"preferredLanguage": preferred, "usageLocation": place})
            .as_object()
            .cloned()
            .unwrap()
    }

    #[test]
    fn the_persons_own_language_comes_first_then_the_place_then_the_organization() {
        let of = |preferred: Value, place: Value| {
            language_of(
                &user(preferred, place),
                Some("sv-SE"),
                "en",
                &["en", "nb", "sv", "pt-br"],
            )
        };
        assert_eq!(of(json!("nb-NO"), json!("US")), "nb");
        assert_eq!(of(json!("nn-NO"), json!("US")), "nb");
        assert_eq!(of(json!("pt-BR"), Value::Null), "pt-br");
        assert_eq!(of(Value::Null, json!("NO")), "nb");
        // Nothing is written in these: the next one counts.
        assert_eq!(of(json!("fi-FI"), json!("NO")), "nb");
        assert_eq!(of(json!("fi-FI"), json!("FI")), "sv");
        assert_eq!(of(Value::Null, Value::Null), "sv");
        assert_eq!(language_of(&Object::new(), None, "en", &["en", "nb"]), "en");
        assert_eq!(language_of(&Object::new(), Some("fi"), "nb", &["en", "nb"]), "nb");
    }

    #[test]
    fn a_day_is_written_in_words_where_there_are_some() {
        let at = "2026-12-03T12:00:00Z".parse().unwrap();
        assert_eq!(day("en-gb", at), "3 December 2026");
        assert_eq!(day("nb", at), "3. desember 2026");
        assert_eq!(day("sv", at), "2026-12-03");
    }
}
