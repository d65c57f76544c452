//! What the headings of a file of users mean: Graph's names, Kontor's own words in both languages, and those of the templates
//! that the Microsoft 365 admin center and Entra give away.

use crate::text::{Language, sentence};
use kontor_model::{Error, Result};
use unicode_normalization::UnicodeNormalization;

/// What stands in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// A text property of a user, by Graph's name.
    Text(&'static str),
    /// One that Graph has as a list.
    List(&'static str),
    /// Yes or no.
    Flag(&'static str),
    /// The opposite of `accountEnabled`, as Microsoft's templates ask for it.
    Blocked,
    Password,
    Licenses,
    Manager,
    Groups,
}

/// The columns of the empty file that Kontor gives away, in this order.
const GIVEN: &[Column] = &[
    USER_NAME,
    DISPLAY_NAME,
    Column::Text("givenName"),
    Column::Text("surname"),
    Column::Text("jobTitle"),
    Column::Text("department"),
    Column::Text("companyName"),
    Column::Text("officeLocation"),
    Column::Text("mobilePhone"),
    Column::List("businessPhones"),
    Column::Text("streetAddress"),
    Column::Text("postalCode"),
    Column::Text("city"),
    Column::Text("country"),
    Column::Text("usageLocation"),
    Column::Licenses,
    Column::Groups,
    Column::Manager,
    Column::Password,
];

const USER_NAME: Column = Column::Text("userPrincipalName");
const DISPLAY_NAME: Column = Column::Text("displayName");

/// Each column with the headings that others use for it, written small and without what is no letter or digit.
const KNOWN: &[(Column, &[&str])] = &[
    (
        USER_NAME,
        &[
            "user",
            "upn",
            "signinname",
            "login",
            "brukerhovednavn",
            "påloggingsnavn",
        ],
    ),
    (DISPLAY_NAME, &["name", "fullname", "navn", "fulltnavn"]),
    (Column::Text("givenName"), &[]),
    (Column::Text("surname"), &["familyname"]),
    (Column::Text("jobTitle"), &["title", "stillingstittel", "tittel"]),
    (Column::Text("department"), &[]),
    (Column::Text("companyName"), &["firmanavn", "selskap"]),
    (Column::Text("employeeId"), &["ansattid"]),
    (
        Column::Text("officeLocation"),
        &[
            "officenumber",
            "physicaldeliveryofficename",
            "kontornummer",
            "kontorsted",
        ],
    ),
    (
        Column::List("businessPhones"),
        &["businessphone", "telephonenumber", "phone", "telefon", "jobbtelefon"],
    ),
    (Column::Text("mobilePhone"), &["mobile", "mobil", "mobilnummer"]),
    (Column::Text("faxNumber"), &["faksnummer"]),
    (
        Column::List("otherMails"),
        &["alternateemailaddress", "alternateemail", "alternativepostadresse"],
    ),
    (Column::Text("streetAddress"), &["address", "street", "adresse"]),
    (Column::Text("city"), &["poststed", "by"]),
    (
        Column::Text("state"),
        &["delstatellerprovins", "delstateller", "province"],
    ),
    (
        Column::Text("postalCode"),
        &["ziporpostalcode", "zip", "zipcode", "postalcode"],
    ),
    (Column::Text("country"), &["land", "landellerregion"]),
    (Column::Text("usageLocation"), &["brukssted", "bruksplassering"]),
    (Column::Text("preferredLanguage"), &["language", "språk"]),
    (Column::Text("mailNickname"), &["alias"]),
    (Column::Flag("accountEnabled"), &[]),
    (
        Column::Flag("forceChangePasswordNextSignIn"),
        &["forcechangepassword", "mustchangepassword"],
    ),
    (Column::Blocked, &["blocksignin", "blockcredential", "blokkerpålogging"]),
    (
        Column::Password,
        &["initialpassword", "passwordprofile", "førstepassord"],
    ),
    (
        Column::Licenses,
        &[
            "licenses",
            "licences",
            "licence",
            "lisenser",
            "assignedlicenses",
            "addlicenses",
            "skuid",
            "skupartnumber",
            "products",
            "produkter",
        ],
    ),
    (Column::Manager, &["managerid", "overordnet", "nærmesteleder"]),
    (Column::Groups, &["groups", "group", "grupper", "gruppe"]),
];

impl Column {
    /// Graph's name, or the name of what is no property of a user.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text(name) | Self::List(name) | Self::Flag(name) => name,
            Self::Blocked => "accountEnabled",
            Self::Password => "password",
            Self::Licenses => "assignedLicenses",
            Self::Manager => "manager",
            Self::Groups => "groups",
        }
    }

    /// What Kontor calls it; none where its word says something else in a file.
    fn word(self, language: Language) -> Option<String> {
        let key = match self {
            Self::Flag("accountEnabled") | Self::Blocked => return None,
            Self::Licenses => "import.licenses".to_owned(),
            other => format!("field.{}", other.name()),
        };
        Some(sentence(language, &key, &[]))
    }
}

