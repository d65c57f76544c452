//! Access tokens: asked for once, renewed once, and every refusal of Entra told apart.

use crate::server::{Say, Server, TestClock, answer, nowhere, ok};
use kontor_cloud::{Application, Entra, FaultKind, Https, Method, Proof, ReadOptions, Tokens, Written};
use kontor_model::{Api, Code, Error, Secret};
use std::sync::Arc;

fn entra(server: &Server, clock: &Arc<TestClock>) -> Application {
    let wire = Arc::new(Https::new(None).unwrap());
    let proof = Proof::Secret(Secret::new("s3cret&=+"));
    let endpoints = server.endpoints();
    let entra = Entra::new(&endpoints, "contoso.example", "app", wire, clock.clone(), 3);
    Application::new(entra, endpoints, proof)
}

fn token(name: &str) -> Say {
    ok(&format!(
        r#"{{"token_type":"Bearer","expires_in":3600,"ext_expires_in":3600,"access_token":"{name}"}}"#
    ))
}

fn refusal(status: u16, error: &str) -> Say {
    let body = format!(
        r#"{{"error":"{error}","error_description":"AADSTS7000215: text","error_codes":[7000215],"trace_id":"t","correlation_id":"corr-1"}}"#
    );
    answer(status, "content-type: application/json", &body)
}

async fn refused(script: Vec<Say>) -> (Error, usize) {
    let (server, clock) = (Server::start(script).await, TestClock::new());
    let error = entra(&server, &clock).bearer(Api::Graph, None).await.unwrap_err();
    (error, server.seen().len())
}

#[tokio::test]
async fn a_token_is_asked_for_once_by_many_and_again_before_it_ends() {
    let (server, clock) = (
        Server::start([token("one"), token("arm"), token("two"), token("three")]).await,
        TestClock::new(),
    );
    let entra = entra(&server, &clock);
    let many = (0..20).map(|_| entra.bearer(Api::Graph, None));
    for bearer in join_all(many).await {
        assert_eq!(bearer.unwrap().expose(), "one");
    }
    assert_eq!(entra.bearer(Api::Arm, None).await.unwrap().expose(), "arm");
    clock.pass(3600 - 301);
    assert_eq!(entra.bearer(Api::Graph, None).await.unwrap().expose(), "one");
    clock.pass(2);
    let two = entra.bearer(Api::Graph, None).await.unwrap();
    assert_eq!(two.expose(), "two");
    let refused = (0..20).map(|_| entra.bearer(Api::Graph, Some(&two)));
    for bearer in join_all(refused).await {
        assert_eq!(bearer.unwrap().expose(), "three");
    }
    let seen = server.seen();
    assert_eq!(
        (seen.len(), seen[0].line.as_str()),
        (4, "POST /contoso.example/oauth2/v2.0/token HTTP/1.1")
    );
    assert_eq!(
        seen[0].body,
        "grant_type=client_credentials&scope=https%3A%2F%2Fgraph.microsoft.com%2F.default&client_id=app&client_secret=s3cret%26%3D%2B"
    );
    assert!(
        seen[1]
            .body
            .contains("&scope=https%3A%2F%2Fmanagement.azure.com%2F.default&")
    );
}

/// All of them at once, on this thread.
async fn join_all<F: Future>(futures: impl Iterator<Item = F>) -> Vec<F::Output> {
    let mut waiting: Vec<_> = futures.map(|future| (Box::pin(future), None)).collect();
    std::future::poll_fn(|context| {
        for (future, output) in waiting.iter_mut().filter(|(_, output)| output.is_none()) {
            if let std::task::Poll::Ready(value) = future.as_mut().poll(context) {
                *output = Some(value);
            }
        }
        if waiting.iter().all(|(_, output)| output.is_some()) {
            std::task::Poll::Ready(())
        } else {
            std::task::Poll::Pending
        }
    })
    .await;
    waiting.into_iter().filter_map(|(_, output)| output).collect()
}

#[tokio::test]
async fn case_22_a_refusal_is_told_once_and_not_asked_for_again_at_once() {
    for error in [
        "invalid_grant",
        "interaction_required",
        "invalid_client",
        "unauthorized_client",
        "invalid_scope",
    ] {
        let (server, clock) = (
            Server::start([refusal(400, error), token("later")]).await,
            TestClock::new(),
        );
        let entra = entra(&server, &clock);
        for _ in 0..5 {
            let refused = entra.bearer(Api::Graph, None).await.unwrap_err();
            assert_eq!(
                (refused.code, refused.server_code.as_deref()),
                (Code::SignInNeeded, Some(error))
            );
            assert!(
                refused.message.contains("AADSTS7000215") && refused.message.contains("corr-1"),
                "{refused}"
            );
            assert!(!format!("{refused:?}").contains("s3cret"));
        }
        assert_eq!(server.seen().len(), 1);
        clock.pass(61);
        assert_eq!(entra.bearer(Api::Graph, None).await.unwrap().expose(), "later");
    }
}

#[tokio::test]
async fn what_passes_at_entra_is_tried_again() {
    for trouble in [
        refusal(400, "temporarily_unavailable"),
        refusal(500, "server_error"),
        answer(503, "", ""),
        answer(429, "", ""),
    ] {
        let (server, clock) = (Server::start([trouble, token("t")]).await, TestClock::new());
        assert_eq!(
            entra(&server, &clock).bearer(Api::Graph, None).await.unwrap().expose(),
            "t"
        );
        assert_eq!(clock.slept().len(), 1);
    }
    let (error, requests) = refused((0..50).map(|_| answer(503, "", "")).collect()).await;
    assert_eq!((error.code, requests > 2 && requests < 50), (Code::Offline, true));
}

