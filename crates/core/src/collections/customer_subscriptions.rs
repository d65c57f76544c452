//! What a partner's customers have subscribed to, as Partner Center tells it to the partner that sold it: the seats, whether it renews
//! by itself, its term, and until when seats can be given back.

use super::field::{flag, flag_cell, integer, integer_cell, is_sensible, parse_time, text, text_cell, time_cell};
use super::{Collection, Source};
use crate::insights::Facts;
use chrono::{DateTime, Datelike, Months, NaiveDateTime, TimeDelta, Utc};
use kontor_model::Object;
use kontor_store::{Column, Derived, Kind, Order, Shape};
use serde::Serialize;
use serde_json::{Value, json};
use ts_rs::TS;

pub static CUSTOMER_SUBSCRIPTIONS: Collection = Collection {
    name: "customer-subscriptions",
    source: Source::CustomerSubscriptions { path: "/v1/customers" },
    scope: None,
    shape: Shape {
        collection: "customer-subscriptions",
        columns: &[
            Column {
                name: "customer",
                kind: Kind::Text,
            },
            Column {
                name: "name",
                kind: Kind::Text,
            },
            Column {
                name: "status",
                kind: Kind::Text,
            },
            Column {
                name: "auto_renew",
                kind: Kind::Integer,
            },
            Column {
                name: "quantity",
                kind: Kind::Integer,
            },
            Column {
                name: "ends",
                kind: Kind::Integer,
            },
            Column {
                name: "customer_id",
                kind: Kind::Text,
            },
        ],
        orders: &[
            Order {
                name: "customer",
                by: &["customer", "name"],
            },
            Order {
                name: "name",
                by: &["name", "customer"],
            },
            Order {
                name: "quantity",
                by: &["quantity", "customer"],
            },
            Order {
                name: "ends",
                by: &["ends", "customer"],
            },
        ],
        revision: 1,
    },
    derive,
    row: |id, object, _| json!(row(id, object)),
    title: |object| match text(object, CUSTOMER_NAME) {
        // Whose money it is about must be seen wherever it is named.
        Some(customer) => format!("{} · {customer}", product(object)),
        None => product(object),
    },
};

/// Partner Center's own id of a subscription; `id` names it among those of all customers.
pub(crate) const OWN_ID: &str = "subscriptionId";
/// Entra's id of the customer's organisation, and what the partner calls it.
pub(crate) const CUSTOMER_ID: &str = "customerId";
const CUSTOMER_NAME: &str = "customerName";

/// Seats of the new commerce can be given back for so long after a purchase or a renewal.
const WINDOW: TimeDelta = TimeDelta::days(7);

/// A subscription of a customer.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CustomerSubscriptionRow {
    pub id: String,
    pub customer_id: String,
    pub customer_name: Option<String>,
    /// Graph calls it `commerceSubscriptionId` in the customer's own tenant.
    pub subscription_id: String,
    pub name: String,
    pub offer_id: Option<String>,
    /// `active`, `suspended`, `deleted` …, as it came.
    pub status: Option<String>,
    #[ts(type = "number | null")]
    pub quantity: Option<i64>,
    pub auto_renew_enabled: Option<bool>,
    pub is_trial: Option<bool>,
    /// `P1M`, `P1Y` …, as it came.
    pub term_duration: Option<String>,
    /// `monthly`, `annual` …, as it came.
    pub billing_cycle: Option<String>,
    pub effective_start_date: Option<DateTime<Utc>>,
    pub commitment_end_date: Option<DateTime<Utc>>,
    /// Until when seats can be given back, where that is known.
    pub reduce_until: Option<DateTime<Utc>>,
    /// The Partner Network ID of the reseller, where one stands between.
    pub partner_id: Option<String>,
}

/// By which a subscription goes here: Partner Center's ids are unique within a customer.
pub(crate) fn id_of(customer: &str, subscription: &str) -> String {
    format!("{}:{}", customer.to_lowercase(), subscription.to_lowercase())
}

