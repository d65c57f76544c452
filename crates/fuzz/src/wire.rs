//! The way to a cloud that answers whatever the bytes say: the seam of HTTP.

use crate::{draw::Draw, words};
use async_trait::async_trait;
use kontor_cloud::{Broken, Headers, Method, Request, Response, Transport};
use kontor_model::Object;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use url::Url;

const STATUSES: &[u16] = &[
    200, 200, 200, 200, 201, 202, 204, 302, 400, 401, 403, 404, 407, 408, 409, 410, 412, 424, 429, 500, 501, 503, 511,
];

const HEADERS: &[&str] = &[
    "Retry-After",
    "Date",
    "Content-Type",
    "request-id",
    "WWW-Authenticate",
    "Location",
    "x-ms-request-id",
];

/// What stands in headers: waits, moments and challenges, right and wrong.
const HEADER_TEXTS: &[&str] = &[
    "0",
    "1",
    "30, 120",
    "1.5",
    "86400",
    "99999999999999999999999999",
    "-1",
    "Mon, 02 Nov 2026 09:00:30 GMT",
    "Monday, 02-Nov-26 09:00:30 GMT",
    "Mon Nov  2 09:00:30 2026",
    "Mon, 31 Dec +262142 23:59:59 GMT",
    "Mon, 01 Jan 0001 00:00:00 GMT",
    "application/json",
    "text/plain; charset=utf-8",
    "text/html",
    "Bearer realm=\"\", error=\"insufficient_claims\", claims=\"eyJhIjoxfQ==\"",
    "Bearer error=\"insufficient_claims\", claims=\"***\"",
    "Bearer claims=\"",
];

/// What an answer is to look like, before chance has its way with it.
#[derive(Clone, Copy)]
pub enum Shape {
    Page,
    Token,
    /// A page, or one object, as was asked for.
    Wanted,
    /// Answers to items with these ids.
    Batch(&'static [&'static str]),
}

/// Clones are the same wire.
#[derive(Clone)]
pub struct Wire(Arc<Mutex<State>>);

struct State {
    draw: Draw,
    shape: Shape,
    /// Where links begin that lead to where they should.
    base: Url,
    /// What stands in the cloud, by id.
    stands: BTreeMap<String, Object>,
    /// The id of the organisation that the cloud is of.
    organisation: String,
    asked: Vec<Request>,
    answered: Vec<Response>,
}

impl Wire {
    /// Answers until the bytes are over; then nothing can be reached.
    pub fn new(draw: Draw, shape: Shape, base: Url) -> Self {
        Self(Arc::new(Mutex::new(State {
            draw,
            shape,
            base,
            stands: BTreeMap::new(),
            organisation: String::new(),
            asked: Vec::new(),
            answered: Vec::new(),
        })))
    }

    /// From now on it answers from these bytes, and has answered nothing.
    pub fn begin(&self, draw: Draw) {
        let mut state = self.state();
        state.draw = draw;
        state.asked.clear();
        state.answered.clear();
    }

    /// What stands in the cloud before chance has its way with it.
    pub fn stands(&self, organisation: &str, objects: impl IntoIterator<Item = (String, Object)>) {
        let mut state = self.state();
        state.organisation = organisation.to_owned();
        state.stands = objects.into_iter().collect();
    }

    pub fn asked(&self) -> Vec<Request> {
        self.state().asked.clone()
    }

