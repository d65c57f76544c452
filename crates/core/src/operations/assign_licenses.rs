//! `assign-licenses`: gives licences to a user and takes others away, in one request.

use super::{
    Call, Change, Effect, Field, FieldKind, Kind, Precondition, Secrets, Sent, Server, Warning, Wish, typed, value,
};
use crate::collections::{USERS, field, users};
use crate::insights::Facts;
use kontor_cloud::Method;
use kontor_model::{Code, Conflict, Error, FieldChange, Object, Operation, Result};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use ts_rs::TS;

pub static KIND: Kind = Kind {
    name: "assign-licenses",
    collection: &USERS,
    roles: &["License Administrator", "User Administrator"],
    scope: Some("LicenseAssignment.ReadWrite.All"),
    fields: &[
        Field {
            name: "addLicenses",
            kind: FieldKind::List,
        },
        Field {
            name: "removeLicenses",
            kind: FieldKind::List,
        },
    ],
    effect: Effect::Sets,
    read: typed::<AssignLicenses>,
};

/// Products by `skuId`.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct AssignLicenses {
    pub add_licenses: Vec<LicenseToAdd>,
    pub remove_licenses: Vec<String>,
}

/// A product to assign. On the command line a `skuId` alone will do.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LicenseToAdd {
    pub sku_id: String,
    /// Service plans that stay off. The list replaces the one in force.
    pub disabled_plans: Vec<String>,
}

#[derive(Deserialize)]
#[serde(
    untagged,
    expecting = "a license is a skuId, or an object with skuId and disabledPlans"
)]
enum Written {
    Id(String),
    #[serde(rename_all = "camelCase")]
    Whole {
        sku_id: String,
        #[serde(default)]
        disabled_plans: Vec<String>,
    },
}

impl<'de> Deserialize<'de> for LicenseToAdd {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        Ok(match Written::deserialize(deserializer)? {
            Written::Id(sku_id) => Self {
                sku_id,
                disabled_plans: Vec::new(),
            },
            Written::Whole { sku_id, disabled_plans } => Self { sku_id, disabled_plans },
        })
    }
}

impl Change for AssignLicenses {
    fn check(&self, current: &Object, facts: &Facts, _: &Secrets) -> Vec<Error> {
        let mut errors = self.check_products(facts);
        if !self.add_licenses.is_empty() && value(current, "usageLocation").is_null() {
            let why = "The user has no usage location; Microsoft needs one before it assigns a license. Set it first.";
            errors.push(Error::invalid("usageLocation", why));
        }
        if errors.is_empty() {
            errors.extend(self.check_news(current));
        }
        errors
    }

    fn warnings(&self, current: &Object, facts: &Facts) -> Vec<Warning> {
        let mut warnings = Vec::new();
        if self.lacks_seats(current, facts) {
            warnings.push(Warning::NoSeatFree);
        }
        let inherited = |state: &Object| {
            let sku_id = field::text(state, "skuId").unwrap_or_default();
            field::text(state, "assignedByGroup").is_some() && self.removes(&sku_id)
        };
        if field::objects(current, "licenseAssignmentStates").any(inherited) {
            warnings.push(Warning::InheritedFromGroup);
        }
        warnings
    }

    fn takes_seats(&self, current: &Object) -> Vec<String> {
        let lacks = |add: &&LicenseToAdd| plans(current, &add.sku_id).is_none();
        self.add_licenses
            .iter()
            .filter(lacks)
            .map(|add| add.sku_id.to_lowercase())
            .collect()
    }

    fn changes(&self, current: &Object) -> Vec<FieldChange> {
        let mut wished = current.clone();
        self.project(&mut wished);
        let differs = self
            .skus()
            .filter(|sku_id| plans(current, sku_id) != plans(&wished, sku_id));
        differs
            .map(|sku_id| FieldChange {
                field: "assignedLicenses".into(),
                from: assigned(current, &sku_id),
                to: assigned(&wished, &sku_id),
                secret: false,
            })
            .collect()
    }

