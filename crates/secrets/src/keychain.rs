//! The operating system's keychain: Secret Service on Linux, Keychain on macOS, Credential Manager on Windows.

use crate::KeyStore;
#[cfg(all(unix, not(target_os = "macos")))]
use dbus_secret_service::{EncryptionType, SecretService};
use keyring_core::{CredentialStore, Entry, Error as Fault};
use kontor_model::{Code, Error, Key, TenantId};
use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicU64, Ordering},
};
use zeroize::Zeroizing;

#[cfg(target_os = "macos")]
use apple_native_keyring_store::keychain::Store;
#[cfg(all(unix, not(target_os = "macos")))]
use dbus_secret_service_keyring_store::Store;
#[cfg(windows)]
use windows_native_keyring_store::Store;

/// The name under which a person finds the entries in the keychain's own window; the user is the tenant's id.
const SERVICE: &str = "Kontor";

#[cfg(all(unix, not(target_os = "macos")))]
const WHAT_TO_DO: &str =
    "Unlock it (or start a session with one, such as GNOME Keyring or KWallet) and try again, or set KONTOR_KEY.";
#[cfg(not(all(unix, not(target_os = "macos"))))]
const WHAT_TO_DO: &str = "Unlock it and try again, or set KONTOR_KEY.";

/// Opened when first needed. A keychain that could not be reached is looked for again at the next call, so that
/// Kontor need not be started anew.
#[derive(Default)]
pub struct Keychain {
    open: Mutex<Option<Arc<CredentialStore>>>,
    /// Held while it is asked: a keychain that is locked may ask the person, who should see one question at a time.
    asking: Mutex<()>,
    failures: AtomicU64,
}

impl Keychain {
    /// Who waited while another's question came to nothing gets the same answer: a person who has said no is not asked again
    /// for each of them.
    fn ask<T>(&self, question: impl FnOnce() -> Result<T, Fault>) -> Result<T, Fault> {
        self.ask_in_turn(self.failures.load(Ordering::SeqCst), question)
    }

    fn ask_in_turn<T>(&self, before: u64, question: impl FnOnce() -> Result<T, Fault>) -> Result<T, Fault> {
        let _asking = self.asking.lock().unwrap_or_else(PoisonError::into_inner);
        if self.failures.load(Ordering::SeqCst) != before {
            return Err(Fault::NoStorageAccess("refused a moment ago".into()));
        }
        let answer = question();
        if matches!(answer, Err(Fault::NoStorageAccess(_))) {
            self.failures.fetch_add(1, Ordering::SeqCst);
        }
        answer
    }

    fn entry(&self, tenant: TenantId) -> Result<Entry, Fault> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let store = match &*open {
            Some(store) => store.clone(),
            None => open.insert(Store::new()?).clone(),
        };
        store.build(SERVICE, &tenant.0.to_string(), None)
    }

    /// Lets go of a keychain that failed: its service may have been started anew.
    fn failed(&self, fault: Fault) -> Error {
        *self.open.lock().unwrap_or_else(PoisonError::into_inner) = None;
        let why = match fault {
            Fault::NoStorageAccess(_) => "The keychain is locked.",
            Fault::Ambiguous(_) => {
                "The keychain holds more than one key for this tenant; remove the wrong one in its own window."
            }
            // The texts of the others may quote what is stored.
            Fault::BadEncoding(_) | Fault::BadDataFormat(..) => return not_a_key(),
            _ => "The keychain cannot be reached.",
        };
        Error::new(Code::KeychainUnavailable, format!("{why} {WHAT_TO_DO}"))
    }
}

fn not_a_key() -> Error {
    let sentence = "What the keychain holds for this tenant is not a key; restore the entry, or set KONTOR_KEY.";
    Error::new(Code::WrongKey, sentence)
}

/// A Secret Service tells what is locked. It is asked past the store, which would unlock what it finds.
#[cfg(all(unix, not(target_os = "macos")))]
fn asks_for(tenant: TenantId) -> bool {
    // No secret travels here.
    let Ok(service) = SecretService::connect(EncryptionType::Plain) else {
        return false;
    };
    let user = tenant.0.to_string();
    let found = service.search_items([("service", SERVICE), ("username", user.as_str())].into());
    found.is_ok_and(|found| !found.locked.is_empty())
}

/// macOS does not tell, and asks seldom; Windows never asks.
#[cfg(not(all(unix, not(target_os = "macos"))))]
fn asks_for(_: TenantId) -> bool {
    false
}

impl KeyStore for Keychain {
    fn may_ask(&self, tenant: TenantId) -> bool {
        asks_for(tenant)
    }

    fn get(&self, tenant: TenantId) -> Result<Option<Key>, Error> {
        match self.ask(|| self.entry(tenant)?.get_password()) {
            Ok(text) => Key::from_hex(&Zeroizing::new(text)).map(Some).map_err(|_| not_a_key()),
            Err(Fault::NoEntry) => Ok(None),
            Err(fault) => Err(self.failed(fault)),
        }
    }

    fn set(&self, tenant: TenantId, key: &Key) -> Result<(), Error> {
        let stored = self.ask(|| {
            let entry = self.entry(tenant)?;
            entry.set_password(&key.to_hex())?;
            entry.get_password().map(Zeroizing::new)
        });
        match stored {
            Ok(stored) if *stored == *key.to_hex() => Ok(()),
            Ok(_) => Err(Error::new(
                Code::KeychainUnavailable,
                format!("The keychain did not keep the key. {WHAT_TO_DO}"),
            )),
            Err(fault) => Err(self.failed(fault)),
        }
    }

    fn remove(&self, tenant: TenantId) -> Result<(), Error> {
        match self.ask(|| self.entry(tenant)?.delete_credential()) {
            Ok(()) | Err(Fault::NoEntry) => Ok(()),
            Err(fault) => Err(self.failed(fault)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    #[test]
    fn a_person_who_says_no_is_not_asked_again_for_those_who_waited() {
        let (keychain, asked) = (Keychain::default(), Cell::new(0));
        let no = || -> Result<(), Fault> {
            asked.set(asked.get() + 1);
            Err(Fault::NoStorageAccess("dismissed".into()))
        };
        // Three came at the same time, and each waited for the one before.
        for _ in 0..3 {
            let refused = keychain.ask_in_turn(0, no);
            assert!(matches!(refused, Err(Fault::NoStorageAccess(_))));
        }
        assert_eq!(asked.get(), 1);
        keychain.ask(no).unwrap_err();
        assert_eq!(asked.get(), 2, "whoever comes later asks anew");
    }
}