#[tokio::test]
async fn a_long_silence_that_entra_asks_for_is_kept() {
    let (server, clock) = (
        Server::start([answer(429, "Retry-After: 300", ""), token("t")]).await,
        TestClock::new(),
    );
    let entra = Arc::new(entra(&server, &clock));
    let cloud = server.cloud_with(&clock, entra.clone());
    for _ in 0..3 {
        let fault = cloud
            .get(Api::Graph, "/v1.0/me", &ReadOptions::default())
            .await
            .unwrap_err();
        assert_eq!(fault.kind, FaultKind::Throttled);
        clock.pass(90);
    }
    assert_eq!(server.seen().len(), 1);
    clock.pass(30);
    assert_eq!(entra.bearer(Api::Graph, None).await.unwrap().expose(), "t");
}

#[tokio::test]
async fn case_27_other_answers_are_not_tokens() {
    for (say, code) in [
        (
            answer(200, "content-type: text/html", "<html>portal</html>"),
            Code::Offline,
        ),
        (ok("{\"access_token\":"), Code::Offline),
        (ok("{}"), Code::Malformed),
        (ok(r#"{"access_token":7}"#), Code::Malformed),
        (ok(r#"{"access_token":""}"#), Code::Malformed),
        (answer(400, "", ""), Code::SignInNeeded),
        (Say::Nothing, Code::Offline),
    ] {
        let (error, requests) = refused(vec![say]).await;
        assert_eq!((error.code, requests), (code, 1), "{error}");
    }
    let clock = TestClock::new();
    assert_eq!(
        entra(&nowhere().await, &clock)
            .bearer(Api::Graph, None)
            .await
            .unwrap_err()
            .code,
        Code::Offline
    );
}

#[tokio::test]
async fn odd_lifetimes_neither_panic_nor_last_for_ever() {
    for life in [
        "0",
        "-1",
        "\"3600\"",
        "1e400",
        "18446744073709551615",
        "2147483647",
        "null",
        "[]",
    ] {
        let body = format!(r#"{{"access_token":"t","expires_in":{life}}}"#);
        let (server, clock) = (Server::start([ok(&body), token("next")]).await, TestClock::new());
        let entra = entra(&server, &clock);
        let first = entra.bearer(Api::Graph, None).await;
        clock.pass(25 * 3600);
        // 1e400 is no JSON number to this parser: then there is no token in that answer, either.
        assert!(first.is_ok() || life == "1e400");
        assert_eq!(entra.bearer(Api::Graph, None).await.unwrap().expose(), "next");
    }
}

#[tokio::test]
async fn a_401_is_followed_by_one_more_try_with_a_new_token() {
    let login = Server::start([token("one"), token("two"), token("three")]).await;
    let clock = TestClock::new();
    let tokens = Arc::new(entra(&login, &clock));
    let server = Server::start([answer(401, "", ""), ok("{}"), answer(401, "", ""), answer(401, "", "")]).await;
    let cloud = server.cloud_with(&clock, tokens);
    let body = serde_json::json!({"a": 1});
    let written = cloud
        .write(Api::Graph, Method::PATCH, "/v1.0/users/1", Some(&body), &[])
        .await;
    assert!(matches!(written, Written::Answered(_)));
    let fault = cloud
        .get(Api::Graph, "/v1.0/me", &ReadOptions::default())
        .await
        .unwrap_err();
    assert_eq!(fault.kind, FaultKind::SignIn);
    let bearers: Vec<_> = server
        .seen()
        .iter()
        .map(|seen| seen.header("authorization").unwrap().to_owned())
        .collect();
    assert_eq!(bearers, ["Bearer one", "Bearer two", "Bearer two", "Bearer three"]);
    assert_eq!(server.seen()[1].body, r#"{"a":1}"#);
}

#[tokio::test]
async fn case_21_a_claims_challenge_is_not_answered_with_another_refresh() {
    let login = Server::start([token("one"), token("two")]).await;
    let clock = TestClock::new();
    let header = r#"WWW-Authenticate: Bearer realm="", error="insufficient_claims", claims="eyJhIjoxfQ""#;
    let server = Server::start([answer(401, header, ""), answer(401, header, "")]).await;
    let cloud = server.cloud_with(&clock, Arc::new(entra(&login, &clock)));
    let fault = cloud
        .get(Api::Graph, "/v1.0/me", &ReadOptions::default())
        .await
        .unwrap_err();
    assert_eq!(
        (fault.kind, fault.claims.as_deref()),
        (FaultKind::SignIn, Some(r#"{"a":1}"#))
    );
    let written = cloud
        .write(Api::Graph, Method::DELETE, "/v1.0/users/1", None, &[])
        .await;
    assert!(matches!(written, Written::NotSent(fault) if fault.claims.is_some()));
    assert_eq!((server.seen().len(), login.seen().len()), (2, 1));
}

#[tokio::test]
async fn a_given_token_that_is_refused_keeps_microsofts_own_words() {
    let body = r#"{"error":{"code":"InvalidAuthenticationToken","message":"Access token has expired."}}"#;
    let (server, clock) = (
        Server::start([answer(401, "request-id: r9", body)]).await,
        TestClock::new(),
    );
    let fault = server
        .cloud(&clock)
        .get(Api::Graph, "/v1.0/me", &ReadOptions::default())
        .await
        .unwrap_err();
    assert_eq!((fault.kind, server.seen().len()), (FaultKind::SignIn, 1));
    assert_eq!(fault.error.request_id.as_deref(), Some("r9"));
    assert!(fault.error.message.contains("expired"));
}
