//! The keychain may ask the person for its password before it gives a key. The window says so meanwhile.

use crate::kontor::Kontor;
use kontor_model::{Key, Result, Tag, TenantId};
use std::sync::atomic::Ordering;

impl Kontor {
    /// Whether the system asks the person for the keychain's password now.
    pub fn keychain_asks(&self) -> bool {
        self.0.asking.load(Ordering::SeqCst) > 0
    }

    /// The key of a tenant's files. It blocks for as long as the person takes.
    pub(crate) fn key(&self, id: TenantId) -> Result<Option<Key>> {
        let keys = &self.0.options.keys;
        let _asking = keys.may_ask(id).then(|| Asking::begin(self));
        keys.get(id)
    }
}

struct Asking<'a>(&'a Kontor);

impl<'a> Asking<'a> {
    fn begin(kontor: &'a Kontor) -> Self {
        kontor.0.asking.fetch_add(1, Ordering::SeqCst);
        kontor.tell(None, vec![Tag::KEYCHAIN]);
        Self(kontor)
    }
}

impl Drop for Asking<'_> {
    fn drop(&mut self) {
        self.0.0.asking.fetch_sub(1, Ordering::SeqCst);
        self.0.tell(None, vec![Tag::KEYCHAIN]);
    }
}
