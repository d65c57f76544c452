//! Bills of a Microsoft Customer Agreement: one invoice a month, added up from the subscriptions, in NOK with 25 % VAT.

use chrono::{DateTime, Datelike, Months, NaiveDate, Utc};
use fastrand::Rng;
use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::products;
use crate::seed;
use crate::tenant::{Subscription, Tenant};
use crate::time::stamp;
use crate::world::mix;

/// Invoices before the simulator's start.
const MONTHS_BACK: u32 = 14;
/// The day of the month on which bills are made.
const DAY_OF_MONTH: u32 = 8;
/// Days until a bill is due: as long as the longest month, so that the newest is never overdue.
const DAYS_TO_PAY: i64 = 31;

pub struct Billing {
    pub account: String,
    pub old_account: String,
    pub profile: String,
    pub section: String,
    seed: u64,
    start: NaiveDate,
}

pub struct Line {
    pub name: &'static str,
    /// Microsoft's number of the product, as subscriptions and bills have it.
    pub product_type: String,
    /// What was paid for: from its first day to its last.
    pub service: (NaiveDate, NaiveDate),
    pub seats: i64,
    /// Øre, without VAT.
    pub unit: i64,
}

pub struct Invoice {
    pub name: String,
    pub date: NaiveDate,
    pub due: NaiveDate,
    pub period: (NaiveDate, NaiveDate),
    pub status: &'static str,
    pub credit_note: bool,
    pub lines: Vec<Line>,
}

impl Line {
    pub fn total(&self) -> i64 {
        self.unit * self.seats
    }
}

impl Invoice {
    /// Øre, without VAT.
    pub fn net(&self) -> i64 {
        self.lines.iter().map(Line::total).sum()
    }

    /// Øre, rounded to whole øre.
    pub fn vat(&self) -> i64 {
        (self.net() * 25 + if self.net() < 0 { -50 } else { 50 }) / 100
    }

    pub fn total(&self) -> i64 {
        self.net() + self.vat()
    }
}

fn day(seconds: i64) -> NaiveDate {
    DateTime::<Utc>::from_timestamp(seconds, 0)
        .unwrap_or_default()
        .date_naive()
}

fn midnight(date: NaiveDate) -> String {
    stamp(date.and_time(chrono::NaiveTime::MIN).and_utc().timestamp())
}

impl Billing {
    pub fn new(seed: u64, tenant: &Tenant, now: i64) -> Billing {
        let mut rng = Rng::with_seed(seed ^ 0xb111);
        let (a, b): (Uuid, Uuid) = (tenant.id, seed::uuid(&mut rng));
        let mut code = |groups: usize| {
            let letters = b"ABCDEFGHJKLMNPQRSTUVWXYZ234567";
            let group = |rng: &mut Rng, n| {
                (0..n)
                    .map(|_| letters[rng.usize(..letters.len())] as char)
                    .collect::<String>()
            };
            (0..groups)
                .map(|i| group(&mut rng, if i < 2 { 4 } else { 3 }))
                .collect::<Vec<_>>()
                .join("-")
        };
        Billing {
            account: format!("{a}:{b}_2019-05-31"),
            old_account: mix(seed ^ 0x01d).to_string()[..7].to_owned(),
            profile: code(4),
            section: code(4),
            seed,
            start: day(now),
        }
    }

