//! What is changed of a customer's subscription at Partner Center: it takes the whole resource back, with the mark of the version that
//! was read, and what is decided on is all that money depends on.

use super::{Call, Precondition, Server, fields};
use crate::collections::customer_subscriptions::resource;
use crate::collections::field;
use kontor_cloud::Method;
use kontor_model::{Code, Error, Object, Result};
use serde_json::Value;

pub(super) const QUANTITY: &str = "quantity";
pub(super) const AUTO_RENEW: &str = "autoRenewEnabled";

/// What a person decides on, whichever of it is changed: another value of any of them may make it another price.
const FACTS: [&str; 6] = [
    QUANTITY,
    AUTO_RENEW,
    "status",
    "commitmentEndDate",
    "termDuration",
    "billingCycle",
];

/// What Partner Center changes along with them.
pub(super) const ALONG: &[&str] = &[
    "attributes",
    "cancellationAllowedUntilDate",
    "refundOptions",
    "refundableQuantity",
];

/// Partner Center's numbers of refusals.
mod code {
    /// The version that was sent is not the newest.
    pub const STALE: &str = "2055";
    /// Another order for the subscription is being worked on.
    pub const IN_PROGRESS: &str = "800060";
}

/// The facts as they stand.
pub(super) fn base(current: &Object) -> Object {
    FACTS
        .iter()
        .map(|name| ((*name).to_owned(), super::value(current, name)))
        .collect()
}

/// As for what sets values, and besides: a fact that is not as it was decided on is a conflict.
pub(super) fn precondition(wish: &Object, base: &Object, server: Option<&Object>) -> Precondition {
    match (fields::precondition(wish, base, server), server) {
        (Precondition::Go, Some(server)) => {
            let facts = base.iter().filter(|(name, _)| !wish.contains_key(*name));
            fields::unmoved(
                &facts.map(|(name, value)| (name.clone(), value.clone())).collect(),
                server,
            )
        }
        (other, _) => other,
    }
}

/// Only what is active can be changed, and that is looked at again when it is sent.
pub(super) fn inactive(current: &Object, changed: &str) -> Option<Error> {
    let status = field::text(current, "status").unwrap_or_default();
    (!status.eq_ignore_ascii_case("active")).then(|| {
        let why = "Partner Center changes active subscriptions only. Sync, and see what has become of this one.";
        Error::invalid(changed, why)
    })
}

/// The whole resource as it was just read, with the wish laid over it.
pub(super) fn call(path: String, wish: &Object, server: &Server) -> Result<Call> {
    let read = server.object.as_ref().filter(|object| has_version(object));
    let read = read.ok_or_else(|| {
        let why = "Partner Center did not say which version of the subscription it showed. Nothing was sent.";
        Error::new(Code::Malformed, why)
    })?;
    let mut body = resource(read);
    body.extend(wish.clone());
    Ok(Call {
        method: Method::PATCH,
        path,
        body: Some(Value::Object(body)),
    })
}

fn has_version(object: &Object) -> bool {
    let etag = object.get("attributes").and_then(|attributes| attributes.get("etag"));
    etag.is_some_and(Value::is_string)
}

/// An order that is under way ends by itself.
pub(super) fn is_refused_for_now(error: &Error) -> bool {
    error.server_code.as_deref() == Some(code::IN_PROGRESS)
}

/// Another version may be the one that this very change has made, and an order that is under way the one that it is.
pub(super) fn is_maybe_echo(error: &Error) -> bool {
    let code = error.server_code.as_deref();
    code.is_some_and(|code| [code::STALE, code::IN_PROGRESS].contains(&code))
}
