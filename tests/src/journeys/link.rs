//! A link to somebody's page opens Kontor there; one that leads nowhere says so.

use super::{go_to, open_demo};
use crate::{Result, desk::Desk, report::Report, window::Window};
use serde_json::{Value, json};
use std::{fs, path::Path};

pub async fn run(desk: &Desk, report: &mut Report) -> Result {
    let window = open_demo(desk, "link").await?;
    go_to(&window, "Guest users").await?;
    window.click("row", "").await?;
    let opened = "location.hash.includes('id=') && [new URLSearchParams(location.hash.split('?')[1]).get('id'), document.querySelector('aside h2').innerText]";
    let opened = window.until("somebody's details", opened, json!(null)).await?;
    let (id, name) = (said(&opened[0])?, said(&opened[1])?);
    let organisation = organisation(&window.data_dir)?;
    window.close().await?;

    let window = Window::open_link(desk, "link", &format!("kontor://{organisation}/guest-users/{id}")).await?;
    window.see("heading", "Guest users").await?;
    window.see("panel", &name).await?;
    report.line(&format!("  The link opened Kontor at {name}."))?;
    window.picture(report, "followed-link").await?;
    window.close().await?;

    let elsewhere = "kontor://00000000-0000-4000-8000-000000000000/users/1";
    let window = Window::open_link(desk, "link", elsewhere).await?;
    window.see("status", "not connected here").await?;
    window.picture(report, "link-to-nowhere").await?;
    window.click("button", "Go to Home").await?;
    window.see("heading", "Needs attention today").await?;
    report.line("  A link to an organisation that is not connected said so, and led on to Home.")?;
    window.close().await
}

/// Entra's id of the one tenant that is connected.
fn organisation(data_dir: &Path) -> Result<String> {
    let folder = fs::read_dir(data_dir.join("tenants"))?.next().ok_or("no tenant")??;
    let profile: Value = serde_json::from_slice(&fs::read(folder.path().join("tenant.json"))?)?;
    said(&profile["tenant_id"])
}

fn said(value: &Value) -> Result<String> {
    Ok(value.as_str().ok_or("nothing is said")?.to_owned())
}
