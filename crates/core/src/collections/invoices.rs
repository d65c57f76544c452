//! Invoices (ARM billing), of every billing account that the admin may read.

use super::arm::{Amount, amount, date, properties};
use super::field::{objects, text, text_cell, time_cell};
use super::{Collection, Source};
use crate::insights::Facts;
use chrono::{DateTime, TimeDelta, Utc};
use kontor_model::Object;
use kontor_store::{Cell, Column, Derived, Filter, Kind, Order, Shape};
use serde::Serialize;
use serde_json::json;
use ts_rs::TS;

pub static INVOICES: Collection = Collection {
    name: "invoices",
    source: Source::BelowBillingAccounts {
        path: "invoices",
        of_a_period: true,
    },
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
    pub billed_amount: Option<Amount>,
    pub credit_amount: Option<Amount>,
    pub azure_prepayment_applied: Option<Amount>,
    pub free_azure_credit_applied: Option<Amount>,
    pub billing_profile_display_name: Option<String>,
    /// Of a credit note: the bill that it takes back.
    pub credit_for_document_id: Option<String>,
    /// Of a void bill: the one that took its place.
    pub billed_document_id: Option<String>,
    pub payments: Vec<Payment>,
    pub failed_payments: Vec<FailedPayment>,
    /// The bills and credit notes that corrected it, the first one first.
    pub rebills: Vec<Rebill>,
    pub documents: Vec<InvoiceDocument>,
}

/// A file that Microsoft has of an invoice.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct InvoiceDocument {
    pub name: String,
    /// `Invoice`, `TaxReceipt` …, as it came.
    pub kind: Option<String>,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Payment {
    pub date: Option<DateTime<Utc>>,
    pub amount: Option<Amount>,
    /// `CreditCard`, `CheckWire` …, as it came.
    pub payment_method_family: Option<String>,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FailedPayment {
    pub date: Option<DateTime<Utc>>,
    /// `CardExpired` …, as it came.
    pub failed_payment_reason: Option<String>,
}

#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Rebill {
    pub invoice_document_id: Option<String>,
    pub credit_note_document_id: Option<String>,
}

/// Corrections stand within each other; so many are read.
const REBILLS: usize = 20;

fn rebills(properties: &Object) -> Vec<Rebill> {
    let next = |object: &Object| object.get("rebillDetails")?.as_object().cloned();
    std::iter::successors(next(properties), |details| next(details))
        .take(REBILLS)
        .map(|details| Rebill {
            invoice_document_id: text(&details, "invoiceDocumentId"),
            credit_note_document_id: text(&details, "creditNoteDocumentId"),
        })
        .collect()
}

pub fn row(id: &str, object: &Object) -> InvoiceRow {
    let properties = properties(object);
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
        billed_amount: amount(properties, "billedAmount"),
        credit_amount: amount(properties, "creditAmount"),
        azure_prepayment_applied: amount(properties, "azurePrepaymentApplied"),
        free_azure_credit_applied: amount(properties, "freeAzureCreditApplied"),
        billing_profile_display_name: text(properties, "billingProfileDisplayName"),
        credit_for_document_id: text(properties, "creditForDocumentId"),
        billed_document_id: text(properties, "billedDocumentId"),
        payments: objects(properties, "payments")
            .map(|payment| Payment {
                date: date(payment, "date"),
                amount: amount(payment, "amount"),
                payment_method_family: text(payment, "paymentMethodFamily"),
            })
            .collect(),
        failed_payments: objects(properties, "failedPayments")
            .map(|payment| FailedPayment {
                date: date(payment, "date"),
                failed_payment_reason: text(payment, "failedPaymentReason"),
            })
            .collect(),
        rebills: rebills(properties),
        documents: objects(properties, "documents")
            .filter_map(|document| {
                Some(InvoiceDocument {
                    name: text(document, "name")?,
                    kind: text(document, "kind"),
                })
            })
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
