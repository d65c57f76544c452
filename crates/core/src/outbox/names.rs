//! Who has a sign-in name, or an address that would be in its way.

use crate::collections::{DELETED_USERS, USERS, field};
use crate::session::Session;
use kontor_model::{Object, Result};
use kontor_store::Query;
use std::collections::HashMap;

const PAGE: u32 = 2_000;

/// Who has a name already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holder {
    User,
    /// Somebody who is still to be made.
    Expected,
    Deleted,
    /// It is one of somebody's mail addresses.
    Address,
}

/// Who holds each of the `wanted` names, in small letters, by one walk over all users and all deleted ones.
pub fn holders(session: &Session, wanted: impl Fn(&str) -> bool) -> Result<HashMap<String, Vec<(String, Holder)>>> {
    let mut held: HashMap<String, Vec<(String, Holder)>> = HashMap::new();
    let mut note = |name: &str, id: &str, holder: Holder| {
        let name = name.to_lowercase();
        if wanted(&name) {
            held.entry(name).or_default().push((id.to_owned(), holder));
        }
    };
    for collection in [&USERS, &DELETED_USERS] {
        let rules = session.rules(collection)?;
        let mut after: Option<String> = None;
        loop {
            let query = Query {
                after: after.as_deref(),
                limit: PAGE,
                ..Query::default()
            };
            let page = session.store.list(&rules, &query)?;
            for item in &page.items {
                let name = |object: &Object| field::text(object, "userPrincipalName").unwrap_or_default();
                if collection.name == DELETED_USERS.name {
                    note(original(&name(&item.object)), &item.id, Holder::Deleted);
                    continue;
                }
                // A name that a change in the outbox gives up is not free before that is done.
                let holder = if item.server.is_empty() {
                    Holder::Expected
                } else {
                    Holder::User
                };
                note(&name(&item.object), &item.id, holder);
                note(&name(&item.server), &item.id, Holder::User);
                for address in field::texts(&item.object, "proxyAddresses") {
                    let address = address.split_once(':').map_or(address.as_str(), |(_, address)| address);
                    note(address, &item.id, Holder::Address);
                }
                note(
                    &field::text(&item.object, "mail").unwrap_or_default(),
                    &item.id,
                    Holder::Address,
                );
            }
            after = page.next;
            if after.is_none() {
                break;
            }
        }
    }
    Ok(held)
}

/// A deleted user carries its id, 32 digits, in front of its name.
fn original(name: &str) -> &str {
    match name.get(..32) {
        Some(id) if id.bytes().all(|byte| byte.is_ascii_hexdigit()) => &name[32..],
        _ => name,
    }
}
