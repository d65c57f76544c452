//! The window's shell: it hands commands to core, shows notifications, and knows no business rule.

/// Opens the window.
pub fn run() {
    tauri::Builder::default().run(tauri::generate_context!()).expect("the window opens");
}