    fn base(&self, current: &Object, _: &[Operation]) -> Object {
        let touched: Vec<Value> = self
            .skus()
            .map(|sku_id| assigned(current, &sku_id))
            .filter(|one| !one.is_null())
            .collect();
        Object::from_iter([("assignedLicenses".to_owned(), Value::Array(touched))])
    }

    /// No delta round tells of it.
    fn moves_along(&self) -> &'static [&'static str] {
        &["licenseAssignmentStates"]
    }

    fn project(&self, object: &mut Object) {
        let touched: BTreeSet<String> = self.skus().collect();
        let kept = field::objects(object, "assignedLicenses")
            .filter(|one| field::text(one, "skuId").is_none_or(|sku_id| !touched.contains(&sku_id.to_lowercase())));
        let mut all: Vec<Value> = kept.cloned().map(Value::Object).collect();
        all.extend(
            self.add_licenses
                .iter()
                .map(|add| json!({"disabledPlans": add.disabled_plans, "skuId": add.sku_id})),
        );
        object.insert("assignedLicenses".into(), Value::Array(all));
    }

    fn call(&self, operation: &Operation, server: &Server, _: &Secrets) -> Result<Call> {
        let user = users::segment(&operation.target.id);
        Ok(self.request(format!("/v1.0/users/{user}/assignLicense"), server))
    }

    fn precondition(&self, base: &Object, server: &Server) -> Precondition {
        let Some(server) = &server.object else {
            return Precondition::Gone;
        };
        if self.changes(server).is_empty() {
            return Precondition::AlreadySo;
        }
        let mut wished = server.clone();
        self.project(&mut wished);
        let moved = self.skus().filter(|sku_id| {
            let now = plans(server, sku_id);
            now != plans(base, sku_id) && now != plans(&wished, sku_id)
        });
        let conflicts: Vec<Conflict> = moved
            .map(|sku_id| Conflict {
                field: "assignedLicenses".into(),
                base: assigned(base, &sku_id),
                theirs: assigned(server, &sku_id),
                yours: assigned(&wished, &sku_id),
            })
            .collect();
        if conflicts.is_empty() {
            Precondition::Go
        } else {
            Precondition::Conflict(conflicts)
        }
    }

    /// What was given directly is gone when a group alone still gives it: that counts where Microsoft has taken the request, which
    /// it refuses where there is nothing else than the group.
    fn is_confirmed(&self, sent: &Sent, server: &Server) -> bool {
        let Some(server) = &server.object else { return false };
        let left = |sku_id: &String| sent.accepted && self.removes(sku_id) && is_given_by_groups_only(server, sku_id);
        let mut wished = server.clone();
        self.project(&mut wished);
        let mut touched = self.skus().filter(|sku_id| !left(sku_id));
        touched.all(|sku_id| plans(server, &sku_id) == plans(&wished, &sku_id))
    }

    /// A usage location set moments ago is not seen by the licence service at once, nor by every replica that is read.
    fn is_refused_for_now(&self, error: &Error) -> bool {
        error.message.contains("usage location")
    }

    /// Microsoft assigns nothing to a user without a usage location.
    fn needs(&self, other: &Operation) -> bool {
        !self.add_licenses.is_empty() && other.changes.iter().any(|change| change.field == "usageLocation")
    }

    fn is_maybe_echo(&self, error: &Error) -> bool {
        !self.remove_licenses.is_empty() && error.code == Code::Refused
    }

    fn inverse(&self, done: &Operation) -> Option<Wish> {
        Some(self.taken_back(KIND.name, done))
    }
}

