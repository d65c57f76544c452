//! Every screen of the demo tenant, in English and then in Norwegian.

use super::{count, go_to, open_demo};
use crate::{Result, desk::Desk, report::Report, window::Window};

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
    window.close().await
}
