//! What becomes of a mistake of the program itself: it is told as such, and what it stumbled over is told to nobody and left
//! nowhere.

use kontor_model::{Code, Error, Result};
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook};

/// From now on a panic says where it was and not what it said: its text may quote names, passwords or tokens. A crash leaves no
/// image of the memory, of this program or of one that it starts, such as the web view's.
pub fn keep_secrets_out_of_crashes() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, setrlimit};
        let none = Rlimit {
            current: Some(0),
            maximum: Some(0),
        };
        // A limit can always be lowered.
        let _ = setrlimit(Resource::Core, none);
    }
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
            keep_secrets_out_of_crashes();
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

    #[cfg(target_os = "linux")]
    #[test]
    fn a_crash_leaves_no_image_of_the_memory() {
        const DUMP: &str = "KONTOR_TEST_CRASHES";
        if let Some(kept) = std::env::var_os(DUMP) {
            if kept == "kept" {
                keep_secrets_out_of_crashes();
            }
            std::process::abort();
        }
        let images = |how: &str| {
            let place = tempfile::tempdir().unwrap();
            let stage = Command::new("sh")
                .args(["-c", "ulimit -c unlimited && exec \"$0\" \"$@\""])
                .arg(std::env::current_exe().unwrap())
                .args(["--exact", "panic::tests::a_crash_leaves_no_image_of_the_memory"])
                .env(DUMP, how)
                .current_dir(place.path())
                .output()
                .unwrap();
            assert!(!stage.status.success());
            std::fs::read_dir(place.path()).unwrap().count()
        };
        if images("left") == 0 {
            println!("skipped: this machine keeps images of crashed programs elsewhere, or none");
            return;
        }
        assert_eq!(images("kept"), 0);
    }
}
