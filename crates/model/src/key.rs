//! Secrets in memory: wiped when dropped, never printed.

use crate::{Code, Error};
use std::fmt;
use zeroize::Zeroizing;

/// The 256-bit key of one tenant's files.
#[derive(Clone)]
pub struct Key(Zeroizing<[u8; 32]>);

impl Key {
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// Reads 64 hexadecimal digits, in either case.
    ///
    /// # Errors
    /// [`Code::WrongKey`] when the text is anything else; the text itself is not repeated.
    pub fn from_hex(text: &str) -> Result<Self, Error> {
        let bad = || {
            Error::new(
                Code::WrongKey,
                "The key must be exactly 64 hexadecimal digits (256 bits).",
            )
        };
        let digits = text.trim().as_bytes();
        if digits.len() != 64 {
            return Err(bad());
        }
        let mut bytes = Zeroizing::new([0u8; 32]);
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            let (high, low) = (char::from(pair[0]).to_digit(16), char::from(pair[1]).to_digit(16));
            let (Some(high), Some(low)) = (high, low) else {
                return Err(bad());
            };
            *byte = (high * 16 + low) as u8;
        }
        Ok(Self(bytes))
    }

    /// The key as 64 lower-case hexadecimal digits.
    pub fn to_hex(&self) -> Zeroizing<String> {
        Zeroizing::new(self.0.iter().map(|byte| format!("{byte:02x}")).collect())
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(hidden)")
    }
}

/// A password, a token, or another text that must not be seen.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    pub fn new(text: impl Into<String>) -> Self {
        Self(Zeroizing::new(text.into()))
    }

    /// The text itself, for the one place that sends or stores it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(hidden)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_survives_the_way_through_hex_and_never_shows() {
        let key = Key::new([0xab; 32]);
        assert_eq!(Key::from_hex(&key.to_hex()).unwrap().to_hex(), key.to_hex());
        assert!(!format!("{key:?} {:?}", Secret::new("hunter2")).contains("ab"));
    }

    #[test]
    fn anything_but_64_hex_digits_is_refused_without_repeating_it() {
        for text in ["", "ab", &"g".repeat(64), &"a".repeat(63), &"æ".repeat(32)] {
            let error = Key::from_hex(text).unwrap_err();
            assert_eq!(error.code, Code::WrongKey);
            assert!(text.is_empty() || !error.message.contains(text) || text == "ab");
        }
    }
}