    /// All invoices up to `now` (seconds since 1970), the newest first.
    pub fn invoices(&self, tenant: &Tenant, now: i64) -> Vec<Invoice> {
        let today = day(now);
        let mut all = Vec::new();
        let newest_at_start = last_bill(self.start);
        let mut date = newest_at_start
            .checked_sub_months(Months::new(MONTHS_BACK - 1))
            .unwrap_or(newest_at_start);
        while date <= today {
            let lines: Vec<Line> = tenant.subscriptions.iter().filter_map(|s| line(s, date)).collect();
            let before =
                newest_at_start.year() * 12 + newest_at_start.month0() as i32 - date.year() * 12 - date.month0() as i32;
            let paid = before == 1 || before > 2;
            let due = date + chrono::Days::new(DAYS_TO_PAY as u64);
            let status = match (paid, due < today) {
                (true, _) => "Paid",
                (false, true) => "OverDue",
                (false, false) => "Due",
            };
            let period_start = date.checked_sub_months(Months::new(1)).unwrap_or(date);
            if before == 4 {
                all.push(Invoice {
                    name: self.number(before, 1),
                    date: date + chrono::Days::new(6),
                    due: date + chrono::Days::new(6),
                    period: (period_start, date.pred_opt().unwrap_or(date)),
                    status: "Paid",
                    credit_note: true,
                    lines: lines
                        .iter()
                        .take(1)
                        .map(|l| Line {
                            seats: -2,
                            product_type: l.product_type.clone(),
                            ..*l
                        })
                        .collect(),
                });
            }
            all.push(Invoice {
                name: self.number(before, 0),
                date,
                due,
                period: (period_start, date.pred_opt().unwrap_or(date)),
                status,
                credit_note: false,
                lines,
            });
            date = date.checked_add_months(Months::new(1)).unwrap_or(NaiveDate::MAX);
        }
        all.sort_by_key(|i| std::cmp::Reverse(i.date));
        all
    }

    fn number(&self, months_before_start: i32, kind: u64) -> String {
        let base = 40_000_000 + mix(self.seed) % 20_000_000;
        let place = u64::try_from(200 - months_before_start).unwrap_or(0);
        format!(
            "G{:09}",
            base + place * 41_113 + mix(self.seed ^ place) % 30_000 + kind * 31_000
        )
    }

    pub fn account_path(&self) -> String {
        format!("/providers/Microsoft.Billing/billingAccounts/{}", self.account)
    }

    pub fn account_json(&self, tenant: &Tenant) -> Json {
        json!({
            "id": self.account_path(), "name": self.account, "type": "Microsoft.Billing/billingAccounts",
            "properties": {
                "accountStatus": "Active", "accountType": "Business", "agreementType": "MicrosoftCustomerAgreement",
                "billingRelationshipTypes": ["Direct"], "displayName": &*tenant.name, "hasReadAccess": true,
                "primaryBillingTenantId": tenant.id, "soldTo": address(tenant),
            },
        })
    }

    /// An account of the old kind beside it, as organisations have that bought before the customer agreement. It lists
    /// no bills: those are on Microsoft's pages only.
    pub fn old_account_json(&self, tenant: &Tenant) -> Json {
        json!({
            "id": format!("/providers/Microsoft.Billing/billingAccounts/{}", self.old_account), "name": self.old_account,
            "type": "Microsoft.Billing/billingAccounts",
            "properties": {
                "accountStatus": "Active", "accountType": "Individual", "agreementType": "MicrosoftOnlineServicesProgram",
                "displayName": format!("{} (2016)", tenant.name), "hasReadAccess": true,
            },
        })
    }

    pub fn profile_json(&self, tenant: &Tenant) -> Json {
        json!({
            "id": format!("{}/billingProfiles/{}", self.account_path(), self.profile), "name": self.profile,
            "type": "Microsoft.Billing/billingAccounts/billingProfiles",
            "properties": {
                "billingRelationshipType": "Direct", "billTo": address(tenant), "currency": "NOK",
                "displayName": &*tenant.name, "hasReadAccess": true, "invoiceDay": DAY_OF_MONTH, "invoiceEmailOptIn": true,
                "spendingLimit": "Off", "status": "Active", "systemId": self.profile, "poNumber": "4500021",
            },
        })
    }

