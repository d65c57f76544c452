//! What HTTP brings back: pages and their links, errors, waits, challenges, tokens, answers to batches.

use crate::draw::Draw;
use crate::wire::{Shape, Wire};
use crate::words::SECRET;
use chrono::{DateTime, Datelike, Utc};
use kontor_cloud::{
    Application, BatchItem, Cloud, Entra, Fault, Method, Proof, ReadOptions, TokenGiven, Tokens, Written,
};
use kontor_model::{Api, Code, Endpoints, Error, Secret};
use kontor_testkit::TestClock;
use serde_json::{Value, json};
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;
use url::Url;

const BATCH: &[&str] = &["1", "2", "3", "4"];
/// Pages followed, as sync would.
const PAGES: usize = 6;
const LONGEST_WAIT: Duration = Duration::from_secs(366 * 24 * 60 * 60);

pub fn run(bytes: &[u8]) {
    let mut draw = Draw::new(bytes);
    let api = draw.one_of(&[Api::Graph, Api::Arm, Api::PartnerCenter]);
    let base = draw.one_of(&[
        "https://graph.example",
        "https://graph.example:8443/below",
        "http://127.0.0.1:9",
    ]);
    let base = Url::parse(base).expect("an address of our own");
    let kind = draw.byte();
    let shape = match kind % 5 {
        0 | 1 => Shape::Page,
        2 => Shape::Wanted,
        3 => Shape::Token,
        _ => Shape::Batch(BATCH),
    };
    let methods: Vec<Method> = BATCH
        .iter()
        .map(|_| draw.one_of(&[Method::GET, Method::GET, Method::PATCH, Method::POST]))
        .collect();
    let path = match draw.byte() {
        0..200 => "/v1.0/users".to_owned(),
        _ => draw.text(),
    };
    let wire = Wire::new(draw, shape, base.clone());
    let here = Here { api, base, wire };
    wait(async {
        match kind % 5 {
            0 | 1 => here.pages(&path).await,
            2 => here.write(&path).await,
            3 => here.token().await,
            _ => here.batch(&methods).await,
        }
    });
    here.nothing_left_the_host();
}

/// Where all of it happens: one service at one address.
struct Here {
    api: Api,
    base: Url,
    wire: Wire,
}

impl Here {
    fn endpoints(&self) -> Endpoints {
        let at = || self.base.clone();
        Endpoints {
            login: at(),
            graph: at(),
            arm: at(),
            partner_center: at(),
            ca: None,
        }
    }

    fn cloud(&self) -> Cloud {
        let tokens = Arc::new(TokenGiven::new(Secret::new(SECRET.to_owned())));
        Cloud::new(
            self.endpoints(),
            Arc::new(self.wire.clone()),
            tokens,
            Arc::new(clock()),
            1,
        )
    }

    async fn pages(&self, path: &str) {
        let cloud = self.cloud();
        let mut options = ReadOptions::default();
        let mut link = path.to_owned();
        for _ in 0..PAGES {
            let page = match cloud.page(self.api, &link, &options).await {
                Ok(page) => page,
                Err(fault) => {
                    let elsewhere =
                        |link: &String| Url::parse(link).is_ok_and(|url| url.origin() != self.base.origin());
                    assert!(
                        !fault.location.as_ref().is_some_and(elsewhere),
                        "a place to start again is at home"
                    );
                    return check_fault(&fault);
                }
            };
            check_date(page.date);
            let body = self.last_body();
            let listed = body.get("value").or_else(|| body.get("items"));
            let kept: Vec<Value> = page.items.into_iter().map(Value::Object).collect();
            match listed {
                Some(listed) => assert_eq!(json!(kept), *listed, "items come out as they came in"),
                None => assert_eq!(kept, [body], "one object is a list of one"),
            }
            options.headers = page.next_headers;
            let Some(next) = page.next_link else { return };
            link = next;
        }
    }

    async fn write(&self, path: &str) {
        let body = json!({ "displayName": "Ola" });
        let written = self
            .cloud()
            .write(self.api, Method::PATCH, path, Some(&body), &[])
            .await;
        assert!(self.wire.asked().len() <= 1, "a write goes out once");
        let status = self.wire.answered().last().map(|response| response.status);
        match &written {
            Written::Answered(reply) => {
                assert_eq!(Some(reply.status), status);
                assert!((200..300).contains(&reply.status), "only 2xx is an answer");
            }
            Written::Refused(_) if self.wire.asked().is_empty() => {}
            Written::Refused(_) => assert!(
                status.is_some_and(|status| (400..502).contains(&status) && status != 408),
                "only an answer refuses: {status:?}"
            ),
            Written::Unknown { .. } => {}
            Written::NotSent(_) => assert!(
                status.is_none_or(|status| [401, 407, 424, 429].contains(&status)),
                "what the server has seen was sent: {status:?}"
            ),
        }
        check_written(&written);
    }

