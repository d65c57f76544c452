//! The groups: what each is and gives, the log of what changed (for delta), and the older values that a lagging replica still shows.

use std::sync::Arc;

use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::{products, time};

#[derive(Clone, Debug)]
pub struct Group {
    pub id: Uuid,
    pub name: &'static str,
    pub description: &'static str,
    pub nickname: &'static str,
    /// A Microsoft 365 group; otherwise a security group.
    pub unified: bool,
    /// What decides who is a member; nobody is added by hand then.
    pub rule: Option<&'static str>,
    /// Its place in the directory on the premises, which alone can change it.
    pub synced: bool,
    pub role_assignable: bool,
    pub created: i64,
    /// Products by place in [`products::all`], with the service plans that stay off.
    pub products: Vec<(u8, Arc<[Uuid]>)>,
    pub department: Option<&'static str>,
    pub members: Vec<Uuid>,
    /// How far the licensing service is with giving its members what it has.
    pub processing: Option<&'static str>,
}

/// What delta tells of a change. How far the licensing service is, it does not tell.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    Properties,
    /// Who came, or went.
    Member(Uuid, bool),
}

#[derive(Clone, Debug)]
pub struct Change {
    /// Milliseconds since 1970.
    pub at: i64,
    pub place: usize,
    pub what: What,
}

#[derive(Default)]
pub struct Groups {
    all: Vec<Arc<Group>>,
    pub log: Vec<Change>,
    /// Groups as they stood before recent writes: when, which, what.
    earlier: Vec<(i64, usize, Arc<Group>)>,
    /// Groups whose licences are still to reach the members: when, and which.
    due: Vec<(i64, usize)>,
}

/// How long the licensing service takes to reach the members of a group, in milliseconds.
const PROCESSING: i64 = 5_000;

impl Groups {
    pub fn new(all: Vec<Group>) -> Groups {
        Groups {
            all: all.into_iter().map(Arc::new).collect(),
            ..Groups::default()
        }
    }

    /// As the primary holds them.
    pub fn all(&self) -> &[Arc<Group>] {
        &self.all
    }

    pub fn find(&self, id: &str) -> Option<usize> {
        let id: Uuid = id.parse().ok()?;
        self.all.iter().position(|group| group.id == id)
    }

    /// The group as a replica shows it that has seen everything up to `as_of` (milliseconds since 1970).
    pub fn view(&self, place: usize, as_of: i64) -> &Arc<Group> {
        let older = self.earlier.iter().find(|(at, of, _)| *of == place && *at > as_of);
        older.map_or(&self.all[place], |(_, _, group)| group)
    }

    /// How much of the log such a replica has seen.
    pub fn seen(&self, as_of: i64) -> usize {
        self.log.iter().take_while(|change| change.at <= as_of).count()
    }

    /// Replaces a group. Whoever reads it from a replica that has not seen more than up to `settled` sees the older one.
    pub fn replace(&mut self, place: usize, group: Group, what: What, now: i64, settled: i64) {
        self.earlier.retain(|(at, ..)| *at > settled);
        let before = std::mem::replace(&mut self.all[place], Arc::new(group));
        self.earlier.push((now, place, before));
        self.log.push(Change { at: now, place, what });
    }

    /// Lets the licensing service come to it in a while.
    pub fn process(&mut self, place: usize, now: i64) {
        self.due.push((now + PROCESSING, place));
    }

    /// The next group that the licensing service has come to by now.
    pub fn due(&mut self, now: i64) -> Option<usize> {
        let next = self.due.iter().position(|(at, _)| *at <= now)?;
        Some(self.due.remove(next).1)
    }

    /// The licensing service is through with a group: on every replica at once, and nothing that delta tells.
    pub fn processed(&mut self, place: usize) {
        let waits = self.due.iter().any(|(_, of)| *of == place);
        let done = |group: &mut Arc<Group>| {
            let state = (!group.products.is_empty()).then_some("ProcessingComplete");
            Arc::make_mut(group).processing = state;
        };
        if !waits {
            done(&mut self.all[place]);
            let earlier = self.earlier.iter_mut().filter(|(_, of, _)| *of == place);
            earlier.for_each(|(_, _, group)| done(group));
        }
    }
}

impl Group {
    pub fn has(&self, product: u8) -> bool {
        self.products.iter().any(|(own, _)| *own == product)
    }

    pub fn assigned(&self) -> Json {
        let one = |(product, off): &(u8, Arc<[Uuid]>)| json!({"disabledPlans": off.to_vec(), "skuId": products::all()[*product as usize].sku_id});
        self.products.iter().map(one).collect()
    }

    pub fn json(&self, errors: bool, main_domain: &str) -> Json {
        let mail = self.unified.then(|| format!("{}@{main_domain}", self.nickname));
        let mut types = Vec::new();
        types.extend(self.unified.then_some("Unified"));
        types.extend(self.rule.map(|_| "DynamicMembership"));
        json!({
            "id": self.id, "deletedDateTime": null, "assignedLicenses": self.assigned(), "classification": null,
            "createdDateTime": time::stamp(self.created), "description": self.description, "displayName": self.name,
            "expirationDateTime": null, "groupTypes": types,
            "hasMembersWithLicenseErrors": errors, "isAssignableToRole": self.role_assignable.then_some(true),
            "licenseProcessingState": self.processing.map(|state| json!({"state": state})),
            "mail": mail, "mailEnabled": self.unified, "mailNickname": self.nickname, "membershipRule": self.rule,
            "membershipRuleProcessingState": self.rule.map(|_| "On"), "onPremisesDomainName": null,
            "onPremisesLastSyncDateTime": self.synced.then(|| time::stamp(self.created)),
            "onPremisesSyncEnabled": self.synced.then_some(true), "preferredDataLocation": null, "preferredLanguage": null,
            "proxyAddresses": mail.iter().map(|m| format!("SMTP:{m}")).collect::<Vec<_>>(),
            "renewedDateTime": time::stamp(self.created), "securityEnabled": !self.unified, "theme": null,
            "visibility": if self.unified { Some("Private") } else { None },
        })
    }
}