    pub fn invoice_json(&self, tenant: &Tenant, invoice: &Invoice) -> Json {
        let amount = |ore: i64| json!({"currency": "NOK", "value": ore as f64 / 100.0});
        let kind = if invoice.credit_note { "CreditNote" } else { "Invoice" };
        let open = matches!(invoice.status, "Due" | "OverDue");
        let credit = if invoice.credit_note { -invoice.total() } else { 0 };
        let payments = if open || invoice.credit_note {
            json!([])
        } else {
            json!([{"amount": amount(invoice.total()), "date": midnight(invoice.due.pred_opt().unwrap_or(invoice.due)),
                    "paymentMethodFamily": "CheckWire", "paymentMethodType": "check", "paymentType": "credited"}])
        };
        json!({
            "id": format!("{}/invoices/{}", self.account_path(), invoice.name), "name": invoice.name,
            "type": "Microsoft.Billing/billingAccounts/invoices",
            "properties": {
                "amountDue": amount(if open { invoice.total() } else { 0 }), "azurePrepaymentApplied": amount(0),
                "billedAmount": amount(invoice.net()), "billingProfileDisplayName": &*tenant.name,
                "billingProfileId": format!("{}/billingProfiles/{}", self.account_path(), self.profile),
                "creditAmount": amount(credit), "documents": [{"kind": kind, "name": document(invoice), "source": "DRS"}],
                "documentType": kind, "dueDate": midnight(invoice.due), "failedPayments": [],
                "freeAzureCreditApplied": amount(0), "invoiceDate": midnight(invoice.date),
                "invoicePeriodEndDate": midnight(invoice.period.1), "invoicePeriodStartDate": midnight(invoice.period.0),
                "invoiceType": "Other", "isMonthlyInvoice": true, "payments": payments,
                "purchaseOrderNumber": "4500021", "status": invoice.status, "subTotal": amount(invoice.net()),
                "taxAmount": amount(invoice.vat()), "totalAmount": amount(invoice.total()),
            },
        })
    }

    /// The lines of an invoice.
    pub fn transactions_json(&self, tenant: &Tenant, invoice: &Invoice) -> Vec<Json> {
        let amount = |ore: i64| json!({"currency": "NOK", "value": ore as f64 / 100.0});
        let kind = if invoice.credit_note { "Credit" } else { "Purchase" };
        let profile = format!("{}/billingProfiles/{}", self.account_path(), self.profile);
        let line = |(place, line): (usize, &Line)| {
            let number = format!(
                "{:08x}-{place:04}",
                mix(self.seed ^ invoice.net().unsigned_abs()) as u32
            );
            let tax = (line.total() * 25 + 50 * line.total().signum()) / 100;
            json!({
                "id": format!("{}/invoices/{}/transactions/{number}", self.account_path(), invoice.name), "name": number,
                "type": "Microsoft.Billing/billingAccounts/invoices/transactions",
                "properties": {
                    "billingCurrency": "NOK", "billingProfileDisplayName": &*tenant.name, "billingProfileId": profile,
                    "date": midnight(invoice.date), "discount": 0.0, "effectivePrice": amount(line.unit), "exchangeRate": 1.0,
                    "invoice": invoice.name, "invoiceId": format!("{}/invoices/{}", self.account_path(), invoice.name),
                    "invoiceSectionDisplayName": &*tenant.name,
                    "invoiceSectionId": format!("{profile}/invoiceSections/{}", self.section), "isThirdParty": false,
                    "kind": "All", "marketPrice": amount(line.unit), "pricingCurrency": "NOK",
                    "productDescription": line.name, "productFamily": "Software", "productType": line.name,
                    "productTypeId": line.product_type, "quantity": line.seats,
                    "servicePeriodEndDate": midnight(line.service.1), "servicePeriodStartDate": midnight(line.service.0),
                    "subTotal": amount(line.total()), "tax": amount(tax), "transactionAmount": amount(line.total() + tax),
                    "transactionType": kind, "unitOfMeasure": "1 License", "units": line.seats as f64,
                },
            })
        };
        invoice.lines.iter().enumerate().map(line).collect()
    }

