//! The long proofs: everything `test` runs, the release build with its sizes, and a picture of every screen.

use crate::{
    npm,
    run::{Result, Steps, cargo, debug_program, run as exec, target},
    test,
};

pub fn run() -> Result {
    let mut steps = Steps::default();
    test::all(&mut steps)?;
    steps.step("every screen", || {
        let pictures = target().join("screenshots");
        exec(
            npm::script("test:browser")
                .env("KONTOR_DEVHOST", debug_program("kontor-devhost"))
                .env("SCREENSHOTS", pictures),
        )
    })?;
    steps.step("release build", || {
        exec(&mut cargo(["build", "--release", "--workspace", "--bins"]))?;
        for name in ["kontor-desktop", "kontor", "kontor-sim"] {
            let program = target()
                .join("release")
                .join(name)
                .with_extension(std::env::consts::EXE_EXTENSION);
            println!("{name}: {:.1} MB", program.metadata()?.len() as f64 / 1e6);
        }
        Ok(())
    })?;
    steps.finish();
    Ok(())
}
