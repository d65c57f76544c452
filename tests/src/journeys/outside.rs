//! What leaves the window: a page of Microsoft's in the system's browser, and a file for another admin.

use super::{browser::Browser, go_to, open_demo};
use crate::{
    Result,
    cloud::{Cloud, somebody},
    desk::Desk,
    report::Report,
    window::Window,
};
use serde_json::{Value, json};
use std::{fs, path::PathBuf};
use thirtyfour::By;

const LINK: &str = "Open Microsoft's page";

pub async fn run(desk: &Desk, report: &mut Report) -> Result {
    let browser = Browser::of(desk)?;
    let downloads = "XDG_DOWNLOAD_DIR=\"$HOME/Downloads\"\n";
    fs::write(desk.home().join(".config/user-dirs.dirs"), downloads)?;
    let window = open_demo(desk, "outside").await?;
    finish_at_microsoft(&window, &browser, report).await?;
    let file = hand_on(&window, report).await?;
    window.close().await?;
    take_over(desk, &file, report).await
}

async fn finish_at_microsoft(window: &Window, browser: &Browser, report: &mut Report) -> Result {
    go_to(window, "Your products").await?;
    window.click("row", "Visio Plan 2").await?;
    let subscription = parameter(window, "id").await?;
    window.click("button", "Change number of licenses").await?;
    window.fill("textbox", "New number of licenses", "31").await?;
    window.picture(report, "license-count").await?;
    window.click("button", "Put in the Outbox").await?;
    window.gone("dialog", "").await?;
    window.click("link", "1 needs you").await?;
    let card = window.see("listitem", "Change number of licenses").await?;
    let condition = "find('link', p) && [find('link', p).getAttribute('href')]";
    let address = window.until("the way to the page", condition, json!(LINK)).await?;
    let address = address[0].as_str().unwrap_or_default().to_owned();
    if !card.contains(&address) {
        return Err(format!("the card does not say where it goes ({address}): {card}").into());
    }
    window.picture(report, "finish-at-microsoft").await?;

    // Were the first one opened, the browser would be handed it first.
    let here = window.driver.current_url().await?;
    for one in ["https://example.org/", &address] {
        let aim = "find('link', p.link) && (find('link', p.link).setAttribute('href', p.address), [1])";
        let parameters = json!({ "link": LINK, "address": one });
        window.until("the link", aim, parameters).await?;
        window.click("link", LINK).await?;
    }
    let opened = browser.next()?;
    if opened != address {
        return Err(format!("the browser was handed {opened} and not {address}").into());
    }
    window.see("heading", "Outbox").await?;
    let (windows, now) = (window.driver.windows().await?.len(), window.driver.current_url().await?);
    if windows != 1 || now != here {
        return Err(format!("the window has moved: {windows} windows, {now}").into());
    }
    report.line(&format!(
        "  The system's browser was handed {opened}, and nothing else; the window stayed where it was."
    ))?;

    let cloud = Cloud::of(&window.data_dir).await?;
    cloud.buy(&subscription, 31).await?;
    let look = "all('listitem', 'Come back').flatMap((one) => all('button', 'Sync now', one)).map((one) => (one.click(), [1]))[0]";
    window.until("the button that looks", look, json!(null)).await?;
    window.see("main", "Nothing needs your decision.").await?;
    window.click("tab", "History (1)").await?;
    window.see("listitem", "it was confirmed by reading").await?;
    report.line("  What was done there a sync has seen: the change is done.")
}

/// Hands a change on as a file. Gives where the window says that it is.
async fn hand_on(window: &Window, report: &mut Report) -> Result<PathBuf> {
    let person = somebody().await?;
    go_to(window, "Active users").await?;
    let name = &person.user_principal_name;
    window.fill("searchbox", "Search this list", name).await?;
    window
        .until("one person", "all('row', '').length === 1", json!(null))
        .await?;
    window.click("row", &person.name).await?;
    window.click("button", "Edit").await?;
    window.fill("textbox", "Job title", "Lighthouse keeper").await?;
    window.click("button", "Put in the Outbox").await?;
    window.gone("dialog", "").await?;
    window.click("link", "1 change waits in the Outbox").await?;
    window.click("checkbox", "Select all (1)").await?;
    window.click("button", "Hand on 1 as a file").await?;
    window.click("button", "Save the file").await?;
    window.see("dialog", "Saved: ").await?;
    window.picture(report, "handed-on").await?;
    let said = window.see("dialog", "Saved: ").await?;
    let path = said
        .split_once("Saved: ")
        .and_then(|(_, rest)| rest.split_once(".json"));
    let path = path
        .map(|(path, _)| PathBuf::from(format!("{path}.json")))
        .ok_or("no path is said")?;
    let request: Value = serde_json::from_slice(&fs::read(&path)?)?;
    if !request.to_string().contains("Lighthouse keeper") {
        return Err(format!("the file has another text: {request}").into());
    }
    report.line(&format!("  The change was handed on as {}.", path.display()))?;
    Ok(path)
}

/// Another admin's Kontor reads the file, and has the change, held.
async fn take_over(desk: &Desk, file: &std::path::Path, report: &mut Report) -> Result {
    let window = open_demo(desk, "outside-taken").await?;
    go_to(&window, "Outbox").await?;
    window.see("button", "Open a change request").await?;
    let chooser = window.driver.find(By::Css("input[type=file]")).await?;
    chooser.send_keys(file.display().to_string()).await?;
    window.see("dialog", "Lighthouse keeper").await?;
    window.picture(report, "change-request").await?;
    window.click("button", "Accept").await?;
    window.gone("dialog", "").await?;
    window.see("tab", "Needs you (1)").await?;
    window.see("listitem", "Lighthouse keeper").await?;
    report.line("  A second Kontor opened it, and holds the change until it is approved there.")?;
    window.close().await
}

/// A parameter of the address that the window is at.
async fn parameter(window: &Window, name: &str) -> Result<String> {
    let condition = "[new URLSearchParams(location.hash.split('?')[1]).get(p)]";
    let value = window.until(name, condition, json!(name)).await?;
    Ok(value[0].as_str().unwrap_or_default().to_owned())
}
