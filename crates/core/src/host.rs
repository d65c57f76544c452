//! The program that Kontor runs in: the desktop shell, the development host, the command line.

use crate::DemoCloud;
use async_trait::async_trait;
use kontor_model::{Result, TenantId};
use std::path::Path;

/// What commands and the background loop need from the program that runs it.
#[async_trait]
pub trait Host: Send + Sync {
    /// Starts the built-in demo cloud, if it is not running, and gives what a tenant needs to reach it.
    async fn start_demo(&self) -> Result<DemoCloud>;
    /// Stops the demo cloud, as if the network were gone.
    async fn stop_demo(&self) -> Result<()>;
    /// Opens a page of the sign-in in the system's browser. Where there is none, the window shows the address.
    fn open_browser(&self, url: &str);
    /// Shows a file in the program that the system has for such files.
    async fn open_file(&self, path: &Path) -> Result<()>;
    /// Shows a notification. An error means that nobody saw it, so that it is tried again.
    async fn notify(&self, notice: &Notice) -> Result<()>;
}

/// Something to tell the admin outside the window, worded in the admin's language.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    pub tenant: TenantId,
    pub title: String,
    pub body: String,
}
