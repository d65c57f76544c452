//! The lock of the window: after a while without use, or when asked, nothing is shown until a passphrase is typed.
//!
//! It keeps those who pass the desk out of the window. It is no second encryption: whoever has the account of the operating
//! system has its keychain too.

use crate::kontor::{Kontor, panicked};
use argon2::Argon2;
use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use chrono::{DateTime, TimeDelta, Utc};
use kontor_model::{Code, Error, Result, Secret, Tag};
use serde::{Deserialize, Serialize};
use std::sync::{MutexGuard, PoisonError};
use ts_rs::TS;

/// Characters of a passphrase, at least.
const SHORTEST: usize = 6;

/// Wrong passphrases in a row before the next one must wait, and how long it must.
const TRIES: u32 = 5;
const WAIT: TimeDelta = TimeDelta::seconds(30);

/// How this person's Kontor locks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LockSettings {
    /// Minutes without use after which the window locks itself, 1 to 1,440; none when it locks by key only.
    pub after_minutes: Option<u32>,
    /// While it is locked, the keys are out of memory too: nothing is synced and nothing is sent.
    pub full: bool,
}

/// The settings as they are stored, with what tells the right passphrase from a wrong one.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct StoredLock {
    #[serde(flatten)]
    pub settings: LockSettings,
    /// Argon2id in the PHC string format. It opens no file.
    pub verifier: String,
}

/// What is true of the lock while the program runs.
#[derive(Default)]
pub(crate) struct Locking {
    locked: bool,
    wrong: u32,
    /// No passphrase is tried before.
    not_before: Option<DateTime<Utc>>,
}

impl Kontor {
    /// How it locks; none where no passphrase was chosen.
    pub fn lock_settings(&self) -> Result<Option<LockSettings>> {
        Ok(self.folder().lock()?.map(|stored| stored.settings))
    }

    /// Sets how it locks, with a new passphrase if one is given; no settings: it locks no more. `current` is the passphrase
    /// that is in force, if one is.
    ///
    /// # Errors
    /// [`Code::Denied`] for a wrong `current`; [`Code::Invalid`] for a passphrase that is too short, missing, or a time out of
    /// range; [`Code::NotSaved`].
    pub async fn set_lock(
        &self,
        wish: Option<LockSettings>,
        new: Option<Secret>,
        current: Option<Secret>,
    ) -> Result<()> {
        let stored = self.folder().lock()?;
        if stored.is_some() {
            self.prove(current.unwrap_or_else(|| Secret::new(""))).await?;
        }
        let Some(settings) = wish else {
            self.folder().save_lock(None)?;
            self.tell(None, vec![Tag::SETTINGS]);
            return Ok(());
        };
        if settings
            .after_minutes
            .is_some_and(|minutes| !(1..=1_440).contains(&minutes))
        {
            let why = "Choose 1 to 1,440 minutes, or none to lock by key only.";
            return Err(Error::invalid("afterMinutes", why));
        }
        let verifier = match (new, stored) {
            (Some(new), _) => self.verifier(new).await?,
            (None, Some(stored)) => stored.verifier,
            (None, None) => return Err(Error::invalid("passphrase", "Choose a passphrase to unlock with.")),
        };
        self.folder().save_lock(Some(&StoredLock { settings, verifier }))?;
        self.tell(None, vec![Tag::SETTINGS]);
        Ok(())
    }

    /// Whether the window may show nothing.
    pub fn is_locked(&self) -> bool {
        self.locking().locked
    }

    /// For a window that opens: it begins locked where a passphrase was chosen, or a restart would be a way in.
    ///
    /// A file in the clear that is still there from the last time is deleted, as far as no other program holds it.
    pub fn begin_locked(&self) -> Result<()> {
        let _ = self.delete_opened();
        self.locking().locked = self.folder().lock()?.is_some();
        Ok(())
    }

