//! What becomes of a mistake of the program itself: it is told as such, and what it stumbled over is told to nobody.

use kontor_model::{Code, Error, Result};
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook};

/// From now on a panic says where it was and not what it said: its text may quote names, passwords or tokens.
pub fn keep_secrets_out_of_panics() {
    set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        // Standard error may be closed; `eprintln!` would panic over that, in the middle of a panic.
        let text = format!("Kontor made a mistake at {place}. Nothing stored is harmed.\n");
        let _ = std::io::Write::write_all(&mut std::io::stderr(), text.as_bytes());
    }));
}

/// Runs `work`. Nothing that it worked on may be used again after a panic, except what is stored.
///
/// # Errors
/// [`Code::Internal`] when it panicked.
pub fn caught<T>(work: impl FnOnce() -> T) -> Result<T> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|_| mistake())
}

/// What is told of a panic.
pub(crate) fn mistake() -> Error {
    Error::new(
        Code::Internal,
        "Kontor made a mistake and could not do this. Nothing stored is harmed. Where it was stands on standard error.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::process::Command;

    const SECRET: &str = "Trollstigen-1936";
    const STAGE: &str = "KONTOR_TEST_PANICS";

    #[test]
    fn a_panic_tells_its_place_and_nothing_of_what_it_stumbled_over() {
        if std::env::var_os(STAGE).is_some() {
            keep_secrets_out_of_panics();
            let told: Result<()> = caught(|| panic!("no user has the password {SECRET}"));
            eprintln!("{}", told.unwrap_err());
            return;
        }
        // The hook is one for the whole process: it is set in another one.
        let name = "panic::tests::a_panic_tells_its_place_and_nothing_of_what_it_stumbled_over";
        let stage = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", name, "--nocapture"])
            .env(STAGE, "1")
            .env("RUST_BACKTRACE", "full")
            .output()
            .unwrap();
        let said = String::from_utf8(stage.stderr).unwrap();
        assert!(stage.status.success(), "{said}");
        assert!(
            said.contains("panic.rs:") && said.contains("could not do this"),
            "{said}"
        );
        let all = said + &String::from_utf8(stage.stdout).unwrap();
        assert!(!all.contains(SECRET), "{all}");
    }
}
