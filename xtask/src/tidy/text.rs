//! Rules for every file that people write: not long, nothing left to do, nothing of the machine it was written on.

use super::File;

/// Lines beyond which a file needs a reason.
const LONG: usize = 500;

/// Files that may be longer, and why.
const LONG_WITH_REASON: &[(&str, &str)] = &[
    (
        "crates/core/src/collections/products.tsv",
        "a table of facts, one product a line",
    ),
    ("locales/en.json", "a catalogue, one sentence a line"),
    ("locales/nb.json", "a catalogue, one sentence a line"),
];

/// Made by a program; nobody reads them line by line.
const MADE: &[&str] = &[
    "Cargo.lock",
    "ui/package-lock.json",
    "ui/src/gen/types.ts",
    "ui/src/gen/commands.ts",
];

pub fn faults(files: &[File]) -> Vec<String> {
    let mut faults = Vec::new();
    // Put together here, so that this file does not accuse itself.
    let left_to_do = ["TO".to_owned() + "DO", "FIX".to_owned() + "ME", "XX".to_owned() + "X"];
    let machine = [
        "/ho".to_owned() + "me/",
        "/Us".to_owned() + "ers/",
        "/ro".to_owned() + "ot/",
        "/wo".to_owned() + "rk/",
    ];
    for File { path, text } in files.iter().filter(|file| !MADE.contains(&file.path.as_str())) {
        let lines = text.lines().count();
        if lines > LONG && !LONG_WITH_REASON.iter().any(|(long, _)| long == path) {
            faults.push(format!(
                "{path} has {lines} lines; split it, or list it with a reason in xtask/src/tidy/text.rs"
            ));
        }
        for (number, line) in text.lines().enumerate() {
            let mut fault = |what: &str| faults.push(format!("{path}:{}: {what}", number + 1));
            if left_to_do.iter().any(|word| has_word(line, word)) {
                fault("something is left to do; do it, or file an issue");
            }
            if machine.iter().any(|folder| begins_path(line, folder)) {
                fault("a path of somebody's machine");
            }
        }
    }
    faults
}

/// Whether a path begins like this: `features/home/` does not.
fn begins_path(line: &str, folder: &str) -> bool {
    line.match_indices(folder)
        .any(|(at, _)| !line[..at].ends_with(|before: char| before.is_alphanumeric() || before == '.'))
}

/// Whether the word stands alone: `GUID_TODO1` is none.
fn has_word(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        let joined = |next: Option<char>| next.is_some_and(|letter| letter.is_alphanumeric() || letter == '_');
        !joined(line[..at].chars().next_back()) && !joined(line[at + word.len()..].chars().next())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults_of(path: &str, text: &str) -> usize {
        faults(&[File {
            path: path.to_owned(),
            text: text.to_owned(),
        }])
        .len()
    }

    #[test]
    fn work_left_over_is_found_as_a_word_only() {
        let word = "TO".to_owned() + "DO";
        assert_eq!(faults_of("a.rs", &format!("// {word}: more")), 1);
        assert_eq!(faults_of("a.rs", &format!("let MY_{word} = 1; {word}S")), 0);
    }

    #[test]
    fn a_long_file_needs_a_listed_reason() {
        let long = "line\n".repeat(LONG + 1);
        assert_eq!(faults_of("a.rs", &long), 1);
        assert_eq!(faults_of("a.rs", &long[5..]), 0);
        assert_eq!(faults_of(LONG_WITH_REASON[0].0, &long), 0);
    }

    #[test]
    fn paths_of_a_machine_are_found() {
        assert_eq!(faults_of("a.md", &("see /ho".to_owned() + "me/kari/notes")), 1);
        assert_eq!(faults_of("a.ts", &("from '../features/ho".to_owned() + "me/Home'")), 0);
    }
}
