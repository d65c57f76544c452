//! The users: where they are held, the log of what changed (for delta), and the older values that a lagging replica still shows.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use uuid::Uuid;

use crate::products;
use crate::user::{Prop, User};

/// One change of one user, as delta sees it.
#[derive(Clone, Copy, Debug)]
pub struct Change {
    /// Milliseconds since 1970.
    pub at: i64,
    pub slot: u32,
    /// Bits of [`Prop::bit`]; all of them when the user appeared or came back.
    pub props: u128,
    /// Already on every replica.
    pub replicated: bool,
}

/// When a write is seen by readers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Visible {
    /// After the replication lag: a write through the API.
    Lagging,
    /// At once: what another admin did, told when it has reached every replica.
    Everywhere,
}

struct Earlier {
    at: i64,
    user: Option<Arc<User>>,
}

#[derive(Default)]
pub struct People {
    slots: Vec<Option<Arc<User>>>,
    by_id: HashMap<Uuid, u32>,
    /// Lower-case user principal names of users that are not deleted.
    by_upn: HashMap<Box<str>, u32>,
    pub log: Vec<Change>,
    earlier: BTreeMap<u32, Vec<Earlier>>,
    /// When users were deleted that can be restored, in seconds since 1970, and their slots.
    deleted: BTreeSet<(i64, u32)>,
    /// Who stood in slots that are empty now.
    gone: HashMap<u32, Uuid>,
    /// Users that hold each product, by place in [`products::all`].
    consumed: Vec<u32>,
}

impl People {
    pub fn new() -> People {
        People {
            consumed: vec![0; products::all().len()],
            ..People::default()
        }
    }

    /// Slots in use, emptied ones included: the order in which lists go.
    pub fn slots(&self) -> usize {
        self.slots.len()
    }

    pub fn consumed(&self, product: u8) -> u32 {
        self.consumed.get(product as usize).copied().unwrap_or(0)
    }

    /// The user as the primary holds it, deleted ones included.
    pub fn get(&self, slot: u32) -> Option<&Arc<User>> {
        self.slots.get(slot as usize)?.as_ref()
    }

    pub fn all(&self) -> impl Iterator<Item = (u32, &Arc<User>)> {
        (0u32..).zip(&self.slots).filter_map(|(i, u)| Some((i, u.as_ref()?)))
    }

    /// The id of the user in a slot, or of the one that stood there.
    pub fn id(&self, slot: u32) -> Option<Uuid> {
        self.get(slot).map(|u| u.id).or_else(|| self.gone.get(&slot).copied())
    }

    pub fn slot_of_id(&self, id: Uuid) -> Option<u32> {
        self.by_id.get(&id).copied()
    }

    /// Whether there is such a user who is not deleted.
    pub fn is_active(&self, id: Uuid) -> bool {
        let user = self.slot_of_id(id).and_then(|s| self.get(s));
        user.is_some_and(|u| u.deleted.is_none())
    }

    pub fn slot_of_upn(&self, upn: &str) -> Option<u32> {
        self.by_upn.get(upn.to_lowercase().as_str()).copied()
    }

    /// A user by id or user principal name, deleted ones included.
    pub fn find(&self, key: &str) -> Option<u32> {
        match key.parse::<Uuid>() {
            Ok(id) => self.slot_of_id(id),
            Err(_) => self.slot_of_upn(key),
        }
    }

    /// The user as a replica shows it that has seen everything up to `as_of` (milliseconds since 1970).
    pub fn view(&self, slot: u32, as_of: i64) -> Option<&Arc<User>> {
        let older = self
            .earlier
            .get(&slot)
            .and_then(|all| all.iter().find(|e| e.at > as_of));
        match older {
            Some(earlier) => earlier.user.as_ref(),
            None => self.get(slot),
        }
    }

    /// A user by id or user principal name as such a replica shows it, deleted ones by id included. A name may still lead to who had it
    /// before.
    pub fn read(&self, key: &str, as_of: i64) -> Option<Arc<User>> {
        let id: Option<Uuid> = key.parse().ok();
        let fits = |user: &&Arc<User>| match id {
            Some(id) => user.id == id,
            None => user.deleted.is_none() && user.text(Prop::UserPrincipalName).eq_ignore_ascii_case(key),
        };
        let recent = self.earlier.keys().filter_map(|slot| self.view(*slot, as_of));
        let settled = self.find(key).and_then(|slot| self.view(slot, as_of));
        recent.chain(settled).find(fits).cloned()
    }

    /// The slot of somebody who was deleted before `limit` (seconds since 1970).
    pub fn deleted_before(&self, limit: i64) -> Option<u32> {
        self.deleted
            .first()
            .filter(|(at, _)| *at < limit)
            .map(|(_, slot)| *slot)
    }

