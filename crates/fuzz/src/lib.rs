//! Whatever comes from outside, made up at random and read by the code that ships. Never shipped itself.
//!
//! A target is a function of bytes that panics when something does not hold. The engine finds bytes that reach code which no
//! bytes before have reached (`cargo xtask fuzz`); those that it found are kept in `corpus/`, and `cargo test` runs them
//! through the targets again.

#![forbid(unsafe_code)]

mod answers;
mod commands;
mod draw;
mod files;
mod house;
mod imports;
mod objects;
mod rounds;
mod wire;
mod words;

pub use answers::run as answers;
pub use commands::run as commands;
pub use files::run as files;
pub use imports::run as imports;
pub use objects::run as objects;
pub use rounds::run as rounds;

/// What an input goes through.
pub type Target = fn(&[u8]);

/// Every target by the name of its corpus. A new one is a file, a line here, and a program in `bin/`.
pub static TARGETS: &[(&str, Target)] = &[
    ("answers", answers),
    ("objects", objects),
    ("rounds", rounds),
    ("files", files),
    ("imports", imports),
    ("commands", commands),
];
