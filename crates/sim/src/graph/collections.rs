//! The small collections: organization, directory synchronisation.

use serde_json::json;

use super::{collection, entity};
use crate::call::{Answer, Call};
use crate::world::World;

pub fn unknown(rest: &[&str]) -> Answer {
    super::unknown_segment(rest.last().copied().unwrap_or_default())
}

pub fn organization(world: &mut World, call: &Call, rest: &[&str]) -> Result<Answer, Answer> {
    let mut item = world.tenant.organization(world.clock.seconds() - 1500);
    if !world.partnership.customers().is_empty() {
        item["partnerTenantType"] = "resellerPartnerDelegatedAdmin".into();
    }
    match rest {
        [] => collection(call, "organization", vec![item]),
        [id] if id.eq_ignore_ascii_case(&world.tenant.id.to_string()) => entity(call, "organization", item),
        [id] => Err(Answer::not_found(id)),
        _ => Err(unknown(rest)),
    }
}

pub fn synchronization(world: &mut World, call: &Call, rest: &[&str]) -> Result<Answer, Answer> {
    let item = json!({
        "id": world.tenant.sync_id,
        "configuration": {"accidentalDeletionPrevention": {"synchronizationPreventionType": "enabledForCount", "alertThreshold": 500}},
        "features": world.tenant.sync_features,
    });
    match rest {
        [] => collection(call, "directory/onPremisesSynchronization", vec![item]),
        [id] if id.eq_ignore_ascii_case(&world.tenant.sync_id.to_string()) => {
            entity(call, "directory/onPremisesSynchronization", item)
        }
        [id] => Err(Answer::not_found(id)),
        _ => Err(unknown(rest)),
    }
}
