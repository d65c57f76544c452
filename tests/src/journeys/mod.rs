//! What people do, each in a data folder of its own.

mod bill;
mod browser;
mod customers;
mod keyboard;
mod keychain;
mod link;
mod lock;
mod look;
mod offline;
mod outside;
mod passwords;
mod secrets;
mod sign_in;
mod tenants;

use crate::{Result, desk::Desk, report::Report, window::Window};
use serde_json::json;
use std::pin::Pin;

type Journey = for<'a> fn(&'a Desk, &'a mut Report) -> Pin<Box<dyn Future<Output = Result> + 'a>>;

pub const ALL: [(&str, Journey); 13] = [
    ("look around the demo tenant", |desk, report| {
        Box::pin(look::run(desk, report))
    }),
    ("work offline, and send when back", |desk, report| {
        Box::pin(offline::run(desk, report))
    }),
    ("by keyboard alone", |desk, report| {
        Box::pin(keyboard::run(desk, report))
    }),
    ("connect a tenant of one's own", |desk, report| {
        Box::pin(sign_in::run(desk, report))
    }),
    ("connect a second with a code, and see both", |desk, report| {
        Box::pin(tenants::run(desk, report))
    }),
    ("add a partner's customer", |desk, report| {
        Box::pin(customers::run(desk, report))
    }),
    ("follow a link", |desk, report| Box::pin(link::run(desk, report))),
    ("lock, and unlock", |desk, report| Box::pin(lock::run(desk, report))),
    ("find the keychain locked, and unlock it", |desk, report| {
        Box::pin(keychain::run(desk, report))
    }),
    ("leave no secret behind", |desk, report| {
        Box::pin(secrets::run(desk, report))
    }),
    ("finish at Microsoft, and hand on a file", |desk, report| {
        Box::pin(outside::run(desk, report))
    }),
    ("open a bill in another program", |desk, report| {
        Box::pin(bill::run(desk, report))
    }),
    ("be warned of passwords that end, once", |desk, report| {
        Box::pin(passwords::run(desk, report))
    }),
];

/// From the first start to the demo tenant, read in full.
async fn open_demo(desk: &Desk, data: &str) -> Result<Window> {
    let window = Window::open(desk, data).await?;
    window.click("button", "Explore the demo tenant").await?;
    all_read(&window).await?;
    Ok(window)
}

/// The connection is there and nothing is being read.
async fn all_read(window: &Window) -> Result {
    let condition = "find('status', 'Online') && find('main', 'As of') && !find('button', 'Stop syncing')";
    window.until("everything read", condition, json!(null)).await?;
    Ok(())
}

/// Goes to a screen by the navigation.
async fn go_to(window: &Window, screen: &str) -> Result {
    window.click("link", screen).await?;
    window.see("heading", screen).await?;
    Ok(())
}

/// How many rows a list says it has.
async fn count(window: &Window) -> Result<i64> {
    let condition = "document.querySelector('[role=grid] [data-index]') && [Number(document.querySelector('[role=grid]').ariaRowCount) - 1]";
    let rows = window.until("a list with rows", condition, json!(null)).await?;
    rows[0]
        .as_i64()
        .ok_or_else(|| "the list does not say how many rows it has".into())
}
