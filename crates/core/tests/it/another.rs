//! A second Kontor on the files of a house, as another program would open them.

use kontor_core::{Connector, Kontor, Options};
use kontor_model::{Key, Result, TenantId};
use kontor_secrets::KeyStore;
use kontor_testkit::House;
use std::sync::Arc;

/// The key that every house has.
pub struct TheKey;

impl KeyStore for TheKey {
    fn get(&self, _: TenantId) -> Result<Option<Key>> {
        Ok(Some(Key::new([7; 32])))
    }

    fn set(&self, _: TenantId, _: &Key) -> Result<()> {
        Ok(())
    }

    fn remove(&self, _: TenantId) -> Result<()> {
        Ok(())
    }
}

pub fn another(house: &House, keys: Arc<dyn KeyStore>, transport: Connector) -> Kontor {
    let folder = house.files();
    Kontor::open(Options {
        data_dir: folder.ancestors().nth(2).unwrap().to_owned(),
        clock: Arc::new(house.clock.clone()),
        keys,
        random: Arc::new(|bytes| bytes.fill(1)),
        transport,
        who: "test".to_owned(),
        system_language: None,
    })
    .unwrap()
}

pub fn https() -> Connector {
    Arc::new(|_| Ok(Arc::new(kontor_cloud::Https::new(None)?)))
}
