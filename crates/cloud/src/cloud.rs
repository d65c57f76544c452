//! Reading with patience, writing exactly once.

use crate::{
    Broken, Fault, FaultKind, Headers, Method, Request, Tokens, Transport,
    answer::{header, judge, written},
    link,
    retry::{Dice, Patience},
};
use chrono::{DateTime, Utc};
use kontor_model::{Api, Clock, Endpoints, Error};
use serde_json::Value;
use std::{sync::Arc, time::Duration};
use tokio_util::sync::CancellationToken;
use url::Url;

/// `x-ms-throttle-priority`: what Graph should drop first when a tenant is near its limits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Priority {
    /// Background synchronisation.
    Low,
    #[default]
    Normal,
    /// What a person waits for.
    High,
}

/// How a read is done.
#[derive(Clone, Debug)]
pub struct ReadOptions {
    pub priority: Priority,
    /// Sent with every request: Graph does not remember them from page to page.
    pub headers: Headers,
    /// How long a read may go on being repeated, attempts and waits together. A wait that would go beyond it is not
    /// begun: the fault is returned with its `retry_after`, and the caller schedules.
    pub patience: Duration,
    pub cancel: CancellationToken,
}

impl Default for ReadOptions {
    /// Normal priority, no headers, two minutes, never cancelled.
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

impl Reply {
    /// The first value of a header, by any spelling of its name.
    pub fn header(&self, name: &str) -> Option<&str> {
        header(&self.headers, name)
    }
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
    /// Surely not applied, and may be tried later: offline, no token, 401, 429 (`retry_after` inside), and 424 in a
    /// batch.
    NotSent(Fault),
}

/// How long a read goes on while no connection can be made at all.
const UNREACHABLE: Duration = Duration::from_secs(4);

/// One tenant's access to Microsoft.
pub struct Cloud {
    pub(crate) endpoints: Endpoints,
    pub(crate) transport: Arc<dyn Transport>,
    tokens: Arc<dyn Tokens>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) dice: Dice,
}

impl Cloud {
    /// `seed` drives jitter and the `client-request-id` of each attempt.
    pub fn new(
        endpoints: Endpoints,
        transport: Arc<dyn Transport>,
        tokens: Arc<dyn Tokens>,
        clock: Arc<dyn Clock>,
        seed: u64,
    ) -> Self {
        Self {
            endpoints,
            transport,
            tokens,
            clock,
            dice: Dice::new(seed),
        }
    }

    /// GET of a path (`/v1.0/users?…`, percent-encoded by the caller) or of a link from an earlier answer. A link is
    /// followed only to the configured scheme, host and port of `api`.
    ///
    /// # Errors
    /// A [`Fault`], once repeating does not help or `options.patience` is used up.
    pub async fn get(&self, api: Api, path_or_link: &str, options: &ReadOptions) -> Result<Reply, Fault> {
        let url = link::resolve(self.endpoints.base(api), path_or_link)?;
        tokio::select! {
            biased;
            () = options.cancel.cancelled() => Err(Fault::cancelled()),
            reply = self.read(api, &url, options) => reply,
        }
    }

    async fn read(&self, api: Api, url: &Url, options: &ReadOptions) -> Result<Reply, Fault> {
        let mut headers = options.headers.clone();
        headers.extend(priority_header(api, options.priority));
        let mut patience = Patience::new(&*self.clock, &self.dice, options.patience);
        loop {
            let mut unreachable = false;
            let fault = match self.attempt(api, &Method::GET, url, None, &headers).await {
                Attempt::Judged(Ok(reply)) => return Ok(reply),
                Attempt::Judged(Err(fault)) => fault,
                Attempt::Broken(broken) => {
                    unreachable = matches!(broken, Broken::NotSent(_));
                    broken.into()
                }
                // Entra asked for silence; asking it again sooner because of this read would not respect that.
                Attempt::NoToken(fault) if fault.kind == FaultKind::Throttled => return Err(fault),
                Attempt::NoToken(fault) => fault,
            };
            // Where nobody listens, being told soon is worth more than asking on.
            if unreachable {
                patience.limit(UNREACHABLE);
            }
            if !fault.passes() || !patience.wait(fault.retry_after).await {
                return Err(self.only_safe_location(api, fault));
            }
        }
    }

