//! A host without a window that remembers what it was asked to show.

use async_trait::async_trait;
use kontor_core::{DemoCloud, Host, Notice};
use kontor_model::{Code, Error, Result};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use tokio::sync::watch;

/// Remembers notifications. A test can wait for them.
#[derive(Default)]
pub struct Recorder {
    notices: watch::Sender<Vec<Notice>>,
    files: Mutex<Vec<PathBuf>>,
}

impl Recorder {
    /// What was shown so far.
    pub fn notices(&self) -> Vec<Notice> {
        self.notices.borrow().clone()
    }

    /// The files that were to be shown.
    pub fn files(&self) -> Vec<PathBuf> {
        self.files.lock().expect("nobody panicked here").clone()
    }

    /// Waits until at least `count` notifications were shown.
    pub async fn shown(&self, count: usize) -> Vec<Notice> {
        let mut seen = self.notices.subscribe();
        let seen = seen
            .wait_for(|notices| notices.len() >= count)
            .await
            .expect("the recorder lives");
        seen.clone()
    }
}

#[async_trait]
impl Host for Recorder {
    async fn start_demo(&self) -> Result<DemoCloud> {
        Err(Error::new(Code::Usage, "This host has no demo cloud."))
    }

    async fn stop_demo(&self) -> Result<()> {
        Err(Error::new(Code::Usage, "This host has no demo cloud."))
    }

    fn open_browser(&self, _: &str) {}

    async fn open_file(&self, path: &Path) -> Result<()> {
        self.files.lock().expect("nobody panicked here").push(path.to_owned());
        Ok(())
    }

    async fn notify(&self, notice: &Notice) -> Result<()> {
        self.notices.send_modify(|notices| notices.push(notice.clone()));
        Ok(())
    }
}
