//! One key for every tenant, given from outside: for servers and scripts, where there is no keychain.

use crate::KeyStore;
use kontor_model::{Code, Error, Key, Secret, TenantId};

const NAME: &str = "KONTOR_KEY";

/// What `KONTOR_KEY` holds: 64 hexadecimal digits. It is never changed or stored from here.
pub struct EnvironmentKey(Secret);

impl EnvironmentKey {
    /// `None` if the variable is not set. One that is set but empty is a mistake, told by [`KeyStore::get`]: to go on
    /// with another key would write files that the giver of this one cannot open.
    pub fn read() -> Option<Self> {
        std::env::var_os(NAME).map(|text| Self(Secret::new(text.to_string_lossy())))
    }

    fn key(&self) -> Result<Key, Error> {
        Key::from_hex(self.0.expose()).map_err(|error| {
            Error::new(
                error.code,
                format!("{NAME} must be exactly 64 hexadecimal digits (256 bits)."),
            )
        })
    }
}

impl KeyStore for EnvironmentKey {
    fn get(&self, _tenant: TenantId) -> Result<Option<Key>, Error> {
        self.key().map(Some)
    }

    fn set(&self, _tenant: TenantId, key: &Key) -> Result<(), Error> {
        if *self.key()?.to_hex() == *key.to_hex() {
            return Ok(());
        }
        Err(Error::new(
            Code::KeychainUnavailable,
            format!("No other key can be kept while {NAME} is set; unset it first."),
        ))
    }

    fn remove(&self, _tenant: TenantId) -> Result<(), Error> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    const TENANT: TenantId = TenantId(Uuid::nil());

    #[test]
    fn the_given_key_is_the_key_of_every_tenant() {
        let given = EnvironmentKey(Secret::new("AB".repeat(32)));
        let key = given.get(TENANT).unwrap().unwrap();
        assert_eq!(*key.to_hex(), "ab".repeat(32));
        assert!(given.set(TENANT, &key).is_ok() && given.remove(TENANT).is_ok());
        let other = given.set(TENANT, &Key::new([1; 32])).unwrap_err();
        assert_eq!(other.code, Code::KeychainUnavailable);
    }

    #[test]
    fn anything_else_is_refused_and_not_repeated() {
        for text in ["", "secret-but-short", &"g".repeat(64), &"a".repeat(65)] {
            let error = EnvironmentKey(Secret::new(text)).get(TENANT).unwrap_err();
            assert_eq!(error.code, Code::WrongKey);
            assert!(error.message.contains(NAME) && (text.is_empty() || !error.message.contains(text)));
        }
    }
}
