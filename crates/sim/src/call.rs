//! One request and one answer, apart from the connection: `$batch` makes calls of the same kind as the network does.

use percent_encoding::percent_decode_str;
use serde_json::{Value as Json, json};

#[derive(Clone, Debug)]
pub struct Call {
    pub method: String,
    /// Decoded, as sent by the client, without the query.
    pub path: String,
    pub segments: Vec<String>,
    pub query: Vec<(String, String)>,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
    /// Scheme, host and port that the client called: links lead back there.
    pub base: String,
    /// The place of the tenant that it is for, given by [`crate::route::place`].
    pub place: usize,
    /// This and what follows is given by [`crate::world::World::admit`].
    pub id: String,
    /// The request over the network: all of a batch have one.
    pub exchange: u64,
    /// Who sent it, as [`crate::Effect::actor`] tells.
    pub actor: String,
    /// Whether its token was asked for with claims.
    pub claims: bool,
}

impl Call {
    /// `target` is path and query as they stand in the request line.
    pub fn new(method: &str, target: &str, headers: Vec<(String, String)>, body: Vec<u8>, base: &str) -> Call {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        Call {
            method: method.to_owned(),
            path: decode(path),
            segments: path.split('/').filter(|s| !s.is_empty()).flat_map(segment).collect(),
            query: pairs(query),
            headers,
            body,
            base: base.to_owned(),
            place: 0,
            id: String::new(),
            exchange: 0,
            actor: String::new(),
            claims: false,
        }
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }

    pub fn query(&self, name: &str) -> Option<&str> {
        self.query
            .iter()
            .find(|(n, _)| n.eq_ignore_ascii_case(name))
            .map(|(_, v)| v.as_str())
    }

    pub fn json(&self) -> Result<Json, Answer> {
        serde_json::from_slice(&self.body)
            .map_err(|_| Answer::error(400, "BadRequest", "Unable to read JSON request payload."))
    }

    pub fn form(&self) -> Vec<(String, String)> {
        pairs(&String::from_utf8_lossy(&self.body))
    }

    /// Whether a `Prefer` header names this preference.
    pub fn prefers(&self, preference: &str) -> bool {
        self.header("prefer")
            .is_some_and(|p| p.split([',', ';']).any(|x| x.trim().eq_ignore_ascii_case(preference)))
    }

    /// The query without the paging token, to be carried into a next link.
    pub fn query_for_link(&self) -> String {
        let mut out = String::new();
        for (name, value) in &self.query {
            if name.eq_ignore_ascii_case("$skiptoken") || name.eq_ignore_ascii_case("$skip") {
                continue;
            }
            out.push_str(name);
            out.push('=');
            out.push_str(&encode(value));
            out.push('&');
        }
        out
    }
}

fn decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// Percent-encodes all but letters, digits and `-._~`.
pub fn encode(text: &str) -> String {
    const KEEP: &percent_encoding::AsciiSet = &percent_encoding::NON_ALPHANUMERIC
        .remove(b'-')
        .remove(b'.')
        .remove(b'_')
        .remove(b'~');
    percent_encoding::utf8_percent_encode(text, KEEP).to_string()
}

/// `users('x')` is `users`, `x`; `delta()` is `delta`.
fn segment(raw: &str) -> Vec<String> {
    let text = decode(raw);
    if let Some(name) = text.strip_suffix("()") {
        return vec![name.strip_prefix("microsoft.graph.").unwrap_or(name).to_owned()];
    }
    if let Some((name, key)) = text.split_once("('")
        && let Some(key) = key.strip_suffix("')")
    {
        return vec![name.to_owned(), key.replace("''", "'")];
    }
    vec![text]
}

fn pairs(query: &str) -> Vec<(String, String)> {
    let plain = |s: &str| decode(&s.replace('+', " "));
    query
        .split('&')
        .filter(|p| !p.is_empty())
        .map(|p| {
            p.split_once('=')
                .map_or((plain(p), String::new()), |(n, v)| (plain(n), plain(v)))
        })
        .collect()
}

/// What a service answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    /// Names in lower case.
    pub headers: Vec<(&'static str, String)>,
    pub body: Vec<u8>,
}

pub const JSON: &str = "application/json; odata.metadata=minimal; odata.streaming=true; charset=utf-8";

impl Answer {
    pub(crate) fn empty(status: u16) -> Answer {
        Answer {
            status,
            headers: Vec::new(),
            body: Vec::new(),
        }
    }

    pub(crate) fn bytes(status: u16, content_type: &str, body: Vec<u8>) -> Answer {
        Answer {
            status,
            headers: vec![("content-type", content_type.to_owned())],
            body,
        }
    }

    pub(crate) fn json(status: u16, body: &Json) -> Answer {
        Answer::bytes(status, JSON, body.to_string().into_bytes())
    }

    /// Graph's and ARM's error body; the ids are filled in on the way out.
    pub(crate) fn error(status: u16, code: &str, message: &str) -> Answer {
        Answer::json(status, &json!({"error": {"code": code, "message": message}}))
    }

    pub(crate) fn with(mut self, name: &'static str, value: impl Into<String>) -> Answer {
        self.headers.push((name, value.into()));
        self
    }

    pub(crate) fn not_found(what: &str) -> Answer {
        Answer::error(
            404,
            "Request_ResourceNotFound",
            &format!(
                "Resource '{what}' does not exist or one of its queried reference-property objects are not present."
            ),
        )
    }

    pub(crate) fn bad(message: &str) -> Answer {
        Answer::error(400, "Request_BadRequest", message)
    }

    pub(crate) fn unsupported(message: &str) -> Answer {
        Answer::error(400, "Request_UnsupportedQuery", message)
    }
}
