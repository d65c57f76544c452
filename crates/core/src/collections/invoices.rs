//! Invoices (ARM billing), of every billing account that the admin may read.

use super::field::{is_sensible, objects, parse_time, text, text_cell, time_cell};
use super::{Collection, Source};
use crate::insights::Facts;
use chrono::{DateTime, TimeDelta, Utc};
use kontor_model::Object;
use kontor_store::{Cell, Column, Derived, Filter, Kind, Order, Shape};
use serde::Serialize;
use serde_json::{Value, json};
use ts_rs::TS;

pub static INVOICES: Collection = Collection {
    name: "invoices",
    source: Source::BillingInvoices,
    scope: None,
    shape: Shape {
        collection: "invoices",
        columns: &[
            Column {
                name: "number",
                kind: Kind::Text,
            },
            Column {
                name: "status",
                kind: Kind::Text,
            },
            Column {
                name: "invoice_date",
                kind: Kind::Integer,
            },
            Column {
                name: "due_date",
                kind: Kind::Integer,
            },
            Column {
                name: "amount",
                kind: Kind::Real,
            },
        ],
        orders: &[
            Order {
                name: "number",
                by: &["number"],
            },
            Order {
                name: "date",
                by: &["invoice_date"],
            },
            Order {
                name: "due",
                by: &["due_date"],
            },
            Order {
                name: "amount",
                by: &["amount"],
            },
        ],
        revision: 1,
    },
    derive,
    row: |id, object, _| json!(row(id, object)),
    title: |object| text(object, "name").unwrap_or_default(),
};

/// An amount of money as ARM gives it.
#[derive(Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Amount {
    pub currency: Option<String>,
    /// A decimal number, to be shown and never calculated with.
    pub value: Option<String>,
}

/// An invoice as "Bills & payments" shows one.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct InvoiceRow {
    pub id: String,
    /// The invoice number.
    pub name: Option<String>,
    /// `Due`, `OverDue`, `Paid` …, as it came.
    pub status: Option<String>,
    pub document_type: Option<String>,
    pub invoice_date: Option<DateTime<Utc>>,
    pub due_date: Option<DateTime<Utc>>,
    pub invoice_period_start_date: Option<DateTime<Utc>>,
    pub invoice_period_end_date: Option<DateTime<Utc>>,
    pub total_amount: Option<Amount>,
    pub amount_due: Option<Amount>,
    pub sub_total: Option<Amount>,
    pub tax_amount: Option<Amount>,
    pub purchase_order_number: Option<String>,
    pub documents: Vec<String>,
}

/// The properties of an ARM resource, whose own level holds only id, name and type.
fn properties(object: &Object) -> Option<&Object> {
    object.get("properties").and_then(Value::as_object)
}

fn amount(properties: &Object, name: &str) -> Option<Amount> {
    let amount = properties.get(name)?.as_object()?;
    Some(Amount {
        currency: text(amount, "currency"),
        value: amount.get("value").and_then(decimal),
    })
}

fn decimal(value: &Value) -> Option<String> {
    match value {
        Value::Number(number) => Some(number.to_string()),
        Value::String(text) if text.parse::<f64>().is_ok_and(f64::is_finite) => Some(text.clone()),
        _ => None,
    }
}

/// A moment, or a date alone (midnight UTC), which ARM uses as well.
fn date(properties: &Object, name: &str) -> Option<DateTime<Utc>> {
    let text = properties.get(name)?.as_str()?;
    parse_time(text).or_else(|| {
        let day = text.parse::<chrono::NaiveDate>().ok()?;
        Some(day.and_time(chrono::NaiveTime::MIN).and_utc()).filter(is_sensible)
    })
}

pub fn row(id: &str, object: &Object) -> InvoiceRow {
    let empty = Object::new();
    let properties = properties(object).unwrap_or(&empty);
    InvoiceRow {
        id: id.to_owned(),
        name: text(object, "name"),
        status: text(properties, "status"),
        document_type: text(properties, "documentType"),
        invoice_date: date(properties, "invoiceDate"),
        due_date: date(properties, "dueDate"),
        invoice_period_start_date: date(properties, "invoicePeriodStartDate"),
        invoice_period_end_date: date(properties, "invoicePeriodEndDate"),
        total_amount: amount(properties, "totalAmount"),
        amount_due: amount(properties, "amountDue"),
        sub_total: amount(properties, "subTotal"),
        tax_amount: amount(properties, "taxAmount"),
        purchase_order_number: text(properties, "purchaseOrderNumber"),
        documents: objects(properties, "documents")
            .filter_map(|document| text(document, "name"))
            .collect(),
    }
}

/// Whoever pays within the day that a bill is due on is not late.
const GRACE: TimeDelta = TimeDelta::days(1);

impl InvoiceRow {
    /// Microsoft says so, or has not noticed yet that the day has passed.
    pub fn is_late(&self, now: DateTime<Utc>) -> bool {
        let status = self.status.as_deref().unwrap_or_default();
        let passed = self.due_date.is_some_and(|due| due <= now - GRACE);
        status.eq_ignore_ascii_case("overdue") || status.eq_ignore_ascii_case("due") && passed
    }
}

/// `payment=late`: the bills that are late at `now`.
pub(super) fn payment(filter: &str, value: &str, now: DateTime<Utc>) -> Option<Vec<Filter>> {
    let passed = Filter::AtMost {
        column: "due_date".into(),
        cell: Cell::Integer((now - GRACE).timestamp()),
    };
    let late = vec![
        vec![super::is("status", "overdue")],
        vec![super::is("status", "due"), passed],
    ];
    ((filter, value) == ("payment", "late")).then(|| vec![Filter::Any(late)])
}

fn derive(id: &str, object: &Object, _: &Facts) -> Derived {
    let row = row(id, object);
    let total = row
        .total_amount
        .as_ref()
        .and_then(|amount| amount.value.as_deref()?.parse::<f64>().ok());
    let cells = vec![
        text_cell(row.name.clone()),
        text_cell(row.status.map(|status| status.to_lowercase())),
        time_cell(row.invoice_date),
        time_cell(row.due_date),
        total.map_or(Cell::Null, Cell::Real),
    ];
    Derived {
        cells,
        search: format!(
            "{} {}",
            row.name.unwrap_or_default(),
            row.purchase_order_number.unwrap_or_default()
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_that_nobody_can_calculate_with_is_no_date() {
        let of = |text: &str| {
            let properties = json!({ "dueDate": text });
            date(properties.as_object().unwrap(), "dueDate").map(|date| date.to_rfc3339())
        };
        assert_eq!(of("2026-11-02").as_deref(), Some("2026-11-02T00:00:00+00:00"));
        assert_eq!(
            of("2026-11-02T10:00:00+01:00").as_deref(),
            Some("2026-11-02T09:00:00+00:00")
        );
        for absurd in [
            "+262142-12-31",
            "-262143-01-01",
            "9999-12-31T23:59:59-23:59",
            "0000-12-31",
            "soon",
            "",
        ] {
            assert_eq!(of(absurd), None, "{absurd}");
        }
    }
}
