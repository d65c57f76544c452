//! The licences of a user: which, how each came, and what was to come and did not.

use crate::collections::field::{objects, text, texts};
use crate::collections::products;
use crate::insights::Facts;
use kontor_model::Object;
use serde::Serialize;
use ts_rs::TS;

/// A licence as a user has it.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LicenseOfUser {
    pub sku_id: String,
    pub name: String,
    /// The group it is inherited from; none when it is assigned directly.
    pub assigned_by_group: Option<String>,
    /// `Active`, `Error` …, as it came. None when the directory reports no state for it yet.
    pub state: Option<String>,
    pub error: Option<String>,
    pub disabled_plans: Vec<String>,
}

/// Each `skuId` in lower case, in order, so that the same products make the same text and can be counted together.
pub(super) fn products_of(object: &Object) -> Option<String> {
    let mut skus: Vec<String> = objects(object, "assignedLicenses")
        .filter_map(|license| Some(text(license, "skuId")?.to_lowercase()))
        .collect();
    skus.sort_unstable();
    (!skus.is_empty()).then(|| skus.join(" "))
}

/// `assignedLicenses` says which; `licenseAssignmentStates` says how, once for each way a licence came.
pub(super) fn licenses(object: &Object, facts: &Facts) -> Vec<LicenseOfUser> {
    let mut found = Vec::new();
    for assigned in objects(object, "assignedLicenses") {
        let Some(sku_id) = text(assigned, "skuId") else {
            continue;
        };
        let same = |state: &&Object| text(state, "skuId").is_some_and(|id| id.eq_ignore_ascii_case(&sku_id));
        let states: Vec<_> = objects(object, "licenseAssignmentStates")
            .filter(same)
            .map(Some)
            .collect();
        for state in if states.is_empty() { vec![None] } else { states } {
            found.push(LicenseOfUser {
                name: products::name(
                    &sku_id,
                    facts.part_numbers.get(&sku_id.to_lowercase()).map(String::as_str),
                ),
                assigned_by_group: state.and_then(|state| text(state, "assignedByGroup")),
                state: state.and_then(|state| text(state, "state")),
                error: state
                    .and_then(|state| text(state, "error"))
                    .filter(|error| !error.eq_ignore_ascii_case("none")),
                disabled_plans: texts(assigned, "disabledPlans"),
                sku_id: sku_id.clone(),
            });
        }
    }
    found
}

/// Licences that a group is to give and could not, once for each way.
pub(super) fn failed_licenses(object: &Object, facts: &Facts) -> Vec<LicenseOfUser> {
    let failed = states(object).filter(|state| state.failed && !is_assigned(object, &state.sku_id));
    failed
        .map(|state| LicenseOfUser {
            name: products::name(
                &state.sku_id,
                facts.part_numbers.get(&state.sku_id.to_lowercase()).map(String::as_str),
            ),
            assigned_by_group: state.group,
            state: text(state.object, "state"),
            error: text(state.object, "error"),
            disabled_plans: texts(state.object, "disabledPlans"),
            sku_id: state.sku_id,
        })
        .collect()
}

/// One way in which a licence came, or was to come.
struct Way<'a> {
    sku_id: String,
    group: Option<String>,
    failed: bool,
    object: &'a Object,
}

fn states(object: &Object) -> impl Iterator<Item = Way<'_>> {
    objects(object, "licenseAssignmentStates").filter_map(|object| {
        let error = text(object, "error").filter(|error| !error.eq_ignore_ascii_case("none"));
        Some(Way {
            sku_id: text(object, "skuId")?,
            group: text(object, "assignedByGroup"),
            failed: error.is_some() || text(object, "state").is_some_and(|state| state.eq_ignore_ascii_case("error")),
            object,
        })
    })
}

fn is_assigned(object: &Object, sku_id: &str) -> bool {
    let is = |one: &Object| text(one, "skuId").is_some_and(|id| id.eq_ignore_ascii_case(sku_id));
    objects(object, "assignedLicenses").any(is)
}

/// What users are found by who have a product: its `skuId`; with `/direct` and `/group`, how it came; with `/error`, that a way in
/// which it was to come failed. In lower case.
pub(super) fn ways(object: &Object) -> Vec<String> {
    let assigned = objects(object, "assignedLicenses").filter_map(|one| text(one, "skuId"));
    let mut found: Vec<String> = assigned.map(|sku_id| sku_id.to_lowercase()).collect();
    for way in states(object) {
        let sku_id = way.sku_id.to_lowercase();
        let how = match (way.failed, way.group) {
            (true, _) => "error",
            (false, Some(_)) => "group",
            (false, None) => "direct",
        };
        // What is projected away is not had any more, however it came.
        if how == "error" || found.contains(&sku_id) {
            found.push(format!("{sku_id}/{how}"));
        }
    }
    found
}

/// What users are found by who have licences by a group: its id, and with `/error` that a licence of it failed.
pub(super) fn giving_groups(object: &Object) -> Vec<String> {
    let mut found = Vec::new();
    for way in states(object) {
        if let Some(group) = way.group.map(|group| group.to_lowercase()) {
            found.extend(way.failed.then(|| format!("{group}/error")));
            found.push(group);
        }
    }
    found
}
