//! Running programs, and reporting what was done step by step.

use std::{
    error::Error,
    path::{Path, PathBuf},
    process::Command,
    time::{Duration, Instant},
};

pub type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

/// The root of the repository.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."))
}

/// Where Cargo builds.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// A program of the debug build.
pub fn debug_program(name: &str) -> PathBuf {
    program("debug", name)
}

/// A program of the release build.
pub fn release_program(name: &str) -> PathBuf {
    program("release", name)
}

fn program(profile: &str, name: &str) -> PathBuf {
    target()
        .join(profile)
        .join(name)
        .with_extension(std::env::consts::EXE_EXTENSION)
}

/// The very Cargo that runs this task, in the root.
pub fn cargo<const N: usize>(arguments: [&str; N]) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments).current_dir(root());
    command
}

/// Shows the command, runs it to its end, and fails unless it succeeds.
pub fn run(command: &mut Command) -> Result {
    eprintln!("$ {}", shown(command));
    let status = command
        .status()
        .map_err(|error| format!("{} did not start: {error}", shown(command)))?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("{} failed ({status})", shown(command)).into())
    }
}

/// What a command prints, provided that it succeeds.
pub fn output(command: &mut Command) -> Result<String> {
    let output = command
        .output()
        .map_err(|error| format!("{} did not start: {error}", shown(command)))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(format!("{} failed ({}): {}", shown(command), output.status, said.trim()).into());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words
        .map(|word| word.to_string_lossy().into_owned())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Steps in their order. The first that fails ends the task.
#[derive(Default)]
pub struct Steps {
    done: Vec<(String, Duration)>,
}

impl Steps {
    pub fn step(&mut self, name: &str, work: impl FnOnce() -> Result) -> Result {
        eprintln!("\n=== {name}");
        let start = Instant::now();
        match work() {
            Ok(()) => {
                self.done.push((name.to_owned(), start.elapsed()));
                Ok(())
            }
            Err(error) => {
                self.report();
                println!("  FAILED {:>7}  {name}", seconds(start.elapsed()));
                println!("{} passed, 1 failed", self.done.len());
                Err(error)
            }
        }
    }

    /// One line a step, and the sum.
    pub fn finish(self) {
        self.report();
        println!("{} passed, 0 failed", self.done.len());
    }

    fn report(&self) {
        println!();
        for (name, took) in &self.done {
            println!("  ok     {:>7}  {name}", seconds(*took));
        }
        println!("  total  {:>7}", seconds(self.done.iter().map(|(_, took)| *took).sum()));
    }
}

fn seconds(duration: Duration) -> String {
    format!("{:.1} s", duration.as_secs_f64())
}
