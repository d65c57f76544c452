//! From a bare machine to the demo tenant in the window.

use crate::{build, npm, run as exec, run::Result, system};
use std::{env, path::Path, process::Command};

pub fn run() -> Result {
    if has_display() {
        system::install(&[system::BUILD])?;
        prepare(&["kontor-desktop"])?;
        let data = exec::target().join("demo-data");
        println!(
            "Opening the window on the demo tenant; its data is in {}.",
            data.display()
        );
        return exec::run(
            Command::new(exec::debug_program("kontor-desktop"))
                .arg("--demo")
                .arg("--data-dir")
                .arg(data),
        );
    }
    println!("There is no display here: the window will be driven on a virtual one.");
    system::install(&[system::BUILD, system::WINDOW])?;
    prepare(&["kontor-desktop", "kontor-journeys"])?;
    let out = exec::target().join("demo");
    exec::run(&mut journeys(&exec::debug_program("kontor-desktop"), &out))?;
    println!("Screenshots and transcript.txt are in {}.", out.display());
    Ok(())
}

/// The main jobs, driven through the real window of `app`; pictures and words of what happened go to `out`.
pub fn journeys(app: &Path, out: &Path) -> Command {
    let mut command = Command::new(exec::debug_program("kontor-journeys"));
    command.arg("--app").arg(app).arg("--out").arg(out);
    command
}

fn prepare(programs: &[&str]) -> Result {
    npm::install()?;
    exec::run(&mut npm::script("build"))?;
    build::programs(programs)
}

fn has_display() -> bool {
    let set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || set("DISPLAY") || set("WAYLAND_DISPLAY")
}
