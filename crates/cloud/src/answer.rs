//! What an answer means: its body read whatever it is, its status and headers turned into a reply or a fault.

use crate::{
    Fault, FaultKind, Headers, Reply, Response, Written,
    retry::{http_date, retry_after},
    server_error::ServerError,
};
use base64::{
    Engine,
    alphabet::{STANDARD, URL_SAFE},
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use chrono::{DateTime, Utc};
use serde_json::Value;

/// A body, parsed as far as it can be.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Body {
    /// `Null` when nothing was there.
    Value(Value),
    /// HTML: a proxy, a gateway or a captive portal speaks.
    WebPage,
    /// Truncated JSON, or bytes that are neither JSON nor plain text.
    Unreadable,
}

impl Body {
    pub(crate) fn read(bytes: &[u8], content_type: &str) -> Self {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii();
        if bytes.is_empty() {
            return Self::Value(Value::Null);
        }
        if let Ok(value) = serde_json::from_slice(bytes) {
            return Self::Value(value);
        }
        let content_type = content_type.to_ascii_lowercase();
        if bytes.starts_with(b"<") || content_type.contains("html") {
            return Self::WebPage;
        }
        match std::str::from_utf8(bytes) {
            Ok(text) if content_type.starts_with("text/plain") && !text.starts_with(['{', '[', '"']) => {
                Self::Value(Value::String(text.to_owned()))
            }
            _ => Self::Unreadable,
        }
    }
}

/// The first value of a header, by any spelling of its name.
pub(crate) fn header<'a>(headers: &'a [(String, String)], name: &str) -> Option<&'a str> {
    all(headers, name).next()
}

fn all<'a>(headers: &'a [(String, String)], name: &str) -> impl Iterator<Item = &'a str> {
    headers
        .iter()
        .filter(move |(key, _)| key.eq_ignore_ascii_case(name))
        .map(|(_, value)| value.as_str())
}

/// Judges an answer from the wire. `now` is the local time, used when the answer has no `Date`.
pub(crate) fn judge(response: Response, now: DateTime<Utc>) -> Result<Reply, Fault> {
    let body = Body::read(
        &response.body,
        header(&response.headers, "content-type").unwrap_or_default(),
    );
    judge_parts(response.status, response.headers, body, now)
}

/// As [`judge`], for an item of a batch, whose body has been parsed with the whole.
pub(crate) fn judge_parts(status: u16, headers: Headers, body: Body, now: DateTime<Utc>) -> Result<Reply, Fault> {
    let server_id = [
        "request-id",
        "x-ms-request-id",
        "ms-requestid",
        "x-ms-correlation-request-id",
    ]
    .iter()
    .find_map(|name| header(&headers, name))
    .filter(|id| id.len() <= 128)
    .map(str::to_owned);
    let date = header(&headers, "date").and_then(http_date);
    let value = match body {
        Body::Value(body) if (200..300).contains(&status) => {
            return Ok(Reply {
                status,
                body,
                request_id: server_id,
                date,
                headers,
            });
        }
        Body::Value(value) => Some(value),
        Body::WebPage if status < 300 || (status < 500 && server_id.is_none()) => None,
        // A gateway's page under an error of Microsoft's: the status is all there is to know.
        Body::WebPage => Some(Value::Null),
        Body::Unreadable if status < 300 => {
            let fault = Fault::new(FaultKind::Malformed, "Microsoft's answer broke off or cannot be read.");
            return Err(with_facts(fault, status, server_id));
        }
        Body::Unreadable => Some(Value::Null),
    };
    let Some(value) = value.filter(|_| !(300..400).contains(&status) && status != 407) else {
        let fault = Fault::new(
            FaultKind::Offline,
            "Something other than Microsoft answered: the network may want a sign-in of its own in the browser first.",
        );
        return Err(with_facts(fault, status, server_id));
    };

    let said = ServerError::read(&value);
    let challenge = (status == 401).then(|| challenge(&headers)).flatten();
    let kind = kind(status, said.code.as_deref());
    let mut fault = Fault::new(kind, sentence(kind, status, &said));
    fault.error.field = said.target;
    fault.error.server_code = said.code;
    fault.date = date;
    fault.retry_after = retry_after(all(&headers, "retry-after"), date.unwrap_or(now));
    fault.claims = challenge.or(said.claims);
    if kind == FaultKind::Resync {
        fault.location = header(&headers, "location").map(str::to_owned);
    }
    Err(with_facts(fault, status, server_id.or(said.request_id)))
}

