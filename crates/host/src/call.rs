//! One command of a window.

use crate::panic::mistake;
use kontor_core::{Host, Kontor, commands};
use kontor_model::Result;
use serde_json::Value;
use std::sync::Arc;

/// Runs a command of core's list as a task of its own, which goes on to its end when nobody waits for it any longer.
///
/// # Errors
/// What the command says; [`kontor_model::Code::Internal`] when it panicked, so that a window never waits in vain.
pub async fn call(kontor: &Kontor, host: Arc<dyn Host>, name: String, input: Value) -> Result<Value> {
    let kontor = kontor.clone();
    let command = tokio::spawn(async move { commands::dispatch(&kontor, &*host, &name, input).await });
    command.await.unwrap_or_else(|_| Err(mistake()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use kontor_core::{DemoCloud, Notice};
    use kontor_model::Code;
    use serde_json::json;

    struct Clumsy;

    #[async_trait::async_trait]
    impl Host for Clumsy {
        async fn start_demo(&self) -> Result<DemoCloud> {
            panic!("the token is hunter2")
        }

        async fn stop_demo(&self) -> Result<()> {
            Ok(())
        }

        fn open_browser(&self, _: &str) {}

        async fn open_file(&self, _: &std::path::Path) -> Result<()> {
            Ok(())
        }

        async fn notify(&self, _: &Notice) -> Result<()> {
            Ok(())
        }
    }

    #[tokio::test]
    async fn a_command_that_panics_is_answered() {
        let folder = tempfile::tempdir().unwrap();
        let kontor = crate::open(folder.path(), None).unwrap();
        let told = call(&kontor, Arc::new(Clumsy), "open_demo".to_owned(), json!({})).await;
        let told = told.unwrap_err();
        assert_eq!(told.code, Code::Internal);
        assert!(!told.message.contains("hunter2"), "{told}");
        let state = call(&kontor, Arc::new(Clumsy), "state".to_owned(), json!({})).await;
        assert_eq!(state.unwrap()["tenants"], json!([]));
    }
}
