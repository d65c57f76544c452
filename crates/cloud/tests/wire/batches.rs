//! `$batch`: split, matched by id, each item on its own.

use crate::server::{Say, Server, TestClock, answer, ok};
use kontor_cloud::{BatchItem, BatchReply, FaultKind, Method, ReadOptions, Written};
use serde_json::{Value, json};
use std::time::Duration;

fn item(id: &str, method: Method, depends_on: &[&str]) -> BatchItem {
    let body = (method != Method::GET).then(|| json!({"x": 1}));
    let depends_on = depends_on.iter().map(|id| (*id).to_owned()).collect();
    BatchItem {
        id: id.to_owned(),
        method,
        url: format!("/users/{id}"),
        headers: vec![],
        body,
        depends_on,
    }
}

fn responses(items: &[Value]) -> Say {
    ok(&json!({ "responses": items }).to_string())
}

fn good(id: &str) -> Value {
    json!({"id": id, "status": 200, "headers": {"Content-Type": "application/json"}, "body": {"id": id}})
}

async fn send(script: Vec<Say>, items: Vec<BatchItem>) -> (Vec<BatchReply>, Vec<Vec<String>>, Vec<Duration>) {
    let (server, clock) = (Server::start(script).await, TestClock::new());
    let replies = server
        .cloud(&clock)
        .batch(items, &ReadOptions::default())
        .await
        .unwrap();
    let ids = |body: &str| {
        let body: Value = serde_json::from_str(body).unwrap();
        body["requests"]
            .as_array()
            .unwrap()
            .iter()
            .map(|item| item["id"].as_str().unwrap().to_owned())
            .collect()
    };
    (
        replies,
        server.seen().iter().map(|seen| ids(&seen.body)).collect(),
        clock.slept(),
    )
}

fn is_good(reply: &BatchReply) -> bool {
    matches!(&reply.outcome, Written::Answered(answer) if answer.body["id"] == reply.id.as_str())
}

#[tokio::test]
async fn more_than_20_are_split_and_answers_in_any_order_find_their_item() {
    let items: Vec<_> = (0..45).map(|at| item(&at.to_string(), Method::GET, &[])).collect();
    let script = [0..20, 20..40, 40..45]
        .map(|range| responses(&range.rev().map(|at: i32| good(&at.to_string())).collect::<Vec<_>>()));
    let (replies, sent, _) = send(script.into(), items).await;
    assert_eq!(sent.iter().map(Vec::len).collect::<Vec<_>>(), [20, 20, 5]);
    assert_eq!(replies.len(), 45);
    assert!(
        replies
            .iter()
            .enumerate()
            .all(|(at, reply)| reply.id == at.to_string() && is_good(reply))
    );
}

#[tokio::test]
async fn case_10_only_failed_reads_are_repeated_after_the_longest_of_their_waits() {
    let items = ["fine", "slow", "slower", "denied"].map(|id| item(id, Method::GET, &[]));
    let writes = ["done", "busy", "broken", "forbidden", "failed-dependency"].map(|id| item(id, Method::PATCH, &[]));
    let first = responses(&[
        json!({"id": "failed-dependency", "status": 424}),
        json!({"id": "forbidden", "status": 403, "body": {"error": {"code": "Authorization_RequestDenied", "message": "no"}}}),
        json!({"id": "broken", "status": 503, "headers": {"Retry-After": "1"}, "body": null}),
        json!({"id": "busy", "status": 429, "headers": {"Retry-After": "99"}}),
        json!({"id": "done", "status": 204, "body": null}),
        json!({"id": "denied", "status": 403}),
        json!({"id": "slower", "status": 429, "headers": {"Retry-After": 11}}),
        json!({"id": "slow", "status": 503, "headers": {"retry-after": "3"}}),
        good("fine"),
    ]);
    let second = responses(&[good("slower"), good("slow")]);
    let (replies, sent, slept) = send(vec![first, second], items.into_iter().chain(writes).collect()).await;
    assert_eq!(
        (sent.len(), &sent[1], slept),
        (
            2,
            &vec!["slow".to_owned(), "slower".to_owned()],
            vec![Duration::from_secs(11)]
        )
    );
    let outcome = |id: &str| replies.iter().find(|reply| reply.id == id).unwrap();
    assert!(["fine", "slow", "slower"].iter().all(|id| is_good(outcome(id))));
    assert!(matches!(&outcome("denied").outcome, Written::Refused(fault) if fault.kind == FaultKind::Denied));
    assert!(matches!(&outcome("done").outcome, Written::Answered(reply) if reply.status == 204));
    let later = Some(Duration::from_secs(99));
    assert!(matches!(&outcome("busy").outcome, Written::NotSent(fault) if fault.retry_after == later));
    assert!(matches!(&outcome("broken").outcome, Written::Unknown { .. }));
    assert!(matches!(&outcome("forbidden").outcome, Written::Refused(fault) if fault.kind == FaultKind::Denied));
    assert!(matches!(&outcome("failed-dependency").outcome, Written::NotSent(fault) if fault.status == Some(424)));
}