/// Which column each heading is.
#[derive(Debug)]
pub struct Columns {
    /// In the order of the file; none for one that nobody knows.
    pub all: Vec<Option<Column>>,
    /// Headings that nobody knows.
    pub unknown: Vec<String>,
}

/// # Errors
/// [`kontor_model::Code::Invalid`] when a column that a user cannot do without is missing, or two mean the same.
pub fn understand(headings: &[String]) -> Result<Columns> {
    let all: Vec<Option<Column>> = headings.iter().map(|heading| column(heading)).collect();
    for (place, one) in all.iter().enumerate() {
        let twice = |other: &Option<Column>| other.zip(*one).is_some_and(|(other, one)| other.name() == one.name());
        if let Some(first) = all[..place].iter().position(twice) {
            let (first, second) = (headings[first].trim(), headings[place].trim());
            return refuse(&format!(
                "The columns {first} and {second} mean the same. Leave one of them out."
            ));
        }
    }
    let has = |column: Column| all.contains(&Some(column));
    if !has(USER_NAME) {
        return refuse(
            "No column has the sign-in names. Head it userPrincipalName or Username, in the first row of the file.",
        );
    }
    if !(has(DISPLAY_NAME) || has(Column::Text("givenName")) || has(Column::Text("surname"))) {
        return refuse(
            "No column has the names to show. Head it displayName or Display name, in the first row of the file.",
        );
    }
    let unknown = headings
        .iter()
        .zip(&all)
        .filter(|(heading, one)| one.is_none() && !heading.trim().is_empty());
    let unknown = unknown.map(|(heading, _)| heading.trim().to_owned()).collect();
    Ok(Columns { all, unknown })
}

fn refuse<T>(why: &str) -> Result<T> {
    Err(Error::invalid("file", why))
}

/// An empty file, with headings in the reader's language.
pub fn blank(language: Language, separator: char) -> String {
    let headings: Vec<String> = GIVEN.iter().filter_map(|column| column.word(language)).collect();
    format!("\u{feff}{}\r\n", headings.join(&separator.to_string()))
}

fn column(heading: &str) -> Option<Column> {
    // Entra writes `First name [givenName] Required`, and asks under `[accountEnabled]` whether to block.
    let (before, graph) = match heading
        .split_once('[')
        .and_then(|(before, rest)| Some((before, rest.split_once(']')?.0)))
    {
        Some((before, graph)) => (plain(before.split('(').next().unwrap_or_default()), plain(graph)),
        None => (plain(heading), plain(heading)),
    };
    let means = |word: &str| {
        let is = |(column, others): &&(Column, &[&str])| {
            let own = [Language::En, Language::Nb]
                .into_iter()
                .filter_map(|language| column.word(language));
            plain(column.name()) == word && *column != Column::Blocked
                || others.contains(&word)
                || own.map(|own| plain(&own)).any(|own| own == word)
        };
        KNOWN.iter().find(is).map(|(column, _)| *column)
    };
    match means(&before) {
        Some(Column::Blocked) => Some(Column::Blocked),
        known => means(&graph).or(known),
    }
}

