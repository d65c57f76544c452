//! Tables and words for people. Scripts read `--json` or `--csv`.

use crate::output::printable;
use chrono::{DateTime, Utc};
use kontor_model::Object;
use serde_json::Value;
use std::fmt;

/// Rows of cells, each column as wide as its widest cell.
pub struct Table(Vec<Vec<String>>);

impl Table {
    pub fn new<'a>(head: impl Iterator<Item = &'a str>) -> Self {
        Self(vec![head.map(str::to_uppercase).collect()])
    }

    pub fn row(&mut self, cells: impl Iterator<Item = String>) {
        self.0
            .push(cells.map(|cell| printable(&cell.replace('\n', " "))).collect());
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some((head, [_, ..])) = self.0.split_first() else {
            return f.write_str("None.");
        };
        let width = |column: usize| {
            self.0
                .iter()
                .map(|row: &Vec<String>| row[column].chars().count())
                .max()
                .unwrap_or_default()
        };
        let widths: Vec<usize> = (0..head.len()).map(width).collect();
        for (number, row) in self.0.iter().enumerate() {
            let line: String = row
                .iter()
                .zip(&widths)
                .map(|(cell, width)| format!("{cell:width$}  "))
                .collect();
            write!(f, "{}{}", if number == 0 { "" } else { "\n" }, line.trim_end())?;
        }
        Ok(())
    }
}

/// What a table shows of a collection. A collection that is not named here shows its names and ids.
pub fn columns(collection: &str) -> &'static [&'static str] {
    match collection {
        "users" | "guest-users" => &[
            "displayName",
            "userPrincipalName",
            "accountEnabled",
            "department",
            "id",
            "pending",
        ],
        "sign-in-activity" => &[
            "id",
            "signInActivity.lastSignInDateTime",
            "signInActivity.lastNonInteractiveSignInDateTime",
            "signInActivity.lastSuccessfulSignInDateTime",
        ],
        "password-expiry" => &["displayName", "userPrincipalName", "status", "at", "reason", "id"],
        "groups" => &[
            "displayName",
            "groupTypes",
            "licenseProcessingState.state",
            "id",
            "pending",
        ],
        "licenses" => &[
            "skuPartNumber",
            "prepaidUnits.enabled",
            "consumedUnits",
            "capabilityStatus",
            "skuId",
        ],
        "subscriptions" => &[
            "skuPartNumber",
            "status",
            "totalLicenses",
            "nextLifecycleDateTime",
            "id",
        ],
        "invoices" => &[
            "name",
            "properties.status",
            "properties.dueDate",
            "properties.totalAmount.value",
        ],
        "billing-accounts" => &["properties.displayName", "properties.agreementType", "name"],
        "billing-profiles" => &[
            "properties.displayName",
            "properties.currency",
            "properties.invoiceDay",
            "name",
        ],
        "billing-subscriptions" => &[
            "properties.displayName",
            "properties.autoRenew",
            "properties.termDuration",
            "properties.termEndDate",
            "properties.quantity",
            "properties.subscriptionId",
        ],
        "transactions" => &[
            "properties.invoice",
            "properties.productDescription",
            "properties.quantity",
            "properties.subTotal.value",
            "properties.subTotal.currency",
        ],
        "domains" => &[
            "id",
            "authenticationType",
            "isDefault",
            "isVerified",
            "passwordValidityPeriodInDays",
        ],
        "catalog" => &["displayName", "skuPartNumber", "totalLicenses", "id"],
        "partners" => &["displayName", "defaultDomainName", "id"],
        "partner-link" => &["partnerId", "partnerName", "state", "id"],
        "delegated-admin-relationships" => &["customer.displayName", "status", "endDateTime", "displayName", "id"],
        "customer-subscriptions" => &[
            "customerName",
            "friendlyName",
            "quantity",
            "status",
            "autoRenewEnabled",
            "commitmentEndDate",
            "id",
        ],
        "customers" => &[
            "companyProfile.companyName",
            "companyProfile.domain",
            "billingProfile.defaultAddress.country",
            "id",
        ],
        "partner-catalog" => &["title", "country", "isTrial", "currency", "catalogItemId"],
        "contracts" => &["displayName", "defaultDomainName", "contractType", "customerId", "id"],
        "service-health" => &["service", "status", "id"],
        "issues" => &[
            "id",
            "classification",
            "status",
            "service",
            "lastModifiedDateTime",
            "title",
        ],
        "roles" => &[
            "roleDefinition.displayName",
            "principal.displayName",
            "principalId",
            "directoryScopeId",
            "id",
        ],
        "role-definitions" => &["displayName", "isBuiltIn", "isEnabled", "id"],
        "registration-details" => &[
            "userDisplayName",
            "userPrincipalName",
            "isSsprEnabled",
            "isSsprRegistered",
            "isSsprCapable",
            "isMfaRegistered",
            "methodsRegistered",
        ],
        "authentication-methods-policy" => &["displayName", "policyMigrationState", "lastModifiedDateTime", "id"],
        "authorization-policy" => &["displayName", "allowedToUseSSPR", "id"],
        _ => &["displayName", "id"],
    }
}

/// The value at a dotted path, as text.
pub fn cell(object: &Object, path: &str) -> String {
    let (first, rest) = path
        .split_once('.')
        .map_or((path, None), |(first, rest)| (first, Some(rest)));
    match (object.get(first), rest) {
        (Some(Value::Object(inner)), Some(rest)) => cell(inner, rest),
        (_, Some(_)) | (None, None) => String::new(),
        (Some(value), None) => text(value),
    }
}

/// A value as people read it.
pub fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) if items.iter().all(|item| !item.is_object()) => {
            items.iter().map(text).collect::<Vec<_>>().join(", ")
        }
        other => other.to_string(),
    }
}

pub fn as_of(moment: Option<DateTime<Utc>>) -> String {
    match moment {
        Some(moment) => format!("As of {}.", time(moment)),
        None => "Not read whole yet; run `kontor sync`.".to_owned(),
    }
}

pub fn time(moment: DateTime<Utc>) -> String {
    moment.format("%F %T UTC").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn columns_are_aligned_and_nothing_steers_the_terminal() {
        let mut table = Table::new(["name", "id"].into_iter());
        assert_eq!(table.to_string(), "None.");
        table.row(["Åse".to_owned(), "1".to_owned()].into_iter());
        table.row(["Line\u{1b}[2J".to_owned(), "2".to_owned()].into_iter());
        assert_eq!(table.to_string(), "NAME      ID\nÅse       1\nLine\u{fffd}[2J  2");
    }

    #[test]
    fn values_are_found_by_path_and_read_as_people_read_them() {
        let object = json!({"a": {"b": 5}, "list": ["x", "y"], "none": null});
        let object = object.as_object().unwrap();
        assert_eq!(cell(object, "a.b"), "5");
        assert_eq!(cell(object, "list"), "x, y");
        assert_eq!(
            cell(object, "none") + &cell(object, "a.c") + &cell(object, "list.z"),
            ""
        );
    }
}
