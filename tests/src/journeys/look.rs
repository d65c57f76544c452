//! Every screen of the demo tenant, in English and then in Norwegian.

use super::{count, go_to, open_demo};
use crate::{Result, desk::Desk, memory::proportional_mb, report::Report, window::Window};
use serde_json::json;
use std::time::Instant;

const LISTS: [(&str, &str); 6] = [
    ("Active users", "active-users"),
    ("Guest users", "guest-users"),
    ("Licenses", "licenses"),
    ("Your products", "products"),
    ("Bills & payments", "bills"),
    ("Domains", "domains"),
];

pub async fn run(desk: &Desk, report: &mut Report) -> Result {
    let window = Window::open(desk, "look").await?;
    window.see("button", "Explore the demo tenant").await?;
    window.picture(report, "welcome").await?;
    window.close().await?;

    let window = open_demo(desk, "look").await?;
    report.line("  The demo tenant is read; Home says what needs attention.")?;
    window.see("heading", "Needs attention today").await?;
    window.picture(report, "home").await?;
    for (screen, name) in LISTS {
        go_to(&window, screen).await?;
        let rows = count(&window).await?;
        window.see("main", "As of").await?;
        report.line(&format!("  {screen}: {rows} rows, and as of when."))?;
        window.picture(report, name).await?;
    }
    go_to(&window, "Outbox").await?;
    window.see("main", "No change waits.").await?;
    window.picture(report, "outbox-empty").await?;

    window.click("button", "Settings").await?;
    window.click("menuitemradio", "Norsk bokmål").await?;
    go_to(&window, "Aktive brukere").await?;
    count(&window).await?;
    report.line("  The same in Norwegian.")?;
    window.picture(report, "aktive-brukere").await?;
    window.close().await?;
    start_again(desk, report).await
}

/// Figures of a start on a tenant that is there already: for people to compare, never a reason to fail.
async fn start_again(desk: &Desk, report: &mut Report) -> Result {
    let began = Instant::now();
    let window = Window::open(desk, "look").await?;
    let rows = "all('listitem', '', document.querySelector('main') ?? document)[0]";
    window.until("the first row of Home", rows, json!(null)).await?;
    let took = began.elapsed().as_secs_f64();
    report.line(&format!("  Started again: the first row of Home after {took:.2} s."))?;
    window.settled().await?;
    if let Some(memory) = proportional_mb(&window.data_dir) {
        report.line(&format!(
            "  It takes {memory:.0} MB of memory (PSS, with the web view)."
        ))?;
    }
    window.close().await
}