fn plain(text: &str) -> String {
    text.nfc()
        .filter(|letter| letter.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(headings: &str) -> Vec<&'static str> {
        let headings: Vec<String> = headings.split(',').map(str::to_owned).collect();
        let columns = understand(&headings).unwrap();
        assert_eq!(columns.unknown, Vec::<String>::new());
        columns
            .all
            .into_iter()
            .map(|one| one.map_or("-", Column::name))
            .collect()
    }

    #[test]
    fn the_templates_of_others_are_understood() {
        let own = [
            "userPrincipalName",
            "givenName",
            "surname",
            "displayName",
            "jobTitle",
            "department",
            "officeLocation",
        ];
        let admin = "Username,First name,Last name,Display name,Job title,Department,Office number";
        let norwegian = "Brukernavn,Fornavn,Etternavn,Visningsnavn,Stilling,Avdeling,Kontornummer";
        assert_eq!(
            (names(admin), names(norwegian), names(&own.join(","))),
            (own.into(), own.into(), own.into())
        );
        let rest = "User Name,Display Name,Office Phone,Mobile Phone,Fax,Alternate email address,Address,City,State or Province,ZIP or Postal Code,Country or Region";
        let graph = [
            "businessPhones",
            "mobilePhone",
            "faxNumber",
            "otherMails",
            "streetAddress",
            "city",
            "state",
            "postalCode",
            "country",
        ];
        assert_eq!(names(rest)[2..], graph);
        let entra = "Name [displayName] Required,User name [userPrincipalName] Required,Initial password [passwordProfile] Required,Block sign in (Yes/No) [accountEnabled] Required,Office [physicalDeliveryOfficeName],Mobile phone [mobile]";
        assert_eq!(
            names(entra),
            [
                "displayName",
                "userPrincipalName",
                "password",
                "accountEnabled",
                "officeLocation",
                "mobilePhone"
            ]
        );
        assert_eq!(
            column("Block sign in (Yes/No) [accountEnabled] Required"),
            Some(Column::Blocked)
        );
        assert_eq!(column("accountEnabled"), Some(Column::Flag("accountEnabled")));
    }

    #[test]
    fn what_kontor_gives_away_it_takes_back() {
        for (language, separator) in [(Language::En, ','), (Language::Nb, ';')] {
            let blank = blank(language, separator);
            let headings: Vec<String> = blank
                .trim_start_matches('\u{feff}')
                .trim()
                .split(separator)
                .map(str::to_owned)
                .collect();
            let columns = understand(&headings).unwrap();
            assert_eq!(
                columns.all,
                GIVEN.iter().copied().map(Some).collect::<Vec<_>>(),
                "{blank}"
            );
        }
    }

    #[test]
    fn a_column_that_is_missing_double_or_unknown_is_named() {
        let why = |headings: &str| {
            let headings: Vec<String> = headings.split(';').map(str::to_owned).collect();
            understand(&headings)
                .map(|columns| columns.unknown)
                .map_err(|error| error.message)
        };
        assert!(why("Fornavn;Etternavn").unwrap_err().contains("userPrincipalName"));
        assert!(why("Brukernavn;Avdeling").unwrap_err().contains("displayName"));
        let twice = why("Brukernavn;Navn;Visningsnavn ").unwrap_err();
        assert_eq!(
            twice,
            "The columns Navn and Visningsnavn mean the same. Leave one of them out."
        );
        assert_eq!(
            why("Brukernavn;Navn;Skostørrelse;;"),
            Ok(vec!["Skostørrelse".to_owned()])
        );
    }
}
