//! Reading with patience, writing exactly once.

use crate::{Fault, Headers, Method, Tokens, Transport};
use chrono::{DateTime, Utc};
use kontor_model::{Api, Clock, Endpoints, Error, Object};
use serde_json::Value;
use std::{sync::Arc, time::Duration};
use tokio_util::sync::CancellationToken;

/// `x-ms-throttle-priority`: what Graph should drop first when a tenant is near its limits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Priority {
    Low,
    #[default]
    Normal,
    High,
}

/// How a read is done.
#[derive(Clone, Debug)]
pub struct ReadOptions {
    pub priority: Priority,
    /// Sent on every page: Graph does not remember them.
    pub headers: Headers,
    /// How long a read may go on being repeated, attempts and waits together. A wait that would go beyond it is not
    /// begun: the fault is returned with its `retry_after`, and the caller schedules.
    pub patience: Duration,
    pub cancel: CancellationToken,
}

impl Default for ReadOptions {
    fn default() -> Self {
        Self {
            priority: Priority::Normal,
            headers: Headers::new(),
            patience: Duration::from_secs(120),
            cancel: CancellationToken::new(),
        }
    }
}

/// A 2xx answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Reply {
    pub status: u16,
    /// Parsed; `Null` if empty; a string if it was plain text that is not JSON.
    pub body: Value,
    /// Microsoft's `request-id`.
    pub request_id: Option<String>,
    /// The server's own time (`Date`).
    pub date: Option<DateTime<Utc>>,
    pub headers: Headers,
}

/// One page of a list. An empty one with `next_link` is normal.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    pub items: Vec<Object>,
    /// Opaque; goes back into [`Cloud::page`] as it is.
    pub next_link: Option<String>,
    /// Headers the next page needs besides the caller's own (Partner Center's continuation token).
    pub next_headers: Headers,
    /// Only on the last page of a delta round. Opaque.
    pub delta_link: Option<String>,
    pub count: Option<u64>,
    pub request_id: Option<String>,
    pub date: Option<DateTime<Utc>>,
}

/// What became of a write.
#[derive(Clone, Debug)]
pub enum Written {
    /// 2xx.
    Answered(Reply),
    /// The server surely did not apply it and would not if asked again: 4xx, 501.
    Refused(Fault),
    /// It may have been applied: no answer, 5xx, 408, a redirect, a web page or an unreadable answer.
    Unknown { why: Error },
    /// Surely not applied, and may be tried later: offline, no token, 401, 429 (`retry_after` inside).
    NotSent(Fault),
}

/// One tenant's access to Microsoft.
pub struct Cloud {}

impl Cloud {
    /// `seed` drives jitter and the `client-request-id` of each attempt.
    pub fn new(
        endpoints: Endpoints,
        transport: Arc<dyn Transport>,
        tokens: Arc<dyn Tokens>,
        clock: Arc<dyn Clock>,
        seed: u64,
    ) -> Self {
        let _ = (endpoints, transport, tokens, clock, seed);
        todo!()
    }

    /// GET of a path (`/v1.0/users?…`, percent-encoded by the caller) or of a link from an earlier answer. A link is
    /// followed only to the configured scheme, host and port of `api`.
    ///
    /// # Errors
    /// A [`Fault`], once repeating does not help or `options.patience` is used up.
    pub async fn get(&self, api: Api, path_or_link: &str, options: &ReadOptions) -> Result<Reply, Fault> {
        let _ = (api, path_or_link, options);
        todo!()
    }

    /// One page of a list, by path or by the `next_link`/`delta_link` of an earlier page.
    ///
    /// # Errors
    /// As [`Cloud::get`], and `Malformed` when the answer is not a list of objects.
    pub async fn page(&self, api: Api, path_or_link: &str, options: &ReadOptions) -> Result<Page, Fault> {
        let _ = (api, path_or_link, options);
        todo!()
    }

    /// Exactly one attempt. Only a 401, which is a refusal, is followed by one more with a new token.
    pub async fn write(
        &self,
        api: Api,
        method: Method,
        path: &str,
        body: Option<&Value>,
        headers: &[(String, String)],
    ) -> Written {
        let _ = (api, method, path, body, headers);
        todo!()
    }
}
