//! The long proofs: everything `test` runs, a picture of every screen, the histories, kills and inputs that try to make Kontor lie,
//! and the release build: its sizes, how it does in the real window, and the figures of `bench`.

use crate::{
    bench, demo, fuzz, kills, npm,
    run::{Result, Steps, cargo, debug_program, release_program, run as exec, target},
    simulate, test,
};

pub fn run() -> Result {
    let mut steps = Steps::default();
    test::all(&mut steps)?;
    steps.step("every screen", || {
        let pictures = target().join("screenshots");
        exec(
            npm::script("test:browser")
                .args(["--", "screenshots"])
                .env("KONTOR_DEVHOST", debug_program("kontor-devhost"))
                .env("SCREENSHOTS", pictures),
        )
    })?;
    let arguments = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
    steps.step("20,000 simulated histories", || {
        simulate::run(&arguments("--seeds 20000 --first-seed 1001"))
    })?;
    steps.step("every moment of 30 scripted histories", || {
        simulate::run(&arguments("--scripted 30"))
    })?;
    steps.step("planted faults", || simulate::run(&arguments("--planted")))?;
    steps.step("600 kills of the real programs", || kills::run(&[]))?;
    steps.step("half an hour of fuzzing for each target", || fuzz::run(&[]))?;
    steps.step("release build", || {
        exec(&mut cargo(["build", "--release", "--workspace", "--bins"]))?;
        for name in ["kontor-desktop", "kontor", "kontor-sim"] {
            println!("{name}: {:.1} MB", release_program(name).metadata()?.len() as f64 / 1e6);
        }
        Ok(())
    })?;
    steps.step("journeys in the window of the release build", || {
        exec(&mut demo::journeys(
            &release_program("kontor-desktop"),
            &target().join("release-journeys"),
        ))
    })?;
    steps.step("bench", || bench::run(&[]))?;
    steps.finish();
    Ok(())
}
