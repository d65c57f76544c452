//! What the sign-in service remembers, and how it is set to behave.

use std::collections::{HashMap, HashSet};

use serde::Deserialize;
use uuid::Uuid;

use super::authorize::Code;
use super::client::App;
use super::consent::Consent;
use super::device::Device;
use super::field;
use super::keys::Keys;
use super::refresh::Refresh;
use super::visit::Visit;
use crate::world::mix;

/// How the sign-in service behaves.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SignIn {
    /// Whoever comes to the sign-in page picks an account; otherwise the browser has the administrator signed in already.
    pub pick: bool,
    pub policy: Policy,
    /// Clients get only what was agreed to; otherwise everything is.
    pub consent: bool,
    /// After so many polls a device code is taken as signed in with by the administrator; none: only its page does that.
    pub device_polls: Option<u8>,
}

impl Default for SignIn {
    fn default() -> SignIn {
        SignIn {
            pick: false,
            policy: Policy::Open,
            consent: false,
            device_polls: Some(1),
        }
    }
}

/// What Conditional Access demands of every sign-in, and of sessions that were begun before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Policy {
    #[default]
    Open,
    /// A second proof: the number of [`crate::Cloud::mfa_number`].
    Mfa,
    Block,
}

pub struct Memory {
    pub behaviour: SignIn,
    pub keys: Keys,
    /// With none registered, every client is known.
    pub apps: Vec<App>,
    pub consents: HashSet<Consent>,
    pub codes: HashMap<String, Code>,
    pub devices: HashMap<String, Device>,
    pub refresh: HashMap<String, Refresh>,
    pub visits: HashMap<String, Visit>,
    /// How often each person's sessions were ended, and everybody's.
    ended: HashMap<Uuid, u64>,
    ended_for_all: u64,
    seed: u64,
    numbers: u64,
}

impl Memory {
    pub fn new(seed: u64) -> Memory {
        Memory {
            behaviour: SignIn::default(),
            keys: Keys::new(),
            apps: Vec::new(),
            consents: HashSet::new(),
            codes: HashMap::new(),
            devices: HashMap::new(),
            refresh: HashMap::new(),
            visits: HashMap::new(),
            ended: HashMap::new(),
            ended_for_all: 0,
            seed,
            numbers: 0,
        }
    }

    /// Whether what a form speaks of was begun here.
    pub fn began(&self, form: &[(String, String)]) -> bool {
        let named = |name: &str| field(form, name);
        self.codes.contains_key(named("code"))
            || self.refresh.contains_key(named("refresh_token"))
            || self.devices.contains_key(named("device_code"))
            || self.visits.contains_key(named("flow"))
            || self.devices.values().any(|d| d.is_called(named("user_code")))
    }

    /// Registers an app, or replaces its registration: from the first on, others are not known.
    ///
    /// # Errors
    /// One of its certificates cannot be read.
    pub fn register(&mut self, app: App) -> Result<(), String> {
        app.check()?;
        self.apps.retain(|a| a.client_id != app.client_id);
        self.apps.push(app);
        Ok(())
    }

    /// No session that this person has holds any longer.
    pub fn end_sessions(&mut self, person: Uuid) {
        *self.ended.entry(person).or_default() += 1;
    }

    pub fn end_all_sessions(&mut self) {
        self.ended_for_all += 1;
    }

    /// A number that grows whenever the person's sessions end.
    pub fn ends(&self, person: Uuid) -> u64 {
        self.ended_for_all + self.ended.get(&person).copied().unwrap_or(0)
    }

    /// The six digits on the person's phone.
    pub fn number(&self) -> String {
        format!("{:06}", mix(self.seed ^ self.numbers) % 1_000_000)
    }

    /// Whether these are the digits; if so, the next ones are others.
    pub fn use_number(&mut self, digits: &str) -> bool {
        let right = digits == self.number();
        self.numbers += u64::from(right);
        right
    }
}
