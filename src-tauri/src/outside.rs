//! Pages that open outside, in the system's browser: those of Microsoft's that core knows, the sign-in, and nothing else.

use kontor_core::pages;
use std::time::Duration;
use tauri::Url;

/// What starts a browser fails at once or not at all; a browser that stays in its foreground is not waited for.
const PATIENCE: Duration = Duration::from_secs(5);

/// Opens a page that the window asks for. The window goes on and stays where it is.
pub fn open(url: &Url) {
    if !pages::is_known(url.as_str()) {
        log::warn!("a page that Kontor does not know was not opened");
        return;
    }
    browse(url.to_string());
}

/// Hands an address that core has made to the system's browser.
pub fn browse(address: String) {
    tauri::async_runtime::spawn_blocking(move || {
        if let Err(error) = open::that_detached_with_timeout(address, PATIENCE) {
            log::warn!("the system opens no browser: {error}");
        }
    });
}
