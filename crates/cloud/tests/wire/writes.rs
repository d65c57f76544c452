//! Writes: on the wire exactly once, whatever comes back.

use crate::server::{Say, Server, TestClock, answer, nowhere, ok};
use kontor_cloud::{FaultKind, Method, Written};
use kontor_model::Api;
use serde_json::json;
use std::time::Duration;

async fn write(say: Say) -> Written {
    let (server, clock) = (Server::start([say]).await, TestClock::new());
    let body = json!({"displayName": "Åse"});
    let written = server
        .cloud(&clock)
        .write(Api::Graph, Method::PATCH, "/v1.0/users/1", Some(&body), &[])
        .await;
    let seen = server.seen();
    assert_eq!(
        (seen.len(), clock.slept().len()),
        (1, 0),
        "a write is sent once: {written:?}"
    );
    assert_eq!(seen[0].body, r#"{"displayName":"Åse"}"#);
    assert_eq!(seen[0].header("content-type"), Some("application/json"));
    written
}

#[tokio::test]
async fn a_success_is_answered() {
    for say in [
        answer(204, "request-id: r", ""),
        ok("{}"),
        answer(201, "", r#"{"id":"1"}"#),
    ] {
        assert!(matches!(write(say).await, Written::Answered(_)));
    }
    let accepted = write(answer(202, "Location: https://x/op\nRetry-After: 10", "")).await;
    assert!(matches!(accepted, Written::Answered(reply) if reply.header("location") == Some("https://x/op")));
}

#[tokio::test]
async fn what_may_have_been_applied_is_unknown() {
    for say in [
        Say::Nothing,
        Say::Bytes(b"HTTP/1.1 200 OK\r\ncontent-length: 90\r\n\r\n{".to_vec()),
        Say::Bytes(b"HTTP/1.1 200 OK\r\n\r\n{\"id\":".to_vec()),
        Say::Bytes(b"\x16\x03 not http at all\r\n\r\n".to_vec()),
        Say::Flood(65 << 20),
        answer(200, "content-type: text/html", "<html>portal</html>"),
        answer(302, "location: https://portal.example", ""),
        answer(
            403,
            "content-type: text/html",
            "<html>the proxy does not like it</html>",
        ),
        answer(408, "", ""),
        answer(500, "", ""),
        answer(502, "", "<html></html>"),
        answer(503, "retry-after: 5", ""),
        answer(504, "", r#"{"error":{"code":"UnknownError"}}"#),
        answer(999, "", ""),
    ] {
        assert!(matches!(write(say).await, Written::Unknown { .. }));
    }
}

#[tokio::test]
async fn a_refusal_is_refused_with_its_reason() {
    let conflict = r#"{"error":{"code":"Request_BadRequest","message":"One or more…","details":[{"code":"ObjectConflict","message":"Another object with the same value for property userPrincipalName already exists.","target":"userPrincipalName"}]}}"#;
    let Written::Refused(fault) = write(answer(400, "", conflict)).await else {
        panic!("not refused")
    };
    assert_eq!(
        (fault.kind, fault.error.server_code.as_deref()),
        (FaultKind::Refused, Some("ObjectConflict"))
    );
    assert_eq!(fault.error.field.as_deref(), Some("userPrincipalName"));
    for status in [400, 403, 404, 405, 409, 410, 412, 422, 423, 501] {
        assert!(
            matches!(write(answer(status, "", "")).await, Written::Refused(_)),
            "{status}"
        );
    }
    let page = answer(403, "request-id: r\ncontent-type: text/html", "<html>forbidden</html>");
    assert!(matches!(write(page).await, Written::Refused(_)));
}

#[tokio::test]
async fn what_surely_was_not_sent_may_be_tried_later() {
    let throttled = write(answer(429, "Retry-After: 30", "")).await;
    assert!(matches!(throttled, Written::NotSent(fault) if fault.retry_after == Some(Duration::from_secs(30))));
    assert!(matches!(write(answer(407, "", "")).await, Written::NotSent(fault) if fault.kind == FaultKind::Offline));
    assert!(matches!(write(answer(401, "", "")).await, Written::NotSent(fault) if fault.kind == FaultKind::SignIn));

    let (server, clock) = (nowhere().await, TestClock::new());
    let written = server
        .cloud(&clock)
        .write(Api::Graph, Method::DELETE, "/v1.0/users/1", None, &[])
        .await;
    assert!(matches!(written, Written::NotSent(fault) if fault.kind == FaultKind::Offline));
    assert_eq!(clock.slept().len(), 0);
}

#[tokio::test]
async fn case_05_the_callers_idempotency_key_replaces_the_fresh_one() {
    let server = Server::start([answer(202, "", ""), answer(202, "", "")]).await;
    let cloud = server.cloud(&TestClock::new());
    let key = [(
        "MS-RequestId".to_owned(),
        "11111111-1111-4111-8111-111111111111".to_owned(),
    )];
    for _ in 0..2 {
        cloud
            .write(Api::PartnerCenter, Method::PATCH, "/v1/customers/1", None, &key)
            .await;
    }
    let seen = server.seen();
    let of = |at: usize, name: &str| seen[at].header(name).unwrap().to_owned();
    assert_eq!(
        (of(0, "ms-requestid"), of(1, "ms-requestid")),
        (key[0].1.clone(), key[0].1.clone())
    );
    assert_ne!(of(0, "ms-correlationid"), of(1, "ms-correlationid"));
    assert_eq!(of(0, "ms-contract-version"), "v1");
    assert_eq!(
        seen[0]
            .headers
            .iter()
            .filter(|(name, _)| name == "ms-requestid")
            .count(),
        1
    );
}
