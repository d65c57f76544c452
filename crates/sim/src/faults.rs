//! What goes wrong on purpose: rules over requests, from a file or from a test, the same for the same seed.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

use crate::call::{Answer, Call};
use crate::time;
use crate::world::mix;

const MARK: &[u8] = b"\xef\xbb\xbf";

/// One rule. The first rule that matches a request and is not spent acts on it.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// `METHOD /path`, `*` standing for any text; with a `?` in it the query is compared as well.
    #[serde(rename = "match")]
    pub pattern: String,
    pub action: Action,
    /// For `status` and `html`.
    #[serde(default)]
    pub status: Option<u16>,
    /// For `status` and `throttle`: the header as sent, or `date` for an HTTP date five seconds ahead. Absent: no header.
    #[serde(default)]
    pub retry_after: Option<String>,
    /// For `delay`, in milliseconds.
    #[serde(default)]
    pub ms: u64,
    /// For `merge`: written over every object of the answer.
    #[serde(default)]
    pub set: Map<String, Json>,
    /// Whether the request is carried out before its answer is spoilt.
    #[serde(default)]
    pub applied: bool,
    /// How many requests it acts on; absent: all.
    #[serde(default)]
    pub times: Option<u64>,
    /// How many matching requests pass before it acts.
    #[serde(default)]
    pub after: u64,
    /// Chance that it acts on a matching request, 0 to 1; absent: always.
    #[serde(default)]
    pub probability: Option<f64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    /// 429.
    Throttle,
    /// The given status with an error body.
    Status,
    /// A page in HTML, as a captive portal answers with 200 and a proxy with an error status.
    Html,
    /// A whole answer whose JSON stops half-way.
    Truncate,
    /// The connection ends in the middle of the body.
    Cut,
    /// The connection ends with no answer.
    Reset,
    Delay,
    /// 410 with a `Location` that starts anew.
    Gone,
    /// 401 `InvalidAuthenticationToken`.
    Unauthorized,
    /// 401 with a claims challenge, unless the token was asked for with claims.
    Claims,
    /// The true answer with some properties changed.
    Merge,
    /// The request reaches the service twice, as a proxy that resends does; the second answer is the one that arrives.
    Duplicate,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    rule: Vec<Rule>,
}

/// Reads a file of `[[rule]]` tables.
///
/// # Errors
/// What is wrong with it and where, in words.
pub fn read(text: &str) -> Result<Vec<Rule>, String> {
    toml::from_str::<File>(text).map(|f| f.rule).map_err(|e| e.to_string())
}

pub struct Faults {
    seed: u64,
    rules: Vec<(Rule, u64, u64)>,
}

impl Faults {
    pub fn new(seed: u64) -> Faults {
        Faults {
            seed,
            rules: Vec::new(),
        }
    }

    /// Replaces all rules and begins counting anew.
    pub fn set(&mut self, rules: Vec<Rule>) {
        self.rules = rules.into_iter().map(|r| (r, 0, 0)).collect();
    }

    /// The rule that acts on this request, if any.
    pub fn next(&mut self, call: &Call) -> Option<Rule> {
        let short = format!("{} {}", call.method, call.path);
        let long = format!("{short}?{}", call.query_for_link());
        for (i, (rule, seen, acted)) in self.rules.iter_mut().enumerate() {
            let text = if rule.pattern.contains('?') { &long } else { &short };
            if !glob(&rule.pattern, text) || (rule.action == Action::Claims && call.claims) {
                continue;
            }
            *seen += 1;
            if *seen <= rule.after || rule.times.is_some_and(|t| *acted >= t) {
                continue;
            }
            let draw = mix(self.seed ^ (*seen << 16) ^ i as u64) % 1_000_000;
            if rule.probability.is_some_and(|p| draw as f64 >= p * 1_000_000.0) {
                continue;
            }
            *acted += 1;
            return Some(rule.clone());
        }
        None
    }
}

impl Rule {
    /// Lets the request through to the service, as often as the rule does; the answer that comes back.
    pub(crate) fn let_through(&self, mut service: impl FnMut() -> Answer) -> Option<Answer> {
        if self.action == Action::Duplicate {
            service();
        }
        let only_spoils = matches!(
            self.action,
            Action::Delay | Action::Merge | Action::Truncate | Action::Cut | Action::Duplicate
        );
        (self.applied || only_spoils).then(service)
    }

