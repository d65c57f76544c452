//! Reads: repeated where that helps, within the patience given, and never beyond what is safe.

use crate::server::{Say, Server, TestClock, answer, nowhere, ok};
use kontor_cloud::{Fault, FaultKind, Priority, ReadOptions};
use kontor_model::{Api, Code};
use std::time::Duration;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

const SECOND: Duration = Duration::from_secs(1);

/// Reads one path and tells the fault, the number of requests and the waits.
async fn failing(script: Vec<Say>, patience: u64) -> (Fault, usize, Vec<Duration>) {
    let (server, clock) = (Server::start(script).await, TestClock::new());
    let options = ReadOptions {
        patience: SECOND * patience as u32,
        ..ReadOptions::default()
    };
    let fault = server
        .cloud(&clock)
        .get(Api::Graph, "/v1.0/me", &options)
        .await
        .unwrap_err();
    (fault, server.seen().len(), clock.slept())
}

/// Reads one path successfully and tells the waits before that.
async fn waits(script: Vec<Say>) -> Vec<Duration> {
    let (clock, expected) = (TestClock::new(), script.len());
    let server = Server::start(script).await;
    let reply = server
        .cloud(&clock)
        .get(Api::Graph, "/v1.0/me", &ReadOptions::default())
        .await
        .unwrap();
    assert_eq!((reply.body["id"].as_str(), server.seen().len()), (Some("x"), expected));
    clock.slept()
}

