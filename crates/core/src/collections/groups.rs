//! Groups: those that give their members licences, and all others that can. Who is a member is not mirrored, since a group may
//! have as many members as the tenant has users: who has a licence by a group, the users tell (`licenseAssignmentStates`).

use super::field::{flag, objects, text, text_cell, texts, time, time_cell};
use super::{Collection, Source, products};
use crate::insights::Facts;
use chrono::{DateTime, Utc};
use kontor_model::Object;
use kontor_store::{Cell, Column, Derived, Kind, Order, Shape};
use serde::Serialize;
use serde_json::{Value, json};
use ts_rs::TS;

/// The list is frozen into the delta token, as that of users is. No round tells of `licenseProcessingState`: it is as of the
/// last time that all was read.
macro_rules! select {
    () => {
        "$select=id,assignedLicenses,createdDateTime,description,displayName,groupTypes,isAssignableToRole,\
licenseProcessingState,mail,mailEnabled,mailNickname,membershipRule,membershipRuleProcessingState,\
onPremisesLastSyncDateTime,onPremisesSyncEnabled,securityEnabled,visibility"
    };
}

pub static GROUPS: Collection = Collection {
    name: "groups",
    source: Source::Delta {
        path: concat!("/v1.0/groups/delta?", select!()),
        one: "/v1.0/groups/",
        select: concat!("?", select!()),
    },
    // Less shows their names only, and not what they give.
    scope: Some("Group.Read.All"),
    shape: Shape {
        collection: "groups",
        columns: &[
            Column {
                name: "name",
                kind: Kind::Text,
            },
            Column {
                name: "licensed",
                kind: Kind::Integer,
            },
            Column {
                name: "license",
                kind: Kind::Texts,
            },
            Column {
                name: "kind",
                kind: Kind::Text,
            },
            Column {
                name: "membership",
                kind: Kind::Text,
            },
            Column {
                name: "processing",
                kind: Kind::Text,
            },
            Column {
                name: "created",
                kind: Kind::Integer,
            },
        ],
        orders: &[
            Order {
                name: "name",
                by: &["name"],
            },
            Order {
                name: "created",
                by: &["created"],
            },
        ],
        revision: 1,
    },
    derive,
    row: |id, object, facts| json!(row(id, object, facts)),
    title: |object| text(object, "displayName").unwrap_or_default(),
};

/// A product that a group gives.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LicenseOfGroup {
    pub sku_id: String,
    pub name: String,
    pub disabled_plans: Vec<String>,
}

/// Who decides who is a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Membership {
    /// Admins and owners.
    Assigned,
    /// A rule.
    Dynamic,
    /// The directory on the premises.
    Synced,
}

/// What can be in it and who reaches it, as the admin center names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum GroupKind {
    Security,
    Microsoft365,
    MailEnabledSecurity,
    Distribution,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct GroupRow {
    pub id: String,
    pub display_name: Option<String>,
    pub description: Option<String>,
    pub mail: Option<String>,
    /// None when it does not say enough of itself.
    pub kind: Option<GroupKind>,
    pub membership: Membership,
    pub membership_rule: Option<String>,
    /// Members of it can hold Entra roles by it: few may change who they are.
    pub is_assignable_to_role: bool,
    pub created_date_time: Option<DateTime<Utc>>,
    pub licenses: Vec<LicenseOfGroup>,
    /// `ProcessingComplete`, `QueuedForProcessing` …, as it came when all groups were read last.
    pub processing: Option<String>,
}

/// Whether somebody can be put into it from here.
pub(crate) fn takes_members(object: &Object) -> bool {
    let by_exchange = matches!(
        kind(object),
        Some(GroupKind::Distribution | GroupKind::MailEnabledSecurity)
    );
    membership(object) == Membership::Assigned && !by_exchange
}

pub(crate) fn membership(object: &Object) -> Membership {
    let is_dynamic = |kind: &String| kind.eq_ignore_ascii_case("DynamicMembership");
    if flag(object, "onPremisesSyncEnabled") == Some(true) {
        Membership::Synced
    } else if texts(object, "groupTypes").iter().any(is_dynamic) {
        Membership::Dynamic
    } else {
        Membership::Assigned
    }
}

pub(crate) fn kind(object: &Object) -> Option<GroupKind> {
    let is_unified = |kind: &String| kind.eq_ignore_ascii_case("Unified");
    if texts(object, "groupTypes").iter().any(is_unified) {
        return Some(GroupKind::Microsoft365);
    }
    Some(match (flag(object, "mailEnabled")?, flag(object, "securityEnabled")?) {
        (true, true) => GroupKind::MailEnabledSecurity,
        (true, false) => GroupKind::Distribution,
        _ => GroupKind::Security,
    })
}

fn row(id: &str, object: &Object, facts: &Facts) -> GroupRow {
    let state = object.get("licenseProcessingState").and_then(Value::as_object);
    let licenses = objects(object, "assignedLicenses").filter_map(|one| {
        let sku_id = text(one, "skuId")?;
        Some(LicenseOfGroup {
            name: products::name(
                &sku_id,
                facts.part_numbers.get(&sku_id.to_lowercase()).map(String::as_str),
            ),
            disabled_plans: texts(one, "disabledPlans"),
            sku_id,
        })
    });
    GroupRow {
        id: id.to_owned(),
        display_name: text(object, "displayName"),
        description: text(object, "description"),
        mail: text(object, "mail"),
        kind: kind(object),
        membership: membership(object),
        membership_rule: text(object, "membershipRule"),
        is_assignable_to_role: flag(object, "isAssignableToRole") == Some(true),
        created_date_time: time(object, "createdDateTime"),
        licenses: licenses.collect(),
        processing: state.and_then(|state| text(state, "state")),
    }
}

fn derive(id: &str, object: &Object, facts: &Facts) -> Derived {
    let row = row(id, object, facts);
    let named = |value: Value| value.as_str().map(str::to_owned);
    let products: Vec<String> = row.licenses.iter().map(|one| one.sku_id.to_lowercase()).collect();
    Derived {
        cells: vec![
            text_cell(row.display_name.as_deref().map(|name| facts.sort_key(name))),
            Cell::Integer(i64::from(!products.is_empty())),
            Cell::Texts(products),
            text_cell(named(json!(row.kind))),
            text_cell(named(json!(row.membership))),
            text_cell(row.processing),
            time_cell(row.created_date_time),
        ],
        search: [row.display_name, row.description, row.mail]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join("\n"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_decides_on_members_and_what_kind_it_is_is_read_from_what_graph_says() {
        let read = |value: Value| {
            let object = value.as_object().cloned().unwrap_or_default();
            (membership(&object), kind(&object))
        };
        let security = json!({"groupTypes": [], "mailEnabled": false, "securityEnabled": true});
        assert_eq!(read(security), (Membership::Assigned, Some(GroupKind::Security)));
        let dynamic = json!({"groupTypes": ["Unified", "dynamicmembership"]});
        assert_eq!(read(dynamic), (Membership::Dynamic, Some(GroupKind::Microsoft365)));
        let synced = json!({"onPremisesSyncEnabled": true, "mailEnabled": true, "securityEnabled": true});
        assert_eq!(read(synced), (Membership::Synced, Some(GroupKind::MailEnabledSecurity)));
        assert_eq!(read(json!({"mailEnabled": "yes"})), (Membership::Assigned, None));
    }
}
