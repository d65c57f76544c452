//! Work of some seconds over many objects: how far it has come, and a way to stop it.

use crate::session::{Progress, Session};
use kontor_model::{Code, Error, Result};
use tokio_util::sync::CancellationToken;

/// So many objects are done between two words to the window.
const STEP: u64 = 200;

/// Work under way. It is over when this is dropped.
pub struct Work<'s> {
    session: &'s Session,
    what: &'static str,
    cancel: CancellationToken,
}

impl<'s> Work<'s> {
    /// `what` is the collection that it goes through.
    pub fn begin(session: &'s Session, what: &'static str) -> Self {
        let cancel = session.stop.child_token();
        session.set_work(Some((None, cancel.clone())));
        Self { session, what, cancel }
    }

    /// Tells how far it has come.
    ///
    /// # Errors
    /// [`Code::Cancelled`] when somebody has stopped it.
    pub fn at(&self, done: u64, total: u64) -> Result<()> {
        if self.cancel.is_cancelled() {
            return Err(Error::new(Code::Cancelled, "You stopped it. Nothing was queued."));
        }
        if done.is_multiple_of(STEP) && total > STEP {
            let progress = Progress {
                collection: self.what.to_owned(),
                done,
                total: Some(total),
            };
            self.session.set_work(Some((Some(progress), self.cancel.clone())));
        }
        Ok(())
    }
}

impl Drop for Work<'_> {
    fn drop(&mut self) {
        self.session.set_work(None);
    }
}
