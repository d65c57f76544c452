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

#[cfg(test)]
mod tests {
    use super::*;
    use kontor_core::collections::USERS;
    use kontor_core::operations::Wish;
    use kontor_core::outbox::{queue, send_now};
    use kontor_model::State;
    use kontor_store::Query;
    use kontor_testkit::{House, Recorder};
    use serde_json::json;

    #[tokio::test]
    async fn the_end_waits_for_the_answer_to_what_is_on_the_wire() {
        let house = House::standing(100).await;
        let session = house.session().await;
        let mut events = house.kontor.events();
        let background = Background::start(house.kontor.clone(), Arc::new(Recorder::default()), async {});
        while !session.store.sync_state("transactions").unwrap().complete {
            events.recv().await.unwrap();
        }
        let slow = "[[rule]]\nmatch = 'PATCH /v1.0/users/*'\naction = 'delay'\nms = 700\n";
        house
            .cloud
            .lock()
            .await
            .set_faults(kontor_sim::read_faults(slow).unwrap());
        let query = Query {
            limit: 1,
            ..Query::default()
        };
        let users = session.store.list(&session.rules(&USERS).unwrap(), &query).unwrap();
        let wish = Wish {
            operation: "update-user".to_owned(),
            id: users.items[0].id.clone(),
            input: json!({ "jobTitle": "Kaptein" }),
        };
        let id = queue(&session, wish).unwrap().id;
        send_now(&session).unwrap();
        let state = || session.store.operation(id).unwrap().unwrap().state;
        while state() != State::Sending {
            events.recv().await.unwrap();
        }
        assert!(background.end().await);
        assert!(matches!(state(), State::Waiting | State::Done), "{:?}", state());
    }
}
