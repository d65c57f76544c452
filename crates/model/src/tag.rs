//! Cache tags: what a read provides and a write invalidates.

use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use ts_rs::TS;

/// The name of something that can change: a collection, or one of the constants here.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[ts(type = "string")]
pub struct Tag(pub Cow<'static, str>);

impl Tag {
    pub const OUTBOX: Tag = Tag(Cow::Borrowed("outbox"));
    pub const ALERTS: Tag = Tag(Cow::Borrowed("alerts"));
    /// Connection, progress and as-of times.
    pub const STATUS: Tag = Tag(Cow::Borrowed("status"));
    pub const TENANTS: Tag = Tag(Cow::Borrowed("tenants"));
    pub const SIGN_IN: Tag = Tag(Cow::Borrowed("sign-in"));
    /// Whether the system asks for the keychain's password: apart from all that would ask for a key when it changes.
    pub const KEYCHAIN: Tag = Tag(Cow::Borrowed("keychain"));
    pub const SETTINGS: Tag = Tag(Cow::Borrowed("settings"));

    pub fn collection(name: &'static str) -> Tag {
        Tag(Cow::Borrowed(name))
    }
}