#[tokio::test]
async fn when_the_whole_answer_is_lost_reads_are_repeated_and_writes_are_unknown() {
    let items = || vec![item("r", Method::GET, &[]), item("w", Method::POST, &[])];
    for trouble in [
        Say::Nothing,
        answer(504, "", ""),
        ok("{}"),
        ok(r#"{"responses":[{"id":"x"},7,null]}"#),
    ] {
        let (replies, sent, _) = send(vec![trouble, responses(&[good("r")])], items()).await;
        assert_eq!(sent, [vec!["r", "w"], vec!["r"]]);
        assert!(is_good(&replies[0]) && matches!(replies[1].outcome, Written::Unknown { .. }));
    }
    let throttled = answer(429, "Retry-After: 4", "");
    let (replies, sent, slept) = send(vec![throttled, responses(&[good("r")])], items()).await;
    assert_eq!((sent.len(), slept), (2, vec![Duration::from_secs(4)]));
    assert!(is_good(&replies[0]) && matches!(replies[1].outcome, Written::NotSent(_)));
}

#[tokio::test]
async fn a_read_that_failed_only_for_another_is_repeated_with_it() {
    let items = vec![
        item("a", Method::GET, &[]),
        item("b", Method::GET, &["a"]),
        item("c", Method::GET, &["b"]),
    ];
    let first = responses(&[
        json!({"id": "a", "status": 429}),
        json!({"id": "b", "status": 424}),
        json!({"id": "c", "status": 424}),
    ]);
    let (replies, sent, _) = send(vec![first, responses(&[good("c"), good("b"), good("a")])], items).await;
    assert_eq!(sent, [["a", "b", "c"], ["a", "b", "c"]]);
    assert!(replies.iter().all(is_good));
}

#[tokio::test]
async fn what_hangs_together_stays_in_one_batch() {
    let mut items: Vec<_> = (0..19).map(|at| item(&at.to_string(), Method::GET, &[])).collect();
    items.push(item("late", Method::PATCH, &["extra"]));
    items.push(item("extra", Method::PATCH, &[]));
    let script = vec![
        responses(&(0..19).map(|at| good(&at.to_string())).collect::<Vec<_>>()),
        responses(&[good("late"), good("extra")]),
    ];
    let (replies, sent, _) = send(script, items).await;
    assert_eq!(
        (sent[0].len(), &sent[1]),
        (19, &vec!["late".to_owned(), "extra".to_owned()])
    );
    assert!(replies.iter().all(is_good));
}

#[tokio::test]
async fn a_batch_that_cannot_be_right_is_not_sent() {
    let server = Server::start([]).await;
    let cloud = server.cloud(&TestClock::new());
    let chain = (0..21)
        .map(|at| item(&at.to_string(), Method::PATCH, if at == 0 { &[] } else { &["0"] }))
        .collect();
    for items in [
        vec![item("a", Method::GET, &[]), item("a", Method::GET, &[])],
        vec![item("a", Method::GET, &["b"])],
        chain,
    ] {
        assert!(cloud.batch(items, &ReadOptions::default()).await.is_err());
    }
    assert_eq!(server.seen().len(), 0);
}

#[tokio::test]
async fn items_are_sent_as_graph_wants_them() {
    let server = Server::start([responses(&[good("w"), good("r")])]).await;
    let items = vec![item("w", Method::PATCH, &[]), item("r", Method::GET, &["w"])];
    server
        .cloud(&TestClock::new())
        .batch(items, &ReadOptions::default())
        .await
        .unwrap();
    let seen = &server.seen()[0];
    assert_eq!(seen.line, "POST /v1.0/$batch HTTP/1.1");
    let body: Value = serde_json::from_str(&seen.body).unwrap();
    let expected = json!({"requests": [
        {"id": "w", "method": "PATCH", "url": "/users/w", "body": {"x": 1}, "headers": {"Content-Type": "application/json"}},
        {"id": "r", "method": "GET", "url": "/users/r", "dependsOn": ["w"]},
    ]});
    assert_eq!(body, expected);
}

#[tokio::test]
async fn a_cancelled_batch_sends_nothing_more() {
    let (server, clock) = (Server::start([]).await, TestClock::new());
    let options = ReadOptions::default();
    options.cancel.cancel();
    let replies = server
        .cloud(&clock)
        .batch(vec![item("w", Method::PATCH, &[])], &options)
        .await
        .unwrap();
    assert!(matches!(&replies[0].outcome, Written::NotSent(fault) if fault.kind == FaultKind::Cancelled));
    assert_eq!(server.seen().len(), 0);
}