/// What holds for a user as for a group.
impl AssignLicenses {
    /// What no tenant and nobody could want.
    pub(super) fn check_products(&self, facts: &Facts) -> Vec<Error> {
        let unknown = |sku_id| Error::invalid("addLicenses", format!("The tenant has no product {sku_id}."));
        let mut errors: Vec<Error> = self
            .skus()
            .filter(|sku_id| !facts.part_numbers.contains_key(sku_id))
            .map(unknown)
            .collect();
        if self.add_licenses.iter().any(|add| self.removes(&add.sku_id)) {
            errors.push(Error::invalid(
                "removeLicenses",
                "The same product cannot be given and taken away at once.",
            ));
        }
        errors
    }

    /// That there is nothing to do.
    pub(super) fn check_news(&self, current: &Object) -> Option<Error> {
        let why = "Nothing would change: the licenses are already as asked.";
        self.changes(current).is_empty().then(|| Error::invalid("input", why))
    }

    /// Whether a product is to be given of which none is free.
    pub(super) fn lacks_seats(&self, current: &Object, facts: &Facts) -> bool {
        let full = |sku_id: &String| facts.free_seats(sku_id).is_some_and(|free| free <= 0);
        self.takes_seats(current).iter().any(full)
    }

    /// Only what is not so yet: taking away what is gone already would be refused.
    pub(super) fn request(&self, path: String, server: &Server) -> Call {
        let none = Object::new();
        let now = server.object.as_ref().unwrap_or(&none);
        let add: Vec<Value> = self
            .add_licenses
            .iter()
            .map(|add| json!({"skuId": add.sku_id, "disabledPlans": add.disabled_plans}))
            .collect();
        let remove: Vec<&String> = self
            .remove_licenses
            .iter()
            .filter(|sku_id| plans(now, sku_id).is_some())
            .collect();
        Call {
            method: Method::POST,
            path,
            body: Some(json!({ "addLicenses": add, "removeLicenses": remove })),
        }
    }

    /// What was given is taken away, what was taken away is given, with the plans that were switched off.
    pub(super) fn taken_back(&self, operation: &str, done: &Operation) -> Wish {
        let had: Vec<(String, Value)> = self
            .skus()
            .map(|sku_id| (sku_id.clone(), assigned(&done.base, &sku_id)))
            .collect();
        let add: Vec<&Value> = had.iter().map(|(_, one)| one).filter(|one| !one.is_null()).collect();
        let remove: Vec<&String> = had
            .iter()
            .filter(|(_, one)| one.is_null())
            .map(|(sku_id, _)| sku_id)
            .collect();
        Wish {
            operation: operation.to_owned(),
            id: done.target.id.clone(),
            input: json!({ "addLicenses": add, "removeLicenses": remove }),
        }
    }

    /// Every product it touches, in lower case.
    fn skus(&self) -> impl Iterator<Item = String> {
        let added = self.add_licenses.iter().map(|add| add.sku_id.to_lowercase());
        added.chain(self.remove_licenses.iter().map(|sku_id| sku_id.to_lowercase()))
    }

    fn removes(&self, sku_id: &str) -> bool {
        self.remove_licenses
            .iter()
            .any(|removed| removed.eq_ignore_ascii_case(sku_id))
    }
}

/// The assignment of one product as it stands in `assignedLicenses`; null when there is none.
fn assigned(object: &Object, sku_id: &str) -> Value {
    let is = |one: &&Object| field::text(one, "skuId").is_some_and(|id| id.eq_ignore_ascii_case(sku_id));
    field::objects(object, "assignedLicenses")
        .find(is)
        .cloned()
        .map_or(Value::Null, Value::Object)
}

/// The switched-off plans of one product, in no order; none when it is not assigned.
fn plans(object: &Object, sku_id: &str) -> Option<BTreeSet<String>> {
    let one = assigned(object, sku_id);
    let off = field::texts(one.as_object()?, "disabledPlans");
    Some(off.into_iter().map(|plan| plan.to_lowercase()).collect())
}

