//! The simulator over real HTTP, judged by what Microsoft documents of its services.

#![allow(clippy::unwrap_used, reason = "a helper of tests that fails is a failed test")]

mod billing;
mod delta;
mod faults;
mod groups;
mod health;
mod lists;
mod login;
mod management_partner;
mod manager;
mod partner_buying;
mod partner_center;
mod tenants;
mod writes;

use std::sync::Once;

use kontor_sim::{Options, Running, start};
use reqwest::{Client, Method, StatusCode};
use serde_json::Value as Json;

/// A simulator and a client that talks to it.
pub struct Cloud {
    pub sim: Running,
    pub http: Client,
    pub base: String,
    pub token: String,
}

pub struct Reply {
    pub status: StatusCode,
    pub headers: reqwest::header::HeaderMap,
    pub bytes: Vec<u8>,
}

impl Reply {
    pub fn json(&self) -> Json {
        serde_json::from_slice(&self.bytes).expect("a JSON answer")
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    pub fn code(&self) -> String {
        self.json()["error"]["code"].as_str().unwrap_or_default().to_owned()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |v| v.to_str().unwrap_or(""))
    }
}

/// What every client of these tests stands on, whichever is made first.
pub fn install_provider() {
    static PROVIDER: Once = Once::new();
    PROVIDER.call_once(|| {
        rustls::crypto::ring::default_provider()
            .install_default()
            .expect("the first provider");
    });
}

impl Cloud {
    /// With no replication lag: the tests of lag ask for it.
    pub async fn with(users: usize) -> Cloud {
        let cloud = Cloud::lagging(users).await;
        cloud.sim.set_lag(std::time::Duration::ZERO);
        cloud
    }

    pub async fn lagging(users: usize) -> Cloud {
        install_provider();
        let sim = start(Options {
            users,
            ..Options::default()
        })
        .await
        .unwrap();
        let http = Client::builder()
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .unwrap();
        let (base, token) = (sim.endpoints().graph, sim.token());
        Cloud { sim, http, base, token }
    }

    /// `target` is a path, or an absolute link.
    pub async fn call(&self, method: Method, target: &str, headers: &[(&str, &str)], body: Option<Json>) -> Reply {
        self.try_call(method, target, headers, body).await.unwrap()
    }

    pub async fn try_call(
        &self,
        method: Method,
        target: &str,
        headers: &[(&str, &str)],
        body: Option<Json>,
    ) -> reqwest::Result<Reply> {
        let url = if target.starts_with('/') {
            format!("{}{target}", self.base)
        } else {
            target.to_owned()
        };
        let mut request = self.http.request(method, url);
        if !headers.iter().any(|(n, _)| *n == "authorization") {
            request = request.bearer_auth(&self.token);
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(body) = body {
            request = request
                .header("content-type", "application/json")
                .body(body.to_string());
        }
        let answer = request.send().await?;
        let (status, headers) = (answer.status(), answer.headers().clone());
        Ok(Reply {
            status,
            headers,
            bytes: answer.bytes().await?.to_vec(),
        })
    }

    pub async fn get(&self, target: &str) -> Reply {
        self.call(Method::GET, target, &[], None).await
    }

    pub async fn patch(&self, target: &str, body: Json) -> Reply {
        self.call(Method::PATCH, target, &[], Some(body)).await
    }

    pub async fn post(&self, target: &str, body: Json) -> Reply {
        self.call(Method::POST, target, &[], Some(body)).await
    }

    /// Follows next links to the end; the items, how many pages, and the last page.
    pub async fn walk(&self, target: &str) -> (Vec<Json>, Vec<usize>, Json) {
        let (mut items, mut sizes) = (Vec::new(), Vec::new());
        let mut target = target.to_owned();
        loop {
            let reply = self.get(&target).await;
            assert_eq!(reply.status, 200, "{target}: {}", String::from_utf8_lossy(&reply.bytes));
            let page = reply.json();
            let value = page["value"].as_array().expect("a value");
            sizes.push(value.len());
            items.extend(value.iter().cloned());
            match page["@odata.nextLink"].as_str() {
                Some(next) => target = next.to_owned(),
                None => return (items, sizes, page),
            }
        }
    }

    /// The first user that the server's own state has for this test.
    pub fn user(&self, wanted: impl Fn(&Json) -> bool) -> Json {
        self.sim
            .users_json()
            .into_iter()
            .find(|u| wanted(u))
            .expect("such a user")
    }
}

/// A cloud-only member of the default domain that is no administrator.
pub fn plain(user: &Json) -> bool {
    user["userType"] == "Member"
        && user["onPremisesSyncEnabled"].is_null()
        && user["userPrincipalName"]
            .as_str()
            .is_some_and(|u| u.ends_with("@fjordlys.example"))
        && user["usageLocation"].is_string()
        && user["employeeId"].as_str().is_some_and(|e| e > "10020")
}