/// The customer and the subscription that such an id names.
pub(crate) fn parts(id: &str) -> Option<(&str, &str)> {
    id.split_once(':')
}

/// An answer of Partner Center as it is kept; none when it names no subscription.
pub(crate) fn object(customer: &str, name: Option<&str>, mut answer: Object) -> Option<(String, Object)> {
    let own = text(&answer, "id")?;
    let id = id_of(customer, &own);
    // Links lead to the same object by other ways.
    answer.remove("links");
    answer.insert("id".to_owned(), json!(id));
    answer.insert(OWN_ID.to_owned(), json!(own));
    answer.insert(CUSTOMER_ID.to_owned(), json!(customer));
    if let Some(name) = name {
        answer.insert(CUSTOMER_NAME.to_owned(), json!(name));
    }
    Some((id, answer))
}

/// The whole resource as Partner Center wants it back.
pub(crate) fn resource(object: &Object) -> Object {
    let mut resource = object.clone();
    let own = resource.remove(OWN_ID).unwrap_or(Value::Null);
    resource.insert("id".to_owned(), own);
    resource.remove(CUSTOMER_ID);
    resource.remove(CUSTOMER_NAME);
    resource
}

/// A date of Partner Center's: often without a time zone, in year 1 for "never" and in 9999 for "no end".
pub(crate) fn date(object: &Object, name: &str) -> Option<DateTime<Utc>> {
    let text = text(object, name)?;
    let plain = |text: &str| {
        let time = NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f").ok()?;
        Some(time.and_utc()).filter(is_sensible)
    };
    let time = parse_time(&text).or_else(|| plain(&text))?;
    (time.year() > 1 && time.year() < 9999).then_some(time)
}

/// Until when seats can be given back: as Partner Center says, or seven days from the beginning of the term. It tells the term's end as
/// a whole day, so that its beginning is known to the day: all of the last day counts.
pub(crate) fn reduce_until(object: &Object) -> Option<DateTime<Utc>> {
    if let Some(told) = date(object, "cancellationAllowedUntilDate") {
        return Some(told);
    }
    let months = months(&text(object, "termDuration")?)?;
    let began = date(object, "commitmentEndDate")?.checked_sub_months(months)?;
    let last = began.checked_add_signed(WINDOW)?.date_naive();
    Some(last.and_hms_opt(23, 59, 59)?.and_utc()).filter(is_sensible)
}

/// `P1M`, `P1Y`, `P3Y`: a count of months or years.
fn months(duration: &str) -> Option<Months> {
    let upper = duration.to_uppercase();
    let rest = upper.strip_prefix('P')?;
    let count = |text: &str| text.parse::<u32>().ok().filter(|count| (1..=120).contains(count));
    match (rest.strip_suffix('M'), rest.strip_suffix('Y')) {
        (Some(number), _) => count(number).map(Months::new),
        (_, Some(number)) => count(number).map(|years| Months::new(years * 12)),
        _ => None,
    }
}

fn product(object: &Object) -> String {
    let full = |name: &str| text(object, name).filter(|text| !text.trim().is_empty());
    full("friendlyName")
        .or_else(|| full("offerName"))
        .or_else(|| full("offerId"))
        .unwrap_or_default()
}

pub(crate) fn row(id: &str, object: &Object) -> CustomerSubscriptionRow {
    let (customer, own) = parts(id).unwrap_or_default();
    CustomerSubscriptionRow {
        id: id.to_owned(),
        customer_id: customer.to_owned(),
        customer_name: text(object, CUSTOMER_NAME),
        subscription_id: own.to_owned(),
        name: product(object),
        offer_id: text(object, "offerId"),
        status: text(object, "status"),
        quantity: integer(object, "quantity"),
        auto_renew_enabled: flag(object, "autoRenewEnabled"),
        is_trial: flag(object, "isTrial"),
        term_duration: text(object, "termDuration"),
        billing_cycle: text(object, "billingCycle"),
        effective_start_date: date(object, "effectiveStartDate"),
        commitment_end_date: date(object, "commitmentEndDate"),
        reduce_until: reduce_until(object),
        partner_id: text(object, "partnerId").filter(|partner| !partner.is_empty()),
    }
}

