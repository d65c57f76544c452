//! What a partner can buy for its customers, country by country: Partner Center's products, each with its editions (`skus`) and what can
//! be ordered of them (`availabilities`). It has no prices.

use super::field::{flag, integer, text, text_cell};
use super::{Collection, Source};
use crate::insights::Facts;
use kontor_model::Object;
use kontor_store::{Column, Derived, Kind, Order, Shape};
use serde::Serialize;
use serde_json::{Value, json};
use ts_rs::TS;

pub static PARTNER_CATALOG: Collection = Collection {
    name: "partner-catalog",
    source: Source::PartnerCatalog { path: "/v1/customers" },
    scope: None,
    shape: Shape {
        collection: "partner-catalog",
        columns: &[
            Column {
                name: "name",
                kind: Kind::Text,
            },
            Column {
                name: "country",
                kind: Kind::Text,
            },
        ],
        orders: &[
            Order {
                name: "name",
                by: &["name", "country"],
            },
            Order {
                name: "country",
                by: &["country", "name"],
            },
        ],
        revision: 1,
    },
    derive,
    row: |id, object, _| json!(row(id, object)),
    title: |object| text(object, TITLE).unwrap_or_default(),
};

const TITLE: &str = "title";

/// What can be ordered in a country.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PartnerCatalogRow {
    pub id: String,
    pub country: String,
    pub name: String,
    pub description: Option<String>,
    /// What an order names.
    pub catalog_item_id: String,
    /// For what term it can be had and how it is billed; empty when Partner Center does not say.
    pub terms: Vec<OfferTerm>,
    #[ts(type = "number | null")]
    pub minimum_quantity: Option<i64>,
    #[ts(type = "number | null")]
    pub maximum_quantity: Option<i64>,
    pub is_trial: Option<bool>,
    /// The currency that it is charged in.
    pub currency: Option<String>,
    /// `commercial`, `education` …, as it came.
    pub segment: Option<String>,
}

#[derive(Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OfferTerm {
    /// `P1M`, `P1Y` …, as it came.
    pub term_duration: String,
    /// `monthly`, `annual` …, as it came.
    pub billing_cycle: String,
}

/// What can be ordered, put together of what the three lists say; none for what cannot.
pub(crate) fn object(country: &str, product: &Object, sku: &Object, availability: &Object) -> Option<(String, Object)> {
    let item = text(availability, "catalogItemId").filter(|item| !item.is_empty())?;
    if flag(availability, "isPurchasable") == Some(false) {
        return None;
    }
    let id = format!("{country}:{item}").to_lowercase();
    let titled = |of: &Object| text(of, TITLE).filter(|title| !title.trim().is_empty());
    let title = titled(sku).or_else(|| titled(product)).unwrap_or_else(|| item.clone());
    let copied = |of: &Object, name: &str| of.get(name).cloned().unwrap_or(Value::Null);
    let object = json!({
        "id": id, "country": country, "catalogItemId": item, TITLE: title, "productTitle": copied(product, TITLE),
        "description": copied(sku, "description"), "minimumQuantity": copied(sku, "minimumQuantity"),
        "maximumQuantity": copied(sku, "maximumQuantity"), "isTrial": copied(sku, "isTrial"),
        "terms": copied(availability, "terms"), "segment": copied(availability, "segment"),
        "currency": availability.get("defaultCurrency").map_or(Value::Null, |currency| currency["code"].clone()),
    });
    match object {
        Value::Object(object) => Some((id, object)),
        _ => None,
    }
}

/// Partner Center writes terms in more than one way; one that says neither how long nor how it is billed is left out.
fn terms(object: &Object) -> Vec<OfferTerm> {
    let told = object.get("terms").and_then(Value::as_array).into_iter().flatten();
    let read = |term: &Value| {
        let term = term.as_object()?;
        Some(OfferTerm {
            term_duration: text(term, "duration").or_else(|| text(term, "termDuration"))?,
            billing_cycle: text(term, "billingCycle")?,
        })
    };
    let mut terms: Vec<OfferTerm> = Vec::new();
    for term in told.filter_map(read) {
        if !terms.contains(&term) {
            terms.push(term);
        }
    }
    terms
}

fn row(id: &str, object: &Object) -> PartnerCatalogRow {
    PartnerCatalogRow {
        id: id.to_owned(),
        country: text(object, "country").unwrap_or_default(),
        name: text(object, TITLE).unwrap_or_default(),
        description: text(object, "description").filter(|text| !text.trim().is_empty()),
        catalog_item_id: text(object, "catalogItemId").unwrap_or_default(),
        terms: terms(object),
        minimum_quantity: integer(object, "minimumQuantity"),
        maximum_quantity: integer(object, "maximumQuantity"),
        is_trial: flag(object, "isTrial"),
        currency: text(object, "currency"),
        segment: text(object, "segment"),
    }
}

fn derive(id: &str, object: &Object, facts: &Facts) -> Derived {
    let row = row(id, object);
    let product = text(object, "productTitle").unwrap_or_default();
    Derived {
        search: format!("{} {product} {}", row.name, row.catalog_item_id),
        cells: vec![text_cell(Some(facts.sort_key(&row.name))), text_cell(Some(row.country))],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(value: Value) -> Object {
        value.as_object().unwrap().clone()
    }

    #[test]
    fn what_can_be_ordered_is_put_together_and_what_is_not_told_is_not_known() {
        let (product, sku) = (
            of(json!({ "title": "Suite" })),
            of(json!({ "title": " ", "isTrial": "?" })),
        );
        let (id, found) = object("NO", &product, &sku, &of(json!({ "catalogItemId": "P:1:A" }))).unwrap();
        let row = row(&id, &found);
        assert_eq!((row.id.as_str(), row.name.as_str()), ("no:p:1:a", "Suite"));
        assert!(row.terms.is_empty() && row.is_trial.is_none() && row.maximum_quantity.is_none());
        let none = |availability: Value| object("NO", &product, &sku, &of(availability)).is_none();
        assert!(none(json!({})) && none(json!({ "catalogItemId": "P:1:A", "isPurchasable": false })));
    }

    #[test]
    fn a_term_says_how_long_and_how_it_is_billed() {
        let told = of(json!({ "terms": [
            { "duration": "P1Y", "billingCycle": "Annual" }, { "termDuration": "P1M", "billingCycle": "Monthly" },
            { "duration": "P1Y", "billingCycle": "Annual" }, { "duration": "P3Y" }, 7,
        ] }));
        let terms = terms(&told);
        let found: Vec<_> = terms.iter().map(|term| term.term_duration.as_str()).collect();
        assert_eq!(found, ["P1Y", "P1M"]);
    }
}
