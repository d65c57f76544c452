//! Ties a collection to the facts of the moment, so that the store can keep its derived rows.

use crate::collections::{self, COLLECTIONS, Collection, Holder, Source};
use crate::insights::Facts;
use crate::operations::Kind;
use crate::sign_in::SIGNED_IN;
use kontor_model::{Object, Operation, Result, Tag};
use kontor_store::{Derivation, Derived, Query, Shape, Store};
use std::collections::BTreeSet;
use std::sync::Arc;

/// The rules of one collection under the facts of the moment.
pub struct Rules {
    pub collection: &'static Collection,
    pub facts: Arc<Facts>,
}

impl Rules {
    pub fn new(collection: &'static Collection, facts: Arc<Facts>) -> Self {
        Self { collection, facts }
    }
}

impl Derivation for Rules {
    fn shape(&self) -> &'static Shape {
        &self.collection.shape
    }

    fn facts(&self) -> String {
        self.facts.fingerprint(self.collection.name)
    }

    fn apart(&self) -> Option<&'static str> {
        COLLECTIONS.iter().find_map(|other| match other.source {
            Source::Apart { of, property, .. } if of.name == self.collection.name => Some(property),
            _ => None,
        })
    }

    fn project(&self, pending: &[Operation], object: &mut Object) {
        for operation in pending {
            // An operation that this version cannot read stays visible in the outbox and projects nothing.
            let Ok(kind) = Kind::find(&operation.operation) else {
                continue;
            };
            // What is not there any more does not come back by a change of it.
            if (!object.is_empty() || kind.creates())
                && let Ok(change) = kind.read(&operation.input)
            {
                change.project(object);
            }
        }
    }

    fn derive(&self, id: &str, object: &Object) -> Derived {
        (self.collection.derive)(id, object, &self.facts)
    }
}

/// The collections that hold the facts, all of them small.
const SOURCES: [&Collection; 6] = [
    &collections::DOMAINS,
    &collections::DIRECTORY_SYNC,
    &collections::ORGANIZATION,
    &collections::LICENSES,
    &collections::ROLE_DEFINITIONS,
    &collections::ROLES,
];

/// Where the holders of roles are looked up, one by one.
const HOLDERS: [&Collection; 2] = [&collections::USERS, &collections::REGISTRATION_DETAILS];

/// Whether a commit with these tags may have changed the facts.
pub fn are_touched(tags: &BTreeSet<Tag>) -> bool {
    let source = |collection: &&Collection| tags.contains(&Tag::collection(collection.name));
    tags.contains(&Tag::SETTINGS) || SOURCES.iter().chain(&HOLDERS).any(source)
}

/// Reads the facts.
pub fn facts(store: &Store) -> Result<Facts> {
    let mut facts = Facts::default();
    if let Some(locale) = store.setting("locale")?.as_ref().and_then(|value| value.as_str()) {
        facts.locale = locale.to_owned();
    }
    for collection in SOURCES {
        let rules = Rules::new(collection, Arc::default());
        let query = Query {
            limit: 5_000,
            mirror_only: true,
            ..Query::default()
        };
        for item in store.list(&rules, &query)?.items {
            facts.learn(collection.name, &item.id, &item.server);
        }
    }
    let own = store.setting(SIGNED_IN)?.unwrap_or_default();
    facts.own = own["id"].as_str().map(str::to_lowercase);
    let [users, registered] = HOLDERS.map(|collection| Rules::new(collection, Arc::default()));
    for id in facts.roles.keys() {
        if let Some(user) = store.show(&users, id)? {
            let line = store.show(&registered, id)?;
            let holder = Holder::new(&user.server, line.as_ref().map(|line| &line.server));
            facts.holders.insert(id.clone(), holder);
        }
    }
    Ok(facts)
}

/// Shapes of every collection, for opening a store.
pub fn shapes() -> Vec<&'static Shape> {
    COLLECTIONS.iter().map(|collection| &collection.shape).collect()
}
