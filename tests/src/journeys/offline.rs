//! The network goes away; work goes on; everything is sent once it is back.

use super::{all_read, count, go_to, open_demo};
use crate::{
    Result,
    cloud::{Cloud, Person, somebody},
    desk::Desk,
    report::Report,
    window::Window,
};
use serde_json::{Value, json};
use thirtyfour::Key;

const PASSWORD: &str = "Fjord-and-4-sheep";
const PENDING: &str = "A change waits in the Outbox";

pub async fn run(desk: &Desk, report: &mut Report) -> Result {
    let window = open_demo(desk, "offline").await?;
    let cloud = Cloud::of(&window.data_dir).await?;
    let person = somebody().await?;

    window.click("switch", "Work offline").await?;
    window.see("status", "You are working offline").await?;
    report.line("  The switch “Work offline” says so; switched back.")?;
    window.click("button", "Go online").await?;
    all_read(&window).await?;

    window.click("button", "Demo cloud").await?;
    window.click("menuitem", "Disconnect the demo cloud").await?;
    window.click("button", "Sync now").await?;
    window.see("status", "There is no connection.").await?;
    if cloud.answers() {
        return Err("the demo cloud still answers".into());
    }
    report.line("  The demo cloud is gone: its port is closed, and the window says that there is no connection.")?;
    for (screen, name) in [
        ("Licenses", "licenses"),
        ("Bills & payments", "bills"),
        ("Active users", "users"),
    ] {
        go_to(&window, screen).await?;
        report.line(&format!("  {screen}, offline: {} rows.", count(&window).await?))?;
        window.picture(report, &format!("offline-{name}")).await?;
    }

    find(&window, &person).await?;
    let title = of_person(&window, "Job title").await?;
    reset_password(&window, report).await?;
    set_job_title(&window, "Captain").await?;
    let product = assign_license(&window, report).await?;
    window.see("row", &person.name).await?;
    let waits = "document.querySelector(`[role=row] [aria-label=\"${p}\"]`)";
    window
        .until("the mark of a change that waits", waits, json!(PENDING))
        .await?;
    report.line(&format!("  Three changes for {} show at once as pending.", person.name))?;
    window.picture(report, "pending").await?;

    window.click("link", "3 changes wait in the Outbox").await?;
    window.see("tab", "Waiting (3)").await?;
    for (operation, field, value) in [
        ("Reset password", "Password", "A new password (hidden)"),
        ("Edit user", "Job title", "Captain"),
        ("Change licenses", "License", product.as_str()),
    ] {
        let card = window.see("listitem", operation).await?;
        if ![operation, &person.name, field, value]
            .iter()
            .all(|part| card.contains(part))
        {
            return Err(format!("the Outbox does not say what {operation} will do: {card}").into());
        }
    }
    if window.text().await?.contains(PASSWORD) {
        return Err("the password can be read in the window".into());
    }
    report.line("  The Outbox says of each what it will do, field by field, and hides the password.")?;
    window.picture(report, "outbox").await?;

    discard(&window, "Edit user").await?;
    window.see("tab", "Waiting (2)").await?;
    find(&window, &person).await?;
    let restored = "[...document.querySelectorAll('aside dt')].some((one) => textOf(one) === 'Job title' && textOf(one.nextElementSibling) === p)";
    window.until("the job title as it was", restored, json!(title)).await?;
    report.line(&format!("  Discarding the edit restores the job title {title}."))?;
    set_job_title(&window, "Harbour master").await?;

    window.click("button", "Demo cloud").await?;
    window.click("menuitem", "Reconnect the demo cloud").await?;
    window.see("status", "Online").await?;
    window.click("link", "3 changes wait in the Outbox").await?;
    window.click("button", "Send now").await?;
    window.see("tab", "Waiting (0)").await?;
    window.click("tab", "History (4)").await?;
    window
        .until(
            "three that are done",
            "all('listitem', 'Microsoft has it: it was confirmed by reading.').length === 3",
            json!(null),
        )
        .await?;
    report.line("  Back online all three are sent and confirmed by reading.")?;
    window.picture(report, "sent").await?;

    find(&window, &person).await?;
    window
        .until("no mark of a change that waits", &format!("!({waits})"), json!(PENDING))
        .await?;
    window.picture(report, "confirmed").await?;
    at_the_server(&cloud, &person).await?;
    report.line("  By the server's own log each of the three was applied once, and the discarded one never.")?;
    window.close().await
}

