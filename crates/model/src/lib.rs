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