/// Whether every way in which a user has a product is a group.
pub(crate) fn is_given_by_groups_only(user: &Object, sku_id: &str) -> bool {
    let is = |state: &&Object| field::text(state, "skuId").is_some_and(|id| id.eq_ignore_ascii_case(sku_id));
    let mut ways = field::objects(user, "licenseAssignmentStates").filter(is).peekable();
    ways.peek().is_some() && ways.all(|state| field::text(state, "assignedByGroup").is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn object(value: Value) -> Object {
        value.as_object().cloned().unwrap()
    }

    fn give(sku_id: &str) -> AssignLicenses {
        serde_json::from_value(json!({"addLicenses": [sku_id]})).unwrap()
    }

    #[test]
    fn giving_keeps_what_others_gave_and_plans_compare_in_any_order_and_case() {
        let mut user = object(json!({"assignedLicenses": [{"skuId": "B", "disabledPlans": []}]}));
        give("a").project(&mut user);
        assert_eq!(field::objects(&user, "assignedLicenses").count(), 2);
        let one = object(json!({"assignedLicenses": [{"skuId": "A", "disabledPlans": ["X", "y"]}]}));
        let two = object(json!({"assignedLicenses": [{"skuId": "a", "disabledPlans": ["Y", "x"]}]}));
        assert_eq!(plans(&one, "a"), plans(&two, "A"));
    }

    #[test]
    fn a_licence_that_somebody_else_gave_otherwise_is_a_conflict_and_given_alike_is_no_work() {
        let change = give("a");
        let none = object(json!({"assignedLicenses": []}));
        let alike = object(json!({"assignedLicenses": [{"skuId": "a", "disabledPlans": []}]}));
        let otherwise = object(json!({"assignedLicenses": [{"skuId": "a", "disabledPlans": ["p"]}]}));
        let on = |object: &Object| Server {
            object: Some(object.clone()),
            elsewhere: None,
        };
        assert_eq!(change.precondition(&none, &on(&none)), Precondition::Go);
        assert_eq!(change.precondition(&none, &on(&alike)), Precondition::AlreadySo);
        assert!(matches!(change.precondition(&none, &on(&otherwise)), Precondition::Conflict(list) if list.len() == 1));
    }

    #[test]
    fn what_a_group_gives_as_well_is_taken_away_when_only_the_group_is_left_and_microsoft_took_it() {
        let take: AssignLicenses = serde_json::from_value(json!({"removeLicenses": ["a"]})).unwrap();
        let after = |ways: Value| Server {
            object: Some(object(json!({
                "assignedLicenses": [{"skuId": "A", "disabledPlans": []}], "licenseAssignmentStates": ways,
            }))),
            elsewhere: None,
        };
        let before = Object::new();
        let confirmed = |ways: Value, accepted: bool| {
            let sent = Sent {
                before: &before,
                at: None,
                accepted,
            };
            take.is_confirmed(&sent, &after(ways))
        };
        let (group, direct) = (
            json!({"skuId": "a", "assignedByGroup": "g"}),
            json!({"skuId": "a", "assignedByGroup": null}),
        );
        assert!(confirmed(json!([group]), true));
        assert!(!confirmed(json!([group]), false), "its refusal is no echo");
        assert!(!confirmed(json!([group, direct]), true) && !confirmed(json!([]), true));
    }

    #[test]
    fn a_user_without_usage_location_and_a_product_the_tenant_lacks_are_refused() {
        let mut facts = Facts::default();
        facts.part_numbers.insert("a".into(), "SKU_A".into());
        let user = object(json!({"usageLocation": null, "assignedLicenses": []}));
        let fields = |change: AssignLicenses, user: &Object| -> Vec<String> {
            change
                .check(user, &facts, &Secrets::new())
                .into_iter()
                .filter_map(|error| error.field)
                .collect()
        };
        assert_eq!(fields(give("a"), &user), ["usageLocation"]);
        assert_eq!(
            fields(give("zz"), &object(json!({"usageLocation": "NO"}))),
            ["addLicenses"]
        );
    }
}