    /// The answer given instead of the true one; `None` where the true one is only spoilt on its way.
    pub(crate) fn answer(&self, now: i64, call: &Call) -> Option<Answer> {
        let answer = match self.action {
            Action::Throttle => Answer::error(429, "TooManyRequests", "Too many requests."),
            Action::Status => {
                let status = self.status.unwrap_or(503);
                let (code, message) = match status {
                    403 => (
                        "Authorization_RequestDenied",
                        "Insufficient privileges to complete the operation.",
                    ),
                    404 => ("Request_ResourceNotFound", "Resource does not exist."),
                    409 => (
                        "Conflict",
                        "A conflicting object with one or more of the specified property values is present.",
                    ),
                    412 => (
                        "PreconditionFailed",
                        "The precondition given in one or more of the request headers failed.",
                    ),
                    423 => ("Locked", "The resource is locked."),
                    500 => ("InternalServerError", "An unexpected error occurred."),
                    502 | 504 => ("UnknownError", ""),
                    _ => ("ServiceUnavailable", "The service is temporarily unavailable."),
                };
                Answer::error(status, code, message)
            }
            Action::Html => {
                let page = "<!DOCTYPE html><html><head><title>Guest network</title></head><body><form>Sign in to the \
                            guest network</form></body></html>";
                Answer::bytes(self.status.unwrap_or(200), "text/html; charset=utf-8", page.into())
            }
            Action::Gone => {
                let url = format!("{}{}?$deltatoken=", call.base, call.path);
                Answer::error(
                    410,
                    "SyncStateNotFound",
                    "The sync state generation is not found; start a full sync.",
                )
                .with("location", url)
            }
            Action::Unauthorized => unauthorized(None),
            Action::Claims => {
                let claims = r#"{"access_token":{"nbf":{"essential":true,"value":"1700000000"}}}"#;
                unauthorized(Some(claims))
            }
            Action::Truncate | Action::Cut | Action::Reset | Action::Delay | Action::Merge | Action::Duplicate => {
                return None;
            }
        };
        Some(match self.retry_after.as_deref() {
            Some("date") => answer.with("retry-after", time::http_date(now + 5)),
            Some(text) => answer.with("retry-after", text),
            None => answer,
        })
    }

    /// Spoils a true answer.
    pub(crate) fn spoil(&self, mut answer: Answer) -> Answer {
        match self.action {
            Action::Truncate => answer.body.truncate(answer.body.len() / 2),
            Action::Merge => {
                // Partner Center's answers begin with a byte order mark, and its lists are called otherwise.
                let mark = if answer.body.starts_with(MARK) { MARK } else { b"" };
                if let Ok(mut body) = serde_json::from_slice::<Json>(&answer.body[mark.len()..]) {
                    let list = ["value", "items"]
                        .into_iter()
                        .find(|name| body.get(*name).is_some_and(Json::is_array));
                    let all: Vec<&mut Json> = match list {
                        Some(name) => body
                            .get_mut(name)
                            .and_then(Json::as_array_mut)
                            .into_iter()
                            .flatten()
                            .collect(),
                        None => vec![&mut body],
                    };
                    for object in all.into_iter().filter_map(Json::as_object_mut) {
                        object.extend(self.set.clone());
                    }
                    answer.body = [mark, body.to_string().as_bytes()].concat();
                }
            }
            _ => {}
        }
        answer
    }
}

/// 401, with the header that says why.
pub fn unauthorized(claims: Option<&str>) -> Answer {
    let answer = Answer::error(
        401,
        "InvalidAuthenticationToken",
        "Access token has expired or is not yet valid.",
    );
    let challenge =
        "Bearer realm=\"\", authorization_uri=\"https://login.microsoftonline.com/common/oauth2/authorize\"";
    match claims {
        None => answer.with("www-authenticate", challenge),
        Some(claims) => {
            let claims = base64::Engine::encode(&base64::prelude::BASE64_STANDARD, claims);
            let text = format!("{challenge}, error=\"insufficient_claims\", claims=\"{claims}\"");
            answer.with("www-authenticate", text)
        }
    }
}

/// Whether `text` has the shape of `pattern`, in which `*` is any text.
fn glob(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| text.strip_prefix(first)) else {
        return false;
    };
    let parts: Vec<&str> = parts.collect();
    let Some((last, middle)) = parts.split_last() else {
        return rest.is_empty();
    };
    for part in middle {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_is_any_text() {
        assert!(glob("PATCH /v1.0/users/*", "PATCH /v1.0/users/1"));
        assert!(glob("* /v1.0/*/delta", "GET /v1.0/users/delta"));
        assert!(!glob("GET /v1.0/users", "GET /v1.0/users/delta"));
        assert!(!glob("GET /a*a", "GET /a"));
    }

    #[test]
    fn a_rule_passes_over_acts_and_is_spent() {
        let text =
            "[[rule]]\nmatch = \"GET /x\"\naction = \"throttle\"\nretry_after = \"30,120\"\nafter = 1\ntimes = 2\n";
        let mut faults = Faults::new(1);
        faults.set(read(text).unwrap());
        let call = Call::new("GET", "/x", vec![], vec![], "http://127.0.0.1:1");
        let acted: Vec<bool> = (0..5).map(|_| faults.next(&call).is_some()).collect();
        assert_eq!(acted, [false, true, true, false, false]);
        assert!(read("[[rule]]\nmatch = \"x\"\naction = \"explode\"").is_err());
    }
}