    pub fn subscription_json(&self, tenant: &Tenant, sub: &Subscription) -> Json {
        let product = &products::all()[sub.product as usize];
        let term = if sub.annual { "P1Y" } else { "P1M" };
        let status = match sub.status {
            "Enabled" => "Active",
            "Warning" => "Expired",
            "Suspended" => "Suspended",
            _ => "Other",
        };
        let start = sub
            .next
            .map(|n| n - if sub.annual { 365 } else { 30 } * crate::time::DAY);
        json!({
            "id": format!("{}/billingSubscriptions/{}", self.account_path(), sub.commerce_id), "name": sub.commerce_id,
            "type": "Microsoft.Billing/billingAccounts/billingSubscriptions",
            "properties": {
                "autoRenew": if sub.auto_renew { "On" } else { "Off" },
                "beneficiary": {"tenantId": tenant.id}, "beneficiaryTenantId": tenant.id, "billingFrequency": term,
                "billingProfileDisplayName": &*tenant.name,
                "billingProfileId": format!("{}/billingProfiles/{}", self.account_path(), self.profile),
                "billingProfileName": self.profile, "displayName": product.name, "invoiceSectionDisplayName": &*tenant.name,
                "invoiceSectionId": format!("{}/billingProfiles/{}/invoiceSections/{}", self.account_path(), self.profile, self.section),
                "invoiceSectionName": self.section, "productCategory": "Software", "productType": product.name,
                "productTypeId": product_type(sub.product),
                "provisioningTenantId": tenant.id, "purchaseDate": stamp(sub.created), "quantity": sub.seats,
                "skuDescription": product.name, "status": status, "subscriptionId": sub.commerce_id,
                "termDuration": term, "termEndDate": sub.next.map(stamp), "termStartDate": start.map(stamp),
            },
        })
    }
}

/// The document's name, by which it is downloaded.
pub fn document(invoice: &Invoice) -> String {
    format!(
        "{}_{}",
        invoice.name,
        if invoice.credit_note { "creditnote" } else { "invoice" }
    )
}

fn address(tenant: &Tenant) -> Json {
    json!({"addressLine1": "Damsgårdsveien 14", "city": "Bergen", "companyName": &*tenant.name, "country": "NO",
           "email": format!("faktura@{}", tenant.main), "postalCode": "5058"})
}

fn last_bill(today: NaiveDate) -> NaiveDate {
    let this = today.with_day(DAY_OF_MONTH).unwrap_or(today);
    if this <= today {
        this
    } else {
        this.checked_sub_months(Months::new(1)).unwrap_or(this)
    }
}

/// Microsoft's numbers of products begin alike and end in four letters and digits.
fn product_type(product: u8) -> String {
    format!("CFQ7TTC0{:04X}", mix(u64::from(product)) & 0xffff)
}

/// What a subscription costs on the bill of this date: each month, or once a year in the month of its renewal.
fn line(sub: &Subscription, date: NaiveDate) -> Option<Line> {
    let product = &products::all()[sub.product as usize];
    let running = sub.status == "Enabled" && product.price > 0.0 && sub.seats > 0;
    let renews = day(sub.next?).month() == date.month();
    let begun = day(sub.created) <= date;
    if !running || !begun || (sub.annual && !renews) {
        return None;
    }
    let month = (product.price * 100.0).round() as i64;
    let months = Months::new(if sub.annual { 12 } else { 1 });
    let last = date.checked_add_months(months).and_then(|next| next.pred_opt());
    Some(Line {
        name: product.name,
        product_type: product_type(sub.product),
        service: (date, last.unwrap_or(date)),
        seats: i64::from(sub.seats),
        unit: if sub.annual { month * 12 } else { month },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn on_every_day_some_bill_is_due_some_overdue_and_some_paid() {
        for day in 0..366 {
            let now = 1_767_225_600 + day * crate::time::DAY;
            let (tenant, _, _) = seed::tenant(1, 0, 100, now);
            let all = Billing::new(1, &tenant, now).invoices(&tenant, now);
            for status in ["Due", "OverDue", "Paid"] {
                assert!(
                    all.iter().any(|i| i.status == status && i.total() > 0),
                    "{status} on day {day}"
                );
            }
            let mut names: Vec<&str> = all.iter().map(|i| i.name.as_str()).collect();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), all.len());
        }
    }
}
