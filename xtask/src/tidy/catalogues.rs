//! Both languages say everything: the same keys with the same values to fill in.

use super::File;
use serde_json::Value;
use std::collections::BTreeMap;

pub fn faults(files: &[File]) -> Vec<String> {
    let of = |path: &str| {
        files
            .iter()
            .find(|file| file.path == path)
            .map(|file| sentences(&file.text))
    };
    match (of("locales/en.json"), of("locales/nb.json")) {
        (Some(Ok(english)), Some(Ok(norwegian))) => compare(&english, &norwegian),
        (english, norwegian) => {
            let broken = [("en", english), ("nb", norwegian)];
            broken
                .into_iter()
                .filter(|(_, read)| !matches!(read, Some(Ok(_))))
                .map(|(name, _)| format!("locales/{name}.json cannot be read"))
                .collect()
        }
    }
}

/// Every sentence by its whole key.
fn sentences(text: &str) -> serde_json::Result<BTreeMap<String, String>> {
    let mut found = BTreeMap::new();
    collect("", &serde_json::from_str(text)?, &mut found);
    Ok(found)
}

fn collect(key: &str, value: &Value, found: &mut BTreeMap<String, String>) {
    match value {
        Value::Object(parts) => {
            for (name, part) in parts {
                collect(&format!("{key}.{name}"), part, found);
            }
        }
        other => {
            found.insert(
                key.trim_start_matches('.').to_owned(),
                other.as_str().unwrap_or_default().to_owned(),
            );
        }
    }
}

fn compare(english: &BTreeMap<String, String>, norwegian: &BTreeMap<String, String>) -> Vec<String> {
    let mut faults = Vec::new();
    for (key, sentence) in english {
        match norwegian.get(key) {
            None => faults.push(format!("nb lacks {key}")),
            Some(other) if fillings(sentence) != fillings(other) => {
                faults.push(format!("{key} does not fill in the same values in both languages"));
            }
            Some(_) => {}
        }
    }
    faults.extend(
        norwegian
            .keys()
            .filter(|key| !english.contains_key(*key))
            .map(|key| format!("en lacks {key}")),
    );
    for (language, catalogue) in [("en", english), ("nb", norwegian)] {
        let empty = catalogue.iter().filter(|(_, sentence)| sentence.trim().is_empty());
        faults.extend(empty.map(|(key, _)| format!("{key} says nothing in {language}")));
    }
    faults
}

/// The names in `{{…}}` and the tags in `<…/>`, in the order of the alphabet.
fn fillings(sentence: &str) -> Vec<&str> {
    let between = |open: &'static str, close: &'static str| {
        sentence
            .split(open)
            .skip(1)
            .filter_map(move |rest| rest.split_once(close))
            .map(|(name, _)| name.trim())
    };
    let mut names: Vec<&str> = between("{{", "}}").chain(between("<", "/>")).collect();
    names.sort_unstable();
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults_of(english: &str, norwegian: &str) -> usize {
        faults(&[("en", english), ("nb", norwegian)].map(|(name, text)| File {
            path: format!("locales/{name}.json"),
            text: text.to_owned(),
        }))
        .len()
    }

    #[test]
    fn both_languages_must_say_the_same() {
        assert_eq!(faults_of(r#"{"a":{"b":"of {{n}}"}}"#, r#"{"a":{"b":"av {{n}}"}}"#), 0);
        assert_eq!(faults_of(r#"{"a":"x","b":"y"}"#, r#"{"a":"x","c":"z"}"#), 2);
        assert_eq!(faults_of(r#"{"a":"{{n}} <when/>"}"#, r#"{"a":"{{n}}"}"#), 1);
        assert_eq!(faults_of(r#"{"a":""}"#, r#"{"a":"x"}"#), 1);
        assert_eq!(faults_of("{", "{}"), 1);
    }
}
