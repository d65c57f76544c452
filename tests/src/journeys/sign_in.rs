//! A person connects a tenant of their own: in the window, at the browser, and back; and is still signed in after a restart.

use super::{browser::Browser, go_to};
use crate::{Result, desk::Desk, report::Report, window::Window};
use kontor_testkit::{Answer, sign_in_at};
use std::{fs, time::Duration};
use thirtyfour::{By, components::SelectElement};

/// What the person calls the tenant.
pub const NAME: &str = "Nordvarde";

pub async fn run(desk: &Desk, report: &mut Report) -> Result {
    let browser = Browser::of(desk)?;
    let cloud = cloud(kontor_sim::Options::default()).await?;
    connect(desk, "sign-in", &browser, &cloud, report)
        .await?
        .close()
        .await?;

    let window = Window::open(desk, "sign-in").await?;
    everybody_is_there(&window, report).await?;
    report.line("  After a restart nobody was asked again.")?;
    window.close().await
}

/// A cloud that asks for account and permissions, as at a first sign-in.
pub async fn cloud(options: kontor_sim::Options) -> Result<kontor_sim::Running> {
    let cloud = kontor_sim::start(options).await?;
    cloud.set_lag(Duration::ZERO);
    cloud.set_sign_in(kontor_sim::SignIn {
        pick: true,
        consent: true,
        device_polls: None,
        ..kontor_sim::SignIn::default()
    });
    Ok(cloud)
}

/// From the first start to a tenant of one's own, read in full.
pub async fn connect(
    desk: &Desk,
    data: &str,
    browser: &Browser,
    cloud: &kontor_sim::Running,
    report: &mut Report,
) -> Result<Window> {
    let window = Window::open(desk, data).await?;
    window.click("button", "Connect a tenant").await?;
    fill_form(desk, &window, cloud).await?;
    window.picture(report, "connect").await?;
    window.click("button", "Sign in").await?;
    at_the_browser(&window, browser, report).await?;
    everybody_is_there(&window, report).await?;
    Ok(window)
}

/// The form that connects a tenant: a name for it, and where its cloud is.
pub async fn fill_form(desk: &Desk, window: &Window, cloud: &kontor_sim::Running) -> Result {
    let at = cloud.endpoints();
    let addresses = desk.home().join("cloud.toml");
    let text = format!(
        "login = '{}'\ngraph = '{}'\narm = '{}'\npartner_center = '{}'\n",
        at.login, at.graph, at.arm, at.partner_center
    );
    fs::write(&addresses, text)?;

    window.fill("textbox", "Name", NAME).await?;
    window.click("button", "More options").await?;
    window.see("combobox", "Cloud").await?;
    let select = SelectElement::new(&window.driver.find(By::Css("select")).await?).await?;
    select.select_by_value("file").await?;
    window.fill("textbox", "File", &addresses.display().to_string()).await
}

/// A person signs in on the page that the browser was handed, and comes back. Gives the page's address.
pub async fn at_the_browser(window: &Window, browser: &Browser, report: &mut Report) -> Result<String> {
    let address = browser.next()?;
    window.see("dialog", "A page has opened in your browser.").await?;
    window.picture(report, "at-the-browser").await?;
    let shown = sign_in_at(address.parse()?, "", Answer::Accept).await;
    if !shown.contains("You are signed in.") {
        return Err(format!("the browser shows {shown}").into());
    }
    report.line("  The system's browser was handed Microsoft's sign-in page, and came back signed in.")?;
    Ok(address)
}

pub async fn everybody_is_there(window: &Window, report: &mut Report) -> Result {
    window.see("heading", "Needs attention today").await?;
    is_shown(window, NAME, report).await
}

/// The window shows the tenant of this name, and its people.
pub async fn is_shown(window: &Window, name: &str, report: &mut Report) -> Result {
    window.see("button", &menu_of(name)).await?;
    go_to(window, "Active users").await?;
    window
        .until("everybody", "all('row', '').length > 20", serde_json::json!(null))
        .await?;
    window.picture(report, "signed-in").await
}

/// The button that says whose tenant is shown.
pub fn menu_of(name: &str) -> String {
    format!("Tenant {name}. Choose or connect another")
}