    pub fn answered(&self) -> Vec<Response> {
        self.state().answered.clone()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl Transport for Wire {
    async fn send(&self, request: Request) -> Result<Response, Broken> {
        let mut state = self.state();
        state.asked.push(request.clone());
        let response = state.answer(&request)?;
        state.answered.push(response.clone());
        Ok(response)
    }
}

impl State {
    fn answer(&mut self, request: &Request) -> Result<Response, Broken> {
        let why = || "as drawn".to_owned();
        if self.draw.is_over() {
            return Err(Broken::NotSent(why()));
        }
        match self.draw.byte() {
            0 => return Err(Broken::NotSent(why())),
            1 => return Err(Broken::Lost(why())),
            2 => return Err(Broken::UntrustedTls(why())),
            3 => return Err(Broken::TooLarge),
            _ => {}
        }
        let status = match self.draw.byte() {
            0..128 if request.method == Method::GET => 200,
            0..128 => self.draw.one_of(&[204, 200, 201, 202]),
            128..240 => self.draw.one_of(STATUSES),
            _ => 100 + u16::from(self.draw.byte()) * 3,
        };
        let headers = self.headers();
        if (200..300).contains(&status) {
            self.take_effect(request);
        }
        let body = match (self.draw.byte() % 32, status) {
            (0, _) | (_, 204) => Vec::new(),
            (1, _) => self.draw.bytes(64),
            (2, _) => b"<html>Welcome to the guest network</html>".to_vec(),
            (3, _) => {
                let mut body = self.shaped(status, request).to_string().into_bytes();
                body.truncate(self.draw.below(256));
                body
            }
            (4, _) => [b"\xef\xbb\xbf", self.shaped(status, request).to_string().as_bytes()].concat(),
            (5, _) => self.draw.value().to_string().into_bytes(),
            _ => self.shaped(status, request).to_string().into_bytes(),
        };
        Ok(Response { status, headers, body })
    }

    fn headers(&mut self) -> Headers {
        let one = |draw: &mut Draw| {
            let value = match draw.byte() {
                0..200 => draw.one_of(HEADER_TEXTS).to_owned(),
                _ => draw.text(),
            };
            (draw.one_of(HEADERS).to_owned(), value)
        };
        (0..self.draw.below(4)).map(|_| one(&mut self.draw)).collect()
    }

    fn shaped(&mut self, status: u16, request: &Request) -> Value {
        if status >= 300 {
            return self.error();
        }
        match self.shape {
            Shape::Page => self.page(),
            Shape::Wanted => self.wanted(request),
            Shape::Token => {
                let life = self.draw.value();
                json!({ "access_token": self.draw.text(), "expires_in": life, "token_type": "Bearer" })
            }
            Shape::Batch(ids) => {
                let responses: Vec<Value> = (0..self.draw.below(ids.len() + 2)).map(|_| self.item(ids)).collect();
                json!({ "responses": responses })
            }
        }
    }

    /// A change that is accepted is seen from then on, mostly.
    fn take_effect(&mut self, request: &Request) {
        let last = request.url.path().rsplit('/').next().unwrap_or_default();
        let body = serde_json::from_slice(request.body.as_deref().unwrap_or_default());
        if let (Some(object), Ok(Value::Object(body))) = (self.stands.get_mut(last), body)
            && self.draw.byte() < 200
        {
            object.extend(body);
        }
        if request.method == Method::DELETE && self.draw.byte() < 200 {
            self.stands.remove(last);
        }
    }

    /// What stands there, with a few properties changed now and then.
    fn wanted(&mut self, request: &Request) -> Value {
        let path = request.url.path();
        if path.ends_with("/organization") && request.url.query().is_some() && self.draw.byte() < 240 {
            return json!({ "value": [{ "id": self.organisation, "verifiedDomains": [] }] });
        }
        let last = path.rsplit('/').next().unwrap_or_default();
        let Some(object) = self.stands.get_mut(last) else {
            return self.page();
        };
        for _ in 0..self.draw.below(16).saturating_sub(13) {
            object.insert(self.draw.name(), self.draw.value());
        }
        Value::Object(object.clone())
    }

    fn error(&mut self) -> Value {
        const CODES: &[&str] = &[
            "Request_BadRequest",
            "syncStateNotFound",
            "Authorization_RequestDenied",
            "invalid_grant",
            "temporarily_unavailable",
            "Request_ResourceNotFound",
            "ObjectConflict",
        ];
        let (code, inner, message) = (self.draw.one_of(CODES), self.draw.value(), self.draw.text());
        match self.draw.byte() % 4 {
            0 => json!({ "error": code, "error_description": message, "error_codes": inner, "claims": message }),
            1 => json!({ "code": inner, "description": message }),
            2 => json!({ "error": { "code": code, "message": { "lang": "en", "value": message }, "details": inner } }),
            _ => json!({ "error": { "code": code, "message": message, "innerError": inner } }),
        }
    }

    fn page(&mut self) -> Value {
        let items: Vec<Value> = (0..self.draw.below(4)).map(|_| self.listed()).collect();
        let mut page = Object::new();
        page.insert(
            self.draw.one_of(&["value", "value", "value", "items"]).into(),
            json!(items),
        );
        for name in [
            "@odata.nextLink",
            "@odata.deltaLink",
            "nextLink",
            "@odata.count",
            "@odata.context",
            "links",
        ] {
            match self.draw.byte() % 8 {
                0 => drop(page.insert(name.into(), self.draw.value())),
                1 | 2 if name == "links" => {
                    let header = json!({ "key": self.draw.one_of(HEADERS), "value": self.draw.text() });
                    page.insert(
                        name.into(),
                        json!({ "next": { "uri": self.link(), "headers": [header] } }),
                    );
                }
                1 | 2 => drop(page.insert(name.into(), json!(self.link()))),
                3 => drop(page.insert(name.into(), json!(self.draw.integer()))),
                _ => {}
            }
        }
        Value::Object(page)
    }

    /// Mostly an object with an id.
    fn listed(&mut self) -> Value {
        let mut object = self.draw.object();
        match self.draw.byte() {
            0..100 => drop(object.insert("id".into(), json!(self.draw.one_of(words::TEXTS)))),
            100..200 if !self.stands.is_empty() => {
                let at = self.draw.below(self.stands.len());
                object.insert("id".into(), json!(self.stands.keys().nth(at)));
            }
            200..220 => return self.draw.value(),
            _ => {}
        }
        Value::Object(object)
    }

    /// Mostly one that leads to where it should.
    fn link(&mut self) -> String {
        match self.draw.byte() {
            0..200 => self
                .base
                .join("v1.0/users?$skiptoken=a%2Bb")
                .map_or_else(|_| self.draw.text(), String::from),
            200..220 => format!("{}{}", self.base, self.draw.text()),
            _ => self.draw.text(),
        }
    }

    fn item(&mut self, ids: &[&str]) -> Value {
        let status = self.draw.one_of(STATUSES);
        let headers: Object = self
            .headers()
            .into_iter()
            .map(|(name, value)| (name, json!(value)))
            .collect();
        let body = match status {
            200..300 => self.draw.value(),
            _ => self.error(),
        };
        let mut item = json!({ "id": self.draw.one_of(ids), "status": status, "headers": headers, "body": body });
        if self.draw.byte() >= 240 {
            let name = self.draw.one_of(&["id", "status", "headers", "body"]);
            item[name] = self.draw.value();
        }
        item
    }
}
