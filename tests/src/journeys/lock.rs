//! Locked, the window has nothing of the tenant: not until the passphrase is typed, and not after a restart either.

use super::{count, go_to, open_demo};
use crate::{Result, desk::Desk, report::Report, window::Window};
use serde_json::{Value, json};
use thirtyfour::Key;

const PASSPHRASE: &str = "Brygge og sjø";
const BEHIND: &str = "Syncing and sending go on.";
const RESTS: &str = "Nothing is synced or sent until you unlock it.";

pub async fn run(desk: &Desk, report: &mut Report) -> Result {
    let traces = traces().await?;
    let window = open_demo(desk, "lock").await?;
    go_to(&window, "Active users").await?;
    count(&window).await?;
    press_lock(&window).await?;
    window
        .see("dialog", "A passphrase keeps people at your desk out of the window.")
        .await?;
    window.picture(report, "lock-first").await?;
    turn_on(&window).await?;
    let shown = found(&window, &traces).await?.len();
    if shown == 0 {
        return Err("nothing of the tenant is in the window, locked or not".into());
    }

    press_lock(&window).await?;
    is_locked(&window, BEHIND, &traces).await?;
    window.picture(report, "locked").await?;
    unlock(&window, "Brygge og land").await?;
    window.see("main", "That is not the passphrase.").await?;
    is_locked(&window, BEHIND, &traces).await?;
    unlock(&window, PASSPHRASE).await?;
    is_back(&window, &traces).await?;
    report.line(&format!(
        "  {shown} names and addresses of the tenant were in the window; locked it has none, and a wrong passphrase brings none back."
    ))?;
    window.close().await?;

    let window = Window::open(desk, "lock").await?;
    is_locked(&window, BEHIND, &traces).await?;
    unlock(&window, PASSPHRASE).await?;
    window.see("heading", "Needs attention today").await?;
    report.line("  Started again it begins locked.")?;
    lock_fully(&window, &traces).await?;
    report.line("  Under the full lock nothing goes on, and all is there again after it.")?;
    window.close().await
}

/// Who is in the demo tenant: by name and address.
async fn traces() -> Result<Vec<String>> {
    let users = kontor_sim::start(kontor_sim::Options::default()).await?.users_json();
    let text = |user: &Value, field: &str| user[field].as_str().unwrap_or_default().to_owned();
    let both = |user: &Value| [text(user, "displayName"), text(user, "userPrincipalName")];
    Ok(users.iter().flat_map(both).collect())
}

/// Those of the traces that the window has, to be read or not.
async fn found<'a>(window: &Window, traces: &'a [String]) -> Result<Vec<&'a String>> {
    let condition = "[document.title + document.documentElement.outerHTML]";
    let all = window.until("the page", condition, json!(null)).await?;
    let all = all[0].as_str().unwrap_or_default();
    Ok(traces.iter().filter(|trace| all.contains(*trace)).collect())
}

/// Gives the passphrase that the first lock asks for.
pub(super) async fn turn_on(window: &Window) -> Result {
    for field in ["Passphrase", "The same again"] {
        window.fill("textbox", field, PASSPHRASE).await?;
    }
    window.click("button", "Turn the lock on").await?;
    window.gone("dialog", "").await
}

pub(super) async fn press_lock(window: &Window) -> Result {
    window.press_with(&[Key::Control, Key::Shift], 'l').await
}

async fn is_locked(window: &Window, said: &str, traces: &[String]) -> Result {
    window.see("heading", "Kontor is locked").await?;
    window.see("main", said).await?;
    match found(window, traces).await?.as_slice() {
        [] => Ok(()),
        [first, ..] => Err(format!("locked, the window has what is the tenant's, as {first}").into()),
    }
}

async fn unlock(window: &Window, passphrase: &str) -> Result {
    window.fill("textbox", "Passphrase", passphrase).await?;
    window.click("button", "Unlock").await
}

async fn is_back(window: &Window, traces: &[String]) -> Result {
    window.see("heading", "Active users").await?;
    count(window).await?;
    match found(window, traces).await?.is_empty() {
        true => Err("unlocked, the window has nobody".into()),
        false => Ok(()),
    }
}

/// The lock that also forgets the keys.
async fn lock_fully(window: &Window, traces: &[String]) -> Result {
    window.click("button", "Settings").await?;
    window.click("menuitem", "Lock…").await?;
    window.fill("textbox", "Current passphrase", PASSPHRASE).await?;
    window.click("checkbox", "Full lock: also forget the keys").await?;
    window.click("button", "Save").await?;
    window.gone("dialog", "").await?;
    go_to(window, "Active users").await?;
    press_lock(window).await?;
    is_locked(window, RESTS, traces).await?;
    unlock(window, PASSPHRASE).await?;
    is_back(window, traces).await
}
