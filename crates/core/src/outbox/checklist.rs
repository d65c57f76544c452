//! Checklists: what belongs together because of one person, such as when somebody leaves, one ordinary operation for each step.

use super::queue::{consider, drawn_up};
use crate::collections::{Collection, USERS};
use crate::derivation::Rules;
use crate::operations::Wish;
use crate::session::Session;
use kontor_model::{Code, Error, Operation, OperationId, Result, Target};
use kontor_store::{Derivation, Entering, Which};
use std::collections::{BTreeMap, HashMap};

/// Puts several operations into the outbox as a checklist about a user, in one transaction: all of them or none. One that takes
/// something away waits for all that stand before it; the others go on when one of them does not.
///
/// # Errors
/// As [`super::queue`], for the first of them that cannot be queued: then none is.
pub fn queue_checklist(session: &Session, about: &str, wishes: Vec<Wish>) -> Result<Vec<Operation>> {
    let about = person(session, about)?;
    let mut all: Vec<Entering> = Vec::new();
    let mut rules: BTreeMap<&str, Rules> = BTreeMap::new();
    for wish in wishes {
        let before: Vec<Operation> = all.iter().map(|one| one.operation.clone()).collect();
        let considered = consider(session, wish, None, &before)?;
        let kind = considered.kind;
        if kind.creates() {
            let why = "A checklist is about what is there already.";
            return Err(Error::invalid("operation", why));
        }
        rules_of(session, &mut rules, kind.collection)?;
        let mut one = drawn_up(session, considered, None, None)?;
        one.operation.checklist = Some(before.first().map_or(one.operation.id, |first| first.id));
        one.operation.about = Some(about.clone());
        if kind.is_destructive() {
            one.operation.depends_on.extend(before.iter().map(|other| other.id));
        }
        all.push(one);
    }
    if all.is_empty() {
        let why = "There is nothing to do: choose at least one step.";
        return Err(Error::invalid("steps", why));
    }
    let rules: Vec<&dyn Derivation> = rules.values().map(|rules| rules as &dyn Derivation).collect();
    session.store.enqueue_all(&rules, &all, None, |_| Ok(()))?;
    session.nudge.notify_one();
    Ok(all.into_iter().map(|one| one.operation).collect())
}

fn rules_of(session: &Session, known: &mut BTreeMap<&str, Rules>, collection: &'static Collection) -> Result<()> {
    if !known.contains_key(collection.name) {
        known.insert(collection.name, session.rules(collection)?);
    }
    Ok(())
}

fn person(session: &Session, id: &str) -> Result<Target> {
    let item = session.store.show(&session.rules(&USERS)?, id)?;
    let item =
        item.ok_or_else(|| Error::new(Code::NotFound, "This user is not in the offline copy; sync to be sure."))?;
    Ok(Target {
        collection: USERS.name.to_owned(),
        name: (USERS.title)(&item.object),
        id: item.id,
    })
}

/// The steps of every checklist, the oldest first. What took the place of an edited step stands there for it.
pub fn checklists(session: &Session) -> Result<Vec<Vec<Operation>>> {
    let mut lists: Vec<Vec<Operation>> = Vec::new();
    let mut place: HashMap<OperationId, usize> = HashMap::new();
    for one in session.store.operations(Which::All)? {
        let Some(list) = one.checklist.filter(|_| one.replaced_by.is_none()) else {
            continue;
        };
        let place = *place.entry(list).or_insert_with(|| {
            lists.push(Vec::new());
            lists.len() - 1
        });
        lists[place].push(one);
    }
    Ok(lists)
}
