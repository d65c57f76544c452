//! The window's English words, so that the same is said alike here and there.

use serde_json::Value;

/// The text at `path` in the catalogue; none if it has no such.
pub fn text(path: &[&str]) -> Option<String> {
    let catalogue: Value = serde_json::from_str(include_str!("../../../locales/en.json")).ok()?;
    let found = path.iter().try_fold(&catalogue, |words, key| words.get(key))?;
    found.as_str().map(str::to_owned)
}
