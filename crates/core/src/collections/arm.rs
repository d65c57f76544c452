//! Reading what Azure Resource Manager's billing sends: amounts, dates, and the properties that hold them.

use super::field::{is_sensible, parse_time, text};
use chrono::{DateTime, Utc};
use kontor_model::Object;
use serde::Serialize;
use serde_json::Value;
use std::sync::LazyLock;
use ts_rs::TS;

/// An amount of money as ARM gives it.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Amount {
    pub currency: Option<String>,
    /// A decimal number, exact as a text.
    pub value: Option<String>,
}

/// The properties of an ARM resource, whose own level holds only id, name and type.
pub fn properties(object: &Object) -> &Object {
    static NONE: LazyLock<Object> = LazyLock::new(Object::new);
    object.get("properties").and_then(Value::as_object).unwrap_or(&NONE)
}

pub fn amount(properties: &Object, name: &str) -> Option<Amount> {
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
pub fn date(properties: &Object, name: &str) -> Option<DateTime<Utc>> {
    let text = properties.get(name)?.as_str()?;
    parse_time(text).or_else(|| {
        let day = text.parse::<chrono::NaiveDate>().ok()?;
        Some(day.and_time(chrono::NaiveTime::MIN).and_utc()).filter(is_sensible)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

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