fn with_facts(mut fault: Fault, status: u16, request_id: Option<String>) -> Fault {
    fault.status = Some(status);
    fault.error = fault.error.with_request_id(request_id);
    fault
}

fn kind(status: u16, code: Option<&str>) -> FaultKind {
    let is = |names: &[&str]| code.is_some_and(|code| names.iter().any(|name| name.eq_ignore_ascii_case(code)));
    match status {
        // Whatever it says besides: a request that timed out may have been applied.
        408 => FaultKind::Server,
        400..=410 if is(&["syncStateNotFound", "resyncRequired"]) => FaultKind::Resync,
        401 => FaultKind::SignIn,
        403 => FaultKind::Denied,
        404 => FaultKind::NotFound,
        409 | 412 => FaultKind::Conflict,
        410 => FaultKind::Resync,
        429 => FaultKind::Throttled,
        400..=499 | 501 => FaultKind::Refused,
        500..=599 => FaultKind::Server,
        _ => FaultKind::Malformed,
    }
}

fn sentence(kind: FaultKind, status: u16, said: &ServerError) -> String {
    let start = match kind {
        FaultKind::SignIn => "Microsoft wants a new sign-in",
        FaultKind::Denied => "Microsoft refused this: a permission, a role or a license is missing",
        FaultKind::NotFound => "Microsoft does not find this object",
        FaultKind::Resync => "Microsoft cannot continue from the last synchronisation; everything is read again",
        FaultKind::Throttled => "Microsoft asks to send fewer requests; Kontor waits and goes on by itself",
        FaultKind::Conflict => "Microsoft holds another value than the one this change was based on",
        FaultKind::Refused if status == 423 => "Microsoft has locked this object for now; try again later",
        FaultKind::Refused => "Microsoft refused this",
        FaultKind::Server => "Microsoft's service has a fault of its own; try again later",
        _ => "Microsoft's answer is not what it documents",
    };
    match &said.message {
        Some(message) => format!("{start} ({status}): {message}"),
        None => format!("{start} ({status})."),
    }
}

/// The claims of `WWW-Authenticate: Bearer …, error="insufficient_claims", claims="<base64>"`. The empty text when
/// they are asked for but cannot be read: even then a new token without a person is no help.
fn challenge(headers: &[(String, String)]) -> Option<String> {
    all(headers, "www-authenticate").find_map(|value| {
        let insufficient = parameter(value, "error").is_some_and(|error| error == "insufficient_claims");
        let claims = parameter(value, "claims");
        (insufficient || claims.is_some()).then(|| claims.and_then(|claims| decode(&claims)).unwrap_or_default())
    })
}

/// Base64 of either alphabet, padded or not.
fn decode(text: &str) -> Option<String> {
    let config = GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    [STANDARD, URL_SAFE]
        .iter()
        .find_map(|alphabet| String::from_utf8(GeneralPurpose::new(alphabet, config).decode(text).ok()?).ok())
}

/// One `name="value"` of a challenge; a backslash quotes the next letter.
fn parameter(challenge: &str, name: &str) -> Option<String> {
    let mut rest = challenge;
    while let Some((before, after)) = rest.split_once('=') {
        let key = before.rsplit([' ', ',', '\t']).next().unwrap_or_default();
        let quoted = after.strip_prefix('"');
        let mut value = String::new();
        let mut letters = quoted.unwrap_or(after).char_indices();
        let mut end = None;
        while let Some((at, letter)) = letters.next() {
            match letter {
                '\\' if quoted.is_some() => value.extend(letters.next().map(|(_, letter)| letter)),
                '"' if quoted.is_some() => end = Some(at + 1),
                ',' | ' ' if quoted.is_none() => end = Some(at),
                letter => value.push(letter),
            }
            if end.is_some() {
                break;
            }
        }
        if key.eq_ignore_ascii_case(name) {
            return Some(value);
        }
        rest = end
            .and_then(|end| quoted.unwrap_or(after).get(end..))
            .unwrap_or_default();
    }
    None
}

