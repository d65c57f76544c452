//! The work that goes on beside a window, from the program's start to its end.

use kontor_core::{Host, Kontor};
use std::{io, sync::Arc, time::Duration};
use tokio::task::JoinHandle;

/// How long the end of the program waits for a request under way. One that is cut off is read back at the next start.
const PATIENCE: Duration = Duration::from_secs(5);

/// Sync, outbox and notices of one Kontor.
pub struct Background {
    kontor: Kontor,
    running: JoinHandle<()>,
}

impl Background {
    /// Starts it when `first` is done. Needs a tokio runtime.
    pub fn start(kontor: Kontor, host: Arc<dyn Host>, first: impl Future<Output = ()> + Send + 'static) -> Self {
        let here = kontor.clone();
        let running = tokio::spawn(async move {
            first.await;
            here.run(host).await;
        });
        Self { kontor, running }
    }

    /// Ends it at the next point where nothing is half done, and waits for that, though not for ever. Whether it came.
    pub async fn end(self) -> bool {
        self.kontor.stop();
        tokio::time::timeout(PATIENCE, self.running).await.is_ok()
    }
}

/// Ends when the system or a terminal asks the process to end. From this call on the signal no longer ends it by itself.
///
/// # Errors
/// When the system has no way to hear of it.
#[cfg(unix)]
pub fn asked_to_end() -> io::Result<impl Future<Output = ()> + Send> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

/// Ends when a console asks the process to end, by Ctrl+C or by being closed.
///
/// # Errors
/// When the system has no way to hear of it.
#[cfg(windows)]
pub fn asked_to_end() -> io::Result<impl Future<Output = ()> + Send> {
    use tokio::signal::windows::{ctrl_c, ctrl_close};
    let (mut interrupt, mut close) = (ctrl_c()?, ctrl_close()?);
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = close.recv() => {}
        }
    })
}
