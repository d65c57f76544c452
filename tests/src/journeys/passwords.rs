//! Whose password ends, soonest first; and one notification each, also over a restart.

use super::{all_read, go_to, open_demo};
use crate::{
    Result,
    cloud::{Cloud, somebody},
    desk::Desk,
    report::Report,
    window::Window,
};
use serde_json::{Value, json};

pub async fn run(desk: &Desk, report: &mut Report) -> Result {
    // What journeys before this one were told is theirs.
    desk.pending_notifications();
    let window = open_demo(desk, "passwords").await?;
    go_to(&window, "Password expiration").await?;
    let rows = rows(&window).await?;
    let dates: Vec<&str> = rows.iter().filter_map(|row| row["at"].as_str()).collect();
    if dates.is_empty() || !dates.is_sorted() {
        return Err(format!("the dates are not in order: {dates:?}").into());
    }
    if rows.iter().any(|row| row["why"].as_str().is_none_or(str::is_empty)) {
        return Err("somebody is without a reason".into());
    }
    report.line(&format!(
        "  {} passwords by date, soonest first, each with its reason.",
        dates.len()
    ))?;
    window.picture(report, "password-expiration").await?;

    let shown = "all('row', '').filter((row) => textOf(row).includes('Ends soon')).map((row) => (row.scrollIntoView({ block: 'center' }), [1]))[0]";
    window
        .until("somebody whose password ends soon", shown, json!(null))
        .await?;
    window.picture(report, "ends-soon").await?;
    let soon: Vec<&str> = rows
        .iter()
        .filter(|row| row["state"] == "Ends soon")
        .filter_map(|row| row["name"].as_str())
        .collect();
    let mut told = Vec::new();
    for _ in &soon {
        told.push(title_of(&desk.next_notification()?));
    }
    for name in &soon {
        let about = told
            .iter()
            .filter(|title| title.starts_with(&format!("The password of {name} ends ")))
            .count();
        if about != 1 {
            return Err(format!("{about} notifications about {name}: {told:?}").into());
        }
    }
    for title in &told {
        report.line(&format!("  Notification: {title}"))?;
    }
    window.close().await?;

    let window = Window::open(desk, "passwords").await?;
    window.click("button", "Reconnect the demo cloud").await?;
    all_read(&window).await?;
    // Telling follows each sync: once the effect of a second sync shows, the telling after the first is over.
    let cloud = Cloud::of(&window.data_dir).await?;
    for title in ["Once", "Twice"] {
        sync_shows(&window, &cloud, title).await?;
    }
    let again = desk.pending_notifications();
    if !again.is_empty() {
        return Err(format!("told again after a restart: {again:?}").into());
    }
    report.line("  After a restart and three syncs nobody is told again.")?;
    window.close().await
}

/// The rows that are drawn, as they stand.
async fn rows(window: &Window) -> Result<Vec<Value>> {
    let condition = "find('row', '') && find('main', 'As of') && all('row', '').map((row) => {
        const cells = [...row.querySelectorAll('[role=gridcell]')].map(textOf);
        return { name: cells[0], at: row.querySelector('time')?.dateTime ?? null, state: cells[3], why: cells[4] };
    })";
    let rows = window.until("rows", condition, json!(null)).await?;
    Ok(rows.as_array().cloned().unwrap_or_default())
}

/// Another admin changes a job title; after a sync the window shows it.
async fn sync_shows(window: &Window, cloud: &Cloud, title: &str) -> Result {
    let person = somebody().await?;
    cloud
        .patch(&format!("users/{}", person.id), &json!({ "jobTitle": title }))
        .await?;
    go_to(window, "Active users").await?;
    window
        .fill("searchbox", "Search this list", &person.user_principal_name)
        .await?;
    window.click("row", &person.name).await?;
    window.click("button", "Sync now").await?;
    window.see("panel", title).await?;
    Ok(())
}

fn title_of(notification: &Value) -> String {
    notification["title"].as_str().unwrap_or_default().to_owned()
}
