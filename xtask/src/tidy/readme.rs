//! What the documents promise exists: tasks, scripts, and the files they point at.

use super::File;
use crate::USAGE;
use serde_json::Value;

pub fn faults(files: &[File]) -> Vec<String> {
    let documents = files.iter().filter(|file| file.path.ends_with(".md"));
    documents.flat_map(|file| faults_in(file, files)).collect()
}

fn faults_in(document: &File, files: &[File]) -> Vec<String> {
    let scripts = files.iter().find(|file| file.path == "ui/package.json");
    let scripts: Value = scripts
        .and_then(|file| serde_json::from_str(&file.text).ok())
        .unwrap_or_default();
    let mut faults = Vec::new();
    for task in words_after(&document.text, "cargo xtask ") {
        if !USAGE
            .lines()
            .any(|line| line.trim_start().starts_with(&format!("{task} ")))
        {
            faults.push(format!("{}: there is no cargo xtask {task}", document.path));
        }
    }
    for script in words_after(&document.text, "npm run ") {
        if scripts["scripts"].get(script).is_none() {
            faults.push(format!("{}: there is no npm run {script}", document.path));
        }
    }
    let folder = document
        .path
        .rsplit_once('/')
        .map_or(String::new(), |(folder, _)| format!("{folder}/"));
    for link in links(&document.text) {
        let target = format!("{folder}{link}");
        let target = target.trim_end_matches('/');
        if !files
            .iter()
            .any(|file| file.path == target || file.path.starts_with(&format!("{target}/")))
            && !crate::run::root().join(target).exists()
        {
            faults.push(format!("{} points at {link}, which is not there", document.path));
        }
    }
    faults
}

/// The words that follow a phrase, as a reader would type them.
fn words_after<'a>(text: &'a str, phrase: &str) -> Vec<&'a str> {
    let end = |letter: char| !(letter.is_ascii_alphanumeric() || letter == ':' || letter == '-');
    let words = text
        .split(phrase)
        .skip(1)
        .map(|rest| rest.split(end).next().unwrap_or_default());
    words.filter(|word| !word.is_empty()).collect()
}

/// Targets of links and pictures inside the repository.
fn links(text: &str) -> Vec<&str> {
    let targets = text
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split([')', '#', ' ']).next());
    targets
        .filter(|target| !target.is_empty() && !target.contains("://") && !target.starts_with("mailto:"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn promises_that_are_not_kept_are_found() {
        let file = |path: &str, text: &str| File {
            path: path.to_owned(),
            text: text.to_owned(),
        };
        let package = || file("ui/package.json", r#"{ "scripts": { "dev": "vite" } }"#);
        let faults_of = |text: &str| faults(&[file("docs/a.md", text), file("docs/b.png", ""), package()]).len();
        assert_eq!(
            faults_of("Run `cargo xtask demo`, then `npm run dev`. ![b](b.png) [x](https://example.com)"),
            0
        );
        assert_eq!(faults_of("`cargo xtask fly`"), 1);
        assert_eq!(faults_of("npm run fly"), 1);
        assert_eq!(faults_of("[c](c.md)"), 1);
    }
}
