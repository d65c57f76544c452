//! The Debian packages that building, the demo and the tests need: found, and installed when they are missing.

use crate::run::{Result, output, run};
use std::{path::Path, process::Command};

/// A Debian package and what it is for.
type Package = (&'static str, &'static str);

/// To compile the desktop program.
pub const BUILD: &[Package] = &[
    ("build-essential", "the linker and the C compiler, for SQLCipher"),
    ("pkg-config", "finds the libraries below"),
    ("libssl-dev", "SQLCipher's cryptography"),
    ("libdbus-1-dev", "reaches the keychain"),
    ("libwebkit2gtk-4.1-dev", "the web view the window is made of"),
    ("librsvg2-dev", "icons in the window"),
];

/// To drive the real window where there is no display.
pub const WINDOW: &[Package] = &[
    ("xvfb", "a virtual display"),
    ("webkit2gtk-driver", "drives the real window as a person would"),
    ("dbus-daemon", "a session bus of its own"),
    ("gnome-keyring", "a keychain of its own"),
    ("python3-gi", "records desktop notifications"),
    ("xdg-utils", "hands a page to the desktop's browser"),
    (
        "file",
        "tells the desktop of what kind a file is, for the program that shows it",
    ),
];

/// To test the window's content in a browser.
pub const BROWSER: &[Package] = &[("chromium", "the browser of the UI tests")];

/// To run Microsoft's own clients against the simulated cloud.
pub const CLIENTS: &[Package] = &[("python3-venv", "Microsoft's clients for Python")];

/// Installs those that are missing, saying which and why. Only Debian and its kin are changed; elsewhere this names what to do.
pub fn install(groups: &[&[Package]]) -> Result {
    if !cfg!(target_os = "linux") {
        return Ok(());
    }
    let missing: Vec<Package> = groups
        .concat()
        .into_iter()
        .filter(|(name, _)| !is_installed(name))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    println!("These system packages are missing:");
    for (name, reason) in &missing {
        println!("  {name:<24} {reason}");
    }
    let names: Vec<&str> = missing.iter().map(|(name, _)| *name).collect();
    if !Path::new("/usr/bin/apt-get").exists() {
        let names = names.join(" ");
        return Err(format!(
            "install them with this system's package manager; on Debian: sudo apt-get install {names}"
        )
        .into());
    }
    let by_root = output(Command::new("id").arg("-u"))?.trim() == "0";
    if !by_root && !Path::new("/usr/bin/sudo").exists() {
        return Err(format!("as root, run: apt-get update && apt-get install -y {}", names.join(" ")).into());
    }
    apt_get(by_root, &["update", "-q"])?;
    apt_get(
        by_root,
        &[&["install", "-y", "-q", "--no-install-recommends"], names.as_slice()].concat(),
    )
}

fn apt_get(by_root: bool, arguments: &[&str]) -> Result {
    let mut command = if by_root {
        Command::new("env")
    } else {
        Command::new("sudo")
    };
    run(command
        .args(["DEBIAN_FRONTEND=noninteractive", "apt-get"])
        .args(arguments))
}

/// Debian's own record where there is one; elsewhere what the package would bring.
fn is_installed(name: &str) -> bool {
    if Path::new("/usr/bin/dpkg-query").exists() {
        return output(Command::new("dpkg-query").args(["-W", "-f", "${db:Status-Status}", name]))
            .is_ok_and(|status| status.trim() == "installed");
    }
    match name {
        "build-essential" => on_path("cc"),
        "pkg-config" => on_path("pkg-config"),
        "libssl-dev" => has_library("openssl"),
        "libdbus-1-dev" => has_library("dbus-1"),
        "libwebkit2gtk-4.1-dev" => has_library("webkit2gtk-4.1"),
        "librsvg2-dev" => has_library("librsvg-2.0"),
        "xvfb" => on_path("Xvfb"),
        "webkit2gtk-driver" => on_path("WebKitWebDriver"),
        "gnome-keyring" => on_path("gnome-keyring-daemon"),
        "xdg-utils" => on_path("xdg-open"),
        "python3-venv" => output(Command::new("/usr/bin/python3").args(["-c", "import ensurepip"])).is_ok(),
        "python3-gi" => output(Command::new("/usr/bin/python3").args(["-c", "import gi"])).is_ok(),
        other => on_path(other),
    }
}

fn on_path(program: &str) -> bool {
    std::env::var_os("PATH")
        .is_some_and(|path| std::env::split_paths(&path).any(|folder| folder.join(program).exists()))
}

fn has_library(name: &str) -> bool {
    output(Command::new("pkg-config").args(["--exists", name])).is_ok()
}