    /// Locks. The full lock ends the work on every tenant first, and returns when their keys are gone from memory.
    ///
    /// # Errors
    /// [`Code::WrongState`] where no passphrase was chosen: nobody could unlock it.
    pub async fn lock(&self) -> Result<()> {
        let Some(settings) = self.lock_settings()? else {
            let why = "Choose a passphrase in the settings first; without one nobody could unlock it.";
            return Err(Error::new(Code::WrongState, why));
        };
        self.locking().locked = true;
        // What another program holds is deleted at the next start.
        let _ = self.delete_opened();
        self.tell(None, vec![Tag::TENANTS, Tag::SETTINGS]);
        if settings.full {
            let open: Vec<_> = self.lock_sessions().keys().copied().collect();
            for tenant in open {
                self.close(tenant).await;
            }
        }
        Ok(())
    }

    /// # Errors
    /// [`Code::Denied`] for a wrong passphrase; [`Code::Throttled`] after several until some time has passed.
    pub async fn unlock(&self, passphrase: Secret) -> Result<()> {
        if self.folder().lock()?.is_some() {
            self.prove(passphrase).await?;
        }
        self.locking().locked = false;
        // The full lock has closed the tenants: their work goes on.
        self.tenants_changed();
        self.tell(None, vec![Tag::SETTINGS]);
        Ok(())
    }

    /// # Errors
    /// [`Code::Locked`] under the full lock.
    pub(crate) fn keys_may_be_read(&self) -> Result<()> {
        if self.is_locked() && self.lock_settings()?.is_some_and(|settings| settings.full) {
            return Err(locked());
        }
        Ok(())
    }

    async fn prove(&self, passphrase: Secret) -> Result<()> {
        let now = self.0.options.clock.now();
        // A clock that was set back lets nobody wait longer.
        let waits = self
            .locking()
            .not_before
            .filter(|until| now < *until && *until <= now + WAIT);
        if waits.is_some() {
            let why = "Too many wrong passphrases. Wait half a minute, then try again.";
            return Err(Error::new(Code::Throttled, why));
        }
        let stored = self.folder().lock()?;
        let verified = tokio::task::spawn_blocking(move || {
            let verifier = stored.map(|stored| stored.verifier).unwrap_or_default();
            let hash = PasswordHash::new(&verifier).map_err(|_| damaged())?;
            Ok::<_, Error>(
                Argon2::default()
                    .verify_password(passphrase.expose().as_bytes(), &hash)
                    .is_ok(),
            )
        });
        let right = verified.await.map_err(panicked)??;
        let mut locking = self.locking();
        if right {
            (locking.wrong, locking.not_before) = (0, None);
            return Ok(());
        }
        locking.wrong += 1;
        locking.not_before = (locking.wrong.is_multiple_of(TRIES)).then_some(now + WAIT);
        Err(Error {
            field: Some("passphrase".into()),
            ..Error::new(Code::Denied, "That is not the passphrase.")
        })
    }

    async fn verifier(&self, passphrase: Secret) -> Result<String> {
        if passphrase.expose().chars().count() < SHORTEST {
            let why = format!("The passphrase needs at least {SHORTEST} characters.");
            return Err(Error::invalid("passphrase", why));
        }
        let mut salt = [0; 16];
        (self.0.options.random)(&mut salt);
        let made = tokio::task::spawn_blocking(move || {
            let salt = SaltString::encode_b64(&salt)?;
            let hash = Argon2::default().hash_password(passphrase.expose().as_bytes(), &salt)?;
            Ok::<_, argon2::password_hash::Error>(hash.to_string())
        });
        let made = made.await.map_err(panicked)?;
        made.map_err(|error| Error::new(Code::Internal, format!("The passphrase cannot be kept ({error}).")))
    }

    /// Each change under it is one assignment.
    fn locking(&self) -> MutexGuard<'_, Locking> {
        self.0.locking.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What every command but the few that unlock says meanwhile.
pub(crate) fn locked() -> Error {
    Error::new(Code::Locked, "Kontor is locked. Type the passphrase to unlock it.")
}

fn damaged() -> Error {
    let why = "lock.json in the data folder is damaged. Take it away to set the lock anew; no tenant depends on it.";
    Error::new(Code::Corrupt, why)
}
