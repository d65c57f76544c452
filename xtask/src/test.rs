//! Everything that continuous integration runs, what is quick and likely to fail first.

use crate::{
    build, demo, deny, generate, kills, npm,
    run::{Result, Steps, cargo, debug_program, root, run as exec, target},
    simulate, system, tidy,
};
use std::process::Command;

pub fn run() -> Result {
    let mut steps = Steps::default();
    all(&mut steps)?;
    steps.finish();
    Ok(())
}

pub fn all(steps: &mut Steps) -> Result {
    steps.step("system packages", || {
        system::install(&[system::BUILD, system::WINDOW, system::BROWSER, system::CLIENTS])
    })?;
    steps.step("rustfmt", || exec(&mut cargo(["fmt", "--all", "--check"])))?;
    steps.step("tidy", tidy::run)?;
    steps.step("npm packages", npm::install)?;
    steps.step("TypeScript", || exec(&mut npm::script("check")))?;
    steps.step("eslint", || exec(&mut npm::script("lint")))?;
    steps.step("UI unit tests", || exec(&mut npm::script("test")))?;
    steps.step("UI build", || exec(&mut npm::script("build")))?;
    steps.step("clippy", || {
        exec(&mut cargo([
            "clippy",
            "--workspace",
            "--all-targets",
            "--",
            "-D",
            "warnings",
        ]))
    })?;
    steps.step("cargo-deny", deny::check)?;
    steps.step("build", build::everything)?;
    steps.step("generated files", generate::check)?;
    steps.step("Rust tests", || exec(&mut cargo(["test", "--workspace"])))?;
    steps.step(
        "1,000 simulated histories, and moments of scripted ones",
        simulate::some,
    )?;
    steps.step("Microsoft's own clients and types", clients)?;
    steps.step("an independent OpenID provider", openid_provider)?;
    steps.step("UI in a browser", || {
        exec(npm::script("test:browser").env("KONTOR_DEVHOST", debug_program("kontor-devhost")))
    })?;
    steps.step("journeys in the real window", || {
        exec(&mut demo::journeys(
            &debug_program("kontor-desktop"),
            &target().join("journeys"),
        ))
    })?;
    steps.step("16 kills of the real programs", kills::some)
}

/// The simulated cloud is what Kontor is tested against; what it answers is held against what Microsoft publishes.
/// The tests that are ignored without it.
fn openid_provider() -> Result {
    let folder = npm::install_copy(&root().join("crates/cloud/tests/openid"), target().join("openid"))?;
    exec(
        cargo(["test", "-p", "kontor-cloud", "--test", "openid", "--", "--ignored"])
            .env("KONTOR_OPENID_PROVIDER", folder),
    )
}

fn clients() -> Result {
    let script = root().join("crates/sim/tests/clients/run.py");
    exec(
        Command::new("/usr/bin/python3")
            .arg(script)
            .arg(debug_program("kontor-sim"))
            .arg(target().join("sim-clients")),
    )
}