    /// Exactly one attempt. Only a 401, which is a refusal, is followed by one more with a new token.
    ///
    /// To give up waiting, drop the future; the write may then have been applied.
    pub async fn write(
        &self,
        api: Api,
        method: Method,
        path: &str,
        body: Option<&Value>,
        headers: &[(String, String)],
    ) -> Written {
        let url = match link::resolve(self.endpoints.base(api), path) {
            Ok(url) => url,
            Err(fault) => return Written::Refused(fault),
        };
        let body = body.map(|body| link::referring(self.endpoints.base(api), body.clone()));
        match self.attempt(api, &method, &url, body.as_ref(), headers).await {
            Attempt::Judged(judged) => written(judged.map_err(|fault| self.only_safe_location(api, fault))),
            Attempt::NoToken(fault) => Written::NotSent(fault),
            Attempt::Broken(broken @ (Broken::NotSent(_) | Broken::UntrustedTls(_))) => Written::NotSent(broken.into()),
            Attempt::Broken(broken @ (Broken::Lost(_) | Broken::TooLarge)) => Written::Unknown {
                why: Fault::from(broken).error,
            },
        }
    }

    /// Sends once, and once more with a new token if the first was refused with 401 and a new one can be had.
    async fn attempt(
        &self,
        api: Api,
        method: &Method,
        url: &Url,
        body: Option<&Value>,
        headers: &[(String, String)],
    ) -> Attempt {
        let mut stale = None;
        let mut refused: Option<Fault> = None;
        loop {
            let token = match (self.tokens.bearer(api, stale.as_ref()).await, refused) {
                (Ok(token), Some(fault)) if stale.as_ref() == Some(&token) => return Attempt::Judged(Err(fault)),
                (Ok(token), _) => token,
                // The service's own words tell more than "no other token"; Entra's, with its number, tell more than those.
                (Err(error), Some(fault))
                    if error.server_code.is_none() && Fault::from(error.clone()).kind == FaultKind::SignIn =>
                {
                    return Attempt::Judged(Err(fault));
                }
                (Err(error), _) => return Attempt::NoToken(error.into()),
            };
            let mut all = self.standard_headers(api, body.is_some());
            for (name, value) in headers {
                all.retain(|(standard, _)| !standard.eq_ignore_ascii_case(name));
                all.push((name.clone(), value.clone()));
            }
            all.retain(|(name, _)| !name.eq_ignore_ascii_case("authorization"));
            all.push(("authorization".to_owned(), format!("Bearer {}", token.expose())));
            let body = body.map(|body| body.to_string().into_bytes());
            let request = Request {
                method: method.clone(),
                url: url.clone(),
                headers: all,
                body,
            };
            match self
                .transport
                .send(request)
                .await
                .map(|response| judge(response, self.clock.now()))
            {
                Ok(Err(fault)) if fault.status == Some(401) && fault.claims.is_none() && stale.is_none() => {
                    (stale, refused) = (Some(token), Some(fault));
                }
                Ok(judged) => return Attempt::Judged(judged),
                Err(broken) => return Attempt::Broken(broken),
            }
        }
    }

    /// What the caller may replace: `MS-RequestId`, for one, is the idempotency key of Partner Center's writes.
    fn standard_headers(&self, api: Api, has_body: bool) -> Headers {
        let mut headers: Headers = vec![("accept".to_owned(), "application/json".to_owned())];
        let mut add = |name: &str, value: String| headers.push((name.to_owned(), value));
        let id = self.dice.guid().to_string();
        match api {
            Api::PartnerCenter => {
                add("ms-contract-version", "v1".to_owned());
                add("ms-correlationid", id.clone());
                add("ms-requestid", self.dice.guid().to_string());
            }
            Api::Arm => add("x-ms-client-request-id", id.clone()),
            Api::Graph | Api::Login => {}
        }
        add("client-request-id", id);
        if has_body {
            add("content-type", "application/json".to_owned());
        }
        headers
    }

    /// A place to start again that leads elsewhere is no place to start again.
    fn only_safe_location(&self, api: Api, mut fault: Fault) -> Fault {
        fault.location = fault
            .location
            .filter(|location| link::resolve(self.endpoints.base(api), location).is_ok());
        fault
    }
}

enum Attempt {
    Judged(Result<Reply, Fault>),
    NoToken(Fault),
    Broken(Broken),
}

pub(crate) fn priority_header(api: Api, priority: Priority) -> Option<(String, String)> {
    let value = match priority {
        Priority::Low => "low",
        Priority::Normal => "normal",
        Priority::High => "high",
    };
    (api == Api::Graph).then(|| ("x-ms-throttle-priority".to_owned(), value.to_owned()))
}
