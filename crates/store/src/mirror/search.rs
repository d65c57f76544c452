//! Finding by any part of a word of three letters or more, and by the beginnings of words below that.
//!
//! One trigram index does both: each word is stored with two marks before it, so that a word's first letter and its
//! first two letters are part of a trigram too.

use crate::fold;
use std::hash::{DefaultHasher, Hash, Hasher};

/// Cannot come out of [`fold`], which drops control characters.
const MARK: &str = "\u{1}\u{1}";

/// What is indexed for the words of an object, one field a line.
pub(crate) fn indexed(words: &str) -> String {
    let mut text = String::with_capacity(words.len() * 2);
    for line in words.lines() {
        let line = fold(line);
        for word in line.split_whitespace() {
            text.push_str(MARK);
            text.push_str(word);
            // A name inside an address begins a word too: only its first two letters are needed.
            for inner in word
                .split(|c: char| !c.is_alphanumeric())
                .skip(1)
                .filter(|inner| !inner.is_empty())
            {
                text.push_str(MARK);
                text.extend(inner.chars().take(2));
            }
        }
        // A telephone number is found however it is spaced.
        let number = line.contains(|c: char| c.is_ascii_digit())
            && line.chars().all(|c| c.is_ascii_digit() || " +-()./".contains(c));
        if number {
            text.push_str(MARK);
            text.extend(line.chars().filter(char::is_ascii_digit));
        }
    }
    text
}

/// The query as an FTS5 expression; none when there is nothing to look for.
pub(crate) fn expression(query: &str) -> Option<String> {
    let spaced: String = query.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let terms: Vec<String> = fold(&spaced)
        .split_whitespace()
        .map(|term| {
            let term = term.replace('"', "\"\"");
            match term.chars().count() {
                1 => format!("\"{MARK}{term}\""),
                2 => format!("\"\u{1}{term}\""),
                _ => format!("\"{term}\""),
            }
        })
        .collect();
    (!terms.is_empty()).then(|| terms.join(" AND "))
}

/// Tells whether the words are the indexed ones; another answer from a later compiler only costs time.
pub(super) fn fingerprint(words: &str) -> i64 {
    let mut hasher = DefaultHasher::new();
    words.hash(&mut hasher);
    hasher.finish().cast_signed()
}
