//! Moving sign-in names to another domain: for each of a selection its new name, or why it cannot have one.

use super::many::{Asked, asked};
use super::names::{Holder, holders};
use crate::collections::{DOMAINS, USERS, field};
use crate::operations;
use crate::selection::Selected;
use crate::session::Session;
use kontor_model::{Code, Error, Object, Result};
use kontor_store::Item;
use serde_json::json;
use std::collections::HashMap;

/// The operation that changes a sign-in name.
pub const OPERATION: &str = operations::UPDATE_USER;

/// What is asked for each.
///
/// # Errors
/// [`Code::Usage`] for other objects than users; [`Code::Invalid`] for a domain in which nobody can sign in to the cloud.
pub fn move_domain(session: &Session, selected: Selected, domain: &str) -> Result<Vec<Asked>> {
    if selected.collection.name != USERS.name {
        return Err(Error::new(
            Code::Usage,
            "Only users have a sign-in name that can be moved.",
        ));
    }
    let domain = domain.trim().to_lowercase();
    usable(session, &domain)?;
    let mut wanted: HashMap<String, u32> = HashMap::new();
    for item in &selected.items {
        if let Some(name) = new_name(&item.object, &domain) {
            *wanted.entry(name.to_lowercase()).or_default() += 1;
        }
    }
    let held = holders(session, |name| wanted.contains_key(name))?;
    Ok(asked(selected, |item| {
        if let Some(why) = unmovable(&item.object) {
            return Err(Error::invalid("userPrincipalName", why));
        }
        let Some(name) = new_name(&item.object, &domain) else {
            let why = "The user has no sign-in name here. Sync, then try again.";
            return Err(Error::invalid("userPrincipalName", why));
        };
        let wish = name.to_lowercase();
        let by_another = held
            .get(&wish)
            .and_then(|all| all.iter().find(|(id, _)| *id != item.id));
        let why = match by_another.map(|(_, holder)| *holder) {
            Some(Holder::User | Holder::Expected) => "Another user has the name there.",
            Some(Holder::Deleted) => "A deleted user has the name there, and would want it back when restored.",
            Some(Holder::Address) => "The name there is a mail address of another user.",
            None if wanted.get(&wish).is_some_and(|count| *count > 1) => {
                "Two of those selected would get the same name there."
            }
            None => return Ok(json!({ "userPrincipalName": name })),
        };
        Err(Error::invalid("userPrincipalName", why))
    }))
}

/// The domain must be the tenant's own, verified, and one whose users sign in at Microsoft.
pub(crate) fn usable(session: &Session, domain: &str) -> Result<()> {
    let item = session.store.show(&session.rules(&DOMAINS)?, domain)?;
    let Some(Item { object, .. }) = item else {
        return Err(Error::invalid(
            "domain",
            format!("{domain} is not a domain of this tenant."),
        ));
    };
    let why = if field::flag(&object, "isVerified") != Some(true) {
        format!("{domain} is not verified yet: names can be in it once it is.")
    } else if field::text(&object, "authenticationType").is_some_and(|kind| kind.eq_ignore_ascii_case("federated")) {
        format!("{domain} is federated: its users sign in elsewhere.")
    } else {
        return Ok(());
    };
    Err(Error::invalid("domain", why))
}

fn new_name(user: &Object, domain: &str) -> Option<String> {
    let name = field::text(user, "userPrincipalName")?;
    Some(format!("{}@{domain}", name.rsplit_once('@')?.0))
}

fn unmovable(user: &Object) -> Option<&'static str> {
    let guest = field::text(user, "userType").is_some_and(|kind| kind.eq_ignore_ascii_case("guest"));
    if guest || field::text(user, "externalUserState").is_some() {
        Some("A guest signs in with the name at home.")
    } else if field::flag(user, "onPremisesSyncEnabled") == Some(true) {
        Some("The sign-in name of a user who is synced from on-premises is decided there.")
    } else {
        None
    }
}