    /// How much of the log a replica has seen.
    pub fn seen(&self, as_of: i64) -> usize {
        let lagging = self.log.iter().rev().take_while(|c| c.at > as_of).count();
        let from = self.log.len() - lagging;
        let first_unseen = self.log[from..].iter().position(|c| !c.replicated);
        first_unseen.map_or(self.log.len(), |i| from + i)
    }

    /// Puts in a user that was there before the simulator started.
    pub fn settle(&mut self, user: User) -> u32 {
        let slot = u32::try_from(self.slots.len()).expect("fewer than 2^32 users");
        self.slots.push(None);
        self.put(slot, Some(Arc::new(user)));
        slot
    }

    /// Says more of those who were there before the simulator started, and nothing that they are found by.
    pub fn amend(&mut self, change: impl Fn(&mut User)) {
        self.slots
            .iter_mut()
            .flatten()
            .for_each(|user| change(Arc::make_mut(user)));
    }

    /// Puts in a new user.
    pub fn create(&mut self, user: User, now: i64, visible: Visible) -> u32 {
        let slot = u32::try_from(self.slots.len()).expect("fewer than 2^32 users");
        self.slots.push(None);
        self.replace(slot, Some(user), now, visible);
        slot
    }

    /// Replaces a user (`None`: gone for good) and logs which properties changed.
    pub fn replace(&mut self, slot: u32, user: Option<User>, now: i64, visible: Visible) {
        let before = self.slots.get(slot as usize).cloned().flatten();
        let props = changed(before.as_deref(), user.as_ref());
        if visible == Visible::Lagging {
            self.earlier
                .entry(slot)
                .or_default()
                .push(Earlier { at: now, user: before });
        } else {
            self.earlier.remove(&slot);
        }
        self.put(slot, user.map(Arc::new));
        if props != 0 {
            self.log.push(Change {
                at: now,
                slot,
                props,
                replicated: visible == Visible::Everywhere,
            });
        }
    }

    /// Forgets older values that no replica shows any more.
    pub fn settle_replicas(&mut self, as_of: i64) {
        self.earlier.retain(|_, all| {
            all.retain(|e| e.at > as_of);
            !all.is_empty()
        });
    }

    fn put(&mut self, slot: u32, user: Option<Arc<User>>) {
        let Some(place) = self.slots.get_mut(slot as usize) else {
            return;
        };
        let before = std::mem::replace(place, user.clone());
        if let Some(before) = before {
            self.by_id.remove(&before.id);
            if let Some(at) = before.deleted {
                self.deleted.remove(&(at, slot));
            }
            if user.is_none() {
                self.gone.insert(slot, before.id);
            }
            if before.deleted.is_none() {
                self.by_upn
                    .remove(before.text(Prop::UserPrincipalName).to_lowercase().as_str());
                held(&before).for_each(|p| self.consumed[p as usize] -= 1);
            }
        }
        if let Some(user) = user {
            self.by_id.insert(user.id, slot);
            if let Some(at) = user.deleted {
                self.deleted.insert((at, slot));
            }
            if user.deleted.is_none() {
                self.by_upn
                    .insert(user.text(Prop::UserPrincipalName).to_lowercase().into(), slot);
                held(&user).for_each(|p| self.consumed[p as usize] += 1);
            }
        }
    }
}

/// The products a user takes a seat of, each once.
fn held(user: &User) -> impl Iterator<Item = u8> {
    let active = |l: &&crate::user::Licence| l.state == "Active";
    let mut all: Vec<u8> = user.licences.iter().filter(active).map(|l| l.product).collect();
    all.sort_unstable();
    all.dedup();
    all.into_iter()
}

/// What changed. A change of `licenseAssignmentStates` alone is no change to delta.
pub fn changed(before: Option<&User>, after: Option<&User>) -> u128 {
    let (Some(before), Some(after)) = (before, after) else {
        return if before.is_none() && after.is_none() {
            0
        } else {
            u128::MAX
        };
    };
    if before.deleted.is_some() != after.deleted.is_some() {
        return u128::MAX;
    }
    let mut props = 0;
    for &prop in Prop::ALL {
        if prop.stored() && before.get(prop) != after.get(prop) {
            props |= prop.bit();
        }
    }
    if before.manager != after.manager {
        props |= Prop::Manager.bit();
    }
    let assigned = |u: &User| u.json(&[Prop::AssignedLicenses]);
    if before.licences != after.licences && assigned(before) != assigned(after) {
        props |= Prop::AssignedLicenses.bit() | Prop::LicenseAssignmentStates.bit();
    }
    props
}
