//! Where the keys of the tenants' files live: in the operating system's keychain, or in the environment.
//!
//! Everything here blocks, and a keychain that is locked may ask the person, who may take minutes: call it on a
//! thread that may wait (`tokio::task::spawn_blocking`), never on a worker of a runtime nor on the window's thread.

mod environment;
mod keychain;

pub use environment::EnvironmentKey;
pub use keychain::Keychain;

use kontor_model::{Error, Key, TenantId};

/// Keeps one key for each tenant.
pub trait KeyStore: Send + Sync {
    /// The key of a tenant; `None` if there surely is none.
    ///
    /// # Errors
    /// `KeychainUnavailable` when the keychain is locked or not there: whether it holds a key is then not known.
    /// `WrongKey` when what is kept is not a key.
    fn get(&self, tenant: TenantId) -> Result<Option<Key>, Error>;

    /// Whether the person is asked before this key is given, as far as that can be told beforehand.
    fn may_ask(&self, _tenant: TenantId) -> bool {
        false
    }

    /// Keeps a key, in place of an older one. When this returns, the key has been read back.
    ///
    /// # Errors
    /// `KeychainUnavailable`; the older key may then be lost or kept.
    fn set(&self, tenant: TenantId, key: &Key) -> Result<(), Error>;

    /// Forgets a key. To forget one that is not there is no error.
    ///
    /// # Errors
    /// `KeychainUnavailable`.
    fn remove(&self, tenant: TenantId) -> Result<(), Error>;
}

/// The key in `KONTOR_KEY` when that is set, otherwise the keychain. Nothing is opened yet.
pub fn keys() -> Box<dyn KeyStore> {
    match EnvironmentKey::read() {
        Some(key) => Box::new(key),
        None => Box::new(Keychain::default()),
    }
}
