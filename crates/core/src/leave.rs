//! Closing a tenant, and forgetting it for good.

use crate::kontor::{Kontor, panicked};
use kontor_model::{Code, Error, Operation, Result, TenantId};
use kontor_store::Which;
use std::collections::HashSet;
use std::sync::{MutexGuard, PoisonError};
use std::time::Duration;

/// How long the work on a tenant may take to come to rest.
const PATIENCE: Duration = Duration::from_secs(10);

impl Kontor {
    /// Forgets a tenant: its files, with the sign-in and all that waits in them, and its key. While operations are not over
    /// it is kept, unless `discard_unsent`, and they are the answer.
    ///
    /// # Errors
    /// [`Code::Busy`] while another program has it open; what opening its files says, unless `discard_unsent`.
    pub async fn remove(&self, id: TenantId, discard_unsent: bool) -> Result<Vec<Operation>> {
        if !discard_unsent {
            // Asked before anything is stopped: what is kept goes on working.
            let unsent = self.session(id).await?.store.operations(Which::Active)?;
            if !unsent.is_empty() {
                return Ok(unsent);
            }
        }
        let _leaving = Leaving::begin(self, id);
        self.delete_opened()?;
        self.close(id).await;
        let here = self.clone();
        let removed = tokio::task::spawn_blocking(move || here.remove_alone(id, discard_unsent)).await;
        let unsent = removed.map_err(panicked)??;
        self.tenants_changed();
        Ok(unsent)
    }

    fn remove_alone(&self, id: TenantId, discard_unsent: bool) -> Result<Vec<Operation>> {
        let alone = self.folder().enter_alone(id)?;
        if !discard_unsent {
            // Another program may have queued something meanwhile.
            let unsent = self.open_store(id)?.operations(Which::Active)?;
            if !unsent.is_empty() {
                return Ok(unsent);
            }
        }
        self.folder().remove(id, alone)?;
        self.0.options.keys.remove(id)?;
        Ok(Vec::new())
    }

    /// Ends the work on a tenant, and waits until its files are closed and its key is gone from memory.
    pub(crate) async fn close(&self, id: TenantId) {
        let Some(session) = self.lock_sessions().remove(&id) else {
            return;
        };
        session.stop.cancel();
        let gone = session.gone.clone();
        drop(session);
        // Whoever still has it by then keeps the files open, which the caller finds out.
        let _ = tokio::time::timeout(PATIENCE, gone.cancelled()).await;
    }

    /// # Errors
    /// [`Code::TenantUnknown`] for a tenant that is being removed, [`Code::Locked`] while the keys are out of memory.
    pub(crate) fn may_open(&self, id: TenantId) -> Result<()> {
        if leaving(self).contains(&id) {
            return Err(Error::new(Code::TenantUnknown, "That tenant is being removed."));
        }
        self.keys_may_be_read()
    }
}

/// A tenant that nobody may open any more, while this is held.
struct Leaving<'a>(&'a Kontor, TenantId);

impl<'a> Leaving<'a> {
    fn begin(kontor: &'a Kontor, id: TenantId) -> Self {
        leaving(kontor).insert(id);
        Self(kontor, id)
    }
}

impl Drop for Leaving<'_> {
    fn drop(&mut self) {
        leaving(self.0).remove(&self.1);
        // Where it was kept after all, its work goes on.
        self.0.0.tenants.send_modify(|count| *count += 1);
    }
}

fn leaving(kontor: &Kontor) -> MutexGuard<'_, HashSet<TenantId>> {
    kontor.0.leaving.lock().unwrap_or_else(PoisonError::into_inner)
}
