//! Whether what the cloud noted is what an operation asks for.

use kontor_model::Operation;
use kontor_sim::Effect;
use serde_json::{Value, json};

/// Whether an effect is what an operation asks for, whoever it was of.
pub fn is_as_asked(operation: &Operation, effect: &Effect) -> bool {
    let id = &operation.target.id;
    let on_user = effect.path == format!("/v1.0/users/{id}");
    let input = &operation.input;
    match operation.operation.as_str() {
        "create-user" => {
            effect.method == "POST"
                && effect.path == "/v1.0/users"
                && effect.body["userPrincipalName"] == input["userPrincipalName"]
        }
        "send-mail" => effect.path.ends_with("/sendMail") && effect.body["message"]["subject"] == input["subject"],
        "update-user" => effect.method == "PATCH" && on_user && has(&effect.body, input),
        // Of a password the server shows only when it was changed: another one set at the same moment looks alike.
        "reset-password" => effect.object_id == *id && !effect.body["passwordProfile"].is_null(),
        "force-password-change" => {
            on_user && effect.body["passwordProfile"] == json!({ "forceChangePasswordNextSignIn": true })
        }
        "update-domain" => effect.path == format!("/v1.0/domains/{id}") && has(&effect.body, input),
        "delete-user" => effect.method == "DELETE" && on_user,
        "restore-user" => effect.path == format!("/v1.0/directory/deletedItems/{id}/restore"),
        "purge-user" => effect.method == "DELETE" && effect.path == format!("/v1.0/directory/deletedItems/{id}"),
        "reprocess-license-assignment" => effect.path == format!("/v1.0/users/{id}/reprocessLicenseAssignment"),
        "assign-group-licenses" => effect.path == format!("/v1.0/groups/{id}/assignLicense"),
        "add-group-member" => {
            let member = input["memberId"].as_str().unwrap_or_default();
            let link = effect.body["@odata.id"].as_str().unwrap_or_default();
            effect.path == format!("/v1.0/groups/{id}/members/$ref") && link.ends_with(member)
        }
        "remove-group-member" => {
            let member = input["memberId"].as_str().unwrap_or_default();
            effect.method == "DELETE" && effect.path == format!("/v1.0/groups/{id}/members/{member}/$ref")
        }
        "revoke-sign-in-sessions" => effect.path == format!("/v1.0/users/{id}/revokeSignInSessions"),
        "set-manager" => {
            let of = effect.body["@odata.id"].as_str().and_then(|of| of.rsplit('/').next());
            effect.path == format!("/v1.0/users/{id}/manager/$ref") && of == input["managerId"].as_str()
        }
        "set-password-never-expires" => {
            effect.method == "PATCH" && on_user && !effect.body["passwordPolicies"].is_null()
        }
        "assign-role" => effect.method == "POST" && is_role(&effect.after, id, input),
        "remove-role" => effect.method == "DELETE" && is_role(&effect.before, id, input),
        "update-authorization-policy" => {
            effect.path == "/v1.0/policies/authorizationPolicy" && has(&effect.body, input)
        }
        "set-partner-link" => {
            let path = "/providers/Microsoft.ManagementPartner/partners";
            let partner = input["partnerId"].as_str().unwrap_or_default();
            ["PUT", "PATCH"].contains(&effect.method.as_str()) && effect.path == format!("{path}/{partner}")
        }
        "remove-partner-link" => {
            effect.method == "DELETE"
                && effect
                    .path
                    .starts_with("/providers/Microsoft.ManagementPartner/partners/")
        }
        "change-seats" => is_subscription(effect, id) && effect.after["quantity"] == input["quantity"],
        "set-auto-renew" => {
            is_subscription(effect, id) && effect.after["autoRenewEnabled"] == input["autoRenewEnabled"]
        }
        "buy-for-customer" => is_bought(effect, id, input),
        _ => effect.path == format!("/v1.0/users/{id}/assignLicense"),
    }
}

/// Whether that subscription of a partner's customer was changed.
fn is_subscription(effect: &Effect, id: &str) -> bool {
    let path = |(customer, own): (&str, &str)| format!("/v1/customers/{customer}/subscriptions/{own}");
    let path = id.split_once(':').map(path);
    effect.method == "PATCH" && path.is_some_and(|path| effect.path.eq_ignore_ascii_case(&path))
}

/// Whether a cart with that line was checked out for the customer.
fn is_bought(effect: &Effect, customer: &str, input: &Value) -> bool {
    let carts = format!("/v1/customers/{customer}/carts/");
    let orders = effect.after["orders"].as_array().into_iter().flatten();
    let mut lines = orders.filter_map(|order| order["lineItems"].as_array()).flatten();
    effect.path.starts_with(&carts)
        && effect.path.ends_with("/checkout")
        && lines.any(|line| line["offerId"] == input["catalogItemId"] && line["quantity"] == input["quantity"])
}

/// Whether it is the assignment of that role to that user.
fn is_role(assignment: &Value, user: &str, input: &Value) -> bool {
    assignment["principalId"] == user && assignment["roleDefinitionId"] == input["roleDefinitionId"]
}

/// Every value of the one is in the other.
fn has(body: &Value, input: &Value) -> bool {
    let mut wished = input.as_object().into_iter().flatten();
    wished.all(|(field, wish)| body[field] == *wish)
}