    async fn token(&self) {
        let secret = Secret::new(SECRET.to_owned());
        let wire = Arc::new(self.wire.clone());
        let endpoints = self.endpoints();
        let entra = Entra::new(&endpoints, "tenant/..", "client", wire, Arc::new(clock()), 1);
        let tokens = Application::new(entra, endpoints, Proof::Secret(secret));
        let mut stale = None;
        for _ in 0..3 {
            match tokens.bearer(self.api, stale.as_ref()).await {
                Ok(token) => {
                    assert!(!token.expose().is_empty());
                    let said = |body: &[u8]| {
                        let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
                        serde_json::from_slice::<Value>(body).is_ok_and(|body| body["access_token"] == token.expose())
                    };
                    let from = self.wire.answered().into_iter();
                    assert!(
                        from.filter(|response| response.status == 200)
                            .any(|response| said(&response.body))
                    );
                    stale = Some(token);
                }
                Err(error) => check_error(&error),
            }
        }
    }

    async fn batch(&self, methods: &[Method]) {
        let item = |(at, method): (usize, &Method)| BatchItem {
            id: BATCH[at].to_owned(),
            method: method.clone(),
            url: format!("/users/{at}"),
            headers: Vec::new(),
            body: (*method != Method::GET).then(|| json!({ "city": "Bergen" })),
            depends_on: (at == 3).then(|| BATCH[0].to_owned()).into_iter().collect(),
        };
        let items = methods.iter().enumerate().map(item).collect();
        let replies = self.cloud().batch(items, &ReadOptions::default()).await;
        let replies = replies.expect("the items themselves are right");
        let ids: Vec<&str> = replies.iter().map(|reply| reply.id.as_str()).collect();
        assert_eq!(ids, BATCH, "an answer to each, in their order");
        for (reply, method) in replies.iter().zip(methods) {
            check_written(&reply.outcome);
            let read = *method == Method::GET;
            assert!(
                !(read && matches!(reply.outcome, Written::Unknown { .. })),
                "a read is never unknown"
            );
            let sent = self
                .wire
                .asked()
                .iter()
                .filter(|request| has_item(request.body.as_deref(), &reply.id))
                .count();
            assert!(read || sent == 1, "a write goes out once");
        }
    }

    fn last_body(&self) -> Value {
        let body = self
            .wire
            .answered()
            .pop()
            .map(|response| response.body)
            .unwrap_or_default();
        let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&body);
        serde_json::from_slice(body).unwrap_or_default()
    }

    fn nothing_left_the_host(&self) {
        for request in self.wire.asked() {
            let url = &request.url;
            assert_eq!(url.origin(), self.base.origin(), "no link leads away");
            assert!(url.username().is_empty() && url.password().is_none() && url.fragment().is_none());
            let bearers = request
                .headers
                .iter()
                .filter(|(name, _)| name.eq_ignore_ascii_case("authorization"));
            let bearers: Vec<&str> = bearers.map(|(_, value)| value.as_str()).collect();
            let ours = format!("Bearer {SECRET}");
            assert!(bearers.is_empty() || bearers == [ours.as_str()], "no token but ours");
        }
    }
}

fn has_item(body: Option<&[u8]>, id: &str) -> bool {
    let body: Value = serde_json::from_slice(body.unwrap_or_default()).unwrap_or_default();
    let requests = body["requests"].as_array().into_iter().flatten();
    requests.into_iter().any(|request| request["id"] == id)
}

fn check_written(written: &Written) {
    match written {
        Written::Answered(reply) => check_date(reply.date),
        Written::Refused(fault) | Written::NotSent(fault) => check_fault(fault),
        Written::Unknown { why } => check_error(why),
    }
}

fn check_fault(fault: &Fault) {
    check_error(&fault.error);
    check_date(fault.date);
    assert!(fault.retry_after.is_none_or(|wait| wait <= LONGEST_WAIT));
}

fn check_error(error: &Error) {
    assert_ne!(error.code, Code::Internal, "{error}");
    assert!(error.message.chars().count() < 2_000, "a sentence, not a page");
    assert!(!error.message.chars().any(char::is_control), "one line: {error}");
    assert!(!format!("{error:?}").contains(SECRET), "no secret in an error");
}

fn check_date(date: Option<DateTime<Utc>>) {
    assert!(
        date.is_none_or(|date| (1..=9999).contains(&date.year())),
        "a date to calculate with: {date:?}"
    );
}

fn clock() -> TestClock {
    TestClock::flowing(
        "2026-11-02T09:00:00Z".parse().expect("a moment"),
        Arc::new(|_| Box::pin(async {})),
    )
}

fn wait<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    runtime.expect("a runtime without timers").block_on(future)
}