/// Searches the list of users, and opens the person's panel.
async fn find(window: &Window, person: &Person) -> Result {
    go_to(window, "Active users").await?;
    window
        .fill("searchbox", "Search this list", &person.user_principal_name)
        .await?;
    window
        .until("one person", "all('row', '').length === 1", json!(null))
        .await?;
    window.click("row", &person.name).await?;
    window.see("panel", &person.user_principal_name).await?;
    Ok(())
}

/// A value of the open panel.
async fn of_person(window: &Window, field: &str) -> Result<String> {
    let condition = "[...document.querySelectorAll('aside dt')].filter((one) => textOf(one) === p).map((one) => textOf(one.nextElementSibling))[0]";
    let value = window
        .until(&format!("{field} of the person"), condition, json!(field))
        .await?;
    Ok(value.as_str().unwrap_or_default().to_owned())
}

async fn reset_password(window: &Window, report: &mut Report) -> Result {
    window.click("button", "Reset password").await?;
    window.fill("textbox", "New password", PASSWORD).await?;
    window.see("dialog", "A new password (hidden)").await?;
    window.picture(report, "reset-password").await?;
    queue(window).await
}

async fn set_job_title(window: &Window, title: &str) -> Result {
    window.click("button", "Edit").await?;
    window.fill("textbox", "Job title", title).await?;
    queue(window).await
}

/// Gives the first product that has a free seat and that the person has not. Returns its name.
async fn assign_license(window: &Window, report: &mut Report) -> Result<String> {
    window.click("button", "Manage licenses").await?;
    let free = "all('checkbox', p, null).length >= 0 && [...document.querySelectorAll('[role=dialog] input[type=checkbox]')]
        .filter((one) => !one.checked && /^[1-9]/.test(textOf(one.closest('div').querySelector(':scope > span:last-child') ?? one)))
        .map(nameOf)[0]";
    let product = window.until("a product with a free seat", free, json!("")).await?;
    let product = product.as_str().unwrap_or_default().to_owned();
    window.click("checkbox", &product).await?;
    window
        .until(
            "what will change",
            "find('button', 'Put in the Outbox')?.disabled === false",
            json!(null),
        )
        .await?;
    window.picture(report, "assign-license").await?;
    queue(window).await?;
    Ok(product)
}

async fn queue(window: &Window) -> Result {
    window.click("button", "Put in the Outbox").await?;
    window.gone("dialog", "").await
}

async fn discard(window: &Window, operation: &str) -> Result {
    let condition =
        "all('listitem', p).flatMap((one) => all('button', 'Discard', one)).map((one) => (one.focus(), [1]))[0]";
    window
        .until(&format!("the way to discard {operation}"), condition, json!(operation))
        .await?;
    window.press(Key::Enter).await
}

/// The server's own log: each of the three changes once, the discarded one never.
async fn at_the_server(cloud: &Cloud, person: &Person) -> Result {
    let effects = cloud.effects_on(&person.id).await?;
    let bodies: Vec<&Value> = effects.iter().map(|effect| &effect["body"]).collect();
    let times = |has: fn(&Value) -> bool| bodies.iter().filter(|body| has(body)).count();
    let once = [
        times(|body| body.get("passwordProfile").is_some()),
        times(|body| body["jobTitle"] == "Harbour master"),
        times(|body| body["addLicenses"].as_array().is_some_and(|added| added.len() == 1)),
    ];
    if once != [1; 3] || bodies.len() != 3 {
        return Err(format!("the server was told something else: {bodies:?}").into());
    }
    Ok(())
}
