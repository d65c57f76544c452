//! The words of Kontor: identifiers, domain types, tags and error codes. No IO happens here.

mod clock;
mod endpoints;
mod error;
mod key;
mod operation;
mod planted;
mod tag;
mod tenant;

pub use clock::{Clock, Sleep, SystemTime};
pub use endpoints::{Api, Endpoints};
pub use error::{Code, Error, Result};
pub use key::{Key, Secret};
pub use operation::{Conflict, Evidence, EvidenceKind, FieldChange, Hold, Operation, OperationId, State, Target};
#[cfg(feature = "planted")]
pub use planted::plant;
pub use planted::{Planted, planted};
pub use tag::Tag;
pub use tenant::{AuthKind, Tenant, TenantId};

/// A JSON object as Graph, ARM or Partner Center sent it: properties in the order of arrival, unknown ones included.
///
/// An absent property means "not asked for", `null` means "no value"; the two are never merged.
pub type Object = serde_json::Map<String, serde_json::Value>;

#[cfg(test)]
mod tests {
    use super::Object;

    #[test]
    fn a_number_is_written_as_it_was_read() {
        for number in [
            "0.30000000000000004",
            "5.0358864860683084e209",
            "1234567.8900000001",
            "122.416294033786585",
            "-3.7e-310",
        ] {
            let read: f64 = number.parse().unwrap();
            let object: Object = serde_json::from_str(&format!("{{\"amount\":{number}}}")).unwrap();
            assert_eq!(object["amount"].as_f64(), Some(read), "{number}");
            let again: Object = serde_json::from_str(&serde_json::to_string(&object).unwrap()).unwrap();
            assert_eq!(again, object, "{number}");
        }
    }
}