fn derive(id: &str, object: &Object, facts: &Facts) -> Derived {
    let row = row(id, object);
    let customer = row.customer_name.unwrap_or_default();
    Derived {
        search: format!("{} {customer} {}", row.name, row.subscription_id),
        cells: vec![
            text_cell(Some(facts.sort_key(&customer))),
            text_cell(Some(facts.sort_key(&row.name))),
            text_cell(row.status.map(|status| status.to_lowercase())),
            flag_cell(row.auto_renew_enabled),
            integer_cell(row.quantity),
            time_cell(row.commitment_end_date),
            text_cell(Some(row.customer_id)),
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(value: Value) -> Object {
        match value {
            Value::Object(object) => object,
            _ => Object::new(),
        }
    }

    #[test]
    fn dates_for_never_and_for_no_end_are_no_dates_and_a_missing_zone_is_utc() {
        let read = |text: &str| date(&of(json!({ "at": text })), "at").map(|at| at.to_rfc3339());
        for none in ["0001-01-01T00:00:00", "9999-12-10", "9999-12-14T00:00:00Z", "soon", ""] {
            assert_eq!(read(none), None, "{none}");
        }
        let utc = Some("2026-03-01T08:30:00+00:00".to_owned());
        assert_eq!(read("2026-03-01T08:30:00"), utc);
        assert_eq!(read("2026-03-01T10:30:00+02:00"), utc);
        assert_eq!(date(&of(json!({ "at": 20260301 })), "at"), None);
    }

    #[test]
    fn seats_can_be_given_back_as_long_as_is_told_or_within_seven_days_of_a_known_term() {
        let until = |value: Value| reduce_until(&of(value)).map(|at| at.to_rfc3339());
        assert_eq!(
            until(
                json!({ "cancellationAllowedUntilDate": "2026-05-08T12:00:00Z", "commitmentEndDate": "2027-05-01", "termDuration": "P1Y" })
            ),
            Some("2026-05-08T12:00:00+00:00".to_owned())
        );
        assert_eq!(
            until(json!({ "commitmentEndDate": "2027-05-01T00:00:00", "termDuration": "P1Y" })),
            Some("2026-05-08T23:59:59+00:00".to_owned())
        );
        assert_eq!(
            until(json!({ "commitmentEndDate": "2026-06-01T00:00:00Z", "termDuration": "p1m" })),
            Some("2026-05-08T23:59:59+00:00".to_owned())
        );
        for unknown in [
            json!({ "commitmentEndDate": "2027-05-01T00:00:00Z" }),
            json!({ "commitmentEndDate": "9999-12-10T00:00:00Z", "termDuration": "P1Y" }),
            json!({ "commitmentEndDate": "2027-05-01T00:00:00Z", "termDuration": "P99999999Y" }),
            json!({ "commitmentEndDate": "0001-03-01T00:00:00", "termDuration": "P3Y" }),
            json!({ "commitmentEndDate": "2027-05-01T00:00:00Z", "termDuration": "P1Ø" }),
        ] {
            assert_eq!(until(unknown.clone()), None, "{unknown}");
        }
    }

    #[test]
    fn what_is_sent_back_is_the_whole_resource_as_it_came() {
        let came =
            of(json!({ "id": "ABCD-1", "quantity": 5, "attributes": { "etag": "x", "objectType": "Subscription" } }));
        let (id, kept) = object("CUST-1", Some("Customer"), came.clone()).unwrap();
        assert_eq!(id, "cust-1:abcd-1");
        assert_eq!(row(&id, &kept).customer_name.as_deref(), Some("Customer"));
        assert_eq!(resource(&kept), came);
        assert_eq!(object("cust-1", None, Object::new()), None);
    }
}
