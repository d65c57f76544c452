//! The keychain against a real session bus and a real GNOME Keyring, both started here.
//!
//! The variables that name the bus belong to a process, so this program runs itself again inside: the child does what
//! it reads, line by line, and answers with one line each.

#[cfg(target_os = "linux")]
mod linux;

fn main() {
    #[cfg(target_os = "linux")]
    linux::main();
}
