//! What core needs of the program it runs in, without a desktop around it.

use kontor_core::{DemoCloud, Host, Notice};
use kontor_host::Demo;
use kontor_model::{Code, Error, Result};
use std::path::Path;

pub struct DevHost {
    demo: Demo,
}

impl DevHost {
    pub fn new(data_dir: &Path) -> Self {
        Self {
            demo: Demo::new(data_dir),
        }
    }
}

#[async_trait::async_trait]
impl Host for DevHost {
    async fn start_demo(&self) -> Result<DemoCloud> {
        self.demo.start().await
    }

    async fn stop_demo(&self) -> Result<()> {
        self.demo.stop().await;
        Ok(())
    }

    /// Its user is in a browser already, and follows the link there.
    fn open_browser(&self, _: &str) {}

    async fn open_file(&self, path: &Path) -> Result<()> {
        kontor_host::open_file(path).await
    }

    async fn notify(&self, _: &Notice) -> Result<()> {
        Err(Error::new(
            Code::Internal,
            "The development host shows no notifications.",
        ))
    }
}
