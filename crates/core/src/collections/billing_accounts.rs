//! Billing accounts (ARM): the agreements under which Microsoft bills, as far as this admin may read them.

use super::arm::properties;
use super::field::{flag, text, text_cell};
use super::{Collection, Source};
use crate::insights::Facts;
use kontor_model::Object;
use kontor_store::{Column, Derived, Kind, Order, Shape};
use serde::Serialize;
use serde_json::json;
use ts_rs::TS;

pub static BILLING_ACCOUNTS: Collection = Collection {
    name: "billing-accounts",
    source: Source::BillingAccounts,
    scope: None,
    shape: Shape {
        collection: "billing-accounts",
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
    derive,
    row: |id, object, _| json!(row(id, object)),
    title: |object| row("", object).name().to_owned(),
};

/// A billing account.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BillingAccountRow {
    pub id: String,
    /// Its number.
    pub name: Option<String>,
    pub display_name: Option<String>,
    /// `MicrosoftCustomerAgreement`, `MicrosoftOnlineServicesProgram` …, as it came.
    pub agreement_type: Option<String>,
    pub account_status: Option<String>,
    pub has_read_access: Option<bool>,
    /// Its bills are on Microsoft's pages only: an account from before the customer agreement, whose bills ARM does not list.
    pub bills_elsewhere: bool,
}

impl BillingAccountRow {
    /// What people call it.
    fn name(&self) -> &str {
        let name = self.display_name.as_deref().filter(|name| !name.is_empty());
        name.or(self.name.as_deref()).unwrap_or_default()
    }
}

pub fn row(id: &str, object: &Object) -> BillingAccountRow {
    let properties = properties(object);
    let agreement_type = text(properties, "agreementType");
    BillingAccountRow {
        id: id.to_owned(),
        name: text(object, "name"),
        display_name: text(properties, "displayName"),
        account_status: text(properties, "accountStatus"),
        has_read_access: flag(properties, "hasReadAccess"),
        bills_elsewhere: agreement_type
            .as_ref()
            .is_some_and(|kind| kind.eq_ignore_ascii_case("MicrosoftOnlineServicesProgram")),
        agreement_type,
    }
}

fn derive(id: &str, object: &Object, facts: &Facts) -> Derived {
    let row = row(id, object);
    Derived {
        cells: vec![text_cell(Some(facts.sort_key(row.name())))],
        search: format!("{} {}", row.name(), row.name.as_deref().unwrap_or_default()),
    }
}
