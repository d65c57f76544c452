//! Kontor with this machine's clock, randomness, network, keychain and language.

use kontor_cloud::TokioClock;
use kontor_core::{Kontor, Language, Options};
use kontor_model::{Code, Error, Result};
use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

/// Opens the data folder. Keychain, network and files of tenants are reached when they are needed. Needs a tokio runtime when
/// anything is waited for. `language` is that of the window, see [`Options::system_language`].
///
/// # Errors
/// What [`Kontor::open`] says of the folder; [`Code::Internal`] when the machine gives no random numbers.
pub fn open(data_dir: &Path, language: Option<Language>) -> Result<Kontor> {
    // Asked once here, where it can be told; a source that worked once does not fail later.
    getrandom::fill(&mut [0; 1]).map_err(|error| {
        Error::new(
            Code::Internal,
            format!("This machine gives no random numbers: {error}."),
        )
    })?;
    Kontor::open(Options {
        data_dir: data_dir.to_owned(),
        clock: Arc::new(TokioClock),
        keys: Arc::from(kontor_secrets::keys()),
        random: Arc::new(|bytes| getrandom::fill(bytes).expect("the system's random numbers end")),
        transport: Arc::new(kontor_cloud::connector()),
        who: who(),
        system_language: language,
    })
}

/// The account at this computer and the program, as the journal names them.
fn who() -> String {
    // The system knows it; the environment may say nothing, or anything.
    let account = whoami::username().unwrap_or_else(|_| "?".to_owned());
    let program = std::env::current_exe().ok();
    let program = program.as_deref().and_then(Path::file_stem);
    format!(
        "{account} ({})",
        program.map_or("kontor".into(), |program| program.to_string_lossy())
    )
}

/// The platform's usual place for a program's data.
///
/// # Errors
/// [`Code::Usage`] when this account has no such place.
pub fn usual_data_dir() -> Result<PathBuf> {
    let place = dirs::data_local_dir().map(|folder| folder.join("kontor"));
    place.ok_or_else(|| {
        Error::new(
            Code::Usage,
            "This account has no folder for data; name one with --data-dir.",
        )
    })
}

/// The language of the operating system, as far as it says.
pub fn system_language() -> Option<Language> {
    sys_locale::get_locale().as_deref().map(language)
}

/// Ours that is nearest to a locale. Nynorsk readers are better served in Norwegian.
fn language(locale: &str) -> Language {
    let language = locale.split(['-', '_', '.']).next().unwrap_or_default();
    if ["nb", "nn", "no"]
        .iter()
        .any(|ours| language.eq_ignore_ascii_case(ours))
    {
        Language::Nb
    } else {
        Language::En
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn the_journal_names_the_account_that_the_system_names() {
        let asked = std::process::Command::new("id").arg("-un").output().unwrap();
        let account = String::from_utf8(asked.stdout).unwrap();
        assert!(!account.trim().is_empty());
        assert!(who().starts_with(&format!("{} (", account.trim())), "{}", who());
    }

    #[test]
    fn norwegian_in_every_spelling_is_norwegian_and_all_else_english() {
        for (locale, expected) in [
            ("nb-NO", Language::Nb),
            ("nn_NO.UTF-8", Language::Nb),
            ("NO", Language::Nb),
            ("nl-NL", Language::En),
            ("C", Language::En),
            ("", Language::En),
        ] {
            assert_eq!(language(locale), expected, "{locale}");
        }
    }
}
