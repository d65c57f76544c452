//! What a sign-in, a password and the tenant's key leave behind: nothing that can be read, from the first start until the
//! tenant is removed.

use super::{browser::Browser, go_to, keychain, sign_in};
use crate::{
    Result,
    desk::Desk,
    report::Report,
    traces::{Searched, Secrets, now},
    window::Window,
};
use serde_json::{Value, json};
use std::{fs, path::Path, time::SystemTime};

const DATA: &str = "secrets";

pub async fn run(desk: &Desk, report: &mut Report) -> Result {
    let since = now();
    let browser = Browser::of(desk)?;
    // Its secrets are those of no other cloud, which may be at work in the same folder for temporary files.
    let cloud = sign_in::cloud(kontor_sim::Options {
        seed: fastrand::u64(..),
        ..kontor_sim::Options::default()
    })
    .await?;
    // What is queued is sent whenever its time comes, before the restart or after it.
    cloud.set_sign_in(kontor_sim::SignIn {
        pick: true,
        ..kontor_sim::SignIn::default()
    });
    let before = keychain::ask(desk, "keys")?;
    let window = sign_in::connect(desk, DATA, &browser, &cloud, report).await?;
    let keys = keychain::ask(desk, "keys")?;
    let key = keys
        .lines()
        .find(|key| !before.contains(key))
        .ok_or("the keychain has no new key")?;
    // One of this run alone: what stands in this program may be a file that was written a moment ago.
    let password = format!("Skjul-meg & {}/ingen?", fastrand::u32(..));
    let person = reset_password(&window, &cloud, &password, report).await?;
    search(desk, &cloud, &password, since, "while the password waits", report)?;
    window.close().await?;

    cloud.revoke_tokens();
    let window = Window::open(desk, DATA).await?;
    window.see("status", "sign in again").await?;
    window.click("button", "Sign in").await?;
    sign_in::at_the_browser(&window, &browser, report).await?;
    window.gone("dialog", "").await?;
    go_to(&window, "Outbox").await?;
    window.click("tab", "History (1)").await?;
    window.see("listitem", "Reset password").await?;
    let was_sent =
        |effect: &kontor_sim::Effect| effect.object_id == person && effect.body.get("passwordProfile").is_some();
    if !cloud.effects().iter().any(was_sent) {
        return Err("the password was not sent".into());
    }
    search(
        desk,
        &cloud,
        &password,
        since,
        "once it was sent, after a second sign-in",
        report,
    )?;
    let all = secrets(desk, &cloud, &password)?;
    remove(&window, report).await?;
    let kept = keychain::ask(desk, "keys")?;
    if kept.contains(key.trim()) || fs::read_dir(window.data_dir.join("tenants"))?.next().is_some() {
        return Err("the tenant was removed, and its key or its files are there".into());
    }
    search_for(&all, desk, since, "after the tenant was removed", report)?;
    window.close().await?;
    search_for(&all, desk, since, "at the end", report)?;

    let planted = desk.home().join("planted");
    fs::write(&planted, format!("a log with {password} in it"))?;
    let found = all.search(desk.home(), since, &mut Searched::default());
    fs::remove_file(planted)?;
    match found {
        Err(error) if error.to_string().contains("planted holds the typed password") => {
            report.line("  One that was planted is found.")
        }
        other => Err(format!("a planted password is not found: {other:?}").into()),
    }
}

/// A person types a new password for somebody. Gives whose.
async fn reset_password(
    window: &Window,
    cloud: &kontor_sim::Running,
    password: &str,
    report: &mut Report,
) -> Result<String> {
    let suits = |user: &&Value| {
        user["userType"] == "Member" && user["onPremisesSyncEnabled"] != true && user["usageLocation"].is_string()
    };
    let users = cloud.users_json();
    let user = users.iter().rfind(suits).ok_or("nobody suits")?;
    let text = |field: &str| user[field].as_str().unwrap_or_default().to_owned();
    window
        .fill("searchbox", "Search this list", &text("userPrincipalName"))
        .await?;
    window
        .until("one person", "all('row', '').length === 1", json!(null))
        .await?;
    window.click("row", &text("displayName")).await?;
    window.click("button", "Reset password").await?;
    window.fill("textbox", "New password", password).await?;
    window.picture(report, "typed").await?;
    window.click("button", "Put in the Outbox").await?;
    window.gone("dialog", "").await?;
    Ok(text("id"))
}

/// Everything secret that there is: what the sign-ins have brought, the password, the tenant's key.
fn secrets(desk: &Desk, cloud: &kontor_sim::Running, password: &str) -> Result<Secrets> {
    let mut secrets = Secrets::default();
    secrets.add("the typed password", password);
    let issued = cloud.secrets();
    for kind in ["code.", "at.", "rt.", "eyJ"] {
        if !issued.iter().any(|secret| secret.starts_with(kind)) {
            return Err(format!("no sign-in has brought a {kind}").into());
        }
    }
    for secret in issued {
        let what: String = secret.chars().take_while(char::is_ascii_lowercase).take(3).collect();
        secrets.add(&format!("a secret of the sign-in ({what}…)"), &secret);
    }
    // The keychain has those of other journeys too.
    let keys = keychain::ask(desk, "keys")?;
    if keys.is_empty() {
        return Err("the keychain has no key".into());
    }
    for key in keys.lines() {
        secrets.add("a tenant's key", key);
        secrets.add("a tenant's key", &key.to_uppercase());
        let pairs = key
            .as_bytes()
            .chunks(2)
            .map(|pair| u8::from_str_radix(std::str::from_utf8(pair)?, 16).map_err(Into::into));
        secrets.add_bytes("a tenant's key", &pairs.collect::<Result<Vec<u8>>>()?);
    }
    Ok(secrets)
}

fn search(
    desk: &Desk,
    cloud: &kontor_sim::Running,
    password: &str,
    since: SystemTime,
    when: &str,
    report: &mut Report,
) -> Result {
    search_for(&secrets(desk, cloud, password)?, desk, since, when, report)
}

/// The whole home of the desk (data folder, web view, what the programs say, temporary files, core dumps), what else was written
/// for all users since the start, and the list of processes.
fn search_for(secrets: &Secrets, desk: &Desk, since: SystemTime, when: &str, report: &mut Report) -> Result {
    let mut searched = Searched::default();
    if !desk.said().is_file() {
        return Err("what the window says is not kept".into());
    }
    secrets.search(desk.home(), SystemTime::UNIX_EPOCH, &mut searched)?;
    for folder in [&std::env::temp_dir(), Path::new("/dev/shm"), Path::new("/var/tmp")] {
        secrets.search(folder, since, &mut searched)?;
    }
    secrets.search_processes(desk.home(), &mut searched)?;
    report.line(&format!(
        "  No secret {when}: {} files and processes, {:.1} MB.",
        searched.files,
        searched.bytes as f64 / 1e6
    ))
}

/// The tenant is removed, and nothing else is connected.
async fn remove(window: &Window, report: &mut Report) -> Result {
    window.click("button", &sign_in::menu_of(sign_in::NAME)).await?;
    window.click("menuitem", "Remove this tenant…").await?;
    window.see("heading", "Remove Nordvarde").await?;
    window.picture(report, "remove").await?;
    window.click("button", "Remove").await?;
    window.see("button", "Connect a tenant").await?;
    Ok(())
}
