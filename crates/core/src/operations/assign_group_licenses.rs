//! `assign-group-licenses`: gives licences to a group and takes others away. Microsoft accepts it and reaches the members
//! afterwards, one by one: who cannot get one keeps an error until it is processed again.

use super::{
    AssignLicenses, Call, Change, Effect, Kind, Precondition, Secrets, Sent, Server, Warning, Wish, assign_licenses,
    typed,
};
use crate::collections::{GROUPS, field, users};
use crate::insights::Facts;
use kontor_model::{Error, FieldChange, Object, Operation, Result};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub static KIND: Kind = Kind {
    name: "assign-group-licenses",
    collection: &GROUPS,
    roles: assign_licenses::KIND.roles,
    scope: assign_licenses::KIND.scope,
    fields: assign_licenses::KIND.fields,
    effect: Effect::Sets,
    read: typed::<AssignGroupLicenses>,
};

/// As for one user.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
pub struct AssignGroupLicenses(AssignLicenses);

impl Change for AssignGroupLicenses {
    fn check(&self, current: &Object, facts: &Facts, _: &Secrets) -> Vec<Error> {
        let mut errors = self.0.check_products(facts);
        if field::flag(current, "securityEnabled") == Some(false) && !self.0.add_licenses.is_empty() {
            let why = "Microsoft gives licenses to groups with security enabled only, and this is none.";
            errors.push(Error::invalid("addLicenses", why));
        }
        if errors.is_empty() {
            errors.extend(self.0.check_news(current));
        }
        errors
    }

    fn warnings(&self, current: &Object, facts: &Facts) -> Vec<Warning> {
        let full = self.0.lacks_seats(current, facts).then_some(Warning::NoSeatFree);
        let takes = (!self.0.add_licenses.is_empty()).then_some(Warning::SeatForEachMember);
        let loses = (!self.0.remove_licenses.is_empty()).then_some(Warning::MembersLoseIt);
        [full, takes, loses].into_iter().flatten().collect()
    }

    fn changes(&self, current: &Object) -> Vec<FieldChange> {
        self.0.changes(current)
    }

    fn base(&self, current: &Object, before: &[Operation]) -> Object {
        self.0.base(current, before)
    }

    /// How far the licensing service is, which no delta round tells.
    fn moves_along(&self) -> &'static [&'static str] {
        &["licenseProcessingState"]
    }

    fn project(&self, object: &mut Object) {
        self.0.project(object);
    }

    fn call(&self, operation: &Operation, server: &Server, _: &Secrets) -> Result<Call> {
        let group = users::segment(&operation.target.id);
        Ok(self.0.request(format!("/v1.0/groups/{group}/assignLicense"), server))
    }

    fn precondition(&self, base: &Object, server: &Server) -> Precondition {
        self.0.precondition(base, server)
    }

    fn is_confirmed(&self, sent: &Sent, server: &Server) -> bool {
        self.0.is_confirmed(sent, server)
    }

    fn is_maybe_echo(&self, error: &Error) -> bool {
        self.0.is_maybe_echo(error)
    }

    fn inverse(&self, done: &Operation) -> Option<Wish> {
        Some(self.0.taken_back(KIND.name, done))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn object(value: Value) -> Object {
        value.as_object().cloned().unwrap_or_default()
    }

    #[test]
    fn a_group_without_security_is_refused_and_what_members_win_and_lose_is_said() {
        let mut facts = Facts::default();
        facts.part_numbers.insert("a".into(), "SKU_A".into());
        facts.part_numbers.insert("b".into(), "SKU_B".into());
        facts.free.insert("a".into(), 0);
        let swap: AssignGroupLicenses =
            serde_json::from_value(json!({"addLicenses": ["a"], "removeLicenses": ["b"]})).unwrap();
        let group = |security: bool| {
            object(json!({"securityEnabled": security, "assignedLicenses": [{"skuId": "b", "disabledPlans": []}]}))
        };
        assert!(swap.check(&group(true), &facts, &Secrets::new()).is_empty());
        let refused = swap.check(&group(false), &facts, &Secrets::new());
        assert_eq!(refused[0].field.as_deref(), Some("addLicenses"));
        assert_eq!(
            swap.warnings(&group(true), &facts),
            [Warning::NoSeatFree, Warning::SeatForEachMember, Warning::MembersLoseIt]
        );
        assert_eq!(swap.changes(&group(true)).len(), 2);
    }
}
