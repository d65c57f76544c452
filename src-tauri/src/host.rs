//! What core needs of the program it runs in: the demo cloud and the desktop's notifications.

use crate::{notification, outside};
use kontor_core::{DemoCloud, Host, Notice};
use kontor_host::Demo;
use kontor_model::Result;
use std::path::Path;

pub struct Shell {
    demo: Demo,
}

impl Shell {
    pub fn new(data_dir: &Path) -> Self {
        Self {
            demo: Demo::new(data_dir),
        }
    }
}

#[async_trait::async_trait]
impl Host for Shell {
    async fn start_demo(&self) -> Result<DemoCloud> {
        self.demo.start().await
    }

    async fn stop_demo(&self) -> Result<()> {
        self.demo.stop().await;
        Ok(())
    }

    fn open_browser(&self, url: &str) {
        outside::browse(url.to_owned());
    }

    async fn open_file(&self, path: &Path) -> Result<()> {
        kontor_host::open_file(path).await
    }

    async fn notify(&self, notice: &Notice) -> Result<()> {
        notification::show(notice).await
    }
}
