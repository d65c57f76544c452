//! Two changes for a person, one of them taken back in the Outbox, the other sent: without the mouse.

use super::all_read;
use crate::{
    Result,
    cloud::{Cloud, somebody},
    desk::Desk,
    report::Report,
    window::Window,
};
use serde_json::json;
use thirtyfour::Key;

const PASSWORD: &str = "Heather-and-7-elk";
const TITLE: &str = "Lighthouse keeper";

pub async fn run(desk: &Desk, report: &mut Report) -> Result {
    let window = Window::open(desk, "keyboard").await?;
    use_key(&window, "button", "Explore the demo tenant", Key::Enter).await?;
    all_read(&window).await?;
    let person = somebody().await?;

    use_key(&window, "switch", "Work offline", Key::Space).await?;
    window.see("status", "You are working offline").await?;
    use_key(&window, "link", "Active users", Key::Enter).await?;
    window.see("heading", "Active users").await?;
    window.walk_to("row", "").await?;
    let mut down = 0;
    while !focused_row(&window).await?.contains(&person.user_principal_name) {
        window.press(Key::Down).await?;
        window.settled().await?;
        down += 1;
        if down > 300 {
            return Err(format!("the arrow down never came to {}", person.name).into());
        }
    }
    report.line(&format!("  {} rows down with the arrow to {}.", down, person.name))?;
    window.picture(report, "keyboard-row").await?;
    window.press(Key::Enter).await?;
    window.see("panel", &person.user_principal_name).await?;

    use_key(&window, "button", "Reset password", Key::Enter).await?;
    window.see("dialog", "").await?;
    window.walk_to("textbox", "New password").await?;
    window.type_text(PASSWORD).await?;
    window.see("dialog", "A new password (hidden)").await?;
    window.picture(report, "keyboard-reset").await?;
    use_key(&window, "button", "Put in the Outbox", Key::Enter).await?;
    window.gone("dialog", "").await?;
    window.see("link", "1 change waits in the Outbox").await?;
    window.settled().await?;
    if !window.has_focus("button", "Reset password").await? {
        return Err("the focus did not come back to the button that opened the form".into());
    }

    use_key(&window, "button", "Edit", Key::Enter).await?;
    window.see("dialog", "").await?;
    window.walk_to("textbox", "Job title").await?;
    window.press_with(&[Key::Control], 'a').await?;
    window.type_text(TITLE).await?;
    use_key(&window, "button", "Put in the Outbox", Key::Enter).await?;
    window.gone("dialog", "").await?;
    window.see("link", "2 changes wait in the Outbox").await?;

    window.press_with(&[Key::Control], 'k').await?;
    window.see("dialog", "").await?;
    window.type_text("Outbox").await?;
    window.see("dialog", "Outbox").await?;
    window.press(Key::Enter).await?;
    window.see("tab", "Waiting (2)").await?;
    let card = window.see("listitem", "Reset password").await?;
    if !card.contains(&person.name) || !card.contains("A new password (hidden)") {
        return Err(format!("the Outbox does not say what will be done: {card}").into());
    }
    if window.text().await?.contains(PASSWORD) {
        return Err("the password can be read in the window".into());
    }
    window.walk_to("button", "Discard").await?;
    window.picture(report, "keyboard-outbox").await?;
    window.press(Key::Enter).await?;
    window.see("tab", "Waiting (1)").await?;
    window.see("tab", "History (1)").await?;
    window.gone("listitem", "Reset password").await?;
    window.see("listitem", TITLE).await?;
    report.line("  Of a reset and an edit the Outbox has the edit left, once the reset is discarded.")?;

    use_key(&window, "button", "Go online", Key::Enter).await?;
    window.see("status", "Online").await?;
    use_key(&window, "button", "Send now", Key::Enter).await?;
    window.see("tab", "Waiting (0)").await?;
    // What goes to a person goes in order: had the reset been sent at all, then before the edit.
    let effects = Cloud::of(&window.data_dir).await?.effects_on(&person.id).await?;
    let [effect] = effects.as_slice() else {
        return Err(format!("the server was told something else: {effects:?}").into());
    };
    if effect["body"]["jobTitle"] != TITLE {
        return Err(format!("the server was told something else: {effect}").into());
    }
    report.line("  Online again the server was told of the edit, once, and of nothing else.")?;
    window.close().await
}

/// Walks to it with Tab and presses a key there.
async fn use_key(window: &Window, role: &str, name: &str, key: Key) -> Result {
    window.walk_to(role, name).await?;
    window.press(key).await
}

/// What stands in the row that has the focus.
async fn focused_row(window: &Window) -> Result<String> {
    let condition =
        "[document.activeElement.matches('[role=row][data-index]') ? textOf(document.activeElement) : null]";
    let text = window.until("the row with the focus", condition, json!(null)).await?;
    text[0]
        .as_str()
        .map(ToOwned::to_owned)
        .ok_or_else(|| "no row has the focus".into())
}
