//! What the engine's bytes mean: choices, numbers, texts and JSON. Nearly every input gets past the first parser this way, and
//! a byte that changes changes one thing.

use crate::words;
use kontor_model::Object;
use serde_json::{Number, Value};

/// Deeper than anything that Microsoft sends.
const DEPTH: u8 = 5;

/// Reads bytes from the front; when they are over, all that follows is the first choice.
pub struct Draw {
    bytes: Vec<u8>,
    at: usize,
}

impl Draw {
    pub fn new(bytes: &[u8]) -> Self {
        Self {
            bytes: bytes.to_vec(),
            at: 0,
        }
    }

    pub fn is_over(&self) -> bool {
        self.at >= self.bytes.len()
    }

    pub fn byte(&mut self) -> u8 {
        let byte = self.bytes.get(self.at).copied().unwrap_or_default();
        self.at += 1;
        byte
    }

    /// Below `end`, which is at most 256.
    pub fn below(&mut self, end: usize) -> usize {
        usize::from(self.byte()) % end.max(1)
    }

    pub fn flag(&mut self) -> bool {
        self.byte() % 2 == 1
    }

    pub fn one_of<T: Clone>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())].clone()
    }

    /// At most `longest` of the bytes as they are. The engine learns words from comparisons, the secret among them: it is left out.
    pub fn bytes(&mut self, longest: usize) -> Vec<u8> {
        let count = self.below(longest + 1);
        let bytes: Vec<u8> = (0..count).map(|_| self.byte()).collect();
        let secret = words::SECRET.as_bytes();
        match bytes.windows(secret.len()).any(|part| part == secret) {
            true => Vec::new(),
            false => bytes,
        }
    }

    pub fn integer(&mut self) -> i64 {
        match self.byte() % 4 {
            0 => i64::from(self.byte()),
            1 => self.one_of(words::INTEGERS),
            _ => i64::from_le_bytes(std::array::from_fn(|_| self.byte())),
        }
    }

    /// A word that means something, several of them, or whatever the bytes spell.
    pub fn text(&mut self) -> String {
        match self.byte() {
            0..160 => self.one_of(words::TEXTS).to_owned(),
            160..192 => {
                let parts: Vec<_> = (0..=self.below(3)).map(|_| self.one_of(words::TEXTS)).collect();
                parts.join(self.one_of(&["", " ", ",", ".", "@", "/", "\n"]))
            }
            _ => String::from_utf8_lossy(&self.bytes(32)).into_owned(),
        }
    }

    /// Mostly one that such a property may have.
    pub fn text_of(&mut self, name: &str) -> String {
        let fitting = match name {
            "userPrincipalName" | "mail" => words::ADDRESSES,
            "skuId" | "addLicenses" | "removeLicenses" => words::PRODUCTS,
            "usageLocation" => &["NO", "SE"],
            _ => &[],
        };
        match self.byte() {
            0..224 if !fitting.is_empty() => self.one_of(fitting).to_owned(),
            _ => self.text(),
        }
    }

    pub fn texts(&mut self, most: usize) -> Vec<String> {
        (0..self.below(most + 1)).map(|_| self.text()).collect()
    }

    pub fn name(&mut self) -> String {
        match self.byte() {
            0..240 => self.one_of(words::NAMES).to_owned(),
            _ => self.text(),
        }
    }

    pub fn value(&mut self) -> Value {
        self.nested(DEPTH)
    }

    pub fn object(&mut self) -> Object {
        self.fields(12, DEPTH)
    }

    fn nested(&mut self, depth: u8) -> Value {
        match self.byte() % if depth == 0 { 8 } else { 12 } {
            0 => Value::Null,
            1 => Value::Bool(self.flag()),
            2 => Value::from(self.integer()),
            3 => Number::from_f64(f64::from_bits(self.integer().cast_unsigned())).map_or(Value::Null, Value::Number),
            8 | 9 => (0..self.below(5)).map(|_| self.nested(depth - 1)).collect(),
            10 | 11 => Value::Object(self.fields(8, depth - 1)),
            _ => Value::String(self.text()),
        }
    }

    fn fields(&mut self, most: usize, depth: u8) -> Object {
        (0..self.below(most + 1))
            .map(|_| {
                let name = self.name();
                let value = self.fitting(&name, depth);
                (name, value)
            })
            .collect()
    }

    /// Mostly of the kind that such a property has: what is of another kind ends most ways at once.
    fn fitting(&mut self, name: &str, depth: u8) -> Value {
        let is = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
        match self.byte() {
            0..64 => self.nested(depth),
            _ if is(&["DateTime", "Date"]) => Value::from(self.one_of(words::MOMENTS)),
            _ if is(&["skuId", "usageLocation", "userPrincipalName"]) => Value::from(self.text_of(name)),
            _ if is(&["InDays", "Units", "Licenses", "enabled"]) => Value::from(self.integer()),
            _ if is(&["Enabled", "isVerified", "isDefault"]) => Value::from(self.flag()),
            _ => self.nested(depth),
        }
    }
}
