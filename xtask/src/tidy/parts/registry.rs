//! Reads the lists in core, and what their entries say.

use super::File;

/// An entry of one of the lists in core.
pub struct Registered<'a> {
    pub name: &'a str,
    /// Its `static`, from the name to the closing brace.
    pub entry: &'a str,
    /// The file that it stands in, without its tests.
    pub source: &'a str,
}

/// `&users::USERS` in a list is `static USERS` in the folder's `users.rs`, with a `name: "…"`.
pub fn registered<'a>(files: &'a [File], list: &str, folder: &str) -> Result<Vec<Registered<'a>>, String> {
    let text = |path: String| {
        files
            .iter()
            .find(|file| file.path == path)
            .map(|file| file.text.as_str())
    };
    let entries = text(format!("{folder}mod.rs"))
        .and_then(|text| between(text, &format!("static {list}: "), "];"))
        .and_then(|text| text.split_once("= &["))
        .ok_or_else(|| format!("{folder}mod.rs has no list {list} that tidy can read"))?
        .1;
    let lines = entries.lines().map(str::trim).filter(|line| !line.starts_with("//"));
    let paths = lines
        .flat_map(|line| line.split(','))
        .map(str::trim)
        .filter(|path| !path.is_empty());
    let read = |path: &str| {
        let (module, name) = path.trim_start_matches('&').rsplit_once("::")?;
        let file = format!("{folder}{}", module.replace("::", "/"));
        let source = text(format!("{file}.rs")).or_else(|| text(format!("{file}/mod.rs")))?;
        let source = source.split("#[cfg(test)]").next().unwrap_or_default();
        let entry = between(source, &format!("static {name}: "), "\n};")?;
        let name = between(entry, "name: \"", "\"")?;
        Some(Registered { name, entry, source })
    };
    paths
        .map(|path| {
            read(path).ok_or_else(|| format!("{folder}mod.rs lists {path}, whose static and name tidy cannot find"))
        })
        .collect()
}

/// How the path of an object begins that a body only names.
const NAMED_IN_BODY: &str = "\"@odata.id\": format!(";

/// Texts in the source that are paths of a service, and asked for.
pub fn paths(source: &str) -> impl Iterator<Item = &str> {
    ["\"/v1.0/", "\"/v1/", "\"/providers/"]
        .into_iter()
        .flat_map(move |open| {
            let begins = source.match_indices(open).map(|(at, _)| at + 1);
            let asked = begins.filter(|at| !source[..at - 1].ends_with(NAMED_IN_BODY));
            asked.filter_map(|at| source[at..].split('"').next())
        })
}

/// A word of a path that stands for itself.
pub fn is_plain(part: &str) -> bool {
    !part.is_empty()
        && part
            .chars()
            .all(|letter| letter.is_ascii_alphanumeric() || letter == '.')
}

/// The word that follows each place where the phrase stands.
pub fn after<'a>(text: &'a str, phrase: &'a str) -> impl Iterator<Item = &'a str> {
    text.split(phrase)
        .skip(1)
        .filter_map(|rest| rest.split(|letter: char| !letter.is_ascii_uppercase()).next())
        .filter(|word| !word.is_empty())
}

pub fn between<'a>(text: &'a str, open: &str, close: &str) -> Option<&'a str> {
    Some(text.split_once(open)?.1.split_once(close)?.0)
}
