//! A partner's customers as Partner Center has them: who they are, and in which country they buy.

use super::field::{text, text_cell};
use super::{Collection, Source};
use crate::insights::Facts;
use kontor_model::Object;
use kontor_store::{Column, Derived, Kind, Order, Shape};
use serde::Serialize;
use serde_json::json;
use ts_rs::TS;

pub static CUSTOMERS: Collection = Collection {
    name: "customers",
    source: Source::Customers { path: "/v1/customers" },
    scope: None,
    shape: Shape {
        collection: "customers",
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
                by: &["name"],
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
    title: |object| name(object).or_else(|| text(object, "id")).unwrap_or_default(),
};

/// A customer of this partner; `id` is Entra's id of its organisation.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CustomerRow {
    pub id: String,
    pub name: Option<String>,
    pub domain: Option<String>,
    /// Two letters, of the address that it is billed at.
    pub country: Option<String>,
    /// `reseller` …, as it came.
    pub relationship_to_partner: Option<String>,
}

fn name(object: &Object) -> Option<String> {
    text(object.get("companyProfile")?.as_object()?, "companyName").filter(|name| !name.trim().is_empty())
}

/// Where a customer buys, which decides what it can have.
pub(crate) fn country(object: &Object) -> Option<String> {
    let address = object.get("billingProfile")?.get("defaultAddress")?.as_object()?;
    let country = text(address, "country")?.to_uppercase();
    let letters = |text: &str| text.len() == 2 && text.bytes().all(|letter| letter.is_ascii_uppercase());
    letters(&country).then_some(country)
}

fn row(id: &str, object: &Object) -> CustomerRow {
    let profile = object.get("companyProfile").and_then(|profile| profile.as_object());
    CustomerRow {
        id: id.to_owned(),
        name: name(object),
        domain: profile.and_then(|profile| text(profile, "domain")),
        country: country(object),
        relationship_to_partner: text(object, "relationshipToPartner"),
    }
}

fn derive(id: &str, object: &Object, facts: &Facts) -> Derived {
    let row = row(id, object);
    Derived {
        cells: vec![
            text_cell(row.name.as_ref().map(|name| facts.sort_key(name))),
            text_cell(row.country),
        ],
        search: format!(
            "{} {} {}",
            row.name.unwrap_or_default(),
            row.domain.unwrap_or_default(),
            row.id
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    #[test]
    fn a_country_is_two_letters_or_not_known() {
        let of = |country: Value| {
            let object = json!({ "billingProfile": { "defaultAddress": { "country": country } } });
            self::country(object.as_object().unwrap())
        };
        assert_eq!(of(json!("no")), Some("NO".to_owned()));
        for odd in [json!("Norway"), json!(""), json!(47), Value::Null, json!("å")] {
            assert_eq!(of(odd.clone()), None, "{odd}");
        }
        assert_eq!(self::country(&Object::new()), None);
    }
}
