//! What Microsoft says about an error, in all the shapes it says it: Graph, ARM, Partner Center, Entra.

use serde_json::{Map, Value};

/// Codes that change what Kontor does or says, compared without regard to case. The deepest of these in an answer is
/// the one to use; where none is known, the outermost code is.
const KNOWN: [&str; 16] = [
    "authentication_requestfromnonpremiumtenantorb2ctenant",
    "authenticationfailed",
    "authorization_requestdenied",
    "authorizationfailed",
    "directorypagetokennotfoundexception",
    "insufficientlicenses",
    "invalidauthenticationtoken",
    "objectconflict",
    "request_badrequest",
    "request_multipleobjectswithsamekeyvalue",
    "request_resourcenotfound",
    "request_unsupportedquery",
    "resourcenotfound",
    "resyncrequired",
    "syncstatenotfound",
    "toomanyrequests",
];

const LONGEST_TEXT: usize = 600;

/// The parts of an error body. Everything is optional: bodies may be empty or anything else.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ServerError {
    /// As it came, number or text.
    pub(crate) code: Option<String>,
    pub(crate) message: Option<String>,
    /// The property the error is about (`details[].target`).
    pub(crate) target: Option<String>,
    pub(crate) request_id: Option<String>,
    /// Entra's, to tell support.
    pub(crate) correlation_id: Option<String>,
    /// Entra's numbers without the letters AADSTS.
    pub(crate) numbers: Vec<u64>,
    /// Entra's claims challenge, JSON text.
    pub(crate) claims: Option<String>,
}

impl ServerError {
    pub(crate) fn read(body: &Value) -> Self {
        let Some(top) = body.as_object() else {
            return Self::default();
        };
        let mut found = Self {
            correlation_id: text(top, "correlation_id"),
            claims: text(top, "claims").filter(|claims| claims.len() < 8192),
            numbers: field(top, "error_codes")
                .and_then(Value::as_array)
                .map(|codes| codes.iter().filter_map(Value::as_u64).take(8).collect())
                .unwrap_or_default(),
            ..Self::default()
        };
        match field(top, "error").or_else(|| field(top, "odata.error")) {
            Some(Value::Object(error)) => found.walk(error),
            Some(Value::String(error)) => {
                found.code = Some(tidy(error));
                found.message = text(top, "error_description");
            }
            _ => found.walk(top),
        }
        found
    }

    /// Goes down through `innerError` and `details`, remembering the deepest known code and what stands beside it.
    fn walk(&mut self, top: &Map<String, Value>) {
        self.code = text(top, "code");
        self.message = message(top);
        let mut level = Some(top);
        while let Some(object) = level {
            self.request_id = text(object, "request-id")
                .or_else(|| text(object, "requestId"))
                .or(self.request_id.take());
            self.adopt(object);
            for detail in field(object, "details").and_then(Value::as_array).into_iter().flatten() {
                if let Some(detail) = detail.as_object() {
                    self.adopt(detail);
                    self.target = self.target.take().or_else(|| text(detail, "target"));
                }
            }
            level = field(object, "innererror").and_then(Value::as_object);
        }
    }

    fn adopt(&mut self, object: &Map<String, Value>) {
        let Some(code) = text(object, "code").filter(|code| is_known(code)) else {
            return;
        };
        self.code = Some(code);
        self.message = message(object).or(self.message.take());
    }
}

fn is_known(code: &str) -> bool {
    KNOWN.iter().any(|known| known.eq_ignore_ascii_case(code))
}

fn field<'a>(object: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    object.get(name).or_else(|| {
        object
            .iter()
            .find(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
    })
}

fn text(object: &Map<String, Value>, name: &str) -> Option<String> {
    match field(object, name)? {
        Value::String(text) if !text.trim().is_empty() => Some(tidy(text)),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// `message` is text or `{lang, value}`; Partner Center calls it `description`.
fn message(object: &Map<String, Value>) -> Option<String> {
    text(object, "message")
        .or_else(|| {
            field(object, "message")
                .and_then(Value::as_object)
                .and_then(|message| text(message, "value"))
        })
        .or_else(|| text(object, "description"))
}

/// One line of bounded length, for a sentence.
fn tidy(text: &str) -> String {
    text.split(|letter: char| letter.is_whitespace() || letter.is_control())
        .filter(|word| !word.is_empty())
        .flat_map(|word| [" ", word])
        .skip(1)
        .flat_map(str::chars)
        .take(LONGEST_TEXT)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn code(body: Value) -> Option<String> {
        ServerError::read(&body).code
    }

    #[test]
    fn the_deepest_known_code_is_used_in_every_spelling() {
        for inner in ["innerError", "innererror", "InnerError"] {
            let body = json!({"error": {"code": "badRequest", "message": "outer",
                inner: {"code": "SyncStateNotFound", "message": "inner", inner: {"code": "neverHeardOf", "request-id": "r1"}}}});
            let error = ServerError::read(&body);
            assert_eq!(error.code.as_deref(), Some("SyncStateNotFound"));
            assert_eq!(
                (error.message.as_deref(), error.request_id.as_deref()),
                (Some("inner"), Some("r1"))
            );
        }
        let conflict = json!({"error": {"code": "Request_BadRequest", "message": "m",
            "details": [{"code": "ObjectConflict", "message": "taken", "target": "userPrincipalName"}]}});
        let error = ServerError::read(&conflict);
        assert_eq!(
            (error.code.as_deref(), error.message.as_deref()),
            (Some("ObjectConflict"), Some("taken"))
        );
        assert_eq!(error.target.as_deref(), Some("userPrincipalName"));
        assert_eq!(
            code(json!({"error": {"code": "new", "innerError": {"code": "newer"}}})).as_deref(),
            Some("new")
        );
    }

    #[test]
    fn entra_arm_and_partner_center_are_read_too() {
        let entra = ServerError::read(
            &json!({"error": "invalid_client", "error_description": "AADSTS7000215: bad\r\nTrace",
            "error_codes": [7000215], "correlation_id": "c", "claims": "{}"}),
        );
        assert_eq!(
            (entra.code.as_deref(), entra.numbers.as_slice()),
            (Some("invalid_client"), &[7000215][..])
        );
        assert_eq!(entra.message.as_deref(), Some("AADSTS7000215: bad Trace"));
        assert_eq!(
            (entra.correlation_id.as_deref(), entra.claims.as_deref()),
            (Some("c"), Some("{}"))
        );
        assert_eq!(
            code(json!({"code": 2055, "description": "Etag", "data": [], "source": "x"})).as_deref(),
            Some("2055")
        );
        assert_eq!(
            code(json!({"code": "800064", "description": "busy"})).as_deref(),
            Some("800064")
        );
        assert_eq!(
            code(json!({"error": {"code": "BadRequest", "message": "m", "details": []}})).as_deref(),
            Some("BadRequest")
        );
        let odata =
            ServerError::read(&json!({"odata.error": {"code": "x", "message": {"lang": "en", "value": "hello"}}}));
        assert_eq!(odata.message.as_deref(), Some("hello"));
    }

    #[test]
    fn any_other_shape_gives_nothing() {
        for body in [
            json!(null),
            json!([]),
            json!("x"),
            json!(7),
            json!({}),
            json!({"error": null}),
            json!({"error": []}),
        ] {
            assert_eq!(ServerError::read(&body), ServerError::default(), "{body}");
        }
    }
}
