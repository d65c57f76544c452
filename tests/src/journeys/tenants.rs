//! A second tenant is connected with a code that a person types elsewhere; then both stand on one screen, and one search finds
//! whoever is in either.

use super::{count, open_demo, sign_in};
use crate::{Result, desk::Desk, report::Report, window::Window};
use kontor_testkit::{Answer, enter_code};
use serde_json::json;

pub async fn run(desk: &Desk, report: &mut Report) -> Result {
    // Another organisation than the demo's.
    let cloud = sign_in::cloud(kontor_sim::Options {
        seed: 7,
        users: 120,
        ..kontor_sim::Options::default()
    })
    .await?;
    let window = open_demo(desk, "tenants").await?;
    window.click("button", &sign_in::menu_of("Demo")).await?;
    window.click("menuitem", "Connect a tenant…").await?;
    sign_in::fill_form(desk, &window, &cloud).await?;
    window.click("radio", "A code on any device").await?;
    window.click("button", "Sign in").await?;
    elsewhere(&window, report).await?;
    sign_in::everybody_is_there(&window, report).await?;

    overview(&window, report).await?;
    follow(&window, report).await?;
    search(&window, &cloud, report).await?;
    window.close().await
}

/// A person reads address and code, and goes to another device with them.
async fn elsewhere(window: &Window, report: &mut Report) -> Result {
    let code = window.see("status", "The code").await?;
    let steps = window.see("dialog", "On any device, open this page:").await?;
    window.picture(report, "device-code").await?;
    let address = steps.split_whitespace().find(|word| word.starts_with("http"));
    let address = address.ok_or_else(|| format!("no address is shown: {steps}"))?;
    let shown = enter_code(address.parse()?, &code, Answer::Accept).await;
    if !shown.contains("You have signed in") {
        return Err(format!("the other device shows {shown}").into());
    }
    report.line(&format!("  The code {code} was typed at {address}, on another device."))
}

async fn overview(window: &Window, report: &mut Report) -> Result {
    window.click("button", &sign_in::menu_of(sign_in::NAME)).await?;
    window.click("menuitemradio", "All tenants").await?;
    window.see("heading", "All tenants").await?;
    for name in ["Demo", sign_in::NAME] {
        figure(window, name).await?;
    }
    window.picture(report, "all-tenants").await
}

/// How many users the overview says that a tenant has.
async fn figure(window: &Window, name: &str) -> Result<i64> {
    let condition = "[...document.querySelectorAll('a')].map((one) => nameOf(one).match(/^Users: (\\d+) – (.*)$/)).find((one) => one?.[2] === p)";
    let found = window
        .until(&format!("the users of {name}"), condition, json!(name))
        .await?;
    Ok(found[1].as_str().unwrap_or_default().parse()?)
}

/// The figure of the tenant that was not shown leads there, to as many rows.
async fn follow(window: &Window, report: &mut Report) -> Result {
    let users = figure(window, "Demo").await?;
    window.click("link", &format!("Users: {users} – Demo")).await?;
    window.see("heading", "Active users").await?;
    window.see("button", &sign_in::menu_of("Demo")).await?;
    let rows = count(window).await?;
    if rows != users {
        return Err(format!("the overview counts {users} users, and the list {rows}").into());
    }
    report.line(&format!("  Its figure leads to the {rows} users of the other tenant."))
}

/// A search through all finds somebody of the tenant that is not shown, and opens them there.
async fn search(window: &Window, cloud: &kontor_sim::Running, report: &mut Report) -> Result {
    let users = cloud.users_json();
    let user = users
        .iter()
        .rfind(|user| user["userType"] == "Member")
        .ok_or("nobody is there")?;
    let text = |field: &str| user[field].as_str().unwrap_or_default();
    let (name, address) = (text("displayName"), text("userPrincipalName"));
    window.click("button", &sign_in::menu_of("Demo")).await?;
    window.click("menuitemradio", "All tenants").await?;
    window.fill("searchbox", "Search all tenants", address).await?;
    let hit = format!("{name} {address}");
    window.see("link", &hit).await?;
    window.picture(report, "found-in-all").await?;
    window.click("link", &hit).await?;
    window.see("panel", address).await?;
    window.see("button", &sign_in::menu_of(sign_in::NAME)).await?;
    report.line(&format!(
        "  A search through all tenants opened {name} of the other one."
    ))
}
