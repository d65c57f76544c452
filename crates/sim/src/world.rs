//! The server's whole state, behind one lock.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use fastrand::Rng;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::Options;
use crate::billing::Billing;
use crate::call::Call;
use crate::effect::{Change, DIRECTORY, Effect, without_passwords};
use crate::faults::Faults;
use crate::groups::{Group, Groups, What};
use crate::health::Health;
use crate::licensing;
use crate::login::Memory;
use crate::management_partner::Links;
use crate::partner;
use crate::partnership::{Organisation, Partnership};
use crate::people::{People, Visible};
use crate::roles::{self, Assignment, Role};
use crate::seed;
use crate::tenant::Tenant;
use crate::time::{Clock, DAY};
use crate::tokens::Tokens;
use crate::user::{Prop, User};

/// One mail that was accepted.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Mail {
    /// The number of its [`Effect`].
    pub effect: u64,
    /// Milliseconds since 1970, the simulator's clock.
    pub at: i64,
    /// As in [`Effect`].
    pub actor: String,
    /// The sender's address.
    pub from: String,
    /// To, copies and blind copies.
    pub recipients: Vec<String>,
    pub subject: String,
    /// As it was handed in.
    pub message: Json,
    /// Whether a copy is kept in Sent Items.
    pub saved: bool,
}

/// What a person may do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rights {
    /// Graph's names; absent: all.
    #[serde(default)]
    pub scopes: Option<Vec<String>>,
    /// Directory roles by their English names. `Global Administrator` may do everything, nobody without a role more than read.
    #[serde(default)]
    pub roles: Vec<String>,
}

pub struct World {
    pub seed: u64,
    pub clock: Clock,
    pub tenant: Tenant,
    pub people: People,
    pub groups: Groups,
    pub billing: Billing,
    pub health: Health,
    pub tokens: Tokens,
    pub login: Memory,
    pub partnership: Partnership,
    pub partner_center: partner::Memory,
    pub links: Links,
    /// Organisations that can be asked for by their id.
    pub organisations: Vec<Organisation>,
    pub faults: Faults,
    pub effects: Vec<Effect>,
    pub mails: Vec<Mail>,
    /// How long a replica lags behind a write, in milliseconds.
    pub lag: i64,
    pub rng: Rng,
    request_ids: Rng,
    exchanges: u64,
    /// Keys every opaque link; another simulator's links are foreign.
    key: [u8; 32],
    requests: u64,
    downloads: VecDeque<(Uuid, String, u8)>,
}

impl World {
    /// The tenant with this place among those of the cloud.
    pub fn new(options: Options, place: usize) -> World {
        let Options { users, now, .. } = options;
        let seed = options.seed ^ ((place as u64) << 32);
        let seconds = now.timestamp();
        let (tenant, people, groups) = seed::tenant(seed, place, users, seconds);
        let billing = Billing::new(seed, &tenant, seconds);
        let health = Health::new(seed, seconds);
        let key = Sha256::digest(format!("links {seed} {users} {}", now.timestamp_micros())).into();
        let admin = people.get(0).map(|u| u.id).unwrap_or_default();
        let tokens = Tokens::new(seed, tenant.id, admin);
        let mut faults = Faults::new(seed);
        faults.set(options.faults);
        World {
            seed,
            clock: Clock::new(now, options.pace),
            tenant,
            people,
            groups: Groups::new(groups),
            billing,
            health,
            tokens,
            login: Memory::new(seed),
            partnership: Partnership::None,
            partner_center: partner::Memory::default(),
            links: Links::new(),
            organisations: vec![Organisation::reseller()],
            faults,
            effects: Vec::new(),
            mails: Vec::new(),
            lag: 1000,
            rng: Rng::with_seed(seed),
            request_ids: Rng::with_seed(seed ^ 0x7265_7175),
            exchanges: 0,
            key,
            requests: 0,
            downloads: VecDeque::new(),
        }
    }

    pub fn advance(&mut self, by: Duration) {
        self.clock.advance(by);
        self.purge();
        self.tenant.provision(self.clock.millis());
        licensing::run(self);
    }

    /// Whoever was deleted thirty days ago is gone for good.
    fn purge(&mut self) {
        let limit = self.clock.seconds() - 30 * DAY;
        while let Some(slot) = self.people.deleted_before(limit) {
            let Some(user) = self.people.get(slot).cloned() else {
                return;
            };
            let path = format!("/v1.0/directory/deletedItems/{}", user.id);
            let mut call = Call::new("DELETE", &path, Vec::new(), Vec::new(), "");
            call.actor = DIRECTORY.to_owned();
            let change = Change::of_user(Some(&user), None, &Json::Null);
            self.people
                .replace(slot, None, self.clock.millis(), Visible::Everywhere);
            self.log(&call, &user.id.to_string(), &Json::Null, change, 204);
        }
    }

    /// Gives a request its id and, unless it is part of another, its number; and notes who sent it.
    pub fn admit(&mut self, call: &mut Call) {
        if call.exchange == 0 {
            self.exchanges += 1;
            call.exchange = self.exchanges;
        }
        self.purge();
        self.tenant.provision(self.clock.millis());
        licensing::run(self);
        call.id = seed::uuid(&mut self.request_ids).to_string();
        call.actor = self.tokens.actor(call);
        call.claims = self.tokens.answers_claims(call);
    }

