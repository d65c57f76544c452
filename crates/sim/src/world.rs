//! The server's whole state, behind one lock.

use std::collections::VecDeque;
use std::time::Duration;

use fastrand::Rng;
use serde::Serialize;
use serde_json::Value as Json;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::Options;
use crate::billing::Billing;
use crate::call::Call;
use crate::faults::Faults;
use crate::login::Tokens;
use crate::people::{People, Visible};
use crate::seed;
use crate::tenant::{Group, Tenant};
use crate::time::Clock;

/// One write that was applied. The log is the truth that tests compare with.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Effect {
    /// Milliseconds since 1970, the simulator's clock.
    pub at: i64,
    pub method: String,
    pub path: String,
    /// Passwords are replaced by `sha256:` and their hash.
    pub body: Json,
    pub object_id: String,
    /// Empty for changes that [`crate::Running::mutate`] made.
    pub client_request_id: String,
}

pub struct World {
    pub seed: u64,
    pub clock: Clock,
    pub tenant: Tenant,
    pub people: People,
    pub groups: Vec<Group>,
    pub billing: Billing,
    pub tokens: Tokens,
    pub faults: Faults,
    pub effects: Vec<Effect>,
    /// How long a replica lags behind a write, in milliseconds.
    pub lag: i64,
    pub rng: Rng,
    request_ids: Rng,
    /// Keys every opaque link; another simulator's links are foreign.
    key: [u8; 32],
    requests: u64,
    downloads: VecDeque<(Uuid, String, u8)>,
}

impl World {
    pub fn new(options: Options) -> World {
        let Options { seed, users, now, .. } = options;
        let seconds = now.timestamp();
        let (tenant, people, groups) = seed::tenant(seed, users, seconds);
        let billing = Billing::new(seed, &tenant, seconds);
        let key = Sha256::digest(format!("links {seed} {users} {}", now.timestamp_micros())).into();
        let tokens = Tokens::new(seed, tenant.id);
        let mut faults = Faults::new(seed);
        faults.set(options.faults);
        World {
            seed,
            clock: Clock::new(now, options.pace),
            tenant,
            people,
            groups,
            billing,
            tokens,
            faults,
            effects: Vec::new(),
            lag: 1000,
            rng: Rng::with_seed(seed),
            request_ids: Rng::with_seed(seed ^ 0x7265_7175),
            key,
            requests: 0,
            downloads: VecDeque::new(),
        }
    }

    pub fn advance(&mut self, by: Duration) {
        self.clock.advance(by);
    }

    /// Gives a request its id.
    pub fn admit(&mut self, call: &mut Call) {
        call.id = seed::uuid(&mut self.request_ids).to_string();
    }

    /// The instant up to which the replica has seen writes that answers the next read of a list: now, or a lag ago.
    pub fn replica(&mut self) -> i64 {
        self.requests += 1;
        let now = self.clock.millis();
        let lagging = mix(self.seed ^ self.requests).is_multiple_of(3);
        if lagging { now - self.lag } else { now }
    }

    pub fn lagging_replica(&self) -> i64 {
        self.clock.millis() - self.lag
    }

    /// Replaces a user as an API write does, and logs it.
    pub fn write_user(&mut self, call: &Call, slot: u32, user: Option<crate::user::User>, body: &Json) {
        let now = self.clock.millis();
        let id = user
            .as_ref()
            .map(|u| u.id)
            .or_else(|| self.people.get(slot).map(|u| u.id));
        self.people.settle_replicas(now - self.lag);
        self.people.replace(slot, user, now, Visible::Lagging);
        self.log(call, &id.map(|i| i.to_string()).unwrap_or_default(), body);
    }

    pub fn log(&mut self, call: &Call, object_id: &str, body: &Json) {
        self.effects.push(Effect {
            at: self.clock.millis(),
            method: call.method.clone(),
            path: call.path.clone(),
            body: without_passwords(body),
            object_id: object_id.to_owned(),
            client_request_id: call.header("client-request-id").unwrap_or_default().to_owned(),
        });
    }

    /// Text made opaque: base64 with a check, so that garbage and foreign links are recognised.
    pub fn seal(&self, text: &str) -> String {
        let mut bytes = self.check(text).to_vec();
        bytes.extend_from_slice(text.as_bytes());
        base64::Engine::encode(&base64::prelude::BASE64_URL_SAFE_NO_PAD, bytes)
    }

    pub fn unseal(&self, token: &str) -> Option<String> {
        let bytes = base64::Engine::decode(&base64::prelude::BASE64_URL_SAFE_NO_PAD, token).ok()?;
        let (check, text) = bytes.split_at_checked(8)?;
        let text = String::from_utf8(text.to_vec()).ok()?;
        (check == self.check(&text)).then_some(text)
    }

    fn check(&self, text: &str) -> [u8; 8] {
        let mut hash = Sha256::new();
        hash.update(self.key);
        hash.update(text);
        let digest = hash.finalize();
        std::array::from_fn(|i| digest[i])
    }

    /// Starts the preparation of an invoice document; returns the operation's id.
    pub fn start_download(&mut self, invoice: &str) -> Uuid {
        let id = seed::uuid(&mut self.rng);
        self.downloads.push_back((id, invoice.to_owned(), 0));
        if self.downloads.len() > 1000 {
            self.downloads.pop_front();
        }
        id
    }

    /// The invoice of a download, and how often it was asked for before.
    pub fn poll_download(&mut self, id: Uuid) -> Option<(String, u8)> {
        let found = self.downloads.iter_mut().find(|d| d.0 == id)?;
        let polls = found.2;
        found.2 = polls.saturating_add(1);
        Some((found.1.clone(), polls))
    }
}

/// A well-spread number from a counter: for choices that must be the same in every run.
pub fn mix(mut x: u64) -> u64 {
    x = x.wrapping_add(0x9e37_79b9_7f4a_7c15);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

fn without_passwords(body: &Json) -> Json {
    match body {
        Json::Object(map) => Json::Object(
            map.iter()
                .map(|(name, value)| match value.as_str() {
                    Some(secret) if name.to_lowercase().contains("password") && name != "passwordPolicies" => (
                        name.clone(),
                        format!("sha256:{}", hex::encode(Sha256::digest(secret))).into(),
                    ),
                    _ => (name.clone(), without_passwords(value)),
                })
                .collect(),
        ),
        Json::Array(all) => Json::Array(all.iter().map(without_passwords).collect()),
        other => other.clone(),
    }
}