/// What a judged answer says about a *write*: whether the server surely did not apply it.
pub(crate) fn written(judged: Result<Reply, Fault>) -> Written {
    match judged {
        Ok(reply) => Written::Answered(reply),
        // 401 and 429 are refusals that pass; 407 is the proxy's own; 424 is the failure of another item of the batch.
        Err(fault) if matches!(fault.status, Some(401 | 407 | 424 | 429)) => Written::NotSent(fault),
        Err(fault) => match fault.kind {
            FaultKind::Offline | FaultKind::Server | FaultKind::Malformed => Written::Unknown { why: fault.error },
            _ => Written::Refused(fault),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(status: u16, headers: &[(&str, &str)], body: &[u8]) -> Result<Reply, Fault> {
        let headers = headers
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        judge(
            Response {
                status,
                headers,
                body: body.to_vec(),
            },
            DateTime::UNIX_EPOCH,
        )
    }

    fn fault(status: u16, headers: &[(&str, &str)], body: &[u8]) -> Fault {
        answer(status, headers, body).unwrap_err()
    }

    #[test]
    fn bodies_are_read_with_a_bom_empty_or_as_plain_text() {
        assert_eq!(answer(200, &[], b"\xef\xbb\xbf {\"a\":1}").unwrap().body["a"], 1);
        assert_eq!(answer(204, &[], b"").unwrap().body, Value::Null);
        assert_eq!(
            answer(200, &[("content-type", "text/plain")], b"\xef\xbb\xbf250")
                .unwrap()
                .body,
            250
        );
        assert_eq!(
            answer(200, &[("Content-Type", "text/plain")], b"pong").unwrap().body,
            "pong"
        );
        let reply = answer(
            200,
            &[("Request-Id", "r"), ("DATE", "Thu, 01 Jan 1970 00:00:05 GMT")],
            b"{}",
        )
        .unwrap();
        assert_eq!(
            (reply.request_id.as_deref(), reply.date.unwrap().timestamp()),
            (Some("r"), 5)
        );
    }

    #[test]
    fn each_status_has_its_kind() {
        use FaultKind::*;
        let expected = [
            (400, Refused),
            (401, SignIn),
            (403, Denied),
            (404, NotFound),
            (405, Refused),
            (408, Server),
            (409, Conflict),
            (410, Resync),
            (412, Conflict),
            (422, Refused),
            (423, Refused),
            (429, Throttled),
            (500, Server),
            (501, Refused),
            (502, Server),
            (503, Server),
            (504, Server),
            (509, Server),
            (302, Offline),
            (407, Offline),
            (199, Malformed),
            (700, Malformed),
        ];
        for (status, kind) in expected {
            assert_eq!((status, fault(status, &[], b"").kind), (status, kind));
        }
    }

    #[test]
    fn a_web_page_is_not_microsoft_unless_its_request_id_is_there() {
        let page = b"<!DOCTYPE html><title>Welcome to the hotel</title>";
        for status in [200, 302, 403, 404, 511] {
            let kind = if status == 511 {
                FaultKind::Server
            } else {
                FaultKind::Offline
            };
            assert_eq!(fault(status, &[], page).kind, kind);
        }
        assert_eq!(fault(404, &[("request-id", "r")], page).kind, FaultKind::NotFound);
        assert_eq!(
            fault(200, &[("content-type", "text/html")], b"hello").kind,
            FaultKind::Offline
        );
    }

    #[test]
    fn a_claims_challenge_is_decoded_whatever_surrounds_it() {
        let claims = r#"{"access_token":{"nbf":{"essential":true,"value":"1"}}}"#;
        for alphabet in [STANDARD, URL_SAFE] {
            let encoded = GeneralPurpose::new(&alphabet, GeneralPurposeConfig::new()).encode(claims);
            let value = format!(
                r#"Bearer realm="", authorization_uri="https://login/x=y, z", error="insufficient_claims", claims="{encoded}""#
            );
            assert_eq!(
                fault(401, &[("WWW-Authenticate", &value)], b"").claims.as_deref(),
                Some(claims)
            );
        }
        let broken = r#"Bearer error="insufficient_claims", claims="***"#;
        assert_eq!(
            fault(401, &[("www-authenticate", broken)], b"").claims.as_deref(),
            Some("")
        );
        assert_eq!(
            fault(401, &[("www-authenticate", r#"Bearer error="invalid_token""#)], b"").claims,
            None
        );
        assert_eq!(
            parameter(r#"Bearer a="x\"y", b=z, c="w""#, "a").as_deref(),
            Some("x\"y")
        );
        assert_eq!(parameter(r#"Bearer a="x\"y", b=z, c="w""#, "b").as_deref(), Some("z"));
        assert_eq!(parameter(r#"Bearer a="x\"y", b=z, c="w""#, "C").as_deref(), Some("w"));
    }

    #[test]
    fn a_delta_reset_is_recognised_by_status_or_by_code() {
        let gone = fault(410, &[("Location", "https://x/delta?$deltatoken=")], b"");
        assert_eq!(
            (gone.kind, gone.location.as_deref()),
            (FaultKind::Resync, Some("https://x/delta?$deltatoken="))
        );
        for code in ["syncStateNotFound", "SyncStateNotFound", "ResyncRequired"] {
            let body = format!(r#"{{"error":{{"code":"{code}","message":"gone"}}}}"#);
            assert_eq!(fault(400, &[], body.as_bytes()).kind, FaultKind::Resync);
            assert_eq!(fault(408, &[], body.as_bytes()).kind, FaultKind::Server);
        }
    }

    #[test]
    fn nothing_that_arrives_makes_it_panic() {
        let seeds: [&[u8]; 7] = [
            br#"{"error":{"code":"Request_BadRequest","message":"m","innerError":{"code":"x","date":"2026"},"details":[{"code":"ObjectConflict","target":"t"}]}}"#,
            br#"{"error":"invalid_grant","error_description":"AADSTS50173: x","error_codes":[50173],"claims":"{}"}"#,
            b"\xef\xbb\xbf{\"code\":2055,\"description\":\"d\",\"data\":[],\"source\":\"s\"}",
            br#"{"value":[{"id":"1","@removed":{"reason":"changed"}}],"@odata.nextLink":"https://x"}"#,
            br#"Bearer realm="", error="insufficient_claims", claims="eyJhIjoxfQ==""#,
            b"<html><body>502</body></html>",
            b"30, 120, Sun, 06 Nov 1994 08:49:37 GMT",
        ];
        let mut dice = fastrand::Rng::with_seed(20_000);
        for round in 0..20_000 {
            let mut body = seeds[round % seeds.len()].to_vec();
            for _ in 0..dice.usize(0..12) {
                let at = dice.usize(0..body.len().max(1)).min(body.len().saturating_sub(1));
                match dice.u8(0..6) {
                    0 => body.truncate(at),
                    1 => body.insert(at, dice.u8(..)),
                    2 => body.extend_from_within(at..),
                    3 => body
                        .splice(at..at, b"[{\"a\":".repeat(dice.usize(0..60)))
                        .for_each(drop),
                    _ if body.is_empty() => body.push(dice.u8(..)),
                    _ => body[at] = dice.u8(..),
                }
                body.truncate(4096);
            }
            let text = String::from_utf8_lossy(&body).into_owned();
            let headers = [
                "retry-after",
                "www-authenticate",
                "content-type",
                "date",
                "location",
                "request-id",
            ]
            .map(|name| (name.to_owned(), text.clone()))
            .to_vec();
            let status = dice.u16(..);
            let judged = judge(Response { status, headers, body }, DateTime::UNIX_EPOCH);
            assert_eq!(judged.is_ok(), matches!(written(judged.clone()), Written::Answered(_)));
            if let Ok(reply) = judged {
                assert!((200..300).contains(&reply.status));
            }
        }
    }
}
