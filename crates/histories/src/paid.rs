//! What must hold of what costs money at Partner Center.

use crate::check::{Broken, mirrored};
use crate::desk::Desk;
use chrono::TimeDelta;
use kontor_core::collections::{CUSTOMER_SUBSCRIPTIONS, CUSTOMERS};
use kontor_model::Operation;
use kontor_sim::Effect;
use kontor_store::{Item, JournalEntry};

/// What costs money, or will.
pub fn is_paid_for(operation: &str) -> bool {
    ["change-seats", "set-auto-renew", "buy-for-customer"].contains(&operation)
}

/// Holds an operation and the steps that it took against its effects.
///
/// # Errors
/// The first promise that was broken.
pub fn check<'a>(
    operation: &Operation,
    steps: impl Iterator<Item = &'a JournalEntry>,
    own: &[&Effect],
) -> Result<(), Broken> {
    if !is_paid_for(&operation.operation) {
        return Ok(());
    }
    let steps: Vec<&JournalEntry> = steps.collect();
    was_confirmed(operation, &steps)?;
    // Who was shown that it had changed, and kept to it, has seen it.
    match steps.iter().any(|one| one.step == "kept-mine") {
        true => Ok(()),
        false => stood_as_decided(operation, own),
    }
}

/// It goes within ten minutes of a person's word, and the half minute that what was read may be old.
fn was_confirmed(operation: &Operation, steps: &[&JournalEntry]) -> Result<(), Broken> {
    let mut word = None;
    for JournalEntry { step, at, .. } in steps {
        match step.as_str() {
            "approved" => word = Some(*at),
            "attempt" if word.is_none_or(|word| (*at - word).abs() > TimeDelta::seconds(630)) => {
                let (kind, id) = (&operation.operation, operation.id);
                return Err(format!(
                    "(i) {kind} {id} was sent at {at}, and the word for it is of {word:?}"
                ));
            }
            _ => {}
        }
    }
    Ok(())
}

/// Nothing is paid for that stood otherwise than when it was decided on.
fn stood_as_decided(operation: &Operation, own: &[&Effect]) -> Result<(), Broken> {
    let moved = |effect: &&&Effect| {
        let mut facts = operation.base.iter();
        facts.any(|(name, base)| effect.before.get(name).is_some_and(|stood| stood != base))
    };
    match own.iter().find(moved) {
        Some(effect) => Err(format!(
            "(e) {} {} was paid for over {}, and decided on {:?}",
            operation.operation, operation.id, effect.before, operation.base
        )),
        None => Ok(()),
    }
}

/// What is read too seldom to be compared with the cloud shows at least nothing that is over.
pub fn nothing_pends(desk: &Desk) -> Result<(), Broken> {
    let session = desk.session(0);
    for collection in [&CUSTOMERS, &CUSTOMER_SUBSCRIPTIONS] {
        let shown = mirrored(&session, collection).map_err(|error| error.to_string())?;
        let pends = |item: &&Item| item.object != item.server || !item.pending.is_empty();
        if let Some(item) = shown.values().find(pends) {
            return Err(format!(
                "(f) {} {} is shown as pending when everything is over",
                collection.name, item.id
            ));
        }
    }
    Ok(())
}
