//! What a command prints: one JSON object on standard output, or text there and errors on standard error.

use crate::exit::{Exit, Stop};
use kontor_model::Error;
use serde_json::{Value, json};
use std::io::{self, BufWriter, StdoutLock, Write};

pub struct Output {
    json: bool,
    /// Never `println!`: a reader that has seen enough (`| head`) is no reason to panic.
    out: BufWriter<StdoutLock<'static>>,
}

impl Output {
    pub fn new(json: bool) -> Self {
        Self {
            json,
            out: BufWriter::with_capacity(64 * 1024, io::stdout().lock()),
        }
    }

    pub fn is_json(&self) -> bool {
        self.json
    }

    pub fn writer(&mut self) -> &mut impl Write {
        &mut self.out
    }

    /// The whole answer of a command, as JSON or as text.
    pub fn answer(&mut self, json: Value, text: impl FnOnce() -> String) -> Result<(), Stop> {
        if self.json {
            writeln!(self.out, "{json}")?;
        } else {
            writeln!(self.out, "{}", text().trim_end())?;
        }
        Ok(())
    }

    /// An answer that is only a part, with what kept it from being whole.
    pub fn partial(&mut self, mut json: Value, error: &Error, text: impl FnOnce() -> String) -> Result<(), Stop> {
        json["error"] = json!(error);
        self.answer(json, text)?;
        if !self.json {
            self.out.flush()?;
            say(error);
        }
        Ok(())
    }

    /// What a person should know though it keeps nothing from being done. A script finds it in the answer.
    pub fn warn(&self, text: &str) {
        if !self.json {
            complain(&format!("warning: {text}"));
        }
    }

    pub fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }

    /// Tells of a command that failed.
    pub fn failed(&mut self, error: &Error) -> Exit {
        if !self.json {
            say(error);
        } else if let Err(error) = writeln!(self.out, "{}", json!({ "error": error })).and_then(|()| self.flush()) {
            return self.broken(&error);
        }
        Exit::of(error)
    }

    /// Whoever read the output has gone, which is their right; or it could not be written.
    pub fn broken(&mut self, error: &io::Error) -> Exit {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Exit::Done;
        }
        complain(&format!("The output cannot be written ({error})."));
        Exit::Failed
    }
}

fn say(error: &Error) {
    match &error.request_id {
        Some(id) => complain(&format!("{} (request {id})", error.message)),
        None => complain(&error.message),
    }
}

/// Standard error may be closed as well; then there is nobody to tell.
pub fn complain(text: &str) {
    let _ = writeln!(io::stderr(), "kontor: {}", printable(text));
}

/// Texts come from outside: what would steer a terminal is replaced.
pub fn printable(text: &str) -> String {
    let shown = |c: char| if c.is_control() && c != '\n' { '\u{fffd}' } else { c };
    text.chars().map(shown).collect()
}
