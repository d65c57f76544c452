//! The desktop program in its window.

use crate::{
    Result,
    desk::{Desk, PATIENCE},
    page::Page,
    report::Report,
};
use serde_json::{Map, json};
use std::{ops::Deref, path::PathBuf, time::Duration};
use thirtyfour::{Capabilities, WebDriver};

/// A running desktop program. The driver ends it with [`Window::close`].
pub struct Window {
    page: Page,
    pub data_dir: PathBuf,
}

impl Deref for Window {
    type Target = Page;

    fn deref(&self) -> &Page {
        &self.page
    }
}

impl Window {
    /// Starts the program on a data folder.
    pub async fn open(desk: &Desk, data: &str) -> Result<Self> {
        Self::start(desk, data, &[]).await
    }

    /// Starts it as the system does when somebody follows a link.
    pub async fn open_link(desk: &Desk, data: &str, link: &str) -> Result<Self> {
        Self::start(desk, data, &[link]).await
    }

    async fn start(desk: &Desk, data: &str, more: &[&str]) -> Result<Self> {
        let data_dir = desk.data_dir(data);
        let folder = data_dir.to_string_lossy();
        let arguments = [&["--data-dir", &*folder], more].concat();
        let options = json!({ "binary": desk.heard, "args": arguments });
        let capabilities = Capabilities::from(Map::from_iter([("webkitgtk:browserOptions".to_owned(), options)]));
        let driver = WebDriver::new(&desk.driver, capabilities).await?;
        driver.set_script_timeout(PATIENCE + Duration::from_secs(10)).await?;
        Ok(Self {
            page: Page {
                driver,
                failed: desk.out.join("failed.png"),
            },
            data_dir,
        })
    }

    /// Keeps a picture of what is drawn once nothing moves any more.
    pub async fn picture(&self, report: &mut Report, name: &str) -> Result {
        self.settled().await?;
        report.picture(name, &self.driver.screenshot_as_png().await?)
    }

    /// Ends the program.
    pub async fn close(self) -> Result {
        Ok(self.page.driver.quit().await?)
    }
}
