//! Commands of the lock. While it is locked, these and no others are answered.

use super::Empty;
use crate::lock::LockSettings;
use crate::{Host, Kontor};
use kontor_model::{Result, Secret};
use serde::Deserialize;
use ts_rs::TS;

/// Commands that are answered while Kontor is locked. `state` then names no tenant.
pub(super) const WHILE_LOCKED: [&str; 3] = ["state", "lock", "unlock"];

#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Unlock {
    pub passphrase: String,
}

#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SetLock {
    /// None: it locks no more.
    pub lock: Option<LockSettings>,
    /// A new one; without it the old one stays.
    #[serde(default)]
    #[ts(optional)]
    pub passphrase: Option<String>,
    /// The one in force, if there is one.
    #[serde(default)]
    #[ts(optional)]
    pub current: Option<String>,
}

pub(super) async fn lock(kontor: &Kontor, _: &dyn Host, _: Empty) -> Result<Empty> {
    kontor.lock().await?;
    Ok(Empty {})
}

pub(super) async fn unlock(kontor: &Kontor, _: &dyn Host, input: Unlock) -> Result<Empty> {
    kontor.unlock(Secret::new(input.passphrase)).await?;
    Ok(Empty {})
}

pub(super) async fn set_lock(kontor: &Kontor, _: &dyn Host, input: SetLock) -> Result<Empty> {
    let secret = |text: Option<String>| text.map(Secret::new);
    kontor
        .set_lock(input.lock, secret(input.passphrase), secret(input.current))
        .await?;
    Ok(Empty {})
}