fn found() -> Say {
    ok(r#"{"id":"x"}"#)
}

#[tokio::test]
async fn retry_after_is_waited_for_exactly() {
    assert_eq!(
        waits(vec![answer(429, "Retry-After: 7", ""), found()]).await,
        [SECOND * 7]
    );
    assert_eq!(
        waits(vec![answer(503, "retry-after: 2", ""), found()]).await,
        [SECOND * 2]
    );
    let date = "Date: Sun, 06 Nov 1994 08:49:37 GMT\nRetry-After: Sun, 06 Nov 1994 08:49:48 GMT";
    assert_eq!(waits(vec![answer(429, date, ""), found()]).await, [SECOND * 11]);
}

#[tokio::test]
async fn case_07_a_list_in_retry_after_is_never_waited_for_less_than_its_first() {
    assert!(waits(vec![answer(429, "Retry-After: 30,90", ""), found()]).await[0] >= SECOND * 30);
}

#[tokio::test]
async fn case_08_without_retry_after_the_waits_grow_with_jitter_under_a_cap() {
    for header in ["", "Retry-After: soon", "Retry-After: 0", "Retry-After: -1"] {
        let script = (0..5).map(|_| answer(429, header, "")).chain([found()]).collect();
        let waits = waits(script).await;
        for (at, wait) in waits.iter().enumerate() {
            let full = SECOND * 2u32.pow(at as u32);
            assert!(*wait >= full / 2 && *wait <= full, "{header}: wait {at} was {wait:?}");
        }
    }
}

#[tokio::test]
async fn a_wait_beyond_the_patience_is_handed_to_the_caller_at_once() {
    let (fault, requests, slept) = failing(vec![answer(429, "Retry-After: 3600", "")], 120).await;
    assert_eq!(
        (fault.kind, fault.retry_after),
        (FaultKind::Throttled, Some(SECOND * 3600))
    );
    assert_eq!((requests, slept.len(), fault.error.code), (1, 0, Code::Throttled));
    let (fault, ..) = failing(vec![answer(429, "Retry-After: 99999999999999999999", "")], 120).await;
    assert_eq!(fault.retry_after, Some(SECOND * 3600 * 24));
}

#[tokio::test]
async fn what_passes_is_tried_again() {
    for trouble in [
        answer(500, "", ""),
        answer(502, "content-type: text/html", "<html>bad gateway</html>"),
        answer(504, "", r#"{"error":{"code":"UnknownError"}}"#),
        answer(408, "", ""),
        Say::Nothing,
        Say::Bytes(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"id\":".to_vec()),
        Say::Bytes(b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n{\"id\":\"x".to_vec()),
        Say::Bytes(b"\x00\xff nonsense\r\n\r\n".to_vec()),
        answer(200, "content-type: text/html", "<!doctype html><form>hotel wifi</form>"),
    ] {
        assert_eq!(waits(vec![trouble, found()]).await.len(), 1);
    }
}

#[tokio::test]
async fn what_does_not_pass_is_asked_for_once() {
    let error = r#"{"error":{"code":"Authorization_RequestDenied","message":"Insufficient privileges","innerError":{"request-id":"r7"}}}"#;
    for (status, kind) in [
        (400, FaultKind::Refused),
        (403, FaultKind::Denied),
        (404, FaultKind::NotFound),
        (409, FaultKind::Conflict),
        (412, FaultKind::Conflict),
        (423, FaultKind::Refused),
        (501, FaultKind::Refused),
    ] {
        let (fault, requests, _) = failing(vec![answer(status, "", error)], 120).await;
        assert_eq!((fault.kind, requests, fault.status), (kind, 1, Some(status)));
        assert_eq!(fault.error.server_code.as_deref(), Some("Authorization_RequestDenied"));
        assert_eq!(fault.error.request_id.as_deref(), Some("r7"));
        assert!(fault.error.message.contains("Insufficient privileges"));
    }
}

#[tokio::test]
async fn case_27_a_captive_portal_is_offline_however_often_it_answers() {
    let page = || answer(200, "content-type: text/html", "<html>Sign in to Wi-Fi</html>");
    let (fault, requests, _) = failing((0..30).map(|_| page()).collect(), 20).await;
    assert_eq!((fault.kind, fault.error.code), (FaultKind::Offline, Code::Offline));
    assert!((2..30).contains(&requests));
    let (fault, ..) = failing(
        (0..30)
            .map(|_| Say::Bytes(b"HTTP/1.1 200 OK\r\n\r\n{\"a\"".to_vec()))
            .collect(),
        20,
    )
    .await;
    assert_eq!(fault.kind, FaultKind::Malformed);
}

#[tokio::test]
async fn when_nothing_listens_it_is_offline_within_the_patience() {
    let (server, clock) = (nowhere().await, TestClock::new());
    let options = ReadOptions {
        patience: SECOND * 10,
        ..ReadOptions::default()
    };
    let fault = server
        .cloud(&clock)
        .get(Api::Graph, "/v1.0/me", &options)
        .await
        .unwrap_err();
    assert_eq!(fault.kind, FaultKind::Offline);
    assert!(clock.slept().len() >= 2 && clock.slept().iter().sum::<Duration>() <= SECOND * 10);
}

#[tokio::test]
async fn no_redirect_is_followed() {
    let other = Server::start([found()]).await;
    let (fault, ..) = failing(vec![answer(302, &format!("Location: {}stolen", other.url), "")], 0).await;
    assert_eq!((fault.kind, other.seen().len()), (FaultKind::Offline, 0));
}

#[tokio::test]
async fn no_link_leads_the_token_elsewhere() {
    let (server, other, clock) = (
        Server::start([]).await,
        Server::start([found()]).await,
        TestClock::new(),
    );
    let link = format!("{}v1.0/users?$skiptoken=x", other.url);
    let fault = server
        .cloud(&clock)
        .page(Api::Graph, &link, &ReadOptions::default())
        .await
        .unwrap_err();
    assert_eq!(
        (fault.kind, other.seen().len(), server.seen().len()),
        (FaultKind::Malformed, 0, 0)
    );
}

#[tokio::test]
async fn case_12_a_delta_reset_says_where_to_start_unless_that_leads_elsewhere() {
    let (fault, ..) = failing(vec![answer(410, "Location: /v1.0/users/delta?$deltatoken=", "")], 120).await;
    assert_eq!(
        (fault.kind, fault.location.as_deref()),
        (FaultKind::Resync, Some("/v1.0/users/delta?$deltatoken="))
    );
    let (fault, ..) = failing(vec![answer(410, "Location: https://evil.example/delta", "")], 120).await;
    assert_eq!((fault.kind, fault.location), (FaultKind::Resync, None));
    let (fault, ..) = failing(vec![answer(400, "", r#"{"error":{"code":"SYNCSTATENOTFOUND"}}"#)], 120).await;
    assert_eq!((fault.kind, fault.error.code), (FaultKind::Resync, Code::ResyncNeeded));
}

#[tokio::test]
async fn pages_are_followed_with_their_headers_through_empty_and_repeated_ones() {
    let clock = TestClock::new();
    let server = Server::start([
        ok("\u{feff}{\"@odata.count\":1,\"value\":[],\"@odata.nextLink\":\"LINK\"}"),
        answer(503, "", ""),
        ok(r#"{"value":[{"id":"1"}],"@odata.deltaLink":"D"}"#),
    ])
    .await;
    let headers = vec![("ConsistencyLevel".to_owned(), "eventual".to_owned())];
    let options = ReadOptions {
        priority: Priority::Low,
        headers,
        ..ReadOptions::default()
    };
    let cloud = server.cloud(&clock);
    let first = cloud.page(Api::Graph, "/v1.0/users?$top=1", &options).await.unwrap();
    assert_eq!(
        (first.items.len(), first.count, first.next_link.as_deref()),
        (0, Some(1), Some("LINK"))
    );
    let link = format!("{}v1.0/users?$skiptoken=a%2Bb", server.url);
    let last = cloud.page(Api::Graph, &link, &options).await.unwrap();
    assert_eq!(
        (last.items[0]["id"].as_str(), last.delta_link.as_deref()),
        (Some("1"), Some("D"))
    );

    let seen = server.seen();
    assert_eq!(seen[1].line, "GET /v1.0/users?$skiptoken=a%2Bb HTTP/1.1");
    assert_eq!(seen[2].line, seen[1].line);
    for request in &seen {
        assert_eq!(request.header("consistencylevel"), Some("eventual"));
        assert_eq!(request.header("x-ms-throttle-priority"), Some("low"));
        assert_eq!(request.header("authorization"), Some("Bearer given-token"));
    }
    let mut ids: Vec<_> = seen
        .iter()
        .filter_map(|request| request.header("client-request-id"))
        .collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 3);
}

#[tokio::test]
async fn a_read_can_be_stopped_while_it_waits_for_an_answer_or_for_the_next_try() {
    let cancel = CancellationToken::new();
    let options = ReadOptions {
        cancel: cancel.clone(),
        ..ReadOptions::default()
    };
    let (server, clock) = (Server::start([Say::Silence]).await, TestClock::new());
    let cloud = server.cloud(&clock);
    let stop = async {
        server.arrival().await;
        cancel.cancel();
    };
    let (result, ()) = tokio::join!(cloud.get(Api::Graph, "/v1.0/me", &options), stop);
    assert_eq!(result.unwrap_err().kind, FaultKind::Cancelled);

    let cancel = CancellationToken::new();
    let options = ReadOptions {
        cancel: cancel.clone(),
        ..ReadOptions::default()
    };
    let (server, clock) = (Server::start([answer(500, "", "")]).await, TestClock::stopped());
    let cloud = server.cloud(&clock);
    let stop = async {
        clock.sleeper().await;
        cancel.cancel();
    };
    let (result, ()) = tokio::join!(cloud.get(Api::Graph, "/v1.0/me", &options), stop);
    assert_eq!(
        (result.unwrap_err().kind, server.seen().len()),
        (FaultKind::Cancelled, 1)
    );
}

#[tokio::test]
async fn an_endless_answer_is_cut_off() {
    let (fault, requests, _) = failing(vec![Say::Flood(65 << 20)], 120).await;
    assert_eq!((fault.kind, requests), (FaultKind::Malformed, 1));
}

#[tokio::test]
async fn silence_ends_after_the_whole_timeout() {
    let (server, clock) = (Server::start([Say::Silence]).await, TestClock::new());
    let cloud = server.cloud(&clock);
    let options = ReadOptions {
        patience: Duration::ZERO,
        ..ReadOptions::default()
    };
    let pass = async {
        server.arrival().await;
        tokio::time::pause();
        Instant::now()
    };
    let (result, paused) = tokio::join!(cloud.get(Api::Graph, "/v1.0/me", &options), pass);
    let fault = result.unwrap_err();
    // This is tokio's own time, which jumps to the next timer while all is silent.
    assert!(paused.elapsed() <= SECOND * 101, "{:?}", paused.elapsed());
    assert!(
        fault.kind == FaultKind::Offline && fault.error.message.contains("no answer in time"),
        "{fault:?}"
    );
}