    /// Makes one more member an administrator. Returns a token of theirs, which does not run out.
    ///
    /// # Errors
    /// A role is not known, or every member is one already.
    pub fn add_account(&mut self, rights: Rights) -> Result<String, String> {
        let taken: Vec<Uuid> = self.tokens.owners().collect();
        let free = |u: &&Arc<User>| u.deleted.is_none() && u.text(Prop::UserType) == "Member" && !taken.contains(&u.id);
        let person = self.people.all().map(|(_, u)| u).find(free).map(|u| u.id);
        let person = person.ok_or("every member is an account already")?;
        self.grant(person, rights)?;
        Ok(self.tokens.give(person))
    }

    /// Sets what the owner of a token may do, with every token of theirs: a sign-in's too, if it is the administrator.
    ///
    /// # Errors
    /// The token is not known or an application's, or a role is not known.
    pub fn set_rights(&mut self, token: &str, rights: Rights) -> Result<(), String> {
        let person = self.tokens.person(token).ok_or("no person has this token")?;
        self.grant(person, rights)
    }

    fn grant(&mut self, person: Uuid, rights: Rights) -> Result<(), String> {
        for name in &rights.roles {
            let known = |r: &Role| r.definition.name.eq_ignore_ascii_case(name);
            if !self.tenant.roles.iter().any(known) {
                let role = roles::role(name, &mut self.rng).ok_or_else(|| format!("no such role: {name}"))?;
                self.tenant.roles.push(role);
            }
        }
        for role in &mut self.tenant.roles {
            let wanted = rights
                .roles
                .iter()
                .any(|r| r.eq_ignore_ascii_case(role.definition.name));
            let held = role.assignments.iter().any(|a| a.principal == person);
            if wanted && !held {
                role.assignments.push(Assignment {
                    principal: person,
                    scope: "/".to_owned(),
                });
            } else if !wanted {
                role.assignments.retain(|a| a.principal != person);
            }
        }
        self.tokens.consent(person, rights.scopes);
        Ok(())
    }

    /// Ends every session: access and refresh tokens of sign-ins are refused from now on.
    pub fn revoke(&mut self) {
        self.tokens.revoke();
        self.login.end_all_sessions();
    }

    /// The instant up to which the replica has seen writes that answers the next read: now, or a lag ago.
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
    pub fn write_user(&mut self, call: &Call, slot: u32, user: Option<User>, body: &Json, status: u16) {
        let now = self.clock.millis();
        let before = self.people.get(slot).cloned();
        let id = before.as_ref().map(|u| u.id.to_string()).unwrap_or_default();
        let change = Change::of_user(before.as_deref(), user.as_ref(), body);
        self.people.settle_replicas(now - self.lag);
        let gone = user.as_ref().is_none_or(|u| u.deleted.is_some());
        self.people.replace(slot, user, now, Visible::Lagging);
        if let Some(before) = before.filter(|before| gone && before.deleted.is_none()) {
            self.leave_reports(before.id, now, Visible::Lagging);
        }
        self.log(call, &id, body, change, status);
    }

    /// Replaces a group as an API write does, and logs it. The licensing service comes to its members in a while.
    pub fn write_group(&mut self, call: &Call, place: usize, group: Group, what: What, body: &Json) {
        let now = self.clock.millis();
        let before = self.groups.all()[place].clone();
        let part = |of: &Group| match &what {
            What::Properties => json!({"assignedLicenses": of.assigned()}),
            What::Member(id, _) => json!({"member": of.members.contains(id).then_some(id)}),
        };
        let change = Change {
            before: part(&before),
            after: part(&group),
        };
        let id = group.id.to_string();
        self.groups.replace(place, group, what, now, now - self.lag);
        self.groups.process(place, now);
        let status = if call.path.ends_with("/assignLicense") {
            202
        } else {
            204
        };
        self.log(call, &id, body, change, status);
    }

    /// Who is deleted is nobody's manager any more.
    pub fn leave_reports(&mut self, manager: Uuid, now: i64, visible: Visible) {
        let all = self.people.all();
        let theirs: Vec<u32> = all
            .filter(|(_, u)| u.manager == Some(manager))
            .map(|(slot, _)| slot)
            .collect();
        for slot in theirs {
            let Some(mut report) = self.people.get(slot).map(|u| User::clone(u)) else {
                continue;
            };
            crate::graph::manager::appoint(&mut report, None);
            self.people.replace(slot, Some(report), now, visible);
        }
    }

    pub fn log(&mut self, call: &Call, object_id: &str, body: &Json, change: Change, status: u16) {
        self.effects.push(Effect {
            number: self.effects.len() as u64 + 1,
            at: self.clock.millis(),
            actor: call.actor.clone(),
            method: call.method.clone(),
            path: call.path.clone(),
            body: without_passwords(body),
            object_id: object_id.to_owned(),
            request_id: call.id.clone(),
            client_request_id: call.header("client-request-id").unwrap_or_default().to_owned(),
            status,
            before: change.before,
            after: change.after,
            exchange: call.exchange,
        });
    }

    /// Corrects what the caller got of these writes, which was not what the service answered.
    pub fn answered(&mut self, which: impl Fn(&Effect) -> bool, status: u16) {
        self.effects
            .iter_mut()
            .filter(|e| which(e))
            .for_each(|e| e.status = status);
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

    pub fn new_id(&mut self) -> Uuid {
        seed::uuid(&mut self.rng)
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
