//! A partner adds a customer, signs in again at the customer's own door, and is told when the customer delegates nothing any more.

use super::{all_read, browser::Browser, sign_in};
use crate::{Result, desk::Desk, report::Report, window::Window};
use kontor_sim::Options;

/// What the person calls the customer.
const CUSTOMER: &str = "Kunde";
const ENDED: &str = "what it delegated to the partner has ended";

pub async fn run(desk: &Desk, report: &mut Report) -> Result {
    let browser = Browser::of(desk)?;
    let cloud = sign_in::cloud(Options {
        users: 60,
        tenants: 3,
        ..Options::default()
    })
    .await?;
    let tenants = cloud.tenants();
    let customer = &tenants[2];
    let window = sign_in::connect(desk, "customers", &browser, &cloud, report).await?;
    allow(&window, &browser, report).await?;
    add(&window, &customer.tenant_name(), report).await?;
    window.see("row", &customer.domain()).await?;

    // The sign-in has ended at the partner, and no token that is out is good any more.
    tenants.iter().for_each(|tenant| tenant.revoke_tokens());
    sync(&window).await?;
    window.see("status", "sign in again").await?;
    window.click("button", "Sign in").await?;
    let door = sign_in::at_the_browser(&window, &browser, report).await?;
    if !door.contains(&customer.tenant_id()) {
        return Err(format!("the person was sent to {door}, which is not the customer's door").into());
    }
    window.gone("dialog", "").await?;
    all_read(&window).await?;
    report.line("  Signed in again, at the customer's own door.")?;

    customer.end_delegation();
    customer.revoke_tokens();
    sync(&window).await?;
    window.see("status", ENDED).await?;
    window.picture(report, "customer-ended").await?;
    sign_in::is_shown(&window, CUSTOMER, report).await?;
    report.line("  The customer has ended what it delegated: the window says so, and its copy can still be read.")?;

    window.click("button", &sign_in::menu_of(CUSTOMER)).await?;
    window.click("menuitemradio", sign_in::NAME).await?;
    sign_in::is_shown(&window, sign_in::NAME, report).await?;
    window.close().await
}

/// Leave to read who the customers are.
async fn allow(window: &Window, browser: &Browser, report: &mut Report) -> Result {
    window.click("button", &sign_in::menu_of(sign_in::NAME)).await?;
    window.click("menuitem", "Add customers…").await?;
    window.see("dialog", "Kontor was not given leave").await?;
    window.click("button", "Allow reading the customers").await?;
    sign_in::at_the_browser(window, browser, report).await?;
    Ok(())
}

/// One of them becomes a tenant of its own.
async fn add(window: &Window, name: &str, report: &mut Report) -> Result {
    window
        .fill("textbox", &format!("What to call {name}"), CUSTOMER)
        .await?;
    window.click("button", &format!("Connect {name}")).await?;
    window.see("listitem", "Connected as").await?;
    window.picture(report, "customers").await?;
    window.click("button", CUSTOMER).await?;
    sign_in::is_shown(window, CUSTOMER, report).await?;
    report.line(&format!("  {name} is a tenant of its own, and its people can be read."))
}

async fn sync(window: &Window) -> Result {
    window.click("button", "Sync now").await
}
