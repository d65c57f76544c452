//! Which methods of signing in the tenant allows and to whom (Graph's `policies/authenticationMethodsPolicy`): one object, read only.
//! Once the older policies are migrated into it, the same methods count for resetting a forgotten password.

use super::field::{text, text_cell};
use super::{Collection, Source};
use kontor_model::Object;
use kontor_store::{Column, Derived, Kind, Order, Shape};
use serde::Serialize;
use serde_json::{Value, json};
use ts_rs::TS;

pub static AUTHENTICATION_METHODS_POLICY: Collection = Collection {
    name: "authentication-methods-policy",
    source: Source::List {
        path: "/v1.0/policies/authenticationMethodsPolicy",
    },
    scope: Some("Policy.Read.AuthenticationMethod"),
    shape: Shape {
        collection: "authentication-methods-policy",
        columns: &[Column {
            name: "name",
            kind: Kind::Text,
        }],
        orders: &[Order {
            name: "name",
            by: &["name"],
        }],
        revision: 1,
    },
    derive: |id, object, facts| {
        let name = text(object, "displayName").unwrap_or_else(|| id.to_owned());
        Derived {
            cells: vec![text_cell(Some(facts.sort_key(&name)))],
            search: name,
        }
    },
    row: |id, object, _| json!(row(id, object)),
    title: |object| text(object, "displayName").unwrap_or_default(),
};

/// The policy, as far as Kontor shows it.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AuthenticationMethodsPolicyRow {
    pub id: String,
    pub display_name: Option<String>,
    /// Whether the same methods count for resetting a password: `preMigration`, `migrationInProgress`, `migrationComplete`.
    pub policy_migration_state: Option<String>,
    /// None where the answer had none in it.
    pub methods: Option<Vec<AllowedMethod>>,
    pub campaign: Option<RegistrationCampaign>,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AllowedMethod {
    /// As it came, such as `MicrosoftAuthenticator`.
    pub id: String,
    /// `enabled`, `disabled`, or what Microsoft adds.
    pub state: Option<String>,
    /// Ids of groups, or `all_users`.
    pub include_targets: Vec<String>,
    pub exclude_targets: Vec<String>,
}

/// Whether people are asked at sign-in to register a better method.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RegistrationCampaign {
    /// `default` leaves it to Microsoft.
    pub state: Option<String>,
    #[ts(type = "number | null")]
    pub snooze_duration_in_days: Option<i64>,
}

fn row(id: &str, object: &Object) -> AuthenticationMethodsPolicyRow {
    let configurations = object
        .get("authenticationMethodConfigurations")
        .and_then(Value::as_array);
    let campaign = object
        .get("registrationEnforcement")
        .and_then(|part| part.get("authenticationMethodsRegistrationCampaign"))
        .and_then(Value::as_object);
    AuthenticationMethodsPolicyRow {
        id: id.to_owned(),
        display_name: text(object, "displayName"),
        policy_migration_state: text(object, "policyMigrationState"),
        methods: configurations.map(|all| all.iter().filter_map(Value::as_object).filter_map(method).collect()),
        campaign: campaign.map(|campaign| RegistrationCampaign {
            state: text(campaign, "state"),
            snooze_duration_in_days: campaign.get("snoozeDurationInDays").and_then(Value::as_i64),
        }),
    }
}

fn method(object: &Object) -> Option<AllowedMethod> {
    let targets = |name: &str| {
        let all = object.get(name).and_then(Value::as_array).into_iter().flatten();
        all.filter_map(|one| Some(one.get("id")?.as_str()?.to_owned()))
            .collect()
    };
    Some(AllowedMethod {
        id: text(object, "id")?,
        state: text(object, "state"),
        include_targets: targets("includeTargets"),
        exclude_targets: targets("excludeTargets"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_answer_does_not_have_is_not_known_and_what_is_strange_is_left_out() {
        let of = |value: Value| row("p", value.as_object().unwrap());
        let bare = of(json!({ "displayName": "Policy" }));
        assert!(bare.methods.is_none() && bare.campaign.is_none());
        let strange = of(
            json!({ "authenticationMethodConfigurations": [7, {"state": "enabled"}, {"id": "New", "state": 3,
            "includeTargets": [{"id": "all_users"}, {"targetType": "group"}, null]}],
            "registrationEnforcement": {"authenticationMethodsRegistrationCampaign": {"snoozeDurationInDays": "x"}} }),
        );
        let methods = strange.methods.unwrap();
        assert_eq!(
            (methods.len(), methods[0].id.as_str(), methods[0].state.as_deref()),
            (1, "New", Some("3"))
        );
        assert_eq!(methods[0].include_targets, ["all_users"]);
        assert_eq!(strange.campaign.unwrap().snooze_duration_in_days, None);
    }
}
