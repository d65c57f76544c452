//! Fuzzing of all that reads what comes from outside; see `crates/fuzz`.

use crate::run::{Result, cargo, output, root, run as exec, target};
use std::{
    fs,
    num::NonZero,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// The engine wants to know which code an input reached, and what its bytes were compared with.
const FLAGS: &str = "-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares -Ccodegen-units=1 --cfg fuzzing";

/// Longer inputs say no more, and take longer.
const LONGEST: &str = "-max_len=1024";

/// `cargo xtask fuzz [TARGET] [--minutes N]`: each target for so long, one after the other. What it finds beyond the kept corpus
/// is merged into that; an input that breaks something stands there as well, so that the tests run it from then on.
pub fn run(arguments: &[String]) -> Result {
    // Nought would be for ever.
    let minutes: NonZero<u64> = match arguments.iter().position(|argument| argument == "--minutes") {
        Some(at) => arguments.get(at + 1).ok_or("--minutes needs a number")?.parse()?,
        None => const { NonZero::new(30).expect("half an hour") },
    };
    let targets = targets()?;
    let chosen = match arguments.first().filter(|name| !name.starts_with("--")) {
        Some(name) if targets.contains(name) => vec![name.clone()],
        Some(name) => return Err(format!("no target {name}; there are {}", targets.join(", ")).into()),
        None => targets,
    };
    let programs = build()?;
    let mut broken = 0;
    for name in chosen {
        let report = fuzz(&name, &programs.join(format!("fuzz-{name}")), minutes.get() * 60)?;
        broken += report.crashes;
        println!("{report}");
    }
    match broken {
        0 => Ok(()),
        _ => Err(format!("{broken} inputs break something; the files stand in crates/fuzz/corpus").into()),
    }
}

/// A target is what has a program.
fn targets() -> Result<Vec<String>> {
    let programs = files(&root().join("crates/fuzz/src/bin"))?;
    let name = |file: &PathBuf| file.file_stem().map(|name| name.to_string_lossy().into_owned());
    let mut names: Vec<String> = programs.iter().filter_map(name).collect();
    names.sort();
    Ok(names)
}

/// Where the built programs are. The flags are for them alone and not for what Cargo runs while it builds, hence the target.
fn build() -> Result<PathBuf> {
    let about = output(Command::new("rustc").arg("-vV").current_dir(root()))?;
    let host = about
        .lines()
        .find_map(|line| line.strip_prefix("host: "))
        .ok_or("rustc names no host")?;
    let folder = target().join("fuzz");
    exec(
        cargo([
            "build",
            "--profile",
            "fuzz",
            "-p",
            "kontor-fuzz",
            "--features",
            "libfuzzer",
            "--target",
            host,
        ])
        .arg("--target-dir")
        .arg(&folder)
        .env("RUSTFLAGS", FLAGS),
    )?;
    Ok(folder.join(host).join("fuzz"))
}

/// What became of one target.
struct Report {
    name: String,
    executions: String,
    features: String,
    corpus: usize,
    crashes: usize,
}

impl std::fmt::Display for Report {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            name,
            executions,
            features,
            corpus,
            crashes,
        } = self;
        write!(
            f,
            "{name:<9} {executions:>10} executions  coverage {features:<16} {corpus:>4} inputs kept  {crashes} crashes"
        )
    }
}

fn fuzz(name: &str, program: &Path, seconds: u64) -> Result<Report> {
    let kept = root().join("crates/fuzz/corpus").join(name);
    let work = target().join("fuzz-corpus").join(name);
    let (found, crashes, log) = (work.join("found"), work.join("crashes"), work.join("log"));
    let scratch = Scratch::new(name)?;
    for folder in [&kept, &found, &crashes] {
        fs::create_dir_all(folder)?;
    }
    let engine = |options: &[String]| {
        let mut command = Command::new(program);
        command
            .args(options)
            .arg(LONGEST)
            .env("TMPDIR", &scratch.0)
            .env("RUST_BACKTRACE", "1");
        command
    };
    let mut command = engine(&[
        format!("-max_total_time={seconds}"),
        format!("-artifact_prefix={}/", crashes.display()),
        "-len_control=0".into(),
        "-print_final_stats=1".into(),
    ]);
    command.arg(&found).arg(&kept).stderr(fs::File::create(&log)?);
    eprintln!("\n=== {name}: {seconds} s, watch it in {}", log.display());
    let stopped = !command.status()?.success();
    let said = String::from_utf8_lossy(&fs::read(&log)?).into_owned();
    if stopped {
        let lines: Vec<&str> = said.lines().collect();
        eprintln!("{}", lines[lines.len().saturating_sub(60)..].join("\n"));
    }
    merge(&engine, &kept, &found, &work.join("fewest"))?;
    let broken: Vec<PathBuf> = files(&crashes)?;
    for file in &broken {
        fs::copy(file, kept.join(file.file_name().unwrap_or_default()))?;
        fs::remove_file(file)?;
    }
    let last = |word: &str| {
        said.lines()
            .rev()
            .find_map(|line| Some(line.split_once(word)?.1.trim().to_owned()))
    };
    if stopped && broken.is_empty() {
        return Err(format!("{name} ended before its time; see {}", log.display()).into());
    }
    Ok(Report {
        name: name.to_owned(),
        executions: last("stat::number_of_executed_units:").unwrap_or_else(|| "?".into()),
        features: last(" cov: ")
            .map(|rest| rest.split(" corp:").next().unwrap_or_default().to_owned())
            .unwrap_or_default(),
        corpus: files(&kept)?.len(),
        crashes: broken.len(),
    })
}

/// Takes the fewest inputs that reach all the code that was reached, however often each runs through it, and those that once
/// broke something, whatever they reach.
fn merge(engine: &dyn Fn(&[String]) -> Command, kept: &Path, found: &Path, fewest: &Path) -> Result {
    fs::create_dir_all(fewest)?;
    let mut command = engine(&["-set_cover_merge=1".into(), "-use_counters=0".into()]);
    exec(command.args([fewest, kept, found]).stderr(Stdio::null()))?;
    for old in files(kept)?.iter().filter(|file| !is_crash(file)) {
        fs::remove_file(old)?;
    }
    for file in files(fewest)? {
        fs::copy(&file, kept.join(file.file_name().unwrap_or_default()))?;
    }
    Ok(fs::remove_dir_all(fewest)?)
}

fn is_crash(file: &Path) -> bool {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    ["crash-", "timeout-", "oom-"]
        .iter()
        .any(|start| name.starts_with(start))
}

fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    Ok(fs::read_dir(folder)?
        .map(|entry| Ok(entry?.path()))
        .collect::<std::io::Result<_>>()?)
}

/// A folder for the data of the programs, in memory where the system has such a place; gone when it is dropped.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Result<Self> {
        let memory = Path::new("/dev/shm");
        let place = if memory.is_dir() {
            memory.to_owned()
        } else {
            std::env::temp_dir()
        };
        let folder = place.join(format!("kontor-fuzz-{name}-{}", std::process::id()));
        fs::create_dir_all(&folder)?;
        Ok(Self(folder))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What is left in memory is gone with the next start of the system.
        let _ = fs::remove_dir_all(&self.0);
    }
}
