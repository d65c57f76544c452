//! The `oauth2` crate's requests over Kontor's wire, with its patience, and what came back kept for a better word than the
//! crate has for it.

use super::{
    Entra,
    answer::{Failed, Grant, Raw},
};
use crate::{Broken, Method, Request, Response, retry::Patience};
use oauth2::{AsyncHttpClient, HttpRequest, HttpResponse, http};
use std::{
    fmt,
    pin::Pin,
    sync::{Mutex, PoisonError},
    time::Duration,
};
use url::Url;

/// How long one call may wait for Entra to recover.
const PATIENCE: Duration = Duration::from_secs(20);

/// For one request, or one row of polls.
pub(crate) struct Wire<'a> {
    entra: &'a Entra,
    last: Mutex<Option<Result<Response, Broken>>>,
}

/// There is no answer; [`Wire::failed`] says why.
#[derive(Debug)]
pub(crate) struct NoAnswer;

impl fmt::Display for NoAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no answer")
    }
}

impl std::error::Error for NoAnswer {}

impl<'a> Wire<'a> {
    pub(crate) fn new(entra: &'a Entra) -> Self {
        Self {
            entra,
            last: Mutex::default(),
        }
    }

    /// What was granted, or why not.
    pub(crate) fn read<E>(&self, answer: Result<Raw, E>) -> Result<Grant, Failed> {
        match answer {
            Ok(raw) if !raw_token(&raw).is_empty() => Ok(raw.into()),
            _ => Err(self.failed()),
        }
    }

    /// Why the last request did not give what was asked for.
    pub(crate) fn failed(&self) -> Failed {
        match self.last.lock().unwrap_or_else(PoisonError::into_inner).take() {
            Some(Ok(response)) => Failed::read(&response, self.entra.now()),
            Some(Err(broken)) => broken.into(),
            None => Broken::NotSent("nothing was asked".to_owned()).into(),
        }
    }

    async fn ask(&self, request: HttpRequest) -> Result<HttpResponse, NoAnswer> {
        let mut patience = Patience::new(&*self.entra.clock, &self.entra.dice, PATIENCE);
        let answer = loop {
            let answer = self.entra.transport.send(self.request(&request)?).await;
            let Ok(response) = &answer else { break answer };
            if response.status == 200 {
                break answer;
            }
            let failed = Failed::read(response, self.entra.now());
            if !failed.passes || !patience.wait(failed.retry_after).await {
                break answer;
            }
        };
        let heard = answer.clone();
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(answer);
        let heard = heard.map_err(|_| NoAnswer)?;
        let mut response = http::Response::builder().status(heard.status);
        for (name, value) in &heard.headers {
            response = response.header(name, value);
        }
        response.body(heard.body).map_err(|_| NoAnswer)
    }

    fn request(&self, request: &HttpRequest) -> Result<Request, NoAnswer> {
        let headers = request.headers().iter().filter_map(|(name, value)| {
            let value = value.to_str().ok()?;
            Some((name.to_string(), value.to_owned()))
        });
        let id = ("client-request-id".to_owned(), self.entra.dice.guid().to_string());
        Ok(Request {
            method: Method::POST,
            url: Url::parse(&request.uri().to_string()).map_err(|_| NoAnswer)?,
            headers: headers.chain([id]).collect(),
            body: Some(request.body().clone()),
        })
    }
}

fn raw_token(raw: &Raw) -> &str {
    use oauth2::TokenResponse;
    raw.access_token().secret()
}

impl<'c> AsyncHttpClient<'c> for Wire<'_> {
    type Error = NoAnswer;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, NoAnswer>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.ask(request))
    }
}
